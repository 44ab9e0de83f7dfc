package lock

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"
)

func TestFiveTapsWithinThreeSecondsOpenTheGate(t *testing.T) {
	start := time.Date(2027, 5, 21, 10, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		name  string
		after []int // milliseconds from the first
		opens []bool
	}{
		{"quick", []int{0, 200, 400, 600, 800}, []bool{false, false, false, false, true}},
		{"just in time", []int{0, 750, 1500, 2250, 3000}, []bool{false, false, false, false, true}},
		{"too slow", []int{0, 751, 1502, 2253, 3004, 3100}, []bool{false, false, false, false, false, true}},
		{"four", []int{0, 100, 200, 300}, []bool{false, false, false, false}},
		{"a tenth is not half of a second gate", []int{0, 1, 2, 3, 4, 5, 6, 7, 8}, []bool{false, false, false, false, true, false, false, false, false}},
		{"the clock set back", []int{0, 100, 200, 300, -3_600_000, -3_599_900}, []bool{false, false, false, false, false, false}},
	} {
		t.Run(c.name, func(t *testing.T) {
			var taps Taps
			var opens []bool
			for _, ms := range c.after {
				opens = append(opens, taps.Tap(start.Add(time.Duration(ms)*time.Millisecond)))
			}
			if !slices.Equal(opens, c.opens) {
				t.Errorf("%v, want %v", opens, c.opens)
			}
		})
	}
}

func TestShuffledDigitsAreAllThereAndInAnotherOrder(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	seen := map[[10]byte]bool{}
	for range 50 {
		d := Shuffled(r)
		seen[d] = true
		sorted := slices.Sorted(slices.Values(d[:]))
		if string(sorted) != "0123456789" {
			t.Fatalf("%s", d)
		}
	}
	if len(seen) < 45 {
		t.Errorf("%d orders in 50", len(seen))
	}
}
