package data

import (
	"context"
	"errors"

	"matchbooth/data/entry"
	"matchbooth/data/internal/keys"
	"matchbooth/data/record"
	"matchbooth/data/seal"
)

// AtDesk writes in the desk's name: its entries carry the desk's signature besides the booth's, and take effect for
// the person they are about at every booth they reach.
type AtDesk struct {
	s    *Store
	desk *keys.Desk
}

// AtDesk returns a writer in the desk's name. It returns [ErrDeskUnknown] if the folder does not know the desk's key, or
// knows a different one.
func (s *Store) AtDesk(d *keys.Desk) (AtDesk, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.trust == nil || !s.trust.Desk.Equal(d.Public()) {
		return AtDesk{}, ErrDeskUnknown
	}
	return AtDesk{s, d}, nil
}

// AddCheckAs is [Store.AddCheck], signed by the desk if key is the event's own, and by the booth alone if it is another
// key or nil.
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

// AddCheck is [Store.AddCheck] for any person, whichever booth they signed up at.
func (a AtDesk) AddCheck(ctx context.Context, person string, c record.Check) error {
	return a.s.addTo(ctx, person, entry.KindCheck, c, a.desk)
}

// Correct is [Store.Correct] for any person, whichever booth they signed up at.
func (a AtDesk) Correct(ctx context.Context, person string, c record.Correction) error {
	return a.s.addTo(ctx, person, entry.KindCorrection, c, a.desk)
}

// Erase erases one person, as [Store.ErasePerson] does, and takes effect at once at every booth it reaches.
func (a AtDesk) Erase(ctx context.Context, person string) error {
	return a.s.erasePerson(ctx, person, a.desk)
}

// DeskOf derives the desk's key from the event's opened key. It returns [ErrNoDesk] for any key but the first of those
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

// ErrSelf: a person cannot be joined with themselves.
var ErrSelf = errors.New("a person cannot be joined with themselves")

// ChangeConsents saves a later change of a person's consents. [ErrNobody] if the person is not, or no longer, here.
func (a AtDesk) ChangeConsents(ctx context.Context, person string, c record.ConsentChange) error {
	return a.s.addTo(ctx, person, entry.KindConsent, c, a.desk)
}

// AddContact saves that a person was called or written to. [ErrNobody] if the person is not, or no longer, here.
func (a AtDesk) AddContact(ctx context.Context, person string, c record.Contact) error {
	return a.s.addTo(ctx, person, entry.KindContact, c, a.desk)
}

// Join saves that a person's record belongs to another person. Both stay in the store; only the other one is shown,
// exported and counted among the records, and it names the joined one's code. Erasing either, by whatever means and at
// whatever booth, erases both. [ErrNobody] if either is not, or no longer, here; [ErrSelf] if they are the same.
func (a AtDesk) Join(ctx context.Context, person string, j record.Join) error {
	if j.Into == person {
		return ErrSelf
	}
	if j.Into == "" {
		return ErrNobody
	}
	kind := entry.KindJoin
	if j.Undo {
		kind = entry.KindUnjoin
	}
	return a.s.addNaming(ctx, person, j.Into, kind, j, a.desk)
}
