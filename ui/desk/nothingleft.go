package desk

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

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
	b.allDone(page.Box{X: at.X, Y: at.Y, W: at.W, H: h})
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

// allDone is the picture of work that is done: a tick in a ring, in the colour of what is checked.
func (b *B) allDone(at page.Box) {
	d := min(at.W, at.H, b.M.S(300))
	if d < b.M.S(80) {
		return
	}
	ring := canvas.NewCircle(b.P.Mint)
	if b.State.Contrast {
		ring.StrokeColor, ring.StrokeWidth = b.P.Ink, d*0.02
	}
	circle := at.Middle(d, d)
	b.Put(ring, circle)
	b.Picture(circle.Inset(d*0.27), page.Icon(art.Check, b.P.Green))
}
