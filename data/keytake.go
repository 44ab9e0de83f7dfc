package data

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"

	"matchbooth/data/seal"
)

// Why a key set is not taken.
var (
	ErrKeysUnsigned = errors.New("these keys are not signed")
	ErrKeysHere     = errors.New("the folder has this key set already")
	ErrKeysOlder    = errors.New("the folder has a newer key set")
	ErrKeysClash    = errors.New("the folder has another key set with the same serial")
)

// takes says why a set must not come after this one, or nil. Nothing but the desk that is known may change a signed set.
// One that was never signed takes the first signed set that keeps all its keys; somebody must have compared the words.
func (k *keySet) takes(next *keySet) error {
	switch {
	case next.event != k.event || next.mode != k.mode:
		return ErrOther
	case !next.signed():
		return ErrKeysUnsigned
	case next.keys[0].recipient != k.keys[0].recipient:
		return ErrOtherKeys
	case !k.signed() && !isPrefix(k.recipients(), next.recipients()):
		return ErrOtherKeys
	case !k.signed():
		return nil
	case !next.desk.Equal(k.desk):
		return ErrOtherDesk
	case next.same(k):
		return ErrKeysHere
	case next.serial < k.serial:
		return ErrKeysOlder
	case next.serial == k.serial:
		return ErrKeysClash
	}
	return nil
}

// TakeKeySet makes a newer signed key set the folder's: the text of keys.toml of another booth of the event. Later
// sign-ups are sealed to its keys. The caller has had somebody compare its six words with the desk's. Written to the
// audit. [ErrKeysUnsigned], [ErrOther], [ErrOtherKeys], [ErrOtherDesk], [ErrKeysHere], [ErrKeysOlder] or [ErrKeysClash]
// for one that is not taken.
func (s *Store) TakeKeySet(ctx context.Context, text string) error {
	next, err := parseKeys(text)
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.sound(); err != nil {
		return err
	}
	return s.takeSet(context.WithoutCancel(ctx), next)
}

// takeSet is TakeKeySet for a set that was read.
func (s *Store) takeSet(ctx context.Context, next *keySet) error {
	err := s.set.takes(next)
	if s.keysFault == keysUnsigned && errors.Is(err, ErrOtherKeys) && next.keys[0].recipient == s.set.keys[0].recipient {
		err = nil // what stands here is known to be wrong
	}
	if s.keysFault != "" && s.keysFault != keysUnsigned {
		err = fmt.Errorf("%w: %s", ErrKeySet, s.keysFault)
	}
	if err != nil {
		return fmt.Errorf("taking the keys: %w", err)
	}
	if err := s.changeSet(ctx, next, fmt.Sprintf("key set taken: serial %d, %s", next.serial, next.fingerprint())); err != nil {
		return s.breaks(fmt.Errorf("taking the keys: %w", err))
	}
	if s.keysFault != "" {
		s.keysFault = ""
		if err := dropMeta(ctx, s.db, metaKeysFault); err != nil {
			return s.breaks(fmt.Errorf("taking the keys: %w", err))
		}
		_ = s.keepSettings(ctx) // else the next start does
	}
	return nil
}

// differences says in how far another set says something else: whose sentences they are, see found.en.toml.
func (k *keySet) differences(o *keySet) (out []string) {
	if k.same(o) {
		return nil
	}
	say := func(format string, args ...any) { out = append(out, fmt.Sprintf(format, args...)) }
	print := func(k *keySet, i int) string { return seal.Fingerprint(k.keys[i].recipient) }
	if print(k, 0) != print(o, 0) {
		say("The event's key is %s here and %s there.", print(k, 0), print(o, 0))
	}
	if print(k, 1) != print(o, 1) {
		say("The recovery key is %s here and %s there.", print(k, 1), print(o, 1))
	}
	a, b := k.recipients(), o.recipients()
	for _, key := range k.keys[2:] {
		if !slices.Contains(b, key.recipient) {
			say("The key %s is only here.", key.forPeople())
		}
	}
	for _, key := range o.keys[2:] {
		if !slices.Contains(a, key.recipient) {
			say("The key %s is only there.", key.forPeople())
		}
	}
	for _, key := range k.keys {
		i := slices.IndexFunc(o.keys, func(x setKey) bool { return x.recipient == key.recipient })
		if i < 0 {
			continue
		}
		other := o.keys[i]
		if key.name != other.name {
			say("A key is named %q here and %q there.", key.name, other.name)
		}
		// Unsigned sets do not know since when the first two are there.
		if !key.since.Equal(other.since) && !key.since.IsZero() && !other.since.IsZero() {
			say("The key %s has another day there.", key.forPeople())
		}
	}
	if !slices.Equal(a, b) && slices.Equal(slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b))) {
		say("The same keys stand in another order there.")
	}
	switch {
	case k.signed() && !o.signed():
		say("The key set is signed here and not there.")
	case !k.signed() && o.signed():
		say("The key set is signed there and not here.")
	case k.signed() && !k.desk.Equal(o.desk):
		say("The desk's key is %s here and %s there.", deskPrint(k.desk), deskPrint(o.desk))
	case k.serial != o.serial:
		say("The key set has the serial %d here and %d there.", k.serial, o.serial)
	case k.signed():
		say("The key sets have the same serial %d and other content; the one here stays.", k.serial)
	}
	return out
}

// forPeople names a key by its fingerprint, and its name where it has one.
func (k setKey) forPeople() string {
	if k.name == "" {
		return seal.Fingerprint(k.recipient)
	}
	return fmt.Sprintf("%q (%s)", k.name, seal.Fingerprint(k.recipient))
}

// deskPrint is a desk's public key, short enough to be compared.
func deskPrint(key []byte) string {
	sum := sha256.Sum256(key)
	return hex.EncodeToString(sum[:8])
}
