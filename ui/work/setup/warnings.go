package setup

import (
	"matchbooth/assets/text"
	"matchbooth/kiosk/event"
)

// Warning is something about a pack that does not keep it from going live, and that somebody has to answer for.
type Warning struct {
	Say     string // the sentence, for where nobody can be asked
	Ask     string // the question, which yes answers
	Refused string // the sentence for any other answer
}

// Found are the warnings of check as questions.
func Found(say text.Printer, list []event.Fault) (out []Warning) {
	for _, f := range list {
		said := f.Said(say)
		out = append(out, Warning{said, say.S("cli.setup.askaccept", "What", said), say.S("cli.setup.refused", "What", said)})
	}
	return out
}

// Permissions warns of named donors whose permission is not on record.
func Permissions(say text.Printer, p *event.Pack) (out []Warning) {
	for _, s := range p.Stories {
		if s.Permission {
			continue
		}
		args := []any{"Story", s.ID, "Name", s.Name.In(event.Lang(say.Lang))}
		out = append(out, Warning{say.S("cli.setup.permission", args...), say.S("cli.setup.askpermission", args...), say.S("cli.setup.nopermission", args...)})
	}
	return out
}

// What says in a line what a pack contains and how long people are kept by it, to be compared with what was meant.
func What(say text.Printer, p *event.Pack) string {
	notices, consents, longest := 0, 0, 0
	for _, c := range p.Consents {
		if c.Kind == "notice" {
			notices++
		} else {
			consents++
		}
		longest = max(longest, c.RetainDays)
	}
	longer := ""
	switch {
	case longest <= p.Handler.RetentionDays:
	case longest%365 == 0:
		longer = say.S("guide.pack.longer.years", "Years", longest/365)
	default:
		longer = say.S("guide.pack.longer", "Days", longest)
	}
	return say.S("guide.pack.is", "From", p.Starts, "To", p.Ends, "Stories", len(p.Stories), "Notices", notices, "Consents", consents,
		"Days", p.Handler.RetentionDays, "Longer", longer)
}
