package words

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Normal returns the form of a passphrase that a key is locked under, so that a phrase typed by somebody else, on another
// keyboard, opens it too:
//
//   - full-width forms and ligatures become plain ones (Unicode NFKC), upper case becomes lower case;
//   - blanks, hyphens and other marks between words are removed;
//   - a word of our Chinese list becomes its Pinyin, so that either can be typed.
//
// No two passphrases of [Passphrase] have the same normal form, because neither in the Chinese list's Pinyin nor in the
// EFF's list is a word a prefix of another. A phrase of nothing but blanks and marks has no normal form and is left as it
// is, and so is one that is not UTF-8.
func Normal(phrase string) string {
	folded := strings.Map(func(r rune) rune {
		if r == unicode.ReplacementChar {
			return r
		}
		if unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) || strings.ContainsRune(separators, r) {
			return -1
		}
		return unicode.ToLower(r)
	}, norm.NFKC.String(phrase))
	// Lower-cased letters, and letters that are now adjacent, may compose again.
	folded = norm.NFKC.String(folded)
	if folded == "" || strings.ToValidUTF8(phrase, "") != phrase {
		return phrase
	}
	pinyin := load().pinyin
	runes := []rune(folded)
	var out strings.Builder
	for i := 0; i < len(runes); i++ {
		if i+1 < len(runes) {
			if p, ok := pinyin[string(runes[i:i+2])]; ok {
				out.WriteString(p)
				i++
				continue
			}
		}
		out.WriteRune(runes[i])
	}
	return out.String()
}

// separators are the marks that people put between words: hyphens and dashes of all lengths, underscores, middle dots
// and commas of both scripts.
const separators = "-‐‑‒–—―−_·・•,，、"
