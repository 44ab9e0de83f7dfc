package app

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"matchbooth/data"
	"matchbooth/data/entry"
	"matchbooth/ui/work/handover"
	work "matchbooth/ui/work/session"
)

// safe is a store whose passphrases are all wrong.
type safe struct {
	*memory
	wait time.Duration
}

func (s *safe) TryPassphrase([]byte) (data.Opener, time.Duration, error) {
	return nil, s.wait, data.ErrPassphrase
}

func TestTheDeskTellsHowLongToWait(t *testing.T) {
	_, store, _ := booth(t)
	s := &safe{memory: store}
	d := work.New(s, nil, "", nil)
	var wait work.Wait
	if err := d.Unlock(t.Context(), []byte("wrong")); !errors.Is(err, data.ErrPassphrase) || errors.As(err, &wait) {
		t.Errorf("without a delay: %v", err)
	}
	s.wait = 2 * time.Second
	if err := d.Unlock(t.Context(), []byte("wrong")); !errors.As(err, &wait) || time.Duration(wait) != s.wait {
		t.Errorf("with a delay: %v", err)
	}
	if d.Opened() != nil {
		t.Error("the desk is open")
	}
}

// forgetful is a store that cannot note down what was exported.
type forgetful struct {
	*people
	mark   error
	unread int
}

func (f *forgetful) ErasedSinceExport(context.Context, data.Opener, string) ([]entry.ReceiptCode, int, error) {
	return []entry.ReceiptCode{"ZZZZZZZZ9"}, f.unread, nil
}
func (f *forgetful) MarkExported(context.Context, string, string, []entry.ReceiptCode) error {
	return f.mark
}

// openOver gives the booth a desk over the store, and opens it.
func openOver(t *testing.T, b *Booth, store work.Store) {
	t.Helper()
	b.desk = b.deskOver(store)
	if err := b.desk.Unlock(t.Context(), []byte(canary+" passphrase")); err != nil {
		t.Fatal(err)
	}
}

// Where lists of earlier exports do not open, the file is written, and the desk learns that somebody may be missing in it.
func TestAnExportSaysWhichListsItCouldNotRead(t *testing.T) {
	b, p, _ := atDesk(t)
	openOver(t, b, &forgetful{people: p, unread: 2})
	path, err := b.desk.Export(t.Context(), "csv", "us", t.TempDir(), nil)
	var unread work.Unread
	if !errors.As(err, &unread) || unread != 2 {
		t.Errorf("%v", err)
	}
	if _, err := os.Stat(path); err != nil {
		t.Error(err)
	}
}

// People in plain text of whom the audit and the list of exports know nothing must not stay on a stick.
func TestAnExportThatCannotBeNotedIsTakenBack(t *testing.T) {
	full := errors.New("the disk is full")
	for name, f := range map[string]*forgetful{"list": {mark: full}, "nothing": {}} {
		t.Run(name, func(t *testing.T) {
			b, p, _ := atDesk(t)
			f.people = p
			openOver(t, b, f)
			stick := t.TempDir()
			path, err := b.desk.Export(t.Context(), "csv", "us", stick, nil)
			left, _ := os.ReadDir(stick)
			if name == "nothing" {
				if err != nil || len(left) != 2 || filepath.Join(stick, left[0].Name()) != path && filepath.Join(stick, left[1].Name()) != path {
					t.Fatalf("without a fault: %v, %q", err, left)
				}
				return
			}
			if !errors.Is(err, full) || len(left) > 0 {
				t.Errorf("%v, and on the stick: %q", err, left)
			}
		})
	}
}

// The desk exports into the data folder's exports, or elsewhere, and nowhere else in it.
func TestTheDeskExportsIntoNoDataFolder(t *testing.T) {
	b, p, _ := atDesk(t)
	openOver(t, b, &forgetful{people: p})
	booth := t.TempDir()
	for _, name := range []string{"booth.db", "keys.toml"} {
		if err := os.WriteFile(filepath.Join(booth, name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, no := range []string{"", "pack", "pack/stories", "exports/../pack", "exports/2026/deeper/../../../crash"} {
		if _, err := b.desk.Export(t.Context(), "csv", "us", filepath.Join(booth, no), nil); !errors.Is(err, handover.ErrInBooth) {
			t.Errorf("%q: %v", no, err)
		}
	}
	for _, yes := range []string{"exports", "exports/2026"} {
		if _, err := b.desk.Export(t.Context(), "csv", "us", filepath.Join(booth, yes), nil); err != nil {
			t.Errorf("%q: %v", yes, err)
		}
	}
}
