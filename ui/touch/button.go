package touch

import (
	"image/color"
	"math"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// Style is how a button looks; colours come from the caller's theme.
type Style struct {
	Fill, Pressed color.Color
	Text, Down    color.Color // text at rest and while pressed; Down nil is Text
	Border        color.Color
	BorderWidth   float32
	Radius        float32 // negative: fully round
	TextSize      float32
	Bold          bool
	Left          bool // text at the left edge instead of the middle
	Pad           float32
	Icon          func(w, h int) imageOf // nil: none
	IconSize      float32
	IconAfter     bool
}

// Button acts when a finger that went down on it comes up within the slop. It never acts twice
// for one double tap, has no hover to get stuck, and works inside a Scroller.
type Button struct {
	widget.BaseWidget
	ID     string // names it in layout traces and tests
	Text   string
	Style  Style
	OnTap  func()
	Repeat bool // a key: quick second taps count

	disabled bool
	down     bool
	at       fyne.Position
	acted    time.Time
	fired    bool
	bg       *canvas.Rectangle
	label    *canvas.Text
	icon     *canvas.Raster
	extra    []fyne.CanvasObject
	layout   func(size fyne.Size)
}

// again is how long after one action a second tap on the same button is taken for a double tap.
const again = 350 * time.Millisecond

// NewButton makes a button.
func NewButton(id, text string, style Style, onTap func()) *Button {
	b := &Button{ID: id, Text: text, Style: style, OnTap: onTap}
	b.bg = canvas.NewRectangle(style.Fill)
	b.label = canvas.NewText(text, style.Text)
	b.ExtendBaseWidget(b)
	return b
}

// NewCard makes a button that shows objects of the caller's instead of a text; layout places them.
func NewCard(id string, style Style, onTap func(), layout func(size fyne.Size), objects ...fyne.CanvasObject) *Button {
	b := NewButton(id, "", style, onTap)
	b.extra, b.layout = objects, layout
	return b
}

// Parts are what the button shows, placed for its size.
func (b *Button) Parts() []fyne.CanvasObject {
	r := buttonRenderer{b}
	r.Refresh()
	return r.Objects()
}

// SetDisabled makes the button inert and pale, or wakes it.
func (b *Button) SetDisabled(d bool) {
	b.disabled = d
	b.Refresh()
}

// Disabled tells whether the button is inert.
func (b *Button) Disabled() bool { return b.disabled }

// SetText changes the text.
func (b *Button) SetText(s string) {
	b.Text = s
	b.Refresh()
}

// CreateRenderer implements fyne.Widget.
func (b *Button) CreateRenderer() fyne.WidgetRenderer {
	if b.Style.Icon != nil {
		b.icon = NewPicture(b.Style.Icon)
	}
	r := &buttonRenderer{b: b}
	r.Refresh()
	return r
}

// MinSize implements fyne.CanvasObject: the text with its padding, never below 56 dp.
func (b *Button) MinSize() fyne.Size {
	t := fyne.MeasureText(b.Text, b.Style.TextSize, fyne.TextStyle{Bold: b.Style.Bold})
	w := t.Width + 2*b.Style.Pad
	if b.Style.Icon != nil {
		w += b.Style.IconSize * 1.3
	}
	return fyne.NewSize(max(56, w), max(56, t.Height+8))
}

// MouseDown implements desktop.Mouseable.
func (b *Button) MouseDown(e *desktop.MouseEvent) {
	if b.disabled || e.Button == desktop.MouseButtonSecondary {
		return
	}
	b.down, b.at, b.fired = true, e.AbsolutePosition, false
	b.Refresh()
}

// MouseUp implements desktop.Mouseable.
func (b *Button) MouseUp(e *desktop.MouseEvent) {
	was := b.down
	b.down = false
	b.Refresh()
	d := e.AbsolutePosition.Subtract(b.at)
	if was && math.Hypot(float64(d.X), float64(d.Y)) <= Slop {
		b.fired = true
		b.act()
	}
}

// Tapped implements fyne.Tappable; drivers that send MouseUp first have acted already.
func (b *Button) Tapped(*fyne.PointEvent) {
	if b.fired {
		b.fired = false
		return
	}
	b.act()
}

func (b *Button) act() {
	if b.disabled || b.OnTap == nil || !b.Repeat && time.Since(b.acted) < again {
		return
	}
	b.acted = time.Now()
	b.OnTap()
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
	return append(o, r.b.extra...)
}

func (r *buttonRenderer) Layout(size fyne.Size) {
	b, s := r.b, r.b.Style
	b.bg.Resize(size)
	b.bg.CornerRadius = s.Radius
	if s.Radius < 0 {
		b.bg.CornerRadius = min(size.Width, size.Height) / 2
	}
	// A text too long for its button is set smaller rather than cut.
	fit := s.TextSize
	room := size.Width - 2*min(s.Pad, size.Width*0.1)
	if b.icon != nil {
		room -= s.IconSize * 1.3
	}
	style := fyne.TextStyle{Bold: s.Bold}
	t := fyne.MeasureText(b.Text, fit, style)
	for t.Width > room && fit > 12 {
		fit--
		t = fyne.MeasureText(b.Text, fit, style)
	}
	b.label.TextSize = fit
	total := t.Width
	if b.icon != nil {
		total += s.IconSize * 1.3
		if b.Text == "" {
			total = s.IconSize
		}
	}
	x := (size.Width - total) / 2
	if s.Left {
		x = s.Pad
	}
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
}

func (r *buttonRenderer) Refresh() {
	b, s := r.b, r.b.Style
	b.label.Text, b.label.TextStyle = b.Text, fyne.TextStyle{Bold: s.Bold}
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
		b.label.Color, b.bg.FillColor = pale(s.Text), pale(b.bg.FillColor)
	}
	r.Layout(b.Size())
	canvas.Refresh(b.bg)
	canvas.Refresh(b.label)
}

func pale(c color.Color) color.Color {
	if c == nil {
		return nil
	}
	n := color.NRGBAModel.Convert(c).(color.NRGBA)
	n.A = uint8(int(n.A) * 45 / 100)
	return n
}
