package data

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"matchbooth/data/internal/db"
	"matchbooth/data/internal/folder"
)

// visited has a store count visitors who did the same.
func visited(t testing.TB, s *Store, visitors int, signedUp bool, names ...string) {
	t.Helper()
	counts := map[string]int{}
	for _, n := range names {
		counts[n]++
	}
	for range visitors {
		if err := s.Visit(context.Background(), counts, signedUp); err != nil {
			t.Fatal(err)
		}
	}
}

func TestCountsAreWrittenForFiveTogether(t *testing.T) {
	now := time.Date(2027, 5, 21, 13, 50, 0, 0, time.UTC)
	dir := filepath.Join(t.TempDir(), "booth")
	opt := Options{Clock: func() time.Time { return now }}
	if err := CreatePractice(dir, "test-event", opt); err != nil {
		t.Fatal(err)
	}
	s, err := Open(dir, opt)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { s.Close() }()
	holds := func(from time.Time, want map[string]int) {
		t.Helper()
		if got, err := s.TalliesSince(t.Context(), from); err != nil || !maps.Equal(got, want) {
			t.Errorf("%v, %v, want %v", got, err, want)
		}
	}
	if until, err := s.CountedUntil(t.Context()); err != nil || !until.IsZero() {
		t.Errorf("counted until %v, %v", until, err)
	}
	visited(t, s, 4, false, "started", "screen:home", "screen:home")
	visited(t, s, 4, true, "started", "outcome:all_true") // these wait by themselves
	holds(time.Time{}, map[string]int{})
	now = now.Add(20 * time.Minute)
	visited(t, s, 1, false, "started", "lang:en")
	// All five stand under the hour in which they were written.
	holds(now, map[string]int{"started": 5, "screen:home": 8, "lang:en": 1})
	if until, err := s.CountedUntil(t.Context()); err != nil || !until.Equal(now) {
		t.Errorf("counted until %v, %v", until, err)
	}
	if info, err := os.Stat(filepath.Join(dir, folder.WAL)); err != nil || info.Size() != 0 {
		t.Errorf("the -wal has %v bytes, %v", info.Size(), err)
	}
	visited(t, s, 1, true, "started", "outcome:not_yet")
	holds(now, map[string]int{"started": 10, "screen:home": 8, "lang:en": 1}) // outcomes stand under the day, and from five up
	holds(now.Truncate(24*time.Hour), map[string]int{"started": 10, "screen:home": 8, "lang:en": 1})
	visited(t, s, 5, true, "outcome:all_true")
	holds(now.Truncate(24*time.Hour), map[string]int{"started": 10, "screen:home": 8, "lang:en": 1, "outcome:all_true": 9})
	holds(now.Add(time.Hour), map[string]int{})
	visited(t, s, 3, false, "started")
	if err := s.Reopen(); err != nil {
		t.Fatal(err)
	}
	visited(t, s, 2, false, "started") // what waited has outlived the opening
	holds(now, map[string]int{"started": 15, "screen:home": 8, "lang:en": 1})
	visited(t, s, 4, false, "started")
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if s, err = Open(dir, opt); err != nil {
		t.Fatal(err)
	}
	visited(t, s, 4, false, "started") // and four are gone with the program
	holds(now, map[string]int{"started": 15, "screen:home": 8, "lang:en": 1})
	if until, err := s.CountedUntil(t.Context()); err != nil || !until.Equal(now.Truncate(time.Hour)) {
		t.Errorf("after a start: counted until %v, %v", until, err)
	}
	for _, bad := range []string{"", canaries[0], canaries[1], "two\nlines"} {
		if s.Visit(t.Context(), map[string]int{bad: 1}, false) == nil {
			t.Error("a name that is none was taken")
		}
	}
}

// Who signed up is counted from the entries, at once.
func TestSignUpsOfToday(t *testing.T) {
	now := time.Date(2027, 5, 20, 23, 50, 0, 0, time.UTC)
	dir := filepath.Join(t.TempDir(), "booth")
	opt := Options{Clock: func() time.Time { return now }}
	if err := CreatePractice(dir, "test-event", opt); err != nil {
		t.Fatal(err)
	}
	s, err := Open(dir, opt)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	signUp(t, s)
	now = now.Add(time.Hour)
	signUp(t, s)
	gone := signUp(t, s)
	if n, err := s.SignedUpSince(t.Context(), now.Truncate(24*time.Hour)); err != nil || n != 2 {
		t.Errorf("%d, %v", n, err)
	}
	if _, err := s.Erase(t.Context(), gone.Code); err != nil {
		t.Fatal(err)
	}
	if n, err := s.SignedUpSince(t.Context(), now.Truncate(24*time.Hour)); err != nil || n != 1 {
		t.Errorf("after an erasure: %d, %v", n, err)
	}
}

// A full disk, or one that fails, costs counts and nothing else.
func TestCountsThatCannotBeWrittenStopNobody(t *testing.T) {
	dir, _ := closed(t, 1)
	full := errors.New("the disk is full")
	failing := true
	s, err := openStore(dir, Options{}, func(step string) error {
		if failing && step == "counts commit" {
			return full
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	visited(t, s, 4, false, "started")
	if err := s.Visit(t.Context(), map[string]int{"started": 1}, false); !errors.Is(err, full) {
		t.Fatal(err)
	}
	if s.Broken() != nil {
		t.Errorf("the booth has stopped: %v", s.Broken())
	}
	signUp(t, s)
	failing = false
	visited(t, s, 4, false, "started")
	if got, err := s.Tallies(t.Context()); err != nil || len(got) != 0 {
		t.Errorf("what could not be written came with the next visitors: %v, %v", got, err)
	}
	visited(t, s, 1, false, "started")
	if got, err := s.Tallies(t.Context()); err != nil || got["started"] != 5 {
		t.Errorf("%v, %v", got, err)
	}
	signUp(t, s)
	s.Close()
	sound(t, reopen(t, dir))
}

// A count does not come between somebody and "saved".
func TestCountsGiveWayToASave(t *testing.T) {
	s := practice(t)
	visited(t, s, 4, false, "started")
	done := s.hurry()
	written := make(chan error, 1)
	go func() { written <- s.Visit(context.Background(), map[string]int{"started": 1}, false) }()
	select {
	case err := <-written:
		t.Errorf("it went first: %v", err)
	case <-time.After(50 * time.Millisecond):
	}
	if got, err := s.Tallies(t.Context()); err != nil || len(got) != 0 {
		t.Errorf("%v, %v", got, err)
	}
	done()
	if err := <-written; err != nil {
		t.Error(err)
	}
}

// person is somebody who came to the booth.
type person struct {
	counts map[string]int
	saves  bool
}

// someDay draws a day of visitors.
func someDay(rnd *rand.Rand, n int) (day []person) {
	outcomes := []string{"all_true", "not_yet", "ask_doctor"}
	for range n {
		p := person{counts: map[string]int{"started": 1, "screen:home": 1, "lang:" + []string{"zh", "en"}[rnd.IntN(2)]: 1}}
		if rnd.IntN(2) == 0 { // goes as far as the conditions, and further
			p.counts["screen:conditions"] = 1
			o := outcomes[rnd.IntN(3)]
			p.counts["outcome:"+o] = 1
			if o != "all_true" {
				p.counts["screen:way"] = 1
			}
			if p.saves = rnd.IntN(3) > 0; p.saves {
				p.counts["finished"] = 1
			}
		}
		day = append(day, p)
	}
	return day
}

// state is what stands open in the store after a commit.
type state struct {
	people int
	tally  map[string]int // by name and hour
}

// watched runs a day at a booth and gives every state that the disk was in: whoever has the -wal sees it commit by
// commit, and here even what was emptied out of it.
func watched(t *testing.T, day []person) (states []state) {
	t.Helper()
	dir, root := filepath.Join(t.TempDir(), "booth"), t.TempDir()
	if err := CreatePractice(dir, "test-event", Options{}); err != nil {
		t.Fatal(err)
	}
	n, seen := 0, 0
	look := func() {
		t.Helper()
		db, wal := folderFile(t, dir, folder.DB), folderFile(t, dir, folder.WAL)
		ends := walCommits(wal)
		if len(ends) < seen {
			seen = 0 // it was emptied
		}
		for _, end := range ends[seen:] {
			at := filepath.Join(root, fmt.Sprint(n))
			n++
			if err := os.Mkdir(at, 0o700); err != nil {
				t.Fatal(err)
			}
			for name, content := range map[string][]byte{folder.DB: db, folder.WAL: wal[:end]} {
				if err := os.WriteFile(filepath.Join(at, name), content, 0o600); err != nil {
					t.Fatal(err)
				}
			}
			states = append(states, stateOf(t, at))
		}
		seen = len(ends)
	}
	s, err := openStore(dir, Options{Clock: func() time.Time { return time.Date(2027, 5, 21, 13, 0, 0, 0, time.UTC) }}, func(step string) error {
		if step == "counts written" {
			look()
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	look()
	for _, p := range day {
		if p.saves {
			signUp(t, s)
		}
		look()
		if err := s.Visit(t.Context(), p.counts, p.saves); err != nil {
			t.Fatal(err)
		}
		look()
	}
	return states
}

// walCommits are the lengths at which the -wal is whole.
func walCommits(wal []byte) (ends []int) {
	const one = db.FrameHead + 4096
	for at := db.WalHead; at+one <= len(wal); at += one {
		if !bytes.Equal(wal[at+4:at+8], make([]byte, 4)) {
			ends = append(ends, at+one)
		}
	}
	return ends
}

func stateOf(t *testing.T, dir string) state {
	t.Helper()
	db, err := db.OpenReading(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	st := state{tally: map[string]int{}}
	if err := db.QueryRowContext(t.Context(), "SELECT count(*) FROM entry").Scan(&st.people); err != nil {
		t.Fatal(err)
	}
	if err := db.EachText(t.Context(), func(line string) {
		name, n, _ := strings.Cut(line, " ")
		var k int
		fmt.Sscan(n, &k)
		st.tally[name] = k
	}, "SELECT name || '@' || hour || ' ' || count FROM tally"); err != nil {
		t.Fatal(err)
	}
	return st
}

// grew is what came to the counts between two states.
func grew(from, to state) map[string]int {
	out := map[string]int{}
	for name, n := range to.tally {
		if d := n - from.tally[name]; d != 0 {
			name, _, _ = strings.Cut(name, "@")
			out[name] += d
		}
	}
	return out
}

// tied counts the receipts to which the states give an outcome: the only one that was saved since the counts of those who
// signed up grew, where the only outcome came.
func tied(states []state) (n int) {
	waiting := 0
	for i := 1; i < len(states); i++ {
		waiting += states[i].people - states[i-1].people
		d := grew(states[i-1], states[i])
		outcomes := 0
		for name, k := range d {
			if strings.HasPrefix(name, TallyByDay) {
				outcomes += k
			}
		}
		if d["finished"] == 0 {
			continue // of people who have no receipt
		}
		if outcomes == 1 && waiting == 1 {
			n++
		}
		waiting = 0
	}
	return n
}

// Whoever has every state that the disk was in finds each time the sums of five visitors or more of a kind, in a commit
// with nothing else, and the same states whichever of the five did what.
func TestTheWALTiesNoCountToAReceipt(t *testing.T) {
	seed := uint64(time.Now().UnixNano()) // any number will do
	t.Log("seed", seed)
	rnd := rand.New(rand.NewPCG(seed, 1)) // a test
	day := someDay(rnd, 60)
	states := watched(t, day)
	batches := 0
	for i := 1; i < len(states); i++ {
		d := grew(states[i-1], states[i])
		if len(d) == 0 {
			continue
		}
		batches++
		if d["started"] < TalliesTogether || d["finished"] != 0 && d["finished"] != d["started"] {
			t.Errorf("a commit covers %d visitors, of whom %d signed up", d["started"], d["finished"])
		}
		if states[i].people != states[i-1].people {
			t.Error("counts are written beside a save")
		}
	}
	if batches < 6 || states[len(states)-1].people == 0 {
		t.Fatalf("%d batches, %d people: the day shows nothing", batches, states[len(states)-1].people)
	}
	if n := tied(states); n != 0 {
		t.Errorf("%d receipts are tied to an outcome", n)
	}
	// The same day, but those who are written together have changed places.
	if other := watched(t, exchanged(rnd, day)); !slices.EqualFunc(states, other, func(a, b state) bool {
		return a.people == b.people && maps.Equal(a.tally, b.tally)
	}) {
		t.Error("the disk tells who of the five did what")
	}
	// As it was before, the same search finds nearly everybody.
	folder.Weaken.Singly = true
	defer func() { folder.Weaken.Singly = false }()
	saves := 0
	for _, p := range day {
		if p.saves {
			saves++
		}
	}
	if n := tied(watched(t, day)); n < saves {
		t.Errorf("the search does not bite: %d of %d", n, saves)
	}
}

// exchanged gives the counts of those who are written together to one another.
func exchanged(rnd *rand.Rand, day []person) []person {
	out := slices.Clone(day)
	for _, saves := range []bool{true, false} {
		var places []int
		for i, p := range day {
			if p.saves == saves {
				places = append(places, i)
			}
		}
		for five := range slices.Chunk(places, TalliesTogether) {
			if len(five) < TalliesTogether {
				continue
			}
			for i, k := range rnd.Perm(len(five)) {
				out[five[i]].counts = day[five[k]].counts
			}
		}
	}
	return out
}

// Neither the journal nor the second copy nor the settings change with a count, nor says anything of one.
func TestCountsStandNowhereElse(t *testing.T) {
	dir, _ := closed(t, 2)
	stick := t.TempDir()
	// run opens the booth, has it do something and closes it; then all is where it belongs.
	run := func(do func(*Store)) map[string][]byte {
		t.Helper()
		s, err := Open(dir, Options{Mirror: stick})
		if err != nil {
			t.Fatal(err)
		}
		do(s)
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		out := contents(t, dir)
		delete(out, filepath.Join(dir, folder.DB))
		delete(out, filepath.Join(dir, folder.WAL))
		names, err := os.ReadDir(stick)
		if err != nil || len(names) < 4 {
			t.Fatal(names, err)
		}
		for _, n := range names {
			out["stick "+n.Name()] = folderFile(t, stick, n.Name())
		}
		return out
	}
	before := run(func(*Store) {})
	after := run(func(s *Store) {
		visited(t, s, 5, true, "started", "outcome:all_true")
		visited(t, s, 7, false, "started", "screen:canary")
		if n, err := s.Tallies(t.Context()); err != nil || n["started"] != 10 {
			t.Fatalf("%v, %v", n, err)
		}
	})
	for name := range after {
		if was, ok := before[name]; !ok || !bytes.Equal(was, after[name]) {
			t.Errorf("%s has changed (it was there: %t)", filepath.Base(name), ok)
		}
	}
}
