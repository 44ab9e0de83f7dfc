package data

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// TestWhatHasNoEndIsNotRead gives pipes, where a booth, a store and a journal should be: a read of one would never end.
func TestWhatHasNoEndIsNotRead(t *testing.T) {
	dir := t.TempDir()
	folder, lone := filepath.Join(dir, "folder"), filepath.Join(dir, "lone")
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{lone, filepath.Join(folder, dbName), filepath.Join(folder, journalName)} {
		if err := unix.Mkfifo(path, 0o600); err != nil {
			t.Skip("no pipes here:", err)
		}
	}
	s := practice(t)
	for _, from := range []string{folder, lone} {
		for what, try := range map[string]struct {
			do   func() error
			want error
		}{
			"merging":  {func() error { _, err := s.Merge(t.Context(), from, MergeOptions{}); return err }, ErrNotBooth},
			"rescuing": {func() error { _, err := Rescue(from, filepath.Join(dir, "new"), Options{}); return err }, ErrDamaged},
		} {
			done := make(chan error, 1)
			go func() { done <- try.do() }()
			select {
			case err := <-done:
				if !errors.Is(err, try.want) {
					t.Errorf("%s %s: %v, want %v", what, filepath.Base(from), err, try.want)
				}
			case <-time.After(time.Minute):
				t.Fatalf("%s %s goes on for ever", what, filepath.Base(from))
			}
		}
	}
}
