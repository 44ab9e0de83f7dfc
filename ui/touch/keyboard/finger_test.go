package keyboard

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"matchbooth/ui/touch/field"
)

// latin is a keyboard that types what its keys say, without capitals of its own.
func latin(t testing.TB) *rig { return newRig(t, windows[0], field.Email, "en") }

func TestAKeyActsWhenTheFingerComesUp(t *testing.T) {
	r := latin(t)
	p := r.where("g")
	r.down(p)
	if r.want(""); r.face.bubble.rect.Hidden || r.face.bubble.text.Text != "g" {
		t.Error("the letter under the finger is not shown above it")
	}
	r.up(p)
	if r.want("g"); !r.face.bubble.rect.Hidden {
		t.Error("the letter still stands above the finger that is gone")
	}
}

func TestNoGapIsDead(t *testing.T) {
	r := latin(t)
	a, s := r.where("a"), r.where("s")
	edge := fyne.NewPos((a.X+s.X)/2, a.Y)
	for _, d := range []float32{-3, 3} {
		r.field.before = ""
		r.down(edge.AddXY(d, 0))
		r.up(edge.AddXY(d, 0))
		if want := map[float32]string{-3: "a", 3: "s"}[d]; r.field.before != want {
			t.Errorf("%v beside the middle of the gap types %q", d, r.field.before)
		}
	}
}

func TestAWobblingTapIsATap(t *testing.T) {
	for _, d := range []float32{1, 5, 9, 13} {
		r := latin(t)
		p := r.where("g").AddXY(50, 0) // at the very edge of the key
		r.down(p)
		r.drag(p.AddXY(d, 2))
		r.drag(p.AddXY(d, 0))
		r.up(p.AddXY(d, 0))
		r.DragEnd()
		r.want("g")
	}
}

func TestAFingerThatSlidesTakesTheKeyItEndsOn(t *testing.T) {
	r := latin(t)
	r.down(r.where("g"))
	r.drag(r.where("h"))
	r.drag(r.where("j"))
	r.up(r.where("j"))
	r.DragEnd()
	r.want("j")
}

func TestAFingerThatSlidesOffTypesNothing(t *testing.T) {
	for _, end := range []fyne.Position{{X: 500, Y: -120}, {X: -60, Y: 200}, {X: 500, Y: 900}} {
		r := latin(t)
		r.down(r.where("g"))
		r.drag(end)
		r.up(end)
		r.DragEnd()
		r.want("")
		r.tap("g")
		r.want("g")
	}
}

func TestAFingerThatEndsElsewhereIsLetGo(t *testing.T) {
	r := latin(t)
	r.down(r.where("g"))
	r.drag(fyne.NewPos(500, -300))
	r.DragEnd() // over something that takes no buttons: there is no MouseUp
	if r.finger.down {
		t.Error("the finger is still down")
	}
	r.want("")
}

func TestTheActionKeyTakesNoFingerThatSlidesOntoIt(t *testing.T) {
	r := latin(t)
	for _, id := range []string{"go", "hide"} {
		hidden := false
		r.OnHide = func() { hidden = true }
		r.down(r.where("m"))
		r.drag(r.where(id))
		r.up(r.where(id))
		if r.acted != 0 || hidden {
			t.Errorf("a finger that slid onto %s set it off", id)
		}
	}
	r.want("")
	r.tap("go")
	if r.acted != 1 {
		t.Error("a tap on the action key did nothing")
	}
}

func TestTwoQuickTapsCountTwice(t *testing.T) {
	r := latin(t)
	for range 2 {
		p := r.where("l")
		r.down(p)
		r.up(p)
		r.wait(15 * time.Millisecond)
	}
	r.want("ll")
}

func TestQuickTypingWithTwoFingersLosesNothing(t *testing.T) {
	for name, order := range map[string][]string{"first up first": {"a", "s"}, "second up first": {"s", "a"}} {
		t.Run(name, func(t *testing.T) {
			r := latin(t)
			r.down(r.where("a"))
			r.down(r.where("s"))
			for _, id := range order {
				r.up(r.where(id))
			}
			r.want("as")
			r.tap("d")
			r.want("asd")
		})
	}
}

func TestOtherButtonsDoNothing(t *testing.T) {
	r := latin(t)
	for _, b := range []desktop.MouseButton{desktop.MouseButtonSecondary, desktop.MouseButtonTertiary} {
		e := mouse(r.where("g"))
		e.Button = b
		r.MouseDown(e)
		r.MouseUp(e)
		r.want("")
		r.down(r.where("h")) // nor do they disturb the finger
		r.drag(r.where("h").AddXY(3, 0))
		r.MouseDown(e)
		r.MouseUp(e)
		r.DragEnd()
		r.up(r.where("h"))
		r.want("h")
		r.tap("back")
	}
}

func TestBackspaceRepeatsWhileItIsHeld(t *testing.T) {
	r := latin(t)
	r.field.before = strings.Repeat("x", 20)
	p := r.where("back")
	r.down(p)
	r.wait(repeatAfter - time.Millisecond)
	r.want(strings.Repeat("x", 20))
	r.wait(time.Millisecond)
	r.want(strings.Repeat("x", 19))
	r.wait(10 * repeatEvery)
	r.want(strings.Repeat("x", 9))
	r.up(p)
	r.want(strings.Repeat("x", 9)) // the end of a hold is no tap
	r.wait(time.Minute)
	r.want(strings.Repeat("x", 9))
	r.tap("back")
	r.want(strings.Repeat("x", 8))
}

func TestBackspaceStopsRepeating(t *testing.T) {
	for name, stop := range map[string]func(r *rig){
		"when hidden":            func(r *rig) { r.Hide() },
		"when reset":             func(r *rig) { r.Reset() },
		"when the target goes":   func(r *rig) { r.Use(nil, Use{}) },
		"when the finger slides": func(r *rig) { r.drag(r.where("g")) },
		"when styled anew":       func(r *rig) { r.SetStyle(r.style, r.words) },
	} {
		t.Run(name, func(t *testing.T) {
			r := latin(t)
			r.field.before = strings.Repeat("x", 40)
			r.down(r.where("back"))
			r.wait(repeatAfter + 3*repeatEvery)
			left := len(r.field.before)
			stop(r)
			r.wait(time.Second)
			if len(r.field.before) != left || left == 40 {
				t.Errorf("%d were left, and then %d", left, len(r.field.before))
			}
		})
	}
	r := latin(t)
	r.field.before = "xy"
	r.down(r.where("back"))
	r.wait(time.Hour) // ends by itself where there is nothing more
	for _, tm := range r.timers {
		if !tm.dead {
			t.Error("a timer runs for ever")
		}
	}
}

func TestDiacritics(t *testing.T) {
	name := func(t *testing.T) *rig {
		r := newRig(t, windows[0], field.Name, "en")
		r.tapText("x")
		r.field.before = ""
		return r
	}
	t.Run("slide and release", func(t *testing.T) {
		r := name(t)
		r.hold("u", "ü")
		r.want("ü")
	})
	t.Run("lift, then tap", func(t *testing.T) {
		r := name(t)
		r.down(r.where("a"))
		r.wait(holdAfter)
		r.up(r.where("a"))
		r.want("")
		r.tap("accent7")
		r.want("æ")
		if r.popup.open() {
			t.Error("the row still stands")
		}
	})
	t.Run("a tap elsewhere closes the row and counts", func(t *testing.T) {
		r := name(t)
		r.down(r.where("n"))
		r.wait(holdAfter)
		r.up(r.where("n"))
		r.tap("q")
		r.want("q")
	})
	t.Run("a finger that slides away types nothing", func(t *testing.T) {
		r := name(t)
		r.down(r.where("c"))
		r.wait(holdAfter)
		r.drag(r.where("p"))
		r.up(r.where("p"))
		if r.want(""); r.popup.open() {
			t.Error("the row still stands")
		}
	})
	t.Run("capitals", func(t *testing.T) {
		r := name(t)
		r.tap("shift")
		r.hold("o", "Ö")
		r.hold("s", "ß")
		r.want("Öß")
	})
	t.Run("a shorter tap is the letter", func(t *testing.T) {
		r := name(t)
		r.down(r.where("e"))
		r.wait(holdAfter - time.Millisecond)
		r.up(r.where("e"))
		r.wait(time.Second)
		r.want("e")
	})
	t.Run("none where letters are composed", func(t *testing.T) {
		r := newRig(t, windows[0], field.Name, "zh")
		r.down(r.where("e"))
		r.wait(time.Second)
		if r.popup.open() {
			t.Error("there is a row of diacritics on the Pinyin page")
		}
	})
}

func TestEveryDiacriticIsInTheEmbeddedFace(t *testing.T) {
	for letter, all := range accents {
		if !strings.HasPrefix(all, letter) {
			t.Errorf("the row of %q begins with another: %q", letter, all)
		}
		for _, r := range all + strings.ToUpper(all) {
			if !inFace(t, r) {
				t.Errorf("the face has no %c", r)
			}
		}
	}
	for p, text := range pages {
		for _, r := range text {
			if r > ' ' && !inFace(t, r) {
				t.Errorf("%s: the face has no %c", p, r)
			}
		}
	}
}

func TestShift(t *testing.T) {
	r := newRig(t, windows[0], field.Secret, "en")
	r.tap("shift", "a", "b")
	r.want("Ab")
	r.tap("shift", "shift", "c", "d")
	r.want("AbCD")
	r.tap("shift", "e")
	r.want("AbCDe")
	r.tap("shift")
	r.wait(time.Second)
	r.tap("shift", "f")
	r.want("AbCDef")
}

func TestShiftComesByItself(t *testing.T) {
	r := newRig(t, windows[0], field.Name, "en")
	r.tapText("anna")
	r.tap("space")
	r.tapText("m")
	r.tap("-")
	r.tapText("lo'neill")
	r.want("Anna M-Lo'neill")
	r = newRig(t, windows[0], field.FreeText, "en")
	r.tapText("so")
	r.tap("space")
	r.tapText("it.")
	r.tap("space")
	r.tapText("y")
	r.want("So it. Y")
	r.field.before = ""
	r.Sync()
	r.tapText("z")
	r.want("Z")
}

func TestAPassphraseIsNotShownAboveTheFinger(t *testing.T) {
	r := newRig(t, windows[0], field.Secret, "en")
	r.down(r.where("g"))
	if !r.face.bubble.rect.Hidden {
		t.Error("the letter is shown in large type")
	}
}

// A raster keeps its picture until it is told that there is another.
func TestThePictureOfShiftIsTheOneOfItsState(t *testing.T) {
	r := latin(t)
	for _, want := range []string{"shift", "shift on", "lock", "shift"} {
		if got := r.face.drawn["shift"].name; got != want {
			t.Errorf("shift shows %q, not %q", got, want)
		}
		r.tap("shift")
	}
}

func TestTheAppIsToldOfOtherKeys(t *testing.T) {
	r := newRig(t, windows[0], field.Name, "zh")
	var told int
	r.OnLayout = func() { told++ }
	for _, id := range []string{"w", "next", "cand1", "nine", "lang", "shift", "sym", "abc"} {
		told = 0
		if r.tap(id); told == 0 {
			t.Errorf("not told of the keys after %s", id)
		}
	}
	r.Use(&target{kind: field.Email}, Use{Lang: "en"})
	told = 0
	if r.tap("a", "b"); told != 0 {
		t.Errorf("told %d times that nothing changed", told)
	}
}

func TestEveryPressIsTold(t *testing.T) {
	r := latin(t)
	var told int
	r.OnPress = func() { told++ }
	r.tap("a", "shift", "back")
	r.down(fyne.NewPos(640, 30)) // between the suffixes and folding away there is nothing
	r.up(fyne.NewPos(640, 30))
	if told != 3 {
		t.Errorf("%d presses were told, not 3", told)
	}
}

// The action key leads on, to another field or page, and stays under the finger.
func TestADoubleTapOnTheActionKeyLeadsOnOnce(t *testing.T) {
	r := newRig(t, windows[0], field.Phone, "en")
	r.tap("go")
	r.wait(150 * time.Millisecond)
	r.tap("go")
	if r.acted != 1 {
		t.Errorf("it acted %d times", r.acted)
	}
	r.wait(twice)
	r.tap("go")
	if r.acted != 2 {
		t.Errorf("later it acted %d times", r.acted)
	}
}
