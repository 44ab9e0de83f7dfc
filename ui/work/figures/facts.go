// Package figures counts what a booth has done: the page of today, the closing of a day, what came of people later, and
// what an event's report says. Everything is computed from [Facts], which are read once, so that figures shown beside
// each other agree.
//
//   - A day has the sign-ups that arrived on it by their booth's clock. A paper form counts on the day it was typed.
//   - Two sign-ups that were joined are one person and count once, wherever the key has opened both; how many were joined
//     is said apart. Without a key nobody knows of joins, and every sign-up counts.
//   - What conditions somebody met is counted by visitors, without names, and from five up ([data.TalliesTogether]). The
//     outcome and the flags in a record are never counted.
//   - Nothing here names a person, and no figure crosses two others: a table of story by hour would single people out.
package figures

import (
	"context"
	"fmt"
	"io"
	"slices"
	"time"

	"matchbooth/data"
	"matchbooth/data/entry"
	"matchbooth/data/record"
)

// Store is what figures are read from; *data.Store is one.
type Store interface {
	BoothID() string
	Arrivals(ctx context.Context, from, to time.Time) ([]data.Arrival, error)
	TalliesBetween(ctx context.Context, from, to time.Time) (map[string]int, error)
	CountedUntil(ctx context.Context) (time.Time, error)
	Gaps(ctx context.Context) (list []data.Gap, more int, err error)
	Heard(ctx context.Context, from, to time.Time) ([]data.Heard, error)
	Mirror() data.MirrorState
	HandedOver(ctx context.Context, key data.Opener) (has map[string]map[entry.ReceiptCode]bool, unread int, err error)
}

// Facts is what the figures of one span are computed from.
type Facts struct {
	From, To time.Time // the second not included; both at full hours of their location
	Now      time.Time
	Booth    string // this one
	Arrivals []data.Arrival
	Tallies  map[string]int // of visitors, without names
	Counted  time.Time      // up to when visitors are in the tallies; zero: nobody yet
	Gaps     []data.Gap
	MoreGaps int
	Booths   []data.Heard
	Mirror   data.MirrorState
	Opened   *Opened // nil without a key
}

// Opened is what a key adds.
type Opened struct {
	Records    []record.Record // everybody, not only those of the span
	HandedOver map[string]map[entry.ReceiptCode]bool
	Unread     int    // lists of exports that could not be read
	Handover   string // the id of the consent to the hand-over; "" if the event has none
	// Checked says whether somebody was checked, by the check list of the event; nil: whoever has any check.
	Checked func(record.Record) bool
}

func (o Opened) checked(r record.Record) bool {
	if o.Checked == nil {
		return len(r.Checks) > 0
	}
	return o.Checked(r)
}

// Format prints how much there is, and nothing about anybody.
func (o Opened) Format(f fmt.State, _ rune) { fmt.Fprintf(f, "%d opened records", len(o.Records)) }

// Format prints [redacted]: the records are in it.
func (Facts) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, record.Redacted) }

// DayOf returns the span of the local day that a moment falls on.
func DayOf(at time.Time) (from, to time.Time) {
	y, m, d := at.Date()
	return time.Date(y, m, d, 0, 0, 0, 0, at.Location()), time.Date(y, m, d+1, 0, 0, 0, 0, at.Location())
}

// Always returns a span that everything is in: whatever clock a booth had, up to the end of tomorrow by this one.
func Always(now time.Time) (from, to time.Time) {
	_, to = DayOf(now.AddDate(0, 0, 1))
	return time.Unix(0, 0).In(now.Location()), to
}

// Daily parts the facts by the days on which somebody arrived, in order. What is not of any one day (visitors, gaps,
// missing booths) is in none of the parts.
func (f Facts) Daily() (out []Facts) {
	at := map[time.Time]*Facts{}
	var days []time.Time
	for _, a := range f.Arrivals {
		from, to := DayOf(time.Unix(a.Hour*3600, 0).In(f.From.Location()))
		if at[from] == nil {
			at[from] = &Facts{From: from, To: to, Now: f.Now, Booth: f.Booth, Mirror: f.Mirror, Opened: f.Opened}
			days = append(days, from)
		}
		at[from].Arrivals = append(at[from].Arrivals, a)
	}
	slices.SortFunc(days, time.Time.Compare)
	for _, d := range days {
		out = append(out, *at[d])
	}
	return out
}

// Read reads the facts of a span that need no key.
func Read(ctx context.Context, s Store, from, to, now time.Time) (f Facts, err error) {
	f = Facts{From: from, To: to, Now: now, Booth: s.BoothID(), Mirror: s.Mirror()}
	if f.Arrivals, err = s.Arrivals(ctx, from, to); err != nil {
		return f, err
	}
	if f.Tallies, err = s.TalliesBetween(ctx, from, to); err != nil {
		return f, err
	}
	if f.Counted, err = s.CountedUntil(ctx); err != nil {
		return f, err
	}
	if f.Gaps, f.MoreGaps, err = s.Gaps(ctx); err != nil {
		return f, err
	}
	f.Booths, err = s.Heard(ctx, from, to)
	return f, err
}

// Open adds what a key has opened: all records, as the store returned them, and who has whom. handover is the id of the
// consent to the hand-over; checked is [Opened.Checked].
func (f *Facts) Open(ctx context.Context, s Store, key data.Opener, records []record.Record, handover string, checked func(record.Record) bool) error {
	has, unread, err := s.HandedOver(ctx, key)
	if err != nil {
		return err
	}
	f.Opened = &Opened{Records: records, HandedOver: has, Unread: unread, Handover: handover, Checked: checked}
	return nil
}

// person is one arrival with what the key has opened of it.
type person struct {
	data.Arrival
	rec *record.Record // nil without a key, and if it did not open
}

// Format prints [redacted].
func (person) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, record.Redacted) }

// people returns the arrivals of the span, joined ones once, and how many were joined into others.
func (f *Facts) people() (list []person, joined int) {
	type at struct{ person, booth string }
	by, here, part := map[at]*record.Record{}, map[string]bool{}, map[string]bool{}
	if f.Opened != nil {
		for i := range f.Opened.Records {
			r := &f.Opened.Records[i]
			by[at{r.Person, r.Booth}], here[r.Person] = r, true
			for _, p := range r.Parts {
				part[p] = true
			}
		}
	}
	for _, a := range f.Arrivals {
		p := person{Arrival: a}
		if a.State == data.Stored {
			p.rec = by[at{a.Person, a.Booth}]
			// The same record of one person at two booths, as when one list was imported at both, is one record already.
			if part[a.Person] || p.rec == nil && here[a.Person] {
				joined++
				continue
			}
		}
		list = append(list, p)
	}
	return list, joined
}

// The sources of a sign-up.
const (
	Screen  = "screen"
	Paper   = record.SourcePaper
	Unknown = "unknown" // its content is gone, or did not open
)

// source returns where a person signed up.
func (p person) source() string {
	switch {
	case p.rec == nil:
		return Unknown
	case p.rec.Source == Paper:
		return Paper
	}
	return Screen
}

// checked says whether a volunteer has checked the person: that of a joined sign-up counts too, where the key has opened
// it. Without the key any check counts, since what it says is inside the seal.
func (f *Facts) checked(p person) bool {
	if p.rec == nil || f.Opened.Checked == nil {
		return p.State == data.Stored && (p.Checked || p.rec != nil && len(p.rec.Checks) > 0)
	}
	return p.State == data.Stored && f.Opened.Checked(*p.rec)
}
