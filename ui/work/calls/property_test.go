package calls

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"matchbooth/data/entry"
	"matchbooth/data/record"
)

// anybody draws a person to whom anything may have happened, at times that clocks may have had wrong.
func anybody(n int) *rapid.Generator[record.Record] {
	return rapid.Custom(func(t *rapid.T) record.Record {
		r := someone(func(r *record.Record) {
			r.Person, r.Code = fmt.Sprintf("p%d", n), entry.ReceiptCode(fmt.Sprintf("AAAA%04dC", n))
			r.At = anyTime().Draw(t, "signed")
			if rapid.Bool().Draw(t, "graduates") {
				r.Fields["graduation"] = record.Field{Text: record.Text(anyTime().Draw(t, "month").Format("2006-01"))}
			}
			for _, id := range []string{"phone", "wechat", "email"} {
				if rapid.Bool().Draw(t, "no "+id) {
					delete(r.Fields, id)
				}
			}
			if rapid.IntRange(0, 5).Draw(t, "refuses") == 0 {
				r.Consents = nil
			}
		})
		for range rapid.IntRange(0, 5).Draw(t, "contacts") {
			r.Contacts = append(r.Contacts, anyContact(record.Outcomes).Draw(t, "contact"))
		}
		if rapid.Bool().Draw(t, "checked") {
			step := rapid.SampledFrom([]string{record.StepRang, record.StepSample}).Draw(t, "step")
			r.Checks = []record.Check{{At: anyTime().Draw(t, "when"), Answers: map[string]bool{step: rapid.Bool().Draw(t, "yes")}}}
		}
		if rapid.Bool().Draw(t, "corrected") {
			corrected("2027-06-01", "phone", record.Text(rapid.SampledFrom([]string{"13900000002", "13900000003"}).Draw(t, "number")))(&r)
		}
		return r
	})
}

func anyTime() *rapid.Generator[time.Time] {
	return rapid.Custom(func(t *rapid.T) time.Time {
		return noon("2027-05-21").Add(time.Duration(rapid.IntRange(-400, 1500).Draw(t, "days"))*24*time.Hour + time.Duration(rapid.IntRange(0, 86399).Draw(t, "seconds"))*time.Second).UTC()
	})
}

func anyContact(outcomes []string) *rapid.Generator[record.Contact] {
	return rapid.Custom(func(t *rapid.T) record.Contact {
		c := record.Contact{At: anyTime().Draw(t, "at"), Channel: rapid.SampledFrom(record.Channels).Draw(t, "channel"),
			Outcome: rapid.SampledFrom(outcomes).Draw(t, "outcome"), Plan: rapid.SampledFrom([]string{"", "day7", "leaving", "yearly", "gone"}).Draw(t, "plan")}
		if rapid.Bool().Draw(t, "again") {
			c.Next = anyTime().Draw(t, "next").Format(time.DateOnly)
		}
		return c
	})
}

func TestNobodyIsDueTwice(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var all []record.Record
		for i := range rapid.IntRange(0, 6).Draw(t, "people") {
			all = append(all, anybody(i).Draw(t, "person"))
		}
		on := anyTime().Draw(t, "on").In(shanghai)
		list := Due(testPack(), all, on)
		seen := map[string]bool{}
		for i, c := range list {
			if seen[c.Person] {
				t.Fatalf("%s is due twice", c.Person)
			}
			seen[c.Person] = true
			if c.Since.After(Day(on, shanghai)) || i > 0 && c.Since.Before(list[i-1].Since) {
				t.Fatal("due later than today, or out of order")
			}
		}
		// In whatever order people and contacts come, the same is due.
		for i := range all {
			all[i].Contacts = shuffled(t, all[i].Contacts)
		}
		again := Due(testPack(), shuffled(t, all), on)
		if !slices.EqualFunc(list, again, func(a, b Call) bool {
			return a.Person == b.Person && a.Plan.ID == b.Plan.ID && a.Since.Equal(b.Since) && slices.Equal(a.Ways, b.Ways)
		}) {
			t.Fatalf("another order: %s, and %s", said(list), said(again))
		}
	})
}

func shuffled[T any](t *rapid.T, all []T) []T {
	if len(all) == 0 {
		return nil
	}
	return rapid.Permutation(all).Draw(t, "order")
}

// Whoever has answered is not due any more that day, nor tomorrow unless something falls due then.
func TestAnsweringEndsTheDay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := anybody(1).Draw(t, "person")
		on := anyTime().Draw(t, "on").In(shanghai)
		var answers []string
		for _, o := range record.Outcomes {
			if record.Answered(o) {
				answers = append(answers, o)
			}
		}
		c := anyContact(answers).Draw(t, "answer")
		c.At = on
		r.Contacts = append(r.Contacts, c)
		if got := Due(testPack(), []record.Record{r}, on); len(got) > 0 {
			t.Fatalf("still due: %s", said(got))
		}
		if c.Next != "" {
			return
		}
		for _, got := range Due(testPack(), []record.Record{r}, on.AddDate(0, 0, 1)) {
			if !got.Since.After(Day(on, shanghai)) {
				t.Fatalf("due the next day for something old: %s", said([]Call{got}))
			}
		}
	})
}

// An attempt without an answer loses nobody: who was due and was not reached is due again within the days chosen.
func TestAnAttemptLosesNobody(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := anybody(1).Draw(t, "person")
		on := anyTime().Draw(t, "on").In(shanghai)
		before := Due(testPack(), []record.Record{r}, on)
		if len(before) == 0 {
			return
		}
		c := anyContact([]string{record.NoAnswer, record.Wrong}).Draw(t, "attempt")
		c.At = on
		r.Contacts = append(r.Contacts, c)
		until := on.AddDate(0, 0, 1)
		if next, ok := dayOf(c.Next); ok && next.After(Day(until, shanghai)) {
			until = next.Add(4 * time.Hour).In(shanghai)
		}
		for _, past := range r.Contacts { // a clock that was ahead may have noted an answer on a day that has come now
			if !Day(past.At, shanghai).Before(Day(on, shanghai)) && past != c {
				return
			}
		}
		if len(Due(testPack(), []record.Record{r}, until)) != 1 {
			t.Fatalf("was due (%s), and is due no more", said(before))
		}
	})
}

// A number that was found wrong is never named, whatever happens afterwards to anything but itself.
func TestAWrongNumberIsNeverNamed(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := someone(contact("2027-05-22 call wrong_number"))
		for range rapid.IntRange(0, 5).Draw(t, "contacts") {
			c := anyContact(record.Outcomes).Draw(t, "contact")
			if c.At.After(noon("2027-05-22")) {
				r.Contacts = append(r.Contacts, c)
			}
		}
		if rapid.Bool().Draw(t, "rang") {
			checked(record.StepRang, true)(&r)
		}
		for _, c := range Due(testPack(), []record.Record{r}, anyTime().Draw(t, "on").In(shanghai)) {
			for _, w := range c.Ways {
				if w.Value == "13900000001" {
					t.Fatal("the wrong number is named")
				}
			}
		}
	})
}

// Ten times as many people take about ten times as long to look through. It is counted against itself: a busy computer is slow
// for both, and looking each up among all the others would be a hundred times.
func TestTenThousandAreLookedThroughAtOnce(t *testing.T) {
	if testing.Short() {
		t.Skip("counts time")
	}
	quickest := func(n int) time.Duration {
		all := make([]record.Record, n)
		for i := range all {
			all[i] = someone(contact("2027-05-28 call no_answer day7"), contact("2027-05-29 call wrong_number day7"), func(r *record.Record) { r.Person = fmt.Sprint(i) })
		}
		best := time.Hour
		for range 3 {
			p, from := testPack(), time.Now()
			if due := len(Due(p, all, noon("2027-06-01"))); due != n {
				t.Errorf("%d due", due)
			}
			best = min(best, time.Since(from))
		}
		return best
	}
	if few, many := quickest(1_000), quickest(10_000); many > 50*few {
		t.Errorf("1,000 take %s, 10,000 %s", few, many)
	}
}
