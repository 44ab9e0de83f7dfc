package data

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"matchbooth/data/internal/build"
	"matchbooth/data/internal/folder"
	"matchbooth/data/internal/keys"
	"matchbooth/data/keyset"
	"matchbooth/data/seal"
)

// Before a booth counts as made, both keys have opened a test entry, each from where it will be taken one day.
func TestBothKeysMustOpenATestEntry(t *testing.T) {
	event, rescue, stranger := newKey(t), newKey(t), newKey(t)
	to := []string{event.Recipient(), rescue.Recipient()}
	sealed, err := keys.SealForRecovery(event, rescue.Recipient())
	if err != nil {
		t.Fatal(err)
	}
	pass := []byte("correct horse")
	for name, c := range map[string]struct {
		file     func() []byte
		pass     string
		recovery string
		opens    bool
	}{
		"both":                          {func() []byte { return lock(t, event, pass) }, "correct horse", rescue.Secret(), true},
		"a wrong passphrase":            {func() []byte { return lock(t, event, pass) }, "wrong", rescue.Secret(), false},
		"another key in the file":       {func() []byte { return lock(t, stranger, pass) }, "correct horse", rescue.Secret(), false},
		"a damaged file":                {func() []byte { return lock(t, event, pass)[:300] }, "correct horse", rescue.Secret(), false},
		"no file":                       {nil, "correct horse", rescue.Secret(), false},
		"another key as recovery key":   {func() []byte { return lock(t, event, pass) }, "correct horse", stranger.Secret(), false},
		"the event's key as recovery":   {func() []byte { return lock(t, stranger, pass) }, "correct horse", event.Secret(), false},
		"a recovery key that is cut":    {func() []byte { return lock(t, event, pass) }, "correct horse", rescue.Secret()[:60], false},
		"no recovery key":               {func() []byte { return lock(t, event, pass) }, "correct horse", "", false},
		"a file that asks for too much": {func() []byte { return absurd(lock(t, event, pass)) }, "correct horse", rescue.Secret(), false},
	} {
		dir := t.TempDir()
		if c.file != nil {
			if err := os.WriteFile(filepath.Join(dir, folder.EventKey), c.file(), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		if err := os.WriteFile(filepath.Join(dir, folder.EventRecovery), sealed, 0o600); err != nil {
			t.Fatal(err)
		}
		err := testEntry(dir, to, []byte(c.pass), c.recovery)
		if (err == nil) != c.opens {
			t.Errorf("%s: %v", name, err)
		}
		if err != nil && (strings.Contains(err.Error(), rescue.Secret()[20:40]) || strings.Contains(err.Error(), "horse")) {
			t.Errorf("%s: the error quotes a secret", name)
		}
	}
}

func lock(t *testing.T, id *seal.Identity, pass []byte) []byte {
	t.Helper()
	file, err := seal.Lock(id, pass, seal.WorkPractice)
	if err != nil {
		t.Fatal(err)
	}
	return file
}

func absurd(file []byte) []byte {
	return []byte(strings.Replace(string(file), " 10\n", " 40\n", 1))
}

// Where the gate stays shut there is no booth, and the folder can be used again.
func TestABoothWhoseKeysDoNotOpenIsNotMade(t *testing.T) {
	lowerWork(t, seal.WorkPractice)
	dir := filepath.Join(t.TempDir(), "live")
	p := build.Plan{Mode: keyset.ModeLive, Event: "e", PIN: "271828", Gate: func(string) error { return errors.New("no") }}
	if err := p.Sign(newKey(t), newKey(t).Recipient()); err != nil {
		t.Fatal(err)
	}
	if err := p.Make(dir, Options{}.author()); err == nil {
		t.Fatal("made")
	}
	if state, _ := folder.IsBooth(dir); state != folder.Empty {
		t.Errorf("the folder is %v", state)
	}
	if _, err := Open(dir, Options{}); !errors.Is(err, folder.ErrNotBooth) {
		t.Errorf("it opens with %v", err)
	}
	if err := CreateLive(dir, liveSetup(), Options{}); err != nil {
		t.Fatal(err)
	}
	reopen(t, dir)
}
