package data

import (
	"context"
	"errors"
	"fmt"
	"time"

	"matchbooth/data/internal/audit"
	"matchbooth/data/internal/keys"
	"matchbooth/data/internal/trust"
)

// ErrDays refuses days that are none, or of which the last lies before the first.
var ErrDays = errors.New("these are no days that an event can have")

// MoveEvent has hours weighed by other days than the event pack says, here and at every booth that this reaches: an event
// was put off. Only what days they are counts of both.
func (s *Store) MoveEvent(ctx context.Context, desk *keys.Desk, first, last time.Time) error {
	what := trust.Body{First: first.Format(time.DateOnly), Last: last.Format(time.DateOnly)}
	if trust.SpanOf(map[string]string{trust.MetaEventFrom: what.First, trust.MetaEventTo: what.Last}).Last == 0 {
		return ErrDays
	}
	return s.say(ctx, desk, trust.SaysDays, what, audit.Act{What: fmt.Sprintf("event moved to %s and %s", what.First, what.Last), Persons: 0})
}
