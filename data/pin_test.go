package data

import (
	"errors"
	"testing"
	"time"

	"matchbooth/data/internal/folder"
	"matchbooth/data/words"
)

func TestChangingThePIN(t *testing.T) {
	s := live(t)
	old, next := liveSetup().PIN, "604827"
	for range 4 { // until there is a delay
		s.CheckPIN("000000")
	}
	if _, wait := s.CheckPIN(old); wait == 0 {
		t.Fatal("no delay after wrong PINs")
	}
	day := time.Date(2026, 5, 21, 0, 0, 0, 0, time.UTC)
	if err := s.ChangePIN(t.Context(), "260521", day); !errors.Is(err, words.PINDate) {
		t.Errorf("a day of the event: %v", err)
	}
	if err := s.ChangePIN(t.Context(), next, day); err != nil {
		t.Fatal(err)
	}
	check := func(s *Store) {
		t.Helper()
		if ok, wait := s.CheckPIN(next); !ok || wait != 0 {
			t.Errorf("the new PIN: %v, %v", ok, wait)
		}
		if ok, _ := s.CheckPIN(old); ok {
			t.Error("the old PIN still opens")
		}
		if ok, _ := s.CheckPIN(next); !ok {
			t.Error("one wrong PIN holds the new one back")
		}
	}
	check(s)
	if log := auditOf(t, s); log[len(log)-1] != ": PIN changed, 0" {
		t.Errorf("the audit says %q", log)
	}
	s.Close()
	s = reopen(t, s.Dir())
	check(s)
	if list := s.Repaired(); len(list) > 0 {
		t.Errorf("repaired %q", list)
	}
}

func TestAPINThatCannotBeSavedIsNotChanged(t *testing.T) {
	s := live(t)
	s.fail = func(step string) error {
		if step == "change PIN" {
			return errors.New("no")
		}
		return nil
	}
	if err := s.ChangePIN(t.Context(), "604827"); err == nil {
		t.Fatal("changed")
	}
	s.fail = folder.NoFail
	s.Close()
	s = reopen(t, s.Dir())
	if ok, _ := s.CheckPIN(liveSetup().PIN); !ok {
		t.Error("the old PIN does not open")
	}
	if log := auditOf(t, s); len(log) != 1 {
		t.Errorf("the audit says %q", log)
	}
}

func TestAPracticeBoothKeepsItsPIN(t *testing.T) {
	dir := t.TempDir()
	if err := CreatePractice(dir, "test-event", Options{}); err != nil {
		t.Fatal(err)
	}
	s := reopen(t, dir)
	if err := s.ChangePIN(t.Context(), "604827"); !errors.Is(err, ErrPracticePIN) {
		t.Error(err)
	}
}
