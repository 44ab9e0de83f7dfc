package form

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
)

// Text is something that a visitor typed, Name what somebody is called, Phone how somebody is
// called up. Whoever prints one, under whatever verb, in a log, an error or a panic, prints
// [redacted]; who needs the value writes string(t), and that can be searched for. None of this
// package's values lets itself be written as JSON.
type (
	Text  string
	Name  string
	Phone string
)

const redacted = "[redacted]"

// errPersonal is what json.Marshal gets for a personal value; a log that writes JSON says so in its
// place.
var errPersonal = errors.New("a visitor's answer is not written")

// Format implements fmt.Formatter.
func (Text) Format(f fmt.State, _ rune) { io.WriteString(f, redacted) }

// Format implements fmt.Formatter.
func (Name) Format(f fmt.State, _ rune) { io.WriteString(f, redacted) }

// Format implements fmt.Formatter.
func (Phone) Format(f fmt.State, _ rune) { io.WriteString(f, redacted) }

// Format implements fmt.Formatter: never the value itself.
func (Value) Format(f fmt.State, _ rune) { io.WriteString(f, redacted) }

// Format implements fmt.Formatter: never the person.
func (Person) Format(f fmt.State, _ rune) { io.WriteString(f, redacted) }

// Format implements fmt.Formatter: field ids only through their number.
func (a Answers) Format(f fmt.State, _ rune) { fmt.Fprintf(f, "%d answers [redacted]", len(a)) }

// String implements fmt.Stringer: a panic asks for it.
func (Text) String() string { return redacted }

// String implements fmt.Stringer.
func (Name) String() string { return redacted }

// String implements fmt.Stringer.
func (Phone) String() string { return redacted }

// LogValue implements slog.LogValuer: a log that is written as JSON asks no Formatter.
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

// MarshalJSON refuses.
func (Text) MarshalJSON() ([]byte, error) { return nil, errPersonal }

// MarshalJSON refuses.
func (Name) MarshalJSON() ([]byte, error) { return nil, errPersonal }

// MarshalJSON refuses.
func (Phone) MarshalJSON() ([]byte, error) { return nil, errPersonal }

// MarshalJSON refuses.
func (Value) MarshalJSON() ([]byte, error) { return nil, errPersonal }

// MarshalJSON refuses.
func (Person) MarshalJSON() ([]byte, error) { return nil, errPersonal }

// MarshalJSON refuses: the keys alone would tell what was answered.
func (Answers) MarshalJSON() ([]byte, error) { return nil, errPersonal }
