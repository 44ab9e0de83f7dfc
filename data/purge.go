package data

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"time"
)

// ErrClock: today's date cannot be right, so nobody is forgotten by it.
var ErrClock = errors.New("the date is not believed")

// purgeSlack is for how long after the last person fell due a date is still believed: an event forgotten in a drawer
// for two years. Whoever knows that the date is right says so, see [Store.PurgeOn].
const purgeSlack = 2 * 366 * 24 * time.Hour

// DueWarning is how long before a person falls due the desk begins to say so.
const DueWarning = 7 * 24 * time.Hour

// Retention says who is to be forgotten, and when. Hours are whole ones, as entries keep them.
type Retention struct {
	Days    int       `json:"days"`     // that sign-ups are kept; 0: for ever (practice)
	Due     int       `json:"due"`      // persons whose time is over
	Before  time.Time `json:"before"`   // whoever signed up before this is due
	DueSoon int       `json:"due_soon"` // persons who fall due within [DueWarning]
	Next    time.Time `json:"next"`     // when the next one falls due; zero where nobody will
	Clock   string    `json:"clock"`    // why today's date is not believed, or ""

	early bool // it lies before the newest entry
}

// PurgeRecord is what a purge leaves behind.
type PurgeRecord struct {
	At      time.Time `json:"at"`
	Before  time.Time `json:"before"`
	Persons int       `json:"persons"`
}

// Retention looks who is due on a day. It needs no key.
//
// It counts from the hour that stands at the sign-up. A clock that was wrong then makes nobody older than he is: an hour
// before one that the same booth had shown earlier, or before this program existed, was a clock set back. Such a person
// counts from the booth's next entry with a believable hour, which came later than the sign-up; where there is none,
// from the newest entry in the file; and is not due at all while no entry has such an hour.
func (s *Store) Retention(ctx context.Context, today time.Time) (Retention, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.db == nil {
		return Retention{}, errors.New("looking who is due: the store is closed")
	}
	r, _, err := s.retention(ctx, today)
	return r, err
}

// firstHour is 2020-01-01, years before the first version of this program: no sign-up is older, and computers that
// have forgotten the time begin at an earlier date.
const firstHour = 438288

// retention gives the ids of those who are due as well.
func (s *Store) retention(ctx context.Context, today time.Time) (r Retention, due []string, err error) {
	days, _, err := getMeta(ctx, s.db, "retention_days")
	if err != nil {
		return r, nil, fmt.Errorf("looking who is due: %w", explain(err))
	}
	if r.Days, err = strconv.Atoi(days); err != nil || r.Days <= 0 {
		r.Days = 0
		return r, nil, nil
	}
	since, newest, err := stays(ctx, s.db)
	if err != nil {
		return r, nil, fmt.Errorf("looking who is due: %w", explain(err))
	}
	kept := int64(r.Days) * 24
	before := hour(today) - kept
	r.Before = time.Unix(before*3600, 0).UTC()
	next := int64(math.MaxInt64)
	for person, at := range since {
		switch {
		case at < before:
			due = append(due, person)
			continue
		case at < before+int64(DueWarning/time.Hour):
			r.DueSoon++
		}
		next = min(next, at)
	}
	slices.Sort(due)
	r.Due = len(due)
	if next != math.MaxInt64 {
		r.Next = time.Unix((next+kept+1)*3600, 0).UTC()
	}
	if newest != 0 {
		last := time.Unix(newest*3600, 0).UTC()
		switch end := last.Add(time.Duration(kept) * time.Hour); {
		case hour(today) < newest:
			r.Clock, r.early = fmt.Sprintf("%s lies before the newest entry (%s)", day(today), day(last)), true
		case today.After(end.Add(purgeSlack)):
			r.Clock = fmt.Sprintf("%s lies more than two years after everybody's time was over (%s)", day(today), day(end))
		}
	}
	return r, due, nil
}

// stays gives for everybody whose sealed parts are here the hour from which the retention period counts, and the
// newest hour of all entries. Whoever has no hour that can be believed is left out.
func stays(ctx context.Context, x rower) (since map[string]int64, newest int64, err error) {
	rows, err := x.QueryContext(ctx, "SELECT person, kind = 'signup', booth, hour, sealed IS NOT NULL FROM "+bothTables+" ORDER BY booth, seq")
	if err != nil {
		return nil, 0, err
	}
	defer rows.Close()
	type stay struct {
		hour            int64
		signed, content bool
	}
	type row struct {
		person          string
		signup, content bool
	}
	all := map[string]stay{}
	take := func(r row, at int64) {
		p, ok := all[r.person]
		switch {
		case r.signup && !p.signed:
			p.hour, p.signed = at, true
		case r.signup:
			p.hour = min(p.hour, at)
		case !ok || !p.signed:
			p.hour = max(p.hour, at) // the sign-up was lost: what is left of the person is not kept for ever
		}
		p.content = p.content || r.content
		all[r.person] = p
	}
	var last string
	told := int64(firstHour) // the latest hour that this booth has shown so far
	var behind, rest []row   // whose clock was set back: until the booth's next believable hour; without one
	for rows.Next() {
		var r row
		var booth string
		var at int64
		if err := rows.Scan(&r.person, &r.signup, &booth, &at, &r.content); err != nil {
			return nil, 0, err
		}
		newest = max(newest, at)
		if booth != last {
			rest = append(rest, behind...)
			last, told, behind = booth, firstHour, nil
		}
		if at < told {
			behind = append(behind, r)
			continue
		}
		told = at
		for _, b := range behind {
			take(b, at)
		}
		behind = nil
		take(r, at)
	}
	for _, r := range append(rest, behind...) {
		take(r, newest)
	}
	since = map[string]int64{}
	for person, p := range all {
		if p.content && p.hour >= firstHour {
			since[person] = p.hour
		}
	}
	return since, newest, rows.Err()
}

func day(t time.Time) string { return t.Format("2006-01-02") }

// Purge forgets everybody whose time is over, as [Store.Erase] forgets one person. The date is the computer's, so it is
// refused with [ErrClock] where [Retention.Clock] says why. What stays is a count and the date.
func (s *Store) Purge(ctx context.Context, today time.Time) (PurgeRecord, error) {
	return s.purge(ctx, today, false)
}

// PurgeOn is Purge on a date that a person has given: it may lie years after the event, but never before the newest
// entry.
func (s *Store) PurgeOn(ctx context.Context, date time.Time) (PurgeRecord, error) {
	return s.purge(ctx, date, true)
}

func (s *Store) purge(ctx context.Context, today time.Time, given bool) (PurgeRecord, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.ready(ctx); err != nil {
		return PurgeRecord{}, err
	}
	r, due, err := s.retention(ctx, today)
	if err != nil {
		return PurgeRecord{}, err
	}
	if r.Clock != "" && (!given || r.early) {
		return PurgeRecord{}, fmt.Errorf("%w: %s", ErrClock, r.Clock)
	}
	rec := PurgeRecord{At: today.UTC().Truncate(time.Second), Before: r.Before, Persons: len(due)}
	if len(due) == 0 {
		return rec, nil
	}
	_, err = s.forget(context.WithoutCancel(ctx), due, &rec)
	return rec, err
}

// Purges gives the records of all purges, the first one first.
func (s *Store) Purges(ctx context.Context) ([]PurgeRecord, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.db == nil {
		return nil, errors.New("reading the purges: the store is closed")
	}
	rows, err := s.db.QueryContext(ctx, "SELECT at, before, persons FROM purge ORDER BY n")
	if err != nil {
		return nil, fmt.Errorf("reading the purges: %w", explain(err))
	}
	defer rows.Close()
	var out []PurgeRecord
	for rows.Next() {
		var at, before int64
		var r PurgeRecord
		if err := rows.Scan(&at, &before, &r.Persons); err != nil {
			return nil, fmt.Errorf("reading the purges: %w", explain(err))
		}
		r.At, r.Before = time.Unix(at, 0).UTC(), time.Unix(before*3600, 0).UTC()
		out = append(out, r)
	}
	return out, rows.Err()
}
