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

// holdFor is how long a Hold must be held down before it acts.
const holdFor = 1200 * time.Millisecond

// HoldStyle is a Hold's appearance; Fills is the colour that fills it while it is held.
type HoldStyle struct {
	Fill, Fills, Text, Border color.Color
	TextSize                  float32
	Still                     bool // fills in four steps instead of continuously; the duration is the same
}

// Hold is a button for what cannot be undone: a tap does nothing; holding it down for holdFor acts.
// Letting go, sliding off by more than Slop dp, a second finger, or removal of the page cancel it,
// and the time starts over. Stock Fyne has nothing of the kind.
type Hold struct {
	widget.BaseWidget
	ID    string
	Text  string
	OnAct func()

	style    HoldStyle
	disabled bool
	bg       *canvas.Rectangle
	run      *canvas.Rectangle
	label    *canvas.Text
	ring     ring
	anim     *fyne.Animation
	origin   fyne.Position // in window coordinates, when the finger went down
}

var (
	_ pressable         = (*Hold)(nil)
	_ fyne.Draggable    = (*Hold)(nil)
	_ desktop.Mouseable = (*Hold)(nil)
)

// NewHold returns a Hold.
func NewHold(id, text string, style HoldStyle, act func()) *Hold {
	h := &Hold{ID: id, Text: text, OnAct: act, style: style}
	h.bg, h.run = canvas.NewRectangle(style.Fill), canvas.NewRectangle(style.Fills)
	h.bg.StrokeColor, h.bg.StrokeWidth = style.Border, 2.5
	h.label = NewText(text, style.Text, fyne.TextStyle{Bold: true})
	h.label.TextSize, h.label.Alignment = style.TextSize, fyne.TextAlignCenter
	h.ExtendBaseWidget(h)
	return h
}

// SetDisabled makes it inert and pale, or enables it again.
func (h *Hold) SetDisabled(d bool) {
	h.disabled = d
	if d && finger.on == pressable(h) {
		Cancel()
	}
	h.bg.FillColor, h.label.Color = h.style.Fill, h.style.Text
	if d {
		h.bg.FillColor, h.label.Color = pale(h.style.Fill, h.style.Text, nil)
	}
	h.Refresh()
}

// Disabled reports whether it is inert.
func (h *Hold) Disabled() bool { return h.disabled }

// MouseDown implements desktop.Mouseable: it starts the timer. A second finger that comes down
// while the first is holding cancels it.
func (h *Hold) MouseDown(e *desktop.MouseEvent) {
	held := h.anim != nil
	Cancel()
	h.stop()
	if h.disabled || held || !primary(e) {
		return
	}
	pressOn(h, e)
	h.origin = finger.origin
	h.anim = h.count()
	start(h.anim)
}

// Press does for a key of the physical keyboard what MouseDown does for a finger: the key has to stay down as long, and
// [KeyUp] ends it. The repeat of a key that has been down before is no press.
func (h *Hold) Press() {
	Cancel()
	h.stop()
	if h.disabled || IsAlone() {
		return
	}
	h.origin = fyne.CurrentApp().Driver().AbsolutePositionForObject(h)
	finger.on, finger.origin, finger.keyed = h, h.origin, true
	h.anim = h.count()
	start(h.anim)
}

// KeyUp records that a key of the physical keyboard came up: whatever was held down by one is released. It need not be the
// same key, since what is held by keys is held by one alone.
func KeyUp() {
	if finger.keyed {
		Cancel()
	}
}

// count returns the timer animation; when it completes, the Hold acts, once.
func (h *Hold) count() *fyne.Animation {
	var acted bool
	a := fyne.NewAnimation(holdFor, func(p float32) {
		if gone(h, h.origin) {
			h.stop()
			return
		}
		h.fill(p)
		if p == 1 && !acted {
			acted = true
			if finger.on == pressable(h) {
				Cancel()
			}
			h.stop()
			if h.OnAct != nil {
				h.OnAct()
			}
		}
	})
	a.Curve = fyne.AnimationLinear
	return a
}

// MouseUp implements desktop.Mouseable: it was released too early, and nothing happens.
func (h *Hold) MouseUp(e *desktop.MouseEvent) {
	if primary(e) {
		lift(h, e.AbsolutePosition)
		h.stop()
	}
}

// Dragged implements fyne.Draggable: past the slop the finger has slid off.
func (h *Hold) Dragged(e *fyne.DragEvent) { wander(e.Dragged) }

// DragEnd implements fyne.Draggable; it is called wherever the finger comes up.
func (h *Hold) DragEnd() {
	Cancel()
	h.stop()
}

// Act implements pressable: a finger that comes up did not hold it long enough.
func (h *Hold) Act() {}

// Release implements pressable.
func (h *Hold) Release() { h.stop() }

// Hide implements fyne.CanvasObject and cancels a hold.
func (h *Hold) Hide() {
	if finger.on == pressable(h) {
		Cancel()
	}
	h.stop()
	h.BaseWidget.Hide()
}

func (h *Hold) stop() {
	if h.anim != nil {
		h.anim.Stop()
		h.anim = nil
	}
	h.fill(0)
}

func (h *Hold) fill(p float32) {
	if h.style.Still || still {
		p = float32(math.Floor(float64(p)*4) / 4)
	}
	s := h.Size()
	h.run.Resize(fyne.NewSize((s.Width-8)*p, s.Height-8))
	h.run.Move(fyne.NewPos(4, 4))
	h.run.CornerRadius = min((s.Height-8)/2, (s.Width-8)*p/2)
	if h.run.Hidden != (p == 0) {
		h.run.Hidden = p == 0
		canvas.Refresh(h.bg) // the canvas does not yet know an object that it has never shown
	}
	canvas.Refresh(h.run)
}

// Mark shows that the keys of a physical keyboard are at it, or for nil colours that they are not, see [Button.Mark].
func (h *Hold) Mark(outer, inner color.Color) {
	h.ring = newRing(outer, inner)
	h.Refresh()
}

// Marked reports whether the keys are at it.
func (h *Hold) Marked() bool { return h.ring != nil }

// MinSize implements fyne.CanvasObject.
func (h *Hold) MinSize() fyne.Size {
	t := h.label.MinSize()
	return fyne.NewSize(t.Width+48, max(Least, t.Height+12))
}

// CreateRenderer implements fyne.Widget.
func (h *Hold) CreateRenderer() fyne.WidgetRenderer { return &holdRenderer{h} }

type holdRenderer struct{ h *Hold }

func (r *holdRenderer) Destroy()           { r.h.stop() }
func (r *holdRenderer) Refresh()           { r.Layout(r.h.Size()) }
func (r *holdRenderer) MinSize() fyne.Size { return r.h.MinSize() }
func (r *holdRenderer) Objects() []fyne.CanvasObject {
	return append([]fyne.CanvasObject{r.h.bg, r.h.run, r.h.label}, r.h.ring...)
}
func (r *holdRenderer) Layout(s fyne.Size) {
	h := r.h
	h.bg.CornerRadius = s.Height / 2
	h.ring.layout(s, h.bg.CornerRadius)
	h.bg.Resize(s)
	h.label.TextSize = h.style.TextSize
	for h.label.MinSize().Width > s.Width-32 && h.label.TextSize > 12 {
		h.label.TextSize--
	}
	t := h.label.MinSize()
	h.label.Resize(fyne.NewSize(s.Width, t.Height))
	h.label.Move(fyne.NewPos(0, (s.Height-t.Height)/2))
	if h.anim == nil {
		h.run.Hidden = true
	}
	canvas.Refresh(h.bg)
	canvas.Refresh(h.label)
}
