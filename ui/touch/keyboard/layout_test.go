package keyboard

import (
	"fmt"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"matchbooth/ui/touch/field"
)

// state is one set of keys and how to come to it.
type state struct {
	name string
	kind field.Kind
	lang string
	do   func(r *rig)
}

func states() []state {
	var all []state
	for kind := field.FreeText; kind <= field.Secret; kind++ {
		for _, lang := range []string{"zh", "en"} {
			all = append(all, state{fmt.Sprintf("kind %d %s", kind, lang), kind, lang, nil})
			if kind == field.FreeText || kind == field.Email || kind == field.Secret {
				all = append(all,
					state{fmt.Sprintf("kind %d %s signs", kind, lang), kind, lang, func(r *rig) { r.tap("sym") }},
					state{fmt.Sprintf("kind %d %s more signs", kind, lang), kind, lang, func(r *rig) { r.tap("sym", "sym2") }})
			}
		}
	}
	return append(all,
		state{"composing", field.Name, "zh", func(r *rig) { r.tapText("ouyangnana") }},
		state{"composing, page 2", field.FreeText, "zh", func(r *rig) { r.tapText("shi"); r.tap("next") }},
		state{"composing in English", field.FreeText, "en", func(r *rig) { r.tap("lang"); r.tapText("zhuang") }},
		state{"letters that mean nothing", field.Name, "zh", func(r *rig) { r.tapText("uuuuvvvviiiiuuuuvvvviiii") }},
		state{"a long sentence", field.FreeText, "zh", func(r *rig) { r.tapText("woxihuanzhongguorenminde") }},
		state{"nine keys", field.Name, "zh", func(r *rig) { r.tap("nine") }},
		state{"nine keys, text", field.FreeText, "zh", func(r *rig) { r.tap("nine") }},
		state{"nine keys composing", field.Name, "zh", func(r *rig) { r.tap("nine", "n9", "n4", "n2", "n6", "n4") }},
		state{"nine keys composing in English", field.FreeText, "en", func(r *rig) { r.tap("lang", "nine", "n7", "n4", "n4") }},
		state{"capitals", field.FreeText, "en", func(r *rig) { r.tap("shift", "shift") }},
		state{"diacritics", field.Name, "en", func(r *rig) { r.down(r.where("o")); r.wait(holdAfter); r.up(r.where("o")) }},
		state{"diacritics of a", field.Name, "en", func(r *rig) { r.tap("shift", "shift"); r.down(r.where("a")); r.wait(holdAfter) }},
	)
}

// everyState runs f for every set of keys in every window, in usual and in large print.
func everyState(t *testing.T, f func(t *testing.T, r *rig)) {
	for _, w := range windows {
		for _, big := range []bool{false, true} {
			for _, s := range states() {
				t.Run(fmt.Sprintf("%s %vx%v large=%v", s.name, w.Width, w.Height, big), func(t *testing.T) {
					r := newRig(t, w, s.kind, s.lang, func(s *Style) { s.Large = big })
					if s.do != nil {
						s.do(r)
					}
					f(t, r)
				})
			}
		}
	}
}

func TestEveryKeyIsAsLargeAsAFinger(t *testing.T) {
	everyState(t, func(t *testing.T, r *rig) {
		for _, k := range r.Keys() {
			if k.Size.Width < leastKey || k.Size.Height < leastKey {
				t.Errorf("%q is %v", k.ID, k.Size)
			}
			if k.Pos.X < 0 || k.Pos.Y < 0 || k.Pos.X+k.Size.Width > r.Size().Width || k.Pos.Y+k.Size.Height > r.Size().Height {
				t.Errorf("%q at %v, %v leaves the panel of %v", k.ID, k.Pos, k.Size, r.Size())
			}
		}
	})
}

func TestNoTwoKeysOverlap(t *testing.T) {
	everyState(t, func(t *testing.T, r *rig) {
		var keys []KeyAt // diacritics lie over the page
		for _, k := range r.Keys() {
			if !strings.HasPrefix(k.ID, "accent") {
				keys = append(keys, k)
			}
		}
		for i, a := range keys {
			for _, b := range keys[:i] {
				if a.ID == b.ID {
					t.Errorf("there are two keys %q", a.ID)
				}
				if a.Pos.X < b.Pos.X+b.Size.Width && b.Pos.X < a.Pos.X+a.Size.Width && a.Pos.Y < b.Pos.Y+b.Size.Height && b.Pos.Y < a.Pos.Y+a.Size.Height {
					t.Errorf("%q and %q overlap", a.ID, b.ID)
				}
			}
		}
	})
}

func TestEveryLabelFitsItsKey(t *testing.T) {
	everyState(t, func(t *testing.T, r *rig) {
		r.draw()
		check := func(c keycap, k key) {
			if k.off || c.text.Hidden {
				return
			}
			size := fyne.MeasureText(c.text.Text, c.text.TextSize, c.text.TextStyle)
			if size.Width > k.size.Width || c.text.TextSize > k.size.Height {
				t.Errorf("%q, %q at %v is %v on a key of %v", k.id, c.text.Text, c.text.TextSize, size, k.size)
			}
			if c.text.TextSize < leastType {
				t.Errorf("%q is set at %v", k.id, c.text.TextSize)
			}
			if c.text.Text == "" {
				t.Errorf("%q says nothing", k.id)
			}
		}
		if len(r.keys) > mostKeys || len(r.popup.keys) > mostAccents {
			t.Fatalf("%d keys and %d diacritics are more than are drawn", len(r.keys), len(r.popup.keys))
		}
		for i, k := range r.keys {
			check(r.face.keys[i], k)
		}
		for i, k := range r.popup.keys {
			check(r.face.accents[i], k)
		}
	})
}

func TestThePanelLeavesRoomForTheField(t *testing.T) {
	for _, w := range windows {
		r := newRig(t, w, field.Name, "zh")
		h := r.HeightFor(w)
		switch {
		case w.Height > w.Width && h > w.Height*0.42:
			t.Errorf("%v: the panel is %v high", w, h)
		case w.Height <= 800 && h > 410:
			t.Errorf("%v: the panel is %v high", w, h)
		case h > w.Height*0.52:
			t.Errorf("%v: the panel is %v high", w, h)
		}
		first, last := r.Size().Width, float32(0)
		for _, k := range r.Keys() {
			first, last = min(first, k.Pos.X), max(last, k.Pos.X+k.Size.Width)
		}
		if last-first > widest {
			t.Errorf("%v: the keys are %v broad", w, last-first)
		}
		if left, right := first, r.Size().Width-last; left-right > 1 || right-left > 1 {
			t.Errorf("%v: %v at the left and %v at the right", w, left, right)
		}
	}
}

func TestFoldingAwayIsAlwaysInReach(t *testing.T) {
	everyState(t, func(t *testing.T, r *rig) {
		if !r.has("hide") {
			t.Error("there is no way to fold the keyboard away")
		}
		var hidden bool
		r.OnHide = func() { hidden = true }
		r.tap("hide")
		if !hidden {
			t.Error("it did not fold away")
		}
	})
}

func TestTheKeysGrowWithTheWindow(t *testing.T) {
	at := func(w fyne.Size) fyne.Size {
		for _, k := range newRig(t, w, field.Name, "en").Keys() {
			if k.ID == "g" {
				return k.Size
			}
		}
		return fyne.Size{}
	}
	small, wide, high := at(windows[0]), at(windows[2]), at(windows[3])
	if small.Height < 66 {
		t.Errorf("letters are %v high at 1280×800", small.Height)
	}
	if wide.Height < small.Height*1.3 || high.Height < small.Height*1.3 {
		t.Errorf("a key is %v, but %v in a broad and %v in a high window", small, wide, high)
	}
}
