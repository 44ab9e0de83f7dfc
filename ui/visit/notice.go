package visit

import (
	"image"

	"matchbooth/assets/art"
	"matchbooth/assets/lang"
	"matchbooth/kiosk/event"
	"matchbooth/kiosk/session"
	"matchbooth/ui/page"
	"matchbooth/ui/touch"
)

// Notice says who processes the data, what for, how long and with which rights, before the first
// field is asked: in rows that are all in view, with the whole text one touch away. The visitor acknowledges it rather than
// agreeing to it.
func Notice(b *B) {
	m := b.M
	f := b.Frame(page.Framing{Back: true, Next: true, NotToday: true, Note: b.toldIn()})
	body := f.Body
	h := b.Title(body, b.In(b.Pack.Notice.Title), m.Title()/m.Text) // in large print the room is the text's
	_, card := body.Top(h + m.S(14)/(2*m.Text-1))
	_, rest := b.Main(f.Foot, "ack", b.Tx("notice.ack"), b.Do(session.NoticeRead))
	var flows func(page.Box) []page.Flow
	c := noticeOf(b.Pack)
	if c != nil {
		rest = b.fullTextButton(rest) // what is hashed can be read, whatever the page shows of it
	}
	if c != nil && len(c.Rows) > 0 {
		flows = func(in page.Box) []page.Flow {
			seal := b.sealedNote(in.W)
			room := in
			room.H -= page.HighOf(seal)
			return append(b.fitRows(c.Rows, 24, leastRows, room), seal...)
		}
	} else {
		// A pack without rows has its text on the screen itself.
		flows = func(in page.Box) []page.Flow {
			return append(b.Markdown(b.In(b.Pack.Notice.Body), in.W), b.sealedNote(in.W)...)
		}
	}
	b.onCard(card, b.between(rest), nil, flows)
}

// toldIn says in which language the event's texts are where it is not that of the buttons, "" else: what is agreed to is what is
// read, and nobody is to think that a text in their own was left out by mistake.
func (b *B) toldIn() string {
	told := b.Pack.Notice.Title.Lang(b.Lang)
	if told == b.Lang {
		return ""
	}
	return b.Tx("notice.told", "Lang", lang.Of(string(told)).Name)
}

// noticeOf is the consent that holds the notice, nil if the pack has none.
func noticeOf(p *event.Pack) *event.Consent {
	for i := range p.Consents {
		if p.Consents[i].Kind == "notice" {
			return &p.Consents[i]
		}
	}
	return nil
}

// onCard sets flows on a card, which on a totem is no higher than they are. Below them stands last, which is in view however far
// one has read; further is where the button to read on may stand instead of on the card.
func (b *B) onCard(card, further page.Box, last []page.Flow, flows func(in page.Box) []page.Flow) {
	m := b.M
	in := card.Pad(m.S(44), m.S(24))
	if m.Text > 1 && !m.Portrait {
		in = card.Pad(m.S(34), m.S(12))
	}
	said := page.HighOf(last)
	in.H -= said
	list := flows(in)
	if high := page.HighOf(list); high < in.H+1 {
		if m.Portrait {
			card.H -= in.H - high
		}
		in.H = high + 1
	}
	b.Card(card)
	b.readOnFrom(in, further, b.P.Card, list...)
	b.Stack(page.Box{X: in.X, Y: in.Y + in.H, W: in.W, H: said + 1}, b.P.Card, last...)
}

// fullTextButton is the way to the whole text behind the rows, at the right end of what is left of a row. It returns what is then
// left of the row.
func (b *B) fullTextButton(rest page.Box) page.Box {
	label := b.Tx("fulltext.open")
	st := b.StyleQuiet()
	w, h := min(b.Width(label, st), rest.W), min(b.M.ButtonH(), rest.H)
	b.Button(page.Box{X: rest.X + rest.W - w, Y: rest.Y + (rest.H-h)/2, W: w, H: h}, string(b.State.Screen)+".fulltext", label, st, b.Do(session.AskFullText))
	rest.W -= w
	return rest
}

// between is what "not today" at the left end of a row leaves of it, for the button to read on.
func (b *B) between(row page.Box) page.Box {
	m := b.M
	w := b.Width(b.Tx("frame.nottoday"), b.StyleQuiet())
	_, row = row.Left(w + m.S(16))
	row.W -= m.S(16)
	if m.Portrait || row.W < b.Width(b.Tx("read.further"), b.furtherStyle()) {
		return page.Box{}
	}
	return row.Middle(row.W, min(m.ButtonH(), row.H))
}

// rowsUpright is how much larger than on other windows labelled lines may be on a totem.
const rowsUpright = 1.14

// fitRows sets labelled lines as large as fits, the values at most size units and at least nine tenths of that; what is left
// goes between them. Where even that does not fit they have their full size, and are scrolled. In large print the least is a
// little more than the size of normal print, and the labels give up their column and begin the lines: so more of them is in view.
// There they may go down to the share floor of that (leastRows) before they are scrolled.
func (b *B) fitRows(rows []event.Row, size, floor float32, in page.Box) []page.Flow {
	m := b.M
	most, first, least := m.S(17), float32(1), float32(0.895)
	if m.Portrait { // there is more room than words
		most, first = m.S(36), rowsUpright
	}
	set := func(scale, gap float32) []page.Flow { return b.rows(rows, size*scale, gap, in.W) }
	if m.Text > 1 {
		least = 1.07 / m.Text
		whole := set
		set = func(scale, gap float32) []page.Flow {
			if flows := whole(scale, gap); page.HighOf(flows) <= in.H {
				return flows
			}
			return b.rowsRunIn(rows, size*scale, gap, leadRunIn, in.W)
		}
	}
	for scale := first; scale > least; scale -= 0.02 {
		flows := set(scale, m.S(7))
		spare := in.H - page.HighOf(flows)
		if spare < 0 {
			continue
		}
		if n := len(flows) - 1; n > 0 {
			for i := range flows[1:] {
				flows[i+1].Gap += min(spare/float32(n), most)
			}
		}
		return flows
	}
	if m.Text > 1 {
		// Lines closer to each other, and then a little smaller, rather than one out of sight.
		for lead, smaller := float32(leadRunIn), float32(1); smaller > floor-0.005; {
			if flows := b.rowsRunIn(rows, size*least*smaller, m.S(5), lead, in.W); page.HighOf(flows) <= in.H {
				return flows
			}
			if lead > 1.29 {
				lead -= 0.02
			} else {
				smaller -= 0.01
			}
		}
		return b.rowsRunIn(rows, size*least, m.S(8), leadRunIn, in.W)
	}
	return set(1, m.S(13))
}

// leastRows is how small labelled lines in large print become rather than that one is out of sight, as a share of a size that is
// still larger than in normal print.
const leastRows = 0.96

// leadRunIn is the line height of labelled lines that begin with their label, by the size of type.
const leadRunIn = 1.36

// rowsRunIn are labelled lines that begin with their label.
func (b *B) rowsRunIn(rows []event.Row, size, gap, lead, width float32) []page.Flow {
	t := b.Type(b.M.S(size)*b.M.Text, b.P.Ink, false)
	t.Lead = lead
	out := make([]page.Flow, len(rows))
	for i, r := range rows {
		p := touch.Set([]touch.Span{{Text: b.In(r.Label) + b.Tx("punct.colon"), Bold: true}, {Text: b.In(r.Value)}}, t, width)
		out[i] = page.Flow{Gap: gap, Height: p.Height, Line: t.Size * t.Lead, Draw: func(at page.Box) { b.Lay(p, at.X, at.Y) }}
	}
	out[0].Gap = 0
	return out
}

// rows are labelled lines: a quiet label of 22 at the left and the value beside it.
func (b *B) rows(rows []event.Row, size, gap, width float32) []page.Flow {
	m := b.M
	const lead = 1.42
	label := b.Type(m.S(min(22, size))*m.Text, b.P.Soft, false)
	value := b.Type(m.S(size)*m.Text, b.P.Ink, false)
	value.Lead, label.Lead = lead, lead*value.Size/label.Size // on one line
	var lw float32
	for _, r := range rows {
		lw = max(lw, touch.Measure(b.In(r.Label), label.Size, false))
	}
	lw = min(lw+m.S(32), width*0.3)
	var out []page.Flow
	for i, r := range rows {
		l := touch.SetText(b.In(r.Label), label, lw-m.S(20))
		v := touch.SetText(b.In(r.Value), value, width-lw)
		g := gap
		if i == 0 {
			g = 0
		}
		line := value.Size * lead
		if v.Height <= 3.5*line {
			line = 0 // read in one piece
		}
		out = append(out, page.Flow{Gap: g, Height: max(l.Height, v.Height), Line: line, Draw: func(at page.Box) {
			b.Lay(l, at.X, at.Y)
			b.Lay(v, at.X+lw, at.Y)
		}})
	}
	return out
}

// Decide is the one screen everybody passes: being listed is not donating. Its two buttons are equal.
func Decide(b *B) {
	m := b.M
	// "Not today" does not stand here: to think it over is the way out, and two of them would say the same and do different things.
	f := b.Frame(page.Framing{Back: true, Next: true, NoFoot: true})
	choices, body := f.Body.Bottom(m.MainH())
	_, body = body.Bottom(m.S(18))
	// Everybody must read all of it: the picture gives way, and the type shrinks slightly, rather than hide a part below an edge.
	var pic page.Box
	text := body
	full := b.M.Text
	heading := m.Title() / m.Text // in large print the room is the text's
	title := heading*1.28 + m.S(14)
	set := func(least float32, w, room float32) []page.Flow {
		b.M.Text = full
		flows := b.inInk(b.In(b.Pack.Decide.Body), w)
		for b.M.Text > full*least && page.HighOf(flows) > room {
			b.M.Text -= full * 0.02
			flows = b.inInk(b.In(b.Pack.Decide.Body), w)
		}
		b.M.Text = full
		return flows
	}
	var flows []page.Flow
	if m.Portrait {
		flows = set(0.8, text.W, text.H-title)
		pic, text = body.Top(min(m.H*0.24, body.H-title-page.HighOf(flows)-m.S(24)))
		_, text = text.Top(m.S(12))
		if pic.H < m.S(120) {
			pic, text = page.Box{}, body
		}
	} else {
		pic, text = body.Right(min(body.W*0.22, m.S(320)))
		text.W -= m.Gap()
		if flows = set(0.9, text.W, text.H-title); page.HighOf(flows)+title > text.H {
			pic, text = page.Box{}, body
			flows = set(0.8, text.W, text.H-title)
		}
	}
	if pic.H > 0 {
		b.decideArt(pic.Middle(min(pic.W, pic.H*1.5), min(pic.H, pic.W*1.1)))
	}
	h := b.TextFit(page.Box{X: text.X, Y: text.Y, W: text.W, H: heading * 2.6}, b.In(b.Pack.Decide.Title), b.Type(heading, b.P.Ink, true), 2, 0)
	_, text = text.Top(h + m.S(14))
	b.readOn(text, b.P.Paper, flows...)
	b.Equal(choices, page.Choice{ID: "think", Label: b.Tx("decide.think"), Do: b.Do(session.WantThink)}, page.Choice{ID: "want", Label: b.Tx("decide.want"), Do: b.Do(session.WantSignUp)})
}

// inInk is Markdown whose strong words are ink: what is a freedom, or comfort, may not read as a warning.
func (b *B) inInk(src string, width float32) []page.Flow {
	red := b.P.Red
	b.P.Red = b.P.Ink
	defer func() { b.P.Red = red }()
	return b.Markdown(src, width)
}

func (b *B) decideArt(at page.Box) {
	b.Picture(at, func(w, h int) image.Image { return art.DecideArt(w, h, b.P) })
}

// sealedNote ends what visitors may read about their data with the words for the whole key set,
// which anybody can compare with the sheet of paper.
func (b *B) sealedNote(width float32) []page.Flow {
	words := b.SealedWords("notice.sealed")
	if words == "" {
		return nil
	}
	m := b.M
	d := m.S(22) * m.Text
	indent := d + m.S(12)
	size, gap := m.S(20)*m.Text, m.S(22)
	if m.Text > 1 && !m.Portrait { // the room is the rows'
		size, gap = m.S(22), m.S(12)
	}
	p := touch.SetText(words, b.Type(size, b.P.Soft, false), width-indent)
	return []page.Flow{{Gap: gap, Height: max(p.Height, d), Draw: func(at page.Box) {
		b.Picture(page.Box{X: at.X, Y: at.Y + m.S(3), W: d, H: d}, page.Icon(art.Lock, b.P.Soft))
		b.Lay(p, at.X+indent, at.Y)
	}}}
}
