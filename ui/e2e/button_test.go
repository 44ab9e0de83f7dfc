//go:build e2e

package main

import (
	"fmt"
	"testing"
	"time"

	"matchbooth/ui/e2e/x11"
)

// again is longer than the time in which a second tap is taken for a double tap.
const again = 420 * time.Millisecond

// Fyne itself takes a press that moves by two pixels over anything that can be dragged for the
// beginning of a drag, and drops the tap.
func TestAButtonForgivesAFingerThatSlips(t *testing.T) {
	for _, place := range []struct{ scene, button string }{{"button", "button"}, {"scroller", "row2"}} {
		t.Run(place.scene, func(t *testing.T) {
			k := openKit(t, place.scene)
			want := 0
			slips := []float64{0, 1, 2, 3, 3, 5, 8, 13, 13, 13}
			for i, slip := range slips {
				turns := []float64{0.25, 0, 0.625}[i%3] // down, right, up and left
				k.must(k.hands.ShakyTap(k.ctx, k.middle(place.button), slip, turns))
				k.rest(again)
				want++
				if got := k.acts(place.button); got != want {
					t.Fatalf("a tap that slips by %.0f px (%.3f turns): acted %d times, not once", slip, turns, got-want+1)
				}
			}
			if offset := k.number("scroller.offset"); offset > 0 {
				t.Errorf("the taps scrolled by %.0f", offset)
			}
			for _, turns := range []float64{0, 0.25, 0.75} {
				k.must(k.hands.ShakyTap(k.ctx, k.middle(place.button), 20, turns))
				k.rest(again)
				if got := k.acts(place.button); got != want {
					t.Fatalf("a finger that went 20 px away (%.2f turns) acted", turns)
				}
			}
		})
	}
}

func TestAButtonLooksPressedWhileItIsAndNotLonger(t *testing.T) {
	k := openKit(t, "button")
	rest := k.picture("button")
	middle := k.middle("button")
	away := Point{middle.X, middle.Y + 400}

	f := k.hands.Finger(k.ctx).Down(middle).Rest(50 * time.Millisecond)
	k.must(f.Done())
	if !k.gets("button", rest, false) {
		t.Error("it does not look pressed")
	}
	k.must(f.Slide(away, 120*time.Millisecond).Rest(60 * time.Millisecond).Up().Done())
	if !k.gets("button", rest, true) {
		t.Error("the finger has gone elsewhere, it still looks pressed")
	}
	if k.acts("button") != 0 {
		t.Error("it acted although the finger left the glass elsewhere")
	}

	// And from one button to another: neither acts.
	k.must(k.hands.Finger(k.ctx).Down(middle).Slide(k.middle("repeat"), 150*time.Millisecond).Up().Done())
	if k.acts("button")+k.acts("repeat") != 0 {
		t.Error("a finger that went from one button to another acted")
	}

	k.must(k.hands.Tap(k.ctx, middle.X, middle.Y))
	if k.acts("button") != 1 {
		t.Error("the tap after it did not act")
	}
	if !k.gets("button", rest, true) {
		t.Error("after the tap it does not look as before: something stays lit under the pointer")
	}
}

func TestQuickTapsActOnce(t *testing.T) {
	k := openKit(t, "button")
	want := 0
	for _, times := range []int{2, 3} {
		k.must(k.hands.Taps(k.ctx, k.middle("button"), times))
		k.rest(again)
		want++
		if got := k.acts("button"); got != want {
			t.Errorf("%d quick taps acted %d times", times, got-want+1)
		}
	}
	k.must(k.hands.Taps(k.ctx, k.middle("repeat"), 3))
	if got := k.acts("repeat"); got != 3 {
		t.Errorf("of 3 quick taps on a key %d counted", got)
	}
}

func TestOnlyAFingerPresses(t *testing.T) {
	k := openKit(t, "button")
	for _, button := range []byte{x11.Right, x11.Middle, x11.WheelUp, x11.WheelDown} {
		k.must(k.hands.Click(k.ctx, k.middle("button"), button))
		if k.acts("button") != 0 {
			t.Errorf("button %d of a mouse acts", button)
		}
	}
	k.must(k.hands.Taps(k.ctx, k.middle("disabled"), 1))
	if k.acts("disabled") != 0 {
		t.Error("a disabled button acts")
	}
	k.must(k.hands.Taps(k.ctx, k.middle("button"), 1))
	if k.acts("button") != 1 {
		t.Error("a finger does not")
	}
}

func TestAHoldActsOnlyWhenItIsHeld(t *testing.T) {
	const long = 1200 * time.Millisecond
	k := openKit(t, "hold")
	rest, middle := k.picture("hold"), k.middle("hold")
	check := func(what string, want int) {
		t.Helper()
		k.rest(200 * time.Millisecond)
		if got := k.acts("hold"); got != want {
			t.Errorf("%s: acted %d times in all, not %d", what, got, want)
		}
		if !k.gets("hold", rest, true) {
			t.Errorf("%s: it still looks held", what)
		}
	}
	k.must(k.hands.Tap(k.ctx, middle.X, middle.Y))
	check("tapped", 0)
	k.must(k.hands.LongPress(k.ctx, middle, long-300*time.Millisecond))
	check("let go too early", 0)
	k.rest(long)
	check("long after that", 0)
	k.must(k.hands.Finger(k.ctx).Down(middle).Rest(300*time.Millisecond).Slide(Point{middle.X, middle.Y + 300}, 200*time.Millisecond).Rest(long).Up().Done())
	check("slid off", 0)
	k.must(k.hands.Finger(k.ctx).Down(middle).Rest(100*time.Millisecond).Slide(middle.plus(8, 0.1), 100*time.Millisecond).Rest(long + 300*time.Millisecond).Up().Done())
	check("held by a finger that slips a little", 1)
	k.must(k.hands.LongPress(k.ctx, middle, 2*long+300*time.Millisecond))
	check("held twice as long", 2)
	k.must(k.hands.Click(k.ctx, middle, x11.Right))
	check("the other button", 2)
}

func TestAFingerMovesAPage(t *testing.T) {
	k := openKit(t, "scroller")
	low, high := Point{200, 480}, Point{200, 180}
	offset := func() float64 { t.Helper(); return k.number("scroller.offset") }
	// stands waits until the page has come to rest, and says where.
	stands := func() float64 {
		t.Helper()
		was := offset()
		for range 60 {
			k.rest(100 * time.Millisecond)
			now := offset()
			if now == was {
				return now
			}
			was = now
		}
		t.Fatal("the page never comes to rest")
		return 0
	}

	t.Run("a slow drag follows the finger and does not act", func(t *testing.T) {
		k.must(k.hands.Drag(k.ctx, Point{200, 390}, Point{200, 190})) // row4 lies under it
		at := stands()
		if at < 170 || at > 215 {
			t.Errorf("the finger went 200 px, the page %.0f", at)
		}
		if s := k.spot("row4"); s.Y > 270 {
			t.Errorf("row4 still lies at %.0f", s.Y)
		}
		k.nothingActed(t)
	})
	t.Run("a flick glides and comes to rest", func(t *testing.T) {
		before := stands()
		k.must(k.hands.Flick(k.ctx, low, high))
		released := offset()
		at := stands()
		if at < released+100 {
			t.Errorf("let go at %.0f, it came to rest at %.0f: it does not glide", released, at)
		}
		if at-before < 350 || at-before > 3000 {
			t.Errorf("a flick of 300 px went %.0f", at-before)
		}
		k.nothingActed(t)
	})
	t.Run("a touch stops the glide and is not a tap", func(t *testing.T) {
		stands()
		k.must(k.hands.Flick(k.ctx, low, high))
		k.rest(60 * time.Millisecond)
		k.must(k.hands.LongPress(k.ctx, Point{200, 300}, 120*time.Millisecond))
		at := offset()
		k.rest(300 * time.Millisecond)
		if later := offset(); later > at+4 {
			t.Errorf("touched at %.0f, the page went on to %.0f", at, later)
		}
	})
	t.Run("the wheel scrolls", func(t *testing.T) {
		before := stands()
		for range 5 {
			k.must(k.hands.Click(k.ctx, low, x11.WheelUp))
		}
		if at := stands(); at >= before {
			t.Errorf("five turns of the wheel: from %.0f to %.0f", before, at)
		}
	})
	t.Run("it ends at its ends", func(t *testing.T) {
		for range 14 {
			k.must(k.hands.Flick(k.ctx, high, low))
		}
		if at := stands(); at != 0 {
			t.Errorf("the beginning lies at %.0f", at)
		}
		if s := k.spot("row0"); s.Y < 0 {
			t.Errorf("the first row lies at %.0f", s.Y)
		}
		for range 14 {
			k.must(k.hands.Flick(k.ctx, low, high))
		}
		if at, want := stands(), 4000-k.spot("scroller").H; at < want-1 || at > want+1 {
			t.Errorf("the end lies at %.0f, not at %.0f", at, want)
		}
	})
	t.Run("a tap acts where the page has come to rest", func(t *testing.T) {
		l, _, err := k.eyes.Now()
		k.must(err)
		for i := 39; i >= 0; i-- {
			id := fmt.Sprintf("row%d", i)
			if s, ok := l.Target(id); ok && s.Y > 60 && s.Y < 400 {
				before := k.acts(id)
				k.must(k.hands.ShakyTap(k.ctx, k.middle(id), 8, 0.75))
				if k.acts(id) != before+1 {
					t.Errorf("%s did not act", id)
				}
				return
			}
		}
		t.Error("no row can be seen")
	})
}

// nothingActed is an error when any row of the scroller has acted.
func (k *kit) nothingActed(t *testing.T) {
	t.Helper()
	for i := range 40 {
		if id := fmt.Sprintf("row%d", i); i%2 == 0 && len(k.read(id)) > 0 {
			t.Errorf("%s acted", id)
		}
	}
}
