package record

import (
	"fmt"
	"io"
	"log/slog"
	"slices"
	"time"

	"matchbooth/data/entry"
)

// ConsentChange is what a person said later about what they had agreed to: withdrawn, or given after all.
type ConsentChange struct {
	At        time.Time `json:"at"`
	Initials  string    `json:"initials"`
	Reason    Text      `json:"reason,omitempty"`
	Given     []Consent `json:"given,omitempty"` // each replaces an earlier one with the same id
	Withdrawn []string  `json:"withdrawn,omitempty"`
}

// The channels of a contact.
const (
	ChannelCall   = "call"
	ChannelSMS    = "sms"
	ChannelWeChat = "wechat"
	ChannelEmail  = "email"
	ChannelVisit  = "visit"

	// ChannelPage is the page on the person's phone. Nobody called: it is not offered among [Channels].
	ChannelPage = "page"
)

// Channels are the ways by which somebody may be contacted, in the order in which they are offered.
var Channels = []string{ChannelCall, ChannelSMS, ChannelWeChat, ChannelEmail, ChannelVisit}

// The outcomes of a contact.
const (
	Reached   = "reached"
	NoAnswer  = "no_answer"
	Wrong     = "wrong_number"
	Moved     = "moved"
	Withdrew  = "withdrew"
	Sampled   = "sampled"
	Confirmed = "registry_confirmed"
)

// Outcomes are what may come of a contact, in the order in which they are offered.
var Outcomes = []string{Reached, NoAnswer, Wrong, Moved, Withdrew, Sampled, Confirmed}

// Answered says whether the person was reached by a contact with this outcome: everything but no answer and a wrong number.
func Answered(outcome string) bool { return outcome != NoAnswer && outcome != Wrong }

// Contact is one call or message to somebody.
type Contact struct {
	At       time.Time `json:"at"`
	Initials string    `json:"initials"`
	Channel  string    `json:"channel"`        // one of [Channels]
	Outcome  string    `json:"outcome"`        // one of [Outcomes]
	Plan     string    `json:"plan,omitempty"` // the id of the planned contact that this was, as in the pack
	Note     Text      `json:"note,omitempty"`
	Next     string    `json:"next,omitempty"` // the day of the next attempt, as 2006-01-02
	Wish     string    `json:"wish,omitempty"` // the id of the wish from a phone that this answers, see [Record.Answers]
}

// Join says that a person has signed up twice: this record belongs to the same person as that of Into, and is shown
// there. With Undo it says that an earlier join with Into was a mistake.
type Join struct {
	At       time.Time `json:"at"`
	Initials string    `json:"initials"`
	Into     string    `json:"into"` // the id of the person whose record stays; as the entry's partner in the clear
	Undo     bool      `json:"undo,omitempty"`
}

// Plain returns the real value, for sealing and export.
func (c ConsentChange) Plain() any {
	type bare ConsentChange
	return struct {
		bare
		Reason string `json:"reason,omitempty"`
	}{bare(c), string(c.Reason)}
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

// Merge makes one record of those that are one person's: the record of each pair's partner stays, as the lines say, and
// if that one is not here, or has nothing left, the first of the others. ties is what lines in the clear say that count;
// what older joins say only inside the seal is in the records. Who is one person here is who is erased together, as far
// as the clear tells, see [entry.PairsOf]. Joins in a circle take nobody away.
func Merge(list []Record, ties []entry.Tie) []Record {
	ties = slices.Clone(ties)
	for _, r := range list {
		ties = append(ties, r.inside...)
	}
	pairs := entry.PairsOf(ties)
	if pairs.None() {
		return list
	}
	here, stays := map[string]bool{}, map[string]string{} // the second by the first id of who is one person
	for _, r := range list {
		here[r.Person] = true
	}
	for _, r := range list {
		first := pairs.First(r.Person)
		if shown := pairs.Shown(r.Person); here[shown] {
			stays[first] = shown
		} else if stays[first] == "" {
			stays[first] = r.Person
		}
	}
	var out []Record
	parts := map[string][]Record{} // by the person whose record stays
	for _, r := range list {
		if to := stays[pairs.First(r.Person)]; to != r.Person {
			parts[to] = append(parts[to], r)
		}
	}
	for _, r := range list {
		if stays[pairs.First(r.Person)] == r.Person {
			r.add(parts[r.Person])
			delete(parts, r.Person) // two booths may each have a record of that person
			out = append(out, r)
		}
	}
	return out
}

// add adds what was done for the records that were joined into this one: their checks, contacts and history. Answers and
// consents stay as they are here: a volunteer has compared both before joining.
func (r *Record) add(parts []Record) {
	if len(parts) == 0 {
		return
	}
	for _, p := range parts {
		r.Joined, r.Parts = append(r.Joined, p.Code), append(r.Parts, p.Person)
		r.Checks = append(r.Checks, p.Checks...)
		r.Contacts = append(r.Contacts, p.Contacts...)
		r.History = append(r.History, p.History...)
		r.joined = append(r.joined, p.ownTerms()...)
		r.joined = append(r.joined, p.joined...)
		r.followUps = append(r.followUps, p.FollowUps()...)
	}
	slices.SortStableFunc(r.Checks, func(a, b Check) int { return a.At.Compare(b.At) })
	slices.SortStableFunc(r.Contacts, func(a, b Contact) int { return a.At.Compare(b.At) })
	slices.SortStableFunc(r.History, func(a, b Change) int { return a.At.Compare(b.At) })
}
