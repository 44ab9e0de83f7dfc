package trust

import (
	"context"
	"database/sql"
	"maps"
	"slices"
	"time"

	"matchbooth/data/entry"
	"matchbooth/data/internal/db"
)

// The hour in a line comes from a clock that nobody has checked: an empty battery may have set it to 1970, or a typo to
// 2099. It says when somebody signed up only if it agrees with what else is known; otherwise the time is taken from
// neighbouring lines.

// MetaEventFrom and MetaEventTo are the settings with the event's first and last day, as 2006-01-02, from the pack.
// Without them an hour is believed from FirstHour on.
const (
	MetaEventFrom = "event_from"
	MetaEventTo   = "event_to"
)

// FirstHour is 2020-01-01, years before the first version of this program: no sign-up is older, and computers that have
// lost the time start at an earlier date.
const FirstHour = 438288

// LeadMost is how long before the event's first day, in hours, the day of the set-up is believed.
const LeadMost = 366 * 24

// Span is the hours between which a sign-up can be, as far as the settings tell.
type Span struct {
	From        int64 // FirstHour if the event's days are not known
	first, Last int64 // of the event's days, or 0
	made        int64 // of the set-up, or 0
}

// SpanOf reads the settings. The days are extended by half a day at both ends, to cover every time zone.
func SpanOf(meta map[string]string) Span {
	p := Span{From: FirstHour}
	if at, err := time.Parse(time.RFC3339, meta[db.MetaMade]); err == nil && entry.Hour(at) >= FirstHour {
		p.made = entry.Hour(at)
	}
	if at, err := time.Parse(time.DateOnly, meta[MetaEventFrom]); err == nil {
		p.first = max(FirstHour, entry.Hour(at)-14)
		p.From = p.first
		if p.made >= p.first-LeadMost && p.made < p.first {
			p.From = p.made
		}
	}
	if at, err := time.Parse(time.DateOnly, meta[MetaEventTo]); err == nil && p.first != 0 && entry.Hour(at) >= p.first {
		p.Last = entry.Hour(at) + 36
	}
	return p
}

// stay is when somebody signed up, as far as that can be believed, and whether there is anything to erase.
type stay struct {
	hour            int64
	signed, content bool
	booth           string // the booth of that line
	later           int64  // the hour at another booth that also claims the sign-up, if it is later
}

// Hours is since when each person's data is here.
type Hours struct {
	Since   map[string]int64 // of everybody whose sealed parts are here; 0 if nothing can be believed
	Ahead   int              // living persons whose sign-up has an hour after now
	Soonest int64            // the earliest of these hours
}

// gapMost is the longest pause between two sign-ups in one folder that is believed, in hours: five years.
const gapMost = 5 * 366 * 24

// End is the hour by which everybody had signed up: the event's last day, or the hour by which half of those here had,
// if that is later. Without the event's days it continues from there to the last sign-up that followed after a pause no
// longer than gapMost: a single clock decades ahead does not move the end. 0 if nothing can be believed.
func (s Hours) End(p Span) int64 {
	hours := slices.DeleteFunc(slices.Sorted(maps.Values(s.Since)), func(at int64) bool { return at == 0 })
	if len(hours) == 0 {
		return 0
	}
	at := hours[(len(hours)-1)/2]
	if p.Last != 0 {
		return max(at, p.Last)
	}
	for _, h := range hours {
		if h > at && h-at <= gapMost {
			at = h
		}
	}
	return at
}

// aged is a line as needed for judging hours.
type aged struct {
	person          string
	signup, content bool
	booth           string
	hour            int64
	doubted         bool // from a booth that the desk does not believe: it says nothing about anybody whom others know
}

// JudgeHours judges the hours of all lines except erasures, which say nothing about when anybody signed up. given
// says that a person has vouched for now.
func JudgeHours(ctx context.Context, x db.Querier, t *Trust, p Span, now int64, given bool) (Hours, error) {
	doubted := map[string]bool{} // by signature
	for booth := range t.Distrusted {
		if err := db.EachEntry(ctx, x, func(e *entry.Entry) {
			if t.Doubts(e) && !t.AtDesk(e) {
				doubted[string(e.Sig)] = true
			}
		}, "booth = ? AND kind <> 'erasure'", booth); err != nil {
			return Hours{}, err
		}
	}
	rows, err := x.QueryContext(ctx, "SELECT person, kind = 'signup', booth, hour, sealed IS NOT NULL, sig FROM "+db.BothTables+" WHERE kind <> 'erasure' ORDER BY booth, seq")
	if err != nil {
		return Hours{}, err
	}
	defer rows.Close()
	w := weighing{p: p, now: now, all: map[string]stay{}, late: map[string]int64{}}
	var mine, others []aged
	last := ""
	for rows.Next() {
		var a aged
		var sig sql.RawBytes
		if err := rows.Scan(&a.person, &a.signup, &a.booth, &a.hour, &a.content, &sig); err != nil {
			return Hours{}, err
		}
		if len(doubted) > 0 && doubted[string(sig)] {
			a.doubted = true
			others = append(others, a)
			continue
		}
		if a.booth != last {
			w.booth(mine)
			last, mine = a.booth, mine[:0]
		}
		mine = append(mine, a)
	}
	if err := rows.Err(); err != nil {
		return Hours{}, err
	}
	w.booth(mine)
	w.booth(others)
	return w.done(given), nil
}

// weighing is one pass over all booths.
type weighing struct {
	p      Span
	now    int64
	all    map[string]stay
	rest   []aged           // lines with no believable line of their booth after them
	late   map[string]int64 // for persons with a living sign-up, its hour if that is after now
	newest int64            // the latest believable hour of a line with content, or 0
	other  int64            // the same for any line
}

// booth judges the lines of one booth, in the order in which it wrote them. An hour is believed between the span's
// beginning and now, if it is not before one that was believed, and not after the event while most of what was written
// later is within it. A line without such an hour gets that of the next line that has one, which was written later.
func (w *weighing) booth(lines []aged) {
	inside := func(a aged) bool { return a.hour >= w.p.From && a.hour <= w.now }
	// A clock that was behind makes people older, one that was ahead keeps them longer. So a line is assumed to be from a
	// clock that was ahead only if the event's own days say so.
	ahead := make([]bool, len(lines))
	for within, i := 0, len(lines)-1; i >= 0 && w.p.Last != 0; i-- {
		h := lines[i].hour
		ahead[i] = h > w.p.Last && 2*within > len(lines)-1-i
		if h >= w.p.first && h <= w.p.Last {
			within++
		}
	}
	told := w.p.From
	var behind []aged
	for i, a := range lines {
		if a.content && a.signup && !a.doubted && a.hour > w.now {
			w.late[a.person] = a.hour
		}
		if !inside(a) || ahead[i] || a.hour < told {
			behind = append(behind, a)
			continue
		}
		told = a.hour
		if !a.doubted {
			w.other = max(w.other, a.hour)
		}
		if a.content && !a.doubted {
			w.newest = max(w.newest, a.hour)
		}
		for _, b := range append(behind, a) {
			w.give(b, a.hour)
		}
		behind = behind[:0]
	}
	w.rest = append(w.rest, behind...)
}

// give notes an hour for a line's person. Of several sign-ups at one booth the earliest counts; of two booths that both claim
// the sign-up, the later hour, because one of them may claim it to have the person erased. If the sign-up was lost, or is
// not believed, the person's other entries get an hour too, so that they are not kept for ever.
func (w *weighing) give(a aged, at int64) {
	p, ok := w.all[a.person]
	a.signup = a.signup && !a.doubted
	switch {
	case a.signup && p.signed && p.hour != 0 && a.booth != p.booth:
		p.later = max(p.later, p.hour)
		p.hour, p.booth = at, a.booth
	case a.signup && (!p.signed || p.hour == 0):
		p.hour, p.signed, p.booth = at, true, a.booth
	case a.signup && at != 0:
		p.hour = min(p.hour, at)
	case !a.signup && (!ok || !p.signed):
		p.hour = max(p.hour, at)
	}
	p.content = p.content || a.content
	w.all[a.person] = p
}

// done gives the lines with no believable line of their booth after them the newest believable hour of all, so that a
// clock set back at the end makes nobody older than anybody else; if there is none, the event's last day, and, if a
// person vouches for the date, the day of the set-up.
func (w *weighing) done(given bool) Hours {
	at := w.newest
	if at == 0 {
		at = w.other
	}
	if at == 0 && w.p.Last != 0 && w.p.Last <= w.now {
		at = w.p.Last
	}
	if at == 0 && given && w.p.made != 0 && w.p.made <= w.now {
		at = w.p.made
	}
	for _, a := range w.rest {
		w.give(a, at)
	}
	s := Hours{Since: map[string]int64{}}
	for person, p := range w.all {
		if !p.content {
			continue
		}
		s.Since[person] = max(p.hour, p.later)
		if at, ok := w.late[person]; ok {
			if s.Ahead++; s.Ahead == 1 || at < s.Soonest {
				s.Soonest = at
			}
		}
	}
	return s
}
