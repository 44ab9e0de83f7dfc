package art

import (
	"image"
	"image/color"
	"math"
)

// rgba is a colour that is not premultiplied by its opacity: r, g, b from 0 to 255, a from 0 to 1.
type rgba struct{ r, g, b, a float32 }

func light(c color.NRGBA) rgba {
	return rgba{float32(c.R), float32(c.G), float32(c.B), float32(c.A) / 255}
}

// paint returns the colour of each pixel of the canvas.
type paint func(x, y int) rgba

func solid(c color.NRGBA) paint {
	v := light(c)
	return func(int, int) rgba { return v }
}

// linear returns a linear gradient from one colour at a to another at b, both points in units of c.
func (c *canvas) linear(a, b Point, from, to color.NRGBA) paint {
	a, b = c.px(a), c.px(b)
	dx, dy := b.X-a.X, b.Y-a.Y
	long := dx*dx + dy*dy
	f, t := light(from), light(to)
	return func(x, y int) rgba {
		s := clamp(((float64(x)+0.5-a.X)*dx+(float64(y)+0.5-a.Y)*dy)/long, 0, 1)
		return between(f, t, float32(s))
	}
}

func between(f, t rgba, s float32) rgba {
	return rgba{f.r + (t.r-f.r)*s, f.g + (t.g-f.g)*s, f.b + (t.b-f.b)*s, f.a + (t.a-f.a)*s}
}

// blend paints a colour over a pixel in proportion to its coverage, 0 to 1. Values between two of the
// 256 steps are rounded by a fixed dither pattern, so that long gradients show no bands; whole values
// stay exact.
func blend(img *image.RGBA, x, y int, v rgba, cover float32) {
	a := v.a * cover
	i := (y-img.Rect.Min.Y)*img.Stride + (x-img.Rect.Min.X)*4
	p := img.Pix[i : i+4 : i+4]
	keep, n := 1-a, grain[(y&63)<<6|x&63]
	p[0] = uint8(v.r*a + float32(p[0])*keep + n)
	p[1] = uint8(v.g*a + float32(p[1])*keep + n)
	p[2] = uint8(v.b*a + float32(p[2])*keep + n)
	p[3] = uint8(min(255, 255*a+float32(p[3])*keep+n))
}

// grain is the dither pattern, a 64 × 64 tile of rounding offsets: interleaved gradient noise (Jimenez,
// "Next Generation Post Processing in Call of Duty", 2014), kept away from 0 and 1 so that whole values
// stay exact.
var grain = func() (g [64 * 64]float32) {
	fract := func(v float64) float64 { return v - math.Floor(v) }
	for i := range g {
		x, y := float64(i&63), float64(i>>6)
		g[i] = float32(0.05 + 0.9*fract(52.9829189*fract(0.06711056*x+0.00583715*y)))
	}
	return g
}()

// hash returns a pseudo-random number from 0 up to 1 that is always the same for the same arguments.
func hash(x, y int) float64 {
	v := uint32(x)*0x9E3779B1 ^ uint32(y)*0x85EBCA77
	v ^= v >> 15
	v *= 0x2C1B3C6D
	v ^= v >> 12
	v *= 0x297A2D39
	v ^= v >> 15
	return float64(v) / (1 << 32)
}

// waves returns a slow, smooth variation from 0 to 1 over the plane, without seams or any repetition
// that is visible within a few dozen units.
func waves(x, y float64) float64 {
	return 0.5 + 0.25*math.Sin(x*0.9+1.3*math.Sin(y*0.55)) + 0.25*math.Sin(y*0.8-x*0.35+2)
}
