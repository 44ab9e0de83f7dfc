package intake

import (
	"strings"
	"unicode"

	"matchbooth/kiosk/event"
)

// NameOf is what a column is called where it is named in a sentence: by the registry, else as people call it above a column
// of a list, else by the question of the form.
func NameOf(p *event.Pack, f event.Field, lang string) string {
	if t := Titles(p)[f.ID][lang]; t != "" {
		return t
	}
	for _, words := range [][]string{wordsForID[f.ID], wordsForKind[f.Kind]} {
		for _, w := range words {
			if han := strings.ContainsFunc(w, func(r rune) bool { return unicode.Is(unicode.Han, r) }); han == (lang == string(event.ZH)) {
				return w
			}
		}
	}
	return strings.TrimRight(f.Label.In(event.Lang(lang)), "?？")
}
