package data

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"matchbooth/data/internal/folder"
	"matchbooth/data/record"
)

// Two booths of one team often have the same passphrase. The event-key.age of the other one opens with it, and opens
// nothing that is kept here: that must be named until the right file is back.
func TestKeyFileOfAnotherBoothIsNamedThoughThePassphraseOpensIt(t *testing.T) {
	mine, other := filepath.Join(t.TempDir(), "mine"), filepath.Join(t.TempDir(), "other")
	for _, dir := range []string{mine, other} {
		if err := CreateLive(dir, liveSetup(), Options{}); err != nil {
			t.Fatal(err)
		}
	}
	right, err := os.ReadFile(filepath.Join(mine, folder.EventKey))
	if err != nil {
		t.Fatal(err)
	}
	wrong, err := os.ReadFile(filepath.Join(other, folder.EventKey))
	if err != nil {
		t.Fatal(err)
	}
	named := func(s *Store) bool {
		t.Helper()
		faults, err := s.Verify(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return slices.ContainsFunc(faults, func(f record.Fault) bool { return f.What == keyFileChanged })
	}
	reopen(t, mine).Close()
	if err := os.WriteFile(filepath.Join(mine, folder.EventKey), wrong, 0o600); err != nil {
		t.Fatal(err)
	}
	s := reopen(t, mine)
	for _, after := range []struct {
		what string
		do   func() error
	}{
		{"being opened", func() error { unlockLive(t, s); return nil }},
		{"a new passphrase", func() error { return s.ChangePassphrase(liveSetup().Passphrase, nextPhrase) }},
	} {
		if err := after.do(); err != nil {
			t.Fatal(err)
		}
		if !named(s) {
			t.Errorf("after %s the other booth's key file counts as this one's", after.what)
		}
	}
	s.Close()
	if err := os.WriteFile(filepath.Join(mine, folder.EventKey), right, 0o600); err != nil {
		t.Fatal(err)
	}
	s = reopen(t, mine)
	if named(s) {
		t.Error("the right file is named as a changed one")
	}
	unlockLive(t, s)
	if named(s) {
		t.Error("the right file is named once it was opened")
	}
}

func unlockLive(t *testing.T, s *Store) {
	t.Helper()
	key, err := s.Unlock(liveSetup().Passphrase)
	if err != nil {
		t.Fatal(err)
	}
	key.Close()
}
