package form

import (
	"maps"
	"strings"

	"matchbooth/kiosk/event"
)

// check puts one value in order by the kind of its field, or says what is wrong with
// it. With a problem the value comes back as it was given, so that nothing that was
// typed is lost. An empty value of a field that is not required is the zero Value.
// Rules between fields are those of CheckStep and CheckAll.
func check(f event.Field, v Value, ctx Context) (Value, []Problem) {
	if f.Kind == "person" {
		return checkPerson(f, v)
	}
	text, wrong := checkText(f, string(v.Text), ctx)
	switch {
	case wrong.Key != "":
		wrong.Field = f.ID
		return v, []Problem{wrong}
	case text == "" && f.Required:
		return v, []Problem{{Field: f.ID, Key: "problem.required"}}
	}
	return Value{Text: Text(text)}, nil
}

// checkText is the rule of every kind whose value is one text. A problem without a key
// is none; empty text is for the caller to judge.
func checkText(f event.Field, s string, ctx Context) (string, Problem) {
	s, wrong := clean(s)
	if wrong.Key != "" || s == "" {
		return "", wrong
	}
	switch f.Kind {
	case "name":
		return checkName(s)
	case "phone":
		return checkPhone(s)
	case "email":
		return checkEmail(s)
	case "choice":
		return checkChoice(f.Options, s)
	case "date":
		return checkDate(s, ctx.Now)
	case "month":
		return checkMonth(s, ctx.Now)
	case "resident_id":
		return checkResidentID(s, ctx.Now)
	default:
		return checkFree(s, f.MaxLen)
	}
}

// CheckStep checks the fields of one step, and what holds between them and the fields
// of other steps. It returns new answers: those of the step in order, all others as
// they were, nothing for a field left empty. Each problem names a field of the step.
func CheckStep(fields []event.Field, a Answers, all []event.Field, ctx Context) (Answers, []Problem) {
	out := maps.Clone(a)
	if out == nil {
		out = Answers{}
	}
	var problems []Problem
	for _, f := range fields {
		v, wrong := check(f, a[f.ID], ctx)
		problems = append(problems, wrong...)
		if v.empty() {
			delete(out, f.ID)
			continue
		}
		out[f.ID] = v
	}
	takeOver(fields, a, out)
	return out, append(problems, numbersTwice(fields, out, all, problems)...)
}

// CheckAll checks a whole form. Only answers to the given fields come back.
func CheckAll(fields []event.Field, a Answers, ctx Context) (Answers, []Problem) {
	asked := Answers{}
	for _, f := range fields {
		if v, ok := a[f.ID]; ok {
			asked[f.ID] = v
		}
	}
	return CheckStep(fields, asked, fields, ctx)
}

// empty tells whether nothing was given. A promise to tell somebody who is not named is nothing.
func (v Value) empty() bool {
	p := v.Person
	return strings.TrimSpace(string(v.Text)+string(p.Name)+p.Relation+string(p.Phone)) == ""
}
