package data

import (
	"bytes"
	"cmp"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
)

// The kinds of entries.
const (
	kindSignUp     = "signup"
	kindCorrection = "correction"
	kindCheck      = "check"
	kindContact    = "contact"
	kindConsent    = "consent"
	kindJoin       = "join"
	kindErasure    = "erasure"
)

// entry is one line of the store. Everything but sealed stands open; nothing that stands open is about the person.
type entry struct {
	ID     string `json:"id"`
	Person string `json:"person"`
	Kind   string `json:"kind"`
	Booth  string `json:"booth"`
	Seq    int64  `json:"seq"`
	Tick   int64  `json:"tick"`
	Hour   int64  `json:"hour"`
	Digest []byte `json:"digest"`
	Sig    []byte `json:"sig"`
	Nonce  []byte `json:"nonce,omitempty"` // what Person is made of, see bind.go; empty in entries from before
	Desk   []byte `json:"desk,omitempty"`  // the desk's signature over the same as Sig, where the desk speaks
	Sealed []byte `json:"-"`               // nil once erased, and in an erasure
}

// before orders entries the same way on every computer: by tick, and where two booths used the same, by booth, seq
// and id.
func (e *entry) before(o *entry) int {
	return cmp.Or(cmp.Compare(e.Tick, o.Tick), cmp.Compare(e.Booth, o.Booth), cmp.Compare(e.Seq, o.Seq), cmp.Compare(e.ID, o.ID))
}

// signed is what the booth's signature covers, and the desk's: every column but n, sealed, sig and desk, each text with
// its length before it, so that no two entries have the same bytes. Entries from before there were nonces begin
// otherwise, and end without one.
func (e *entry) signed() []byte {
	b := []byte("matchbooth-entry-1\n")
	if len(e.Nonce) > 0 {
		b = []byte("matchbooth-entry-2\n")
	}
	for _, s := range []string{e.ID, e.Person, e.Kind, e.Booth} {
		b = binary.BigEndian.AppendUint32(b, uint32(len(s))) //nolint:gosec // G115: ids, kinds and fingerprints of a few dozen bytes
		b = append(b, s...)
	}
	for _, n := range []int64{e.Seq, e.Tick, e.Hour} {
		b = binary.BigEndian.AppendUint64(b, uint64(n)) //nolint:gosec // G115: the bits are what is signed
	}
	b = binary.BigEndian.AppendUint32(b, uint32(len(e.Digest))) //nolint:gosec // G115: 32 bytes
	b = append(b, e.Digest...)
	if len(e.Nonce) > 0 {
		b = binary.BigEndian.AppendUint32(b, uint32(len(e.Nonce))) //nolint:gosec // G115: 16 bytes
		b = append(b, e.Nonce...)
	}
	return b
}

// whole says whether sealed is what the digest says, or empty.
func (e *entry) whole() bool {
	if e.Sealed == nil {
		return true
	}
	sum := sha256.Sum256(e.Sealed)
	return bytes.Equal(sum[:], e.Digest)
}

// sameLine compares everything but sealed.
func (e *entry) sameLine(o *entry) bool {
	return e.ID == o.ID && bytes.Equal(e.Sig, o.Sig) && bytes.Equal(e.signed(), o.signed())
}

// booths are the signing keys that are known, by fingerprint.
type booths map[string]ed25519.PublicKey

// genuine says whether the entry was signed by a known booth, under ids that this booth may use.
func (b booths) genuine(e *entry) bool {
	key, ok := b[e.Booth]
	return ok && e.bound(key) && ed25519.Verify(key, e.signed(), e.Sig)
}

// boothID is the fingerprint of a signing key: the first 16 bytes of its SHA-256, as hexadecimal digits.
func boothID(key ed25519.PublicKey) string {
	sum := sha256.Sum256(key)
	return hex.EncodeToString(sum[:16])
}

// newID draws a UUIDv4, as the ids of entries and persons were before there were nonces. A UUIDv7 would give away the
// moment of signing up.
func newID() string {
	var b [16]byte
	rand.Read(b[:]) // never fails, by its documentation
	return uuid4(b)
}

// uuid4 writes 16 bytes as a UUIDv4, setting the version and variant bits.
func uuid4(b [16]byte) string {
	b[6] = b[6]&0x0f | 0x40
	b[8] = b[8]&0x3f | 0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}

// envelope is the sealed plaintext. The ids stand inside once more, so that a sealed text moved to another entry is
// found out on opening.
type envelope struct {
	V      int             `json:"v"`
	Event  string          `json:"event"`
	Person string          `json:"person"`
	Entry  string          `json:"entry"`
	Kind   string          `json:"kind"`
	Body   json.RawMessage `json:"body"`
}

const envelopeVersion = 1

// The plaintext is filled up, in bytes: its length would tell whether somebody agreed to the hand-over, showed a document,
// or has a long name. Steps alone would not do: with the questions of the built-in event a sign-up has 448 bytes (name,
// phone, notice), 709 with campus, WeChat, a contact and the hand-over, 1,078 with everything, so that at 1,024 one answer
// more would show. Below padFloor all are alike, whatever their kind: a check has 246 and a correction 223. Above it comes
// only who fills every field to its end: with the longest email and WeChat, three names of 60 Chinese characters make
// 1,927 bytes, three of the 100 that the form takes 2,287.
const (
	padFloor = 2 << 10
	padStep  = 1 << 10
)

// pack gives the plaintext of an envelope, filled up.
func (env envelope) pack() ([]byte, error) {
	plain, err := json.Marshal(env)
	if err != nil {
		return nil, err
	}
	return fillUp(plain, padFloor, padStep), nil
}

// fillUp adds blanks, which JSON may end in, until the text has at least so many bytes and a multiple of step.
func fillUp(plain []byte, least, step int) []byte {
	want := (max(len(plain), least) + step - 1) / step * step
	return append(plain, bytes.Repeat([]byte{' '}, want-len(plain))...)
}

// What can be wrong inside; none of the texts quotes the content.
var (
	errInside  = errors.New("what is sealed inside belongs to another entry")
	errContent = errors.New("what is sealed inside is not readable: it may be from a newer version")
)

// unpack reads an opened envelope and holds it against the line it came from.
func (e *entry) unpack(plain []byte, event string) (json.RawMessage, error) {
	var env envelope
	if json.Unmarshal(plain, &env) != nil || env.V != envelopeVersion {
		return nil, errContent
	}
	if env.Event != event || env.Person != e.Person || env.Entry != e.ID || env.Kind != e.Kind {
		return nil, errInside
	}
	return env.Body, nil
}
