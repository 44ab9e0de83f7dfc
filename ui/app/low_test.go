package app

import (
	"testing"

	"fyne.io/fyne/v2"
	"pgregory.net/rapid"

	"matchbooth/kiosk/host"
	"matchbooth/kiosk/session"
)

// In every window from 800×480 up, at every scale from 1 to 3, whatever is typed into is above the
// keyboard: as the booth lowers the scale, and even if nothing did down to 480×320 of our pixels.
func TestWhatIsTypedIntoIsAboveTheKeyboard(t *testing.T) {
	if testing.Short() {
		t.Skip("long, and nothing runs at the same time: not with the race detector")
	}
	b, now := atForm(t)
	steps := len(b.Pack.Steps)
	rapid.Check(t, func(rt *rapid.T) {
		var size fyne.Size
		if rapid.Bool().Draw(rt, "fitted") {
			w, h := rapid.IntRange(800, 2560).Draw(rt, "w"), rapid.IntRange(480, 1600).Draw(rt, "h")
			scale := host.Fit(w, h, float64(rapid.IntRange(10, 30).Draw(rt, "tenths"))/10)
			size = fyne.NewSize(float32(float64(w)/scale), float32(float64(h)/scale))
		} else {
			size = fyne.NewSize(float32(rapid.IntRange(480, 1600).Draw(rt, "w")), float32(rapid.IntRange(320, 1000).Draw(rt, "h")))
		}
		b.state.FormStep = rapid.IntRange(0, steps-1).Draw(rt, "step")
		b.state.Large = rapid.Bool().Draw(rt, "large")
		b.state.Lang = rapid.SampledFrom([]string{"zh", "en"}).Draw(rt, "lang")
		b.size = size
		b.root.Resize(size)
		b.shown = ""
		b.show()
		if len(b.page.Fields) == 0 {
			return
		}
		f := b.page.Fields[rapid.IntRange(0, len(b.page.Fields)-1).Draw(rt, "field")]
		b.keys.next(f)
		at, top := b.page.Seen(f), size.Height-b.keys.height()
		if at.Y < b.page.Header() || at.Y+at.H > top || at.H < 56 {
			rt.Fatalf("%v: field %s stands at %.0f to %.0f, between the header's %.0f and the keyboard's %.0f", size, f.ID, at.Y, at.Y+at.H, b.page.Header(), top)
		}
		if !b.page.Shown(f) {
			rt.Fatalf("%v: field %s is cut off by its scroller", size, f.ID)
		}
		for _, k := range b.keys.board.Keys() {
			if k.Pos.Y < 0 || k.Pos.Y+k.Size.Height > b.keys.height()+0.5 || k.Size.Height < 20 {
				rt.Fatalf("%v: key %s at %v, %v", size, k.ID, k.Pos, k.Size)
			}
		}
		b.keys.fold()
		if b.page.Header() == 0 {
			rt.Fatalf("%v: the header does not come back", size)
		}
	})
	on(b, now, ev(session.Tick))
}
