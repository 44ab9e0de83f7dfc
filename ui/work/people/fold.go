package people

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// folded is a text in the form in which it is compared: without case, width and diacritics. It is for comparing only.
//
// Both forms have the same letters but for ü, which is u in plain and v in pinyin: Müller is found as muller, and lü as lv.
type folded struct{ plain, pinyin string }

// fold brings a text into the form in which it is compared. Letters that no decomposition parts from their stroke are
// written as on passports (ICAO 9303, part 3, section 6).
func fold(s string) folded {
	if ascii(s) {
		s = strings.ToLower(s)
		return folded{s, s}
	}
	s = strings.ToLower(norm.NFKD.String(strings.ToValidUTF8(s, " ")))
	var plain, pinyin strings.Builder
	plain.Grow(len(s))
	pinyin.Grow(len(s))
	u := false // a u that may get its dots
	for _, r := range s {
		switch {
		case unicode.Is(unicode.Mn, r):
			if u && r == 0x0308 {
				pinyin.WriteByte('v')
				u = false
			}
			continue
		case u:
			pinyin.WriteByte('u')
			u = false
		}
		if r == 'u' {
			u = true
			plain.WriteByte('u')
			continue
		}
		if as, ok := stroked[r]; ok {
			plain.WriteString(as)
			pinyin.WriteString(as)
			continue
		}
		plain.WriteRune(r)
		pinyin.WriteRune(r)
	}
	if u {
		pinyin.WriteByte('u')
	}
	return folded{plain.String(), pinyin.String()}
}

var stroked = map[rune]string{'ß': "ss", 'ø': "o", 'ł': "l", 'đ': "d", 'ð': "d", 'þ': "th", 'æ': "ae", 'œ': "oe", 'ı': "i", 'ħ': "h", 'ŧ': "t"}

func ascii(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// han reports whether a character is a Chinese one, even if it is newer than the tables of this version of Go.
func han(r rune) bool { return unicode.Is(unicode.Han, r) || r >= 0x20000 && r <= 0x3FFFD }

// parts reports whether a character stands between the parts of a name, or between the syllables of its Pinyin.
func parts(r rune) bool {
	return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !han(r) && !unicode.IsMark(r)
}

// withoutSigns returns the letters and digits of a text.
func withoutSigns(s string) string {
	return strings.Map(func(r rune) rune {
		if parts(r) {
			return -1
		}
		return r
	}, s)
}

// digitsOf returns the digits of what may be a part of a telephone number, however it is grouped; ok is false if it is
// something else.
func digitsOf(s string) (digits string, ok bool) {
	var b strings.Builder
	for _, r := range s {
		switch {
		case r >= '0' && r <= '9':
			b.WriteRune(r)
		case unicode.IsSpace(r) || unicode.Is(unicode.Pd, r) || strings.ContainsRune("+−()./·_", r):
		default:
			return "", false
		}
	}
	return b.String(), b.Len() > 0
}

// abroad returns a checked number as it is dialled from abroad, digits alone: 8613912340417.
func abroad(number string) string {
	if digits, ok := strings.CutPrefix(number, "+"); ok {
		return digits
	}
	if len(number) == 11 && number[0] == '1' {
		return "86" + number
	}
	return number
}
