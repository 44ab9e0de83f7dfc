package desk

import (
	"context"
	"errors"
	"fmt"
	"image"
	"io"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"matchbooth/assets/art"
	"matchbooth/data"
	"matchbooth/data/record"
	"matchbooth/kiosk/session"
	"matchbooth/ui/page"
	"matchbooth/ui/touch"
	"matchbooth/ui/work/changes"
	work "matchbooth/ui/work/session"
)

// one is the page of one person: what they left, what has been done, and all that can be changed. It is masked until
// somebody asks to see it, which is noted in the audit.
type one struct {
	*B
	o  *work.Opened
	at int // the place among what was opened
	r  record.Record
	*onePerson
	say  func(s string, wrong bool) // on a panel
	high page.Box                   // of a totem, above a panel
}

// The panels that lie over a person's page.
const (
	panelNone    panel = ""
	panelCorrect panel = "correct"
	panelConsent panel = "consent"
	panelJoin    panel = "join"
	panelErase   panel = "erase"
)

// personPage draws everything about the person whom the state names.
func (b *B) personPage() {
	o := b.Desk.Opened()
	b.Page.Forget = append(b.Page.Forget, b.Page.Empty)
	at := o.Place(b.State.DeskPerson)
	if at < 0 || o.List == nil {
		b.nobodyPage("")
		return
	}
	r := o.Records[at]
	if b.Kept.One.Person != r.Person {
		b.Kept.One = onePerson{Person: r.Person}
	}
	p := &one{B: b, o: o, at: at, r: r, onePerson: &b.Kept.One}
	b.railKeys(p.onKey)
	switch p.Panel {
	case panelCorrect:
		p.correctPanel()
	case panelConsent:
		p.consentPanel()
	case panelJoin:
		p.joinPanel()
	case panelErase:
		p.erasePanel()
	default:
		p.whole()
	}
}

// nobodyPage stands where the person has been erased meanwhile, here or at another booth, and says what came of what was being
// done for them.
func (b *B) nobodyPage(said string) {
	r := b.roomFor(b.Tx("desk.page.people"), "", true)
	b.Drawing(r.High, 1.6, func(w, h int, pal art.Palette) *image.RGBA { return art.LetGoArt(w, h, pal, 1) })
	if said == "" {
		said = b.Tx("desk.one.nobody")
	}
	b.Text(r.Low, said, b.Type(b.M.Body(), b.P.Ink, false))
	b.Main(r.Foot, "list", b.Tx("desk.one.back"), b.goTo(session.DeskPeople, ""))
	b.railKeys(func(k fyne.KeyName, _ rune) {
		if k == fyne.KeyEscape || k == fyne.KeyReturn || k == fyne.KeyEnter {
			b.goTo(session.DeskPeople, "")()
		}
	})
}

// onKey handles the keys that no field has got.
func (p *one) onKey(k fyne.KeyName, r rune) {
	switch {
	case k == fyne.KeyEscape && p.Panel == panelNone:
		p.goTo(session.DeskPeople, "")()
	case k == fyne.KeyEscape:
		p.close("")
	case r == ' ' && p.Panel == panelNone:
		p.onShow()
	case (k == fyne.KeyUp || k == fyne.KeyDown) && p.Panel == panelNone:
		p.step(k == fyne.KeyDown)
	case (k == fyne.KeyReturn || k == fyne.KeyEnter) && p.Panel == panelNone:
		for _, x := range p.Page.Buttons {
			if x.ID == p.At && p.At != "" {
				x.OnTap()
				return
			}
		}
	case (k == fyne.KeyReturn || k == fyne.KeyEnter) && p.Panel == panelErase && len(p.Page.Holds) > 0:
		p.Page.Holds[0].Press()
	case len(p.Page.Scrollers) > 0:
		p.Page.Scrollers[0].Key(k)
	}
}

// arrows are what the arrow keys go through: each answer, each consent, then the buttons below as they stand. The check is
// the last, so that one press of Up leads to it; what leads to erasing is never next to where the keys begin.
func (p *one) arrows() (out []string) {
	for _, x := range p.Page.Buttons {
		if strings.HasPrefix(x.ID, "desk.row.") {
			out = append(out, x.ID)
		}
	}
	for _, id := range []string{eraseID, "desk.one.join", "desk.one.copy", "desk.one.check"} {
		if slices.ContainsFunc(p.Page.Buttons, func(x *touch.Button) bool { return x.ID == id }) {
			out = append(out, id)
		}
	}
	return out
}

// step goes on to the next stop, or back to the one before.
func (p *one) step(on bool) {
	stops := p.arrows()
	if len(stops) == 0 {
		return
	}
	at := slices.Index(stops, p.At) + 1
	if !on {
		at = max(at-1, 0) + len(stops) - 1
	}
	p.At = stops[at%len(stops)]
	p.Do(session.Touch)()
	p.Redraw()
}

// open lays a panel over the page, about a field or a consent.
func (p *one) open(what panel, about string) {
	p.Panel, p.About, p.Typed, p.Chip, p.Said = what, about, map[string]record.Text{}, "", ""
	if what == panelErase && p.hasKeys() {
		p.kept().tab = eraseID // it has the same name there
	}
	p.Do(session.Touch)()
	p.Redraw()
}

// close takes the panel away. What was typed on it is gone; said is what came of it.
func (p *one) close(said string) {
	clear(p.Typed)
	p.Panel, p.About, p.Chip, p.Said = panelNone, "", "", said
	p.Do(session.Touch)()
	p.Redraw()
}

// onShow shows everything of this person, or masks it again.
func (p *one) onShow() {
	if p.Shown {
		p.Shown = false
		p.Redraw()
		return
	}
	p.show(func() { p.Redraw() })
}

// show notes in the audit that somebody looks, and goes on once it is noted.
func (p *one) show(then func()) {
	person, kept := p.r.Person, p.onePerson
	p.later(func() func() {
		err := p.Desk.Shown(context.Background(), person)
		return func() {
			switch {
			case kept.Person != person: // locked, or gone on to somebody else meanwhile
			case err != nil:
				kept.Said, kept.Wrong = p.Tx("desk.show.failed"), true
				p.Redraw()
			default:
				kept.Shown, kept.Said = true, ""
				then()
			}
		}
	})
}

// change makes a change and goes back to the page, or says why not where it was made.
func (p *one) change(done string, do func(ctx context.Context) error) {
	person, kept := p.r.Person, p.onePerson
	if kept.Busy {
		return
	}
	kept.Busy = true
	if p.say != nil {
		p.say(p.Tx("desk.one.saving"), false)
	}
	p.later(func() func() {
		err := do(context.Background())
		return func() {
			if kept.Person != person {
				p.moved()
				return
			}
			kept.Busy = false
			switch {
			case err != nil && p.say != nil:
				p.frame(err)
				p.say(p.refusal(err), true)
			case err != nil:
				kept.Said, kept.Wrong = p.refusal(err), true
				p.Redraw()
			default:
				kept.Wrong = false
				p.close(p.Tx(done))
			}
		}
	})
}

// moved draws the page that stands anew, where somebody has gone on before a change was written: what it was drawn from is
// emptied. A desk that was locked shows nothing of that.
func (p *one) moved() {
	if p.Current == nil || p.Current().AtDesk() {
		p.Redraw()
	}
}

// frame frames the fields that are refused, and no others.
func (p *one) frame(err error) {
	var refused changes.Refused
	errors.As(err, &refused)
	for _, f := range p.Page.Fields {
		f.SetWrong(slices.ContainsFunc(refused, func(x changes.Problem) bool { return x.About == f.ID }))
	}
}

// refusal says why a change was not made, and what to do.
func (p *one) refusal(err error) string {
	var refused changes.Refused
	switch {
	case errors.As(err, &refused):
		var said []string
		for _, x := range refused {
			said = append(said, p.T.With(x.Key, x.Args))
		}
		return strings.Join(slices.Compact(said), p.Tx("desk.one.and"))
	case errors.Is(err, data.ErrNobody):
		return p.Tx("desk.one.nobody")
	case errors.Is(err, work.ErrStale):
		return p.Tx("desk.one.stale")
	case errors.Is(err, work.ErrLeft):
		return p.Tx("desk.one.locked")
	}
	return p.Tx("desk.one.failed")
}

// header draws the row over the page: back, whose page it is, show, what is open, and the receipt code. On a totem only
// what is read, since no hand in a wheelchair reaches up there.
func (p *one) header() room {
	m := p.M
	name := string(p.r.Fields[p.nameID()].Text)
	if !p.Shown {
		name = masked("name", name)
	}
	if m.Portrait {
		r := p.roomFor(name, p.r.Code.String(), true)
		chips, _ := p.chips(r.Head, p.headChips())
		for _, o := range chips {
			p.Add(o)
		}
		return r
	}
	r := p.roomFor("", "", true)
	at := page.Box{X: r.Head.X - m.S(16), Y: r.Head.Y, W: r.Head.W + m.S(16), H: r.Head.H}
	p.Fixed(func() {
		back := p.StyleQuiet()
		back.Icon, back.IconSize, back.Fill = page.Icon(art.Back, p.P.Ink), m.S(20), p.P.Card
		label := p.Tx("desk.page.people")
		w := p.Width(label, back)
		box, rest := at.Left(w)
		p.Button(box, "desk.one.back", label, back, p.onBack)
		_, rest = rest.Left(m.S(20))
		show, label := p.StyleQuiet(), p.showText()
		show.Fill = p.P.Card
		sw := p.Width(label, show)
		t := p.Type(m.Heading(), p.P.Ink, true)
		t.MaxFall = 0.6
		var end float32
		for _, o := range p.Words(page.Box{X: rest.X, Y: rest.Y, W: rest.W * 0.34, H: rest.H}, name, t) {
			p.Add(o)
			end = max(end, o.Position().X+o.Size().Width)
		}
		_, rest = rest.Left(end - rest.X + m.S(20))
		if p.Panel == panelNone {
			box, rest = rest.Left(sw)
			p.Button(box, "desk.one.show", label, show, p.onShow)
		}
		ct := p.Type(m.Label(), p.P.Ink, true)
		code := touch.Fit([]touch.Span{{Text: p.r.Code.String()}}, ct, rest.W*0.3, rest.H, 1)
		cw := widthOf(code)
		p.Lay(code, rest.X+rest.W-cw, rest.Y+(rest.H-code.Height)/2)
		_, rest = rest.Left(m.S(16))
		rest.W -= cw + m.S(20)
		chips, wide := p.chips(page.Box{W: rest.W, H: rest.H}, p.headChips())
		for _, o := range chips {
			o.Move(o.Position().AddXY(rest.X+rest.W-wide, rest.Y))
			p.Add(o)
		}
	})
	return r
}

func (p *one) showText() string {
	if p.Shown {
		return p.Tx("desk.one.hide")
	}
	return p.Tx("desk.one.show")
}

// headChips are what is open, after what came of the last change.
func (p *one) headChips() []chip {
	list := p.chipsOf(p.o, p.at)
	if p.Said != "" {
		look := chipDone
		if p.Wrong {
			look = chipAlert
		}
		list = append([]chip{{p.Said, look}}, list...)
	}
	return list
}

// onBack closes the panel, else it leads to the list.
func (p *one) onBack() {
	if p.Panel != panelNone {
		p.close("")
		return
	}
	p.goTo(session.DeskPeople, "")()
}

func (p *one) nameID() string {
	for _, f := range p.Pack.Fields {
		if f.Kind == "name" {
			return f.ID
		}
	}
	return ""
}

// whole draws the page without a panel.
func (p *one) whole() {
	m := p.M
	r := p.header()
	gap := m.S(16)
	body := r.Body
	var more page.Box
	if m.Portrait {
		more, r.Low = r.Low.Bottom(m.ButtonH())
		_, r.Low = r.Low.Bottom(gap)
		// The history is as high as it has to be, and the code takes the rest: the larger, the easier it is scanned.
		history, high := r.High.Bottom(min(p.historyHigh(r.High.W), r.High.H*0.48))
		_, high = high.Bottom(gap)
		cols := high.Columns(2, gap)
		p.codeCard(cols[0])
		p.checksCard(cols[1])
		p.historyCard(history)
		left, right := r.Low.Left(r.Low.W*0.54 - gap/2)
		_, right = right.Left(gap)
		p.valuesCard(left)
		p.consentsCard(right)
	} else {
		left, right := body.Left(body.W*0.51 - gap/2)
		_, right = right.Left(gap)
		p.valuesCard(left)
		p.sideCards(right)
	}
	p.foot(r.Foot, more)
}

// action is a button of the foot.
type action struct {
	id, label string
	style     touch.Style
	do        func()
}

// foot draws the buttons below: what erases alone at the left, and the way on at the right. On a totem, where they are more,
// what is seldom needed is in a row of its own.
func (p *one) foot(at, more page.Box) {
	m := p.M
	erase := p.StyleQuiet()
	erase.Text, erase.Border, erase.Fill = p.P.Red, p.P.Red, p.P.Card
	quiet := p.StyleQuiet()
	quiet.Fill = p.P.Card
	var left, right []action
	if m.Portrait {
		left = append(left, action{"back", p.Tx("desk.page.people"), quiet, p.onBack}, action{"show", p.showText(), quiet, p.onShow})
	}
	left = append(left, action{"erase", p.Tx("desk.one.erase"), erase, func() { p.open(panelErase, "") }})
	seldom := []action{{"join", p.Tx("desk.one.join"), quiet, func() { p.open(panelJoin, "") }},
		{"copy", p.Tx("desk.one.copy"), quiet, p.goTo(session.DeskHandover, p.r.Person)}}
	if m.Portrait {
		p.actions(more, nil, seldom)
	} else {
		right = append(right, seldom...)
	}
	if p.inRail(session.DeskCheck) {
		main := p.StyleMain()
		main.TextSize, main.Pad = m.Label(), m.S(26)
		right = append(right, action{"check", p.Tx("desk.one.check"), main, p.goTo(session.DeskCheck, p.r.Person)})
	}
	p.actions(at, left, right)
}

// actions draws buttons from the left and from the right, all narrower where they would not fit.
func (p *one) actions(at page.Box, left, right []action) {
	gap := float32(page.TouchGap)
	var want float32
	for _, a := range slices.Concat(left, right) {
		want += p.Width(a.label, a.style) + gap
	}
	shrink := min(1, (at.W-gap*float32(len(left)+len(right)))/(want-gap*float32(len(left)+len(right))))
	h := p.M.ButtonH()
	put := func(x float32, a action) float32 {
		w := p.Width(a.label, a.style) * shrink
		box := page.Box{X: x, Y: at.Y + (at.H-h)/2, W: w, H: h}
		p.Button(box, "desk.one."+a.id, a.label, a.style, a.do)
		if p.At == "desk.one."+a.id {
			p.keysAt(box)
		}
		return w + gap
	}
	x := at.X
	for _, a := range left {
		x += put(x, a)
	}
	x = at.X + at.W
	for _, a := range slices.Backward(right) {
		w := p.Width(a.label, a.style) * shrink
		x -= w
		put(x, a)
		x -= gap
	}
}

// inRail reports whether a page can be gone to.
func (b *B) inRail(page session.DeskPage) bool {
	return slices.ContainsFunc(b.rail(), func(e railEntry) bool { return e.page == page })
}

// Format prints [redacted].
func (one) Format(f fmt.State, _ rune) { io.WriteString(f, record.Redacted) }

// headed draws a card with a heading and a quiet word at its right, and returns what is left of it.
func (p *one) headed(at page.Box, title, aside string) page.Box {
	m := p.M
	p.Card(at)
	in := at.Pad(m.S(24), m.S(14))
	head, in := in.Top(m.Label() * 1.5)
	t := p.fit(title, p.Type(m.Label(), p.P.Ink, true), head.W*0.6, head.H)
	p.Lay(t, head.X, head.Y+(head.H-t.Height)/2)
	if room := head.W - widthOf(t) - m.S(16); aside != "" && room > m.S(60) {
		st := p.Type(m.Small(), p.P.Soft, false)
		q := p.fit(aside, st, room, head.H)
		p.Lay(q, head.X+head.W-widthOf(q), head.Y+(head.H-q.Height)/2)
	}
	_, in = in.Top(m.S(4))
	return in
}

// indexOf is where a field stands in the form.
func (p *one) indexOf(id string) int {
	for i, f := range p.Pack.Fields {
		if f.ID == id {
			return i
		}
	}
	return len(p.Pack.Fields)
}
