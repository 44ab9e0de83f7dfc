package touch

import (
	"strings"
	"unicode/utf8"

	"github.com/go-text/typesetting/segmenter"
)

// line is a line of text under edit. Its unit is the character as a person sees it, a grapheme
// cluster of UAX #29: an emoji with its variation selector, a letter with its accents.
type line struct {
	chars []string
	caret int // 0…len(chars)
	runes int
	seg   segmenter.Segmenter
}

// clusterRunes is the length at which a cluster is cut. Sequences of joined emoji may go on for
// ever by the rules; the longest in use has ten runes.
const clusterRunes = 32

// split parts s into characters.
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
	l.seg.InitWithString(s)
	var out []string
	at := 0
	for it := l.seg.GraphemeIterator(); it.Next(); {
		n, runes := 0, 0
		for _, r := range it.Grapheme().Text {
			if runes == clusterRunes {
				out, at, n, runes = append(out, s[at:at+n]), at+n, 0, 0
			}
			n += utf8.RuneLen(r)
			runes++
		}
		out, at = append(out, s[at:at+n]), at+n
	}
	return out
}

func (l *line) text() string   { return strings.Join(l.chars, "") }
func (l *line) before() string { return strings.Join(l.chars[:l.caret], "") }
func (l *line) after() string  { return strings.Join(l.chars[l.caret:], "") }

// set makes left and right the text, with the caret between them, or behind the character that
// the two make together where they meet.
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

// insert puts s, which is clean, at the caret, as far as limit runes have room for whole characters of it.
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

// backspace takes the character before the caret.
func (l *line) backspace() bool {
	if l.caret == 0 {
		return false
	}
	l.set(strings.Join(l.chars[:l.caret-1], ""), l.after())
	return true
}

// del takes the character behind the caret.
func (l *line) del() bool {
	if l.caret == len(l.chars) {
		return false
	}
	l.set(l.before(), strings.Join(l.chars[l.caret+1:], ""))
	return true
}

// move puts the caret before character to, or as near as there are characters.
func (l *line) move(to int) { l.caret = max(0, min(len(l.chars), to)) }
