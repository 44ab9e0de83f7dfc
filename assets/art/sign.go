package art

import (
	"image"
	"image/color"
	"math"
)

// SignIn draws the sign of the booth in the colours of a palette: two interlocking rings, a red one
// (rose on a dark ground) and a gold one. It fills a box of 38 × 26 units, centred.
func SignIn(w, h int, pal Palette, onDark bool) *image.RGBA {
	c := fitted(w, h, 38, 26.4)
	red, gold := pal.Red, pal.GoldOnLight()
	if onDark {
		red, gold = pal.RoseOnWine, pal.Gold
	}
	const gap = 11.9 // between the centres
	x := float64(c.img.Rect.Dx())/2/c.scale - c.ox/c.scale
	c.link(x-gap/2, 13.2, 11, x+gap/2, 13.2, 11, 3.6, red, gold)
	return c.img
}

// link draws two interlocking rings: the first lies over the second at their upper crossing and under
// it at the lower one. A thin gap separates the strands, so that over and under can be told apart on
// any ground.
func (c *canvas) link(ax, ay, ar, bx, by, br, width float64, a, b color.NRGBA) {
	c.linkPaint(ax, ay, ar, bx, by, br, width, solid(a), solid(b))
}

func (c *canvas) linkPaint(ax, ay, ar, bx, by, br, width float64, a, b paint) {
	first, second := c.ringMask(ax, ay, ar, width), c.ringMask(bx, by, br, width)
	if d := math.Hypot(bx-ax, by-ay); d < ar+br && d > math.Abs(ar-br) {
		cut := width + 2*max(width*0.2, 0.9/c.scale)
		o := c.px(Point{ax, ay})
		// The line through both centres separates the two crossings.
		above := func(x, y float64) bool { return (bx-ax)*(y-o.Y) < (by-ay)*(x-o.X) }
		over := c.ringMask(ax, ay, ar, cut).where(above)
		under := c.ringMask(bx, by, br, cut).where(func(x, y float64) bool { return !above(x, y) })
		first, second = first.minus(under), second.minus(over)
	}
	c.put(first, a)
	c.put(second, b)
}

// ease slows a movement down towards its end; t and the result run from 0 to 1.
func ease(t float64) float64 { t = 1 - clamp(t, 0, 1); return 1 - t*t*t }
