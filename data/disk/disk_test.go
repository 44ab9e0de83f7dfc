package disk

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"
)

func TestRenamingNeverReplaces(t *testing.T) {
	for name, rename := range map[string]func(string, string) error{"system": RenameNew, "claim": claim} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			a, b, free := filepath.Join(dir, "a"), filepath.Join(dir, "b"), filepath.Join(dir, "free")
			for _, p := range []string{a, b} {
				if err := os.WriteFile(p, []byte(filepath.Base(p)), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			if err := rename(a, b); !errors.Is(err, fs.ErrExist) {
				t.Errorf("onto another file: %v", err)
			}
			if got, _ := os.ReadFile(b); string(got) != "b" {
				t.Errorf("the other file holds %q now", got)
			}
			if err := rename(a, free); err != nil {
				t.Fatal(err)
			}
			if got, _ := os.ReadFile(free); string(got) != "a" {
				t.Errorf("the new name holds %q", got)
			}
			if err := rename(filepath.Join(dir, "none"), filepath.Join(dir, "new")); !errors.Is(err, fs.ErrNotExist) {
				t.Errorf("nothing to rename: %v", err)
			}
			if _, err := os.Stat(filepath.Join(dir, "new")); !errors.Is(err, fs.ErrNotExist) {
				t.Errorf("a failed rename left a name behind: %v", err)
			}
			if err := SyncDir(dir); err != nil {
				t.Error(err)
			}
		})
	}
}

// Somebody who looks at a file for a moment, as a virus scanner does, does not keep it from being replaced.
func TestRenamingWaitsForWhoeverLooks(t *testing.T) {
	dir := t.TempDir()
	a, b := filepath.Join(dir, "a"), filepath.Join(dir, "b")
	for _, p := range []string{a, b} {
		if err := os.WriteFile(p, []byte(filepath.Base(p)), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	f, err := os.Open(b)
	if err != nil {
		t.Fatal(err)
	}
	time.AfterFunc(200*time.Millisecond, func() { f.Close() })
	if err := Rename(a, b); err != nil {
		t.Fatal(err)
	}
	if got, _ := os.ReadFile(b); string(got) != "a" {
		t.Errorf("the name holds %q", got)
	}
	if err := Rename(filepath.Join(dir, "none"), b); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("nothing to rename: %v", err)
	}
}
