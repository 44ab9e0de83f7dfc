package pinyin

import (
	"fmt"
	"sync"

	"matchbooth/assets"
)

// Dict is the unpacked dictionary. It never changes and is safe for concurrent use.
type Dict struct {
	syllables []string // in alphabetical order; a syllable is represented by its index here
	initial   []uint8  // for each syllable, what an abbreviation shortens it to
	initials  []string

	words  []byte    // the texts of all words, concatenated
	start  []uint32  // offset of each word in words, and the end of the last
	syls   []uint16  // the syllables of all words, concatenated
	cost   []float32 // for each word: -ln of how often it is written
	length []lengths // by number of characters, from one

	first       []uint32  // for each syllable, its first single character; and the end
	given       []uint32  // single characters, those of a syllable ordered by givenCost
	givenCost   []float32 // for each single character: -ln of its share in given names
	givenMass   []float64 // for each syllable, the share of its characters in given names
	nodes       []node    // words of two or more characters by their initials
	surnames    []surname // most common first
	compounds   []surname // those of two or more characters, most common first
	pairs       pairs
	parts       parts
	surnameCost map[string]float32

	plain, fuzzy         *spelling // 26 keys
	plainNine, fuzzyNine *spelling // 9 keys
}

// lengths says where the words of one length begin.
type lengths struct {
	word uint32 // the first of them
	syl  uint32 // its first syllable in syls
}

// node is a node in the tree of initials: the one for zh, then k, holds 张珂 and 真空.
type node struct {
	child       [maxInitials]uint16 // 0: none
	first, last uint32              // its words, from first up to but not including last, the heaviest first
}

// surname is one surname with one of its readings as a surname.
type surname struct {
	text string
	syls []uint16
	cost float32 // -ln of its share of all people
}

const (
	maxInitials  = 26
	maxSyllables = 448 // capacity of a set
	maxWord      = 8   // most characters in a word
)

// Default loads the built-in dictionary, once.
var Default = sync.OnceValues(func() (*Dict, error) { return loadDict(assets.Pinyin()) })

// loadDict reads a dictionary packed by assets/pinyin/pack. The error says what
// is wrong with the bytes. The dictionary takes about 4 MB and does not retain packed.
func loadDict(packed []byte) (*Dict, error) {
	d := new(Dict)
	if err := d.decode(packed); err != nil {
		return nil, fmt.Errorf("reading the Pinyin dictionary: %w", err)
	}
	d.rankGiven()
	d.weighParts()
	d.plain = d.spell(false, false)
	d.fuzzy = d.spell(false, true)
	d.plainNine = d.spell(true, false)
	d.fuzzyNine = d.spell(true, true)
	return d, nil
}

// text returns the characters of a word.
func (d *Dict) text(word uint32) string {
	return string(d.words[d.start[word]:d.start[word+1]])
}

// sylsOf returns the syllables of a word of n characters.
func (d *Dict) sylsOf(word uint32, n int) []uint16 {
	l := d.length[n-1]
	at := l.syl + (word-l.word)*uint32(n)
	return d.syls[at : at+uint32(n)]
}

// characters returns the number of characters in a word.
func (d *Dict) characters(word uint32) int {
	n := len(d.length)
	for d.length[n-1].word > word {
		n--
	}
	return n
}

// spelling returns the spelling table for the options.
func (d *Dict) spelling(o Options) *spelling {
	switch {
	case o.Nine && o.Fuzzy:
		return d.fuzzyNine
	case o.Nine:
		return d.plainNine
	case o.Fuzzy:
		return d.fuzzy
	default:
		return d.plain
	}
}

// IsSurname reports whether a text is one of the surnames that the keyboard knows, in simplified characters. It may take
// some 30 ms the first time.
func (d *Dict) IsSurname(s string) bool {
	_, ok := d.surnameCost[s]
	return ok
}
