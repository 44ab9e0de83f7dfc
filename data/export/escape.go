package export

import (
	"strings"
	"unicode/utf8"
)

// dangerous are the first characters at which a spreadsheet may start to
// calculate instead of showing the text, with their full-width twins (which
// Excel in Chinese and Japanese locales takes for the same), after the list of
// OWASP's "CSV Injection" page. The apostrophe is among them so that taking one
// away is always right.
const dangerous = "'=+-@\t\r\n＝＋－＠"

// EscapeFormula makes a value safe to stand in a csv cell: one that begins with a
// dangerous character gets one leading apostrophe. [Undefuse] is its inverse for
// every text.
func EscapeFormula(s string) string {
	if first, _ := utf8.DecodeRuneInString(s); s != "" && strings.ContainsRune(dangerous, first) {
		return "'" + s
	}
	return s
}

// UnescapeFormula takes back what EscapeFormula put there: one leading apostrophe, and only where
// the rest begins with a dangerous character, so that a name such as 't Hooft, typed
// by hand, stays whole.
func UnescapeFormula(s string) string {
	rest, ok := strings.CutPrefix(s, "'")
	if !ok || EscapeFormula(rest) == rest {
		return s
	}
	return rest
}
