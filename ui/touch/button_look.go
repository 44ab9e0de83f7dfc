package touch

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// CreateRenderer implements fyne.Widget.
func (b *Button) CreateRenderer() fyne.WidgetRenderer {
	if b.Style.Icon != nil {
		b.icon = NewPicture(b.Style.Icon)
	}
	r := &buttonRenderer{b: b}
	r.Refresh()
	return r
}

type buttonRenderer struct{ b *Button }

func (r *buttonRenderer) Destroy()           {}
func (r *buttonRenderer) MinSize() fyne.Size { return r.b.MinSize() }
func (r *buttonRenderer) Objects() []fyne.CanvasObject {
	o := []fyne.CanvasObject{r.b.bg}
	if r.b.Text != "" {
		o = append(o, r.b.label)
	}
	if r.b.icon != nil {
		o = append(o, r.b.icon)
	}
	o = append(o, r.b.extra...)
	if r.b.busy {
		for _, d := range r.b.dots {
			o = append(o, d)
		}
	}
	return append(o, r.b.ring...)
}

// ring is what shows where the keys of a physical keyboard are: two outlines, the second inside the first. Nil is none.
type ring []fyne.CanvasObject

// The widths of its outlines, in dp.
const (
	ringOuter = 4
	ringInner = 2
)

func newRing(outer, inner color.Color) ring {
	if outer == nil {
		return nil
	}
	line := func(c color.Color, width float32) *canvas.Rectangle {
		r := canvas.NewRectangle(color.Transparent)
		r.StrokeColor, r.StrokeWidth = c, width
		return r
	}
	return ring{line(outer, ringOuter), line(inner, ringInner)}
}

// layout lays it inside the edge of a widget whose corners have this radius.
func (r ring) layout(size fyne.Size, radius float32) {
	for i, o := range r {
		by := float32(i) * ringOuter
		o.Resize(fyne.NewSize(size.Width-2*by, size.Height-2*by))
		o.Move(fyne.NewPos(by, by))
		o.(*canvas.Rectangle).CornerRadius = max(0, radius-by)
	}
}

func (r *buttonRenderer) Layout(size fyne.Size) {
	b, s := r.b, r.b.Style
	b.bg.Resize(size)
	b.bg.CornerRadius = s.Radius
	if s.Radius < 0 {
		b.bg.CornerRadius = min(size.Width, size.Height) / 2
	}
	b.ring.layout(size, b.bg.CornerRadius)
	// Shrink a text too long for its button rather than cut it.
	fit := s.TextSize
	room := size.Width - 2*min(s.Pad, size.Width*0.1)
	if b.icon != nil {
		room -= s.IconSize * 1.3
	}
	var dots float32
	if b.busy {
		dots = dotsWidth(s.TextSize)
		room -= dots
	}
	style := fyne.TextStyle{Bold: s.Bold}
	t := MeasureText(b.Text, fit, style)
	for t.Width > room && fit > 12 {
		fit--
		t = MeasureText(b.Text, fit, style)
	}
	b.label.TextSize = fit
	total := t.Width
	if b.icon != nil {
		total += s.IconSize * 1.3
		if b.Text == "" {
			total = s.IconSize
		}
	}
	x := (size.Width - total - dots) / 2
	if s.Left {
		x = s.Pad
	}
	end := x + total
	if b.icon != nil {
		b.icon.Resize(fyne.NewSize(s.IconSize, s.IconSize))
		iy := (size.Height - s.IconSize) / 2
		if s.IconAfter {
			b.icon.Move(fyne.NewPos(x+t.Width+s.IconSize*0.3, iy))
		} else {
			b.icon.Move(fyne.NewPos(x, iy))
			x += s.IconSize * 1.3
		}
	}
	b.label.Resize(t)
	b.label.Move(fyne.NewPos(x, (size.Height-t.Height)/2))
	if b.layout != nil {
		b.layout(size)
	}
	if b.busy {
		r.layDots(end, size)
	}
}

// dotsWidth is the width, in dp, reserved for three dots after a text of the given size.
func dotsWidth(textSize float32) float32 { return max(textSize, 16) * 1.5 }

// layDots places a busy button's three dots after its text, or at the right of a card, vertically
// centred.
func (r *buttonRenderer) layDots(x float32, size fyne.Size) {
	w := dotsWidth(r.b.Style.TextSize)
	d := w / 7
	switch {
	case len(r.b.extra) > 0:
		x = size.Width - w - d
	case r.b.Text == "" && r.b.icon == nil:
		x = (size.Width-w)/2 - d
	}
	for i, c := range r.b.dots {
		c.Resize(fyne.NewSize(d, d))
		c.Move(fyne.NewPos(x+d*float32(2+2*i), (size.Height-d)/2))
	}
}

func (r *buttonRenderer) Refresh() {
	b, s := r.b, r.b.Style
	b.label.Text = b.Text
	Restyle(b.label, fyne.TextStyle{Bold: s.Bold})
	b.label.Color, b.bg.FillColor = s.Text, s.Fill
	b.bg.StrokeColor, b.bg.StrokeWidth = s.Border, s.BorderWidth
	if b.down {
		if s.Pressed != nil {
			b.bg.FillColor = s.Pressed
		}
		if s.Down != nil {
			b.label.Color = s.Down
		}
	}
	if b.disabled {
		b.bg.FillColor, b.label.Color = pale(s.Fill, s.Text, s.Ground)
	}
	if b.icon != nil {
		clear := 0.
		if b.disabled {
			clear = 1 - faintest/100.
		}
		if b.icon.Translucency != clear {
			b.icon.Translucency = clear
			canvas.Refresh(b.icon)
		}
	}
	for _, d := range b.dots {
		d.FillColor = b.label.Color
		canvas.Refresh(d)
	}
	r.Layout(b.Size())
	canvas.Refresh(b.bg)
	canvas.Refresh(b.label)
}

// pale returns the fill and text colours of an inert button: as faint as possible while the text
// still has paleContrast against the fill over the ground, and unchanged if even full opacity
// falls short of that.
func pale(fill, text, ground color.Color) (color.Color, color.Color) {
	if text == nil {
		return fade(fill, faintest), nil
	}
	if ground == nil {
		ground = color.White
	}
	at := over(fill, ground)
	full := Contrast(over(text, at), at)
	for _, least := range []float64{paleContrast, paleLeast} {
		for f := faintest; f <= 100; f += 5 {
			on := over(fade(fill, f), ground)
			for t := faintest; t <= 100; t += 5 {
				if c := Contrast(over(fade(text, t), on), on); c >= least && (c < full || least < paleContrast) {
					return fade(fill, f), fade(text, t)
				}
			}
		}
	}
	return fill, text
}

// paleContrast is the minimum contrast of a disabled button's text, and faintest its opacity in
// per cent where the contrast allows it. WCAG requires no contrast for inactive controls, but here
// the text often says what is missing, and must be as easy to read as any other (WCAG: 4.5). Where
// not even full opacity has that, it is the contrast of a sign.
const (
	paleContrast = 4.5
	paleLeast    = 3.0
	faintest     = 45
)
