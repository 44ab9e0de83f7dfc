package data

import (
	"errors"
	"fmt"

	"matchbooth/data/internal/keys"
	"matchbooth/data/seal"
	"matchbooth/data/words"
)

// RecoverDesk makes the recovery key the desk again, for when the passphrase is lost: the event's key is opened with it
// and locked under a new passphrase in event-key.age, with the care of [Store.ChangePassphrase]. Copies of event-key.age
// elsewhere still open with the old passphrase. Written to the audit.
//
// [ErrWeakPassphrase] for one that is easy to guess, unless weak; [ErrNoRecovery] where the folder has no such file,
// [seal.ErrNotForKey] for a key that it is not sealed to, [ErrPracticePassphrase] in practice, [ErrChanged] where the new
// passphrase holds and something after that failed.
func (s *Store) RecoverDesk(recovery keys.Opener, passphrase []byte, weak bool) error {
	if s.Mode() == keys.ModeLive && len(passphrase) > 0 && !weak && words.Weak(string(passphrase)) {
		return ErrWeakPassphrase
	}
	return s.lockUnder(passphrase, "desk recovered with the key "+recovery.Fingerprint(), "recovering the desk: nothing was changed", func() (*seal.Identity, []byte, error) {
		id, err := keys.OpenRecovery(s.dir, recovery, s.Fingerprints()[0])
		if err != nil {
			return nil, nil, fmt.Errorf("recovering the desk: %w", err)
		}
		file, err := s.eventKeyFile()
		switch {
		case errors.Is(err, ErrNoKey):
			return id, nil, nil
		case err != nil:
			id.Close()
			return nil, nil, err
		}
		return id, file, nil
	})
}
