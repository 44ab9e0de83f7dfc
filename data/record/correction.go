package record

import (
	"fmt"
	"io"
	"log/slog"
	"time"
)

// Correction replaces fields of a sign-up; a nil field removes the old answer. Fields not named stay. One without fields
// says why a wish was refused.
type Correction struct {
	At       time.Time         `json:"at"`
	Initials string            `json:"initials,omitempty"` // of the volunteer; corrections from before the desk have none
	Reason   Text              `json:"reason,omitempty"`
	Fields   map[string]*Field `json:"fields"`
	Wish     string            `json:"wish,omitempty"` // the id of the wish from a phone that this answers, see [Record.Answers]
}

// Format prints [redacted].
func (Correction) Format(f fmt.State, _ rune) { io.WriteString(f, Redacted) }

// LogValue logs [redacted].
func (Correction) LogValue() slog.Value { return slog.StringValue(Redacted) }
