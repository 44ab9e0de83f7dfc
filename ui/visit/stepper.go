package visit

import (
	"matchbooth/assets/art"
	"matchbooth/ui/page"
	"matchbooth/ui/touch"
)

// stepStyle is the style of a stepper of the given height.
func (b *B) stepStyle(high float32) touch.StepStyle {
	m := b.M
	return touch.StepStyle{
		Fill: b.P.Card, Border: b.P.Edge, BorderWidth: 2, Radius: m.FieldCorner(), Text: b.P.Ink,
		TextSize: min(m.S(28)*m.Text, high*0.5),
		Key: touch.Style{Fill: b.P.Paper, Pressed: b.P.Line, Text: b.P.Ink, Radius: m.FieldCorner() * 0.8,
			Border: b.P.Line, BorderWidth: 1, IconSize: m.S(24)},
		Less: page.Icon(art.Minus, b.P.Ink), More: page.Icon(art.Plus, b.P.Ink),
	}
}
