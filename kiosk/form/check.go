package form

import (
	"maps"
	"strings"

	"matchbooth/kiosk/event"
)

// check validates and normalises one value according to the kind of its field. If there is
// a problem, it returns the value as given, so that nothing that was typed is lost. An
// empty value of an optional field becomes the zero Value. Rules between fields are
// applied by CheckStep and CheckAll.
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

// checkText applies the rule of every kind whose value is a single text. A Problem without a
// Key means that there is none; whether the text may be empty is up to the caller.
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

// CheckStep checks the fields of one step, and the rules between them and the fields
// of other steps. It returns new answers: those of the step normalised, all others
// unchanged, none for a field left empty. Each problem names a field of the step.
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

// CheckAll checks a whole form. It returns only answers to the given fields.
func CheckAll(fields []event.Field, a Answers, ctx Context) (Answers, []Problem) {
	asked := Answers{}
	for _, f := range fields {
		if v, ok := a[f.ID]; ok {
			asked[f.ID] = v
		}
	}
	return CheckStep(fields, asked, fields, ctx)
}

// empty reports whether nothing was given. WillTell alone, without a person, counts as nothing.
func (v Value) empty() bool {
	p := v.Person
	return strings.TrimSpace(string(v.Text)+string(p.Name)+p.Relation+string(p.Phone)) == ""
}
