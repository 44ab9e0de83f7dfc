package page

import (
	"image"

	"fyne.io/fyne/v2"

	"matchbooth/kiosk/takehome"
	"matchbooth/ui/theme"
)

// Code draws a QR code at whole device pixels, with its domain under it. QR codes are dark on light
// in any contrast setting: decoders expect it.
func (b *B) Code(at Box, payload string) { b.LabelledCode(at, payload, "") }

// LabelledCode is Code with a word before the domain that says what it is.
func (b *B) LabelledCode(at Box, payload, label string) {
	m := b.M
	mat, err := takehome.Encode(payload)
	if err != nil {
		return
	}
	dom := takehome.Domain(payload)
	line := m.Label() * 1.5
	switch {
	case dom == "":
		dom = label
	case label != "":
		dom = label + " · " + dom
	}
	if dom == "" {
		line = 0
	}
	side := min(at.W, at.H-line)
	q := Box{at.X + (at.W-side)/2, at.Y + (at.H-line-side)/2, side, side}
	p := theme.Colours(false)
	b.Picture(q, func(w, h int) image.Image { return takehome.Draw(mat, min(w, h), p.Ink, p.Card) })
	if dom != "" {
		t := b.Type(m.Label(), b.P.Soft, false)
		t.Align = fyne.TextAlignCenter
		b.TextFit(Box{at.X, q.Y + side, at.W, line}, dom, t, 1, 0.5)
	}
}
