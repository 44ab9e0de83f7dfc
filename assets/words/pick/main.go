// Command pick selects the two word lists for passphrases and fingerprints, assets/words/zh.txt and en.txt.
//
// Run it from the top of the repository:
//
//	go run ./assets/words/pick
//
// Each list has 2,048 words, so that a word is worth eleven bits.
//
// Chinese: the words of chosen.txt, in that order, that the embedded Pinyin dictionary (assets/pinyin, from Debian's
// rime-data-pinyin-simp) has as words of two characters with a single reading, without ü, provided that the Pinyin
// without tones is not a prefix of that of a word already selected, or the other way round. So a word can be recognised
// by its Pinyin, even when many are spoken or typed one after the other.
//
// English: the words of the EFF's large list (from go-diceware) that have three to six letters, one for each first four
// letters, the shortest first, except those in refused.txt.
//
// Both lists are frozen, since fingerprints on paper are read with them: data/words holds their digests, and running
// the command again must give the same bytes.
package main

import (
	"bufio"
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// size is the number of words in each list.
const size = 2048

func main() {
	assets := flag.String("assets", "assets", "the folder assets of the repository")
	flag.Parse()
	if err := run(*assets); err != nil {
		fmt.Fprintln(os.Stderr, "pick:", err)
		os.Exit(1)
	}
}

func run(assets string) error {
	zh, en, err := lists(assets)
	if err != nil {
		return err
	}
	for name, content := range map[string][]byte{"zh.txt": zh, "en.txt": en} {
		if err := os.WriteFile(filepath.Join(assets, "words", name), content, 0o644); err != nil {
			return fmt.Errorf("writing the list: %w", err)
		}
	}
	return nil
}

// lists selects the words of both lists.
func lists(assets string) (zh, en []byte, err error) {
	chosen, err := read(filepath.Join(assets, "words", "chosen.txt"))
	if err != nil {
		return nil, nil, err
	}
	refused, err := read(filepath.Join(assets, "words", "refused.txt"))
	if err != nil {
		return nil, nil, err
	}
	packed, err := os.ReadFile(filepath.Join(assets, "pinyin", "pinyin.bin.gz"))
	if err != nil {
		return nil, nil, fmt.Errorf("reading the dictionary: %w", err)
	}
	readings, err := twoCharacters(packed)
	if err != nil {
		return nil, nil, fmt.Errorf("reading the dictionary: %w", err)
	}
	if zh, err = chinese(chosen, readings); err != nil {
		return nil, nil, err
	}
	en, err = english(refused)
	return zh, en, err
}

// read returns the words in a file; lines that begin with # are headings.
func read(path string) ([]string, error) {
	raw, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("reading the words: %w", err)
	}
	var out []string
	sc := bufio.NewScanner(bytes.NewReader(raw))
	for sc.Scan() {
		if line := sc.Text(); !strings.HasPrefix(line, "#") {
			out = append(out, strings.Fields(line)...)
		}
	}
	return out, sc.Err()
}

// chinese selects words in the given order and returns them sorted by Pinyin.
func chinese(chosen []string, readings map[string][]string) ([]byte, error) {
	type word struct{ text, pinyin string }
	var taken []word
	clashes := func(p string) bool {
		return slices.ContainsFunc(taken, func(w word) bool {
			return strings.HasPrefix(w.pinyin, p) || strings.HasPrefix(p, w.pinyin)
		})
	}
	for _, text := range chosen {
		if len(taken) == size {
			break
		}
		r := readings[text]
		if len(r) != 1 || strings.Contains(r[0], "v") || clashes(r[0]) {
			continue
		}
		taken = append(taken, word{text, r[0]})
	}
	if len(taken) != size {
		return nil, fmt.Errorf("chosen.txt gives %d words, %d are needed: add some", len(taken), size)
	}
	slices.SortFunc(taken, func(a, b word) int { return strings.Compare(a.pinyin, b.pinyin) })
	var out bytes.Buffer
	for _, w := range taken {
		fmt.Fprintf(&out, "%s %s\n", w.text, w.pinyin)
	}
	return out.Bytes(), nil
}
