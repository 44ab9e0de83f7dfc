package data

import (
	"context"

	"matchbooth/data/entry"
	"matchbooth/data/record"
)

// AtDesk writes in the desk's name: what it writes bears the desk's signature beside the booth's, and counts for
// whomever it is about, at every booth that it reaches.
type AtDesk struct {
	s    *Store
	desk *Desk
}

// AtDesk gives the desk's writing functions. [ErrDeskUnknown] where the folder does not know the desk's key, or knows
// another.
func (s *Store) AtDesk(d *Desk) (AtDesk, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.trust == nil || !s.trust.desk.Equal(d.Public()) {
		return AtDesk{}, ErrDeskUnknown
	}
	return AtDesk{s, d}, nil
}

// AddCheckAs is [Store.AddCheck] in the desk's name where key is the event's own, and in the booth's with another key or
// none.
func (s *Store) AddCheckAs(ctx context.Context, key Opener, person string, c record.Check) error {
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
