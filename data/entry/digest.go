package entry

import (
	"crypto/sha256"
	"time"
)

// Hour is all of the clock that is stored in the clear: full hours since 1970.
func Hour(t time.Time) int64 {
	n := t.Unix()
	if n < 0 {
		n -= 3599
	}
	return n / 3600
}

// Hash is the first 16 bytes of a SHA-256; of a line, see [Entry.Hash].
type Hash [16]byte

// HashOf returns the hash of b.
func HashOf(b []byte) Hash {
	sum := sha256.Sum256(b)
	return Hash(sum[:16])
}

// Hash orders lines in conflict: it depends on the line alone, so that merging in any order chooses the same.
func (e *Entry) Hash() Hash { return HashOf(append(e.SignedBytes(), e.Sig...)) }

// EmptyDigest is the digest of an entry that never had a sealed part.
var EmptyDigest = sha256.Sum256(nil)
