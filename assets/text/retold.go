package text

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"sync"
)

// found is a sentence of the store, and the pattern that recognises it.
type found struct {
	key string
	is  *regexp.Regexp // with a group for each of the values A and B
	len int
}

var (
	foundOnce  sync.Once
	foundTable []found
)

// foundArgs are the names of the values in a sentence of the store, and their placeholders while it is made into a
// pattern.
var foundArgs = []string{"A", "\x01", "B", "\x02"}

// Retold translates a sentence of the store (what it found, repaired, misses, or has in its audit) into the language of the
// printer. The store itself speaks English, so that its reports are the same on every booth; found.en.toml has these
// sentences, and found.zh.toml has them in Chinese. A sentence that is in neither is returned unchanged.
func (p Printer) Retold(sentence string) string {
	if p.Lang == "en" || p.of == nil {
		return sentence
	}
	foundOnce.Do(func() { foundTable = foundSentences(p.of) })
	for _, whole := range []string{sentence, strings.TrimSuffix(sentence, ".")} {
		for _, f := range foundTable {
			m := f.is.FindStringSubmatch(whole)
			if m == nil {
				continue
			}
			var args []any
			for i, name := range f.is.SubexpNames() {
				if name != "" {
					args = append(args, name, p.Retold(m[i]))
				}
			}
			return p.S(f.key, args...)
		}
	}
	return sentence
}

// foundSentences makes patterns from the English sentences, the most specific first.
func foundSentences(texts *Catalogue) []found {
	en := texts.In("en")
	var out []found
	for _, key := range texts.Keys("en") {
		if !strings.HasPrefix(key, "cli.found.") {
			continue
		}
		form := en.S(key, foundArgs[0], foundArgs[1], foundArgs[2], foundArgs[3])
		is := regexp.QuoteMeta(form)
		for i := 0; i < len(foundArgs); i += 2 {
			is = strings.Replace(is, foundArgs[i+1], "(?P<"+foundArgs[i]+">.+)", 1)
		}
		out = append(out, found{key, regexp.MustCompile("^" + is + "$"), len(form)})
	}
	slices.SortStableFunc(out, func(a, b found) int { return cmp.Compare(b.len, a.len) })
	return out
}
