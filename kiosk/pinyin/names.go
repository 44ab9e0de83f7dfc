package pinyin

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"
)

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
	given [maxKeys + 1][]name // the cheapest given names from each position to the end
	done  [maxKeys + 1]bool
	top   map[*match][]hit
}

const (
	keptNames   = 12 // names collected
	topSurnames = 6
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
	return n.l.decent(to, pen)
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

// spelled calls found with every position at which the syllables, read from position from,
// may end, and the penalty.
func (n *namer) spelled(syls []uint16, from int, pen float32, found func(to int, pen float32)) {
	if len(syls) == 0 {
		found(from, pen)
		return
	}
	for _, e := range n.l.edges[from] {
		if e.m.set.has(syls[0]) && n.fits(e.to, pen+e.pen) {
			n.spelled(syls[1:], e.to, pen+e.pen, found)
		}
	}
}

// join adds the names with a surname that ends at position to.
func (n *namer) join(s surname, to int, pen float32) {
	if to == n.l.limit {
		n.best = addCheapest(n.best, s.text, s.syls, nil, pen+s.cost)
		return
	}
	for _, g := range n.givenFrom(to) {
		n.best = addCheapest(n.best, s.text+g.text, s.syls, g.syls, pen+s.cost+g.cost)
	}
}

// rest tries the given name that follows the text before the caret, or the rest of one, or
// the rest of a compound surname: 阳 after 欧.
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

// again adds second characters of the given name: the one before the caret once more
// (娜 after 娜), the common ones, and those that people combine with it (宇 after 浩).
func (n *namer) again() {
	d := n.l.d
	for _, e := range n.l.edges[0] {
		if e.to != n.l.limit || e.tail {
			continue
		}
		for _, s := range e.m.syls {
			for w := d.first[s]; w < d.first[s+1]; w++ {
				if d.text(w) == n.at.last {
					n.best = addCheapest(n.best, n.at.last, d.sylsOf(w, 1), nil, e.pen+doubledCost)
				}
			}
		}
		for _, a := range n.characters(e.m) {
			n.best = addCheapest(n.best, d.text(a.word), d.sylsOf(a.word, 1), nil, e.pen+a.cost)
		}
		d.eachAfter(n.at.last, e, func(second string, syl uint16, cost float32) {
			n.best = addCheapest(n.best, second, []uint16{syl}, nil, e.pen+cost)
		})
	}
}

// crowded reports whether best has no room for a name of that cost.
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

// addCheapest inserts a name if it is among the cheapest. Each text is kept only once.
func addCheapest(best []name, text string, syls, more []uint16, cost float32) []name {
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
