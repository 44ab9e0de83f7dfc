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
	given  int    // given-name characters already there
	last   string // the character before the caret
	before string // all that stands there
}

// placeAfter tells it from the text before the caret.
func (d *Dict) placeAfter(text string) place {
	if at := strings.LastIndexAny(text, "·•・ "); at >= 0 {
		_, size := utf8.DecodeRuneInString(text[at:])
		return place{last: text[at+size:], given: utf8.RuneCountInString(text[at+size:]), before: text[at+size:]}
	}
	if text == "" {
		return place{begins: true}
	}
	_, size := utf8.DecodeLastRuneInString(text)
	p := place{last: text[len(text)-size:], before: text, given: utf8.RuneCountInString(text) - 1}
	for name := range d.surnameSet {
		if rest, ok := strings.CutPrefix(text, name); ok {
			p.given = min(p.given, utf8.RuneCountInString(rest))
		}
	}
	return p
}

// name is a reading of all keys as a name, or as the rest of one.
type name struct {
	text string
	cost float32
}

// namer collects the cheapest names.
type namer struct {
	l    *lattice
	at   place
	best []name
	path []edge
	top  map[*match][]hit
}

const (
	keptNames   = 12 // names collected
	topGiven    = 10 // characters tried for each syllable of a given name
	topSurnames = 5
)

// names returns the cheapest whole names, the cheapest first.
func (l *lattice) names(at place) []name {
	n := &namer{l: l, at: at, top: map[*match][]hit{}}
	n.walk(0, 0)
	slices.SortFunc(n.best, func(a, b name) int {
		return cmp.Or(cmp.Compare(a.cost, b.cost), cmp.Compare(a.text, b.text))
	})
	return n.best
}

func (n *namer) walk(from int, pen float32) {
	if from == n.l.limit {
		n.score(pen)
		return
	}
	if len(n.path) == 4 {
		return
	}
	for _, e := range n.l.edges[from] {
		if !n.l.fits(e.to, pen+e.pen) {
			continue
		}
		n.path = append(n.path, e)
		n.walk(e.to, pen+e.pen)
		n.path = n.path[:len(n.path)-1]
	}
}

// score tries the path as surname and given name.
func (n *namer) score(pen float32) {
	if !n.at.begins {
		if n.at.given == 0 && len(n.path) == 2 {
			n.given("", pen, n.path)
		}
		if n.at.given == 1 && len(n.path) == 1 {
			n.again(pen)
		}
		return
	}
	if len(n.path) >= 2 {
		for i := range n.l.d.compounds {
			s := &n.l.d.compounds[i]
			if k := len(s.syls); k <= len(n.path) && n.spelled(s.syls) {
				n.given(s.text, pen+s.cost, n.path[k:])
			}
		}
		tried := 0
		for i := range n.l.d.surnames {
			s := &n.l.d.surnames[i]
			if len(s.syls) == 1 && n.spelled(s.syls) {
				n.given(s.text, pen+s.cost, n.path[1:])
				if tried++; tried == topSurnames {
					break
				}
			}
		}
	}
}

func (n *namer) spelled(syls []uint16) bool {
	for i, s := range syls {
		if !n.path[i].m.set.has(s) {
			return false
		}
	}
	return true
}

// given adds names of the surname with one or two given characters, or none.
func (n *namer) given(surname string, cost float32, path []edge) {
	d := n.l.d
	switch len(path) {
	case 0:
		n.keep(surname, cost)
	case 1:
		for _, a := range n.characters(path[0].m) {
			if !n.keep(surname+d.text(a.word), cost+oneGivenCost+a.cost) {
				break
			}
		}
	case 2:
		first, second := n.characters(path[0].m), n.characters(path[1].m)
		for _, a := range first {
			text := surname + d.text(a.word)
			for i, b := range second {
				kept := n.keep(text+d.text(b.word), cost+twoGivenCost+a.cost+b.cost)
				if !kept && i == 0 {
					break
				} else if !kept {
					break
				}
			}
			if path[1].m.set.has(d.syls[a.word]) {
				n.keep(text+d.text(a.word), cost+twoGivenCost+a.cost+doubledCost)
			}
		}
	}
}

// again adds the character before the caret once more: 娜 after 娜.
func (n *namer) again(pen float32) {
	d := n.l.d
	for _, s := range n.path[0].m.syls {
		for w := d.first[s]; w < d.first[s+1]; w++ {
			if d.text(w) == n.at.last {
				n.keep(n.at.last, pen+doubledCost)
			}
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

// keep adds a name and reports whether it was among the cheapest.
func (n *namer) keep(text string, cost float32) bool {
	worst := -1
	for i := range n.best {
		if n.best[i].text == text {
			n.best[i].cost = min(n.best[i].cost, cost)
			return true
		}
		if worst < 0 || n.best[i].cost > n.best[worst].cost {
			worst = i
		}
	}
	if len(n.best) < keptNames {
		n.best = append(n.best, name{text, cost})
		return true
	}
	if cost >= n.best[worst].cost {
		return false
	}
	n.best[worst] = name{text, cost}
	return true
}
