package data

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"matchbooth/data/internal/folder"
)

// stopping is a context that is canceled once it has been asked so many times.
type stopping struct {
	context.Context
	left *int
}

func (s stopping) Err() error {
	if *s.left--; *s.left < 0 {
		return context.Canceled
	}
	return s.Context.Err()
}

// bytesIn is how many bytes lie in a folder.
func bytesIn(t *testing.T, dir string) (n int64) {
	t.Helper()
	list, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range list {
		info, err := f.Info()
		if err != nil {
			t.Fatal(err)
		}
		n += info.Size()
	}
	return n
}

// Stopping a merge stops copying what is merged, in the middle of a file as well; a backup too.
func TestStoppingAMergeStopsCopying(t *testing.T) {
	_, b := pairOfBooths(t)
	signUp(t, b)
	zip := filepath.Join(t.TempDir(), "backup.zip")
	if _, err := b.Backup(t.Context(), zip); err != nil {
		t.Fatal(err)
	}
	dir := b.Dir()
	shut(t, b)
	if err := os.Truncate(filepath.Join(dir, folder.Journal), 256<<20); err != nil { // sparse: it takes no room
		t.Fatal(err)
	}
	for name, x := range map[string]struct {
		path string
		asks int
	}{"folder": {dir, 4}, "backup": {zip, 0}} {
		to := t.TempDir()
		if err := copySource(stopping{t.Context(), &x.asks}, x.path, t.TempDir(), to); !errors.Is(err, context.Canceled) {
			t.Errorf("%s: %v", name, err)
		}
		if n := bytesIn(t, to); n > 8<<20 {
			t.Errorf("%s: %d bytes were copied all the same", name, n)
		}
	}
}

// What its beginning shows to be no booth's store is not copied.
func TestWhatIsNoBoothsIsNotCopied(t *testing.T) {
	_, b := pairOfBooths(t)
	signUp(t, b)
	shut(t, b)
	for name, c := range map[string]struct {
		spoil func(head []byte)
		want  error
	}{
		"no database":     {func(head []byte) { copy(head, "something else") }, folder.ErrDamaged},
		"another program": {func(head []byte) { head[68]++ }, folder.ErrNotBooth},
		"endless tables":  {func(head []byte) { head[103], head[104] = 0xff, 0xff }, folder.ErrDamaged},
	} {
		dir := copyFolder(t, b.Dir())
		path := filepath.Join(dir, folder.DB)
		whole, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		c.spoil(whole)
		if err := os.WriteFile(path, whole, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Truncate(path, 256<<20); err != nil {
			t.Fatal(err)
		}
		to := t.TempDir()
		if err := copySource(t.Context(), dir, t.TempDir(), to); !errors.Is(err, c.want) || bytesIn(t, to) > 0 {
			t.Errorf("%s: %v, and %d bytes were copied", name, err, bytesIn(t, to))
		}
	}
}
