package desk

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"matchbooth/ui/page"
	"matchbooth/ui/work/handover"
	work "matchbooth/ui/work/session"
)

// stops are what the arrow keys go through: what leads to a difference's mending, the forms, the report, closing.
func (c *closer) stops() (out []string) {
	if !c.kept().day.report {
		for _, t := range c.day.Todo {
			if _, do := c.leads(t.What); do != nil {
				out = append(out, "desk.todo."+t.What)
			}
		}
	} else {
		for i := range c.kept().day.where {
			out = append(out, fmt.Sprint("desk.report.", i))
		}
	}
	return append(out, "desk.paper", "desk.report", "desk.day.close")
}

// key: up and down go through the stops, Return does what stands there, plus and minus count the paper forms wherever one
// is, Esc leaves the report.
func (c *closer) key(name fyne.KeyName, r rune) {
	k := &c.kept().day
	stops := c.stops()
	at := slices.Index(stops, k.at)
	by := 0
	switch {
	case name == fyne.KeyDown:
		k.at = stops[(at+1)%len(stops)]
	case name == fyne.KeyUp:
		k.at = stops[(max(at, 0)+len(stops)-1)%len(stops)]
	case name == fyne.KeyEscape:
		k.report, k.place = false, ""
	case name == fyne.KeyReturn, name == fyne.KeyEnter:
		for _, b := range c.Page.Buttons {
			if at >= 0 && b.ID == k.at {
				b.OnTap()
				return
			}
		}
		return
	case r == '+', r == '=', name == fyne.KeyRight && k.at == "desk.paper":
		by = 1
	case r == '-', name == fyne.KeyLeft && k.at == "desk.paper":
		by = -1
	default:
		return
	}
	if by > 0 || by < 0 && k.paper != nil {
		c.step(by)
	}
	c.Redraw()
}

// here marks what the arrow keys are at, with a bar of gold.
func (c *closer) here(id string, at page.Box) {
	if c.kept().day.at == id {
		m := c.M
		c.Rect(page.Box{X: at.X + (at.W-m.S(48))/2, Y: at.Y + at.H + m.S(3), W: m.S(48), H: m.S(5)}, c.P.Gold, m.S(2.5))
	}
}

// places asks where to write the report, and says what came of it.
func (c *closer) places(w float32) []page.Flow {
	m := c.M
	k := &c.kept().day
	flows := []page.Flow{c.Para(0, c.Tx("desk.day.report.where"), c.Type(m.Label(), c.P.Ink, true), w),
		c.Para(m.S(4), c.Tx("desk.day.report.line"), c.Type(m.Small(), c.P.Soft, false), w)}
	flows = append(flows, page.Flow{Gap: m.S(8), Height: m.ButtonH(), Draw: func(at page.Box) {
		c.Toggle(at, "desk.report.whole", c.Tx("desk.day.report.whole"), k.whole, func(on bool) { k.whole = on })
	}})
	for i, p := range c.kept().day.where {
		flows = append(flows, page.Flow{Gap: m.S(12), Height: m.ButtonH(), Draw: func(at page.Box) {
			label := c.placeName(p)
			c.Button(at, fmt.Sprint("desk.report.", i), label, c.fitted(c.StyleEqual(), label, at.W), func() { c.onReport(p) })
			c.here(fmt.Sprint("desk.report.", i), at)
		}})
	}
	if k.place != "" {
		failed := strings.HasPrefix(k.place, "!")
		mark := markWell
		if failed {
			mark = markWrong
		}
		flows = append(flows, c.marked(m.S(16), mark, strings.TrimPrefix(k.place, "!"), c.Type(m.Label()*0.95, c.P.Ink, failed), w))
	}
	return flows
}

// onReport writes the report into a place.
func (c *closer) onReport(p handover.Place) {
	k := &c.kept().day
	if c.busy {
		return
	}
	c.busy = true
	say := func(s string) {
		k.place = s
		c.busy = false
		if c.counted {
			c.show(c.day)
		}
	}
	say(c.Tx("desk.day.report.writing"))
	c.busy = true
	c.later(func() func() {
		path, err := "", c.stillThere(p.Dir)
		if err == nil {
			path, err = c.Desk.Report(context.Background(), work.Reporting{Say: c.T, Folder: p.Dir, Whole: k.whole})
		}
		return func() {
			switch {
			case c.Desk.Opened() == nil:
			case err == nil && p.Name != "":
				say(c.Tx("desk.day.report.stick", "Path", path))
			case err == nil:
				say(c.Tx("desk.day.report.done", "Path", path))
			case errors.Is(err, errGone):
				say("!" + c.Tx("desk.place.gone"))
			case errors.Is(err, handover.ErrInBooth):
				say("!" + c.Tx("desk.export.inbooth"))
			default:
				say("!" + c.Tx("desk.day.report.failed"))
			}
		}
	})
}
