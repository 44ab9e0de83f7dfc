package data

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"matchbooth/data/internal/build"
	"matchbooth/data/internal/db"
	"matchbooth/data/internal/folder"
	"matchbooth/data/internal/keys"
	"matchbooth/data/keyset"
	"matchbooth/data/seal"
	"matchbooth/data/words"
)

// Without this check, a changed byte in event-key.age would be noticed only by somebody who types the right passphrase,
// is told that it is wrong, and begins to doubt their memory; perhaps years later, when no other copy is left. So the
// store keeps the file's digest: taken when the file is first seen, and again whenever a passphrase has opened it.

const keyFileChanged = folder.EventKey + " has changed on the disk: use another copy of it, or the recovery key"

// keyFileSum returns the digest of event-key.age, "" if the file is not in the folder.
func keyFileSum(dir string) string {
	file, err := folder.Read(filepath.Join(dir, folder.EventKey), folder.MaxSmall)
	if err != nil {
		return ""
	}
	sum := sha256.Sum256(file)
	return hex.EncodeToString(sum[:])
}

// keyFileFault says that event-key.age is not what it was, or returns "".
func (s *Store) keyFileFault(ctx context.Context) string {
	was, ok, err := db.GetMeta(ctx, s.db, db.MetaKeyFile)
	if sum := keyFileSum(s.dir); err == nil && ok && sum != "" && !slices.Contains(strings.Fields(was), sum) {
		return keyFileChanged
	}
	return ""
}

// expectKeyFile also accepts the digest of a file that is about to replace event-key.age.
func (s *Store) expectKeyFile(file []byte, fingerprint string) error {
	if !s.opens(fingerprint) {
		return nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	ctx := context.Background()
	if err := s.sound(); err != nil {
		return err
	}
	was, ok, err := db.GetMeta(ctx, s.db, db.MetaKeyFile)
	if err == nil && ok {
		sum := sha256.Sum256(file)
		err = db.SetMeta(ctx, s.db, db.MetaKeyFile, was+" "+hex.EncodeToString(sum[:]))
	}
	if err != nil {
		return s.breaks(fmt.Errorf("writing %s: %w", folder.EventKey, err))
	}
	return nil
}

// saveKeyFileSum saves the digest of the file as it is; anew says that the file is known to be good.
func (s *Store) saveKeyFileSum(ctx context.Context, anew bool) {
	sum := keyFileSum(s.dir)
	if sum == "" || s.sound() != nil {
		return
	}
	if was, ok, err := db.GetMeta(ctx, s.db, db.MetaKeyFile); err != nil || was == sum || ok && !anew {
		return
	}
	_ = db.SetMeta(ctx, s.db, db.MetaKeyFile, sum) // if that fails, the next time does
}

// trustKeyFile saves the digest of a file that a passphrase has just opened, if the key in it is one of ours. Another
// booth's file, under the same passphrase, opens nothing here and stays reported as changed.
func (s *Store) trustKeyFile(id *seal.Identity) {
	if !s.opens(id.Fingerprint()) {
		return
	}
	s.signedAtFirst(id)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.saveKeyFileSum(context.Background(), true)
}

// opens says whether sign-ups here are sealed to the key with this fingerprint.
func (s *Store) opens(fingerprint string) bool { return slices.Contains(s.Fingerprints(), fingerprint) }

// The event's opened key yields the desk's. So the first time a folder from before there were signatures is opened with
// its passphrase, its key set gets signed; from then on the folder never accepts an unsigned one.

// signedAtFirst does what a folder needs when its event's key has just been opened: the set is signed if it never was,
// and compared with what was signed if it was; and the event's key is sealed to the recovery key.
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
		next.Keys = keyset.NewSet(s.mode, s.event, s.set.Recipients(), s.set.Added(), s.madeAt(ctx)).Keys
		if err := next.Sign(desk, 1); err != nil {
			return
		}
		if err := s.changeSet(ctx, &next, "key set signed: "+next.Fingerprint()); err != nil {
			// On a full disk the key must still open, so that the sign-ups can be exported: as long as keys.toml is
			// unchanged, everything is, and the next opening signs.
			if file, e := s.readSet(); e != nil || !keyset.MustRing(file).Equal(keyset.MustRing(s.set)) {
				s.breaks(fmt.Errorf("signing the keys: %w", err))
			}
			return
		}
	}
	s.saveEventRecovery(id)
}

// Why nobody can sign up, after an opened event's key has shown that the keys are different ones.
const (
	keysOtherDesk = "the key set is signed by a different desk from this event's: set up a new booth with the event's true keys.toml, and merge this folder there"
	keysUnsigned  = "the key set was signed once and is not any more: bring the signed keys.toml with matchbooth keys take"
)

// saveEventRecovery writes the event's key, sealed to the recovery key, if the folder has its own key file but not this
// one yet. If that fails, the next opening with the passphrase does it.
func (s *Store) saveEventRecovery(id *seal.Identity) {
	if _, err := os.Lstat(filepath.Join(s.dir, folder.EventKey)); err != nil {
		return // the key was removed from the folder, and nothing of it may come back unasked
	}
	if _, err := os.Lstat(filepath.Join(s.dir, folder.EventRecovery)); !errors.Is(err, os.ErrNotExist) {
		return
	}
	if file, err := keys.SealForRecovery(id, s.set.Keys[1].Recipient); err == nil {
		_ = folder.WriteFile(s.dir, folder.EventRecovery, file)
	}
}

// madeAt is when the folder was made, zero if it does not say.
func (s *Store) madeAt(ctx context.Context) time.Time {
	v, ok, err := db.GetMeta(ctx, s.db, db.MetaMade)
	if err != nil || !ok {
		return time.Time{}
	}
	at, _ := time.Parse(time.RFC3339, v)
	return at
}

// A live folder knows whether its passphrase is easy to guess, without knowing the passphrase: whoever has the folder
// learns only that guessing is worth the effort, and trying the first million would show that too. This is determined
// when the passphrase is chosen and again each time one opens the key, so that folders from before this, rescued folders
// and key files brought from elsewhere are reported too.

// ErrWeakPassphrase refuses a passphrase of a live booth that is easy to guess ([words.EnoughBits]).
var ErrWeakPassphrase = errors.New("the passphrase is easy to guess: have one drawn, or choose a longer one")

// judgePassphrase records whether a passphrase that opens the key with this fingerprint is weak. If that cannot be saved,
// the next opening does it.
func (s *Store) judgePassphrase(fingerprint string, passphrase []byte) {
	if !s.opens(fingerprint) || s.Mode() != keyset.ModeLive {
		return
	}
	weak := words.Weak(string(passphrase))
	ctx := context.Background()
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.sound() != nil {
		return
	}
	was, _, err := db.GetMeta(ctx, s.db, db.MetaWeak)
	if err != nil || (was == build.WeakYes) == weak {
		return
	}
	if weak {
		err = db.SetMeta(ctx, s.db, db.MetaWeak, build.WeakYes)
	} else {
		err = db.DropMeta(ctx, s.db, db.MetaWeak)
	}
	if err == nil {
		_ = s.saveSettings(ctx) // if that fails, the next start does
	}
}

// TakenWeak says whether the passphrase of a live data folder was easy to guess when it was last chosen or used. It works
// while another process has the folder open, and needs no key. known is false if the folder has no passphrase of its own,
// or does not say.
func TakenWeak(dir string) (weak, known bool) {
	c, err := db.ReadSettingsCopy(dir)
	if err != nil || c.Meta[db.MetaMode] != keyset.ModeLive || keyFileSum(dir) == "" {
		return false, false
	}
	return c.Meta[db.MetaWeak] == build.WeakYes, true
}

// RecoverDesk restores the desk with the recovery key when the passphrase is lost: the event's key is opened with it and
// locked under a new passphrase in event-key.age, with the care of [Store.ChangePassphrase]. Copies of event-key.age
// elsewhere still open with the old passphrase. It is recorded in the audit.
//
// [ErrWeakPassphrase] for one that is easy to guess, unless weak; [ErrNoRecovery] if the folder has no such file,
// [seal.ErrNotForKey] for a key it is not sealed to, [ErrPracticePassphrase] in practice, [ErrChanged] if the new
// passphrase is in effect and something after that failed.
func (s *Store) RecoverDesk(recovery keys.Opener, passphrase []byte, weak bool) error {
	return s.RecoverDeskAs(context.Background(), recovery, passphrase, weak)
}

// HasEventRecovery says whether the folder has the event's key sealed to the recovery key, which [Store.RecoverDesk] needs.
func (s *Store) HasEventRecovery() bool {
	_, err := os.Lstat(filepath.Join(s.dir, folder.EventRecovery))
	return err == nil
}

// RecoverDeskAs is [Store.RecoverDesk] by whom the context names.
func (s *Store) RecoverDeskAs(ctx context.Context, recovery keys.Opener, passphrase []byte, weak bool) error {
	ctx = context.WithoutCancel(ctx)
	if s.Mode() == keyset.ModeLive && len(passphrase) > 0 && !weak && words.Weak(string(passphrase)) {
		return ErrWeakPassphrase
	}
	return s.lockUnder(ctx, passphrase, "desk recovered with the key "+recovery.Fingerprint(), "recovering the desk: nothing was changed", func() (*seal.Identity, []byte, error) {
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
