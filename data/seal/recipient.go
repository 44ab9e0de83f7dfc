package seal

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strings"

	"filippo.io/age"
)

// ParseRecipient parses one post-quantum hybrid public key (age1pq1…). It refuses a classic one (age1…): a booth's
// records must stay closed for decades, also to somebody who copies them today.
func ParseRecipient(s string) (*age.HybridRecipient, error) {
	s = strings.TrimSpace(s)
	if !strings.HasPrefix(s, "age1pq1") {
		return nil, fmt.Errorf("not a post-quantum age recipient: it must begin with age1pq1")
	}
	r, err := age.ParseHybridRecipient(s)
	if err != nil {
		return nil, badRecipient(s)
	}
	return r, nil
}

// Fingerprint is the first 16 hexadecimal digits of the SHA-256 of a public key as text: short enough to be read out
// and compared by two people.
func Fingerprint(recipient string) string {
	sum := sha256.Sum256([]byte(recipient))
	return hex.EncodeToString(sum[:8])
}

// WrapTo encrypts what is written to it for the given public keys, into w. It accepts both kinds of age keys, classic
// (age1…) and post-quantum (age1pq1…), but not mixed in one file, because the weaker one would decide. The file is
// complete only once Close has returned nil.
func WrapTo(w io.Writer, recipients ...string) (io.WriteCloser, error) {
	if len(recipients) == 0 {
		return nil, fmt.Errorf("no recipient given")
	}
	var to []age.Recipient
	hybrid := 0
	for _, s := range recipients {
		s = strings.TrimSpace(s)
		var r age.Recipient
		var err error
		if strings.HasPrefix(s, "age1pq1") {
			hybrid++
			r, err = age.ParseHybridRecipient(s)
		} else {
			r, err = age.ParseX25519Recipient(s)
		}
		if err != nil {
			return nil, badRecipient(s)
		}
		to = append(to, r)
	}
	if hybrid != 0 && hybrid != len(to) {
		return nil, fmt.Errorf("recipients of both kinds, classic (age1…) and post-quantum (age1pq1…): write one file for each kind")
	}
	out, err := age.Encrypt(w, to...)
	if err != nil {
		return nil, fmt.Errorf("encrypting: %w", err)
	}
	return out, nil
}

// badRecipient quotes only the beginning of a key: age's own error quotes all of it, which is 2,000 characters for a
// hybrid key, and may be a private one.
func badRecipient(s string) error {
	if strings.HasPrefix(strings.ToUpper(s), "AGE-SECRET-KEY") {
		return errors.New("a private key was given where a public one (age1…) is needed")
	}
	if len(s) > 16 {
		s = s[:16] + "…"
	}
	return fmt.Errorf("%q is not an age recipient: was it cut short or mistyped?", s)
}
