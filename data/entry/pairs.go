package entry

import (
	"maps"
	"slices"
)

// Tie is what one line says of two people: that both signed up as one person or, with Undo, that this was a mistake.
type Tie struct {
	Line *Entry
	Into string // the other person, whose record is the one that is shown
	Undo bool
	// Inside says that only the sealed part names Into, as in joins from before partners stood in the clear.
	Inside bool
}

// Tie returns what the line says of two people in the clear; false if it names no partner.
func (e *Entry) Tie() (Tie, bool) {
	return Tie{Line: e, Into: e.Partner, Undo: e.Kind == KindUnjoin}, e.Partner != ""
}

// Pairs says which sign-ups are one person's. Everybody whom pairs link, directly or over others, is one.
type Pairs struct {
	of map[string]*one
}

// one is a person with several sign-ups.
type one struct {
	all   []string // their ids, in order
	shown string
}

// pair is the ids of two people in order: whoever is joined into whom, it is the same pair.
type pair [2]string

func pairOf(a, b string) pair { return pair{min(a, b), max(a, b)} }

// PairsOf works out which pairs hold. The order and repetition of the lines do not matter: of those about one pair, the
// last in the order of (tick, booth, seq, id) decides. A line that says so only inside the seal counts where none about
// the same pair says it in the clear, so that with a key nobody takes two people for one whom others take for two.
func PairsOf(ties []Tie) Pairs {
	ties = slices.Clone(ties)
	slices.SortFunc(ties, func(a, b Tie) int { return a.Line.Compare(b.Line) })
	last, clear := map[pair]int{}, map[pair]bool{}
	for i, t := range ties {
		p := pairOf(t.Line.Person, t.Into)
		if t.Inside && clear[p] {
			continue
		}
		last[p], clear[p] = i, !t.Inside
	}
	u := unions{}
	for _, i := range slices.Sorted(maps.Values(last)) {
		if t := ties[i]; !t.Undo && t.Into != t.Line.Person {
			u.unite(t.Line.Person, t.Into)
		}
	}
	p := Pairs{map[string]*one{}}
	for _, id := range slices.Sorted(maps.Keys(u)) {
		root := u.root(id)
		o := p.of[root]
		if o == nil {
			o = &one{shown: u[root].shown}
			p.of[root] = o
		}
		p.of[id] = o
		o.all = append(o.all, id)
	}
	return p
}

// unions are disjoint sets of people, each with the one whose record is shown.
type unions map[string]*node

type node struct {
	up    string
	size  int
	shown string
}

func (u unions) root(id string) string {
	if u[id] == nil {
		u[id] = &node{id, 1, id}
	}
	for u[id].up != id {
		u[id].up = u[u[id].up].up
		id = u[id].up
	}
	return id
}

// unite adds the set of a to that of b, whose record stays. Within one set nothing changes: a circle takes nobody away.
func (u unions) unite(a, b string) {
	x, y := u.root(a), u.root(b)
	if x == y {
		return
	}
	shown := u[y].shown
	if u[x].size > u[y].size {
		x, y = y, x
	}
	u[x].up = y
	u[y].size += u[x].size
	u[y].shown = shown
}

// None says whether nobody is in a pair.
func (p Pairs) None() bool { return len(p.of) == 0 }

// Has says whether this person is in a pair.
func (p Pairs) Has(person string) bool { return p.of[person] != nil }

// Of returns everybody who is one person with this one, this one included, in the order of their ids.
func (p Pairs) Of(person string) []string {
	if o := p.of[person]; o != nil {
		return slices.Clone(o.all)
	}
	return []string{person}
}

// First returns the same id for everybody who is one person: that of a person who is in no pair is their own.
func (p Pairs) First(person string) string {
	if o := p.of[person]; o != nil {
		return o.all[0]
	}
	return person
}

// Shown returns whose record is the one that is shown of this person.
func (p Pairs) Shown(person string) string {
	if o := p.of[person]; o != nil {
		return o.shown
	}
	return person
}

// Count returns how many people these ids are.
func (p Pairs) Count(ids map[string]bool) int {
	if p.None() {
		return len(ids)
	}
	all := map[string]bool{}
	for id := range ids {
		all[p.First(id)] = true
	}
	return len(all)
}

// Close adds everybody who is one person with somebody in the set.
func (p Pairs) Close(set map[string]bool) {
	if p.None() {
		return
	}
	done := map[*one]bool{}
	for id, in := range maps.Clone(set) {
		o := p.of[id]
		if !in || o == nil || done[o] {
			continue
		}
		done[o] = true
		for _, other := range o.all {
			set[other] = true
		}
	}
}

// Within returns those of these ids who are the first of their person among them, in the same order.
func (p Pairs) Within(ids []string) (out []string) {
	seen := map[string]bool{}
	for _, id := range ids {
		if first := p.First(id); !seen[first] {
			seen[first] = true
			out = append(out, id)
		}
	}
	return out
}
