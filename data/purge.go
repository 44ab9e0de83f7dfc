package data

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"time"

	"matchbooth/data/entry"
	"matchbooth/data/internal/db"
	"matchbooth/data/internal/folder"
	"matchbooth/data/internal/trust"
)

// ErrClock: today's date cannot be right, so nobody is erased because of it.
var ErrClock = errors.New("the date is not believed")

// purgeSlack is how long after the last person fell due a date is still believed: an event forgotten in a drawer for two
// years. Somebody who knows that the date is right can say so, see [Store.PurgeOn].
const purgeSlack = 2 * 366 * 24 * time.Hour

// DueWarning is how long before a person falls due the desk starts to say so.
const DueWarning = 7 * 24 * time.Hour

// Retention says who is to be erased, and when. Times are full hours, as in entries.
type Retention struct {
	Days    int       `json:"days"`     // how long sign-ups are kept; 0: for ever (practice)
	Due     int       `json:"due"`      // persons whose retention period is over
	Before  time.Time `json:"before"`   // those who signed up before this are due
	DueSoon int       `json:"due_soon"` // persons who fall due within [DueWarning]
	Next    time.Time `json:"next"`     // when the next one falls due; zero if nobody will
	Clock   string    `json:"clock"`    // why today's date is not believed, or ""
	Ahead   int       `json:"ahead"`    // living persons whose sign-up has an hour after today

	early bool // today seems to be before the event
}

// PurgeRecord is what remains of a purge.
type PurgeRecord struct {
	At      time.Time `json:"at"`
	Before  time.Time `json:"before"`
	Persons int       `json:"persons"`
}

// Retention finds out who is due on a day. It needs no key.
//
// The period runs from the hour in the sign-up, if that can be believed: between the event's first day, or the day of
// the set-up if that was earlier, and today, and in the order in which its booth wrote. A person without such an hour
// gets that of the booth's next line that has one, which was written later; if there is none, the newest believable
// hour of all, or the event's last day; and is never due if there is neither. Emptied lines and erasures keep nobody.
// Sign-ups that the desk has joined are one person, whose period runs from the last of them: whoever signed up again
// agreed again.
// Today is not believed if most of the people here would have signed up after it, or if it is years after the period of
// half of them ended.
func (s *Store) Retention(ctx context.Context, today time.Time) (Retention, error) {
	return s.inspectDue(ctx, today, false)
}

// RetentionOn is Retention for a date that a person vouches for, as with [Store.PurgeOn].
func (s *Store) RetentionOn(ctx context.Context, date time.Time) (Retention, error) {
	return s.inspectDue(ctx, date, true)
}

func (s *Store) inspectDue(ctx context.Context, today time.Time, given bool) (Retention, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.db == nil {
		return Retention{}, errors.New("looking who is due: the store is closed")
	}
	r, _, err := s.retention(ctx, today, given)
	return r, err
}

// retention also returns the ids of those who are due. given says that a person has vouched for today.
func (s *Store) retention(ctx context.Context, today time.Time, given bool) (r Retention, due []string, err error) {
	meta, err := db.AllMeta(ctx, s.db)
	if err != nil {
		return r, nil, fmt.Errorf("looking who is due: %w", folder.Explain(err))
	}
	if r.Days, err = strconv.Atoi(meta["retention_days"]); err != nil || r.Days <= 0 {
		r.Days = 0
		return r, nil, nil
	}
	maps.Copy(meta, s.trust.Days)
	p := trust.SpanOf(meta)
	all, err := trust.JudgeHours(ctx, s.db, s.trust, p, entry.Hour(today), given)
	if err != nil {
		return r, nil, fmt.Errorf("looking who is due: %w", folder.Explain(err))
	}
	r.Ahead = all.Ahead
	pairs, err := s.trust.PairsIn(ctx, s.db)
	if err != nil {
		return r, nil, fmt.Errorf("looking who is due: %w", folder.Explain(err))
	}
	var rest []string           // who is one person with somebody due, and has no content here
	since := map[string]int64{} // by the first of those who are one person
	for person, at := range all.Since {
		first := pairs.First(person)
		since[first] = max(since[first], at)
	}
	kept := int64(r.Days) * 24
	before := entry.Hour(today) - kept
	r.Before = time.Unix(before*3600, 0).UTC()
	next := int64(math.MaxInt64)
	for person, at := range since {
		switch {
		case at == 0:
			continue
		case at < before:
			r.Due++
			for _, id := range pairs.Of(person) {
				if _, content := all.Since[id]; content {
					due = append(due, id)
				} else {
					rest = append(rest, id)
				}
			}
			continue
		case at < before+int64(DueWarning/time.Hour):
			r.DueSoon++
		}
		next = min(next, at)
	}
	if rest, err = s.toErase(ctx, rest, nil); err != nil {
		return r, nil, fmt.Errorf("looking who is due: %w", folder.Explain(err))
	}
	due = append(due, rest...)
	slices.Sort(due)
	// While nobody is due, one person who would have signed up after today is enough to doubt today's date; if that is
	// years ahead, it was the clock at their sign-up that was wrong.
	mayBeToday := r.Due == 0 && all.Soonest-entry.Hour(today) <= trust.LeadMost
	if next != math.MaxInt64 {
		r.Next = time.Unix((next+kept+1)*3600, 0).UTC()
	}
	end := all.End(p)
	switch over := time.Unix((end+kept)*3600, 0).UTC(); {
	case len(all.Since) == 0:
	case all.Ahead > 0 && (2*all.Ahead > len(all.Since) || mayBeToday):
		r.Clock, r.early = fmt.Sprintf("sign-ups (%d of %d) carry an hour after %s", all.Ahead, len(all.Since), day(today)), true
	case end == 0:
		r.Clock, r.early = "no sign-up carries an hour that can be believed", true
	case today.After(over.Add(purgeSlack)):
		r.Clock = fmt.Sprintf("%s is more than two years after everybody's time was over (%s)", day(today), day(over))
	}
	return r, due, nil
}

func day(t time.Time) string { return t.Format("2006-01-02") }

// Purge erases everybody whose period is over, as [Store.Erase] erases one person. The date comes from the computer, so
// Purge refuses it with [ErrClock] if [Retention.Clock] says why. Only a count and the date remain.
func (s *Store) Purge(ctx context.Context, today time.Time) (PurgeRecord, error) {
	return s.purge(ctx, today, false)
}

// PurgeOn is Purge on a date that a person vouches for, after having been shown [Retention.Clock] if it is not believed.
// [ErrClock] only if that does not help: as far as can be told, everybody here signed up later.
func (s *Store) PurgeOn(ctx context.Context, date time.Time) (PurgeRecord, error) {
	return s.purge(ctx, date, true)
}

func (s *Store) purge(ctx context.Context, today time.Time, given bool) (PurgeRecord, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.ready(ctx); err != nil {
		return PurgeRecord{}, err
	}
	r, due, err := s.retention(ctx, today, given)
	if err != nil {
		return PurgeRecord{}, err
	}
	if r.Clock != "" && (!given || r.early && len(due) == 0) {
		return PurgeRecord{}, fmt.Errorf("%w: %s", ErrClock, r.Clock)
	}
	rec := PurgeRecord{At: today.UTC().Truncate(time.Second), Before: r.Before, Persons: r.Due}
	if len(due) == 0 {
		return rec, nil
	}
	_, err = s.forget(context.WithoutCancel(ctx), due, r.Due, &rec, nil)
	return rec, err
}

// Purges returns the records of all purges, oldest first.
func (s *Store) Purges(ctx context.Context) ([]PurgeRecord, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.db == nil {
		return nil, errors.New("reading the purges: the store is closed")
	}
	rows, err := s.db.QueryContext(ctx, "SELECT at, before, persons FROM purge ORDER BY n")
	if err != nil {
		return nil, fmt.Errorf("reading the purges: %w", folder.Explain(err))
	}
	defer rows.Close()
	var out []PurgeRecord
	for rows.Next() {
		var at, before int64
		var r PurgeRecord
		if err := rows.Scan(&at, &before, &r.Persons); err != nil {
			return nil, fmt.Errorf("reading the purges: %w", folder.Explain(err))
		}
		r.At, r.Before = time.Unix(at, 0).UTC(), time.Unix(before*3600, 0).UTC()
		out = append(out, r)
	}
	return out, rows.Err()
}
