//go:build e2e

package main

import (
	"testing"
	"time"

	"matchbooth/ui/e2e/x11"
)

func TestAFingerStepsAndRepeats(t *testing.T) {
	k := openKit(t, "picker")
	k.must(k.hands.Taps(k.ctx, k.middle("stepper.more"), 3))
	if at := k.number("stepper"); at != 53 {
		t.Errorf("three quick taps: from 50 to %.0f", at)
	}
	k.must(k.hands.ShakyTap(k.ctx, k.middle("stepper.less"), 13, 0.25))
	if at := k.number("stepper"); at != 52 {
		t.Errorf("a tap that slips: from 53 to %.0f", at)
	}
	k.must(k.hands.LongPress(k.ctx, k.middle("stepper.more"), 1300*time.Millisecond))
	held := k.number("stepper")
	if held < 55 || held > 64 {
		t.Errorf("held for 1.3 s: from 52 to %.0f", held)
	}
	k.rest(400 * time.Millisecond)
	if at := k.number("stepper"); at != held {
		t.Errorf("it steps on after the finger has gone: from %.0f to %.0f", held, at)
	}
	k.must(k.hands.Finger(k.ctx).Down(k.middle("stepper.more")).Slide(Point{700, 500}, 150*time.Millisecond).Rest(900 * time.Millisecond).Up().Done())
	if at := k.number("stepper"); at != held {
		t.Errorf("a finger that slid off steps: from %.0f to %.0f", held, at)
	}
	k.must(k.hands.Click(k.ctx, k.middle("stepper.more"), x11.Right))
	if at := k.number("stepper"); at != held {
		t.Error("the other button of a mouse steps")
	}
}

func TestAWheelTurnsAndSnaps(t *testing.T) {
	k := openKit(t, "picker")
	middle := k.middle("wheel")
	rest := k.picture("wheel")
	still := func() {
		t.Helper()
		was := k.picture("wheel")
		for range 40 {
			k.rest(120 * time.Millisecond)
			now := k.picture("wheel")
			if !differ(was, now) {
				return
			}
			was = now
		}
		t.Error("the wheel never comes to rest")
	}
	k.must(k.hands.Drag(k.ctx, middle, Point{middle.X, middle.Y - 130})) // two rows of 60 and a bit
	still()
	if at := k.number("wheel"); at != 2 {
		t.Errorf("a drag of a little more than two rows chose row %.0f", at)
	}
	k.must(k.hands.Drag(k.ctx, middle, Point{middle.X, middle.Y + 125}))
	still()
	if at := k.number("wheel"); at != 0 {
		t.Errorf("and back: row %.0f", at)
	}
	if !k.gets("wheel", rest, true) {
		t.Error("back at its first row it does not look as before: it does not snap to a row")
	}
	k.must(k.hands.Flick(k.ctx, Point{middle.X, middle.Y + 80}, Point{middle.X, middle.Y - 80}))
	still()
	far := k.number("wheel")
	if far < 3 || far > 59 {
		t.Errorf("a flick turns it to row %.0f", far)
	}
	k.must(k.hands.Tap(k.ctx, middle.X, middle.Y+60))
	still()
	if at := k.number("wheel"); at != far+1 {
		t.Errorf("a tap on the row below: from %.0f to %.0f", far, at)
	}
}

func TestChipsAndTicksActOnce(t *testing.T) {
	k := openKit(t, "picker")
	for _, c := range []struct{ id, counts string }{{"choice.two", "choice"}, {"toggle", "toggle"}, {"month.year.more", "month"}} {
		k.must(k.hands.ShakyTap(k.ctx, k.middle(c.id), 8, 0.1))
		k.rest(again)
		if n := k.acts(c.counts); n != 1 {
			t.Errorf("a tap on %s acted %d times", c.id, n)
		}
	}
}
