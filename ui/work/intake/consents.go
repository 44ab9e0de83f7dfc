package intake

import (
	"slices"
	"strings"

	"matchbooth/kiosk/event"
)

// What people write into a cell to say yes or no, folded.
var (
	yesWords = []string{"是", "有", "对", "同意", "已同意", "全部同意", "已阅读", "已读", "阅读并同意", "yes", "y", "true", "ok", "agree", "agreed", "1"}
	noWords  = []string{"否", "无", "没有", "不同意", "no", "n", "false", "none", "disagree", "0"}
)

// said returns what a cell says: yes, no, or neither.
func said(cell string) (yes, no bool) {
	cell = strings.TrimSpace(cell)
	switch cell {
	case "√", "✓", "✔", "✔️", "☑", "☑️", "✅", "■", "●":
		return true, false
	case "×", "✗", "✘", "☐", "□", "-", "/", "—":
		return false, true
	}
	word := fold(cell)
	return slices.Contains(yesWords, word), slices.Contains(noWords, word)
}

// consentWords are the words for a consent in a table, beside its id: the head of its text and the sentence, in every
// language of the pack, and what people usually write for the notice and for the hand-over.
func consentWords(k event.Consent) (words []string) {
	for _, lang := range event.Langs {
		head, _, _ := strings.Cut(strings.TrimSpace(k.Body.In(lang)), "\n")
		if title, ok := strings.CutPrefix(head, "# "); ok {
			words = append(words, title)
		}
		words = append(words, k.Sentence.In(lang))
	}
	switch {
	case k.Kind == "notice":
		words = append(words, "告知", "告知书", "知情", "知情同意书", "notice")
	case k.Handover:
		words = append(words, "移交", "转交", "移交登记机构", "转交登记机构", "hand-over", "hand over", "handover")
	}
	return words
}

// consents parses which consents were given: ids or titles, in any case, parted by whatever people part a list with. A
// bare yes gives what is required and nothing else: nobody's data is handed over because of a tick of which nobody knows
// what it was for. The ids are in the order of the pack.
func (p *Paper) consents(cell string, ticked map[string]string) (given []string, unknown int, missing []string) {
	has := map[string]bool{}
	yes, no := said(cell)
	switch {
	case yes:
		for _, k := range p.pack.Consents {
			has[k.ID] = has[k.ID] || k.Required
		}
	case no:
	case p.consentID(cell) != "":
		has[p.consentID(cell)] = true
	default:
		for _, part := range parts(cell, ";；,，、|｜/\n\r\t") {
			id := p.consentID(part)
			if id != "" {
				has[id] = true
				continue
			}
			for _, word := range parts(part, " \u00A0\u3000") {
				if id = p.consentID(word); id == "" {
					unknown++
					continue
				}
				has[id] = true
			}
		}
	}
	for id, cell := range ticked {
		yes, no := said(cell)
		switch {
		case yes || p.consentID(cell) == id:
			has[id] = true
		case !no && strings.TrimSpace(cell) != "":
			unknown++
		}
	}
	for _, k := range p.pack.Consents {
		switch {
		case has[k.ID]:
			given = append(given, k.ID)
		case k.Required:
			missing = append(missing, k.ID)
		}
	}
	return given, unknown, missing
}

// consentID returns the consent that a word stands for, "" if none.
func (p *Paper) consentID(word string) string {
	key := fold(word)
	if key == "" {
		return ""
	}
	for _, k := range p.pack.Consents {
		if fold(k.ID) == key || slices.ContainsFunc(consentWords(k), func(w string) bool { return fold(w) == key }) {
			return k.ID
		}
	}
	return ""
}

// parts splits a list at any of the separators, and leaves out what is empty.
func parts(s, separators string) (out []string) {
	for part := range strings.FieldsFuncSeq(s, func(r rune) bool { return strings.ContainsRune(separators, r) }) {
		if part = strings.TrimSpace(part); part != "" {
			out = append(out, part)
		}
	}
	return out
}
