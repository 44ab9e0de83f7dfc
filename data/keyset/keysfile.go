package keyset

import (
	"crypto/ed25519"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/pelletier/go-toml/v2"

	"matchbooth/data/seal"
)

// keys.toml is all that a further booth of the same event needs, and nothing secret. There are three formats: the first
// has recipients only, the second names added ones, the third is a signed key set. The first two are read, and written
// only if a folder in these formats has lost its file; everything new is signed.
const (
	keysFormat       = 1
	keysFormatAdded  = 2
	keysFormatSigned = 3
)

// FileName is the name of the file in a data folder.
const FileName = "keys.toml"

// MaxFile limits a keys.toml, in bytes: eight recipients take 16 KiB.
const MaxFile = 64 << 10

const keysHead = `# The public keys this event's sign-ups are sealed to. Nothing in here is secret and nothing in here opens a record.
# Another booth of the same event is set up with a copy of this file: matchbooth setup --keys keys.toml …
`

// unsignedKeys is formats 1 and 2.
type unsignedKeys struct {
	Format     int      `toml:"format"`
	Mode       string   `toml:"mode"`
	Event      string   `toml:"event"`
	Recipients []string `toml:"recipients"`
	Added      []Added  `toml:"added,omitempty"` // what is known about the third and later recipients; format 2
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

// Encode returns the text of keys.toml.
func (k *Set) Encode() ([]byte, error) {
	var file any
	if k.Signed() {
		f := signedKeys{
			Format: keysFormatSigned, Event: k.Event, Mode: k.Mode, Serial: k.Serial,
			Desk: base64.StdEncoding.EncodeToString(k.Desk), Signature: base64.StdEncoding.EncodeToString(k.Sig),
		}
		for _, key := range k.Keys {
			row := fileKey{Role: key.Role, Name: key.Name, Recipient: key.Recipient}
			if !key.Since.IsZero() {
				row.Since = key.Since.UTC().Format(time.RFC3339)
			}
			f.Keys = append(f.Keys, row)
		}
		file = f
	} else {
		f := unsignedKeys{Format: keysFormat, Mode: k.Mode, Event: k.Event, Recipients: k.Recipients(), Added: k.Added()}
		if len(f.Added) > 0 {
			f.Format = keysFormatAdded
		}
		file = f
	}
	b, err := toml.Marshal(file)
	if err != nil {
		return nil, fmt.Errorf("writing %s: %w", FileName, err)
	}
	return append([]byte(keysHead), b...), nil
}

// ErrKeysSignature: a keys.toml can be parsed, but its desk did not sign its content.
var ErrKeysSignature = errors.New("its signature does not match its content, so it was changed")

// Parse parses a keys.toml, strictly, and checks its signature. With [ErrKeysSignature] it returns the set too.
func Parse(text string) (*Set, error) {
	k, err := readKeys(text)
	if err != nil {
		return k, fmt.Errorf("reading %s: %w", FileName, err)
	}
	return k, nil
}

func readKeys(text string) (*Set, error) {
	if len(text) > MaxFile {
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

func readUnsigned(text string) (*Set, error) {
	var f unsignedKeys
	if err := toml.NewDecoder(strings.NewReader(text)).DisallowUnknownFields().Decode(&f); err != nil {
		return nil, err
	}
	if (len(f.Added) > 0) != (f.Format == keysFormatAdded) {
		return nil, fmt.Errorf("format %d does not match its content", f.Format)
	}
	for _, a := range f.Added {
		if !ValidName(a.Name) || len(a.Fingerprint) != 16 {
			return nil, errors.New("an added key without a proper name or fingerprint")
		}
	}
	r, err := seal.NewRecipients(f.Recipients...)
	if err != nil {
		return nil, err
	}
	return NewSet(f.Mode, f.Event, r.Strings(), f.Added, time.Time{}), nil
}

func readSigned(text string) (*Set, error) {
	var f signedKeys
	if err := toml.NewDecoder(strings.NewReader(text)).DisallowUnknownFields().Decode(&f); err != nil {
		return nil, err
	}
	k := &Set{Event: f.Event, Mode: f.Mode, Serial: f.Serial}
	desk, err1 := base64.StdEncoding.Strict().DecodeString(f.Desk)
	sig, err2 := base64.StdEncoding.Strict().DecodeString(f.Signature)
	if err := errors.Join(err1, err2); err != nil {
		return nil, err
	}
	k.Desk, k.Sig = ed25519.PublicKey(desk), sig
	for _, row := range f.Keys {
		key := SetKey{Role: row.Role, Name: row.Name, Recipient: row.Recipient}
		if row.Since != "" {
			at, err := time.Parse(time.RFC3339, row.Since)
			if err != nil || at.UTC().Format(time.RFC3339) != row.Since {
				return nil, errors.New("a key in it has no proper day")
			}
			key.Since = at.UTC()
		}
		k.Keys = append(k.Keys, key)
	}
	if err := k.Fault(); err != nil {
		return nil, err
	}
	if !k.Verified() {
		return k, ErrKeysSignature
	}
	return k, nil
}
