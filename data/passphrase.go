package data

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"matchbooth/data/disk"
	"matchbooth/data/internal/folder"
	"matchbooth/data/internal/keys"
	"matchbooth/data/keyset"
	"matchbooth/data/outside"
	"matchbooth/data/seal"
	"matchbooth/data/words"
)

// Unlock opens this folder's event-key.age. In a live folder this takes about a second, by design, and 256 MiB.
// [ErrPassphrase] for a wrong passphrase, [ErrNoKey] if the key was removed from the folder.
//
// If a live folder's key file has a lower work factor than [seal.WorkLive], as other programs write it, it is locked
// again with the full one and the same passphrase; if that cannot be written, the key still opens.
func (s *Store) Unlock(passphrase []byte) (keys.Opener, error) {
	s.keyMu.Lock()
	defer s.keyMu.Unlock()
	file, err := s.eventKeyFile()
	if err != nil {
		return nil, err
	}
	id, err := keys.UnlockFile(folder.EventKey, file, passphrase)
	if err != nil {
		return nil, err
	}
	defer s.trustKeyFile(id)
	defer s.judgePassphrase(id.Fingerprint(), passphrase)
	defer s.clearPINDelays(id.Fingerprint())
	if work, ok := seal.Work(file); ok && work < liveWork && s.Mode() == keyset.ModeLive {
		s.bindKey(id)
		if err := s.lockAgain(id, file, passphrase); err == nil {
			_ = s.Audit(context.Background(), fmt.Sprintf("event key locked again: its work factor was %d", work), 0)
		}
	}
	return id, nil
}

// HasEventKey says whether event-key.age is in this folder. An event's further booths are made without it.
func (s *Store) HasEventKey() bool {
	_, err := os.Lstat(filepath.Join(s.dir, folder.EventKey))
	return err == nil
}

// UnlockFile is Unlock for a copy of event-key.age kept elsewhere, on a stick for example. [seal.ErrNotForKey] if nothing
// here is sealed to the key in it: then it is another event's.
func (s *Store) UnlockFile(path string, passphrase []byte) (keys.Opener, error) {
	file, err := outside.ReadFile(path, folder.MaxSmall)
	if err != nil {
		return nil, fmt.Errorf("reading the key file: %w", err)
	}
	id, err := keys.UnlockFile(filepath.Base(path), file, passphrase)
	if err != nil {
		return nil, err
	}
	if !s.opens(id.Fingerprint()) {
		id.Close()
		return nil, fmt.Errorf("opening %s: %w", filepath.Base(path), seal.ErrNotForKey)
	}
	s.signedAtFirst(id)
	return id, nil
}

// ErrPracticePassphrase: the passphrase of a practice booth is the same everywhere and stays so.
var ErrPracticePassphrase = errors.New("a practice booth's passphrase is always the same: change it in a live one")

// ErrChanged: the new passphrase is in effect although something failed afterwards; the wrapping error says what.
var ErrChanged = errors.New("the passphrase was changed")

// ErrNoPassphrase refuses the empty passphrase.
var ErrNoPassphrase = errors.New("the new passphrase is empty")

// ChangePassphrase locks the event's key under another passphrase. The new file is written beside the old one, fsynced,
// read back and opened with the new passphrase before it replaces the old one in one rename: after a crash at any point
// one or the other opens. Then the old file's bytes are overwritten, as far as the disk does as it is told; copies of
// event-key.age elsewhere still open with the old passphrase. It is recorded in the audit. A passphrase that is easy to
// guess is refused with [ErrWeakPassphrase].
//
// [ErrPassphrase] if old is wrong, [ErrNoKey] if the key is not in the folder, [ErrPracticePassphrase] in practice;
// [ErrChanged] if the new one is in effect and something after that failed. It takes some seconds, during which sign-ups
// go on.
func (s *Store) ChangePassphrase(old, new []byte) error {
	if s.Mode() == keyset.ModeLive && len(new) > 0 && words.Weak(string(new)) {
		return ErrWeakPassphrase
	}
	return s.ChangeToWeakPassphrase(old, new)
}

// ChangeToWeakPassphrase is [Store.ChangePassphrase] but also accepts a passphrase that is easy to guess, in which case
// the folder remembers it ([TakenWeak]).
func (s *Store) ChangeToWeakPassphrase(old, new []byte) error {
	return s.lockUnder(context.Background(), new, "passphrase changed", "changing the passphrase: the old one still holds", func() (*seal.Identity, []byte, error) {
		file, err := s.eventKeyFile()
		if err != nil {
			return nil, nil, err
		}
		id, err := keys.UnlockFile(folder.EventKey, file, old)
		return id, file, err
	})
}

// lockUnder locks the event's key under a new passphrase, in a live booth only. open returns the key and the current
// content of event-key.age, nil if there is none; act goes into the audit, and otherwise says what is in effect if
// nothing changed.
func (s *Store) lockUnder(ctx context.Context, new []byte, act, otherwise string, open func() (*seal.Identity, []byte, error)) error {
	if s.Mode() != keyset.ModeLive {
		return ErrPracticePassphrase
	}
	if len(new) == 0 {
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
	id, file, err := open()
	if err != nil {
		return err
	}
	defer id.Close()
	// Whichever passphrase ends up in effect, the folder never forgets a weak one: if a crash leaves the flag set
	// wrongly, the next opening corrects it.
	if words.Weak(string(new)) {
		s.judgePassphrase(id.Fingerprint(), new)
	}
	s.bindKey(id)
	if err := s.lockAgain(id, file, new); errors.Is(err, ErrChanged) {
		return err
	} else if err != nil {
		return fmt.Errorf("%s: %w", otherwise, err)
	}
	s.trustKeyFile(id)
	s.judgePassphrase(id.Fingerprint(), new)
	if err := s.Audit(ctx, act, 0); err != nil {
		return fmt.Errorf("%w: this could not be written to the audit (%w)", ErrChanged, err)
	}
	return nil
}

// bindKey marks in a key file that is about to be written that the folder's set is signed.
func (s *Store) bindKey(id *seal.Identity) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.set.Signed() && s.keysFault == "" {
		id.Bind()
	}
}

// eventKeyFile reads event-key.age.
func (s *Store) eventKeyFile() ([]byte, error) {
	file, err := folder.Read(filepath.Join(s.dir, folder.EventKey), folder.MaxSmall)
	if errors.Is(err, os.ErrNotExist) {
		return nil, ErrNoKey
	}
	if err != nil {
		return nil, fmt.Errorf("reading the key file: %w", folder.Explain(err))
	}
	return file, nil
}

// lockAgain replaces event-key.age, which contains old, with a new file. An error means that the old file is still in
// place, unless it is [ErrChanged].
func (s *Store) lockAgain(id *seal.Identity, old, passphrase []byte) error {
	file, err := seal.Lock(id, passphrase, liveWork)
	if err != nil {
		return err
	}
	path, tmp := filepath.Join(s.dir, folder.EventKey), filepath.Join(s.dir, folder.EventKeyNew)
	if err := s.writeKeyFile(tmp, file, passphrase, id.Fingerprint()); err != nil {
		os.Remove(tmp)
		return err
	}
	if err := s.expectKeyFile(file, id.Fingerprint()); err != nil {
		os.Remove(tmp)
		return err
	}
	last := keys.HoldFile(path)
	defer last.Release()
	if err := s.fail("passphrase rename"); err != nil {
		return err
	}
	if err := disk.Rename(tmp, path); err != nil {
		os.Remove(tmp)
		return fmt.Errorf("writing %s: %w", folder.EventKey, folder.Explain(err))
	}
	// From here on the new file is in place, but only the folder's sync makes that durable.
	err = s.fail("passphrase folder sync")
	if err == nil {
		err = folder.SyncDir(s.dir)
	}
	if err != nil {
		return fmt.Errorf("%w: the disk did not confirm it, so keep the old one too and change it once more (%w)", ErrChanged, folder.Explain(err))
	}
	last.Wipe(len(old))
	return nil
}

// writeKeyFile writes a key file, reads it back from the disk and opens it.
func (s *Store) writeKeyFile(path string, file, passphrase []byte, fingerprint string) error {
	if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("writing %s: %w", folder.EventKey, folder.Explain(err))
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return fmt.Errorf("writing %s: %w", folder.EventKey, folder.Explain(err))
	}
	_, err = f.Write(file)
	if err == nil {
		err = s.fail("passphrase sync")
	}
	if err == nil {
		err = f.Sync()
	}
	if e := f.Close(); err == nil {
		err = e
	}
	if err != nil {
		return fmt.Errorf("writing %s: %w", folder.EventKey, folder.Explain(err))
	}
	back, err := os.ReadFile(path)
	if err != nil {
		return fmt.Errorf("reading %s back: %w", folder.EventKey, folder.Explain(err))
	}
	if !bytes.Equal(back, file) {
		return fmt.Errorf("reading %s back: the disk returned something else: use another disk", folder.EventKey)
	}
	got, err := seal.Unlock(back, passphrase)
	if err != nil {
		return fmt.Errorf("opening %s with the new passphrase: %w", folder.EventKey, err)
	}
	defer got.Close()
	if got.Fingerprint() != fingerprint {
		return fmt.Errorf("opening %s with the new passphrase: it holds another key", folder.EventKey)
	}
	return nil
}
