package page

import (
	"image"
	"image/color"

	"matchbooth/assets/art"
)

// drawer is one of our own drawings.
type drawer = func(w, h int, pal art.Palette) *image.RGBA

// Drawing places a drawing in the middle of the box, as large as fits and at most 440 units high;
// ratio is its width divided by its height. In a box too small it places nothing.
func (b *B) Drawing(at Box, ratio float32, draw drawer) {
	m := b.M
	h := min(at.H, at.W/ratio, m.S(440))
	if h < m.S(120) {
		return
	}
	b.Picture(at.Middle(h*ratio, h), func(w, h int) image.Image { return draw(w, h, b.P) })
}

// Emblem places an icon in red on a tinted circle, like the pictures of the stages.
func (b *B) Emblem(at Box, icon func(w, h int, c color.NRGBA) *image.RGBA) {
	m := b.M
	d := min(at.W, at.H, m.S(400))
	if d < m.S(120) {
		return
	}
	circle := at.Middle(d, d)
	r := b.Rect(circle, b.P.Rose, d/2)
	if b.State.Contrast {
		r.StrokeColor, r.StrokeWidth = b.P.Ink, d*0.02
	}
	b.Picture(circle.Inset(d*0.25), Icon(icon, b.P.Red))
}

// Above returns what a totem has left between the words of height h and the controls; on other
// windows it is too small for any drawing.
func (b *B) Above(f Frame, h float32) Box {
	_, at := f.High.Top(h)
	return at.Pad(0, b.M.S(24))
}

// StageDrawing returns the picture of a stage of donation.
func StageDrawing(i int) drawer {
	return func(w, h int, pal art.Palette) *image.RGBA { return art.StageIcon(i, w, h, pal) }
}
