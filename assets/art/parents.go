package art

import "image"

// ParentsArt is the picture of the parents' page: a house in outline, and in it the two rings. It
// fills a box of 320 × 240 units.
func ParentsArt(w, h int, pal Palette) *image.RGBA {
	c := fitted(w, h, 320, 240)
	house := rounded(16, 160, 20, 262, 104, 246, 104, 246, 216, 74, 216, 74, 104, 58, 104)
	if pal.tinted() {
		c.fill(house, solid(pal.Rose))
	}
	c.stroke(house, heavy, solid(pal.Red))
	c.link(142, 150, 34, 178, 150, 34, heavy, pal.Red, pal.Gold)
	return c.img
}
