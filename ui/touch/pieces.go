package touch

import (
	"strings"
	"unicode"

	"github.com/go-text/typesetting/segmenter"
)

// piece is text in one style that is measured as a whole: a word, or a Han character with its
// punctuation, or part of either.
type piece struct {
	Span          // Gap is the advance before it, unless it begins its line
	width float32 // without trailing space
	space float32 // trailing space
	soft  bool    // a line may end after it as a last resort: inside an address
	hard  bool    // a line ends after it
}

// stretch is a run of pieces with no line break between them.
type stretch []piece

// wide returns the width of the stretch at the beginning of a line.
func (g stretch) wide() float32 {
	var w float32
	for i, p := range g {
		w += p.width
		if i > 0 {
			w += p.Gap
		}
		if i < len(g)-1 {
			w += p.space
		}
	}
	return w
}

// cut splits text at its UAX #14 break opportunities, and within those where a style ends, and
// where Han meets Latin if a space goes there.
func (t column) cut(spans []Span) []stretch {
	var all []rune
	var styles []int // span of each rune
	for i, s := range spans {
		for _, r := range s.Text {
			all = append(all, r)
			styles = append(styles, i)
		}
	}
	var seg segmenter.Segmenter
	seg.Init(all)
	var out []stretch
	var g stretch
	for it := seg.LineIterator(); it.Next(); {
		l := it.Line()
		start, end := l.Offset, l.Offset+len(l.Text)
		for i := start + 1; i <= end; i++ {
			parts := i == end || quotes(all[i-1], all[i])
			if !parts && styles[i] == styles[start] && !t.spaced(all[i-1], all[i]) {
				continue
			}
			s := spans[styles[start]]
			s.Text = strings.Trim(string(all[start:i]), "\n\r\u2028")
			p := t.piece(s, start > 0 && t.spaced(all[start-1], all[start]))
			p.hard = i == end && l.IsMandatoryBreak && end < len(all)
			var stay bool
			if parts && !p.hard && i < len(all) {
				stay, p.soft = stays(all, i)
			}
			g = append(g, p)
			if parts && !stay {
				out, g = append(out, g), nil
			}
			start = i
		}
	}
	if len(g) > 0 {
		out = append(out, g)
	}
	return out
}

// company keeps the last Han character of a paragraph with what is before it, so that no line is
// a single character and a full stop: Chinese typesetting calls that 孤字 and brings a character
// down from the line above.
func (t column) company(all []stretch) []stretch {
	var out []stretch
	for i, g := range all {
		ends := i == len(all)-1 || g[len(g)-1].hard
		if n := len(out); ends && n > 0 && lone(g) && !out[n-1][len(out[n-1])-1].hard {
			pair := append(append(stretch{}, out[n-1]...), g...)
			if pair.wide() <= min(t.width, t.size*companion) {
				out[n-1] = pair
				continue
			}
		}
		out = append(out, g)
	}
	return out
}

// companion is how wide, in characters, the last stretch of a paragraph and the one kept with it
// may be: a word or a number is kept, an address is not.
const companion = 6

// lone reports whether a stretch has at most one Han character.
func lone(g stretch) bool {
	n := 0
	for _, p := range g {
		for _, r := range p.Text {
			switch {
			case han(r):
				n++
			case latinOrDigit(r):
				return false
			}
		}
	}
	return n == 1
}

// quotes reports whether a line may end between a Han character and a quotation mark that opens
// after it, or closes before it. UAX #14 did not allow it before version 15.1 (rule LB19a).
func quotes(a, b rune) bool {
	return han(a) && strings.ContainsRune("“‘", b) || strings.ContainsRune("”’", a) && han(b)
}

// piece measures a piece.
func (t column) piece(s Span, spaced bool) piece {
	bare := strings.TrimRightFunc(s.Text, unicode.IsSpace)
	p := piece{Span: s, width: Measure(bare, t.size, s.Bold)}
	if len(bare) < len(s.Text) {
		p.space = Measure(s.Text, t.size, s.Bold) - p.width
	}
	if spaced {
		p.Gap = t.size * thin
	}
	return p
}

// stays reports whether a line must not end before all[i] although UAX #14 allows it, and whether
// it still may if the line is too narrow for the whole.
//
// Chinese typesetting keeps closing marks with what they close, even after a quotation mark of
// ambiguous width, which UAX #14 separates. And inside a run of Latin letters, digits and marks
// UAX #14 lets a line end after / and ? and -, which tears addresses and numbers apart. Only the
// break after a hyphen between two words is allowed.
func stays(all []rune, i int) (stays, soft bool) {
	last, next := all[i-1], all[i]
	if strings.ContainsRune(neverFirst, next) {
		return true, false
	}
	for j := i - 1; j >= 0 && !hardSpace(all[j]); j-- {
		if !unicode.IsSpace(all[j]) {
			if strings.ContainsRune(neverLast, all[j]) {
				return true, false
			}
			break
		}
	}
	if ranged(last) && ranged(next) && (last == '–' || next == '–') {
		return true, true
	}
	if !ascii(last) || !ascii(next) {
		return false, false
	}
	if last != '-' || i < 2 || !unicode.IsLetter(all[i-2]) || !unicode.IsLetter(next) {
		return true, true
	}
	from, to := i, i
	for from > 0 && ascii(all[from-1]) {
		from--
	}
	for to < len(all) && ascii(all[to]) {
		to++
	}
	address := strings.ContainsAny(string(all[from:to]), "@:/_=&?#")
	return address, address
}

// ranged reports whether a rune can be part of a range such as "4–5".
func ranged(r rune) bool { return r == '–' || r >= '0' && r <= '9' }

func hardSpace(r rune) bool { return r == '\n' || r == '\r' || r == '\u2028' || r == '\u2029' }

// ascii reports whether a rune is one that addresses and numbers are made of.
func ascii(r rune) bool { return r > ' ' && r < 0x7F }

const (
	neverFirst = "。，、！？：；）》」』】〉”’…—·%‰℃"
	neverLast  = "（《「『【〈“‘"
)

// thin is the space between Han and Latin, as a fraction of the size: W3C's "Requirements for
// Chinese Text Layout" (section 3.2.2) asks for up to a quarter of a Han character.
const thin = 0.25

// spaced reports whether text gets a thin space between two adjacent runes: a Han character and a
// Latin letter or a digit, in either order. Marks and spaces get none.
func (t column) spaced(a, b rune) bool {
	return t.space && (han(a) && latinOrDigit(b) || latinOrDigit(a) && han(b))
}

func han(r rune) bool {
	return r >= 0x2E80 && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana)
}

func latinOrDigit(r rune) bool {
	switch {
	case r < 0x80:
		return '0' <= r && r <= '9' || 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z'
	case r >= 0xFF00: // full-width forms include their own space
		return false
	}
	return unicode.IsLetter(r) && unicode.In(r, unicode.Latin, unicode.Greek, unicode.Cyrillic)
}
