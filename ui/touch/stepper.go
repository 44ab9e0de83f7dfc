package touch

import (
	"image"
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// Steps is the sequence of values of a Stepper.
type Steps struct {
	Show func() string     // the current value in words
	Step func(by int)      // moves to the next value (1) or the previous one (-1)
	Can  func(by int) bool // whether there is one; nil: always
}

// Numbers returns the steps through the integers from min to max, starting at at. At either end it
// stops, or wraps around if wrap is set. Words formats a number; changed is called with each new
// one.
func Numbers(at, min, max int, wrap bool, words func(n int) string, changed func(n int)) Steps {
	return Steps{
		Show: func() string { return words(at) },
		Can:  func(by int) bool { return wrap || min <= at+by && at+by <= max },
		Step: func(by int) {
			n := max - min + 1
			at = min + ((at+by-min)%n+n)%n
			changed(at)
		},
	}
}

// StepStyle is a Stepper's appearance. Lengths are in dp.
type StepStyle struct {
	Fill, Border, Text  color.Color
	BorderWidth, Radius float32
	TextSize            float32 // of the value; a value too long is shrunk, never cut
	Key                 Style   // of the two buttons, without their icons
	Less, More          func(w, h int) image.Image
}

// Stepper is a value between a less and a more button, for choices that need no typing. Holding a
// button repeats it every 120 ms after 400 ms, and every 50 ms after 2 s, until the finger goes up
// anywhere, slides off, or the page is removed. At an end the button pales and is inert.
//
// Stock Fyne has none.
type Stepper struct {
	widget.BaseWidget
	ID      string // its buttons are ID.less and ID.more
	Steps   Steps
	OnValue func() // the value itself was touched; nil: it cannot be

	style      StepStyle
	bg         *canvas.Rectangle
	value      *canvas.Text
	less, more *Button
	pane       *pane
	held       *Button // the button the finger is on
	repeat     repeater
}

// NewStepper returns a Stepper.
func NewStepper(id string, steps Steps, style StepStyle) *Stepper {
	s := &Stepper{ID: id, Steps: steps, style: style}
	s.bg = canvas.NewRectangle(style.Fill)
	s.bg.StrokeColor, s.bg.StrokeWidth, s.bg.CornerRadius = style.Border, style.BorderWidth, style.Radius
	s.value = NewText("", style.Text, fyne.TextStyle{Bold: true})
	key := func(name string, icon func(w, h int) image.Image, by int) *Button {
		st := style.Key
		st.Icon = icon
		b := NewButton(id+"."+name, "", st, func() { s.step(by) })
		b.Repeat = true
		return b
	}
	s.less, s.more = key("less", style.Less, -1), key("more", style.More, 1)
	s.pane = newPane(s, false)
	s.ExtendBaseWidget(s)
	s.show()
	return s
}

// Buttons returns its two buttons, for layout traces and tests. A pane above them takes the
// touches.
func (s *Stepper) Buttons() []*Button { return []*Button{s.less, s.more} }

// Inside returns the objects it shows, laid out for its current size.
func (s *Stepper) Inside() []fyne.CanvasObject {
	return []fyne.CanvasObject{s.bg, s.value, s.less, s.more, s.pane}
}

// step moves one step if there is one, and reports whether there was.
func (s *Stepper) step(by int) bool {
	if !s.can(by) {
		return false
	}
	s.Steps.Step(by)
	s.Refresh()
	return true
}

func (s *Stepper) can(by int) bool { return s.Steps.Can == nil || s.Steps.Can(by) }

// Key steps on the left and right keys, and reports whether it was one of them.
func (s *Stepper) Key(k fyne.KeyName) bool {
	switch k {
	case fyne.KeyLeft, fyne.KeyMinus:
		s.step(-1)
	case fyne.KeyRight, fyne.KeyPlus:
		s.step(1)
	default:
		return false
	}
	return true
}

// under returns the button at a position in the stepper and its direction; nil: the value.
func (s *Stepper) under(at fyne.Position) (b *Button, by int) {
	switch {
	case at.X < s.less.Position().X+s.less.Size().Width+s.inset():
		return s.less, -1
	case at.X >= s.more.Position().X-s.inset():
		return s.more, 1
	}
	return nil, 0
}

func (s *Stepper) pressed(at fyne.Position) {
	b, by := s.under(at)
	s.repeat.end()
	s.repeat.times = 0
	if b == nil || b.Disabled() {
		return
	}
	s.paintPressed(b)
	origin := finger.origin
	s.repeat.start(func() bool {
		if gone(s.pane, origin) {
			s.released()
			return false
		}
		return s.step(by) && s.can(by)
	})
}

func (s *Stepper) released() {
	s.repeat.end()
	s.paintPressed(nil)
}

// paintPressed paints the button that the finger is on as pressed.
func (s *Stepper) paintPressed(b *Button) {
	for _, k := range []*Button{s.held, b} {
		if k != nil {
			k.down = k == b
			k.Refresh()
		}
	}
	s.held = b
}

func (s *Stepper) acted(at fyne.Position) {
	b, by := s.under(at)
	switch {
	case b == nil:
		if s.OnValue != nil {
			s.OnValue()
			s.Refresh()
		}
	case s.repeat.times == 0:
		s.step(by)
	}
}

func (s *Stepper) dragged(*fyne.DragEvent) {}
func (s *Stepper) dropped()                {}

// Hide implements fyne.CanvasObject and cancels a press.
func (s *Stepper) Hide() {
	if finger.on == pressable(s.pane) {
		Cancel()
	}
	s.released()
	s.BaseWidget.Hide()
}

// inset is the distance from its edge to a button, in dp.
func (s *Stepper) inset() float32 { return min(4, max(0, (s.Size().Height-Least)/2)) }

// side is the side length of a button: square where there is room, and never too small for a
// finger.
func (s *Stepper) side(size fyne.Size) float32 {
	return max(Least, min(size.Height-2*s.inset(), size.Width*0.22))
}

// mark shows the value, and which buttons are enabled.
func (s *Stepper) show() {
	s.value.Text = s.Steps.Show()
	for by, b := range map[int]*Button{-1: s.less, 1: s.more} {
		if no := !s.can(by); no != b.Disabled() {
			b.SetDisabled(no)
		}
	}
	s.layout(s.Size())
}

func (s *Stepper) layout(size fyne.Size) {
	side, in := s.side(size), s.inset()
	h := max(Least, min(size.Height-2*in, side*1.3))
	s.bg.Resize(size)
	s.pane.Resize(size)
	s.less.Resize(fyne.NewSize(side, h))
	s.more.Resize(fyne.NewSize(side, h))
	s.less.Move(fyne.NewPos(in, (size.Height-h)/2))
	s.more.Move(fyne.NewPos(size.Width-side-in, (size.Height-h)/2))
	room := size.Width - 2*(side+in) - 8
	fitText(s.value, s.style.TextSize, room)
	t := s.value.MinSize()
	s.value.Resize(t)
	s.value.Move(fyne.NewPos((size.Width-t.Width)/2, (size.Height-t.Height)/2))
}

// fitText sets a text at the given size, or smaller if it would not fit the room.
func fitText(t *canvas.Text, size, room float32) {
	t.TextSize = size
	if w := t.MinSize().Width; w > room && room > 0 {
		t.TextSize = max(smallest, size*room/w)
		for t.TextSize > smallest && t.MinSize().Width > room {
			t.TextSize = max(smallest, t.TextSize-0.5)
		}
	}
}

// smallest is the minimum type size in dp.
const smallest = 12

// MinSize implements fyne.CanvasObject: the two buttons and a short value.
func (s *Stepper) MinSize() fyne.Size { return fyne.NewSize(2*Least+72, Least) }

// CreateRenderer implements fyne.Widget.
func (s *Stepper) CreateRenderer() fyne.WidgetRenderer { return &stepRenderer{s} }

type stepRenderer struct{ s *Stepper }

func (r *stepRenderer) Destroy()                     { r.s.released() }
func (r *stepRenderer) MinSize() fyne.Size           { return r.s.MinSize() }
func (r *stepRenderer) Objects() []fyne.CanvasObject { return r.s.Inside() }
func (r *stepRenderer) Layout(size fyne.Size)        { r.s.layout(size) }
func (r *stepRenderer) Refresh() {
	r.s.show()
	canvas.Refresh(r.s.value)
	canvas.Refresh(r.s.bg)
}
