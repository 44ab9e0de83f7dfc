package data

import (
	"context"
	"errors"
	"fmt"

	"matchbooth/data/entry"
	"matchbooth/data/internal/folder"
	"matchbooth/data/internal/keys"
	"matchbooth/data/record"
	"matchbooth/data/seal"
)

// AtDesk writes in the desk's name: what it writes bears the desk's signature beside the booth's, and counts for
// whomever it is about, at every booth that it reaches.
type AtDesk struct {
	s    *Store
	desk *keys.Desk
}

// AtDesk gives the desk's writing functions. [ErrDeskUnknown] where the folder does not know the desk's key, or knows
// another.
func (s *Store) AtDesk(d *keys.Desk) (AtDesk, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.trust == nil || !s.trust.Desk.Equal(d.Public()) {
		return AtDesk{}, ErrDeskUnknown
	}
	return AtDesk{s, d}, nil
}

// AddCheckAs is [Store.AddCheck] in the desk's name where key is the event's own, and in the booth's with another key or
// none.
func (s *Store) AddCheckAs(ctx context.Context, key keys.Opener, person string, c record.Check) error {
	if key != nil {
		if desk, err := s.DeskOf(key); err == nil {
			defer desk.Close()
			if at, err := s.AtDesk(desk); err == nil {
				return at.AddCheck(ctx, person, c)
			}
		}
	}
	return s.AddCheck(ctx, person, c)
}

// AddCheck is [Store.AddCheck] for anybody.
func (a AtDesk) AddCheck(ctx context.Context, person string, c record.Check) error {
	return a.s.addTo(ctx, person, entry.KindCheck, c, a.desk)
}

// Correct is [Store.Correct] for anybody.
func (a AtDesk) Correct(ctx context.Context, person string, c record.Correction) error {
	return a.s.addTo(ctx, person, entry.KindCorrection, c, a.desk)
}

// Erase forgets one person, as [Store.ErasePerson] does, and at every booth that it reaches at once.
func (a AtDesk) Erase(ctx context.Context, person string) error {
	return a.s.erasePerson(ctx, person, a.desk)
}

// DeskOf derives the desk's key from the event's opened key. [ErrNoDesk] for any other key than the first of those
// that sign-ups here are sealed to.
func (s *Store) DeskOf(key keys.Opener) (*keys.Desk, error) {
	id, ok := key.(*seal.Identity)
	if !ok {
		return nil, keys.ErrNoDesk
	}
	if prints := s.Fingerprints(); len(prints) == 0 || id.Fingerprint() != prints[0] {
		return nil, keys.ErrNoDesk
	}
	return keys.DeskOf(id)
}

// ErrSelf: nobody is joined with themselves.
var ErrSelf = errors.New("a person cannot be joined with themselves")

// ChangeConsents keeps what a person has said later. [ErrNobody] for a person not, or no longer, here.
func (a AtDesk) ChangeConsents(ctx context.Context, person string, c record.ConsentChange) error {
	return a.s.addTo(ctx, person, entry.KindConsent, c, a.desk)
}

// AddContact keeps that somebody was called or written to. [ErrNobody] for a person not, or no longer, here.
func (a AtDesk) AddContact(ctx context.Context, person string, c record.Contact) error {
	return a.s.addTo(ctx, person, entry.KindContact, c, a.desk)
}

// Join keeps that a person's record is that of another one. Both stay in the store; shown, exported and counted among the
// records is the other one, which names the joined one's code. [ErrNobody] where either is not, or no longer, here, and
// [ErrSelf].
func (a AtDesk) Join(ctx context.Context, person string, j record.Join) error {
	if j.Into == person {
		return ErrSelf
	}
	a.s.mu.Lock()
	err := a.s.sound()
	var have, gone bool
	if err == nil {
		have, err = a.s.has(ctx, j.Into)
	}
	if err == nil {
		gone, err = a.s.erased(ctx, j.Into)
	}
	a.s.mu.Unlock()
	if err != nil {
		return fmt.Errorf("joining: %w", folder.Explain(err))
	}
	if !have || gone {
		return ErrNobody
	}
	return a.s.addTo(ctx, person, entry.KindJoin, j, a.desk)
}
