package pinyin

import (
	"cmp"
	"errors"
	"slices"
	"unicode/utf8"
)

// Characters can be typed by their parts too: 暕 is ri jian, 日 and 柬; 赟 is bin bei, or wen wu bei, since 斌 has parts
// of its own. It is for characters whose reading nobody is sure of, and for those that stand far behind others of the
// same sound. After apart, which begins no syllable, keys are parts and nothing else; without it, in a name,
// characters whose parts were all spelled out follow the first page.
const apart = 'u'

const (
	mostParts     = 6       // of a character
	mostReadings  = 32      // of a part
	maxComponents = 1 << 14 // different parts
	deepest       = 2       // how often a part may be taken apart
	mostApart     = 12      // characters offered without apart
)

// What makes a character less likely than those whose parts were spelled out, in order, to the last one.
const (
	unfinished = 20 // parts are left
	swapped    = 3  // the second of two parts was typed first
	shortened  = 3  // times the penalty of a syllable that is not spelled out
)

// component is a part of characters.
type component struct {
	set    set      // the syllables by which it is typed
	begins set      // the same, and those that its own parts begin with
	parts  []uint16 // its own; nil if it has none
}

// composed is a character with parts. What has none is its own only part.
type composed struct {
	char  rune
	parts []uint16
	cost  [2]float32 // least cost of its readings: in writing, in given names
}

// parts holds all characters with parts, in the order of their code points.
type parts struct {
	components []component
	made       []composed
}

func (d *Dict) decodeParts(r *reader) {
	texts := map[rune]int{}
	p := &d.parts
	for range r.number(maxComponents) {
		char, _ := utf8.DecodeRune(r.characters(1))
		var c component
		for range r.number(mostReadings) {
			c.set.add(uint16(r.number(len(d.syllables) - 1)))
		}
		if r.err != nil {
			return
		}
		texts[char] = len(p.components)
		p.components = append(p.components, c)
	}
	count := r.number(maxWords)
	var last rune
	all := make([]uint16, 0, 3*len(p.components)) // one piece of memory for most
	for range count {
		char := last + rune(r.number(utf8.MaxRune))
		n := r.number(mostParts)
		if r.err == nil && (n < 1 || char == last || !utf8.ValidRune(char)) {
			r.fail(errors.New("a character with parts that is none"))
		}
		from := len(all)
		for range n {
			all = append(all, uint16(r.number(len(p.components)-1)))
		}
		c := composed{char: char, parts: all[from:len(all):len(all)]}
		if r.err != nil {
			return
		}
		if at, ok := texts[char]; ok && n > 1 {
			p.components[at].parts = c.parts
		}
		p.made = append(p.made, c)
		last = char
	}
	for i := range p.components {
		p.begin(&p.components[i], &p.components[i], 0)
	}
}

// begin adds to begins what the part, or the first of its parts, is typed with.
func (p *parts) begin(to, c *component, depth int) {
	for i := range c.set {
		to.begins[i] |= c.set[i]
	}
	if c.parts != nil && depth < deepest {
		p.begin(to, &p.components[c.parts[0]], depth+1)
	}
}

// noReading is what a character costs that has none: it comes last.
const noReading = 100

// weighParts gives every character with parts its costs.
func (d *Dict) weighParts() {
	least := make(map[rune][2]float32, len(d.parts.made))
	for w := range d.first[len(d.syllables)] {
		char, _ := utf8.DecodeRune(d.words[d.start[w]:])
		cost, ok := least[char]
		if !ok {
			cost = [2]float32{noReading, noReading}
		}
		least[char] = [2]float32{min(cost[0], d.cost[w]), min(cost[1], d.givenCost[w])}
	}
	for i := range d.parts.made {
		c := &d.parts.made[i]
		cost, ok := least[c.char]
		if !ok {
			cost = [2]float32{noReading, noReading}
		}
		c.cost = cost
	}
}

// touches reports whether two sets have a syllable in common.
func (s *set) touches(o *set) bool {
	for i := range s {
		if s[i]&o[i] != 0 {
			return true
		}
	}
	return false
}

// apart returns the characters whose parts the keys may stand for, the likeliest first. With whole, only those whose
// parts were all spelled out in order.
func (l *lattice) apart(names, whole bool) []string {
	d := l.d
	if l.limit < l.n || l.n == 0 {
		return nil
	}
	var first set
	for _, e := range l.edges[0] {
		if whole && e.to == l.n && e.pen == 0 {
			return nil // one syllable: nobody means 革 and 安 by jian
		}
		for i := range first {
			first[i] |= e.m.set[i]
		}
	}
	kind := 0
	if names {
		kind = 1
	}
	type found struct {
		char rune
		cost float32
	}
	var all []found
	for i := range d.parts.made {
		c := &d.parts.made[i]
		if whole && len(c.parts) < 2 {
			continue
		}
		best := infinite
		if first.touches(&d.parts.components[c.parts[0]].begins) {
			best = shortened * l.assemble(c.parts, nil, 0, 0, 0)
		}
		if !whole && len(c.parts) == 2 && first.touches(&d.parts.components[c.parts[1]].begins) {
			best = min(best, swapped+shortened*l.assemble([]uint16{c.parts[1], c.parts[0]}, nil, 0, 0, 0))
		}
		if best >= infinite || whole && best >= shortened*penalty[start] {
			continue
		}
		all = append(all, found{c.char, best + c.cost[kind]})
	}
	slices.SortStableFunc(all, func(a, b found) int { return cmp.Compare(a.cost, b.cost) })
	if whole {
		all = all[:min(len(all), mostApart)]
	}
	out := make([]string, len(all))
	for i, f := range all {
		out[i] = string(f.char)
	}
	return out
}

// following are parts that come after those of a part that is taken apart.
type following struct {
	parts []uint16
	next  *following
}

// assemble returns the least penalty at which the keys from a position on may stand for the parts, or infinite.
func (l *lattice) assemble(parts []uint16, after *following, from int, pen float32, depth int) float32 {
	if from == l.n {
		left := len(parts)
		for ; after != nil; after = after.next {
			left += len(after.parts)
		}
		if left > 0 {
			pen += unfinished/shortened + float32(left)
		}
		return pen
	}
	if len(parts) == 0 {
		if after == nil {
			return infinite
		}
		return l.assemble(after.parts, after.next, from, pen, depth)
	}
	best := infinite
	first, others := parts[0], parts[1:] //nolint:gosec // G602: there is one, see above
	c := &l.d.parts.components[first]
	for _, e := range l.edges[from] {
		if from == 0 && e.pen >= penalty[letter] {
			continue // an initial alone says too little
		}
		if c.set.touches(&e.m.set) && l.decent(e.to, pen+e.pen) {
			best = min(best, l.assemble(others, after, e.to, pen+e.pen, depth))
		}
	}
	if c.parts != nil && depth < deepest {
		rest := &following{others, after}
		best = min(best, l.assemble(c.parts, rest, from, pen, depth+1))
	}
	return best
}

// split returns the key apart, which is before those of the lattice, and the cheapest reading of these as syllables,
// which all of them are.
func (l *lattice) split() []part {
	out := []part{{to: 1}}
	for at := 0; at < l.n; {
		var best edge
		cost := infinite
		for _, e := range l.edges[at] { // by their ends: of two that cost the same, the longer syllable
			if c := e.pen + l.ahead[e.to]; c <= cost {
				best, cost = e, c
			}
		}
		out = append(out, part{best.to + 1, l.d.syllables[best.m.syls[0]]})
		at = best.to
	}
	return out
}
