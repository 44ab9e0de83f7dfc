package art

import (
	"image"
	"math"
)

// TenThousandDots is how many dots the picture of the numbers has: exactly this many, because the
// figure beside it says "1 in 10,000" and a picture that only looks like it would be a small lie.
const TenThousandDots = 10_000

// golden is the angle by which each dot of the spiral turns on from the one before; it leaves no gaps
// and no rows (Vogel, "A better way to construct the sunflower head", 1979).
var golden = math.Pi * (3 - math.Sqrt(5))

// crowd is how the ten thousand lie on an image: a sunflower's head, a little wider or taller than
// round where the image is.
type crowd struct {
	cx, cy float64 // the middle
	sx, sy float64 // pixels from one turn of the spiral to the next, by direction
}

func layCrowd(w, h int) crowd {
	width, height := float64(max(w, 1)), float64(max(h, 1))
	const stretch, margin = 1.3, 0.94
	rx := min(width, height*stretch) / 2 * margin
	ry := min(height, width*stretch) / 2 * margin
	edge := math.Sqrt(TenThousandDots)
	return crowd{width / 2, height / 2, rx / edge, ry / edge}
}

func (c crowd) at(i int) Point {
	r, angle := math.Sqrt(float64(i)+0.5), float64(i)*golden
	sin, cos := math.Sincos(angle)
	return Point{c.cx + r*cos*c.sx, c.cy + r*sin*c.sy}
}

// pitch is about how far a dot stands from its nearest neighbour, in pixels.
func (c crowd) pitch() float64 { return 1.7 * min(c.sx, c.sy) }

// DotPos gives the middle of the dot i, 0 to 9,999, in pixels of a picture of that size. Dots are
// counted from the middle outwards.
func DotPos(w, h, i int) (x, y float64) {
	p := layCrowd(w, h).at(min(max(i, 0), TenThousandDots-1))
	return p.X, p.Y
}

// DotAt gives the dot nearest to a finger at x, y, in pixels of a picture of that size, or -1 when
// the finger is outside the picture.
func DotAt(w, h int, x, y float64) int {
	if x < 0 || y < 0 || x > float64(w) || y > float64(h) {
		return -1
	}
	c := layCrowd(w, h)
	// In a sunflower a dot's number tells its distance from the middle, so only a band of numbers
	// can hold the nearest.
	r := math.Hypot((x-c.cx)/c.sx, (y-c.cy)/c.sy)
	r = min(r, math.Sqrt(TenThousandDots))
	const reach = 3.5
	from := max(0, int((r-reach)*math.Abs(r-reach)))
	to := min(TenThousandDots-1, int((r+reach)*(r+reach)))
	best, nearest := -1, math.Inf(1)
	for i := from; i <= to; i++ {
		if d := c.at(i).dist(Point{x, y}); d < nearest {
			best, nearest = i, d
		}
	}
	return best
}

// TenThousand draws exactly ten thousand dots on a panel of wine with round corners. With lit from 0
// to 9,999 that one dot is gold and shines a little.
func TenThousand(w, h int, pal Palette, lit int) *image.RGBA {
	c := newCanvas(w, h)
	width, height := float64(c.img.Rect.Dx()), float64(c.img.Rect.Dy())
	c.fill(roundRect(0, 0, width, height, min(width, height)/22), solid(pal.Wine))
	dots := layCrowd(w, h)
	pitch := dots.pitch()
	for i := range TenThousandDots {
		p := dots.at(i)
		out := math.Sqrt(float64(i) / TenThousandDots)
		slow := waves((p.X-dots.cx)/dots.sx*0.06, (p.Y-dots.cy)/dots.sy*0.06)
		a := (0.34 + 0.5*(1-out)*(1-out) + 0.16*slow) * (0.66 + 0.34*hash(i, 7))
		r := pitch * (0.25 + 0.1*hash(i, 11) + 0.03*slow)
		c.spot(p.X, p.Y, r, alpha(mix(pal.RoseOnWine, pal.OnWine, 0.4*hash(i, 3)), a))
	}
	if lit >= 0 && lit < TenThousandDots {
		p := dots.at(lit)
		c.lamp(p.X, p.Y, pitch, pal)
	}
	return c.img
}

// LitDot draws only the light of the lit dot, on a transparent square: moved so that its middle lies
// on [DotPos] it does what drawing the whole picture again would do, at once.
func LitDot(w, h int, pal Palette) *image.RGBA {
	pitch := layCrowd(w, h).pitch()
	side := 2*int(math.Ceil(pitch*lampReach)) + 1
	c := newCanvas(side, side)
	c.lamp(float64(side)/2, float64(side)/2, pitch, pal)
	return c.img
}

const lampReach = 6.0 // in pitches

func (c *canvas) lamp(x, y, pitch float64, pal Palette) {
	c.glow(x, y, pitch*lampReach, alpha(pal.Gold, 0.5))
	c.glow(x, y, pitch*2.4, alpha(pal.Gold, 0.6))
	c.disc(x, y, pitch*0.95, solid(pal.Wine))
	c.disc(x, y, pitch*0.75, solid(pal.Gold))
}
