//go:build e2e

package main

import (
	"hash/crc32"
	"image"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"matchbooth/ui/e2e/x11"
)

// holds is an error unless the field holds exactly the text. The showcase says how many
// characters that is and their check sum.
func (k *kit) holds(t *testing.T, field, want string) {
	t.Helper()
	k.rest(100 * time.Millisecond)
	if n, sum := k.number(field+".runes"), k.number(field+".sum"); int(n) != utf8.RuneCountInString(want) || uint32(sum) != crc32.ChecksumIEEE([]byte(want)) && want != "" {
		t.Errorf("%s holds %.0f characters with the check sum %.0f; %q has %d and %d", field, n, sum, want, utf8.RuneCountInString(want), crc32.ChecksumIEEE([]byte(want)))
	}
}

// touch brings a field into use.
func (k *kit) touch(field string) {
	k.t.Helper()
	p := k.middle(field)
	k.must(k.hands.Tap(k.ctx, p.X, p.Y))
	k.rest(120 * time.Millisecond)
}

// empty touches the cross at the end of a field in use, if there is one: an empty field has none.
func (k *kit) empty(field string) {
	k.t.Helper()
	if k.number(field+".runes") == 0 {
		return
	}
	s := k.spot(field)
	k.must(k.hands.Tap(k.ctx, int(s.X+s.W)-24, int(s.Y+s.H/2)))
	k.rest(150 * time.Millisecond)
	if n := k.number(field + ".runes"); n != 0 {
		k.t.Errorf("the cross leaves %.0f characters in %s", n, field)
	}
}

func (k *kit) typist() *Typist {
	return &Typist{Hands: k.hands, Eyes: k.eyes, Spell: Spelling}
}

func TestAFingerTypesOnTheKeyboard(t *testing.T) {
	for _, scene := range []struct {
		name  string
		texts []written
	}{
		{"keys-zh", []written{
			{"name", "欧阳娜娜", false},
			{"name", "买买提·艾力", false},
			{"name", "王喆", false},
			{"name", "王喆", true},
			{"phone", "+8613900001234", false},
		}},
		{"keys-en", []written{
			{"name", "Zoë Müller-Lüdenscheidt", false},
			{"name", "王喆", false},
			{"phone", "13900001234", false},
			{"email", "zoe.m_1@qq.com", false},
			{"text", "wx_Room 12", false},
			{"secret", "Tr0ub4dor", false},
			{"code", "K7QM2XAB", false},
		}},
	} {
		k := openKitOn(t, scene.name, image.Pt(1280, 800), OpenBareDisplay)
		for _, w := range scene.texts {
			t.Run(scene.name+"/"+w.text, func(t *testing.T) { k.writes(t, w) })
		}
	}
}

// written is a text that a finger types.
type written struct {
	field, text string
	nine        bool
}

// writes types the text into the emptied field.
func (k *kit) writes(t *testing.T, w written) {
	k.t = t
	k.touch(w.field)
	k.empty(w.field)
	k.holds(t, w.field, "")
	typist := k.typist()
	typist.Nine = w.nine
	begun := time.Now()
	k.must(typist.Type(k.ctx, w.text))
	t.Logf("%d touches in %.1f s", typist.Taps, time.Since(begun).Seconds())
	k.holds(t, w.field, w.text)
}

// Somebody may type on a keyboard of keys while the one on the screen is up.
func TestBothKeyboardsTypeIntoTheSameField(t *testing.T) {
	k := openKitAt(t, "keys-en", image.Pt(1280, 800))
	k.touch("text")
	k.must(k.hands.Type(k.ctx, "abc"))
	k.holds(t, "text", "abc")
	k.must(k.typist().Type(k.ctx, "de"))
	k.holds(t, "text", "abcde")
	k.must(k.hands.Key(k.ctx, "BackSpace"))
	k.must(k.hands.Type(k.ctx, "f"))
	k.holds(t, "text", "abcdf")
	k.must(k.hands.Key(k.ctx, "Return"))
	if k.acts("text.submit") != 1 {
		t.Error("the return key does not submit the field")
	}
}

// Letters of a physical keyboard are composed too, and chosen with a finger.
func TestAPhysicalKeyboardComposesPinyin(t *testing.T) {
	k := openKitAt(t, "keys-zh", image.Pt(1280, 800))
	k.touch("name")
	k.must(k.hands.Type(k.ctx, "ouyang"))
	k.must(k.hands.Key(k.ctx, "Return"))
	k.holds(t, "name", "欧阳")
	if k.acts("name.submit") != 0 || k.acts("name.go") != 0 {
		t.Error("the return key moved on while letters were being composed")
	}
	k.must(k.hands.Type(k.ctx, "nana"))
	l, err := k.typist().stand(k.ctx)
	k.must(err)
	_, _, err = k.typist().choose(k.ctx, l, "娜娜")
	k.must(err)
	k.holds(t, "name", "欧阳娜娜")
}

func TestBackspaceRepeatsWhileItIsHeld(t *testing.T) {
	k := openKitAt(t, "keys-en", image.Pt(1280, 800))
	k.touch("text")
	k.must(k.hands.Type(k.ctx, strings.Repeat("a", 30)))
	k.holds(t, "text", strings.Repeat("a", 30))
	k.must(k.hands.Taps(k.ctx, k.middle("key.back"), 3))
	k.holds(t, "text", strings.Repeat("a", 27))
	k.must(k.hands.LongPress(k.ctx, k.middle("key.back"), 1100*time.Millisecond))
	k.rest(200 * time.Millisecond)
	left := k.number("text.runes")
	if left > 22 || left < 8 {
		t.Errorf("held for 1.1 s, backspace left %.0f of 27 characters", left)
	}
	k.rest(300 * time.Millisecond)
	if now := k.number("text.runes"); now != left {
		t.Errorf("it goes on after the finger has gone: from %.0f to %.0f", left, now)
	}
}

// A key that the finger leaves, and a key under a finger that slips, as on a button.
func TestAKeyForgivesAFingerThatSlips(t *testing.T) {
	k := openKitAt(t, "keys-en", image.Pt(1280, 800))
	k.touch("text")
	want := 0
	for i, slip := range []float64{0, 1, 2, 3, 5, 8, 13} {
		k.must(k.hands.ShakyTap(k.ctx, k.middle("key.g"), slip, float64(i)*0.15))
		k.rest(60 * time.Millisecond)
		want++
		if got := int(k.number("text.runes")); got != want {
			t.Fatalf("a tap that slips by %.0f px typed %d characters", slip, got-want+1)
		}
	}
	k.must(k.hands.Taps(k.ctx, k.middle("key.l"), 2)) // as in "Müller"
	k.rest(100 * time.Millisecond)
	if got := int(k.number("text.runes")); got != want+2 {
		t.Errorf("two quick taps typed %d characters", got-want)
	}
	k.must(k.hands.Finger(k.ctx).Down(k.middle("key.g")).Slide(k.middle("text"), 200*time.Millisecond).Up().Done())
	k.rest(100 * time.Millisecond)
	if got := int(k.number("text.runes")); got != want+2 {
		t.Errorf("a finger that slid off the keyboard typed %d characters", got-want-2)
	}
	for _, button := range []byte{x11.Right, x11.Middle, x11.WheelDown} {
		k.must(k.hands.Click(k.ctx, k.middle("key.g"), button))
	}
	k.rest(100 * time.Millisecond)
	if got := int(k.number("text.runes")); got != want+2 {
		t.Error("another button of a mouse types")
	}
}

func TestAFingerPlacesTheCaret(t *testing.T) {
	k := openKitAt(t, "keys-en", image.Pt(1280, 800))
	k.touch("phone")
	k.must(k.hands.Type(k.ctx, "13900001234"))
	k.holds(t, "phone", "13900001234")
	s := k.spot("phone")
	near := Point{int(s.X) + 22, int(s.Y + s.H/2)}
	k.must(k.hands.Tap(k.ctx, near.X, near.Y))
	k.rest(150 * time.Millisecond)
	if at := k.number("phone.caret"); at > 1 {
		t.Errorf("touched at its beginning, the caret stands behind %.0f characters", at)
	}
	k.must(k.hands.Tap(k.ctx, int(s.X+s.W)-80, near.Y))
	k.rest(150 * time.Millisecond)
	if at := k.number("phone.caret"); at != 11 {
		t.Errorf("touched at its end, the caret stands behind %.0f characters", at)
	}
	// A key of the keyboard does not take the field away.
	k.must(k.typist().Type(k.ctx, "5"))
	if k.number("phone.active") != 1 {
		t.Error("a key took the field out of use")
	}
}

func TestNoPointerIsSeenUnderTheShield(t *testing.T) {
	k := openKit(t, "shield")
	for _, id := range []string{"button", "repeat"} {
		p := k.middle(id)
		k.must(k.hands.Tap(k.ctx, p.X, p.Y))
		k.rest(200 * time.Millisecond)
		ink, err := k.hands.display.wire.PointerInk()
		k.must(err)
		if ink != 0 {
			t.Errorf("over %s the pointer is drawn with %d pixels", id, ink)
		}
		if k.acts(id) != 1 {
			t.Errorf("under the shield %s does not act", id)
		}
	}
	bare := openKit(t, "button") // that the measure can fail
	p := bare.middle("button")
	bare.must(bare.hands.Tap(bare.ctx, p.X, p.Y))
	bare.rest(200 * time.Millisecond)
	if ink, err := bare.hands.display.wire.PointerInk(); err != nil || ink == 0 {
		t.Errorf("without the shield the pointer has %d pixels, %v", ink, err)
	}
}
