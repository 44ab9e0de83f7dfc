package pinyin

import (
	"fmt"
	"sync"

	"matchbooth/assets"
)

// Dict is the packed dictionary; safe for concurrent use, never changed.
type Dict struct {
	syllables []string // in alphabetical order; a syllable is its place here
	initial   []uint8  // of each syllable, what an abbreviation shortens it to
	initials  []string

	words  []byte    // the texts of all words, one after the other
	start  []uint32  // of each word in words, and the end of the last
	syls   []uint16  // the syllables of all words, one after the other
	cost   []float32 // of each word: -ln of how often it is written; at most maxCost
	length []lengths // by number of characters, from one

	first       []uint32  // of each syllable, its first single character; and the end
	given       []uint32  // single characters, those of a syllable by givenCost
	givenCost   []float32 // of a single character in a given name: -ln of its share
	givenMass   []float64 // of each syllable, the share of its characters in given names
	nodes       []node    // words of two characters and more by their initials
	surnames    []surname // the commonest first
	compounds   []surname // those of two characters and more, the commonest first
	pairs       pairs
	surnameCost map[string]float32

	plain, fuzzy         *spelling // 26 keys
	plainNine, fuzzyNine *spelling // 9 keys
}

// lengths says where the words of one length are.
type lengths struct {
	word uint32 // the first of them
	syl  uint32 // its first syllable in syls
}

// node is one place in the tree of initials: zh, then k, holds 张珂 and 真空.
type node struct {
	child       [maxInitials]uint16 // 0: none
	first, last uint32              // its words, the heaviest first
}

// surname is one surname with one of its readings as a surname.
type surname struct {
	text string
	syls []uint16
	cost float32 // -ln of its share of all people
}

const (
	maxInitials  = 26
	maxSyllables = 448 // what a set holds
	maxWord      = 8   // characters of a word
)

// Default loads the dictionary that is built in, once.
var Default = sync.OnceValues(func() (*Dict, error) { return loadDict(assets.Pinyin()) })

// loadDict reads a dictionary that assets/pinyin/pack has packed. The error says what
// is wrong with the bytes. The dictionary takes about 4 MB and does not keep packed.
func loadDict(packed []byte) (*Dict, error) {
	d := new(Dict)
	if err := d.decode(packed); err != nil {
		return nil, fmt.Errorf("reading the Pinyin dictionary: %w", err)
	}
	d.rankGiven()
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

// characters returns how many characters a word has.
func (d *Dict) characters(word uint32) int {
	n := len(d.length)
	for n > 1 && d.length[n-1].word > word {
		n--
	}
	return n
}

// spelling returns the table for the options.
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
