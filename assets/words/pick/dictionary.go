package main

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// twoCharacters extracts the words of two characters, with all their readings, from the packed dictionary. The format
// is described in assets/pinyin/README.md.
func twoCharacters(packed []byte) (map[string][]string, error) {
	z, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, err
	}
	r := bufio.NewReader(z)
	magic, err := r.ReadString('\n')
	if err != nil || magic != "matchbooth pinyin 3\n" {
		return nil, fmt.Errorf("not the format that this command knows: %q", magic)
	}
	var fault error
	number := func() int {
		n, err := binary.ReadUvarint(r)
		if err == nil && n > 1<<32 {
			err = errors.New("a number is too large")
		}
		fault = errors.Join(fault, err)
		return int(n)
	}
	text := func(n int) string {
		b := make([]byte, n)
		_, err := io.ReadFull(r, b)
		fault = errors.Join(fault, err)
		return string(b)
	}
	for n := number(); n > 0 && fault == nil; n-- {
		text(number())
	}
	syllables := make([]string, number())
	for i := range syllables {
		syllables[i] = text(number())
		number()
	}
	longest := number()
	for length := 1; length <= min(2, longest) && fault == nil; length++ {
		words := number()
		ids := make([]int, words*length)
		for i := range ids {
			if ids[i] = number(); ids[i] >= len(syllables) {
				return nil, errors.New("a syllable that is not there")
			}
		}
		texts := make([]string, words)
		for i := range texts {
			for range length {
				c, _, err := r.ReadRune()
				fault = errors.Join(fault, err)
				texts[i] += string(c)
			}
		}
		for range words {
			number()
		}
		if length == 1 {
			for range words {
				number()
			}
			continue
		}
		if fault != nil {
			return nil, fault
		}
		out := map[string][]string{}
		for i, t := range texts {
			out[t] = append(out[t], syllables[ids[2*i]]+syllables[ids[2*i+1]])
		}
		return out, nil
	}
	return nil, errors.Join(errors.New("no words of two characters"), fault)
}
