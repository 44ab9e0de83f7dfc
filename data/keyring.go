package data

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

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

// ring is what a folder seals to: all recipients in order, the event's first and the recovery key second, and what is
// known of the further ones. keys.toml and the store each have one, and they must be equal.
type ring struct {
	Recipients []string   `json:"recipients"`
	Added      []addedKey `json:"added,omitempty"`
}

func (r ring) equal(o ring) bool {
	return slices.Equal(r.Recipients, o.Recipients) && slices.EqualFunc(r.Added, o.Added, func(a, b addedKey) bool {
		return a.Fingerprint == b.Fingerprint && a.Name == b.Name && a.Since.Equal(b.Since)
	})
}

// with is the ring with one more key.
func (r ring) with(recipient string, k addedKey) ring {
	return ring{append(slices.Clone(r.Recipients), recipient), append(slices.Clone(r.Added), k)}
}

// mostKeys bounds the recipients: each costs 1.6 kB and 0.1 ms in every entry.
const mostKeys = 8

// Keys lists the keys that open what is sealed here, in order: the event's, the recovery key, added ones.
func (s *Store) Keys(ctx context.Context) ([]KeyInfo, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.db == nil {
		return nil, errors.New("listing the keys: the store is closed")
	}
	var made time.Time
	v, ok, err := getMeta(ctx, s.db, metaMade)
	if err != nil {
		return nil, fmt.Errorf("listing the keys: %w", explain(err))
	}
	if ok {
		made, _ = time.Parse(time.RFC3339, v)
	}
	var out []KeyInfo
	for i, f := range s.recipients.Fingerprints() {
		k := KeyInfo{Fingerprint: f, Since: made}
		switch i {
		case 0:
			k.Role = RoleEvent
		case 1:
			k.Role = RoleRecovery
		default:
			k.Role, k.Since = RoleAdded, time.Time{}
			if n := slices.IndexFunc(s.added, func(a addedKey) bool { return a.Fingerprint == f }); n >= 0 {
				k.Name, k.Since = s.added[n].Name, s.added[n].Since
			}
		}
		out = append(out, k)
	}
	return out, nil
}

// Why a key is not added.
var (
	ErrKeyKnown = errors.New("this key is among the recipients already")
	ErrKeyName  = errors.New("a key needs a name of 1 to 40 letters, digits and blanks")
	ErrKeysFull = fmt.Errorf("there are %d keys already, and no more are possible", mostKeys)
)

// AddRecipient has every later entry sealed to one more public key (age1pq1…) as well; what is kept already stays
// closed to it. The name says whose it is, such as "second organiser". keys.toml and the store change together: after
// a crash at any point both have the key, or neither. Written to the audit.
//
// The key counts for this booth only: other booths of the event need it added too.
func (s *Store) AddRecipient(ctx context.Context, recipient, name string) error {
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
	old := ring{s.recipients.Strings(), s.added}
	if slices.Contains(old.Recipients, recipient) {
		return fmt.Errorf("adding a key: %w", ErrKeyKnown)
	}
	if len(old.Recipients) >= mostKeys {
		return fmt.Errorf("adding a key: %w", ErrKeysFull)
	}
	k := addedKey{Fingerprint: seal.Fingerprint(recipient), Name: name, Since: s.clock().UTC().Truncate(time.Second)}
	next := old.with(recipient, k)
	to, err := seal.NewRecipients(next.Recipients...)
	if err != nil {
		return fmt.Errorf("adding a key: %w", err)
	}
	ctx = context.WithoutCancel(ctx)
	if err := s.changeRing(ctx, next, "key added: "+k.Fingerprint); err != nil {
		return s.breaks(fmt.Errorf("adding a key: %w", err))
	}
	s.recipients, s.added = to, next.Added
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
	b, err := publicKeys{Mode: s.mode, Event: s.event, Recipients: r.Recipients, Added: r.Added}.encode()
	if err != nil {
		return err
	}
	return writeFile(s.dir, keysName, b)
}

// takeRing makes a ring the store's own, in one transaction.
func (s *Store) takeRing(ctx context.Context, r ring, audit string) error {
	added, err := json.Marshal(r.Added)
	if err != nil {
		return err
	}
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	for _, m := range []struct{ key, value string }{
		{metaRecipients, strings.Join(r.Recipients, "\n")}, {metaAdded, string(added)},
	} {
		if err := setMeta(ctx, tx, m.key, m.value); err != nil {
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

// announced says whether the settings announce exactly these keys: adding one was interrupted after keys.toml had it.
func announced(meta map[string]string, file ring) bool {
	var next ring
	return meta[metaRingNext] != "" && json.Unmarshal([]byte(meta[metaRingNext]), &next) == nil && next.equal(file)
}

// addedIn reads from settings what is known of added keys; none where that is not readable.
func addedIn(meta map[string]string) (added []addedKey) {
	if json.Unmarshal([]byte(meta[metaAdded]), &added) != nil {
		return nil
	}
	return added
}

// settleRing ends a change that a crash interrupted. An announcement in the store counts only when keys.toml has the
// same keys: whoever could slip one into one of the two files has changed nothing. It returns the ring that holds.
func (s *Store) settleRing(ctx context.Context, have ring) (ring, error) {
	text, ok, err := getMeta(ctx, s.db, metaRingNext)
	if err != nil || !ok {
		return have, err
	}
	var next ring
	if json.Unmarshal([]byte(text), &next) == nil && !next.equal(have) {
		if _, err := seal.NewRecipients(next.Recipients...); err == nil {
			if file, err := s.readRing(); err == nil && file.equal(next) {
				if err := s.takeRing(ctx, next, "key added, finished after an interruption"); err != nil {
					return have, err
				}
				s.note("A key was being added when the booth stopped; that was finished.")
				return next, nil
			}
		}
	}
	if err := dropMeta(ctx, s.db, metaRingNext); err != nil {
		return have, err
	}
	s.note("A key was being added when the booth stopped; it was not: add it again.")
	return have, nil
}
