package app

import (
	"fmt"
	"reflect"
	"strings"

	"fyne.io/fyne/v2"

	"matchbooth/kiosk/session"
)

// unseen are the fields of a visitor's state that no redraw depends on, and why. Every other field counts, so that a
// field added later can make a page be redrawn once too often, but never leave it stale.
var unseen = map[string]string{
	"Answers": "the fields and pickers show them, and a field that is being typed into is never taken away",
	"Missing": "noted while somebody types; the page is told (page.Page.Again)",

	"Figure": "the numbers show it by themselves",
	"Search": "the numbers show it by themselves",
	"Found":  "the numbers show it by themselves",

	"LastStory":  "kept with the sign-up, shown nowhere",
	"Flags":      "kept with the sign-up, shown nowhere",
	"FromReview": "says only where the next page is",
	"Consents":   "ConsentAt says which page stands",
	"Refused":    "ConsentAt says which page stands",
	"Trail":      "says only where Back leads",
	"Reached":    "for the counts",
	"Erasing":    "ends with Erased",

	"Since":   "countdowns read it by themselves",
	"Touched": "countdowns read it by themselves",

	"WarnedAt": "the countdown of the warning reads it by itself",
	"Changed":  "for what is touched too early",
	"Unasked":  "for what is touched too early",
	"Seen":     "for a clock that is set back",
	"Started":  "shown nowhere",
}

// picture returns the key of the picture: the page is redrawn when it changes, and only then.
func picture(s session.State, size fyne.Size) string {
	s.Duty = shownDuty(s)
	var key strings.Builder
	fmt.Fprint(&key, size)
	state := reflect.ValueOf(s)
	for i := range state.NumField() {
		if name := state.Type().Field(i).Name; unseen[name] == "" {
			// What is personal prints as redacted: there it counts whether there is any.
			fmt.Fprintf(&key, "\n%s %v %t", name, state.Field(i), state.Field(i).IsZero())
		}
	}
	return key.String()
}

// shownDuty returns the booth's duty if the page shows it. Elsewhere it may change without the page
// being redrawn under a visitor's finger.
func shownDuty(s session.State) session.Duty {
	switch s.Screen {
	case session.Pause, session.Closed, session.Night, session.Staff:
		return s.Duty
	}
	return session.Duty{}
}
