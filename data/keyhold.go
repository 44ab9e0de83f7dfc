package data

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"matchbooth/data/internal/folder"
	"matchbooth/data/seal"
)

// A folder that has once had a signed key set never goes on with less: a set that is unsigned, older than another file
// of the folder knows, not signed by the desk that was known, or without the digest of the settings around it, closes
// the folder as any damage does. Folders from before there were signatures go on until somebody opens them with the
// passphrase, see keysign.go. Who replaces desk, set and settings alike makes another event of it; that shows in the six
// words alone.

// ErrKeySet stops sign-ups: what they would be sealed to is not what the event's desk has signed.
var ErrKeySet = errors.New("nobody can sign up under these keys")

// ErrOtherDesk: the key set is signed by the desk of another event, or of somebody else.
var ErrOtherDesk = errors.New("the key set is signed by another desk")

// heldKeys gives the key set that settings hold.
func heldKeys(meta map[string]string) (*keySet, error) {
	mode, event := meta[metaMode], meta[metaEvent]
	var added []addedKey
	if text := meta[metaAdded]; text != "" && json.Unmarshal([]byte(text), &added) != nil {
		return nil, fmt.Errorf("%w: the added keys in %s are not readable", folder.ErrDamaged, folder.DB)
	}
	recipients, err := seal.NewRecipients(strings.Split(meta[metaRecipients], "\n")...)
	if err != nil {
		return nil, fmt.Errorf("%w: the recipients in %s are not readable", folder.ErrDamaged, folder.DB)
	}
	text, desk := meta[metaKeySet], meta[metaDesk]
	if text == "" && desk == "" {
		return newKeySet(mode, event, recipients.Strings(), added, zeroTime), nil
	}
	if text == "" || desk == "" {
		return nil, fmt.Errorf("%w: the key set in %s is not signed any more", folder.ErrDamaged, folder.DB)
	}
	k, err := parseKeys(text)
	switch {
	case err != nil || !k.signed() || k.mode != mode || k.event != event:
		return nil, fmt.Errorf("%w: the key set in %s is not as the desk signed it", folder.ErrDamaged, folder.DB)
	case base64.StdEncoding.EncodeToString(k.desk) != desk:
		return nil, fmt.Errorf("%w: the key set in %s is signed by another desk than the one known here", folder.ErrDamaged, folder.DB)
	case !slices.Equal(k.recipients(), recipients.Strings()):
		return nil, fmt.Errorf("%w: the recipients in %s are not those of the signed key set", folder.ErrDamaged, folder.DB)
	}
	return k, nil
}

// lessThan says why a set in one file must not be used beside another one in a second file, or "".
func (k *keySet) lessThan(o *keySet, mine, theirs string) string {
	switch {
	case !o.signed() || k.same(o):
		return ""
	case !k.signed():
		return fmt.Sprintf("the key set in %s is not signed any more", mine)
	case !k.desk.Equal(o.desk):
		return fmt.Sprintf("the key sets in %s and %s are signed by different desks", mine, theirs)
	case k.serial < o.serial:
		return fmt.Sprintf("the key set in %s is older than the one in %s", mine, theirs)
	case k.serial == o.serial:
		return fmt.Sprintf("the key sets in %s and %s have the same serial and other content", mine, theirs)
	}
	return ""
}

// weighKeys holds the key set of the settings that will count against the ones that stand beside them.
func weighKeys(meta map[string]string, whole bool, c settings) error {
	mine, err := heldKeys(meta)
	if err != nil {
		return nil // the caller finds that out, and says it better
	}
	theirs, err := heldKeys(c.Meta)
	if err != nil {
		return nil // of no use, and no harm
	}
	a, b := folder.DB, folder.Settings
	if !whole {
		mine, theirs, a, b = theirs, mine, folder.Settings, folder.DB
	}
	if why := mine.lessThan(theirs, a, b); why != "" {
		return fmt.Errorf("%w: %s", folder.ErrDamaged, why)
	}
	return nil
}

// compareKeysOnly holds keys.toml against the keys in the store. Whoever could change one of them without being noticed
// would have every later sign-up sealed to himself.
func (s *Store) compareKeysOnly() error {
	if !s.set.signed() {
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
		if why := file.lessThan(s.set, folder.Keys, folder.DB); why != "" {
			return fmt.Errorf("%w: %s", folder.ErrDamaged, why)
		}
		if s.set.signed() {
			if why := s.set.lessThan(file, folder.DB, folder.Keys); why != "" {
				return fmt.Errorf("%w: %s", folder.ErrDamaged, why)
			}
		}
	}
	if err != nil || !mustRing(file).equal(mustRing(s.set)) {
		return fmt.Errorf("%w: the keys in %s are not the ones in %s, so one of the files was changed", folder.ErrDamaged, folder.Keys, folder.DB)
	}
	return nil
}

// readSet reads keys.toml. [errKeysFile] where it is nothing that could be read as one, or has desk and keys
// of the store under a signature that does not fit: that is what a flipped bit in the rest looks like.
func (s *Store) readSet() (*keySet, error) {
	text, err := folder.Read(filepath.Join(s.dir, folder.Keys), folder.MaxSmall)
	if folder.Strange(err) {
		return nil, fmt.Errorf("%w: %w", errKeysFile, err)
	}
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", folder.Keys, folder.Explain(err))
	}
	k, err := parseKeys(string(text))
	if errors.Is(err, errKeysSignature) && !(s.set.signed() && k.desk.Equal(s.set.desk) && slices.Equal(k.recipients(), s.set.recipients())) {
		return nil, fmt.Errorf("%s: %w", folder.Keys, errKeysSignature)
	}
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errKeysFile, err)
	}
	if k.mode != s.mode || k.event != s.event {
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
		_ = setMeta(ctx, s.db, metaKeysFault, why) // in memory it holds at any rate
		_ = s.keepSettings(ctx)
	}
}
