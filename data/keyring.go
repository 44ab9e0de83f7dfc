package data

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"matchbooth/data/internal/folder"
	"matchbooth/data/seal"
)

// The roles of a key.
const (
	RoleEvent    = "event"    // opened with the passphrase
	RoleRecovery = "recovery" // written down at set-up, for when the passphrase is lost
	RoleAdded    = "added"    // opens what was kept after it was added
)

// KeyInfo names one of the keys that open what is sealed here. Nothing in it is secret.
type KeyInfo struct {
	Role        string    `json:"role"`           // RoleEvent, RoleRecovery or RoleAdded
	Name        string    `json:"name,omitempty"` // as given to AddRecipient
	Fingerprint string    `json:"fingerprint"`    // 16 hexadecimal digits; see words.Fingerprint for people
	Since       time.Time `json:"since"`          // zero where the folder does not know
}

// addedKey is what is kept of an added recipient beside its place among the recipients.
type addedKey struct {
	Fingerprint string    `json:"fingerprint" toml:"fingerprint"`
	Name        string    `json:"name" toml:"name"`
	Since       time.Time `json:"since" toml:"since"`
}

// ring is what a folder seals to, as its files hold it: all recipients in order, what is known of the third and later
// ones, and the text of the signed key set, "" where there is none. keys.toml and the store each have one, and they must
// be equal.
type ring struct {
	Recipients []string   `json:"recipients"`
	Added      []addedKey `json:"added,omitempty"`
	Set        string     `json:"set,omitempty"`
}

func (r ring) equal(o ring) bool {
	return r.Set == o.Set && slices.Equal(r.Recipients, o.Recipients) && slices.EqualFunc(r.Added, o.Added, func(a, b addedKey) bool {
		return a.Fingerprint == b.Fingerprint && a.Name == b.Name && a.Since.Equal(b.Since)
	})
}

// ring is the set as files hold it.
func (k *keySet) ring() (ring, error) {
	r := ring{Recipients: k.recipients(), Added: k.added()}
	if !k.signed() {
		return r, nil
	}
	text, err := k.encode()
	r.Set = string(text)
	return r, err
}

// set is the inverse. It fails where a signed text is not whole, or says other recipients than the ring.
func (r ring) set(mode, event string) (*keySet, error) {
	if r.Set == "" {
		return newKeySet(mode, event, r.Recipients, r.Added, time.Time{}), nil
	}
	k, err := parseKeys(r.Set)
	if err != nil {
		return nil, err
	}
	if !k.signed() || k.mode != mode || k.event != event || !slices.Equal(k.recipients(), r.Recipients) {
		return nil, errors.New("the recipients are not those of the signed key set")
	}
	return k, nil
}

// mostKeys bounds the recipients: each costs 1.6 kB and 0.1 ms in every entry.
const mostKeys = 8

// Keys lists the keys that open what is sealed here, in order: the event's, the recovery key, added ones.
func (s *Store) Keys(ctx context.Context) ([]KeyInfo, error) {
	set, err := s.KeySet(ctx)
	return set.Keys, err
}

// KeySet gives the whole set of keys that sign-ups here are sealed to, and its fingerprint.
func (s *Store) KeySet(ctx context.Context) (KeySet, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.db == nil {
		return KeySet{}, errors.New("listing the keys: the store is closed")
	}
	info := s.set.info()
	info.Fault = s.keysDoubt()
	if s.set.signed() {
		return info, nil
	}
	// Of the first two keys an unsigned set does not say since when; the folder was made with them.
	var made time.Time
	v, ok, err := getMeta(ctx, s.db, metaMade)
	if err != nil {
		return KeySet{}, fmt.Errorf("listing the keys: %w", folder.Explain(err))
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
	ErrKeysFull = fmt.Errorf("there are %d keys already, and no more are possible", mostKeys)
)

// AddRecipient has every later entry sealed to one more public key (age1pq1…) as well; what is kept already stays
// closed to it. The name says whose it is, such as "second organiser". The desk signs the set anew, under the next
// serial: its six words change. keys.toml and the store change together: after a crash at any point both have the key,
// or neither. Written to the audit.
//
// The key counts for this booth only: other booths of the event take the new set with [Store.TakeKeySet] or by a merge.
// [ErrOtherDesk] where the desk is another than the one that signed the set here.
func (s *Store) AddRecipient(ctx context.Context, desk *Desk, recipient, name string) error {
	key, err := seal.ParseRecipient(recipient)
	if err != nil {
		return fmt.Errorf("adding a key: %w", err)
	}
	recipient, name = key.String(), strings.TrimSpace(name)
	if !keyName(name) {
		return fmt.Errorf("adding a key: %w", ErrKeyName)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.sound(); err != nil {
		return err
	}
	if err := s.keysHold(); err != nil {
		return fmt.Errorf("adding a key: %w", err)
	}
	if slices.Contains(s.set.recipients(), recipient) {
		return fmt.Errorf("adding a key: %w", ErrKeyKnown)
	}
	if len(s.set.keys) >= mostKeys {
		return fmt.Errorf("adding a key: %w", ErrKeysFull)
	}
	if s.set.signed() && !s.set.desk.Equal(desk.Public()) {
		return fmt.Errorf("adding a key: %w", ErrOtherDesk)
	}
	next := *s.set
	next.keys = append(slices.Clone(s.set.keys), setKey{RoleAdded, name, s.clock().UTC().Truncate(time.Second), recipient})
	// A set that was never signed counts as the first: another booth of the event may have signed it meanwhile.
	if err := next.sign(desk, max(1, s.set.serial)+1); err != nil {
		return fmt.Errorf("adding a key: %w", err)
	}
	if err := s.changeSet(context.WithoutCancel(ctx), &next, "key added: "+seal.Fingerprint(recipient)); err != nil {
		return s.breaks(fmt.Errorf("adding a key: %w", err))
	}
	return nil
}

// changeSet makes a set the folder's, in its files and in memory.
func (s *Store) changeSet(ctx context.Context, next *keySet, audit string) error {
	to, err := seal.NewRecipients(next.recipients()...)
	if err != nil {
		return err
	}
	r, err := next.ring()
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
		m.nudge() // it carries the public keys
	}
	return nil
}

// keyName says whether a name can be given to a key: one short line that can be printed.
func keyName(name string) bool {
	if name == "" || utf8.RuneCountInString(name) > 40 || !utf8.ValidString(name) {
		return false
	}
	return !strings.ContainsFunc(name, func(r rune) bool { return !unicode.IsPrint(r) })
}

// changeRing writes a ring in three steps: announced in the store, written to keys.toml, taken over in the store. Since
// keys.toml is replaced in one rename, it decides what an interrupted change comes to; see settleRing.
func (s *Store) changeRing(ctx context.Context, next ring, audit string) error {
	announced, err := json.Marshal(next)
	if err != nil {
		return err
	}
	if err := setMeta(ctx, s.db, metaRingNext, string(announced)); err != nil {
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
	if err := s.takeRing(ctx, next, audit); err != nil {
		return err
	}
	// Out of the -wal, in which one flipped byte would take the change back and leave keys.toml with it.
	if err := s.db.checkpoint(ctx); err != nil {
		return err
	}
	_ = s.keepSettings(ctx) // else the next start does
	s.audited(ctx)
	return nil
}

// writeRing writes keys.toml.
func (s *Store) writeRing(r ring) error {
	b := []byte(r.Set)
	if r.Set == "" {
		var err error
		if b, err = newKeySet(s.mode, s.event, r.Recipients, r.Added, time.Time{}).encode(); err != nil {
			return err
		}
	}
	return folder.WriteFile(s.dir, folder.Keys, b)
}

// takeRing makes a ring the store's own, in one transaction.
func (s *Store) takeRing(ctx context.Context, r ring, audit string) error {
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	settings, err := ringSettings(r)
	if err != nil {
		return err
	}
	for key, value := range settings {
		if err := setMeta(ctx, tx, key, value); err != nil {
			return err
		}
	}
	if err := dropMeta(ctx, tx, metaRingNext); err != nil {
		return err
	}
	if err := s.writeActs(ctx, tx, act{audit, 0}); err != nil {
		return err
	}
	if err := s.fail("keys commit"); err != nil {
		return err
	}
	return tx.Commit()
}

// settings are what the store keeps of a ring. The recipients stand beside the signed set as older programs kept them.
func ringSettings(r ring) (map[string]string, error) {
	added, err := json.Marshal(r.Added)
	if err != nil {
		return nil, err
	}
	m := map[string]string{metaRecipients: strings.Join(r.Recipients, "\n"), metaAdded: string(added)}
	if r.Set != "" {
		k, err := parseKeys(r.Set)
		if err != nil {
			return nil, err
		}
		m[metaKeySet], m[metaDesk] = r.Set, base64.StdEncoding.EncodeToString(k.desk)
	}
	return m, nil
}

// announced says whether the settings announce exactly these keys, and may: adding one was interrupted after keys.toml
// had it.
func announced(meta map[string]string, file ring) bool {
	var next ring
	if meta[metaRingNext] == "" || json.Unmarshal([]byte(meta[metaRingNext]), &next) != nil || !next.equal(file) {
		return false
	}
	have, err := heldKeys(meta)
	return err == nil && next.follows(have)
}

// follows says whether a ring may come after a set: a signed one is followed by none but the same desk's, with a higher
// serial.
func (r ring) follows(have *keySet) bool {
	k, err := r.set(have.mode, have.event)
	if err != nil || !have.signed() {
		return err == nil
	}
	return k.signed() && k.desk.Equal(have.desk) && k.serial > have.serial
}

// addedIn reads from settings what is known of added keys; none where that is not readable.
func addedIn(meta map[string]string) (added []addedKey) {
	if json.Unmarshal([]byte(meta[metaAdded]), &added) != nil {
		return nil
	}
	return added
}

// settleRing ends a change that a crash interrupted. An announcement in the store counts only when keys.toml has the
// same keys, and a desk that is known has signed them: whoever could slip one into one of the two files has changed
// nothing. It says whether the store's settings have changed.
func (s *Store) settleRing(ctx context.Context) (bool, error) {
	text, ok, err := getMeta(ctx, s.db, metaRingNext)
	if err != nil || !ok {
		return false, err
	}
	have, err := s.set.ring()
	if err != nil {
		return false, err
	}
	var next ring
	if json.Unmarshal([]byte(text), &next) == nil && !next.equal(have) && next.follows(s.set) {
		if _, err := seal.NewRecipients(next.Recipients...); err == nil {
			if file, err := s.readSet(); err == nil && mustRing(file).equal(next) {
				if err := s.takeRing(ctx, next, "key added, finished after an interruption"); err != nil {
					return false, err
				}
				if len(next.Recipients) > len(have.Recipients) {
					s.note("A key was being added when the booth stopped; that was finished.")
				}
				return true, nil
			}
		}
	}
	if err := dropMeta(ctx, s.db, metaRingNext); err != nil {
		return false, err
	}
	if len(next.Recipients) != len(have.Recipients) {
		s.note("A key was being added when the booth stopped; it was not: add it again.")
	}
	return false, nil
}

// mustRing is the ring of a set that was read, and can therefore be written.
func mustRing(k *keySet) ring {
	r, err := k.ring()
	if err != nil {
		return ring{}
	}
	return r
}
