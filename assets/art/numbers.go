package art

import (
	"image"
	"math"
)

// TenThousandDots is the number of dots in the picture of the numbers: exactly this many, because the
// figure beside it says "1 in 10,000" and a picture that only looks like it would be a small lie.
const TenThousandDots = 10_000

// golden is the angle, in radians, between successive dots of the spiral; it leaves no gaps and forms
// no rows (Vogel, "A better way to construct the sunflower head", 1979).
var golden = math.Pi * (3 - math.Sqrt(5))

// crowd is the layout of the ten thousand dots on an image: a sunflower head, stretched to an oval
// where the image is clearly wider or taller than round.
type crowd struct {
	cx, cy float64 // the centre
	sx, sy float64 // pixels from one turn of the spiral to the next, by direction
}

func layCrowd(w, h int) crowd {
	width, height := float64(max(w, 1)), float64(max(h, 1))
	// In an image that is only a little wider than high a circle looks better than an egg; one that
	// is clearly wider is better filled.
	const round, oval, margin = 1.25, 1.5, 0.95
	rx := min(width, height) / 2 * margin
	ry := rx
	if width > height*round {
		rx = min(width, height*oval) / 2 * margin
	} else if height > width*round {
		ry = min(height, width*oval) / 2 * margin
	}
	edge := math.Sqrt(TenThousandDots)
	return crowd{width / 2, height / 2, rx / edge, ry / edge}
}

func (c crowd) at(i int) Point {
	r, angle := math.Sqrt(float64(i)+0.5), float64(i)*golden
	sin, cos := math.Sincos(angle)
	return Point{c.cx + r*cos*c.sx, c.cy + r*sin*c.sy}
}

// pitch is the approximate distance of a dot from its nearest neighbour, in pixels.
func (c crowd) pitch() float64 { return 1.7 * min(c.sx, c.sy) }

// DotPos returns the centre of the dot i, 0 to 9,999, in pixels of a picture of that size. Dots are
// counted from the centre outwards.
func DotPos(w, h, i int) (x, y float64) {
	p := layCrowd(w, h).at(min(max(i, 0), TenThousandDots-1))
	return p.X, p.Y
}

// DotAt returns the dot nearest to a finger at x, y, in pixels of a picture of that size, or -1 if
// the finger is outside the picture.
func DotAt(w, h int, x, y float64) int {
	if x < 0 || y < 0 || x > float64(w) || y > float64(h) {
		return -1
	}
	c := layCrowd(w, h)
	// In a sunflower head a dot's number determines its distance from the centre, so the nearest one
	// lies in a band of numbers.
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

// TenThousand draws exactly ten thousand dots on a wine-coloured panel with rounded corners. If lit is
// from 0 to 9,999, that dot is gold and shines a little.
func TenThousand(w, h int, pal Palette, lit int) *image.RGBA {
	c := newCanvas(w, h)
	width, height := float64(c.img.Rect.Dx()), float64(c.img.Rect.Dy())
	c.fill(roundRect(0, 0, width, height, min(width, height)/22), solid(pal.Wine))
	dots := layCrowd(w, h)
	pitch := dots.pitch()
	c.glow(dots.cx, dots.cy, max(dots.sx, dots.sy)*95, alpha(pal.Deep, 0.42))
	for i := range TenThousandDots {
		p := dots.at(i)
		d := crowdDot(i, (p.X-dots.cx)/dots.sx/100, (p.Y-dots.cy)/dots.sy/100)
		c.spot(p.X, p.Y, pitch*d.size, alpha(mix(mix(pal.Red, pal.RoseOnWine, d.warm), pal.OnWine, d.pale), d.strength))
	}
	if lit >= 0 && lit < TenThousandDots {
		p := dots.at(lit)
		c.lamp(p.X, p.Y, pitch, pal)
	}
	return c.img
}

// look describes how one of the ten thousand dots differs from the others.
type look struct{ size, warm, pale, strength float64 }

// crowdDot returns the look of the dot i at x, y, from -1 to 1. Light falls on the crowd from the upper
// left, and slow waves run through it; beyond that every dot is a little different, and about one in
// fourteen stands out, as faces do.
func crowdDot(i int, x, y float64) look {
	out := math.Hypot(x, y)
	near := math.Exp(-(math.Pow(x+0.22, 2) + math.Pow(y+0.25, 2)) / 0.5)
	slow := waves(x*6, y*6)
	one := hash(i, 7)
	d := look{
		size:     0.27 + 0.08*hash(i, 11) + 0.05*near - 0.05*out*out,
		warm:     clamp(0.30+0.55*near+0.30*(slow-0.5)+0.3*(hash(i, 3)-0.5), 0, 1),
		pale:     0.34 * near * one,
		strength: clamp(0.42+0.40*near+0.24*(slow-0.5)+0.26*(one-0.5), 0.2, 1),
	}
	if hash(i, 29) < 1.0/14 {
		d.size, d.pale, d.strength = d.size+0.06, d.pale+0.45, min(1, d.strength+0.25)
	}
	return d
}

// LitDot draws only the light of the lit dot, on a transparent square. Moved so that its centre lies
// on [DotPos], it has the same effect as drawing the whole picture again, but at once.
func LitDot(w, h int, pal Palette) *image.RGBA {
	pitch := layCrowd(w, h).pitch()
	side := 2*int(math.Ceil(pitch*lampReach)) + 1
	c := newCanvas(side, side)
	c.lamp(float64(side)/2, float64(side)/2, pitch, pal)
	return c.img
}

const lampReach = 9.0 // radius of the glow, in pitches

func (c *canvas) lamp(x, y, pitch float64, pal Palette) {
	c.glow(x, y, pitch*lampReach, alpha(pal.Gold, 0.55))
	c.glow(x, y, pitch*3.4, alpha(pal.Gold, 0.75))
	c.disc(x, y, pitch*1.35, solid(pal.Wine))
	c.disc(x, y, pitch*1.0, solid(pal.Gold))
	c.glow(x, y, pitch*0.8, alpha(pal.OnWine, 0.8))
}
