package words

import (
	"encoding/hex"
	"math/big"
	"strings"
)

// fingerprintWords is how many words identify a key: 66 bits, the 64 of the fingerprint and two that are always 0.
const fingerprintWords = 6

// Fingerprint converts a key's fingerprint, 16 hexadecimal digits as data/seal makes it, to six short words: the 64
// bits followed by two 0 bits, eleven bits a word, the highest first. The words are Chinese for "zh" and English for
// every other language; both identify the same key. Anything else is returned as it is, as one word.
func Fingerprint(hex16, lang string) []string {
	raw, err := hex.DecodeString(hex16)
	if err != nil || len(raw) != 8 {
		return []string{hex16}
	}
	n := new(big.Int).SetBytes(raw)
	n.Lsh(n, fingerprintWords*bitsPerWord-64)
	l := load()
	out := make([]string, fingerprintWords)
	for i := fingerprintWords - 1; i >= 0; i-- {
		at := new(big.Int).And(n, big.NewInt(1<<bitsPerWord-1)).Int64()
		if lang == "zh" {
			out[i] = l.zh[at].text
		} else {
			out[i] = l.en[at]
		}
		n.Rsh(n, bitsPerWord)
	}
	return out
}

// Booth converts a booth's id, 32 hexadecimal digits, to six words by its first 16: enough for people to tell the few
// booths of one event apart, and for nobody to find another key with the same words.
func Booth(id, lang string) []string { return Fingerprint(id[:min(len(id), 16)], lang) }

// Names says whether a text that somebody typed or copied is a fingerprint's: its six words in Chinese (as characters or
// Pinyin) or in English, or its 16 digits. Case, blanks, dots and hyphens do not matter.
func Names(text, hex16 string) bool {
	typed := Normal(text)
	for _, name := range []string{hex16, strings.Join(Fingerprint(hex16, "zh"), " "), strings.Join(Fingerprint(hex16, "en"), " ")} {
		if typed != "" && typed == Normal(name) {
			return true
		}
	}
	return false
}
