package keyset

import (
	"errors"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// The roles of a key.
const (
	RoleEvent    = "event"    // opened with the passphrase
	RoleRecovery = "recovery" // written down at set-up, for when the passphrase is lost
	RoleAdded    = "added"    // opens what was saved after it was added
)

// KeyInfo describes one of the keys that open what is sealed here. Nothing in it is secret.
type KeyInfo struct {
	Role        string    `json:"role"`           // RoleEvent, RoleRecovery or RoleAdded
	Name        string    `json:"name,omitempty"` // as given to AddRecipient
	Fingerprint string    `json:"fingerprint"`    // 16 hexadecimal digits; see words.Fingerprint for people
	Since       time.Time `json:"since"`          // zero if the folder does not know
}

// Added is what is stored about an added recipient besides its place among the recipients.
type Added struct {
	Fingerprint string    `json:"fingerprint" toml:"fingerprint"`
	Name        string    `json:"name" toml:"name"`
	Since       time.Time `json:"since" toml:"since"`
}

// Ring is what a folder seals to, as stored in its files: all recipients in order, what is known about the third and
// later ones, and the text of the signed key set, "" if there is none. keys.toml and the store each have one, and they
// must be equal.
type Ring struct {
	Recipients []string `json:"recipients"`
	Added      []Added  `json:"added,omitempty"`
	Set        string   `json:"set,omitempty"`
}

// Equal says whether two rings have the same keys.
func (r Ring) Equal(o Ring) bool {
	return r.Set == o.Set && slices.Equal(r.Recipients, o.Recipients) && slices.EqualFunc(r.Added, o.Added, func(a, b Added) bool {
		return a.Fingerprint == b.Fingerprint && a.Name == b.Name && a.Since.Equal(b.Since)
	})
}

// Ring returns the set as stored in files.
func (k *Set) Ring() (Ring, error) {
	r := Ring{Recipients: k.Recipients(), Added: k.Added()}
	if !k.Signed() {
		return r, nil
	}
	text, err := k.Encode()
	r.Set = string(text)
	return r, err
}

// set is the inverse. It fails if a signed text is damaged, or has other recipients than the ring.
func (r Ring) set(mode, event string) (*Set, error) {
	if r.Set == "" {
		return NewSet(mode, event, r.Recipients, r.Added, time.Time{}), nil
	}
	k, err := Parse(r.Set)
	if err != nil {
		return nil, err
	}
	if !k.Signed() || k.Mode != mode || k.Event != event || !slices.Equal(k.Recipients(), r.Recipients) {
		return nil, errors.New("the recipients are not those of the signed key set")
	}
	return k, nil
}

// MaxKeys limits the recipients: each costs 1.6 kB and 0.1 ms in every entry.
const MaxKeys = 8

// ValidName says whether a name can be given to a key: one short printable line.
func ValidName(name string) bool {
	if name == "" || utf8.RuneCountInString(name) > 40 || !utf8.ValidString(name) {
		return false
	}
	return !strings.ContainsFunc(name, func(r rune) bool { return !unicode.IsPrint(r) })
}

// Follows says whether a ring may come after a set: a signed one may only be followed by one of the same desk, with a
// higher serial.
func (r Ring) Follows(have *Set) bool {
	k, err := r.set(have.Mode, have.Event)
	if err != nil || !have.Signed() {
		return err == nil
	}
	return k.Signed() && k.Desk.Equal(have.Desk) && k.Serial > have.Serial
}

// MustRing returns the ring of a set that was parsed, and can therefore be encoded.
func MustRing(k *Set) Ring {
	r, err := k.Ring()
	if err != nil {
		return Ring{}
	}
	return r
}
