package session

import (
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"slices"
)

// Format implements fmt.Formatter: the screen, never what is known of the visitor.
func (s State) Format(f fmt.State, _ rune) {
	fmt.Fprintf(f, "session.State{%s %s %s [redacted]}", s.Screen, s.Overlay, s.Lang)
}

// LogValue implements slog.LogValuer as Format does.
func (s State) LogValue() slog.Value { return slog.StringValue(fmt.Sprint(s)) }

// Format implements fmt.Formatter: the kind, never the argument, which may have been typed.
func (e Event) Format(f fmt.State, _ rune) { fmt.Fprintf(f, "session.Event{%s [redacted]}", e.Kind) }

// LogValue implements slog.LogValuer as Format does.
func (e Event) LogValue() slog.Value { return slog.StringValue(fmt.Sprint(e)) }

// Format implements fmt.Formatter: the argument only where it is an anonymous counter.
func (e Effect) Format(f fmt.State, _ rune) {
	arg := "[redacted]"
	if e.Kind == DoTally || e.Arg == "" {
		arg = e.Arg
	}
	fmt.Fprintf(f, "session.Effect{%s %s}", e.Kind, arg)
}

// LogValue implements slog.LogValuer as Format does.
func (e Effect) LogValue() slog.Value { return slog.StringValue(fmt.Sprint(e)) }

// clone copies all that can be changed through a State.
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

// Format implements fmt.Formatter as State's does.
func (x *step) Format(f fmt.State, _ rune) {
	fmt.Fprintf(f, "session.step{%s %s [redacted]}", x.s.Screen, x.e.Kind)
}

// errPersonal is what json.Marshal gets; a log that writes JSON says so in its place.
var errPersonal = errors.New("what a visitor does is not written")

// MarshalJSON refuses.
func (State) MarshalJSON() ([]byte, error) { return nil, errPersonal }

// MarshalJSON refuses.
func (Event) MarshalJSON() ([]byte, error) { return nil, errPersonal }

// MarshalJSON refuses.
func (Effect) MarshalJSON() ([]byte, error) { return nil, errPersonal }
