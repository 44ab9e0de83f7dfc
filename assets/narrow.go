package assets

import "strings"

// narrowForms are the marks of English text, each with the code point at which the typeface has its narrow form (fonts/subset.py). The
// usual ones are as wide as a Han character, which tears English words apart.
var narrowForms = []string{"‘", "\ue018", "’", "\ue019", "“", "\ue01c", "”", "\ue01d", "…", "\ue026", "·", "\ue0b7"}

var narrow, usual = func() (*strings.Replacer, *strings.Replacer) {
	var back []string
	for i := 0; i < len(narrowForms); i += 2 {
		back = append(back, narrowForms[i+1], narrowForms[i])
	}
	return strings.NewReplacer(narrowForms...), strings.NewReplacer(back...)
}()

// Narrow returns an English text with the narrow forms of its quotation marks, ellipses and middle dots. It is for what is drawn
// in the embedded typeface only: elsewhere these code points mean nothing.
func Narrow(s string) string { return narrow.Replace(s) }

// Usual returns a text with the usual marks in place of the narrow ones, and the usual characters in place of a language's own
// forms of them.
func Usual(s string) string { return strings.Map(Character, usual.Replace(s)) }

// Character returns the character that a code point of the typeface's own stands for, where it is a language's form of one
// (planes 15 and 16, fonts/README.md); any other as it is.
func Character(r rune) rune {
	if r >= 0xF0000 && r <= 0x10FFFD {
		return r & 0xFFFF
	}
	return r
}
