package export

import (
	"strings"
	"unicode/utf8"
)

// dangerous are the first characters at which a spreadsheet may start to
// calculate instead of showing the text, according to OWASP's "CSV Injection"
// page, with their full-width forms (which Excel in Chinese and Japanese locales
// treats the same). The apostrophe is one of them, so that removing one is
// always right.
const dangerous = "'=+-@\t\r\n＝＋－＠"

// EscapeFormula makes a value safe for a csv cell: one that begins with a
// dangerous character gets one leading apostrophe. [UnescapeFormula] is its
// inverse for every text.
func EscapeFormula(s string) string {
	if first, _ := utf8.DecodeRuneInString(s); s != "" && strings.ContainsRune(dangerous, first) {
		return "'" + s
	}
	return s
}

// UnescapeFormula undoes EscapeFormula: it removes one leading apostrophe, and
// only if the rest begins with a dangerous character, so that a name such as
// 't Hooft, typed by hand, stays unchanged.
func UnescapeFormula(s string) string {
	rest, ok := strings.CutPrefix(s, "'")
	if !ok || EscapeFormula(rest) == rest {
		return s
	}
	return rest
}
