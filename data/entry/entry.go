package entry

import (
	"bytes"
	"cmp"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
)

// The kinds of entries.
const (
	KindSignUp     = "signup"
	KindCorrection = "correction"
	KindCheck      = "check"
	KindContact    = "contact"
	KindConsent    = "consent"
	KindJoin       = "join"
	KindUnjoin     = "unjoin" // an earlier join was a mistake
	KindErasure    = "erasure"
)

// RequestMark is what the bytes begin with that a booth signs to speak to a hub (data/wire). No signed line begins so: whoever
// may sign requests with a booth's key can make no line with it.
const RequestMark = "matchbooth-request-1\n"

// Entry is one line of the store. Everything but Sealed is stored in the clear; nothing in the clear is about the person, except
// that a join names which other sign-up is theirs.
type Entry struct {
	ID     string `json:"id"`
	Person string `json:"person"`
	Kind   string `json:"kind"`
	Booth  string `json:"booth"`
	Seq    int64  `json:"seq"`
	Tick   int64  `json:"tick"`
	Hour   int64  `json:"hour"`
	Digest []byte `json:"digest"`
	Sig    []byte `json:"sig"`
	Nonce  []byte `json:"nonce,omitempty"` // what Person is derived from, see bind.go; empty in older entries
	Desk   []byte `json:"desk,omitempty"`  // the desk's signature over the same bytes as Sig, if the desk speaks
	// Partner is the id of the other person that a join or its undoing names, see [Pairs]; empty in all other kinds, and
	// in joins from before it stood in the clear.
	Partner string `json:"partner,omitempty"`
	Sealed  []byte `json:"-"` // nil once erased, and in an erasure
}

// Compare orders entries the same way on every computer: by tick and, if two booths used the same tick, by booth, seq and
// id. Whoever has a booth's key can sign two lines that are alike in all of these: then by [Entry.Hash].
func (e *Entry) Compare(o *Entry) int {
	if c := cmp.Or(cmp.Compare(e.Tick, o.Tick), cmp.Compare(e.Booth, o.Booth), cmp.Compare(e.Seq, o.Seq), cmp.Compare(e.ID, o.ID)); c != 0 || e == o {
		return c
	}
	x, y := e.Hash(), o.Hash()
	return bytes.Compare(x[:], y[:])
}

// SignedBytes is what the booth's signature covers, and the desk's: every column but n, sealed, sig and desk, each text
// prefixed with its length, so that no two entries have the same bytes. Entries from before there were nonces begin
// differently, and end without one; those that name a partner begin differently too, and end with it.
func (e *Entry) SignedBytes() []byte {
	b := []byte("matchbooth-entry-1\n")
	switch {
	case e.Partner != "":
		b = []byte("matchbooth-entry-3\n")
	case len(e.Nonce) > 0:
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
	if len(e.Nonce) > 0 || e.Partner != "" {
		b = binary.BigEndian.AppendUint32(b, uint32(len(e.Nonce))) //nolint:gosec // G115: 16 bytes
		b = append(b, e.Nonce...)
	}
	if e.Partner != "" {
		b = binary.BigEndian.AppendUint32(b, uint32(len(e.Partner))) //nolint:gosec // G115: an id
		b = append(b, e.Partner...)
	}
	return b
}

// Intact says whether Sealed matches the digest or is empty.
func (e *Entry) Intact() bool {
	if e.Sealed == nil {
		return true
	}
	sum := sha256.Sum256(e.Sealed)
	return bytes.Equal(sum[:], e.Digest)
}

// Same compares everything but Sealed.
func (e *Entry) Same(o *Entry) bool {
	return e.ID == o.ID && bytes.Equal(e.Sig, o.Sig) && bytes.Equal(e.SignedBytes(), o.SignedBytes())
}

// Booths are the known signing keys, by fingerprint.
type Booths map[string]ed25519.PublicKey

// Verified says whether the entry was signed by a known booth, under ids that this booth may use.
func (b Booths) Verified(e *Entry) bool {
	key, ok := b[e.Booth]
	return ok && e.bound(key) && ed25519.Verify(key, e.SignedBytes(), e.Sig)
}

// BoothID is the fingerprint of a signing key: the first 16 bytes of its SHA-256, as hexadecimal digits.
func BoothID(key ed25519.PublicKey) string {
	sum := sha256.Sum256(key)
	return hex.EncodeToString(sum[:16])
}

// RandomID draws a UUIDv4, as used for entries and persons before there were nonces. A UUIDv7 would reveal the moment of
// signing up.
func RandomID() string {
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

// MaxNumber is the largest running number and tick that is believed from anybody: a thousand times what all booths of the
// world could write, and half of it is left for what comes after.
const MaxNumber = 1 << 32

// NumbersPossible says whether running number and tick are within their limits.
func (e *Entry) NumbersPossible() bool {
	return e.Seq >= 1 && e.Tick >= 1 && e.Seq <= MaxNumber && e.Tick <= MaxNumber
}
