package art

import (
	"image"
	"image/draw"
	"math"
)

// What the two rings of the sign say on pages that are neither a story nor a stage of a donation.

// LetGoArt draws the picture of an erasure at the time t, 0 to 1: the red ring lets go of the gold one, and at 0.5 is on its
// way and half an outline; at 1 nothing is left but the outline, with a green tick. It fills a box of 320 × 200 units.
func LetGoArt(w, h int, pal Palette, t float64) *image.RGBA {
	c := fitted(w, h, 320, 200)
	const y, r, line = 96.0, 62.0, 13.0
	off, gone := ease(t/0.5), clamp((t-0.5)/0.3, 0, 1)
	a, b := Point{119 - 42*off + 83*ease((t-0.5)/0.5), y}, Point{201 + 42*off, y}
	if pal.tinted() {
		c.disc(b.X, b.Y, r, solid(alpha(pal.GoldOnLight(), 0.14*(1-gone))))
	}
	if t > 0.1 {
		c.dottedRing(a, r, 2.9, 11.5, solid(alpha(pal.Edge, off)))
	}
	c.link(a.X, a.Y, r, b.X, b.Y, r, line, alpha(pal.Red, (1-0.74*off)*(1-gone)), alpha(pal.GoldOnLight(), 1-gone))
	if t > 0.75 {
		x, y, r := a.X+46, a.Y+50, 27*ease((t-0.75)/0.25)
		c.hole(x, y, r+6)
		c.tick(x, y, r, pal)
	}
	return c.img
}

// dottedRing draws a circle of round dots of radius r, about step apart.
func (c *canvas) dottedRing(mid Point, radius, r, step float64, with paint) {
	n := int(2 * math.Pi * radius / step)
	for i := range n {
		p := polar(mid.X, mid.Y, radius, 2*math.Pi*float64(i)/float64(n))
		c.disc(p.X, p.Y, r, with)
	}
}

// tick draws a green disc with a tick on it.
func (c *canvas) tick(x, y, r float64, pal Palette) {
	c.disc(x, y, r, solid(pal.Green))
	c.stroke(lines(x-0.43*r, y+0.03*r, x-0.12*r, y+0.34*r, x+0.46*r, y-0.32*r), 0.22*r, solid(pal.Card))
}

// LockedArt draws what nobody can look into: the rings closed over each other, with a keyhole where they overlap. It fills a
// box of 320 × 200 units.
func LockedArt(w, h int, pal Palette) *image.RGBA {
	c := fitted(w, h, 320, 200)
	const y, r, off = 100.0, 76.0, 37.0
	if pal.tinted() {
		c.disc(160-off, y, r, solid(alpha(pal.Red, 0.06)))
		c.disc(160+off, y, r, solid(alpha(pal.GoldOnLight(), 0.14)))
	}
	c.link(160-off, y, r, 160+off, y, r, 15, pal.Red, pal.GoldOnLight())
	c.disc(160, y-11, 13, solid(pal.Ink))
	c.fill(rounded(3, 154, y-8, 166, y-8, 171, y+28, 149, y+28), solid(pal.Ink))
	return c.img
}

// OnWayArt draws the red ring on its way to the gold one, whole behind it and dotted before it: one can go on. It fills a box
// of 400 × 200 units.
func OnWayArt(w, h int, pal Palette) *image.RGBA {
	c := fitted(w, h, 400, 200)
	const r, line = 40.0, 11.0
	way := new(path).move(40, 148).cubic(120, 168, 96, 84, 186, 92).cubic(252, 98, 250, 128, 338, 78)
	t := newTrace(way)
	at, end := t.at(0.44), Point{338, 78}
	if pal.tinted() {
		c.disc(end.X, end.Y, r+20, solid(alpha(pal.Gold, 0.14)))
	}
	done := new(path)
	for i := range 61 {
		p := t.at(0.44 * float64(i) / 60)
		if i == 0 {
			done.move(p.X, p.Y)
		} else {
			done.line(p.X, p.Y)
		}
	}
	c.stroke(done, 6, solid(pal.GoldOnLight()))
	for f := 0.44; f < 1; f += 0.031 {
		if p := t.at(f); p.dist(at) > r+line && p.dist(end) > r+line {
			c.disc(p.X, p.Y, 2.8, solid(pal.Edge))
		}
	}
	c.disc(40, 148, 9, solid(pal.GoldOnLight()))
	c.hole(at.X, at.Y, r)
	c.ring(at.X, at.Y, r, line, solid(pal.Red))
	c.ring(end.X, end.Y, r, line, solid(pal.GoldOnLight()))
	return c.img
}

// NotMetArt draws the two rings that have not met, and have not lost each other either. It fills a box of 320 × 200 units.
func NotMetArt(w, h int, pal Palette) *image.RGBA {
	c := fitted(w, h, 320, 200)
	const y, r, line = 100.0, 58.0, 13.0
	a, b := Point{70, y}, Point{250, y}
	if pal.tinted() {
		c.disc(b.X, y, r, solid(alpha(pal.GoldOnLight(), 0.14)))
	}
	c.dotted(a, b, r+line/2+7, r+line/2+7, 2.9, 11, solid(pal.Edge))
	c.ring(a.X, y, r, line, solid(pal.Red))
	c.ring(b.X, y, r, line, solid(pal.GoldOnLight()))
	return c.img
}

// RestArt draws the two rings of a booth at rest, on wine or on paper, with the way between them still dotted: it goes on in a
// minute. It fills a box of 420 × 180 units to its left and right edges.
func RestArt(w, h int, pal Palette, onDark bool) *image.RGBA {
	c := fitted(w, h, 420, 180)
	const r, line = 46.0, 11.0
	a, b := Point{r + line/2, 118}, Point{420 - r - line/2, 58}
	red, gold, way := pal.Red, pal.GoldOnLight(), pal.Edge
	if onDark {
		red, gold, way = pal.RoseOnWine, pal.Gold, pal.OnWineQuiet
	}
	if pal.tinted() {
		c.disc(b.X, b.Y, r, solid(alpha(gold, 0.14)))
	}
	t := newTrace(new(path).move(a.X, a.Y).cubic(170, 178, 200, 20, b.X, b.Y))
	for f := 0.0; f < 1; f += 0.032 {
		if p := t.at(f); p.dist(a) > r+line/2+9 && p.dist(b) > r+line/2+9 {
			c.disc(p.X, p.Y, 2.8, solid(way))
		}
	}
	c.ring(a.X, a.Y, r, line, solid(red))
	c.ring(b.X, b.Y, r, line, solid(gold))
	return c.img
}

// YourselfArt draws two rings with one dotted line straight from one to the other: nobody stands between. It fills a box of
// 400 × 120 units.
func YourselfArt(w, h int, pal Palette) *image.RGBA {
	c := fitted(w, h, 400, 120)
	const y, r, line = 60.0, 36.0, 10.0
	a, b := Point{48, y}, Point{352, y}
	if pal.tinted() {
		c.disc(b.X, y, r+11, solid(alpha(pal.Gold, 0.14)))
	}
	c.dotted(a, b, r+line/2+12, r+line/2+22, 2.8, 12, solid(pal.Edge))
	c.stroke(lines(b.X-r-32, y-9, b.X-r-20, y, b.X-r-32, y+9), 4, solid(pal.Edge))
	c.ring(a.X, y, r, line, solid(pal.Red))
	c.ring(b.X, y, r, line, solid(pal.GoldOnLight()))
	return c.img
}

// PanelArt draws a picture, ratio times as wide as high, in the middle of a warm panel with rounded corners, as the stages of
// a donation stand on one.
func PanelArt(w, h int, pal Palette, ratio float64, picture func(w, h int, pal Palette) *image.RGBA) *image.RGBA {
	c := newCanvas(w, h)
	width, height := float64(c.img.Rect.Dx()), float64(c.img.Rect.Dy())
	panel := roundRect(0, 0, width, height, min(width, height)/12)
	if pal.tinted() {
		c.fill(panel, c.linear(Point{0, 0}, Point{0, height}, mix(pal.Paper, pal.Gold, 0.20), mix(pal.Paper, pal.Rose, 0.85)))
	}
	pw := min(width*0.82, height*0.78*ratio)
	ph := pw / ratio
	in := picture(int(pw), int(ph), pal)
	draw.Draw(c.img, in.Rect.Add(image.Pt(int((width-pw)/2), int((height-ph)/2))), in, image.Point{}, draw.Over)
	if !pal.tinted() {
		c.stroke(roundRect(1, 1, width-2, height-2, min(width, height)/12), 2, solid(pal.Ink))
	}
	return c.img
}
