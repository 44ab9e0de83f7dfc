package page

import (
	"image"
	"image/color"

	"matchbooth/ui/touch"
)

// The button styles. One main action per screen; two equal choices are two Equal buttons.

// StyleMain is the one way on of a page.
func (b *B) StyleMain() touch.Style {
	return touch.Style{Fill: b.P.Red, Pressed: b.P.Deep, Text: b.P.OnRed, Radius: -1, TextSize: b.M.Action(), Bold: true, Pad: b.M.S(36)}
}

// StyleEqual is for answers none of which is urged on anybody.
func (b *B) StyleEqual() touch.Style {
	return touch.Style{Fill: b.P.Card, Pressed: b.P.Ink, Text: b.P.Ink, Down: b.P.Paper, Border: b.P.Ink, BorderWidth: 2,
		Radius: -1, TextSize: b.M.Action(), Bold: true, Pad: b.M.S(28)}
}

// StyleQuiet is for what is not the way on.
func (b *B) StyleQuiet() touch.Style {
	return touch.Style{Fill: color.Transparent, Pressed: b.P.Line, Text: b.P.Ink, Border: b.P.Edge, BorderWidth: 2,
		Radius: -1, TextSize: b.M.Label(), Bold: true, Pad: b.M.S(26)}
}

// StyleText is a button without a frame.
func (b *B) StyleText() touch.Style {
	return touch.Style{Fill: color.Transparent, Pressed: b.P.Line, Text: b.P.Ink, Radius: -1, TextSize: b.M.Label(), Pad: b.M.S(14)}
}

// StyleCard is the style of a touchable card: what can be touched has an edge that can be seen.
func (b *B) StyleCard() touch.Style {
	return touch.Style{Fill: b.P.Card, Pressed: b.P.Rose, Text: b.P.Ink, Border: b.P.Edge, BorderWidth: 2,
		Radius: b.M.Corner(), TextSize: b.M.Label(), Pad: b.M.S(24)}
}

// Button places a button in the box.
func (b *B) Button(at Box, id, label string, style touch.Style, do func()) *touch.Button {
	btn := touch.NewButton(id, label, style, do)
	b.Put(btn, at)
	return btn
}

// Width returns the preferred width of a button of this style, in dp.
func (b *B) Width(label string, style touch.Style) float32 {
	return touch.NewButton("", label, style, nil).MinSize().Width
}

// Icon returns an icon drawer in a colour.
func Icon(draw func(w, h int, c color.NRGBA) *image.RGBA, c color.NRGBA) func(w, h int) image.Image {
	return func(w, h int) image.Image { return draw(w, h, c) }
}
