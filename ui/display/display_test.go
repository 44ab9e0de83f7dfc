package display

import (
	"errors"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

var two = number([]Display{
	{Name: "HDMI-1", X: 1280, W: 1920, H: 1080},
	{Name: "eDP-1", W: 1280, H: 800, Primary: true},
	{Name: "DP-2", X: 3200, W: 0, H: 0}, // switched off
	{Name: "DP-3", X: 3200, W: 1080, H: 1920},
})

func TestChoosesByNumberOrName(t *testing.T) {
	for _, c := range []struct{ want, name string }{
		{"", "eDP-1"},
		{" ", "eDP-1"},
		{"1", "eDP-1"},
		{"2", "HDMI-1"},
		{"3", "DP-3"},
		{"hdmi-1", "HDMI-1"},
		{" HDMI-1 ", "HDMI-1"},
		{"4", ""},
		{"0", ""},
		{"-1", ""},
		{"HDMI", ""},
		{"DP-2", ""},
	} {
		got, err := choose(two, c.want)
		if got.Name != c.name || (err == nil) != (c.name != "") {
			t.Errorf("choose(%q) = %v, %v; want %q", c.want, got, err, c.name)
		}
	}
}

func TestANameGoesBeforeANumber(t *testing.T) {
	all := number([]Display{{Name: "2", W: 1, H: 1}, {Name: "b", X: 1, W: 1, H: 1}})
	if d, _ := choose(all, "2"); d.N != 1 {
		t.Errorf("chose %v", d)
	}
}

func TestTheErrorNamesWhatIsThere(t *testing.T) {
	_, err := choose(two, "DP-9")
	var not *NotThere
	if !errors.As(err, &not) {
		t.Fatalf("got %v", err)
	}
	for _, s := range []string{`"DP-9"`, "1 eDP-1 1280×800 *", "2 HDMI-1 1920×1080", "3 DP-3 1080×1920"} {
		if !strings.Contains(err.Error(), s) {
			t.Errorf("%q does not name %q", err, s)
		}
	}
	if _, err := choose(nil, ""); err == nil || err.Error() != "there is no display" {
		t.Errorf("without displays: %v", err)
	}
}

// Whatever is listed in whatever order: the numbers are 1…n, each finds its display, and the order
// in which the system lists them does not matter.
func TestNumbersAreStable(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 6).Draw(t, "n")
		first := rapid.IntRange(-1, n-1).Draw(t, "primary")
		var all []Display
		for i := range n {
			all = append(all, Display{Name: string(rune('a' + i)), X: rapid.IntRange(-2, 2).Draw(t, "x") * 100, Y: i, W: rapid.IntRange(0, 2).Draw(t, "w"), H: 1, Primary: i == first})
		}
		one := number(all)
		two := number(rapid.Permutation(all).Draw(t, "other order"))
		for i, d := range one {
			if d != two[i] || d.N != i+1 || d.W == 0 {
				t.Fatalf("%v and %v", one, two)
			}
			if d.Primary && i != 0 {
				t.Fatalf("the primary is not first: %v", one)
			}
		}
	})
}

func TestMeets(t *testing.T) {
	for _, c := range []struct {
		x, y, w, h int
		want       bool
	}{
		{0, 0, 1, 1, true},
		{99, 99, 5, 5, true},
		{100, 0, 10, 10, false},
		{0, 100, 10, 10, false},
		{-10, 0, 10, 10, false},
		{-10, -10, 300, 300, true},
	} {
		if got := meets(c.x, c.y, c.w, c.h, 0, 0, 100, 100); got != c.want {
			t.Errorf("%+v: %v", c, got)
		}
	}
}
