package screen

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"matchbooth/assets/art"
	"matchbooth/ui/theme"
	"matchbooth/ui/touch"
)

// stepper is a value between a less and a more: choosing where typing is not needed.
func (b *B) stepper(at Box, id string, get func() string, less, more func()) (refresh func()) {
	m := b.M
	r := b.Rect(at, b.P.Card, m.FieldCorner())
	r.StrokeColor, r.StrokeWidth = b.P.Edge, 2
	t := canvas.NewText("", b.P.Ink)
	full := min(m.S(28)*m.Text, at.H*0.5)
	side := max(56, at.H-8)
	t.TextStyle, t.Alignment = fyne.TextStyle{Bold: true}, fyne.TextAlignCenter
	b.Put(t, at)
	refresh = func() {
		t.Text = get()
		for t.TextSize = full; t.MinSize().Width > at.W-2*side-m.S(24) && t.TextSize > theme.MinText; {
			t.TextSize--
		}
		t.Refresh()
	}
	refresh()
	st := touch.Style{Fill: b.P.Paper, Pressed: b.P.Line, Text: b.P.Ink, Radius: m.FieldCorner() * 0.8, Border: b.P.Line, BorderWidth: 1, IconSize: m.S(24)}
	for _, k := range []struct {
		name string
		x    float32
		icon func(int, int) imageOf
		do   func()
	}{
		{"less", at.X + 4, Icon(art.Minus, b.P.Ink), less},
		{"more", at.X + at.W - side - 4, Icon(art.Plus, b.P.Ink), more},
	} {
		st.Icon = k.icon
		b.Button(Box{k.x, at.Y + (at.H-side)/2, side, side}, id+"."+k.name, "", st, func() {
			k.do()
			refresh()
		}).Repeat = true
	}
	return refresh
}
