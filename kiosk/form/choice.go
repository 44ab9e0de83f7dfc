package form

import "matchbooth/kiosk/event"

// checkChoice returns the id of the option that was picked. On paper and in tables people
// write the label or a usual word for it, so those are accepted as well (event.Option.Names), in
// either language and however they are spaced. An id goes first: it is what the screen sends.
func checkChoice(options []event.Option, s string) (string, Problem) {
	for _, o := range options {
		if o.ID == s {
			return o.ID, Problem{}
		}
	}
	s = event.Fold(s)
	for _, o := range options {
		for _, name := range o.Names() {
			if s != "" && event.Fold(name) == s {
				return o.ID, Problem{}
			}
		}
	}
	return "", Problem{Key: "problem.choice"}
}
