package page

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"matchbooth/kiosk/event"
)

// institutions are named in our own texts; a pack names more.
var institutions = []string{"骨髓库", "中华骨髓库", "红十字会"}

// hanName is a name as it is kept on a line, from three characters on: two are a word, which the typesetter knows. What is
// longer than longestName is no name.
var hanName = regexp.MustCompile(`\p{Han}{3,}`)

const longestName = 16

// namesIn are the names that no line parts: those of our own texts, and of whom and where the pack tells.
func namesIn(p *event.Pack) []string {
	out := slices.Clone(institutions)
	if p == nil {
		return out
	}
	told := []event.Text{p.Registry.Name, p.Registry.Branch, p.Handler.Name, p.Short, p.Place}
	for _, c := range p.Conditions {
		told = append(told, c.Source)
	}
	for _, item := range p.TakeHome {
		if item.Kind == "vcard" {
			told = append(told, item.Name)
		}
	}
	for _, t := range told {
		for _, s := range t {
			for _, name := range hanName.FindAllString(s, -1) {
				if len([]rune(name)) <= longestName && !slices.Contains(out, name) {
					out = append(out, name)
				}
			}
		}
	}
	return out
}

// LongDate formats a date the way people read it.
func (b *B) LongDate(iso string) string {
	t, err := time.Parse(time.DateOnly, iso)
	if err != nil {
		return iso
	}
	return b.Speaks().Day(t)
}

// SourceDate says the date of a source as the texts of a pack do: "2025-05" in Chinese, "May 2025" in English.
func (b *B) SourceDate(d event.Date) string {
	if b.State.Lang == "zh" {
		return string(d)
	}
	if t, err := time.Parse("2006-01", string(d)); err == nil {
		return t.Format("January\u00a02006")
	}
	return b.LongDate(string(d))
}

// SealedWords returns how many keys there are and the six words for the whole set in the language, or "" if the keys are
// unknown.
func (b *B) SealedWords(key string) string {
	if b.Sealed.Keys == 0 {
		return ""
	}
	return b.Tx(key, "N", b.Sealed.Keys, "Words", joined(b.Sealed.Words[event.Lang(b.Speaks().Words)]))
}

// joined joins words with a gap that never breaks a line within a word.
func joined(words []string) string { return strings.Join(words, " ") }
