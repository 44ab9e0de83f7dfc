package data

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"matchbooth/data/faults"
	"matchbooth/data/internal/folder"
)

// Each protection is needed: without it the same power cuts lose somebody, or bring back what was erased.
func TestPowerCutsBite(t *testing.T) {
	if testing.Short() {
		t.Skip("other processes, which the race detector does not look into")
	}
	for _, c := range []struct {
		name  string
		job   job
		bites func(tortured) bool // nil: nothing may be lost
	}{
		{"synchronous off, no journal", job{Do: "append", Count: 2, Weak: weakness{Sync: "OFF", NoJournal: true}}, loses},
		{"synchronous normal, no journal", job{Do: "append", Count: 2, Weak: weakness{Sync: "NORMAL", NoJournal: true}}, loses},
		{"synchronous full, no journal", job{Do: "append", Count: 2, Weak: weakness{NoJournal: true}}, nil},
		{"synchronous normal, with the journal", job{Do: "append", Count: 2, Weak: weakness{Sync: "NORMAL"}}, nil},
		{"folder not synced after the journal's renaming", job{Do: "erase", Count: 1, Weak: weakness{NoDirSync: true}}, leaks},
		{"folder not synced while it is made", job{Do: "create", Count: 1, Weak: weakness{NoDirSync: true}}, loses},
		{"folder synced while it is made", job{Do: "create", Count: 1}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			r := recordCalls(t, c.job)
			res := r.replay(t, seed(t), cuts{some: 1, until: c.bites})
			switch {
			case c.bites == nil && !res.ok():
				t.Error(res.verdict)
			case c.bites != nil && !c.bites(res):
				t.Errorf("after %d power cuts: %v: the protection is not needed, or the test does not see it", res.cases, res.verdict)
			}
		})
	}
}

// A disk that says it has written a page and has not is found out by reading back, and a sign-up that was called saved
// all the same is in the journal.
func TestOneLieOfTheDiskLosesNobody(t *testing.T) {
	if testing.Short() {
		t.Skip("other processes, which the race detector does not look into")
	}
	if err := faults.Ready(); err != nil {
		t.Fatal(err)
	}
	t.Parallel()
	res := tortured{part: "lie", seed: 1, since: time.Now()}
	w := newWorkshop(t, "crash")
	wal, journal := filepath.Join(w.booth, folder.WAL), filepath.Join(w.booth, folder.Journal)
	most := 41
	if longRun() {
		most = 99
	}
	// The -wal gets its head, and then for each page a head of 24 bytes and the page: 4096 would be a false answer to the
	// other ones.
	found := 0
	for n := 3; n <= most; n += 2 {
		lie := faults.Injection{Calls: "pwrite64", How: "retval=4096", N: n}
		try := func(weak weakness) (b *book, v verdict, hit bool) {
			b, hits, _ := w.inject(t, job{Do: "crash", Count: 2, Weak: weak}, lie, wal)
			v = b.check(w.booth)
			return b, v, len(hits) == 1 && strings.Contains(hits[0], ", 4096, ")
		}
		b, v, hit := try(weakness{})
		if !hit {
			continue
		}
		res.cases++
		if res.add(v); !v.ok() || !b.done {
			t.Errorf("lie %d: %v", n, v)
		}
		b, v, _ = try(weakness{NoJournal: true})
		_, w, _ := try(weakness{NoJournal: true, NoReadBack: true})
		if len(b.errors) > 0 && v.ok() && w.lost > 0 {
			found++
		}
	}
	if res.cases == 0 || found == 0 {
		t.Errorf("of %d lies, reading back found %d that would have lost somebody", res.cases, found)
	}
	t.Logf("of %d lies in the -wal, reading back alone found %d; with the journal none lost anybody", res.cases, found)
	// A line of the journal that is mostly not written, and called written.
	for n := 1; n <= 2; n++ {
		b, hits, _ := w.inject(t, job{Do: "crash", Count: 2}, faults.Injection{Calls: "write", How: "retval=4000", N: n}, journal)
		v := b.check(w.booth)
		res.cases++
		if res.add(v); len(hits) != 1 || !v.ok() || !b.done {
			t.Errorf("lie %d in the journal (%d hits): %v", n, len(hits), v)
		}
	}
	res.report(t)
}

func loses(r tortured) bool { return r.lost > 0 }
func leaks(r tortured) bool { return r.leaked > 0 }

// No line of the program itself takes a protection away.
func TestOnlyTestsWeakenTheStore(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	sets := regexp.MustCompile(`weaken(\.\w+)?\s*=[^=]|&weaken`)
	seen := 0
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		switch {
		case regexp.MustCompile(`_test\.go$`).MatchString(name):
			if sets.Match(text) {
				seen++
			}
		case sets.Match(text):
			t.Errorf("%s sets a weakness", name)
		}
	}
	if seen == 0 {
		t.Error("the tests do not either: this test looks for the wrong thing")
	}
}
