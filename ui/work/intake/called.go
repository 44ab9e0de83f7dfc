package intake

import (
	"slices"
	"strings"
	"unicode"

	"matchbooth/data/export"
	"matchbooth/kiosk/event"
	"matchbooth/kiosk/rules"
)

// called is a column as its file has it, in the words that stand above it there, without what is in brackets. Only words
// that are understood are said again: above a column that is not, anything may stand.
func (p *Paper) called(column string) string {
	at, ok := p.cols[column]
	if id, is := strings.CutPrefix(column, "consent "); is {
		at, ok = p.ticks[id]
	}
	if ok && at < len(p.header) {
		word := strings.TrimSpace(bracketed.ReplaceAllString(p.header[at], ""))
		if means, known := p.headers.find(word); word != "" && known && means == column && (p.Lang == "" || word != column) {
			return word
		}
	}
	id, is := strings.CutPrefix(column, "consent ")
	switch {
	case p.Lang != "" && is:
		return ColumnName(p.pack, Column{Consent: id}, p.Lang)
	case p.Lang != "":
		return p.columnWord(column)
	}
	if !slices.ContainsFunc(p.header, func(s string) bool {
		return strings.ContainsFunc(s, func(r rune) bool { return unicode.Is(unicode.Han, r) })
	}) {
		return id
	}
	if is {
		return ColumnName(p.pack, Column{Consent: id}, string(event.ZH))
	}
	return ColumnName(p.pack, Column{Means: column}, string(event.ZH))
}

// columnWord is what people call a column whose file has only its id, in Lang.
func (p *Paper) columnWord(column string) string {
	if name := ColumnName(p.pack, Column{Means: column}, p.Lang); name != column {
		return name
	}
	han := func(s string) bool {
		return strings.ContainsFunc(s, func(r rune) bool { return unicode.Is(unicode.Han, r) })
	}
	words := wordsForFact[column]
	if i := slices.IndexFunc(words, func(w string) bool { return han(w) == (p.Lang != string(event.EN)) }); i >= 0 {
		return words[i]
	}
	return column
}

// consentWord is a consent as a reason names it: its id, which is what a file has, or with Lang what people call it.
func (p *Paper) consentWord(id string) string {
	if k := p.pack.Consent(id); k != nil && p.Lang != "" {
		return ConsentName(*k, p.Lang)
	}
	return id
}

// ConsentName is what a consent is called in a list: its title, else in a word what it is, else the beginning of its sentence.
func ConsentName(k event.Consent, lang string) string {
	l := k.Body.Lang(event.Lang(lang))
	if head, _, _ := strings.Cut(strings.TrimSpace(k.Body.In(l)), "\n"); strings.HasPrefix(head, "# ") {
		return strings.TrimPrefix(head, "# ")
	}
	switch {
	case k.Kind == "notice":
		return map[event.Lang]string{event.ZH: "告知", event.EN: "Notice"}[l]
	case k.Handover:
		return map[event.Lang]string{event.ZH: "转交骨髓库", event.EN: "Hand-over"}[l]
	}
	said := []rune(k.Sentence.In(l))
	most := map[event.Lang]int{event.ZH: 16, event.EN: 40}[l]
	if len(said) <= most {
		return string(said)
	}
	return strings.TrimRight(string(said[:most]), " ,，、") + "…"
}

// ColumnName is what a column is called where people read what became of it, in the pack's words.
func ColumnName(p *event.Pack, c Column, lang string) string {
	if k := p.Consent(c.Consent); k != nil {
		return ConsentName(*k, lang)
	}
	if f := p.Field(c.Means); f != nil {
		return NameOf(p, *f, lang)
	}
	for part, words := range wordsForPart {
		if id, is := strings.CutSuffix(c.Means, "_"+part); is && p.Field(id) != nil {
			i := 0
			if lang == string(event.EN) {
				i = slices.IndexFunc(words, func(w string) bool { return w[0] < 0x80 })
			}
			return NameOf(p, *p.Field(id), lang) + " " + words[i]
		}
	}
	if _, known := facts[c.Means]; known {
		if slices.Contains(export.AllFacts, c.Means) {
			return export.FactTitle(c.Means, lang)
		}
	}
	return c.Means
}

// option finds an option of a field, nil if there is none.
func (p *Paper) option(field, id string) *event.Option {
	f := p.pack.Field(field)
	if f == nil {
		return nil
	}
	return f.Option(id)
}

// The answers about the conditions that a paper form has, by language: what stands there is what the screen says
// ("conditions.all", "conditions.unsure" of the catalogue).
var outcomeWords = map[string]map[string]string{
	event.OutcomeAllTrue: {"zh": "都符合", "en": "All true"},
	rules.Unsure:         {"zh": "拿不准", "en": "Not sure"},
}

// earlierUnsure is what paper forms of earlier versions say instead.
const earlierUnsure = "不确定"

// outcomeWord is what an outcome is called on paper; what has no word there is its id.
func outcomeWord(outcome, lang string) string {
	if w := outcomeWords[outcome][lang]; w != "" {
		return w
	}
	return outcome
}

// outcome reads what was ticked about the conditions: a word of the form in any language, or an id as exports have it.
func (p *Paper) outcome(cell string) string {
	cell = strings.TrimSpace(cell)
	if cell == earlierUnsure {
		return rules.Unsure
	}
	for id, words := range outcomeWords {
		for _, w := range words {
			if fold(w) == fold(cell) {
				return id
			}
		}
	}
	return cell
}
