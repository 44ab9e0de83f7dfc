package form

import (
	"strings"

	"matchbooth/kiosk/event"
)

// takeOver keeps "the same as" the same: where a text was taken from a phone field, the
// number stands in it as it stands there once it is in order.
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

// numbersTwice finds numbers of other people that are not their own: the visitor's, or
// those of another one. Of two fields the one in the step is named, and if both are in
// it, the later one. Fields that have a problem already are left out.
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
