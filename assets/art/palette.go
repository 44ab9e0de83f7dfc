package art

import (
	"image/color"
	"math"
)

// Palette holds the booth's colours as named tokens. Every pair used for text meets WCAG AA
// or better; a test in matchbooth/ui/theme computes it.
type Palette struct {
	Paper, Card, Ink, Soft    color.NRGBA // background, what can be touched, text, quiet text
	Red, Deep, OnRed          color.NRGBA // the one main action and the donor's line, pressed, text on both
	Gold                      color.NRGBA // the match, progress, attention; never text on light
	Green, Mint               color.NRGBA // saved, checked; and its tint
	Rose                      color.NRGBA // tint of red: badges, background of errors
	Line, Edge                color.NRGBA // hairlines; borders that carry meaning (3:1 or better)
	Wine, OnWine, OnWineQuiet color.NRGBA // background of attract and night, text on it
	WineCard                  color.NRGBA // what can be touched on wine
	RoseOnWine                color.NRGBA // the red of the sign on the dark background
}

// Normal returns the default palette.
func Normal() Palette {
	return Palette{
		Paper: hex(0xFBF6EF), Card: hex(0xFFFFFF), Ink: hex(0x2A1A1F), Soft: hex(0x6B5A5E),
		Red: hex(0xB3122B), Deep: hex(0x7E0A1E), OnRed: hex(0xFFFFFF),
		Gold: hex(0xE3A73B), Green: hex(0x1E6B52), Mint: hex(0xE3F0EA), Rose: hex(0xF7E6E2),
		Line: hex(0xE6DACE), Edge: hex(0x8F7B69),
		Wine: hex(0x2B0B16), OnWine: hex(0xFFF6EC), OnWineQuiet: hex(0xE9CFC6),
		WineCard: hex(0x3D1D28), RoseOnWine: hex(0xF0A59A),
	}
}

// HighContrast returns the palette for people who chose high contrast: there are no tints, lines are
// black, the dark background is nearly black.
func HighContrast() Palette {
	p := Normal()
	p.Paper, p.Card, p.Ink, p.Soft = hex(0xFFFFFF), hex(0xFFFFFF), hex(0x000000), hex(0x2A1A1F)
	p.Red, p.Deep = hex(0x8F0018), hex(0x5A0010)
	p.Green, p.Mint, p.Rose = hex(0x0B4A36), hex(0xFFFFFF), hex(0xFFFFFF)
	p.Line, p.Edge = hex(0x2A1A1F), hex(0x000000)
	p.Wine, p.OnWine, p.OnWineQuiet, p.WineCard = hex(0x12030A), hex(0xFFFFFF), hex(0xFFFFFF), hex(0x12030A)
	return p
}

// tinted reports whether the palette has tints: in high contrast a tint is the same as the background,
// and a shape that is only a tint would vanish.
func (p Palette) tinted() bool { return p.Rose != p.Card }

// GoldOnLight returns the gold for lines on a light background: in high contrast it is dark enough (5:1
// on white) to be followed, which the normal gold is not.
func (p Palette) GoldOnLight() color.NRGBA {
	if p.tinted() {
		return p.Gold
	}
	return mix(p.Gold, p.Ink, 0.42)
}

func hex(rgb uint32) color.NRGBA {
	return color.NRGBA{R: uint8(rgb >> 16), G: uint8(rgb >> 8), B: uint8(rgb), A: 255}
}

// alpha returns c with its opacity multiplied by a, 0 to 1.
func alpha(c color.NRGBA, a float64) color.NRGBA {
	c.A = uint8(float64(c.A)*clamp(a, 0, 1) + 0.5)
	return c
}

// mix returns the colour at the fraction t, 0 to 1, of the way from a to b.
func mix(a, b color.NRGBA, t float64) color.NRGBA {
	t = clamp(t, 0, 1)
	f := func(x, y uint8) uint8 { return uint8(float64(x)*(1-t) + float64(y)*t + 0.5) }
	return color.NRGBA{R: f(a.R, b.R), G: f(a.G, b.G), B: f(a.B, b.B), A: f(a.A, b.A)}
}

func clamp(v, lo, hi float64) float64 { return min(max(v, lo), hi) }

// ContrastOf is the contrast of two opaque colours after WCAG 2.2, 1 to 21: what is drawn can be told from what it lies on at 3,
// and read at 4.5.
func ContrastOf(a, b color.Color) float64 {
	lum := func(c color.Color) float64 {
		r, g, b, _ := c.RGBA()
		lin := func(v uint32) float64 {
			f := float64(v) / 65535
			if f <= 0.04045 {
				return f / 12.92
			}
			return math.Pow((f+0.055)/1.055, 2.4)
		}
		return 0.2126*lin(r) + 0.7152*lin(g) + 0.0722*lin(b)
	}
	x, y := lum(a), lum(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}
