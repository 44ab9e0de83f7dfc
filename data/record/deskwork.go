package record

import (
	"fmt"
	"io"
	"log/slog"
	"time"

	"matchbooth/data/entry"
)

// ConsentChange is what a person said later about what they had agreed to: withdrawn, or given after all.
type ConsentChange struct {
	At        time.Time `json:"at"`
	Initials  string    `json:"initials"`
	Given     []Consent `json:"given,omitempty"` // each replaces an earlier one with the same id
	Withdrawn []string  `json:"withdrawn,omitempty"`
}

// Contact is one call or message to somebody.
type Contact struct {
	At       time.Time `json:"at"`
	Initials string    `json:"initials"`
	Way      string    `json:"way"`     // an id, such as "phone"
	Outcome  string    `json:"outcome"` // an id, such as "reached"
	Note     Text      `json:"note,omitempty"`
}

// Join says that a person has signed up twice: this record belongs to the same person as that of Into, and is shown
// there.
type Join struct {
	At       time.Time `json:"at"`
	Initials string    `json:"initials"`
	Into     string    `json:"into"` // the id of the person whose record stays
}

// Plain returns the real value, for sealing and export.
func (c ConsentChange) Plain() any {
	type plain ConsentChange
	return plain(c)
}

// Plain returns the real value, for sealing and export.
func (c Contact) Plain() any {
	type bare Contact
	return struct {
		bare
		Note string `json:"note,omitempty"`
	}{bare(c), string(c.Note)}
}

// Plain returns the real value, for sealing and export.
func (j Join) Plain() any {
	type plain Join
	return plain(j)
}

// MarshalJSON refuses.
func (ConsentChange) MarshalJSON() ([]byte, error) { return nil, ErrPersonal }

// MarshalJSON refuses.
func (Contact) MarshalJSON() ([]byte, error) { return nil, ErrPersonal }

// MarshalJSON refuses.
func (Join) MarshalJSON() ([]byte, error) { return nil, ErrPersonal }

// Format prints [redacted].
func (ConsentChange) Format(f fmt.State, _ rune) { io.WriteString(f, Redacted) }

// Format prints [redacted].
func (Contact) Format(f fmt.State, _ rune) { io.WriteString(f, Redacted) }

// Format prints [redacted].
func (Join) Format(f fmt.State, _ rune) { io.WriteString(f, Redacted) }

// LogValue logs [redacted].
func (ConsentChange) LogValue() slog.Value { return slog.StringValue(Redacted) }

// LogValue logs [redacted].
func (Contact) LogValue() slog.Value { return slog.StringValue(Redacted) }

// LogValue logs [redacted].
func (Join) LogValue() slog.Value { return slog.StringValue(Redacted) }

// changed returns the consents after a change.
func (c ConsentChange) changed(all []Consent) []Consent {
	var out []Consent
	replaced := map[string]bool{}
	for _, id := range c.Withdrawn {
		replaced[id] = true
	}
	for _, g := range c.Given {
		replaced[g.ID] = true
	}
	for _, old := range all {
		if !replaced[old.ID] {
			out = append(out, old)
		}
	}
	return append(out, c.Given...)
}

// Merge removes the records that were joined into others. A record joined into somebody who is not here, or in a circle,
// stays.
func Merge(list []Record, into map[string]string) []Record {
	if len(into) == 0 {
		return list
	}
	at := map[string]int{}
	for i, r := range list {
		at[r.Person] = i
	}
	// ends maps a record to the one it finally belongs to: itself at the end of a chain, "" in a circle or leading into
	// one. Each is followed once, however long the chain.
	ends := map[string]string{}
	end := func(person string) string {
		var row []string
		on := map[string]bool{}
		last := ""
		for p := person; ; p = into[p] {
			if to, known := ends[p]; known {
				last = to
				break
			}
			if on[p] {
				break
			}
			on[p] = true
			row = append(row, p)
			if _, here := at[into[p]]; !here {
				last = p
				break
			}
		}
		for _, p := range row {
			ends[p] = last
		}
		return last
	}
	var out []Record
	codes := map[string][]entry.ReceiptCode{} // by the record they belong to
	gone := map[string]bool{}
	for _, r := range list {
		if to := end(r.Person); to != "" && to != r.Person {
			gone[r.Person] = true
			codes[to] = append(codes[to], r.Code)
		}
	}
	for _, r := range list {
		if !gone[r.Person] {
			r.Joined = append(r.Joined, codes[r.Person]...)
			out = append(out, r)
		}
	}
	return out
}
