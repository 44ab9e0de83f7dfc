package page

import (
	"image/color"

	"matchbooth/kiosk/session"
	"matchbooth/ui/touch"
)

// Sheet dims the screen and returns the box of a white card in its middle; in portrait the card
// is in the lower part, within reach. Nothing under it can be touched.
func (b *B) Sheet(w, h float32) Box {
	m := b.M
	veil := touch.NewButton("", "", touch.Style{Fill: color.NRGBA{0x2A, 0x1A, 0x1F, 0xB0}}, b.Do(session.Touch))
	veil.Repeat = true
	Place(veil, Box{0, 0, m.W, m.H})
	b.Add(veil)
	w, h = min(w, m.W-2*m.Margin()), min(h, m.H-2*m.Margin())
	at := Box{0, 0, m.W, m.H}.Middle(w, h)
	if m.Portrait {
		at.Y = min(m.H*0.52, m.H-h-m.Margin())
	}
	b.Rect(at, b.P.Paper, m.Corner())
	return at.Inset(m.S(40))
}
