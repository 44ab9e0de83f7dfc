package host

import (
	"testing"

	"pgregory.net/rapid"
)

func TestTheScaleIsLoweredUntilTheScreensFit(t *testing.T) {
	for _, c := range []struct {
		w, h         int
		wanted, want float64
	}{
		{1280, 800, 1, 1},
		{1920, 1080, 1, 1},
		{1080, 1920, 1, 1},
		{3840, 2160, 2, 2},
		{1366, 768, 1.5, 1},
		{1280, 800, 1.6, 1},
		{1920, 1200, 2.4, 1.6},
		{1200, 1920, 2.4, 1.6},
		{1024, 600, 1, 0.8},
		{1024, 560, 1, 0.8},
		{800, 480, 1, 0.6},
		{640, 480, 1, 0.6},
		{1280, 800, 0.5, 0.5},
	} {
		if got := Fit(c.w, c.h, c.wanted); got != c.want {
			t.Errorf("%d×%d at %v: %v, want %v", c.w, c.h, c.wanted, got, c.want)
		}
	}
}

// From 800×480 up and at every scale: the screens fit, and what fits is left alone.
func TestEveryDisplayFits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w, h := rapid.IntRange(800, 4000).Draw(t, "w"), rapid.IntRange(480, 3000).Draw(t, "h")
		wanted := float64(rapid.IntRange(10, 30).Draw(t, "tenths")) / 10
		got := Fit(w, h, wanted)
		if got > wanted || got < leastScale {
			t.Fatalf("%d×%d at %v: %v", w, h, wanted, got)
		}
		fits := func(scale float64) bool {
			return float64(max(w, h))/scale >= LeastLong && float64(min(w, h))/scale >= LeastShort
		}
		if got > leastScale && !fits(got) || fits(wanted) && got != wanted {
			t.Fatalf("%d×%d at %v: %v", w, h, wanted, got)
		}
	})
}
