package art

import "image"

// SavedArt is the picture behind "saved" at the moment t of its one movement: the rings come together,
// and when they have met, at 1, a calm green disc with a tick stands where they cross. It fills a box
// of 320 × 200 units.
func SavedArt(w, h int, pal Palette, t float64) *image.RGBA {
	c := fitted(w, h, 320, 200)
	gap := 190 - 110*ease(t/0.8)
	c.link(160-gap/2, 100, 66, 160+gap/2, 100, 66, 17, pal.Red, pal.Gold)
	if done := ease((t - 0.8) / 0.2); t > 0.8 {
		r := 30 * done
		c.disc(160, 100, r, solid(pal.Green))
		c.stroke(lines(160-0.42*r, 100+0.02*r, 160-0.1*r, 100+0.34*r, 160+0.46*r, 100-0.34*r), 0.2*r, solid(pal.Card))
	}
	return c.img
}
