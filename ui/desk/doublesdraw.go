package desk

import (
	"fmt"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"matchbooth/data/record"
	"matchbooth/kiosk/event"
	"matchbooth/kiosk/form"
	"matchbooth/kiosk/session"
	"matchbooth/ui/page"
	"matchbooth/ui/touch"
	"matchbooth/ui/work/people"
)

// draw lays the page out: what is to be looked at, at the left, and one of it at the right; on a totem below and above.
func (p *doublesPage) draw(r room) {
	m := p.M
	d := p.list[p.at]
	if m.Portrait {
		r.High, _ = r.High.Bottom(min(r.High.H, p.readHigh(d)))
		p.Card(r.High)
		low := r.Low
		foot, low := low.Top(m.MainH())
		_, low = low.Top(m.S(16))
		if d.kits == nil && p.pair == nil { // who is picked has to be within reach
			p.pairOrWords(r.High.Inset(m.S(28)), d)
			var many page.Box
			many, low = low.Top(low.H * 0.56)
			_, low = low.Top(m.S(16))
			p.many(many, d)
		} else {
			p.pairOrWords(r.High.Inset(m.S(28)), d)
		}
		p.foot(foot, d)
		p.groups(low)
		return
	}
	list, one := r.Body.Left(m.S(300) * (1 + (m.Text-1)/2))
	_, one = one.Left(m.S(16))
	rows := float32(len(p.list))*m.S(84)*m.Text + 2*m.S(10)
	foot, card := one.Bottom(m.MainH())
	_, card = card.Bottom(m.S(16))
	if d.kits != nil { // as high as its words, and the foot right below it
		high := max(p.readHigh(d), m.S(300), min(rows, list.H)-m.MainH()-m.S(16))
		foot.Y -= max(0, card.H-high)
		card.H = min(card.H, high)
		list.H = min(list.H, max(rows, card.H))
	}
	p.groups(list)
	if d.kits == nil && p.pair == nil {
		words, rest := card.Top(m.Label() * 3.4)
		p.pairOrWords(words, d)
		p.many(rest, d)
	} else {
		p.Card(card)
		p.pairOrWords(card.Pad(m.S(28), m.S(18)), d)
	}
	p.foot(foot, d)
}

// readHigh is how high the card of a totem is at most that says what is to be looked at.
func (p *doublesPage) readHigh(d double) float32 {
	m := p.M
	switch {
	case p.pair != nil:
		return m.H
	case d.kits != nil:
		lines := float32(6)
		if !m.Portrait {
			lines = 3.5
		}
		return m.S(2*28+26) + m.Heading()*1.6 + m.Label()*lines + m.S(56)*m.Text*float32(len(d.people))
	}
	return m.S(2*28) + m.Label()*6
}

// groups lists what is to be looked at, with why in words.
func (p *doublesPage) groups(at page.Box) {
	m := p.M
	l := p.Desk.Opened().List
	high := m.S(84) * m.Text
	if m.Portrait {
		high = m.S(58) * m.Text
	}
	p.Rows(at, page.RowList{N: len(p.list), Chosen: p.at, High: high, Choose: p.choose,
		Row: func(i int, in page.Box) []fyne.CanvasObject {
			d := p.list[i]
			var names []string
			for _, at := range d.people {
				names = append(names, p.maskedName(l.Record(at)))
			}
			who := strings.Join(names, "  ")
			if len(names) > 2 {
				who = p.Tx("desk.doubles.many", "N", len(names))
			}
			top, under := page.Box{X: in.X, Y: in.H * 0.12, W: in.W, H: in.H * 0.44}, page.Box{X: in.X, Y: in.H * 0.54, W: in.W, H: in.H * 0.36}
			if m.Portrait {
				top, under = page.Box{X: in.X, W: in.W * 0.4, H: in.H}, page.Box{X: in.X + in.W*0.42, W: in.W * 0.58, H: in.H}
			}
			return append(p.Words(top, who, p.Type(m.Label(), p.P.Ink, true)), p.Words(under, p.why(d), p.Type(m.Small(), p.P.Soft, false))...)
		}})
}

// why says in words why they may be one person, or what is wrong with a kit.
func (p *doublesPage) why(d double) string {
	if d.kits != nil {
		if len(d.people) == 1 {
			return p.Tx("desk.doubles.kits")
		}
		return p.Tx("desk.doubles.kit")
	}
	var words []string
	for _, w := range d.why {
		words = append(words, p.Tx("desk.why."+w))
	}
	return strings.Join(words, p.Tx("desk.and"))
}

// maskedName is a name that is never shown in full.
func (b *B) maskedName(r record.Record) string {
	shown := b.kept().unmasked
	b.kept().unmasked = ""
	defer func() { b.kept().unmasked = shown }()
	return b.nameOf(r)
}

// pairOrWords draws two people side by side, or says what to do with a group or a kit.
func (p *doublesPage) pairOrWords(in page.Box, d double) {
	m := p.M
	switch {
	case p.pair != nil:
		p.Hiding(in, p.sideBySide)
	case d.kits != nil:
		h := p.TextFit(page.Box{X: in.X, Y: in.Y, W: in.W, H: m.Heading() * 1.6}, p.why(d), p.Type(m.Heading()*0.85, p.P.Ink, true), 1, 0)
		in.Y, in.H = in.Y+h+m.S(10), in.H-h-m.S(10)
		h = p.TextFit(in, p.Tx("desk.doubles.settle"), p.Type(m.Label(), p.P.Ink, false), 4, 0)
		in.Y, in.H = in.Y+h+m.S(16), in.H-h-m.S(16)
		p.Hiding(in, func(in page.Box) { p.clash(in, d) })
	default:
		p.Text(page.Box{X: in.X, Y: in.Y, W: in.W}, p.Tx("desk.doubles.pick", "N", len(d.people), "Why", p.why(d)), p.Type(m.Label(), p.P.Ink, false))
	}
}

// clash lists who has which kit.
func (p *doublesPage) clash(in page.Box, d double) {
	m := p.M
	l := p.Desk.Opened().List
	h := m.S(56) * m.Text
	for _, at := range d.people[:min(len(d.people), int(in.H/h))] {
		var row page.Box
		row, in = in.Top(h)
		r := l.Record(at)
		var kits []string
		for _, k := range people.Kits(r) {
			kits = append(kits, tail(k))
		}
		cols := []struct {
			from, to float32
			s        string
			t        touch.Type
		}{
			{0, 0.22, p.maskedName(r), p.Type(m.Label(), p.P.Ink, true)}, {0.22, 0.48, r.Code.String(), p.Type(m.Label()*0.92, p.P.Ink, false)},
			{0.48, 0.66, p.sourceOf(r), p.Type(m.Small(), p.P.Soft, false)}, {0.66, 1, strings.Join(kits, "  "), p.Type(m.Label(), p.P.Ink, false)},
		}
		for _, c := range cols {
			for _, o := range p.Words(page.Box{X: row.X + c.from*row.W, Y: row.Y, W: (c.to-c.from)*row.W - m.S(10), H: row.H}, c.s, c.t) {
				p.Add(o)
			}
		}
		p.Rect(page.Box{X: row.X, Y: row.Y + row.H - 1, W: row.W, H: 1}, p.P.Line, 0)
	}
}

// many lists a group of more than two: whoever is picked twice is compared.
func (p *doublesPage) many(at page.Box, d double) {
	m := p.M
	l := p.Desk.Opened().List
	picked := p.kept().doubles.picked
	chosen := slices.IndexFunc(d.people, func(at int) bool { return slices.Contains(picked, l.Record(at).Person) })
	p.Rows(at, page.RowList{ID: "many.", N: len(d.people), Chosen: chosen, High: m.S(58) * m.Text,
		Choose: func(i int) { p.pick(l.Record(d.people[i]).Person) },
		Top:    p.kept().doubles.top, Turn: func(to int) { p.kept().doubles.top = to; p.again() },
		Row: func(i int, in page.Box) []fyne.CanvasObject {
			r := l.Record(d.people[i])
			return slices.Concat(
				p.Words(page.Box{X: in.X, W: in.W * 0.3, H: in.H}, p.maskedName(r), p.Type(m.Label(), p.P.Ink, true)),
				p.Words(page.Box{X: in.X + in.W*0.32, W: in.W * 0.36, H: in.H}, r.Code.String(), p.Type(m.Label()*0.92, p.P.Ink, false)),
				p.Words(page.Box{X: in.X + in.W*0.7, W: in.W * 0.3, H: in.H}, p.sourceOf(r), p.Type(m.Small(), p.P.Soft, false)))
		}})
}

// sideBySide compares two people, difference by difference. What is the same says so and steps back.
func (p *doublesPage) sideBySide(in page.Box) {
	m := p.M
	l := p.Desk.Opened().List
	shown := p.kept().doubles.shown
	first, gap := in.W*0.29, m.S(16) // the column of the labels
	wide := (in.W - first - gap) / 2
	x := []float32{first, first + wide + gap}
	head := m.S(74) * m.Text
	for i, at := range p.pair {
		r := l.Record(at)
		name := p.maskedName(r)
		if shown {
			name = p.fullName(r)
		}
		for _, o := range p.Words(page.Box{X: x[i], W: wide, H: head * 0.56}, name, p.Type(m.Heading()*0.9, p.P.Ink, true)) {
			p.Add(o)
		}
		p.TextFit(page.Box{X: x[i], Y: head * 0.56, W: wide, H: head * 0.4}, r.Code.String()+"  "+p.sourceOf(r), p.Type(m.Small(), p.P.Soft, false), 1, 0.5)
	}
	why := touch.Fit([]touch.Span{{Text: p.why(p.list[p.at])}}, p.Type(m.Small(), p.P.Ink, true), first-m.S(12), head, 3)
	p.Lay(why, 0, (head-why.Height)/2)
	p.Rect(page.Box{Y: head, W: in.W, H: 1.5}, p.P.Line, 0)
	rows := l.Differences(p.pair[0], p.pair[1])
	// Above the parts of a person stands once who that is: a part is called by one short word.
	whose := make([]*event.Field, len(rows))
	people := 0
	for i, d := range rows {
		if f, part := p.fieldOf(d.Column); part != "" {
			if whose[i] = f; i == 0 || whose[i-1] != f {
				people++
			}
		}
	}
	rest := page.Box{Y: head + m.S(4), W: in.W, H: in.H - head - m.S(4)}
	high := max(min(m.S(46)*m.Text, rest.H/float32(max(1, len(rows)+people))), m.Label()*1.5)
	name := p.Type(m.Small(), p.P.Soft, false)
	name.Lead = 1.2
	var flows []page.Flow
	for i, d := range rows {
		label, indent := p.labelOf(d.Column), float32(0)
		if f := whose[i]; f != nil {
			_, part := p.fieldOf(d.Column)
			label, indent = p.Tx("desk.part."+part), m.S(18)
			if i == 0 || whose[i-1] != f {
				flows = append(flows, page.Flow{Height: high, Draw: func(row page.Box) {
					p.TextFit(page.Box{X: row.X, Y: row.Y + row.H*0.12, W: row.W, H: row.H * 0.88}, p.In(f.Label), name, 1, 0.5)
				}})
			}
		}
		flows = append(flows, page.Flow{Height: high, Draw: func(row page.Box) {
			put := func(x, w float32, s string, t touch.Type) {
				for _, o := range p.Words(page.Box{X: row.X + x, Y: row.Y, W: w, H: row.H}, s, t) {
					p.Add(o)
				}
			}
			p.TextFit(page.Box{X: row.X + indent, Y: row.Y, W: first - m.S(30) - indent, H: row.H}, label, name, 2, 0.5)
			t := p.Type(m.Label()*0.95, p.P.Ink, true)
			if d.Same {
				t = p.Type(m.Label()*0.95, p.P.Soft, false)
				put(x[1], wide, p.Tx("desk.doubles.same"), t)
			} else {
				dot := canvas.NewCircle(p.P.Gold)
				dot.StrokeColor, dot.StrokeWidth = p.P.Ink, 1
				s := m.S(12)
				page.Place(dot, page.Box{X: row.X + first - m.S(22), Y: row.Y + (row.H-s)/2, W: s, H: s})
				p.Add(dot)
				put(x[1], wide, p.valueOf(d.Column, string(d.B), shown), t)
			}
			put(x[0], wide, p.valueOf(d.Column, string(d.A), shown), t)
			p.Rect(page.Box{X: row.X, Y: row.Y + row.H - 1, W: row.W, H: 1}, p.P.Line, 0)
		}})
	}
	p.Stack(rest, p.P.Card, flows...)
}

// fullName is a name that is shown in full.
func (b *B) fullName(r record.Record) string {
	was := b.kept().unmasked
	b.kept().unmasked = r.Person
	defer func() { b.kept().unmasked = was }()
	return b.nameOf(r)
}

// fieldOf returns the field of a column, and which part of a person the column is.
func (b *B) fieldOf(column string) (f *event.Field, part string) {
	if f = b.Pack.Field(column); f != nil {
		return f, ""
	}
	for _, part := range event.Parts {
		if id, ok := strings.CutSuffix(column, "_"+part); ok {
			if f := b.Pack.Field(id); f != nil {
				return f, part
			}
		}
	}
	return nil, ""
}

// labelOf names a column as the form does.
func (b *B) labelOf(column string) string {
	if f, _ := b.fieldOf(column); f != nil {
		return b.In(f.Label)
	}
	return column // of another pack
}

// valueOf is an answer as people read it, masked unless it is shown: that two differ is said beside it.
func (b *B) valueOf(column, value string, shown bool) string {
	f, part := b.fieldOf(column)
	if value == "" {
		return "–"
	}
	kind := "text"
	if f != nil {
		for _, o := range f.Options {
			if o.ID == value {
				return b.In(o.Label)
			}
		}
		kind = f.Kind
	}
	if part != "" {
		kind = part
	}
	switch {
	case kind == "month" || kind == "date" || kind == "relation":
		return value
	case !shown:
		return hidden(kind, value)
	case kind == "phone":
		return form.GroupPhone(value)
	}
	return value
}

// foot draws what can be done with two people: the one red action joins them, and has to be held.
func (p *doublesPage) foot(at page.Box, d double) {
	m := p.M
	k := p.kept().doubles
	var list []reply
	do := func(id, label string, do func()) { list = append(list, reply{id: id, label: label, do: do}) }
	left := at
	switch {
	case p.pair != nil:
		label := p.Tx("desk.doubles.one")
		var hold page.Box
		hold, left = at.Right(max(touch.Measure(label, m.Label(), true)+m.S(60), m.S(180)))
		_, left = left.Right(m.S(16))
		p.Hold(hold, "desk.doubles.one", label, p.onOne)
		show := p.Tx("desk.show")
		if k.shown {
			show = p.Tx("desk.mask")
		}
		do("show", show, p.onShow)
		do("two", p.Tx("desk.doubles.nottwo"), p.onTwo)
		if len(d.people) > 2 {
			do("back", p.Tx("desk.doubles.back"), func() { p.kept().doubles = doublesKept{}; p.again() })
		}
	case d.kits != nil:
		l := p.Desk.Opened().List
		for _, at := range d.people[:min(len(d.people), 3)] {
			r := l.Record(at)
			do("scan."+fmt.Sprint(at), p.Tx("desk.doubles.scan", "Who", p.maskedName(r)), func() { p.turnTo(session.DeskCheck, r.Person) })
		}
	}
	if k.joined[0] != "" {
		do("part", p.Tx("desk.doubles.part"), p.onApart)
	}
	words := k.said != "" || k.asked
	if words && p.pair != nil { // what is said stands where the quiet buttons are not needed for it
		list = list[:0]
		if k.joined[0] != "" {
			do("part", p.Tx("desk.doubles.part"), p.onApart)
		}
	}
	row := page.Box{X: left.X, Y: left.Y + (left.H-m.ButtonH())/2, W: left.W, H: m.ButtonH()}
	if len(list) > 0 {
		wide := p.wide(list)
		if words {
			row.W = min(wide, row.W*0.55)
		}
		p.pills(row, "desk.doubles.", list)
		_, left = left.Left(min(wide, row.W) + page.TouchGap)
	}
	p.say = p.Message(page.Box{X: left.X + m.S(8), Y: at.Y + max(0, at.H-m.Label()*2.8)/2, W: max(m.S(60), left.W-m.S(8)), H: m.Label() * 2.8})
	switch {
	case k.said != "":
		p.say(k.said, k.wrong)
	case k.asked:
		p.say(p.Tx("desk.doubles.sure"), false)
	case !m.Portrait && p.pair != nil:
		p.KeyHints(page.Box{X: left.X + m.S(8), Y: at.Y, W: left.W - m.S(8), H: at.H}, p.Tx("desk.doubles.keys"), 2)
	}
}
