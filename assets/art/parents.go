package art

import "image"

// ParentsArt draws the picture of the parents' page: a house with the two rings in it. It fills a box
// of 320 × 240 units.
func ParentsArt(w, h int, pal Palette) *image.RGBA {
	c := fitted(w, h, 320, 240)
	if pal.tinted() {
		c.disc(160, 130, 108, solid(alpha(pal.goldOnLight(), 0.12)))
	}
	body := lines(80, 96, 150, 34, 160, 29, 170, 34, 240, 96, 240, 210, 230, 220, 90, 220, 80, 210).close()
	c.fill(body, solid(pal.Rose))
	walls := new(path).move(80, 96).line(80, 204).quad(80, 220, 96, 220).line(224, 220).quad(240, 220, 240, 204).line(240, 96)
	c.stroke(lines(216, 38, 216, 68), heavy, solid(pal.Red)) // the chimney
	c.stroke(walls, heavy, solid(pal.Red))
	c.stroke(new(path).move(50, 120).line(150, 33).quad(160, 25, 170, 33).line(270, 120), heavy+1, solid(pal.Red))
	if pal.tinted() {
		c.disc(140, 150, 36, solid(alpha(pal.Red, 0.08)))
		c.disc(180, 150, 36, solid(alpha(pal.goldOnLight(), 0.22)))
	}
	c.link(140, 150, 36, 180, 150, 36, heavy, pal.Red, pal.goldOnLight())
	return c.img
}
