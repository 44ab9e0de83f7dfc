package calls

import (
	"slices"
	"time"

	"matchbooth/data/record"
)

// Follow counts what became of the people who signed up. It has no personal data.
type Follow struct {
	SignedUp int     `json:"signed_up"` // living people, each once
	Checked  int     `json:"checked"`   // of whom a volunteer checked anything
	Sampled  int     `json:"sampled"`   // whose sample was taken, by a check or as they or the registry said later
	After    []After `json:"after"`     // for each of [AfterDays]
}

// After counts who could still be reached some time after the sign-up.
type After struct {
	Days    int `json:"days"`
	Of      int `json:"of"`      // who signed up at least so many days ago
	Reached int `json:"reached"` // of these: who answered at least once, so many days after the sign-up or later
}

// AfterDays are the days after which it is asked who can still be reached.
var AfterDays = []int{7, 30, 365}

// Followed counts what has become of people by a day. on is an instant of that day, in the zone of the booth.
func Followed(records []record.Record, on time.Time) Follow {
	out := Follow{After: make([]After, len(AfterDays))}
	for i, n := range AfterDays {
		out.After[i].Days = n
	}
	zone, today := on.Location(), Day(on, on.Location())
	for _, r := range records {
		out.SignedUp++
		if len(r.Checks) > 0 {
			out.Checked++
		}
		taken, _ := r.Checked(record.StepSample)
		if taken || slices.ContainsFunc(r.Contacts, func(c record.Contact) bool {
			return c.Outcome == record.Sampled || c.Outcome == record.Confirmed
		}) {
			out.Sampled++
		}
		for i, n := range AfterDays {
			from := Day(r.At, zone).AddDate(0, 0, n)
			if from.After(today) {
				continue
			}
			out.After[i].Of++
			if slices.ContainsFunc(r.Contacts, func(c record.Contact) bool {
				day := Day(c.At, zone)
				return record.Answered(c.Outcome) && !day.Before(from) && !day.After(today)
			}) {
				out.After[i].Reached++
			}
		}
	}
	return out
}
