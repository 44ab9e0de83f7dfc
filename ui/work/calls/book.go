package calls

import (
	"slices"
	"strings"
	"time"

	"matchbooth/assets/text"
	"matchbooth/data/export"
	"matchbooth/data/record"
	"matchbooth/kiosk/event"
	"matchbooth/kiosk/form"
)

// Workbook returns the list of who is due as a table to read, print and write on, in the language of the printer: one row a
// person, with an empty cell for what came of it. on is an instant of its day, in the zone of the booth. It holds personal
// data: only [Write] puts it into a file.
func Workbook(p *event.Pack, list []Call, on time.Time, in text.Printer) export.List {
	l := export.List{Lang: in.Lang, Sheet: in.S("calls.sheet"),
		Title: in.S("calls.title", "Event", p.Title.In(event.Lang(in.Lang)), "Day", on.Format(time.DateOnly))}
	for _, key := range []string{"code", "name", "way", "number", "others", "for", "since", "last", "result"} {
		l.Header = append(l.Header, in.S("calls.column."+key))
	}
	for _, c := range list {
		way, number := in.S("calls.noway"), ""
		var others []string
		for i, w := range c.Ways {
			if i == 0 {
				way, number = wayIn(w, in), valueOf(w)
				continue
			}
			others = append(others, wayIn(w, in)+" "+valueOf(w))
		}
		l.Rows = append(l.Rows, []string{
			c.Code.String(), string(c.Name), way, number, strings.Join(others, "\n"),
			c.For(in), c.Since.Format(time.DateOnly), lastIn(c.Last, on.Location(), in), "",
		})
	}
	return l
}

// For says what a call is for, in the language of the printer.
func (c Call) For(in text.Printer) string {
	if c.Plan.ID == "" {
		return in.S("calls.again")
	}
	return c.Plan.Title.In(event.Lang(in.Lang))
}

// wayIn names a way, and says where somebody was reached by it.
func wayIn(w Way, in text.Printer) string {
	name := ChannelIn(w.Channel, in)
	if w.Sure {
		return in.S("calls.sure", "Way", name)
	}
	return name
}

// ChannelIn names a channel, such as [record.ChannelCall]. One that is unknown, of a later version, stays as it is.
func ChannelIn(channel string, in text.Printer) string {
	if !slices.Contains(record.Channels, channel) && channel != record.ChannelPage {
		return channel
	}
	return in.S("calls.by." + channel)
}

// OutcomeIn names an outcome, such as [record.NoAnswer]. One that is unknown, of a later version, stays as it is.
func OutcomeIn(outcome string, in text.Printer) string {
	if !slices.Contains(record.Outcomes, outcome) {
		return outcome
	}
	return in.S("calls.outcome." + outcome)
}

// valueOf returns a number in groups, as one reads it aloud, and anything else as it is.
func valueOf(w Way) string {
	if w.Channel == record.ChannelCall {
		return form.GroupPhone(string(w.Value))
	}
	return string(w.Value)
}

// lastIn says what came of the last attempt.
func lastIn(c *record.Contact, zone *time.Location, in text.Printer) string {
	if c == nil {
		return in.S("calls.never")
	}
	s := in.S("calls.last", "Day", c.At.In(zone).Format(time.DateOnly), "Way", ChannelIn(c.Channel, in), "Outcome", OutcomeIn(c.Outcome, in))
	if c.Initials != "" {
		s += " (" + c.Initials + ")"
	}
	return s
}
