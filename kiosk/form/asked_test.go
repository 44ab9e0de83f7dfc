package form

import (
	"testing"

	"matchbooth/kiosk/event"
)

// What a field asks of its text holds for whoever types it: at the screen, at the desk, and into a table.
func TestAFieldMayAskForDigitsAndForAPattern(t *testing.T) {
	help := event.Text{event.ZH: "学号是 10 位数字", event.EN: "A student number has ten digits"}
	student := event.Field{ID: "student", Kind: "text", Keyboard: event.KeysDigits, Pattern: "5[0-9]{9}", PatternHelp: help}
	either := event.Field{ID: "card", Kind: "text", Keyboard: event.KeysLetters, Pattern: "[A-Z]{2}|[0-9]{3}", PatternHelp: help}
	free := event.Field{ID: "free", Kind: "text", Keyboard: event.KeysPinyin}
	for _, c := range []struct {
		field     event.Field
		in, want  string
		wrong     string
		tableOnly bool
	}{
		{field: student, in: "5210219001", want: "5210219001"},
		{field: student, in: " ５２１０２１９００１ ", want: "5210219001"},
		{field: student, in: "521021900", wrong: "problem.pattern"},
		{field: student, in: "52102190011", wrong: "problem.pattern"}, // all of it has to match, not a part
		{field: student, in: "S521021900", wrong: "problem.digits"},
		{field: student, in: ""},
		{field: student, in: "5210219001.0", want: "5210219001", tableOnly: true},
		{field: student, in: "5.21E+09", wrong: "problem.phone.mangled", tableOnly: true},
		{field: either, in: "AB", want: "AB"},
		{field: either, in: "123", want: "123"},
		{field: either, in: "AB3", wrong: "problem.pattern"}, // the alternatives are within the anchors
		{field: either, in: "AB\n123", wrong: "problem.pattern"},
		{field: free, in: "随便写", want: "随便写"},
	} {
		for _, table := range []bool{false, true} {
			if c.tableOnly && !table {
				continue
			}
			in := ctx
			in.Table = table
			out, problems, _ := check(c.field, text(c.in), in)
			switch {
			case c.wrong == "" && (len(problems) > 0 || string(out.Text) != c.want):
				t.Errorf("%s %q (table %v): %q, %v", c.field.ID, c.in, table, string(out.Text), problems)
			case c.wrong != "" && (len(problems) != 1 || problems[0].Key != c.wrong || string(out.Text) != c.in):
				t.Errorf("%s %q (table %v): %q, %v, want %s", c.field.ID, c.in, table, string(out.Text), problems, c.wrong)
			}
		}
	}
}
