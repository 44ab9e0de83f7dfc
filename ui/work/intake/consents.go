package intake

import (
	"slices"
	"strings"

	"matchbooth/kiosk/event"
)

// What people write into a cell to say yes or no, folded.
var (
	yesWords = []string{"是", "是的", "有", "对", "同意", "已同意", "我同意", "本人同意", "已阅读", "已读", "阅读并同意", "已阅读并同意", "已阅读同意", "打勾", "已打勾", "已勾选", "yes", "y", "true", "ok", "agree", "agreed", "1"}
	allWords = []string{"全部同意", "都同意", "均同意", "全同意", "全部", "all", "all agreed", "agree to all"}
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
		words = append(words, "移交", "转交", "移交登记机构", "转交登记机构", "移交骨髓库", "转交骨髓库", "同意转交", "同意移交", "转交给骨髓库", "hand-over", "hand over", "handover")
	}
	return words
}

// consentsSaid is what a row says of consents.
type consentsSaid struct {
	given   []string // ids, in the order of the pack
	missing []string // ids of those that are required
	unknown int      // words that are not understood
	clash   bool     // one place says yes and another no
}

// consents parses which consents were given: ids or titles, in any case, parted by whatever people part a list with. A
// bare yes gives what is required and nothing else: nobody's data is handed over because of a tick of which nobody knows
// what it was for. "All agreed" gives all. Where a column of one consent says something else than the list, neither counts.
func (p *Paper) consents(cell string, ticked map[string]string) (out consentsSaid) {
	has, not := map[string]bool{}, map[string]bool{}
	yes, no := said(cell)
	switch {
	case yes:
		for _, k := range p.pack.Consents {
			has[k.ID] = has[k.ID] || k.Required
		}
	case no:
		for _, k := range p.pack.Consents {
			not[k.ID] = true
		}
	case slices.ContainsFunc(allWords, func(w string) bool { return fold(w) == fold(cell) }):
		for _, k := range p.pack.Consents {
			has[k.ID] = true
		}
	case p.consentID(cell) != "":
		has[p.consentID(cell)] = true
	default:
		out.unknown = p.listed(cell, has)
	}
	for id, cell := range ticked {
		yes, no := said(cell)
		switch {
		case yes || p.consentID(cell) == id:
			has[id] = true
		case no:
			not[id] = true
		case strings.TrimSpace(cell) != "":
			out.unknown++
		}
	}
	for _, k := range p.pack.Consents {
		switch {
		case has[k.ID] && not[k.ID]:
			out.clash = true
		case has[k.ID]:
			out.given = append(out.given, k.ID)
		case k.Required:
			out.missing = append(out.missing, k.ID)
		}
	}
	return out
}

// listed adds the consents of a list, and returns how many words of it are not understood.
func (p *Paper) listed(cell string, has map[string]bool) (unknown int) {
	for _, part := range parts(cell, ";；,，、|｜/\n\r\t+＋&＆和及与") {
		if id := p.consentID(part); id != "" {
			has[id] = true
			continue
		}
		for _, word := range parts(part, " \u00A0\u3000") {
			id := p.consentID(word)
			switch {
			case id != "":
				has[id] = true
			case strings.EqualFold(word, "and"):
			default:
				unknown++
			}
		}
	}
	return unknown
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
