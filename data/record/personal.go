package record

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
)

// Text is something a person typed, Name somebody's name, Phone somebody's phone number. Printed under any verb, in a
// log, an error or a panic, they give [redacted]; code that needs the value writes string(t), which can be searched
// for. They refuse to be marshalled to JSON: sealing and export take values out by [Field.Plain].
type (
	Text  string
	Name  string
	Phone string
)

// ErrPersonal is json.Marshal's error for a personal value; a log that writes JSON has it in place of the value.
var ErrPersonal = errors.New("a personal value is written by sealing and export alone")

// String returns [redacted]: panics call it.
func (Text) String() string { return Redacted }

// Format prints [redacted].
func (Text) Format(f fmt.State, _ rune) { io.WriteString(f, Redacted) }

// LogValue logs [redacted].
func (Text) LogValue() slog.Value { return slog.StringValue(Redacted) }

// MarshalJSON refuses.
func (Text) MarshalJSON() ([]byte, error) { return nil, ErrPersonal }

// String returns [redacted]: panics call it.
func (Name) String() string { return Redacted }

// Format prints [redacted].
func (Name) Format(f fmt.State, _ rune) { io.WriteString(f, Redacted) }

// LogValue logs [redacted].
func (Name) LogValue() slog.Value { return slog.StringValue(Redacted) }

// MarshalJSON refuses.
func (Name) MarshalJSON() ([]byte, error) { return nil, ErrPersonal }

// String returns [redacted]: panics call it.
func (Phone) String() string { return Redacted }

// Format prints [redacted].
func (Phone) Format(f fmt.State, _ rune) { io.WriteString(f, Redacted) }

// LogValue logs [redacted].
func (Phone) LogValue() slog.Value { return slog.StringValue(Redacted) }

// MarshalJSON refuses.
func (Phone) MarshalJSON() ([]byte, error) { return nil, ErrPersonal }

// MarshalJSON refuses.
func (Field) MarshalJSON() ([]byte, error) { return nil, ErrPersonal }

// MarshalJSON refuses.
func (Person) MarshalJSON() ([]byte, error) { return nil, ErrPersonal }

// MarshalJSON refuses; so does a Record.
func (SignUp) MarshalJSON() ([]byte, error) { return nil, ErrPersonal }

// MarshalJSON refuses.
func (Correction) MarshalJSON() ([]byte, error) { return nil, ErrPersonal }

// MarshalJSON refuses.
func (Check) MarshalJSON() ([]byte, error) { return nil, ErrPersonal }

// plainPerson is a person as sealed and exported.
type plainPerson struct {
	Name     string `json:"name"`
	Relation string `json:"relation"`
	Phone    string `json:"phone"`
}

// Plain returns the real value, for sealing and export: a string, or an object of name, relation and phone.
func (f Field) Plain() any {
	if f.Person != nil {
		return plainPerson{string(f.Person.Name), f.Person.Relation, string(f.Person.Phone)}
	}
	return string(f.Text)
}

// plainCheck has the columns of a Check, without its redaction.
type plainCheck Check

// Plain returns the real value, for sealing and export.
func (c Check) Plain() any { return plainCheck(c) }

// Body returns the JSON of what is sealed in an entry.
func Body(what any) ([]byte, error) {
	type bare SignUp
	fields := func(m map[string]Field) map[string]any {
		if m == nil {
			return nil
		}
		out := make(map[string]any, len(m))
		for id, f := range m {
			out[id] = f.Plain()
		}
		return out
	}
	switch v := what.(type) {
	case SignUp:
		return json.Marshal(struct {
			bare
			Fields map[string]any `json:"fields"`
		}{bare(v), fields(v.Fields)})
	case Correction:
		out := struct {
			At       any            `json:"at"`
			Initials string         `json:"initials,omitempty"`
			Reason   string         `json:"reason,omitempty"`
			Fields   map[string]any `json:"fields"`
			Wish     string         `json:"wish,omitempty"`
		}{At: v.At, Initials: v.Initials, Reason: string(v.Reason), Wish: v.Wish}
		if v.Fields != nil {
			out.Fields = make(map[string]any, len(v.Fields))
		}
		for id, f := range v.Fields {
			if f == nil {
				out.Fields[id] = nil
			} else {
				out.Fields[id] = f.Plain()
			}
		}
		return json.Marshal(out)
	case Check:
		return json.Marshal(v.Plain())
	case ConsentChange, Contact, Join:
		return json.Marshal(v.(interface{ Plain() any }).Plain())
	}
	return nil, fmt.Errorf("a %T is not the body of an entry", what)
}
