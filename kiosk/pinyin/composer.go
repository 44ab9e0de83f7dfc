package pinyin

import "strings"

// Options control how keys are interpreted.
type Options struct {
	Names bool // names mode: surnames first at the start, then given-name characters
	Nine  bool // keys 2…9 instead of letters
	Fuzzy bool // treat zh/z ch/c sh/s n/l ng/n as the same
}

// maxKeys is how many keys without characters there may be, and allKeys how many keys
// a composition may have in all.
const (
	maxKeys = 24
	allKeys = 64
)

// cut says that a syllable ends after a key.
type cut uint8

const (
	noCut   cut = iota
	typed       // by an apostrophe
	decided     // by ChooseSyllable
)

// key is a letter or digit, and whether a syllable ends after it.
type key struct {
	c   byte
	cut cut
}

// decision is what was chosen for some keys: characters, or with 9 keys a syllable.
type decision struct {
	text  string // characters; empty: a syllable was chosen
	keys  []key  // the keys as they were before
	at    int    // position of the first of them
	typed int    // how many keys had been typed by then
}

// Composer holds what is being composed in one field. It is not safe for concurrent use. It
// learns nothing: what was chosen leaves no trace in it or in its dictionary.
type Composer struct {
	d         *Dict
	o         Options
	before    string
	keys      []key
	at        int // the keys before it have their characters
	syllables int // the keys before it have their syllable (9 keys); at least at
	decisions []decision

	fresh   bool // lattice and finder are up to date
	apart   bool // the first key without characters is apart; the lattice holds those after it
	lattice lattice
	finder  finder
}

// Compose returns a Composer with an empty composition.
func (d *Dict) Compose(o Options) *Composer { return &Composer{d: d, o: o} }

// Key adds a letter in either case, ü (which is v), an apostrophe after a letter, or
// 2…9 with Nine; a second apostrophe changes nothing. It reports whether the key was
// accepted: there may be at most 24 keys without characters, and 64 in all.
func (c *Composer) Key(r rune) bool {
	switch {
	case r >= 'A' && r <= 'Z':
		r += 'a' - 'A'
	case r == 'ü' || r == 'Ü':
		r = 'v'
	}
	if r == '\'' || r == '’' {
		if c.at == len(c.keys) {
			return false
		}
		if last := &c.keys[len(c.keys)-1]; last.cut == noCut {
			if c.full() {
				return false
			}
			last.cut = typed
			c.fresh = false
		}
		return true
	}
	wanted := r >= 'a' && r <= 'z' || c.o.Nine && r >= '2' && r <= '9'
	if !wanted || c.full() {
		return false
	}
	c.keys = append(c.keys, key{c: byte(r)})
	c.fresh = false
	return true
}

// full reports whether no more keys fit.
func (c *Composer) full() bool {
	return count(c.keys[c.at:]) >= maxKeys || count(c.keys) >= allKeys
}

// count returns the number of keystrokes for the keys, including apostrophes.
func count(keys []key) int {
	n := len(keys)
	for _, k := range keys {
		if k.cut == typed {
			n++
		}
	}
	return n
}

// Backspace undoes the last choice if nothing was typed since, else it removes the last
// key, as phones do. It returns false if nothing is being composed.
func (c *Composer) Backspace() bool {
	if c.Empty() {
		return false
	}
	c.fresh = false
	if last := len(c.decisions) - 1; last >= 0 && c.decisions[last].typed == count(c.keys) {
		d := c.decisions[last]
		copy(c.keys[d.at:], d.keys)
		c.decisions = c.decisions[:last]
		c.recompute()
		return true
	}
	if last := &c.keys[len(c.keys)-1]; last.cut == typed {
		last.cut = noCut
	} else {
		c.keys = c.keys[:len(c.keys)-1]
	}
	return true
}

// recompute finds from the decisions where the undecided keys begin.
func (c *Composer) recompute() {
	c.at, c.syllables = 0, 0
	for _, d := range c.decisions {
		end := d.at + len(d.keys)
		c.syllables = max(c.syllables, end)
		if d.text != "" {
			c.at = end
		}
	}
}

// Before sets the text before the caret in the field, without what is being
// composed. Call it again after each text that is inserted into the field. In names mode
// a surname is expected if the text is empty, else a given name.
func (c *Composer) Before(text string) {
	if text != c.before {
		c.before, c.fresh = text, false
	}
}

// Empty reports whether nothing is being composed.
func (c *Composer) Empty() bool { return len(c.keys) == 0 }

// Clear discards all that was typed and chosen, but keeps the text before the caret.
func (c *Composer) Clear() {
	*c = Composer{d: c.d, o: c.o, before: c.before}
}

// chosen returns the characters chosen so far.
func (c *Composer) chosen() string {
	var s strings.Builder
	for _, d := range c.decisions {
		s.WriteString(d.text)
	}
	return s.String()
}

// update interprets the keys that have no characters yet.
func (c *Composer) update() {
	if c.fresh {
		return
	}
	rest := c.keys[c.at:]
	c.apart = false
	if len(rest) > 0 && rest[0].c == apart {
		c.lattice.build(c.d, c.d.spelling(c.o), rest[1:])
		if c.finder.findApart(&c.lattice, c.o) {
			c.apart, c.fresh = true, true
			return
		}
	}
	c.lattice.build(c.d, c.d.spelling(c.o), rest)
	c.finder.find(&c.lattice, rest, c.o, c.d.placeAfter(c.before+c.chosen()))
	c.fresh = true
}

// Candidates returns at most n candidates, starting with number from, and whether there
// are more. While nothing has been typed there are none, except the most common surnames
// at the start of a name.
func (c *Composer) Candidates(from, n int) (page []Candidate, more bool) {
	if from < 0 || n <= 0 {
		return nil, false
	}
	c.update()
	c.finder.fill(from + n + 1)
	list := c.finder.list
	for i := from; i < min(from+n, len(list)); i++ {
		page = append(page, Candidate{list[i].text, count(c.keys[c.at : c.at+list[i].to])})
	}
	return page, len(list) > from+n
}

// mostFirst is how many candidates there are at most on a first page of surnames.
const mostFirst = 12

// FirstPage returns how many candidates belong on the first page: 10, or up to 12 where that many surnames sound like
// the syllable that was typed at the start of a name (yu: 余, 于 … 庾). They are single characters, so that they fit.
func (c *Composer) FirstPage() int {
	c.update()
	n := 0
	if l := &c.lattice; c.o.Names && !c.apart && c.before+c.chosen() == "" {
		for _, e := range l.edges[0] {
			if e.to != l.n || e.pen > 0 {
				continue
			}
			for _, s := range c.d.surnames {
				if len(s.syls) == 1 && e.m.set.has(s.syls[0]) {
					n++
				}
			}
		}
	}
	return min(max(n, firstPage), mostFirst)
}

// Choose selects candidate i, counted from 0 over all candidates. It returns "" while
// keys are left; otherwise it returns the whole text and leaves the composition empty. A
// candidate that does not exist changes nothing.
func (c *Composer) Choose(i int) (commit string) {
	if i < 0 {
		return ""
	}
	c.update()
	c.finder.fill(i + 1)
	if i >= len(c.finder.list) {
		return ""
	}
	chosen := c.finder.list[i]
	end := c.at + chosen.to
	c.decisions = append(c.decisions, decision{
		text:  chosen.text,
		keys:  append([]key(nil), c.keys[c.at:end]...),
		at:    c.at,
		typed: count(c.keys),
	})
	c.recompute()
	c.fresh = false
	if c.at < len(c.keys) {
		return ""
	}
	text := c.chosen()
	c.Clear()
	return text
}

// Confirm repeatedly selects the first candidate until no keys are left, and
// returns the whole text. Letters that are not Pinyin are kept as letters.
func (c *Composer) Confirm() string {
	for !c.Empty() {
		at := c.at
		if text := c.Choose(0); text != "" {
			return text
		}
		if c.at == at { // cannot happen: every key is at least kept as it is
			text := c.Raw()
			c.Clear()
			return text
		}
	}
	return ""
}
