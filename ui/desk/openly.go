package desk

import (
	"fmt"

	"fyne.io/fyne/v2"

	"matchbooth/ui/page"
	"matchbooth/ui/touch"
	"matchbooth/ui/work/people"
	work "matchbooth/ui/work/session"
)

// openly shows on a totem, above what a hand can reach, how many people are in each state. On other windows there is no
// room for it, and the chips say the same.
func (b *B) openly(at page.Box, o *work.Opened) {
	m := b.M
	if at.H < m.S(300) || o.List == nil {
		return
	}
	b.Card(at)
	in := at.Pad(m.S(36), m.S(28))
	total := max(1, o.List.Len())
	rows := in.Rows(len(people.States), m.S(8))
	for i, s := range people.States {
		row, n := rows[i], o.List.Count(s)
		name, bar := row.Left(row.W * 0.36)
		name.W -= m.S(16)
		num, bar := bar.Right(m.S(90) * m.Text)
		b.TextFit(name, b.Tx("desk.state."+string(s)), b.Type(m.Body(), b.P.Ink, false), 1, 0.5)
		t := b.Type(m.Lead(), b.P.Ink, true)
		t.Align = fyne.TextAlignTrailing
		p := touch.Fit([]touch.Span{{Text: fmt.Sprint(n)}}, t, num.W, num.H, 1)
		b.Lay(p, num.X, num.Y+(num.H-p.Height)/2)
		h := m.S(20)
		bar = page.Box{X: bar.X, Y: bar.Y + (bar.H-h)/2, W: bar.W, H: h}
		b.Rect(bar, b.P.Line, h/2)
		if n > 0 {
			bar.W = max(h, bar.W*float32(n)/float32(total))
			b.Rect(bar, b.P.Wine, h/2)
		}
	}
}
