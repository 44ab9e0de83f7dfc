package desk

import (
	"cmp"
	"fmt"
	"image"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"matchbooth/assets/art"
	"matchbooth/data/entry"
	"matchbooth/data/record"
	"matchbooth/kiosk/event"
	"matchbooth/kiosk/session"
	"matchbooth/kiosk/takehome"
	"matchbooth/ui/desk/check"
	"matchbooth/ui/page"
	"matchbooth/ui/theme"
	"matchbooth/ui/touch"
	"matchbooth/ui/work/calls"
	"matchbooth/ui/work/people"
)

// fit sets a text in one line.
func (p *one) fit(s string, t touch.Type, w, h float32) touch.Paragraph {
	return touch.Fit([]touch.Span{{Text: s}}, t, w, h, 1)
}

// row is a flow with a card that can be touched: the whole row, though only a pill at its end looks like a button.
func (p *one) row(id string, high float32, width float32, pill string, do func(), draw func(in page.Box) []fyne.CanvasObject) page.Flow {
	return p.pilled(id, high, width, pill, false, do, draw)
}

// pilled is a row whose pill says that it is chosen, as everything that is chosen does: in ink, with a tick.
func (p *one) pilled(id string, high float32, width float32, pill string, chosen bool, do func(), draw func(in page.Box) []fyne.CanvasObject) page.Flow {
	m := p.M
	high = max(high, touch.Least)
	if pill != "" {
		high = max(high, touch.Least+page.TouchGap)
	}
	return page.Flow{Height: high, Draw: func(at page.Box) {
		line := canvas.NewRectangle(p.P.Line)
		page.Place(line, page.Box{X: 0, Y: high - 1, W: width, H: 1})
		objects := []fyne.CanvasObject{line}
		text := page.Box{W: width, H: high}
		if pill != "" {
			h := min(high-page.TouchGap, max(touch.Least, m.S(44)*m.Text))
			ink, ground, edge, tick := p.P.Ink, p.P.Card, p.P.Edge, float32(0)
			if chosen {
				ink, ground, edge, tick = p.P.Card, p.P.Ink, p.P.Ink, m.S(24)
			}
			t := p.fit(pill, p.Type(m.Small(), ink, true), width*0.3, h)
			w := widthOf(t) + m.S(34) + tick
			r := canvas.NewRectangle(ground)
			r.CornerRadius, r.StrokeColor, r.StrokeWidth = h/2, edge, 2
			page.Place(r, page.Box{X: width - w, Y: (high - h) / 2, W: w, H: h})
			objects = append(objects, r)
			if chosen {
				mark := touch.NewPicture(page.Icon(art.Check, ink))
				page.Place(mark, page.Box{X: width - w + m.S(14), Y: (high - m.S(20)) / 2, W: m.S(20), H: m.S(20)})
				objects = append(objects, mark)
			}
			objects = append(objects, t.Objects(width-w+m.S(17)+tick, (high-t.Height)/2)...)
			text.W -= w + m.S(12)
		}
		objects = append(objects, draw(text)...)
		if p.At == id {
			bar := canvas.NewRectangle(p.P.GoldOnLight())
			bar.CornerRadius = m.S(2)
			page.Place(bar, page.Box{Y: high - m.S(6), W: m.S(36), H: m.S(4)})
			objects = append(objects, bar)
		}
		st := p.StyleText()
		st.Radius = m.S(12)
		p.Put(touch.NewCard(id, st, do, nil, objects...), page.Box{X: at.X, Y: at.Y, W: width, H: high})
	}}
}

// valuesCard lists the answers, each with the way to correct it or to add it.
func (p *one) valuesCard(at page.Box) {
	m := p.M
	n := people.Ways(p.Pack, p.r)
	in := p.headed(at, p.Tx("desk.one.values"), "")
	dotted := m.S(19) * mostWays
	aside := p.fit(p.Tx("desk.one.ways", "N", n), p.Type(m.Small(), p.P.Soft, false), in.W*0.6-dotted, m.Label()*1.5)
	head := page.Box{X: in.X + in.W - dotted, Y: at.Y + m.S(14), W: dotted, H: m.Label() * 1.5}
	p.Lay(aside, head.X-m.S(10)-widthOf(aside), head.Y+(head.H-aside.Height)/2)
	for _, o := range p.ways(head, n) {
		p.Add(o)
	}
	label := in.W * 0.23
	var flows []page.Flow
	high := max(touch.Least, min(m.S(62)*m.Text, in.H/float32(max(1, len(p.Pack.Fields)))))
	for _, f := range p.Pack.Fields {
		v, has := p.r.Fields[f.ID]
		pill, value, t := p.Tx("desk.one.correct"), p.value(f, &v), p.Type(m.Label()*0.96, p.P.Ink, true)
		if !has {
			pill, value, t = p.Tx("desk.one.add"), p.Tx("desk.one.none"), p.Type(m.Label()*0.96, p.P.Soft, false)
		}
		name := p.label(f)
		flows = append(flows, p.row("desk.row."+f.ID, high, in.W, pill, func() { p.onCorrect(f) }, func(in page.Box) []fyne.CanvasObject {
			nt := p.Type(m.Small(), p.P.Soft, false)
			nt.Lead = 1.2
			l := touch.Fit([]touch.Span{{Text: name}}, nt, label-m.S(10), in.H, 2)
			return append(l.Objects(0, (in.H-l.Height)/2), p.lines(page.Box{X: label, W: in.W - label, H: in.H}, value, t)...)
		}))
	}
	p.rows(in, flows)
}

// rows stacks rows that can be touched, and has the one that the keys are at be seen.
func (p *one) rows(in page.Box, flows []page.Flow) {
	buttons, scrollers := len(p.Page.Buttons), len(p.Page.Scrollers)
	p.Stack(in, p.P.Card, flows...)
	at := slices.IndexFunc(p.Page.Buttons[buttons:], func(x *touch.Button) bool { return x.ID == p.At })
	for _, s := range p.Page.Scrollers[scrollers:] {
		if at >= 0 {
			top, high := page.HighOf(flows[:at]), flows[at].Height
			edge := max(0, min(p.M.S(24), (s.Size().Height-high)/2)) // where it fades
			s.ScrollIntoView(top-edge, top+high+edge)
		}
	}
}

// codeCard draws the number as a code that a volunteer's own phone dials.
func (p *one) codeCard(at page.Box) {
	m := p.M
	p.Card(at)
	in := at.Pad(m.S(18), m.S(14))
	var phone string
	for _, f := range p.Pack.Fields {
		if phone == "" && f.Kind == "phone" {
			phone = string(p.r.Fields[f.ID].Text)
		}
	}
	words, code := in.Bottom(m.Small() * 2.7)
	t := p.Type(m.Small(), p.P.Soft, false)
	t.Align, t.Lead = fyne.TextAlignCenter, 1.3
	mat, err := takehome.Encode(takehome.Tel(phone))
	if phone == "" || err != nil {
		p.TextFit(in, p.Tx("desk.one.nophone"), t, 3, 0.5)
		return
	}
	p.TextFit(words, p.Tx("desk.one.dial"), t, 2, 0.5)
	side := min(code.W, code.H)
	pal := theme.Colours(false) // dark on light in any contrast: decoders expect it
	p.Picture(code.Middle(side, side), func(w, h int) image.Image { return takehome.Draw(mat, min(w, h), pal.Ink, pal.Card) })
}

// checksCard says what has been checked, and by whom.
func (p *one) checksCard(at page.Box) {
	in := p.headed(at, p.Tx("desk.page.check"), "")
	p.Stack(in, p.P.Card, p.checksFlows(in.W)...)
}

// checksFlows are the steps of the check.
func (p *one) checksFlows(wide float32) (flows []page.Flow) {
	m := p.M
	d := m.S(26)
	t := p.Type(m.Label()*0.92, p.P.Ink, false)
	t.Lead = 1.2
	for _, s := range p.Pack.CheckList() {
		var by string
		yes, said := false, false
		for i := len(p.r.Checks) - 1; i >= 0 && !said; i-- {
			if yes, said = p.r.Checks[i].Answer(s.ID); said {
				by = p.r.Checks[i].Initials
			}
		}
		title := p.shortStep(s)
		if s.ID == event.CheckKit && p.r.Kit() != "" {
			title = p.r.Kit()
		}
		if said && !yes {
			title = p.Tx("desk.one.not", "What", title)
		}
		bt := p.fit(by, p.Type(m.Small(), p.P.Soft, false), wide*0.3, m.S(60))
		words := touch.Fit([]touch.Span{{Text: title}}, t, wide-d-m.S(14)-widthOf(bt)-m.S(8), m.S(64)*m.Text, 2)
		high := max(words.Height, d) + m.S(8)
		flows = append(flows, page.Flow{Height: high, Draw: func(at page.Box) {
			y := at.Y + (high-d)/2
			if yes {
				p.Rect(page.Box{X: at.X, Y: y, W: d, H: d}, p.P.Green, d/2)
				p.Picture(page.Box{X: at.X + d*0.2, Y: y + d*0.2, W: d * 0.6, H: d * 0.6}, page.Icon(art.Check, p.P.Card))
			} else {
				r := p.Rect(page.Box{X: at.X, Y: y, W: d, H: d}, p.P.Card, d/2)
				r.StrokeColor, r.StrokeWidth = p.P.Edge, 2
				if said {
					p.Picture(page.Box{X: at.X + d*0.22, Y: y + d*0.22, W: d * 0.56, H: d * 0.56}, page.Icon(art.Close, p.P.Red))
				}
			}
			p.Lay(words, at.X+d+m.S(14), at.Y+(high-words.Height)/2)
			p.Lay(bt, at.X+wide-widthOf(bt), at.Y+(high-bt.Height)/2)
		}})
	}
	return flows
}

// shortStep is a step of the check in a few words.
func (p *one) shortStep(s event.Check) string {
	switch s.ID {
	case record.StepRang, record.StepIdentity, record.StepKit, record.StepSample:
		if len(s.Title) == 0 {
			return p.Tx("desk.step." + s.ID)
		}
	}
	return check.StepTitle(p.B.B, s)
}

// consentsCard lists what the person agrees to; a row leads to the text as it was shown, and to withdrawing or giving it.
func (p *one) consentsCard(at page.Box) {
	m := p.M
	p.Card(at)
	in := at.Pad(m.S(24), m.S(8))
	p.rows(in, p.consentsFlows(in.W))
}

// consentsFlows are the consents.
func (p *one) consentsFlows(wide float32) (flows []page.Flow) {
	m := p.M
	consents := slices.Clone(p.Pack.Consents)
	slices.SortStableFunc(consents, func(a, b event.Consent) int { // what can be changed first
		return cmp.Compare(strings.Compare(a.Kind, "consent"), strings.Compare(b.Kind, "consent"))
	})
	for _, k := range consents {
		given := p.given(k.ID)
		said, pill := p.Tx("desk.one.no"), p.Tx("desk.one.agree")
		if given != nil {
			said, pill = p.Tx("desk.one.yes", "At", p.stamp(given.At)), p.Tx("desk.one.withdraw")
			if end := p.o.Ends[p.r.Person]; end.Consent == k.ID {
				said = p.Tx("desk.one.yesuntil", "At", p.stamp(given.At), "Day", p.dayOf(end.At))
			}
		}
		if given != nil && k.Kind == "notice" {
			said = p.Tx("desk.one.seen", "At", p.stamp(given.At))
		}
		if k.Kind == "notice" || k.Required {
			pill = p.Tx("desk.one.text")
		}
		title := p.consentTitle(k)
		flows = append(flows, p.row("desk.row.consent."+k.ID, m.S(60)*m.Text, wide, pill, func() { p.open(panelConsent, k.ID) }, func(in page.Box) []fyne.CanvasObject {
			tt := p.Type(m.Label()*0.92, p.P.Ink, true)
			tt.MaxFall, tt.Lead = fall(tt), 1.2
			t := touch.Fit([]touch.Span{{Text: title}}, tt, in.W, in.H*0.6, 2)
			s := p.fit(said, p.Type(m.Small()*0.95, p.P.Soft, false), in.W, in.H*0.4)
			y := (in.H - t.Height - s.Height) / 2
			return append(t.Objects(0, y), s.Objects(0, y+t.Height)...)
		}))
	}
	return flows
}

// given returns a consent in force, nil if there is none.
func (p *one) given(id string) *record.Consent {
	for i, c := range p.r.Consents {
		if c.ID == id {
			return &p.r.Consents[i]
		}
	}
	return nil
}

// consentTitle is what a consent is called in a list. A pack has only its sentence, which is long.
func (p *one) consentTitle(k event.Consent) string {
	switch {
	case k.Kind == "notice":
		return p.Tx("desk.consent.notice")
	case k.Handover:
		return p.Tx("desk.consent.handover")
	}
	s := p.In(k.Sentence)
	for _, mark := range []string{"，", "；", "。"} {
		if before, _, is := strings.Cut(s, mark); is {
			return before
		}
	}
	return strings.TrimSuffix(s, ".")
}

// dayOf is a day, of any year.
func (p *one) dayOf(at time.Time) string { return at.In(p.Now.Location()).Format(time.DateOnly) }

// stamp is a time on this page.
func (p *one) stamp(at time.Time) string {
	whole := at.Equal(p.r.At) && p.r.Source == record.SourcePaper // a paper form has its day alone
	at = at.In(p.Now.Location())
	if whole {
		return at.Format("01-02")
	}
	if at.Format(time.DateOnly) == p.Now.Format(time.DateOnly) {
		return at.Format("15:04")
	}
	return at.Format("01-02 15:04")
}

// historyCard says who did what and when, the newest at the end and marked.
func (p *one) historyCard(at page.Box) {
	aside := p.Tx("desk.one.history.line")
	switch end, is := p.o.Ends[p.r.Person]; {
	case is && end.Consent != "":
		aside = p.Tx("desk.one.untilagreed", "Day", p.dayOf(end.At))
	case is:
		aside = p.Tx("desk.one.until", "Day", p.dayOf(end.At))
	}
	in := p.headed(at, p.Tx("desk.one.history"), aside)
	before := len(p.Page.Scrollers)
	p.Stack(in, p.P.Card, p.historyFlows(in.W)...)
	for _, s := range p.Page.Scrollers[before:] {
		s.ScrollTo(s.Reach()) // the newest is what somebody looks for
	}
}

// historyHigh is how high the card of the history is that holds all of it.
func (p *one) historyHigh(w float32) float32 {
	return page.HighOf(p.historyFlows(w-2*p.M.S(24))) + p.headHigh()
}

// headHigh is how much higher a card with a heading is than what stands on it.
func (p *one) headHigh() float32 { return p.M.Label()*1.5 + p.M.S(2*14+4+8) }

// sideCards are the cards beside the answers. Where they cannot all be whole, they scroll together: one edge that goes on, in
// place of three cards of which each is cut.
func (p *one) sideCards(at page.Box) {
	m, gap := p.M, p.M.S(16)
	half := (at.W - gap) / 2
	top := page.HighOf(p.checksFlows(half-2*m.S(24))) + p.headHigh()
	consents := page.HighOf(p.consentsFlows(at.W-2*m.S(24))) + 2*m.S(8)
	history := p.historyHigh(at.W)
	if m.Text <= 1 { // in plain print every card shows what it is about
		high, rest := at.Top(at.H * 0.375)
		_, rest = rest.Top(gap)
		cols := high.Columns(2, gap)
		p.codeCard(cols[0])
		p.checksCard(cols[1])
		// Of the two below, the one that needs less gives the other what is left over.
		room := rest.H - gap
		share := min(max(room*0.46, room-history), consents)
		above, below := rest.Top(max(share, m.S(60)*m.Text))
		_, below = below.Top(gap)
		p.consentsCard(above)
		p.historyCard(below)
		return
	}
	edge := func(high float32, draw func(page.Box)) page.Flow { // the lines around cards must not be cut by what scrolls
		return page.Flow{Gap: gap, Height: high, Draw: func(at page.Box) { draw(at.Pad(3, 0)) }}
	}
	flows := []page.Flow{edge(top, func(at page.Box) {
		cols := at.Columns(2, gap)
		p.codeCard(cols[0])
		p.checksCard(cols[1])
	}), edge(consents, p.consentsCard), edge(history, p.historyCard)}
	flows[0].Gap = 3
	flows = append(flows, page.Flow{Height: 3, Draw: func(page.Box) {}})
	p.Stack(at, p.P.Paper, flows...)
}

// historyFlows are the lines of the history.
func (p *one) historyFlows(w float32) (flows []page.Flow) {
	m := p.M
	lines := p.history()
	t := p.Type(m.Small()*1.03, p.P.Ink, false)
	t.Lead = 1.35
	quiet := t
	quiet.Color = p.P.Soft
	d := m.S(13)
	stamp := touch.SetText("05-21 15:42", quiet, w)
	short := touch.SetText("15:42", quiet, w)
	wide := widthOf(short)
	for _, l := range lines {
		if len(l.at) > len("15:42") {
			wide = widthOf(stamp)
		}
	}
	x := d + m.S(12)
	for i, l := range lines {
		when := p.fit(l.at, quiet, wide+1, m.S(60))
		words := touch.SetText(l.text, t, w-x-wide-m.S(14))
		last := i == len(lines)-1
		flows = append(flows, page.Flow{Gap: m.S(4), Height: words.Height, Draw: func(at page.Box) {
			line := t.Size * t.Lead
			if !last {
				p.Rect(page.Box{X: at.X + d/2 - 1, Y: at.Y + line/2, W: 2, H: words.Height + m.S(4)}, p.P.Line, 0)
			}
			dot := canvas.NewCircle(p.P.Card)
			dot.StrokeColor, dot.StrokeWidth = p.P.Edge, 2
			if last && i > 0 {
				dot.FillColor, dot.StrokeColor = p.P.Gold, p.P.Ink
			}
			p.Put(dot, page.Box{X: at.X, Y: at.Y + (line-d)/2, W: d, H: d})
			p.Lay(when, at.X+x, at.Y)
			p.Lay(words, at.X+x+wide+m.S(14), at.Y)
		}})
	}
	return flows
}

// onCorrect opens a field to be corrected. Its value can be seen there, so that is noted first.
func (p *one) onCorrect(f event.Field) {
	p.Do(session.Touch)()
	p.show(func() { p.open(panelCorrect, f.ID) })
}

// line is one of the history.
type line struct{ at, text string }

// Format prints [redacted].
func (line) Format(f fmt.State, _ rune) { fmt.Fprint(f, record.Redacted) }

// history is what happened to a person, in order, a line each.
func (p *one) history() []line {
	begun := p.Tx("desk.one.began")
	if p.r.Source == record.SourcePaper {
		begun = p.Tx("desk.one.began.paper")
	}
	if s := p.Pack.Story(p.r.Story); s != nil {
		begun += p.Tx("punct.comma") + p.Tx("desk.one.story")
	}
	lines := []line{{p.stamp(p.r.At), begun}}
	for _, h := range p.r.History {
		lines = append(lines, line{p.stamp(h.At), strings.TrimSpace(h.By + " " + p.changed(h))})
	}
	return lines
}

// changed says what changed. Values are masked unless the person is shown.
func (p *one) changed(h record.Change) string {
	var said []string
	fields := slices.Clone(h.Fields)
	slices.SortFunc(fields, func(a, b record.FieldChange) int { return p.indexOf(a.ID) - p.indexOf(b.ID) })
	for _, c := range fields {
		f := p.Pack.Field(c.ID)
		if f == nil {
			continue
		}
		said = append(said, p.Tx("history.changed", "Name", p.label(*f), "Old", p.value(*f, c.Old), "New", p.value(*f, c.New)))
	}
	consent := func(id string) string {
		if k := p.Pack.Consent(id); k != nil {
			return p.consentTitle(*k)
		}
		return id
	}
	for _, k := range h.Given {
		said = append(said, p.Tx("desk.one.given", "What", consent(k.ID)))
	}
	for _, id := range h.Withdrawn {
		said = append(said, p.Tx("desk.one.withdrawn", "What", consent(id)))
	}
	if h.Check != nil {
		said = append(said, p.checked(*h.Check)...)
	}
	if c := h.Contact; c != nil {
		said = append(said, calls.ChannelIn(c.Channel, p.T)+p.Tx("punct.comma")+calls.OutcomeIn(c.Outcome, p.T))
		if c.Note != "" && p.Shown {
			said = append(said, string(c.Note))
		}
		if c.Next != "" {
			said = append(said, p.Tx("history.next", "Day", c.Next))
		}
	}
	if h.Join != nil {
		key, other := "history.join", h.Join.Into
		if h.Join.Undo {
			key = "history.parted"
		}
		if other == p.r.Person {
			other = h.Person
		}
		said = append(said, p.Tx(key, "Code", entry.CodeOf(other).String()))
	}
	if h.Reason != "" && p.Shown {
		said = append(said, string(h.Reason))
	}
	return strings.Join(said, p.Tx("punct.comma"))
}

// checked says what a volunteer checked.
func (p *one) checked(c record.Check) (said []string) {
	for _, s := range p.Pack.CheckList() {
		if yes, ok := c.Answer(s.ID); ok && s.ID != record.StepKit {
			title := p.shortStep(s)
			if !yes {
				title = p.Tx("desk.one.not", "What", title)
			}
			said = append(said, title)
		}
	}
	if c.Kit != "" {
		said = append(said, p.Tx("history.kit", "Kit", c.Kit))
	}
	return said
}
