package copy

import (
	"slices"
	"strings"
	"time"

	"matchbooth/assets/text"
	"matchbooth/data/entry"
	"matchbooth/data/record"
	"matchbooth/kiosk/event"
	"matchbooth/kiosk/form"
	"matchbooth/ui/work/calls"
)

// words says what is kept about somebody in the language of a reader.
type words struct {
	text.Printer
	pack *event.Pack
}

// Answer returns an answer as people read it: an option by its label, a number in groups.
func Answer(in text.Printer, f event.Field, v record.Field) string {
	if v.Person != nil {
		return strings.Join(strings.Fields(string(v.Person.Name)+" "+option(in, f, v.Person.Relation)+" "+form.GroupPhone(string(v.Person.Phone))), " ")
	}
	switch f.Kind {
	case "phone":
		return form.GroupPhone(string(v.Text))
	case "choice":
		return option(in, f, string(v.Text))
	}
	return string(v.Text)
}

// option returns what people read for the id of an option.
func option(in text.Printer, f event.Field, id string) string {
	if i := slices.IndexFunc(f.Options, func(o event.Option) bool { return o.ID == id }); i >= 0 {
		return f.Options[i].Label.In(event.Lang(in.Lang))
	}
	return id
}

// Step says what a step of the check is.
func Step(in text.Printer, s event.Check) string {
	if len(s.Title) > 0 {
		return s.Title.In(event.Lang(in.Lang))
	}
	return in.S("check." + s.ID)
}

// Change says what one entry of the history changed, in one line.
func Change(in text.Printer, pack *event.Pack, r record.Record, h record.Change) string {
	w := words{in, pack}
	var said []string
	for _, f := range h.Fields {
		said = append(said, w.field(f))
	}
	for _, k := range h.Given {
		said = append(said, w.S("history.given", "What", w.agreedTo(k)))
	}
	for _, id := range h.Withdrawn {
		said = append(said, w.S("history.withdrawn", "What", w.consent(id)))
	}
	if h.Check != nil {
		said = append(said, w.check(*h.Check)...)
	}
	if h.Contact != nil {
		said = append(said, w.contact(*h.Contact))
	}
	if h.Join != nil {
		key, other := "history.join", h.Join.Into
		if h.Join.Undo {
			key = "history.parted"
		}
		if other == r.Person {
			other = h.Person
		}
		if other == "" { // in a copy for somebody: it is not theirs to know
			said = append(said, w.S(key+".another"))
		} else {
			said = append(said, w.S(key, "Code", entry.CodeOf(other).String()))
		}
	}
	if h.Reason != "" {
		said = append(said, w.S("history.reason", "Why", string(h.Reason)))
	}
	return strings.Join(said, w.S("punct.list"))
}

func (w words) field(f record.FieldChange) string {
	name := f.ID
	value := func(v *record.Field) string {
		if v == nil {
			return w.S("history.none")
		}
		if p := w.pack.Field(f.ID); p != nil {
			return Answer(w.Printer, *p, *v)
		}
		return string(v.Text)
	}
	if p := w.pack.Field(f.ID); p != nil {
		name = p.Label.In(event.Lang(w.Lang))
	}
	return w.S("history.changed", "Name", strings.TrimRight(name, "？?"), "Old", value(f.Old), "New", value(f.New))
}

// agreedTo is the sentence that somebody agreed to, as it was then as far as an earlier pack tells.
func (w words) agreedTo(k record.Consent) string {
	if was := w.pack.ConsentOf(k.ID, k.Lang, k.SHA256); was != nil {
		return strings.TrimRight(was.Sentence.In(event.Lang(w.Lang)), ".。")
	}
	return w.consent(k.ID)
}

// consent is the sentence that was agreed to, or the id of one that the pack does not have any more.
func (w words) consent(id string) string {
	if k := w.pack.Consent(id); k != nil {
		return strings.TrimRight(k.Sentence.In(event.Lang(w.Lang)), ".。")
	}
	return id
}

func (w words) check(c record.Check) (said []string) {
	for _, s := range w.pack.CheckList() {
		if yes, ok := c.Answer(s.ID); ok && s.ID != record.StepKit {
			said = append(said, w.S("history.step."+map[bool]string{true: "yes", false: "no"}[yes], "Step", Step(w.Printer, s)))
		}
	}
	if c.Kit != "" {
		said = append(said, w.S("history.kit", "Kit", c.Kit))
	}
	return said
}

func (w words) contact(c record.Contact) string {
	said := []string{calls.ChannelIn(c.Channel, w.Printer), calls.OutcomeIn(c.Outcome, w.Printer)}
	if c.Note != "" {
		said = append(said, string(c.Note))
	}
	if c.Next != "" {
		said = append(said, w.S("history.next", "Day", c.Next))
	}
	return strings.Join(said, w.S("punct.comma"))
}

// minute is how a moment is written on the page.
func minute(t time.Time) string { return t.Local().Format("2006-01-02 15:04") }
