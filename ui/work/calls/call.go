package calls

import (
	"fmt"
	"io"
	"log/slog"
	"time"

	"matchbooth/data/entry"
	"matchbooth/data/record"
	"matchbooth/kiosk/event"
)

// Call is one person who is due.
type Call struct {
	Person string
	Code   entry.ReceiptCode
	Name   record.Name // "" if the pack asks for none
	// Plan is the planned contact, with the zero value's empty ID if somebody asked to be called that the pack has no plan
	// for.
	Plan  event.Contact
	Since time.Time       // the day on which it became due, as midnight UTC
	Ways  []Way           // the best first; none: no way left
	Last  *record.Contact // the last attempt, or nil
	Lang  event.Lang      // the person's, which the volunteer speaks
	Say   string          // what to say, in that language; "" without a plan
}

// Way is one way to reach somebody.
type Way struct {
	Channel string      // one of [record.ChannelCall], [record.ChannelWeChat], [record.ChannelEmail]
	Field   string      // the id of the field
	Value   record.Text // number, id or address
	Sure    bool        // it rang, or somebody answered there
}

// Best returns the best way; ok is false if there is none left.
func (c Call) Best() (w Way, ok bool) {
	if len(c.Ways) == 0 {
		return Way{}, false
	}
	return c.Ways[0], true
}

// Format implements fmt.Formatter: it prints which plan and since when, and nothing about the person.
func (c Call) Format(f fmt.State, _ rune) {
	fmt.Fprintf(f, "a call for %q, due since %s", c.Plan.ID, c.Since.Format(time.DateOnly))
}

// LogValue implements slog.LogValuer: it logs the same.
func (c Call) LogValue() slog.Value { return slog.StringValue(fmt.Sprint(c)) }

// MarshalJSON refuses: whoever writes values out takes them one by one.
func (Call) MarshalJSON() ([]byte, error) { return nil, record.ErrPersonal }

// Format implements fmt.Formatter: it prints [redacted].
func (Way) Format(f fmt.State, _ rune) { io.WriteString(f, record.Redacted) }

// LogValue implements slog.LogValuer: it logs [redacted].
func (Way) LogValue() slog.Value { return slog.StringValue(record.Redacted) }

// MarshalJSON refuses.
func (Way) MarshalJSON() ([]byte, error) { return nil, record.ErrPersonal }
