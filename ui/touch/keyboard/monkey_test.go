package keyboard

import (
	"testing"

	"fyne.io/fyne/v2"
	"pgregory.net/rapid"

	"matchbooth/ui/touch/field"
)

// TestFingersDoNoHarm has fingers do anything at all, with physical keys and changes of field in
// between: nothing panics, no text is lost without backspace, and the target stays.
func TestFingersDoNoHarm(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		w := rapid.SampledFrom(windows).Draw(rt, "window")
		r := newRig(t, w, field.Kind(rapid.IntRange(0, int(field.Secret)).Draw(rt, "kind")), rapid.SampledFrom([]string{"zh", "en"}).Draw(rt, "lang"))
		at := func() fyne.Position {
			return fyne.NewPos(rapid.Float32Range(-100, w.Width+100).Draw(rt, "x"), rapid.Float32Range(-200, r.Size().Height+50).Draw(rt, "y"))
		}
		tapped := func() fyne.Position {
			k := r.Keys()
			it := k[rapid.IntRange(0, len(k)-1).Draw(rt, "key")]
			return it.Pos.AddXY(it.Size.Width/2, it.Size.Height/2)
		}
		steps := map[string]func(*rapid.T){
			"down":      func(*rapid.T) { r.down(at()) },
			"up":        func(*rapid.T) { r.up(at()) },
			"drag":      func(*rapid.T) { r.drag(at()) },
			"end":       func(*rapid.T) { r.DragEnd() },
			"tap":       func(*rapid.T) { p := tapped(); r.down(p); r.up(p) },
			"tap again": func(*rapid.T) { p := tapped(); r.down(p); r.up(p) },
			"hold":      func(*rapid.T) { r.down(tapped()) },
			"wait":      func(rt *rapid.T) { r.wait(timeOf(rapid.IntRange(1, 900).Draw(rt, "ms"))) },
			"rune": func(rt *rapid.T) {
				c := rapid.SampledFrom([]rune("abcxyzü'0159 ·王A")).Draw(rt, "rune")
				if !r.Filter(c, "") {
					r.field.Insert(string(c))
				}
			},
			"key": func(rt *rapid.T) {
				r.Filter(0, rapid.SampledFrom([]fyne.KeyName{fyne.KeyReturn, fyne.KeyBackspace, fyne.KeyEscape, fyne.KeyPageDown, fyne.KeyPageUp, fyne.KeyLeft}).Draw(rt, "name"))
			},
			"finish": func(*rapid.T) { r.Finish() },
			"use": func(rt *rapid.T) {
				r.field.kind = field.Kind(rapid.IntRange(0, int(field.Secret)).Draw(rt, "kind"))
				r.field = &target{kind: r.field.kind}
				r.Use(r.field, Use{Lang: rapid.SampledFrom([]string{"zh", "en"}).Draw(rt, "lang")})
			},
			"": func(rt *rapid.T) {
				if r.target != field.Target(r.field) {
					rt.Fatal("the target is lost")
				}
				if !r.Pending() && r.field.composed != "" {
					rt.Fatalf("%q is shown as being composed, and is not", r.field.composed)
				}
				if r.Pending() && r.field.composed != r.composer.Shown() {
					rt.Fatalf("%q is shown, %q is being composed", r.field.composed, r.composer.Shown())
				}
				if len(r.keys) > mostKeys {
					rt.Fatalf("%d keys", len(r.keys))
				}
			},
		}
		rt.Repeat(steps)
	})
}
