package session

import (
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"slices"
)

// Format implements fmt.Formatter. It prints the screen, never what is known of the visitor.
func (s State) Format(f fmt.State, _ rune) {
	fmt.Fprintf(f, "session.State{%s %s %s [redacted]}", s.Screen, s.Overlay, s.Lang)
}

// LogValue implements slog.LogValuer and redacts as Format does.
func (s State) LogValue() slog.Value { return slog.StringValue(fmt.Sprint(s)) }

// Format implements fmt.Formatter. It prints the kind, never the argument, which may have been typed.
func (e Event) Format(f fmt.State, _ rune) { fmt.Fprintf(f, "session.Event{%s [redacted]}", e.Kind) }

// LogValue implements slog.LogValuer and redacts as Format does.
func (e Event) LogValue() slog.Value { return slog.StringValue(fmt.Sprint(e)) }

// Format implements fmt.Formatter. It prints the argument only if that is an anonymous counter.
func (e Effect) Format(f fmt.State, _ rune) {
	arg := "[redacted]"
	if e.Kind == DoTally || e.Arg == "" {
		arg = e.Arg
	}
	fmt.Fprintf(f, "session.Effect{%s %s}", e.Kind, arg)
}

// LogValue implements slog.LogValuer and redacts as Format does.
func (e Effect) LogValue() slog.Value { return slog.StringValue(fmt.Sprint(e)) }

// clone returns a copy that shares no slices or maps with s.
func (s State) clone() State {
	s.Flags = slices.Clone(s.Flags)
	s.Answers = maps.Clone(s.Answers)
	s.Consents = slices.Clone(s.Consents)
	s.Refused = slices.Clone(s.Refused)
	s.Missing = slices.Clone(s.Missing)
	s.Trail = slices.Clone(s.Trail)
	s.Reached = slices.Clone(s.Reached)
	s.Problems = slices.Clone(s.Problems)
	for i := range s.Problems {
		s.Problems[i].Args = maps.Clone(s.Problems[i].Args)
	}
	return s
}

// Format implements fmt.Formatter and redacts as that of State does.
func (x *step) Format(f fmt.State, _ rune) {
	fmt.Fprintf(f, "session.step{%s %s [redacted]}", x.s.Screen, x.e.Kind)
}

// errPersonal is what json.Marshal returns; a JSON log shows it in place of the value.
var errPersonal = errors.New("what a visitor does is not written")

// MarshalJSON always returns an error.
func (State) MarshalJSON() ([]byte, error) { return nil, errPersonal }

// MarshalJSON always returns an error.
func (Event) MarshalJSON() ([]byte, error) { return nil, errPersonal }

// MarshalJSON always returns an error.
func (Effect) MarshalJSON() ([]byte, error) { return nil, errPersonal }
