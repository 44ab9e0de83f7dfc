package pinyin

import (
	"cmp"
	"slices"
)

// reading is what the first of the keys 2…9 may be read as.
type reading struct {
	letters string
	whole   bool // a syllable, not only its initial
	cost    float32
}

// Syllables returns, with 9 keys, the readings of the first keys whose syllable has
// not been decided yet, best first: 64 gives ni, mi, o, m, n. The reading shown comes
// first, then longer ones before shorter ones.
func (c *Composer) Syllables() []string {
	var out []string
	for _, r := range c.readings() {
		out = append(out, r.letters)
	}
	return out
}

// ChooseSyllable decides, with 9 keys, how the first undecided keys are read; i is an
// index into what Syllables returns. A reading that does not exist changes nothing.
func (c *Composer) ChooseSyllable(i int) {
	all := c.readings()
	if i < 0 || i >= len(all) {
		return
	}
	letters := all[i].letters
	at := c.undecided()
	end := at + len(letters)
	c.decisions = append(c.decisions, decision{
		keys:  append([]key(nil), c.keys[at:end]...),
		at:    at,
		typed: count(c.keys),
	})
	for i := range letters {
		c.keys[at+i].c = letters[i]
	}
	if last := &c.keys[end-1]; last.cut == noCut {
		last.cut = decided
	}
	c.recompute()
	c.fresh = false
}

// undecided returns the position of the first key that is still a digit.
func (c *Composer) undecided() int { return max(c.at, c.syllables) }

// readings returns what the first undecided keys may be read as.
func (c *Composer) readings() []reading {
	if !c.o.Nine {
		return nil
	}
	c.update()
	at := c.undecided()
	keys := c.keys[at:min(len(c.keys), at+maxLetters)]
	if end := slices.IndexFunc(keys, func(k key) bool { return k.cut != noCut }); end >= 0 {
		keys = keys[:end+1]
	}
	shown := c.shownAt(at - c.at)
	var out []reading
	s := c.d.spelling(c.o)
	var pressed []byte
	for i, k := range keys {
		if k.c > '9' {
			k.c = digits(string(rune(k.c)))[0]
		}
		pressed = append(pressed, k.c)
		for _, letters := range s.onKeys[string(pressed)] {
			if !typedFor(keys[:i+1], letters) {
				continue // a letter was typed, but a different one
			}
			at := s.table[letters]
			switch {
			case at[full] != nil && (c.d.named(letters) || letters == shown):
				_, cost := c.d.cheapest(at[full], c.o.Names)
				out = append(out, reading{letters, true, cost})
			case at[letter] != nil && (len(letters) == 1 || slices.Contains(c.d.initials, letters)):
				_, cost := c.d.cheapest(at[letter], c.o.Names)
				out = append(out, reading{letters, false, cost})
			}
		}
	}
	if at == c.at && len(keys) > 0 && keys[0].c == digits(string(apart))[0] {
		out = append(out, reading{string(apart), false, infinite})
	}
	rank := func(r reading) int {
		switch {
		case r.letters == shown:
			return 0
		case r.whole:
			return 1
		default:
			return 2
		}
	}
	slices.SortFunc(out, func(a, b reading) int {
		return cmp.Or(
			cmp.Compare(rank(a), rank(b)),
			cmp.Compare(len(b.letters), len(a.letters)),
			cmp.Compare(a.cost, b.cost),
			cmp.Compare(a.letters, b.letters),
		)
	})
	return out
}

// named reports whether the letters are a syllable in the dictionary's spelling.
func (d *Dict) named(letters string) bool {
	_, ok := slices.BinarySearch(d.syllables, letters)
	return ok
}

// shownAt returns the letters of the syllable that is shown for the keys from position from.
func (c *Composer) shownAt(from int) string {
	at := 0
	for _, p := range c.parts() {
		if at == from {
			return p.letters
		}
		at = p.to
	}
	return ""
}
