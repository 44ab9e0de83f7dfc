package touch

import (
	"image/color"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// Style is a button's appearance; colours come from the caller's theme. Lengths are in dp.
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
	Ground        color.Color // what the button lies on, for the contrast of a disabled one; nil is white
}

// Button acts when a finger that went down on it comes up within the slop: it may wobble by
// Slop dp, and a finger that strays farther never triggers it, not even if it comes back. A
// double tap triggers it once, even when the first tap opened another page with another button in
// the same place. It has no hover state to get stuck.
//
// The stock button loses a tap as soon as the finger moves by two pixels over anything draggable,
// stays painted as hovered where the finger last was, and acts twice on a double tap.
//
// The driver sends the release to whatever is under the pointer by then, followed by Tapped. The
// button therefore tracks the finger itself: Fyne sends all drags of a press to the Draggable it
// began on, wherever the finger goes, and inside a Scroller they go to the Scroller instead.
type Button struct {
	widget.BaseWidget
	ID     string // identifies it in layout traces and tests
	Text   string
	Style  Style
	OnTap  func()
	OnDown func(at fyne.Position) // is told, if not nil, where in the window a finger comes down on it
	Repeat bool                   // a key: quick repeated taps count

	disabled bool
	busy     bool
	down     bool
	acted    time.Time
	spent    time.Time // when the finger last came up: the driver's Tapped that follows only echoes it
	bg       *canvas.Rectangle
	label    *canvas.Text
	icon     *canvas.Raster
	dots     [3]*canvas.Circle
	ring     ring
	extra    []fyne.CanvasObject
	layout   func(size fyne.Size)
}

var (
	_ pressable         = (*Button)(nil)
	_ fyne.Tappable     = (*Button)(nil)
	_ fyne.Draggable    = (*Button)(nil)
	_ desktop.Mouseable = (*Button)(nil)
)

// NewButton returns a button.
func NewButton(id, text string, style Style, onTap func()) *Button {
	b := &Button{ID: id, Text: text, Style: style, OnTap: onTap}
	b.bg = canvas.NewRectangle(style.Fill)
	b.label = NewText(text, style.Text, fyne.TextStyle{Bold: style.Bold})
	for i := range b.dots {
		b.dots[i] = canvas.NewCircle(style.Text)
	}
	b.ExtendBaseWidget(b)
	return b
}

// NewCard returns a button that shows the caller's objects instead of a text; layout positions
// them.
func NewCard(id string, style Style, onTap func(), layout func(size fyne.Size), objects ...fyne.CanvasObject) *Button {
	b := NewButton(id, "", style, onTap)
	b.extra, b.layout = objects, layout
	return b
}

// Parts returns what the button shows, laid out for its current size.
func (b *Button) Parts() []fyne.CanvasObject {
	r := buttonRenderer{b}
	r.Refresh()
	return r.Objects()
}

// SetDisabled makes the button inert and pale, or enables it again. Its text keeps a contrast of
// 3:1.
func (b *Button) SetDisabled(d bool) {
	b.disabled = d
	b.let()
}

// Disabled reports whether the button is inert.
func (b *Button) Disabled() bool { return b.disabled }

// SetBusy makes the button inert while work is under way, or enables it again. While it is busy,
// three static dots follow its text.
func (b *Button) SetBusy(busy bool) {
	b.busy = busy
	b.let()
}

// Busy reports whether work is under way.
func (b *Button) Busy() bool { return b.busy }

// let cancels the press on a button that has become inert.
func (b *Button) let() {
	if b.inert() && finger.on == pressable(b) {
		Cancel()
	}
	b.Refresh()
}

func (b *Button) inert() bool { return b.disabled || b.busy }

// Mark shows that the keys of a physical keyboard are at the button, by a ring of two colours inside its edge, of which one
// is seen on any ground; for nil colours that they are not.
func (b *Button) Mark(outer, inner color.Color) {
	b.ring = newRing(outer, inner)
	b.Refresh()
}

// Marked reports whether the keys are at it.
func (b *Button) Marked() bool { return b.ring != nil }

// SetText changes the text.
func (b *Button) SetText(s string) {
	b.Text = s
	b.Refresh()
}

// Hide implements fyne.CanvasObject and cancels a press on the button.
func (b *Button) Hide() {
	if finger.on == pressable(b) {
		Cancel()
	}
	b.BaseWidget.Hide()
}

// MinSize implements fyne.CanvasObject: the text with its padding, at least 56 dp.
func (b *Button) MinSize() fyne.Size {
	t := MeasureText(b.Text, b.Style.TextSize, fyne.TextStyle{Bold: b.Style.Bold})
	w := t.Width + 2*b.Style.Pad
	if b.Style.Icon != nil {
		w += b.Style.IconSize * 1.3
	}
	return fyne.NewSize(max(Least, w), max(Least, t.Height+8))
}

// MouseDown implements desktop.Mouseable. Only the primary mouse button counts as a finger.
func (b *Button) MouseDown(e *desktop.MouseEvent) {
	if !primary(e) {
		Cancel()
		return
	}
	b.spent = time.Time{}
	if b.inert() || !b.Repeat && doubled(b, e) {
		Cancel()
		return
	}
	pressOn(b, e)
	b.down = true
	b.Refresh()
	if b.OnDown != nil {
		b.OnDown(e.AbsolutePosition)
	}
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

// DragEnd implements fyne.Draggable. The driver sends MouseUp before it, but only if the finger
// comes up over a widget that listens for it.
func (b *Button) DragEnd() { lift(b, finger.at.AddXY(finger.wander.DX, finger.wander.DY)) }

// Tapped implements fyne.Tappable. On drivers that send MouseUp, the button has already acted or
// seen the finger slide off by now; then this only echoes the same finger and does nothing.
func (b *Button) Tapped(*fyne.PointEvent) {
	echo := now().Sub(b.spent) < time.Second
	b.spent = time.Time{}
	if !echo {
		b.Act()
	}
}

// Act implements pressable: it does what a tap does, unless the button is inert or has only just
// acted.
func (b *Button) Act() {
	if b.inert() || b.OnTap == nil || !b.Repeat && finger.actor == pressable(b) && now().Sub(b.acted) < again {
		return
	}
	turn := turns
	b.noteAct(turn)
	b.OnTap()
	b.noteAct(turn) // a tap that arrived while onTap ran is the second half of a double tap
}

// noteAct records when the button acted.
func (b *Button) noteAct(turn int) {
	if !b.Repeat {
		b.acted = now()
		finger.acted, finger.actedAt, finger.actor, finger.turn = b.acted, finger.at, b, turn
		finger.actorOrigin = finger.origin
	}
}

// Release implements pressable.
func (b *Button) Release() {
	b.down = false
	b.Refresh()
}
