package art

import (
	"image"
	"image/color"
)

// The pictures of the search for the one among ten thousand. The crowd itself is [TenThousand]; what
// lies over it is drawn once for a size and then only moved.

// SearchSteps is how many steps of warmth [SearchLamp] has; below the first the ground is cold.
const SearchSteps = 3

// SearchLamp draws the light under a searching finger on a transparent square: a ring, and around it a
// ground that is the warmer the nearer the one is, step 0 (cold) to [SearchSteps].
func SearchLamp(side int, pal Palette, step int) *image.RGBA {
	c := newCanvas(side, side)
	mid := float64(side) / 2
	step = min(max(step, 0), SearchSteps)
	if step == 0 {
		c.glow(mid, mid, mid*0.6, alpha(pal.OnWineQuiet, 0.26))
	} else {
		warm := []float64{0, 0.34, 0.58, 0.86}[step]
		c.glow(mid, mid, mid, alpha(pal.Gold, warm))
		c.glow(mid, mid, mid*0.42, alpha(mix(pal.Gold, pal.OnWine, 0.45), warm*0.8))
	}
	c.ring(mid, mid, mid*SearchRing, max(1.5, mid*0.017), solid(alpha(pal.OnWine, 0.92)))
	return c.img
}

// SearchRing is the radius of the lamp's ring, as a fraction of half its side.
const SearchRing = 0.28

// FoundGround draws what lies over the crowd when the one at x, y has been found, in pixels of a picture of that size: all
// others step back, and it is warm around the one. corner is the radius of the corners.
func FoundGround(w, h int, pal Palette, corner, x, y float64) *image.RGBA {
	c := newCanvas(w, h)
	width, height := float64(c.img.Rect.Dx()), float64(c.img.Rect.Dy())
	panel := roundRect(0, 0, width, height, corner)
	c.fill(panel, solid(alpha(pal.Wine, 0.58)))
	r := 0.3 * min(width, height)
	c.glow(x, y, r, alpha(pal.Gold, 0.42))
	c.glow(x, y, r*0.4, alpha(pal.Gold, 0.3))
	c.clip(panel)
	return c.img
}

// The two rings of [MetRings], in units.
const (
	metRadius = 50.0
	metLine   = 8.0
	metApart  = 72.0 // between the centres
	metHigh   = 2*metRadius + metLine
	// MetWide is the width of [MetRings] divided by its height.
	MetWide = (metHigh + metApart) / metHigh
	// MetApart is the distance of the two centres, MetRadius the radius of each ring and MetLine its line, divided by
	// the height of [MetRings].
	MetApart  = metApart / metHigh
	MetRadius = metRadius / metHigh
	MetLine   = metLine / metHigh
)

// MetRings draws the one that has been found and the gold ring that has met it, linked as those of the sign. The one is at
// the left, or at the right where left is the way to the middle of the crowd.
func MetRings(w, h int, pal Palette, oneRight bool) *image.RGBA {
	c := fitted(w, h, metHigh+metApart, metHigh)
	left, right := pal.OnWine, pal.Gold
	if oneRight {
		left, right = right, left
	}
	ax, bx, y := metHigh/2, metHigh/2+metApart, metHigh/2
	c.link(ax, y, metRadius, bx, y, metRadius, metLine, left, right)
	c.disc(ax, y, 10, solid(left))
	c.disc(bx, y, 10, solid(right))
	return c.img
}

// SearchDoor draws the door to the search: the crowd seen from near on a wine-coloured panel with corners of that radius,
// one dot of it gold. pitch is the distance from dot to dot, all in pixels. Towards the edge fade the crowd leaves the
// ground to words: as far as clear, a fraction of the width or height, there is none of it.
func SearchDoor(w, h int, pal Palette, corner, pitch float64, fade Edge, clear float64) *image.RGBA {
	c := newCanvas(w, h)
	width, height := float64(c.img.Rect.Dx()), float64(c.img.Rect.Dy())
	panel := roundRect(0, 0, width, height, corner)
	c.fill(panel, solid(pal.Wine))
	step := max(pitch, 3) / 1.7
	dots := crowd{cx: width * 0.5, cy: height * 0.46, step: step}
	want := Point{width * 0.62, height * 0.36}
	if fade == LeftEdge {
		dots.cx, dots.cy = width*0.6, height*0.5-36*step // a strip is a part of the crowd far from its middle
		want = Point{clear*width + (1-clear)*width*0.62, height * 0.5}
	}
	var near []int // the dots in the picture
	one := -1
	for i := range TenThousandDots {
		p := dots.at(i)
		if p.X < -pitch || p.Y < -pitch || p.X > width+pitch || p.Y > height+pitch {
			continue
		}
		near = append(near, i)
		if one < 0 || p.dist(want) < dots.at(one).dist(want) {
			one = i
		}
	}
	for _, i := range near {
		p := dots.at(i)
		if p.dist(dots.at(one)) < pitch*1.12 { // its ring has room
			continue
		}
		u, v := p.X/width, p.Y/height
		room := u
		if fade == BottomEdge {
			room = 1 - v
		}
		seen := smooth((room - clear) / 0.22)
		if seen <= 0 {
			continue
		}
		d := crowdDot(i, 1.6*u-0.9, 1.3*v-0.75)
		c.spot(p.X, p.Y, pitch*d.size, alpha(mix(mix(pal.Red, pal.RoseOnWine, d.warm), pal.OnWine, d.pale), d.strength*seen))
	}
	if one >= 0 {
		p := dots.at(one)
		c.glow(p.X, p.Y, pitch*4.2, alpha(pal.Gold, 0.5))
		c.disc(p.X, p.Y, pitch*0.62, solid(pal.Wine))
		c.disc(p.X, p.Y, pitch*0.5, solid(pal.Gold))
		c.ring(p.X, p.Y, pitch*1.0, max(1.5, pitch*0.14), solid(pal.Gold))
	}
	c.clip(panel)
	return c.img
}

// Disc draws a disc of one colour that fills the picture.
func Disc(w, h int, col color.NRGBA) *image.RGBA {
	c := fitted(w, h, 2, 2)
	c.disc(1, 1, 1-0.5/c.scale, solid(col))
	return c.img
}
