package touch

import (
	"image/color"
	"math"
)

// Contrast returns the contrast of two opaque colours as WCAG 2.2 defines it ("contrast ratio"),
// from 1 to 21.
func Contrast(a, b color.Color) float64 {
	x, y := luminance(a), luminance(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

// luminance returns the "relative luminance" of an sRGB colour as WCAG 2.2 defines it.
func luminance(c color.Color) float64 {
	n := nrgba(c)
	lin := func(v uint8) float64 {
		s := float64(v) / 255
		if s <= 0.04045 {
			return s / 12.92
		}
		return math.Pow((s+0.055)/1.055, 2.4)
	}
	return 0.2126*lin(n.R) + 0.7152*lin(n.G) + 0.0722*lin(n.B)
}

// over composites a colour over an opaque ground.
func over(c, ground color.Color) color.Color {
	a, b := nrgba(c), nrgba(ground)
	mix := func(x, y uint8) uint8 { return uint8((int(x)*int(a.A) + int(y)*(255-int(a.A)) + 127) / 255) }
	return color.NRGBA{mix(a.R, b.R), mix(a.G, b.G), mix(a.B, b.B), 255}
}

// fade scales the colour's opacity to percent; nil stays nil.
func fade(c color.Color, percent int) color.Color {
	if c == nil {
		return nil
	}
	n := nrgba(c)
	n.A = uint8(int(n.A) * percent / 100)
	return n
}

func nrgba(c color.Color) color.NRGBA {
	if c == nil {
		return color.NRGBA{}
	}
	return color.NRGBAModel.Convert(c).(color.NRGBA)
}
