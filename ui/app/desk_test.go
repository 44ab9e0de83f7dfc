package app

import (
	"errors"
	"testing"
	"time"

	"matchbooth/data"
	"matchbooth/ui/screen"
)

// safe is a store whose passphrases are all wrong.
type safe struct {
	*memory
	wait time.Duration
}

func (s *safe) TryPassphrase([]byte) (data.Opener, time.Duration, error) {
	return nil, s.wait, data.ErrPassphrase
}

func TestTheDeskTellsHowLongToWait(t *testing.T) {
	_, store, _ := booth(t)
	s := &safe{memory: store}
	d := &desk{store: s}
	var wait screen.Wait
	if err := d.Unlock(t.Context(), []byte("wrong")); !errors.Is(err, data.ErrPassphrase) || errors.As(err, &wait) {
		t.Errorf("without a delay: %v", err)
	}
	s.wait = 2 * time.Second
	if err := d.Unlock(t.Context(), []byte("wrong")); !errors.As(err, &wait) || time.Duration(wait) != s.wait {
		t.Errorf("with a delay: %v", err)
	}
	if d.Opened() != nil {
		t.Error("the desk is open")
	}
}
