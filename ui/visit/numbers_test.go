package visit

import (
	"testing"
	"time"

	"matchbooth/assets/art"
	"matchbooth/kiosk/event"
)

func TestAFigureLightsItsShare(t *testing.T) {
	for value, want := range map[string]int{"97.55 %": 9755, "32.37%": 3237, "1 in 400 to 1 in 10,000": 0, "3.6 million and 20,000": 0, "120 %": 0, "0.6 % in a study": 0} {
		if got := lightOf(event.Figure{Value: event.Text{event.EN: value}}); got != want {
			t.Errorf("%q lights %d dots, not %d", value, got, want)
		}
	}
	for _, c := range []struct {
		fig    event.Figure
		want   int
		search bool
	}{
		{event.Figure{OneIn: 10_000}, 0, true},
		{event.Figure{OneIn: 400}, 25, false},
		{event.Figure{OneIn: 2_000_000}, 0, false},
		{event.Figure{Dots: 56}, 56, false},
		{event.Figure{Dots: 56, OneIn: 10_000}, 56, false},
		{event.Figure{Dots: 56, Value: event.Text{event.EN: "10%"}}, 56, false},
	} {
		if got, search := lightOf(c.fig), searched(c.fig); got != c.want || search != c.search {
			t.Errorf("%+v lights %d dots, search %t", c.fig, got, search)
		}
	}
}

// The one is drawn anew at every visit and every search, and all dots have their turn.
func TestTheOneIsAnotherEveryTime(t *testing.T) {
	noon := time.Date(2027, 5, 21, 12, 0, 0, 0, time.UTC)
	if first, again := theOne(noon, 1), theOne(noon, 1); first != again {
		t.Error("in another language it is another")
	}
	seen := map[int]bool{}
	outer := 0
	const n = 4000
	for i := range n {
		one := theOne(noon.Add(time.Duration(i/4)*time.Second), i%4)
		seen[one] = true
		if one >= art.TenThousandDots/2 {
			outer++
		}
	}
	if len(seen) < n*3/4 || outer < n*45/100 || outer > n*55/100 {
		t.Errorf("%d different ones of %d, %d of them in the outer half", len(seen), n, outer)
	}
}
