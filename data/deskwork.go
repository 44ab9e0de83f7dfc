package data

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"time"
)

// ConsentChange is what a person has said later about what they agreed to: taken back, or given after all.
type ConsentChange struct {
	At        time.Time `json:"at"`
	Initials  string    `json:"initials"`
	Given     []Consent `json:"given,omitempty"` // each takes the place of an earlier one with its id
	Withdrawn []string  `json:"withdrawn,omitempty"`
}

// Contact is one time that somebody was called or written to.
type Contact struct {
	At       time.Time `json:"at"`
	Initials string    `json:"initials"`
	Way      string    `json:"way"`     // an id, such as "phone"
	Outcome  string    `json:"outcome"` // an id, such as "reached"
	Note     Text      `json:"note,omitempty"`
}

// Join says that a person has signed up twice: this record is the same one's as that of Into, and is shown there.
type Join struct {
	At       time.Time `json:"at"`
	Initials string    `json:"initials"`
	Into     string    `json:"into"` // the id of the person whose record stays
}

// Plain is the real value, for sealing and export.
func (c ConsentChange) Plain() any {
	type plain ConsentChange
	return plain(c)
}

// Plain is the real value, for sealing and export.
func (c Contact) Plain() any {
	type bare Contact
	return struct {
		bare
		Note string `json:"note,omitempty"`
	}{bare(c), string(c.Note)}
}

// Plain is the real value, for sealing and export.
func (j Join) Plain() any {
	type plain Join
	return plain(j)
}

// MarshalJSON refuses.
func (ConsentChange) MarshalJSON() ([]byte, error) { return nil, errPersonal }

// MarshalJSON refuses.
func (Contact) MarshalJSON() ([]byte, error) { return nil, errPersonal }

// MarshalJSON refuses.
func (Join) MarshalJSON() ([]byte, error) { return nil, errPersonal }

// Format prints [redacted].
func (ConsentChange) Format(f fmt.State, _ rune) { io.WriteString(f, redacted) }

// Format prints [redacted].
func (Contact) Format(f fmt.State, _ rune) { io.WriteString(f, redacted) }

// Format prints [redacted].
func (Join) Format(f fmt.State, _ rune) { io.WriteString(f, redacted) }

// LogValue logs [redacted].
func (ConsentChange) LogValue() slog.Value { return slog.StringValue(redacted) }

// LogValue logs [redacted].
func (Contact) LogValue() slog.Value { return slog.StringValue(redacted) }

// LogValue logs [redacted].
func (Join) LogValue() slog.Value { return slog.StringValue(redacted) }

// ErrSelf: nobody is joined with themselves.
var ErrSelf = errors.New("a person cannot be joined with themselves")

// ChangeConsents keeps what a person has said later. [ErrNobody] for a person not, or no longer, here.
func (a AtDesk) ChangeConsents(ctx context.Context, person string, c ConsentChange) error {
	return a.s.addTo(ctx, person, kindConsent, c, a.desk)
}

// AddContact keeps that somebody was called or written to. [ErrNobody] for a person not, or no longer, here.
func (a AtDesk) AddContact(ctx context.Context, person string, c Contact) error {
	return a.s.addTo(ctx, person, kindContact, c, a.desk)
}

// Join keeps that a person's record is that of another one. Both stay in the store; shown, exported and counted among the
// records is the other one, which names the joined one's code. [ErrNobody] where either is not, or no longer, here, and
// [ErrSelf].
func (a AtDesk) Join(ctx context.Context, person string, j Join) error {
	if j.Into == person {
		return ErrSelf
	}
	a.s.mu.Lock()
	err := a.s.sound()
	var have, gone bool
	if err == nil {
		have, err = a.s.has(ctx, j.Into)
	}
	if err == nil {
		gone, err = a.s.erased(ctx, j.Into)
	}
	a.s.mu.Unlock()
	if err != nil {
		return fmt.Errorf("joining: %w", explain(err))
	}
	if !have || gone {
		return ErrNobody
	}
	return a.s.addTo(ctx, person, kindJoin, j, a.desk)
}

// changed gives consents after a change.
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

// joined takes the records away that were joined into others. One that was joined into somebody who is not here, or round
// in a circle, stays.
func joined(list []Record, into map[string]string) []Record {
	if len(into) == 0 {
		return list
	}
	at := map[string]int{}
	for i, r := range list {
		at[r.Person] = i
	}
	// ends is whose record it is in the end: its own at the end of a row, "" in a circle or on the way into one. Each is
	// looked at once, however long the row is.
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
	codes := map[string][]ReceiptCode{} // by whose record it is
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
