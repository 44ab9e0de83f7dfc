package wire

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"strings"
	"testing"
	"time"
)

const (
	matchVector = "2352edfa3e8c046bb1fc0aad9fe4b113d781ededd4f0096f911094ca445cf7d9"
	aWishID     = "0f9a4c1e-0000-4000-8000-000000000001"
)

func aWish() Wish {
	return Wish{Version: 1, Event: "spring-2027", ID: aWishID, Wish: WishNumber, Lang: "zh", Hour: 498123, By: WishByPage, Match: Match(make([]byte, 16)), Answers: map[string]string{"phone": "13900002618"}}
}

func TestAWishIsPaddedAndComesBack(t *testing.T) {
	for n := range 40 {
		w := aWish()
		w.Answers["where"] = strings.Repeat("成", n*5)
		b, err := w.Pack()
		if err != nil || len(b)%WishStep != 0 || len(b) > MaxWish {
			t.Fatal(len(b), err)
		}
		got, err := UnpackWish(b)
		if err != nil || got.Answers["where"] != w.Answers["where"] || !bytes.Equal(got.Match, w.Match) {
			t.Errorf("%d: %v", n, err)
		}
	}
}

func TestWhatIsNoWishIsNotOpened(t *testing.T) {
	for name, change := range map[string]func(*Wish){
		"a later version": func(w *Wish) { w.Version = 2 }, "another kind": func(w *Wish) { w.Wish = "canary" }, "no match, no code": func(w *Wish) { w.Match = nil }, "a short match": func(w *Wish) { w.Match = w.Match[:16] },
		"no id": func(w *Wish) { w.ID = "canary" }, "no event": func(w *Wish) { w.Event = "" }, "sealed by nobody": func(w *Wish) { w.By = "" }, "a zero": func(w *Wish) { w.Answers["x"] = "canary\x00" },
		"long": func(w *Wish) { w.Answers["x"] = strings.Repeat("canary", 101) }, "many": func(w *Wish) {
			for n := range MaxWishAnswers + 1 {
				w.Answers[fmt.Sprint(n)] = "canary"
			}
		},
	} {
		w := aWish()
		change(&w)
		if _, err := w.Pack(); err == nil || strings.Contains(err.Error(), "canary") {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, b := range []string{"", "{}", strings.Repeat(" ", 512), strings.Repeat("canary, ", 64), "{" + strings.Repeat(" ", MaxWish)} {
		if _, err := UnpackWish([]byte(b)); err == nil || strings.Contains(err.Error(), "canary") {
			t.Errorf("%.20q: %v", b, err)
		}
	}
	if w := aWish(); fmt.Sprintf("%v %+v %#v %s", w, w, w, w) != strings.TrimSpace(strings.Repeat("[redacted wish] ", 4)) {
		t.Errorf("printed, a wish says %v %+v %#v", w, w, w)
	}
}

// The vector of docs/hub-protocol.md: the booth draws, the page derives, the desk compares, each in a program of its own.
func TestTheMatchOfTheProtocol(t *testing.T) {
	frag, _ := hex.DecodeString("000102030405060708090a0b0c0d0e0f")
	if got := hex.EncodeToString(Match(frag)); got != matchVector {
		t.Error(got)
	}
}

func TestASealedWishIsLookedAt(t *testing.T) {
	head, two := "age-encryption.org/v1\n", "-> mlkem768x25519 aaa\nbbb\n-> mlkem768x25519 ccc\nddd\n"
	for file, want := range map[string]bool{
		head + two + "--- mac\nx": true, head + two: false, head + "-> mlkem768x25519 aaa\nbbb\n--- mac\n": false, head + two + "-> X25519 aaa\nbbb\n--- mac\n": false,
		head + two + "-> scrypt aaa 18\nbbb\n--- mac\n": false, two + "--- mac\n": false, "": false, "-----BEGIN AGE ENCRYPTED FILE-----\n": false,
		head + two + "--- mac\n" + strings.Repeat("x", MaxWishSealed): false,
	} {
		w := SealedWish{ID: aWishID, Sealed: []byte(file)}
		if got := w.Check() == nil; got != want {
			t.Errorf("%.80q: %v", file, got)
		}
	}
	w := SealedWish{ID: strings.ToUpper(aWishID), Sealed: []byte(head + two + "--- mac\n")}
	if w.Check() == nil {
		t.Error("an id in capitals")
	}
}

func TestFifteenWeekdays(t *testing.T) {
	for from, want := range map[string]string{
		"2026-11-30 15:00": "2026-12-21", // Monday to Monday
		"2026-11-30 16:00": "2026-12-22", // in China it is Tuesday
		"2026-12-04 00:00": "2026-12-25", // Friday
		"2026-12-05 12:00": "2026-12-25", // Saturday: the Monday after it is the first
		"2026-12-06 15:00": "2026-12-25",
		"2026-12-06 23:00": "2026-12-28", // Monday morning in China
		"2028-02-28 00:00": "2028-03-20", // a leap year
	} {
		at, err := time.Parse("2006-01-02 15:04", from)
		if err != nil {
			t.Fatal(err)
		}
		if got := WishDue(at.Unix() / 3600).Format(time.DateOnly); got != want {
			t.Errorf("%s: %s, not %s", from, got, want)
		}
	}
}

func TestThePromiseIsCountedDown(t *testing.T) {
	came := time.Date(2026, 11, 30, 3, 0, 0, 0, time.UTC).Unix() / 3600 // Monday; due on Monday, 21 December
	for now, want := range map[string]int{
		"2026-11-30 12:00": 15, "2026-11-30 16:00": 14, "2026-12-04 12:00": 11, "2026-12-05 12:00": 11, "2026-12-21 12:00": 0, "2026-12-21 16:00": -1,
		"2026-12-26 12:00": -4, "2026-10-01 00:00": 15, "2090-01-01 00:00": -1000,
	} {
		at, err := time.Parse("2006-01-02 15:04", now)
		if err != nil {
			t.Fatal(err)
		}
		if got := WishLeft(came, at); got != want {
			t.Errorf("%s: %d, not %d", now, got, want)
		}
	}
}

func FuzzUnpackWish(f *testing.F) {
	w := aWish()
	b, _ := w.Pack()
	f.Add(b)
	f.Fuzz(func(t *testing.T, b []byte) {
		w, err := UnpackWish(b)
		if err == nil {
			if _, err := w.Pack(); err != nil && len(b) < MaxWish/2 {
				t.Error("what was opened cannot be packed")
			}
		}
	})
}
