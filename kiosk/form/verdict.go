package form

import (
	"fmt"
	"io"
)

// Doubt says that a value was taken, but read in a way that somebody should see before it
// is kept: a spreadsheet's 46539 as a month. Only tables have doubts (see CheckRow): whoever
// stands at the screen is asked instead. Like a Problem it is a key of the text catalogue
// and has nothing of the value.
type Doubt struct {
	Field string         // field id
	Part  string         // person: "name", "relation" or "phone"; else ""
	Key   string         // catalogue key, always starting with "doubt."
	Args  map[string]any // numbers for the sentence, never personal values
}

// verdict is what the check of one text finds: the text in order, or what is wrong with it.
// A text in order may come with a doubt.
type verdict struct {
	text  Text
	wrong string // key of a problem, "" if there is none
	doubt string // key of a doubt, "" if there is none
	args  map[string]any
}

// Format implements fmt.Formatter. It never prints the text.
func (verdict) Format(f fmt.State, _ rune) { io.WriteString(f, redacted) }

func taken(s string) verdict { return verdict{text: Text(s)} }

func refused(key string) verdict { return verdict{wrong: key} }

// with adds the numbers that the sentence needs.
func (v verdict) with(args map[string]any) verdict {
	v.args = args
	return v
}

// doubted takes a text with a doubt. Where nobody can be shown the doubt it is refused
// with the key instead, unless that is "".
func doubted(s, doubt string, ctx Context, instead string) verdict {
	switch {
	case ctx.Table:
		return verdict{text: Text(s), doubt: doubt}
	case instead != "":
		return refused(instead)
	}
	return taken(s)
}

// was turns the result of a simple check into a verdict.
func was(s string, p Problem) verdict { return verdict{text: Text(s), wrong: p.Key, args: p.Args} }
