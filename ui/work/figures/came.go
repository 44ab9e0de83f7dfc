package figures

import (
	"time"

	"matchbooth/data"
	"matchbooth/data/record"
)

// Came is what came of people after they signed up, joined ones once. Whoever was erased is no longer counted anywhere,
// whatever came of them before.
type Came struct {
	SignedUp int
	Checked  int
	Sampled  int // by a check or a contact that says so
	After    []Reached
}

// Reached is how many were reached at least so many days after they signed up, of those who signed up so long ago. Whoever
// signed up later is in neither: it is no failure that their time has not come. Whom nobody has tried to reach is one.
type Reached struct {
	Days, N, Of int
}

// Shown says whether the numbers are shown: from five people up, as everywhere ([data.TalliesTogether]). Of one or two whose
// time has come first, everybody at the booth would know who did not answer.
func (r Reached) Shown() bool { return r.Of >= data.TalliesTogether }

// AfterDays are the times after which is asked whether people can still be reached.
var AfterDays = []int{7, 30, 365}

// Came counts everybody who was opened. Somebody who was reached after a year could be reached after a week too.
// The day of a paper form is the day on which it was signed. What is dated after now says nothing: a clock was wrong.
func (o Opened) Came(now time.Time) Came {
	c := Came{After: make([]Reached, len(AfterDays))}
	for i, days := range AfterDays {
		c.After[i].Days = days
	}
	for _, r := range o.Records {
		c.SignedUp++
		if o.checked(r) {
			c.Checked++
		}
		if sampled(r) {
			c.Sampled++
		}
		for i, days := range AfterDays {
			due := r.At.AddDate(0, 0, days)
			if now.Before(due) {
				continue
			}
			c.After[i].Of++
			for _, x := range r.Contacts {
				if !x.At.Before(due) && !x.At.After(now) && record.Answered(x.Outcome) {
					c.After[i].N++
					break
				}
			}
		}
	}
	return c
}

func sampled(r record.Record) bool {
	if yes, _ := r.Checked(record.StepSample); yes {
		return true
	}
	for _, x := range r.Contacts {
		if x.Outcome == record.Sampled || x.Outcome == record.Confirmed {
			return true
		}
	}
	return false
}
