package touch

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// Scroller shows a part of something higher than itself and follows the finger: past the slop
// the content moves with it, glides on when it is let go quickly, gives way a little beyond its
// ends and comes back. A finger that comes down while it glides stops it, and presses nothing.
// A fading edge and a slim bar say that there is more, at either end. The wheel works as ever,
// and Key takes the keys.
//
// Drags that begin on a button inside it scroll, and so do those that begin on anything else
// that could be dragged, unless that claimed them with grab.
//
// The stock scroll container follows a finger on phones only. On desktops it answers to the
// wheel and to its bar, while in headless builds (tag ci) it can be dragged: a test passes there
// for what no window does. So nothing of it is used here, and both builds behave alike. One
// Scroller cannot lie in another.
type Scroller struct {
	widget.BaseWidget
	OnMove func() // called as it moves for somebody: finger, gliding, wheel, key; not for the app; may be nil
	Still  bool   // no motion of its own: it stops with the finger, its ends are firm

	content      fyne.CanvasObject
	offset       float32 // of the content's top above the window's, in dp
	over         float32 // how far it is pulled beyond an end, in dp; below 0: beyond its beginning
	above, below *canvas.LinearGradient
	bar          *canvas.Rectangle
	glass        *glass
	brake        *brake
	drag         drag
	moving       *fyne.Animation
}

var (
	_ fyne.Widget     = (*Scroller)(nil)
	_ fyne.Scrollable = (*Scroller)(nil)
)

// edge is the height, in dp, of the fading edges.
const edge = 48

// NewScroller scrolls content, which says its height by MinSize. Ground is the colour the edges
// fade into, bar the colour of the slim bar at the side.
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

// Content is what is scrolled.
func (s *Scroller) Content() fyne.CanvasObject { return s.content }

// Offset tells how far it is scrolled, in dp.
func (s *Scroller) Offset() float32 { return s.offset }

// Reach is the greatest offset, in dp: 0 where all is to be seen.
func (s *Scroller) Reach() float32 {
	return max(0, s.content.MinSize().Height-s.Size().Height)
}

// ScrollTo scrolls to the offset in dp, as far as it reaches.
func (s *Scroller) ScrollTo(y float32) {
	s.halt()
	s.put(y)
}

// ScrollIntoView scrolls just as far as it must for what lies between top and bottom, in dp from
// the content's top, to be seen; where the window is too low for that, top is at its upper edge.
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
	s.ScrollTo(s.offset - e.Scrolled.DY)
	s.moved()
}

// keyLine and keyPage are how far the arrow keys and the page keys scroll: in dp, and as a share of
// the window.
const (
	keyLine = 56
	keyPage = 0.9
)

// Key scrolls for a key that no field took, and tells whether it was one for scrolling.
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

// moved tells that somebody is there.
func (s *Scroller) moved() {
	if s.OnMove != nil {
		s.OnMove()
	}
}

// put shows the content from the offset on.
func (s *Scroller) put(y float32) { s.lay(min(max(0, y), s.Reach()), 0) }

// lay shows the content from the offset on, pulled over dp beyond an end.
func (s *Scroller) lay(offset, over float32) {
	s.offset, s.over = offset, over
	s.content.Move(fyne.NewPos(0, -offset-over))
	s.mark()
}

// mark shows what tells where there is more. Only what comes or goes is refreshed, since that
// draws an edge anew; what moves is painted again by itself.
func (s *Scroller) mark() {
	size, reach := s.Size(), s.Reach()
	show(s.above, &s.above.Hidden, s.offset >= 4)
	show(s.below, &s.below.Hidden, reach-s.offset >= 4)
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

// scrollRenderer needs not clip: the toolkit clips whatever is fyne.Scrollable.
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
