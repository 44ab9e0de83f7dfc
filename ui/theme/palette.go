package theme

import (
	"image/color"

	"matchbooth/assets/art"
)

// Palette holds the colours of the house: screens and drawings share them.
type Palette = art.Palette

// Colours returns the palette, or its high-contrast twin.
func Colours(contrast bool) Palette {
	if contrast {
		return art.HighContrast()
	}
	return art.Normal()
}

// Fade returns the colour with the opacity a, 0 to 1.
func Fade(c color.NRGBA, a float32) color.NRGBA {
	c.A = uint8(float32(c.A) * a)
	return c
}
