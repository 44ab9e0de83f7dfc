package disk

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
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

func TestAFolderThatIsNotThereIsNotBroughtToTheDisk(t *testing.T) {
	if err := SyncDir(filepath.Join(t.TempDir(), "none")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("%v", err)
	}
}

// Where tests run there is room for some megabytes, and no computer has an exabyte.
func TestFreeRoomIsCountedInBytes(t *testing.T) {
	if runtime.GOOS != "linux" && runtime.GOOS != "windows" {
		t.Skip("this system does not say how much room there is")
	}
	if bytes, ok := Free(t.TempDir()); !ok || bytes < 1<<20 || bytes > 1<<60 {
		t.Errorf("%d bytes are free, %v", bytes, ok)
	}
	if bytes, ok := Free(filepath.Join(t.TempDir(), "none")); ok {
		t.Errorf("in a folder that is not there %d bytes are free", bytes)
	}
}
