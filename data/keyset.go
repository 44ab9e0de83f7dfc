package data

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"time"

	"matchbooth/data/entry"
	"matchbooth/data/internal/folder"
	"matchbooth/data/outside"
	"matchbooth/data/seal"
)

// Whoever can change which keys a booth seals to reads every later sign-up. So the keys are one thing, the key set, and
// the desk signs it: keys.toml and the store (meta "store.keyset") hold the same text, and a change without the desk's
// signature is no change. What a signature cannot show, a whole other set under another desk's key, shows in the six
// words that stand on paper: they name all of the set, not one key.

// keySet is all that is said of an event's keys. Without a signature (format 1 and 2 of keys.toml) its serial is 0 and
// desk and sig are nil.
type keySet struct {
	event, mode string
	serial      int64
	keys        []setKey // the event's first, the recovery key second, then added ones
	desk        ed25519.PublicKey
	sig         []byte
}

// setKey is one recipient and what is known of it. A zero since is one that is not known.
type setKey struct {
	role, name string
	since      time.Time
	recipient  string
}

// keySetDomain begins what is signed, so that no signature over something else can be taken for one over keys.
const keySetDomain = "matchbooth-keys-1\n"

// canonical gives the bytes that the desk signs and that the fingerprint is made of:
//
//	"matchbooth-keys-1\n"
//	text event · text mode · u64 serial · text desk (32 bytes, or none while unsigned) · u32 number of keys
//	for each key: text role · text name · u64 since · text recipient
//
// A text is its length in bytes as u32 and then its bytes, in UTF-8; since is in seconds since 1970, 0 where not known.
// All numbers are big endian. Lengths come first, so no two sets have the same bytes.
func (k *keySet) canonical() []byte {
	b := []byte(keySetDomain)
	text := func(s string) {
		b = binary.BigEndian.AppendUint32(b, uint32(len(s))) //nolint:gosec // G115: names and keys of a few kilobytes
		b = append(b, s...)
	}
	text(k.event)
	text(k.mode)
	b = binary.BigEndian.AppendUint64(b, uint64(k.serial)) //nolint:gosec // G115: the bits are what is signed
	text(string(k.desk))
	b = binary.BigEndian.AppendUint32(b, uint32(len(k.keys))) //nolint:gosec // G115: at most mostKeys
	for _, key := range k.keys {
		text(key.role)
		text(key.name)
		var at int64
		if !key.since.IsZero() {
			at = key.since.Unix()
		}
		b = binary.BigEndian.AppendUint64(b, uint64(at))
		text(key.recipient)
	}
	return b
}

// fingerprint names the whole set: the first 16 hexadecimal digits of the SHA-256 of its canonical bytes.
func (k *keySet) fingerprint() string {
	sum := sha256.Sum256(k.canonical())
	return hex.EncodeToString(sum[:8])
}

func (k *keySet) signed() bool { return k != nil && k.desk != nil }

// Verified says whether the desk that the set names has signed it.
func (k *keySet) genuine() bool {
	return len(k.desk) == ed25519.PublicKeySize && ed25519.Verify(k.desk, k.canonical(), k.sig)
}

// sign makes the set that desk's, under a serial.
func (k *keySet) sign(desk *Desk, serial int64) (err error) {
	k.serial, k.desk = serial, desk.Public()
	k.sig, err = desk.sign(k.canonical())
	return err
}

// same says whether two sets say the same, signatures included.
func (k *keySet) same(o *keySet) bool { return slices.Equal(k.canonical(), o.canonical()) }

// recipients are the public keys, in order.
func (k *keySet) recipients() (out []string) {
	for _, key := range k.keys {
		out = append(out, key.recipient)
	}
	return out
}

// added is what is known of the third and later keys, as folders without a signed set keep it.
func (k *keySet) added() (out []addedKey) {
	for _, key := range k.keys[min(2, len(k.keys)):] {
		if key.name != "" { // an old folder may not know whose a key is
			out = append(out, addedKey{Fingerprint: seal.Fingerprint(key.recipient), Name: key.name, Since: key.since})
		}
	}
	return out
}

// fits says what is wrong with a set that was read, or nil.
func (k *keySet) fits() error {
	if k.event == "" || k.mode != ModeLive && k.mode != ModePractice {
		return errors.New("it names no event or no mode")
	}
	if k.serial < 1 || k.serial > entry.MaxNumber || len(k.desk) != ed25519.PublicKeySize || len(k.sig) != ed25519.SignatureSize {
		return errors.New("it has no serial, no desk or no signature")
	}
	if len(k.keys) < 2 || len(k.keys) > mostKeys {
		return fmt.Errorf("it has %d keys, and 2 to %d are possible", len(k.keys), mostKeys)
	}
	for i, key := range k.keys {
		if key.role != roleAt(i) || key.name != "" && !keyName(key.name) {
			return errors.New("a key in it has no proper role or name")
		}
		if r, err := seal.ParseRecipient(key.recipient); err != nil {
			return err
		} else if r.String() != key.recipient {
			return errors.New("a key in it is not written as keys are")
		}
		if slices.ContainsFunc(k.keys[:i], func(o setKey) bool { return o.recipient == key.recipient }) {
			return errors.New("it has a key twice")
		}
	}
	return nil
}

// roleAt is the role of the key at a place among the recipients.
func roleAt(i int) string {
	return [...]string{RoleEvent, RoleRecovery, RoleAdded}[min(i, 2)]
}

// newKeySet makes an unsigned set of recipients. made is since when the first two have been in use, zero where that is
// not known, or is to be left out.
func newKeySet(mode, event string, recipients []string, added []addedKey, made time.Time) *keySet {
	k := &keySet{event: event, mode: mode}
	for i, r := range recipients {
		key := setKey{role: roleAt(i), since: made, recipient: r}
		if i > 1 {
			key.since = time.Time{}
			f := seal.Fingerprint(r)
			if n := slices.IndexFunc(added, func(a addedKey) bool { return a.Fingerprint == f }); n >= 0 {
				key.name, key.since = added[n].Name, added[n].Since
			}
		}
		if !key.since.IsZero() {
			key.since = key.since.UTC().Truncate(time.Second)
		}
		k.keys = append(k.keys, key)
	}
	return k
}

// infos lists the keys for people.
func (k *keySet) infos() (out []KeyInfo) {
	for _, key := range k.keys {
		out = append(out, KeyInfo{Role: key.role, Name: key.name, Fingerprint: seal.Fingerprint(key.recipient), Since: key.since})
	}
	return out
}

var zeroTime time.Time // of a day that is not known

// KeySet is all that is said of an event's keys, for people. Nothing in it is secret.
type KeySet struct {
	Event       string    `json:"event"`
	Mode        string    `json:"mode"`
	Signed      bool      `json:"signed"`         // by the desk
	Serial      int64     `json:"serial"`         // 1 at set-up, one more with every change; 0 while unsigned
	Fingerprint string    `json:"fingerprint"`    // of the whole set, 16 hexadecimal digits; see words.Fingerprint for people
	Desk        string    `json:"desk,omitempty"` // the desk's public key, 64 hexadecimal digits
	Keys        []KeyInfo `json:"-"`
	Fault       string    `json:"fault,omitempty"` // why nobody can sign up under this set
}

func (k *keySet) info() KeySet {
	return KeySet{
		Event: k.event, Mode: k.mode, Signed: k.signed(), Serial: k.serial, Fingerprint: k.fingerprint(),
		Desk: hex.EncodeToString(k.desk), Keys: k.infos(),
	}
}

// ReadKeySet reads the text of a keys.toml and checks its signature, where it has one: format 1 and 2 have none. The
// signature says that one desk made all of the set; whether it is the event's desk, the six words on paper say.
func ReadKeySet(text string) (KeySet, error) {
	k, err := parseKeys(text)
	if err != nil {
		return KeySet{}, err
	}
	return k.info(), nil
}

// FolderKeySet reads the keys.toml of a folder that nobody need open, for those who only look at it. What the store says
// of its keys is not asked.
func FolderKeySet(dir string) (KeySet, error) {
	text, err := outside.ReadFile(filepath.Join(dir, folder.Keys), keysMost)
	if err != nil {
		return KeySet{}, fmt.Errorf("reading %s: %w", folder.Keys, folder.Explain(err))
	}
	return ReadKeySet(string(text))
}
