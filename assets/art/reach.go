package art

import (
	"image"
	"image/color"
	"math"
)

// Threads draws the ways to find somebody while nothing is known of them yet: from you to each of the ends a thread of
// faint dots, with an open dot at its end. Points and lengths are in dp of a picture that is wide dp wide; unit is what
// one dp of the design at 1280×800 is here.
func Threads(w, h int, pal Palette, wide float64, you Point, ends []Point, unit float64) *image.RGBA {
	c := newCanvas(w, h)
	c.scale = float64(c.img.Rect.Dx()) / max(wide, 1)
	for _, e := range ends {
		c.dotted(you, e, 44*unit, ThreadEnd*unit+7*unit, 2*unit, 12*unit, solid(mix(pal.Edge, pal.Card, 0.25)))
		c.disc(e.X, e.Y, ThreadEnd*unit, solid(pal.Card))
		c.ring(e.X, e.Y, (ThreadEnd-1.1)*unit, 2.2*unit, solid(pal.Edge))
	}
	return c.img
}

// ThreadEnd is the radius of an open dot of [Threads], at 1280×800.
const ThreadEnd = 11

// dotted draws round dots of radius r, a step apart, from skipA after a to skipB before b.
func (c *canvas) dotted(a, b Point, skipA, skipB, r, step float64, with paint) {
	long := a.dist(b) - skipA - skipB
	if long <= 0 {
		return
	}
	n := int(math.Round(long / step))
	for i := 0; i <= n; i++ {
		p := a.towards(b, (skipA+long*float64(i)/float64(max(n, 1)))/a.dist(b))
		c.disc(p.X, p.Y, r, with)
	}
}

// Progress draws the two rings on one line with n places: behind the red one, at place at (counted from 1), the line is whole,
// before it dotted; the gold one waits at the end. At place n+1 they have met. It fills the height, whose unit is a 28th.
func Progress(w, h int, pal Palette, n, at int) *image.RGBA {
	c := newCanvas(w, h)
	c.scale = float64(c.img.Rect.Dy()) / 28
	long := float64(c.img.Rect.Dx()) / c.scale
	const r, thick, y = 11.4, 4.8, 14.0
	goal := long - r - thick/2
	place := func(i int) float64 {
		x := 6.6 + (goal-6.6)*float64(i-1)/float64(max(n, 1))
		if i == at {
			return max(x, r+thick/2)
		}
		return x
	}
	gold := pal.GoldOnLight()
	x := place(min(at, n))
	if at > 1 {
		c.stroke(lines(place(1), y, x, y), thick, solid(gold))
		for i := 1; i < min(at, n+1); i++ {
			c.disc(place(i), y, 6.6, solid(gold))
		}
	}
	if at > n {
		c.link(goal-13.5, y, r, goal, y, r, thick, pal.Red, gold)
		return c.img
	}
	from := x + r + thick/2 + 6
	for i := at + 1; i <= n; i++ {
		to := place(i)
		c.dotted(Point{from, y}, Point{to, y}, 0, 6.4+5, 1.9, 9, solid(pal.Edge))
		c.ring(to, y, 6.3, 2.2, solid(pal.Edge))
		from = to + 6.4 + 5
	}
	c.dotted(Point{from, y}, Point{goal, y}, 0, r+thick/2+5, 1.9, 9, solid(pal.Edge))
	c.hole(x, y, r+thick/2+3)
	c.ring(x, y, r, thick, solid(pal.Red))
	c.ring(goal, y, r, thick, solid(gold))
	return c.img
}

// YearsArt draws the two rings apart on a line of years: what is not yet, and nothing of why. It fills a box of 400 × 200 units.
func YearsArt(w, h int, pal Palette) *image.RGBA {
	c := fitted(w, h, 400, 200)
	const y, r = 100.0, 40.0
	a, b := 62.0, 338.0
	if pal.tinted() {
		c.disc(b, y, r+22, solid(alpha(pal.Gold, 0.14)))
	}
	edge := solid(pal.Edge)
	const years = 6
	from, to := a+r+5.5+9, b-r-5.5-9
	step := (to - from) / years
	for i := range years {
		x := from + step*float64(i)
		c.dotted(Point{x, y}, Point{x + step, y}, step/4, step/4, 1.8, step/4, edge)
		if i > 0 {
			c.stroke(lines(x, y-8, x, y+8), 2.8, edge)
		}
	}
	c.ring(a, y, r, 11, solid(pal.Red))
	c.ring(b, y, r, 11, solid(pal.GoldOnLight()))
	return c.img
}

// ForkArt draws ways that part and all lead on: from one dot soft dotted lines to open dots. The one of index on, if there is
// one, is whole and gold. It fills a box of 400 × 240 units.
func ForkArt(w, h int, pal Palette, n, on int) *image.RGBA {
	c := fitted(w, h, 400, 240)
	from := Point{200, 214}
	for i := range n {
		t := 0.5
		if n > 1 {
			t = float64(i) / float64(n-1)
		}
		end := Point{30 + 340*t, 62 - 34*math.Sin(math.Pi*t)}
		way := new(path).move(from.X, from.Y).cubic(from.X, from.Y-70, end.X, end.Y+92, end.X, end.Y)
		if i == on {
			c.stroke(way, 6, solid(pal.GoldOnLight()))
			c.disc(end.X, end.Y, 17, solid(pal.GoldOnLight()))
			continue
		}
		line := newTrace(way)
		long := line.length()
		for d := 34.0; d < long-20; d += 12 {
			p := line.at(d / long)
			c.disc(p.X, p.Y, 2.5, solid(color.NRGBA(pal.Edge)))
		}
		c.disc(end.X, end.Y, 12, solid(pal.Card))
		c.ring(end.X, end.Y, 10.8, 2.6, solid(pal.Edge))
	}
	c.disc(from.X, from.Y, 20, solid(pal.Red))
	return c.img
}

// Attention draws an i on gold with an outline of ink: gold alone could not be told from paper.
func Attention(w, h int, pal Palette) *image.RGBA {
	c := fitted(w, h, 24, 24)
	c.disc(12, 12, 10.4, solid(pal.Gold))
	i := ink{canvas: c, with: solid(Normal().Ink)}
	i.round(12, 12, 9.6)
	i.poly(12, 11.4, 12, 16.6)
	i.dot(12, 7.6, 1.4)
	return c.img
}
