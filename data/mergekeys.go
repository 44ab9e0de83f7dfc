package data

import (
	"context"
	"errors"
	"fmt"

	"matchbooth/data/internal/db"
	"matchbooth/data/internal/folder"
	"matchbooth/data/internal/keys"
)

// KeyOffer is a newer key set that what is merged brings along.
type KeyOffer struct {
	Now, New    keys.SetInfo
	Differences []string // in sentences
}

// meetKeys holds the key set of what is merged against the one here, and names every difference.
func (m *merge) meetKeys(ctx context.Context, src *source) error {
	meta, err := db.AllMeta(ctx, src.db)
	if err != nil {
		return folder.Explain(err)
	}
	theirs, err := db.HeldKeys(meta)
	if errors.Is(err, folder.ErrDamaged) {
		m.sum.Keys = append(m.sum.Keys, "The key set there is not as the desk signed it.")
		return nil // its entries are signed each by itself
	}
	if err != nil {
		return err
	}
	m.sum.Keys = m.set.Differences(theirs)
	if m.set.Signed() && theirs.Signed() && !m.set.Desk.Equal(theirs.Desk) {
		return keys.ErrOtherDesk
	}
	if m.set.Takes(theirs) == nil {
		m.offer = theirs
	}
	return nil
}

// offerKeys asks whether a newer set is to be taken.
func (m *merge) offerKeys(accept func(KeyOffer) bool) {
	if m.offer == nil {
		return
	}
	if accept == nil || !accept(KeyOffer{m.set.Info(), m.offer.Info(), m.sum.Keys}) {
		m.offer, m.sum.KeysLeft = nil, true
	}
}

// takeKeys makes the newer set the folder's, after the entries. The caller holds the lock.
func (m *merge) takeKeys(ctx context.Context) error {
	if m.offer == nil {
		return nil
	}
	if err := m.s.takeSet(ctx, m.offer); err != nil {
		return fmt.Errorf("the entries were merged, the keys were not: %w", err)
	}
	m.sum.KeysTaken = true
	return nil
}
