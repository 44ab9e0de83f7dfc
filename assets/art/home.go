package art

import (
	"image"
	"math"
)

// These drawings share a sheet of 320 × 200 units and one line width, so that they look like one set from three metres away.
const (
	sheetW, sheetH = 320.0, 200.0
	heavy          = 9.0 // the line width
)

// HowDrawing draws the picture of a way that one goes: a winding gold line with three stations, the
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
		c.stroke(way, 46, solid(alpha(pal.GoldOnLight(), 0.14)))
	}
	c.stroke(way, heavy, solid(pal.GoldOnLight()))
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
