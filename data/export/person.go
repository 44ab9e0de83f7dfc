package export

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"time"

	"matchbooth/data/entry"
	"matchbooth/data/record"
)

// Extra is what the desk knows of a person besides the record.
type Extra struct {
	Due     any                 // an object, or nil for nobody due
	Doubles []entry.ReceiptCode // of whom this may be the same person as
	States  []string
}

// person is an object of the export with what the desk knows in addition.
type person struct {
	object
	Person   string   `json:"person"`   // id, for --person
	Joined   []string `json:"joined"`   // receipt codes of sign-ups that were joined into this one
	States   []string `json:"states"`   // as --only takes them
	Contacts []any    `json:"contacts"` // at, initials, channel, outcome, plan, note, next
	Due      any      `json:"due"`      // the planned contact that is due today, null for none; see due --json
	Doubles  []string `json:"doubles"`  // receipt codes of whom this may be the same person as
	History  []change `json:"history"`  // what changed since the sign-up, oldest first
}

// change is one line of a person's history.
type change struct {
	At        time.Time        `json:"at"`
	By        string           `json:"by"`             // initials
	Kind      string           `json:"kind"`           // correction, check, consent, contact or join
	Booth     string           `json:"booth"`          // where it was written
	Code      string           `json:"code,omitempty"` // of the sign-up it was written about, where that is a joined one
	Reason    string           `json:"reason,omitempty"`
	Fields    []fieldChange    `json:"fields,omitempty"`    // id, old, new; null for no answer
	Given     []record.Consent `json:"given,omitempty"`     // consents
	Withdrawn []string         `json:"withdrawn,omitempty"` // ids of consents
	Check     any              `json:"check,omitempty"`
	Contact   any              `json:"contact,omitempty"`
	Join      any              `json:"join,omitempty"` // into (a receipt code), undo
}

// fieldChange is one corrected field; null stands for no answer.
type fieldChange struct {
	ID  string `json:"id"`
	Old any    `json:"old"`
	New any    `json:"new"`
}

// Person returns a person as an object to be marshalled to JSON: that of the export, with checks, contacts, history and
// the rest of what the desk shows. It holds personal data.
func (d Doc) Person(r record.Record, e Extra) any {
	p := person{object: d.object(r), Person: r.Person, Joined: []string{}, States: append([]string{}, e.States...), Contacts: []any{}, Due: e.Due,
		Doubles: []string{}, History: []change{}}
	for _, c := range r.Joined {
		p.Joined = append(p.Joined, plain(c))
	}
	for _, c := range e.Doubles {
		p.Doubles = append(p.Doubles, plain(c))
	}
	for _, c := range r.Contacts {
		p.Contacts = append(p.Contacts, c.Plain())
	}
	for _, h := range r.History {
		p.History = append(p.History, changeOf(r, h))
	}
	return p
}

func changeOf(r record.Record, h record.Change) change {
	c := change{At: h.At, By: h.By, Kind: h.Kind, Booth: h.Booth, Reason: string(h.Reason), Given: h.Given, Withdrawn: h.Withdrawn}
	if h.Person != "" && h.Person != r.Person {
		c.Code = plain(entry.CodeOf(h.Person))
	}
	value := func(f *record.Field) any {
		if f == nil {
			return nil
		}
		return f.Plain()
	}
	for _, f := range h.Fields {
		c.Fields = append(c.Fields, fieldChange{f.ID, value(f.Old), value(f.New)})
	}
	if h.Check != nil {
		c.Check = h.Check.Plain()
	}
	if h.Contact != nil {
		c.Contact = h.Contact.Plain()
	}
	if h.Join != nil {
		into := ""
		if h.Join.Into != "" { // it is taken out of what its own person reads, where it is somebody else
			into = plain(entry.CodeOf(h.Join.Into))
		}
		c.Join = struct {
			Into string `json:"into"`
			Undo bool   `json:"undo,omitempty"`
		}{into, h.Join.Undo}
	}
	return c
}

// WritePeople writes people as the export's array of objects, one a line, each with what extra knows of it by its place.
func (d Doc) WritePeople(w io.Writer, extra func(i int) Extra) error {
	bw := bufio.NewWriter(w)
	enc := json.NewEncoder(bw)
	enc.SetEscapeHTML(false)
	bw.WriteString("[\n")
	for i, r := range d.Records {
		if i > 0 {
			bw.WriteString(",")
		}
		if err := enc.Encode(d.Person(r, extra(i))); err != nil {
			return err
		}
	}
	bw.WriteString("]\n")
	return bw.Flush()
}

// Format prints [redacted].
func (person) Format(f fmt.State, _ rune) { io.WriteString(f, record.Redacted) }

// Format prints [redacted].
func (change) Format(f fmt.State, _ rune) { io.WriteString(f, record.Redacted) }

// Format prints [redacted].
func (fieldChange) Format(f fmt.State, _ rune) { io.WriteString(f, record.Redacted) }
