package form

import (
	"maps"
	"strings"
	"unicode/utf8"

	"matchbooth/kiosk/event"
)

// check validates and normalises one value according to the kind of its field. If there is
// a problem, it returns the value as given, so that nothing that was typed is lost. An
// empty value of an optional field becomes the zero Value; in a table a word for "none" is empty too. Rules between fields are
// applied by CheckStep, CheckAll and CheckRow.
func check(f event.Field, v Value, ctx Context) (Value, []Problem, []Doubt) {
	given := v
	if ctx.Table {
		v = withoutNone(f, v)
	}
	if f.Kind == "person" {
		out, problems, doubts := checkPerson(f, v, ctx)
		if problems != nil {
			return given, problems, nil
		}
		return out, nil, doubts
	}
	out := checkText(f, string(v.Text), ctx)
	switch {
	case out.wrong != "":
		return given, []Problem{{Field: f.ID, Key: out.wrong, Args: out.args}}, nil
	case out.text == "" && f.Required:
		return given, []Problem{{Field: f.ID, Key: "problem.required"}}, nil
	case out.doubt != "":
		return Value{Text: out.text}, nil, []Doubt{{Field: f.ID, Key: out.doubt, Args: out.args}}
	}
	return Value{Text: out.text}, nil, nil
}

// checkText applies the rule of every kind whose value is a single text. Whether the text
// may be empty is up to the caller.
func checkText(f event.Field, s string, ctx Context) verdict {
	// Cleaning would hide both: it takes control characters out, and makes one space of any.
	if f.Kind == "name" && len(s) <= maxBytes && utf8.ValidString(s) && (lostByte(s) || latinForUTF8(strings.TrimSpace(s))) {
		return refused("problem.name.lost")
	}
	s, wrong := clean(s)
	switch {
	case wrong.Key != "":
		return was("", wrong)
	case s == "":
		return taken("")
	case lostCell(f.Kind, s):
		return refused("problem.lost")
	}
	switch f.Kind {
	case "name":
		return checkName(s, ctx)
	case "phone":
		return checkPhone(s, ctx)
	case "email":
		return was(checkEmail(s))
	case "choice":
		out := checkChoice(f.Options, s)
		if !ctx.Table {
			out.doubt = ""
		}
		return out
	case "date":
		return checkDate(s, ctx)
	case "month":
		return checkMonth(s, ctx)
	case "resident_id":
		return checkResidentID(s, ctx)
	}
	if ctx.Table && f.SameAs != "" {
		if sameWord(f.SameAs, s) {
			return refused("problem.same") // FromRow found nothing to take
		}
		if plain := plainWord(s); aboutAnswer.MatchString(plain) && !strings.ContainsAny(plain, "0123456789abcdefghijklmnopqrstuvwxyz_") {
			return refused("problem.same.words")
		}
		if s, wrong.Key = wholeAgain(s); wrong.Key != "" {
			return was("", wrong)
		}
	}
	if ctx.Table && f.Keyboard == event.KeysDigits {
		// A long number is what spreadsheets spoil.
		if s, wrong.Key = wholeAgain(s); wrong.Key != "" {
			return was("", wrong)
		}
	}
	s, wrong = checkFree(s, f.MaxLen)
	if wrong.Key == "" {
		s, wrong = checkAsked(f, s)
	}
	return was(s, wrong)
}

// wholeAgain undoes what a spreadsheet made of a number in a field that may repeat one.
func wholeAgain(s string) (string, string) {
	digits, spoilt := unspoilt(narrow(s))
	switch {
	case spoilt:
		return "", "problem.phone.mangled"
	case digits != narrow(s):
		return digits, ""
	}
	return s, ""
}

// CheckStep checks the fields of one step, and the rules between them and the fields
// of other steps. It returns new answers: those of the step normalised, all others
// unchanged, none for a field left empty. Each problem names a field of the step.
//
// It is for what people type themselves: whatever could be read in two ways is a problem, and
// ctx.Table is ignored.
func CheckStep(fields []event.Field, a Answers, all []event.Field, ctx Context) (Answers, []Problem) {
	ctx.Table = false
	out, problems, _ := checkFields(fields, a, all, ctx)
	return out, problems
}

// CheckAll checks a whole form as CheckStep does. It returns only answers to the given fields.
func CheckAll(fields []event.Field, a Answers, ctx Context) (Answers, []Problem) {
	return CheckStep(fields, onlyOf(fields, a), fields, ctx)
}

// CheckRow checks a whole form that was typed into a table (see FromRow). It applies the checks of
// the screen, and knows what spreadsheets do to values. What it takes with a doubt must be
// shown to somebody before it is kept.
func CheckRow(fields []event.Field, a Answers, ctx Context) (Answers, []Problem, []Doubt) {
	ctx.Table = true
	return checkFields(fields, onlyOf(fields, a), fields, ctx)
}

func onlyOf(fields []event.Field, a Answers) Answers {
	asked := Answers{}
	for _, f := range fields {
		if v, ok := a[f.ID]; ok {
			asked[f.ID] = v
		}
	}
	return asked
}

func checkFields(fields []event.Field, a Answers, all []event.Field, ctx Context) (Answers, []Problem, []Doubt) {
	out := maps.Clone(a)
	if out == nil {
		out = Answers{}
	}
	var problems []Problem
	var doubts []Doubt
	for _, f := range fields {
		v, wrong, unsure := check(f, a[f.ID], ctx)
		problems, doubts = append(problems, wrong...), append(doubts, unsure...)
		if v.empty() {
			delete(out, f.ID)
			continue
		}
		out[f.ID] = v
	}
	takeOver(fields, a, out)
	return out, append(problems, numbersTwice(fields, out, all, problems)...), doubts
}

// empty reports whether nothing was given. WillTell alone, without a person, counts as nothing.
func (v Value) empty() bool {
	p := v.Person
	return strings.TrimSpace(string(v.Text)+string(p.Name)+p.Relation+string(p.Phone)) == ""
}
