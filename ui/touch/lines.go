package touch

import (
	"strings"
	"unicode"

	"fyne.io/fyne/v2"
	"github.com/go-text/typesetting/segmenter"

	"matchbooth/assets"
)

// Span is a run of text in one style.
type Span struct {
	Text   string
	Bold   bool
	Accent bool    // in the accent colour
	Gap    float32 // advance before it, in dp; set where lines are broken, between Han and Latin
}

// column is how text is set: size and width in dp; space reports whether Han and Latin are spaced
// apart, even whether the last line should be as full as the others.
type column struct {
	size, width float32
	space, even bool
}

// liner fills lines.
type liner struct {
	column
	done     [][]Span
	line     []Span
	x, space float32 // how wide the line is so far, and the space after that
	torn     bool    // a word had to be split
}

// set breaks spans into lines no wider than the column at UAX #14 opportunities, and reports
// whether a word had to be split: no line begins with 。，、 or ends with （《“, and no English word,
// number or address is split. Text wider than a line on its own is broken inside an address, then
// between characters as the last resort. The last line of a paragraph has more than one Han
// character where possible. Of all ways to set a paragraph in the fewest lines it is set in the one
// that parts the fewest Chinese words and phrases in bold, with lines about equally full.
//
// Stock rich text and labels break at spaces only, and failing that anywhere: in the middle of an
// English word in a Chinese line, or before a full stop.
func (t column) set(spans []Span) (lines [][]Span, torn bool) {
	l := &liner{column: t}
	for _, para := range paragraphs(t.company(t.cut(spans))) {
		lines, ok := t.best(para)
		if !ok {
			for _, g := range para {
				l.stretch(g)
			}
			continue
		}
		for _, line := range lines {
			for _, g := range line {
				for _, p := range g {
					l.put(p)
				}
			}
			if len(l.line) > 0 {
				l.flush()
			}
		}
	}
	if len(l.line) > 0 || len(l.done) == 0 {
		l.flush()
	}
	return l.done, l.torn
}

// paragraphs parts stretches where a line has to end.
func paragraphs(all []stretch) (out [][]stretch) {
	from := 0
	for i, g := range all {
		if i == len(all)-1 || g[len(g)-1].hard {
			out = append(out, all[from:i+1])
			from = i + 1
		}
	}
	return out
}

// short is how full the last line of a paragraph should be at least, and shortBad how bad it is if
// it is empty.
const short, shortBad = 0.35, 0.2

// best sets a paragraph in as few lines as hold it, and of all ways to do that in the least bad one.
// It reports false if a stretch is wider than a line.
//
// The badness of a line is the square of the part of it that stays empty, and that of where it ends.
// This is the total fit of Knuth and Plass ("Breaking Paragraphs into Lines", 1981), without
// stretching spaces.
func (t column) best(para []stretch) ([][]stretch, bool) {
	type way struct {
		lines, from int
		bad         float32
	}
	ways := make([]way, len(para)+1)
	for i := range para {
		if i > 0 && ways[i].lines == 0 {
			return nil, false
		}
		var x, space float32
		for j := i; j < len(para); j++ {
			for _, p := range para[j] {
				switch {
				case x > 0:
					x += space + p.Gap + p.width
				case p.width == 0:
					continue // no line begins with a space
				default:
					x = p.lead + p.width
				}
				space = p.space
			}
			if x > t.width {
				break
			}
			w := way{ways[i].lines + 1, i, ways[i].bad + t.badness(x/t.width, para[j], i == 0, j == len(para)-1)}
			if at := &ways[j+1]; at.lines == 0 || w.lines < at.lines || w.lines == at.lines && w.bad < at.bad {
				*at = w
			}
		}
	}
	end := len(para)
	if ways[end].lines == 0 {
		return nil, false
	}
	out := make([][]stretch, ways[end].lines)
	for n := len(out) - 1; n >= 0; n-- {
		out[n] = para[ways[end].from:end]
		end = ways[end].from
	}
	return out, true
}

// narrow is how wide a column is, in sizes of its type, below which a word in two weighs more: there a line of whole words cannot
// be full, and a label is read at a glance. It weighs less than twice as much, or every line would be one word.
const narrow = 9

// badness is how bad a line is that is so full, from 0 to 1, and ends with that stretch.
func (t column) badness(full float32, ends stretch, first, last bool) float32 {
	switch {
	case !last:
		return (1-full)*(1-full) + ends[len(ends)-1].keep*min(max(1, narrow*t.size/t.width), 1.9)
	case first:
		return 0
	case t.even:
		return (1 - full) * (1 - full)
	case full < short:
		return (short - full) / short * shortBad
	}
	return 0
}

// fits reports whether a stretch fits on the line after what it already has.
func (l *liner) fits(g stretch) bool {
	return l.x == 0 || l.x+l.space+g[0].Gap-g[0].lead+g.wide() <= l.width
}

func (l *liner) stretch(g stretch) {
	if !l.fits(g) {
		l.flush()
	}
	if g.wide() <= l.width {
		for _, p := range g {
			l.put(p)
		}
		return
	}
	for i, line := range l.chop(g) {
		if i > 0 {
			l.flush()
		}
		for _, p := range line {
			l.put(p)
		}
	}
}

func (l *liner) put(p piece) {
	if len(l.line) == 0 && p.width == 0 && !p.hard {
		return // no line begins with a space
	}
	s := p.Span
	if l.x == 0 {
		s.Gap = p.lead
	}
	if n := len(l.line); n > 0 && s.Gap == 0 && l.line[n-1].Bold == s.Bold && l.line[n-1].Accent == s.Accent {
		l.line[n-1].Text += s.Text
	} else {
		l.line = append(l.line, s)
	}
	l.x += l.space + s.Gap + p.width
	l.space = p.space
	if p.hard {
		l.flush()
	}
}

func (l *liner) flush() {
	for len(l.line) > 0 {
		last := &l.line[len(l.line)-1]
		last.Text = strings.TrimRightFunc(last.Text, unicode.IsSpace)
		if last.Text != "" {
			break
		}
		l.line = l.line[:len(l.line)-1]
	}
	l.done = append(l.done, l.line)
	l.line, l.x, l.space = nil, 0, 0
}

// chop splits a stretch too wide for any line into lines, between user-perceived characters, and
// even then not before a closing mark or after an opening one where that can be avoided.
func (l *liner) chop(g stretch) []stretch {
	var chars stretch
	for _, p := range g {
		var seg segmenter.Segmenter
		seg.Init([]rune(p.Text))
		first := len(chars)
		for it := seg.GraphemeIterator(); it.Next(); {
			s := p.Span
			s.Text, s.Gap = string(it.Grapheme().Text), 0
			c := l.piece(s, 0)
			if len(chars) == first {
				c.Gap = p.Gap
			}
			chars = append(chars, c)
		}
		if n := len(chars); n > first {
			chars[n-1].hard, chars[n-1].soft = p.hard, p.soft
		}
	}
	// Every line takes as many as fit, then gives back what must not be at its end.
	var out []stretch
	for len(chars) > 0 {
		if len(out) > 0 && chars[0].width == 0 && !chars[0].hard {
			chars = chars[1:] // no line begins with a space
			continue
		}
		n, w := 0, float32(0)
		for n < len(chars) && (n == 0 || w+chars[n].Gap+chars[n].width <= l.width) {
			if n > 0 {
				w += chars[n].Gap
			}
			w += chars[n].width + chars[n].space
			n++
		}
		if n < len(chars) {
			n = parting(chars, n)
			l.torn = l.torn || wordy(chars[n-1].Text) && wordy(chars[n].Text) && !chars[n-1].soft
		}
		out = append(out, joined(chars[:n]))
		chars = chars[n:]
	}
	return out
}

// parting returns how many of the first n characters the line takes so that the rest begins well:
// ideally no mark is separated from what it belongs to and no word is split; failing that an
// address is split where it may be, then a word anywhere, then a mark is separated.
func parting(chars stretch, n int) int {
	soft, word := 0, 0
	for k := n; k > 0; k-- {
		next, last := k, k-1
		for next < len(chars)-1 && chars[next].width == 0 {
			next++
		}
		for last > 0 && chars[last].width == 0 {
			last--
		}
		if begins(chars[next].Text, neverFirst) || begins(chars[last].Text, neverLast) {
			continue
		}
		if !wordy(chars[k-1].Text) || !wordy(chars[k].Text) {
			return k
		}
		word = max(word, k)
		if chars[k-1].soft {
			soft = max(soft, k)
		}
	}
	switch {
	case soft > 0:
		return soft
	case word > 0:
		return word
	}
	return n
}

// joined merges one line's characters back into pieces, one for each style and space.
func joined(chars stretch) stretch {
	var out stretch
	for _, c := range chars {
		if n := len(out); n > 0 && c.Gap == 0 && out[n-1].Bold == c.Bold && out[n-1].Accent == c.Accent {
			p := &out[n-1]
			p.Text += c.Text
			p.width += p.space + c.width
			p.space, p.hard = c.space, c.hard
			continue
		}
		out = append(out, c)
	}
	return out
}

func begins(s, set string) bool {
	for _, r := range s {
		return strings.ContainsRune(set, assets.Character(r))
	}
	return false
}

// wordy reports whether a character may be in the middle of a word, a number or an address.
func wordy(s string) bool {
	r := lastRune(s)
	return ascii(r) || latinOrDigit(r) || unicode.Is(unicode.Mn, r)
}

func lastRune(s string) rune {
	var l rune
	for _, r := range s {
		l = assets.Character(r)
	}
	return l
}

// Measure is the width of a text in dp.
func Measure(s string, size float32, bold bool) float32 {
	if s == "" {
		return 0
	}
	return MeasureText(s, size, fyne.TextStyle{Bold: bold}).Width
}
