package art

import (
	"image"
	"math"
	"slices"
	"sync"
)

// TenThousandDots is the number of dots in the picture of the numbers: exactly this many, because the
// figure beside it says "1 in 10,000" and a picture that only looks like it would be a small lie.
const TenThousandDots = 10_000

// golden is the angle, in radians, between successive dots of the spiral; it leaves no gaps and forms
// no rows (Vogel, "A better way to construct the sunflower head", 1979).
var golden = math.Pi * (3 - math.Sqrt(5))

// crowd is the layout of the ten thousand dots on an image: a sunflower head in an image that is about as wide as high, and
// in one that is clearly wider or taller the part of a larger head that fills it.
type crowd struct {
	cx, cy float64 // the centre
	step   float64 // pixels from one turn of the spiral to the next
	rx, ry float64 // how far the crowd reaches, in pixels
	power  float64 // of its outline: 2 is a circle, more is squarer (a superellipse)
	dots   []Point // where the dots are, in steps from the centre; nil: the first ten thousand of the spiral
}

func layCrowd(w, h int) crowd {
	width, height := float64(max(w, 1)), float64(max(h, 1))
	// In an image that is only a little wider than high a circle looks better than an egg; one that
	// is clearly wider or taller is filled.
	const round, margin, squarer = 1.25, 0.05, 4
	less := min(width, height)
	if max(width, height) <= less*round {
		r := less / 2 * (1 - margin)
		return crowd{cx: width / 2, cy: height / 2, step: r / math.Sqrt(TenThousandDots), rx: r, ry: r, power: 2}
	}
	c := crowd{cx: width / 2, cy: height / 2, rx: (width - less*margin) / 2, ry: (height - less*margin) / 2, power: squarer}
	head := filledHead(c.rx/c.ry, c.power)
	c.dots, c.step = head.dots, c.ry*head.step
	return c
}

// head is the part of a sunflower head that fills an outline: where exactly ten thousand dots are, in steps, from the centre
// outwards, and how large a step is, as a fraction of half the outline's height.
type head struct {
	dots []Point
	step float64
}

var heads struct {
	sync.Mutex
	made map[[2]float64]head // by the outline's width, for its height, and its power
}

// filledHead takes of the spiral the ten thousand dots that the outline reaches first as it grows.
func filledHead(aspect, power float64) head {
	heads.Lock()
	defer heads.Unlock()
	key := [2]float64{aspect, power}
	if h, ok := heads.made[key]; ok {
		return h
	}
	// The circle round the outline holds them all; the outline has 3.7 times half its width times half its height.
	n := int(TenThousandDots * math.Pi * (aspect*aspect + 1) / (3.5 * aspect))
	all, grown := make([]Point, n), make([]float64, n)
	for i := range all {
		r, angle := math.Sqrt(float64(i)+0.5), float64(i)*golden
		sin, cos := math.Sincos(angle)
		all[i] = Point{r * cos, r * sin}
		grown[i] = outline(all[i].X/aspect, all[i].Y, power)
	}
	sorted := slices.Sorted(slices.Values(grown))
	edge := sorted[min(TenThousandDots, n)-1]
	h := head{step: 1 / edge}
	for i, p := range all {
		if grown[i] <= edge && len(h.dots) < TenThousandDots {
			h.dots = append(h.dots, p)
		}
	}
	if len(heads.made) >= 8 { // sizes of windows, so hardly ever
		heads.made = nil
	}
	if heads.made == nil {
		heads.made = map[[2]float64]head{}
	}
	heads.made[key] = h
	return h
}

// outline is how large the outline of that power is that a point lies on, where 1 goes to 1 on both axes.
func outline(x, y, power float64) float64 {
	if power == 2 {
		return math.Hypot(x, y)
	}
	return math.Pow(math.Pow(math.Abs(x), power)+math.Pow(math.Abs(y), power), 1/power)
}

func (c crowd) at(i int) Point {
	if c.dots != nil {
		return Point{c.cx + c.dots[i].X*c.step, c.cy + c.dots[i].Y*c.step}
	}
	r, angle := math.Sqrt(float64(i)+0.5), float64(i)*golden
	sin, cos := math.Sincos(angle)
	return Point{c.cx + r*cos*c.step, c.cy + r*sin*c.step}
}

// pitch is the approximate distance of a dot from its nearest neighbour, in pixels.
func (c crowd) pitch() float64 { return 1.7 * c.step }

// DotPos returns the centre of the dot i, 0 to 9,999, in pixels of a picture of that size. Dots are
// counted from the centre outwards.
func DotPos(w, h, i int) (x, y float64) {
	p := layCrowd(w, h).at(min(max(i, 0), TenThousandDots-1))
	return p.X, p.Y
}

// CrowdRadius returns how far the outermost dots of a picture of that size are from its middle, across and down, in pixels.
func CrowdRadius(w, h int) (x, y float64) {
	c := layCrowd(w, h)
	return c.rx, c.ry
}

// OnCrowd returns the point of a picture of that size itself if it is on the crowd, and otherwise where the crowd ends on the
// way to it from the middle, in pixels.
func OnCrowd(w, h int, x, y float64) (float64, float64) {
	c := layCrowd(w, h)
	dx, dy := x-c.cx, y-c.cy
	if out := outline(dx/c.rx, dy/c.ry, c.power); out > 1 {
		return c.cx + dx/out, c.cy + dy/out
	}
	return x, y
}

// TenThousand draws exactly ten thousand dots on a wine-coloured panel with rounded corners. If lit is
// from 0 to 9,999, that dot is gold and shines a little.
func TenThousand(w, h int, pal Palette, lit int) *image.RGBA {
	c := newCanvas(w, h)
	width, height := float64(c.img.Rect.Dx()), float64(c.img.Rect.Dy())
	c.fill(roundRect(0, 0, width, height, min(width, height)/22), solid(pal.Wine))
	dots := layCrowd(w, h)
	pitch := dots.pitch()
	c.glow(dots.cx, dots.cy, min(dots.rx, dots.ry)*0.95, alpha(pal.Deep, 0.42))
	for i := range TenThousandDots {
		p := dots.at(i)
		d := crowdDot(i, (p.X-dots.cx)/dots.rx, (p.Y-dots.cy)/dots.ry)
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
	out := min(math.Hypot(x, y), 1.1)
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

// Share draws n of the ten thousand in gold on a transparent ground, to lie over [TenThousand]: as an area, from the middle
// outwards, or if they are most of them from the edge inwards, so that the few that are left are seen too.
func Share(w, h int, pal Palette, n int) *image.RGBA {
	c := newCanvas(w, h)
	dots := layCrowd(w, h)
	r := 0.42 * math.Sqrt(math.Pi) * dots.step
	n = min(max(n, 0), TenThousandDots)
	from := 0
	if n > TenThousandDots/2 {
		from = TenThousandDots - n
	}
	for i := range n {
		p := dots.at(from + i)
		c.spot(p.X, p.Y, r, pal.Gold)
	}
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
