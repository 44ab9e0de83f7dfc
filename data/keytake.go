package data

import (
	"context"
	"errors"
	"fmt"

	"matchbooth/data/internal/db"
	"matchbooth/data/internal/keys"
)

// TakeKeySet makes a newer signed key set the folder's: the text of keys.toml of another booth of the event. Later
// sign-ups are sealed to its keys. The caller has had somebody compare its six words with the desk's. Written to the
// audit. [ErrKeysUnsigned], [ErrOther], [ErrOtherKeys], [ErrOtherDesk], [ErrKeysHere], [ErrKeysOlder] or [ErrKeysClash]
// for one that is not taken.
func (s *Store) TakeKeySet(ctx context.Context, text string) error {
	next, err := keys.Parse(text)
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.sound(); err != nil {
		return err
	}
	return s.takeSet(context.WithoutCancel(ctx), next)
}

// takeSet is TakeKeySet for a set that was read.
func (s *Store) takeSet(ctx context.Context, next *keys.Set) error {
	err := s.set.Takes(next)
	if s.keysFault == keysUnsigned && errors.Is(err, keys.ErrOtherKeys) && next.Keys[0].Recipient == s.set.Keys[0].Recipient {
		err = nil // what stands here is known to be wrong
	}
	if s.keysFault != "" && s.keysFault != keysUnsigned {
		err = fmt.Errorf("%w: %s", ErrKeySet, s.keysFault)
	}
	if err != nil {
		return fmt.Errorf("taking the keys: %w", err)
	}
	if err := s.changeSet(ctx, next, fmt.Sprintf("key set taken: serial %d, %s", next.Serial, next.Fingerprint())); err != nil {
		return s.breaks(fmt.Errorf("taking the keys: %w", err))
	}
	if s.keysFault != "" {
		s.keysFault = ""
		if err := db.DropMeta(ctx, s.db, db.MetaKeysFault); err != nil {
			return s.breaks(fmt.Errorf("taking the keys: %w", err))
		}
		_ = s.keepSettings(ctx) // else the next start does
	}
	return nil
}
