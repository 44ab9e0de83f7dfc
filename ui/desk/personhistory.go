package desk

import (
	"slices"
	"strings"

	"matchbooth/data/entry"
	"matchbooth/data/record"
	"matchbooth/ui/work/calls"
)

// history is what happened to a person, in order, a line each.
func (p *one) history() []line {
	begun := p.Tx("desk.one.began")
	if p.r.Source == record.SourcePaper {
		begun = p.Tx("desk.one.began.paper")
	}
	if s := p.Pack.Story(p.r.Story); s != nil {
		begun += p.Tx("punct.comma") + p.Tx("desk.one.story")
	}
	lines := []line{{p.stamp(p.r.At), begun}}
	for _, h := range p.r.History {
		lines = append(lines, line{p.stamp(h.At), strings.TrimSpace(h.By + " " + p.changed(h))})
	}
	return lines
}

// changed says what changed. Values are masked unless the person is shown.
func (p *one) changed(h record.Change) string {
	var said []string
	fields := slices.Clone(h.Fields)
	slices.SortFunc(fields, func(a, b record.FieldChange) int { return p.place(a.ID) - p.place(b.ID) })
	for _, c := range fields {
		f := p.Pack.Field(c.ID)
		if f == nil {
			continue
		}
		said = append(said, p.Tx("history.changed", "Name", p.label(*f), "Old", p.value(*f, c.Old), "New", p.value(*f, c.New)))
	}
	consent := func(id string) string {
		if k := p.Pack.Consent(id); k != nil {
			return p.consentTitle(*k)
		}
		return id
	}
	for _, k := range h.Given {
		said = append(said, p.Tx("desk.one.given", "What", consent(k.ID)))
	}
	for _, id := range h.Withdrawn {
		said = append(said, p.Tx("desk.one.withdrawn", "What", consent(id)))
	}
	if h.Check != nil {
		said = append(said, p.checked(*h.Check)...)
	}
	if c := h.Contact; c != nil {
		said = append(said, calls.ChannelIn(c.Channel, p.T)+p.Tx("punct.comma")+calls.OutcomeIn(c.Outcome, p.T))
		if c.Note != "" && p.Shown {
			said = append(said, string(c.Note))
		}
		if c.Next != "" {
			said = append(said, p.Tx("history.next", "Day", c.Next))
		}
	}
	if h.Join != nil {
		key, other := "history.join", h.Join.Into
		if h.Join.Undo {
			key = "history.parted"
		}
		if other == p.r.Person {
			other = h.Person
		}
		said = append(said, p.Tx(key, "Code", entry.CodeOf(other).String()))
	}
	if h.Reason != "" && p.Shown {
		said = append(said, string(h.Reason))
	}
	return strings.Join(said, p.Tx("punct.comma"))
}

// checked says what a volunteer checked.
func (p *one) checked(c record.Check) (said []string) {
	for _, s := range p.Pack.CheckList() {
		if yes, ok := c.Answer(s.ID); ok && s.ID != record.StepKit {
			title := p.shortStep(s)
			if !yes {
				title = p.Tx("desk.one.not", "What", title)
			}
			said = append(said, title)
		}
	}
	if c.Kit != "" {
		said = append(said, p.Tx("history.kit", "Kit", c.Kit))
	}
	return said
}

// place is where a field stands in the form.
func (p *one) place(id string) int {
	for i, f := range p.Pack.Fields {
		if f.ID == id {
			return i
		}
	}
	return len(p.Pack.Fields)
}
