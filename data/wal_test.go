package data

import (
	"bytes"
	"context"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"matchbooth/data/internal/db"
	"matchbooth/data/internal/folder"
)

// Every flipped byte of the -wal is seen, wherever it stands, and what stands before its transaction is still good.
func TestDamageInTheWALIsSeen(t *testing.T) {
	s := practice(t)
	for range 3 {
		signUp(t, s)
	}
	wal, err := os.ReadFile(filepath.Join(s.Dir(), folder.WAL))
	if err != nil {
		t.Fatal(err)
	}
	const one = db.FrameHead + 4096
	all := (len(wal) - db.WalHead) / one
	frames, length, err := db.SoundWAL(bytes.NewReader(wal))
	if err != nil || frames != all || length != int64(len(wal)) {
		t.Fatalf("of %d frames %d are good, up to %d: %v", all, frames, length, err)
	}
	for range 400 {
		at := rand.IntN(len(wal))
		damaged := bytes.Clone(wal)
		damaged[at] ^= byte(1 + rand.IntN(255))
		frames, length, err := db.SoundWAL(bytes.NewReader(damaged))
		if err != nil || frames != max(at-db.WalHead, 0)/one || length > int64(at) {
			t.Fatalf("byte %d flipped: %d good frames, up to %d: %v", at, frames, length, err)
		}
	}
}

// What the disk has changed in the -wal while the booth was running is not copied into booth.db: not at closing, not by
// an erasure, and it comes back from the journal.
func TestDamagedWALIsNotCheckpointed(t *testing.T) {
	for name, erase := range map[string]bool{"closing": false, "erasing": true} {
		t.Run(name, func(t *testing.T) {
			s := practice(t)
			var people []Saved
			for range 3 {
				people = append(people, signUp(t, s))
			}
			f, err := os.OpenFile(filepath.Join(s.Dir(), folder.WAL), os.O_WRONLY, 0)
			if err != nil {
				t.Fatal(err)
			}
			defer f.Close()
			info, err := f.Stat()
			if err != nil {
				t.Fatal(err)
			}
			if _, err := f.WriteAt(make([]byte, 4096), info.Size()-4096); err != nil {
				t.Fatal(err)
			}
			if erase {
				if _, err := s.Erase(context.Background(), people[0].Code); err == nil {
					t.Error("an erasure copied a damaged page")
				}
				if err := s.Reopen(); err != nil {
					t.Fatal(err)
				}
				people = people[1:]
			}
			s.Close()
			s = reopen(t, s.Dir())
			sound(t, s)
			if got := records(t, s); len(got) != len(people) {
				t.Errorf("%d people are there, want %d", len(got), len(people))
			}
		})
	}
}
