// Package words turns random bits into words that people can read, say, write down and type.
//
// Two lists of 2,048 words each, Chinese and English, are embedded (assets/words, with the command that draws them). A
// word is eleven bits; the same line of both lists is the same number, so that a fingerprint read in Chinese and one
// read in English identify the same key. The lists are frozen: a fingerprint on paper is read with them years later.
//
// Every Chinese word has two characters and a Pinyin without tones of its own, which is a prefix of no other word's. It
// can be said over the phone and typed without a Chinese keyboard.
package words

import (
	"fmt"
	"strings"
	"sync"

	"matchbooth/assets"
)

// bitsPerWord is the number of bits in a word of our own lists.
const bitsPerWord = 11

// entry is a Chinese word.
type entry struct{ text, pinyin string }

// lists are both lists, in their frozen order, the Chinese words by their text, and their Pinyin.
type lists struct {
	zh      []entry
	en      []string
	pinyin  map[string]string
	reading map[string]bool
}

// load reads the lists once.
var load = sync.OnceValue(func() lists {
	zh, en := assets.Words()
	l := lists{pinyin: map[string]string{}, reading: map[string]bool{}}
	for line := range strings.Lines(zh) {
		text, pinyin, ok := strings.Cut(strings.TrimSpace(line), " ")
		if !ok {
			panic("words: a Chinese word without its Pinyin")
		}
		l.zh = append(l.zh, entry{text, pinyin})
		l.pinyin[text] = pinyin
		l.reading[pinyin] = true
	}
	l.en = strings.Fields(en)
	if len(l.zh) != 1<<bitsPerWord || len(l.en) != 1<<bitsPerWord {
		panic(fmt.Sprintf("words: lists of %d and %d words", len(l.zh), len(l.en)))
	}
	return l
})
