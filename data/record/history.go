package record

import (
	"fmt"
	"io"
	"log/slog"
	"slices"
	"time"

	"matchbooth/data/entry"
)

// Change is one entry of a person's history after the sign-up: who said what, and when.
type Change struct {
	Entry string // the entry's id
	// Person is whom it was written about: the record's own person, or one of its Parts.
	Person string
	Kind   string // the entry's kind, such as [entry.KindCorrection]; of a join that was undone [entry.KindJoin] too
	Booth  string // where it was written
	At     time.Time
	By     string // initials; "" if nobody was named
	// Reason is why something was corrected or a consent changed.
	Reason Text
	// Wish is the id of the wish from a phone that this answers; "" for everything else.
	Wish string
	// One of the following says what changed, by Kind.
	Fields    []FieldChange // in no particular order
	Given     []Consent
	Withdrawn []string
	Check     *Check
	Contact   *Contact
	Join      *Join
}

// Answers says whether an entry of this kind answers the wish from a phone with this id, so that nothing that was decided
// once is written twice.
func (r Record) Answers(wish, kind string) bool {
	return wish != "" && slices.ContainsFunc(r.History, func(h Change) bool { return h.Wish == wish && h.Kind == kind })
}

// FieldChange is one corrected field; nil stands for no answer.
type FieldChange struct {
	ID       string
	Old, New *Field
}

// Format prints [redacted].
func (Change) Format(f fmt.State, _ rune) { io.WriteString(f, Redacted) }

// LogValue logs [redacted].
func (Change) LogValue() slog.Value { return slog.StringValue(Redacted) }

// MarshalJSON refuses.
func (Change) MarshalJSON() ([]byte, error) { return nil, ErrPersonal }

// Format prints [redacted].
func (FieldChange) Format(f fmt.State, _ rune) { io.WriteString(f, Redacted) }

// LogValue logs [redacted].
func (FieldChange) LogValue() slog.Value { return slog.StringValue(Redacted) }

// MarshalJSON refuses.
func (FieldChange) MarshalJSON() ([]byte, error) { return nil, ErrPersonal }

// changeOf begins a line of the history from an entry.
func changeOf(e *entry.Entry, at time.Time, by string) Change {
	return Change{Entry: e.ID, Person: e.Person, Kind: e.Kind, Booth: e.Booth, At: at, By: by}
}
