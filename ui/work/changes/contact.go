package changes

import (
	"slices"
	"strings"
	"time"

	"matchbooth/data/record"
	"matchbooth/kiosk/form"
)

// Calling is what a volunteer says of one call or message.
type Calling struct {
	Channel string // one of record.Channels
	Outcome string // one of record.Outcomes
	Plan    string // the id of the planned contact that this was, or ""
	Note    string // at most MostNote characters
	Next    string // the day of the next attempt as people write one, or ""
}

// farthestNext is how far ahead the next attempt may be, in years: beyond it a digit of the year is wrong.
const farthestNext = 10

// Contact builds a contact. The next attempt is today at the earliest, by the calendar of now's time zone. plans are the
// ids of the planned contacts that there are. The error is a [Refused].
func Contact(said Calling, plans []string, by string, now time.Time) (record.Contact, error) {
	var wrong refusals
	c := record.Contact{At: stamp(now), Initials: wrong.initials(by)}
	one := func(about, word string, known []string) string {
		word = strings.ToLower(strings.TrimSpace(word))
		if !slices.Contains(known, word) {
			wrong.unknown(about, word, known)
		}
		return word
	}
	c.Channel = one(AboutChannel, said.Channel, record.Channels)
	c.Outcome = one(AboutOutcome, said.Outcome, record.Outcomes)
	if said.Plan != "" {
		c.Plan = one(AboutPlan, said.Plan, plans)
	}
	c.Note = record.Text(wrong.text(AboutNote, said.Note, MostNote, ""))
	if strings.TrimSpace(said.Next) != "" {
		c.Next = wrong.next(said.Next, now)
	}
	if err := wrong.err(); err != nil {
		return record.Contact{}, err
	}
	return c, nil
}

// next reads the day of the next attempt.
func (r *refusals) next(s string, now time.Time) string {
	at, problem, _ := form.ParseDate(s, form.Context{Now: now, Year: now.Year()})
	day, today := at.Format(time.DateOnly), now.Format(time.DateOnly)
	switch {
	case problem.Key != "":
		r.list = append(r.list, Problem{About: AboutNext, Key: problem.Key, Args: problem.Args})
	case day < today:
		r.add(AboutNext, "change.next.past", "Today", today)
	case at.After(now.AddDate(farthestNext, 0, 0)):
		r.add(AboutNext, "problem.date.far", "Min", now.Year(), "Max", now.Year()+farthestNext)
	}
	return day
}
