package data

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"
	"time"

	"matchbooth/data/entry"
	"matchbooth/data/internal/db"
	"matchbooth/data/internal/folder"
	"matchbooth/data/internal/keys"
	"matchbooth/data/internal/terms"
	"matchbooth/data/internal/trust"
	"matchbooth/data/record"
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
	Days    int       `json:"days"`     // how long sign-ups are kept that agreed to nothing longer; 0: for ever (practice)
	Longest int       `json:"longest"`  // how long anybody may have agreed to be kept, in days; Days if no consent has a term
	Due     int       `json:"due"`      // persons whose retention period is over
	Unclear int       `json:"unclear"`  // persons who are past Days, not past Longest, and whose consents were not looked at
	Before  time.Time `json:"before"`   // whoever is due signed up before this
	DueSoon int       `json:"due_soon"` // persons who fall due, or may, within [DueWarning]
	Next    time.Time `json:"next"`     // when the next one falls due, or may; zero if nobody will
	Clock   string    `json:"clock"`    // why today's date is not believed, or ""
	Ahead   int       `json:"ahead"`    // living persons whose sign-up has an hour after today

	early bool // today seems to be before the event
}

// Judging is what a purge goes by.
type Judging struct {
	// Date says that a person vouches for the date, after having been shown [Retention.Clock] if it is not believed.
	Date bool
	// Records are everybody as [Store.Records] has just opened them, with what it reported. They say who agreed to be
	// kept longer. Whoever is not among them, or has a line that did not open, counts as if nothing were opened: they are
	// due only once the longest term is over.
	Records []record.Record
	Faults  []record.Fault
	// Key is what opened them, if it is still open. If it is the event's own, the desk signs the erasures too: they then
	// empty at once wherever they come, also those of people of other booths. A booth alone can only claim these.
	Key Opener
}

// Format implements fmt.Formatter: it prints how many records there are, and nothing about anybody.
func (j Judging) Format(f fmt.State, _ rune) {
	fmt.Fprintf(f, "data.Judging{%d records [redacted]}", len(j.Records))
}

// PurgeRecord is what remains of a purge.
type PurgeRecord struct {
	At      time.Time `json:"at"`
	Before  time.Time `json:"before"`
	Persons int       `json:"persons"`
	Unclear int       `json:"unclear"` // as in [Retention], when it was done; not kept
}

// Retention finds out who is due on a day. It needs no key.
//
// The period runs from the hour in the sign-up, if that can be believed: between the event's first day, or the day of
// the set-up if that was earlier, and today, and in the order in which its booth wrote. A person without such an hour
// gets that of the booth's next line that has one, which was written later; if there is none, the newest believable
// hour of all, or the event's last day; and is never due if there is neither. Emptied lines and erasures keep nobody.
// Sign-ups that the desk has joined are one person, whose period runs from the last of them: whoever signed up again
// agreed again. A consent may have a longer term ([record.Consent.Days]); it is sealed, so without a key only whoever is
// past the longest term of all is due, and the others past [Retention.Days] are counted as unclear. See [Store.RetentionBy].
// Today is not believed if most of the people here would have signed up after it, or if it is years after the period of
// half of them ended.
func (s *Store) Retention(ctx context.Context, today time.Time) (Retention, error) {
	return s.RetentionBy(ctx, today, Judging{})
}

// RetentionOn is Retention for a date that a person vouches for, as with [Store.PurgeOn].
func (s *Store) RetentionOn(ctx context.Context, date time.Time) (Retention, error) {
	return s.RetentionBy(ctx, date, Judging{Date: true})
}

// RetentionBy is Retention with what people agreed to, see [Judging].
func (s *Store) RetentionBy(ctx context.Context, today time.Time, by Judging) (Retention, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.db == nil {
		return Retention{}, errors.New("looking who is due: the store is closed")
	}
	r, _, err := s.retention(ctx, today, by)
	return r, err
}

// retention also returns the ids of those who are due.
func (s *Store) retention(ctx context.Context, today time.Time, by Judging) (r Retention, due []string, err error) {
	k, err := s.keptPeople(ctx, today, by)
	if err != nil {
		return r, nil, fmt.Errorf("looking who is due: %w", folder.Explain(err))
	}
	if r.Days = k.rule.Days; r.Days == 0 {
		return r, nil, nil
	}
	r.Longest, r.Ahead = k.rule.Longest, k.hours.Ahead
	now := entry.Hour(today)
	past := now - int64(r.Days)*24
	if len(by.Records) == 0 {
		past = now - int64(r.Longest)*24
	}
	r.Before = time.Unix(past*3600, 0).UTC()
	var rest []string // who is one person with somebody due, and has no content here
	next := int64(math.MaxInt64)
	for person, at := range k.since {
		if at == 0 {
			continue
		}
		plain, end := at+int64(r.Days)*24, k.end(person).hour
		switch {
		case end < now:
			r.Due++
			for _, id := range k.pairs.Of(person) {
				if _, content := k.hours.Since[id]; content {
					due = append(due, id)
				} else {
					rest = append(rest, id)
				}
			}
			continue
		case !k.judged(person) && plain < now:
			r.Unclear++
		case !k.judged(person):
			end = plain // they may be due then
		}
		if end < now+int64(DueWarning/time.Hour) {
			r.DueSoon++
		}
		next = min(next, end)
	}
	if rest, err = s.toErase(ctx, rest, nil); err != nil {
		return r, nil, fmt.Errorf("looking who is due: %w", folder.Explain(err))
	}
	due = append(due, rest...)
	slices.Sort(due)
	// While nobody is due, one person who would have signed up after today is enough to doubt today's date; if that is
	// years ahead, it was the clock at their sign-up that was wrong.
	mayBeToday := r.Due == 0 && k.hours.Soonest-now <= trust.LeadMost
	if next != math.MaxInt64 {
		r.Next = time.Unix((next+1)*3600, 0).UTC()
	}
	last := k.hours.End(k.span)
	switch over := time.Unix((last+int64(r.Longest)*24)*3600, 0).UTC(); {
	case len(k.hours.Since) == 0:
	case r.Ahead > 0 && (2*r.Ahead > len(k.hours.Since) || mayBeToday):
		r.Clock, r.early = fmt.Sprintf("sign-ups (%d of %d) carry an hour after %s", r.Ahead, len(k.hours.Since), day(today)), true
	case last == 0:
		r.Clock, r.early = "no sign-up carries an hour that can be believed", true
	case today.After(over.Add(purgeSlack)):
		r.Clock = fmt.Sprintf("%s is more than two years after everybody's time was over (%s)", day(today), day(over))
	}
	return r, due, nil
}

// kept is since when everybody here is kept, and what is known of how long they agreed to be.
type kept struct {
	rule  terms.Rule
	span  trust.Span
	hours trust.Hours
	pairs entry.Pairs
	since map[string]int64         // by the first of those who are one person
	terms map[string][]record.Term // by the first; of everybody whose consents are known
}

// keptPeople judges the hours of everybody here, and reads what they agreed to.
func (s *Store) keptPeople(ctx context.Context, today time.Time, by Judging) (k kept, err error) {
	meta, err := db.AllMeta(ctx, s.db)
	if err != nil {
		return k, err
	}
	if k.rule = s.rule(meta); k.rule.Days == 0 {
		return k, nil
	}
	maps.Copy(meta, s.trust.Days)
	k.span = trust.SpanOf(meta)
	if k.hours, err = trust.JudgeHours(ctx, s.db, s.trust, k.span, entry.Hour(today), by.Date); err != nil {
		return k, err
	}
	if k.pairs, err = s.trust.PairsIn(ctx, s.db); err != nil {
		return k, err
	}
	k.since = map[string]int64{}
	for person, at := range k.hours.Since {
		first := k.pairs.First(person)
		k.since[first] = max(k.since[first], at)
	}
	unread, err := personsWith(ctx, s.db, by.Faults)
	if err != nil {
		return k, err
	}
	k.terms = map[string][]record.Term{}
	for _, r := range by.Records { // two booths may each have a record of one person: both count
		of := r.Terms()
		for _, person := range append([]string{r.Person}, r.Parts...) { // older joins are known only inside the seal
			if first := k.pairs.First(person); person == r.Person || first != k.pairs.First(r.Person) {
				k.terms[first] = append(k.terms[first], of...)
			}
		}
	}
	for person := range unread {
		delete(k.terms, k.pairs.First(person))
	}
	return k, nil
}

// rule is how long people are kept: by the settings, and by what the desk has said of later versions of the event pack.
func (s *Store) rule(meta map[string]string) terms.Rule {
	r := terms.In(meta)
	for _, c := range s.trust.Packs {
		r = r.Then(c.Days, c.Terms)
	}
	return r
}

// personsWith returns the persons who have a line that did not open; what was set aside because of who wrote it says
// nothing about them.
func personsWith(ctx context.Context, x db.Querier, faults []record.Fault) (map[string]bool, error) {
	out := map[string]bool{}
	for _, f := range faults {
		if f.Entry == "" || f.Aside() {
			continue
		}
		rows, err := x.QueryContext(ctx, "SELECT person FROM "+db.BothTables+" WHERE id = ?", f.Entry)
		if err != nil {
			return nil, err
		}
		for rows.Next() {
			var person string
			if err := rows.Scan(&person); err != nil {
				return nil, errors.Join(err, rows.Close())
			}
			out[person] = true
		}
		if err := errors.Join(rows.Err(), rows.Close()); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// judged reports whether it is known what somebody agreed to, or makes no difference. first is as in kept.since.
func (k kept) judged(first string) bool {
	_, known := k.terms[first]
	return known || k.rule.Longest == k.rule.Days
}

// ending is when somebody's period is over.
type ending struct {
	hour    int64 // they are due after it
	days    int
	consent string // "" for everybody's period
}

// end returns the end of somebody's period: everybody's, from the last of their sign-ups, or that of a consent which
// ends later, from the sign-up it was given with. As long as it is not known what they agreed to it is the longest.
func (k kept) end(first string) ending {
	at := k.since[first]
	out := ending{hour: at + int64(k.rule.Days)*24, days: k.rule.Days}
	if !k.judged(first) {
		return ending{hour: at + int64(k.rule.Longest)*24, days: k.rule.Longest}
	}
	for _, t := range k.terms[first] {
		since := k.hours.Since[t.Person]
		if since == 0 {
			since = at
		}
		if days := k.rule.Of(t); since+int64(days)*24 > out.hour {
			out = ending{hour: since + int64(days)*24, days: days, consent: t.Consent}
		}
	}
	return out
}

// End is when somebody is to be erased at the latest, and why.
type End struct {
	At      time.Time // the hour from which on they are due, in UTC
	Days    int       // the term, in days from the sign-up
	Consent string    // the id of the consent that has this term; "" where it is everybody's
}

// Ends returns when the people of the records are to be erased, by [record.Record.Person], as of a day. Nobody is in it
// where people are kept for ever, nor whoever's sign-up has no hour that can be believed.
func (s *Store) Ends(ctx context.Context, records []record.Record, today time.Time) (map[string]End, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.db == nil {
		return nil, errors.New("looking how long people are kept: the store is closed")
	}
	k, err := s.keptPeople(ctx, today, Judging{Records: records})
	if err != nil {
		return nil, fmt.Errorf("looking how long people are kept: %w", folder.Explain(err))
	}
	out := map[string]End{}
	for _, r := range records {
		if first := k.pairs.First(r.Person); k.since[first] != 0 {
			e := k.end(first)
			out[r.Person] = End{At: time.Unix((e.hour+1)*3600, 0).UTC(), Days: e.days, Consent: e.consent}
		}
	}
	return out, nil
}

func day(t time.Time) string { return t.Format("2006-01-02") }

// Purge erases everybody whose period is over, as [Store.Erase] erases one person. The date comes from the computer, so
// Purge refuses it with [ErrClock] if [Retention.Clock] says why. Only a count and the date remain.
func (s *Store) Purge(ctx context.Context, today time.Time) (PurgeRecord, error) {
	return s.PurgeBy(ctx, today, Judging{})
}

// PurgeOn is Purge on a date that a person vouches for, after having been shown [Retention.Clock] if it is not believed.
// [ErrClock] only if that does not help: as far as can be told, everybody here signed up later.
func (s *Store) PurgeOn(ctx context.Context, date time.Time) (PurgeRecord, error) {
	return s.PurgeBy(ctx, date, Judging{Date: true})
}

// PurgeBy is Purge of everybody whose period is over by what they agreed to, see [Judging]. Its errors are those of Purge
// and PurgeOn.
func (s *Store) PurgeBy(ctx context.Context, today time.Time, by Judging) (PurgeRecord, error) {
	var desk *keys.Desk
	if by.Key != nil {
		if d, err := s.DeskOf(by.Key); err == nil {
			defer d.Close()
			if _, err := s.AtDesk(d); err == nil {
				desk = d
			}
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.ready(ctx); err != nil {
		return PurgeRecord{}, err
	}
	r, due, err := s.retention(ctx, today, by)
	if err != nil {
		return PurgeRecord{}, err
	}
	if r.Clock != "" && (!by.Date || r.early && len(due) == 0) {
		return PurgeRecord{}, fmt.Errorf("%w: %s", ErrClock, r.Clock)
	}
	rec := PurgeRecord{At: today.UTC().Truncate(time.Second), Before: r.Before, Persons: r.Due, Unclear: r.Unclear}
	if len(due) == 0 {
		return rec, nil
	}
	_, err = s.forget(context.WithoutCancel(ctx), due, r.Due, &rec, desk)
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
