package form

import (
	"strings"

	"matchbooth/kiosk/event"
)

// Columns are the columns of the fields in a table: the id of the field, and for a
// person three, id_name, id_relation and id_phone.
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

// FromRow makes answers of a row of such a table, by column. Cells come as the file has
// them: FromRow takes back what undefuse takes back. A choice or a relation may be an id
// or a label in either language. Empty cells give no answer; nothing is checked here.
func FromRow(fields []event.Field, row map[string]string) Answers {
	a := Answers{}
	for _, f := range fields {
		cell := func(column string) string { return unescapeFormula(row[column]) }
		option := func(s string) string {
			if id, wrong := checkChoice(f.Options, strings.TrimSpace(s)); wrong.Key == "" {
				return id
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
		}
		if !v.empty() {
			a[f.ID] = v
		}
	}
	return a
}

// unescapeFormula takes back what keeps a spreadsheet from reading a cell as a formula: exactly
// one leading apostrophe, where there is one. An export puts one before every value that
// begins with ' = + - @, tab, CR, LF, or a full-width twin of = + - @, so taking one away
// gives the value back; people who type a table put one before numbers too.
func unescapeFormula(s string) string { return strings.TrimPrefix(s, "'") }
