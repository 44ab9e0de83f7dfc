// Package amend says how a new version of an event pack differs from the one a booth has, sentence by sentence, and which
// differences the people who signed up under the earlier one do not allow.
//
// What was promised stays: nobody is kept for longer, and a consent stays the consent it was. What sign-ups may hold stays
// readable: a booth cannot look into them, so while there are any, no field, answer, consent, way on or step of the check
// goes away or becomes another. Everything else may change; a changed text of a consent is a new version by its hash, and
// holds for who signs up from then on.
package amend

import (
	"slices"
	"strings"

	"matchbooth/kiosk/event"
)

// Change is one difference.
type Change struct {
	Kind string // the sentence: the key of the catalogue after "amend."
	ID   string // of what differs; "" if it has none
	Why  string // why it may not change: the key after "amend.why."; "" if it may

	consent  *event.Consent // that it is about; nil for another thing
	part     string         // of a person, that a column holds
	what     string         // a part of the pack: the key after "amend.what."
	name     event.Text     // what people know the thing by
	old, new event.Text     // before and after
}

// Refused says whether a booth may not take over a pack with this difference.
func (c Change) Refused() bool { return c.Why != "" }

// Refused returns those that may not change.
func Refused(all []Change) (out []Change) {
	for _, c := range all {
		if c.Refused() {
			out = append(out, c)
		}
	}
	return out
}

// longest is how many characters a text has at most that is quoted before and after; two sentences of a longer one say
// less than that it changed.
const longest = 60

// Say returns the difference as a sentence in a language, by a catalogue's say, with the reason if it is refused.
func (c Change) Say(lang event.Lang, say func(key string, args ...any) string) string {
	kind, at := c.Kind, lang
	what, name := "", c.called(lang, say)
	if c.what != "" {
		what = say("amend.what."+c.what, "Name", name)
	}
	if c.old.In(lang) == c.new.In(lang) { // then it is the other language that differs
		for _, l := range event.Langs {
			if c.old.In(l) != c.new.In(l) {
				at = l
				what = say("amend.inlang."+string(l), "What", what)
			}
		}
	}
	before, after := oneLine(c.old.In(at)), oneLine(c.new.In(at))
	if kind == "text" {
		switch {
		case before == "":
			kind = "text.new"
		case after == "":
			kind = "text.gone"
		}
		if len([]rune(before)) > longest || len([]rune(after)) > longest {
			kind = "long"
		}
	}
	s := say("amend."+kind, "What", what, "Name", name, "Old", before, "New", after)
	if c.Why != "" {
		s = say("amend.refused", "Change", s, "Why", say("amend.why."+c.Why, "Old", before, "New", after))
	}
	return s
}

// called is what people know the thing by: a consent by what it is, all else by its name. Where a thing has none, its id is all
// that there is.
func (c Change) called(lang event.Lang, say func(key string, args ...any) string) string {
	name := c.name
	if k := c.consent; k != nil {
		switch name = k.Sentence; {
		case k.Kind == "notice":
			return say("desk.consent.notice")
		case k.Handover:
			return say("desk.consent.handover")
		}
	}
	s := oneLine(name.In(lang))
	if c.consent != nil { // its sentence, as far as the first clause
		if i := strings.IndexAny(s, "，；。,;"); i > 0 {
			s = s[:i]
		}
	}
	switch {
	case c.part != "":
		return s + " " + say("desk.part."+c.part)
	case s == "" && c.what == "check" && slices.Contains(event.KnownChecks, c.ID):
		return say("check." + c.ID)
	case s == "" && strings.HasPrefix(c.Kind, "column.") && slices.Contains(event.HandedFacts, c.ID):
		return say("amend.fact." + c.ID)
	case s == "":
		return c.ID
	}
	r := []rune(strings.TrimRight(s, "。.？?"))
	if len(r) > longest {
		return strings.TrimRight(string(r[:longest]), " ,，、") + "…"
	}
	return string(r)
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// plain is a text that is the same in every language.
func plain(s string) event.Text {
	t := event.Text{}
	for _, l := range event.Langs {
		t[l] = s
	}
	return t
}
