package pinyin

import (
	"math"
	"unicode/utf8"
)

// pair is a given name of two characters that many people share. Characters alone
// would put 一晨 before 奕辰: which ones people combine says more than how common each
// of them is.
type pair struct {
	text string
	syls [2]uint16
	cost float32 // -ln of its share of all people
}

// pairs holds all pairs, most common first in each group.
type pairs struct {
	byInitials [maxInitials][maxInitials][]pair
	byFirst    map[string][]pair // by their first character
}

func (d *Dict) decodePairs(r *reader) {
	d.pairs.byFirst = map[string][]pair{}
	for range r.number(maxWords) {
		var p pair
		for i := range p.syls {
			p.syls[i] = uint16(r.number(len(d.syllables) - 1))
		}
		p.text = string(r.characters(len(p.syls)))
		people := r.number(math.MaxInt32)
		if r.err != nil {
			return
		}
		p.cost = float32(-math.Log(max(float64(people), 0.5) / 1e6))
		group := &d.pairs.byInitials[d.initial[p.syls[0]]][d.initial[p.syls[1]]]
		*group = append(*group, p)
		d.pairs.byFirst[p.first()] = append(d.pairs.byFirst[p.first()], p)
	}
}

// first returns the first character.
func (p *pair) first() string {
	_, size := utf8.DecodeRuneInString(p.text)
	return p.text[:size]
}

// eachPair calls do with the pairs that two edges may stand for. When do returns false, the
// rest of the group with the same initials is skipped.
func (d *Dict) eachPair(e, f edge, do func(p *pair) bool) {
	for _, i := range d.initialsOf(e.m) {
		for _, j := range d.initialsOf(f.m) {
			group := d.pairs.byInitials[i][j]
			for k := range group {
				p := &group[k]
				if e.m.set.has(p.syls[0]) && f.m.set.has(p.syls[1]) && !do(p) {
					break
				}
			}
		}
	}
}

// initialsOf returns the initials of the syllables of a match.
func (d *Dict) initialsOf(m *match) (out []uint8) {
	var seen [maxInitials]bool
	for _, s := range m.syls {
		if i := d.initial[s]; !seen[i] {
			seen[i] = true
			out = append(out, i)
		}
	}
	return out
}

// shared adds the given names that many people share and that two edges may stand for.
func (n *namer) shared(best []name, e, f edge) []name {
	n.l.d.eachPair(e, f, func(p *pair) bool {
		cost := p.cost + e.pen + f.pen
		if crowded(best, cost) {
			return false
		}
		best = addCheapest(best, p.text, p.syls[:1], p.syls[1:], cost)
		return true
	})
	return best
}

// eachAfter calls do with the second characters of the pairs that begin with the given
// character, as far as an edge may stand for them. The cost is that of the second
// character given the first.
func (d *Dict) eachAfter(first string, e edge, do func(second string, syl uint16, cost float32)) {
	for _, p := range d.pairs.byFirst[first] {
		if e.m.set.has(p.syls[1]) {
			do(p.text[len(first):], p.syls[1], max(0, p.cost-d.givenCostOf(first, p.syls[0])))
		}
	}
}

// lifted returns what given names that many people share add to the likelihood of
// the characters that the first keys may stand for: 奕 is far likelier if chen
// follows, and 宇 after 浩.
func (l *lattice) lifted(at place) map[candidate]float64 {
	if at.begins || at.given > 1 {
		return nil
	}
	d := l.d
	out := map[candidate]float64{}
	for _, e := range l.edges[0] {
		if !l.well(e) {
			continue
		}
		if at.given == 1 {
			if e.to != l.limit {
				continue
			}
			d.eachAfter(at.last, e, func(second string, _ uint16, cost float32) {
				out[candidate{second, e.to}] += oneGiven * math.Exp(-float64(cost+e.pen))
			})
			continue
		}
		for _, f := range l.edges[e.to] {
			if f.tail || f.to != l.limit {
				continue
			}
			d.eachPair(e, f, func(p *pair) bool {
				out[candidate{p.first(), e.to}] += math.Exp(-float64(p.cost + e.pen + f.pen))
				return true
			})
		}
	}
	return out
}

// givenCostOf returns the cost of a character in given names.
func (d *Dict) givenCostOf(text string, syl uint16) float32 {
	for w := d.first[syl]; w < d.first[syl+1]; w++ {
		if d.text(w) == text {
			return d.givenCost[w]
		}
	}
	return infinite
}
