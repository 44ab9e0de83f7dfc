package export

import (
	"slices"
	"strings"

	"matchbooth/data/record"
)

// Step is one of an event's steps of the volunteers' check that is answered by yes or no.
type Step struct {
	ID    string
	Title map[string]string // by language; may be nil for [record.StepSample]
	Help  map[string]string
}

// stepPrefix is what the id of a step's column begins with.
const stepPrefix = "check_"

// StepColumn returns the id of the column of a step of the check.
func StepColumn(step string) string { return stepPrefix + step }

// factSteps are the steps that every export has a column for, whatever the event asks.
var factSteps = []string{record.StepRang, record.StepIdentity, record.StepKit}

// HasStepColumn says whether a step is among those that every export has a column for.
func HasStepColumn(step string) bool { return slices.Contains(factSteps, step) }

// step returns the step of a column, nil if it is that of none.
func (d Doc) step(column string) *Step {
	id, is := strings.CutPrefix(column, stepPrefix)
	i := slices.IndexFunc(d.Steps, func(s Step) bool { return s.ID == id })
	if !is || i < 0 {
		return nil
	}
	return &d.Steps[i]
}

// facts returns the columns besides the fields that come after these: what volunteers checked together.
func (d Doc) facts() (ids []string) {
	for _, f := range AllFacts[2:] {
		if d.has(f) {
			ids = append(ids, f)
		}
		if f == StepColumn(record.StepKit) {
			for _, s := range d.Steps {
				ids = append(ids, StepColumn(s.ID))
			}
		}
	}
	return ids
}

// answers returns what the checks say of a step, a line for each: nothing where it was not answered.
func (s spelling) answers(checks []record.Check, step string) string {
	return eachCheck(checks, func(c record.Check) string {
		if yes, said := c.Answer(step); said {
			return s.bool(yes)
		}
		return ""
	})
}

// name returns the header that a workbook has for a column besides the fields, and what it means.
func (d Doc) name(column string, w words) (title, meaning string) {
	if s := d.step(column); s != nil {
		own := w.facts[column]
		if title, meaning = in(s.Title, d.Lang), in(s.Help, d.Lang); title == "" {
			title = own[0]
		}
		if meaning == "" {
			meaning = own[1]
		}
		if meaning == "" {
			meaning = w.step
		}
		return title, meaning
	}
	return w.facts[column][0], w.facts[column][1]
}
