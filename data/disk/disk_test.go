package disk

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
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
