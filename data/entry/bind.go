package entry

import (
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
)

// Ids are bound to the booth that makes them, so that the holder of another booth's key cannot make a line that takes
// somebody else's place: a person's id is derived from the booth's public key and a random nonce stored next to it, an
// entry's id from the key and the running number. Every reader of a line derives both again. Older entries have random
// UUIDv4 ids; the derived ones are version 8 (RFC 9562, 5.8), so that neither can pass for the other.
const (
	personDomain = "matchbooth-person-2"
	entryDomain  = "matchbooth-entry-2"
	NonceSize    = 16
)

// NoNonce is the nonce in entries of the new kind about people who signed up before there were nonces.
var NoNonce = make([]byte, NonceSize)

// NewNonce draws the nonce that a person's id is derived from.
func NewNonce() []byte {
	b := make([]byte, NonceSize)
	for bytes.Equal(b, NoNonce) {
		rand.Read(b) // never fails, by its documentation
	}
	return b
}

// PersonID returns the id of a person who signed up at the booth with this key: a UUIDv8 of the first 16 bytes of
// SHA-256("matchbooth-person-2" ‖ key ‖ nonce), with a key of 32 and a nonce of 16 bytes.
func PersonID(key ed25519.PublicKey, nonce []byte) string {
	return uuid8(sha256.Sum256(append(append([]byte(personDomain), key...), nonce...)))
}

// ID returns the id of an entry: a UUIDv8 of the first 16 bytes of SHA-256("matchbooth-entry-2" ‖ key ‖ number), with the
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

// IsBound says whether an id has the form of the derived ones.
func IsBound(id string) bool { return len(id) == 36 && id[14] == '8' }

// bound says whether the holder of this key may use the entry's ids. Whose person it is, if not the signer's, is another
// question: see trust.
func (e *Entry) bound(key ed25519.PublicKey) bool {
	if !e.namesRightly() {
		return false
	}
	if len(e.Nonce) == 0 {
		// An older entry, from when ids were drawn: it cannot mean one of the derived ids.
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

// namesRightly says whether the entry names a partner where its kind has one, and nowhere else. A join without one is
// from before partners stood in the clear; no undoing is that old. Entries without a nonce are older than any join.
func (e *Entry) namesRightly() bool {
	switch {
	case e.Partner == "":
		return e.Kind != KindUnjoin
	case len(e.Nonce) == 0, e.Partner == e.Person:
		return false
	}
	return e.Kind == KindJoin || e.Kind == KindUnjoin
}

// MadeBy says whether the person's id was derived from this booth's key.
func (e *Entry) MadeBy(key ed25519.PublicKey) bool {
	return len(e.Nonce) == NonceSize && !bytes.Equal(e.Nonce, NoNonce) && PersonID(key, e.Nonce) == e.Person
}
