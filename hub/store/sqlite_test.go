package store

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"matchbooth/data/entry"
	"matchbooth/data/wire"
)

func TestAFullDiskSavesNothing(t *testing.T) {
	s := opened(t, filepath.Join(t.TempDir(), "hub.db"))
	db := s.engine.(*sqliteEngine).db
	a := newBooth(1)
	allow(t, s, a)
	var pages int
	if err := db.QueryRow("PRAGMA page_count").Scan(&pages); err != nil {
		t.Fatal(err)
	}
	l := a.line(entry.KindSignUp, a.person(1), strings.Repeat("x", 100_000))
	batch := wire.Batch{Batch: "one", Lines: []wire.Line{l}}
	for range 3 {
		// Each time anew: after such an error the connection is another.
		if _, err := db.Exec(fmt.Sprintf("PRAGMA max_page_count = %d", pages+5)); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Put(t.Context(), a.caller(), batch); !errors.Is(err, ErrFull) {
			t.Fatalf("a full disk: %v", err)
		}
	}
	if n := stats(t, s); n.Entries+n.Receipts != 0 {
		t.Errorf("%+v", n)
	}
	if r, err := s.Put(t.Context(), a.caller(), batch); err != nil || len(r.Saved) != 1 {
		t.Errorf("once there is room: %+v, %v", r, err)
	}
}

// What was erased is in none of the files any more, not even as sealed bytes.
func TestWhatIsErasedLeavesTheFiles(t *testing.T) {
	dir := t.TempDir()
	s := opened(t, filepath.Join(dir, "hub.db"))
	a := newBooth(1)
	allow(t, s, a)
	canary := strings.Repeat("sealed-canary-", 700) // as long as a sealed sign-up: on pages of its own
	short := "short-canary"
	first, second := a.line(entry.KindSignUp, a.person(1), canary), a.line(entry.KindCheck, a.person(1), short)
	put(t, s, a, first, second)
	in := func() (n int) {
		files, err := os.ReadDir(dir)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range files {
			b, err := os.ReadFile(filepath.Join(dir, f.Name()))
			if err != nil {
				t.Fatal(err)
			}
			n += bytes.Count(b, []byte("sealed-canary-")) + bytes.Count(b, []byte(short))
		}
		return n
	}
	if in() == 0 {
		t.Fatal("the canary is not there to begin with")
	}
	a.seq = 0
	put(t, s, a, a.line(entry.KindCheck, a.person(1), canary)) // and one that is kept apart
	erasure := newBooth(1)
	erasure.seq = 2
	l := erasure.line(entry.KindErasure, a.person(1), "")
	put(t, s, a, l)
	if err := s.Erase(t.Context(), theEvent, l.ID); err != nil {
		t.Fatal(err)
	}
	if n := in(); n != 0 {
		t.Errorf("the erased bytes are there %d times", n)
	}
}

func TestTheFileIsItsOwnersOnly(t *testing.T) {
	dir := t.TempDir()
	s := opened(t, filepath.Join(dir, "hub.db"))
	allow(t, s, newBooth(1))
	files, err := os.ReadDir(dir)
	if err != nil || len(files) == 0 {
		t.Fatal(err)
	}
	for _, f := range files {
		if info, err := f.Info(); err != nil || info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s is %v, %v", f.Name(), info.Mode(), err)
		}
	}
}

// A file that lies in a folder with any name is that file, and not a URI with a query.
func TestTheFileMayLieAnywhere(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "a ?mode=memory&x#y %41")
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	at := filepath.Join(dir, "hub.db")
	s := opened(t, at)
	allow(t, s, newBooth(1))
	s.Close()
	if n := stats(t, opened(t, at)); n.Booths != 1 {
		t.Errorf("%+v", n)
	}
}
