package visit

import (
	"image/color"
	"strconv"

	"fyne.io/fyne/v2/canvas"

	"matchbooth/assets/art"
	"matchbooth/kiosk/event"
	"matchbooth/kiosk/session"
	"matchbooth/ui/page"
	"matchbooth/ui/theme"
	"matchbooth/ui/touch"
)

// Worries shows the questions people ask, and the answer to the one touched.
func Worries(b *B) {
	m := b.M
	f := b.Frame(page.Framing{Back: true, Next: true})
	on, _ := b.Main(f.Foot, "parents", b.Tx("worries.parents"), b.Do(session.Go, string(session.Parents)))
	list := b.Pack.Worries
	body, grid := f.Body, f.Low
	if m.Portrait {
		body = f.High
	}
	h := b.Title(body, b.Tx("worries.title"), m.Title())
	_, body = body.Top(h + m.S(20))
	if len(list) == 0 {
		return
	}
	answer := body
	if !m.Portrait {
		grid, answer = body.Left(body.W * 0.5)
		_, answer = answer.Left(m.Gap())
		if m.Text > 1 && on.Position().X > grid.X+grid.W+page.TouchGap { // in large print the questions go down beside the button
			grid.H = f.Foot.Y + f.Foot.H - grid.Y
		}
	}
	b.Card(answer)
	in := answer.Pad(m.S(36), m.S(30))
	at, scale := 0, float32(0)
	c := b.NewChooser(func(i int) {
		at = i
		if scale == 0 {
			scale = b.answersScale(in, list)
		}
		b.dialogue(in, list[i], scale)
	})
	if len(list) > 1 && !m.Portrait && m.Text <= 1 { // a totem has it out of reach, and large print needs the room
		st := b.StyleQuiet()
		st.Icon, st.IconSize, st.IconAfter = page.Icon(art.Next, b.P.Ink), m.S(20), true
		label := b.Tx("worries.next")
		w := b.Width(label, st)
		b.Button(page.Box{X: in.X + in.W - w, Y: in.Y + in.H - m.ButtonH(), W: w, H: m.ButtonH()}, "worries.next", label, st, func() {
			c.Show((at + 1) % len(list))
			b.Send(session.Event{Kind: session.Touch})
		})
		in.H -= m.ButtonH() + m.S(12)
	}
	cols := page.ColumnsFor(len(list), grid.H, theme.MinTarget, 2)
	rows := (len(list) + cols - 1) / cols
	var boxes []page.Box
	for _, row := range grid.Rows(rows, page.TouchGap) {
		boxes = append(boxes, row.Columns(cols, page.TouchGap)...)
	}
	boxes = boxes[:len(list)]
	size, pad := m.S(24)*m.Text, m.S(26) // one for all
	if m.Text > 1 {
		pad = m.S(20)
	}
	set := func(i int) touch.Paragraph {
		return b.Heading(b.In(list[i].Q), b.Type(size, b.P.Ink, true), boxes[i].W-2*pad, boxes[i].H-m.S(12), 3)
	}
	for i := range list {
		size = min(size, set(i).Type.Size)
	}
	for i, at := range boxes {
		p := set(i)
		c.Card(at, "worries."+strconv.Itoa(i), p.Objects(pad, (at.H-p.Height)/2)...)
	}
	c.Show(0)
}

// dialogue draws a question with its answer: one of the rings asks, the other answers, and a thread leads from one to the other.
// The answer is scale times as large as reading text.
func (b *B) dialogue(in page.Box, w event.Worry, scale float32) {
	m := b.M
	d := m.S(30) * m.Text
	side, words := in.Left(b.askerSide())
	q, flows, first := b.setAnswer(w, words.W, scale)
	b.Lay(q, words.X, words.Y)
	_, rest := words.Top(q.Height + m.S(18))
	for ; m.Text > 1 && scale > 0.84 && page.HighOf(flows) > rest.H; scale -= 0.04 { // large print, rather than to hide what follows
		_, flows, first = b.setAnswer(w, words.W, scale-0.04)
	}
	b.Stack(rest, b.P.Card, flows...)

	asks := page.Box{X: side.X, Y: side.Y + (q.Height/float32(max(1, len(q.Lines)))-d)/2, W: d, H: d}
	answers := page.Box{X: side.X, Y: rest.Y + (first-d)/2, W: d, H: d}
	ring := func(at page.Box, c color.Color) {
		o := canvas.NewCircle(color.Transparent)
		o.StrokeColor, o.StrokeWidth = c, d*0.19
		b.Put(o, at.Inset(d*0.095))
	}
	ring(asks, b.P.Red)
	ring(answers, b.P.GoldOnLight())
	from, to := asks.Y+d+m.S(9), answers.Y-m.S(9)
	dot := m.S(4.5)
	n := int((to - from) / m.S(11))
	for i := range n + 1 {
		y := (from + to) / 2
		if n > 0 {
			y = from + (to-from)*float32(i)/float32(n)
		}
		b.Put(canvas.NewCircle(b.P.Edge), page.Box{X: side.X + (d-dot)/2, Y: y - dot/2, W: dot, H: dot})
	}
}

// askerSide is how wide the strip with the rings is.
func (b *B) askerSide() float32 { return b.M.S(30)*b.M.Text + b.M.S(20) }

// setAnswer sets a question and its answer; first is the height of the answer's first line.
func (b *B) setAnswer(w event.Worry, width, scale float32) (q touch.Paragraph, flows []page.Flow, first float32) {
	m, full := b.M, b.M.Text
	asked := m.Heading()
	if m.Portrait { // where the answers are large in normal print already, they get the room
		asked /= full
	}
	q = b.Heading(b.In(w.Q), b.Type(asked, b.P.Ink, true), width, m.H, 3)
	b.M.Text = full * scale
	flows = b.inInk(b.In(w.A), width)
	first = b.M.Body() * 1.75
	b.M.Text = full
	if len(flows) > 0 && flows[0].Line > 0 {
		first = flows[0].Line
	}
	return q, flows, first
}

// answersScale is how much larger than reading text all answers can be, the same for each: they are what people stand here for.
func (b *B) answersScale(in page.Box, list []event.Worry) float32 {
	m := b.M
	scale := m.Lead() / m.Body()
	if m.Portrait {
		scale *= 1.1
	}
	for _, w := range list {
		for ; scale > 1; scale -= 0.02 {
			q, flows, _ := b.setAnswer(w, in.W-b.askerSide(), scale)
			if q.Height+m.S(18)+page.HighOf(flows) <= in.H {
				break
			}
		}
	}
	return max(1, scale)
}
