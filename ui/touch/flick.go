package touch

import (
	"math"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// How a Scroller follows a finger, and what it does on release: the content glides on at the
// finger's speed v, which decays exponentially with the time constant tau, so that it comes to
// rest v·tau farther on: a third of the distance it would cover in a second, in about a second.
const (
	tau      = 0.325                  // seconds
	slowest  = 60                     // dp per second: below it the finger counts as at rest
	quickest = 6000                   // dp per second
	resting  = 12                     // dp per second at which gliding stops
	recent   = 100 * time.Millisecond // window of the finger's movement that counts for its speed
	pause    = 80 * time.Millisecond  // a finger that rests this long before it goes up does not flick
	spring   = 240 * time.Millisecond // to spring back from beyond an end
	give     = 0.55                   // share of the finger's movement that is followed beyond an end, progressively less
)

// drag is the state of one drag across a Scroller.
type drag struct {
	live  bool // it scrolls
	by    fyne.Delta
	from  float32        // where the content would have begun if it had no ends
	other fyne.Draggable // the widget that claimed the drag
	trail []step
	told  float32 // where it was last taken for a sign of life
	run   run
}

// step is the finger's distance at a point in time.
type step struct {
	at time.Time
	y  float32
}

// dragged follows the finger.
func (s *Scroller) dragged(e *fyne.DragEvent) {
	d := &s.drag
	d.by.DX, d.by.DY = d.by.DX+e.Dragged.DX, d.by.DY+e.Dragged.DY
	if d.other != nil {
		d.other.Dragged(within(d.other, e, e.Dragged))
		return
	}
	if !d.live {
		if !strayed(fyne.NewPos(d.by.DX, d.by.DY)) {
			wander(e.Dragged)
			return
		}
		d.other = grabbed(d.by)
		Cancel()
		if d.other != nil {
			d.other.Dragged(within(d.other, e, d.by))
			return
		}
		if math.Abs(float64(d.by.DY)) < Slop {
			return // sideways so far: it may still turn
		}
		s.halt()
		d.live, d.from = true, s.offset+s.pulled()
	}
	t := now()
	d.trail = append(d.trail, step{t, d.by.DY})
	for len(d.trail) > 2 && t.Sub(d.trail[0].at) > recent {
		d.trail = d.trail[1:]
	}
	s.pull(d.from - d.by.DY)
	// What lies on the glass trembles: only a finger that gets somewhere is somebody's.
	if math.Abs(float64(d.by.DY-d.told)) < Slop || !d.run.live() {
		Alone(s.moved)
		return
	}
	d.told = d.by.DY
	s.moved()
}

// within translates a drag into the coordinates of the widget that claimed it.
func within(d fyne.Draggable, e *fyne.DragEvent, by fyne.Delta) *fyne.DragEvent {
	own := *e
	own.Dragged = by
	if o, ok := d.(fyne.CanvasObject); ok {
		own.Position = e.AbsolutePosition.Subtract(fyne.CurrentApp().Driver().AbsolutePositionForObject(o))
	}
	return &own
}

// dropped ends a drag.
func (s *Scroller) dropped() {
	d := s.drag
	s.drag = drag{}
	switch {
	case d.other != nil:
		d.other.DragEnd()
	case d.live:
		s.release(d.speed())
	case finger.on != nil:
		// The driver tells whatever is under the finger; here that was nothing, just beside the
		// button.
		lift(finger.on, finger.at.AddXY(finger.wander.DX, finger.wander.DY))
	}
	if s.moving == nil {
		s.brake.Hide()
	}
}

// speed returns the finger's speed at release in dp per second, positive downwards.
func (d drag) speed() float32 {
	if len(d.trail) < 2 {
		return 0
	}
	first, last := d.trail[0], d.trail[len(d.trail)-1]
	if now().Sub(last.at) > pause {
		return 0
	}
	// Moves queued while a page was painted arrive all at once.
	dt := max(last.at.Sub(first.at).Seconds(), 0.016)
	v := (last.y - first.y) / float32(dt)
	if math.Abs(float64(v)) < slowest {
		return 0
	}
	return min(max(-quickest, v), quickest)
}

// pull shows the content at the offset y as if it had no ends, with resistance beyond them.
func (s *Scroller) pull(y float32) {
	at := min(max(0, y), s.Reach())
	if s.Still || still {
		s.lay(at, 0)
		return
	}
	// Beyond an end the finger is followed less and less, and never farther than the window's
	// height.
	h := float64(max(1, s.Size().Height))
	x := math.Abs(float64(y - at))
	s.lay(at, float32(math.Copysign(give*x*h/(h+give*x), float64(y-at))))
}

// pulled returns how far a finger would have gone beyond an end for the overscroll shown.
func (s *Scroller) pulled() float32 {
	h := float64(max(1, s.Size().Height))
	x := math.Abs(float64(s.over))
	return float32(math.Copysign(x*h/(give*max(1, h-x)), float64(s.over)))
}

// release lets the content glide, or spring back to its end.
func (s *Scroller) release(v float32) {
	switch {
	case s.over != 0:
		from := s.over
		s.move(motion(spring, func(p float32) {
			s.lay(s.offset, from*(1-p))
			if p == 1 {
				s.halt()
			}
		}))
	case v != 0 && !s.Still && !still:
		from := s.offset
		length := tau * math.Log(math.Abs(float64(v))/resting)
		a := motion(time.Duration(length*float64(time.Second)), func(p float32) {
			to := from - v*tau*float32(1-math.Exp(-float64(p)*length/tau))
			s.put(to)
			s.moved()
			if p == 1 || to != s.offset {
				s.halt() // at its end, or at the content's
			}
		})
		a.Curve = fyne.AnimationLinear
		s.brake.Show()
		s.move(a)
	}
}

func (s *Scroller) move(a *fyne.Animation) {
	s.moving = a
	start(a)
}

// halt stops all motion.
func (s *Scroller) halt() {
	if s.moving != nil {
		s.moving.Stop()
		s.moving = nil
	}
	if !s.brake.held {
		s.brake.Hide()
	}
}

// glass lies on top of everything and takes all drags, whatever below it is draggable. It takes
// nothing else: presses and taps go to what is below. During a drag it gets out of the way, since
// the driver would otherwise take it for the target of the release.
type glass struct {
	widget.BaseWidget
	s *Scroller
}

func newGlass(s *Scroller) *glass {
	g := &glass{s: s}
	g.ExtendBaseWidget(g)
	return g
}

// CreateRenderer implements fyne.Widget.
func (g *glass) CreateRenderer() fyne.WidgetRenderer { return nothing{} }

// Dragged implements fyne.Draggable.
func (g *glass) Dragged(e *fyne.DragEvent) {
	g.Hidden = true
	g.s.dragged(e)
}

// DragEnd implements fyne.Draggable.
func (g *glass) DragEnd() {
	g.Hidden = false
	g.s.brake.held = false
	g.s.dropped()
}

// brake covers the content while it glides, so that a finger that comes down stops it without
// pressing anything.
type brake struct {
	widget.BaseWidget
	s    *Scroller
	held bool // a finger is on it
}

var (
	_ desktop.Mouseable = (*brake)(nil)
	_ fyne.Tappable     = (*brake)(nil)
)

func newBrake(s *Scroller) *brake {
	b := &brake{s: s}
	b.ExtendBaseWidget(b)
	b.Hidden = true
	return b
}

// CreateRenderer implements fyne.Widget.
func (b *brake) CreateRenderer() fyne.WidgetRenderer { return nothing{} }

// MouseDown implements desktop.Mouseable.
func (b *brake) MouseDown(*desktop.MouseEvent) {
	Cancel()
	b.held = true
	b.s.halt()
	b.s.moved()
}

// MouseUp implements desktop.Mouseable.
func (b *brake) MouseUp(*desktop.MouseEvent) {
	b.held = false
	if b.s.moving == nil {
		b.Hide()
	}
}

// Tapped implements fyne.Tappable, so that no tap goes through to what is below.
func (b *brake) Tapped(*fyne.PointEvent) { b.s.halt() }

// nothing is the renderer of invisible widgets.
type nothing struct{}

func (nothing) Destroy()                     {}
func (nothing) Layout(fyne.Size)             {}
func (nothing) MinSize() fyne.Size           { return fyne.Size{} }
func (nothing) Objects() []fyne.CanvasObject { return nil }
func (nothing) Refresh()                     {}
