package terms

import (
	"testing"

	"pgregory.net/rapid"

	"matchbooth/data/record"
)

// However a pack is changed, in whatever order: nobody is kept for longer than they were told, nobody who was promised
// longer is judged past it, and what is filled in for another consent changes nothing.
func TestAChangedPackKeepsNobodyLongerThanTheyWereTold(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		days := rapid.IntRange(1, record.MostDays)
		told, agreed := days.Draw(t, "told"), days.Draw(t, "agreed")
		r := In(map[string]string{MetaDays: "60", MetaTerms: Encode(map[string]int{"followup": agreed})})
		least, longest := 60, max(60, agreed)
		for range rapid.IntRange(0, 4).Draw(t, "changes") {
			d, of := days.Draw(t, "days"), map[string]int{}
			if rapid.Bool().Draw(t, "has a term") {
				of["followup"] = days.Draw(t, "term")
			}
			r = r.Then(d, of)
			least, longest = min(least, d), max(longest, of["followup"])
			now, has := of["followup"]
			if !has {
				now = r.Days
			}
			if got, want := r.Of(record.Term{Consent: "followup", Days: told}), min(told, now); got != want {
				t.Fatalf("told %d days, and now %d (a term: %t): kept for %d", told, now, has, got)
			}
		}
		if r.Days != least || r.Longest < longest {
			t.Fatalf("%+v: everybody's should be %d, the longest at least %d", r, least, longest)
		}
		if got := r.Of(record.Term{Consent: "followup", Days: told}); got > told {
			t.Fatalf("told %d days, kept for %d", told, got)
		}
		if got := r.Of(record.Term{Consent: "another", Days: told}); got != told {
			t.Fatalf("another consent of %d days counts %d", told, got)
		}
	})
}

// Without a term that says so, what is kept for ever is kept for ever.
func TestWhatIsKeptForEverStaysSo(t *testing.T) {
	if r := In(map[string]string{MetaDays: "0"}).Then(90, nil); r.Days != 0 {
		t.Errorf("a practice booth keeps people for %d days now", r.Days)
	}
}
