package visit

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"matchbooth/kiosk/event"
	"matchbooth/ui/page"
)

// Whoever touches "more below" until it goes sees every line whole, in order, and the view always begins with a line.
func TestReadingOnShowsEveryLineWhole(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		var flows []page.Flow
		for range rapid.IntRange(1, 12).Draw(rt, "flows") {
			line := rapid.Float32Range(0, 60).Draw(rt, "line")
			if line < 15 {
				line = 0
			}
			n := float32(rapid.IntRange(1, 9).Draw(rt, "lines"))
			high := n * line
			if line == 0 {
				high = rapid.Float32Range(10, 190).Draw(rt, "high")
			}
			flows = append(flows, page.Flow{Gap: rapid.Float32Range(0, 40).Draw(rt, "gap"), Height: high, Line: line})
		}
		view := rapid.Float32Range(200, 700).Draw(rt, "view")
		lines, high := linesOf(flows)
		if want := page.HighOf(flows); high < want-0.5 || high > want+0.5 {
			rt.Fatalf("%v high, not %v", high, want)
		}
		seen := make([]bool, len(lines))
		y, more := float32(0), true
		for range len(lines) + 1 {
			for i, l := range lines {
				seen[i] = seen[i] || l.top >= y-0.5 && l.end <= y+view+0.5
			}
			if y > 0 && !slices.ContainsFunc(lines, func(l line) bool { return l.top == y }) {
				rt.Fatalf("the view begins at %v, within a line", y)
			}
			if y, more = onwards(lines, y, view); !more {
				break
			}
		}
		if more || slices.Contains(seen, false) {
			rt.Fatalf("in a view of %v of %v: %v whole", view, lines, seen)
		}
	})
}

// The wait for years is drawn longer than any other stretch, and the way always begins and ends at the edges.
func TestTheRibbonGivesTheYearsTheirLength(t *testing.T) {
	r := ribbon{stages: []event.Stage{{}, {Lasts: event.LastsYears}, {}, {Lasts: event.LastsDays}, {Lasts: event.LastsHours}}}
	at := r.places(1000, longerAcross)
	if at[0] != 0 || at[4] < 999.9 || at[4] > 1000.1 {
		t.Errorf("from %v to %v", at[0], at[4])
	}
	years := at[2] - at[1]
	for i := 1; i < len(at); i++ {
		if step := at[i] - at[i-1]; step <= 0 || i != 2 && step > years/2 {
			t.Errorf("stretch %d is %v, the years are %v", i, step, years)
		}
	}
	if one := (ribbon{stages: make([]event.Stage, 1)}).places(1000, longerAcross); one[0] != 0 {
		t.Errorf("a single stage is at %v", one[0])
	}
}
