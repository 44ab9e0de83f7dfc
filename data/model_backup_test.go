package data

import (
	"context"
	"errors"
	"io/fs"
	"os"

	"pgregory.net/rapid"

	"matchbooth/data/entry"
)

// backup makes a backup. A fault in it stops neither the booth nor leaves a file under the backup's name.
func (w *model) backup(t *rapid.T, f *modelled) error {
	path := w.name("backup") + ".zip"
	info, err := f.store.Backup(context.Background(), path)
	if err != nil {
		if _, there := os.Stat(path); w.fault.fired != "backup rename" && !errors.Is(there, fs.ErrNotExist) {
			t.Fatalf("a failed backup left its file: %v", there)
		}
		if w.fault.to == "" && f.store.Broken() != nil {
			t.Fatalf("a failed backup stops the booth: %v", f.store.Broken())
		}
		return err
	}
	if info.Entries != len(f.has) || info.Persons != f.believe().signups() {
		t.Fatalf("backed up %d entries and %d people, want %d and %d", info.Entries, info.Persons, len(f.has), f.believe().signups())
	}
	w.copies = append(w.copies, copied{path: path, holding: f.holding.clone(), backup: true})
	return nil
}

// restore puts a backup of any booth, of any age, in the place of this one; it goes on under a new key.
func (w *model) restore(t *rapid.T, f *modelled) func(*modelled) holding {
	w.fault.left = -1 // Restore takes no faults here
	var from []copied
	for _, c := range w.copies {
		if c.backup {
			from = append(from, c)
		}
	}
	if len(from) == 0 {
		if err := w.backup(t, f); err != nil {
			t.Fatalf("backing up: %v", err)
		}
		from = w.copies[len(w.copies)-1:]
	}
	c := rapid.SampledFrom(from).Draw(t, "backup")
	dir := w.name("restored")
	info, err := Restore(c.path, dir, w.options())
	if err != nil {
		t.Fatalf("restoring: %v", err)
	}
	if info.Entries != len(c.has) || info.Persons != c.believe().signups() {
		t.Fatalf("restored %d entries and %d people, want %d and %d", info.Entries, info.Persons, len(c.has), c.believe().signups())
	}
	if err := f.store.Close(); err != nil {
		t.Fatalf("closing: %v", err)
	}
	f.dir = dir
	w.open(t, f)
	if f.booth != info.Booth || c.known[f.booth] {
		t.Fatal("the restored booth signs with a key that was there before")
	}
	f.holding = c.holding.clone()
	f.goesOn(f.booth)
	f.holding = f.swept(entry.Hour(w.now))
	return func(f *modelled) holding { return f.holding }
}
