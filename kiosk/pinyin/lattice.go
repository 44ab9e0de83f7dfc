package pinyin

import "math"

// penalty is what each kind of spelling adds to a word's cost: somebody who typed
// less may mean more things. The values were found by experiment on the tables of the
// tests.
var penalty = [kinds]float32{full: 0, vague: 2.5, start: 4, letter: 6}

// slack is how much higher than the best the penalty of a reading of the whole input may
// be for it still to be offered: one more initial.
const slack = 6.5

var infinite = float32(math.Inf(1))

// edge is one way to read the keys from one position up to another as one syllable.
type edge struct {
	to   int
	m    *match
	pen  float32
	tail bool // only as the end of a longer word: zhonggu for 中国
}

// lattice contains every way to split the keys into syllables.
type lattice struct {
	d     *Dict
	edges [maxKeys + 1][]edge  // from each position; the last has none
	n     int                  // number of keys
	limit int                  // what lies beyond is not Pinyin
	ahead [maxKeys + 1]float32 // least penalty from a position to limit
	here  [maxKeys + 1]float32 // least penalty from the beginning to a position
	path  [maxWord]*match      // of the walk in progress
}

// build finds all edges of the keys.
func (l *lattice) build(d *Dict, spelling *spelling, keys []key) {
	l.d, l.n = d, len(keys)
	var letters [maxKeys]byte
	for i, k := range keys {
		letters[i] = k.c
	}
	for from := range l.n + 1 {
		l.edges[from] = l.edges[from][:0]
		for to := from + 1; to <= min(len(keys), from+maxLetters); to++ {
			end := to == len(keys) || keys[to-1].cut != noCut
			if at := spelling.look(letters[from:to]); at != nil {
				for k, m := range at {
					if m == nil || kind(k) == start && !end {
						continue
					}
					tail := kind(k) == start && at[full] != nil
					l.edges[from] = append(l.edges[from], edge{to, m, penalty[k], tail})
				}
			}
			if end {
				break
			}
		}
	}
	l.measure()
}

// measure computes how far the keys can be read as Pinyin, and the least penalties.
func (l *lattice) measure() {
	for i := range l.n + 1 {
		l.here[i], l.ahead[i] = infinite, infinite
	}
	l.here[0], l.limit = 0, 0
	for i := range l.n {
		if l.here[i] == infinite {
			continue
		}
		for _, e := range l.edges[i] {
			if e.tail {
				continue // a whole syllable ends there too, and costs less
			}
			l.here[e.to] = min(l.here[e.to], l.here[i]+e.pen)
			l.limit = max(l.limit, e.to)
		}
	}
	l.ahead[l.limit] = 0
	for i := l.limit - 1; i >= 0; i-- {
		for _, e := range l.edges[i] {
			if e.to <= l.limit {
				l.ahead[i] = min(l.ahead[i], e.pen+l.ahead[e.to])
			}
		}
	}
}

// fits reports whether a reading of the keys before position to, with that penalty, can
// be part of a reading of the whole that is not much worse than the best.
func (l *lattice) fits(to int, pen float32) bool {
	return to <= l.limit && pen+l.ahead[to] <= l.ahead[0]+slack
}

// decent is like fits, but allows no initials if all keys can be read as whole
// syllables: people who spell one syllable out spell them all.
func (l *lattice) decent(to int, pen float32) bool {
	more := float32(slack)
	if l.ahead[0] < penalty[letter] {
		more = penalty[letter] - 1
	}
	return to <= l.limit && pen+l.ahead[to] <= l.ahead[0]+more
}

// hit is a word that some keys may stand for.
type hit struct {
	word uint32
	cost float32
	to   int
}

// words calls found for every node of words of two or more characters that the keys
// from position from on lead to, with where they end and their penalty. path then holds
// the syllables that each word of the node must have.
func (l *lattice) words(from int, found func(at *node, characters, to int, pen float32)) {
	l.walk(from, 0, 0, l.here[from], found)
}

func (l *lattice) walk(from int, at uint16, depth int, pen float32, found func(at *node, characters, to int, pen float32)) {
	if depth == maxWord {
		return
	}
	for _, e := range l.edges[from] {
		if !l.fits(e.to, pen+e.pen) || e.tail && depth == 0 {
			continue
		}
		l.path[depth] = e.m
		for _, initial := range e.m.initials {
			next := l.d.nodes[at].child[initial]
			if next == 0 {
				continue
			}
			found(&l.d.nodes[next], depth+1, e.to, pen+e.pen)
			l.walk(e.to, next, depth+1, pen+e.pen, found)
		}
	}
}

// matches reports whether the syllables are those of the walk in progress.
func (l *lattice) matches(syls []uint16) bool {
	for i, s := range syls {
		if !l.path[i].set.has(s) {
			return false
		}
	}
	return true
}
