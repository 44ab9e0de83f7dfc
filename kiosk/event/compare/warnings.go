package compare

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"

	"matchbooth/kiosk/event"
)

// oldSource is how old a source may be before somebody should look for a newer one: registries change their conditions
// every year or two.
const oldSource = 3

// Warnings returns what a person should look at in a pack without faults, on the given day: each may be right as it is.
// What [event.Pack.Advice] says is among them.
func Warnings(src *event.Source, now time.Time) []event.Fault {
	var found list
	w := warner{src: src, p: src.Pack, list: &found, today: now.UTC().Truncate(24 * time.Hour)}
	w.unnamed()
	w.unasked()
	w.columns()
	w.days()
	w.sources()
	w.language()
	found.found = append(found.found, src.Pack.Advice()...)
	return found.sorted()
}

// warner collects the warnings of one pack.
type warner struct {
	src   *event.Source
	p     *event.Pack
	list  *list
	today time.Time
}

// at adds a warning about a path of event.toml.
func (w *warner) at(path string, instead event.Phrase, what string, args ...any) {
	w.list.add(event.MainFile, w.src.Line(path), instead, what, args...)
}

// consentText returns all that a consent says in a language.
func consentText(c event.Consent, l event.Lang) string {
	var b strings.Builder
	b.WriteString(c.Sentence[l] + "\n" + c.Body[l] + "\n")
	for _, r := range c.Rows {
		b.WriteString(r.Label[l] + " " + r.Value[l] + "\n")
	}
	return b.String()
}

// languages says in which of them something is missing.
func languages(missing []event.Lang) event.Phrase {
	switch {
	case len(missing) > 1:
		return event.Say("in Chinese and in English")
	case missing[0] == event.ZH:
		return event.Say("in Chinese")
	}
	return event.Say("in English")
}

// unnamed warns of what the form asks and nobody is told of (PIPL Art. 17, GDPR Art. 13).
func (w *warner) unnamed() {
	told := map[event.Lang]string{}
	for _, l := range event.Langs {
		told[l] = w.p.Handler.Kinds[l] + "\n" + w.p.Notice.Body[l] + "\n"
		for _, c := range w.p.Consents {
			told[l] += consentText(c, l)
		}
	}
	for i, f := range w.p.Fields {
		var missing []event.Lang
		for _, l := range event.Langs {
			if !named(f, l, told[l]) {
				missing = append(missing, l)
			}
		}
		if len(missing) > 0 {
			w.at(fmt.Sprintf("fields[%d]", i), event.Say("name it in handler.kinds, in the notice and in its consent, or do not ask for it"),
				"the form asks for %s, and neither the notice nor a consent names it %s", event.Quote(f.ID), languages(missing))
		}
	}
}

// negated are words in front of a kind of data that say it is not taken.
const negated = `不|没有|not |never |no `

// unasked warns of what the notice and the consents say is taken and the form does not ask for.
func (w *warner) unasked() {
	asked := map[string]bool{}
	for _, f := range w.p.Fields {
		if c := conceptOf(f); c != nil {
			asked[c.id] = true
			if c.id == "second" {
				asked["phone"] = true
			}
		}
	}
	for _, c := range concepts {
		if asked[c.id] || c.id == "name" || c.id == "phone" || c.id == "sex" {
			continue // every pack asks for the first two; and "sex" stands in many a text that asks for nothing
		}
		if t, ok := w.saysTaken(c); ok {
			w.list.add(t.file, t.line, event.Say("take it out there, or ask for it in the form"), "%s is named here, and the form does not ask for it", event.Quote(t.word))
		}
	}
}

// spot is where a word stands.
type spot struct {
	file string
	line int
	word string
}

// saysTaken finds where a pack first tells people that something is taken.
func (w *warner) saysTaken(c concept) (spot, bool) {
	for _, t := range w.src.Texts {
		if t.Path != "handler.kinds" && !isNotice(t) {
			continue
		}
		re := c.words[t.Lang]
		if re == nil {
			continue
		}
		for _, m := range re.FindAllStringIndex(t.Text, -1) {
			word := t.Text[m[0]:m[1]]
			if general := word == "联系方式" || strings.EqualFold(word, "contact details"); general || isNegated(t.Text[:m[0]]) {
				continue
			}
			return spot{t.File, t.LineAt(m[0]), word}, true
		}
	}
	return spot{}, false
}

// isNotice reports whether a text tells people what is taken: the notice, a consent, or one of its rows.
func isNotice(t event.Written) bool {
	return strings.HasPrefix(t.File, "pages/notice.") || strings.HasPrefix(t.File, "consents/") ||
		strings.HasPrefix(t.Path, "consents[") && (strings.Contains(t.Path, ".rows[") || strings.Contains(t.Path, ".sentence"))
}

// isNegated reports whether what stands before a word says that it is not taken.
func isNegated(before string) bool {
	r := []rune(strings.ToLower(before))
	near := string(r[max(0, len(r)-12):])
	return slices.ContainsFunc(strings.Split(negated, "|"), func(n string) bool { return strings.Contains(near, n) })
}

// columns warns of what the registry gets and the consent to the hand-over does not name (PIPL Art. 23).
func (w *warner) columns() {
	c := w.p.HandoverConsent()
	if c == nil {
		return
	}
	for i, column := range w.p.Registry.Columns {
		var missing []event.Lang
		for _, l := range event.Langs {
			text := consentText(*c, l)
			if re, fact := facts[column.Field]; fact {
				if !re[l].MatchString(text) {
					missing = append(missing, l)
				}
				continue
			}
			f := w.p.Field(column.Field)
			for _, part := range event.Parts {
				if of, ok := strings.CutSuffix(column.Field, "_"+part); ok && f == nil {
					f = w.p.Field(of)
				}
			}
			if f != nil && !named(*f, l, text) {
				missing = append(missing, l)
			}
		}
		if len(missing) > 0 {
			w.at(fmt.Sprintf("registry.columns[%d]", i), event.Say("name it in that consent, or take the column out"),
				"%s goes to the registry, and the consent to the hand-over does not name it %s", event.Quote(column.Field), languages(missing))
		}
	}
}

// days warns of an event that is over, or further away than anybody prepares.
func (w *warner) days() {
	if ends, ok := w.p.Ends.Time(); ok && ends.Before(w.today) {
		w.at("ends", event.Say("write the days of your event"), "the event was over on %s", string(w.p.Ends))
	}
	if starts, ok := w.p.Starts.Time(); ok && starts.After(w.today.AddDate(1, 0, 0)) {
		w.at("starts", event.Say("see whether the year is right"), "the event begins more than a year from now, on %s", string(w.p.Starts))
	}
}

// sources warns of sources whose date cannot be right, or that are old.
func (w *warner) sources() {
	check := func(path string, d event.Date, ages bool) {
		t, ok := d.Time()
		switch {
		case !ok:
		case t.After(w.today):
			w.at(path, event.Say("write the day on which the source was published"), "the source is dated in the future: %s", string(d))
		case ages && t.AddDate(oldSource, 0, 0).Before(w.today):
			w.at(path, event.Say("look for a newer one, or see that it still holds"), "the source is more than three years old: %s", string(d))
		}
	}
	for i, c := range w.p.Conditions {
		check(fmt.Sprintf("conditions[%d].date", i), c.Date, true)
	}
	for i, f := range w.p.Figures {
		check(fmt.Sprintf("figures[%d].date", i), f.Date, true)
	}
	for _, s := range w.p.Stories { // a story does not age; its source has its day all the same
		if t, ok := s.SourceDate.Time(); ok && t.After(w.today) {
			w.list.add("stories/"+s.ID+".zh.md", 1, event.Say("write the day on which the source was published"), "the source is dated in the future: %s", string(s.SourceDate))
		}
	}
}

// language warns of an English text that is in Chinese for the most part.
func (w *warner) language() {
	for _, t := range w.src.Texts {
		if t.Lang != event.EN || strings.Contains(t.Text, "[[") {
			continue
		}
		han, other := 0, 0
		for _, r := range t.Text {
			switch {
			case unicode.Is(unicode.Han, r):
				han++
			case unicode.IsLetter(r):
				other++
			}
		}
		if han > other {
			w.list.add(t.File, t.Line, event.Say("write it in English, or leave it if it is a name that has no English form"), "the English text is in Chinese")
		}
	}
}
