package visit

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"matchbooth/assets/art"
	"matchbooth/kiosk/event"
	"matchbooth/kiosk/session"
	"matchbooth/ui/page"
	"matchbooth/ui/touch"
)

// Conditions shows the registry's conditions on one card, with three equal answers. The answer is
// not kept; bystanders learn nothing from it.
func Conditions(b *B) {
	m := b.M
	f := b.Frame(page.Framing{Back: true, Next: true, NoFoot: true})
	body := f.Body
	h := b.TextFit(page.Box{X: body.X, Y: body.Y, W: body.W, H: m.Title() * 1.4}, b.Tx("conditions.title"), b.Type(m.Title(), b.P.Ink, true), 1, 0)
	_, body = body.Top(h + m.S(10))
	low, body := body.Bottom(m.ButtonH())
	_, body = body.Bottom(m.S(14))
	bh := m.MainH()
	if m.Portrait {
		bh = 3*m.MainH() + 2*m.S(16)
	}
	answers, card := body.Bottom(bh)
	_, card = card.Bottom(m.S(20))
	// In portrait the card is as high as its lines need, with the answers below within reach.
	list := b.Pack.Conditions
	in := card.Pad(m.S(40), m.S(20))
	var flows []page.Flow
	rowH := min(m.S(74), in.H/float32(max(1, len(list))))
	for i, c := range list {
		p := touch.SetText(b.In(c.Text), b.Type(m.Lead(), b.P.Ink, false), in.W-m.S(44))
		gap := float32(0)
		height := max(rowH, p.Height+m.S(10))
		flows = append(flows, page.Flow{Gap: gap, Height: height, Draw: func(at page.Box) {
			d := m.S(16)
			b.Put(canvas.NewCircle(b.P.Gold), page.Box{X: at.X, Y: at.Y + (at.H-d)/2, W: d, H: d})
			b.Lay(p, at.X+m.S(40), at.Y+(at.H-p.Height)/2)
			if i > 0 {
				b.Rect(page.Box{X: at.X, Y: at.Y, W: at.W, H: 1.5}, b.P.Line, 0)
			}
		}})
	}
	var total float32
	for _, fl := range flows {
		total += fl.Height
	}
	if m.Portrait {
		card.H = min(card.H, total+m.S(40))
		in = card.Pad(m.S(40), m.S(20))
	}
	b.Card(card)
	b.Stack(in, b.P.Card, flows...)
	choice := []page.Choice{
		{ID: "all", Label: b.Tx("conditions.all"), Do: b.Do(session.AnswerAll)},
		{ID: "not", Label: b.Tx("conditions.not"), Do: b.Do(session.AnswerNot)},
		{ID: "unsure", Label: b.Tx("conditions.unsure"), Do: b.Do(session.AnswerUnsure)},
	}
	if m.Portrait {
		for i, at := range answers.Rows(3, m.S(16)) {
			b.Button(at, "conditions."+choice[i].ID, choice[i].Label, b.StyleEqual(), choice[i].Do)
		}
	} else {
		b.Equal(answers, choice...)
	}
	b.notToday(low)
	src := b.conditionSource()
	t := b.Type(m.S(19)*m.Text, b.P.Soft, false)
	t.Align = fyne.TextAlignTrailing
	b.TextFit(page.Box{X: low.X + low.W*0.3, Y: low.Y, W: low.W * 0.7, H: low.H}, b.Tx("conditions.forget", "Source", b.Tx("conditions.source", "Source", src)), t, 2, 0.5)
}

// conditionSource names each source once, with its date.
func (b *B) conditionSource() string {
	var out []string
	seen := map[string]bool{}
	for _, c := range b.Pack.Conditions {
		s := b.In(c.Source)
		if c.Date != "" && !strings.Contains(s, string(c.Date)) {
			s += b.Tx("punct.comma") + string(c.Date)
		}
		if !seen[s] {
			seen[s] = true
			out = append(out, s)
		}
	}
	return strings.Join(out, b.Tx("punct.list"))
}

// Ways asks which one applies, in private wording; the headline tells bystanders nothing.
func Ways(b *B) {
	m := b.M
	f := b.Frame(page.Framing{Back: true, Next: true, NotToday: true})
	head := f.Body
	h := b.TextFit(page.Box{X: head.X, Y: head.Y, W: head.W, H: m.Title() * 2.6}, b.Tx("ways.title"), b.Type(m.Title(), b.P.Ink, true), 2, 0)
	h += b.Text(page.Box{X: head.X, Y: head.Y + h + m.S(4), W: head.W, H: 0}, b.Tx("ways.line"), b.Type(m.Label(), b.P.Soft, false))
	list := f.Low
	if !m.Portrait {
		_, list = list.Top(h + m.S(20))
	}
	b.Drawing(b.Above(f, h), 4.0/3, art.WorriesDrawing)
	var offered []event.Way
	for _, w := range b.Pack.Ways {
		if b.State.Answered == "unsure" && w.ForUnsure || b.State.Answered != "unsure" && w.ForNot {
			offered = append(offered, w)
		}
	}
	cols := 2
	if m.Portrait || len(offered) < 3 {
		cols = 1
	}
	rows := (len(offered) + cols - 1) / cols
	if rows == 0 {
		return
	}
	rowH := min(m.S(104), (list.H-m.S(14)*float32(rows-1))/float32(rows))
	rowH = max(rowH, theMinTarget)
	grid := page.Box{X: list.X, Y: list.Y, W: list.W, H: float32(rows)*rowH + float32(rows-1)*m.S(14)}
	st := b.StyleCard()
	st.Border, st.Left, st.TextSize, st.Radius, st.Pad = b.P.Edge, true, m.Body(), m.FieldCorner(), m.S(28)
	for i, row := range grid.Rows(rows, m.S(14)) {
		for j, at := range row.Columns(cols, m.Gap()) {
			if k := i*cols + j; k < len(offered) {
				w := offered[k]
				p := touch.Fit([]touch.Span{{Text: b.In(w.Private)}}, b.Type(m.Body(), b.P.Ink, false), at.W-m.S(56), at.H-m.S(8), 2)
				b.Put(touch.NewCard("ways."+w.Outcome, st, b.Do(session.PickWay, w.Outcome), nil, p.Objects(m.S(28), (at.H-p.Height)/2)...), at)
			}
		}
	}
}

const theMinTarget = 56

// Way offers a kind alternative. Its headline never gives the reason away.
func Way(b *B) {
	m := b.M
	w, ok := b.wayOf(b.State.Outcome)
	f := b.Frame(page.Framing{Back: true, Next: true, NotToday: true})
	if !ok {
		return
	}
	body := f.Body
	if m.Portrait {
		var pic page.Box
		pic, body = body.Top(body.H * 0.24)
		b.Drawing(pic, 4.0/3, art.WorriesDrawing)
	}
	h := b.TextFit(page.Box{X: body.X, Y: body.Y, W: body.W, H: m.Title() * 2.6}, b.In(w.Headline), b.Type(m.Title(), b.P.Ink, true), 2, 0)
	_, body = body.Top(h + m.S(14))
	b.Card(body)
	in := body.Pad(m.S(48), m.S(36))
	if w.Link != "" {
		qr, rest := in.Right(min(in.W*0.34, m.S(320)))
		if m.Portrait {
			qr, rest = in.Bottom(m.S(420))
		}
		b.Code(qr, w.Link)
		rest.W -= m.Gap()
		in = rest
	}
	b.Stack(in, b.P.Card, b.Markdown(b.In(w.Body), in.W)...)
	label := map[string]string{"form": "way.form", "date": "way.date", "update": "way.update"}[w.Then]
	if label == "" {
		label = "way.end"
	}
	b.Main(f.Foot, "on", b.Tx(label), b.Do(session.WayOn))
}

func (b *B) wayOf(outcome string) (event.Way, bool) {
	for _, w := range b.Pack.Ways {
		if w.Outcome == outcome {
			return w, true
		}
	}
	return event.Way{}, false
}
