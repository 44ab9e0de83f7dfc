package form

import (
	"time"

	"matchbooth/kiosk/event"
)

// maxReachability is the largest count that Reachability returns: beyond six ways another one
// makes no difference.
const maxReachability = 6

// Reachability counts the independent ways that will be left to reach a person years later,
// after graduation, from 0 to maxReachability. Fields count according to their channel:
//
//   - own: the visitor's own number, 1;
//   - second: a WeChat id or other text that is not one of the visitor's numbers, 1;
//     an e-mail address that does not end with graduation (Field.School), 1; another
//     number, at home or in the home town, 1; each of the three only once, however many
//     fields there are;
//   - other: each person with a number of their own, 1.
//
// A number counts only once, wherever it occurs. Fields without a channel do not count.
// Answers must be as returned by CheckAll. The time is there for future rules that use the
// month of graduation; the current rule treats every school address as lost, so that the
// count never promises too much.
func Reachability(fields []event.Field, a Answers, _ time.Time) int {
	counted := map[string]bool{} // numbers
	number := func(s string) bool {
		if s == "" || counted[s] {
			return false
		}
		counted[s] = true
		return true
	}
	ways := map[string]int{}
	for _, channel := range []string{"own", "second", "other"} { // the visitor's own numbers first
		for _, f := range fields {
			v, ok := a[f.ID]
			if !ok || f.Channel != channel {
				continue
			}
			way, found := channel+" "+f.Kind, false
			switch f.Kind {
			case "phone":
				found = number(string(v.Text))
			case "person":
				if found = number(string(v.Person.Phone)); found {
					ways[f.ID] = 1
				}
				continue
			case "email":
				found = v.Text != "" && !schoolAddress(f, string(v.Text))
			default:
				found = v.Text != "" && !oneOf(string(v.Text), fields, a)
			}
			if found {
				ways[way] = 1
			}
		}
	}
	return min(len(ways), maxReachability)
}

// oneOf reports whether a text is one of the visitor's numbers.
func oneOf(s string, fields []event.Field, a Answers) bool {
	for _, f := range fields {
		if f.Kind == "phone" && sameNumber(s, string(a[f.ID].Text)) {
			return true
		}
	}
	return false
}
