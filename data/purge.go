package data

import (
	"context"
	"errors"
	"fmt"
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
}

// PurgeRecord is what a purge leaves behind.
type PurgeRecord struct {
	At      time.Time `json:"at"`
	Before  time.Time `json:"before"`
	Persons int       `json:"persons"`
}

// Retention looks who is due on a day, counting from the hour that stands at each sign-up. It needs no key.
func (s *Store) Retention(ctx context.Context, today time.Time) (Retention, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.db == nil {
		return Retention{}, errors.New("looking who is due: the store is closed")
	}
	return s.retention(ctx, today)
}

// living selects the hour of every person who signed up and was not forgotten.
const living = "SELECT person, min(hour) AS hour FROM entry WHERE kind = 'signup' AND person NOT IN (SELECT person FROM entry WHERE kind = 'erasure') GROUP BY person"

func (s *Store) retention(ctx context.Context, today time.Time) (Retention, error) {
	var r Retention
	days, _, err := getMeta(ctx, s.db, "retention_days")
	if err != nil {
		return r, fmt.Errorf("looking who is due: %w", explain(err))
	}
	if r.Days, err = strconv.Atoi(days); err != nil || r.Days <= 0 {
		r.Days = 0
		return r, nil
	}
	kept := int64(r.Days) * 24
	before := hour(today) - kept
	r.Before = time.Unix(before*3600, 0).UTC()
	soon := before + int64(DueWarning/time.Hour)
	var newest, next int64
	for _, q := range []struct {
		to   any
		sql  string
		args []any
	}{
		{&newest, "SELECT coalesce(max(hour), 0) FROM entry", nil},
		{&r.Due, "SELECT count(*) FROM (" + living + ") WHERE hour < ?", []any{before}},
		{&r.DueSoon, "SELECT count(*) FROM (" + living + ") WHERE hour >= ? AND hour < ?", []any{before, soon}},
		{&next, "SELECT coalesce(min(hour), 0) FROM (" + living + ") WHERE hour >= ?", []any{before}},
	} {
		if err := s.db.QueryRowContext(ctx, q.sql, q.args...).Scan(q.to); err != nil {
			return r, fmt.Errorf("looking who is due: %w", explain(err))
		}
	}
	if next != 0 {
		r.Next = time.Unix((next+kept+1)*3600, 0).UTC()
	}
	if newest != 0 {
		last := time.Unix(newest*3600, 0).UTC()
		switch end := last.Add(time.Duration(kept) * time.Hour); {
		case hour(today) < newest:
			r.Clock = fmt.Sprintf("%s lies before the newest entry (%s)", day(today), day(last))
		case today.After(end.Add(purgeSlack)):
			r.Clock = fmt.Sprintf("%s lies more than two years after everybody's time was over (%s)", day(today), day(end))
		}
	}
	return r, nil
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
	r, err := s.retention(ctx, today)
	if err != nil {
		return PurgeRecord{}, err
	}
	var newest int64
	if err := s.db.QueryRowContext(ctx, "SELECT coalesce(max(hour), 0) FROM entry").Scan(&newest); err != nil {
		return PurgeRecord{}, fmt.Errorf("looking who is due: %w", explain(err))
	}
	if r.Clock != "" && (!given || hour(today) < newest) {
		return PurgeRecord{}, fmt.Errorf("%w: %s", ErrClock, r.Clock)
	}
	rec := PurgeRecord{At: today.UTC().Truncate(time.Second), Before: r.Before}
	if r.Days == 0 || r.Due == 0 {
		return rec, nil
	}
	var due []string
	if err := s.db.eachText(ctx, func(p string) { due = append(due, p) }, "SELECT person FROM ("+living+") WHERE hour < ?", hour(r.Before)); err != nil {
		return PurgeRecord{}, fmt.Errorf("looking who is due: %w", explain(err))
	}
	rec.Persons = len(due)
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
