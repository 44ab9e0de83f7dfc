package desk

import (
	"fmt"
	"io"
	"time"

	"matchbooth/data/record"
	"matchbooth/kiosk/event"
	"matchbooth/ui/cli/call"
	"matchbooth/ui/work/copy"
)

// showPerson prints a person for people: answers, consents, checks, contacts and the history, a line each.
func (c *Call) showPerson(o *opened, at int) {
	r := o.shown(at)
	line := func(name, value string) {
		fmt.Fprintln(c.Stdout, call.OneLine(name+c.S("punct.colon")+value))
	}
	line(c.S("cli.show.code"), r.Code.String())
	for _, code := range r.Joined {
		line(c.S("cli.show.joined"), code.String())
	}
	line(c.S("cli.show.at"), r.At.Local().Format("2006-01-02 15:04"))
	for _, f := range o.pack.Fields {
		value := c.S("cli.show.none")
		if v, ok := r.Fields[f.ID]; ok {
			value = copy.Answer(c.Printer, f, v)
		}
		line(f.Label.In(event.Lang(c.Lang)), value)
	}
	line(c.S("cli.show.ways"), fmt.Sprint(r.Reachability))
	for _, k := range r.Consents {
		title := k.ID
		p := o.pack.ConsentOf(k.ID, k.Lang, k.SHA256)
		if p == nil {
			p = o.pack.Consent(k.ID)
		}
		if p != nil {
			title += " (" + p.Sentence.In(event.Lang(c.Lang)) + ")"
		}
		line(c.S("cli.show.consent"), c.S("cli.show.agreed", "What", title, "At", k.At.Local().Format("2006-01-02 15:04")))
	}
	if end, is := o.ends[r.Person]; is {
		day, key := end.At.Local().Format(time.DateOnly), "cli.show.keptall"
		if end.Consent != "" {
			key = "cli.show.keptby"
		}
		line(c.S("cli.show.kept"), c.S(key, "Day", day, "Days", end.Days, "What", end.Consent))
	}
	for _, s := range o.list.States(at) {
		line(c.S("cli.show.state"), c.S("desk.state."+string(s)))
	}
	if d, is := o.due[r.Person]; is {
		line(c.S("cli.show.due"), c.S("cli.due.since", "For", d.For(c.Printer), "Day", d.Since.Format(time.DateOnly)))
	}
	for _, other := range o.extra(at).Doubles {
		line(c.S("cli.show.double"), other.String())
	}
	for _, h := range r.History {
		line(h.At.Local().Format("2006-01-02 15:04")+" "+h.By, copy.Change(c.Printer, o.pack, r, h))
	}
}

// Format prints [redacted].
func (due) Format(f fmt.State, _ rune) { io.WriteString(f, record.Redacted) }

// Format prints [redacted].
func (way) Format(f fmt.State, _ rune) { io.WriteString(f, record.Redacted) }
