package desk

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"matchbooth/data"
	"matchbooth/kiosk/session"
	"matchbooth/ui/desk/inbox"
	"matchbooth/ui/page"
	"matchbooth/ui/touch"
	"matchbooth/ui/work/acts"
	work "matchbooth/ui/work/session"
)

// inboxPage draws what people have sent from their phones.
func (b *B) inboxPage() {
	r := b.roomFor(b.Tx("desk.page.inbox"), b.Tx("inbox.title.line"), false)
	p := &inbox.Page{B: b.B, Desk: b.Desk, Kept: &b.kept().Inbox, Redraw: b.again, Head: r.Head, High: r.High, Low: r.Low}
	p.Draw()
	b.railKeys(func(name fyne.KeyName, key rune) { p.Key(name, key) })
}

// auditing is the page of who did what, the newest first, under a sentence that says whether lines are missing.
type auditing struct {
	*B
	at    page.Box // of all that is read
	holds *touch.Holder
	lines work.Audit
}

// auditPage draws it. Nobody is named there but who acted.
func (b *B) auditPage() {
	r := b.roomFor(b.Tx("desk.page.audit"), b.Tx("desk.audit.line"), false)
	b.backTo(&r, session.DeskDay)
	all := r.Low
	if b.M.Portrait { // read from above, and turned within reach
		all = page.Box{X: r.High.X, Y: r.High.Y, W: r.High.W, H: r.Low.Y + r.Low.H - r.High.Y}
	}
	a := &auditing{B: b, holds: touch.NewHolder(), at: page.Box{W: all.W, H: all.H}}
	b.Put(a.holds, all)
	a.says(markPlain, b.Tx("desk.audit.reading"))
	a.later(func() func() {
		lines, err := a.Desk.Audit(context.Background())
		return func() {
			switch {
			case a.Desk.Opened() == nil: // locked meanwhile
			case err != nil:
				a.says(markWrong, a.Tx("desk.audit.failed"))
			default:
				a.lines = lines
				a.show()
			}
		}
	})
	b.railKeys(func(name fyne.KeyName, _ rune) {
		if name == fyne.KeyEscape {
			b.Do(session.DeskGo, string(session.DeskDay))()
			return
		}
		for _, s := range b.Page.Scrollers {
			s.Key(name)
		}
	})
}

// digest parts the digits of a digest, so that a narrow window can break them.
func digest(hex string) string {
	var parts []string
	for part := range slices.Chunk([]byte(hex), 16) {
		parts = append(parts, string(part))
	}
	return strings.Join(parts, " ")
}

// says puts a sentence in place of the list.
func (a *auditing) says(k mark, s string) {
	a.holds.Fill(a.Collect(func() {
		a.card(a.at, a.marked(0, k, s, a.Type(a.M.Label(), a.P.Ink, k == markWrong), a.at.W-2*a.M.S(22)))
	})...)
}

// card draws flows on a card, as high as they are.
func (a *auditing) card(at page.Box, flows ...page.Flow) (high float32) {
	m := a.M
	pad := m.S(14)
	high = min(page.HighOf(flows)+2*pad, at.H)
	at.H = high
	a.Card(at)
	a.Stack(at.Pad(m.S(22), pad), a.P.Card, flows...)
	return high
}

// show draws the sentence, and the lines below it.
func (a *auditing) show() {
	m := a.M
	w := a.at.W - 2*m.S(22)
	quiet := a.Type(m.Small(), a.P.Soft, false)
	head := a.Para(m.S(4), a.Tx("cli.audit.head", "N", a.lines.Head.Lines, "Sum", digest(a.lines.Head.Sum)), quiet, w)
	flows := []page.Flow{a.marked(0, markWell, a.Tx("desk.audit.whole"), a.Type(m.Label(), a.P.Ink, true), w), head}
	if n := len(a.lines.Faults); n > 0 {
		flows = []page.Flow{a.marked(0, markWrong, a.Tx("desk.audit.faults", "N", n), a.Type(m.Label(), a.P.Ink, true), w)}
		for _, f := range a.lines.Faults {
			flows = append(flows, a.Para(m.S(4), a.T.Retold(f.What), a.Type(m.Small(), a.P.Ink, false), w))
		}
		flows = append(flows, head)
	}
	a.holds.Fill(a.Collect(func() {
		top := a.at
		if low := top.H * 0.5; page.HighOf(flows) > low {
			top.H = low
		}
		high := a.card(top, flows...) + m.S(16)
		list := page.Box{X: a.at.X, Y: a.at.Y + high, W: a.at.W, H: a.at.H - high}
		a.Card(list)
		list = list.Pad(m.S(10), m.S(8)) // the soft edges of the list stay inside the corners
		st := a.StyleText()
		st.Pressed, st.Radius = st.Fill, 0 // a line leads nowhere
		rows := touch.NewRows(list.W, list.H, max(m.S(56)*m.Text, touch.Least), st, a.P.Card, a.P.Edge, a.row(list.W), func(int) { a.Do(session.Touch)() })
		rows.OnMove, rows.Still = a.Do(session.Touch), a.Still
		a.Page.Buttons = append(a.Page.Buttons, rows.Cards()...)
		a.Page.Scrollers = append(a.Page.Scrollers, rows.Scroller)
		a.Put(rows.Scroller, list)
		rows.Set(len(a.lines.Lines), false)
	})...)
}

// row draws one line: when, who, what, with how many people.
func (a *auditing) row(wide float32) func(i int) (id string, objects []fyne.CanvasObject) {
	m := a.M
	high := max(m.S(56)*m.Text, touch.Least)
	quiet, ink := a.Type(m.Small(), a.P.Soft, false), a.Type(m.Label()*0.95, a.P.Ink, false)
	bold, right := ink, quiet
	bold.Bold, right.Align = true, fyne.TextAlignTrailing
	// As wide as the longest: each name and the largest number is measured once, however many lines there are.
	most, who := 0, map[string]bool{}
	for _, l := range a.lines.Lines {
		most, who[l.Who] = max(most, l.Persons), true
	}
	names, counts := m.S(64), touch.Measure(acts.Of(a.T, data.Audited{Persons: most}).People, quiet.Size, false)+m.S(12)
	for by := range who {
		names = max(names, touch.Measure(acts.Of(a.T, data.Audited{Who: by}).Who, bold.Size, true)+m.S(20))
	}
	names = min(names, wide*0.2)
	return func(i int) (id string, objects []fyne.CanvasObject) {
		act := acts.Of(a.T, a.lines.Lines[i])
		in := page.Box{X: m.S(12), W: wide - m.S(36), H: high}
		put := func(at page.Box, s string, t touch.Type) {
			p := touch.Fit([]touch.Span{{Text: s}}, t, at.W-m.S(8), at.H-m.S(6), 2)
			objects = append(objects, p.Objects(at.X, at.Y+(at.H-p.Height)/2)...)
		}
		when, what := in.Left(touch.Measure(act.At, quiet.Size, false) + m.S(20))
		who, what := what.Left(names)
		people, what := what.Right(counts)
		put(when, act.At, quiet)
		put(who, act.Who, bold)
		put(what, act.What, ink)
		put(people, act.People, right)
		line := canvas.NewRectangle(a.P.Line)
		page.Place(line, page.Box{X: m.S(12), Y: high - 1, W: wide - m.S(36), H: 1})
		return fmt.Sprint("desk.audit.row.", i), append(objects, line)
	}
}
