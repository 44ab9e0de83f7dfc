package desk

import (
	"context"
	"errors"
	"fmt"
	"image"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"matchbooth/assets/art"
	"matchbooth/kiosk/event"
	"matchbooth/kiosk/session"
	"matchbooth/ui/page"
	"matchbooth/ui/theme"
	"matchbooth/ui/touch"
	"matchbooth/ui/work/figures"
	"matchbooth/ui/work/handover"
	work "matchbooth/ui/work/session"
)

// closer is the page that closes the day: what should be equal, the day as a table, and what to do about each difference.
type closer struct {
	*B
	names                   figures.Names
	sums, table, todo, main slot
	day                     figures.Day
	open                    []work.OpenFile
	counted                 bool // day is there
	busy, again             bool
	loaded                  time.Time
}

// dayPage draws it.
func (b *B) dayPage() {
	m := b.M
	k := &b.kept().day
	if from, _ := figures.DayOf(b.Now.Local()); !k.on.Equal(from) {
		k.paper, k.on = nil, from
	}
	r := b.roomFor(b.Tx("desk.page.day"), b.dateLine(b.Now), true)
	c := &closer{B: b}
	gap := m.S(16)
	spare := c.toAudit(&r)
	var sums, table, todo page.Box
	if m.Portrait {
		sums, table = r.High.Top(max(r.High.H*0.34, 96*m.Text))
		_, table = table.Top(gap)
		todo = r.Low
	} else {
		high := m.S(116) * m.Text
		if m.Text > 1 || b.Lang != event.ZH {
			high = m.S(190) // two rows
		}
		sums, table = r.Body.Top(high)
		_, table = table.Top(gap)
		table, todo = table.Left(table.W * 0.53)
		_, todo = todo.Left(gap)
	}
	c.sums, c.table = b.cardSlot(sums), b.cardSlot(table)
	b.Card(todo)
	c.todo = b.holderIn(todo.Pad(m.S(24), m.S(14)))
	c.foot(r.Foot, spare)
	if k.last != nil {
		c.show(*k.last)
	}
	b.Page.Live = append(b.Page.Live, func(now time.Time) {
		if now.Sub(c.loaded) >= refresh {
			c.loaded = now
			c.load()
		}
	})
	if b.Inline {
		c.loaded = b.Now
		c.load()
	}
	b.railKeys(c.key)
}

// toAudit draws the button that leads to who did what: in the head, or on a totem within reach, in a row of which it returns
// what is left.
func (c *closer) toAudit(r *room) (spare page.Box) {
	list := []reply{{"audit", c.Tx("desk.page.audit"), false, c.Do(session.DeskGo, string(session.DeskAudit))}}
	if !c.M.Portrait {
		at := c.toRight(r.Head, list)
		c.Fixed(func() {
			c.pills(at, "desk.day.", list)
			c.here("desk.day.audit", at)
		})
		return page.Box{}
	}
	row, low := r.Low.Bottom(c.M.ButtonH())
	_, r.Low = low.Bottom(c.M.S(16))
	c.pills(row, "desk.day.", list)
	at := c.toLeft(row, list)
	c.here("desk.day.audit", at)
	_, spare = row.Left(at.W + c.M.S(16))
	return spare
}

// dateLine is the day with its weekday.
func (b *B) dateLine(at time.Time) string {
	day := at.Local()
	return b.Tx("desk.day.date", "Date", day.Format(time.DateOnly), "Weekday", b.Tx(fmt.Sprintf("desk.weekday.%d", day.Weekday())))
}

// mostPaper is how many forms may be counted.
const mostPaper = 100_000

func (c *closer) step(by int) {
	k := &c.kept().day
	n := 0
	if k.paper != nil {
		n = *k.paper + by
	}
	if n < 0 {
		k.paper = nil
	} else {
		n = min(n, mostPaper)
		k.paper = &n
	}
	c.load()
}

// foot draws the stepper of the counted forms, the report, and the one way on. Where the stepper finds no room beside them, it
// is in the spare one.
func (c *closer) foot(at, spare page.Box) {
	b, m := c.B, c.M
	k := &b.kept().day
	main, rest := at.Right(at.W * 0.34)
	_, rest = rest.Right(m.S(16))
	c.main = b.holderIn(main)
	look := b.stepLook(at.H)
	words := max(touch.Measure(b.Tx("desk.day.paper.none"), look.TextSize, look.Key.Bold), touch.Measure(b.Tx("desk.day.paper", "N", 88), look.TextSize, look.Key.Bold))
	need := words + 2*theme.MinTarget + m.S(24)
	paper, right := rest.Left(min(max(rest.W*0.5, need), rest.W*0.64))
	if words+2*theme.MinTarget > paper.W && spare.W > paper.W {
		paper, _ = spare.Right(min(spare.W, need))
	} else {
		_, rest = right.Left(m.S(16))
	}
	steps := touch.Steps{
		Show: func() string {
			if k.paper == nil {
				return b.Tx("desk.day.paper.none")
			}
			return b.Tx("desk.day.paper", "N", *k.paper)
		},
		Step: c.step,
		Can: func(by int) bool {
			return by > 0 && (k.paper == nil || *k.paper < mostPaper) || by < 0 && k.paper != nil
		},
	}
	b.Pick(touch.NewStepper("desk.paper", steps, look), paper)
	c.here("desk.paper", paper)
	c.here("desk.report", rest)
	c.here("desk.day.close", main)
	label, do := b.Tx("desk.day.report"), func() { k.report, k.place = !k.report, ""; b.Redraw() }
	if k.report {
		label = b.Tx("desk.day.todo.back")
	}
	st := b.fitted(b.StyleQuiet(), label, rest.W)
	b.Button(rest, "desk.report", label, st, do)
}

// stepLook is the style of a stepper of the given height.
func (b *B) stepLook(high float32) touch.StepStyle {
	m := b.M
	return touch.StepStyle{
		Fill: b.P.Card, Border: b.P.Edge, BorderWidth: 2, Radius: m.FieldCorner(), Text: b.P.Ink, TextSize: min(m.Label(), high*0.5),
		Key:  touch.Style{Fill: b.P.Paper, Pressed: b.P.Line, Text: b.P.Ink, Radius: m.FieldCorner() * 0.8, Border: b.P.Line, BorderWidth: 1, IconSize: m.S(22)},
		Less: page.Icon(art.Minus, b.P.Ink), More: page.Icon(art.Plus, b.P.Ink),
	}
}

// fitted is a style whose label fits the width.
func (b *B) fitted(st touch.Style, label string, w float32) touch.Style {
	st.Pad = b.M.S(14)
	for st.TextSize > b.M.Small() && b.Width(label, st) > w {
		st.TextSize -= 0.5
	}
	return st
}

// load counts the day off the interface's goroutine; what changes meanwhile is counted once more.
func (c *closer) load() {
	if c.busy {
		c.again = true
		return
	}
	c.busy, c.again = true, false
	paper, report := c.kept().day.paper, c.kept().day.report
	c.later(func() func() {
		var where []handover.Place
		if report {
			where = c.stickList()
		}
		open := c.Desk.OpenFiles()
		d, err := c.Desk.Day(context.Background(), paper)
		return func() {
			c.busy = false
			c.kept().day.open = open
			if c.Desk.Opened() == nil {
				return
			}
			if err != nil {
				c.fill(c.todo, func(w float32) []page.Flow {
					return []page.Flow{c.marked(0, markWrong, c.Tx("desk.figures.failed"), c.Type(c.M.Label(), c.P.Ink, true), w)}
				})
				return
			}
			k := &c.kept().day
			if k.last = &d; report {
				k.where = where
			}
			c.show(d)
			if c.again {
				c.load()
			}
		}
	})
}

func (c *closer) show(d figures.Day) {
	c.day, c.open, c.counted = d, c.kept().day.open, true
	c.names = figures.NamesOf(c.Pack, c.State.Lang, d.This())
	c.sums.holder.Fill(c.Collect(func() { c.equations(c.sums.at, d.Equations) })...)
	c.fill(c.table, func(w float32) []page.Flow { return c.rows(d, w) })
	if c.kept().day.report {
		c.fill(c.todo, c.places)
	} else {
		c.fill(c.todo, func(w float32) []page.Flow { return c.todos(d, w) })
	}
	c.mainButton(d)
}

// mainButton closes the day, and says with what.
func (c *closer) mainButton(d figures.Day) {
	label := c.Tx("desk.day.close")
	left := len(d.Todo) + len(c.open)
	if left > 0 {
		label = c.Tx("desk.day.close.open", "N", left)
	}
	c.empty(c.main.holder)
	defer c.rewalk()
	c.main.holder.Fill(c.Collect(func() {
		b := c.Button(c.main.at, "desk.day.close", label, c.fitted(c.StyleMain(), label, c.main.at.W), nil)
		b.OnTap = func() {
			b.SetBusy(true)
			c.later(func() func() {
				err := c.Desk.CloseDay(context.Background(), left)
				return func() {
					b.SetBusy(false)
					if err != nil {
						c.fill(c.todo, func(w float32) []page.Flow {
							return []page.Flow{c.marked(0, markWrong, c.Tx("desk.day.close.failed"), c.Type(c.M.Label(), c.P.Ink, true), w)}
						})
						return
					}
					c.Do(session.CloseDesk)()
				}
			})
		}
	})...)
}

// todos lists what to do about each difference, with a button where the desk can do it.
func (c *closer) todos(d figures.Day, w float32) []page.Flow {
	m := c.M
	left := len(d.Todo) + len(c.open)
	head := c.Tx("desk.day.todo", "N", left)
	if left == 0 {
		d := min(c.todo.at.H-m.S(90)*m.Text, m.S(150))
		return []page.Flow{c.marked(0, markWell, c.Tx("desk.day.agrees"), c.Type(m.Body(), c.P.Ink, true), w),
			{Gap: m.S(24), Height: max(d, 0), Draw: func(at page.Box) {
				if d > m.S(60) { // the two rings have met
					c.Picture(at.Middle(d, d), func(w, h int) image.Image { return art.SignIn(w, h, c.P, false) })
				}
			}}}
	}
	flows := []page.Flow{c.Para(0, head, c.Type(m.Label(), c.P.Ink, true), w)}
	for i, t := range d.Todo {
		what, how := d.Say(c.T, c.names, t)
		flows = append(flows, c.todoRow(i, t, what, how, w))
	}
	for i, f := range c.open {
		flows = append(flows, c.openRow(i, f, w)...)
	}
	return flows
}

func (c *closer) todoRow(i int, t figures.Todo, what, how string, w float32) page.Flow {
	m := c.M
	label, do := c.leads(t.What)
	room, bw := w, float32(0)
	st := c.StyleQuiet()
	if do != nil {
		st = c.fitted(st, label, w*0.3)
		bw = max(min(c.Width(label, st), w*0.34), 56)
		room -= bw + m.S(14)
	}
	bold, quiet := c.Type(m.Label()*0.95, c.P.Ink, true), c.Type(m.Small(), c.P.Soft, false)
	quiet.Lead = 1.35
	a, z := touch.SetText(what, bold, room), touch.SetText(how, quiet, room)
	high := a.Height + z.Height + m.S(4)
	if do != nil {
		high = max(high, m.ButtonH())
	}
	return page.Flow{Gap: m.S(12), Height: high + m.S(13), Draw: func(at page.Box) {
		if i > 0 {
			c.Rect(page.Box{X: at.X, Y: at.Y, W: at.W, H: 1}, c.P.Line, 0)
		}
		y := at.Y + m.S(12)
		c.Lay(a, at.X, y)
		c.Lay(z, at.X, y+a.Height+m.S(4))
		if do != nil {
			box := page.Box{X: at.X + at.W - bw, Y: y + (high-m.ButtonH())/2, W: bw, H: m.ButtonH()}
			c.Button(box, "desk.todo."+t.What, label, st, do)
			c.here("desk.todo."+t.What, box)
		}
	}}
}

// leads says where a difference is mended; nil where the desk has no page for it.
func (c *closer) leads(what string) (label string, do func()) {
	to := func(key string, p session.DeskPage) (string, func()) {
		if !slices.ContainsFunc(c.rail(), func(e railEntry) bool { return e.page == p }) {
			return "", nil
		}
		return c.Tx(key), c.Do(session.DeskGo, string(p))
	}
	switch what {
	case figures.TodoGap, figures.TodoMissing:
		return to("desk.day.go.merge", session.DeskMerge)
	case figures.TodoMirror, figures.TodoNoMirror:
		return c.Tx("desk.day.go.keeping"), c.Do(session.OpenKeeping)
	case figures.TodoHandOver, figures.TodoUnread:
		return to("desk.day.go.handover", session.DeskHandover)
	case figures.TodoUnchecked:
		return to("desk.day.go.check", session.DeskCheck)
	}
	return "", nil
}

// stops are what the arrow keys go through: what leads to a difference's mending, who did what, the forms, the report, closing.
func (c *closer) stops() (out []string) {
	if !c.kept().day.report {
		for _, t := range c.day.Todo {
			if _, do := c.leads(t.What); do != nil {
				out = append(out, "desk.todo."+t.What)
			}
		}
		for i := range c.open {
			out = append(out, fmt.Sprint(openID, i))
		}
	} else {
		for i := range c.kept().day.where {
			out = append(out, fmt.Sprint("desk.report.", i))
		}
	}
	return append(out, "desk.day.audit", "desk.paper", "desk.report", "desk.day.close")
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
		c.keysAt(at)
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
