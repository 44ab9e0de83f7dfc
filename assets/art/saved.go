package art

import "image"

// SavedArt draws the picture of "saved" at the time t of its animation, 0 to 1: the two rings come
// together and, once they have met, a green tick appears beside them. It fills a box of 320 × 200
// units.
func SavedArt(w, h int, pal Palette, t float64) *image.RGBA {
	c := fitted(w, h, 320, 200)
	met := ease(t / 0.75)
	gap := 158 - 76*met
	if pal.tinted() {
		c.disc(160-gap/2, 92, 72, solid(alpha(pal.Red, 0.07*met)))
		c.disc(160+gap/2, 92, 72, solid(alpha(pal.GoldOnLight(), 0.16*met)))
	}
	c.link(160-gap/2, 92, 72, 160+gap/2, 92, 72, 15, pal.Red, pal.GoldOnLight())
	if t > 0.75 {
		x, y, r := 238.0, 156.0, 34*ease((t-0.75)/0.25)
		c.hole(x, y, r+6)
		c.disc(x, y, r, solid(pal.Green))
		c.stroke(lines(x-0.43*r, y+0.03*r, x-0.12*r, y+0.34*r, x+0.46*r, y-0.32*r), 0.22*r, solid(pal.Card))
	}
	return c.img
}
