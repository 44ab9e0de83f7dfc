package field

import (
	"strings"
	"unicode/utf8"

	"github.com/go-text/typesetting/segmenter"
)

// line is a line of text being edited. Its unit is the user-perceived character, a grapheme
// cluster of UAX #29: an emoji with its variation selector, a letter with its accents.
type line struct {
	chars []string
	caret int // 0…len(chars)
	runes int
}

// clusterRunes is the length at which a cluster is cut. By the rules, sequences of joined emoji may
// be of any length; the longest in use has ten runes.
const clusterRunes = 32

// split splits s into characters.
func (l *line) split(s string) []string {
	plain := true
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			plain = false
			break
		}
	}
	if plain {
		out := make([]string, len(s))
		for i := range len(s) {
			out[i] = s[i : i+1]
		}
		return out
	}
	var seg segmenter.Segmenter // not reused: it would retain the text
	seg.InitWithString(s)
	var out []string
	at, joins := 0, false
	for it := seg.GraphemeIterator(); it.Next(); {
		n, runes := 0, 0
		if joins && together(out[len(out)-1], string(it.Grapheme().Text)) {
			last := len(out) - 1
			at -= len(out[last])
			n, runes = len(out[last]), utf8.RuneCountInString(out[last])
			out = out[:last]
		}
		for _, r := range it.Grapheme().Text {
			if runes == clusterRunes {
				out, at, n, runes = append(out, s[at:at+n]), at+n, 0, 0
			}
			n += utf8.RuneLen(r)
			runes++
		}
		out, at = append(out, s[at:at+n]), at+n
		joins = strings.HasSuffix(out[len(out)-1], "\u200d")
	}
	return out
}

// together reports whether two pieces are one character. The segmenter (go-text/typesetting v0.3.4)
// does not see that an emoji after another one may begin a sequence of joined emoji, and splits
// that after each joiner; segmented on their own the pieces come out right.
func together(a, b string) bool {
	var seg segmenter.Segmenter
	seg.InitWithString(a + b)
	it := seg.GraphemeIterator()
	it.Next()
	return len(string(it.Grapheme().Text)) > len(a)
}

func (l *line) text() string   { return strings.Join(l.chars, "") }
func (l *line) before() string { return strings.Join(l.chars[:l.caret], "") }
func (l *line) after() string  { return strings.Join(l.chars[l.caret:], "") }

// set makes left and right the text, with the caret between them, or after the character that the
// two form together where they meet.
func (l *line) set(left, right string) {
	s := left + right
	l.chars, l.runes = l.split(s), utf8.RuneCountInString(s)
	l.caret = len(l.chars)
	at := 0
	for i, c := range l.chars {
		if at >= len(left) {
			l.caret = i
			break
		}
		at += len(c)
	}
}

// fill makes s, which must be clean, the text, cut to whole characters within limit runes.
func (l *line) fill(s string, limit int) {
	l.set("", "")
	l.insert(s, limit)
}

// insert inserts s, which must be clean, at the caret, as far as limit runes have room for whole
// characters of it.
func (l *line) insert(s string, limit int) (changed bool) {
	room := limit - l.runes
	if n := utf8.RuneCountInString(s); n > room {
		fits := 0
		for _, c := range l.split(s) {
			room -= utf8.RuneCountInString(c)
			if room < 0 {
				break
			}
			fits += len(c)
		}
		s = s[:fits]
	}
	if s == "" {
		return false
	}
	l.set(l.before()+s, l.after())
	return true
}

// backspace deletes the character before the caret.
func (l *line) backspace() bool {
	if l.caret == 0 {
		return false
	}
	l.set(strings.Join(l.chars[:l.caret-1], ""), l.after())
	return true
}

// del deletes the character after the caret.
func (l *line) del() bool {
	if l.caret == len(l.chars) {
		return false
	}
	l.set(l.before(), strings.Join(l.chars[l.caret+1:], ""))
	return true
}

// move puts the caret before character to, clamped to the text.
func (l *line) move(to int) { l.caret = max(0, min(len(l.chars), to)) }
