package desk

import (
	"fyne.io/fyne/v2"

	"matchbooth/assets/art"
	"matchbooth/ui/page"
)

// nothingLeft draws a page whose work is done, with what was done last, and returns a row for a button under that.
func (b *B) nothingLeft(key, words, said string) (foot page.Box) {
	m := b.M
	r := b.roomFor(b.Tx("desk.page."+key), "", false)
	at := r.Body
	foot, at = at.Bottom(m.ButtonH())
	h := min(at.H*0.55, m.S(300))
	b.Emblem(page.Box{X: at.X, Y: at.Y, W: at.W, H: h}, art.Check)
	t := b.Type(m.Body(), b.P.Ink, false)
	t.Align = fyne.TextAlignCenter
	_, at = at.Top(h + m.S(16))
	h = b.TextFit(page.Box{X: at.X, Y: at.Y, W: at.W, H: m.Body() * 4}, words, t, 2, 0)
	if said != "" {
		_, at = at.Top(h + m.S(8))
		t = b.Type(m.Label(), b.P.Soft, false)
		t.Align = fyne.TextAlignCenter
		b.TextFit(page.Box{X: at.X, Y: at.Y, W: at.W, H: max(m.Label()*3, at.H)}, said, t, 2, 0)
	}
	return foot
}
