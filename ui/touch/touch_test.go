package touch

import (
	"image/color"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
)

func down(at fyne.Position) *desktop.MouseEvent {
	return &desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: at, AbsolutePosition: at}, Button: desktop.MouseButtonPrimary}
}

func TestButtonForgivesAWobblingFinger(t *testing.T) {
	test.NewTempApp(t)
	for _, c := range []struct {
		name  string
		to    fyne.Position
		tap   bool // whether the driver calls it a tap too
		acts  int
		other desktop.MouseButton
	}{
		{"still", fyne.NewPos(50, 30), true, 1, 0},
		{"wobble that the driver drops", fyne.NewPos(58, 38), false, 1, 0},
		{"at the slop", fyne.NewPos(50+Slop, 30), false, 1, 0},
		{"past the slop", fyne.NewPos(50+Slop+1, 30), false, 0, 0},
		{"a drag", fyne.NewPos(50, 130), false, 0, 0},
		{"the other button", fyne.NewPos(50, 30), false, 0, desktop.MouseButtonSecondary},
	} {
		acts := 0
		b := NewButton("id", "Text", Style{TextSize: 20, Text: color.Black}, func() { acts++ })
		b.Resize(fyne.NewSize(200, 60))
		d, u := down(fyne.NewPos(50, 30)), down(c.to)
		if c.other != 0 {
			d.Button, u.Button = c.other, c.other
		}
		b.MouseDown(d)
		b.MouseUp(u)
		if c.tap {
			b.Tapped(&fyne.PointEvent{Position: c.to})
		}
		if acts != c.acts {
			t.Errorf("%s: acted %d times, not %d", c.name, acts, c.acts)
		}
	}
}

func tap(b *Button) {
	b.MouseDown(down(fyne.NewPos(9, 9)))
	b.MouseUp(down(fyne.NewPos(9, 9)))
	b.Tapped(&fyne.PointEvent{})
}

func TestButtonActsOnceForADoubleTap(t *testing.T) {
	test.NewTempApp(t)
	acts := 0
	b := NewButton("id", "Text", Style{TextSize: 20}, func() { acts++ })
	tap(b)
	tap(b)
	if acts != 1 {
		t.Errorf("a double tap acted %d times", acts)
	}
	b.acted = b.acted.Add(-again)
	tap(b)
	if acts != 2 {
		t.Errorf("a later tap did not act: %d", acts)
	}
	b.Repeat = true
	tap(b)
	tap(b)
	if acts != 4 {
		t.Errorf("a key counted %d of two quick taps", acts-2)
	}
}

func TestButtonThatIsDisabledIsInertAndPale(t *testing.T) {
	test.NewTempApp(t)
	acts := 0
	b := NewButton("id", "Text", Style{TextSize: 20, Fill: color.NRGBA{A: 255}}, func() { acts++ })
	b.SetDisabled(true)
	tap(b)
	b.Tapped(&fyne.PointEvent{})
	if acts != 0 || !b.Disabled() {
		t.Error("a disabled button acted")
	}
	test.WidgetRenderer(b).Refresh()
	if c := b.bg.FillColor.(color.NRGBA); c.A > 150 {
		t.Errorf("it does not look disabled: %v", c)
	}
	b.SetDisabled(false)
	tap(b)
	if acts != 1 {
		t.Error("a woken button did not act")
	}
}

func TestButtonSetsALongTextSmallerInsteadOfCuttingIt(t *testing.T) {
	test.NewTempApp(t)
	b := NewButton("id", strings.Repeat("long ", 9), Style{TextSize: 30, Pad: 20}, nil)
	b.Resize(fyne.NewSize(260, 60))
	test.WidgetRenderer(b).Layout(b.Size())
	if w := b.label.MinSize().Width; w > 260 {
		t.Errorf("the text is %.0f wide in a button of 260", w)
	}
	if s := NewButton("", "", Style{TextSize: 8}, nil).MinSize(); s.Width < 56 || s.Height < 56 {
		t.Errorf("the least button is %v", s)
	}
}

func TestHoldActsOnlyWhenItIsHeld(t *testing.T) {
	test.NewTempApp(t)
	acts := 0
	h := NewHold("id", "Hold", HoldStyle{TextSize: 20}, func() { acts++ })
	h.Resize(fyne.NewSize(300, 60))
	// The driver of tests runs an animation to its end at once, so the time is counted by hand.
	for range 5 {
		h.anim = h.count()
		h.anim.Tick(0.2)
		h.MouseUp(down(fyne.NewPos(5, 5)))
		if h.anim != nil {
			t.Error("the time runs on after the finger has gone")
		}
	}
	if acts != 0 {
		t.Error("taps acted")
	}
	run := h.count()
	if run.Duration != HoldFor || run.RepeatCount != 0 {
		t.Fatalf("it counts %v", run.Duration)
	}
	for _, p := range []float32{0.2, 0.7, 0.99} {
		run.Tick(p)
	}
	if acts != 0 {
		t.Error("it acted before its time")
	}
	if w := h.run.Size().Width; w < 250 {
		t.Errorf("nearly done, the bar is %.0f of 300 wide", w)
	}
	run.Tick(1)
	run.Tick(1)
	if acts != 1 {
		t.Errorf("held to the end it acted %d times", acts)
	}
	h.MouseUp(down(fyne.NewPos(5, 5)))
	if !h.run.Hidden {
		t.Error("the bar stays after the finger has gone")
	}
	second := down(fyne.NewPos(5, 5))
	second.Button = desktop.MouseButtonSecondary
	h.MouseDown(second)
	if h.anim != nil {
		t.Error("the other button holds it")
	}
}

func TestHolderShowsWhatItWasFilledWithLast(t *testing.T) {
	test.NewTempApp(t)
	h := NewHolder()
	h.Fill(canvas.NewText("a", color.Black), canvas.NewText("b", color.Black))
	h.Fill(canvas.NewText("c", color.Black))
	if n := len(h.box.Objects); n != 1 || h.box.Objects[0].(*canvas.Text).Text != "c" {
		t.Errorf("it shows %d objects", n)
	}
}

func scroller(t *testing.T, high, window float32) *Scroller {
	t.Helper()
	content := canvas.NewRectangle(color.White)
	content.SetMinSize(fyne.NewSize(200, high))
	s := NewScroller(content, color.White, color.Black)
	w := test.NewTempWindow(t, s)
	w.SetPadded(false)
	w.Resize(fyne.NewSize(200, window))
	s.Resize(fyne.NewSize(200, window))
	return s
}

func drag(s *Scroller, dy float32) { s.inner.Dragged(&fyne.DragEvent{Dragged: fyne.NewDelta(0, dy)}) }

func TestScrollerFollowsTheFingerPastTheSlop(t *testing.T) {
	test.NewTempApp(t)
	s := scroller(t, 1000, 300)
	moved := 0
	s.OnMove = func() { moved++ }
	drag(s, -5)
	drag(s, -5)
	if s.Offset() != 0 {
		t.Errorf("a wobble scrolled it by %.1f", s.Offset())
	}
	drag(s, -10)
	drag(s, -80)
	if o := s.Offset(); o != 100 {
		t.Errorf("the finger went 100 up, the page %.1f", o)
	}
	if moved == 0 {
		t.Error("it does not say that somebody scrolls")
	}
	drag(s, 500)
	if s.Offset() != 0 {
		t.Errorf("it went past its beginning: %.1f", s.Offset())
	}
	drag(s, -5000)
	if s.Offset() != 700 {
		t.Errorf("its end is at %.1f, not 700", s.Offset())
	}
}

func TestScrollerShowsThatThereIsMore(t *testing.T) {
	test.NewTempApp(t)
	s := scroller(t, 1000, 300)
	if s.hint.Hidden || s.bar.Hidden {
		t.Error("nothing shows that there is more")
	}
	s.ScrollTo(700)
	if !s.hint.Hidden {
		t.Error("the hint stays at the end")
	}
	if end := s.bar.Position().Y + s.bar.Size().Height; end < 295 || end > 301 {
		t.Errorf("at the end the bar ends at %.0f of 300", end)
	}
	if s = scroller(t, 200, 300); !s.hint.Hidden || !s.bar.Hidden {
		t.Error("a page that fits shows a bar")
	}
}

func TestScrollerGlidesOnlyBehindAQuickFinger(t *testing.T) {
	test.NewTempApp(t)
	s := scroller(t, 1000, 300)
	drag(s, -40)
	s.inner.last = time.Now().Add(-200 * time.Millisecond)
	s.inner.DragEnd()
	if s.inner.glide != nil {
		t.Error("it glides although the finger had come to rest")
	}
	drag(s, -40)
	from := s.Offset()
	s.inner.speed, s.inner.last = -900, time.Now()
	s.inner.DragEnd()
	if s.inner.glide == nil {
		t.Fatal("it does not glide behind a quick finger")
	}
	if s.Offset() <= from {
		t.Error("it glides the wrong way")
	}
	s.inner.stop()
	if s.inner.glide != nil {
		t.Error("a finger does not stop it")
	}
}
