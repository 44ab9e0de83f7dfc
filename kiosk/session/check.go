package session

import (
	"maps"

	"matchbooth/kiosk/event"
	"matchbooth/kiosk/form"
)

func checkStep(fields []event.Field, a form.Answers, _ []event.Field, _ form.Context) (form.Answers, []form.Problem) {
	var problems []form.Problem
	for _, f := range fields {
		if _, ok := a[f.ID]; f.Required && !ok {
			problems = append(problems, form.Problem{Field: f.ID, Key: "problem.required"})
		}
	}
	return maps.Clone(a), problems
}
