package calls

import (
	"fmt"
	"io"
	"slices"
	"time"

	"matchbooth/data/record"
	"matchbooth/kiosk/event"
)

// story is what has happened to one person so far, as seen on a day.
type story struct {
	r        record.Record
	contacts []record.Contact // in order
	zone     *time.Location
	today    time.Time
}

// Format implements fmt.Formatter: it prints [redacted].
func (story) Format(f fmt.State, _ rune) { io.WriteString(f, record.Redacted) }

// withdrew returns when the person withdrew last, the zero time if never.
func (s story) withdrew() (at time.Time) {
	for _, c := range s.contacts {
		if c.Outcome == record.Withdrew {
			at = c.At
		}
	}
	return at
}

// stays reports whether the person has not withdrawn, or has agreed to something again since.
func (s story) stays() bool {
	left := s.withdrew()
	return left.IsZero() || slices.ContainsFunc(s.r.Consents, func(c record.Consent) bool { return c.At.After(left) })
}

// agreed reports whether the person may be contacted for a plan.
func (s story) agreed(p event.Contact) bool {
	left := s.withdrew()
	if p.Consent == "" {
		return left.IsZero()
	}
	return slices.ContainsFunc(s.r.Consents, func(c record.Consent) bool {
		return c.ID == p.Consent && (left.IsZero() || c.At.After(left))
	})
}

// open returns since when a plan has been due, if it is due today at the latest and nothing has closed it. It does not
// ask whether the person agreed.
func (s story) open(p event.Contact) (since time.Time, is bool) {
	since, is = s.falls(p)
	if !is || since.After(s.today) {
		return since, false
	}
	return since, !s.closed(p, since)
}

// falls returns the day on which a plan falls due; of one that comes again, the latest by today, or the first. ok is
// false if it never does.
func (s story) falls(p event.Contact) (day time.Time, ok bool) {
	if s.r.At.IsZero() {
		return day, false
	}
	signed := Day(s.r.At, s.zone)
	switch {
	case p.AfterDays > 0:
		return signed.AddDate(0, 0, p.AfterDays), true
	case p.EveryMonths > 0:
		return event.AddMonths(signed, s.anniversary(p, signed)*p.EveryMonths), true
	case p.Before != "":
		month, given := dayOf(string(s.r.Fields[p.Before].Text))
		if !given || !month.AddDate(0, 1, 1-month.Day()).After(signed) {
			return day, false
		}
		month = month.AddDate(0, 0, 1-month.Day())
		return later(month.AddDate(0, 0, -p.Days), signed.AddDate(0, 0, 1)), true
	}
	return day, false
}

// anniversary returns the number of the latest anniversary by today, from 1 to the plan's Times.
func (s story) anniversary(p event.Contact, signed time.Time) int {
	months := (s.today.Year()-signed.Year())*12 + int(s.today.Month()) - int(signed.Month())
	n := max(months/p.EveryMonths, 1)
	if n > 1 && event.AddMonths(signed, n*p.EveryMonths).After(s.today) { // later this month
		n--
	}
	if p.Times > 0 {
		n = min(n, p.Times)
	}
	return n
}

// closed reports whether a plan that fell due on a day is done with.
func (s story) closed(p event.Contact, since time.Time) bool {
	if p.AfterDays > 0 {
		if yes, _ := s.r.Checked(record.StepSample); yes {
			return true
		}
	}
	return slices.ContainsFunc(s.contacts, func(c record.Contact) bool {
		switch {
		case !record.Answered(c.Outcome):
			return false
		case p.AfterDays > 0 && (c.Outcome == record.Sampled || c.Outcome == record.Confirmed):
			return true
		case p.EveryMonths == 0 && c.Plan == p.ID:
			return true
		}
		return !Day(c.At, s.zone).Before(since)
	})
}

// next returns the day that a volunteer chose for another attempt; ok is false if none was chosen that is after the
// attempt itself.
func (s story) next(c record.Contact) (day time.Time, ok bool) {
	day, ok = dayOf(c.Next)
	return day, ok && len(c.Next) == len(time.DateOnly) && day.After(Day(c.At, s.zone))
}

// putOff returns the day before which nobody tries again, because of the last attempt by today.
func (s story) putOff() (day time.Time) {
	for i := len(s.contacts) - 1; i >= 0; i-- {
		c := s.contacts[i]
		tried := Day(c.At, s.zone)
		if tried.After(s.today) {
			continue
		}
		if day, chosen := s.next(c); chosen {
			return day
		}
		if c.Outcome == record.NoAnswer {
			return tried.AddDate(0, 0, 1)
		}
		return tried
	}
	return day
}

// asked returns the latest day that was chosen for another attempt after the person was last reached, or then, and what
// it is for.
func (s story) asked() (plan string, day time.Time, ok bool) {
	for i := len(s.contacts) - 1; i >= 0; i-- {
		c := s.contacts[i]
		if day, ok = s.next(c); ok && !day.After(s.today) {
			return c.Plan, day, true
		}
		if record.Answered(c.Outcome) {
			break
		}
	}
	return "", day, false
}
