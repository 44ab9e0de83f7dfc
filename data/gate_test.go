package data

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"pgregory.net/rapid"

	"matchbooth/data/entry"
	"matchbooth/data/internal/build"
	"matchbooth/data/internal/folder"
	"matchbooth/data/internal/lockout"
)

// gated is a practice folder whose computer the test handles. A PIN costs nothing to look at, and looked counts.
type gated struct {
	*Store
	t      testing.TB
	w      *world
	opt    Options
	looked int
	atLook func()
}

func newGated(t testing.TB) *gated {
	t.Helper()
	g := &gated{t: t, w: &world{boots: 1, clock: time.Date(2026, 5, 21, 9, 0, 0, 0, time.UTC)}}
	g.opt = Options{Clock: func() time.Time { return g.w.clock }, uptime: func() lockout.Uptime { return g.w.uptime() }}
	dir := filepath.Join(t.TempDir(), "booth")
	if err := CreatePractice(dir, "e", g.opt); err != nil {
		t.Fatal(err)
	}
	g.open(dir)
	t.Cleanup(func() { g.Close() })
	return g
}

func (g *gated) open(dir string) {
	g.t.Helper()
	s, err := Open(dir, g.opt)
	if err != nil {
		g.t.Fatal(err)
	}
	g.Store = s
	s.match = func(_, pin string) bool {
		g.looked++
		if g.atLook != nil {
			g.atLook()
		}
		return pin == build.PracticePIN
	}
}

func (g *gated) restart() {
	g.t.Helper()
	dir := g.Dir()
	if err := g.Close(); err != nil {
		g.t.Fatal(err)
	}
	g.open(dir)
}

func TestPINDelaysHoldWhateverTheClockSays(t *testing.T) {
	g := newGated(t)
	if ok, wait := g.CheckPIN(build.PracticePIN); !ok || wait != 0 {
		t.Fatal("the right PIN is refused")
	}
	for i := range 12 {
		ok, wait := g.CheckPIN("0000")
		if want := pinDelays.After(i + 1); ok || wait != want {
			t.Fatalf("try %d: %v, %v, want a delay of %v", i+1, ok, wait, want)
		}
		if wait == 0 {
			continue
		}
		looked := g.looked
		for _, jump := range []time.Duration{0, 24 * time.Hour, -48 * time.Hour, 20 * 365 * 24 * time.Hour, -60 * 365 * 24 * time.Hour} {
			g.w.clock = g.w.clock.Add(jump)
			if ok, left := g.CheckPIN(build.PracticePIN); ok || left != wait {
				t.Fatalf("try %d, the clock jumps by %v: %v, %v left of %v", i+1, jump, ok, left, wait)
			}
		}
		g.w.real += wait / 2
		g.restart()
		if ok, left := g.CheckPIN(build.PracticePIN); ok || left < wait/2 || left > wait/2+time.Millisecond {
			t.Fatalf("try %d: after a restart %v are left of the half of %v", i+1, left, wait)
		}
		g.w.boots, g.w.started = g.w.boots+1, g.w.real
		g.restart()
		if ok, left := g.CheckPIN(build.PracticePIN); ok || left != wait {
			t.Fatalf("try %d: after the computer was started again %v are left of %v", i+1, left, wait)
		}
		if g.looked != looked {
			t.Fatalf("try %d: a PIN was looked at while the delay ran", i+1)
		}
		g.w.real += wait
	}
	if ok, _ := g.CheckPIN(build.PracticePIN); !ok {
		t.Error("the right PIN is refused after the delay")
	}
	g.restart()
	if ok, wait := g.CheckPIN("1111"); ok || wait != 0 {
		t.Error("the right PIN does not start the delays anew")
	}
}

// While a PIN is being looked at the folder is copied away, as it would be found after a kill: the try is counted in
// it, so that killing the program at that moment gives no further one.
func TestAKillWhileAPINIsLookedAtGivesNoFurtherTry(t *testing.T) {
	g := newGated(t)
	for try := 1; try <= 5; try++ {
		killed := filepath.Join(t.TempDir(), "killed")
		g.atLook = func() {
			if err := os.CopyFS(killed, os.DirFS(g.Dir())); err != nil {
				t.Error(err)
			}
		}
		g.CheckPIN([]string{"0000", build.PracticePIN}[try/5]) // the last one is right
		s, err := Open(killed, g.opt)
		if err != nil {
			t.Fatal(err)
		}
		if wait := pinDelays.After(try); s.attempts.pin.Count != try || s.attempts.pin.Left(g.w.uptime()) < wait {
			t.Errorf("try %d: %d counted, %v to wait, want %v", try, s.attempts.pin.Count, s.attempts.pin.Left(g.w.uptime()), wait)
		}
		s.Close()
		g.w.real += pinDelays.After(try)
	}
}

// The same as TestGuessingIsSlow, through a real folder.
func TestGuessingPINsIsSlow(t *testing.T) {
	if testing.Short() {
		t.Skip("long, and nothing runs at the same time: not with the race detector")
	}
	g := newGated(t)
	rapid.Check(t, func(t *rapid.T) {
		g.w.real += time.Hour
		g.atLook = nil
		if ok, _ := g.CheckPIN(build.PracticePIN); !ok {
			t.Fatal("the right PIN is refused after the longest delay")
		}
		begun := g.w.real
		g.looked = 0
		for range rapid.IntRange(1, 12).Draw(t, "events") {
			if g.w.abuse(t) {
				g.restart()
			}
			_, wait := g.CheckPIN("0000")
			if wait < 0 || wait > pinDelays.Most+time.Millisecond {
				t.Fatalf("%v to wait", wait)
			}
			if rapid.Bool().Draw(t, "patient") {
				g.w.real += wait
			}
		}
		if passed := g.w.real - begun; g.looked > allowed(pinDelays, passed) {
			t.Fatalf("%d PINs were looked at in %v, want at most %d", g.looked, passed, allowed(pinDelays, passed))
		}
	})
}

// Where the count cannot be written down, a restart forgets it: so at least there is no free try.
func TestACountThatCannotBeKeptDelaysAtOnce(t *testing.T) {
	g := newGated(t)
	failing := true
	g.fail = func(step string) error {
		if failing && step == "keep tries" {
			return syscall.ENOSPC
		}
		return nil
	}
	if ok, wait := g.CheckPIN("0000"); ok || wait != unkeptWait {
		t.Fatalf("%v, %v", ok, wait)
	}
	if g.Broken() == nil {
		t.Error("the store goes on after a failed write")
	}
	if ok, left := g.CheckPIN(build.PracticePIN); ok || left != unkeptWait {
		t.Errorf("%v, %v left", ok, left)
	}
	g.w.real += unkeptWait
	if ok, wait := g.CheckPIN("0000"); ok || wait != unkeptWait {
		t.Errorf("a store that has stopped: %v, %v", ok, wait)
	}
	failing = false
	if err := g.Reopen(); err != nil {
		t.Fatal(err)
	}
	if g.attempts.pin.Count != 2 {
		t.Errorf("%d tries after Reopen, want 2", g.attempts.pin.Count)
	}
	g.w.real += unkeptWait
	if ok, _ := g.CheckPIN(build.PracticePIN); !ok {
		t.Error("volunteers cannot leave kiosk mode")
	}
}

// A pad that waits tells nothing of the PIN: right, wrong and impossible ones are answered alike, and none is looked
// at. One that does not wait does the same work for all of them.
func TestThePadTellsNothing(t *testing.T) {
	g := newGated(t)
	all := []string{build.PracticePIN, "0000", "", "521", "52100", "abcd", "5210\x00", string(make([]byte, 1<<20))}
	for try, pin := range all[1:] {
		g.w.real += g.attempts.pin.Left(g.w.uptime())
		looked := g.looked
		if ok, wait := g.CheckPIN(pin); ok || wait != pinDelays.After(try+1) || g.looked != looked+1 {
			t.Errorf("%.8q: %v, %v, looked at %d times", pin, ok, wait, g.looked-looked)
		}
	}
	looked, want := g.looked, g.attempts.pin.Left(g.w.uptime())
	for _, pin := range all {
		if ok, left := g.CheckPIN(pin); ok || left != want || g.looked != looked {
			t.Errorf("%.8q while waiting: %v, %v left, want %v", pin, ok, left, want)
		}
	}
	hash, err := lockout.HashPIN(build.PracticePIN)
	if err != nil {
		t.Fatal(err)
	}
	for _, pin := range all {
		if lockout.MatchPIN(hash, pin) != (pin == build.PracticePIN) {
			t.Errorf("%.8q", pin)
		}
	}
}

// fullPINWork hashes and accepts PINs as the program does, which the tests of this package else do not for the time it takes.
func fullPINWork(t testing.TB) {
	t.Helper()
	was := lockout.Work
	lockout.Work = lockout.Cost{Memory: lockout.PINMemory, Passes: lockout.PINPasses}
	t.Cleanup(func() { lockout.Work = was })
}

// TestAPINsHashIsNotCheap holds new hashes, and those that are read, to the work that OWASP asks for.
func TestAPINsHashIsNotCheap(t *testing.T) {
	cheap, err := lockout.HashPIN(build.PracticePIN)
	if err != nil {
		t.Fatal(err)
	}
	if !lockout.MatchPIN(cheap, build.PracticePIN) {
		t.Fatal("the tests' own PINs are not known")
	}
	fullPINWork(t)
	hash, err := lockout.HashPIN(build.PracticePIN)
	if err != nil || !strings.HasPrefix(hash, "$argon2id$v=19$m=19456,t=2,p=1$") || !lockout.MatchPIN(hash, build.PracticePIN) {
		t.Errorf("%.40q, %v", hash, err)
	}
	if lockout.MatchPIN(cheap, build.PracticePIN) {
		t.Errorf("a hash that costs less is taken: %.40q", cheap)
	}
}

func TestWrongPassphrasesAreDelayedToo(t *testing.T) {
	g := newGated(t)
	for try := 1; try <= 4; try++ {
		key, wait, err := g.TryPassphrase(t.Context(), []byte("wrong"))
		if key != nil || wait != passphraseDelays.After(try) || !errors.Is(err, folder.ErrPassphrase) {
			t.Fatalf("try %d: %v, %v", try, wait, err)
		}
		if wait > 0 {
			g.w.clock = g.w.clock.AddDate(1, 0, 0)
			g.restart()
			if key, left, err := g.TryPassphrase(t.Context(), []byte(build.PracticePassphrase)); key != nil || left < wait || !errors.Is(err, folder.ErrPassphrase) {
				t.Fatalf("try %d: the delay does not hold: %v, %v", try, left, err)
			}
		}
		g.w.real += wait + time.Millisecond
	}
	if ok, _ := g.CheckPIN(build.PracticePIN); !ok {
		t.Error("wrong passphrases hold back the PIN")
	}
	key, wait, err := g.TryPassphrase(t.Context(), []byte(build.PracticePassphrase))
	if key == nil || wait != 0 || err != nil {
		t.Fatalf("%v, %v", wait, err)
	}
	if _, wait, err := g.TryPassphrase(t.Context(), []byte("wrong")); wait != 0 || !errors.Is(err, folder.ErrPassphrase) {
		t.Errorf("the right one does not start the delays anew: %v, %v", wait, err)
	}
	if err := os.Remove(filepath.Join(g.Dir(), folder.EventKey)); err != nil {
		t.Fatal(err)
	}
	for range 4 {
		if _, wait, err := g.TryPassphrase(t.Context(), []byte("wrong")); wait != 0 && !errors.Is(err, folder.ErrPassphrase) {
			t.Errorf("without a key file: %v, %v", wait, err)
		}
	}
}

// Known, unknown and erased codes get the same answer and the same delay.
func TestErasingIsHeldBackAndNeverTells(t *testing.T) {
	g := newGated(t)
	saved := signUp(t, g.Store)
	ctx := context.Background()
	g.w.real += time.Hour
	for i, code := range []entry.ReceiptCode{entry.CodeOf("nobody"), saved.Code, saved.Code, entry.CodeOf("nobody"), entry.CodeOf("somebody")} {
		if wait, err := g.TryErase(ctx, code); wait != 0 || err != nil {
			t.Fatalf("code %d: %v, %v", i, wait, err)
		}
		want := eraseDelays.After(i + 1)
		if want == 0 {
			continue
		}
		for _, next := range []entry.ReceiptCode{saved.Code, entry.CodeOf("nobody")} {
			if wait, err := g.TryErase(ctx, next); wait != want || err != nil {
				t.Errorf("code %d: the next waits %v, %v, want %v", i, wait, err, want)
			}
		}
		g.w.clock = g.w.clock.AddDate(1, 0, 0)
		g.restart()
		if wait, _ := g.TryErase(ctx, saved.Code); wait < want {
			t.Errorf("code %d: after a restart and with the clock set forward %v are left of %v", i, wait, want)
		}
		g.w.real += want + time.Millisecond
	}
	if st := status(t, g.Store); st.Erased != 1 || st.Signups != 0 {
		t.Errorf("%+v", st)
	}
}
