//go:build e2e

package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"strings"
	"testing"
	"time"

	"matchbooth/ui/e2e/x11"
)

// quickly is how soon a touch must be answered, whatever was typed before it.
const quickly = time.Second

// clipboard makes the text what is pasted, and takes it back when the test ends.
func (k *kit) clipboard(text []byte) {
	k.t.Helper()
	wire, err := x11.Open(k.hands.display.Name)
	k.must(err)
	k.must(wire.Offer("CLIPBOARD"))
	served := make(chan error, 1)
	go func() { served <- wire.Serve(text) }()
	k.t.Cleanup(func() {
		wire.Close()
		<-served
	})
}

// answers is an error when a tap on a key is not answered quickly. The showcase must still run.
func (k *kit) answers(t *testing.T, field, after string) {
	t.Helper()
	k.touch(field)
	k.must(k.hands.Keys(k.ctx, "BackSpace", 1))
	k.rest(200 * time.Millisecond)
	start := len(k.read(field + ".runes"))
	begun := time.Now()
	p := k.middle("key.g")
	k.must(k.hands.Tap(k.ctx, p.X, p.Y))
	for len(k.read(field+".runes")) == start {
		if time.Since(begun) > quickly {
			t.Fatalf("after %s a key is not answered within %s", after, quickly)
		}
		k.rest(10 * time.Millisecond)
	}
	t.Logf("after %s a key is answered within %d ms", after, time.Since(begun).Milliseconds())
}

// What a clipboard may hold: pasted into a field, it leaves a field that takes what it may take
// and no more, and a window that answers.
func TestWhatIsPastedLeavesTheFieldSane(t *testing.T) {
	const limit = 4096 // characters of a field that says nothing else
	k := openKitAt(t, "keys-en", image.Pt(1280, 800))
	big := bytes.Repeat([]byte("髓缘 match "), 10<<20/len("髓缘 match "))
	for _, c := range []struct {
		name  string
		text  []byte
		least int // characters that the field then holds
		most  int
	}{
		{"10 MB", big, 1, limit},
		{"10 MB without an end of line", bytes.Repeat([]byte("a"), 10<<20), 1, limit},
		{"10 MB of line ends", bytes.Repeat([]byte("\r\n"), 5<<20), 0, 0},
		{"10 MB that is no UTF-8", bytes.Repeat([]byte{0xff, 0xfe, 0x80, 'a'}, 10<<18), 0, limit},
		{"100,000 emoji", []byte(strings.Repeat("👩‍👩‍👧‍👦🏳️‍🌈🙂", 100_000/3)), 0, limit},
		{"one letter under a pile of marks", []byte("e" + strings.Repeat("\u0301", 100_000)), 0, limit},
		{"text that goes both ways", []byte(strings.Repeat("\u202eabc\u202d\u200f\u200b", 1000)), 0, limit},
		{"a zero byte", []byte("a\x00b"), 0, 2},
	} {
		t.Run(c.name, func(t *testing.T) {
			k.t = t
			k.touch("text")
			k.empty("text")
			k.clipboard(c.text)
			begun := time.Now()
			k.must(k.hands.Key(k.ctx, "ctrl+v"))
			for k.number("text.runes") == 0 && time.Since(begun) < 4*time.Second && c.least > 0 {
				k.rest(20 * time.Millisecond)
			}
			k.rest(300 * time.Millisecond)
			if n := int(k.number("text.runes")); n < c.least || n > c.most {
				t.Errorf("the field holds %d characters, not %d to %d", n, c.least, c.most)
			}
			k.answers(t, "text", "pasting "+c.name)
		})
	}
}

// Keys of a keyboard whose keysyms are no letters: what they type is dropped or typed, and never
// more than that.
func TestOddKeysLeaveTheFieldSane(t *testing.T) {
	k := openKitAt(t, "keys-en", image.Pt(1280, 800))
	k.touch("text")
	odd := []struct {
		name   string
		keysym uint32
	}{
		{"a surrogate half", 0x0100D800},
		{"a code point beyond the last", 0x01110000},
		{"no character", 0x0100FFFF},
		{"a private character", 0x0100E000},
		{"a control character", 0x01000007},
		{"a mark that turns text around", 0x0100202E},
		{"a combining mark", 0x01000301},
		{"an emoji", 0x0101F642},
		{"a dead key", 0xFE51},
		{"a media key", 0x1008FF14},
		{"a keysym that nobody knows", 0x1FFFFFFF},
		{"none at all", 0},
	}
	wire := k.hands.display.wire
	for _, o := range odd {
		const code = 248 // a spare key
		k.must(wire.Teach(code, o.keysym))
		k.rest(80 * time.Millisecond)
		for range 20 {
			k.must(wire.KeyDown(code))
			k.must(wire.KeyUp(code))
		}
		k.must(wire.Sync())
		if n := k.number("text.runes"); n > 20*float64(len(odd)) {
			t.Errorf("after %s the field holds %.0f characters", o.name, n)
		}
		if k.number("text.active") != 1 {
			t.Fatalf("after %s the field is not in use any more", o.name)
		}
	}
	k.answers(t, "text", "odd keys")
	k.empty("text")
	k.holds(t, "text", "")
	k.must(k.hands.Type(k.ctx, "abc"))
	k.holds(t, "text", "abc")
}

// Every key of the keyboard at once, a book on the keys, a cat.
func TestAFloodOfKeysIsSurvived(t *testing.T) {
	k := openKitAt(t, "keys-zh", image.Pt(1280, 800))
	k.touch("name")
	wire := k.hands.display.wire
	for range 12 {
		for code := byte(24); code < 62; code++ { // the three rows of letters, return, shift, space's neighbours
			k.must(wire.KeyDown(code))
		}
		for code := byte(24); code < 62; code++ {
			k.must(wire.KeyUp(code))
		}
	}
	k.must(wire.Sync())
	k.rest(500 * time.Millisecond)
	k.answers(t, "email", "a flood of keys")
}

// errEnough ends a visit that has come as far as the test looks.
var errEnough = errors.New("far enough")

// The same in the booth: whatever was pasted, it says what is wrong, and the visitor comes to the
// next page.
func TestAHugePasteDoesNotStopTheBooth(t *testing.T) {
	t.Parallel()
	ctx, booth, pictures := open(t, "1280x800", "en")
	wire, err := x11.Open(booth.Hands.display.Name)
	if err != nil {
		t.Fatal(err)
	}
	if err := wire.Offer("CLIPBOARD"); err != nil {
		t.Fatal(err)
	}
	served := make(chan error, 1)
	go func() {
		served <- wire.Serve(bytes.Repeat([]byte("👩‍👩‍👧‍👦 欧阳 \xff\xfe match "), 10<<20/40))
	}()
	t.Cleanup(func() {
		wire.Close()
		<-served
	})

	visit := Visit{Booth: booth, Who: Touching("en", "1280x800"), Pictures: pictures, Say: func(s string) { t.Log(s) }}
	pasted := false
	visit.Before = func(ctx context.Context, name string, l Layout) (Layout, error) {
		f, asked := l.Field("name")
		switch {
		case name == "form" && !asked && pasted:
			return l, errEnough
		case name != "form" || pasted:
			return l, nil
		}
		pasted = true
		if l, _, err = visit.open(ctx, l, "name"); err != nil {
			return l, err
		}
		for range 3 {
			if err := booth.Hands.Key(ctx, "ctrl+v"); err != nil {
				return l, err
			}
		}
		begun := time.Now()
		if l, err = visit.fold(ctx, l); err != nil {
			return l, fmt.Errorf("folding the keyboard after a paste: %w", err)
		}
		if took := time.Since(begun); took > 4*time.Second {
			return l, fmt.Errorf("folding the keyboard after three pastes took %s", took.Round(time.Millisecond))
		}
		if _, err = visit.photograph(ctx, "pasted"); err != nil {
			return l, err
		}
		if l, _, err = visit.open(ctx, l, "name"); err != nil {
			return l, err
		}
		// The visitor clears it away again, by the cross at the field's end.
		f, _ = l.Field("name")
		if err := booth.Hands.Tap(ctx, int(f.X+f.W)-24, int(f.Y+f.H/2)); err != nil {
			return l, err
		}
		return visit.typist().Ready(ctx)
	}
	if _, err := visit.Walk(ctx); !errors.Is(err, errEnough) {
		t.Fatal(err)
	}
}
