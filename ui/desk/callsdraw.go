package desk

import (
	"fyne.io/fyne/v2"

	"matchbooth/assets/art"
	"matchbooth/data/record"
	"matchbooth/kiosk/session"
	"matchbooth/ui/page"
	"matchbooth/ui/touch"
	"matchbooth/ui/work/calls"
)

// draw lays the page out: the list, in which the open person's row has everything that a call needs. On a totem that is
// read above, and touched within reach.
func (p *callsPage) draw(r room) {
	m := p.M
	if need := 4*m.ButtonH() + m.S(50); m.Portrait && r.Low.H < need { // a small window: what is read gives way
		lack := need - r.Low.H
		r.High.H, r.Low.Y, r.Low.H = r.High.H-lack, r.Low.Y-lack, need
	}
	foot, low := r.Low.Bottom(m.ButtonH())
	_, low = low.Bottom(m.S(14))
	p.drawFoot(foot)
	l := page.RowList{N: len(p.list), Chosen: p.at, High: m.S(58) * m.Text, Choose: p.choose, Row: p.row}
	if !m.Portrait {
		if chips := p.plans(); len(chips) > 2 {
			p.Fixed(func() { p.pills(p.toRight(r.Head, chips), "desk.calls.plan.", chips) })
		}
		l.Opened = 4*m.ButtonH() + 3*page.TouchGap + m.S(12)
		l.Inside = p.inside
		if l.Opened+max(l.High, 56)+m.ButtonH()+page.TouchGap+m.S(20) > low.H {
			p.alone(low, l)
			return
		}
		p.Rows(low, l)
		return
	}
	// The card is as high as the code and the words beside it.
	r.High, _ = r.High.Bottom(min(r.High.H, m.S(2*32+56+20)+max((r.High.W-m.S(64))*0.46, m.Body()*12)))
	p.Card(r.High)
	c := p.list[p.at]
	var row page.Box
	above := r.High.Inset(m.S(32))
	row, low = low.Top(m.ButtonH())
	_, low = low.Top(m.S(12))
	alone := low.H-2*m.ButtonH()-m.S(24) < max(l.High, 56)+m.ButtonH()+page.TouchGap+m.S(20)
	if alone { // no room for the others: two buttons lead to them
		var turn page.Box
		turn, row = row.Right(2*m.ButtonH() + 2*page.TouchGap)
		_, row = row.Right(page.TouchGap)
		p.Turning(turn, l, p.at, p.at+1)
	}
	p.waysRow(row)
	grid, low := low.Top(2*m.ButtonH() + m.S(12))
	_, low = low.Top(m.S(12))
	p.outcomes(grid, c, 4)
	if !alone {
		p.Rows(low, l)
	}
	p.tall(above)
}

// row is one person of the list, masked unless shown in full.
func (p *callsPage) row(i int, in page.Box) []fyne.CanvasObject {
	m := p.M
	c := p.list[i]
	way := p.Tx("calls.noway")
	if w, ok := c.Best(); ok {
		shown := p.kept().unmasked
		p.kept().unmasked = "" // in full only where the row opens
		way = p.wayOf(c.Person, w)
		p.kept().unmasked = shown
	}
	last := p.Type(m.Small(), p.P.Soft, false)
	if p.isPending(c) {
		last = p.Type(m.Small(), p.P.Green, true)
	}
	shown := p.kept().unmasked
	p.kept().unmasked = ""
	name := p.nameOf(p.record(c))
	p.kept().unmasked = shown
	cols := []struct {
		from, to float32
		s        string
		t        touch.Type
	}{
		{0, 0.14, name, p.Type(m.Label(), p.P.Ink, true)}, {0.14, 0.38, c.For(p.T), p.Type(m.Label()*0.95, p.P.Ink, false)},
		{0.38, 0.68, way, p.Type(m.Label()*0.95, p.P.Ink, false)}, {0.68, 0.95, p.lastOf(c), last},
	}
	if m.Portrait {
		cols[0].to, cols[1].from, cols[1].to, cols[2].from, cols[2].to, cols[3].from = 0.16, 0.16, 0.38, 0.38, 0.7, 0.71
	}
	var objects []fyne.CanvasObject
	for _, x := range cols {
		objects = append(objects, p.Words(page.Box{X: in.X + x.from*in.W, W: (x.to-x.from)*in.W - m.S(12), H: in.H}, x.s, x.t)...)
	}
	if i == p.at {
		return objects
	}
	d := m.S(18)
	arrow := touch.NewPicture(page.Icon(art.Next, p.P.Soft))
	page.Place(arrow, page.Box{X: in.X + in.W - d, Y: (in.H - d) / 2, W: d, H: d})
	return append(objects, arrow)
}

// alone is the open person without the others, where a window is too low for both: two buttons lead on and back.
func (p *callsPage) alone(at page.Box, l page.RowList) {
	m := p.M
	p.Card(at)
	in := at.Pad(m.S(20), m.S(12))
	words, grid := in.Left(in.W * 0.46)
	_, grid = grid.Left(m.S(20))
	row, words := words.Bottom(m.ButtonH())
	_, words = words.Bottom(page.TouchGap)
	turn, words := words.Bottom(m.ButtonH())
	_, words = words.Bottom(m.S(8))
	p.text(words, p.list[p.at])
	p.Turning(turn, l, p.at, p.at+1)
	p.waysRow(row)
	p.outcomes(grid, p.list[p.at], 3)
}

// inside is what the open row shows: the code to call with, what to say, and an answer for each outcome.
func (p *callsPage) inside(in page.Box) {
	m := p.M
	c := p.list[p.at]
	in.H -= m.S(12)
	words, grid := in.Left(in.W * 0.53)
	_, grid = grid.Left(m.S(20))
	if p.way.Channel == record.ChannelCall {
		d := min(in.H-m.S(8), m.S(216), words.W*0.42)
		p.phoneCode(page.Box{X: words.X, Y: words.Y, W: d, H: d}, string(p.way.Value))
		_, words = words.Left(d + m.S(20))
	}
	row, text := words.Bottom(m.ButtonH())
	_, text = text.Bottom(m.S(8))
	p.text(text, c)
	p.waysRow(row)
	p.outcomes(grid, c, 2)
}

// tall is what a totem shows of the open person, out of reach.
func (p *callsPage) tall(in page.Box) {
	m := p.M
	c := p.list[p.at]
	head, in := in.Top(m.S(56))
	p.Hiding(head, func(in page.Box) {
		p.inLine(in, p.nameOf(p.record(c)), p.Type(m.Heading(), p.P.Ink, true))
	})
	_, in = in.Top(m.S(20))
	d := min(in.W*0.46, in.H)
	if p.way.Channel == record.ChannelCall {
		p.phoneCode(page.Box{X: in.X, Y: in.Y, W: d, H: d}, string(p.way.Value))
		_, in = in.Left(d + m.S(28))
	}
	p.text(in, c)
}

// text is the number, and what to say.
func (p *callsPage) text(at page.Box, c calls.Call) {
	m := p.M
	number := p.Tx("desk.calls.noway")
	if len(p.ways) > 0 {
		number = p.wayOf(c.Person, p.way)
	}
	if p.kept().unmasked == c.Person && !m.Portrait {
		number = p.nameOf(p.record(c)) + " · " + number
	}
	size, high := m.Label(), m.Label()*1.6
	if m.Portrait {
		size, high = m.Body(), m.Body()*2
	}
	p.Hiding(at, func(in page.Box) {
		h := high
		if len(p.ways) == 0 {
			h = p.TextFit(page.Box{W: in.W, H: in.H}, number, p.Type(size, p.P.Ink, true), 3, 0)
		} else {
			for _, o := range p.Words(page.Box{W: in.W, H: high}, number, p.Type(size, p.P.Ink, true)) {
				p.Add(o)
			}
		}
		say := c.Say
		if say == "" && len(p.ways) > 0 {
			say = p.Tx("desk.calls.asked")
		}
		if say == "" || len(p.ways) == 0 {
			return
		}
		h += m.S(6)
		left := in.H - h
		note := touch.SetText(p.Tx("desk.calls.rule"), p.Type(m.Small(), p.P.Soft, false), in.W)
		said := touch.Fit([]touch.Span{{Text: say}}, p.Type(size, p.P.Ink, false), in.W, left, 6)
		p.Lay(said, 0, h)
		if said.Height+note.Height+m.S(8) <= left {
			p.Lay(note, 0, h+said.Height+m.S(8))
		}
	})
}

// waysRow draws the ways that are left, and what shows the person in full.
func (p *callsPage) waysRow(row page.Box) {
	c := p.list[p.at]
	shown := p.kept().unmasked == c.Person
	label := p.Tx("desk.show")
	if shown {
		label = p.Tx("desk.mask")
	}
	list := []reply{{"show", label, false, p.onShow}}
	if len(p.ways) > 1 {
		for _, w := range p.ways {
			list = append(list, reply{"way." + w.Channel, calls.ChannelIn(w.Channel, p.T), w.Channel == p.way.Channel, func() {
				p.kept().calls.way = w.Channel
				p.again()
			}})
		}
	}
	if p.one {
		list = append(list, reply{"person", p.Tx("desk.correct"), false, func() { p.turnTo(session.DeskOne, c.Person) }})
	}
	p.pills(row, "desk.calls.", list)
}

// outcomes are the answers: one tap each. The one that is hoped for is the page's red action.
func (p *callsPage) outcomes(at page.Box, c calls.Call, columns int) {
	m := p.M
	if len(p.ways) == 0 {
		return // there is nothing that could have come of a call; the number is to be corrected
	}
	gap := max(page.TouchGap, m.S(12))
	n := len(record.Outcomes)
	rows := (n + 1 + columns - 1) / columns // the first is twice as wide
	h := min((at.H-gap*float32(rows-1))/float32(rows), m.S(64)*m.Text)
	h = max(h, 56)
	w := (at.W - gap*float32(columns-1)) / float32(columns)
	for i, outcome := range record.Outcomes {
		cell := i + 1
		box := page.Box{X: at.X + float32(cell%columns)*(w+gap), Y: at.Y + float32(cell/columns)*(h+gap), W: w, H: h}
		st := p.StyleQuiet()
		st.Fill, st.Pad = p.P.Card, m.S(10)
		if i == 0 {
			st = p.StyleMain()
			st.TextSize = m.Label()
			box.X, box.W = at.X, 2*w+gap
		}
		btn := p.answer(box, outcome, st, p.isPending(c))
		btn.SetDisabled(p.isPending(c))
	}
}

// answer draws the button of an outcome, in two lines where one is too narrow for its words.
func (p *callsPage) answer(at page.Box, outcome string, st touch.Style, pending bool) *touch.Button {
	id, label, do := "desk.calls.as."+outcome, p.Tx("desk.as."+outcome), func() { p.onOutcome(outcome) }
	if p.Width(label, st) <= at.W {
		return p.Button(at, id, label, st, do)
	}
	t := p.Type(st.TextSize, p.P.Ink, st.Bold)
	if t.Color = st.Text; pending {
		t.Color = p.P.Soft
	}
	t.Align, t.Lead = fyne.TextAlignCenter, 1.1
	in := at.W - 2*min(st.Pad, 8)
	words := touch.Fit([]touch.Span{{Text: label}}, t, in, at.H-8, 2)
	btn := touch.NewCard(id, st, do, nil, words.Objects((at.W-in)/2, (at.H-words.Height)/2)...)
	p.Put(btn, at)
	return btn
}

// plans are the chips that list one planned contact alone, with how many are due for it.
func (p *callsPage) plans() (list []reply) {
	due := p.Desk.Opened().Due
	k := &p.kept().calls
	add := func(id, name string) {
		n := 0
		for _, c := range due {
			if id == "" || c.Plan.ID == id {
				n++
			}
		}
		if n == 0 {
			return
		}
		list = append(list, reply{id, p.Tx("desk.chip", "Name", name, "N", n), k.plan == id, func() {
			k.plan, k.way, k.said = id, "", ""
			p.again()
		}})
	}
	add("", p.Tx("desk.calls.all"))
	for _, plan := range p.Pack.Contacts {
		add(plan.ID, p.In(plan.Title))
	}
	return list
}

// drawFoot says what was tapped last, and takes it back; else what came of the one before, or the keys.
func (p *callsPage) drawFoot(at page.Box) {
	m := p.M
	k := p.kept().calls
	w := k.pending
	if w == nil {
		more := p.callsMore()
		pages, words := p.toRight(at, more), at
		_, words = at.Right(pages.W + m.S(20))
		if k.said != "" && words.W < m.S(240) {
			words = at // what was said comes first, where there is no room for both
		} else {
			p.pills(pages, "desk.calls.to.", more)
		}
		at = words
		switch {
		case k.said != "":
			t := p.Type(m.Label(), p.P.Ink, k.wrong)
			if k.wrong {
				t.Color = p.P.Red
			}
			p.TextFit(at, k.said, t, 2, 0.5)
		default:
			p.footOrCut(at)
		}
		return
	}
	st := p.StyleEqual()
	st.TextSize = m.Label()
	label := p.Tx("desk.calls.takeback")
	width := max(p.Width(label, st), m.S(140))
	btn, words := at.Right(width)
	btn = page.Box{X: btn.X, Y: btn.Y + (btn.H-m.ButtonH())/2, W: btn.W, H: m.ButtonH()}
	_, words = words.Right(m.S(20))
	p.Button(btn, "desk.calls.takeback", label, st, p.onTakeBack)
	outcome := calls.OutcomeIn(w.said.Outcome, p.T)
	words = page.Box{X: words.X, Y: words.Y + max(0, words.H-m.Label()*1.5)/2, W: words.W, H: words.H}
	say := p.Message(words)
	p.pendingLives(func(seconds int) {
		say(p.Tx("desk.calls.willbe", "Who", w.name, "Outcome", outcome, "Seconds", seconds), false)
	})
}

// footOrCut names the plan that comes only after people will have been erased, if there is one; else the keys.
func (p *callsPage) footOrCut(at page.Box) {
	m := p.M
	keys := touch.NewHolder()
	p.Put(keys, at)
	if !m.Portrait { // a totem has no keyboard
		keys.Fill(p.Collect(func() { p.KeyHints(page.Box{W: at.W, H: at.H}, p.Tx("desk.calls.keys"), 2) })...)
	}
	o := p.Desk.Opened()
	if o == nil {
		return
	}
	for _, cut := range calls.Cut(p.Pack, o.Records, o.Ends, p.Now.Location()) {
		words := p.Tx("desk.calls.cut", "N", cut.People, "Plan", p.In(cut.Plan.Title), "Days", cut.Days)
		keys.Fill(p.Collect(func() {
			p.TextFit(page.Box{W: at.W, H: at.H}, words, p.Type(m.Label()*0.95, p.P.Ink, true), 2, 0.5)
		})...)
		return
	}
}
