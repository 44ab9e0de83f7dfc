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
	"matchbooth/data/seal"
)

// Keys lists the keys that open what is sealed here, in order: the event's, the recovery key, added ones.
func (s *Store) Keys(ctx context.Context) ([]keys.KeyInfo, error) {
	set, err := s.KeySet(ctx)
	return set.Keys, err
}

// SetInfo gives the whole set of keys that sign-ups here are sealed to, and its fingerprint.
func (s *Store) KeySet(ctx context.Context) (keys.SetInfo, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.db == nil {
		return keys.SetInfo{}, errors.New("listing the keys: the store is closed")
	}
	info := s.set.Info()
	info.Fault = s.keysDoubt()
	if s.set.Signed() {
		return info, nil
	}
	// Of the first two keys an unsigned set does not say since when; the folder was made with them.
	var made time.Time
	v, ok, err := db.GetMeta(ctx, s.db, db.MetaMade)
	if err != nil {
		return keys.SetInfo{}, fmt.Errorf("listing the keys: %w", folder.Explain(err))
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
	ErrKeysFull = fmt.Errorf("there are %d keys already, and no more are possible", keys.MaxKeys)
)

// AddRecipient has every later entry sealed to one more public key (age1pq1…) as well; what is kept already stays
// closed to it. The name says whose it is, such as "second organiser". The desk signs the set anew, under the next
// serial: its six words change. keys.toml and the store change together: after a crash at any point both have the key,
// or neither. Written to the audit.
//
// The key counts for this booth only: other booths of the event take the new set with [Store.TakeKeySet] or by a merge.
// [ErrOtherDesk] where the desk is another than the one that signed the set here.
func (s *Store) AddRecipient(ctx context.Context, desk *keys.Desk, recipient, name string) error {
	key, err := seal.ParseRecipient(recipient)
	if err != nil {
		return fmt.Errorf("adding a key: %w", err)
	}
	recipient, name = key.String(), strings.TrimSpace(name)
	if !keys.ValidName(name) {
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
	if len(s.set.Keys) >= keys.MaxKeys {
		return fmt.Errorf("adding a key: %w", ErrKeysFull)
	}
	if s.set.Signed() && !s.set.Desk.Equal(desk.Public()) {
		return fmt.Errorf("adding a key: %w", keys.ErrOtherDesk)
	}
	next := *s.set
	next.Keys = append(slices.Clone(s.set.Keys), keys.SetKey{Role: keys.RoleAdded, Name: name, Since: s.clock().UTC().Truncate(time.Second), Recipient: recipient})
	// A set that was never signed counts as the first: another booth of the event may have signed it meanwhile.
	if err := next.Sign(desk, max(1, s.set.Serial)+1); err != nil {
		return fmt.Errorf("adding a key: %w", err)
	}
	if err := s.changeSet(context.WithoutCancel(ctx), &next, "key added: "+seal.Fingerprint(recipient)); err != nil {
		return s.breaks(fmt.Errorf("adding a key: %w", err))
	}
	return nil
}

// changeSet makes a set the folder's, in its files and in memory.
func (s *Store) changeSet(ctx context.Context, next *keys.Set, audit string) error {
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
		m.Nudge() // it carries the public keys
	}
	return nil
}

// changeRing writes a ring in three steps: announced in the store, written to keys.toml, taken over in the store. Since
// keys.toml is replaced in one rename, it decides what an interrupted change comes to; see finishRing.
func (s *Store) changeRing(ctx context.Context, next keys.Ring, audit string) error {
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
	// Out of the -wal, in which one flipped byte would take the change back and leave keys.toml with it.
	if err := s.db.Checkpoint(ctx); err != nil {
		return err
	}
	_ = s.saveSettings(ctx) // else the next start does
	s.audited(ctx)
	return nil
}

// writeRing writes keys.toml.
func (s *Store) writeRing(r keys.Ring) error {
	b := []byte(r.Set)
	if r.Set == "" {
		var err error
		if b, err = keys.NewSet(s.mode, s.event, r.Recipients, r.Added, time.Time{}).Encode(); err != nil {
			return err
		}
	}
	return folder.WriteFile(s.dir, folder.Keys, b)
}

// adoptRing makes a ring the store's own, in one transaction.
func (s *Store) adoptRing(ctx context.Context, r keys.Ring, text string) error {
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

// finishRing ends a change that a crash interrupted. An announcement in the store counts only when keys.toml has the
// same keys, and a desk that is known has signed them: whoever could slip one into one of the two files has changed
// nothing. It says whether the store's settings have changed.
func (s *Store) finishRing(ctx context.Context) (bool, error) {
	text, ok, err := db.GetMeta(ctx, s.db, db.MetaRingNext)
	if err != nil || !ok {
		return false, err
	}
	have, err := s.set.Ring()
	if err != nil {
		return false, err
	}
	var next keys.Ring
	if json.Unmarshal([]byte(text), &next) == nil && !next.Equal(have) && next.Follows(s.set) {
		if _, err := seal.NewRecipients(next.Recipients...); err == nil {
			if file, err := s.readSet(); err == nil && keys.MustRing(file).Equal(next) {
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
	return s.adoptSet(context.WithoutCancel(ctx), next)
}

// adoptSet is TakeKeySet for a set that was read.
func (s *Store) adoptSet(ctx context.Context, next *keys.Set) error {
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
		_ = s.saveSettings(ctx) // else the next start does
	}
	return nil
}

// A folder that has once had a signed key set never goes on with less: a set that is unsigned, older than another file
// of the folder knows, not signed by the desk that was known, or without the digest of the settings around it, closes
// the folder as any damage does. Folders from before there were signatures go on until somebody opens them with the
// passphrase, see keyfile.go. Who replaces desk, set and settings alike makes another event of it; that shows in the six
// words alone.

// ErrKeySet stops sign-ups: what they would be sealed to is not what the event's desk has signed.
var ErrKeySet = errors.New("nobody can sign up under these keys")

// checkKeySet holds the key set of the settings that will count against the ones that stand beside them.
func checkKeySet(meta map[string]string, whole bool, c db.Settings) error {
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

// checkKeys says whether people can sign up: not where the keys are in doubt.
func (s *Store) checkKeys() error {
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
		_ = s.saveSettings(ctx)
	}
}
