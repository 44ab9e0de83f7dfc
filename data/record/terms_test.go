package record

import (
	"fmt"
	"math/rand"
	"slices"
	"testing"
	"time"

	"matchbooth/data/entry"
)

// said are lines about several people, an hour apart, in the order in which they were written.
type said struct {
	at    time.Time
	lines map[string][]Opened
}

func (s *said) line(person, kind string, body any) {
	raw, err := Body(body)
	if err != nil {
		panic(err)
	}
	s.at = s.at.Add(time.Hour)
	n := int64(len(s.lines[person]) + 1)
	s.lines[person] = append(s.lines[person], Opened{&entry.Entry{ID: fmt.Sprint(person, n), Person: person, Booth: person, Seq: n, Tick: n, Kind: kind}, raw})
}

// What somebody agreed to be kept for is the same in whatever order their lines come, and whichever of their sign-ups is
// the one that is shown.
func TestTermsOfAPerson(t *testing.T) {
	give := func(id string, days int) func(*said, string) {
		return func(s *said, p string) {
			s.line(p, entry.KindConsent, ConsentChange{At: s.at, Given: []Consent{{ID: id, Days: days, At: s.at}}})
		}
	}
	withdraw := func(id string) func(*said, string) {
		return func(s *said, p string) {
			s.line(p, entry.KindConsent, ConsentChange{At: s.at, Withdrawn: []string{id}})
		}
	}
	call := func(outcome string) func(*said, string) {
		return func(s *said, p string) { s.line(p, entry.KindContact, Contact{At: s.at, Outcome: outcome}) }
	}
	type step struct {
		person string
		do     func(*said, string)
	}
	for _, c := range []struct {
		about string
		steps []step
		want  string
	}{
		{"nothing", nil, "[]"},
		{"without a term", []step{{"p", give("plain", 0)}}, "[]"},
		{"two", []step{{"p", give("news", 200)}, {"p", give("followup", 1095)}}, "[followup 1095 p news 200 p]"},
		{"a new text", []step{{"p", give("news", 200)}, {"p", give("news", 30)}}, "[news 30 p]"},
		{"absurd", []step{{"p", give("news", 99999)}}, "[news 3650 p]"},
		{"withdrawn", []step{{"p", give("news", 200)}, {"p", withdraw("news")}}, "[]"},
		{"and given again", []step{{"p", give("news", 200)}, {"p", withdraw("news")}, {"p", give("news", 200)}}, "[news 200 p]"},
		{"told a caller", []step{{"p", give("news", 200)}, {"p", call(Withdrew)}}, "[]"},
		{"agreed after that", []step{{"p", call(Withdrew)}, {"p", give("news", 200)}}, "[news 200 p]"},
		{"no answer", []step{{"p", give("news", 200)}, {"p", call(NoAnswer)}}, "[news 200 p]"},
		{"each its own", []step{{"p", give("news", 200)}, {"q", give("followup", 1095)}}, "[followup 1095 q news 200 p]"},
		{"withdrawn under the other", []step{{"p", give("news", 200)}, {"q", give("news", 200)}, {"q", withdraw("news")}}, "[]"},
		{"given after that", []step{{"q", give("news", 200)}, {"q", withdraw("news")}, {"p", give("news", 200)}}, "[news 200 p]"},
		{"told a caller of the other", []step{{"p", give("news", 200)}, {"q", call(Withdrew)}}, "[]"},
	} {
		for _, shown := range []string{"p", "q"} {
			s := &said{at: time.Date(2027, 5, 21, 9, 0, 0, 0, time.UTC), lines: map[string][]Opened{}}
			s.line("p", entry.KindSignUp, SignUp{At: s.at})
			s.line("q", entry.KindSignUp, SignUp{At: s.at})
			for _, step := range c.steps {
				step.do(s, step.person)
			}
			for range 5 {
				var list []Record
				for _, p := range []string{"p", "q"} {
					lines := slices.Clone(s.lines[p])
					rand.Shuffle(len(lines), func(i, j int) { lines[i], lines[j] = lines[j], lines[i] })
					r, faults, ok := Fold(lines)
					if !ok || len(faults) > 0 {
						t.Fatal(faults)
					}
					list = append(list, r)
				}
				other := "q"
				if shown == "q" {
					other = "p"
				}
				list[slices.Index([]string{"p", "q"}, other)].inside = []entry.Tie{{Line: s.lines[other][0].Entry, Into: shown, Inside: true}}
				one := Merge(list, nil)
				if len(one) != 1 || one[0].Person != shown {
					t.Fatalf("%d records", len(one))
				}
				var got []string
				for _, term := range one[0].Terms() {
					got = append(got, fmt.Sprint(term.Consent, " ", term.Days, " ", term.Person))
				}
				if slices.Sort(got); fmt.Sprint(got) != c.want {
					t.Errorf("%s, shown as %s: %v, want %s", c.about, shown, got, c.want)
				}
			}
		}
	}
}
