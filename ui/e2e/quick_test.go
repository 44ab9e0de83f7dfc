//go:build e2e

package main

import (
	"context"
	"fmt"
	"image"
	"image/color"
	"math"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// stop is one page of a quick visitor's way: what is tapped there, and what comes then.
type stop struct{ on, tap string }

// there and back: the buttons lie in different places.
var quickWay = []stop{
	{"attract", "attract.start"}, {"home", "home.stories"}, {"stories", "stories.back"}, {"home", "home.signup"}, {"notice", "notice.back"},
	{"home", "home.signup"}, {"notice", "notice.ack"}, {"decide", "decide.want"}, {"conditions", "conditions.all"}, {"form", ""},
}

// A quick visitor, who knows where the buttons are, taps each as soon as its page can be seen, or
// soon after: no tap is lost, and none acts twice although every one trembles. The booth reports a
// page a quarter of a second late, so the way is learned at leisure and then gone again.
func TestAQuickVisitorLosesNoTap(t *testing.T) {
	ctx, cancel := context.WithTimeout(context.Background(), 3*time.Minute)
	defer cancel()
	display, err := OpenDisplay(ctx, "1280x800")
	wants(t, err)
	defer display.Close()
	b, err := OpenBooth(ctx, display, program, filepath.Join(t.TempDir(), "data"), "1280x800", "en")
	wants(t, err)
	defer b.Close()

	places, marks, colours := make([]Point, len(quickWay)), make([]Point, len(quickWay)), make([]color.RGBA, len(quickWay))
	for i, s := range quickWay {
		l, err := b.Eyes.WaitFor(ctx, patience, s.on, func(l Layout) bool { return l.Screen == s.on })
		wants(t, err)
		if s.tap == "" {
			break
		}
		spot, ok := l.Target(s.tap)
		if !ok {
			t.Fatalf("no %s on %s", s.tap, l)
		}
		x, y := spot.Middle()
		places[i] = Point{x, y}
		wants(t, pause(ctx, 500*time.Millisecond))
		marks[i] = Point{int(spot.X + spot.H/4), y}
		colours[i] = colourAt(t, b, marks[i])
		wants(t, b.Hands.Tap(ctx, x, y))
	}
	home := func() {
		for _, id := range []string{"form.nextperson", "overlay.go"} {
			l, err := b.Eyes.WaitFor(ctx, patience, id, func(l Layout) bool { _, ok := l.Target(id); return ok })
			wants(t, err)
			spot, _ := l.Target(id)
			x, y := spot.Middle()
			wants(t, pause(ctx, 800*time.Millisecond))
			wants(t, b.Hands.Tap(ctx, x, y))
		}
		_, err := b.Eyes.WaitFor(ctx, patience, "attract", func(l Layout) bool { return l.Screen == "attract" })
		wants(t, err)
		wants(t, pause(ctx, time.Second))
	}
	home()

	for _, gap := range []time.Duration{150, 250, 350} {
		for _, twice := range []bool{false, true} {
			name := fmt.Sprintf("every %d ms, twice %v", gap, twice)
			var last time.Time
			var late []string
			for i, s := range quickWay[:len(quickWay)-1] {
				wait := gap * time.Millisecond
				if i > 0 && math.Hypot(float64(places[i].X-places[i-1].X), float64(places[i].Y-places[i-1].Y)) < 60 {
					wait = 800 * time.Millisecond // the same place: that would be a double tap
				}
				wants(t, pause(ctx, time.Until(last.Add(wait))))
				// Nobody aims at a button that cannot be seen yet.
				for begun := time.Now(); colourAt(t, b, marks[i]) != colours[i]; {
					if time.Since(begun) > 3*time.Second {
						t.Fatalf("%s: %s is not there", name, s.on)
					}
					wants(t, pause(ctx, 5*time.Millisecond))
				}
				if waited := time.Since(last) - wait; i > 0 && waited > 20*time.Millisecond {
					late = append(late, fmt.Sprintf("%s by %v", s.on, waited.Round(time.Millisecond)))
				}
				wants(t, pause(ctx, 50*time.Millisecond)) // the quickest eye
				last = time.Now()
				wants(t, b.Hands.Tap(ctx, places[i].X, places[i].Y))
				if twice {
					wants(t, pause(ctx, 50*time.Millisecond))
					wants(t, b.Hands.Tap(ctx, places[i].X, places[i].Y))
				}
			}
			t.Logf("%s: painted late: %s", name, strings.Join(late, ", "))
			if _, err := b.Eyes.WaitFor(ctx, 5*time.Second, "form", func(l Layout) bool { return l.Screen == "form" }); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			home()
		}
	}
}

func colourAt(t *testing.T, b *Booth, p Point) color.RGBA {
	t.Helper()
	img, err := b.Hands.display.wire.Part(image.Rect(p.X, p.Y, p.X+1, p.Y+1))
	wants(t, err)
	return img.RGBAAt(p.X, p.Y)
}
