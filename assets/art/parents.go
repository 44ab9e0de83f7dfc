package art

import (
	"image"
	"math"
)

// ParentsArt draws the picture of the parents' page: an evening at the table, two dots who are close and you, and under the
// lamp a page with the sign on it. It fills a box of 320 × 200 units.
func ParentsArt(w, h int, pal Palette) *image.RGBA {
	c := newCanvas(w, h)
	width, height := float64(c.img.Rect.Dx()), float64(c.img.Rect.Dy())
	panel := roundRect(0, 0, width, height, min(width, height)/12)
	c.fill(panel, c.linear(Point{0, 0}, Point{0, height}, pal.Wine, mix(pal.Wine, pal.Deep, 0.8)))
	c.scale = min(width/320, height/200)
	c.ox, c.oy = (width-320*c.scale)/2, (height-200*c.scale)/2
	top := -c.oy / c.scale
	// The lamp, and its light on the table.
	c.glow(160, 96, 150, alpha(pal.Gold, 0.42))
	c.stroke(lines(160, top, 160, 40), 2.6, solid(pal.RoseOnWine))
	c.fill(new(path).move(148, 40).line(172, 40).cubic(190, 46, 198, 58, 200, 70).line(120, 70).cubic(122, 58, 130, 46, 148, 40).close(), solid(pal.Gold))
	c.fill(new(path).arc(160, 70, 9, 0, math.Pi).close(), solid(pal.OnWine))
	// The table, as wide as the picture.
	left, right := -c.ox/c.scale, 320+c.ox/c.scale
	bottom := 200 + c.oy/c.scale
	c.fill(lines(left, 168, right, 168, right, bottom, left, bottom).close(), solid(mix(pal.Wine, pal.Ink, 0.55)))
	c.stroke(lines(left, 168, right, 168), 2.4, solid(pal.Gold))
	// The page stands upright, so that all three can read it.
	sheet := lines(136, 168, 142, 112, 178, 112, 184, 168).close()
	c.fill(sheet, solid(pal.OnWine))
	c.link(154.5, 132, 9, 165.5, 132, 9, 3.4, Normal().Red, Normal().Gold)
	for i := range 2 {
		c.stroke(lines(147-2*float64(i), 150+9*float64(i), 173+2*float64(i), 150+9*float64(i)), 2.2, solid(alpha(Normal().Ink, 0.35)))
	}
	// Two beside each other, and you opposite.
	for _, p := range []Point{{66, 150}, {100, 153}} {
		c.disc(p.X, p.Y, 15, solid(mix(pal.Gold, pal.OnWine, 0.35)))
	}
	c.ring(238, 148, 17, 6.4, solid(pal.RoseOnWine))
	c.disc(238, 148, 6, solid(pal.RoseOnWine))
	c.scale, c.ox, c.oy = 1, 0, 0
	c.clip(panel)
	return c.img
}
