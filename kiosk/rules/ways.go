package rules

import "matchbooth/kiosk/event"

// The three answers to "are all of these true for you?".
const (
	All    = "all"
	Not    = "not"
	Unsure = "unsure"
)

// offered returns the ways on that a visitor can choose from after an answer, in the pack's
// order; none after All or an unknown answer.
func offered(p *event.Pack, answered string) []event.Way {
	var out []event.Way
	for _, w := range p.Ways {
		if answered == Not && w.ForNot || answered == Unsure && w.ForUnsure {
			out = append(out, w)
		}
	}
	return out
}

// Outcome returns the one word that is kept of an answer: all_true after All, else the outcome of
// the way that was picked. ok is false if that way was not offered after the answer.
func Outcome(p *event.Pack, answered, picked string) (outcome string, ok bool) {
	if answered == All {
		return event.OutcomeAllTrue, true
	}
	for _, w := range offered(p, answered) {
		if w.Outcome == picked {
			return w.Outcome, true
		}
	}
	return "", false
}
