package form

import (
	"strings"

	"matchbooth/kiosk/event"
)

// Columns returns the column names of the fields in a table: the id of the field, or for a
// person the three columns id_name, id_relation and id_phone.
func Columns(fields []event.Field) []string {
	var columns []string
	for _, f := range fields {
		if f.Kind == "person" {
			columns = append(columns, f.ID+"_name", f.ID+"_relation", f.ID+"_phone")
			continue
		}
		columns = append(columns, f.ID)
	}
	return columns
}

// FromRow converts a row of such a table, keyed by column, to answers. Cells are passed as
// they are in the file: FromRow undoes the escaping of formulas (see unescapeFormula). A
// choice or a relation may be an id, a label in either language, or a usual word for it. Where a
// cell says that it is the same as another one (同手机, 同上, "same"; see event.Field.SameAs), it
// gets what stands there. Empty cells give no answer; nothing is checked here.
func FromRow(fields []event.Field, row map[string]string) Answers {
	a := Answers{}
	for _, f := range fields {
		cell := func(column string) string { return unescapeFormula(row[column]) }
		option := func(s string) string {
			if found := checkChoice(f.Options, strings.TrimSpace(s)); found.wrong == "" && found.doubt == "" {
				return string(found.text)
			}
			return s
		}
		var v Value
		switch f.Kind {
		case "person":
			v.Person = Person{Name: Name(cell(f.ID + "_name")), Relation: option(cell(f.ID + "_relation")), Phone: Phone(cell(f.ID + "_phone"))}
		case "choice":
			v.Text = Text(option(cell(f.ID)))
		default:
			v.Text = Text(cell(f.ID))
			if f.SameAs != "" && sameWord(f.SameAs, string(v.Text)) && !blank(cell(f.SameAs)) {
				v.Text = Text(cell(f.SameAs))
			}
		}
		if !v.empty() {
			a[f.ID] = v
		}
	}
	return a
}

// unescapeFormula undoes what keeps a spreadsheet from reading a cell as a formula: it removes
// one leading apostrophe, if there is one. An export puts one before every value that
// begins with ' = + - @, tab, CR, LF, or a full-width form of = + - @, so removing one
// restores the value; people who type a table put one before numbers too.
func unescapeFormula(s string) string { return strings.TrimPrefix(s, "'") }
