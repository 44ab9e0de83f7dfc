package form

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// cellError is what spreadsheets write into a cell instead of a value, in English and in the
// languages that have words of their own for it (#WERT!, #¿NOMBRE?, #ЗНАЧ!, #NV, Err:502), and a
// column that was too narrow (#####).
var cellError = regexp.MustCompile(`^(?:#[¡¿]?[\p{Lu}_]{2,}(?:[/.][\p{Lu}0]+)?[!?]|#(?i:N/[AD]!?|[нН]/[дД]|REF!|NAME\?|VALUE!|DIV/0!|NULL!|NUM!|SPILL!|CALC!|NV|GETTING_DATA|LOADING\.*|BUSY!?)|#{3,}|(?i:Err):\d{3})$`)

// notAValue is what programs write where there was nothing. "Null" is not among them: people
// are called so.
var notAValue = regexp.MustCompile(`(?i)^(?:undefined|\[object [A-Za-z]+\]|<(?:null|nil|na|none)>|\(null\)|\\N|#?NaT)$`)

// lostCell reports whether a program's word for "nothing" or "error" stands in place of an
// answer. NaN and null are such words however they are written; in a name only the exact
// spelling NaN is one: Nan and Null are names.
func lostCell(kind, s string) bool {
	s = narrow(s)
	switch {
	case cellError.MatchString(strings.ReplaceAll(s, " ", "")), notAValue.MatchString(s), s == "NaN":
		return true
	case kind == "name":
		return false
	}
	return strings.EqualFold(s, "nan") || strings.EqualFold(s, "null")
}

// lostSigns are what stands in a name where a program could not write a character: question marks
// of every kind, boxes, the geta mark and the like.
const lostSigns = "?？﹖⁇¿؟\ufffd\ufffc\u2370□■▢▣▪▫▮▯◻◼◽◾☐⬚⬛⬜⌧〓※␚␦＿…⋯"

// escaped is a character that a program spelt out and another did not read: &#40857; \u9fa6
// U+9FA6 %E9%BE%99 _x4E00_. Empty brackets are what is left where one was taken out.
var escaped = regexp.MustCompile(`&[A-Za-z]{2,8};|&#[xX]?[0-9A-Fa-f]{2,7}|\\[uUx]\{?[0-9A-Fa-f]{2,8}|\b[Uu]\+[0-9A-Fa-f]{4,6}|(?:%[0-9A-Fa-f]{2}){2,}|_x[0-9A-Fa-f]{4}_|[(（\[【]\s*[)）\]】]`)

// garbled is UTF-8 that was read in another encoding: 锟斤拷 is what two U+FFFD become in GBK, Â·
// and â€¢ are dots read as Windows-1252.
var garbled = regexp.MustCompile(`锟斤|斤拷|ï¿½|[ÃÂ][\x{80}-\x{BF}]|â€|ã€`)

// lostInName reports whether a character of a name was lost before it came here. A name
// is kept only if it is whole.
func lostInName(s string) bool {
	if strings.ContainsAny(s, lostSigns) || escaped.MatchString(s) || garbled.MatchString(s) {
		return true
	}
	if strings.ContainsFunc(s, filler) {
		return true
	}
	hasHan := strings.ContainsFunc(s, han)
	if hasHan && (strings.ContainsAny(s, "#＃") || cutOff.MatchString(s)) {
		return true
	}
	return strings.HasPrefix(s, "_") || strings.HasSuffix(s, "_") || hasHan && strings.ContainsRune(s, '_') ||
		strings.ContainsFunc(s, func(r rune) bool { return unicode.Is(unicode.Co, r) })
}

// cutOff is a name with dots in place of what is missing: 王... or another sign at the end
var cutOff = regexp.MustCompile(`[.。．｡]{2,}$|^[.。．｡]{2,}|\p{Han}\s*[-~～—–/／\\、+=^$%@!！|]+$`)

// filler reports the blocks, boxes and shapes that a font or a program draws for a character that it
// does not have: ▇ ◇ △ ⎕ ☒. Circles are left out: they also stand for the dot (see bigDot).
func filler(r rune) bool {
	shape := r >= 0x2500 && r <= 0x25FF || r >= 0x2B12 && r <= 0x2B2F || r >= 0x2400 && r <= 0x243F ||
		r >= 0x2610 && r <= 0x2612 || r == 0x2395 || r == 0x26F6
	return shape && !bigDot(r)
}

// latinForUTF8 reports whether a text is UTF-8 that was read as Windows-1252: JosÃ©. Written
// back in that encoding, it is UTF-8; no name in Latin letters is that by chance.
func latinForUTF8(s string) bool {
	raw, err := charmap.Windows1252.NewEncoder().String(s)
	if err != nil || !utf8.ValidString(raw) {
		return false
	}
	return len(raw) != utf8.RuneCountInString(raw)
}

// lostByte reports whether the text has the character with which programs mark what they could
// not convert: U+FFFD, or U+001A, which Windows and databases write.
func lostByte(s string) bool { return strings.ContainsAny(s, "\ufffd\x1a") }
