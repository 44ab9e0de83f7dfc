package field

import (
	"sort"
	"strings"

	"matchbooth/ui/touch"
)

// chunkChars is how many characters are measured and drawn as one piece. Shaping is the expensive
// part, so an edit has to shape only one piece and not all the text before it; letters are still
// joined and kerned within a piece.
const chunkChars = 64

// setting is a text as displayed: which chunk each part is in, and how wide the chunks are.
// Widths are measured on demand and cached while the chunk stays the same.
type setting struct {
	chars   []string
	group   bool
	secret  bool
	size    float32
	bold    bool
	chunks  []chunk
	measure func(s string, size float32, bold bool) float32
}

type chunk struct {
	text  string
	width float32 // negative: not yet measured
}

// update takes over the current text.
func (s *setting) update(chars []string, kind Kind, size float32, bold bool) {
	if s.measure == nil {
		s.measure = touch.Measure
	}
	if size != s.size || bold != s.bold {
		s.chunks = nil
	}
	s.chars, s.size, s.bold = chars, size, bold
	s.secret, s.group = kind == Secret, kind == Phone && grouped(chars)
	n := (len(chars) + chunkChars - 1) / chunkChars
	if n < len(s.chunks) {
		clear(s.chunks[n:]) // keep no text that has been deleted
		s.chunks = s.chunks[:n]
	}
	for k := range n {
		text := s.shown(k*chunkChars, min(len(chars), (k+1)*chunkChars))
		if k == len(s.chunks) {
			s.chunks = append(s.chunks, chunk{text, -1})
		} else if s.chunks[k].text != text {
			s.chunks[k] = chunk{text, -1}
		}
	}
}

// shown returns what is drawn for characters from…to.
func (s *setting) shown(from, to int) string {
	switch {
	case s.secret:
		return strings.Repeat("●", to-from)
	case s.group:
		return group(s.chars, from, to)
	}
	return strings.Join(s.chars[from:to], "")
}

func (s *setting) width(k int) float32 {
	c := &s.chunks[k]
	if c.width < 0 {
		c.width = s.measure(c.text, s.size, s.bold)
	}
	return c.width
}

// x returns where character i begins, in dp from the beginning of the text.
func (s *setting) x(i int) float32 {
	var x float32
	k := i / chunkChars
	for j := range k {
		x += s.width(j)
	}
	if rest := i - k*chunkChars; rest > 0 {
		x += s.measure(s.shown(k*chunkChars, i), s.size, s.bold)
	}
	return x
}

// end returns the width of the text, or some width beyond limit if it is wider than limit.
func (s *setting) end(limit float32) float32 {
	var x float32
	for k := range s.chunks {
		x += s.width(k)
		if x > limit {
			break
		}
	}
	return x
}

// near returns the boundary between characters that is nearest to x.
func (s *setting) near(x float32) int {
	var start float32
	for k := range s.chunks {
		w := s.width(k)
		if x > start+w && k < len(s.chunks)-1 {
			start += w
			continue
		}
		from, to := k*chunkChars, min(len(s.chars), (k+1)*chunkChars)
		at := func(i int) float32 {
			if i == 0 {
				return start
			}
			return start + s.measure(s.shown(from, from+i), s.size, s.bold)
		}
		i := sort.Search(to-from, func(i int) bool { return at(i) >= x })
		if i > 0 && x-at(i-1) < at(i)-x {
			i--
		}
		return from + i
	}
	return 0
}
