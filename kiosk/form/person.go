package form

import "matchbooth/kiosk/event"

// checkPerson validates and normalises a person. A person is all or nothing: once anything
// is given, name and number are required, and the relation if the field has relations.
func checkPerson(f event.Field, v Value, ctx Context) (Value, []Problem, []Doubt) {
	var problems []Problem
	var doubts []Doubt
	part := func(name, kind, given, missing string) Text {
		out := checkText(event.Field{Kind: kind, Options: f.Options}, given, ctx)
		if out.wrong == "" && out.text == "" {
			out.wrong = missing
		}
		switch {
		case out.wrong != "":
			problems = append(problems, Problem{Field: f.ID, Part: name, Key: out.wrong, Args: out.args})
		case out.doubt != "":
			doubts = append(doubts, Doubt{Field: f.ID, Part: name, Key: out.doubt, Args: out.args})
		}
		return out.text
	}
	p := v.Person
	if blank(string(p.Name)) && blank(p.Relation) && blank(string(p.Phone)) {
		if f.Required {
			return v, []Problem{{Field: f.ID, Part: "name", Key: "problem.required"}}, nil
		}
		return Value{}, nil, nil
	}
	out := Person{WillTell: p.WillTell}
	out.Name = Name(part("name", "name", string(p.Name), "problem.person.name"))
	if len(f.Options) > 0 {
		out.Relation = string(part("relation", "choice", p.Relation, "problem.person.relation"))
	}
	out.Phone = Phone(part("phone", "phone", string(p.Phone), "problem.person.phone"))
	if problems != nil {
		return v, problems, nil
	}
	return Value{Person: out}, nil, doubts
}

// blank reports whether nothing is left of a text once it has been cleaned.
func blank(s string) bool {
	s, wrong := clean(s)
	return s == "" && wrong.Key == ""
}
