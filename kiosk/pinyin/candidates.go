package pinyin

import (
	"cmp"
	"slices"
)

// Candidate is a text that the first keys may stand for.
type Candidate struct {
	Text string
	Keys int // how many of the typed keys it consumes, including apostrophes
}

// candidate is a candidate with the number of letters it consumes, not counting apostrophes.
type candidate struct {
	text string
	to   int
}

// finder generates candidates on demand, best first. Its stages follow one
// another; within a stage the cheapest candidate comes first.
type finder struct {
	d      *Dict
	list   []candidate
	seen   map[candidate]bool
	stages []stage
	syls   []uint16 // of the best reading of all keys
	whole  *lattice // characters whose parts are all its keys are still to be offered; or nil
}

// stage is a list of candidates to offer first, and streams of further ones.
type stage struct {
	ahead []candidate
	merge
}

// find starts the search for candidates for the keys in the lattice.
func (f *finder) find(l *lattice, keys []key, o Options, at place) {
	f.d, f.list, f.seen, f.stages = l.d, f.list[:0], map[candidate]bool{}, f.stages[:0]
	f.syls, f.whole = nil, nil
	if l.n == 0 {
		if o.Names && at.begins {
			for _, s := range l.d.surnames {
				f.put(s.text, 0)
			}
		}
		return
	}
	if l.limit == 0 {
		f.put(literal(l, keys), len(literal(l, keys)))
		return
	}
	if o.Names {
		f.findNames(l, at)
		f.whole = l
	} else {
		f.findWords(l)
	}
}

// findApart starts the search for characters whose parts the keys in the lattice may stand for, and reports whether
// there are any. The key before them belongs to each.
func (f *finder) findApart(l *lattice, o Options) bool {
	f.d, f.list, f.seen, f.stages = l.d, f.list[:0], map[candidate]bool{}, f.stages[:0]
	f.syls, f.whole = nil, nil
	for _, text := range l.apart(o.Names, false) {
		f.put(text, l.n+1)
	}
	if len(f.list) == 0 {
		return false
	}
	f.put(string(apart), 1)
	return true
}

// literal returns the letters at the beginning that are not Pinyin.
func literal(l *lattice, keys []key) string {
	var out []byte
	for i, k := range keys {
		if len(l.edges[i]) > 0 {
			break
		}
		out = append(out, k.c)
	}
	return string(out)
}

// commonWords is how many words spelled by initials are offered before single characters.
const commonWords = 60

// findWords offers the best reading of all keys, then words and characters for the
// longest prefix of the keys, then for shorter ones.
func (f *finder) findWords(l *lattice) {
	f.putSentence(l, false)
	words := l.longer()
	var rest stage
	for to := l.limit; to > 0; to-- {
		var s stage
		common := min(len(words[to]), commonWords)
		s.add(stream{hits: words[to][:common]})
		rest.add(stream{hits: words[to][common:]})
		s.characters(l, to, false)
		f.stages = append(f.stages, s)
	}
	f.stages = append(f.stages, rest)
}

// findNames offers whole names, then surnames where one is expected, then characters by
// their frequency in given names, and words last.
func (f *finder) findNames(l *lattice, at place) {
	names := l.names(at)
	begin, likelihoods := l.beginning(at)
	if len(names) > 0 {
		for _, n := range names[:wholeNames(names, likelihoods)] {
			f.put(n.text, l.limit)
		}
		f.syls = names[0].syls
	} else {
		f.putSentence(l, true)
	}
	f.stages = append(f.stages, begin)
	words := l.longer()
	for to := l.limit; to > 0; to-- {
		var s stage
		s.characters(l, to, true)
		f.stages = append(f.stages, s)
	}
	for to := l.limit; to > 0; to-- {
		var s stage
		s.add(stream{hits: words[to]})
		f.stages = append(f.stages, s)
	}
}

// characters adds the single characters that the keys before position to may stand for.
func (s *stage) characters(l *lattice, to int, names bool) {
	for _, e := range l.edges[0] {
		if e.to == to && !e.tail && l.fits(to, e.pen) {
			s.singles(l.d, e, names)
		}
	}
}

// reads returns the least penalty at which the keys between two positions may stand for
// the syllables, or infinite.
func (l *lattice) reads(syls []uint16, from, to int, pen float32) float32 {
	best := infinite
	if len(syls) == 0 {
		if from == to {
			best = pen
		}
		return best
	}
	for _, e := range l.edges[from] {
		if e.to <= to && e.m.set.has(syls[0]) {
			best = min(best, l.reads(syls[1:], e.to, to, pen+e.pen))
		}
	}
	return best
}

// putSentence offers the cheapest reading of all keys.
func (f *finder) putSentence(l *lattice, names bool) {
	text := ""
	for _, w := range l.sentence(names) {
		text += l.d.text(w.word)
		f.syls = append(f.syls, l.d.sylsOf(w.word, l.d.characters(w.word))...)
	}
	f.put(text, l.limit)
}

// longer returns the words of two or more characters that the first keys may stand
// for, indexed by where they end, the cheapest first.
func (l *lattice) longer() (by [maxKeys + 1][]hit) {
	l.words(0, func(at *node, characters, to int, pen float32) {
		if to < l.limit && !l.decent(to, pen) {
			return // such as 你好啊 for the niha of nihao
		}
		for w := at.first; w < at.last; w++ {
			if l.matches(l.d.sylsOf(w, characters)) {
				by[to] = append(by[to], hit{w, l.d.cost[w] + pen, to})
			}
		}
	})
	for _, hits := range by {
		slices.SortFunc(hits, func(a, b hit) int {
			return cmp.Or(cmp.Compare(a.cost, b.cost), cmp.Compare(a.word, b.word))
		})
	}
	return by
}

// put adds a candidate unless it is there already.
func (f *finder) put(text string, to int) {
	c := candidate{text, to}
	if !f.seen[c] {
		f.seen[c] = true
		f.list = append(f.list, c)
	}
}

// fill generates candidates until there are n, or no more can be found.
func (f *finder) fill(n int) {
	for len(f.list) < n && (len(f.stages) > 0 || f.whole != nil) {
		if f.whole != nil && (len(f.list) > firstPage || len(f.stages) == 0) {
			for _, text := range f.whole.apart(true, true) {
				f.put(text, f.whole.n)
			}
			f.whole = nil
			continue
		}
		s := &f.stages[0]
		if len(s.ahead) > 0 {
			f.put(s.ahead[0].text, s.ahead[0].to)
			s.ahead = s.ahead[1:]
			continue
		}
		h, ok := s.next()
		if !ok {
			f.stages = f.stages[1:]
			continue
		}
		f.put(f.d.text(h.word), h.to)
	}
}
