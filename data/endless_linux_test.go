package data

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"matchbooth/data/internal/folder"
)

// TestWhatHasNoEndIsNotRead gives pipes, where a booth, a store and a journal should be: a read of one would never end.
func TestWhatHasNoEndIsNotRead(t *testing.T) {
	dir := t.TempDir()
	at, lone := filepath.Join(dir, "folder"), filepath.Join(dir, "lone")
	if err := os.Mkdir(at, 0o700); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{lone, filepath.Join(at, folder.DB), filepath.Join(at, folder.Journal)} {
		if err := unix.Mkfifo(path, 0o600); err != nil {
			t.Skip("no pipes here:", err)
		}
	}
	s := practice(t)
	for _, from := range []string{at, lone} {
		for what, try := range map[string]struct {
			do   func() error
			want error
		}{
			"merging":  {func() error { _, err := s.Merge(t.Context(), from, MergeOptions{}); return err }, folder.ErrNotBooth},
			"rescuing": {func() error { _, err := Rescue(from, filepath.Join(dir, "new"), Options{}); return err }, folder.ErrDamaged},
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
