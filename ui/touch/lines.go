package touch

import (
	"strings"
	"unicode"

	"fyne.io/fyne/v2"
	"github.com/go-text/typesetting/segmenter"
)

// Span is a run of text in one style.
type Span struct {
	Text   string
	Bold   bool
	Accent bool // in the accent colour
}

// piece is what may not be broken: a word, or a Han character with its punctuation.
type piece struct {
	Span
	width float32 // without trailing space
	space float32 // trailing space
	hard  bool    // a line ends behind it
}

// Break sets spans into lines no wider than width, at UAX #14 opportunities: no line begins with
// 。，、 or ends with （《“, no English word or number is split. A piece that is wider than the
// line by itself is broken between characters, as the last resort.
func Break(spans []Span, size, width float32) [][]Span {
	var lines [][]Span
	var line []Span
	var x, space float32
	flush := func() {
		for len(line) > 0 {
			last := &line[len(line)-1]
			last.Text = strings.TrimRightFunc(last.Text, unicode.IsSpace)
			if last.Text != "" {
				break
			}
			line = line[:len(line)-1]
		}
		lines = append(lines, line)
		line, x, space = nil, 0, 0
	}
	for _, group := range unbreakable(pieces(spans, size)) {
		var w float32
		for i, p := range group {
			w += p.width
			if i < len(group)-1 {
				w += p.space
			}
		}
		if x > 0 && x+space+w > width {
			flush()
		}
		for _, p := range group {
			if len(line) == 0 && p.width == 0 && !p.hard {
				continue // no line begins with a space
			}
			if x == 0 && p.width > width {
				for _, part := range chop(p.Span, size, width) {
					line = add(line, part)
					flush()
				}
				continue
			}
			line = add(line, p.Span)
			x += space + p.width
			space = p.space
			if p.hard {
				flush()
			}
		}
	}
	if len(line) > 0 || len(lines) == 0 {
		flush()
	}
	return lines
}

func add(line []Span, s Span) []Span {
	if n := len(line); n > 0 && line[n-1].Bold == s.Bold && line[n-1].Accent == s.Accent {
		line[n-1].Text += s.Text
		return line
	}
	return append(line, s)
}

// pieces cuts the whole text at its break opportunities, and again where a style ends.
func pieces(spans []Span, size float32) [][]piece {
	var all []rune
	var styles []int // span of every rune
	for i, s := range spans {
		for _, r := range s.Text {
			all = append(all, r)
			styles = append(styles, i)
		}
	}
	var seg segmenter.Segmenter
	seg.Init(all)
	var out [][]piece
	it := seg.LineIterator()
	for it.Next() {
		l := it.Line()
		var group []piece
		start := l.Offset
		end := l.Offset + len(l.Text)
		for i := start + 1; i <= end; i++ {
			if i < end && styles[i] == styles[start] {
				continue
			}
			s := spans[styles[start]]
			s.Text = strings.Trim(string(all[start:i]), "\n\r\u2028")
			bare := strings.TrimRightFunc(s.Text, unicode.IsSpace)
			p := piece{Span: s, width: measure(bare, size, s.Bold)}
			if len(bare) < len(s.Text) {
				p.space = measure(s.Text, size, s.Bold) - p.width
			}
			group = append(group, p)
			start = i
		}
		if n := len(group); n > 0 && l.IsMandatoryBreak && end < len(all) {
			group[n-1].hard = true
		}
		out = append(out, group)
	}
	return out
}

// unbreakable joins groups that Chinese typesetting keeps together although UAX #14 would part
// them: closing marks stay with what they close even behind a quotation mark of ambiguous width.
func unbreakable(groups [][]piece) [][]piece {
	var out [][]piece
	for _, g := range groups {
		if n := len(out); n > 0 && len(g) > 0 {
			prev := out[n-1]
			first, _ := firstRune(g[0].Text)
			last := lastRune(strings.TrimRightFunc(prev[len(prev)-1].Text, unicode.IsSpace))
			if !prev[len(prev)-1].hard && (strings.ContainsRune(neverFirst, first) || strings.ContainsRune(neverLast, last)) {
				out[n-1] = append(prev, g...)
				continue
			}
		}
		out = append(out, g)
	}
	return out
}

const (
	neverFirst = "。，、！？：；）》」』】〉”’…—·%‰℃"
	neverLast  = "（《「『【〈“‘"
)

func firstRune(s string) (rune, bool) {
	for _, r := range s {
		return r, true
	}
	return 0, false
}

func lastRune(s string) rune {
	var l rune
	for _, r := range s {
		l = r
	}
	return l
}

func chop(s Span, size, width float32) []Span {
	var out []Span
	var cur []rune
	for _, r := range s.Text {
		if len(cur) > 0 && measure(string(append(cur, r)), size, s.Bold) > width {
			out = append(out, Span{string(cur), s.Bold, s.Accent})
			cur = nil
		}
		cur = append(cur, r)
	}
	return append(out, Span{string(cur), s.Bold, s.Accent})
}

func measure(s string, size float32, bold bool) float32 {
	if s == "" {
		return 0
	}
	return fyne.MeasureText(s, size, fyne.TextStyle{Bold: bold}).Width
}
