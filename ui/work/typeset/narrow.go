package typeset

import (
	"strings"
	"unicode"

	"matchbooth/assets"
	"matchbooth/assets/lang"
)

// narrow sets the quotation marks, the ellipsis and the middle dot of a text without Han characters in the narrow forms that
// the typeface has at code points of its own (assets/fonts); the usual ones are as wide as a Han character. In a text with Han
// characters only an apostrophe between two Latin letters is narrow. A text that is certainly in a language with forms of its own gets those.
func narrow(s string) string {
	if l := lang.ByLetters(s); l != nil {
		s = l.Shape(s)
	}
	if !strings.ContainsAny(s, "‘’“”…·") {
		return s
	}
	if !strings.ContainsFunc(s, func(r rune) bool { return unicode.Is(unicode.Han, r) }) {
		return assets.Narrow(s)
	}
	all := []rune(s)
	for i := 1; i < len(all)-1; i++ {
		if all[i] == '’' && unicode.Is(unicode.Latin, all[i-1]) && unicode.Is(unicode.Latin, all[i+1]) {
			all[i] = '\ue019'
		}
	}
	return string(all)
}
