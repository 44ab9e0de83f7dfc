package data

import (
	"context"
	"errors"
	"fmt"

	"matchbooth/data/internal/folder"
)

// KeyOffer is a newer key set that what is merged brings along.
type KeyOffer struct {
	Now, New    KeySet
	Differences []string // in sentences
}

// meetKeys holds the key set of what is merged against the one here, and names every difference.
func (m *merge) meetKeys(ctx context.Context, src *source) error {
	meta, err := allMeta(ctx, src.db)
	if err != nil {
		return folder.Explain(err)
	}
	theirs, err := heldKeys(meta)
	if errors.Is(err, folder.ErrDamaged) {
		m.sum.Keys = append(m.sum.Keys, "The key set there is not as the desk signed it.")
		return nil // its entries are signed each by itself
	}
	if err != nil {
		return err
	}
	m.sum.Keys = m.set.differences(theirs)
	if m.set.signed() && theirs.signed() && !m.set.desk.Equal(theirs.desk) {
		return ErrOtherDesk
	}
	if m.set.takes(theirs) == nil {
		m.offer = theirs
	}
	return nil
}

// offerKeys asks whether a newer set is to be taken.
func (m *merge) offerKeys(accept func(KeyOffer) bool) {
	if m.offer == nil {
		return
	}
	if accept == nil || !accept(KeyOffer{m.set.info(), m.offer.info(), m.sum.Keys}) {
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
