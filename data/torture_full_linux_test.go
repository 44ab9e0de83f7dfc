package data

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"matchbooth/data/faults"
	"matchbooth/data/internal/folder"
	"matchbooth/data/internal/keys"
	"matchbooth/data/record"
)

// A disk that fills up in small steps, hit in every kind of work: the error says that the disk is full, nothing that was
// said is lost, and with room made the same work comes through.
func TestDiskFillsUp(t *testing.T) {
	if testing.Short() {
		t.Skip("other processes, which the race detector does not look into")
	}
	signUp := func(s *Store, b *book, n int) error {
		b.tried[n] = true
		saved, err := s.SignUp(context.Background(), numbered(n))
		if err == nil {
			b.saved[n] = string(saved.Code)
		}
		return err
	}
	var desk *keys.Desk
	var told struct{ corrected, stated map[int]bool } // by the desk, and said to be kept
	people := map[int]string{}
	for _, c := range []struct {
		name string
		work func(s *Store, b *book, dir string, n int) error
	}{
		{"start", func(*Store, *book, string, int) error { return nil }},
		{"append", func(s *Store, b *book, _ string, n int) error { return signUp(s, b, n) }},
		{"checkpoint", func(s *Store, b *book, _ string, n int) error {
			if _, ok := b.saved[n]; !ok {
				if err := signUp(s, b, n); err != nil {
					return err
				}
			}
			return folder.Explain(s.checkpoint(context.Background()))
		}},
		{"desk", func(s *Store, b *book, dir string, n int) error {
			ctx := context.Background()
			if desk == nil {
				key, err := keys.OpenKeyFile(filepath.Join(dir, "booth", folder.EventKey), liveSetup().Passphrase)
				if err != nil {
					return err
				}
				if desk, err = s.DeskOf(key); err != nil {
					return err
				}
			}
			at, err := s.AtDesk(desk)
			if err != nil {
				return err
			}
			if people[n] == "" {
				b.tried[n] = true
				saved, err := s.SignUp(ctx, numbered(n))
				if err != nil {
					return err
				}
				b.saved[n], people[n] = string(saved.Code), saved.Person
			}
			if err := at.Correct(ctx, people[n], record.Correction{At: eventDay, Fields: map[string]*record.Field{"desk": {Text: "yes"}}}); err != nil {
				return err
			}
			told.corrected[n] = true
			if err := s.Belongs(ctx, desk, fmt.Sprintf("%032x", n)); err != nil {
				return err
			}
			told.stated[n] = true
			return nil
		}},
		{"backup", func(s *Store, b *book, dir string, n int) error {
			path := filepath.Join(dir, "backup.zip")
			_, err := s.Backup(context.Background(), path)
			if _, gone := os.Stat(path); (gone == nil) != (err == nil) {
				return fmt.Errorf("the backup said %v, and its file %v", err, gone)
			}
			return errors.Join(err, os.RemoveAll(path))
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			res := tortured{part: "full-" + c.name, since: time.Now()}
			dir := t.TempDir()
			unmount, err := faults.Tmpfs(dir, 3<<20)
			if errors.Is(err, unix.EPERM) {
				t.Skip("mounting a small disk needs root: ", err)
			}
			if err != nil {
				t.Fatal(err)
			}
			defer unmount()
			booth, filler := filepath.Join(dir, "booth"), filepath.Join(dir, "filler")
			b := newBook(liveIn(t, booth))
			told.corrected, told.stated = map[int]bool{}, map[int]bool{}
			step := 5
			if longRun() {
				step = 1
			}
			full, fitted := 0, 0
			for pages := 0; fitted < 2 && pages < 600; pages += step {
				if err := faults.Fill(filler, int64(pages)*4096); err != nil {
					t.Fatal(err)
				}
				ok := true
				says := func(err error) {
					t.Helper()
					if ok = false; !errors.Is(err, folder.ErrDiskFull) || !strings.Contains(err.Error(), "the disk is full") || strings.Contains(err.Error(), "\n") {
						t.Errorf("with %d pages free: %v", pages, err)
					}
				}
				s, err := Open(booth, Options{})
				if err != nil {
					says(err)
				} else if err := c.work(s, b, dir, pages); err != nil {
					says(err)
				}
				if err := os.Remove(filler); err != nil {
					t.Fatal(err)
				}
				res.cases++
				if ok {
					fitted++
				} else {
					full++
					if s == nil {
						s, err = Open(booth, Options{})
					} else {
						err = s.Reopen()
					}
					if err != nil {
						t.Fatalf("with room made after %d pages: %v", pages, err)
					}
					if err := c.work(s, b, dir, pages); err != nil {
						t.Fatalf("with room made after %d pages: %v", pages, err)
					}
				}
				if err := s.Close(); err != nil {
					t.Fatal(err)
				}
				if v := b.check(booth); !v.ok() {
					res.add(v)
					t.Errorf("with %d pages free: %v", pages, v)
				}
			}
			s, err := Open(booth, Options{})
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			for what, n := range map[string]int{"SELECT count(*) FROM entry WHERE kind = 'correction'": len(told.corrected), "SELECT count(*) FROM statement": len(told.stated)} {
				var have int
				if err := s.db.QueryRowContext(t.Context(), what).Scan(&have); err != nil || have < n {
					t.Errorf("%s: %d, told %d, %v", what, have, n, err)
				}
			}
			if fitted == 0 || full == 0 && c.name != "start" {
				t.Errorf("the disk was full %d times, and large enough %d times", full, fitted)
			}
			t.Logf("full %d times, large enough %d times", full, fitted)
			res.report(t)
		})
	}
}
