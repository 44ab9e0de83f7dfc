package touch

import (
	"image/color"
	"math"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

// Scroller follows the finger past the slop and glides on; wheel and keys work as ever. A fading
// hint at its lower edge says that there is more.
type Scroller struct {
	widget.BaseWidget
	OnMove func() // called as it scrolls; may be nil

	inner *flick
	hint  *canvas.LinearGradient
	bar   *canvas.Rectangle
}

// NewScroller scrolls content, which says its height by MinSize. Ground is the colour the hint
// fades into, bar the colour of the slim bar at the side.
func NewScroller(content fyne.CanvasObject, ground, bar color.Color) *Scroller {
	s := &Scroller{inner: &flick{}}
	s.inner.Direction, s.inner.Content = container.ScrollVerticalOnly, content
	s.inner.ExtendBaseWidget(s.inner)
	g := color.NRGBAModel.Convert(ground).(color.NRGBA)
	clear := g
	clear.A = 0
	s.hint = canvas.NewVerticalGradient(clear, g)
	s.bar = canvas.NewRectangle(bar)
	s.inner.OnScrolled = func(fyne.Position) {
		s.mark()
		if s.OnMove != nil {
			s.OnMove()
		}
	}
	s.ExtendBaseWidget(s)
	return s
}

// Content is what is scrolled.
func (s *Scroller) Content() fyne.CanvasObject { return s.inner.Content }

// Offset tells how far it is scrolled, in dp.
func (s *Scroller) Offset() float32 { return s.inner.Offset.Y }

// ScrollTo scrolls to the offset in dp.
func (s *Scroller) ScrollTo(y float32) {
	s.inner.ScrollToOffset(fyne.NewPos(0, y))
	s.mark()
}

func (s *Scroller) mark() {
	size, full := s.Size(), s.inner.Content.MinSize().Height
	more := full - size.Height - s.inner.Offset.Y
	s.hint.Hidden = more < 4
	s.bar.Hidden = full <= size.Height+1
	if !s.bar.Hidden {
		h := max(40, size.Height*size.Height/full)
		s.bar.CornerRadius = 3
		s.bar.Resize(fyne.NewSize(6, h))
		s.bar.Move(fyne.NewPos(size.Width-6, (size.Height-h)*s.inner.Offset.Y/(full-size.Height)))
	}
	canvas.Refresh(s.hint)
	canvas.Refresh(s.bar)
}

// CreateRenderer implements fyne.Widget.
func (s *Scroller) CreateRenderer() fyne.WidgetRenderer { return &scrollRenderer{s} }

type scrollRenderer struct{ s *Scroller }

func (r *scrollRenderer) Destroy()           {}
func (r *scrollRenderer) MinSize() fyne.Size { return fyne.NewSize(56, 56) }
func (r *scrollRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.s.inner, r.s.hint, r.s.bar}
}
func (r *scrollRenderer) Refresh() { r.s.inner.Refresh(); r.s.mark() }
func (r *scrollRenderer) Layout(size fyne.Size) {
	r.s.inner.Resize(size)
	r.s.hint.Resize(fyne.NewSize(size.Width, 48))
	r.s.hint.Move(fyne.NewPos(0, size.Height-48))
	r.s.mark()
}

// flick adds the finger to the toolkit's scroll, which on desktops answers to wheel and bar only.
type flick struct {
	container.Scroll
	moved float32
	live  bool
	speed float32 // dp per second
	last  time.Time
	glide *fyne.Animation
}

// Dragged implements fyne.Draggable.
func (f *flick) Dragged(e *fyne.DragEvent) {
	f.stop()
	f.moved += e.Dragged.DY
	if !f.live && math.Abs(float64(f.moved)) < Slop {
		return
	}
	now, dy := time.Now(), e.Dragged.DY
	if !f.live {
		f.live, dy = true, f.moved
	} else if dt := float32(now.Sub(f.last).Seconds()); dt > 0 {
		f.speed = 0.6*f.speed + 0.4*dy/dt
	}
	f.last = now
	f.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, dy)})
}

// DragEnd implements fyne.Draggable: glides on with an exponential tail, time constant 325 ms.
func (f *flick) DragEnd() {
	v := f.speed
	if time.Since(f.last) > 80*time.Millisecond {
		v = 0
	}
	f.moved, f.live, f.speed = 0, false, 0
	if math.Abs(float64(v)) < 60 {
		return
	}
	const tau, length = 0.325, 1.5
	start := f.Offset.Y
	f.glide = fyne.NewAnimation(time.Duration(length*float64(time.Second)), func(p float32) {
		gone := 1 - math.Exp(-float64(p)*length/tau)
		f.ScrollToOffset(fyne.NewPos(0, start-v*tau*float32(gone)))
	})
	f.glide.Curve = fyne.AnimationLinear
	f.glide.Start()
}

func (f *flick) stop() {
	if f.glide != nil {
		f.glide.Stop()
		f.glide = nil
	}
}
