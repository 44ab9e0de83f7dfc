package event

import (
	"path"
	"slices"
	"strings"
	"time"
)

// find gives the element that fits, or nil.
func find[T any](list []T, fits func(*T) bool) *T {
	for i := range list {
		if fits(&list[i]) {
			return &list[i]
		}
	}
	return nil
}

// Field is the field of that id, or nil.
func (p *Pack) Field(id string) *Field {
	return find(p.Fields, func(f *Field) bool { return f.ID == id })
}

// StepFields are the fields of a step, in the order in which they are asked.
func (p *Pack) StepFields(step string) []Field {
	var out []Field
	for _, f := range p.Fields {
		if f.Step == step {
			out = append(out, f)
		}
	}
	return out
}

// Story is the story of that id, or nil.
func (p *Pack) Story(id string) *Story {
	return find(p.Stories, func(s *Story) bool { return s.ID == id })
}

// Consent is the consent of that id, or nil.
func (p *Pack) Consent(id string) *Consent {
	return find(p.Consents, func(c *Consent) bool { return c.ID == id })
}

// HandoverConsent is the consent without which nobody is handed to the registry, or nil when
// the event hands nobody over.
func (p *Pack) HandoverConsent() *Consent {
	return find(p.Consents, func(c *Consent) bool { return c.Handover })
}

// Way is the way with that outcome, or nil.
func (p *Pack) Way(outcome string) *Way {
	return find(p.Ways, func(w *Way) bool { return w.Outcome == outcome })
}

// AgeCondition is the condition about age, or nil.
func (p *Pack) AgeCondition() *Condition {
	return find(p.Conditions, func(c *Condition) bool { return c.Kind == KindAge })
}

// Take is the take-home item of that id, or nil.
func (p *Pack) Take(id string) *TakeItem {
	return find(p.TakeHome, func(t *TakeItem) bool { return t.ID == id })
}

// MainTake is the take-home item on the first screen.
func (p *Pack) MainTake() *TakeItem {
	return find(p.TakeHome, func(t *TakeItem) bool { return t.Main })
}

// FillRef puts the event's reference into a link.
func (p *Pack) FillRef(link string) string { return strings.ReplaceAll(link, "{ref}", p.Ref) }

// EnrolLink is the registry's enrolment link with the event's reference. It carries nothing about
// the person.
func (p *Pack) EnrolLink() string { return p.FillRef(p.Registry.Link) }

// Asset is a picture of the pack, by its name in art/ ("map.png" or "art/map.png").
func (p *Pack) Asset(name string) ([]byte, bool) {
	data, ok := p.art[path.Base(name)]
	return data, ok
}

// Placeholders names, as "file:line: [[…]]", every text that still waits for its real words.
// A pack with any may be practised with, and may not go live.
func (p *Pack) Placeholders() []string { return slices.Clone(p.placeholders) }

// Option is the option of that id, or nil.
func (f *Field) Option(id string) *Option {
	return find(f.Options, func(o *Option) bool { return o.ID == id })
}

// Time is the beginning of the date in UTC: of its first day where it is a month or a year.
// ok is false when it is no date.
func (d Date) Time() (t time.Time, ok bool) {
	for _, layout := range []string{time.DateOnly, "2006-01", "2006"} {
		if t, err := time.Parse(layout, string(d)); err == nil {
			return t, true
		}
	}
	return time.Time{}, false
}
