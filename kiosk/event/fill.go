package event

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

var (
	blank       = regexp.MustCompile(`\{[^{}\n]{0,60}\}`)
	placeholder = regexp.MustCompile(`\[\[[^\[\]\n]{0,200}\]\]`)
)

// givers are the texts that are filled into others; they may not contain {…} themselves.
var givers = map[string]bool{
	"handler.name": true, "handler.contact": true, "handler.phone": true,
	"registry.name": true, "registry.phone": true, "ref": true,
}

// fill checks every text, fills in counts and facts, and records placeholders. After it
// the texts of the pack are final.
func (b *builder) fill() {
	p := b.p
	counts := map[string]int{
		"{conditions}": len(p.Conditions), "{stages}": len(p.Stages),
		"{stories}": len(p.Stories), "{consents}": len(p.Consents),
	}
	facts := map[string]func(Lang) string{
		"{retention_days}":  func(Lang) string { return strconv.Itoa(p.Handler.RetentionDays) },
		"{handler}":         p.Handler.Name.In,
		"{handler_contact}": p.Handler.Contact.In,
		"{handler_phone}":   func(Lang) string { return p.Handler.Phone },
		"{registry}":        p.Registry.Name.In,
		"{registry_phone}":  func(Lang) string { return p.Registry.Phone },
		"{ref}":             func(Lang) string { return p.Ref },
		"{longest_days}":    func(Lang) string { return strconv.Itoa(p.LongestTerm()) },
		"{longest_term}":    func(l Lang) string { return Duration(l, p.LongestTerm()) },
	}
	known := append(slices.Sorted(maps.Keys(counts)), slices.Sorted(maps.Keys(facts))...)
	values := map[Lang]map[string]string{}
	for _, l := range append([]Lang{""}, Langs...) {
		values[l] = map[string]string{}
		for k, n := range counts {
			values[l][k] = countIn(l, n)
		}
		for k, f := range facts {
			values[l][k] = f(l)
		}
	}
	for _, leaf := range b.leaves {
		b.look(leaf)
		for _, ph := range placeholder.FindAllString(leaf.text, -1) {
			b.p.placeholders = append(b.p.placeholders, fmt.Sprintf("%s:%d: %s", leaf.file, leaf.lineOf(ph), clean(ph, 80)))
		}
		bad := false
		own := values[leaf.lang]
		if c := b.consentOf(leaf); c != nil && leaf.lang != "" && c.Kind != "notice" {
			own = maps.Clone(own)
			own[fillRetainDays], own[fillRetainTerm] = "", ""
			if c.RetainDays > 0 {
				own[fillRetainDays], own[fillRetainTerm] = strconv.Itoa(c.RetainDays), Duration(leaf.lang, c.RetainDays)
			}
		}
		for _, name := range blank.FindAllString(leaf.text, -1) {
			_, ok := own[name]
			switch {
			case !ok && (name == fillRetainDays || name == fillRetainTerm):
				b.faults.add(leaf.file, leaf.lineOf(name), "write {retention_days} or {longest_term} here", "%s is filled in only where a consent says what is agreed to", name)
			case !ok:
				b.faults.add(leaf.file, leaf.lineOf(name), didYouMean(name, known), "unknown %s", clean(name, 60))
			case givers[leaf.name]:
				b.faults.add(leaf.file, leaf.lineOf(name), "write the words themselves", "%s may not hold %s, since it is filled in elsewhere", spoken(leaf.name), name)
			case leaf.lang == "" && name != "{ref}":
				b.faults.add(leaf.file, leaf.lineOf(name), "write the value itself", "only {ref} is filled in here")
			case leaf.lang != "" && own[name] == "" && !b.main.whole: // its line may be the one that could not be read
			case leaf.lang != "" && own[name] == "" && (name == fillRetainDays || name == fillRetainTerm):
				b.faults.add(leaf.file, leaf.lineOf(name), "give retain_days to this consent, or write {retention_days}", "%s has no value: the consent has no retain_days", name)
			case leaf.lang != "" && own[name] == "":
				b.faults.add(leaf.file, leaf.lineOf(name), "give it in event.toml, or leave it out here", "%s has no value in this pack", name)
			default:
				continue
			}
			bad = true
		}
		if !bad && strings.Contains(leaf.text, "{") {
			leaf.set(fillIn(leaf.text, leaf.lang, own, counts))
		}
	}
}

// fillIn replaces the {…} in s by their values. Counts are spelled out, as in good prose: in English
// with a capital at the beginning of a sentence, in Chinese without a space before the measure word.
func fillIn(s string, l Lang, values map[string]string, counts map[string]int) string {
	var out strings.Builder
	at := 0
	for _, m := range blank.FindAllStringIndex(s, -1) {
		name := s[m[0]:m[1]]
		v, ok := values[name]
		if !ok || m[0] < at {
			continue
		}
		before, after := s[at:m[0]], m[1]
		if _, isCount := counts[name]; isCount {
			switch {
			case l == EN && beginsSentence(s[:m[0]]):
				v = strings.ToUpper(v[:1]) + v[1:]
			case l == ZH && !unicode.IsDigit([]rune(v)[0]):
				before = strings.TrimSuffix(before, " ")
				after += len(s[after:]) - len(strings.TrimPrefix(s[after:], " "))
			}
		}
		out.WriteString(before + v)
		at = after
	}
	out.WriteString(s[at:])
	return out.String()
}

// beginsSentence reports whether what follows the text begins a sentence, a paragraph or an
// entry of a Markdown list.
func beginsSentence(before string) bool {
	trimmed := strings.TrimRight(before, " \n\t*_#>-")
	gap := before[len(trimmed):]
	return trimmed == "" || strings.Contains(gap, "\n\n") || strings.ContainsAny(gap, "#>-") ||
		gap != "" && strings.ContainsAny(trimmed[len(trimmed)-1:], ".!?")
}

// countIn returns a count in words up to ten, in figures beyond. Chinese uses 两 for two, as
// before a measure word.
func countIn(l Lang, n int) string {
	words := map[Lang][]string{
		EN: {"no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"},
		ZH: {"零", "一", "两", "三", "四", "五", "六", "七", "八", "九", "十"},
	}[l]
	if n < len(words) {
		return words[n]
	}
	return strconv.Itoa(n)
}

// maxLine is the maximum number of characters in a text that is not Markdown.
const maxLine = 1000

// look finds characters that no text on a screen may contain, and texts that are too long.
func (b *builder) look(l leaf) {
	line := l.inOrder()
	for off, r := range l.text {
		switch {
		case r == '\n', r == '\t' && l.md:
		case unicode.IsControl(r):
			b.faults.add(l.file, line(off), "take it out", "a control character (U+%04X)", r)
		}
	}
	line = l.inOrder()
	hiddenAll(l.text, func(off int, what Phrase) { b.faults.add(l.file, line(off), "take it out", "%s", what) })
	switch {
	case l.md:
		b.markdown(l)
	case utf8.RuneCountInString(l.text) > maxLine:
		b.faults.add(l.file, l.line, Say("keep to %d characters", maxLine), "a text too long for its place")
	}
}
