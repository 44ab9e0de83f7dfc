// Package terms says how long people are kept: the settings of a folder, and what follows for somebody from what they
// agreed to. None of it is personal: terms are part of the event pack.
package terms

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"

	"matchbooth/data/internal/db"
	"matchbooth/data/record"
)

// The settings. A folder without the second and third keeps everybody for the same time, as all did before there were
// terms.
const (
	MetaDays    = "retention_days"            // everybody's, in days; 0: for ever
	MetaTerms   = "retention_terms"           // of consents that have one, see [Encode]
	MetaLongest = db.MetaOwn + "longest_term" // the longest term of a booth that was merged, if it is longer than any here
)

// most limits how much is read of MetaTerms, in bytes: a pack has at most 200 consents.
const most = 64 << 10

// Encode writes terms as they stand in the settings; "" if there are none.
func Encode(days map[string]int) string {
	if len(days) == 0 {
		return ""
	}
	out, _ := json.Marshal(days) // sorted by id; strings and ints always encode
	return string(out)
}

// Parse reads what Encode wrote. What cannot be a term is left out: it may come from another folder.
func Parse(s string) map[string]int {
	var out map[string]int
	if len(s) > most || json.Unmarshal([]byte(s), &out) != nil {
		return nil
	}
	maps.DeleteFunc(out, func(id string, days int) bool { return id == "" || days < 1 || days > record.MostDays })
	return out
}

// Rule is how long a folder keeps people.
type Rule struct {
	Days    int            // everybody; 0: for ever
	Longest int            // the most that anybody may have agreed to; at least Days
	terms   map[string]int // by consent
}

// In reads the rule of the settings.
func In(meta map[string]string) Rule {
	r := Rule{terms: Parse(meta[MetaTerms])}
	if days, err := strconv.Atoi(meta[MetaDays]); err == nil && days > 0 {
		r.Days = days
	}
	r.Longest = max(r.Days, longest(meta))
	return r
}

// Then returns the rule once the event goes on with a pack of these terms. Nobody is kept for longer than they were told:
// everybody's time only ever gets shorter, and a longer term of a consent holds for those who agree to it from now on, whose
// own line says so. A consent whose term the new pack has taken away keeps nobody longer than everybody.
func (r Rule) Then(days int, terms map[string]int) Rule {
	if days > 0 && r.Days > 0 {
		r.Days = min(r.Days, days)
	}
	now := maps.Clone(r.terms)
	if now == nil {
		now = map[string]int{}
	}
	for id := range now {
		now[id] = r.Days
	}
	maps.Copy(now, terms)
	r.terms = now
	for _, days := range terms {
		r.Longest = max(r.Longest, min(days, record.MostDays))
	}
	return r
}

// longest returns the longest term that the settings know of, 0 if none.
func longest(meta map[string]string) int {
	out := 0
	for _, days := range Parse(meta[MetaTerms]) {
		out = max(out, days)
	}
	if days, err := strconv.Atoi(meta[MetaLongest]); err == nil && days > 0 {
		out = max(out, min(days, record.MostDays))
	}
	return out
}

// Of returns how many days an agreement has somebody kept: what its text said, or less if the event has shortened that
// since, or this booth's pack promises less. Every text says how long at most, so the shorter breaks no promise.
func (r Rule) Of(t record.Term) int {
	if now, ok := r.terms[t.Consent]; ok && now < t.Days {
		return now
	}
	return t.Days
}

// Learned returns the value of MetaLongest for a folder that takes in people from another; ok is false if nothing changes.
func Learned(here, there map[string]string) (value string, ok bool) {
	days := longest(there)
	return strconv.Itoa(days), days > longest(here)
}

// Differences says in sentences how the terms of another folder differ from those here.
func Differences(here, there map[string]string) (out []string) {
	a, b := Parse(here[MetaTerms]), Parse(there[MetaTerms])
	both := maps.Clone(a)
	if both == nil {
		both = map[string]int{}
	}
	maps.Copy(both, b)
	if x, y := In(here).Days, In(there).Days; x > 0 && y > 0 && x != y {
		out = append(out, fmt.Sprintf("People are kept for %d days there and for %d days here: here the latter counts.", y, x))
	}
	for _, id := range slices.Sorted(maps.Keys(both)) {
		switch x, y := a[id], b[id]; {
		case x == y:
		case x == 0 || y == 0:
			out = append(out, fmt.Sprintf("The consent %s keeps people for %d days in one of the two booths, and has no term in the other: what each agreed to counts.", id, x+y))
		default:
			out = append(out, fmt.Sprintf("The consent %s keeps people for other times there and here (%d, %d days): here the shorter counts.", id, y, x))
		}
	}
	return out
}
