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
	Accent bool    // in the accent colour
	Gap    float32 // advance before it, in dp; set where lines are broken, between Han and Latin
}

// column is how text is set: size and width in dp, space tells whether Han and Latin are parted.
type column struct {
	size, width float32
	space       bool
}

// liner fills lines.
type liner struct {
	column
	done     [][]Span
	line     []Span
	x, space float32 // how far the line goes, and the space behind that
	torn     bool    // a word had to be parted
}

// set sets spans into lines no wider than the column at UAX #14 opportunities, and tells whether a
// word had to be parted: no line begins with 。，、 or ends with （《“, no English word, number or
// address is split. What is wider than a line by itself is broken inside an address, then between
// characters, as the last resort. The last line of a paragraph is more than one Han character, where
// that can be had.
//
// Stock rich text and labels break at spaces only, and else anywhere: in the middle of an
// English word in a Chinese line, or before a full stop.
func (t column) set(spans []Span) (lines [][]Span, torn bool) {
	l := &liner{column: t}
	for _, g := range t.company(t.cut(spans)) {
		l.stretch(g)
	}
	if len(l.line) > 0 || len(l.done) == 0 {
		l.flush()
	}
	return l.done, l.torn
}

// fits tells whether a stretch fits into the line behind what it has.
func (l *liner) fits(g stretch) bool {
	return l.x == 0 || l.x+l.space+g[0].Gap+g.wide() <= l.width
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
		s.Gap = 0
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

// chop cuts what no line can hold into lines, between characters as people see
// them, and still not before a closing mark nor behind an opening one where that can be helped.
func (l *liner) chop(g stretch) []stretch {
	var chars stretch
	for _, p := range g {
		var seg segmenter.Segmenter
		seg.Init([]rune(p.Text))
		first := len(chars)
		for it := seg.GraphemeIterator(); it.Next(); {
			s := p.Span
			s.Text, s.Gap = string(it.Grapheme().Text), 0
			c := l.piece(s, false)
			if len(chars) == first {
				c.Gap = p.Gap
			}
			chars = append(chars, c)
		}
		if n := len(chars); n > first {
			chars[n-1].hard, chars[n-1].soft = p.hard, p.soft
		}
	}
	// Every line takes as many as it can, then gives back what may not be at its end.
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

// parting gives how many of the first n characters the line takes if the rest is to begin well:
// at best no mark is torn from what it belongs to, and no word; else an address is parted where
// it may be; else a word anywhere; else a mark.
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

// joined makes one line's characters pieces again, one for every style and space.
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
		return strings.ContainsRune(set, r)
	}
	return false
}

// wordy tells whether a character may be in the middle of a word, a number or an address.
func wordy(s string) bool {
	r := lastRune(s)
	return ascii(r) || latinOrDigit(r) || unicode.Is(unicode.Mn, r)
}

func lastRune(s string) rune {
	var l rune
	for _, r := range s {
		l = r
	}
	return l
}

// Measure is the width of a text in dp.
func Measure(s string, size float32, bold bool) float32 {
	if s == "" {
		return 0
	}
	return fyne.MeasureText(s, size, fyne.TextStyle{Bold: bold}).Width
}
