package art

import (
	"image"
	"image/color"
	"image/draw"
)

// PhotoSky draws a picture of the pack's own in place of the field of dots: it rises out of the ground of the attract
// screen at the edge towards the words, and is darkened along the top, where the controls are, and with a credit along the
// foot. pic has the size of the sky; nil draws the ground alone.
func PhotoSky(pic *image.RGBA, w, h int, pal Palette, fade Edge, credit bool) *image.RGBA {
	c := newCanvas(w, h)
	flood(c.img, pal.Wine)
	if pic == nil {
		return c.img
	}
	draw.Draw(c.img, c.img.Rect, pic, pic.Rect.Min, draw.Over)
	c.shade(pal.Wine, func(x, y float64) float64 {
		d := 1.0
		switch fade {
		case LeftEdge:
			d = x
		case RightEdge:
			d = 1 - x
		case TopEdge:
			d = y
		case BottomEdge:
			d = 1 - y
		}
		words := 1 - smooth(d/0.42)
		top := 0.82 * (1 - smooth((y-0.11)/0.2))
		foot := 0.0
		if credit {
			foot = 0.82 * (1 - smooth((1-y-0.09)/0.16))
		}
		return 1 - (1-words)*(1-top)*(1-foot)*0.94
	})
	return c.img
}

// shade paints a colour over everything, as strongly as a function of the place says: fractions of width and height.
func (c *canvas) shade(col color.NRGBA, strength func(x, y float64) float64) {
	w, h := c.img.Rect.Dx(), c.img.Rect.Dy()
	v := light(col)
	for y := range h {
		for x := range w {
			if s := strength((float64(x)+0.5)/float64(w), (float64(y)+0.5)/float64(h)); s > 0 {
				blend(c.img, x, y, v, float32(s))
			}
		}
	}
}

// smooth is 0 up to 0, 1 from 1 on, and rises without a corner between.
func smooth(t float64) float64 {
	t = clamp(t, 0, 1)
	return t * t * (3 - 2*t)
}
