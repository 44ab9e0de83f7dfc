package store

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"matchbooth/data/entry"
)

// Every table that has rows of events is emptied with one.
func TestAnEventsTablesAreAllKnown(t *testing.T) {
	n := 0
	for _, sql := range statementsOf(schema) {
		table, ok := strings.CutPrefix(sql, "CREATE TABLE ")
		if !ok || !strings.Contains(sql, "event ") || strings.HasPrefix(table, "event ") {
			continue
		}
		n++
		if name, _, _ := strings.Cut(table, " "); !slices.Contains(ofEvent, name) {
			t.Errorf("the table %s has rows of events and is not among ofEvent: they would stay", name)
		}
	}
	if n != len(ofEvent) {
		t.Errorf("%d tables were found, and ofEvent has %d", n, len(ofEvent))
	}
}

func TestAnErasedEventLeavesNothing(t *testing.T) {
	contractAt(t, func(t *testing.T, at string) {
		s := opened(t, at)
		a := newBooth(1)
		allow(t, s, a)
		if err := s.Allow(t.Context(), "another", a.id); err != nil {
			t.Fatal(err)
		}
		canary := strings.Repeat("sealed-canary-", 100)
		for n := range 20 {
			put(t, s, a, a.line(entry.KindSignUp, a.person(n), canary))
		}
		put(t, s, a, a.line(entry.KindErasure, a.person(1), ""))
		a.seq = 0
		put(t, s, a, a.line(entry.KindSignUp, a.person(100), canary))
		say(t, s, a, says(newBooth(99).key, 1, entry.SaysBelongs, "{}"))
		if n, err := s.LinesOf(t.Context(), theEvent); n != 22 || err != nil {
			t.Errorf("%d, %v", n, err)
		}
		if err := s.EraseEvent(t.Context(), theEvent); err != nil {
			t.Fatal(err)
		}
		if _, err := s.LinesOf(t.Context(), theEvent); !errors.Is(err, ErrNoEvent) {
			t.Error(err)
		}
		if n := stats(t, s); n != (Stats{Events: 1, Booths: 1}) {
			t.Errorf("%+v", n)
		}
		dir := filepath.Dir(at)
		if IsPostgres(at) {
			if err := s.engine.transact(t.Context(), func(ctx context.Context, ask asker) error {
				_, err := ask(ctx, find("SELECT 1"))
				return err
			}); err != nil {
				t.Fatal(err)
			}
			run(t, at, "CHECKPOINT")
			dir = filepath.Join(theCluster.dir, "data", "base")
		}
		seen := 0
		if err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			b, err := os.ReadFile(path)
			if errors.Is(err, fs.ErrNotExist) { // a database of another test
				return nil
			}
			if seen++; strings.Contains(string(b), "sealed-canary-sealed") {
				t.Errorf("%s has it still", filepath.Base(path))
			}
			return err
		}); err != nil || seen == 0 {
			t.Errorf("%d files, %v", seen, err)
		}
	})
}

// A database that is in use cannot be made smaller at once: the event is gone all the same, and that is what is said.
func TestAnEventIsGoneAlsoWhereTheFilesWait(t *testing.T) {
	contractAt(t, func(t *testing.T, at string) {
		s := opened(t, at)
		if err := s.Allow(t.Context(), theEvent, newBooth(1).id); err != nil {
			t.Fatal(err)
		}
		s.engine = uncompacted{s.engine}
		if err := s.EraseEvent(t.Context(), theEvent); !errors.Is(err, ErrUncleaned) {
			t.Error(err)
		}
		if _, err := s.LinesOf(t.Context(), theEvent); !errors.Is(err, ErrNoEvent) {
			t.Error(err)
		}
	})
}

type uncompacted struct{ engine }

func (uncompacted) compact(context.Context, []string) error { return ErrBusy }
