package pinyin

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode/utf8"
)

// Of mainland names, how many have one character after the surname, and in how many
// of the others is it doubled.
const (
	oneGiven = 0.12
	doubled  = 0.02
)

var (
	oneGivenCost = float32(-math.Log(oneGiven))
	twoGivenCost = float32(-math.Log(1 - oneGiven))
	doubledCost  = float32(-math.Log(doubled))
)

// place is where in a name the caret stands.
type place struct {
	begins bool   // nothing yet: a surname comes
	given  int    // characters of the given name already there
	last   string // the character before the caret
	before string // all that stands there; nothing after a dot
}

// placeAfter tells it from the text before the caret. What follows a dot or a
// space is a given name: 买买提·艾力.
func (d *Dict) placeAfter(text string) place {
	if text == "" {
		return place{begins: true}
	}
	_, size := utf8.DecodeLastRuneInString(text)
	p := place{before: text, last: text[len(text)-size:]}
	if at := strings.LastIndexAny(text, "·•・‧ "); at >= 0 {
		_, size := utf8.DecodeRuneInString(text[at:])
		p.before = ""
		p.given = utf8.RuneCountInString(text[at+size:])
		return p
	}
	p.given = utf8.RuneCountInString(text) - 1
	for at := range text {
		if _, ok := d.surnameCost[text[:at]]; ok {
			p.given = utf8.RuneCountInString(text[at:])
		}
	}
	if _, ok := d.surnameCost[text]; ok {
		p.given = 0
	}
	return p
}

// name is a reading of all keys as a name, or as the rest of one.
type name struct {
	text string
	syls []uint16
	cost float32
}

// namer collects the cheapest names.
type namer struct {
	l     *lattice
	at    place
	best  []name
	given [maxKeys + 1][]name // the cheapest given names from there to the end
	done  [maxKeys + 1]bool
	top   map[*match][]hit
}

const (
	keptNames   = 12 // names collected
	topGiven    = 12 // characters tried for each syllable of a given name
	topSurnames = 6
	nameSlack   = 3 // penalty beyond the best; no initial where a syllable will do
)

// names returns the cheapest readings of all keys as a name, the cheapest first.
func (l *lattice) names(at place) []name {
	n := &namer{l: l, at: at, top: map[*match][]hit{}}
	if at.begins {
		n.surnames()
	} else {
		n.rest()
	}
	sortNames(n.best)
	return n.best
}

func sortNames(names []name) {
	slices.SortFunc(names, func(a, b name) int {
		return cmp.Or(cmp.Compare(a.cost, b.cost), cmp.Compare(a.text, b.text))
	})
}

// fits is like lattice.fits, but stricter.
func (n *namer) fits(to int, pen float32) bool {
	return to <= n.l.limit && pen+n.l.ahead[to] <= n.l.ahead[0]+nameSlack
}

// surnames tries every surname at the beginning of the keys.
func (n *namer) surnames() {
	d := n.l.d
	for _, s := range d.compounds {
		n.spelled(s.syls, 0, 0, func(to int, pen float32) { n.join(s, to, pen) })
	}
	for _, e := range n.l.edges[0] {
		if e.tail || !n.fits(e.to, e.pen) {
			continue
		}
		tried := 0
		for _, s := range d.surnames {
			if len(s.syls) == 1 && e.m.set.has(s.syls[0]) {
				n.join(s, e.to, e.pen)
				if tried++; tried == topSurnames {
					break
				}
			}
		}
	}
}

// spelled calls found with every end of the syllables from there on.
func (n *namer) spelled(syls []uint16, from int, pen float32, found func(to int, pen float32)) {
	if len(syls) == 0 {
		found(from, pen)
		return
	}
	if from >= n.l.limit {
		return
	}
	for _, e := range n.l.edges[from] {
		if e.m.set.has(syls[0]) && n.fits(e.to, pen+e.pen) {
			n.spelled(syls[1:], e.to, pen+e.pen, found)
		}
	}
}

// join adds the names of a surname that ends there.
func (n *namer) join(s surname, to int, pen float32) {
	if to == n.l.limit {
		n.best = keep(n.best, s.text, s.syls, nil, pen+s.cost)
		return
	}
	for _, g := range n.givenFrom(to) {
		n.best = keep(n.best, s.text+g.text, s.syls, g.syls, pen+s.cost+g.cost)
	}
}

// rest tries the given name that follows what stands before the caret, or what is
// left of it, or of a compound surname: 阳 after 欧.
func (n *namer) rest() {
	d := n.l.d
	if cost, ok := d.surnameCost[n.at.before]; ok || n.at.given == 0 {
		if !ok {
			cost = rareSurname
		}
		for _, s := range d.compounds {
			if rest, ok := strings.CutPrefix(s.text, n.at.before); ok && rest != "" && n.at.before != "" {
				s.syls = s.syls[utf8.RuneCountInString(n.at.before):]
				s.text = rest
				s.cost -= cost
				n.spelled(s.syls, 0, 0, func(to int, pen float32) { n.join(s, to, pen) })
			}
		}
	}
	switch n.at.given {
	case 0:
		n.best = append(n.best, n.givenFrom(0)...)
	case 1:
		n.again()
	}
}

// rareSurname is the cost of a surname that is in no table.
const rareSurname = 14

// givenFrom returns the cheapest given names of one or two characters that the keys
// from there to the end may stand for.
func (n *namer) givenFrom(from int) []name {
	if n.done[from] {
		return n.given[from]
	}
	n.done[from] = true
	d := n.l.d
	pen := n.l.here[from]
	var best []name
	for _, e := range n.l.edges[from] {
		if e.tail || !n.fits(e.to, pen+e.pen) {
			continue
		}
		if e.to == n.l.limit {
			for _, a := range n.characters(e.m) {
				best = keep(best, d.text(a.word), d.sylsOf(a.word, 1), nil, oneGivenCost+a.cost+e.pen)
			}
			continue
		}
		for _, f := range n.l.edges[e.to] {
			if !f.tail && f.to == n.l.limit && n.fits(f.to, pen+e.pen+f.pen) {
				best = n.pairs(best, e, f)
			}
		}
	}
	sortNames(best)
	n.given[from] = best
	return best
}

// pairs adds the given names of two characters that two edges stand for.
func (n *namer) pairs(best []name, e, f edge) []name {
	d := n.l.d
	base := twoGivenCost + e.pen + f.pen
	first, second := n.characters(e.m), n.characters(f.m)
	for _, a := range first {
		text, syls := d.text(a.word), d.sylsOf(a.word, 1)
		for _, b := range second {
			cost := base + a.cost + b.cost
			if crowded(best, cost-wordGain) {
				break
			}
			if d.isWord(a.word, b.word) {
				cost -= wordGain
			}
			best = keep(best, text+d.text(b.word), syls, d.sylsOf(b.word, 1), cost)
		}
		if f.m.set.has(syls[0]) {
			best = keep(best, text+text, syls, syls, base+a.cost+doubledCost)
		}
	}
	return best
}

// wordGain makes a given name that is also a word likelier: 志强, 国庆, 海燕.
const wordGain = 1.5

// isWord reports whether two characters are a word of the dictionary.
func (d *Dict) isWord(a, b uint32) bool {
	s, t := d.syls[a], d.syls[b]
	at := d.nodes[0].child[d.initial[s]]
	if at == 0 {
		return false
	}
	if at = d.nodes[at].child[d.initial[t]]; at == 0 {
		return false
	}
	text := d.text(a) + d.text(b)
	for w := d.nodes[at].first; w < d.nodes[at].last; w++ {
		if syls := d.sylsOf(w, 2); syls[0] == s && syls[1] == t && string(d.words[d.start[w]:d.start[w+1]]) == text {
			return true
		}
	}
	return false
}

// again adds the character before the caret once more: 娜 after 娜.
func (n *namer) again() {
	d := n.l.d
	for _, e := range n.l.edges[0] {
		if e.to != n.l.limit || e.tail {
			continue
		}
		for _, s := range e.m.syls {
			for w := d.first[s]; w < d.first[s+1]; w++ {
				if d.text(w) == n.at.last {
					n.best = keep(n.best, n.at.last, d.sylsOf(w, 1), nil, e.pen+doubledCost)
				}
			}
		}
		for _, a := range n.characters(e.m) {
			n.best = keep(n.best, d.text(a.word), d.sylsOf(a.word, 1), nil, e.pen+a.cost)
		}
	}
}

// characters returns the likeliest characters of given names for a match.
func (n *namer) characters(m *match) []hit {
	if had, ok := n.top[m]; ok {
		return had
	}
	var all merge
	all.singles(n.l.d, edge{m: m}, true)
	var top []hit
	for len(top) < topGiven {
		h, ok := all.take()
		if !ok {
			break
		}
		top = append(top, h)
	}
	n.top[m] = top
	return top
}

// crowded reports whether a name of that cost would find no place.
func crowded(best []name, cost float32) bool {
	if len(best) < keptNames {
		return false
	}
	for i := range best {
		if best[i].cost > cost {
			return false
		}
	}
	return true
}

// keep adds a name if it is among the cheapest; each text once.
func keep(best []name, text string, syls, more []uint16, cost float32) []name {
	worst := 0
	for i := range best {
		if best[i].text == text {
			if cost < best[i].cost {
				best[i].cost, best[i].syls = cost, join(syls, more)
			}
			return best
		}
		if best[i].cost > best[worst].cost {
			worst = i
		}
	}
	if len(best) < keptNames {
		return append(best, name{text, join(syls, more), cost})
	}
	if cost < best[worst].cost {
		best[worst] = name{text, join(syls, more), cost}
	}
	return best
}

func join(a, b []uint16) []uint16 { return append(a[:len(a):len(a)], b...) }
