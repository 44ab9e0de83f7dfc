package pinyin

import "slices"

// wordInName is added to the cost of a word of two or more characters in a name:
// most names are not words.
const wordInName = 5

// step is the last word on the cheapest path to a position.
type step struct {
	cost float32
	from int
	word uint32
}

// sentence returns the words of the cheapest reading of all keys up to limit, judged by
// the words' weights alone (Viterbi), and where each ends.
func (l *lattice) sentence(names bool) (words []hit) {
	if l.limit == 0 {
		return nil
	}
	var steps [maxKeys + 1]step
	for i := range l.limit + 1 {
		steps[i].cost = infinite //nolint:gosec // G602: limit is at most maxKeys
	}
	steps[0].cost = 0
	extra := float32(0)
	if names {
		extra = wordInName
	}
	for from := range l.limit {
		base := steps[from].cost
		if base == infinite {
			continue
		}
		for _, e := range l.edges[from] {
			if e.tail || !l.fits(e.to, l.here[from]+e.pen) {
				continue
			}
			word, cost := l.d.cheapest(e.m, names)
			if c := base + cost + e.pen; c < steps[e.to].cost {
				steps[e.to] = step{c, from, word}
			}
		}
		base += extra - l.here[from]
		l.words(from, func(at *node, characters, to int, pen float32) {
			limit := steps[to].cost - base - pen
			for w := at.first; w < at.last && l.d.cost[w] < limit; w++ {
				if l.matches(l.d.sylsOf(w, characters)) {
					steps[to] = step{base + pen + l.d.cost[w], from, w}
					return
				}
			}
		})
	}
	for at := l.limit; at > 0; at = steps[at].from {
		words = append(words, hit{steps[at].word, steps[at].cost, at})
	}
	slices.Reverse(words)
	return words
}

// cheapest returns the single character that a match most likely stands for, and its cost.
func (d *Dict) cheapest(m *match, names bool) (word uint32, cost float32) {
	cost = infinite
	for _, s := range m.syls {
		if d.first[s] == d.first[s+1] {
			continue
		}
		w, c := d.first[s], d.cost[d.first[s]]
		if names {
			w = d.given[w]
			c = d.givenCost[w]
		}
		if c < cost {
			word, cost = w, c
		}
	}
	return word, cost
}
