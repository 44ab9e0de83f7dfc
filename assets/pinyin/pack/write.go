package main

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"slices"
)

// magic is the beginning of every packed dictionary; the number is the version of the format.
const magic = "matchbooth pinyin 3\n"

// encode returns the table in the format of the packed file, which is described in
// assets/pinyin/README.md.
func (t *table) encode() []byte {
	out := []byte(magic)
	number := func(n int) { out = binary.AppendUvarint(out, uint64(n)) }
	text := func(s string) { number(len(s)); out = append(out, s...) }

	number(len(initials))
	for _, i := range initials {
		text(i)
	}
	syllables := t.syllables()
	id := map[string]int{}
	number(len(syllables))
	for i, s := range syllables {
		id[s] = i
		text(s)
		number(initialOf(s))
	}

	number(t.longest())
	for length := 1; length <= t.longest(); length++ {
		words := t.ordered(length)
		number(len(words))
		for _, w := range words {
			for _, s := range w.syls {
				number(id[s])
			}
		}
		for _, w := range words {
			out = append(out, w.text...)
		}
		for _, w := range words {
			number(w.heavy)
		}
		if length == 1 {
			for _, w := range words {
				number(w.given)
			}
		}
	}

	names := slices.Clone(t.surnames)
	slices.SortStableFunc(names, func(a, b surname) int { return b.people - a.people })
	number(len(names))
	for _, n := range names {
		number(len(n.syls))
		for _, s := range n.syls {
			number(id[s])
		}
		out = append(out, n.text...)
		number(n.people)
	}

	pairs := slices.Clone(t.pairs)
	slices.SortStableFunc(pairs, func(a, b surname) int { return b.people - a.people })
	number(len(pairs))
	for _, p := range pairs {
		for _, s := range p.syls {
			number(id[s])
		}
		out = append(out, p.text...)
		number(p.people)
	}

	place := map[string]int{}
	number(len(t.components))
	for i, c := range t.components {
		place[c.text] = i
		out = append(out, c.text...)
		number(len(c.syls))
		for _, s := range c.syls {
			number(id[s])
		}
	}
	number(len(t.composed))
	var last rune
	for _, c := range t.composed {
		number(int(c.char - last))
		last = c.char
		number(len(c.parts))
		for _, p := range c.parts {
			number(place[p])
		}
	}
	return out
}

// compress returns the data as a gzip file without a name or a time stamp.
func compress(data []byte) ([]byte, error) {
	var out bytes.Buffer
	w, err := gzip.NewWriterLevel(&out, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(data); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}
