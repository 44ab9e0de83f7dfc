package event

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// How long people are kept: everybody for the handler's retention_days, and whoever gave a consent with a term of its own
// (retain_days) for that long, if it is longer. The purge asks of each what they agreed to, see [data.Store.Purge].

// Term returns how long the consent has people kept, in days; the handler's retention_days if it says nothing longer.
func (p *Pack) Term(c *Consent) int {
	if c == nil {
		return p.Handler.RetentionDays
	}
	return max(p.Handler.RetentionDays, c.RetainDays)
}

// Terms returns the terms of the consents that have one, in days, by consent; nil if none has.
func (p *Pack) Terms() map[string]int {
	var out map[string]int
	for _, c := range p.Consents {
		if c.RetainDays > 0 {
			if out == nil {
				out = map[string]int{}
			}
			out[c.ID] = c.RetainDays
		}
	}
	return out
}

// LongestTerm returns the most days that anybody is kept, whatever they agreed to.
func (p *Pack) LongestTerm() int {
	days := p.Handler.RetentionDays
	for _, c := range p.Consents {
		days = max(days, c.RetainDays)
	}
	return days
}

// daysInYear is a year of a term: three years are 1095 days.
const daysInYear = 365

// Duration says a number of days as people do: "90 days", "3 years"; "90 天", "三年". Only whole years are years.
func Duration(l Lang, days int) string {
	years := days / daysInYear
	if days < daysInYear || days%daysInYear != 0 {
		if l == ZH {
			return strconv.Itoa(days) + " 天"
		}
		return many(days, "day").String()
	}
	if l != ZH {
		return many(years, "year").String()
	}
	if n := countIn(ZH, years); n != strconv.Itoa(years) {
		return n + "年"
	}
	return strconv.Itoa(years) + " 年"
}

// The texts that a consent of its own term fills in; see fill.
const (
	fillRetainDays = "{retain_days}"
	fillRetainTerm = "{retain_term}"
)

// consentOf returns the consent that a text belongs to, by its place: a sentence, a row, or the file in consents/. nil
// for every other text.
func (b *builder) consentOf(l leaf) *Consent {
	if id, in := strings.CutPrefix(l.file, "consents/"); in {
		id, _, _ = strings.Cut(id, ".")
		return b.p.Consent(id)
	}
	var i int
	if l.file != mainFile {
		return nil
	}
	if n, err := fmt.Sscanf(l.name, "consents[%d]", &i); n == 1 && err == nil && i < len(b.p.Consents) {
		return &b.p.Consents[i]
	}
	return nil
}

// checkTerms checks the terms of consents.
func (b *builder) checkTerms() {
	for i, c := range b.p.Consents {
		at := fmt.Sprintf("consents[%d].retain_days", i)
		b.between(at, c.RetainDays, 1, maxRetention)
		if b.main.given[at] && c.Kind == "notice" {
			b.bad(at, "remove it: what holds for everybody is retention_days in [handler]", "the notice cannot have retain_days, since it is read and not agreed to")
		}
	}
}

// noteTerms advises about terms that change nothing, or that nobody is told of.
func (b *builder) noteTerms() {
	p := b.p
	for i, c := range p.Consents {
		at := fmt.Sprintf("consents[%d].retain_days", i)
		if c.RetainDays < 1 || c.Kind == "notice" {
			continue
		}
		if kept := p.Handler.RetentionDays; c.RetainDays <= kept {
			b.note(at, "write a longer one, or drop it", "the consent %s has people kept for %s, and everybody is kept for %s", quote(c.ID), many(c.RetainDays, "day"), many(kept, "day"))
			continue
		}
		if !b.says(c) {
			b.note(at, "write {retain_term} into its sentence, a row or its text", "the consent %s has people kept for %s, and does not say so", quote(c.ID), many(c.RetainDays, "day"))
		}
		if !slices.ContainsFunc(p.Contacts, func(k Contact) bool { return k.Consent == c.ID }) && !c.Handover {
			b.note(at, "plan a contact that needs it, or drop it", "the consent %s has people kept for %s, and no planned contact needs it", quote(c.ID), many(c.RetainDays, "day"))
		}
	}
}

// says reports whether a consent's text names its term, in both languages.
func (b *builder) says(c Consent) bool {
	for _, l := range Langs {
		said := false
		for _, leaf := range b.leaves {
			of := b.consentOf(leaf)
			if of == nil || of.ID != c.ID || leaf.lang != l {
				continue
			}
			for _, words := range []string{fillRetainDays, fillRetainTerm, strconv.Itoa(c.RetainDays), Duration(l, c.RetainDays)} {
				said = said || strings.Contains(leaf.text, words)
			}
		}
		if !said {
			return false
		}
	}
	return true
}

// farMonth is the term, in days, from which on a month that people give of their future is taken to lie within it: most
// of those who give one are there within some years.
const farMonth = 2 * daysInYear

// noteUnneeded advises about fields whose use lies in the future, where nobody has them then: they are not handed over,
// and no planned contact that outlives everybody's retention_days needs them. The law wants nothing asked that nobody
// needs (PIPL, Art. 6). What is used at the event itself, such as a campus, is the author's to judge.
func (b *builder) noteUnneeded() {
	p := b.p
	handed := map[string]bool{}
	for _, c := range p.Registry.Columns {
		handed[c.Field] = true
		for _, part := range Parts {
			if id, is := strings.CutSuffix(c.Field, "_"+part); is {
				handed[id] = true
			}
		}
	}
	for i, f := range p.Fields {
		if handed[f.ID] || f.Required {
			continue
		}
		why := Phrase{}
		switch {
		case f.Kind == "month":
			if !slices.ContainsFunc(p.Contacts, func(c Contact) bool { return c.Before == f.ID && p.Term(p.Consent(c.Consent)) >= daysInYear }) {
				why = Say("no planned contact before that month outlives a year")
			}
		case f.Kind == "person":
			why = Say("the volunteers never call the people whom visitors name")
		case f.Channel == "second" || f.Channel == "other":
			if !slices.ContainsFunc(p.Contacts, func(c Contact) bool { return p.Term(p.Consent(c.Consent)) > p.Handler.RetentionDays }) && p.Handler.RetentionDays < daysInYear {
				why = Say("no planned contact needs it later than %s after the event", many(p.Handler.RetentionDays, "day"))
			}
		}
		if why.form != "" {
			b.note(fmt.Sprintf("fields[%d].id", i), "hand it over, give a consent that needs it retain_days, or do not ask",
				"the field %s is asked for nothing: it is not among the registry’s columns, and %s", quote(f.ID), why)
		}
	}
}
