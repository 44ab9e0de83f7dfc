package desk

import (
	"context"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"matchbooth/data/record"
	"matchbooth/kiosk/event"
	"matchbooth/kiosk/session"
	"matchbooth/ui/page"
	"matchbooth/ui/touch"
)

// panelRoom draws the header and the card of a panel, with a heading, and returns what is left on it and the foot. need is how high
// what stands on the card is, by its width: the card is no higher than that beside a rail, and the foot stands right below it; nil:
// it takes all the room.
func (p *one) panelRoom(title string, need func(w float32) float32) (in, foot page.Box) {
	m := p.M
	r := p.header()
	at := r.Low
	if m.Portrait && p.Panel != panelConsent {
		high := min(p.historyHigh(r.High.W), r.High.H)
		history, rest := r.High.Bottom(high)
		if p.Panel == panelErase { // all that is touched is in the foot: what will be erased takes the rest
			history, rest = r.High.Top(high)
			at = page.Box{X: at.X, Y: rest.Y + m.S(16), W: at.W, H: at.Y + at.H - rest.Y - m.S(16)}
		}
		p.historyCard(history)
	}
	var beside page.Box // what will be erased, next to what erasing means
	if !m.Portrait && p.Panel == panelErase {
		at, beside = at.Left(at.W * 0.6)
		_, beside = beside.Left(m.S(16))
	}
	p.high = r.High
	inner := at.Pad(m.S(32), m.S(20))
	t := touch.Fit([]touch.Span{{Text: title}}, p.Type(m.Lead(), p.P.Ink, true), inner.W, m.Lead()*3, 2)
	under, saying, gap := m.S(12), m.Label()*2.7, m.S(8)
	if need != nil && !m.Portrait {
		want := t.Height + under + need(inner.W) + gap + saying + 2*m.S(20) + 2
		if beside.W > 0 {
			want = max(want, p.historyHigh(beside.W))
		}
		if cut := at.H - max(want, at.H*0.5); cut > 0 {
			at.H -= cut
			r.Foot.Y -= cut
		}
	}
	if beside.W > 0 {
		beside.H = min(at.H, p.historyHigh(beside.W))
		p.historyCard(beside)
	}
	p.Card(at)
	in = at.Pad(m.S(32), m.S(20))
	p.Lay(t, in.X, in.Y)
	_, in = in.Top(t.Height + under)
	said, in := in.Bottom(saying)
	if p.Panel == panelConsent && !m.Portrait { // the text beside it needs the room
		_, said = said.Left(in.W*consentShare + m.S(36))
	}
	p.say = p.Message(said)
	_, in = in.Bottom(gap)
	return in, r.Foot
}

// panelFoot draws the way back and the way on; without a way on there is only the way back.
func (p *one) panelFoot(foot page.Box, label string, do func()) {
	quiet := p.StyleQuiet()
	quiet.Fill = p.P.Card
	var right []action
	if label != "" {
		main := p.StyleMain()
		main.TextSize = p.M.Label()
		right = append(right, action{"save", label, main, do})
	}
	p.actions(foot, []action{{"cancel", p.cancelText(), quiet, func() { p.close("") }}}, right)
}

// cancelText is the way back from a panel, in words of what is then not done.
func (p *one) cancelText() string {
	switch p.Panel {
	case panelJoin, panelErase:
		return p.Tx("desk." + string(p.Panel) + ".cancel")
	}
	return p.Tx("desk.one.cancel")
}

// reasons are the usual ones; they are kept as their words.
var reasons = map[panel][]string{panelCorrect: {"misspelt", "new", "said"}, panelConsent: {"said", "mind", "called"}}

// reasonFlows asks why: a few usual reasons, or one's own words.
func (p *one) reasonFlows(w float32) []page.Flow {
	m := p.M
	var options []touch.Option
	for _, id := range reasons[p.Panel] {
		options = append(options, touch.Option{ID: id, Text: p.Tx("desk.reason." + id)})
	}
	c := p.choice("desk.reason", options, p.Chip, func(id string) { p.Chip = id })
	high := c.HeightFor(w)
	box := max(m.S(60)*(1+(m.Text-1)/2), touch.Least)
	return []page.Flow{
		p.Para(m.S(16), p.Tx("desk.one.why"), p.Type(m.Label(), p.P.Ink, true), w),
		{Gap: m.S(6), Height: high, Draw: func(at page.Box) { p.Pick(c, page.Box{X: at.X, Y: at.Y, W: w, H: high}) }},
		{Gap: m.S(12), Height: box, Draw: func(at page.Box) {
			f := p.Field(page.Box{X: at.X, Y: at.Y, W: min(w, page.FieldWidth), H: box}, "reason", "", string(p.Typed["reason"]), false, func(s string) { p.Typed["reason"] = record.Text(s) })
			f.Placeholder, f.MaxRunes = p.Tx("desk.one.why.own"), 200
			f.OnSubmit = nil
			f.Refresh()
		}},
	}
}

// reason is what reasonFlows were answered with.
func (p *one) reason() string {
	own := strings.TrimSpace(string(p.Typed["reason"]))
	if p.Chip == "" {
		return own
	}
	chip := p.Tx("desk.reason." + p.Chip)
	if own == "" {
		return chip
	}
	return chip + p.Tx("punct.comma") + own
}

// choice is a row of chips of which one can be chosen.
func (b *B) choice(id string, options []touch.Option, chosen string, pick func(string)) *touch.Choice {
	m := b.M
	off := b.StyleQuiet()
	off.Fill, off.Pad, off.TextSize, off.Bold = b.P.Card, m.S(20), m.Label(), false
	on := off
	on.Fill, on.Text, on.Border, on.Pressed = b.P.Ink, b.P.Paper, b.P.Ink, b.P.Soft
	c := touch.NewChoice(id, options, chosen, touch.ChoiceStyle{Off: off, On: on, High: m.ButtonH(), Wide: m.S(80), Gap: m.S(12)})
	c.OnChange = func(id string) {
		b.Do(session.Touch)()
		pick(id)
	}
	return c
}

// correctPanel asks for an answer anew.
func (p *one) correctPanel() {
	f := p.Pack.Field(p.About)
	if f == nil {
		p.Panel = panelNone
		p.whole()
		return
	}
	set := func(w float32) []page.Flow { return append(p.answerFlows(*f, w), p.reasonFlows(w)...) }
	in, foot := p.panelRoom(p.Tx("desk.one.correct.title", "What", p.label(*f)), func(w float32) float32 {
		flows := set(w)
		return page.HighOf(flows) + 3*p.M.S(mostSpread)
	})
	p.Stack(in, p.P.Card, spread(set(in.W), in.H, p.M.S(mostSpread))...)
	p.Page.Picks = true
	p.Page.Raise = f.Kind != "choice" && !p.State.Duty.Desk // a desk alone is on a computer with keys of its own
	save := func() { p.onSave(*f) }
	for _, x := range p.Page.Fields {
		x.OnSubmit = save
	}
	p.panelFoot(foot, p.Tx("desk.one.save"), save)
}

// typed returns what stands in a column of a field: what was typed, else what is kept.
func (p *one) typed(column, kept string) string {
	if s, ok := p.Typed[column]; ok {
		return string(s)
	}
	p.Typed[column] = record.Text(kept)
	return kept
}

// answerFlows are the fields in which an answer is typed or chosen.
func (p *one) answerFlows(f event.Field, w float32) []page.Flow {
	m := p.M
	box := max(m.S(64)*(1+(m.Text-1)/2), touch.Least)
	v := p.r.Fields[f.ID]
	field := func(at page.Box, column, kind, kept, hint string) {
		t := p.Field(at, column, kind, p.typed(column, kept), false, func(s string) { p.Typed[column] = record.Text(s) })
		t.Placeholder = hint
		t.Refresh()
	}
	chips := func(column, kept string) page.Flow {
		var options []touch.Option
		for _, o := range f.Options {
			options = append(options, touch.Option{ID: o.ID, Text: p.In(o.Label)})
		}
		c := p.choice("desk.answer", options, p.typed(column, kept), func(id string) { p.Typed[column] = record.Text(id) })
		high := c.HeightFor(w)
		return page.Flow{Height: high, Draw: func(at page.Box) { p.Pick(c, page.Box{X: at.X, Y: at.Y, W: w, H: high}) }}
	}
	switch f.Kind {
	case "choice":
		return []page.Flow{chips(f.ID, string(v.Text))}
	case "person":
		var was record.Person
		if v.Person != nil {
			was = *v.Person
		}
		relation := chips(f.ID+"_relation", was.Relation)
		relation.Gap = m.S(14)
		return []page.Flow{{Height: box, Draw: func(at page.Box) {
			cols := page.Box{X: at.X, Y: at.Y, W: w, H: box}.Columns(2, m.S(14))
			field(cols[0], f.ID+"_name", "name", string(was.Name), p.Tx("form.person.name"))
			field(cols[1], f.ID+"_phone", "phone", string(was.Phone), p.Tx("form.person.phone"))
		}}, relation}
	}
	kind, hint := page.InputOf(f), ""
	switch {
	case kind == "month":
		kind, hint = "latin", "2029-06"
	case kind == "date":
		kind, hint = "latin", "2001-09-30"
	case kind == "resident_id":
		kind = "latin"
	}
	return []page.Flow{{Height: box, Draw: func(at page.Box) {
		field(page.Box{X: at.X, Y: at.Y, W: min(w, page.FieldWidth), H: box}, f.ID, kind, string(v.Text), hint)
	}}}
}

// onSave writes the correction. What is refused is said where it was typed.
func (p *one) onSave(f event.Field) {
	set := map[string]string{}
	for column, s := range p.Typed {
		if column != "reason" {
			set[column] = string(s)
		}
	}
	reason := p.reason()
	p.change("desk.one.corrected", func(ctx context.Context) error { return p.Desk.Correct(ctx, p.r.Person, set, reason) })
}

// consentShare is the part of a card's width that a consent's text has beside what is asked.
const consentShare = 0.54

// consentPanel shows the text as the person was shown it, and takes what they say about it now.
func (p *one) consentPanel() {
	k := p.Pack.Consent(p.About)
	if k == nil {
		p.Panel = panelNone
		p.whole()
		return
	}
	m := p.M
	given := p.given(k.ID)
	in, foot := p.panelRoom(p.consentTitle(*k), nil)
	lang, note, shown := p.Lang, p.Tx("desk.consent.now"), k
	if given != nil {
		lang = event.Lang(given.Lang)
		note = p.Tx("desk.consent.shown", "At", p.stamp(given.At))
		switch was := p.Pack.ConsentOf(k.ID, given.Lang, given.SHA256); {
		case was == nil:
			note = p.Tx("desk.consent.changed", "At", p.stamp(given.At))
		case given.SHA256 != k.SHA256(given.Lang):
			note, shown = p.Tx("desk.consent.earlier", "At", p.stamp(given.At)), was
		}
	}
	changeable := k.Kind != "notice" && !k.Required
	text, ask := in, page.Box{}
	switch {
	case m.Portrait: // what is read is above what a hand reaches
		p.Card(p.high)
		text, ask = p.high.Pad(m.S(32), m.S(24)), in
	case changeable:
		text, ask = in.Left(in.W * consentShare)
		_, ask = ask.Left(m.S(36))
		text.H += m.S(8) + m.Label()*2.7
	}
	w := text.W - m.S(20)
	flows := []page.Flow{p.Para(0, note, p.Type(m.Small(), p.P.Soft, false), w), p.Para(m.S(10), shown.Sentence.In(lang), p.Type(m.Body(), p.P.Ink, true), w)}
	red := p.P.Red
	p.P.Red = p.P.Ink // what is strong in a consent warns of nothing
	body := p.Markdown(shown.Body.In(lang), w)
	p.P.Red = red
	if len(body) > 0 {
		body[0].Gap = m.S(14)
	}
	p.Stack(page.Box{X: text.X, Y: text.Y, W: w, H: text.H}, p.P.Card, append(flows, body...)...)
	if !changeable {
		p.say(p.Tx("desk.consent.fixed"), false)
		p.panelFoot(foot, "", nil)
		return
	}
	p.Stack(ask, p.P.Card, p.reasonFlows(ask.W)...)
	p.Page.Picks = true
	label, save := p.Tx("desk.consent.give"), func() { p.onConsent([]string{k.ID}, nil) }
	if given != nil {
		label, save = p.Tx("desk.consent.withdraw"), func() { p.onConsent(nil, []string{k.ID}) }
	}
	for _, x := range p.Page.Fields {
		x.OnSubmit = save
	}
	p.panelFoot(foot, label, save)
}

func (p *one) onConsent(give, withdraw []string) {
	done, reason, spoken := "desk.consent.given", p.reason(), string(event.Told(p.Lang))
	if len(withdraw) > 0 {
		done = "desk.consent.withdrawn"
	}
	p.change(done, func(ctx context.Context) error {
		return p.Desk.Consent(ctx, p.r.Person, give, withdraw, reason, spoken)
	})
}

// eraseID is the button that leads to the panel, and what has to be held there.
const eraseID = "desk.one.erase"

// erasePanel says what erasing reaches, and has a button to hold.
func (p *one) erasePanel() {
	m := p.M
	set := func(w float32) []page.Flow {
		t := p.Type(m.Body(), p.P.Ink, false)
		flows := []page.Flow{p.Para(0, p.Tx("desk.erase.here"), t, w)}
		if len(p.r.Joined) > 0 {
			flows = append(flows, p.Para(m.S(12), p.Tx("desk.erase.joined", "N", len(p.r.Joined)+1), t, w))
		}
		return append(flows, p.Para(m.S(12), p.Tx("desk.erase.given"), t, w), p.Para(m.S(12), p.Tx("desk.erase.never"), p.Type(m.Body(), p.P.Ink, true), w))
	}
	in, foot := p.panelRoom(p.Tx("desk.erase.title"), func(w float32) float32 { return page.HighOf(set(w)) + 2*m.S(mostSpread) })
	p.Stack(in, p.P.Card, spread(set(in.W), in.H, m.S(mostSpread))...)
	quiet := p.StyleQuiet()
	quiet.Fill = p.P.Card
	p.actions(foot, nil, []action{{"cancel", p.cancelText(), quiet, func() { p.close("") }}})
	h := m.ButtonH()
	p.Hold(page.Box{X: foot.X, Y: foot.Y + (foot.H-h)/2, W: min(foot.W*0.5, m.S(320)*m.Text), H: h}, eraseID, p.Tx("desk.erase.hold"), p.onErase)
	if p.hasKeys() {
		p.say(p.Tx("desk.erase.keys"), false)
	}
}

// onErase forgets the person, and goes back to the list.
func (p *one) onErase() {
	person, kept := p.r.Person, p.Kept
	if kept.One.Busy {
		return
	}
	kept.One.Busy = true
	p.say(p.Tx("desk.one.saving"), false)
	p.later(func() func() {
		err := p.Desk.Erase(context.Background(), person)
		return func() {
			if kept.One.Person != person {
				p.moved()
				return
			}
			kept.One.Busy = false
			switch {
			case err != nil:
				p.say(p.refusal(err), true)
			default:
				kept.One = onePerson{}
				kept.Erased = true
				p.goTo(session.DeskPeople, "")()
			}
		}
	})
}

// mostOthers is how many people are offered to be joined: whoever is not among them is found by another letter.
const mostOthers = 6

// joinPanel looks for the other sign-up of the same person, and joins both. What was joined before can be parted here.
func (p *one) joinPanel() {
	m := p.M
	box := max(m.S(64)*(1+(m.Text-1)/2), touch.Least)
	in, foot := p.panelRoom(p.Tx("desk.join.title"), func(w float32) float32 { return box + m.S(10) + page.HighOf(p.otherFlows(w)) })
	search, in := in.Top(box)
	_, in = in.Top(m.S(10))
	f := p.Field(page.Box{X: search.X, Y: search.Y, W: min(search.W, page.FieldWidth), H: box}, "desk.other", "latin", string(p.Typed["other"]), false, func(s string) {
		if p.Typed["other"] = record.Text(s); p.About != "" {
			p.About = ""
		}
		if !p.Busy {
			p.Redraw()
		}
	})
	f.Placeholder = p.Tx("desk.join.search")
	f.OnSubmit = p.onJoin
	f.Refresh()
	p.Page.Picks = true
	p.Stack(in, p.P.Card, p.otherFlows(in.W)...)
	if p.About == "" {
		p.panelFoot(foot, "", nil)
		return
	}
	p.panelFoot(foot, p.Tx("desk.join.do"), p.onJoin)
}

// otherFlows are who may be meant, and what was joined before.
func (p *one) otherFlows(w float32) []page.Flow {
	m := p.M
	var flows []page.Flow
	for _, at := range p.others() {
		flows = append(flows, p.other(at, w))
	}
	if len(flows) == 0 {
		words := p.Tx("desk.join.none")
		if p.Typed["other"] == "" {
			words = p.Tx("desk.join.begin")
		}
		flows = append(flows, p.Para(m.S(8), words, p.Type(m.Label(), p.P.Soft, false), w))
	}
	for i, code := range p.r.Joined {
		part := p.r.Parts[i]
		flows = append(flows, p.row("desk.row.part."+part, m.S(60)*m.Text, w, p.Tx("desk.join.part"), func() { p.onPart(part) }, func(in page.Box) []fyne.CanvasObject {
			t := p.fit(p.Tx("desk.join.joined", "Code", code.String()), p.Type(m.Label(), p.P.Ink, false), in.W, in.H)
			return t.Objects(0, (in.H-t.Height)/2)
		}))
	}
	return flows
}

// others are the places of who may be meant: whom the search finds, and before anything is typed whom the program takes
// for the same person.
func (p *one) others() (list []int) {
	text := strings.TrimSpace(string(p.Typed["other"]))
	if text == "" {
		for _, d := range p.o.List.DoublesOf(p.at) {
			for _, at := range d.People {
				if at != p.at && !slices.Contains(list, at) {
					list = append(list, at)
				}
			}
		}
	} else {
		for _, h := range p.o.List.Find(text, "") {
			if h.At != p.at {
				list = append(list, h.At)
			}
		}
	}
	return list[:min(len(list), mostOthers)]
}

// other is somebody to be chosen; who is has a tick.
func (p *one) other(at int, w float32) page.Flow {
	m := p.M
	r := p.o.List.Record(at)
	name, phone := "", ""
	for _, f := range p.Pack.Fields {
		switch {
		case f.Kind == "name" && name == "":
			name = masked("name", string(r.Fields[f.ID].Text))
		case f.Kind == "phone" && phone == "":
			phone = masked("phone", string(r.Fields[f.ID].Text))
		}
	}
	chosen := p.About == r.Person
	pill := p.Tx("desk.join.choose")
	if chosen {
		pill = p.Tx("desk.join.chosen")
	}
	var why []string
	for _, d := range p.o.List.DoublesOf(at) {
		if slices.Contains(d.People, p.at) {
			for _, w := range d.Why {
				why = append(why, p.Tx("desk.why."+w))
			}
		}
	}
	return p.pilled("desk.row.other."+r.Person, m.S(60)*m.Text, w, pill, chosen, func() {
		p.About = r.Person
		p.Redraw()
	}, func(in page.Box) (out []fyne.CanvasObject) {
		t, q := p.Type(m.Label(), p.P.Ink, chosen), p.Type(m.Small(), p.P.Soft, false)
		put := func(from, to float32, s string, t touch.Type) {
			out = append(out, p.hidden(page.Box{X: from * in.W, W: (to-from)*in.W - m.S(10), H: in.H}, s, t)...)
		}
		put(0, 0.14, name, t)
		put(0.14, 0.4, phone, t)
		put(0.4, 0.66, r.Code.String(), t)
		put(0.66, 1, strings.Join(slices.Compact(why), p.Tx("punct.comma")), q)
		return out
	})
}

// onJoin joins the one who was chosen; with exactly one found, Enter chooses.
func (p *one) onJoin() {
	if p.About == "" {
		if list := p.others(); len(list) == 1 {
			p.About = p.o.List.Record(list[0]).Person
			p.Redraw()
		}
		return
	}
	other := p.About
	p.change("desk.join.done", func(ctx context.Context) error { return p.Desk.Join(ctx, p.r.Person, other) })
}

// onPart takes a join back.
func (p *one) onPart(part string) {
	p.change("desk.join.parted", func(ctx context.Context) error { return p.Desk.Part(ctx, p.r.Person, part) })
}
