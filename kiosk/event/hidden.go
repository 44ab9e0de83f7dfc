package event

import (
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// What somebody agrees to must be what is displayed. Characters that are invisible, reverse the direction of the line, or
// are drawn over their neighbours make a text read differently from what is stored and hashed: a struck-out "not", an
// invisible digit, a sentence from right to left. No text of a pack may contain them, since people read and trust all of
// it, not only the consents.
//
// There are no exceptions for their legitimate uses, because the two languages of a pack need none of them: soft hyphens
// are useless, since we break lines ourselves; so are the joiners and selectors within emoji, since the built-in typeface
// draws the individual symbols. An accent is allowed where it forms a letter that Unicode has precomposed, such as é or ǚ,
// however it was typed.

// hidden finds the first character that no text may contain, and says what it is; what is "" if there is none.
func hidden(s string) (off int, r rune, what string) {
	last := 0 // start of the letter to which following marks belong
	for off, r := range s {
		switch {
		case r == utf8.RuneError:
		case r >= 0x202A && r <= 0x202E, r >= 0x2066 && r <= 0x2069, r == 0x200E, r == 0x200F, r == 0x061C:
			return off, r, "an invisible character that changes the direction of the text"
		case unicode.In(r, unicode.Cf, unicode.Zl, unicode.Zp, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector), r == 0x2800:
			return off, r, "an invisible character"
		case unicode.In(r, unicode.Co):
			return off, r, "a character that looks different on each computer"
		case unicode.Is(unicode.M, r):
			if !partOfLetter(s[last : off+utf8.RuneLen(r)]) {
				return off, r, "a mark that is drawn over another character"
			}
		default:
			last = off
		}
	}
	return 0, 0, ""
}

// partOfLetter reports whether a letter and the marks after it compose to one letter in NFC.
func partOfLetter(s string) bool {
	for _, r := range norm.NFC.String(s) {
		if unicode.Is(unicode.M, r) {
			return false
		}
	}
	return true
}

// hiddenAll calls found for each such character with its offset and what it is.
func hiddenAll(s string, found func(off int, what Phrase)) {
	for at := 0; at < len(s); {
		off, r, what := hidden(s[at:])
		if what == "" {
			return
		}
		found(at+off, Say("%s (U+%04X)", Say(what), r))
		at += off + utf8.RuneLen(r)
	}
}
