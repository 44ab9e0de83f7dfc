package main

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// word is one entry of the dictionary. It has as many syllables as characters.
type word struct {
	text  string
	syls  []string
	heavy int // weight: how often it is written, in the source's own unit
	given int // occurrences per million characters of given names; single characters only
}

// surname is a surname with one of its readings as a surname.
type surname struct {
	text   string
	syls   []string
	people int // persons per million
}

// table is everything that is packed.
type table struct {
	words    map[string]*word // by text, tab, reading
	surnames []surname
	pairs    []surname // given names of two characters
	drawable func(string) bool
	dropped  int // words that the typeface cannot draw
	known    int // readings that only Unihan has

	radicals   map[string][]string // readings of parts, as parts
	components []component
	composed   []composed // in the order of their code points
}

// collect reads all sources.
func collect(from sources) (*table, error) {
	drawable, err := openFont(from.Font)
	if err != nil {
		return nil, err
	}
	t := &table{words: map[string]*word{}, drawable: drawable}
	if err := t.readWords(from.Words, true); err != nil {
		return nil, err
	}
	if err := t.readUnihan(from.Unihan, standard, 4, false); err != nil {
		return nil, err
	}
	if err := t.readUnihan(from.Unihan, today, 1, false); err != nil {
		return nil, err
	}
	if err := t.readUnihan(from.Unihan, ever, 0, true); err != nil {
		return nil, err
	}
	if err := t.readWords(from.Extra, false); err != nil {
		return nil, err
	}
	if err := t.readSurnames(from.Surnames); err != nil {
		return nil, err
	}
	if err := t.readGiven(from.Given); err != nil {
		return nil, err
	}
	if err := t.readPairs(from.Pairs); err != nil {
		return nil, err
	}
	if err := t.readRadicals(from.Radicals); err != nil {
		return nil, err
	}
	if err := t.readParts(from.Parts); err != nil {
		return nil, err
	}
	return t, nil
}

// add adds a word to the table, or raises the weight of an existing one.
// It returns nil for a word that cannot be drawn.
func (t *table) add(text string, syls []string, heavy int) *word {
	if !t.drawable(text) {
		t.dropped++
		return nil
	}
	key := text + "\t" + strings.Join(syls, " ")
	w := t.words[key]
	if w == nil {
		w = &word{text: text, syls: syls}
		t.words[key] = w
	}
	w.heavy = max(w.heavy, heavy)
	return w
}

// initials are what an abbreviation may shorten a syllable to. Longer ones come first:
// zhang begins with zh, not with z.
var initials = strings.Fields("zh ch sh b p m f d t n l g k h j q x r z c s y w a o e")

// initialOf returns the number of the initial that a syllable begins with, or -1.
func initialOf(syllable string) int {
	return slices.IndexFunc(initials, func(i string) bool { return strings.HasPrefix(syllable, i) })
}

// syllables returns every syllable of the table in alphabetical order.
func (t *table) syllables() []string {
	seen := map[string]bool{}
	for _, w := range t.words {
		for _, s := range w.syls {
			seen[s] = true
		}
	}
	for _, n := range t.surnames {
		for _, s := range n.syls {
			seen[s] = true
		}
	}
	for _, c := range t.components {
		for _, s := range c.syls {
			seen[s] = true
		}
	}
	all := make([]string, 0, len(seen))
	for s := range seen {
		all = append(all, s)
	}
	slices.Sort(all)
	return all
}

// ordered returns the words of the given length in the order of the packed file:
// single characters by syllable, longer words by the initials of their
// syllables; then by descending weight, then by text.
func (t *table) ordered(length int) []*word {
	var out []*word
	for _, w := range t.words {
		if len(w.syls) == length {
			out = append(out, w)
		}
	}
	slices.SortFunc(out, func(a, b *word) int {
		if length == 1 {
			if c := cmp.Compare(a.syls[0], b.syls[0]); c != 0 {
				return c
			}
		} else {
			for i := range length {
				if c := cmp.Compare(initialOf(a.syls[i]), initialOf(b.syls[i])); c != 0 {
					return c
				}
			}
		}
		return cmp.Or(cmp.Compare(b.heavy, a.heavy), cmp.Compare(a.text, b.text), slices.Compare(a.syls, b.syls))
	})
	return out
}

// longest returns the number of syllables of the longest word.
func (t *table) longest() int {
	n := 0
	for _, w := range t.words {
		n = max(n, len(w.syls))
	}
	return n
}

// summary describes the contents of the table in a few lines.
func (t *table) summary() string {
	var s strings.Builder
	for length := 1; length <= t.longest(); length++ {
		fmt.Fprintf(&s, "words of %d characters: %d\n", length, len(t.ordered(length)))
	}
	fmt.Fprintf(&s, "syllables: %d\nsurnames: %d\ncharacters with parts: %d\nreadings that only Unihan has: %d\nleft out, the typeface cannot draw them: %d\n",
		len(t.syllables()), len(t.surnames), len(t.composed), t.known, t.dropped)
	return s.String()
}
