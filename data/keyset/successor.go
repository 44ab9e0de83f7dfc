package keyset

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"

	"matchbooth/data/seal"
)

// ErrOtherDesk: the key set is signed by another event's desk, or somebody else's.
var ErrOtherDesk = errors.New("the key set is signed by another desk")

// LessThan says why the set in one file must not be used together with another one in a second file, or returns "".
func (k *Set) LessThan(o *Set, mine, theirs string) string {
	switch {
	case !o.Signed() || k.Same(o):
		return ""
	case !k.Signed():
		return fmt.Sprintf("the key set in %s is not signed any more", mine)
	case !k.Desk.Equal(o.Desk):
		return fmt.Sprintf("the key sets in %s and %s are signed by different desks", mine, theirs)
	case k.Serial < o.Serial:
		return fmt.Sprintf("the key set in %s is older than the one in %s", mine, theirs)
	case k.Serial == o.Serial:
		return fmt.Sprintf("the key sets in %s and %s have the same serial but different content", mine, theirs)
	}
	return ""
}

// Why a key set is refused.
var (
	ErrKeysUnsigned = errors.New("these keys are not signed")
	ErrKeysHere     = errors.New("the folder has this key set already")
	ErrKeysOlder    = errors.New("the folder has a newer key set")
	ErrKeysClash    = errors.New("the folder has another key set with the same serial")
)

// Takes says why a set must not replace this one, or returns nil. Only the desk that is known may change a signed set.
// A set that was never signed accepts the first signed set that keeps all its keys; somebody must have compared the
// words.
func (k *Set) Takes(next *Set) error {
	switch {
	case next.Event != k.Event || next.Mode != k.Mode:
		return ErrOther
	case !next.Signed():
		return ErrKeysUnsigned
	case next.Keys[0].Recipient != k.Keys[0].Recipient:
		return ErrOtherKeys
	case !k.Signed() && !IsPrefix(k.Recipients(), next.Recipients()):
		return ErrOtherKeys
	case !k.Signed():
		return nil
	case !next.Desk.Equal(k.Desk):
		return ErrOtherDesk
	case next.Same(k):
		return ErrKeysHere
	case next.Serial < k.Serial:
		return ErrKeysOlder
	case next.Serial == k.Serial:
		return ErrKeysClash
	}
	return nil
}

// Differences lists in sentences how another set differs; found.en.toml has these sentences.
func (k *Set) Differences(o *Set) (out []string) {
	if k.Same(o) {
		return nil
	}
	say := func(format string, args ...any) { out = append(out, fmt.Sprintf(format, args...)) }
	print := func(k *Set, i int) string { return seal.Fingerprint(k.Keys[i].Recipient) }
	if print(k, 0) != print(o, 0) {
		say("The event's key is %s here and %s there.", print(k, 0), print(o, 0))
	}
	if print(k, 1) != print(o, 1) {
		say("The recovery key is %s here and %s there.", print(k, 1), print(o, 1))
	}
	a, b := k.Recipients(), o.Recipients()
	for _, key := range k.Keys[2:] {
		if !slices.Contains(b, key.Recipient) {
			say("The key %s is only here.", key.forPeople())
		}
	}
	for _, key := range o.Keys[2:] {
		if !slices.Contains(a, key.Recipient) {
			say("The key %s is only there.", key.forPeople())
		}
	}
	for _, key := range k.Keys {
		i := slices.IndexFunc(o.Keys, func(x SetKey) bool { return x.Recipient == key.Recipient })
		if i < 0 {
			continue
		}
		other := o.Keys[i]
		if key.Name != other.Name {
			say("A key is named %q here and %q there.", key.Name, other.Name)
		}
		// Unsigned sets do not know since when the first two keys have been in use.
		if !key.Since.Equal(other.Since) && !key.Since.IsZero() && !other.Since.IsZero() {
			say("The key %s has another day there.", key.forPeople())
		}
	}
	if !slices.Equal(a, b) && slices.Equal(slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b))) {
		say("The same keys are in a different order there.")
	}
	switch {
	case k.Signed() && !o.Signed():
		say("The key set is signed here and not there.")
	case !k.Signed() && o.Signed():
		say("The key set is signed there and not here.")
	case k.Signed() && !k.Desk.Equal(o.Desk):
		say("The desk's key is %s here and %s there.", deskPrint(k.Desk), deskPrint(o.Desk))
	case k.Serial != o.Serial:
		say("The key set has the serial %d here and %d there.", k.Serial, o.Serial)
	case k.Signed():
		say("The key sets have the same serial %d but different content; the one here stays.", k.Serial)
	}
	return out
}

// forPeople is a key's fingerprint, with its name if it has one.
func (k SetKey) forPeople() string {
	if k.Name == "" {
		return seal.Fingerprint(k.Recipient)
	}
	return fmt.Sprintf("%q (%s)", k.Name, seal.Fingerprint(k.Recipient))
}

// deskPrint is a desk's public key, short enough to be compared by eye.
func deskPrint(key []byte) string {
	sum := sha256.Sum256(key)
	return hex.EncodeToString(sum[:8])
}

// ErrOther: what was to be merged does not belong to this booth's event, or has another mode.
var ErrOther = errors.New("it belongs to another event")

// ErrOtherKeys: a booth of this event, but set up without its keys. What is sealed there would open with none of the keys
// here, and could never be removed again.
var ErrOtherKeys = errors.New("its sign-ups are sealed to other keys")

// IsPrefix says whether short is a prefix of long.
func IsPrefix(short, long []string) bool {
	return len(short) <= len(long) && slices.Equal(short, long[:len(short)])
}
