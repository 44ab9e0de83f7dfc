// Package acts says what stands in the audit as people read it, on the command line and at the desk alike.
package acts

import (
	"matchbooth/assets/text"
	"matchbooth/data"
)

// Act is one line of the audit in the words of a language. None of it names anybody but who acted.
type Act struct {
	At     string // the day and the hour, in the zone of this computer
	Who    string // initials, or a word for a visitor or the desk; "-" if nobody was named
	What   string
	People string // how many people it was about; "" for none
}

// Of returns a line of the audit in the words of the printer.
func Of(say text.Printer, a data.Audited) Act {
	act := Act{At: a.At.Local().Format("2006-01-02 15:04"), Who: text.OneLine(a.Who), What: text.OneLine(say.Retold(a.What))}
	switch a.Who {
	case "":
		act.Who = "-"
	case data.Visitor, "desk":
		act.Who = say.S("audit.who." + a.Who)
	}
	if a.Persons > 0 {
		act.People = say.S("audit.people", "N", a.Persons)
	}
	return act
}
