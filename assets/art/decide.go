package art

import (
	"image"
	"math"
)

// DecideArt is the picture of "before you decide": two ways that lead from one place to two open doors,
// alike in weight, length and light, so that the picture prefers neither. It fills a box of 320 × 240
// units.
func DecideArt(w, h int, pal Palette) *image.RGBA {
	c := fitted(w, h, 320, 240)
	ways := new(path)
	for _, x := range []float64{80, 240} {
		mid := (x + 160) / 2
		ways.move(160, 212).cubic(mid+(160-x)*0.25, 206, x, 196, x, 150)
	}
	if pal.tinted() {
		c.stroke(ways, 40, solid(alpha(pal.Gold, 0.15)))
	}
	c.stroke(ways, heavy, solid(pal.Gold))
	for _, x := range []float64{80, 240} {
		door := new(path).move(x-42, 150).line(x-42, 66).arc(x, 66, 42, -math.Pi, 0).line(x+42, 150)
		c.fill(door, solid(pal.Card))
		if pal.tinted() {
			c.fill(door, c.linear(Point{0, 24}, Point{0, 150}, alpha(pal.Gold, 0.06), alpha(pal.Gold, 0.5)))
		}
		c.stroke(door, heavy, solid(pal.Red))
		c.stroke(lines(x-60, 150, x+60, 150), heavy, solid(pal.Red))
	}
	c.disc(160, 212, 25, solid(pal.Card))
	c.disc(160, 212, 19, solid(pal.Red))
	return c.img
}
