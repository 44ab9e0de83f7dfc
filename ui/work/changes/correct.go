package changes

import (
	"maps"
	"slices"
	"strings"
	"time"

	"matchbooth/data/record"
	"matchbooth/kiosk/event"
	"matchbooth/kiosk/form"
	"matchbooth/ui/work/intake"
)

// Correct builds a correction of a person's answers. set has new values by column, as [form.Columns] names them: phone, or
// contact1_name; "" removes an answer that may be left out. Values are checked as on the screen and normalized alike, with
// the rules between fields, and only those that are new are in the correction. The error is a [Refused].
//
// Only what is set is checked: an old answer that the pack would not take any more is not this volunteer's to mend, and a
// pack may ask for more than it did. How many ways are left to reach the person is counted anew by whoever shows it.
func Correct(pack *event.Pack, r record.Record, set map[string]string, reason, by string, now time.Time) (record.Correction, error) {
	var wrong refusals
	answers := intake.Answers(pack, r.Fields)
	columns := form.Columns(pack.Fields)
	var touched []event.Field
	touch := func(f event.Field) {
		if !slices.ContainsFunc(touched, func(t event.Field) bool { return t.ID == f.ID }) {
			touched = append(touched, f)
		}
	}
	for _, column := range slices.Sorted(maps.Keys(set)) {
		f, part := fieldOf(pack, column)
		if f == nil {
			wrong.unknownColumn(pack, column, columns)
			continue
		}
		v := answers[f.ID]
		switch part {
		case "":
			v.Text = form.Text(set[column])
		case "name":
			v.Person.Name = form.Name(set[column])
		case "relation":
			v.Person.Relation = set[column]
		default:
			v.Person.Phone = form.Phone(set[column])
		}
		answers[f.ID] = v
		touch(*f)
	}
	checked, problems := form.CheckStep(touched, answers, pack.Fields, form.Context{Now: now})
	for _, p := range problems {
		about := p.Field
		if p.Part != "" {
			about += "_" + p.Part
		}
		called := inEach(func(lang string) string { return intake.ColumnName(pack, intake.Column{Means: about}, lang) })
		wrong.list = append(wrong.list, Problem{About: about, Called: called, Key: p.Key, Args: p.Args})
	}
	sortedProblems(wrong.list, columns)
	c := record.Correction{At: stamp(now), Fields: changed(pack, touched, checked, r)}
	if len(wrong.list) == 0 && len(c.Fields) == 0 {
		wrong.add(AboutAll, "change.same")
	}
	c.Reason = record.Text(wrong.text(AboutReason, reason, MostReason, "change.reason.none"))
	c.Initials = wrong.initials(by)
	if err := wrong.err(); err != nil {
		return record.Correction{}, err
	}
	return c, nil
}

// changed returns the fields whose answers are not what is kept, nil for one that was removed.
func changed(pack *event.Pack, touched []event.Field, checked form.Answers, r record.Record) map[string]*record.Field {
	after := intake.Fields(pack, checked)
	out := map[string]*record.Field{}
	for _, f := range touched {
		old, had := r.Fields[f.ID]
		v, has := after[f.ID]
		switch {
		case !has && had:
			out[f.ID] = nil
		case has && !(had && same(old, v)):
			out[f.ID] = &v
		}
	}
	return out
}

// same reports whether two answers are equal.
func same(a, b record.Field) bool {
	if a.Person == nil || b.Person == nil {
		return a.Person == b.Person && a.Text == b.Text
	}
	return *a.Person == *b.Person
}

// fieldOf returns the field of a column, and which part of a person the column is; nil if there is no such column.
func fieldOf(pack *event.Pack, column string) (f *event.Field, part string) {
	if f = pack.Field(column); f != nil {
		if f.Kind == "person" {
			return nil, ""
		}
		return f, ""
	}
	for _, part := range event.Parts {
		if id, ok := strings.CutSuffix(column, "_"+part); ok {
			if f = pack.Field(id); f != nil && f.Kind == "person" {
				return f, part
			}
		}
	}
	return nil, ""
}

// unknownColumn says that there is no such column. Whoever names a person without a part is told the parts.
func (r *refusals) unknownColumn(pack *event.Pack, column string, columns []string) {
	if f := pack.Field(column); f != nil {
		r.add(column, "change.person", "Columns", strings.Join(form.Columns([]event.Field{*f}), ", "))
		return
	}
	r.unknown(AboutAll, column, columns)
}
