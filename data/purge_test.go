package data

import (
	"errors"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"pgregory.net/rapid"

	"matchbooth/data/entry"
	"matchbooth/data/internal/db"
	"matchbooth/data/internal/trust"
)

// clocked is a live booth whose sign-ups are kept for 90 days, with a clock that the test sets.
func clocked(t testing.TB, now *time.Time) *Store {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "booth")
	set := liveSetup()
	set.RetentionDays = 90
	if err := CreateLive(dir, set, Options{}); err != nil {
		t.Fatal(err)
	}
	s, err := Open(dir, Options{Clock: func() time.Time { return *now }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

var eventDay = time.Date(2026, 5, 21, 10, 0, 0, 0, time.UTC)

// Whatever a booth's clock said when people signed up, nobody is forgotten before ninety days are over, and, once the
// clock was right again, everybody is soon after.
func TestWrongClocksAtSigningUpPurgeNobodyEarly(t *testing.T) {
	unraced(t)
	hours := func(n int) time.Time { return eventDay.Add(time.Duration(n) * time.Hour) }
	for name, clocks := range map[string][]time.Time{
		"right":                          {hours(0), hours(1), hours(2)},
		"1970 before it was set":         {time.Unix(0, 0), time.Unix(3700, 0), hours(2)},
		"1970 in mid-event":              {hours(0), time.Unix(60, 0), hours(2)},
		"before 1970":                    {time.Unix(-86400, 0), hours(1), hours(2)},
		"2000 in mid-event":              {hours(0), time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC), hours(2)},
		"a year back in mid-event":       {hours(0), hours(1 - 365*24), hours(2)},
		"a day back in mid-event":        {hours(0), hours(1 - 24), hours(2)},
		"a day back and slowly recovers": {hours(0), hours(-23), hours(-22), hours(3)},
		"1970 to the end":                {hours(0), time.Unix(0, 0), time.Unix(60, 0)},
		"1970 all the time":              {time.Unix(0, 0), time.Unix(3700, 0), time.Unix(7300, 0)},
		"2038 in mid-event":              {hours(0), time.Date(2038, 1, 19, 3, 14, 8, 0, time.UTC), hours(2)},
	} {
		t.Run(name, func(t *testing.T) {
			now := eventDay
			s := clocked(t, &now)
			for _, now = range clocks {
				signUp(t, s)
			}
			all := len(clocks)
			for _, day := range []int{0, 1, 30, 89} {
				for _, given := range []bool{false, true} {
					purge := s.Purge
					if given {
						purge = s.PurgeOn
					}
					rec, err := purge(t.Context(), eventDay.AddDate(0, 0, day))
					if err != nil && !errors.Is(err, ErrClock) || rec.Persons != 0 || status(t, s).Signups != all {
						t.Fatalf("on day %d: %+v, %v", day, rec, err)
					}
				}
			}
			rec, err := s.Purge(t.Context(), eventDay.AddDate(0, 0, 91))
			switch name {
			case "1970 all the time":
				if !errors.Is(err, ErrClock) || status(t, s).Signups != all {
					t.Errorf("when no date can be believed: %+v, %v", rec, err)
				}
			default:
				if err != nil || rec.Persons != all {
					t.Errorf("after ninety-one days %+v, %v, not all %d", rec, err, all)
				}
			}
		})
	}
}

// A clock that shows a wrong date when somebody looks purges nobody either, in whatever zone and season.
func TestWrongClocksAtPurgingPurgeNobody(t *testing.T) {
	now := eventDay
	s := clocked(t, &now)
	for range 2 {
		signUp(t, s)
	}
	for _, c := range []struct {
		name  string
		today time.Time
	}{
		{"1970", time.Unix(0, 0)},
		{"2000", time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)},
		{"an hour before the newest entry", eventDay.Add(-time.Hour)},
		{"a day back", eventDay.AddDate(0, 0, -1)},
		{"2038", time.Unix(1<<31-1, 0)},
		{"behind 2038", time.Unix(1<<31, 0)},
		{"2106", time.Unix(1<<32, 0)},
		{"9999", time.Date(9999, 12, 31, 23, 0, 0, 0, time.UTC)},
	} {
		if rec, err := s.Purge(t.Context(), c.today); !errors.Is(err, ErrClock) || rec.Persons != 0 {
			t.Errorf("%s: %+v, %v", c.name, rec, err)
		}
		if c.today.Before(eventDay) {
			if rec, err := s.PurgeOn(t.Context(), c.today); !errors.Is(err, ErrClock) || rec.Persons != 0 {
				t.Errorf("%s, said by a person: %+v, %v", c.name, rec, err)
			}
		}
	}
	if n := status(t, s).Signups; n != 2 {
		t.Fatalf("%d are left", n)
	}
	list, err := s.Purges(t.Context())
	if err != nil || len(list) != 0 {
		t.Errorf("refused purges left records: %v, %v", list, err)
	}
	// The zone says nothing: the same moment purges the same.
	rapid.Check(t, func(rt *rapid.T) {
		at := eventDay.Add(time.Duration(rapid.IntRange(0, 200*24*60).Draw(rt, "minutes")) * time.Minute)
		zone := time.FixedZone("", rapid.IntRange(-14*3600, 14*3600).Draw(rt, "zone"))
		r, err := s.Retention(t.Context(), at.In(zone))
		if err != nil || r.Clock != "" {
			rt.Fatal(r, err)
		}
		due := 0
		if at.Sub(eventDay) >= 90*24*time.Hour+time.Hour {
			due = 2
		}
		if r.Due != due || r.DueSoon != 2-due && at.Sub(eventDay) >= 84*24*time.Hour || !r.Before.Equal(at.Truncate(time.Hour).AddDate(0, 0, -90)) {
			rt.Fatalf("%v after signing up: %+v", at.Sub(eventDay), r)
		}
	})
}

// Random booths whose clocks are set back now and then: nobody counts from before the true hour of signing up, and once
// a clock is right again nobody from later than that.
func TestNobodyIsDueEarly(t *testing.T) {
	now := eventDay
	s := clocked(t, &now)
	rapid.Check(t, func(rt *rapid.T) {
		tx, err := s.db.BeginTx(t.Context(), nil)
		if err != nil {
			rt.Fatal(err)
		}
		defer tx.Rollback()
		earliest, latest := map[string]int64{}, map[string]int64{}
		for booth := range rapid.IntRange(1, 3).Draw(rt, "booths") {
			at := entry.Hour(eventDay)
			var behind []string
			n := rapid.IntRange(1, 10).Draw(rt, "entries")
			for i := range n {
				at += int64(rapid.IntRange(0, 100).Draw(rt, "hours"))
				shown := at
				wrong := i > 0 && i < n-1 && rapid.Bool().Draw(rt, "wrong")
				if wrong {
					shown = rapid.Int64Range(-1000, entry.Hour(eventDay)-1).Draw(rt, "shown")
				}
				e := &entry.Entry{ID: entry.RandomID(), Person: entry.RandomID(), Kind: entry.KindSignUp, Booth: fmt.Sprint(booth), Seq: int64(i + 1), Tick: int64(i + 1),
					Hour: shown, Sealed: []byte{1}, Digest: []byte{}, Sig: []byte{}}
				earliest[e.Person] = at
				if behind = append(behind, e.Person); !wrong {
					for _, p := range behind {
						latest[p] = at
					}
					behind = nil
				}
				if err := db.InsertEntry(t.Context(), tx, "entry", e); err != nil {
					rt.Fatal(err)
				}
			}
		}
		got, err := trust.JudgeHours(t.Context(), tx, &trust.Trust{}, trust.Span{From: entry.Hour(eventDay)}, entry.Hour(eventDay)+5000, false)
		if err != nil {
			rt.Fatal(err)
		}
		since := got.Since
		for person, at := range earliest {
			if since[person] > latest[person] || since[person] < at {
				rt.Fatalf("signed up at %d, right again at %d, counts from %d", at, latest[person], since[person])
			}
		}
	})
}
