package touch

import (
	"slices"
	"strings"
	"sync/atomic"
	"unicode"
	"unicode/utf8"

	"github.com/go-text/typesetting/segmenter"

	"matchbooth/assets"
	"matchbooth/kiosk/pinyin"
)

// piece is text in one style that is measured as a whole: a word, or a Han character with its
// punctuation, or part of either.
type piece struct {
	Span          // Gap is the advance before it, unless it begins its line
	lead  float32 // the advance before it where it begins its line
	width float32 // without trailing space
	space float32 // trailing space
	keep  float32 // how bad it is if a line ends after it: inside a word
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
		} else {
			w += p.lead
		}
		if i < len(g)-1 {
			w += p.space
		}
	}
	return w
}

// cut splits text at its UAX #14 break opportunities, and within those where a style ends, where
// Han meets Latin if a space goes there, and where two marks move together.
func (t column) cut(spans []Span) []stretch {
	var all, drawn []rune // all has the characters, where a language draws its own forms of them
	var styles []int      // span of each rune
	for i, s := range spans {
		for _, r := range s.Text {
			all, drawn = append(all, assets.Character(r)), append(drawn, r)
			styles = append(styles, i)
		}
	}
	var seg segmenter.Segmenter
	seg.Init(all)
	inside, named := insideWords(all), insideNames(all)
	kana := slices.ContainsFunc(all, isKana)
	var out []stretch
	var g stretch
	for it := seg.LineIterator(); it.Next(); {
		l := it.Line()
		start, end := l.Offset, l.Offset+len(l.Text)
		for i := start + 1; i <= end; i++ {
			parts := i == end || quotes(all[i-1], all[i])
			if !parts && styles[i] == styles[start] && t.gap(drawn[i-1], drawn[i]) == 0 {
				continue
			}
			s := spans[styles[start]]
			s.Text = strings.Trim(string(drawn[start:i]), "\n\r\u2028")
			var gap float32
			if start > 0 {
				gap = t.gap(drawn[start-1], drawn[start])
			}
			p := t.piece(s, gap)
			p.hard = i == end && l.IsMandatoryBreak && end < len(all)
			var stay bool
			if parts && !p.hard && i < len(all) {
				stay, p.soft = stays(all, i)
				if named[i] {
					stay, p.soft = true, true
				}
				switch {
				case kana:
					p.keep = partsPhrase(all, i)
				case inside[i] || phrase(spans, styles, i) || quoted(all, i):
					p.keep = whole
				case all[i-1] == '-' && latinOrDigit(all[i]): // sign-up
					p.keep = whole / 2
				case strands(all, i) || han(all[i-1]) && strings.ContainsRune(particles, all[i]):
					p.keep = whole / 2
				}
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
			r = assets.Character(r)
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

// whole is how bad it is to end a line inside a word, or inside a few words in bold: as bad as a
// line that is a third empty.
const whole = 0.12

// phrases are at most so long that they are kept on a line.
const phrases = 8

// phrase reports whether all[i] goes on with a short phrase in bold.
func phrase(spans []Span, styles []int, i int) bool {
	n := styles[i]
	return n == styles[i-1] && spans[n].Bold && len(spans) > 1 && len(spans[n].Text) <= 4*phrases && utf8.RuneCountInString(spans[n].Text) <= phrases
}

// quoted reports whether all[i] goes on with a short phrase between quotation marks.
func quoted(all []rune, i int) bool { return quotedBy(all, i, '“', '”') }

func quotedBy(all []rune, i int, opens, closes rune) bool {
	from := i - 1
	for ; from >= 0 && i-from <= phrases && all[from] != opens && all[from] != closes; from-- {
	}
	if from < 0 || all[from] != opens {
		return false
	}
	for to := i; to < len(all) && to-from <= phrases+1; to++ {
		if all[to] == closes {
			return true
		}
	}
	return false
}

// particles belong to the word before them.
const particles = "了的着们吗呢吧"

// strands reports whether a line that ends before all[i] would part a single Han character from the clause that it begins or
// ends: "…但都有过。先" or "好，…".
func strands(all []rune, i int) bool {
	pause := func(r rune) bool { return strings.ContainsRune("。，；：！？", r) }
	return i >= 2 && han(all[i-1]) && pause(all[i-2]) || i+1 < len(all) && han(all[i]) && pause(all[i+1])
}

// names are what KeepNames was told last.
var names atomic.Pointer[[][]rune]

// KeepNames says which names in Han characters, such as those of institutions, no line may part, unless it is too narrow for the
// whole. They hold for all text that is set from then on.
func KeepNames(all []string) {
	var runes [][]rune
	for _, s := range all {
		runes = append(runes, []rune(s))
	}
	names.Store(&runes)
}

// insideNames reports for each character whether it goes on with a name.
func insideNames(all []rune) []bool {
	out := make([]bool, len(all)+1)
	list := names.Load()
	if list == nil {
		return out
	}
	for _, name := range *list {
		for i := 0; i+len(name) <= len(all); i++ {
			if slices.Equal(all[i:i+len(name)], name) {
				for k := i + 1; k < i+len(name); k++ {
					out[k] = true
				}
			}
		}
	}
	return out
}

// insideWords reports for each character whether it goes on with a Chinese word.
func insideWords(all []rune) []bool {
	out := make([]bool, len(all)+1)
	for i := 0; i < len(all); i++ {
		n := i
		for n < len(all) && han(all[n]) {
			n++
		}
		if n-i > 1 {
			copy(out[i:n], pinyin.Words().Inside(all[i:n]))
		}
		i = max(i, n)
	}
	return out
}

// piece measures a piece that has gap before it unless it begins its line.
func (t column) piece(s Span, gap float32) piece {
	bare := strings.TrimRightFunc(s.Text, unicode.IsSpace)
	p := piece{Span: s, width: Measure(bare, t.size, s.Bold)}
	if len(bare) < len(s.Text) {
		p.space = Measure(s.Text, t.size, s.Bold) - p.width
	}
	p.Gap = gap
	if begins(bare, opens) {
		p.lead = -t.size * half
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
	for from > 0 && i-from < longAddress && ascii(all[from-1]) {
		from--
	}
	for to < len(all) && to-i < longAddress && ascii(all[to]) {
		to++
	}
	address := strings.ContainsAny(string(all[from:to]), "@:/_=&?#")
	return address, address
}

// longAddress is how far around a hyphen an address is looked for, in characters.
const longAddress = 256

// ranged reports whether a rune can be part of a range such as "4–5".
func ranged(r rune) bool { return r == '–' || r >= '0' && r <= '9' }

func hardSpace(r rune) bool { return r == '\n' || r == '\r' || r == '\u2028' || r == '\u2029' }

// ascii reports whether a rune is one that addresses and numbers are made of.
func ascii(r rune) bool { return r > ' ' && r < 0x7F }

const (
	// Narrow marks for English too (assets/fonts), which UAX #14 takes for letters.
	neverFirst = "。，、！？：；）》」』】〉”’…—·%‰℃\ue019\ue01d\ue026\ue0b7" + smallKana
	neverLast  = "（《「『【〈“‘\ue018\ue01c"
)

// smallKana and what goes on with the character before it begin no line of Japanese (JIS X 4051, 4.3).
const smallKana = "ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶーゝゞヽヾ々〻・‐゠"

func isKana(r rune) bool { return r >= 0x3041 && r <= 0x309F || r >= 0x30A1 && r <= 0x30FA }

// leaning are words of Hiragana that belong to what follows, where else a phrase would end.
var leaning = []string{"この", "その", "あの", "どの", "もう", "ご", "お"}

// partsPhrase is how bad it is that a line of Japanese ends before all[i]. Its words are not parted by spaces: a phrase
// is a word in Kanji or Katakana with the Hiragana that belongs to it, so the best end is before the next Kanji.
func partsPhrase(all []rune, i int) float32 {
	a, b := all[i-1], all[i]
	if quotedBy(all, i, '「', '」') {
		return whole
	}
	for _, word := range leaning {
		if n := len([]rune(word)); i >= n && string(all[i-n:i]) == word && han(b) {
			return whole
		}
	}
	kanji := func(r rune) bool { return han(r) && !isKana(r) && r != 'ー' }
	hiragana := func(r rune) bool { return r >= 0x3041 && r <= 0x309F }
	katakana := func(r rune) bool { return isKana(r) && !hiragana(r) || r == 'ー' }
	switch {
	case !han(a) && a != 'ー' || !han(b) && b != 'ー': // a mark, a letter or a digit
		return 0
	case hiragana(a) && !hiragana(b):
		return 0
	case hiragana(a): // two of them: a phrase may begin there, more often it does not
		return whole * 0.75
	case hiragana(b), kanji(a) && kanji(b), katakana(a) && katakana(b):
		return whole
	}
	return whole / 2
}

// thin is the space between Han and Latin, as a fraction of the size: W3C's "Requirements for
// Chinese Text Layout" (section 3.2.2) asks for up to a quarter of a Han character.
const thin = 0.25

// half of a full-width mark is empty. Two marks in a row move together by it, and a mark that opens
// moves to the beginning of its line: GB/T 15834-2011, section 5, and "Requirements for Chinese Text
// Layout", section 3.1.6.
const half = 0.5

// Of these marks the right half is empty in the booth's typeface, and of those the left half.
const (
	closes = "。，、；：！？）》」』】〉”’"
	opens  = "（《「『【〈“‘"
)

// gap is the advance between two adjacent runes: a thin space between a Han character and a Latin
// letter or a digit, in either order; less than nothing between two marks with an empty half where
// they meet.
func (t column) gap(a, b rune) float32 {
	// In the middle of its square, as Japanese has them, a mark has no empty half: in Chinese it has.
	if a != assets.Character(a) && strings.ContainsRune("！？：；", assets.Character(a)) {
		return 0
	}
	a, b = assets.Character(a), assets.Character(b)
	switch {
	case a < 0x80 && b < 0x80:
		return 0
	case t.space && (han(a) && latinOrDigit(b) || latinOrDigit(a) && han(b)):
		return t.size * thin
	case strings.ContainsRune(closes, a) && strings.ContainsRune(closes+opens, b):
		if strings.ContainsRune("！？", a) && strings.ContainsRune("！？", b) {
			return 0 // one mark of its own
		}
		return -t.size * half
	case strings.ContainsRune(opens, a) && strings.ContainsRune(opens, b):
		return -t.size * half
	}
	return 0
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
