package form

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
)

// Text is something that a visitor typed, Name a person's name, Phone a person's telephone
// number. They print as [redacted] with any verb, in a log, an error or a panic; code that
// needs the value writes string(t), which can be searched for. None of this package's values
// can be marshalled as JSON.
type (
	Text  string
	Name  string
	Phone string
)

const redacted = "[redacted]"

// errPersonal is what json.Marshal returns for a personal value; a JSON log shows it in place of
// the value.
var errPersonal = errors.New("a visitor's answer is not written")

// Format implements fmt.Formatter.
func (Text) Format(f fmt.State, _ rune) { io.WriteString(f, redacted) }

// Format implements fmt.Formatter.
func (Name) Format(f fmt.State, _ rune) { io.WriteString(f, redacted) }

// Format implements fmt.Formatter.
func (Phone) Format(f fmt.State, _ rune) { io.WriteString(f, redacted) }

// Format implements fmt.Formatter. It never prints the value itself.
func (Value) Format(f fmt.State, _ rune) { io.WriteString(f, redacted) }

// Format implements fmt.Formatter. It never prints the person.
func (Person) Format(f fmt.State, _ rune) { io.WriteString(f, redacted) }

// Format implements fmt.Formatter. It prints only the number of answers, not their field ids.
func (a Answers) Format(f fmt.State, _ rune) { fmt.Fprintf(f, "%d answers [redacted]", len(a)) }

// String implements fmt.Stringer, which a panic uses.
func (Text) String() string { return redacted }

// String implements fmt.Stringer.
func (Name) String() string { return redacted }

// String implements fmt.Stringer.
func (Phone) String() string { return redacted }

// LogValue implements slog.LogValuer: a JSON log does not use the Formatter.
func (Text) LogValue() slog.Value { return slog.StringValue(redacted) }

// LogValue implements slog.LogValuer.
func (Name) LogValue() slog.Value { return slog.StringValue(redacted) }

// LogValue implements slog.LogValuer.
func (Phone) LogValue() slog.Value { return slog.StringValue(redacted) }

// LogValue implements slog.LogValuer.
func (Value) LogValue() slog.Value { return slog.StringValue(redacted) }

// LogValue implements slog.LogValuer.
func (Person) LogValue() slog.Value { return slog.StringValue(redacted) }

// LogValue implements slog.LogValuer.
func (a Answers) LogValue() slog.Value { return slog.StringValue(fmt.Sprint(a)) }

// MarshalJSON always returns an error.
func (Text) MarshalJSON() ([]byte, error) { return nil, errPersonal }

// MarshalJSON always returns an error.
func (Name) MarshalJSON() ([]byte, error) { return nil, errPersonal }

// MarshalJSON always returns an error.
func (Phone) MarshalJSON() ([]byte, error) { return nil, errPersonal }

// MarshalJSON always returns an error.
func (Value) MarshalJSON() ([]byte, error) { return nil, errPersonal }

// MarshalJSON always returns an error.
func (Person) MarshalJSON() ([]byte, error) { return nil, errPersonal }

// MarshalJSON always returns an error: the keys alone would reveal what was answered.
func (Answers) MarshalJSON() ([]byte, error) { return nil, errPersonal }
