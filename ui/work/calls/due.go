package calls

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"matchbooth/assets/lang"
	"matchbooth/data/record"
	"matchbooth/kiosk/event"
)

// Due returns who is to be contacted on a day, each person once, those first who have waited longest. The package comment
// has the rules. on is an instant of that day, in the zone of the booth.
func Due(p *event.Pack, records []record.Record, on time.Time) []Call {
	var out []Call
	ways := fieldsOf(p)
	for _, r := range records {
		if c, due := dueOf(p, ways, r, on); due {
			out = append(out, c)
		}
	}
	slices.SortFunc(out, func(a, b Call) int {
		return cmp.Or(a.Since.Compare(b.Since), strings.Compare(string(a.Code), string(b.Code)), strings.Compare(a.Person, b.Person))
	})
	return out
}

// dueOf returns what one person is due for on a day.
func dueOf(p *event.Pack, ways fields, r record.Record, on time.Time) (c Call, due bool) {
	contacts := inOrder(r.Contacts)
	s := story{r: r, contacts: contacts, zone: on.Location(), today: Day(on, on.Location())}
	if s.putOff().After(s.today) {
		return c, false
	}
	for _, plan := range p.Contacts {
		if !s.agreed(plan) {
			continue
		}
		if since, open := s.open(plan); open && (!due || since.Before(c.Since)) {
			c.Plan, c.Since, due = plan, since, true
		}
	}
	if id, since, asked := s.asked(); asked && (!due || since.Before(c.Since)) {
		plan := event.Contact{}
		if of := p.Contact(id); of != nil {
			plan = *of
		}
		if plan.ID != "" && !s.agreed(plan) {
			plan = event.Contact{} // whoever was promised another try gets it, whatever it was called for
		}
		if plan.ID != "" || s.stays() {
			c.Plan, c.Since, due = plan, since, true
		}
	}
	if !due {
		return c, false
	}
	c.Person, c.Code, c.Lang = r.Person, r.Code, event.Lang(r.Lang)
	if !lang.Has(r.Lang) {
		c.Lang = event.ZH
	}
	c.Name = record.Name(r.Fields[ways.name].Text)
	c.Say = c.Plan.Say.In(c.Lang)
	c.Ways = ways.waysTo(r, contacts)
	if len(contacts) > 0 {
		c.Last = &contacts[len(contacts)-1]
	}
	return c, true
}

// inOrder returns contacts by time. Two of one second come in an order that does not depend on how they were handed in.
func inOrder(all []record.Contact) []record.Contact {
	all = slices.Clone(all)
	slices.SortFunc(all, func(a, b record.Contact) int {
		return cmp.Or(a.At.Compare(b.At), strings.Compare(a.Outcome, b.Outcome), strings.Compare(a.Channel, b.Channel),
			strings.Compare(a.Plan, b.Plan), strings.Compare(a.Next, b.Next), strings.Compare(a.Initials, b.Initials), strings.Compare(string(a.Note), string(b.Note)))
	})
	return all
}
