package record

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
)

// Redacted is what personal values print as, whatever the verb, so that no log line and no crash report can contain one.
const Redacted = "[redacted]"

// Format prints [redacted].
func (Field) Format(f fmt.State, _ rune) { io.WriteString(f, Redacted) }

// Format prints [redacted].
func (Person) Format(f fmt.State, _ rune) { io.WriteString(f, Redacted) }

// Format prints [redacted].
func (SignUp) Format(f fmt.State, _ rune) { io.WriteString(f, Redacted) }

// Format prints [redacted].
func (Check) Format(f fmt.State, _ rune) { io.WriteString(f, Redacted) }

// Format prints [redacted].
func (Record) Format(f fmt.State, _ rune) { io.WriteString(f, Redacted) }

// LogValue keeps structured logs, which would marshal the value, as redacted as Format does.
func (Field) LogValue() slog.Value { return slog.StringValue(Redacted) }

// LogValue logs [redacted].
func (Person) LogValue() slog.Value { return slog.StringValue(Redacted) }

// LogValue logs [redacted].
func (SignUp) LogValue() slog.Value { return slog.StringValue(Redacted) }

// LogValue logs [redacted].
func (Check) LogValue() slog.Value { return slog.StringValue(Redacted) }

// LogValue logs [redacted].
func (Record) LogValue() slog.Value { return slog.StringValue(Redacted) }

// UnmarshalJSON parses what was sealed. Its errors never quote the value.
func (f *Field) UnmarshalJSON(b []byte) error {
	*f = Field{}
	if len(b) > 0 && b[0] == '{' {
		f.Person = new(Person)
		if json.Unmarshal(b, f.Person) != nil {
			return errors.New("a person field is not {name, relation, phone}")
		}
		return nil
	}
	if len(b) == 0 || b[0] != '"' || json.Unmarshal(b, &f.Text) != nil {
		return errors.New("a field is neither a string nor a person")
	}
	return nil
}

// Format prints [redacted].
func (Opened) Format(f fmt.State, _ rune) { io.WriteString(f, Redacted) }

// Format prints [redacted].
func (plainPerson) Format(f fmt.State, _ rune) { io.WriteString(f, Redacted) }

// Format prints [redacted].
func (plainCheck) Format(f fmt.State, _ rune) { io.WriteString(f, Redacted) }
