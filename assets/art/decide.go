package art

import "image"

// DecideArt draws the picture of "before you decide": two paths from one point, equal in weight,
// length and end, so that the picture favours neither. It fills a box of 320 × 240 units.
func DecideArt(w, h int, pal Palette) *image.RGBA {
	c := fitted(w, h, 320, 240)
	start := Point{44, 120}
	ends := []Point{{238, 54}, {238, 186}}
	ways := new(path)
	for _, e := range ends {
		ways.move(start.X, start.Y).cubic(150, start.Y, 138, e.Y, e.X, e.Y)
	}
	if pal.tinted() {
		c.stroke(ways, 50, solid(alpha(pal.GoldOnLight(), 0.14)))
	}
	c.stroke(ways, heavy, solid(pal.GoldOnLight()))
	for _, e := range ends {
		for i := range 3 { // both go on
			f := float64(i)
			c.disc(e.X+43+f*14, e.Y, 4.5-f, solid(alpha(pal.GoldOnLight(), 1-0.27*f)))
		}
		c.hole(e.X, e.Y, 33)
		c.ring(e.X, e.Y, 22, heavy, solid(pal.Red))
	}
	c.hole(start.X, start.Y, 32)
	c.disc(start.X, start.Y, 26, solid(pal.Red))
	return c.img
}
