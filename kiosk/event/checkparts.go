package event

import (
	"fmt"
	"slices"
)

// checkConditions checks the registry's conditions.
func (b *builder) checkConditions() {
	p := b.p
	b.checkIDs("conditions", len(p.Conditions), ".id", func(i int) string { return p.Conditions[i].ID })
	firstOf := map[string]int{}
	for i, c := range p.Conditions {
		at := fmt.Sprintf("conditions[%d]", i)
		b.checkDate(&b.main, at+".date", c.Date, false)
		if !b.oneOf(at+".kind", "kind of condition", c.Kind, conditionKinds) {
			continue
		}
		if j, twice := firstOf[c.Kind]; twice && c.Kind != KindText {
			b.bad(at+".kind", "put them into one", "a second condition of kind %q (first in line %d)", c.Kind, b.main.at(fmt.Sprintf("conditions[%d].kind", j)))
		} else {
			firstOf[c.Kind] = i
		}
		b.onlyFor(at, "condition", c.Kind, KindAge, "min_age", "max_age")
		b.onlyFor(at, "condition", c.Kind, KindWeight, "men_kg", "women_kg")
		switch c.Kind {
		case KindAge:
			b.need(at, "min_age", "max_age")
			if c.MinAge < 0 || c.MaxAge < 0 || c.MinAge > 120 || c.MaxAge > 120 {
				b.bad(at+".min_age", "write completed years from 0 to 120", "an age that nobody has")
			} else if b.main.given[at+".min_age"] && b.main.given[at+".max_age"] && c.MinAge > c.MaxAge {
				b.bad(at+".max_age", "write the larger number as max_age", "min_age %d is above max_age %d", c.MinAge, c.MaxAge)
			}
		case KindWeight:
			b.need(at, "men_kg", "women_kg")
			for key, kg := range map[string]float64{"men_kg": c.MenKg, "women_kg": c.WomenKg} {
				if b.main.given[at+"."+key] && (kg < 20 || kg > 200) {
					b.bad(at+"."+key, "write kilograms from 20 to 200", "%s is %g", key, kg)
				}
			}
		}
	}
}

// onlyFor checks that keys are given only for the kind want.
func (b *builder) onlyFor(at, what, kind, want string, keys ...string) {
	for _, key := range keys {
		if kind != want && b.main.given[join(at, key)] {
			b.bad(join(at, key), Say("remove it, or make the kind %q", want), "%s does not go with a %s of kind %q", key, Say(what), kind)
		}
	}
}

// checkWays checks what follows when a condition is not met or the visitor is not sure.
func (b *builder) checkWays() {
	p := b.p
	b.checkIDs("ways", len(p.Ways), ".outcome", func(i int) string { return p.Ways[i].Outcome })
	not, unsure := false, false
	for i, w := range p.Ways {
		at := fmt.Sprintf("ways[%d]", i)
		not, unsure = not || w.ForNot, unsure || w.ForUnsure
		if w.Outcome == OutcomeAllTrue {
			b.bad(at+".outcome", "give it another outcome", "%q is kept for people for whom all conditions are true", OutcomeAllTrue)
		}
		if !w.ForNot && !w.ForUnsure {
			b.bad(at, "write for_not = true or for_unsure = true", "this way is offered to nobody")
		}
		b.checkLink(at+".link", w.Link)
		if !b.oneOf(at+".then", "then", w.Then, thens) {
			continue
		}
		if w.Then == ThenDate {
			if c := p.AgeCondition(); c == nil {
				b.bad(at+".then", "add a condition of kind age, or write another then", "then = \"date\" needs a condition about age")
			}
		}
	}
	if len(p.Ways) > 0 && !not {
		b.bad("ways", "write for_not = true for those that are", "no way is offered after \"one is not\"")
	}
	if len(p.Ways) > 0 && !unsure {
		b.bad("ways", "write for_unsure = true for those that are", "no way is offered after \"not sure\"")
	}
}

// fieldIDs lists the ids of the fields.
func (b *builder) fieldIDs() []string {
	var ids []string
	for _, f := range b.p.Fields {
		ids = append(ids, f.ID)
	}
	return ids
}

// checkFields checks the steps and fields of the form.
func (b *builder) checkFields() {
	p := b.p
	b.checkIDs("steps", len(p.Steps), ".id", func(i int) string { return p.Steps[i].ID })
	b.checkIDs("fields", len(p.Fields), ".id", func(i int) string { return p.Fields[i].ID })
	var steps []string
	for i, s := range p.Steps {
		steps = append(steps, s.ID)
		if len(p.StepFields(s.ID)) == 0 {
			b.bad(fmt.Sprintf("steps[%d]", i), "remove it, or give it fields", "the step %s asks nothing", quote(s.ID))
		}
	}
	name, phone := false, false
	for i, f := range p.Fields {
		at := fmt.Sprintf("fields[%d]", i)
		name = name || f.Kind == "name" && f.Required
		phone = phone || f.Kind == "phone" && f.Required
		b.oneOf(at+".step", "step", f.Step, steps)
		b.checkSameAs(at, f)
		if b.main.given[at+".channel"] {
			b.oneOf(at+".channel", "channel", f.Channel, channels)
		}
		if slices.Contains(reserved, f.ID) {
			b.bad(at+".id", "give it another id", "the id %s is that of a column of every export", quote(f.ID))
		}
		if !b.oneOf(at+".kind", "kind of field", f.Kind, fieldKinds) {
			continue
		}
		if f.Kind != "choice" && f.Kind != "person" && b.main.given[at+".options"] {
			b.bad(at+".options", "remove them, or make the kind \"choice\"", "options do not go with a field of kind %q", f.Kind)
		}
		b.onlyFor(at, "field", f.Kind, KindText, "max_len", "keyboard", "pattern", "pattern_help")
		b.checkTyping(at, f)
		b.onlyFor(at, "field", f.Kind, "email", "school")
		if b.main.given[at+".max_len"] && (f.MaxLen < 1 || f.MaxLen > 2000) {
			b.bad(at+".max_len", "write a number from 1 to 2000", "max_len is %d", f.MaxLen)
		}
		if f.Kind == "choice" || f.Kind == "person" {
			b.checkOptions(at, f)
		}
	}
	if len(p.Fields) > 0 && !name {
		b.bad("fields", "add one with kind = \"name\" and required = true", "no required field of kind \"name\"")
	}
	if len(p.Fields) > 0 && !phone {
		b.bad("fields", "add one with kind = \"phone\" and required = true", "no required field of kind \"phone\"")
	}
}

// checkTyping checks which keys a field asks for, and what may be typed with them.
func (b *builder) checkTyping(at string, f Field) {
	if f.Kind != KindText {
		return
	}
	if b.main.given[at+".keyboard"] {
		b.oneOf(at+".keyboard", "keyboard", f.Keyboard, keyboards)
	}
	if !b.main.given[at+".pattern"] {
		if b.main.given[at+".pattern_help"] {
			b.bad(at+".pattern_help", "write a pattern, or remove it", "pattern_help is said where a pattern does not match, and there is none")
		}
		return
	}
	if what, instead := patternFault(f.Pattern); what.form != "" {
		b.bad(at+".pattern", instead, "%s", what)
	} else if f.Pattern == "" {
		b.bad(at+".pattern", "remove it, or write one", "the pattern is empty")
	}
	if b.main.missing(at + ".pattern_help") {
		b.bad(at+".pattern", "add pattern_help in both languages: what people read where it does not match", "%s is missing", "fields.pattern_help")
	}
}

// reserved are the columns that exports and paper forms have besides the fields.
var reserved = []string{"code", "at", "booth", "event", "outcome", "story", "reachability", "consents", "signed_at", "checks", "flags", "reason",
	"check_rang", "check_identity", "check_kit", "check_by", "check_at", "lang", "source", "consent_texts", "kept_until"}

// checkSameAs checks the field from which a value can be copied.
func (b *builder) checkSameAs(at string, f Field) {
	if !b.main.given[at+".same_as"] {
		return
	}
	switch from := b.p.Field(f.SameAs); {
	case from == nil:
		b.bad(at+".same_as", didYouMean(f.SameAs, b.fieldIDs()), "same_as names %s, which is not a field", quote(f.SameAs))
	case from.ID == f.ID:
		b.bad(at+".same_as", "name another field", "same_as names the field itself")
	case from.Kind == "person" || from.Kind == "choice" || f.Kind == "person" || f.Kind == "choice":
		b.bad(at+".same_as", "name a field that is typed", "same_as does not go with kind %q and %q", f.Kind, from.Kind)
	}
}

// checkOptions checks the answers of a choice, or the relations of a person.
func (b *builder) checkOptions(at string, f Field) {
	if len(f.Options) < 2 {
		b.bad(at, "write options = [{id = \"…\", label = {zh = \"…\", en = \"…\"}}, …]", "a field of kind %q needs at least two options", f.Kind)
	}
	b.checkIDs(at+".options", len(f.Options), ".id", func(i int) string { return f.Options[i].ID })
	for i := range f.Options {
		b.need(fmt.Sprintf("%s.options[%d]", at, i), "id", "label")
	}
	b.checkAlso(at, f)
}

// checkConsents checks the consents: the notice that everybody has to read, and the hand-over.
func (b *builder) checkConsents() {
	p := b.p
	b.checkIDs("consents", len(p.Consents), ".id", func(i int) string { return p.Consents[i].ID })
	notice, handover := false, -1
	for i, c := range p.Consents {
		at := fmt.Sprintf("consents[%d]", i)
		b.oneOf(at+".kind", "kind of consent", c.Kind, consentKinds)
		if c.Kind == "notice" {
			if notice {
				b.bad(at+".kind", "keep one", "a second notice")
			}
			notice = true
			if !c.Required {
				b.bad(at, "write required = true", "the notice is not required, but by law it is read before the first field")
			}
			if c.Handover {
				b.bad(at+".handover", "make it a consent of its own", "a notice cannot be the consent to the hand-over")
			}
		}
		if c.Handover {
			if handover >= 0 {
				b.bad(at+".handover", "keep one", "a second consent to the hand-over")
			}
			handover = i
			if c.Required {
				b.bad(at+".required", "write required = false", "the hand-over cannot be required: who refuses it is led to the registry's own page")
			}
		}
		for j := range c.Rows {
			b.need(fmt.Sprintf("%s.rows[%d]", at, j), "label", "value")
		}
	}
	if len(p.Consents) > 0 && !notice {
		b.bad("consents", "add one with kind = \"notice\" and required = true", "no notice among the consents")
	}
	if handover < 0 && len(p.Registry.Columns) > 0 && len(p.Consents) > 0 {
		b.bad("registry.columns", "add a consent with handover = true, or write columns = []", "columns for the registry, but no consent to the hand-over")
	}
}

// checkTakeHome checks what visitors take home as QR codes.
func (b *builder) checkTakeHome() {
	p := b.p
	b.checkIDs("takehome", len(p.TakeHome), ".id", func(i int) string { return p.TakeHome[i].ID })
	mains := 0
	for i, t := range p.TakeHome {
		at := fmt.Sprintf("takehome[%d]", i)
		if t.Main {
			if mains++; mains > 1 {
				b.bad(at+".main", "keep one", "a second main item")
			}
		}
		b.checkLink(at+".link", t.Link)
		b.checkLink(at+".url", t.URL)
		b.checkPhone(at+".phone", t.Phone)
		if !b.oneOf(at+".kind", "kind of item", t.Kind, takeKinds) {
			continue
		}
		b.onlyFor(at, "item", t.Kind, "link", "link", "line")
		b.onlyFor(at, "item", t.Kind, "vcard", "phone", "url")
		b.onlyFor(at, "item", t.Kind, "vevent", "days")
		switch t.Kind {
		case "link":
			b.need(at, "link")
		case "vcard":
			b.need(at, "name", "phone")
		case "vevent":
			b.need(at, "name", "days")
			if b.main.given[at+".days"] && (t.Days < 1 || t.Days > 366) {
				b.bad(at+".days", "write a number from 1 to 366", "days is %d", t.Days)
			}
		}
	}
	if len(p.TakeHome) > 0 && mains == 0 {
		b.bad("takehome", "write main = true for the one on the first screen", "no main item")
	}
}
