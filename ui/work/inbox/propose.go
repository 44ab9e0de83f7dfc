package inbox

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"matchbooth/data/record"
	"matchbooth/kiosk/event"
	"matchbooth/kiosk/form"
	"matchbooth/ui/work/calls"
	"matchbooth/ui/work/changes"
	"matchbooth/ui/work/hub"
)

// Line is one answer that would change, by its column as [form.Columns] names it. The new value is as it would be kept, or as
// it was typed where it cannot be.
type Line struct {
	Column   string
	Old, New record.Text
}

// Proposal is what accepting a wish would do.
type Proposal struct {
	Lines  []Line
	Choose []Line // the numbers of people they named, where it is not certain whose changed: one has to be chosen
	Note   record.Text
	Erase  bool
	Wrong  changes.Refused // why it cannot be accepted so

	correction *record.Correction
	contact    *record.Contact
}

// Format prints [redacted].
func (Proposal) Format(f fmt.State, _ rune) { io.WriteString(f, record.Redacted) }

// Format prints [redacted].
func (Line) Format(f fmt.State, _ rune) { io.WriteString(f, record.Redacted) }

// Decision is what somebody at the desk says about a wish.
type Decision struct {
	By     string // initials
	Person string // whose it is, where several were found; "" else
	Column string // which number changed, of those to choose from; "" else
	Reason string // why it is refused; of an accepted one, what stands beside the correction
	Now    time.Time
}

// Propose says what accepting a wish of this person would do. Nothing is written.
func Propose(p *event.Pack, r record.Record, w Wish, d Decision) (out Proposal, err error) {
	set := map[string]string{}
	outcome, strict := record.Reached, true
	say := w.Said.Answers
	switch w.Said.Wish {
	case hub.WishForget:
		out.Erase = true
		return out, nil
	case hub.WishNumber:
		if own := ownPhone(p); own != "" {
			set[own] = say["phone"]
			if chat := calls.WeChat(p); chat != "" {
				switch say["wechat"] {
				case "same":
					set[chat] = say["phone"]
				case "none":
					set[chat] = ""
				}
			}
		}
		if say["wechat"] != "" {
			out.Note = record.Text("WeChat: " + say["wechat"])
		}
	case hub.WishContact:
		out.Note = record.Text(say["who"])
		all, sure := named(p, r, say["who"], say["phone"])
		if sure && d.Column == "" {
			d.Column = all[0].Column
		}
		if slices.ContainsFunc(all, func(l Line) bool { return l.Column == d.Column }) {
			set[d.Column] = say["phone"]
		} else {
			out.Choose, err = all, ErrWhich
		}
	case hub.WishGraduate:
		outcome, strict = record.Moved, false
		out.Note = joined(say["where"], say["month"], say["email"])
		if f := leaving(p); f != "" && say["month"] != "" {
			set[f] = say["month"]
		}
		if f := mailField(p); f != "" && say["email"] != "" {
			set[f] = say["email"]
		}
	case hub.WishSample:
		outcome = record.Sampled
		out.Note = joined(say["day"], say["where"])
	}
	out.correct(p, r, set, strict, w.ID, d)
	at := time.Unix(w.Hour*3600, 0)
	if at.After(d.Now) || at.Before(r.At) {
		at = d.Now // some clock was wrong
	}
	c, wrong := changes.Wished(outcome, string(out.Note), w.ID, d.By, at)
	var why changes.Refused
	if errors.As(wrong, &why) {
		out.Wrong = append(out.Wrong, why...)
	}
	out.contact = &c
	return out, err
}

// correct adds what is set. Where what else was said is worth keeping, an answer that cannot be kept stays in the note only.
func (out *Proposal) correct(p *event.Pack, r record.Record, set map[string]string, strict bool, id string, d Decision) {
	for _, column := range form.Columns(p.Fields) {
		if v, ok := set[column]; ok {
			out.Lines = append(out.Lines, Line{column, valueOf(r, p, column), record.Text(v)})
		}
	}
	for len(set) > 0 {
		c, err := changes.Correct(p, r, set, d.Reason, d.By, d.Now)
		var why changes.Refused
		if errors.As(err, &why) {
			why = slices.DeleteFunc(why, func(p changes.Problem) bool { return p.Key == "change.same" })
			if len(why) == 0 {
				return // everything is as they say already
			}
			bad := maps.Clone(set)
			maps.DeleteFunc(bad, func(column, _ string) bool {
				return !slices.ContainsFunc(why, func(p changes.Problem) bool { return p.About == column })
			})
			if strict || len(bad) == 0 {
				out.Wrong = append(out.Wrong, why...)
				return
			}
			for column := range bad {
				delete(set, column)
				out.Lines = slices.DeleteFunc(out.Lines, func(l Line) bool { return l.Column == column })
			}
			continue
		}
		if err != nil {
			return
		}
		c.Wish = id
		out.correction = &c
		for i, l := range out.Lines {
			if v := c.Fields[fieldOf(p, l.Column)]; v != nil {
				out.Lines[i].New = part(*v)
			}
		}
		return
	}
}

func joined(parts ...string) record.Text {
	return record.Text(strings.Join(slices.DeleteFunc(parts, func(s string) bool { return strings.TrimSpace(s) == "" }), " · "))
}

// ownPhone is the field of the person's own number.
func ownPhone(p *event.Pack) string {
	first := ""
	for _, f := range p.Fields {
		if f.Kind == "phone" && f.Channel == "own" {
			return f.ID
		}
		if f.Kind == "phone" && f.Channel != "other" && first == "" {
			first = f.ID
		}
	}
	return first
}

// leaving is the field of the month in which people leave: the one that a planned contact comes before.
func leaving(p *event.Pack) string {
	for _, c := range p.Contacts {
		if f := p.Field(c.Before); f != nil && f.Kind == "month" {
			return f.ID
		}
	}
	return ""
}

func mailField(p *event.Pack) string {
	for _, f := range p.Fields {
		if f.Kind == "email" && f.Channel != "other" {
			return f.ID
		}
	}
	return ""
}

// named are the numbers of the people whom the person has named: the one whose name was typed, which is sure, or all of
// them. Who typed another name may mean somebody new, so that somebody has to choose even where there is but one.
func named(p *event.Pack, r record.Record, who, phone string) (out []Line, sure bool) {
	plain := func(s string) string { return strings.ToLower(strings.Join(strings.Fields(s), "")) }
	var exact []Line
	for _, f := range p.Fields {
		v, ok := r.Fields[f.ID]
		if f.Kind != "person" || !ok || v.Person == nil {
			continue
		}
		l := Line{f.ID + "_phone", record.Text(v.Person.Phone), record.Text(phone)}
		out = append(out, l)
		if plain(string(v.Person.Name)) == plain(who) {
			exact = append(exact, l)
		}
	}
	if len(exact) == 1 {
		return exact, true
	}
	return out, false
}

// fieldOf is the id of the field of a column.
func fieldOf(p *event.Pack, column string) string {
	if f := p.Field(column); f != nil {
		return f.ID
	}
	return strings.TrimSuffix(column, "_phone")
}

func part(v record.Field) record.Text {
	if v.Person != nil {
		return record.Text(v.Person.Phone)
	}
	return v.Text
}

func valueOf(r record.Record, p *event.Pack, column string) record.Text {
	return part(r.Fields[fieldOf(p, column)])
}
