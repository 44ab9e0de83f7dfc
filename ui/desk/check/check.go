// Package check is the check on the take-home screen: what a volunteer saw while the visitor was still there.
package check

import (
	"context"
	"time"

	"matchbooth/data/record"
	"matchbooth/kiosk/event"
	"matchbooth/kiosk/form"
	"matchbooth/kiosk/session"
	"matchbooth/ui/page"
	"matchbooth/ui/theme"
	"matchbooth/ui/touch"
	work "matchbooth/ui/work/session"
)

// B builds the page.
type B struct {
	*page.B
	desk work.Desk // may be nil: pictures
}

// Draw draws the volunteer check: what a volunteer saw while the visitor was still there. It is
// added to the desk as a sealed entry, which needs no private key; without a desk nothing is added.
func Draw(p *page.B, desk work.Desk) {
	b := &B{p, desk}
	m := b.M
	f := b.Frame(page.Framing{Back: true})
	body := f.Body
	h := b.TextFit(page.Box{X: body.X, Y: body.Y, W: body.W, H: m.Title() * 1.4}, b.Tx("check.title"), b.Type(m.Title(), b.P.Ink, true), 1, 0)
	h += m.S(4) + b.Text(page.Box{X: body.X, Y: body.Y + h + m.S(4), W: body.W, H: 0}, b.Tx("check.line"), b.Type(m.Body(), b.P.Soft, false))
	low := f.Low
	if !m.Portrait {
		_, low = low.Top(h + m.S(24))
		var side page.Box
		side, low = low.Right(min(m.S(420)*m.Text, low.W*0.38))
		low.W -= m.S(40)
		b.compared(side)
	}
	steps := b.Pack.CheckList()
	var c record.Check
	list := b.newCheckRows(steps, low)
	if m.Portrait {
		_, high := f.High.Top(h + m.S(24))
		high.H -= max(0, low.Y-list.at.Y)
		b.compared(high)
	}
	text, hint := b.stepTypes(steps, list)
	for _, s := range steps {
		if s.Kind == event.CheckYesNo {
			b.ToggleOf(list.next(), "check.step."+s.ID, StepTitle(b.B, s), b.In(s.Help), text, hint, false, func(on bool) { c = answered(c, s.ID, on) })
		}
	}
	last := list.row()
	for _, s := range steps {
		if s.Kind == event.CheckScan {
			var kit page.Box
			cols := last.Columns(2, m.S(16))
			kit, last = cols[0], cols[1]
			b.checkField(kit, s.ID, StepTitle(b.B, s), 64, func(s string) { c.Kit = s })
		}
	}
	b.checkField(last, "initials", b.Tx("check.initials"), 12, func(s string) { c.Initials = s })
	say := b.Message(list.message())
	for _, s := range steps {
		if s.Kind == event.CheckScan && len(s.Help) > 0 { // its field has no room for it
			say(b.In(s.Help), false)
		}
	}
	b.Main(f.Foot, "done", b.Tx("check.done"), func() {
		if c.Initials == "" {
			say(b.Tx("check.who"), true)
			return
		}
		if b.desk == nil {
			return
		}
		c.At = b.Now.UTC().Truncate(time.Second)
		person := b.State.PersonID
		b.Later(func() func() {
			err := b.desk.AddCheck(context.Background(), person, c)
			return func() {
				if err != nil {
					say(b.Tx("check.failed"), true)
					return
				}
				b.Send(session.Event{Kind: session.CheckDone})
			}
		})
	})
}

// stepTypes are the types of all steps and of what is said below them: as large as the longest of them allows.
func (b *B) stepTypes(steps []event.Check, list *checkRows) (text, hint touch.Type) {
	m := b.M
	text, hint = b.Type(m.S(24)*m.Text, b.P.Ink, false), b.Type(m.S(19)*m.Text, b.P.Soft, false)
	if list.columns > 1 {
		text.Size, hint.Size = m.Label(), m.Small()
	}
	text.Lead, hint.Lead = 1.18, 1.25
	w := (list.at.W-list.columnGap*float32(list.columns-1))/float32(list.columns) - page.ToggleIndent(b.B)
	room, lines := touch.LabelRoom(text, list.h)
	texts, hints := []touch.Member{}, []touch.Member{}
	for _, s := range steps {
		if s.Kind != event.CheckYesNo {
			continue
		}
		texts = append(texts, touch.Member{Spans: []touch.Span{{Text: StepTitle(b.B, s)}}, Width: w, Height: room, MaxLines: lines})
		if said := b.In(s.Help); said != "" {
			hints = append(hints, touch.Member{Spans: []touch.Span{{Text: said}}, Width: w, Height: list.h - text.Size*text.Lead*float32(lines), MaxLines: 2})
		}
	}
	least := func(t *touch.Type, group []touch.Member) {
		t.MaxFall = min(1, theme.MinText/t.Size)
		for _, p := range touch.FitGroup(*t, group...) {
			t.Size = min(t.Size, p.Type.Size)
		}
		t.MaxFall = 0
	}
	least(&text, texts)
	least(&hint, hints)
	hint.Size = min(hint.Size, text.Size*0.88) // what is said below a step is less than the step
	hint.Size = max(hint.Size, theme.MinText)
	return text, hint
}

// compared is whom to compare with an identity card and a ringing telephone, and the code of their sign-up.
func (b *B) compared(at page.Box) {
	m := b.M
	in := at.Pad(m.S(30), m.S(26))
	who := b.State.Compared
	code := touch.Fit([]touch.Span{{Text: b.Tx("check.code", "Code", b.State.Code)}}, b.Type(m.Body(), b.P.Soft, false), in.W, m.Body()*2, 1)
	line := page.Flow{Height: code.Height, Draw: func(at page.Box) { b.Lay(code, at.X, at.Y) }}
	var flows []page.Flow
	if who != (session.Compared{}) {
		b.Page.Forget = append(b.Page.Forget, b.Page.Empty) // name and number go with the page
		for i, s := range []string{string(who.Name), form.GroupPhone(string(who.Phone))} {
			p := touch.Fit([]touch.Span{{Text: s}}, b.Type(m.Heading(), b.P.Ink, true), in.W, m.Heading()*2.8, 2)
			gap := m.S(6) * float32(i)
			flows = append(flows, page.Flow{Gap: gap, Height: p.Height, Draw: func(at page.Box) { b.Lay(p, at.X, at.Y) }})
		}
		line.Gap = m.S(16)
	}
	flows = append(flows, line)
	at.H = min(at.H, page.HighOf(flows)+2*m.S(26)+2)
	b.Card(at)
	b.Stack(at.Pad(m.S(30), m.S(26)), b.P.Card, flows...)
}

// answered returns the check with a step ticked or not. A box that is empty says nothing: that the phone did not ring is
// said at the desk, where there is time to mend the number.
func answered(c record.Check, step string, on bool) record.Check {
	switch step {
	case event.CheckRang:
		c.Rang = on
	case event.CheckIdentity:
		c.Identity = on
	}
	if !on {
		delete(c.Answers, step)
		return c
	}
	if c.Answers == nil {
		c.Answers = map[string]bool{}
	}
	c.Answers[step] = true
	return c
}

// StepTitle returns what a step of the check list is called: as the pack says, else in the booth's own words.
func StepTitle(b *page.B, s event.Check) string {
	switch {
	case len(s.Title) > 0:
		return b.In(s.Title)
	case s.ID == event.CheckKit && !s.Required:
		return b.Tx("check.kit.optional")
	}
	return b.Tx("check." + s.ID)
}

// checkField is a field of the check: short, in Latin letters and without a line over it.
func (b *B) checkField(at page.Box, id, hint string, most int, changed func(string)) {
	f := b.Field(at, id, "latin", "", false, changed)
	f.Placeholder, f.MaxRunes, f.OnSubmit = hint, most, nil
	f.Refresh()
}

// checkRows places the steps of a check: one below the other, and in two columns where they are too many for that.
type checkRows struct {
	at        page.Box // what is left
	h, gap    float32  // of a row
	columns   int
	said      float32    // height of the message
	waiting   []page.Box // the rest of a row that was begun
	columnGap float32
}

// newCheckRows finds out how the steps fit. Below them there is one more row, and a message.
func (b *B) newCheckRows(steps []event.Check, at page.Box) *checkRows {
	m := b.M
	yesNo := 0
	for _, s := range steps {
		if s.Kind == event.CheckYesNo {
			yesNo++
		}
	}
	r := &checkRows{at: at, h: max(m.S(72), m.ButtonH()), gap: m.S(12), columns: 1, said: m.Label() * 3, columnGap: m.S(16)}
	over := func() float32 { // how much too high it is
		rows := (yesNo+r.columns-1)/r.columns + 1
		return float32(rows)*(r.h+r.gap) + r.said - at.H
	}
	if o := over(); o > 0 && !m.Portrait { // lower rows, and less room for what is said, rather than two columns
		high, said := r.h, r.said
		r.h = max(m.ButtonH(), r.h-o/float32(yesNo+1))
		r.said -= min(max(over(), 0), m.Label()*1.2)
		if over() > 0.5 {
			r.h, r.said = high, said
		}
	}
	if over() <= 0.5 {
		r.at.W = min(at.W, page.FieldWidth*max(1, m.U))
		return r
	}
	most := 3
	if m.Portrait {
		most = 2
	}
	for high := r.h; over() > 0 && r.columns < most; {
		r.columns++
		rows := (yesNo+r.columns-1)/r.columns + 1
		r.h, r.said = high, m.Label()*3
		if o := over(); o > 0 { // lower rows, down to what a finger hits, then less room for what is said
			r.h = max(m.ButtonH(), r.h-o/float32(rows))
			r.said -= min(max(over(), 0), m.Label()*1.6)
		}
	}
	if spare := -over(); spare > 0 && !m.Portrait { // for words on two lines
		r.h += min(spare/float32((yesNo+r.columns-1)/r.columns+1), m.S(22))
	}
	if o := over(); o > 0 && m.Portrait { // there is room above
		r.at.Y, r.at.H = at.Y-o, at.H+o
	}
	return r
}

// row returns the next whole row.
func (r *checkRows) row() (row page.Box) {
	r.waiting = nil
	row, r.at = r.at.Top(r.h)
	_, r.at = r.at.Top(r.gap)
	return row
}

// next returns the place of the next step.
func (r *checkRows) next() (at page.Box) {
	if len(r.waiting) == 0 {
		r.waiting = r.row().Columns(r.columns, r.columnGap)
	}
	at, r.waiting = r.waiting[0], r.waiting[1:]
	return at
}

// message returns the place of what is said below all steps.
func (r *checkRows) message() page.Box { return page.Box{X: r.at.X, Y: r.at.Y, W: r.at.W, H: r.said} }
