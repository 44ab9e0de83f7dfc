package touch

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// Scroller shows part of something taller than itself and follows the finger: past the slop the
// content moves with it, glides on after a quick release, and gives way a little beyond its ends
// and springs back. A finger that comes down while it glides stops it, and presses nothing. A
// fading edge and a slim bar show that there is more, at either end. The mouse wheel works as
// usual, and Key handles the keys.
//
// Drags that begin on a button inside it scroll, and so do those that begin on anything else
// draggable, unless that has claimed them with grab.
//
// The stock scroll container follows a finger on phones only. On desktops it responds to the wheel
// and its scroll bar, while in headless builds (tag ci) it can be dragged: a test would pass there
// for what no window does. So none of it is used here, and both builds behave alike. Scrollers
// cannot be nested.
type Scroller struct {
	widget.BaseWidget
	OnMove func() // called when a user moves it: finger, gliding, wheel, key; not when the app does; may be nil
	Still  bool   // no motion of its own: it stops with the finger, its ends are firm
	Hard   bool   // no fading edges: whoever shows it marks its ends
	OnLaid func() // called whenever another part of the content is shown; may be nil

	content      fyne.CanvasObject
	offset       float32 // of the visible part from the content's top, in dp
	over         float32 // how far it is pulled beyond an end, in dp; below 0: beyond its beginning
	above, below *canvas.LinearGradient
	bar          *canvas.Rectangle
	glass        *glass
	brake        *brake
	drag         drag
	moving       *fyne.Animation
	laid         func() // called whenever another part of the content is shown; may be nil
}

var (
	_ fyne.Widget     = (*Scroller)(nil)
	_ fyne.Scrollable = (*Scroller)(nil)
)

// edge is the height of the fading edges in dp.
const edge = 48

// NewScroller returns a Scroller for content, whose height is its MinSize's. Ground is the colour
// the edges fade into, bar the colour of the slim bar at the side.
func NewScroller(content fyne.CanvasObject, ground, bar color.Color) *Scroller {
	s := &Scroller{content: content}
	g := nrgba(ground)
	clear := g
	clear.A = 0
	s.above, s.below = canvas.NewVerticalGradient(g, clear), canvas.NewVerticalGradient(clear, g)
	s.bar = canvas.NewRectangle(bar)
	s.bar.CornerRadius = 3
	s.glass, s.brake = newGlass(s), newBrake(s)
	s.ExtendBaseWidget(s)
	return s
}

// Content returns what is scrolled.
func (s *Scroller) Content() fyne.CanvasObject { return s.content }

// Reuses reports whether its content is a [Rows], whose few cards stand for whichever rows are shown.
func (s *Scroller) Reuses() bool { return s.laid != nil }

// Offset returns how far it is scrolled, in dp.
func (s *Scroller) Offset() float32 { return s.offset }

// Reach returns the maximum offset, in dp: 0 where everything fits.
func (s *Scroller) Reach() float32 {
	return max(0, s.content.MinSize().Height-s.Size().Height)
}

// ScrollTo scrolls to the offset in dp, up to Reach.
func (s *Scroller) ScrollTo(y float32) {
	s.halt()
	s.put(y)
}

// ScrollIntoView scrolls just far enough to show what is between top and bottom, in dp from the
// content's top; if the visible part is too low for that, top ends up at its upper edge.
func (s *Scroller) ScrollIntoView(top, bottom float32) {
	h := s.Size().Height
	switch {
	case top < s.offset || bottom-top > h:
		s.ScrollTo(top)
	case bottom > s.offset+h:
		s.ScrollTo(bottom - h)
	}
}

// Scrolled implements fyne.Scrollable: the wheel.
func (s *Scroller) Scrolled(e *fyne.ScrollEvent) {
	was := s.offset
	s.ScrollTo(s.offset - e.Scrolled.DY)
	if s.offset != was { // a wheel stuck at an end moves nothing
		wheeled(s.moved)
	}
}

// keyLine and keyPage are how far the arrow keys and the page keys scroll: in dp, and as a
// fraction of the visible height.
const (
	keyLine = 56
	keyPage = 0.9
)

// Key scrolls on a key that no field used, and reports whether it was a scrolling key.
func (s *Scroller) Key(k fyne.KeyName) bool {
	if s.Reach() == 0 {
		return false
	}
	to := s.offset
	switch k {
	case fyne.KeyUp:
		to -= keyLine
	case fyne.KeyDown:
		to += keyLine
	case fyne.KeyPageUp:
		to -= keyPage * s.Size().Height
	case fyne.KeyPageDown:
		to += keyPage * s.Size().Height
	case fyne.KeyHome:
		to = 0
	case fyne.KeyEnd:
		to = s.Reach()
	default:
		return false
	}
	s.ScrollTo(to)
	s.moved()
	return true
}

// moved reports that a user is present.
func (s *Scroller) moved() {
	if s.OnMove != nil {
		s.OnMove()
	}
}

// put scrolls to the offset, clamped to the content.
func (s *Scroller) put(y float32) { s.lay(min(max(0, y), s.Reach()), 0) }

// lay shows the content from the offset on, pulled over dp beyond an end.
func (s *Scroller) lay(offset, over float32) {
	s.offset, s.over = offset, over
	s.content.Move(fyne.NewPos(0, -offset-over))
	if s.laid != nil {
		s.laid()
	}
	s.showHints()
	if s.OnLaid != nil {
		s.OnLaid()
	}
}

// mark updates the hints that there is more. It refreshes only what appears or disappears, since
// that redraws an edge; what moves is repainted anyway.
func (s *Scroller) showHints() {
	size, reach := s.Size(), s.Reach()
	show(s.above, &s.above.Hidden, s.offset >= 4 && !s.Hard)
	show(s.below, &s.below.Hidden, reach-s.offset >= 4 && !s.Hard)
	show(s.bar, &s.bar.Hidden, reach > 1)
	if reach > 1 {
		h := max(40, size.Height*size.Height/(reach+size.Height))
		s.bar.Resize(fyne.NewSize(6, h))
		s.bar.Move(fyne.NewPos(size.Width-6, (size.Height-h)*s.offset/reach))
	}
}

func show(o fyne.CanvasObject, hidden *bool, on bool) {
	if *hidden == on {
		*hidden = !on
		canvas.Refresh(o)
	}
}

// CreateRenderer implements fyne.Widget.
func (s *Scroller) CreateRenderer() fyne.WidgetRenderer { return &scrollRenderer{s} }

// scrollRenderer need not clip: the toolkit clips whatever is fyne.Scrollable.
type scrollRenderer struct{ s *Scroller }

func (r *scrollRenderer) Destroy()           { r.s.halt() }
func (r *scrollRenderer) MinSize() fyne.Size { return fyne.NewSize(Least, Least) }
func (r *scrollRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.s.content, r.s.above, r.s.below, r.s.bar, r.s.brake, r.s.glass}
}

func (r *scrollRenderer) Refresh() {
	r.Layout(r.s.Size())
	r.s.content.Refresh()
}

func (r *scrollRenderer) Layout(size fyne.Size) {
	s := r.s
	s.content.Resize(s.content.MinSize().Max(size))
	for _, o := range []fyne.CanvasObject{s.brake, s.glass} {
		o.Resize(size)
	}
	s.above.Resize(fyne.NewSize(size.Width, edge))
	s.below.Resize(fyne.NewSize(size.Width, edge))
	s.below.Move(fyne.NewPos(0, size.Height-edge))
	s.lay(min(max(0, s.offset), s.Reach()), s.over)
}
