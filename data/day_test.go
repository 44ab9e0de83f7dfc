package data

import (
	"maps"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"matchbooth/data/entry"
	"matchbooth/data/internal/db"
	"matchbooth/data/record"
)

// whenever is a span that every line is in.
func whenever() (from, to time.Time) { return time.Unix(0, 0), time.Now().Add(48 * time.Hour) }

func arrivals(t testing.TB, s *Store, from, to time.Time) []Arrival {
	t.Helper()
	list, err := s.Arrivals(t.Context(), from, to)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// atClock is a practice booth with a clock that the test sets.
func atClock(t *testing.T, now *time.Time) *Store {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "booth")
	opt := Options{Clock: func() time.Time { return *now }}
	if err := CreatePractice(dir, "test-event", opt); err != nil {
		t.Fatal(err)
	}
	s, err := Open(dir, opt)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// Every arrival of a day is in exactly one state, whatever happened to it, and another day's are not in the list.
func TestArrivalsOfADay(t *testing.T) {
	now := time.Date(2027, 5, 20, 23, 50, 0, 0, time.UTC)
	s := atClock(t, &now)
	before := signUp(t, s)
	now = now.Add(time.Hour)
	today := now.Truncate(24 * time.Hour)
	kept, gone, damaged := signUp(t, s), signUp(t, s), signUp(t, s)
	for _, p := range []Saved{kept, gone} {
		if err := s.AddCheck(t.Context(), p.Person, record.Check{Rang: true, Initials: "LQ"}); err != nil {
			t.Fatal(err)
		}
	}
	eraseCode(t, s, gone.Code)
	change(t, s, "UPDATE entry SET digest = zeroblob(32) WHERE person = ?", damaged.Person)
	type fate struct {
		state   any
		checked bool
	}
	got := map[string]fate{}
	for _, a := range arrivals(t, s, today, today.AddDate(0, 0, 1)) {
		got[a.Person] = fate{a.State, a.Checked}
		if a.Mirrored || a.Booth != s.BoothID() || a.Hour != entry.Hour(now) {
			t.Errorf("%+v", a)
		}
	}
	if want := map[string]fate{kept.Person: {Stored, true}, gone.Person: {Erased, false}, damaged.Person: {Damaged, false}}; !maps.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if list := arrivals(t, s, today.AddDate(0, 0, -1), today); len(list) != 1 || list[0].Person != before.Person {
		t.Errorf("the day before: %v", list)
	}
	if list := arrivals(t, s, today.AddDate(0, 0, -1), today.AddDate(0, 0, 1)); len(list) != 4 {
		t.Errorf("both days: %d", len(list))
	}
}

// change changes the store behind its back.
func change(t *testing.T, s *Store, query string, args ...any) {
	t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, err := s.db.ExecContext(t.Context(), query, args...); err != nil {
		t.Fatal(err)
	}
}

// The list is read in batches; none is left out and none comes twice where one ends.
func TestManyArrivals(t *testing.T) {
	s := practice(t)
	want := map[string]bool{}
	for range 400 {
		want[signUp(t, s).Person] = true
	}
	got := map[string]bool{}
	list := arrivals(t, s, time.Unix(0, 0), time.Now().Add(2*time.Hour))
	for _, a := range list {
		got[a.Person] = true
	}
	if len(list) != len(want) || !maps.Equal(got, want) {
		t.Errorf("%d of %d arrived", len(list), len(want))
	}
}

func TestArrivalsAsTheSecondCopyConfirmsThem(t *testing.T) {
	s := mirrored(t, t.TempDir())
	a := signUp(t, s)
	if st := s.WaitMirror(t.Context()); st.Fault != "" || st.Behind != 0 {
		t.Fatal(st)
	}
	from, to := whenever()
	if list := arrivals(t, s, from, to); len(list) != 1 || !list[0].Mirrored {
		t.Errorf("written: %v", list)
	}
	// The stick is pulled out, and somebody signs up.
	m := s.mirror.Load()
	if err := m.WhileReplaced(func() error { return nil }); err != nil {
		t.Fatal(err)
	}
	b := signUp(t, s)
	got := map[string]bool{}
	for _, x := range arrivals(t, s, from, to) {
		got[x.Person] = x.Mirrored
	}
	if !got[a.Person] || got[b.Person] {
		t.Errorf("half written: %v", got)
	}
	if there, lines := m.Reached(); there != 1 || lines != 2 {
		t.Errorf("%d of %d lines", there, lines)
	}
}

func TestGapsAreRanges(t *testing.T) {
	a, b := pairOfBooths(t)
	for range 6 {
		signUp(t, a)
	}
	signUp(t, b)
	merged(t, a, asItLies(t, b.Dir()))
	gaps := func(want ...Gap) {
		t.Helper()
		list, more, err := a.Gaps(t.Context())
		if err != nil || more != 0 || !slices.Equal(list, want) {
			t.Errorf("got %v, %d, %v, want %v", list, more, err, want)
		}
	}
	gaps()
	change(t, a, "DELETE FROM entry WHERE booth = ? AND seq IN (1, 3, 4)", a.booth)
	gaps(Gap{Booth: a.booth, First: 1, Last: 1}, Gap{Booth: a.booth, First: 3, Last: 4})
	// A line in conflict is not lost.
	change(t, a, "INSERT INTO conflict ("+db.EntryColumns+") SELECT "+db.EntryColumns+" FROM entry WHERE booth = ? AND seq = 2", a.booth)
	change(t, a, "DELETE FROM entry WHERE booth = ? AND seq = 2", a.booth)
	gaps(Gap{Booth: a.booth, First: 1, Last: 1}, Gap{Booth: a.booth, First: 3, Last: 4})
}

func TestWhichBoothsAreMissing(t *testing.T) {
	a, b := pairOfBooths(t)
	c := another(t, a)
	desk := deskHere(t, a)
	defer desk.Close()
	if err := a.Belongs(t.Context(), desk, c.BoothID()); err != nil {
		t.Fatal(err)
	}
	signUp(t, b)
	merged(t, a, asItLies(t, b.Dir()))
	missing := func(from, to time.Time, want ...string) {
		t.Helper()
		list, err := a.Heard(t.Context(), from, to)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, h := range list {
			if h.Missing() {
				got = append(got, h.Booth)
			}
		}
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Errorf("missing: %v, want %v", got, want)
		}
	}
	from, to := whenever()
	missing(from, to, c.BoothID())                             // named, and never came
	missing(to, to.AddDate(0, 0, 1), b.BoothID(), c.BoothID()) // nobody on that day
	if err := a.Distrust(t.Context(), desk, b.BoothID(), 1); err != nil {
		t.Fatal(err)
	}
	missing(to, to.AddDate(0, 0, 1), c.BoothID()) // one that is not believed is not waited for
	for _, x := range arrivals(t, a, from, to) {
		if x.Booth == b.BoothID() && x.State != Distrusted {
			t.Errorf("%v of a booth that is not believed", x.State)
		}
	}
}

func TestWhoHasWhat(t *testing.T) {
	s := practice(t)
	one, two := signUp(t, s), signUp(t, s)
	mark(t, s, "us", one.Code, two.Code)
	mark(t, s, "registry", one.Code)
	has, unread, err := s.HandedOver(t.Context(), unlock(t, s))
	if err != nil || unread != 0 {
		t.Fatal(unread, err)
	}
	if len(has) != 2 || len(has["us"]) != 2 || len(has["registry"]) != 1 || !has["registry"][one.Code] {
		t.Errorf("%d recipients, %d and %d codes", len(has), len(has["us"]), len(has["registry"]))
	}
	if _, _, err := s.HandedOver(t.Context(), nil); err == nil {
		t.Error("read without a key")
	}
}

// Two sums over spans that differ by a day tell nothing about that day that it may not tell by itself.
func TestSpansDoNotTellADayBelowFive(t *testing.T) {
	now := time.Date(2027, 5, 20, 10, 0, 0, 0, time.UTC)
	s := atClock(t, &now)
	first := now.Truncate(24 * time.Hour)
	visited(t, s, 5, false, "started", "outcome:not_yet")
	now = now.AddDate(0, 0, 1)
	visited(t, s, 1, false, "started", "outcome:not_yet")
	visited(t, s, 4, false, "started")
	sum := func(from, to time.Time) map[string]int {
		t.Helper()
		m, err := s.TalliesBetween(t.Context(), from, to)
		if err != nil {
			t.Fatal(err)
		}
		return m
	}
	second := first.AddDate(0, 0, 1)
	for name, got := range map[string]map[string]int{
		"both days": sum(time.Time{}, time.Time{}), "the first": sum(first, second), "the second": sum(second, second.AddDate(0, 0, 1)),
	} {
		want := map[string]map[string]int{
			"both days": {"started": 10, "outcome:not_yet": 5}, "the first": {"started": 5, "outcome:not_yet": 5}, "the second": {"started": 5},
		}[name]
		if !maps.Equal(got, want) {
			t.Errorf("%s: %v, want %v", name, got, want)
		}
	}
}

// Two booths that have merged each other and a third, in other orders, count the same people in the same states.
func TestArrivalsAreTheSameInWhateverOrderBoothsAreMerged(t *testing.T) {
	a, b := pairOfBooths(t)
	c := another(t, a)
	for i, s := range []*Store{a, b, c} {
		for range i + 1 {
			signUp(t, s)
		}
		gone, checked := signUp(t, s), signUp(t, s)
		eraseCode(t, s, gone.Code)
		if err := s.AddCheck(t.Context(), checked.Person, record.Check{Initials: "LQ"}); err != nil {
			t.Fatal(err)
		}
	}
	asA, asB, asC := asItLies(t, a.Dir()), asItLies(t, b.Dir()), asItLies(t, c.Dir())
	for _, m := range []struct {
		into *Store
		from []string
	}{{a, []string{asB, asC}}, {b, []string{asC, asA, asC}}, {c, []string{asA, asB}}} {
		for _, from := range m.from {
			merged(t, m.into, from)
		}
	}
	type fate struct {
		person, booth string
		hour          int64
		state         any
		checked       bool
	}
	from, to := whenever()
	at := func(s *Store) map[fate]bool {
		out := map[fate]bool{}
		for _, x := range arrivals(t, s, from, to) {
			out[fate{x.Person, x.Booth, x.Hour, x.State, x.Checked}] = true
		}
		return out
	}
	want := at(a)
	if len(want) != 12 {
		t.Errorf("%d people, not 12", len(want))
	}
	for _, s := range []*Store{b, c} {
		if got := at(s); !maps.Equal(got, want) {
			t.Errorf("got %v, want %v", got, want)
		}
	}
}
