package theme

import (
	"image/color"

	"matchbooth/assets/art"
)

// Palette is the set of colours that screens and drawings share.
type Palette = art.Palette

// Colours returns the palette, or its high-contrast counterpart.
func Colours(contrast bool) Palette {
	if contrast {
		return art.HighContrast()
	}
	return art.Normal()
}

// Fade returns the colour with opacity a, 0 to 1.
func Fade(c color.NRGBA, a float32) color.NRGBA {
	c.A = uint8(float32(c.A) * a)
	return c
}
