package form

import (
	"strings"

	"matchbooth/kiosk/event"
)

// checkChoice returns the id of the option that was picked. On paper and in tables people
// write the label, so that is accepted as well, in either language.
func checkChoice(options []event.Option, s string) (string, Problem) {
	for _, o := range options {
		if o.ID == s {
			return o.ID, Problem{}
		}
	}
	for _, o := range options {
		if strings.EqualFold(o.ID, s) {
			return o.ID, Problem{}
		}
		for _, label := range o.Label {
			if strings.EqualFold(strings.TrimSpace(label), s) {
				return o.ID, Problem{}
			}
		}
	}
	return "", Problem{Key: "problem.choice"}
}
