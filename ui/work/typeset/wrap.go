package typeset

import (
	"strings"
	"unicode"
)

// Wrap breaks a paragraph into lines of at most w pixels: at spaces, and in Chinese between any two characters, but never
// so that a line begins with a closing mark or ends with an opening one. A word that is wider than a line stays whole.
func (t *Type) Wrap(w, size float64, isBold bool, s string) []string {
	var out []string
	line := ""
	for _, piece := range pieces(s) {
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

// pieces splits a text where a line may end.
func pieces(s string) []string {
	var out []string
	rs := []rune(s)
	from := 0
	for i := 1; i < len(rs); i++ {
		a, b := rs[i-1], rs[i]
		if strings.ContainsRune(closing, b) || strings.ContainsRune(opening, a) || b == ' ' {
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
