package data

import (
	"os"
	"path/filepath"
	"regexp"
	"testing"
)

// Each protection is needed: without it the same power cuts lose somebody, or bring back what was erased.
func TestPowerCutsBite(t *testing.T) {
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
			r := record(t, c.job)
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
