package data

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"matchbooth/data/internal/folder"
	"matchbooth/data/outside"
	"matchbooth/data/seal"
	"matchbooth/data/words"
)

// ErrNoRecovery: the folder has no event's key that is sealed to the recovery key. Folders from before there were signed
// key sets get one when they are opened with the passphrase.
var ErrNoRecovery = errors.New("there is no " + folder.EventRecovery + " in the folder")

// openRecovery opens the event's key with the recovery key. The key is refused where it is not the event's.
func openRecovery(dir string, recovery Opener, fingerprint string) (*seal.Identity, error) {
	file, err := outside.ReadFile(filepath.Join(dir, folder.EventRecovery), folder.MaxSmall)
	if errors.Is(err, os.ErrNotExist) {
		return nil, ErrNoRecovery
	}
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", folder.EventRecovery, folder.Explain(err))
	}
	plain, err := recovery.Open(file)
	if err != nil {
		return nil, fmt.Errorf("opening %s: %w", folder.EventRecovery, err)
	}
	defer clear(plain)
	id, err := seal.ReadIdentity(bytes.NewReader(plain))
	if err != nil {
		return nil, fmt.Errorf("reading what is in %s: %w", folder.EventRecovery, err)
	}
	if id.Fingerprint() != fingerprint {
		id.Close()
		return nil, fmt.Errorf("%s holds another key than the event's", folder.EventRecovery)
	}
	return id, nil
}

// opensForRecovery tries a file that was just written.
func opensForRecovery(dir string, recovery Opener, fingerprint string) error {
	id, err := openRecovery(dir, recovery, fingerprint)
	if err != nil {
		return err
	}
	id.Close()
	return nil
}

// RecoverDesk makes the recovery key the desk again, for when the passphrase is lost: the event's key is opened with it
// and locked under a new passphrase in event-key.age, with the care of [Store.ChangePassphrase]. Copies of event-key.age
// elsewhere still open with the old passphrase. Written to the audit.
//
// [ErrWeakPassphrase] for one that is easy to guess, unless weak; [ErrNoRecovery] where the folder has no such file,
// [seal.ErrNotForKey] for a key that it is not sealed to, [ErrPracticePassphrase] in practice, [ErrChanged] where the new
// passphrase holds and something after that failed.
func (s *Store) RecoverDesk(recovery Opener, passphrase []byte, weak bool) error {
	if s.Mode() == ModeLive && len(passphrase) > 0 && !weak && words.Weak(string(passphrase)) {
		return ErrWeakPassphrase
	}
	return s.lockUnder(passphrase, "desk recovered with the key "+recovery.Fingerprint(), "recovering the desk: nothing was changed", func() (*seal.Identity, []byte, error) {
		id, err := openRecovery(s.dir, recovery, s.Fingerprints()[0])
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
