package pinyin

import "math"

// The share of given names that have one character, and the share of the others in which
// it is doubled. Neither is a statistic: they are rough, chosen so that 娜娜 comes before
// 娜那 and 张伟 before 张威一, and are used only to order candidates.
const (
	oneGiven = 0.12
	doubled  = 0.02
)

// topGiven is how many characters are tried for each syllable of a given name.
const topGiven = 12

var (
	oneGivenCost = float32(-math.Log(oneGiven))
	twoGivenCost = float32(-math.Log(1 - oneGiven))
	doubledCost  = float32(-math.Log(doubled))
)

// givenFrom returns the cheapest given names of one or two characters that the keys
// from position from to the end may stand for.
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
				best = addCheapest(best, d.text(a.word), d.sylsOf(a.word, 1), nil, oneGivenCost+a.cost+e.pen)
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

// pairs adds the given names of two characters that two edges may stand for.
func (n *namer) pairs(best []name, e, f edge) []name {
	d := n.l.d
	best = n.shared(best, e, f)
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
			best = addCheapest(best, text+d.text(b.word), syls, d.sylsOf(b.word, 1), cost)
		}
		if f.m.set.has(syls[0]) {
			best = addCheapest(best, text+text, syls, syls, base+a.cost+doubledCost)
		}
	}
	return best
}

// wordGain lowers the cost of a given name that is also a word: 志强, 国庆, 海燕.
const wordGain = 1.5

// isWord reports whether two characters form a word of the dictionary.
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

// characters returns the likeliest characters of given names for a match.
func (n *namer) characters(m *match) []hit {
	if had, ok := n.top[m]; ok {
		return had
	}
	var all merge
	all.singles(n.l.d, edge{m: m}, true)
	var top []hit
	for len(top) < topGiven {
		h, ok := all.next()
		if !ok {
			break
		}
		top = append(top, h)
	}
	n.top[m] = top
	return top
}
