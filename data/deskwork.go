package data

import (
	"context"
	"errors"
	"fmt"

	"matchbooth/data/entry"
	"matchbooth/data/internal/folder"
	"matchbooth/data/record"
)

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
