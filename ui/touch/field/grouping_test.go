package field

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"pgregory.net/rapid"
)

func TestAMobileNumberIsGroupedForTheEyeOnly(t *testing.T) {
	test.NewTempApp(t)
	f := field("", Phone)
	f.Resize(fyne.NewSize(400, 60))
	want := []string{"1", "13", "139", "139 0", "139 00", "139 000", "139 0000", "139 0000 0", "139 0000 04", "139 0000 041", "139 0000 0417", "139000004175"}
	for i, r := range "139000004175" {
		typed(f, string(r))
		if got := shownText(f); got != want[i] {
			t.Errorf("after %d digits it shows %q, not %q", i+1, got, want[i])
		}
	}
	if f.Text() != "139000004175" {
		t.Errorf("it holds %q", f.Text())
	}
	for _, plain := range []string{"+4930901820", "02100000521", "008613900000417", "+8613900000417"} {
		f = field(plain, Phone)
		f.Resize(fyne.NewSize(400, 60))
		if got := shownText(f); got != plain {
			t.Errorf("%s is shown as %q", plain, got)
		}
	}
	f = field("13900000417")
	f.Resize(fyne.NewSize(400, 60))
	if got := shownText(f); got != "13900000417" {
		t.Errorf("what is no telephone number is shown as %q", got)
	}
}

func TestTheCaretSkipsTheGaps(t *testing.T) {
	test.NewTempApp(t)
	f := field("13900000417", Phone)
	f.Resize(fyne.NewSize(400, 60))
	keys(f, fyne.KeyHome, fyne.KeyRight, fyne.KeyRight, fyne.KeyRight, fyne.KeyRight, fyne.KeyBackspace)
	if f.Text() != "1390000417" {
		t.Errorf("four to the right, Backspace leaves %q", f.Text())
	}
	keys(f, fyne.KeyBackspace)
	if f.Text() != "130000417" || f.line.caret != 2 {
		t.Errorf("over the gap, Backspace leaves %q", f.Text())
	}
}

// What stands before each caret grows digit by digit, holds just those digits, and the finger
// finds every place of it again.
func TestPlacesInAGroupedNumberKeepTheirOrder(t *testing.T) {
	test.NewTempApp(t)
	rapid.Check(t, func(t *rapid.T) {
		number := rapid.StringMatching(`1[0-9]{0,12}|[02-9][0-9]{0,12}|\+[0-9]{0,12}`).Draw(t, "number")
		f := field(number, Phone)
		f.Resize(fyne.NewSize(600, 60))
		f.setUp(f.Size().Width)
		last := float32(-1)
		for i := range len(f.line.chars) + 1 {
			shown := f.set.shown(0, i)
			if strings.ReplaceAll(shown, " ", "") != number[:i] || !strings.HasPrefix(f.set.shown(0, len(number)), shown) {
				t.Fatalf("before place %d of %s it shows %q", i, number, shown)
			}
			x := f.set.x(i)
			if x <= last {
				t.Fatalf("place %d of %s lies at %.1f, before the one before it", i, number, x)
			}
			last = x
			if got := f.set.near(x); got != i {
				t.Fatalf("a finger at place %d of %s finds %d", i, number, got)
			}
		}
	})
}
