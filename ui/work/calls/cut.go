package calls

import (
	"time"

	"matchbooth/data"
	"matchbooth/data/record"
	"matchbooth/kiosk/event"
)

// CutOff is a plan that comes too late for somebody.
type CutOff struct {
	Plan   event.Contact
	People int // who will have been erased before it
	Days   int // how long those of them are kept who are kept longest
}

// Cut returns the plans that come only after people will have been erased, in the order of the pack. ends says when they
// are, by person; whoever is not in it is kept for ever. Of a plan that comes several times, the last time is looked at,
// and the first of one that comes without end. zone is that of the booth.
func Cut(p *event.Pack, records []record.Record, ends map[string]data.End, zone *time.Location) []CutOff {
	var out []CutOff
	for _, plan := range p.Contacts {
		n, days := 0, 0
		for _, r := range records {
			s := story{r: r, contacts: inOrder(r.Contacts), zone: zone}
			day, falls := s.last(plan)
			if !falls || !s.agreed(plan) || plan.EveryMonths == 0 && s.closed(plan, day) {
				continue
			}
			if end, is := ends[r.Person]; is && !day.Before(Day(end.At.Add(-time.Hour), zone)) {
				n, days = n+1, max(days, end.Days)
			}
		}
		if n > 0 {
			out = append(out, CutOff{plan, n, days})
		}
	}
	return out
}

// last returns the day of a plan's last contact with the person; of one without end, the first.
func (s story) last(p event.Contact) (day time.Time, ok bool) {
	if p.EveryMonths > 0 && !s.r.At.IsZero() {
		return event.AddMonths(Day(s.r.At, s.zone), max(p.Times, 1)*p.EveryMonths), true
	}
	return s.falls(p)
}
