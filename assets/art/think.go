package art

import "image"

// ThinkArt is the picture of "I'd like to think": a quiet evening, a moon, a few lit windows. It has a
// ground of its own, wine with round corners.
func ThinkArt(w, h int, pal Palette) *image.RGBA {
	c := newCanvas(w, h)
	width, height := float64(c.img.Rect.Dx()), float64(c.img.Rect.Dy())
	panel := roundRect(0, 0, width, height, min(width, height)/12)
	c.fill(panel, c.linear(Point{0, 0}, Point{0, height}, pal.Wine, mix(pal.Wine, pal.Deep, 0.55)))
	u := min(width/320, height/240)
	c.glow(width*0.7, height*0.3, 90*u, alpha(pal.OnWine, 0.18))
	c.ring(width*0.7, height*0.3, 34*u, 7*u, solid(pal.OnWine))
	c.keep(panel)
	return c.img
}
