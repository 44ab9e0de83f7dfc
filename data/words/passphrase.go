package words

import (
	"crypto/rand"
	"math"
	"math/big"
	"strings"

	"github.com/sethvargo/go-diceware/diceware"
)

const (
	zhWords = 7 // 7 × 11 bits are 77
	enWords = 6 // 6 words of 7,772 are 77.5 bits
	// zhDifferent is how many of the seven must at least be different.
	zhDifferent = 5
	// effWords is the EFF's large list without its four words that have a hyphen: those would read as two.
	effWords = 7776 - 4
)

// Passphrase makes a new passphrase of words, from the system's random numbers, and returns how many bits it has: at
// least 77. "zh" gives seven words of our Chinese list, every other language six of the EFF's large list (never the
// same word twice). It is shown with blanks between the words; whether it is typed with them does not matter, see
// [Normal].
func Passphrase(lang string) (phrase string, bits float64) {
	if lang == "zh" {
		// In one draw out of some twenty-four million fewer words are different, and [Bits] would not recognise it as
		// ours; leaving those out costs less than a ten-millionth of a bit.
		out := drawZh()
		for countDifferent(out) < zhDifferent {
			out = drawZh()
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

const (
	toldGroups = 6 // of four digits: 24 × log₂10 are 79.7 bits, more than any of our passphrases of words has
	toldDigits = 4
)

// Told makes a new password, of at least 77 bits, for a file that somebody else opens: it is told to them and typed once,
// exactly as it is shown, where no input method works. "zh" gives six groups of four digits, which everybody in China can say
// and type; every other language the words of [Passphrase].
func Told(lang string) string {
	if lang != "zh" {
		phrase, _ := Passphrase(lang)
		return phrase
	}
	var out strings.Builder
	for i := range toldGroups * toldDigits {
		n, err := rand.Int(rand.Reader, big.NewInt(10))
		if err != nil {
			panic(err) // crypto/rand never fails
		}
		if i > 0 && i%toldDigits == 0 {
			out.WriteByte(' ')
		}
		out.WriteByte(byte('0' + n.Int64())) //nolint:gosec // G115: a digit
	}
	return out.String()
}

// drawZh draws Chinese words.
func drawZh() []string {
	list := load().zh
	var out []string
	for range zhWords {
		n, err := rand.Int(rand.Reader, big.NewInt(int64(len(list))))
		if err != nil {
			panic(err) // crypto/rand never fails
		}
		out = append(out, list[n.Int64()].text)
	}
	return out
}

func countDifferent(words []string) int {
	seen := map[string]bool{}
	for _, w := range words {
		seen[w] = true
	}
	return len(seen)
}
