package record

import (
	"crypto/rand"
	"encoding/base64"
	"fmt"
	"io"
	"log/slog"
)

// followUpBytes are drawn for each person: 128 bits, which nobody guesses.
const followUpBytes = 16

// FollowUp is the secret of a take-home's first code: 128 random bits in 22 characters of base64url, drawn at sign-up where
// the event has a hub, or empty. Whoever holds it can send a wish in the person's name, which a volunteer still decides on;
// so it lies inside the seal only, and prints as [redacted] like a phone number.
type FollowUp string

// NewFollowUp draws one.
func NewFollowUp() FollowUp {
	b := make([]byte, followUpBytes)
	_, _ = rand.Read(b) // it never fails: crypto/rand ends the program first
	return FollowUp(base64.RawURLEncoding.EncodeToString(b))
}

// Bytes returns the 16 bytes, or nil when this is none: empty, or what a booth with a fault has written.
func (f FollowUp) Bytes() []byte {
	b, err := base64.RawURLEncoding.Strict().DecodeString(string(f))
	if err != nil || len(b) != followUpBytes {
		return nil
	}
	return b
}

// String returns [redacted]: panics call it.
func (FollowUp) String() string { return Redacted }

// Format prints [redacted].
func (FollowUp) Format(f fmt.State, _ rune) { io.WriteString(f, Redacted) }

// LogValue logs [redacted].
func (FollowUp) LogValue() slog.Value { return slog.StringValue(Redacted) }
