package intake

import (
	"encoding/json"
	"slices"
	"strings"

	"matchbooth/data/export"
	"matchbooth/data/record"
	"matchbooth/kiosk/event"
)

// Flags that an import puts into the seal of a sign-up that looks like somebody who is here already, so that the desk can
// join the two. Nothing outside the seal says so.
const (
	FlagSamePhone  = "same_phone"  // the person's own number is somebody else's own number
	FlagSameNumber = "same_number" // the same student or identity number
)

// Key returns what makes a row the same row when the file is imported again: fields as
// checked, consents, and the time of signing. Nothing else in an export counts, nor does
// the order of columns, the delimiter or the encoding.
func Key(up record.SignUp) []byte {
	ids := make([]string, len(up.Consents))
	for i, k := range up.Consents {
		ids[i] = k.ID
	}
	fields := make(map[string]any, len(up.Fields))
	for id, f := range up.Fields {
		fields[id] = f.Plain()
	}
	// JSON sorts the keys of a map, so equal rows give equal bytes.
	key, err := json.Marshal(struct {
		V        int            `json:"v"`
		Fields   map[string]any `json:"fields"`
		Consents []string       `json:"consents"`
		SignedAt string         `json:"signed_at"`
	}{1, fields, ids, export.SignedAt(up.At)})
	if err != nil {
		panic("intake: a row that cannot be written as json") // strings and times always can
	}
	return key
}

// Seen remembers people by what tells one from another: their own number, their student and identity numbers. It holds
// no names.
type Seen struct {
	phones, numbers []string // ids of the fields
	known           map[string]bool
}

// NewSeen returns an empty memory for the fields of a pack.
func NewSeen(p *event.Pack) *Seen {
	s := &Seen{known: map[string]bool{}}
	for _, f := range p.Fields {
		switch {
		case f.Kind == "phone" && (f.Channel == "own" || f.Required):
			s.phones = append(s.phones, f.ID)
		case f.Kind == "resident_id", f.Kind == "text" && NumbersPeople(f):
			s.numbers = append(s.numbers, f.ID)
		}
	}
	return s
}

// NumbersPeople reports whether a field of free text asks for a number by which a school or an employer knows a person.
func NumbersPeople(f event.Field) bool {
	words := []string{"student_id", "student_no", "student_number", "学号", "工号", "student number", "student id", "staff number"}
	return slices.ContainsFunc(words, func(w string) bool {
		return strings.Contains(strings.ToLower(f.ID), w) || strings.Contains(strings.ToLower(f.Label.In("zh")+"\n"+f.Label.In("en")), w)
	})
}

// Flags returns the flags for a sign-up that looks like one seen before.
func (s *Seen) Flags(up record.SignUp) (flags []string) {
	if slices.ContainsFunc(s.phones, func(id string) bool { return s.known[s.key("phone", id, up)] }) {
		flags = append(flags, FlagSamePhone)
	}
	if slices.ContainsFunc(s.numbers, func(id string) bool { return s.known[s.key(id, id, up)] }) {
		flags = append(flags, FlagSameNumber)
	}
	return flags
}

// Add remembers a sign-up.
func (s *Seen) Add(up record.SignUp) {
	for _, id := range s.phones {
		s.known[s.key("phone", id, up)] = true
	}
	for _, id := range s.numbers {
		s.known[s.key(id, id, up)] = true
	}
	delete(s.known, "")
}

// key returns a value in its kind, "" if the sign-up has none.
func (s *Seen) key(kind, id string, up record.SignUp) string {
	text := strings.ToUpper(strings.TrimSpace(string(up.Fields[id].Text)))
	if text == "" {
		return ""
	}
	return kind + "\x00" + text
}
