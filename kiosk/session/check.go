package session

import (
	"matchbooth/kiosk/event"
	"matchbooth/kiosk/form"
)

// checkStep checks one step of the form against everything answered so far.
func checkStep(fields []event.Field, a form.Answers, all []event.Field, ctx form.Context) (form.Answers, []form.Problem) {
	return form.CheckStep(fields, a, all, ctx)
}
