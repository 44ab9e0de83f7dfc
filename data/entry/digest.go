package entry

import (
	"crypto/sha256"
	"time"
)

// Hour is what is kept of the clock in the open: whole hours since 1970.
func Hour(t time.Time) int64 {
	n := t.Unix()
	if n < 0 {
		n -= 3599
	}
	return n / 3600
}

type Hash [16]byte

func HashOf(b []byte) Hash {
	sum := sha256.Sum256(b)
	return Hash(sum[:16])
}

// Hash orders rivals: it depends on nothing but the line, so that every order of merging chooses the same.
func (e *Entry) Hash() Hash { return HashOf(append(e.SignedBytes(), e.Sig...)) }

// EmptyDigest is the digest of an entry that never had a sealed part.
var EmptyDigest = sha256.Sum256(nil)
