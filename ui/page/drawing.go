package page

import (
	"image"

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

// Poster parts a box on a totem, where it is much higher than a picture and words of the height words, in dp: the picture is as
// large as its ratio of width to height and the room allow, the words are below it, and what is left stands above and below the
// two in the golden section, so that they do not hang at the top over an empty half.
func (b *B) Poster(at Box, ratio, words float32) (pic, text Box) {
	gap := b.M.S(32)
	pic = Box{at.X, at.Y, at.W, max(0, min(at.W/ratio, at.H-words-gap))}
	above := b.Golden(at.H - pic.H - gap - words)
	pic.Y += above
	return pic, Box{at.X, pic.Y + pic.H + gap, at.W, at.Y + at.H - pic.Y - pic.H - gap}
}

// Golden is what of so much free height stands above what is all there is on a page.
func (b *B) Golden(free float32) float32 { return max(0, free) * 0.382 }

// Above returns what a totem has left between the words of height h and the controls; on other
// windows it is too small for any drawing.
func (b *B) Above(f Frame, h float32) Box {
	_, at := f.High.Top(h)
	return at.Pad(0, b.M.S(24))
}
