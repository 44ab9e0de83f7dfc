package words

import (
	"crypto/rand"
	"math"
	"math/big"
	"strings"
	"unicode"

	"github.com/sethvargo/go-diceware/diceware"
)

const (
	zhWords = 7 // 7 × 11 bits are 77
	enWords = 6 // 6 words of 7,772 are 77.5 bits
	// effWords is the EFF's large list without its four words that have a hyphen: they would read as two.
	effWords = 7776 - 4
)

// Passphrase makes a new passphrase of words, from the system's random numbers, and says how many bits it has: 77 at
// least. "zh" gives seven words of our Chinese list, every other language six of the EFF's large list (the same word
// never twice). It is shown with blanks between the words; whether and how it is typed with them does not matter, see
// [Normal].
func Passphrase(lang string) (phrase string, bits float64) {
	if lang == "zh" {
		list := load().zh
		var out []string
		for range zhWords {
			n, err := rand.Int(rand.Reader, big.NewInt(int64(len(list))))
			if err != nil {
				panic(err) // crypto/rand never fails
			}
			out = append(out, list[n.Int64()].text)
		}
		return strings.Join(out, " "), zhWords * bitsPerWord
	}
	for i := range enWords {
		bits += math.Log2(float64(effWords - i))
	}
	for {
		out := diceware.MustGenerate(enWords)
		if phrase = strings.Join(out, " "); !strings.Contains(phrase, "-") {
			return phrase, bits
		}
	}
}

// Short says that a passphrase somebody chose is too short to withstand guessing for long: fewer than twelve letters in
// its normal form, a Chinese character that is in no list counted as three.
func Short(phrase string) bool {
	n := 0
	for _, r := range Normal(phrase) {
		if n++; unicode.Is(unicode.Han, r) {
			n += 2
		}
	}
	return n < 12
}
