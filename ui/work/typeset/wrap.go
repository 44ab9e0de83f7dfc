package typeset

import (
	"strings"
	"unicode"

	"matchbooth/kiosk/pinyin"
)

// Wrap breaks a paragraph into lines of at most w pixels: at spaces, and in Chinese between any two characters, but never
// so that a line begins with a closing mark or ends with an opening one. A word that is wider than a line stays whole.
func (t *Type) Wrap(w, size float64, isBold bool, s string) []string {
	return t.wrap(w, size, isBold, pieces(s, nil))
}

// WrapWords is Wrap with Chinese words whole: for labels, which are a few words in a narrow column.
func (t *Type) WrapWords(w, size float64, isBold bool, s string) []string {
	return t.wrap(w, size, isBold, pieces(s, insideWords(s)))
}

func (t *Type) wrap(w, size float64, isBold bool, pieces []string) []string {
	var out []string
	line := ""
	for _, piece := range pieces {
		if line != "" && t.Width(size, isBold, strings.TrimRight(line+piece, " ")) > w {
			out = append(out, strings.TrimRight(line, " "))
			line = ""
			piece = strings.TrimLeft(piece, " ")
		}
		line += piece
	}
	return append(out, strings.TrimRight(line, " "))
}

const (
	closing = "，。、；：？！）》」』”’…,.;:?!)]"
	opening = "（《「『“‘(["
)

// insideWords reports for each character of a text whether the one before it belongs to the same Chinese word.
func insideWords(s string) []bool {
	rs := []rune(s)
	in := make([]bool, len(rs))
	for i := 0; i < len(rs); i++ {
		n := i
		for n < len(rs) && unicode.Is(unicode.Han, rs[n]) {
			n++
		}
		if n-i > 1 {
			copy(in[i:n], pinyin.Words().Inside(rs[i:n]))
		}
		i = max(i, n)
	}
	return in
}

// pieces splits a text where a line may end; inside has the characters before which none may, nil: none.
func pieces(s string, inside []bool) []string {
	var out []string
	rs := []rune(s)
	from := 0
	for i := 1; i < len(rs); i++ {
		a, b := rs[i-1], rs[i]
		if strings.ContainsRune(closing, b) || strings.ContainsRune(opening, a) || b == ' ' {
			continue
		}
		if inside != nil && inside[i] {
			continue
		}
		if a == ' ' || wide(a) || wide(b) {
			out = append(out, string(rs[from:i]))
			from = i
		}
	}
	return append(out, string(rs[from:]))
}

// wide reports whether a line may break next to the character.
func wide(r rune) bool {
	return unicode.Is(unicode.Han, r) || strings.ContainsRune("，。、；：？！）》」』”", r)
}
