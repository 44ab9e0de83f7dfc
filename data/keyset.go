package data

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"matchbooth/data/internal/audit"
	"matchbooth/data/internal/db"
	"matchbooth/data/internal/folder"
	"matchbooth/data/internal/keys"
	"matchbooth/data/keyset"
	"matchbooth/data/seal"
)

// Keys lists the keys that open what is sealed here, in order: the event's, the recovery key, added ones.
func (s *Store) Keys(ctx context.Context) ([]keyset.KeyInfo, error) {
	set, err := s.KeySet(ctx)
	return set.Keys, err
}

// KeySet returns the whole set of keys that sign-ups here are sealed to, and its fingerprint.
func (s *Store) KeySet(ctx context.Context) (keyset.SetInfo, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.db == nil {
		return keyset.SetInfo{}, errors.New("listing the keys: the store is closed")
	}
	info := s.set.Info()
	info.Fault = s.keysDoubt()
	if s.set.Signed() {
		return info, nil
	}
	// An unsigned set does not say when its first two keys were added; they are as old as the folder.
	var made time.Time
	v, ok, err := db.GetMeta(ctx, s.db, db.MetaMade)
	if err != nil {
		return keyset.SetInfo{}, fmt.Errorf("listing the keys: %w", folder.Explain(err))
	}
	if ok {
		made, _ = time.Parse(time.RFC3339, v)
	}
	for i := range info.Keys[:2] {
		info.Keys[i].Since = made
	}
	return info, nil
}

// Why a key is not added.
var (
	ErrKeyKnown = errors.New("this key is among the recipients already")
	ErrKeyName  = errors.New("a key needs a name of 1 to 40 letters, digits and blanks")
	ErrKeysFull = fmt.Errorf("there are %d keys already, and no more are possible", keyset.MaxKeys)
)

// AddRecipient adds a public key (age1pq1…) that every later entry is sealed to as well; what is already stored stays
// closed to it. The name says whose key it is, such as "second organiser". The desk signs the set again, under the next
// serial, so its six words change. keys.toml and the store change together: after a crash at any point both have the
// key, or neither. It is recorded in the audit.
//
// The key counts for this booth only: other booths of the event get the new set through [Store.TakeKeySet] or a merge.
// [ErrOtherDesk] if the desk is not the one that signed the set here.
func (s *Store) AddRecipient(ctx context.Context, desk *keys.Desk, recipient, name string) error {
	key, err := seal.ParseRecipient(recipient)
	if err != nil {
		return fmt.Errorf("adding a key: %w", err)
	}
	recipient, name = key.String(), strings.TrimSpace(name)
	if !keyset.ValidName(name) {
		return fmt.Errorf("adding a key: %w", ErrKeyName)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.sound(); err != nil {
		return err
	}
	if err := s.checkKeys(); err != nil {
		return fmt.Errorf("adding a key: %w", err)
	}
	if slices.Contains(s.set.Recipients(), recipient) {
		return fmt.Errorf("adding a key: %w", ErrKeyKnown)
	}
	if len(s.set.Keys) >= keyset.MaxKeys {
		return fmt.Errorf("adding a key: %w", ErrKeysFull)
	}
	if s.set.Signed() && !s.set.Desk.Equal(desk.Public()) {
		return fmt.Errorf("adding a key: %w", keyset.ErrOtherDesk)
	}
	next := *s.set
	next.Keys = append(slices.Clone(s.set.Keys), keyset.SetKey{Role: keyset.RoleAdded, Name: name, Since: s.clock().UTC().Truncate(time.Second), Recipient: recipient})
	// A set that was never signed has serial 1: another booth of the event may have signed it meanwhile.
	if err := next.Sign(desk, max(1, s.set.Serial)+1); err != nil {
		return fmt.Errorf("adding a key: %w", err)
	}
	if err := s.changeSet(context.WithoutCancel(ctx), &next, "key added: "+seal.Fingerprint(recipient)); err != nil {
		return s.breaks(fmt.Errorf("adding a key: %w", err))
	}
	return nil
}

// changeSet replaces the folder's set, in its files and in memory.
func (s *Store) changeSet(ctx context.Context, next *keyset.Set, audit string) error {
	to, err := seal.NewRecipients(next.Recipients()...)
	if err != nil {
		return err
	}
	r, err := next.Ring()
	if err != nil {
		return err
	}
	if err := s.changeRing(ctx, r, audit); err != nil {
		return err
	}
	s.recipients, s.set = to, next
	if err := s.loadTrust(ctx); err != nil { // it names the desk
		return err
	}
	if m := s.mirror.Load(); m != nil {
		m.Nudge() // the copy includes the public keys
	}
	return nil
}

// changeRing writes a ring in three steps: announced in the store, written to keys.toml, adopted in the store. keys.toml
// is replaced in one rename, so it decides how an interrupted change ends; see finishRing.
func (s *Store) changeRing(ctx context.Context, next keyset.Ring, audit string) error {
	announced, err := json.Marshal(next)
	if err != nil {
		return err
	}
	if err := db.SetMeta(ctx, s.db, db.MetaRingNext, string(announced)); err != nil {
		return err
	}
	if err := s.fail("keys announced"); err != nil {
		return err
	}
	if err := s.writeRing(next); err != nil {
		return err
	}
	if err := s.fail("keys written"); err != nil {
		return err
	}
	if err := s.adoptRing(ctx, next, audit); err != nil {
		return err
	}
	// Out of the -wal, where one flipped byte would undo the change and leave keys.toml with it.
	if err := s.db.Checkpoint(ctx); err != nil {
		return err
	}
	_ = s.saveSettings(ctx) // if that fails, the next start does
	s.audited(ctx)
	return nil
}

// writeRing writes keys.toml.
func (s *Store) writeRing(r keyset.Ring) error {
	b := []byte(r.Set)
	if r.Set == "" {
		var err error
		if b, err = keyset.NewSet(s.mode, s.event, r.Recipients, r.Added, time.Time{}).Encode(); err != nil {
			return err
		}
	}
	return folder.WriteFile(s.dir, folder.Keys, b)
}

// adoptRing replaces the store's ring, in one transaction.
func (s *Store) adoptRing(ctx context.Context, r keyset.Ring, text string) error {
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	settings, err := db.RingSettings(r)
	if err != nil {
		return err
	}
	for key, value := range settings {
		if err := db.SetMeta(ctx, tx, key, value); err != nil {
			return err
		}
	}
	if err := db.DropMeta(ctx, tx, db.MetaRingNext); err != nil {
		return err
	}
	if err := s.writeActs(ctx, tx, audit.Act{What: text, Persons: 0}); err != nil {
		return err
	}
	if err := s.fail("keys commit"); err != nil {
		return err
	}
	return tx.Commit()
}

// finishRing completes a change that a crash interrupted. An announcement in the store counts only if keys.toml has the
// same keys and a known desk has signed them: slipping a key into one of the two files changes nothing. It says whether
// the store's settings have changed.
func (s *Store) finishRing(ctx context.Context) (bool, error) {
	text, ok, err := db.GetMeta(ctx, s.db, db.MetaRingNext)
	if err != nil || !ok {
		return false, err
	}
	have, err := s.set.Ring()
	if err != nil {
		return false, err
	}
	var next keyset.Ring
	if json.Unmarshal([]byte(text), &next) == nil && !next.Equal(have) && next.Follows(s.set) {
		if _, err := seal.NewRecipients(next.Recipients...); err == nil {
			if file, err := s.readSet(); err == nil && keyset.MustRing(file).Equal(next) {
				if err := s.adoptRing(ctx, next, "key added, finished after an interruption"); err != nil {
					return false, err
				}
				if len(next.Recipients) > len(have.Recipients) {
					s.note("A key was being added when the booth stopped; that was finished.")
				}
				return true, nil
			}
		}
	}
	if err := db.DropMeta(ctx, s.db, db.MetaRingNext); err != nil {
		return false, err
	}
	if len(next.Recipients) != len(have.Recipients) {
		s.note("A key was being added when the booth stopped; it was not: add it again.")
	}
	return false, nil
}

// TakeKeySet adopts a newer signed key set: the text of keys.toml from another booth of the event. Later sign-ups are
// sealed to its keys. The caller has had somebody compare its six words with the desk's. It is recorded in the audit.
// [ErrKeysUnsigned], [ErrOther], [ErrOtherKeys], [ErrOtherDesk], [ErrKeysHere], [ErrKeysOlder] or [ErrKeysClash] if the
// set is refused.
func (s *Store) TakeKeySet(ctx context.Context, text string) error {
	next, err := keyset.Parse(text)
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.sound(); err != nil {
		return err
	}
	return s.adoptSet(context.WithoutCancel(ctx), next)
}

// adoptSet is TakeKeySet for a parsed set.
func (s *Store) adoptSet(ctx context.Context, next *keyset.Set) error {
	err := s.set.Takes(next)
	if s.keysFault == keysUnsigned && errors.Is(err, keyset.ErrOtherKeys) && next.Keys[0].Recipient == s.set.Keys[0].Recipient {
		err = nil // the set here is known to be wrong
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
		_ = s.saveSettings(ctx) // if that fails, the next start does
	}
	return nil
}

// A folder that once had a signed key set never goes on with less: a set that is unsigned, older than another file of the
// folder knows, not signed by the desk that was known, or without the digest of the settings around it, closes the folder
// as any damage does. Folders from before there were signatures go on until somebody opens them with the passphrase, see
// keyfile.go. Replacing desk, set and settings together makes a different event of the folder; only the six words show
// that.

// ErrKeySet stops sign-ups: the keys they would be sealed to are not those the event's desk has signed.
var ErrKeySet = errors.New("nobody can sign up under these keys")

// checkKeySet compares the key set in the settings that will count with the one in the other copy.
func checkKeySet(meta map[string]string, whole bool, c db.Settings) error {
	mine, err := db.HeldKeys(meta)
	if err != nil {
		return nil // the caller finds out, and reports it better
	}
	theirs, err := db.HeldKeys(c.Meta)
	if err != nil {
		return nil // no use, but no harm either
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

// compareKeysOnly compares keys.toml with the keys in the store. Whoever could change one of them unnoticed would have
// every later sign-up sealed to a key of their own.
func (s *Store) compareKeysOnly() error {
	if !s.set.Signed() {
		// This file is written only beside a signed set.
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
	if err != nil || !keyset.MustRing(file).Equal(keyset.MustRing(s.set)) {
		return fmt.Errorf("%w: the keys in %s are not the ones in %s, so one of the files was changed", folder.ErrDamaged, folder.Keys, folder.DB)
	}
	return nil
}

// readSet reads keys.toml. [errKeysFile] if it cannot be parsed, or if it has the store's desk and keys under a signature
// that does not verify: that is what a flipped bit elsewhere in the file looks like.
func (s *Store) readSet() (*keyset.Set, error) {
	text, err := folder.Read(filepath.Join(s.dir, folder.Keys), folder.MaxSmall)
	if folder.Strange(err) {
		return nil, fmt.Errorf("%w: %w", errKeysFile, err)
	}
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", folder.Keys, folder.Explain(err))
	}
	k, err := keyset.Parse(string(text))
	if errors.Is(err, keyset.ErrKeysSignature) && !(s.set.Signed() && k.Desk.Equal(s.set.Desk) && slices.Equal(k.Recipients(), s.set.Recipients())) {
		return nil, fmt.Errorf("%s: %w", folder.Keys, keyset.ErrKeysSignature)
	}
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errKeysFile, err)
	}
	if k.Mode != s.mode || k.Event != s.event {
		return nil, fmt.Errorf("%s is that of another booth or event", folder.Keys)
	}
	return k, nil
}

// checkKeys says whether people can sign up: not if the keys are in doubt.
func (s *Store) checkKeys() error {
	if why := s.keysDoubt(); why != "" {
		return fmt.Errorf("%w: %s", ErrKeySet, why)
	}
	return nil
}

// keysDoubt returns why the keys are in doubt, or "".
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
		_ = db.SetMeta(ctx, s.db, db.MetaKeysFault, why) // at least it holds in memory
		_ = s.saveSettings(ctx)
	}
}
