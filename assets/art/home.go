package art

import (
	"image"
	"math"
)

// The three drawings of the home screen share a sheet of 320 × 200 units and one line width, so
// that the cards look like one set from three metres away.
const (
	sheetW, sheetH = 320.0, 200.0
	heavy          = 9.0 // the line width
)

// HowDrawing draws the picture of the card "how it goes": a winding gold line with three stations, the
// last of them done. It fills a box of 320 × 200 units.
func HowDrawing(w, h int, pal Palette) *image.RGBA {
	c := fitted(w, h, sheetW, sheetH)
	way := new(path)
	for i := range 97 {
		f := float64(i) / 96
		x, y := 42+234*f, 162-120*f-25*math.Sin(4*math.Pi*f)
		if i == 0 {
			way.move(x, y)
		} else {
			way.line(x, y)
		}
	}
	t := newTrace(way)
	if pal.tinted() {
		c.stroke(way, 46, solid(alpha(pal.goldOnLight(), 0.14)))
	}
	c.stroke(way, heavy, solid(pal.goldOnLight()))
	start, middle, end := t.at(0), t.at(0.5), t.at(1)
	c.hole(start.X, start.Y, 24)
	c.disc(start.X, start.Y, 19, solid(pal.Red))
	c.hole(middle.X, middle.Y, 28)
	c.ring(middle.X, middle.Y, 18.5, heavy, solid(pal.Red))
	c.hole(end.X, end.Y, 35)
	c.disc(end.X, end.Y, 30, solid(pal.Green))
	c.stroke(lines(end.X-13, end.Y+1, end.X-4, end.Y+10, end.X+14, end.Y-10), 7, solid(pal.Card))
	return c.img
}

// StoriesDrawing draws the picture of the card of the donors' stories: two lives that came from far
// apart and have met, as the two rings of the sign. It fills a box of 320 × 200 units.
func StoriesDrawing(w, h int, pal Palette) *image.RGBA {
	c := fitted(w, h, sheetW, sheetH)
	left := newTrace(spline(Point{12, 186}, Point{24, 183}, Point{40, 174}, Point{54, 164}))
	right := newTrace(spline(Point{308, 14}, Point{296, 17}, Point{280, 26}, Point{266, 36}))
	for i := range 4 {
		f := float64(i) / 3
		a, b := left.at(f), right.at(f)
		c.disc(a.X, a.Y, 2.6+3*f, solid(alpha(pal.Red, 0.3+0.7*f)))
		c.disc(b.X, b.Y, 2.6+3*f, solid(alpha(pal.goldOnLight(), 0.4+0.6*f)))
	}
	if pal.tinted() {
		c.disc(124, 106, 63, solid(alpha(pal.Red, 0.07)))
		c.disc(196, 94, 63, solid(alpha(pal.goldOnLight(), 0.14)))
	}
	c.link(124, 106, 63, 196, 94, 63, 15, pal.Red, pal.goldOnLight())
	return c.img
}

// WorriesDrawing draws the picture of the card of worries and family: a question, and somebody who
// answers. It fills a box of 320 × 200 units.
func WorriesDrawing(w, h int, pal Palette) *image.RGBA {
	c := fitted(w, h, sheetW, sheetH)
	asked := bubble(24, 12, 172, 122, 34, 60, 172, 76)
	if pal.tinted() {
		c.fill(asked, solid(pal.Rose))
	} else {
		c.stroke(asked, heavy, solid(pal.Red))
	}
	q := new(path).arc(90, 55, 18, -math.Pi*0.97, math.Pi*0.278).quad(90, 78, 90, 88)
	c.stroke(q, heavy, solid(pal.Red))
	c.disc(90, 108, 6, solid(pal.Red))
	answer := bubble(136, 72, 160, 94, 30, 260, 194, 243)
	c.erase(c.outline(answer, heavy+12))
	c.fill(answer, solid(pal.Card))
	c.stroke(answer, heavy, solid(pal.Red))
	for i := range 3 {
		c.disc(186+30*float64(i), 119, 8.5, solid(pal.goldOnLight()))
	}
	return c.img
}

// bubble returns a speech bubble: a rounded rectangle with a tail that starts on the lower edge around
// x = from and ends at the tip.
func bubble(x, y, w, h, r, tipX, tipY, from float64) *path {
	q := math.Pi / 2
	p := new(path).
		arc(x+w-r, y+r, r, -q, 0).
		arc(x+w-r, y+h-r, r, 0, q)
	const half = 17.0
	return p.
		line(from+half, y+h).
		line(tipX, tipY).
		line(from-half, y+h).
		arc(x+r, y+h-r, r, q, 2*q).
		arc(x+r, y+r, r, 2*q, 3*q).
		close()
}
