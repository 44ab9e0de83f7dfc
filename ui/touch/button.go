package touch

import (
	"image/color"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// Style is how a button looks; colours come from the caller's theme. Lengths are in dp.
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
	Ground        color.Color // what lies behind the button, for the contrast of a disabled one; nil is white
}

// Button acts when a finger that went down on it comes up within the slop: it may wobble by
// slop dp, and what wanders farther never acts, not even when it comes back. It acts once for a
// double tap, also when the first tap brought another page with another button at the same
// place. It has no hover to get stuck.
//
// The stock button loses a tap as soon as the finger moves by two pixels over anything that can
// be dragged, stays painted as hovered where the finger was last, and acts twice for a double
// tap.
//
// The driver sends a release to what lies under the pointer by then, and Tapped after it. So the
// button follows the finger itself: Fyne counts a Draggable as the one that is dragged wherever
// the finger goes, and in a Scroller the Scroller follows it in its stead.
type Button struct {
	widget.BaseWidget
	ID     string // names it in layout traces and tests
	Text   string
	Style  Style
	OnTap  func()
	Repeat bool // a key: quick second taps count

	disabled bool
	busy     bool
	down     bool
	acted    time.Time
	spent    time.Time // when the finger last came up: the driver's Tapped that follows is its echo
	bg       *canvas.Rectangle
	label    *canvas.Text
	icon     *canvas.Raster
	dots     [3]*canvas.Circle
	extra    []fyne.CanvasObject
	layout   func(size fyne.Size)
}

var (
	_ pressable         = (*Button)(nil)
	_ fyne.Tappable     = (*Button)(nil)
	_ fyne.Draggable    = (*Button)(nil)
	_ desktop.Mouseable = (*Button)(nil)
)

// NewButton makes a button.
func NewButton(id, text string, style Style, onTap func()) *Button {
	b := &Button{ID: id, Text: text, Style: style, OnTap: onTap}
	b.bg = canvas.NewRectangle(style.Fill)
	b.label = canvas.NewText(text, style.Text)
	for i := range b.dots {
		b.dots[i] = canvas.NewCircle(style.Text)
	}
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

// SetDisabled makes the button inert and pale, or wakes it. Its text keeps a contrast of 3:1.
func (b *Button) SetDisabled(d bool) {
	b.disabled = d
	b.let()
}

// Disabled tells whether the button is inert.
func (b *Button) Disabled() bool { return b.disabled }

// SetBusy makes the button inert while something is being done, or wakes it. Three dots that do
// not move stand behind its text.
func (b *Button) SetBusy(busy bool) {
	b.busy = busy
	b.let()
}

// Busy tells whether something is being done.
func (b *Button) Busy() bool { return b.busy }

// let ends a press on a button that has become inert.
func (b *Button) let() {
	if b.inert() && finger.on == pressable(b) {
		Cancel()
	}
	b.Refresh()
}

func (b *Button) inert() bool { return b.disabled || b.busy }

// SetText changes the text.
func (b *Button) SetText(s string) {
	b.Text = s
	b.Refresh()
}

// Hide implements fyne.CanvasObject; a press on what is hidden comes to nothing.
func (b *Button) Hide() {
	if finger.on == pressable(b) {
		Cancel()
	}
	b.BaseWidget.Hide()
}

// MinSize implements fyne.CanvasObject: the text with its padding, never below 56 dp.
func (b *Button) MinSize() fyne.Size {
	t := fyne.MeasureText(b.Text, b.Style.TextSize, fyne.TextStyle{Bold: b.Style.Bold})
	w := t.Width + 2*b.Style.Pad
	if b.Style.Icon != nil {
		w += b.Style.IconSize * 1.3
	}
	return fyne.NewSize(max(Least, w), max(Least, t.Height+8))
}

// MouseDown implements desktop.Mouseable. Only the first button of a mouse is a finger.
func (b *Button) MouseDown(e *desktop.MouseEvent) {
	if !primary(e) {
		Cancel()
		return
	}
	b.spent = time.Time{}
	if b.inert() || !b.Repeat && doubled(e) {
		Cancel()
		return
	}
	pressOn(b, e)
	b.down = true
	b.Refresh()
}

// MouseUp implements desktop.Mouseable.
func (b *Button) MouseUp(e *desktop.MouseEvent) {
	if !primary(e) {
		return
	}
	lift(b, e.AbsolutePosition)
	b.spent = now()
}

// Dragged implements fyne.Draggable: past the slop the press is over.
func (b *Button) Dragged(e *fyne.DragEvent) { wander(e.Dragged) }

// DragEnd implements fyne.Draggable. The driver sends MouseUp before it, but only where the
// finger comes up over something that listens.
func (b *Button) DragEnd() { lift(b, finger.at.AddXY(finger.wander.DX, finger.wander.DY)) }

// Tapped implements fyne.Tappable. Drivers that send MouseUp have acted already, or found that
// the finger had slid off: then this is the echo of the same finger and does nothing.
func (b *Button) Tapped(*fyne.PointEvent) {
	echo := now().Sub(b.spent) < time.Second
	b.spent = time.Time{}
	if !echo {
		b.Act()
	}
}

// Act implements pressable: it does what a tap does, unless the button is inert or acted just now.
func (b *Button) Act() {
	if b.inert() || b.OnTap == nil || !b.Repeat && now().Sub(b.acted) < again {
		return
	}
	b.mark()
	b.OnTap()
	b.mark() // a tap that came while it was being done is the second half of a double tap
}

// mark notes when the button acted.
func (b *Button) mark() {
	if !b.Repeat {
		b.acted = now()
		finger.acted, finger.actedAt = b.acted, finger.at
	}
}

// Release implements pressable.
func (b *Button) Release() {
	b.down = false
	b.Refresh()
}
