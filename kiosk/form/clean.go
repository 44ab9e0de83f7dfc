package form

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// maxBytes is the longest text that is examined; anything longer was pasted by mistake.
const maxBytes = 64 << 10

// How many combining marks a letter may have after composition. Vietnamese needs
// none, Hebrew and Arabic up to three; a Tibetan stack (GB 18030 includes Tibetan) is
// written with subjoined letters, which count as marks.
const (
	maxMarks        = 3
	maxMarksTibetan = 8
)

// clean removes what is invisible in a text: control characters, direction overrides,
// invisible joiners. It also collapses every run of white space into one space, trims, and
// composes (NFC), and replaces characters of older standards (see standard). What cannot
// be cleaned without loss is a problem: text that is not UTF-8 or was damaged before (U+FFFD,
// U+001A), floods of combining marks, and more than 64 KiB.
func clean(s string) (string, Problem) {
	if len(s) > maxBytes {
		return "", Problem{Key: "problem.paste"}
	}
	if !utf8.ValidString(s) || lostByte(s) {
		return "", Problem{Key: "problem.broken"}
	}
	var b strings.Builder
	b.Grow(len(s))
	last, space := rune(0), false
	for i, r := range s {
		switch {
		case narrowSpace(r, last):
		case unicode.IsSpace(r) || r == 0x1680 || r == 0x3164 || r == 0x2800:
			space = true
			continue
		case unseen(r) && !joins(r, last, s[i+utf8.RuneLen(r):]):
			continue
		}
		if space && b.Len() > 0 {
			b.WriteByte(' ')
			last = ' '
		}
		space = false
		b.WriteRune(r)
		last = r
	}
	out := compose(standard(b.String()))
	if flooded(out) {
		return "", Problem{Key: "problem.marks"}
	}
	return strings.TrimSpace(out), Problem{}
}

// unseen reports whether a character is invisible by itself: controls, format characters
// (zero-width ones, direction overrides, tags), variation selectors, noncharacters.
func unseen(r rune) bool {
	return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Variation_Selector, unicode.Noncharacter_Code_Point) ||
		r == 0x034F || r == 0x115F || r == 0x1160 || r == 0xFFA0
}

// joins reports whether an unseen character is meaningful at its position: joiners within
// joining scripts, selectors of Mongolian and of Han variants, joiners between pictures.
func joins(r, last rune, rest string) bool {
	next, _ := utf8.DecodeRuneInString(rest)
	switch {
	case r == 0x200C || r == 0x200D:
		letters := func(r rune) bool { return unicode.In(r, joining...) && !unicode.In(r, unicode.Cf) }
		return letters(last) && letters(next) || r == 0x200D && picture(next) && (picture(last) || last == 0xFE0F)
	case r >= 0x180B && r <= 0x180F:
		return unicode.Is(unicode.Mongolian, last) && !(last >= 0x180B && last <= 0x180F)
	case r >= 0xE0100 && r <= 0xE01EF || r >= 0xFE00 && r <= 0xFE02:
		return han(last)
	case r == 0xFE0F:
		return picture(last)
	}
	return false
}

// joining are the scripts in which zero-width joiners change the letters.
var joining = []*unicode.RangeTable{
	unicode.Arabic, unicode.Syriac, unicode.Mongolian, unicode.Phags_Pa, unicode.Devanagari, unicode.Bengali, unicode.Gurmukhi,
	unicode.Gujarati, unicode.Oriya, unicode.Tamil, unicode.Telugu, unicode.Kannada, unicode.Malayalam, unicode.Sinhala,
	unicode.Khmer, unicode.Myanmar, unicode.Tibetan,
}

// narrowSpace reports U+202F after a Mongolian letter, where it separates a stem from its
// suffix.
func narrowSpace(r, last rune) bool { return r == 0x202F && unicode.Is(unicode.Mongolian, last) }

// han reports whether a character is Han, even if it is newer than the Unicode tables of
// this version of Go: planes 2 and 3 contain nothing else.
func han(r rune) bool {
	return unicode.Is(unicode.Han, r) || r >= 0x20000 && r <= 0x3FFFD || r >= 0x31C0 && r <= 0x31EF || r >= 0x2FF0 && r <= 0x2FFF
}

// picture reports whether a character is an emoji or another pictorial symbol, not writing.
func picture(r rune) bool {
	return r >= 0x1F000 && r <= 0x1FBFF || (unicode.Is(unicode.So, r) || r == 0x20E3) && !han(r)
}

// compose applies NFC except to the compatibility ideographs (U+F900–FAFF, U+2F800–2FA1F):
// NFC would replace them with other characters, and people's names are kept exactly.
func compose(s string) string {
	if norm.NFC.IsNormalString(s) {
		return s
	}
	var b strings.Builder
	from := 0
	for i, r := range s {
		if r >= 0xF900 && r <= 0xFAFF || r >= 0x2F800 && r <= 0x2FA1F {
			b.WriteString(norm.NFC.String(s[from:i]))
			b.WriteRune(r)
			from = i + utf8.RuneLen(r)
		}
	}
	b.WriteString(norm.NFC.String(s[from:]))
	return b.String()
}

// flooded reports whether a letter has more marks than any script needs, or the text starts with one.
func flooded(s string) bool {
	n, base := 0, false
	for _, r := range s {
		switch {
		case unicode.In(r, unicode.Cf, unicode.Variation_Selector):
			continue // unseen: the count of marks goes on after it
		case !unicode.In(r, unicode.Mn, unicode.Me):
			n, base = 0, true
			continue
		case !base:
			return true
		}
		n++
		limit := maxMarks
		if unicode.Is(unicode.Tibetan, r) {
			limit = maxMarksTibetan
		}
		if n > limit {
			return true
		}
	}
	return false
}

// length counts characters as people do: without combining marks and invisible ones.
func length(s string) (n int) {
	for _, r := range s {
		if !unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf) {
			n++
		}
	}
	return n
}

// narrow replaces the full-width forms of ASCII (U+FF01–FF5E) with the plain characters.
func narrow(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= 0xFF01 && r <= 0xFF5E {
			return r - 0xFEE0
		}
		return r
	}, s)
}
