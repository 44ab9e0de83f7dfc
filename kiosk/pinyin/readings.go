package pinyin

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"
)

// Readings are all readings of each character, for whoever looks for names by Pinyin. They never change and are safe for
// concurrent use. A table takes about 1 MB.
type Readings struct {
	d     *Dict
	chars []rune     // in order
	syls  [][]uint16 // of each, the likeliest in names first

	surnames map[string][]uint16 // the commonest reading of each
	longest  int                 // characters of a surname
}

// Readings makes a table of the readings of every character of the dictionary. It takes some 20 ms: keep the table.
func (d *Dict) Readings() *Readings {
	type one struct {
		char rune
		syl  uint16
		cost float32
	}
	all := make([]one, 0, len(d.givenCost)+2*len(d.surnames))
	for w, cost := range d.givenCost {
		char, _ := utf8.DecodeRune(d.words[d.start[w]:d.start[w+1]])
		all = append(all, one{char, d.syls[w], cost})
	}
	for _, s := range d.surnames {
		i := 0
		for _, char := range s.text {
			all = append(all, one{char, s.syls[i], infinite})
			i++
		}
	}
	slices.SortFunc(all, func(a, b one) int {
		return cmp.Or(cmp.Compare(a.char, b.char), cmp.Compare(a.cost, b.cost), cmp.Compare(a.syl, b.syl))
	})
	r := &Readings{d: d}
	flat := make([]uint16, 0, len(all)) // one piece of memory for all
	for i := 0; i < len(all); {
		from := len(flat)
		char := all[i].char
		for ; i < len(all) && all[i].char == char; i++ {
			if !slices.Contains(flat[from:], all[i].syl) {
				flat = append(flat, all[i].syl)
			}
		}
		r.chars, r.syls = append(r.chars, char), append(r.syls, flat[from:len(flat):len(flat)])
	}
	r.surnames = make(map[string][]uint16, len(d.surnames))
	for _, s := range d.surnames { // the commonest reading comes first
		if _, had := r.surnames[s.text]; !had {
			r.surnames[s.text] = s.syls
			r.longest = max(r.longest, len(s.syls))
		}
	}
	return r
}

// Of returns the readings of a character without tones, the likeliest in given names first and those that it has as a
// surname alone last: shan is one of 单. There is none for what is no Chinese character, or is in no dictionary. ü is
// written v, as in lv; [Spellings] says how else it is typed.
func (r *Readings) Of(char rune) []string {
	at, ok := slices.BinarySearch(r.chars, char)
	if !ok {
		return nil
	}
	out := make([]string, 0, len(r.syls[at]))
	for _, syl := range r.syls[at] {
		if name := r.d.syllables[syl]; strings.ContainsAny(name, "aeiouv") {
			out = append(out, name)
		}
	}
	return out
}

// Surname returns the reading, as a surname, of what a name begins with: one syllable for each character, nil if the name
// begins with no surname of the dictionary. A surname of two characters goes before one of one: 单于 is chan yu, 单 is shan.
func (r *Readings) Surname(name string) []string {
	var best []uint16
	to := 0
	for range r.longest {
		_, size := utf8.DecodeRuneInString(name[to:]) // 0 at its end
		to += size
		if syls, ok := r.surnames[name[:to]]; ok {
			best = syls
		}
	}
	var out []string
	for _, syl := range best {
		out = append(out, r.d.syllables[syl])
	}
	return out
}

// Spellings returns all ways in which a syllable of [Readings.Of] is typed, itself first: lv, lyu as in passports, and lu,
// which is what is left of lü where there are no dots.
func Spellings(syllable string) []string {
	out := append([]string{syllable}, aliases(syllable)...)
	for _, s := range out {
		if dotless := strings.ReplaceAll(s, "v", "u"); !slices.Contains(out, dotless) {
			out = append(out, dotless)
		}
	}
	return out
}
