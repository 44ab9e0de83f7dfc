package touch

import (
	"fmt"
	"image/color"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

// watch is a clock and a finger that tests hold.
type watch struct {
	t     *testing.T
	time  time.Time
	calls []call
}

type call struct {
	at   time.Time
	f    func()
	gone *bool
}

// newWatch puts the clock in the place of the kit's until the test ends.
func newWatch(t *testing.T) *watch {
	t.Helper()
	test.NewTempApp(t)
	h := &watch{t: t, time: time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)}
	wasNow, wasLater := now, later
	now = func() time.Time { return h.time }
	later = func(d time.Duration, f func()) func() {
		gone := new(bool)
		h.calls = append(h.calls, call{h.time.Add(d), f, gone})
		return func() { *gone = true }
	}
	t.Cleanup(func() {
		Cancel()
		now, later = wasNow, wasLater
	})
	return h
}

// pass lets time go by; what is due is called when it is due.
func (h *watch) pass(d time.Duration) {
	end := h.time.Add(d)
	for {
		first := -1
		for i, c := range h.calls {
			if !c.at.After(end) && (first < 0 || c.at.Before(h.calls[first].at)) {
				first = i
			}
		}
		if first < 0 {
			break
		}
		c := h.calls[first]
		h.calls = append(h.calls[:first], h.calls[first+1:]...)
		h.time = c.at
		if !*c.gone {
			c.f()
		}
	}
	h.time = end
}

// tapAt taps with a wobble of so many dp sideways, as the driver tells of it.
func tapAt(p *pane, at fyne.Position, wobble float32) {
	p.MouseDown(down(at))
	to := at.AddXY(wobble, 0)
	if wobble >= 2 {
		p.Dragged(&fyne.DragEvent{Dragged: fyne.NewDelta(wobble, 0)})
	}
	p.MouseUp(down(to))
	if wobble >= 2 {
		p.DragEnd()
	} else {
		p.Tapped(&fyne.PointEvent{Position: to})
	}
}

// drag moves a finger down by dy in n steps, each of which takes d.
func (h *watch) drag(p *pane, at fyne.Position, dy float32, n int, d time.Duration) {
	p.MouseDown(down(at))
	for range n {
		h.pass(d)
		p.Dragged(&fyne.DragEvent{Dragged: fyne.NewDelta(0, dy/float32(n))})
	}
	p.MouseUp(down(at.AddXY(0, dy)))
	p.DragEnd()
}

var stepLook = StepStyle{Fill: color.White, Text: color.Black, TextSize: 28, Key: Style{Fill: color.White, Text: color.Black}}

func numbers(at, lo, hi int, wrap bool) (*Stepper, *int) {
	got := at
	s := NewStepper("n", Numbers(at, lo, hi, wrap, func(n int) string { return fmt.Sprint(n) }, func(n int) { got = n }), stepLook)
	s.Resize(fyne.NewSize(276, 64))
	return s, &got
}

var (
	onLess  = fyne.NewPos(30, 32)
	onMore  = fyne.NewPos(250, 32)
	onValue = fyne.NewPos(138, 32)
)

func TestStepperForgivesAWobbleAndNoMore(t *testing.T) {
	newWatch(t)
	for wobble := float32(0); wobble <= 20; wobble++ {
		s, got := numbers(5, 0, 9, false)
		tapAt(s.pane, onMore, wobble)
		want := 6
		if wobble > Slop {
			want = 5
		}
		if *got != want {
			t.Errorf("a tap with a wobble of %.0f dp made %d of 5, not %d", wobble, *got, want)
		}
	}
}

func TestStepperStopsAtItsEndsOrGoesRound(t *testing.T) {
	newWatch(t)
	s, got := numbers(8, 0, 9, false)
	tapAt(s.pane, onMore, 0)
	tapAt(s.pane, onMore, 0)
	if *got != 9 || !s.more.Disabled() || s.less.Disabled() {
		t.Errorf("at %d, more inert %t, less inert %t", *got, s.more.Disabled(), s.less.Disabled())
	}
	tapAt(s.pane, onLess, 0)
	if *got != 8 || s.more.Disabled() {
		t.Errorf("came back to %d, more inert %t", *got, s.more.Disabled())
	}
	round, got := numbers(9, 0, 9, true)
	tapAt(round.pane, onMore, 0)
	if *got != 0 || round.more.Disabled() {
		t.Errorf("after the last came %d", *got)
	}
	tapAt(round.pane, onLess, 0)
	if *got != 9 {
		t.Errorf("before the first came %d", *got)
	}
}

func TestStepperRepeatsWhileItIsHeld(t *testing.T) {
	h := newWatch(t)
	s, got := numbers(0, 0, 1000, false)
	s.pane.MouseDown(down(onMore))
	for _, c := range []struct {
		after time.Duration
		want  int
	}{{399, 0}, {1, 1}, {119, 1}, {1, 2}, {120, 3}, {1360, 14}, {120, 15}, {500, 25}} {
		h.pass(c.after * time.Millisecond)
		if *got != c.want {
			t.Errorf("%v after the finger went down it is at %d, not %d", h.time.Sub(s.repeat.begun), *got, c.want)
		}
	}
	if !s.more.down {
		t.Error("it is not painted as held")
	}
	was := *got
	s.pane.MouseUp(down(onMore))
	s.pane.Tapped(&fyne.PointEvent{Position: onMore})
	h.pass(time.Minute)
	if *got != was || s.more.down {
		t.Errorf("it went on to %d after it was let go at %d", *got, was)
	}
}

func TestStepperStopsRepeatingWhateverHappens(t *testing.T) {
	for name, end := range map[string]func(s *Stepper){
		"slid off":        func(s *Stepper) { s.pane.Dragged(&fyne.DragEvent{Dragged: fyne.NewDelta(0, 40)}) },
		"a second finger": func(s *Stepper) { s.pane.MouseDown(down(onValue)) },
		"elsewhere":       func(s *Stepper) { NewButton("b", "b", Style{}, nil).MouseDown(down(onValue)) },
		"hidden":          func(s *Stepper) { s.Hide() },
		"page taken away": func(*Stepper) { Cancel() },
	} {
		h := newWatch(t)
		s, got := numbers(0, 0, 1000, false)
		s.pane.MouseDown(down(onMore))
		h.pass(time.Second)
		was := *got
		end(s)
		h.pass(time.Minute)
		if was == 0 || *got != was || s.more.down {
			t.Errorf("%s: it went on from %d to %d", name, was, *got)
		}
		Cancel()
	}
}

func TestStepperHeldStopsAtItsEnd(t *testing.T) {
	h := newWatch(t)
	s, got := numbers(0, 0, 4, false)
	s.pane.MouseDown(down(onMore))
	h.pass(time.Minute)
	if *got != 4 || len(h.calls) != 0 {
		t.Errorf("at %d with %d calls to come", *got, len(h.calls))
	}
}

func TestStepperSetsALongValueSmaller(t *testing.T) {
	newWatch(t)
	s := NewStepper("n", Steps{Show: func() string { return "Thirty-first of September" }, Step: func(int) {}}, stepLook)
	for _, width := range []float32{276, 400, 640} {
		s.Resize(fyne.NewSize(width, 64))
		left, right := s.less.Position().X+s.less.Size().Width, s.more.Position().X
		if x := s.value.Position().X; s.value.TextSize > smallest && (x < left || x+s.value.MinSize().Width > right) {
			t.Errorf("at %.0f dp it is set at %.1f from %.0f to %.0f between %.0f and %.0f", width, s.value.TextSize, x, x+s.value.MinSize().Width, left, right)
		}
		for _, b := range s.Buttons() {
			if b.Size().Width < Least || b.Size().Height < Least {
				t.Errorf("at %.0f dp a button is %v", width, b.Size())
			}
		}
	}
}

// The timer may have fired before it could be stopped: its call is under way already.
func TestRepeatThatComesTooLateDoesNothing(t *testing.T) {
	h := newWatch(t)
	s, got := numbers(0, 0, 9, false)
	s.pane.MouseDown(down(onMore))
	late := h.calls[0].f
	s.pane.Dragged(&fyne.DragEvent{Dragged: fyne.NewDelta(0, 40)})
	late()
	if *got != 0 {
		t.Errorf("after the finger had gone it went on to %d", *got)
	}
}
