package event

import (
	"fmt"
	"slices"
	"time"
)

// Contact is a planned contact: when volunteers ask people who signed up whether they can still be reached, and what they
// say. Exactly one of AfterDays, Before and EveryMonths is given.
type Contact struct {
	ID          string
	AfterDays   int    // this many days after the sign-up
	Before      string // id of a field of kind month: Days before the first day of that month
	Days        int    // goes with Before
	EveryMonths int    // each time this many months have passed since the sign-up
	Times       int    // goes with EveryMonths: how often; 0 is without end
	Consent     string // id of a consent: only people who gave it are contacted; "" for everybody
	Title       Text   // what it is for, such as "day 7"
	Say         Text   // what to say, once the person has answered
}

// The bounds of planned contacts.
const (
	maxAfterDays   = maxRetention
	maxBeforeDays  = 366
	maxEveryMonths = 120
	maxTimes       = 50
)

// Contact returns the planned contact with that id, or nil.
func (p *Pack) Contact(id string) *Contact {
	return find(p.Contacts, func(c *Contact) bool { return c.ID == id })
}

// AddMonths returns the day that is this many months later. Where that month is too short for it, it is the month's last
// day: a year after 29 February is 28 February. (An age is another matter; see form.)
func AddMonths(day time.Time, months int) time.Time {
	y, m, d := day.Date()
	first := time.Date(y, m+time.Month(months), 1, 0, 0, 0, 0, day.Location())
	last := first.AddDate(0, 1, -1).Day()
	return time.Date(first.Year(), first.Month(), min(d, last), 0, 0, 0, 0, day.Location())
}

// checkContacts checks the planned contacts.
func (b *builder) checkContacts() {
	p := b.p
	if len(p.Contacts) == 0 && b.main.given["contacts"] {
		b.bad("contacts", "write at least one, or leave it out", "contacts is empty")
	}
	b.checkIDs("contacts", len(p.Contacts), ".id", func(i int) string { return p.Contacts[i].ID })
	var months, consents []string
	for _, f := range p.Fields {
		if f.Kind == "month" {
			months = append(months, f.ID)
		}
	}
	for _, c := range p.Consents {
		if c.Kind != "notice" {
			consents = append(consents, c.ID)
		}
	}
	for i, c := range p.Contacts {
		at := fmt.Sprintf("contacts[%d]", i)
		b.need(at, needed["contacts"]...)
		b.checkWhen(at, c, months)
		switch of := p.Consent(c.Consent); {
		case !b.main.given[at+".consent"]:
		case of != nil && of.Kind == "notice":
			b.bad(at+".consent", didYouMean("", consents), "consent names the notice %s, which is acknowledged and not agreed to", quote(c.Consent))
		case of == nil:
			b.bad(at+".consent", didYouMean(c.Consent, consents), "consent names %s, which is not a consent", quote(c.Consent))
		}
	}
}

// checkWhen checks when a contact is due: one of three ways to say so, within its bounds.
func (b *builder) checkWhen(at string, c Contact, months []string) {
	given := func(key string) bool { return b.main.given[join(at, key)] }
	ways, spoilt := 0, false
	for _, key := range []string{"after_days", "before", "every_months"} {
		spoilt = spoilt || b.main.spoilt[join(at, key)]
		if !given(key) {
			continue
		}
		if ways++; ways == 2 {
			b.bad(join(at, key), "keep one; what is to come twice is two contacts", "a contact with two of after_days, before and every_months")
		}
	}
	if ways == 0 && !spoilt {
		b.bad(at, "write after_days, or before and days, or every_months", "nothing says when this contact is due")
	}
	b.between(at+".after_days", c.AfterDays, 1, maxAfterDays)
	b.between(at+".days", c.Days, 1, maxBeforeDays)
	b.between(at+".every_months", c.EveryMonths, 1, maxEveryMonths)
	b.between(at+".times", c.Times, 1, maxTimes)
	switch {
	case given("before"):
		if f := b.p.Field(c.Before); f == nil {
			b.bad(at+".before", didYouMean(c.Before, months), "before names %s, which is not a field", quote(c.Before))
		} else if f.Kind != "month" {
			b.bad(at+".before", didYouMean(c.Before, months), "before names %s, which is not a field of kind \"month\"", quote(c.Before))
		}
		b.need(at, "days")
	case given("days") && !b.main.spoilt[at+".before"]:
		b.bad(at+".days", "write before as well, or after_days instead", "days goes with before")
	}
	if given("times") && !given("every_months") && !b.main.spoilt[at+".every_months"] {
		b.bad(at+".times", "write every_months as well, or remove it", "times goes with every_months")
	}
}

// between checks a number that may be left out.
func (b *builder) between(path string, n, least, most int) {
	if b.main.given[path] && (n < least || n > most) {
		b.bad(path, Say("write a number from %d to %d", least, most), "%s is %d", spoken(path), n)
	}
}

// noteLate advises about contacts that come after the person has been erased: people are kept as long as the consent
// says that the contact needs. Nothing is wrong with such a pack, which may have been written for a longer period.
func (b *builder) noteLate() {
	p := b.p
	ends, ok := p.Ends.Time()
	if !ok {
		return
	}
	for i, c := range p.Contacts {
		of := p.Consent(c.Consent)
		kept := p.Term(of)
		if kept < 1 || kept > maxRetention {
			continue
		}
		erased := ends.AddDate(0, 0, kept) // on this day whoever signed up last is erased
		never, key := Phrase{}, ""
		switch {
		case c.AfterDays >= kept:
			never, key = Say("it never comes"), "after_days"
		case c.EveryMonths > 0:
			key = "every_months"
			n := 0
			for !AddMonths(ends, (n+1)*c.EveryMonths).After(erased.AddDate(0, 0, -1)) {
				n++
			}
			switch {
			case n == 0:
				never = Say("it never comes")
			case n < c.Times:
				never = Say("it comes %s and not %s", many(n, "time"), many(c.Times, "time"))
			}
		case c.Days > 0 && kept < farMonth:
			key = "days"
			last := erased.AddDate(0, 0, c.Days-1) // the last first day of a month that is early enough
			never = Say("it comes only to those whose %s is %s or earlier", c.Before, last.Format("2006-01"))
		}
		if never.form != "" && kept > p.Handler.RetentionDays {
			b.note(fmt.Sprintf("contacts[%d].%s", i, key), "raise retain_days of that consent if it is to come, or drop it",
				"the contact %s: people with the consent %s are erased %s after the event, and %s", quote(c.ID), quote(of.ID), many(kept, "day"), never)
		} else if never.form != "" {
			b.note(fmt.Sprintf("contacts[%d].%s", i, key), "raise retention_days if it is to come, or drop it",
				"the contact %s: people are erased %s after the event, and %s", quote(c.ID), many(kept, "day"), never)
		}
	}
}

// note adds advice about a place in event.toml: a pack with advice is loaded.
func (b *builder) note(path string, instead any, what string, args ...any) {
	b.p.advice = append(b.p.advice, NewFault(mainFile, b.main.at(path), asPhrase(instead), Say(what, args...)))
}

// Advice lists what is worth a thought in a pack that may be used as it is.
func (p *Pack) Advice() []Fault { return slices.Clone(p.advice) }

// when says when a contact is due.
func (c Contact) when() Phrase {
	s := Say("%s after the sign-up", many(c.AfterDays, "day"))
	switch {
	case c.Before != "":
		s = Say("%s before the month in %s", many(c.Days, "day"), c.Before)
	case c.EveryMonths > 0:
		s = Say("every %s", many(c.EveryMonths, "month"))
		if c.Times > 0 {
			s = Say("%s, %s", s, many(c.Times, "time"))
		}
	}
	if c.Consent != "" {
		return Say("%s, with the consent %s", s, c.Consent)
	}
	return Say("%s, to everybody", s)
}
