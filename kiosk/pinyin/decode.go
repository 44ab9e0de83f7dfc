package pinyin

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"
	"unicode/utf8"
)

const (
	magic    = "matchbooth pinyin 3\n"
	maxBytes = 32 << 20 // of the unpacked dictionary: ours has 1.0 MB
	maxWords = 1 << 20  // of one length
)

var errShort = errors.New("the dictionary ends too early")

// reader parses the unpacked bytes. After the first error it returns zeros.
type reader struct {
	rest []byte
	err  error
}

// number reads a number of at most limit.
func (r *reader) number(limit int) int {
	n, size := binary.Uvarint(r.rest)
	if size <= 0 {
		r.fail(errShort)
		return 0
	}
	if limit < 0 || n > uint64(limit) {
		r.fail(fmt.Errorf("%d, more than the allowed %d", n, limit))
		return 0
	}
	r.rest = r.rest[size:]
	return int(n)
}

// bytes reads n bytes.
func (r *reader) bytes(n int) []byte {
	if n > len(r.rest) {
		r.fail(errShort)
		return nil
	}
	out := r.rest[:n]
	r.rest = r.rest[n:]
	return out
}

// characters reads n characters.
func (r *reader) characters(n int) []byte {
	size := 0
	for range n {
		c, s := utf8.DecodeRune(r.rest[min(size, len(r.rest)):])
		if c == utf8.RuneError {
			r.fail(errors.New("a text that is not UTF-8"))
			return nil
		}
		size += s
	}
	return r.bytes(size)
}

func (r *reader) fail(err error) {
	if r.err == nil {
		r.err = err
	}
	r.rest = nil
}

// decode reads the format that assets/pinyin/README.md describes.
func (d *Dict) decode(packed []byte) error {
	unzip, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return err
	}
	data, err := io.ReadAll(io.LimitReader(unzip, maxBytes+1))
	if err != nil {
		return err
	}
	if len(data) > maxBytes {
		return fmt.Errorf("more than %d bytes", maxBytes)
	}
	if !bytes.HasPrefix(data, []byte(magic)) {
		return errors.New("not a dictionary of this version")
	}
	r := &reader{rest: data[len(magic):]}
	d.decodeSyllables(r)
	heavy, given := d.decodeWords(r)
	d.decodeSurnames(r)
	d.decodePairs(r)
	d.decodeParts(r)
	if r.err == nil && len(r.rest) > 0 {
		r.err = fmt.Errorf("%d bytes too many", len(r.rest))
	}
	if r.err != nil {
		return r.err
	}
	d.weigh(heavy, given)
	return nil
}

func (d *Dict) decodeSyllables(r *reader) {
	for range r.number(maxInitials) {
		d.initials = append(d.initials, string(r.bytes(r.number(2))))
	}
	for range r.number(maxSyllables) {
		d.syllables = append(d.syllables, string(r.bytes(r.number(maxLetters))))
		d.initial = append(d.initial, uint8(r.number(len(d.initials)-1)))
	}
	if r.err != nil {
		return
	}
	for i, s := range d.syllables {
		if i > 0 && d.syllables[i-1] >= s {
			r.fail(errors.New("syllables out of order"))
		}
		initial := d.initials[d.initial[i]]
		if initial == "" || !strings.HasPrefix(s, initial) || strings.Trim(s, "abcdefghijklmnopqrstuvwxyz") != "" {
			r.fail(errors.New("a syllable that cannot be typed"))
		}
	}
}

// decodeWords returns the weights of all words in ordinary writing and of single characters
// in given names.
func (d *Dict) decodeWords(r *reader) (heavy, given []uint32) {
	d.nodes = make([]node, 1)
	longest := r.number(maxWord)
	for n := 1; n <= longest && r.err == nil; n++ {
		d.length = append(d.length, lengths{word: uint32(len(d.start)), syl: uint32(len(d.syls))})
		words := r.number(maxWords)
		for range words * n {
			d.syls = append(d.syls, uint16(r.number(len(d.syllables)-1)))
		}
		for range words {
			d.start = append(d.start, uint32(len(d.words)))
			d.words = append(d.words, r.characters(n)...)
		}
		for range words {
			heavy = append(heavy, uint32(r.number(math.MaxInt32)))
		}
		if n == 1 {
			for range words {
				given = append(given, uint32(r.number(math.MaxInt32)))
			}
		}
		if r.err != nil {
			return nil, nil
		}
		if n == 1 {
			d.indexSingles(r, words)
		} else {
			d.indexWords(r, n, words)
		}
	}
	d.start = append(d.start, uint32(len(d.words)))
	return heavy, given
}

// indexSingles records where the characters of each syllable begin.
func (d *Dict) indexSingles(r *reader, words int) {
	d.first = make([]uint32, 0, len(d.syllables)+1)
	for w := range words {
		s := int(d.syls[w])
		if s+1 < len(d.first) {
			r.fail(errors.New("characters out of order"))
			return
		}
		for len(d.first) <= s {
			d.first = append(d.first, uint32(w))
		}
	}
	for len(d.first) <= len(d.syllables) {
		d.first = append(d.first, uint32(words))
	}
}

// indexWords inserts the words of n characters into the tree of initials.
func (d *Dict) indexWords(r *reader, n, words int) {
	for i := range words {
		w := d.length[n-1].word + uint32(i)
		at := uint16(0)
		for _, s := range d.sylsOf(w, n) {
			next := d.nodes[at].child[d.initial[s]]
			if next == 0 {
				if len(d.nodes) > math.MaxUint16 {
					r.fail(errors.New("too many initials"))
					return
				}
				next = uint16(len(d.nodes))
				d.nodes = append(d.nodes, node{})
				d.nodes[at].child[d.initial[s]] = next
			}
			at = next
		}
		if nd := &d.nodes[at]; nd.last == 0 {
			nd.first, nd.last = w, w+1
		} else if nd.last == w {
			nd.last = w + 1
		} else {
			r.fail(errors.New("words out of order"))
			return
		}
	}
}

func (d *Dict) decodeSurnames(r *reader) {
	sum := 0.0
	count := r.number(maxWords)
	var people []float64
	for range count {
		n := r.number(maxWord)
		if n == 0 {
			r.fail(errors.New("an empty surname"))
		}
		if r.err != nil {
			return
		}
		name := surname{}
		for range n {
			name.syls = append(name.syls, uint16(r.number(len(d.syllables)-1)))
		}
		name.text = string(r.characters(n))
		people = append(people, max(float64(r.number(math.MaxInt32)), 0.5))
		sum += people[len(people)-1]
		d.surnames = append(d.surnames, name)
	}
	d.surnameCost = make(map[string]float32, len(d.surnames))
	for i := range d.surnames {
		s := &d.surnames[i]
		s.cost = float32(math.Log(sum / people[i]))
		least := s.cost
		if had, ok := d.surnameCost[s.text]; ok {
			least = min(least, had)
		}
		d.surnameCost[s.text] = least
		if len(s.syls) > 1 {
			d.compounds = append(d.compounds, *s)
		}
	}
}

// ordinary is the share of ordinary writing, beside the table of given names, in ranking
// characters for names: so small that 的 and 了 come after the rarest character of the
// table, yet enough to rank what is in no name (买买提).
const ordinary = 0.0001

// weigh turns weights into costs.
func (d *Dict) weigh(heavy, given []uint32) {
	d.cost = costs(heavy)
	flat := make([]uint32, len(given)) // square roots, to damp 了 and 的, which are in no name
	for i, w := range heavy[:len(given)] {
		flat[i] = uint32(1000 * math.Sqrt(float64(w)))
	}
	written := costs(flat)
	d.givenCost = costs(given)
	for i, c := range d.givenCost {
		share := ordinary * math.Exp(-float64(written[i]))
		if given[i] > 0 {
			share += (1 - ordinary) * math.Exp(-float64(c))
		}
		d.givenCost[i] = float32(-math.Log(share))
	}
}

// rankGiven orders the characters of each syllable by their frequency in given names.
func (d *Dict) rankGiven() {
	d.given = make([]uint32, len(d.givenCost))
	for i := range d.given {
		d.given[i] = uint32(i)
	}
	d.givenMass = make([]float64, len(d.syllables))
	for s := range d.syllables {
		for _, c := range d.givenCost[d.first[s]:d.first[s+1]] {
			d.givenMass[s] += math.Exp(-float64(c))
		}
		slices.SortStableFunc(d.given[d.first[s]:d.first[s+1]], func(a, b uint32) int {
			return cmp.Compare(d.givenCost[a], d.givenCost[b])
		})
	}
}

// costs returns -ln of the share of each weight in their sum. A weight of zero counts
// as half of the smallest.
func costs(weights []uint32) []float32 {
	sum := 0.0
	for _, w := range weights {
		sum += max(float64(w), 0.5)
	}
	out := make([]float32, len(weights))
	for i, w := range weights {
		out[i] = float32(math.Log(sum / max(float64(w), 0.5)))
	}
	return out
}
