package touch

import (
	"math"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
	"pgregory.net/rapid"
)

// Whatever the finger does, over buttons, a hold and a page that scrolls and glides: one thing at
// most is pressed, nothing is when the finger has gone, one finger acts once at most and only
// where it came down, one that wandered never acts, and the page stays within its ends.
func TestWhateverTheFingerDoes(t *testing.T) {
	test.NewTempApp(t)
	pass, run := clock(t), motions(t)
	rapid.Check(t, func(rt *rapid.T) {
		var buttons []*Button
		acted := map[*Button]int{}
		button := func(x, y float32) fyne.CanvasObject {
			b := NewButton("", "", Style{}, nil)
			b.Repeat = rapid.Bool().Draw(rt, "repeat")
			b.OnTap = func() { acted[b]++ }
			buttons = append(buttons, b)
			return put(b, x, y, 120, 60)
		}
		var inside []fyne.CanvasObject
		for y := float32(0); y < 1000; y += 70 {
			inside = append(inside, button(10, y))
		}
		s := put(scrolling(1000, inside...), 20, 100, 200, 300)
		held := 0
		hold := put(NewHold("", "", HoldStyle{}, func() { held++ }), 240, 200, 140, 60)
		h := window(t, fyne.NewSize(400, 500), put(canvas.NewRectangle(nil), 0, 0, 400, 500), button(20, 20), button(150, 20), hold, s)
		place := rapid.Custom(func(t *rapid.T) fyne.Position {
			return fyne.NewPos(float32(rapid.IntRange(0, 399).Draw(t, "x")), float32(rapid.IntRange(0, 499).Draw(t, "y")))
		})
		pressed := func() (n int) {
			for _, b := range buttons {
				if b.down {
					n++
				}
			}
			if hold.anim != nil {
				n++
			}
			return n
		}
		for range rapid.IntRange(1, 6).Draw(rt, "fingers") {
			clear(acted)
			held = 0
			from := place.Draw(rt, "from")
			h.down(from.X, from.Y)
			over := map[*Button]bool{}
			for _, b := range buttons {
				over[b] = b.down
			}
			var wander float64
			for range rapid.IntRange(0, 5).Draw(rt, "moves") {
				pass(time.Duration(rapid.IntRange(0, 90).Draw(rt, "ms")) * time.Millisecond)
				to := from
				if rapid.Bool().Draw(rt, "wobbles") {
					to = to.AddXY(float32(rapid.IntRange(-8, 8).Draw(rt, "dx")), float32(rapid.IntRange(-8, 8).Draw(rt, "dy")))
				} else {
					to = place.Draw(rt, "to")
				}
				wander = max(wander, math.Hypot(float64(to.X-from.X), float64(to.Y-from.Y)))
				h.move(to.X, to.Y)
				if pressed() > 1 {
					rt.Fatal("two are pressed")
				}
			}
			if hold.anim != nil && rapid.Bool().Draw(rt, "holds on") {
				hold.anim.Tick(1)
			}
			h.up()
			if n := pressed(); n > 0 {
				rt.Fatalf("%d are pressed and the finger has gone", n)
			}
			all := held
			for b, n := range acted {
				all += n
				if n > 0 && !over[b] {
					rt.Fatal("one acted that the finger did not come down on")
				}
			}
			if all > 1 || all > held && wander > Slop {
				rt.Fatalf("it acted %d times, having wandered by %.1f", all, wander)
			}
			if s.offset < 0 || s.offset > s.Reach() || s.moving == nil && s.over != 0 {
				rt.Fatalf("the page stands at %.1f and %.1f", s.offset, s.over)
			}
			if s.moving != nil && rapid.Bool().Draw(rt, "glides on") {
				run().Tick(rapid.Float32Range(0, 1).Draw(rt, "p"))
			}
			pass(time.Duration(rapid.IntRange(0, 900).Draw(rt, "pause")) * time.Millisecond)
		}
	})
}
