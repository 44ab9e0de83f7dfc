package data

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/sys/unix"

	"matchbooth/data/internal/folder"
	"matchbooth/data/internal/mirror"
)

// One of the booth's own files is mounted over the copy: it is not written to, nor cut when the card is full.
func TestMirrorWritesToNoMountedFile(t *testing.T) {
	card := t.TempDir()
	if err := unix.Mount("card", card, "tmpfs", unix.MS_NOSUID|unix.MS_NODEV, "size=1m"); err != nil {
		t.Skip("mounting needs root: ", err)
	}
	defer unix.Unmount(card, unix.MNT_DETACH)
	s := mirrored(t, card)
	signUp(t, s)
	caughtUp(t, s)
	s.Close()
	for _, name := range []string{folder.DB, folder.Journal, folder.BoothKey} {
		victim := filepath.Join(s.Dir(), name)
		was, err := os.ReadFile(victim)
		if err != nil {
			t.Fatal(err)
		}
		at := filepath.Join(card, mirror.FileName(s.BoothID()))
		if err := unix.Mount(victim, at, "", unix.MS_BIND, ""); err != nil {
			t.Fatal(err)
		}
		fill, err := os.Create(filepath.Join(card, "fill"))
		if err != nil {
			t.Fatal(err)
		}
		for err == nil {
			_, err = fill.Write(make([]byte, 4096))
		}
		fill.Close()
		r := openMirrored(t, s.Dir(), card)
		await(t, r, "left alone", fault(mirror.Foreign))
		r.Close()
		if got, err := os.ReadFile(victim); err != nil || !bytes.HasPrefix(got, was) && name != folder.DB {
			t.Errorf("%s was written to: %v", name, err)
		}
		if err := unix.Unmount(at, 0); err != nil {
			t.Fatal(err)
		}
		if err := os.Remove(filepath.Join(card, "fill")); err != nil {
			t.Fatal(err)
		}
		s = openMirrored(t, s.Dir(), card)
		caughtUp(t, s)
		sound(t, s)
		s.Close()
	}
}
