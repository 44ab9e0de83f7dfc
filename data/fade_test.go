package data

import (
	"path/filepath"
	"testing"
	"time"

	"pgregory.net/rapid"

	"matchbooth/data/internal/build"
	"matchbooth/data/internal/folder"
	"matchbooth/data/internal/lockout"
	"matchbooth/data/seal"
)

// tired is a throttle at its longest delay, tried last at the moment that comes back.
func tired(t *testing.T) (*lockout.Attempts, lockout.Uptime) {
	t.Helper()
	th := &lockout.Attempts{Delays: pinDelays}
	now := lockout.Uptime{Boot: "a"}
	for range 40 {
		now.Since += th.Left(now)
		th.Try(now)
	}
	if left := th.Left(now); left != pinDelays.Most {
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
		after.Since += time.Duration(n) * pinDelays.Fade
		if wait, may := late.Try(after); !may || wait != pinDelays.After(pinDelays.Full()-n+1) {
			t.Errorf("after %d times %v of quiet a wrong one brings %v", n, pinDelays.Fade, wait)
		}
	}
	// In the end nothing is left of it, and a restart of the program changes nothing about that.
	for _, restart := range []bool{false, true} {
		late, after := *th, now
		if restart {
			late = lockout.Attempts{Delays: pinDelays}
			late.Load(th.Kept())
		}
		after.Since += time.Duration(pinDelays.Full()) * pinDelays.Fade
		for i, want := range []time.Duration{0, 0, pinDelays.First} {
			if wait, may := late.Try(after); !may || wait != want {
				t.Errorf("restart %v, slip %d: %v", restart, i+1, wait)
			}
		}
	}
	// Less than a step is nothing, and steps that were begun go on.
	late, after := *th, now
	after.Since += pinDelays.Fade - time.Millisecond
	if late.Left(after); late.Count != pinDelays.Full() {
		t.Error("faded too early")
	}
	for range 30 {
		after.Since += pinDelays.Fade / 10
		late.Left(after)
	}
	if want := pinDelays.Full() - 3; late.Count != want {
		t.Errorf("looking at it holds the fading up: %d tries, want %d", late.Count, want)
	}
}

// Only the time that the computer ran counts: not its clock, and nothing that was before a start of it.
func TestFadingIsNotHastened(t *testing.T) {
	th, now := tired(t)
	for name, then := range map[string]lockout.Uptime{
		"the computer started again": {Boot: "b", Since: 0}, "and says that it ran for a year": {Boot: "b", Since: 24 * 365 * time.Hour}, "a snapshot": {Boot: "a", Since: now.Since / 2},
	} {
		late := lockout.Attempts{Delays: pinDelays}
		late.Load(th.Kept())
		if left := late.Left(then); left != pinDelays.Most || late.Count != pinDelays.Full() {
			t.Errorf("%s: %d tries, %v left", name, late.Count, left)
		}
	}
	g := newGated(t)
	for range 12 {
		g.w.real += g.attempts.pin.Left(g.w.uptime())
		g.CheckPIN("0000")
	}
	g.w.real += pinDelays.Most
	g.w.clock = g.w.clock.AddDate(20, 0, 0)
	if _, wait := g.CheckPIN("0000"); wait != pinDelays.Most {
		t.Errorf("with the clock set forward a wrong PIN brings %v", wait)
	}
}

// Whoever lets delays fade in between gets no more tries than somebody who never rests: a try that is forgotten costs more
// time than it saves.
func TestFadingHelpsNoGuesser(t *testing.T) {
	if pinDelays.Fade < pinDelays.Most {
		t.Fatal("fading is quicker than the longest delay")
	}
	rapid.Check(t, func(t *rapid.T) {
		th := lockout.Attempts{Delays: pinDelays}
		now := lockout.Uptime{Boot: "a"}
		tries := 0
		for range rapid.IntRange(1, 300).Draw(t, "events") {
			now.Since += th.Left(now)
			if rapid.IntRange(0, 3).Draw(t, "rests") == 0 {
				now.Since += time.Duration(rapid.IntRange(0, 12).Draw(t, "for")) * pinDelays.Fade
			}
			if _, may := th.Try(now); may {
				tries++
			}
			if most := allowed(pinDelays, now.Since); tries > most {
				t.Fatalf("%d tries in %v, want at most %d", tries, now.Since, most)
			}
		}
	})
}

// The figures of docs/reliability.md.
func TestTheGuessRateIsAsDocumented(t *testing.T) {
	if n := allowed(pinDelays, 10*time.Hour); n != 129 {
		t.Errorf("%d PINs in a day of ten hours", n)
	}
	if n := allowed(passphraseDelays, 10*time.Hour) - allowed(passphraseDelays, 9*time.Hour); n != 120 {
		t.Errorf("%d passphrases in an hour", n)
	}
}

// Whoever knows the passphrase is kept out by nobody who plays with the PIN pad.
func TestThePassphraseClearsThePINDelays(t *testing.T) {
	g := newGated(t)
	for range 12 {
		g.w.real += g.attempts.pin.Left(g.w.uptime())
		g.CheckPIN("0000")
	}
	if _, _, err := g.TryPassphrase(t.Context(), []byte("wrong")); err == nil {
		t.Fatal("opened")
	}
	if ok, left := g.CheckPIN(build.PracticePIN); ok || left != pinDelays.Most {
		t.Fatalf("a wrong passphrase clears the delay: %v, %v", ok, left)
	}
	key, _, err := g.TryPassphrase(t.Context(), []byte(build.PracticePassphrase))
	if err != nil {
		t.Fatal(err)
	}
	g.restart() // it is kept, too
	if ok, wait := g.CheckPIN(build.PracticePIN); !ok || wait != 0 {
		t.Errorf("still %v to wait", wait)
	}
	// Another key under a passphrase of one's own opens the file, and nothing else.
	for range 12 {
		g.w.real += g.attempts.pin.Left(g.w.uptime())
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
	edit(t, filepath.Join(g.Dir(), folder.EventKey), func([]byte) []byte { return file })
	if mine, err := g.Unlock([]byte("mine")); err != nil || mine.Fingerprint() == key.Fingerprint() {
		t.Fatalf("%v", err)
	}
	if ok, left := g.CheckPIN(build.PracticePIN); ok || left != pinDelays.Most {
		t.Errorf("another key clears the delay: %v, %v", ok, left)
	}
}
