package record

import (
	"slices"
	"time"
)

// MostDays is the longest that any consent keeps anybody, in days: what an event pack may say, too. More is not believed.
const MostDays = 3650

// Term says that somebody agreed to be kept longer than others.
type Term struct {
	Person  string    // who agreed: the record's own person, or one of its Parts
	Consent string    // the id of the consent
	Days    int       // after the event, at most [MostDays]
	At      time.Time // when it was agreed to
}

// Terms returns for how long the person agreed to be kept, as it stands: consents that were withdrawn count no more, nor
// does what was agreed to before the person told a caller that they withdraw ([Withdrew]). Of sign-ups that are one
// person's each counts with its own consents, and a withdrawal noted under one ends the same consent in all of them,
// unless it was given again afterwards: whoever withdraws does not know how often they signed up.
func (r Record) Terms() []Term {
	var left time.Time
	for _, c := range r.Contacts {
		if c.Outcome == Withdrew && c.At.After(left) {
			left = c.At
		}
	}
	ended := func(t Term) bool {
		return !left.IsZero() && !t.At.After(left) || slices.ContainsFunc(r.History, func(h Change) bool {
			return h.Person != t.Person && slices.Contains(h.Withdrawn, t.Consent) && !t.At.After(h.At)
		})
	}
	return slices.DeleteFunc(slices.Concat(r.ownTerms(), r.joined), ended)
}

// ownTerms returns the terms of the record's own consents, from which Fold has taken what was withdrawn.
func (r Record) ownTerms() (out []Term) {
	for _, c := range r.Consents {
		if c.Days > 0 {
			out = append(out, Term{r.Person, c.ID, min(c.Days, MostDays), c.At})
		}
	}
	return out
}
