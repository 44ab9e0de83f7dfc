package app

import (
	"context"
	"errors"
	"testing"
	"time"

	"matchbooth/data"
	"matchbooth/ui/screen"
)

// safe is a store with one passphrase.
type safe struct {
	*memory
	looked int
}

func (s *safe) Unlock(pass []byte) (data.Opener, error) {
	s.looked++
	if string(pass) != "right" {
		return nil, data.ErrPassphrase
	}
	return nil, nil
}
func (s *safe) Audit(context.Context, string) error { return nil }
func (s *safe) Records(context.Context, data.Opener, func(int, int)) ([]data.Record, []data.Fault, error) {
	return nil, nil, nil
}

// Wrong passphrases have to wait longer and longer, and a restart gives no further try.
func TestWrongPassphrasesAreDelayed(t *testing.T) {
	_, store, now := booth(t)
	s := &safe{memory: store}
	open := func(pass string) error {
		// A new desk each time: what it knows of earlier tries it knows from the disk.
		d := &desk{store: s, clock: func() time.Time { return *now }}
		return d.Unlock(t.Context(), []byte(pass))
	}
	for range 2 {
		if err := open("wrong"); !errors.Is(err, data.ErrPassphrase) {
			t.Fatalf("the first tries: %v", err)
		}
	}
	var wait screen.Wait
	if err := open("wrong"); !errors.As(err, &wait) || time.Duration(wait) != 2*time.Second {
		t.Fatalf("the third: %v", err)
	}
	if err := open("right"); !errors.As(err, &wait) || s.looked != 3 {
		t.Errorf("within the delay: %v, looked at %d passphrases", err, s.looked)
	}
	*now = now.Add(2 * time.Second)
	if err := open("wrong"); !errors.As(err, &wait) || time.Duration(wait) != 4*time.Second {
		t.Errorf("the fourth: %v", err)
	}
	*now = now.Add(4 * time.Second)
	if err := open("right"); err != nil {
		t.Errorf("the right one: %v", err)
	}
	if err := open("wrong"); !errors.Is(err, data.ErrPassphrase) {
		t.Errorf("after a right one: %v", err)
	}
}
