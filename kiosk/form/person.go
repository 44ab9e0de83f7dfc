package form

import "matchbooth/kiosk/event"

// checkPerson validates and normalises a person. A person is all or nothing: once anything
// is given, name and number are required, and the relation if the field has relations.
func checkPerson(f event.Field, v Value) (Value, []Problem) {
	var problems []Problem
	part := func(name, given, missing string, check func(string) (string, Problem)) string {
		s, wrong := clean(given)
		if wrong.Key == "" {
			if s == "" {
				wrong.Key = missing
			} else {
				s, wrong = check(s)
			}
		}
		if wrong.Key != "" {
			wrong.Field, wrong.Part = f.ID, name
			problems = append(problems, wrong)
		}
		return s
	}
	p := v.Person
	if blank(string(p.Name)) && blank(p.Relation) && blank(string(p.Phone)) {
		if f.Required {
			return v, []Problem{{Field: f.ID, Part: "name", Key: "problem.required"}}
		}
		return Value{}, nil
	}
	out := Person{WillTell: p.WillTell}
	out.Name = Name(part("name", string(p.Name), "problem.person.name", checkName))
	if len(f.Options) > 0 {
		out.Relation = part("relation", p.Relation, "problem.person.relation", func(s string) (string, Problem) { return checkChoice(f.Options, s) })
	}
	out.Phone = Phone(part("phone", string(p.Phone), "problem.person.phone", checkPhone))
	if problems != nil {
		return v, problems
	}
	return Value{Person: out}, nil
}

// blank reports whether nothing is left of a text once it has been cleaned.
func blank(s string) bool {
	s, wrong := clean(s)
	return s == "" && wrong.Key == ""
}
