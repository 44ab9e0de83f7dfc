package data

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"matchbooth/data/internal/build"
	"matchbooth/data/internal/folder"
	"matchbooth/data/seal"
)

func takenWeak(dir string) bool {
	weak, _ := TakenWeak(dir)
	return weak
}

const weakPhrase = "correct horse battery staple" // of which everybody has read

func TestALiveBoothTakesNoWeakPassphrase(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "booth")
	set := liveSetup()
	set.Passphrase = []byte(weakPhrase)
	if err := CreateLive(dir, set, Options{}); !errors.Is(err, ErrWeakPassphrase) {
		t.Fatalf("made with %v", err)
	}
	if state, _ := folder.IsBooth(dir); state != folder.Missing {
		t.Errorf("the folder is %v", state)
	}
	s := live(t)
	was := folderFile(t, s.Dir(), folder.EventKey)
	if err := s.ChangePassphrase(set.Passphrase, set.Passphrase); !errors.Is(err, ErrWeakPassphrase) {
		t.Errorf("changed with %v", err)
	}
	if now := folderFile(t, s.Dir(), folder.EventKey); string(now) != string(was) || takenWeak(s.Dir()) {
		t.Error("a refused passphrase left something")
	}
}

func TestAWeakPassphraseIsRememberedUntilItIsChanged(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "booth")
	set := liveSetup()
	set.Passphrase, set.WeakPassphrase = []byte(weakPhrase), true
	if err := CreateLive(dir, set, Options{}); err != nil {
		t.Fatal(err)
	}
	s := reopen(t, dir)
	is := func(want bool, when string) {
		t.Helper()
		if takenWeak(s.Dir()) != want {
			t.Errorf("%s: %v", when, !want)
		}
	}
	is(true, "as made")
	if err := s.ChangePassphrase(set.Passphrase, liveSetup().Passphrase); err != nil {
		t.Fatal(err)
	}
	is(false, "after a strong one")
	if err := s.ChangeToWeakPassphrase(liveSetup().Passphrase, []byte("abc")); err != nil {
		t.Fatal(err)
	}
	is(true, "after a weak one")
	s.Close()
	s = reopen(t, dir)
	is(true, "after a restart")
	sound(t, s)
	s.Close()
	to := filepath.Join(t.TempDir(), "rescued")
	if _, err := Rescue(dir, to, Options{}); err != nil {
		t.Fatal(err)
	}
	s = reopen(t, to)
	is(true, "after a rescue")
	if err := s.ChangePassphrase([]byte("wrong"), liveSetup().Passphrase); !errors.Is(err, folder.ErrPassphrase) {
		t.Fatal(err)
	}
	is(true, "after a change that failed")
	// Strong ones are strong by whatever door they come.
	if err := s.ChangeToWeakPassphrase([]byte("abc"), liveSetup().Passphrase); err != nil {
		t.Fatal(err)
	}
	is(false, "in the end")
}

// Folders from before this, and key files that somebody brought, are named from the first opening on.
func TestAWeakPassphraseIsFoundWhenItOpens(t *testing.T) {
	s := live(t)
	key, err := s.Unlock(liveSetup().Passphrase)
	if err != nil {
		t.Fatal(err)
	}
	if takenWeak(s.Dir()) {
		t.Fatal("a strong one is called weak")
	}
	file, err := seal.Lock(key.(*seal.Identity), []byte("abc"), seal.WorkPractice)
	if err != nil {
		t.Fatal(err)
	}
	edit(t, filepath.Join(s.Dir(), folder.EventKey), func([]byte) []byte { return file })
	if _, err := s.Unlock([]byte("abd")); err == nil || takenWeak(s.Dir()) {
		t.Errorf("a wrong one: %v", err)
	}
	if _, err := s.Unlock([]byte("abc")); err != nil || !takenWeak(s.Dir()) {
		t.Errorf("not found: %v", err)
	}
	sound(t, s)
}

func TestPracticeIsWeakByDesign(t *testing.T) {
	p := practice(t)
	if _, err := p.Unlock([]byte(build.PracticePassphrase)); err != nil || takenWeak(p.Dir()) {
		t.Errorf("%v, or practice is named", err)
	}
	if takenWeak(filepath.Join(t.TempDir(), "nowhere")) {
		t.Error("nothing is named")
	}
	if err := os.WriteFile(filepath.Join(p.Dir(), folder.Settings), []byte("{}\nx\n"), 0o600); err != nil || takenWeak(p.Dir()) {
		t.Error("damage is named")
	}
}

// A crash within a change to a weak one never leaves a folder that calls it strong.
func TestNoCrashForgetsAWeakPassphrase(t *testing.T) {
	s := live(t)
	s.fail = func(step string) error {
		if step == "passphrase folder sync" && !takenWeak(s.Dir()) {
			t.Error("it holds already, and is not named")
		}
		return nil
	}
	if err := s.ChangeToWeakPassphrase(liveSetup().Passphrase, []byte("abc")); err != nil {
		t.Fatal(err)
	}
}
