package desk

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"matchbooth/data/entry"
	"matchbooth/data/record"
	"matchbooth/kiosk/event"
	"matchbooth/kiosk/form"
	"matchbooth/ui/cli/call"
	"matchbooth/ui/work/calls"
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
			value = c.answer(f, v)
		}
		line(f.Label.In(event.Lang(c.Lang)), value)
	}
	line(c.S("cli.show.ways"), fmt.Sprint(r.Reachability))
	for _, k := range r.Consents {
		title := k.ID
		if p := o.pack.Consent(k.ID); p != nil {
			title += " (" + p.Sentence.In(event.Lang(c.Lang)) + ")"
		}
		line(c.S("cli.show.consent"), c.S("cli.show.agreed", "What", title, "At", k.At.Local().Format("2006-01-02 15:04")))
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
		line(h.At.Local().Format("2006-01-02 15:04")+" "+h.By, c.changeLine(o, r, h))
	}
}

// answer formats an answer for people.
func (c *Call) answer(f event.Field, v record.Field) string {
	if v.Person != nil {
		return strings.TrimSpace(string(v.Person.Name) + " " + c.option(f, v.Person.Relation) + " " + form.GroupPhone(string(v.Person.Phone)))
	}
	switch f.Kind {
	case "phone":
		return form.GroupPhone(string(v.Text))
	case "choice":
		return c.option(f, string(v.Text))
	}
	return string(v.Text)
}

// option returns what people read for the id of an option.
func (c *Call) option(f event.Field, id string) string {
	if i := slices.IndexFunc(f.Options, func(o event.Option) bool { return o.ID == id }); i >= 0 {
		return f.Options[i].Label.In(event.Lang(c.Lang))
	}
	return id
}

// changeLine says what changed, for people.
func (c *Call) changeLine(o *opened, r record.Record, h record.Change) string {
	var said []string
	value := func(id string, v *record.Field) string {
		if v == nil {
			return c.S("cli.show.none")
		}
		if f := o.pack.Field(id); f != nil {
			return c.answer(*f, *v)
		}
		return string(v.Text)
	}
	for _, f := range h.Fields {
		name := f.ID
		if p := o.pack.Field(f.ID); p != nil {
			name = p.Label.In(event.Lang(c.Lang))
		}
		said = append(said, c.S("cli.show.changed", "Name", name, "Old", value(f.ID, f.Old), "New", value(f.ID, f.New)))
	}
	for _, k := range h.Given {
		said = append(said, c.S("cli.show.given", "ID", k.ID))
	}
	for _, id := range h.Withdrawn {
		said = append(said, c.S("cli.show.withdrawn", "ID", id))
	}
	if h.Check != nil {
		for _, s := range o.pack.CheckList() {
			if yes, ok := h.Check.Answer(s.ID); ok && s.ID != record.StepKit {
				said = append(said, c.S("cli.show.step."+map[bool]string{true: "yes", false: "no"}[yes], "Step", c.stepTitle(s)))
			}
		}
		if h.Check.Kit != "" {
			said = append(said, c.S("cli.show.kit", "Kit", h.Check.Kit))
		}
	}
	if h.Contact != nil {
		s := calls.ChannelIn(h.Contact.Channel, c.Printer) + c.S("punct.comma") + calls.OutcomeIn(h.Contact.Outcome, c.Printer)
		if h.Contact.Note != "" {
			s += c.S("punct.comma") + string(h.Contact.Note)
		}
		if h.Contact.Next != "" {
			s += c.S("punct.comma") + c.S("cli.show.next", "Day", h.Contact.Next)
		}
		said = append(said, s)
	}
	if h.Join != nil {
		key := "cli.show.join"
		if h.Join.Undo {
			key = "cli.show.parted"
		}
		other := h.Join.Into
		if other == r.Person {
			other = h.Person
		}
		said = append(said, c.S(key, "Code", entry.CodeOf(other).String()))
	}
	if h.Reason != "" {
		said = append(said, c.S("cli.show.reason", "Why", string(h.Reason)))
	}
	return c.Clauses(said)
}

// stepTitle says what a step of the check is.
func (c *Call) stepTitle(s event.Check) string {
	if len(s.Title) > 0 {
		return s.Title.In(event.Lang(c.Lang))
	}
	return c.S("check." + s.ID)
}

// Format prints [redacted].
func (due) Format(f fmt.State, _ rune) { io.WriteString(f, record.Redacted) }

// Format prints [redacted].
func (way) Format(f fmt.State, _ rune) { io.WriteString(f, record.Redacted) }
