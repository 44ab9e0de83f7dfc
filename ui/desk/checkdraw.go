package desk

import (
	"fmt"
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"matchbooth/assets/art"
	"matchbooth/kiosk/event"
	"matchbooth/kiosk/session"
	"matchbooth/ui/desk/check"
	"matchbooth/ui/page"
	"matchbooth/ui/touch"
	"matchbooth/ui/work/changes"
)

// draw lays the page out: the queue at the left and one person at the right; on a totem what is read above, and what is
// touched within reach.
func (p *checkPage) draw(r room) {
	m := p.M
	if m.Portrait {
		p.drawTall(r)
		return
	}
	queue, one := r.Body.Left(m.S(280) * (1 + (m.Text-1)/2))
	_, one = one.Left(m.S(16))
	p.drawQueue(queue)
	foot, card := one.Bottom(m.MainH())
	_, card = card.Bottom(m.S(16))
	p.drawFoot(foot)
	p.Card(card)
	in := card.Pad(m.S(28), m.S(14))
	head, in := in.Top(max(m.ButtonH(), m.S(64)) + m.S(4))
	w := p.Width(p.Tx("desk.show"), p.StyleSmall())
	p.who(page.Box{X: head.X, Y: head.Y, W: head.W - w - m.S(16), H: head.H})
	p.showing(page.Box{X: head.X + head.W - w, Y: head.Y + (head.H-m.ButtonH())/2, W: w, H: m.ButtonH()}, p.r.Person)
	p.Rect(page.Box{X: head.X, Y: head.Y + head.H + m.S(4), W: head.W, H: 1.5}, p.P.Line, 0)
	_, in = in.Top(m.S(16))
	p.stepsIn(in)
}

// who names the person and their receipt code.
func (p *checkPage) who(at page.Box) {
	m := p.M
	code := p.Type(m.Label(), p.P.Ink, true)
	code.Align = fyne.TextAlignTrailing
	p.Hiding(at, func(in page.Box) {
		p.inLine(page.Box{W: in.W * 0.58, H: in.H}, p.nameOf(p.r), p.Type(m.Heading(), p.P.Ink, true))
		p.TextFit(page.Box{X: in.W * 0.6, W: in.W * 0.4, H: in.H}, p.r.Code.String(), code, 1, 0.5)
	})
}

// drawTall is the page on a totem.
func (p *checkPage) drawTall(r room) {
	m := p.M
	if p.open.ID != event.CheckRang { // without the code there is less to read: the card stands by its answers
		r.High, _ = r.High.Bottom(min(r.High.H, m.S(28*2+64+28)+m.S(150)*m.Text+m.Label()*2.8))
	}
	p.Card(r.High)
	in := r.High.Inset(m.S(28))
	head, in := in.Top(m.S(64))
	p.who(head)
	p.Rect(page.Box{X: head.X, Y: head.Y + head.H + m.S(8), W: head.W, H: 1.5}, p.P.Line, 0)
	_, in = in.Top(m.S(28))
	beside := p.inHand() // below the question it would be too small for a phone to read
	if beside && p.open.ID == event.CheckRang {
		d := min(in.H, in.W*0.42)
		var code page.Box
		code, in = in.Right(d)
		_, in = in.Right(m.S(16))
		p.phone(page.Box{X: code.X, Y: code.Y, W: d, H: d})
	}
	_, in = in.Top(p.questions(page.Box{X: in.X, Y: in.Y, W: in.W, H: m.S(130) * m.Text}) + m.S(20))
	said, in := in.Bottom(m.Label() * 2.8)
	p.saying(said)
	_, in = in.Bottom(m.S(12))
	if d := min(in.W, in.H, m.S(360)); !beside && p.open.ID == event.CheckRang {
		p.phone(in.Middle(d, d))
	}
	low := r.Low
	foot, low := low.Bottom(m.MainH())
	_, low = low.Bottom(m.S(16))
	p.drawFoot(foot)
	row, low := low.Top(m.ButtonH())
	_, low = low.Top(m.S(16))
	w := p.Width(p.Tx("desk.show"), p.StyleSmall())
	show, row := row.Right(w)
	p.showing(show, p.r.Person)
	p.strip(row)
	row, low = low.Top(m.ButtonH())
	p.answers(row)
	_, low = low.Top(m.S(16))
	p.drawQueue(low)
}

// drawQueue lists who waits, each masked.
func (p *checkPage) drawQueue(at page.Box) {
	m := p.M
	o := p.Desk.Opened()
	p.Rows(at, page.RowList{N: len(p.queue), Chosen: p.at, High: m.S(74) * m.Text, Choose: p.choose,
		Row: func(i int, in page.Box) []fyne.CanvasObject {
			r := o.Records[p.queue[i]]
			name, under := page.Box{X: in.X, Y: in.Y + in.H*0.1, W: in.W, H: in.H * 0.46}, page.Box{X: in.X, Y: in.Y + in.H*0.54, W: in.W, H: in.H * 0.36}
			if m.Portrait {
				name, under = page.Box{X: in.X, W: in.W * 0.5, H: in.H}, page.Box{X: in.X + in.W*0.5, W: in.W * 0.5, H: in.H}
			}
			words := p.sourceOf(r)
			if p.kept().check.later[r.Person] {
				words += " · " + p.Tx("desk.check.putoff")
			}
			shown := p.kept().unmasked
			p.kept().unmasked = "" // the queue is read by whoever waits: only the person in front is shown in full
			defer func() { p.kept().unmasked = shown }()
			return append(p.Words(name, p.nameOf(r), p.Type(m.Label(), p.P.Ink, true)), p.Words(under, words, p.Type(m.Small(), p.P.Soft, false))...)
		}})
}

// drawFoot draws what puts off, what was saved last, and the button that saves: it says what is missing until nothing is.
func (p *checkPage) drawFoot(at page.Box) {
	m := p.M
	label := p.Tx("desk.check.done")
	n := p.missing()
	switch {
	case p.c.wrong != "": // the one thing to do is what the sentence in red says
		n, label = n+1, p.Tx("desk.check.kit.first")
	case n > 0:
		label = p.Tx("desk.check.missing", "N", n)
	}
	st := p.StyleMain()
	st.Ground = p.P.Paper
	w := max(p.Width(label, st), m.S(200))
	if n > 0 || !p.fresh() {
		st.Fill, st.Text = p.P.Line, p.P.Soft
		if p.State.Contrast { // lines are as dark as text there
			st.Fill, st.Text, st.Border, st.BorderWidth = p.P.Card, p.P.Ink, p.P.Edge, 2
		}
	}
	right, at := at.Right(min(w, at.W*0.6))
	main := p.Button(right, "desk.check.done", label, st, p.onDone)
	main.SetDisabled(n > 0 || !p.fresh())
	st = p.StyleQuiet()
	w = p.Width(p.Tx("desk.check.later"), st)
	left, at := at.Left(w)
	left = page.Box{X: left.X, Y: left.Y + (left.H-m.ButtonH())/2, W: left.W, H: m.ButtonH()}
	p.Button(left, "desk.check.later", p.Tx("desk.check.later"), st, p.onLater)
	if words := p.kept().check.said; words != "" {
		p.Footnote(at.Pad(m.S(20), 0), words)
		return
	}
	p.KeyHints(at.Pad(m.S(20), 0), p.Tx("desk.check.keys"), 2)
}

// stepsIn draws the steps one below the other, the open one with its answers; where they are too many for that, the others
// are a row of signs above it.
func (p *checkPage) stepsIn(at page.Box) {
	m := p.M
	closed := max(56, m.S(62)*m.Text)
	open := min(at.H-float32(len(p.steps)-1)*closed, m.S(260)*m.Text)
	if open < m.S(190)*m.Text {
		row, rest := at.Top(m.ButtonH())
		p.strip(row)
		_, rest = rest.Top(m.S(14))
		p.openStep(rest)
		return
	}
	for i, s := range p.steps {
		h := closed
		if s.ID == p.open.ID {
			h = open
		}
		var row page.Box
		row, at = at.Top(h)
		if i < len(p.steps)-1 { // the thread from step to step
			d := p.signSide()
			y := row.Y + closed/2 + d/2
			if s.ID == p.open.ID {
				y = row.Y + d
			}
			p.Rect(page.Box{X: row.X + d/2 - 1.5, Y: y, W: 3, H: row.Y + row.H - y + (closed-d)/2}, p.P.Line, 0)
		}
		if s.ID == p.open.ID {
			sign, rest := row.Left(p.signSide() + m.S(18))
			p.Put(p.sign(i, s), page.Box{X: sign.X, Y: sign.Y, W: p.signSide(), H: p.signSide()})
			p.openStep(rest)
			continue
		}
		p.closedStep(row, i, s)
	}
}

func (p *checkPage) signSide() float32 { return max(p.M.S(44), 36) }

// sign is a step's number in a ring, or a tick once it is answered. A no is a line: it is an answer, and no tick.
func (p *checkPage) sign(i int, s event.Check) fyne.CanvasObject {
	h := touch.NewHolder()
	h.Fill(p.signObjects(i, s, page.Box{W: p.signSide(), H: p.signSide()})...)
	return h
}

func (p *checkPage) signObjects(i int, s event.Check, at page.Box) []fyne.CanvasObject {
	m := p.M
	yes, said := p.answer(s)
	ring := canvas.NewCircle(p.P.Card)
	ring.StrokeColor, ring.StrokeWidth = p.P.Edge, 2
	page.Place(ring, at)
	draw := art.Check
	switch {
	case s.Kind == event.CheckScan && p.c.wrong != "":
		ring.StrokeColor, ring.StrokeWidth = p.P.Red, 3
		pic := touch.NewPicture(page.Icon(art.Warning, p.P.Red))
		page.Place(pic, page.Box{X: at.X + at.W*0.24, Y: at.Y + at.H*0.22, W: at.W * 0.52, H: at.H * 0.52})
		return []fyne.CanvasObject{ring, pic}
	case said && yes:
		ring.FillColor, ring.StrokeColor = p.P.Green, p.P.Green
	case said:
		draw = art.Minus
		ring.FillColor, ring.StrokeColor = p.P.Ink, p.P.Ink
	default:
		if s.ID == p.open.ID {
			ring.StrokeColor, ring.StrokeWidth = p.P.Ink, 3
		}
		t := p.Type(m.Label(), p.P.Ink, s.ID == p.open.ID)
		n := touch.Fit([]touch.Span{{Text: fmt.Sprint(i + 1)}}, t, at.W, at.H, 1)
		return append([]fyne.CanvasObject{ring}, n.Objects(at.X+(at.W-widthOf(n))/2, at.Y+(at.H-n.Height)/2)...)
	}
	tick := touch.NewPicture(page.Icon(draw, p.P.Card))
	page.Place(tick, page.Box{X: at.X + at.W*0.27, Y: at.Y + at.H*0.27, W: at.W * 0.46, H: at.H * 0.46})
	return []fyne.CanvasObject{ring, tick}
}

// closedStep is a step that a tap opens.
func (p *checkPage) closedStep(row page.Box, i int, s event.Check) {
	m := p.M
	d := p.signSide()
	objects := p.signObjects(i, s, page.Box{Y: (row.H - d) / 2, W: d, H: d})
	words := p.Words(page.Box{X: d + m.S(18), W: (row.W-d)*0.6 - m.S(18), H: row.H}, p.question(s), p.Type(m.Label(), p.P.Ink, true))
	right := page.Box{X: d + (row.W-d)*0.6, W: (row.W - d) * 0.4, H: row.H}
	t := p.Type(m.Label()*0.92, p.P.Soft, false)
	answer := touch.Fit([]touch.Span{{Text: p.answered(s)}}, t, right.W-m.S(12), right.H, 1)
	objects = append(append(objects, words...), answer.Objects(right.X+right.W-widthOf(answer)-m.S(8), (right.H-answer.Height)/2)...)
	st := p.StyleText()
	st.Radius = m.S(16)
	p.Put(touch.NewCard("desk.row.step."+s.ID, st, func() { p.c.step = s.ID; p.again() }, nil, objects...), row)
}

// strip is the steps as a row of signs.
func (p *checkPage) strip(row page.Box) {
	side := p.M.ButtonH()
	gap := min(p.M.S(20), (row.W-float32(len(p.steps))*side)/float32(max(1, len(p.steps)-1)))
	for i, s := range p.steps {
		at := page.Box{X: row.X + float32(i)*(side+gap), Y: row.Y, W: side, H: side}
		st := touch.Style{Fill: color.Transparent, Pressed: p.P.Line, Radius: side / 2}
		if s.ID == p.open.ID {
			st.Border, st.BorderWidth = p.P.Ink, 3
		}
		d := side - 12
		p.Put(touch.NewCard("desk.row.step."+s.ID, st, func() { p.c.step = s.ID; p.again() }, nil, p.signObjects(i, s, page.Box{X: 6, Y: 6, W: d, H: d})...), at)
	}
}

// openStep draws the step that is asked now.
func (p *checkPage) openStep(at page.Box) {
	m := p.M
	if p.open.ID == event.CheckRang {
		d := min(at.H-m.S(10), m.S(190), at.W*0.36)
		if d >= m.S(110) {
			p.phone(page.Box{X: at.X + at.W - d, Y: at.Y, W: d, H: d})
			at.W -= d + m.S(20)
		}
	}
	_, words := at.Bottom(m.ButtonH() + m.S(8))
	h := min(p.questions(words)+m.S(12), words.H)
	row, rest := page.Box{X: at.X, Y: at.Y + h, W: at.W, H: at.H - h}.Top(m.ButtonH())
	p.answers(row)
	_, rest = rest.Top(m.S(8))
	p.saying(rest)
}

// questions draws what is asked, and what to look at; it returns how high that is.
func (p *checkPage) questions(at page.Box) float32 {
	m := p.M
	h := p.TextFit(page.Box{X: at.X, Y: at.Y, W: at.W, H: at.H * 0.5}, p.question(p.open), p.Type(m.Body(), p.P.Ink, true), 1, 0)
	help := p.In(p.open.Help)
	if p.open.ID == event.CheckRang {
		help = p.Tx("desk.check.call")
	}
	if help != "" && at.H-h > m.Label() {
		h += p.TextFit(page.Box{X: at.X, Y: at.Y + h, W: at.W, H: at.H - h}, help, p.Type(m.Label()*0.92, p.P.Ink, false), 2, 0)
	}
	return h
}

// phone is the code that calls the person, with the number below it while they are shown in full.
func (p *checkPage) phone(at page.Box) { p.phoneCode(at, p.ownPhone(p.r)) }

// saying is the line that says why something was not taken.
func (p *checkPage) saying(at page.Box) {
	p.say = p.Message(at)
	yes, said := p.answer(p.open)
	switch {
	case p.c.wrong != "" && p.open.Kind == event.CheckScan:
		p.say(p.c.wrong, true)
	case p.open.ID == event.CheckRang && said && !yes:
		p.say(p.Tx("desk.check.silent"), false)
	}
}

// answers draws the buttons of the open step.
func (p *checkPage) answers(row page.Box) {
	yes, said := p.answer(p.open)
	var list []reply
	switch id := p.open.ID; {
	case p.open.Kind == event.CheckScan:
		p.kitField(row)
		return
	case id == event.CheckRang:
		list = []reply{{"yes", p.Tx("desk.check.rang.yes"), said && yes, func() { p.onAnswer(true) }}, {"no", p.Tx("desk.check.rang.no"), said && !yes, func() { p.onAnswer(false) }}}
	case id == event.CheckIdentity:
		list = []reply{{"yes", p.Tx("desk.check.identity.yes"), said && yes, func() { p.onAnswer(true) }}, {"no", p.Tx("desk.check.identity.no"), said && !yes, func() { p.onAnswer(false) }}}
	default:
		list = []reply{{"yes", p.Tx("desk.check.yes"), said && yes, func() { p.onAnswer(true) }}, {"no", p.Tx("desk.check.no"), said && !yes, func() { p.onAnswer(false) }}}
	}
	if p.one && (p.open.ID == event.CheckRang || p.open.ID == event.CheckIdentity) {
		list = append(list, reply{"correct", p.Tx("desk.correct"), false, func() { p.turnTo(session.DeskOne, p.r.Person) }})
	}
	if !p.open.Required && !said {
		list = append(list, reply{"skip", p.Tx("desk.check.skip"), false, p.onSkip})
	}
	p.choices(row, "desk.check.", list)
}

// kitField is where the kit's barcode goes: scanned, or typed where the scanner has died.
func (p *checkPage) kitField(row page.Box) {
	m := p.M
	label := p.Tx("desk.check.nokit")
	do := p.onSkip
	switch {
	case p.c.second != "":
		second := p.c.second
		label, do = p.Tx("desk.check.replace"), func() { p.takeKit(second, true) }
	case p.open.Required:
		label = ""
	}
	if label != "" {
		var right page.Box
		w := p.Width(label, p.StyleSmall())
		right, row = row.Right(min(w, row.W*0.45))
		_, row = row.Right(max(m.S(12), page.TouchGap))
		p.Button(right, "desk.check.kit.skip", label, p.StyleSmall(), do)
	}
	f := p.Field(row, "kit", "latin", p.c.kit, p.c.wrong != "", nil)
	f.Placeholder, f.MaxRunes = p.Tx("desk.check.scan"), changes.MostKit
	f.OnSubmit = func() {
		if f.Text() == p.c.kit { // Enter once more: as anywhere else on the page
			p.onDone()
			return
		}
		p.onScan(f.Text())
	}
	f.Refresh()
}

// question is a step as a question to the volunteer.
func (p *checkPage) question(s event.Check) string {
	if len(s.Title) == 0 {
		switch s.ID {
		case event.CheckRang:
			return p.Tx("desk.check.rang")
		case event.CheckIdentity:
			return p.Tx("desk.check.identity")
		case event.CheckKit:
			return p.Tx("desk.check.kit")
		case event.CheckSample:
			return p.Tx("desk.check.sample")
		}
	}
	return check.StepTitle(p.B.B, s)
}

// answered says what was answered to a step.
func (p *checkPage) answered(s event.Check) string {
	yes, said := p.answer(s)
	switch {
	case !said && !s.Required:
		return p.Tx("desk.check.optional")
	case !said:
		return ""
	case s.Kind == event.CheckScan:
		kit := p.c.kit
		if kit == "" {
			kit = p.r.Kit()
		}
		return tail(kit)
	}
	word := map[bool]string{true: "yes", false: "no"}[yes]
	switch s.ID {
	case event.CheckRang, event.CheckIdentity:
		return p.Tx("desk.check." + s.ID + "." + word)
	}
	return p.Tx("desk.check." + word)
}

// tail is the end of a barcode, which is what people compare.
func tail(kit string) string {
	if r := []rune(kit); len(r) > 6 {
		return "…" + string(r[len(r)-6:])
	}
	return kit
}
