package event

import (
	"maps"
	"path"
	"slices"
	"strings"
	"time"

	"golang.org/x/text/unicode/norm"
)

// find returns the first element that fits, or nil.
func find[T any](list []T, fits func(*T) bool) *T {
	for i := range list {
		if fits(&list[i]) {
			return &list[i]
		}
	}
	return nil
}

// Field returns the field with that id, or nil.
func (p *Pack) Field(id string) *Field {
	return find(p.Fields, func(f *Field) bool { return f.ID == id })
}

// StepFields returns the fields of a step, in the order in which they are asked.
func (p *Pack) StepFields(step string) []Field {
	var out []Field
	for _, f := range p.Fields {
		if f.Step == step {
			out = append(out, f)
		}
	}
	return out
}

// Story returns the story with that id, or nil.
func (p *Pack) Story(id string) *Story {
	return find(p.Stories, func(s *Story) bool { return s.ID == id })
}

// Consent returns the consent with that id, or nil.
func (p *Pack) Consent(id string) *Consent {
	return find(p.Consents, func(c *Consent) bool { return c.ID == id })
}

// HandoverConsent returns the consent required for handing a person's data to the registry, or
// nil if the event has no hand-over.
func (p *Pack) HandoverConsent() *Consent {
	return find(p.Consents, func(c *Consent) bool { return c.Handover })
}

// Way returns the way with that outcome, or nil.
func (p *Pack) Way(outcome string) *Way {
	return find(p.Ways, func(w *Way) bool { return w.Outcome == outcome })
}

// AgeCondition returns the condition about age, or nil.
func (p *Pack) AgeCondition() *Condition {
	return find(p.Conditions, func(c *Condition) bool { return c.Kind == KindAge })
}

// Take returns the take-home item with that id, or nil.
func (p *Pack) Take(id string) *TakeItem {
	return find(p.TakeHome, func(t *TakeItem) bool { return t.ID == id })
}

// MainTake returns the take-home item on the first screen.
func (p *Pack) MainTake() *TakeItem {
	return find(p.TakeHome, func(t *TakeItem) bool { return t.Main })
}

// FillRef inserts the event's reference into a link.
func (p *Pack) FillRef(link string) string { return strings.ReplaceAll(link, "{ref}", p.Ref) }

// EnrolLink returns the registry's enrolment link with the event's reference. It contains nothing
// about the person.
func (p *Pack) EnrolLink() string { return p.FillRef(p.Registry.Link) }

// Asset returns a picture of the pack by its name in art/ ("map.png" or "art/map.png"); ok is false
// if there is none.
func (p *Pack) Asset(name string) ([]byte, bool) {
	data, ok := p.art[norm.NFC.String(path.Base(name))]
	return data, ok
}

// Assets returns the names of the pack's pictures, in order.
func (p *Pack) Assets() []string { return slices.Sorted(maps.Keys(p.art)) }

// Photographs returns the pictures of the attract screen and of the stories, in the order in which visitors meet them;
// drawings in SVG are not among them.
func (p *Pack) Photographs() (out [][]byte) {
	for _, name := range append([]string{p.Look.Picture}, storyPictures(p)...) {
		if data, ok := p.Asset(name); ok && !strings.EqualFold(path.Ext(name), ".svg") {
			out = append(out, data)
		}
	}
	return out
}

// Placeholders lists, as "file:line: [[…]]", the placeholders still to be replaced by real words.
// A pack that has any may be used for practice, but may not go live.
func (p *Pack) Placeholders() []string { return slices.Clone(p.placeholders) }

// Option returns the option with that id, or nil.
func (f *Field) Option(id string) *Option {
	return find(f.Options, func(o *Option) bool { return o.ID == id })
}

// Time returns the start of the date in UTC; for a month or a year, the start of its first day.
// ok is false if d is not a date.
func (d Date) Time() (t time.Time, ok bool) {
	for _, layout := range []string{time.DateOnly, "2006-01", "2006"} {
		if t, err := time.Parse(layout, string(d)); err == nil {
			return t, true
		}
	}
	return time.Time{}, false
}

// SchoolApart returns whose event it is, where the place does not say so in that language; otherwise "".
func (p *Pack) SchoolApart(l Lang) string {
	school := p.School.In(l)
	if strings.Contains(p.Place.In(l), school) {
		return ""
	}
	return school
}
