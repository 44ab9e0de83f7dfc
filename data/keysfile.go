package data

import (
	"crypto/ed25519"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/pelletier/go-toml/v2"

	"matchbooth/data/internal/folder"
	"matchbooth/data/seal"
)

// keys.toml is all that a further booth of the same event needs, and nothing secret. There are three formats: the first
// has recipients only, the second names added ones, the third is a signed key set. The first two are read, and written
// only where a folder of theirs lost its file; what is new is signed.
const (
	keysFormat       = 1
	keysFormatAdded  = 2
	keysFormatSigned = 3
)

// keysMost bounds a keys.toml: eight recipients take 16 KiB.
const keysMost = 64 << 10

const keysHead = `# The public keys this event's sign-ups are sealed to. Nothing in here is secret and nothing in here opens a record.
# Another booth of the same event is set up with a copy of this file: matchbooth setup --keys keys.toml …
`

// unsignedKeys is formats 1 and 2.
type unsignedKeys struct {
	Format     int        `toml:"format"`
	Mode       string     `toml:"mode"`
	Event      string     `toml:"event"`
	Recipients []string   `toml:"recipients"`
	Added      []addedKey `toml:"added,omitempty"` // what is known of the third and later recipients; format 2
}

// signedKeys is format 3.
type signedKeys struct {
	Format    int       `toml:"format"`
	Event     string    `toml:"event"`
	Mode      string    `toml:"mode"`
	Serial    int64     `toml:"serial"`
	Desk      string    `toml:"desk"`      // base64
	Signature string    `toml:"signature"` // base64, over the canonical bytes; see keyset.go
	Keys      []fileKey `toml:"keys"`
}

type fileKey struct {
	Role      string `toml:"role"`
	Name      string `toml:"name,omitempty"`
	Since     string `toml:"since,omitempty"` // RFC 3339, UTC
	Recipient string `toml:"recipient"`
}

// encode gives the text of keys.toml.
func (k *keySet) encode() ([]byte, error) {
	var file any
	if k.signed() {
		f := signedKeys{
			Format: keysFormatSigned, Event: k.event, Mode: k.mode, Serial: k.serial,
			Desk: base64.StdEncoding.EncodeToString(k.desk), Signature: base64.StdEncoding.EncodeToString(k.sig),
		}
		for _, key := range k.keys {
			row := fileKey{Role: key.role, Name: key.name, Recipient: key.recipient}
			if !key.since.IsZero() {
				row.Since = key.since.UTC().Format(time.RFC3339)
			}
			f.Keys = append(f.Keys, row)
		}
		file = f
	} else {
		f := unsignedKeys{Format: keysFormat, Mode: k.mode, Event: k.event, Recipients: k.recipients(), Added: k.added()}
		if len(f.Added) > 0 {
			f.Format = keysFormatAdded
		}
		file = f
	}
	b, err := toml.Marshal(file)
	if err != nil {
		return nil, fmt.Errorf("writing %s: %w", folder.Keys, err)
	}
	return append([]byte(keysHead), b...), nil
}

// errKeysSignature says that a keys.toml reads well and that its desk did not sign what stands in it.
var errKeysSignature = errors.New("its signature does not fit what stands in it, so it was changed")

// parseKeys reads a keys.toml, strictly, and checks its signature. With [errKeysSignature] the set comes back too.
func parseKeys(text string) (*keySet, error) {
	k, err := readKeys(text)
	if err != nil {
		return k, fmt.Errorf("reading %s: %w", folder.Keys, err)
	}
	return k, nil
}

func readKeys(text string) (*keySet, error) {
	if len(text) > keysMost {
		return nil, errors.New("it is larger than any list of keys")
	}
	var head struct {
		Format int `toml:"format"`
	}
	if err := toml.Unmarshal([]byte(text), &head); err != nil {
		return nil, err
	}
	switch head.Format {
	case keysFormat, keysFormatAdded:
		return readUnsigned(text)
	case keysFormatSigned:
		return readSigned(text)
	}
	return nil, fmt.Errorf("format %d, this program knows %d to %d", head.Format, keysFormat, keysFormatSigned)
}

func readUnsigned(text string) (*keySet, error) {
	var f unsignedKeys
	if err := toml.NewDecoder(strings.NewReader(text)).DisallowUnknownFields().Decode(&f); err != nil {
		return nil, err
	}
	if (len(f.Added) > 0) != (f.Format == keysFormatAdded) {
		return nil, fmt.Errorf("format %d does not fit what stands in it", f.Format)
	}
	for _, a := range f.Added {
		if !keyName(a.Name) || len(a.Fingerprint) != 16 {
			return nil, errors.New("an added key without a proper name or fingerprint")
		}
	}
	r, err := seal.NewRecipients(f.Recipients...)
	if err != nil {
		return nil, err
	}
	return newKeySet(f.Mode, f.Event, r.Strings(), f.Added, time.Time{}), nil
}

func readSigned(text string) (*keySet, error) {
	var f signedKeys
	if err := toml.NewDecoder(strings.NewReader(text)).DisallowUnknownFields().Decode(&f); err != nil {
		return nil, err
	}
	k := &keySet{event: f.Event, mode: f.Mode, serial: f.Serial}
	desk, err1 := base64.StdEncoding.Strict().DecodeString(f.Desk)
	sig, err2 := base64.StdEncoding.Strict().DecodeString(f.Signature)
	if err := errors.Join(err1, err2); err != nil {
		return nil, err
	}
	k.desk, k.sig = ed25519.PublicKey(desk), sig
	for _, row := range f.Keys {
		key := setKey{role: row.Role, name: row.Name, recipient: row.Recipient}
		if row.Since != "" {
			at, err := time.Parse(time.RFC3339, row.Since)
			if err != nil || at.UTC().Format(time.RFC3339) != row.Since {
				return nil, errors.New("a key in it has no proper day")
			}
			key.since = at.UTC()
		}
		k.keys = append(k.keys, key)
	}
	if err := k.fits(); err != nil {
		return nil, err
	}
	if !k.genuine() {
		return k, errKeysSignature
	}
	return k, nil
}
