package art

import (
	"image"
	"image/color"
)

// ThinkArt draws the picture of "I'd like to think": an evening, a moon, a few lit windows, nothing
// that hurries. It has a background of its own, wine with rounded corners.
func ThinkArt(w, h int, pal Palette) *image.RGBA {
	c := newCanvas(w, h)
	width, height := float64(c.img.Rect.Dx()), float64(c.img.Rect.Dy())
	panel := roundRect(0, 0, width, height, min(width, height)/12)
	c.fill(panel, c.linear(Point{0, 0}, Point{0, height}, pal.Wine, mix(pal.Wine, pal.Deep, 0.8)))

	// From here on the unit is a 320th of the width, and heights are measured from the lower edge.
	c.scale = width / 320
	tall := height / c.scale
	u := min(1, tall/240)
	moon := Point{226, tall * 0.3}
	c.glow(moon.X, moon.Y, 110*u, alpha(pal.OnWine, 0.22))
	c.ring(moon.X, moon.Y, 34*u, 7*u, solid(pal.OnWine))
	for i := range 26 {
		x, y := hash(i, 1)*320, hash(i, 2)*tall*0.55
		if moon.dist(Point{x, y}) > 56*u {
			c.disc(x, y, (0.7+0.9*hash(i, 3))*u, solid(alpha(pal.OnWine, 0.25+0.5*hash(i, 4))))
		}
	}
	c.roofs(tall, u, 92, 7, 101, solid(mix(pal.Wine, pal.Deep, 0.5)), alpha(pal.RoseOnWine, 0.5), pal.tinted())
	c.roofs(tall, u, 54, 5, 202, solid(pal.Wine), pal.Gold, true)
	c.scale = 1
	c.clip(panel)
	return c.img
}

// roofs draws the silhouette of a row of n houses against the sky, about high units tall, with a few
// lit windows if windows is true.
func (c *canvas) roofs(tall, u, high float64, n, seed int, wall paint, lit color.NRGBA, windows bool) {
	wide := 320 / float64(n)
	for i := range n {
		x := float64(i) * wide
		top := tall - (high+26*(hash(i, seed)-0.5))*u
		pitch := (10 + 12*hash(i, seed+1)) * u
		house := lines(x-0.5, tall+1, x-0.5, top, x+wide/2, top-pitch, x+wide+0.5, top, x+wide+0.5, tall+1).close()
		c.fill(house, wall)
		if !windows {
			continue
		}
		for k := range 3 {
			if hash(i*3+k, seed+2) > 0.5 {
				c.fill(roundRect(x+wide*(0.2+0.22*float64(k)), top+8*u, wide*0.14, 11*u, 1.6*u), solid(lit))
			}
		}
	}
}
