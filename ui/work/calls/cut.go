package calls

import (
	"time"

	"matchbooth/data/record"
	"matchbooth/kiosk/event"
)

// CutOff is a plan that comes too late for somebody.
type CutOff struct {
	Plan   event.Contact
	People int // who will have been erased before it
}

// Cut returns the plans that come only after people will have been erased, in the order of the pack: sign-ups are kept for
// retention days, counted from the sign-up; 0 is for ever. Of a plan that comes several times, the last time is looked at,
// and the first of one that comes without end. zone is that of the booth.
func Cut(p *event.Pack, records []record.Record, retention int, zone *time.Location) []CutOff {
	if retention <= 0 {
		return nil
	}
	var out []CutOff
	for _, plan := range p.Contacts {
		n := 0
		for _, r := range records {
			s := story{r: r, contacts: inOrder(r.Contacts), zone: zone}
			day, falls := s.last(plan)
			if !falls || !s.agreed(plan) || plan.EveryMonths == 0 && s.closed(plan, day) {
				continue
			}
			if erased := Day(r.At.Add(time.Duration(retention)*24*time.Hour), zone); !day.Before(erased) {
				n++
			}
		}
		if n > 0 {
			out = append(out, CutOff{plan, n})
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
