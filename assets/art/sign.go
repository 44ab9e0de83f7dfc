package art

import (
	"image"
	"image/color"
	"math"
)

// Sign draws the sign of the booth: two rings that pass through each other, a red one (rose on the
// dark ground) and a gold one. It fills a box of 38 × 26 units, centred.
func Sign(w, h int, onDark bool) *image.RGBA { return SignIn(w, h, Normal(), onDark) }

// SignIn is [Sign] in the colours of a palette.
func SignIn(w, h int, pal Palette, onDark bool) *image.RGBA {
	return rings(fitted(w, h, 38, 26), pal, onDark, 1)
}

// SignClosing draws the two rings on their way to each other: apart at t = 0, the sign at t = 1. It
// fills a box of 52 × 26 units, centred, so that the rings have the room they come from.
func SignClosing(w, h int, t float64) *image.RGBA { return SignClosingIn(w, h, Normal(), false, t) }

// SignClosingIn is [SignClosing] in the colours of a palette, on either ground.
func SignClosingIn(w, h int, pal Palette, onDark bool, t float64) *image.RGBA {
	return rings(fitted(w, h, 52, 26), pal, onDark, t)
}

func rings(c *canvas, pal Palette, onDark bool, t float64) *image.RGBA {
	red := pal.Red
	if onDark {
		red = pal.RoseOnWine
	}
	const apart, met = 26.2, 12.4 // between the centres
	x := float64(c.img.Rect.Dx())/2/c.scale - c.ox/c.scale
	gap := apart + (met-apart)*ease(t)
	c.link(x-gap/2, 13, 11, x+gap/2, 13, 11, 3.7, red, pal.Gold)
	return c.img
}

// link draws two rings that pass through each other: the first lies over the second where they cross
// on top and under it below. A hair of ground parts the strands, so that over and under can be seen
// on any ground.
func (c *canvas) link(ax, ay, ar, bx, by, br, width float64, a, b color.NRGBA) {
	c.linkPaint(ax, ay, ar, bx, by, br, width, solid(a), solid(b))
}

func (c *canvas) linkPaint(ax, ay, ar, bx, by, br, width float64, a, b paint) {
	first, second := c.ringMask(ax, ay, ar, width), c.ringMask(bx, by, br, width)
	top, bottom, ok := crossings(ax, ay, ar, bx, by, br)
	if ok {
		cut := width + 2*max(width*0.22, 0.9/c.scale)
		near := func(p Point) mask {
			return c.outline(new(path).move(p.X, p.Y), 2*min(2.2*width, top.dist(bottom)/2))
		}
		overFirst := c.ringMask(ax, ay, ar, cut).within(near(top))
		overSecond := c.ringMask(bx, by, br, cut).within(near(bottom))
		first, second = first.minus(overSecond), second.minus(overFirst)
	}
	c.put(first, a)
	c.put(second, b)
}

// crossings gives the upper and the lower point where two circles meet; ok is false when they do not.
func crossings(ax, ay, ar, bx, by, br float64) (top, bottom Point, ok bool) {
	d := math.Hypot(bx-ax, by-ay)
	if d == 0 || d >= ar+br || d <= math.Abs(ar-br) {
		return top, bottom, false
	}
	along := (ar*ar - br*br + d*d) / (2 * d)
	off := math.Sqrt(ar*ar - along*along)
	ux, uy := (bx-ax)/d, (by-ay)/d
	p := Point{ax + along*ux + off*uy, ay + along*uy - off*ux}
	q := Point{ax + along*ux - off*uy, ay + along*uy + off*ux}
	if p.Y > q.Y {
		p, q = q, p
	}
	return p, q, true
}

// ease slows a movement towards its end.
func ease(t float64) float64 { t = 1 - clamp(t, 0, 1); return 1 - t*t*t }
