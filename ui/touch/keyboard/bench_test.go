package keyboard

import (
	"testing"

	"matchbooth/ui/touch/field"
)

// BenchmarkPress is one tap on a Latin letter: finger down, picture, finger up, text, picture.
func BenchmarkPress(b *testing.B) {
	r := newRig(b, windows[0], field.FreeText, "en")
	p := r.where("g")
	for b.Loop() {
		r.down(p)
		r.up(p)
		r.field.before = "x"
	}
}

// BenchmarkCompose is one letter composed and taken back, each with its candidates.
func BenchmarkCompose(b *testing.B) {
	r := newRig(b, windows[0], field.Name, "zh")
	r.tapText("zhan")
	g, back := r.where("g"), r.where("back")
	for b.Loop() {
		r.down(g)
		r.up(g)
		r.down(back)
		r.up(back)
	}
}

// TestATapBuildsNoObjects holds the keyboard to changing what it has: no canvas object is made by a
// tap, and only what changed is different after it.
func TestATapBuildsNoObjects(t *testing.T) {
	r := newRig(t, windows[0], field.Name, "zh")
	before := append(r.face.objects[:0:0], r.face.objects...)
	r.tapText("zhang")
	r.tap("next", "cand0", "nine", "lang", "sym", "abc")
	r.down(r.where("a"))
	if len(before) != len(r.face.objects) {
		t.Fatalf("there were %d objects, now %d", len(before), len(r.face.objects))
	}
	for i, o := range before {
		if o != r.face.objects[i] {
			t.Errorf("object %d is another", i)
		}
	}
}
