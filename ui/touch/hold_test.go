package touch

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
)

// held is a Hold in a window whose time is counted by hand.
func held(t *testing.T) (h *hand, o *Hold, acts *int, run func() *fyne.Animation) {
	run = motions(t)
	acts = new(int)
	o = NewHold("id", "Hold", HoldStyle{TextSize: 20}, func() { *acts++ })
	h = window(t, fyne.NewSize(600, 600), put(plate(), 0, 0, 600, 600), put(o, 100, 100, 300, 60))
	return h, o, acts, run
}

func TestHoldActsOnceWhenItIsHeldToTheEnd(t *testing.T) {
	test.NewTempApp(t)
	h, o, acts, run := held(t)
	h.down(200, 130)
	if run().Duration != holdFor || run().RepeatCount != 0 {
		t.Fatalf("it counts %v", run().Duration)
	}
	for _, p := range []float32{0.2, 0.7, 0.99} {
		run().Tick(p)
	}
	if *acts != 0 {
		t.Error("it acted before its time")
	}
	if w := o.run.Size().Width; w < 250 || o.run.Hidden {
		t.Errorf("nearly done, the bar is %.0f of 300 wide", w)
	}
	run().Tick(1)
	run().Tick(1)
	if *acts != 1 || o.anim != nil {
		t.Errorf("held to the end it acted %d times", *acts)
	}
	h.up()
	if !o.run.Hidden || *acts != 1 {
		t.Error("the bar stays after the finger has gone")
	}
}

// Whatever ends a hold before its time, the time does not run on and nothing happens.
func TestHoldIsEndedBy(t *testing.T) {
	test.NewTempApp(t)
	for name, end := range map[string]func(h *hand, o *Hold){
		"letting go":       func(h *hand, o *Hold) { h.up() },
		"sliding off":      func(h *hand, o *Hold) { h.move(230, 130) },
		"going up outside": func(h *hand, o *Hold) { h.at = fyne.NewPos(20, 500); h.up(); Cancel() },
		"wobbling, then letting go": func(h *hand, o *Hold) {
			h.move(205, 130)
			if o.anim == nil {
				t.Error("a wobble ends it")
			}
			h.up()
		},
		"a second finger":           func(h *hand, o *Hold) { h.press(200, 130, desktop.MouseButtonSecondary) },
		"a second finger as first":  func(h *hand, o *Hold) { h.down(300, 130) },
		"a second finger elsewhere": func(h *hand, o *Hold) { NewButton("", "", Style{}, nil).MouseDown(down(fyne.NewPos(9, 9))) },
		"being hidden":              func(h *hand, o *Hold) { o.Hide() },
		"being disabled":            func(h *hand, o *Hold) { o.SetDisabled(true) },
		"the app":                   func(h *hand, o *Hold) { Cancel() },
	} {
		h, o, acts, run := held(t)
		h.down(200, 130)
		if o.anim == nil {
			t.Fatalf("%s: it does not count", name)
		}
		run().Tick(0.5)
		end(h, o)
		if o.anim != nil || !o.run.Hidden || *acts != 0 {
			t.Errorf("%s: it counts on, or acted: %d", name, *acts)
		}
	}
}

func TestHoldEndsWithItsPage(t *testing.T) {
	test.NewTempApp(t)
	for name, leave := range map[string]func(root *fyne.Container){
		"taken away": func(root *fyne.Container) { root.Objects = nil },
		"hidden":     func(root *fyne.Container) { root.Hide() },
	} {
		h, o, acts, run := held(t)
		h.down(200, 130)
		leave(h.w.Content().(*fyne.Container))
		run().Tick(0.5)
		run().Tick(1)
		if *acts != 0 || o.anim != nil {
			t.Errorf("with the page %s it acted %d times", name, *acts)
		}
	}
}

func TestHoldHearsOnlyTheFirstButton(t *testing.T) {
	test.NewTempApp(t)
	h, o, _, _ := held(t)
	for _, b := range []desktop.MouseButton{desktop.MouseButtonSecondary, desktop.MouseButtonTertiary} {
		h.press(200, 130, b)
		if o.anim != nil {
			t.Errorf("button %v holds it", b)
		}
	}
}

func TestHoldFillsInStepsWithoutMotion(t *testing.T) {
	test.NewTempApp(t)
	h, o, acts, run := held(t)
	o.style.Still = true
	h.down(200, 130)
	widths := map[float32]bool{}
	for p := float32(0.01); p < 1; p += 0.01 {
		run().Tick(p)
		if !o.run.Hidden {
			widths[o.run.Size().Width] = true
		}
	}
	if len(widths) != 3 || run().Duration != holdFor {
		t.Errorf("it fills in %d steps in %v", len(widths), run().Duration)
	}
	run().Tick(1)
	if *acts != 1 {
		t.Error("it does not act")
	}
}

// A key has to stay down as long as a finger; coming up before, a finger, another key and the end of the page end it, and its
// repeats start nothing.
func TestHoldByAKey(t *testing.T) {
	test.NewTempApp(t)
	for name, end := range map[string]func(h *hand, o *Hold){
		"coming up":     func(*hand, *Hold) { KeyUp() },
		"a finger":      func(*hand, *Hold) { NewButton("", "", Style{}, nil).MouseDown(down(fyne.NewPos(9, 9))) },
		"another key":   func(*hand, *Hold) { Down(fyne.NewPos(-1000, -1000)) },
		"another page":  func(*hand, *Hold) { Turned() },
		"being hidden":  func(_ *hand, o *Hold) { o.Hide() },
		"being pressed": func(h *hand, o *Hold) { h.down(200, 130); h.up() },
	} {
		h, o, acts, run := held(t)
		o.Press()
		run().Tick(0.9)
		if o.anim == nil || *acts != 0 || o.run.Hidden {
			t.Fatalf("%s: it does not count, or acted %d times", name, *acts)
		}
		counting := run()
		end(h, o)
		counting.Tick(0.95)
		if o.anim != nil || *acts != 0 {
			t.Errorf("%s does not end it", name)
		}
	}
	_, o, acts, run := held(t)
	Alone(o.Press)
	if o.anim != nil {
		t.Error("a key that stays down starts it")
	}
	o.Press()
	if run().Duration != holdFor {
		t.Errorf("it counts %v", run().Duration)
	}
	run().Tick(1)
	run().Tick(1)
	KeyUp()
	if *acts != 1 {
		t.Errorf("held to the end it acted %d times", *acts)
	}
	h, o, acts, _ := held(t)
	h.down(200, 130)
	KeyUp()
	if o.anim == nil {
		t.Error("a key that comes up ends what a finger holds")
	}
	h.up()
	if *acts != 0 {
		t.Error("it acted")
	}
}
