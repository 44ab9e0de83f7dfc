package page

import (
	"fyne.io/fyne/v2"

	"matchbooth/ui/touch"
)

// Message reserves room for one sentence that can change while the page is shown.
func (b *B) Message(at Box) func(s string, wrong bool) {
	holder := touch.NewHolder()
	b.Put(holder, at)
	return func(s string, wrong bool) {
		c := b.P.Ink
		if wrong {
			c = b.P.Red
		}
		p := touch.Fit([]touch.Span{{Text: s}}, b.Type(b.M.Label(), c, wrong), at.W, at.H, 2)
		holder.Fill(p.Objects(0, 0)...)
	}
}

// Hold is a button for what cannot be undone: it must be held down for a second.
func (b *B) Hold(at Box, id, label string, do func()) fyne.CanvasObject {
	m := b.M
	h := touch.NewHold(id, label, touch.HoldStyle{Fill: b.P.Card, Fills: b.P.Rose, Text: b.P.Red, Border: b.P.Red, TextSize: m.Label(), Still: b.Still}, do)
	b.Put(h, at)
	return h
}
