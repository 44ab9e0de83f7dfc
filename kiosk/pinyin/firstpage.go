package pinyin

import (
	"cmp"
	"math"
	"slices"
)

// What a name needs should be among the candidates that a keyboard shows at once: at most
// firstPage, and no more than fit side by side. Widths are measured in characters; the
// space around a candidate takes margin, and the candidate bar of the booth's keyboard at
// 1280×800 has room for 28.
const (
	firstPage = 10
	room      = 28
	margin    = 1.4
)

// A whole name on the first page saves taps, but it takes the place of a surname or a
// character with which other names could begin. worthWhole is how much a whole name
// counts compared with such a beginning of the same likelihood, found by experiment on
// lists of names; there are at most mostWhole of them, and none whose cost exceeds that
// of the first by more than farBehind.
const (
	farBehind  = 4.5
	worthWhole = 0.2
	mostWhole  = 6
)

// wholeNames returns how many of the names to put before the beginnings on the first
// page. beginnings are their likelihoods, in the order in which they are offered.
func wholeNames(names []name, beginnings []float64) int {
	best, most := 0.0, 1
	value, width := 0.0, 0.0
	for k, n := range names[:min(len(names), mostWhole)] {
		if n.cost > names[0].cost+farBehind {
			break
		}
		value += worthWhole * math.Exp(-float64(n.cost))
		width += margin + float64(len(n.syls))
		all := value
		places := min(firstPage-k-1, int((room-width)/(margin+1)))
		for _, p := range beginnings[:max(0, min(len(beginnings), places))] {
			all += p
		}
		if all > best {
			best, most = all, k+1
		}
	}
	return most
}

// beginning returns the stage of what a name can begin with: surnames where one is
// expected, then characters of given names, each weighted by how likely the remaining
// keys are as the rest of a name. It also returns the likelihoods of the first ones.
func (l *lattice) beginning(at place) (s stage, first []float64) {
	var surnames []offer
	for to := 1; to <= l.limit; to++ {
		rest := float32(-math.Log(max(l.restMass(to, at.given), unlikely(to))))
		if at.begins {
			surnames = l.surnames(surnames, to)
		}
		for _, e := range l.edges[0] {
			if e.to == to && l.well(e) {
				e.pen += rest
				s.singles(l.d, e, true)
			}
		}
	}
	slices.SortStableFunc(surnames, func(a, b offer) int { return cmp.Compare(a.cost, b.cost) })
	for _, o := range surnames {
		s.ahead = append(s.ahead, o.candidate)
		first = append(first, math.Exp(-float64(o.cost+o.gain)))
	}
	if at.begins {
		return s, first
	}
	characters, lifted := []offer(nil), l.lifted(at)
	for len(characters) < liftedFrom {
		h, ok := s.next()
		if !ok {
			break
		}
		o := offer{candidate: candidate{l.d.text(h.word), h.to}, cost: h.cost}
		if more := lifted[o.candidate]; more > 0 {
			o.cost = float32(-math.Log(math.Exp(-float64(o.cost)) + more))
		}
		characters = append(characters, o)
	}
	slices.SortStableFunc(characters, func(a, b offer) int { return cmp.Compare(a.cost, b.cost) })
	for _, o := range characters {
		s.ahead = append(s.ahead, o.candidate)
		first = append(first, math.Exp(-float64(o.cost)))
	}
	return s, first
}

// liftedFrom is how many of the likeliest characters are reordered by the given
// names that many people share. Characters further down keep their place.
const liftedFrom = 60

// offer is a candidate with its cost, and the gain by which that was lowered.
type offer struct {
	candidate
	cost, gain float32
}

// compoundGain moves surnames of two characters further ahead than their number of
// bearers would: few syllables sound like one, and nobody expects to have to split them.
const compoundGain = 5

// surnames appends the surnames that end at position to.
func (l *lattice) surnames(offers []offer, to int) []offer {
	rest := float32(-math.Log(max(l.givenMass(to), unlikely(to))))
	for _, s := range l.d.compounds {
		if pen := l.reads(s.syls, 0, to, 0); l.decent(to, pen) {
			offers = append(offers, offer{candidate{s.text, to}, s.cost + rest + pen - compoundGain, compoundGain})
		}
	}
	for _, e := range l.edges[0] {
		if e.to != to || !l.well(e) {
			continue
		}
		for _, s := range l.d.surnames {
			if len(s.syls) == 1 && e.m.set.has(s.syls[0]) {
				offers = append(offers, offer{candidate{s.text, to}, s.cost + rest + e.pen, 0})
			}
		}
	}
	return offers
}

// well reports whether an edge at the beginning can be part of one of the best-spelled
// readings of all keys.
func (l *lattice) well(e edge) bool {
	return !e.tail && l.decent(e.to, e.pen)
}

// unlikely is the likelihood of a rest that is not a given name of one or two
// characters. The longer the beginning before it, the likelier that it was meant.
func unlikely(to int) float64 { return 1e-12 * math.Exp(2*float64(to)) }

// restMass is the total likelihood of the ways in which a given name whose first character
// ends at position from can go on. given is the number of its characters already entered.
func (l *lattice) restMass(from, given int) float64 {
	if from == l.limit {
		return oneGiven
	}
	if given > 0 {
		return 0
	}
	mass := 0.0
	for _, e := range l.edges[from] {
		if e.to == l.limit && !e.tail {
			mass += (1 - oneGiven) * l.d.mass(e)
		}
	}
	return mass
}

// givenMass is the total likelihood of the given names that begin at position from.
func (l *lattice) givenMass(from int) float64 {
	if from == l.limit {
		return 1
	}
	mass := 0.0
	for _, e := range l.edges[from] {
		if !e.tail {
			mass += l.d.mass(e) * l.restMass(e.to, 0)
		}
	}
	return mass
}

// mass is the share, among the characters in given names, of those that an edge may stand
// for, reduced by its penalty.
func (d *Dict) mass(e edge) float64 {
	sum := 0.0
	for _, s := range e.m.syls {
		sum += d.givenMass[s]
	}
	return sum * math.Exp(-float64(e.pen))
}
