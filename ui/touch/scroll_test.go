package touch

import (
	"image/color"
	"math"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"
)

// high is a layout of objects that are placed already, of a height.
type high float32

func (high) Layout([]fyne.CanvasObject, fyne.Size)   {}
func (h high) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(200, float32(h)) }
func scrolling(h float32, o ...fyne.CanvasObject) *Scroller {
	return NewScroller(container.New(high(h), o...), color.White, color.Black)
}

// page is a scroller of 200×300 with something 1000 dp high in it, in a window of its own.
func scrollPage(t *testing.T, o ...fyne.CanvasObject) (*hand, *Scroller) {
	s := put(scrolling(1000, o...), 50, 50, 200, 300)
	return window(t, fyne.NewSize(400, 500), put(plate(), 0, 0, 400, 500), s), s
}

func TestScrollerFollowsTheFingerPastTheSlop(t *testing.T) {
	test.NewTempApp(t)
	h, s := scrollPage(t)
	moved := 0
	s.OnMove = func() { moved++ }
	h.down(100, 300)
	h.move(100, 295)
	h.move(103, 287)
	if s.Offset() != 0 || moved != 0 {
		t.Errorf("a wobble scrolled it by %.1f", s.Offset())
	}
	h.move(100, 270)
	h.move(100, 200)
	if o := s.Offset(); o != 100 {
		t.Errorf("the finger went 100 up, the page %.1f", o)
	}
	if s.content.Position().Y != -100 || moved == 0 {
		t.Error("the page does not move, or does not say that somebody scrolls")
	}
	h.move(100, 230)
	if o := s.Offset(); o != 70 {
		t.Errorf("the finger came back to 70, the page to %.1f", o)
	}
	h.up()
}

func TestScrollerTakesDragsThatBeginOnAButton(t *testing.T) {
	test.NewTempApp(t)
	pass := clock(t)
	b, acts := keyed("b")
	h, s := scrollPage(t, put(b, 0, 100, 200, 60))
	h.down(100, 180)
	if !b.down {
		t.Fatal("the button is not pressed")
	}
	h.move(100, 160)
	if b.down {
		t.Error("the page moves and the button is still pressed")
	}
	h.move(100, 140)
	pass(time.Second)
	h.up()
	if s.Offset() != 40 || *acts != 0 {
		t.Errorf("the page moved by %.0f, the button acted %d times", s.Offset(), *acts)
	}
	h.tap(100, 140)
	if *acts != 1 {
		t.Error("after that the button does not act")
	}
}

// sly is something stock that can be dragged: a slider, an entry.
type sly struct {
	widget.BaseWidget
	drags, ends int
	last        *fyne.DragEvent
}

func (s *sly) CreateRenderer() fyne.WidgetRenderer { return nothing{} }
func (s *sly) Dragged(e *fyne.DragEvent)           { s.drags++; s.last = e }
func (s *sly) DragEnd()                            { s.ends++ }

func newSly() *sly {
	s := &sly{}
	s.ExtendBaseWidget(s)
	return s
}

func TestNothingDraggableInAScrollerStealsItsDrags(t *testing.T) {
	test.NewTempApp(t)
	pass := clock(t)
	in := newSly()
	h, s := scrollPage(t, put(in, 0, 100, 200, 60))
	h.down(100, 180)
	h.move(100, 150)
	h.move(100, 120)
	pass(time.Second)
	h.up()
	if s.Offset() != 60 || in.drags != 0 {
		t.Errorf("the page moved by %.0f, the other was dragged %d times", s.Offset(), in.drags)
	}
}

func TestWhoGrabsTheFingerGetsItsDrags(t *testing.T) {
	test.NewTempApp(t)
	for _, c := range []struct {
		axis   axis
		dx, dy float32
		gets   bool
	}{
		{both, 30, 0, true}, {both, 0, -30, true}, {horizontal, 30, 5, true}, {horizontal, 5, -30, false}, {vertical, 5, -30, true}, {vertical, 30, 5, false},
	} {
		in := newSly()
		h, s := scrollPage(t, put(in, 10, 100, 180, 60))
		h.down(100, 180)
		grab(in, c.axis)
		h.move(100+c.dx/2, 180+c.dy/2)
		h.move(100+c.dx, 180+c.dy)
		if got := in.drags > 0; got != c.gets || (s.Offset() != 0) == got && math.Abs(float64(c.dy)) > Slop {
			t.Errorf("%+v: it was dragged %d times, the page moved by %.0f", c, in.drags, s.Offset())
		}
		if c.gets && in.last.Position != fyne.NewPos(100+c.dx-60, 180+c.dy-150) {
			t.Errorf("%+v: the finger is said to be at %v", c, in.last.Position)
		}
		h.up()
		if in.ends != map[bool]int{true: 1}[c.gets] {
			t.Errorf("%+v: the drag ended %d times", c, in.ends)
		}
		in.drags = 0
		h.down(100, 180)
		h.move(100, 100)
		h.up()
		if in.drags != 0 {
			t.Errorf("%+v: the next finger is still its", c)
		}
	}
}

func TestScrollerGivesWayBeyondItsEndsAndComesBack(t *testing.T) {
	test.NewTempApp(t)
	run := motions(t)
	h, s := scrollPage(t)
	for _, end := range []struct{ to, offset, sign float32 }{{390, 0, -1}, {60, 700, 1}} {
		s.ScrollTo(end.offset)
		h.down(100, 225)
		h.move(100, 225-15*end.sign)
		h.move(100, end.to)
		h.move(100, end.to)
		way := float32(math.Abs(float64(end.to - 225)))
		if o := s.over * end.sign; s.Offset() != end.offset || o < way*0.2 || o > way*0.56 {
			t.Errorf("pulled by %.0f beyond its end at %.0f it stands at %.1f and %.1f", way, end.offset, s.Offset(), s.over)
		}
		if y := s.content.Position().Y; y != -s.offset-s.over {
			t.Errorf("it is painted at %.1f", y)
		}
		h.up()
		a := run()
		if a.Duration > 300*time.Millisecond || a.RepeatCount != 0 {
			t.Errorf("it comes back in %v", a.Duration)
		}
		a.Tick(0.5)
		if s.over == 0 {
			t.Error("it jumps back")
		}
		// A finger that comes down meanwhile takes it where it is.
		at := s.over
		h.down(100, 225)
		h.move(100, 225-15*end.sign)
		if d := s.over - at; d*end.sign < 0 || d*end.sign > 15 {
			t.Errorf("caught at %.1f it jumps to %.1f", at, s.over)
		}
		h.up()
		run().Tick(1)
		if s.over != 0 || s.moving != nil || s.Offset() != end.offset {
			t.Errorf("it came back to %.1f and %.1f", s.Offset(), s.over)
		}
	}
}

// flick moves the finger up at the speed, in dp per second, and lets it go.
func flick(h *hand, pass func(time.Duration), speed float32) {
	h.down(100, 300)
	y := float32(300)
	for range 6 {
		pass(10 * time.Millisecond)
		y -= speed / 100
		h.move(100, y)
	}
	h.up()
}

func TestScrollerGlidesBehindAQuickFingerAndComesToRest(t *testing.T) {
	test.NewTempApp(t)
	pass, run := clock(t), motions(t)
	h, s := scrollPage(t)
	flick(h, pass, 900)
	a := run()
	if a == nil || s.moving == nil {
		t.Fatal("it does not glide")
	}
	from, last, step := s.Offset(), s.Offset(), float32(math.Inf(1))
	for i := 1; i <= 20; i++ {
		a.Tick(float32(i) / 20)
		if d := s.Offset() - last; d < 0 || d > step {
			t.Fatalf("at %d/20 it moves by %.2f after %.2f: it does not slow down", i, d, step)
		} else {
			step, last = d, s.Offset()
		}
	}
	if way := s.Offset() - from; way < 900*tau*0.95 || way > 900*tau {
		t.Errorf("at 900 dp/s it glides %.0f dp", way)
	}
	if s.moving != nil || s.brake.Visible() || a.RepeatCount != 0 {
		t.Error("it does not come to rest")
	}
	if a.Duration > 2500*time.Millisecond {
		t.Errorf("it glides for %v", a.Duration)
	}
}

func TestScrollerDoesNotGlideBehindAFingerThatCameToRest(t *testing.T) {
	test.NewTempApp(t)
	pass, run := clock(t), motions(t)
	h, s := scrollPage(t)
	h.down(100, 300)
	h.move(100, 250)
	pass(10 * time.Millisecond)
	h.move(100, 220)
	pass(200 * time.Millisecond)
	h.up()
	if run() != nil || s.Offset() != 80 {
		t.Errorf("it glides although the finger had come to rest: %.0f", s.Offset())
	}
	for _, off := range []func(){func() { s.Still = true }, func() { s.Still = false; SetStill(true) }} {
		off()
		s.ScrollTo(100)
		flick(h, pass, 900)
		if run() != nil {
			t.Error("it glides although motion is off")
		}
		h.down(100, 100)
		h.move(100, 390)
		if s.over != 0 || s.Offset() != 0 {
			t.Errorf("motion is off and its end gives way: %.1f", s.over)
		}
		h.up()
	}
	SetStill(false)
}

func TestAGlideEndsAtTheEnd(t *testing.T) {
	test.NewTempApp(t)
	pass, run := clock(t), motions(t)
	h, s := scrollPage(t)
	s.ScrollTo(500)
	flick(h, pass, 2000)
	run().Tick(0.5)
	if s.Offset() != 700 || s.over != 0 || s.moving != nil {
		t.Errorf("it stands at %.1f and %.1f", s.Offset(), s.over)
	}
}

// As on phones: a finger that comes down on what glides stops it, and does no more, whether it
// goes up at once, wobbles, or scrolls on.
func TestAFingerStopsWhatGlidesAndPressesNothing(t *testing.T) {
	test.NewTempApp(t)
	for name, then := range map[string]func(h *hand){
		"goes up":  func(h *hand) {},
		"wobbles":  func(h *hand) { h.move(103, 203) },
		"scrolls":  func(h *hand) { h.move(100, 160); h.move(100, 140) },
		"comes up": func(h *hand) { h.move(100, 160); h.move(100, 200) },
	} {
		b, acts := keyed("b")
		pass, run := clock(t), motions(t)
		h, s := scrollPage(t, put(b, 0, 0, 200, 1000))
		flick(h, pass, 900)
		run().Tick(0.3)
		at, moves := s.Offset(), 0
		s.OnMove = func() { moves++ }
		h.down(100, 200)
		if s.moving != nil || b.down {
			t.Errorf("%s: it glides on, or presses the button", name)
		}
		if moves != 1 {
			t.Errorf("%s: nobody is told that a finger came", name)
		}
		then(h)
		pass(200 * time.Millisecond)
		h.up()
		if *acts != 0 || name != "scrolls" && s.Offset() != at || name == "scrolls" && s.Offset() != at+60 {
			t.Errorf("%s: the button acted %d times, the page went from %.0f to %.0f", name, *acts, at, s.Offset())
		}
		pass(time.Second)
		h.tap(100, 200)
		if *acts != 1 {
			t.Errorf("%s: the next tap is lost", name)
		}
	}
}

func TestScrollerShowsAtBothEndsThatThereIsMore(t *testing.T) {
	test.NewTempApp(t)
	_, s := scrollPage(t)
	for _, c := range []struct {
		at           float32
		above, below bool
	}{{0, false, true}, {350, true, true}, {700, true, false}} {
		s.ScrollTo(c.at)
		if s.above.Visible() != c.above || s.below.Visible() != c.below || !s.bar.Visible() {
			t.Errorf("at %.0f: above %v, below %v, bar %v", c.at, s.above.Visible(), s.below.Visible(), s.bar.Visible())
		}
	}
	if end := s.bar.Position().Y + s.bar.Size().Height; end < 295 || end > 301 {
		t.Errorf("at the end the bar ends at %.0f of 300", end)
	}
	fits := put(scrolling(200), 0, 0, 200, 300)
	window(t, fyne.NewSize(400, 500), fits)
	if fits.above.Visible() || fits.below.Visible() || fits.bar.Visible() || fits.Key(fyne.KeyPageDown) {
		t.Error("a page that fits shows that there is more, or takes keys")
	}
}

func TestWheelAndKeysScroll(t *testing.T) {
	test.NewTempApp(t)
	h, s := scrollPage(t)
	test.Scroll(h.w.Canvas(), fyne.NewPos(100, 200), 0, -120)
	if s.Offset() != 120 {
		t.Errorf("the wheel scrolled to %.0f", s.Offset())
	}
	s.ScrollTo(0)
	for _, c := range []struct {
		key fyne.KeyName
		to  float32
	}{
		{fyne.KeyDown, 56}, {fyne.KeyDown, 112}, {fyne.KeyUp, 56}, {fyne.KeyPageDown, 326}, {fyne.KeyPageDown, 596}, {fyne.KeyPageDown, 700},
		{fyne.KeyPageUp, 430}, {fyne.KeyHome, 0}, {fyne.KeyUp, 0}, {fyne.KeyEnd, 700}, {fyne.KeyDown, 700},
	} {
		if !s.Key(c.key) || s.Offset() != c.to {
			t.Errorf("%s scrolls to %.0f, not %.0f", c.key, s.Offset(), c.to)
		}
	}
	if s.Key(fyne.KeyReturn) || s.Key(fyne.KeyA) {
		t.Error("it takes keys that are not for scrolling")
	}
}

func TestScrollIntoView(t *testing.T) {
	test.NewTempApp(t)
	_, s := scrollPage(t)
	for _, c := range []struct{ from, top, bottom, to float32 }{
		{0, 100, 160, 0}, {0, 280, 340, 40}, {400, 100, 160, 100}, {400, 380, 460, 380}, {400, 400, 700, 400},
		{0, 900, 1000, 700}, {0, 200, 600, 200}, {500, 0, 50, 0}, {0, 990, 1200, 700},
	} {
		s.ScrollTo(c.from)
		s.ScrollIntoView(c.top, c.bottom)
		if s.Offset() != c.to {
			t.Errorf("from %.0f, %.0f–%.0f is brought to view at %.0f, not %.0f", c.from, c.top, c.bottom, s.Offset(), c.to)
		}
	}
}

// The headless driver lets the stock scroll container be dragged and no window does: what takes
// the drag must be our own in both.
func TestWhatIsDraggedIsOurOwn(t *testing.T) {
	test.NewTempApp(t)
	b, _ := keyed("b")
	h, s := scrollPage(t, put(b, 0, 100, 200, 60))
	for _, y := range []float32{60, 180, 300} {
		o, _ := h.find(fyne.NewPos(100, y), func(o fyne.CanvasObject) bool { _, ok := o.(fyne.Draggable); return ok })
		if o != fyne.CanvasObject(s.glass) {
			t.Errorf("at %.0f the drag goes to a %T", y, o)
		}
	}
	if o, _ := h.find(fyne.NewPos(100, 420), func(o fyne.CanvasObject) bool { _, ok := o.(fyne.Draggable); return ok }); o != nil {
		t.Errorf("below the scroller the drag goes to a %T", o)
	}
	test.Drag(h.w.Canvas(), fyne.NewPos(100, 180), 0, -60)
	if s.Offset() != 60 {
		t.Errorf("the toolkit's own test of a drag scrolls by %.0f", s.Offset())
	}
}

func TestOnlySomebodyIsToldOf(t *testing.T) {
	test.NewTempApp(t)
	h, s := scrollPage(t)
	moves := 0
	s.OnMove = func() { moves++ }
	s.ScrollTo(650)
	s.ScrollIntoView(0, 60)
	s.ScrollTo(650)
	s.Resize(fyne.NewSize(200, 500))
	if moves != 0 {
		t.Errorf("the app and the window count as %d touches", moves)
	}
	test.Scroll(h.w.Canvas(), fyne.NewPos(100, 200), 0, 40)
	s.Key(fyne.KeyPageDown)
	if moves != 2 {
		t.Errorf("wheel and key count as %d touches", moves)
	}
}

func TestScrollerKeepsItsPlaceWhenItsSizeChanges(t *testing.T) {
	test.NewTempApp(t)
	_, s := scrollPage(t)
	s.ScrollTo(650)
	s.Resize(fyne.NewSize(200, 500))
	if s.Offset() != 500 || s.content.Position().Y != -500 {
		t.Errorf("in a higher window it stands at %.0f", s.Offset())
	}
	s.Resize(fyne.NewSize(200, 1200))
	if s.Offset() != 0 || s.content.Size().Height != 1200 {
		t.Errorf("where all is to be seen it stands at %.0f", s.Offset())
	}
}

// ear is something else that listens to the finger by itself, as a field does.
type ear struct {
	widget.BaseWidget
	downs, ups int
}

func (e *ear) CreateRenderer() fyne.WidgetRenderer { return nothing{} }
func (e *ear) MouseDown(*desktop.MouseEvent)       { e.downs++ }
func (e *ear) MouseUp(*desktop.MouseEvent)         { e.ups++ }

func TestWhatElseListensInAScrollerHearsTheFingerGoUp(t *testing.T) {
	test.NewTempApp(t)
	e := &ear{}
	e.ExtendBaseWidget(e)
	h, _ := scrollPage(t, put(e, 0, 100, 200, 60))
	h.tap(100, 180)
	h.down(100, 180)
	h.move(106, 180) // the driver calls it a drag by now
	h.up()
	if e.downs != 2 || e.ups != 2 {
		t.Errorf("the finger came down %d times and up %d times", e.downs, e.ups)
	}
}
