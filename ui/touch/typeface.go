package touch

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// Typeface returns the theme's typeface for a style, for the FontSource of a text. A text that names none has the toolkit look
// through all fonts of the system first, in case it should need one: some 40 ms of the booth's start with 160 fonts, more with
// more of them. It still does so for a character that our typeface lacks.
func Typeface(style fyne.TextStyle) fyne.Resource {
	return fyne.CurrentApp().Settings().Theme().Font(style)
}

// MeasureText is the size of a text in dp, in the theme's typeface.
func MeasureText(s string, size float32, style fyne.TextStyle) fyne.Size {
	box, _ := fyne.CurrentApp().Driver().RenderedTextSize(s, size, style, Typeface(style))
	return box
}

// NewText returns a text in the theme's typeface.
func NewText(s string, c color.Color, style fyne.TextStyle) *canvas.Text {
	t := canvas.NewText(s, c)
	Restyle(t, style)
	return t
}

// Restyle gives a text another style, and the typeface that goes with it.
func Restyle(t *canvas.Text, style fyne.TextStyle) {
	t.TextStyle, t.FontSource = style, Typeface(style)
}
