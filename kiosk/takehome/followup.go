package takehome

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
)

// FollowUp is the address of the event's page on a phone with one person's secret behind it, or "" where the event has no
// such page. Whoever has it can send a wish in the person's name, so that it prints as [redacted].
type FollowUp string

// String returns [redacted]: panics call it.
func (FollowUp) String() string { return "[redacted]" }

// Format prints [redacted].
func (FollowUp) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, "[redacted]") }

// LogValue logs [redacted].
func (FollowUp) LogValue() slog.Value { return slog.StringValue("[redacted]") }

// MarshalJSON always returns an error.
func (FollowUp) MarshalJSON() ([]byte, error) {
	return nil, errors.New("a person's code is not written")
}
