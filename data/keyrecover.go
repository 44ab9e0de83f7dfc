package data

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"matchbooth/data/outside"
	"matchbooth/data/seal"
)

// ErrNoRecovery: the folder has no event's key that is sealed to the recovery key. Folders from before there were signed
// key sets get one when they are opened with the passphrase.
var ErrNoRecovery = errors.New("there is no " + eventRecoveryName + " in the folder")

// openRecovery opens the event's key with the recovery key. The key is refused where it is not the event's.
func openRecovery(dir string, recovery Opener, fingerprint string) (*seal.Identity, error) {
	file, err := outside.ReadFile(filepath.Join(dir, eventRecoveryName), smallMost)
	if errors.Is(err, os.ErrNotExist) {
		return nil, ErrNoRecovery
	}
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", eventRecoveryName, explain(err))
	}
	plain, err := recovery.Open(file)
	if err != nil {
		return nil, fmt.Errorf("opening %s: %w", eventRecoveryName, err)
	}
	defer clear(plain)
	id, err := seal.ReadIdentity(bytes.NewReader(plain))
	if err != nil {
		return nil, fmt.Errorf("reading what is in %s: %w", eventRecoveryName, err)
	}
	if id.Fingerprint() != fingerprint {
		id.Close()
		return nil, fmt.Errorf("%s holds another key than the event's", eventRecoveryName)
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
// [ErrNoRecovery] where the folder has no such file, [seal.ErrNotForKey] for a key that it is not sealed to,
// [ErrPracticePassphrase] in practice, [ErrChanged] where the new passphrase holds and something after that failed.
func (s *Store) RecoverDesk(recovery Opener, passphrase []byte) error {
	if s.Mode() != ModeLive {
		return ErrPracticePassphrase
	}
	if len(passphrase) == 0 {
		return ErrNoPassphrase
	}
	s.keyMu.Lock()
	defer s.keyMu.Unlock()
	s.mu.Lock()
	err := s.sound()
	s.mu.Unlock()
	if err != nil {
		return err
	}
	id, err := openRecovery(s.dir, recovery, s.Fingerprints()[0])
	if err != nil {
		return fmt.Errorf("recovering the desk: %w", err)
	}
	defer id.Close()
	file, err := s.eventKeyFile()
	if errors.Is(err, ErrNoKey) {
		file, err = nil, nil
	}
	if err != nil {
		return err
	}
	s.bindKey(id)
	if err := s.lockAgain(id, file, passphrase); errors.Is(err, ErrChanged) {
		return err
	} else if err != nil {
		return fmt.Errorf("recovering the desk: nothing was changed: %w", err)
	}
	s.trustKeyFile(id)
	s.judgePassphrase(id.Fingerprint(), passphrase)
	if err := s.Audit(context.Background(), "desk recovered with the key "+recovery.Fingerprint(), 0); err != nil {
		return fmt.Errorf("%w: this could not be written to the audit (%w)", ErrChanged, err)
	}
	return nil
}
