package entry

import (
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
)

// Ids are bound to the booth that makes them, so that nobody who holds another booth's key can make a line that takes a
// place that is not his: a person's id is made of the booth's public key and a random nonce that stands beside it, an
// entry's id of the key and the running number. Whoever reads a line makes both again. Entries from before were given
// random UUIDv4; theirs are version 8 (RFC 9562, 5.8), so that neither can pass for the other.
const (
	personDomain = "matchbooth-person-2"
	entryDomain  = "matchbooth-entry-2"
	NonceSize    = 16
)

// NoNonce stands in entries of the new kind about people who signed up before there were nonces.
var NoNonce = make([]byte, NonceSize)

// NewNonce draws what a person's id is made of.
func NewNonce() []byte {
	b := make([]byte, NonceSize)
	for bytes.Equal(b, NoNonce) {
		rand.Read(b) // never fails, by its documentation
	}
	return b
}

// PersonID is the id of a person who signed up at the booth with this key: a UUIDv8 of the first 16 bytes of
// SHA-256("matchbooth-person-2" ‖ key ‖ nonce), key of 32 and nonce of 16 bytes.
func PersonID(key ed25519.PublicKey, nonce []byte) string {
	return uuid8(sha256.Sum256(append(append([]byte(personDomain), key...), nonce...)))
}

// ID is the id of an entry: a UUIDv8 of the first 16 bytes of SHA-256("matchbooth-entry-2" ‖ key ‖ number), the
// running number in 8 bytes, big-endian.
func ID(key ed25519.PublicKey, seq int64) string {
	return uuid8(sha256.Sum256(binary.BigEndian.AppendUint64(append([]byte(entryDomain), key...), uint64(seq)))) //nolint:gosec // G115: the bits are what is hashed
}

func uuid8(sum [sha256.Size]byte) string {
	b := [16]byte(sum[:16])
	b[6] = b[6]&0x0f | 0x80
	b[8] = b[8]&0x3f | 0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}

// IsBound says whether an id has the form of the bound ones.
func IsBound(id string) bool { return len(id) == 36 && id[14] == '8' }

// bound says whether the entry's ids are such as the holder of this key may use. Whose person it is, where it is not
// the signer's, is another question: see trust.
func (e *Entry) bound(key ed25519.PublicKey) bool {
	if len(e.Nonce) == 0 {
		// From before, when ids were drawn: nobody could have meant one of those that are made.
		return !IsBound(e.ID) && !IsBound(e.Person)
	}
	if len(e.Nonce) != NonceSize || e.ID != ID(key, e.Seq) {
		return false
	}
	if bytes.Equal(e.Nonce, NoNonce) {
		return e.Kind != KindSignUp && !IsBound(e.Person)
	}
	return IsBound(e.Person) && (e.Kind != KindSignUp || e.MadeBy(key))
}

// MadeBy says whether the person's id is of this booth's making.
func (e *Entry) MadeBy(key ed25519.PublicKey) bool {
	return len(e.Nonce) == NonceSize && !bytes.Equal(e.Nonce, NoNonce) && PersonID(key, e.Nonce) == e.Person
}
