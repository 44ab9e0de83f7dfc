package session

import (
	"slices"

	"matchbooth/kiosk/event"
)

// The problems with a date of birth: their field, and their catalogue keys.
const (
	birthField     = "birth"
	problemNoBirth = "problem.birth.unreal" // no date, in the future, or too long ago
	problemTooOld  = "problem.birth.over"   // past the registry's upper age limit: no date to come back
)

const kindNotice = "notice"

// FieldsOf returns the fields of a step of the form, counted from 0, in the order of the pack.
func FieldsOf(p *event.Pack, step int) []event.Field {
	if step < 0 || step >= len(p.Steps) {
		return nil
	}
	return p.StepFields(p.Steps[step].ID)
}

// ConsentProgress returns the numbers of "consent at of n", counted from 1.
func ConsentProgress(s State, p *event.Pack) (at, n int) {
	return s.ConsentAt + 1, len(askedConsents(p))
}

// StoryProgress returns the numbers of "station at of n" in the story shown, counted from 1.
func StoryProgress(s State, p *event.Pack) (at, n int) {
	return s.Station + 1, stations(p, s.StoryID)
}

// HowPages returns the largest number of pages that "how it goes" may have: one for each stage and one
// for the risks. A screen that shows them on fewer pages simply stops earlier.
func HowPages(p *event.Pack) int { return max(len(p.Stages)+1, 2) }

// askedConsents returns the consents that are asked one per screen. The notice is not among them: it
// is acknowledged, not agreed to.
func askedConsents(p *event.Pack) []event.Consent {
	var out []event.Consent
	for _, c := range p.Consents {
		if c.Kind != kindNotice {
			out = append(out, c)
		}
	}
	return out
}

// ConsentShown returns the consent that is being asked; ok is false if there is none.
func ConsentShown(p *event.Pack, s State) (event.Consent, bool) {
	asked := askedConsents(p)
	if s.ConsentAt < 0 || s.ConsentAt >= len(asked) {
		return event.Consent{}, false
	}
	return asked[s.ConsentAt], true
}

// wayShown returns the way on for the outcome in s; ok is false if there is none.
func wayShown(p *event.Pack, s State) (event.Way, bool) {
	if w := p.Way(s.Outcome); w != nil {
		return *w, true
	}
	return event.Way{}, false
}

// MayKeep reports whether the sign-up can be saved despite the consents that were refused, that is,
// whether none of them is required.
func MayKeep(p *event.Pack, s State) bool {
	return !slices.ContainsFunc(p.Consents, func(c event.Consent) bool {
		return c.Required && slices.Contains(s.Refused, c.ID)
	})
}

func handoverRefused(p *event.Pack, s State) bool {
	return slices.ContainsFunc(p.Consents, func(c event.Consent) bool {
		return c.Handover && slices.Contains(s.Refused, c.ID)
	})
}

func isNotice(p *event.Pack, id string) bool {
	c := p.Consent(id)
	return c != nil && c.Kind == kindNotice
}

func hasField(fields []event.Field, id string) bool {
	return slices.ContainsFunc(fields, func(f event.Field) bool { return f.ID == id })
}

func stations(p *event.Pack, id string) int {
	if st := p.Story(id); st != nil {
		return len(st.Stations)
	}
	return 0
}
