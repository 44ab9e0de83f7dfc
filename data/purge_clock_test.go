package data

import (
	"errors"
	"testing"
	"time"

	"matchbooth/data/internal/trust"
)

// far is a clock that stands decades ahead.
var far = time.Date(2099, 1, 1, 0, 0, 0, 0, time.UTC)

// setDays gives a booth its event's days.
func setDays(t testing.TB, s *Store, from, to string) {
	t.Helper()
	if err := errors.Join(s.SetMeta(trust.MetaEventFrom, from), s.SetMeta(trust.MetaEventTo, to)); err != nil {
		t.Fatal(err)
	}
}

// One sign-up under a clock that stood decades ahead keeps nobody else here: those whose time is over are forgotten on
// the day, and whoever signed up under it counts as those beside him.
func TestOneSignUpUnderAClockFarAheadBlocksNoPurge(t *testing.T) {
	unraced(t)
	hours := func(n int) time.Time { return eventDay.Add(time.Duration(n) * time.Hour) }
	for name, clocks := range map[string][]time.Time{
		"first":                {far, hours(1), hours(2)},
		"in the middle":        {hours(0), far, hours(2)},
		"last":                 {hours(0), hours(1), far},
		"beside one":           {hours(0), far},
		"a year ahead":         {hours(0), hours(1 + 365*24), hours(2), hours(3)},
		"a year ahead, last":   {hours(0), hours(1), hours(2 + 365*24)},
		"both ways":            {hours(0), far, time.Unix(0, 0), hours(2)},
		"sixty days ahead":     {hours(0), hours(60 * 24), hours(2), hours(3)},
		"sixty days, and 1970": {hours(0), hours(60 * 24), time.Unix(60, 0), hours(2), hours(3)},
	} {
		t.Run(name, func(t *testing.T) {
			now := eventDay
			s := clocked(t, &now)
			setDays(t, s, "2026-05-20", "2026-05-22")
			for _, now = range clocks {
				signUp(t, s)
			}
			now = eventDay.AddDate(0, 0, 89)
			for _, purge := range []func() (PurgeRecord, error){
				func() (PurgeRecord, error) { return s.Purge(t.Context(), now) },
				func() (PurgeRecord, error) { return s.PurgeOn(t.Context(), now) },
			} {
				if rec, err := purge(); err != nil && !errors.Is(err, ErrClock) || rec.Persons != 0 {
					t.Fatalf("a day early: %+v, %v", rec, err)
				}
			}
			now = eventDay.AddDate(0, 0, 91)
			if rec, err := s.Purge(t.Context(), now); err != nil || rec.Persons != len(clocks) {
				t.Errorf("when their time was over: %+v, %v, not all %d", rec, err, len(clocks))
			}
		})
	}
}

// The same without the event's days, where only a clock decades ahead is told from a right one.
func TestADecadesAheadClockBlocksNoPurgeWithoutTheEventsDays(t *testing.T) {
	now := eventDay
	s := clocked(t, &now)
	for i := range 5 {
		if now = eventDay.Add(time.Duration(i) * time.Hour); i == 2 {
			now = far
		}
		signUp(t, s)
	}
	if rec, err := s.Purge(t.Context(), eventDay.AddDate(0, 0, 91)); err != nil || rec.Persons != 5 {
		t.Errorf("%+v, %v", rec, err)
	}
}

// Erasing whoever signed up under the wrong clock helps, and neither the emptied lines nor the erasure, should the
// clock still be wrong by then, hold anybody back.
func TestEmptiedLinesAndErasuresHoldNobodyBack(t *testing.T) {
	now := eventDay
	s := clocked(t, &now)
	signUp(t, s)
	now = far
	ahead := signUp(t, s)
	also := signUp(t, s)
	for _, p := range []Saved{ahead, also} {
		if _, err := s.Erase(t.Context(), p.Code); err != nil {
			t.Fatal(err)
		}
	}
	now = eventDay.AddDate(0, 0, 91)
	if rec, err := s.Purge(t.Context(), now); err != nil || rec.Persons != 1 {
		t.Errorf("%+v, %v", rec, err)
	}
}

// Where most sign-ups bear an hour that lies ahead, it may be today that is wrong: a purge by the computer's clock
// is refused and the doubt named in numbers; a day that a person gives counts.
func TestADayThatAPersonGivesOverridesTheDoubt(t *testing.T) {
	now := eventDay
	s := clocked(t, &now)
	signUp(t, s)
	now = far
	for range 3 {
		signUp(t, s)
	}
	now = eventDay.AddDate(0, 0, 91)
	r, err := s.Retention(t.Context(), now)
	if err != nil || r.Clock == "" || r.Ahead != 3 {
		t.Fatalf("%+v, %v", r, err)
	}
	if rec, err := s.Purge(t.Context(), now); !errors.Is(err, ErrClock) || rec.Persons != 0 {
		t.Errorf("%+v, %v", rec, err)
	}
	if rec, err := s.PurgeOn(t.Context(), now); err != nil || rec.Persons != 4 {
		t.Errorf("%+v, %v", rec, err)
	}
}

// A computer whose clock jumps decades ahead between sign-ups, and stays there, forgets nobody: that one person has
// signed up since does not make the date believable.
func TestAClockThatJumpsAheadPurgesNobody(t *testing.T) {
	now := eventDay
	s := clocked(t, &now)
	for range 5 {
		signUp(t, s)
	}
	now = far
	signUp(t, s)
	now = far.Add(2 * time.Hour)
	if rec, err := s.Purge(t.Context(), now); !errors.Is(err, ErrClock) || rec.Persons != 0 {
		t.Errorf("%+v, %v", rec, err)
	}
}

// With the event's days known, an hour from before them is as little believed as one from 1970: a computer whose clock
// stood a year back from set-up to the end makes nobody a year older.
func TestHoursBeforeTheEventMakeNobodyOlder(t *testing.T) {
	back := eventDay.AddDate(-1, 0, 0)
	now := back
	s := clocked(t, &now)
	setDays(t, s, "2026-05-21", "2026-05-22")
	for range 3 {
		signUp(t, s)
		now = now.Add(time.Hour)
	}
	for _, days := range []int{0, 1, 89, 90} {
		if rec, err := s.Purge(t.Context(), eventDay.AddDate(0, 0, days)); err != nil && !errors.Is(err, ErrClock) || rec.Persons != 0 {
			t.Fatalf("after %d days: %+v, %v", days, rec, err)
		}
	}
	if rec, err := s.Purge(t.Context(), eventDay.AddDate(0, 0, 93)); err != nil || rec.Persons != 3 {
		t.Errorf("%+v, %v", rec, err)
	}
}

// The event's days are believed only as days: what cannot be read is as if nothing stood there.
func TestEventDaysThatCannotBeReadHoldNobody(t *testing.T) {
	now := eventDay
	s := clocked(t, &now)
	signUp(t, s)
	for _, v := range []string{"", "tomorrow", "9999-99-99", "2026-05-21T00:00:00Z"} {
		if err := s.SetMeta(trust.MetaEventFrom, v); err != nil {
			t.Fatal(err)
		}
		if r, err := s.Retention(t.Context(), eventDay.AddDate(0, 0, 91)); err != nil || r.Due != 1 {
			t.Errorf("%q: %+v, %v", v, r, err)
		}
	}
}

// An event that was put off by months is weighed by its new days once the desk has said so, at every booth that hears it:
// whoever signed up under a clock of the old days counts from the new ones.
func TestAnEventThatWasMoved(t *testing.T) {
	r := newRig(t)
	for _, s := range []*Store{r.b, r.c} {
		if err := s.SetMeta("retention_days", "90"); err != nil {
			t.Fatal(err)
		}
		setDays(t, s, "2026-05-21", "2026-05-22")
	}
	r.now = eventDay // the clock stands where the event was to be
	r.signUp(r.b, "甲")
	held := eventDay.AddDate(0, 4, 0)
	if err := r.c.MoveEvent(t.Context(), r.desk, held, held.AddDate(0, 0, -1)); !errors.Is(err, ErrDays) {
		t.Error(err)
	}
	if err := r.c.MoveEvent(t.Context(), r.desk, held, held.AddDate(0, 0, 1)); err != nil {
		t.Fatal(err)
	}
	r.now = held.AddDate(0, 0, 2)
	merged(t, r.c, asItLies(t, r.b.Dir()))
	merged(t, r.b, asItLies(t, r.c.Dir()))
	for _, s := range []*Store{r.b, r.c} {
		s.clock = func() time.Time { return r.now }
		early, err := s.RetentionOn(t.Context(), held.AddDate(0, 0, 80))
		if err != nil || early.Due != 0 {
			t.Errorf("early: %+v, %v", early, err)
		}
		if late, err := s.Retention(t.Context(), held.AddDate(0, 0, 95)); err != nil || late.Due != 1 {
			t.Errorf("late: %+v, %v", late, err)
		}
	}
}
