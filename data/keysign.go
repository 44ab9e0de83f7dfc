package data

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"matchbooth/data/internal/db"
	"matchbooth/data/internal/folder"
	"matchbooth/data/internal/keys"
	"matchbooth/data/seal"
)

// The event's key, opened, is the desk. So whoever opens a folder of today, from before there were signatures, with its
// passphrase signs its key set by it, and from then on the folder never goes back.

// signedAtFirst does what a folder needs whose event's key has just been opened: the set is signed where it never was,
// and the event's key is sealed to the recovery key. It is held against what was signed where it was.
func (s *Store) signedAtFirst(id *seal.Identity) {
	if prints := s.Fingerprints(); len(prints) == 0 || id.Fingerprint() != prints[0] {
		return // the recovery key, or another event's
	}
	desk, err := keys.DeskOf(id)
	if err != nil {
		return
	}
	defer desk.Close()
	ctx := context.Background()
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.sound() != nil || s.keysFault != "" {
		return
	}
	if s.set.Signed() {
		if !s.set.Desk.Equal(desk.Public()) {
			s.doubtKeys(ctx, keysOtherDesk)
			return
		}
	} else {
		if id.Bound() {
			s.doubtKeys(ctx, keysUnsigned)
			return
		}
		next := *s.set
		next.Keys = keys.NewSet(s.mode, s.event, s.set.Recipients(), s.set.Added(), s.madeAt(ctx)).Keys
		if err := next.Sign(desk, 1); err != nil {
			return
		}
		if err := s.changeSet(ctx, &next, "key set signed: "+next.Fingerprint()); err != nil {
			// On a full disk the key must still open, so that people can be taken out: while keys.toml is what it was, so
			// is everything, and the next opening signs.
			if file, e := s.readSet(); e != nil || !keys.MustRing(file).Equal(keys.MustRing(s.set)) {
				s.breaks(fmt.Errorf("signing the keys: %w", err))
			}
			return
		}
	}
	s.keepEventRecovery(id)
}

// Why nobody can sign up under keys that an opened event's key has found to be others.
const (
	keysOtherDesk = "the key set is signed by another desk than this event's: set up a new booth with the event's true keys.toml, and merge this folder there"
	keysUnsigned  = "the key set was signed once and is not any more: bring the signed keys.toml with matchbooth keys take"
)

// keepEventRecovery writes the event's key, sealed to the recovery key, where the folder has its own key file and not yet
// this one; else the next opening with the passphrase does.
func (s *Store) keepEventRecovery(id *seal.Identity) {
	if _, err := os.Lstat(filepath.Join(s.dir, folder.EventKey)); err != nil {
		return // the key was taken out of the folder, and nothing of it comes back unasked
	}
	if _, err := os.Lstat(filepath.Join(s.dir, folder.EventRecovery)); !errors.Is(err, os.ErrNotExist) {
		return
	}
	if file, err := keys.SealForRecovery(id, s.set.Keys[1].Recipient); err == nil {
		_ = folder.WriteFile(s.dir, folder.EventRecovery, file)
	}
}

// madeAt is when the folder was made, zero where it does not know.
func (s *Store) madeAt(ctx context.Context) time.Time {
	v, ok, err := db.GetMeta(ctx, s.db, db.MetaMade)
	if err != nil || !ok {
		return time.Time{}
	}
	at, _ := time.Parse(time.RFC3339, v)
	return at
}
