package data

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"matchbooth/data/entry"
	"matchbooth/data/internal/folder"
	"matchbooth/data/internal/journal"
)

// clashing are lines that a booth's key has signed, under numbers and ids as wanted, as a journal has them in their order
// and in the other one. With chain every second one has the id of the one before.
func clashing(t testing.TB, s *Store, n int, chain bool, number func(i int) int64) (lines, back []byte) {
	t.Helper()
	id := ""
	for i := range n {
		e := signedLine(t, s, number(i), int64(i+1), about{person: entry.RandomID(), nonce: nil}, entry.KindCheck, nil)
		if chain && i%2 == 0 && id != "" {
			e.ID = id
		}
		id = e.ID
		resign(e, s)
		lines, back = append(lines, journal.Encode(e)...), append(journal.Encode(e), back...)
	}
	return lines, back
}

// Whoever has a booth's key can sign thousands of lines under one running number, or such as each clash with the next
// one. All are kept, and the order in which they come decides nothing.
func TestLinesUnderOneNumberAreAllKept(t *testing.T) {
	unraced(t)
	n := 300
	if testing.Short() {
		n = 40
	}
	for what, number := range map[string]func(i int) int64{
		"one number": func(int) int64 { return 1 },
		"a chain":    func(i int) int64 { return int64(i/2 + 1) },
	} {
		r := newRig(t)
		p := r.signUp(r.b, "甲")
		lines, back := clashing(t, r.b, n, what == "a chain", number)
		merged(t, r.c, asItLies(t, r.b.Dir()))
		other := another(t, r.a)
		merged(t, other, asItLies(t, r.b.Dir()))
		var in [][]string
		for s, lines := range map[*Store][]byte{r.c: lines, other: back} {
			dir := folderOf(t, r.b)
			if err := os.WriteFile(filepath.Join(dir, folder.Journal), lines, 0o600); err != nil {
				t.Fatal(err)
			}
			if rep := merged(t, s, dir); rep.Added != n {
				t.Errorf("%s: %+v", what, rep)
			}
			merged(t, s, dir)
			if err := s.Reopen(); err != nil {
				t.Fatal(err)
			}
			if got := r.names(s); got[p.Person] != "甲" {
				t.Errorf("%s: %v", what, got)
			}
			var all []string
			for _, table := range []string{"entry", "conflict"} {
				if err := s.db.EachText(t.Context(), func(line string) { all = append(all, line) }, fmt.Sprintf("SELECT '%s ' || hex(sig) FROM %[1]s", table)); err != nil {
					t.Fatal(err)
				}
			}
			slices.Sort(all)
			in = append(in, all)
		}
		if !slices.Equal(in[0], in[1]) {
			t.Errorf("%s: the order in which they came decides", what)
		}
	}
}

// While lines are merged nobody can sign up: so those under one number are timed beside as many with a number each. It
// was quadratic, 400 of them took minutes.
func BenchmarkMergeOneNumber(b *testing.B) {
	const n = 1000
	var floor, same time.Duration
	for b.Loop() {
		for _, number := range []func(i int) int64{func(i int) int64 { return int64(i + 1) }, func(int) int64 { return 1 }} {
			one, two := pairOfBooths(b)
			lines, _ := clashing(b, two, n, false, number)
			dir := folderOf(b, two)
			if err := os.WriteFile(filepath.Join(dir, folder.Journal), lines, 0o600); err != nil {
				b.Fatal(err)
			}
			begun := time.Now()
			merged(b, one, dir)
			if took := time.Since(begun); number(1) == 1 {
				same += took
			} else {
				floor += took
			}
		}
	}
	b.ReportMetric(float64(same.Milliseconds())/float64(b.N), "ms/one-number")
	b.ReportMetric(float64(floor.Milliseconds())/float64(b.N), "ms/floor")
	b.ReportMetric(float64(same)/float64(floor), "one-number/floor")
}

// A set with the highest serial of all would leave none for the next one.
func TestNoKeySetIsTheLast(t *testing.T) {
	a, _ := pairOfBooths(t)
	key, err := a.Unlock(liveSetup().Passphrase)
	if err != nil {
		t.Fatal(err)
	}
	desk, err := a.DeskOf(key)
	if err != nil {
		t.Fatal(err)
	}
	for serial, taken := range map[int64]bool{1<<63 - 1: false, entry.MaxNumber + 1: false, -1: false, 0: false, 7: true} {
		next := *a.set
		if err := next.Sign(desk, serial); err != nil {
			t.Fatal(err)
		}
		text, err := next.Encode()
		if err != nil {
			t.Fatal(err)
		}
		if err := a.TakeKeySet(t.Context(), string(text)); (err == nil) != taken {
			t.Errorf("serial %d: %v", serial, err)
		}
	}
	if err := a.AddRecipient(t.Context(), desk, generated(t).Recipient(), "another"); err != nil || a.set.Serial != 8 {
		t.Error(err, a.set.Serial)
	}
}
