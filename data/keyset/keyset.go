// Package keyset is what an event's sign-ups are sealed to and who signed it: the key set with the desk's signature, and
// keys.toml, the file that has it. Nothing in it is secret, and a program without a store can read it.
package keyset

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"time"

	"matchbooth/data/entry"
	"matchbooth/data/seal"
)

// Whoever can change which keys a booth seals to can read every later sign-up. So the keys are one unit, the key set,
// and the desk signs it: keys.toml and the store (meta "store.keyset") have the same text, and a change without the
// desk's signature does not count. What a signature cannot show, an entirely different set under another desk's key,
// shows in the six words on paper: they identify the whole set, not one key.

// Set is everything that is said about an event's keys. Without a signature (formats 1 and 2 of keys.toml) its serial
// is 0 and desk and sig are nil.
type Set struct {
	Event, Mode string
	Serial      int64
	Keys        []SetKey // the event's first, the recovery key second, then added ones
	Desk        ed25519.PublicKey
	Sig         []byte
}

// SetKey is one recipient and what is known about it. A zero since is not known.
type SetKey struct {
	Role, Name string
	Since      time.Time
	Recipient  string
}

// keySetDomain begins what is signed, so that no signature over something else can pass for one over keys.
const keySetDomain = "matchbooth-keys-1\n"

// Canonical returns the bytes that the desk signs and that the fingerprint is made from:
//
//	"matchbooth-keys-1\n"
//	text event · text mode · u64 serial · text desk (32 bytes, or none while unsigned) · u32 number of keys
//	for each key: text role · text name · u64 since · text recipient
//
// A text is its length in bytes as u32 followed by its bytes, in UTF-8; since is in seconds since 1970, 0 if not known.
// All numbers are big-endian. Lengths come first, so no two sets have the same bytes.
func (k *Set) Canonical() []byte {
	b := []byte(keySetDomain)
	text := func(s string) {
		b = binary.BigEndian.AppendUint32(b, uint32(len(s))) //nolint:gosec // G115: names and keys of a few kilobytes
		b = append(b, s...)
	}
	text(k.Event)
	text(k.Mode)
	b = binary.BigEndian.AppendUint64(b, uint64(k.Serial)) //nolint:gosec // G115: the bits are what is signed
	text(string(k.Desk))
	b = binary.BigEndian.AppendUint32(b, uint32(len(k.Keys))) //nolint:gosec // G115: at most MaxKeys
	for _, key := range k.Keys {
		text(key.Role)
		text(key.Name)
		var at int64
		if !key.Since.IsZero() {
			at = key.Since.Unix()
		}
		b = binary.BigEndian.AppendUint64(b, uint64(at))
		text(key.Recipient)
	}
	return b
}

// Fingerprint identifies the whole set: the first 16 hexadecimal digits of the SHA-256 of its canonical bytes.
func (k *Set) Fingerprint() string {
	sum := sha256.Sum256(k.Canonical())
	return hex.EncodeToString(sum[:8])
}

// Signed says whether a desk has signed the set.
func (k *Set) Signed() bool { return k != nil && k.Desk != nil }

// Verified says whether the desk named in the set has signed it.
func (k *Set) Verified() bool {
	return len(k.Desk) == ed25519.PublicKeySize && ed25519.Verify(k.Desk, k.Canonical(), k.Sig)
}

// Signer is a desk's key.
type Signer interface {
	Public() ed25519.PublicKey
	Sign(b []byte) ([]byte, error)
}

// Sign makes the set the desk's, under a serial.
func (k *Set) Sign(desk Signer, serial int64) (err error) {
	k.Serial, k.Desk = serial, desk.Public()
	k.Sig, err = desk.Sign(k.Canonical())
	return err
}

// Same says whether two sets are equal, signatures included.
func (k *Set) Same(o *Set) bool { return slices.Equal(k.Canonical(), o.Canonical()) }

// Recipients returns the public keys, in order.
func (k *Set) Recipients() (out []string) {
	for _, key := range k.Keys {
		out = append(out, key.Recipient)
	}
	return out
}

// Added returns what is known about the third and later keys, as folders without a signed set store it.
func (k *Set) Added() (out []Added) {
	for _, key := range k.Keys[min(2, len(k.Keys)):] {
		if key.Name != "" { // an old folder may not know whose a key is
			out = append(out, Added{Fingerprint: seal.Fingerprint(key.Recipient), Name: key.Name, Since: key.Since})
		}
	}
	return out
}

// Fault returns what is wrong with a parsed set, or nil.
func (k *Set) Fault() error {
	if k.Event == "" || k.Mode != ModeLive && k.Mode != ModePractice {
		return errors.New("it names no event or no mode")
	}
	if k.Serial < 1 || k.Serial > entry.MaxNumber || len(k.Desk) != ed25519.PublicKeySize || len(k.Sig) != ed25519.SignatureSize {
		return errors.New("it has no serial, no desk or no signature")
	}
	if len(k.Keys) < 2 || len(k.Keys) > MaxKeys {
		return fmt.Errorf("it has %d keys, and 2 to %d are possible", len(k.Keys), MaxKeys)
	}
	for i, key := range k.Keys {
		if key.Role != roleAt(i) || key.Name != "" && !ValidName(key.Name) {
			return errors.New("a key in it has no proper role or name")
		}
		if r, err := seal.ParseRecipient(key.Recipient); err != nil {
			return err
		} else if r.String() != key.Recipient {
			return errors.New("a key in it is not written as keys are")
		}
		if slices.ContainsFunc(k.Keys[:i], func(o SetKey) bool { return o.Recipient == key.Recipient }) {
			return errors.New("it has the same key twice")
		}
	}
	return nil
}

// roleAt returns the role of the key at an index among the recipients.
func roleAt(i int) string {
	return [...]string{RoleEvent, RoleRecovery, RoleAdded}[min(i, 2)]
}

// NewSet makes an unsigned set of recipients. made is since when the first two have been in use, zero if that is not
// known, or is to be left out.
func NewSet(mode, event string, recipients []string, added []Added, made time.Time) *Set {
	k := &Set{Event: event, Mode: mode}
	for i, r := range recipients {
		key := SetKey{Role: roleAt(i), Since: made, Recipient: r}
		if i > 1 {
			key.Since = time.Time{}
			f := seal.Fingerprint(r)
			if n := slices.IndexFunc(added, func(a Added) bool { return a.Fingerprint == f }); n >= 0 {
				key.Name, key.Since = added[n].Name, added[n].Since
			}
		}
		if !key.Since.IsZero() {
			key.Since = key.Since.UTC().Truncate(time.Second)
		}
		k.Keys = append(k.Keys, key)
	}
	return k
}

// Infos lists the keys for people.
func (k *Set) Infos() (out []KeyInfo) {
	for _, key := range k.Keys {
		out = append(out, KeyInfo{Role: key.Role, Name: key.Name, Fingerprint: seal.Fingerprint(key.Recipient), Since: key.Since})
	}
	return out
}

// ZeroTime stands for a day that is not known.
var ZeroTime time.Time // of a day that is not known

// SetInfo is everything that is said about an event's keys, for people. Nothing in it is secret.
type SetInfo struct {
	Event       string    `json:"event"`
	Mode        string    `json:"mode"`
	Signed      bool      `json:"signed"`         // by the desk
	Serial      int64     `json:"serial"`         // 1 at set-up, one more with every change; 0 while unsigned
	Fingerprint string    `json:"fingerprint"`    // of the whole set, 16 hexadecimal digits; see words.Fingerprint for people
	Desk        string    `json:"desk,omitempty"` // the desk's public key, 64 hexadecimal digits
	Keys        []KeyInfo `json:"-"`
	Fault       string    `json:"fault,omitempty"` // why nobody can sign up under this set
}

// Info returns the set for people.
func (k *Set) Info() SetInfo {
	return SetInfo{
		Event: k.Event, Mode: k.Mode, Signed: k.Signed(), Serial: k.Serial, Fingerprint: k.Fingerprint(),
		Desk: hex.EncodeToString(k.Desk), Keys: k.Infos(),
	}
}

// ReadSet parses the text of a keys.toml and checks its signature, if it has one: formats 1 and 2 have none. The
// signature says that one desk made the whole set; the six words on paper say whether it is the event's desk.
func ReadSet(text string) (SetInfo, error) {
	k, err := Parse(text)
	if err != nil {
		return SetInfo{}, err
	}
	return k.Info(), nil
}

// The modes of a booth.
const (
	ModePractice = "practice" // for trying things out: its passphrase and PIN are known to everybody
	ModeLive     = "live"
)
