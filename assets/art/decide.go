package art

import "image"

// DecideArt is the picture of "before you decide": two ways that open from one place, alike in weight
// and length, so that the picture prefers neither. It fills a box of 320 × 240 units.
func DecideArt(w, h int, pal Palette) *image.RGBA {
	c := fitted(w, h, 320, 240)
	for _, side := range []float64{-1, 1} {
		way := new(path).move(160, 214).cubic(160, 150, 160+side*8, 132, 160+side*58, 112).
			cubic(160+side*96, 96, 160+side*104, 78, 160+side*108, 46)
		if pal.tinted() {
			c.stroke(way, 40, solid(alpha(pal.Gold, 0.13)))
		}
		c.stroke(way, heavy, solid(pal.Gold))
		c.disc(160+side*108, 44, 27, solid(pal.Card))
		c.ring(160+side*108, 44, 19, 8, solid(pal.Red))
	}
	c.disc(160, 212, 25, solid(pal.Card))
	c.disc(160, 212, 19, solid(pal.Red))
	return c.img
}
