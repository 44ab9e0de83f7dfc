package theme

import "image/color"

// Palette holds the colours of the house as named tokens. Every pair that carries text is at
// WCAG AA or better; a test computes it.
type Palette struct {
	Paper, Card, Ink, Soft    color.NRGBA // ground, what can be touched, text, quiet text
	Red, Deep, OnRed          color.NRGBA // the one main action, pressed, text on both
	Gold                      color.NRGBA // the match, progress, attention; never text on light
	Green, Mint               color.NRGBA // saved, checked
	Rose                      color.NRGBA // tint of red: badges, ground of errors
	Line, Edge                color.NRGBA // hairlines; borders that carry meaning (3:1 or better)
	Wine, OnWine, OnWineQuiet color.NRGBA // ground of attract and of night, text on it
	WineCard                  color.NRGBA // what can be touched on wine
	RoseOnWine                color.NRGBA // the red of the sign on the dark ground
}

// Colours returns the palette, or its high-contrast twin.
func Colours(contrast bool) Palette {
	p := Palette{
		Paper: hex(0xFBF6EF), Card: hex(0xFFFFFF), Ink: hex(0x2A1A1F), Soft: hex(0x6B5A5E),
		Red: hex(0xB3122B), Deep: hex(0x7E0A1E), OnRed: hex(0xFFFFFF),
		Gold: hex(0xE3A73B), Green: hex(0x1E6B52), Mint: hex(0xE3F0EA), Rose: hex(0xF7E6E2),
		Line: hex(0xE6DACE), Edge: hex(0x8F7B69),
		Wine: hex(0x2B0B16), OnWine: hex(0xFFF6EC), OnWineQuiet: hex(0xE9CFC6),
		WineCard: hex(0x3D1D28), RoseOnWine: hex(0xF0A59A),
	}
	if contrast {
		p.Paper, p.Card, p.Ink, p.Soft = hex(0xFFFFFF), hex(0xFFFFFF), hex(0x000000), hex(0x2A1A1F)
		p.Red, p.Deep = hex(0x8F0018), hex(0x5A0010)
		p.Green, p.Mint, p.Rose = hex(0x0B4A36), hex(0xFFFFFF), hex(0xFFFFFF)
		p.Line, p.Edge = hex(0x2A1A1F), hex(0x000000)
		p.Wine, p.OnWine, p.OnWineQuiet, p.WineCard = hex(0x12030A), hex(0xFFFFFF), hex(0xFFFFFF), hex(0x12030A)
	}
	return p
}

func hex(rgb uint32) color.NRGBA {
	return color.NRGBA{R: uint8(rgb >> 16), G: uint8(rgb >> 8), B: uint8(rgb), A: 255}
}

// Fade returns the colour with the opacity a, 0 to 1.
func Fade(c color.NRGBA, a float32) color.NRGBA {
	c.A = uint8(float32(c.A) * a)
	return c
}
