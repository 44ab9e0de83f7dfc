package main

import (
	"cmp"
	"fmt"
	"os"
	"slices"
	"strings"
	"unicode/utf8"
)

// component is a part of characters, with the syllables by which it is typed.
type component struct {
	text string
	syls []string
}

// composed is a character made of parts.
type composed struct {
	char  rune
	parts []string
}

// most parts of a character
const mostParts = 6

// readRadicals reads names/radicals.tsv: part, readings.
func (t *table) readRadicals(path string) error {
	file, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("reading the radicals: %w", err)
	}
	defer file.Close()
	t.radicals = map[string][]string{}
	return eachLine(file, path, func(line string) error {
		if line == "" || strings.HasPrefix(line, "#") {
			return nil
		}
		text, readings, _ := strings.Cut(line, "\t")
		syls := strings.Fields(readings)
		if utf8.RuneCountInString(text) != 1 || len(syls) == 0 {
			return fmt.Errorf("%q is no part with its readings", line)
		}
		for _, s := range syls {
			if err := isSyllable(s); err != nil {
				return err
			}
		}
		t.radicals[text] = syls
		return nil
	})
}

// readParts reads names/parts.tsv: character, parts; one that has none is its own part. What the typeface cannot draw is left out; a part need not be
// drawn.
func (t *table) readParts(path string) error {
	file, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("reading the parts of characters: %w", err)
	}
	defer file.Close()
	readings := t.readings()
	seen := map[string]int{} // how many characters have the part
	var last rune
	err = eachLine(file, path, func(line string) error {
		if line == "" || strings.HasPrefix(line, "#") {
			return nil
		}
		text, parts, _ := strings.Cut(line, "\t")
		char, size := utf8.DecodeRuneInString(text)
		if size != len(text) || char <= last {
			return fmt.Errorf("%q is no character, or out of order", text)
		}
		last = char
		all := strings.Split(parts, "")
		if parts == "" || len(all) > mostParts {
			return fmt.Errorf("%d parts, want 1 to %d", len(all), mostParts)
		}
		if slices.Contains(all, text) && len(all) > 1 {
			return fmt.Errorf("%s is a part of itself", text)
		}
		if !t.drawable(text) {
			t.dropped++
			return nil
		}
		for _, p := range all {
			if len(readings[p]) == 0 {
				return fmt.Errorf("%s has no reading", p)
			}
			seen[p]++
		}
		t.composed = append(t.composed, composed{char, all})
		return nil
	})
	if err != nil {
		return err
	}
	for p := range seen {
		t.components = append(t.components, component{p, readings[p]})
	}
	// The commonest first: their numbers take one byte.
	slices.SortFunc(t.components, func(a, b component) int {
		return cmp.Or(cmp.Compare(seen[b.text], seen[a.text]), cmp.Compare(a.text, b.text))
	})
	return nil
}

// readings returns the syllables by which each part is typed: what it is called as a part, then its readings of
// today; what only old books read is left out if there is another.
func (t *table) readings() map[string][]string {
	out, old := map[string][]string{}, map[string][]string{}
	for text, syls := range t.radicals {
		out[text] = slices.Clone(syls)
	}
	for _, w := range t.ordered(1) {
		to := out
		if w.heavy == 0 {
			to = old
		}
		if !slices.Contains(to[w.text], w.syls[0]) {
			to[w.text] = append(to[w.text], w.syls[0])
		}
	}
	for text, syls := range old {
		if out[text] == nil {
			out[text] = syls
		}
	}
	return out
}
