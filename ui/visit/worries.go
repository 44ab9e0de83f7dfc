package visit

import (
	"image"
	"strconv"

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
	b.Main(f.Foot, "parents", b.Tx("worries.parents"), b.Do(session.Go, string(session.Parents)))
	list := b.Pack.Worries
	body, grid := f.Body, f.Low
	if m.Portrait {
		body = f.High
	}
	h := b.Title(body, b.Tx("worries.title"), m.Title())
	_, body = body.Top(h + m.S(16))
	if len(list) == 0 {
		return
	}
	answer := body
	if !m.Portrait {
		grid, answer = body.Left(body.W * 0.5)
		_, answer = answer.Left(m.Gap())
	}
	c := b.NewChooser(func(i int) { b.answerCard(answer, list[i]) })
	cols := page.ColumnsFor(len(list), grid.H, theme.MinTarget, 2)
	rows := (len(list) + cols - 1) / cols
	for r, row := range grid.Rows(rows, page.TouchGap) {
		for k, at := range row.Columns(cols, page.TouchGap) {
			i := r*cols + k
			if i >= len(list) {
				break
			}
			p := b.Heading(b.In(list[i].Q), b.Type(m.S(24)*m.Text, b.P.Ink, true), at.W-m.S(50), at.H-m.S(12), 3)
			c.Card(at, "worries."+strconv.Itoa(i), p.Objects(m.S(28), (at.H-p.Height)/2)...)
		}
	}
	c.Show(0)
}

// answerCard shows one question with its answer.
func (b *B) answerCard(at page.Box, w event.Worry) {
	m := b.M
	b.Card(at)
	in := at.Pad(m.S(36), m.S(30))
	q := touch.SetText(b.In(w.Q), b.Type(m.Heading(), b.P.Red, true), in.W)
	b.Lay(q, in.X, in.Y)
	_, in = in.Top(q.Height + m.S(14))
	h := b.Stack(in, b.P.Card, b.Markdown(b.In(w.A), in.W)...)
	// A picture, if the words leave room for it.
	if left := in.H - h - m.S(20); left > m.S(110) {
		ph := min(left, m.S(240), in.W*0.5)
		pw := ph * 1.6
		b.Picture(page.Box{X: in.X + in.W - pw, Y: in.Y + in.H - ph, W: pw, H: ph}, func(w, h int) image.Image { return art.WorriesDrawing(w, h, b.P) })
	}
}
