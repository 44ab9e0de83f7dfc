package data

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"matchbooth/data/internal/db"
	"matchbooth/data/internal/folder"
)

// openEither opens a folder as a command does, or as a window that shows something meanwhile.
func openEither(dir string, soon bool) (*Store, error) {
	if !soon {
		return Open(dir, Options{})
	}
	s, err := OpenSoon(dir, Options{})
	if err != nil {
		return nil, err
	}
	if err := s.Opened(); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// held opens a folder soon, and keeps what is behind the first screen waiting until the test lets it go.
func held(t *testing.T, dir string) (s *Store, goOn func()) {
	t.Helper()
	gate := make(chan struct{})
	s, err := openSoon(dir, Options{}, func(step string) error {
		if step == "settings taken" {
			<-gate
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if s.opening == nil {
		t.Fatal("everything was read first")
	}
	open := func() {
		select {
		case <-gate:
		default:
			close(gate)
		}
	}
	t.Cleanup(func() {
		open()
		s.Close()
	})
	return s, open
}

// What a first screen shows is there before the sign-ups have been looked at, and whoever signs up meanwhile is saved once
// they have been.
func TestTheFirstScreenDoesNotWaitForTheSignUps(t *testing.T) {
	first := practice(t)
	signUp(t, first)
	if err := first.SetMeta("screen", "large"); err != nil {
		t.Fatal(err)
	}
	mode, event, packs := first.Mode(), first.Event(), first.Packs()
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	s, goOn := held(t, first.Dir())
	if v, ok := s.Meta("screen"); s.Mode() != mode || s.Event() != event || len(s.Packs()) != len(packs) || v != "large" || !ok || s.Broken() != nil {
		t.Errorf("meanwhile it says %s %s %v %q %v %v", s.Mode(), s.Event(), s.Packs(), v, ok, s.Broken())
	}
	if v, ok := s.Meta(db.MetaPIN); ok {
		t.Errorf("a setting of the store's own is given away: %q", v)
	}
	if a, b := s.MovedTo(); a != "" || b != "" {
		t.Errorf("moved to %q, %q", a, b)
	}
	if _, err := Open(first.Dir(), Options{}); !errors.Is(err, ErrLocked) {
		t.Errorf("another program opens it meanwhile: %v", err)
	}
	opened := make(chan error, 1)
	go func() { opened <- s.Opened() }()
	saved := make(chan error, 1)
	go func() {
		_, err := s.SignUp(context.Background(), someone())
		saved <- err
	}()
	select {
	case err := <-saved:
		t.Fatalf("saved before the rest was looked at: %v", err)
	case <-time.After(50 * time.Millisecond):
	}
	goOn()
	if err := <-saved; err != nil {
		t.Errorf("not saved: %v", err)
	}
	if err := <-opened; err != nil {
		t.Error(err)
	}
	if n := status(t, s).Signups; n != 2 {
		t.Errorf("%d people are there", n)
	}
	sound(t, s)
}

// A window that is closed at once leaves the folder as it found it, and free.
func TestAWindowIsClosedBeforeTheSignUpsWereRead(t *testing.T) {
	first := practice(t)
	signUp(t, first)
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	s, goOn := held(t, first.Dir())
	time.AfterFunc(20*time.Millisecond, goOn)
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	if _, err := s.SignUp(t.Context(), someone()); err == nil {
		t.Error("a closed store saves")
	}
	sound(t, reopen(t, first.Dir()))
}

// What stands in no setting and is damaged is found behind the first screen: nothing is saved, nothing is changed.
func TestDamageBehindTheFirstScreenStopsTheBooth(t *testing.T) {
	first := practice(t)
	for range 40 {
		signUp(t, first)
	}
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(first.Dir(), folder.DB)
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	copy(raw[len(raw)-4096:], bytes.Repeat([]byte{0xff}, 4096)) // a page of the entries
	if err := os.WriteFile(path, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	_, want := Open(first.Dir(), Options{})
	if want == nil {
		t.Fatal("the damage is none")
	}
	s, err := OpenSoon(first.Dir(), Options{})
	if err != nil {
		t.Fatalf("found before the first screen: %v", err)
	}
	if _, err := s.SignUp(t.Context(), someone()); !errors.Is(err, ErrBroken) {
		t.Errorf("signing up into a damaged store: %v", err)
	}
	if err := s.Opened(); err == nil || err.Error() != want.Error() || !errors.Is(err, ErrDamaged) {
		t.Errorf("it says %v\ninstead of %v", err, want)
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	if now, err := os.ReadFile(path); err != nil || !bytes.Equal(now, raw) {
		t.Errorf("booth.db was changed: %v", err)
	}
}

// Settings that have to be mended are mended before anything is shown: who knows what they would have said.
func TestSettingsAreMendedBeforeTheFirstScreen(t *testing.T) {
	first := practice(t)
	signUp(t, first)
	if err := first.SetMeta("screen", "large"); err != nil {
		t.Fatal(err)
	}
	if _, err := first.db.ExecContext(t.Context(), "UPDATE meta SET value = 'larger' WHERE key = 'screen'"); err != nil { // past the digest, as damage does
		t.Fatal(err)
	}
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	s, err := OpenSoon(first.Dir(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if v, _ := s.Meta("screen"); s.opening != nil || v != "large" || len(s.Repaired()) == 0 {
		t.Errorf("opened early %v, with %s, mended %q", s.opening != nil, v, s.Repaired())
	}
}
