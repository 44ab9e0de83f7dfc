package touch

import (
	"image/color"
	"math"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
)

// hand is a finger on a window of tests that does what the desktop driver makes of a pointer, in
// the driver's order: MouseDown to what lies under it; a drag from two dp on, for the topmost
// that can be dragged; then MouseUp to what is dragged or else to what lies under the finger by
// then, DragEnd, and Tapped if nothing was dragged and it is what was pressed. (Fyne 2.8.1,
// internal/driver/glfw/window.go: processMouseMoved, processMouseClicked.)
type hand struct {
	w       fyne.Window
	at      fyne.Position
	from    fyne.Position // of the next step of a drag
	pressed fyne.CanvasObject
	dragged fyne.Draggable
	offset  fyne.Position
}

// window shows objects that are placed already.
func window(t *testing.T, size fyne.Size, objects ...fyne.CanvasObject) *hand {
	t.Helper()
	Cancel()
	finger.acted = time.Time{}
	w := test.NewTempWindow(t, container.NewWithoutLayout(objects...))
	w.SetPadded(false)
	w.Resize(size)
	return &hand{w: w}
}

// put places an object.
func put[O fyne.CanvasObject](o O, x, y, w, h float32) O {
	o.Resize(fyne.NewSize(w, h))
	o.Move(fyne.NewPos(x, y))
	return o
}

func (h *hand) find(at fyne.Position, match func(fyne.CanvasObject) bool) (found fyne.CanvasObject, rel fyne.Position) {
	var walk func(o fyne.CanvasObject, from fyne.Position, clipAt fyne.Position, clip fyne.Size)
	walk = func(o fyne.CanvasObject, from, clipAt fyne.Position, clip fyne.Size) {
		if !o.Visible() {
			return
		}
		p := from.Add(o.Position())
		var kids []fyne.CanvasObject
		switch v := o.(type) {
		case *fyne.Container:
			kids = v.Objects
		case fyne.Widget:
			kids = test.WidgetRenderer(v).Objects()
		}
		if _, ok := o.(fyne.Scrollable); ok {
			clipAt, clip = p, o.Size()
		}
		in := func(p fyne.Position, s fyne.Size) bool {
			return at.X >= p.X && at.Y >= p.Y && at.X < p.X+s.Width && at.Y < p.Y+s.Height
		}
		if in(clipAt, clip) && in(p, o.Size()) && match(o) {
			found, rel = o, at.Subtract(p)
		}
		for _, k := range kids {
			walk(k, p, clipAt, clip)
		}
	}
	walk(h.w.Canvas().Content(), fyne.Position{}, fyne.Position{}, fyne.NewSize(math.MaxInt32, math.MaxInt32))
	return found, rel
}

// under is what the driver takes for the object of a press or a release.
func (h *hand) under() (fyne.CanvasObject, fyne.Position) {
	return h.find(h.at, func(o fyne.CanvasObject) bool {
		switch o.(type) {
		case fyne.Tappable, fyne.SecondaryTappable, fyne.DoubleTappable, fyne.Focusable, desktop.Mouseable:
			return true
		case fyne.Draggable:
			return h.dragged != nil
		}
		return false
	})
}

func (h *hand) event(rel fyne.Position, b desktop.MouseButton) *desktop.MouseEvent {
	return &desktop.MouseEvent{PointEvent: fyne.PointEvent{AbsolutePosition: h.at, Position: rel}, Button: b}
}

func (h *hand) down(x, y float32) { h.press(x, y, desktop.MouseButtonPrimary) }

func (h *hand) press(x, y float32, b desktop.MouseButton) {
	h.at = fyne.NewPos(x, y)
	h.from = h.at
	o, rel := h.under()
	if m, ok := o.(desktop.Mouseable); ok {
		m.MouseDown(h.event(rel, b))
	}
	if _, ok := o.(fyne.Tappable); ok {
		h.pressed = o
	}
}

func (h *hand) move(x, y float32) {
	was := h.at
	h.at = fyne.NewPos(x, y)
	if h.dragged == nil {
		o, rel := h.find(was, func(o fyne.CanvasObject) bool { _, ok := o.(fyne.Draggable); return ok })
		d := h.at.Subtract(h.from)
		if o == nil || math.Abs(float64(d.X)) < 2 && math.Abs(float64(d.Y)) < 2 {
			return
		}
		h.dragged, h.offset = o.(fyne.Draggable), was.Subtract(rel)
	}
	d := h.at.Subtract(h.from)
	h.dragged.Dragged(&fyne.DragEvent{
		PointEvent: fyne.PointEvent{AbsolutePosition: h.at, Position: h.at.Subtract(h.offset)}, Dragged: fyne.NewDelta(d.X, d.Y),
	})
	h.from = h.at
}

func (h *hand) up() { h.release(desktop.MouseButtonPrimary) }

func (h *hand) release(b desktop.MouseButton) {
	o, rel := h.under()
	if m, ok := o.(desktop.Mouseable); ok {
		if d, ok := h.dragged.(desktop.Mouseable); ok {
			d.MouseUp(h.event(h.at.Subtract(h.offset), b))
		} else {
			m.MouseUp(h.event(rel, b))
		}
	}
	if h.dragged != nil {
		h.dragged.DragEnd()
		h.dragged = nil
		return // what was pressed stays pressed for the driver
	}
	if t, ok := o.(fyne.Tappable); ok && o == h.pressed && b == desktop.MouseButtonPrimary {
		t.Tapped(&fyne.PointEvent{AbsolutePosition: h.at, Position: rel})
	}
	h.pressed = nil
}

func (h *hand) tap(x, y float32) {
	h.down(x, y)
	h.up()
}

// clock is a time of the test's own, which stands until it is moved on.
func clock(t *testing.T) (pass func(time.Duration)) {
	t.Helper()
	was, at := now, time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	now = func() time.Time { return at }
	t.Cleanup(func() { now = was })
	return func(d time.Duration) { at = at.Add(d) }
}

// motions keeps motions from running by themselves, which in tests they do to their end at once.
func motions(t *testing.T) (last func() *fyne.Animation) {
	t.Helper()
	was := start
	var a *fyne.Animation
	start = func(b *fyne.Animation) { a = b }
	t.Cleanup(func() { start = was })
	return func() *fyne.Animation { return a }
}

// plate is what lies in the window and listens to nothing.
func plate() *canvas.Rectangle { return canvas.NewRectangle(color.White) }

// down is a press at the place, for widgets that stand in no window.
func down(at fyne.Position) *desktop.MouseEvent {
	return &desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: at, AbsolutePosition: at}, Button: desktop.MouseButtonPrimary}
}
