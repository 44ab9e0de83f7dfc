package art

import (
	"image"
	"math"
)

// The three drawings of the home screen share a sheet of 320 × 200 units and one weight of line, so
// that the cards read as one set from three metres away.
const (
	sheetW, sheetH = 320.0, 200.0
	heavy          = 9.0 // the line that carries the picture
	fine           = 5.0 // outlines beside it
)

// HowDrawing is the picture of the card "how it goes": a winding gold line with three stations, the
// last of them done. It fills a box of 320 × 200 units.
func HowDrawing(w, h int, pal Palette) *image.RGBA {
	c := fitted(w, h, sheetW, sheetH)
	way := spline(Point{34, 158}, Point{70, 122}, Point{112, 142}, Point{150, 158}, Point{176, 116},
		Point{206, 62}, Point{246, 72}, Point{284, 44})
	t := newTrace(way)
	if pal.tinted() {
		c.stroke(way, 44, solid(alpha(pal.Gold, 0.13)))
	}
	c.stroke(way, heavy, c.linear(Point{34, 0}, Point{284, 0}, mix(pal.Gold, pal.Red, 0.25), pal.Gold))
	start, middle, end := t.at(0), t.at(0.52), t.at(1)
	c.station(start, 17, pal)
	c.disc(start.X, start.Y, 17, solid(pal.Red))
	c.station(middle, 20, pal)
	c.ring(middle.X, middle.Y, 17, 7, solid(pal.Red))
	c.station(end, 24, pal)
	c.disc(end.X, end.Y, 24, solid(pal.Green))
	c.stroke(lines(end.X-10, end.Y+1, end.X-3, end.Y+8, end.X+11, end.Y-8), 5.5, solid(pal.Card))
	return c.img
}

// station clears the ground around a station of a line, so that the line ends shortly before it.
func (c *canvas) station(p Point, r float64, pal Palette) {
	c.disc(p.X, p.Y, r+5, solid(pal.Card))
}

// StoriesDrawing is the picture of the card of the donors' stories: two lives that came from far apart
// and have met, as the two rings of the sign. It fills a box of 320 × 200 units.
func StoriesDrawing(w, h int, pal Palette) *image.RGBA {
	c := fitted(w, h, sheetW, sheetH)
	left := newTrace(spline(Point{14, 176}, Point{40, 158}, Point{62, 130}, Point{84, 116}))
	right := newTrace(spline(Point{306, 26}, Point{284, 38}, Point{262, 64}, Point{240, 82}))
	for i := range 5 {
		f := float64(i) / 4
		a, b := left.at(f), right.at(f)
		c.disc(a.X, a.Y, 3+2.5*f, solid(alpha(pal.Red, 0.25+0.6*f)))
		c.disc(b.X, b.Y, 3+2.5*f, solid(alpha(pal.Gold, 0.35+0.6*f)))
	}
	if pal.tinted() {
		c.disc(130, 106, 58, solid(alpha(pal.Red, 0.07)))
		c.disc(196, 94, 58, solid(alpha(pal.Gold, 0.14)))
	}
	c.link(130, 106, 58, 196, 94, 58, 15, pal.Red, pal.Gold)
	return c.img
}

// WorriesDrawing is the picture of the card of worries and family: a question, and somebody who
// answers. It fills a box of 320 × 200 units.
func WorriesDrawing(w, h int, pal Palette) *image.RGBA {
	c := fitted(w, h, sheetW, sheetH)
	asked := bubble(30, 22, 164, 112, 30, 62, 168, 92)
	if pal.tinted() {
		c.fill(asked, solid(pal.Rose))
	} else {
		c.stroke(asked, fine, solid(pal.Red))
	}
	q := new(path).arc(112, 63, 17, -math.Pi*0.95, math.Pi*0.22).quad(112, 84, 112, 95)
	c.stroke(q, heavy, solid(pal.Red))
	c.disc(112, 112, 5.5, solid(pal.Red))
	answer := bubble(142, 78, 150, 92, 28, 262, 196, 232)
	c.stroke(answer, 17, solid(pal.Card))
	c.fill(answer, solid(pal.Card))
	c.stroke(answer, fine+2, solid(pal.Red))
	for i := range 3 {
		c.disc(187+30*float64(i), 124, 8, solid(pal.Gold))
	}
	return c.img
}

// bubble is a speech bubble: a rounded rectangle with a tail that begins at the lower edge around
// from and ends in the tip.
func bubble(x, y, w, h, r, tipX, tipY, from float64) *path {
	q := math.Pi / 2
	p := new(path).
		arc(x+w-r, y+r, r, -q, 0).
		arc(x+w-r, y+h-r, r, 0, q)
	half := 15.0
	p.line(from+half, y+h)
	p.quad((from+tipX)/2+half/2, y+h+4, tipX, tipY)
	p.quad((from+tipX)/2-half/2, y+h+6, from-half, y+h)
	return p.
		arc(x+r, y+h-r, r, q, 2*q).
		arc(x+r, y+r, r, 2*q, 3*q).
		close()
}
