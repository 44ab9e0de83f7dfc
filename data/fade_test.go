package data

import (
	"path/filepath"
	"testing"
	"time"

	"pgregory.net/rapid"

	"matchbooth/data/seal"
)

// tired is a throttle at its longest delay, tried last at the moment that comes back.
func tired(t *testing.T) (*throttle, uptime) {
	t.Helper()
	th := &throttle{delays: pinDelays}
	now := uptime{boot: "a"}
	for range 40 {
		now.since += th.left(now)
		th.try(now)
	}
	if left := th.left(now); left != pinDelays.most {
		t.Fatalf("%v left", left)
	}
	return th, now
}

// Somebody who played with the pad all afternoon does not make the volunteers pay for a slip of the finger in the evening.
func TestDelaysFade(t *testing.T) {
	th, now := tired(t)
	for n := 1; n <= 8; n++ {
		late := *th
		after := now
		after.since += time.Duration(n) * pinDelays.fade
		if wait, may := late.try(after); !may || wait != pinDelays.after(pinDelays.full()-n+1) {
			t.Errorf("after %d times %v of quiet a wrong one brings %v", n, pinDelays.fade, wait)
		}
	}
	// In the end nothing is left of it, and a restart of the program changes nothing about that.
	for _, restart := range []bool{false, true} {
		late, after := *th, now
		if restart {
			late = throttle{delays: pinDelays}
			late.load(th.kept())
		}
		after.since += time.Duration(pinDelays.full()) * pinDelays.fade
		for i, want := range []time.Duration{0, 0, pinDelays.first} {
			if wait, may := late.try(after); !may || wait != want {
				t.Errorf("restart %v, slip %d: %v", restart, i+1, wait)
			}
		}
	}
	// Less than a step is nothing, and steps that were begun go on.
	late, after := *th, now
	after.since += pinDelays.fade - time.Millisecond
	if late.left(after); late.tries != pinDelays.full() {
		t.Error("faded too early")
	}
	for range 30 {
		after.since += pinDelays.fade / 10
		late.left(after)
	}
	if want := pinDelays.full() - 3; late.tries != want {
		t.Errorf("looking at it holds the fading up: %d tries, want %d", late.tries, want)
	}
}

// Only the time that the computer ran counts: not its clock, and nothing that was before a start of it.
func TestFadingIsNotHastened(t *testing.T) {
	th, now := tired(t)
	for name, then := range map[string]uptime{
		"the computer started again": {"b", 0}, "and says that it ran for a year": {"b", 24 * 365 * time.Hour}, "a snapshot": {"a", now.since / 2},
	} {
		late := throttle{delays: pinDelays}
		late.load(th.kept())
		if left := late.left(then); left != pinDelays.most || late.tries != pinDelays.full() {
			t.Errorf("%s: %d tries, %v left", name, late.tries, left)
		}
	}
	g := newGated(t)
	for range 12 {
		g.w.real += g.tries.pin.left(g.w.uptime())
		g.CheckPIN("0000")
	}
	g.w.real += pinDelays.most
	g.w.clock = g.w.clock.AddDate(20, 0, 0)
	if _, wait := g.CheckPIN("0000"); wait != pinDelays.most {
		t.Errorf("with the clock set forward a wrong PIN brings %v", wait)
	}
}

// Whoever lets delays fade in between gets no more tries than somebody who never rests: a try that is forgotten costs more
// time than it saves.
func TestFadingHelpsNoGuesser(t *testing.T) {
	if pinDelays.fade < pinDelays.most {
		t.Fatal("fading is quicker than the longest delay")
	}
	rapid.Check(t, func(t *rapid.T) {
		th := throttle{delays: pinDelays}
		now := uptime{boot: "a"}
		tries := 0
		for range rapid.IntRange(1, 300).Draw(t, "events") {
			now.since += th.left(now)
			if rapid.IntRange(0, 3).Draw(t, "rests") == 0 {
				now.since += time.Duration(rapid.IntRange(0, 12).Draw(t, "for")) * pinDelays.fade
			}
			if _, may := th.try(now); may {
				tries++
			}
			if most := pinDelays.allowed(now.since); tries > most {
				t.Fatalf("%d tries in %v, want at most %d", tries, now.since, most)
			}
		}
	})
}

// The figures of docs/reliability.md.
func TestTheGuessRateIsAsDocumented(t *testing.T) {
	if n := pinDelays.allowed(10 * time.Hour); n != 129 {
		t.Errorf("%d PINs in a day of ten hours", n)
	}
	if n := passphraseDelays.allowed(10*time.Hour) - passphraseDelays.allowed(9*time.Hour); n != 120 {
		t.Errorf("%d passphrases in an hour", n)
	}
}

// Whoever knows the passphrase is kept out by nobody who plays with the PIN pad.
func TestThePassphraseClearsThePINDelays(t *testing.T) {
	g := newGated(t)
	for range 12 {
		g.w.real += g.tries.pin.left(g.w.uptime())
		g.CheckPIN("0000")
	}
	if _, _, err := g.TryPassphrase([]byte("wrong")); err == nil {
		t.Fatal("opened")
	}
	if ok, left := g.CheckPIN(PracticePIN); ok || left != pinDelays.most {
		t.Fatalf("a wrong passphrase clears the delay: %v, %v", ok, left)
	}
	key, _, err := g.TryPassphrase([]byte(PracticePassphrase))
	if err != nil {
		t.Fatal(err)
	}
	g.restart() // it is kept, too
	if ok, wait := g.CheckPIN(PracticePIN); !ok || wait != 0 {
		t.Errorf("still %v to wait", wait)
	}
	// Another key under a passphrase of one's own opens the file, and nothing else.
	for range 12 {
		g.w.real += g.tries.pin.left(g.w.uptime())
		g.CheckPIN("0000")
	}
	other, err := seal.Generate()
	if err != nil {
		t.Fatal(err)
	}
	file, err := seal.Lock(other, []byte("mine"), seal.WorkPractice)
	if err != nil {
		t.Fatal(err)
	}
	edit(t, filepath.Join(g.Dir(), eventKeyName), func([]byte) []byte { return file })
	if mine, err := g.Unlock([]byte("mine")); err != nil || mine.Fingerprint() == key.Fingerprint() {
		t.Fatalf("%v", err)
	}
	if ok, left := g.CheckPIN(PracticePIN); ok || left != pinDelays.most {
		t.Errorf("another key clears the delay: %v, %v", ok, left)
	}
}
