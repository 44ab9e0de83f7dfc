package event

import (
	"fmt"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// What somebody agrees to must be what stands there. Characters that show nothing, turn the line round, or draw over their
// neighbours let a text read otherwise than it is kept and hashed: a struck-out "not", a digit that is not seen, a sentence
// from right to left. No text of a pack has them, for people read and trust all of it, not only the consents.
//
// None is let through for its good uses. The two languages of a pack need none: soft hyphens are of no use, since our own
// line breaker sets the lines; the joiners and selectors within emoji are of no use, since the built-in typeface draws the
// single signs; an accent stays where it makes a letter that Unicode has whole, such as é or ǚ, however it was typed.

// hidden finds the first character that no text may have, and says what it is; "" where there is none.
func hidden(s string) (off int, r rune, what string) {
	last := 0 // where the letter begins that marks belong to
	for off, r := range s {
		switch {
		case r == utf8.RuneError:
		case r >= 0x202A && r <= 0x202E, r >= 0x2066 && r <= 0x2069, r == 0x200E, r == 0x200F, r == 0x061C:
			return off, r, "an invisible character that turns text round"
		case unicode.In(r, unicode.Cf, unicode.Zl, unicode.Zp, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector), r == 0x2800:
			return off, r, "an invisible character"
		case unicode.In(r, unicode.Co):
			return off, r, "a character that looks otherwise on each computer"
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

// partOfLetter says whether a letter and the marks after it are one letter in Unicode's composed form.
func partOfLetter(s string) bool {
	for _, r := range norm.NFC.String(s) {
		if unicode.Is(unicode.M, r) {
			return false
		}
	}
	return true
}

// hiddenAll finds them all, with where they begin.
func hiddenAll(s string, found func(off int, what string)) {
	for at := 0; at < len(s); {
		off, r, what := hidden(s[at:])
		if what == "" {
			return
		}
		found(at+off, fmt.Sprintf("%s (U+%04X)", what, r))
		at += off + utf8.RuneLen(r)
	}
}
