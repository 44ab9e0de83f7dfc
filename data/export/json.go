package export

import (
	"bufio"
	"encoding/json"
	"io"
	"time"

	"matchbooth/data/record"
)

// object is one person in json. A field of kind person is an object with name,
// relation and phone. What [Restrict] removed is empty (null for a number), so
// that the shape is always the same.
type object struct {
	Code         string           `json:"code"` // receipt code, nine characters
	At           time.Time        `json:"at"`   // of the sign-up; for paper forms the day on which they were signed
	Booth        string           `json:"booth"`
	Event        string           `json:"event"`
	Lang         string           `json:"lang,omitempty"`       // zh or en
	Source       string           `json:"source,omitempty"`     // screen or paper
	Fields       map[string]any   `json:"fields"`               // by field: a text, or a person's name, relation and phone
	Consents     []record.Consent `json:"consents"`             // what is agreed to now: id, sha256 of the text, lang, at
	Outcome      string           `json:"outcome"`              // of the conditions
	Story        string           `json:"story"`                // the one read last before signing up
	Reachability *int             `json:"reachability"`         // in how many ways the person can be reached; null where it is not handed over
	Checks       []any            `json:"checks"`               // at, rang, identity, kit, initials, answers by step
	KeptUntil    string           `json:"kept_until,omitempty"` // the day from which on the person is to be erased; for ourselves alone
	Flags        []string         `json:"flags"`                // why a volunteer should talk with them first, and same_phone, same_number
}

// writeJSON writes an array of objects, one a line.
func writeJSON(w io.Writer, d Doc, progress func(done, total int)) error {
	bw := bufio.NewWriter(w)
	enc := json.NewEncoder(bw)
	enc.SetEscapeHTML(false)
	bw.WriteString("[\n")
	for i, r := range d.Records {
		if i > 0 {
			bw.WriteString(",")
		}
		if err := enc.Encode(d.object(r)); err != nil {
			return err
		}
		if i%everyRecords == 0 {
			progress(i, len(d.Records))
		}
	}
	bw.WriteString("]\n")
	return bw.Flush()
}

func (d Doc) object(r record.Record) object {
	o := object{
		Code:     plain(r.Code),
		At:       r.At.UTC(),
		Fields:   make(map[string]any, len(r.Fields)),
		Consents: append([]record.Consent{}, r.Consents...),
		Checks:   []any{},
		Flags:    []string{},
	}
	o.KeptUntil = d.keptUntil(r)
	for id, f := range r.Fields {
		o.Fields[id] = f.Plain()
	}
	if d.has("booth") {
		o.Booth = r.Booth
	}
	if d.has("event") {
		o.Event = r.Event
	}
	if d.has("lang") {
		o.Lang = r.Lang
	}
	if d.has("source") {
		o.Source = r.Source
	}
	if d.has("outcome") {
		o.Outcome = r.Outcome
	}
	if d.has("story") {
		o.Story = r.Story
	}
	if d.has("reachability") {
		o.Reachability = &r.Reachability
	}
	if d.has("check_at") {
		for _, c := range r.Checks {
			o.Checks = append(o.Checks, c.Plain())
		}
	}
	if d.has("flags") {
		o.Flags = append(o.Flags, r.Flags...)
	}
	return o
}
