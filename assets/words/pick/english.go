package main

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"

	"github.com/sethvargo/go-diceware/diceware"
)

// english selects words from the EFF's large list, in which no word is a prefix of another.
func english(refused []string) ([]byte, error) {
	var all []string
	list := diceware.WordListEffLarge()
	// The list is indexed by the throw of five dice.
	for n := range 6 * 6 * 6 * 6 * 6 {
		dice := 0
		for place, rest := 1, n; place <= 10000; place, rest = place*10, rest/6 {
			dice += (rest%6 + 1) * place
		}
		w := list.WordAt(dice)
		if w == "" {
			return nil, fmt.Errorf("the list has no word for the dice %d", dice)
		}
		if len(w) >= 3 && len(w) <= 6 && plain(w) && !slices.Contains(refused, w) {
			all = append(all, w)
		}
	}
	slices.SortFunc(all, func(a, b string) int { return cmp.Or(len(a)-len(b), cmp.Compare(a, b)) })
	var taken []string
	seen := map[string]bool{}
	for _, w := range all {
		if start := w[:min(4, len(w))]; !seen[start] && len(taken) < size {
			seen[start] = true
			taken = append(taken, w)
		}
	}
	if len(taken) != size {
		return nil, fmt.Errorf("the EFF's list gives %d words, %d are needed", len(taken), size)
	}
	slices.Sort(taken)
	var out bytes.Buffer
	for _, w := range taken {
		fmt.Fprintln(&out, w)
	}
	return out.Bytes(), nil
}

// plain reports whether a word consists only of lower-case letters.
func plain(w string) bool {
	for _, r := range w {
		if r < 'a' || r > 'z' {
			return false
		}
	}
	return true
}
