package form

import (
	"strings"

	"matchbooth/kiosk/event"
)

// takeOver keeps fields filled with "same as" equal to their source: where a text was copied
// from a phone field, it is set to the normalised number of that field.
func takeOver(fields []event.Field, given, out Answers) {
	for _, f := range fields {
		v, ok := out[f.ID]
		source := out[f.SameAs].Text
		if !ok || f.SameAs == "" || f.Kind != "text" || source == "" {
			continue
		}
		same := strings.TrimSpace(string(given[f.ID].Text)) == strings.TrimSpace(string(given[f.SameAs].Text))
		if same || sameNumber(string(v.Text), string(source)) {
			out[f.ID] = Value{Text: source}
		}
	}
}

// numbersTwice finds persons whose number is not their own but the visitor's or another
// person's. The problem names whichever of the two fields is in the step, or the later one
// if both are. Fields that already have a problem are skipped.
func numbersTwice(step []event.Field, a Answers, all []event.Field, known []Problem) []Problem {
	in, bad := map[string]bool{}, map[string]bool{}
	for _, f := range step {
		in[f.ID] = true
	}
	for _, p := range known {
		bad[p.Field] = true
	}
	type number struct {
		field  event.Field
		phone  string
		person bool
	}
	var seen []number
	var problems []Problem
	for _, f := range all {
		n := number{field: f, phone: string(a[f.ID].Text)}
		switch f.Kind {
		case "person":
			n.phone, n.person = string(a[f.ID].Person.Phone), true
		case "phone":
		default:
			continue
		}
		if n.phone == "" || bad[f.ID] {
			continue
		}
		for _, before := range seen {
			if !(n.person || before.person) || !sameNumber(n.phone, before.phone) {
				continue
			}
			at, other := n, before
			if !in[at.field.ID] {
				at, other = before, n
			}
			if !in[at.field.ID] || bad[at.field.ID] {
				continue
			}
			p := Problem{Field: at.field.ID}
			switch {
			case at.person && other.person:
				p.Part, p.Key = "phone", "problem.phone.twice"
			case at.person:
				p.Part, p.Key = "phone", "problem.phone.yours"
			default:
				p.Key = "problem.phone.theirs"
			}
			bad[at.field.ID] = true
			problems = append(problems, p)
		}
		seen = append(seen, n)
	}
	return problems
}
