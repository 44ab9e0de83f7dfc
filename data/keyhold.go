package data

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"matchbooth/data/internal/db"
	"matchbooth/data/internal/folder"
	"matchbooth/data/internal/keys"
)

// A folder that has once had a signed key set never goes on with less: a set that is unsigned, older than another file
// of the folder knows, not signed by the desk that was known, or without the digest of the settings around it, closes
// the folder as any damage does. Folders from before there were signatures go on until somebody opens them with the
// passphrase, see keysign.go. Who replaces desk, set and settings alike makes another event of it; that shows in the six
// words alone.

// ErrKeySet stops sign-ups: what they would be sealed to is not what the event's desk has signed.
var ErrKeySet = errors.New("nobody can sign up under these keys")

// weighKeys holds the key set of the settings that will count against the ones that stand beside them.
func weighKeys(meta map[string]string, whole bool, c db.Settings) error {
	mine, err := db.HeldKeys(meta)
	if err != nil {
		return nil // the caller finds that out, and says it better
	}
	theirs, err := db.HeldKeys(c.Meta)
	if err != nil {
		return nil // of no use, and no harm
	}
	a, b := folder.DB, folder.Settings
	if !whole {
		mine, theirs, a, b = theirs, mine, folder.Settings, folder.DB
	}
	if why := mine.LessThan(theirs, a, b); why != "" {
		return fmt.Errorf("%w: %s", folder.ErrDamaged, why)
	}
	return nil
}

// compareKeysOnly holds keys.toml against the keys in the store. Whoever could change one of them without being noticed
// would have every later sign-up sealed to himself.
func (s *Store) compareKeysOnly() error {
	if !s.set.Signed() {
		// It is written beside a signed set only.
		if _, err := os.Lstat(filepath.Join(s.dir, folder.EventRecovery)); err == nil {
			return fmt.Errorf("%w: the key set in %s is not signed any more", folder.ErrDamaged, folder.DB)
		}
	}
	file, err := s.readSet()
	if unread := new(fs.PathError); errors.As(err, &unread) {
		return err
	}
	if errors.Is(err, errKeysFile) {
		return fmt.Errorf("%w: %w", folder.ErrDamaged, err)
	}
	if err == nil {
		if why := file.LessThan(s.set, folder.Keys, folder.DB); why != "" {
			return fmt.Errorf("%w: %s", folder.ErrDamaged, why)
		}
		if s.set.Signed() {
			if why := s.set.LessThan(file, folder.DB, folder.Keys); why != "" {
				return fmt.Errorf("%w: %s", folder.ErrDamaged, why)
			}
		}
	}
	if err != nil || !keys.MustRing(file).Equal(keys.MustRing(s.set)) {
		return fmt.Errorf("%w: the keys in %s are not the ones in %s, so one of the files was changed", folder.ErrDamaged, folder.Keys, folder.DB)
	}
	return nil
}

// readSet reads keys.toml. [errKeysFile] where it is nothing that could be read as one, or has desk and keys
// of the store under a signature that does not fit: that is what a flipped bit in the rest looks like.
func (s *Store) readSet() (*keys.Set, error) {
	text, err := folder.Read(filepath.Join(s.dir, folder.Keys), folder.MaxSmall)
	if folder.Strange(err) {
		return nil, fmt.Errorf("%w: %w", errKeysFile, err)
	}
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", folder.Keys, folder.Explain(err))
	}
	k, err := keys.Parse(string(text))
	if errors.Is(err, keys.ErrKeysSignature) && !(s.set.Signed() && k.Desk.Equal(s.set.Desk) && slices.Equal(k.Recipients(), s.set.Recipients())) {
		return nil, fmt.Errorf("%s: %w", folder.Keys, keys.ErrKeysSignature)
	}
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errKeysFile, err)
	}
	if k.Mode != s.mode || k.Event != s.event {
		return nil, fmt.Errorf("%s is that of another booth or event", folder.Keys)
	}
	return k, nil
}

// keysHold says whether people can sign up: not where the keys are in doubt.
func (s *Store) keysHold() error {
	if why := s.keysDoubt(); why != "" {
		return fmt.Errorf("%w: %s", ErrKeySet, why)
	}
	return nil
}

// keysDoubt is why the keys are in doubt, or "".
func (s *Store) keysDoubt() string {
	if why := s.newerKeys.Load(); s.keysFault == "" && why != nil {
		return *why
	}
	return s.keysFault
}

// doubtKeys stops sign-ups, now and after the next start.
func (s *Store) doubtKeys(ctx context.Context, why string) {
	if s.keysFault == why {
		return
	}
	s.keysFault = why
	if s.sound() == nil {
		_ = db.SetMeta(ctx, s.db, db.MetaKeysFault, why) // in memory it holds at any rate
		_ = s.keepSettings(ctx)
	}
}
