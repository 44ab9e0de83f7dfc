package words

import (
	"math"
	"strings"
	"sync"
	"unicode"

	"github.com/sethvargo/go-diceware/diceware"
	"github.com/trustelem/zxcvbn/match"
	"github.com/trustelem/zxcvbn/matching"
	"github.com/trustelem/zxcvbn/scoring"
)

// EnoughBits is what a passphrase of a live booth needs. A guess costs scrypt's work of 2^18, which is 256 MiB: ten
// thousand graphics cards at a hundred guesses a second each would need eighteen thousand years for half of 2^60.
const EnoughBits = 60

// Weak says that a passphrase would not withstand somebody who has event-key.age and tries.
func Weak(phrase string) bool { return Bits(phrase) < EnoughBits }

const (
	drawnBits = 7 * bitsPerWord // see Passphrase; both languages have at least that many

	// ideographBits is for a Chinese character, or its syllable in Pinyin: a common word has two, and a word counts for
	// eleven bits, as in our list and about as much as zxcvbn gives a common English one.
	ideographBits = bitsPerWord / 2.0
	// otherBits is for a letter of any script that zxcvbn has no words of, and for a character of a number or a date:
	// about what it gives a letter within four English words.
	otherBits = 2

	// judged is how many characters are judged; further ones can only add to them.
	judged = 128
	// copied is how long a stretch must be to count as repeated.
	copied = 4
)

// Bits estimates how many bits a guesser has to find in a passphrase, too low rather than too high. It judges the normal
// form ([Normal]), because that is what a key is locked under: upper case and blanks add nothing.
//
// A phrase drawn by [Passphrase] has the bits it was drawn with. Of others, ASCII is judged by zxcvbn (D. Wheeler,
// USENIX Security 2016), which knows common passwords, English words, names, dates and rows of a keyboard. It knows no
// other script and no Pinyin: it would take 我爱北京天安门 for a row of random characters. So a Chinese character has 5.5
// bits, and letters that read as Pinyin throughout have at most 5.5 a syllable; a Chinese phrase passes with eleven
// characters that are not numbers. Letters of other scripts have 2 bits. A stretch that repeats an earlier one counts
// only for saying that it is repeated.
//
// No estimator knows poems, songs and quotations: those pass because of their length, and are no good passphrases.
func Bits(phrase string) float64 {
	normal := Normal(phrase)
	if drawn(normal) {
		return drawnBits
	}
	all := []rune(normal)
	if len(all) > judged {
		all = all[:judged]
	}
	once, again := withoutCopies(all)
	return min(byScript(all), byScript(once)+again)
}

// drawn says whether a phrase can be one of Passphrase's: a sequence of words of one of the two lists, at least as many
// as are drawn, with no more repetitions than drawing gives.
func drawn(normal string) bool {
	if words, different := row(normal, load().reading); words >= zhWords && different >= zhDifferent {
		return true
	}
	_, different := row(normal, eff())
	return different >= enWords
}

// row splits a phrase into words of a list in which no word is a prefix of another, and returns how many there are and
// how many of them are different; 0 if that is impossible.
func row(normal string, list map[string]bool) (words, different int) {
	const longest = 16
	seen := map[string]bool{}
	for rest := normal; rest != ""; words++ {
		n := 1
		for n <= min(longest, len(rest)) && !list[rest[:n]] {
			n++
		}
		if n > min(longest, len(rest)) {
			return 0, 0
		}
		seen[rest[:n]] = true
		rest = rest[n:]
	}
	return words, len(seen)
}

// eff are the words of the EFF's large list that passphrases are drawn from.
var eff = sync.OnceValue(func() map[string]bool {
	words := map[string]bool{}
	for n := range 7776 {
		dice := 0
		for place, rest := 1, n; place <= 10000; place, rest = place*10, rest/6 {
			dice += (rest%6 + 1) * place
		}
		if w := diceware.WordListEffLarge().WordAt(dice); !strings.Contains(w, "-") {
			words[w] = true
		}
	}
	return words
})

// withoutCopies leaves out every stretch that repeats an earlier one, and returns the bits needed to say where each began
// and how long it is.
func withoutCopies(all []rune) (once []rune, bits float64) {
	for i := 0; i < len(all); {
		longest := 0
		for from := range i {
			n := 0
			for i+n < len(all) && all[from+n] == all[i+n] { // a copy may overlap itself: aaaa
				n++
			}
			longest = max(longest, n)
		}
		if longest < copied {
			once = append(once, all[i])
			i++
			continue
		}
		bits += 2 * math.Log2(float64(len(all)))
		i += longest
	}
	return once, bits
}

// byScript adds up the bits of the stretches of a phrase, each by its script.
func byScript(all []rune) (bits float64) {
	for i := 0; i < len(all); {
		from := i
		for i < len(all) && all[i] < unicode.MaxASCII {
			i++
		}
		if i > from {
			bits += ascii(string(all[from:i]))
			continue
		}
		switch r := all[i]; {
		case strings.ContainsRune("〇零一二三四五六七八九十百千万两年月日号", r):
			bits += otherBits
		case unicode.In(r, unicode.Han, unicode.Hangul):
			bits += ideographBits
		default:
			bits += otherBits
		}
		i++
	}
	return bits
}

// ascii judges a stretch of ASCII: as zxcvbn does or, if letters in it read as Pinyin, by their syllables if that is
// less.
func ascii(text string) float64 {
	var rest strings.Builder
	syllables := 0
	for run := text; run != ""; {
		letters := len(run) - len(strings.TrimLeft(run, "abcdefghijklmnopqrstuvwxyz"))
		if n := pinyinSyllables(run[:letters]); n > 0 {
			syllables += n
		} else {
			rest.WriteString(run[:letters])
		}
		run = run[letters:]
		others := strings.IndexFunc(run, func(r rune) bool { return r >= 'a' && r <= 'z' })
		if others < 0 {
			others = len(run)
		}
		rest.WriteString(run[:others])
		run = run[others:]
	}
	return min(estimate(text), float64(syllables)*ideographBits+estimate(rest.String()))
}

// estimate returns the bits of the cheapest way to put ASCII together from what zxcvbn finds in it and from single
// characters. zxcvbn itself counts every character that it finds nothing in as one of ten, so it would refuse sixteen that a
// password manager has drawn; here it is one of the kinds of characters that the text has.
func estimate(text string) float64 {
	found := matching.Omnimatch(text, nil)
	single := math.Log2(kinds(text))
	least := make([]float64, len(text)+1) // of what comes before
	for end := 1; end <= len(text); end++ {
		least[end] = least[end-1] + single
		for _, m := range found {
			if m.J == end-1 && !byChance(m) {
				least[end] = min(least[end], least[m.I]+math.Log2(max(1, scoring.EstimateGuesses(m, text))))
			}
		}
	}
	return least[len(text)]
}

// byChance says whether what was found is so short that characters drawn by somebody often have it: rows like lmn, and
// words that are one of a dozen random rows of their length or rarer. The lists have hundreds of two letters.
func byChance(m *match.Match) bool {
	if m.Pattern != "dictionary" {
		return len(m.Token) < 4
	}
	return 12*float64(m.Rank) > math.Pow(26, float64(len(m.Token)))
}

// kinds returns how many characters there are of the kinds that the text has, as zxcvbn counted them at first (D. Wheeler,
// 2012): 26 small and 26 capital letters, 10 digits, 33 others.
func kinds(text string) (n float64) {
	for _, kind := range []struct {
		of   func(rune) bool
		have float64
	}{
		{unicode.IsLower, 26}, {unicode.IsUpper, 26}, {unicode.IsDigit, 10},
		{func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }, 33},
	} {
		if strings.IndexFunc(text, kind.of) >= 0 {
			n += kind.have
		}
	}
	return max(1, n)
}

// pinyinSyllables returns the least number of Pinyin syllables that the letters can be split into, 0 if they cannot.
func pinyinSyllables(letters string) int {
	const none = 1 << 20
	fewest := make([]int, len(letters)+1)
	for i := 1; i <= len(letters); i++ {
		fewest[i] = none
		for from := max(0, i-6); from < i; from++ { // zhuang has six letters
			if n := fewest[from] + 1; n < fewest[i] && isSyllable(letters[from:i]) {
				fewest[i] = n
			}
		}
	}
	if n := fewest[len(letters)]; n < none {
		return n
	}
	return 0
}

// isSyllable says whether s is an initial, or none, and a final. Some of these pairs are no syllable of Mandarin; none is
// an English word of any length.
func isSyllable(s string) bool {
	initial := 0
	switch {
	case len(s) > 1 && s[1] == 'h' && strings.Contains("zcs", s[:1]):
		initial = 2
	case strings.Contains("bpmfdtnlgkhjqxrzcsyw", s[:1]):
		initial = 1
	}
	return finals[s[initial:]] || s == "er" || s == "r"
}

var finals = func() map[string]bool {
	set := map[string]bool{}
	for _, f := range strings.Fields("a o e i u v ai ei ui ao ou iu ie ue ve an en in un ang eng ing ong ia iao ian iang iong ua uai uan uang uo") {
		set[f] = true
	}
	return set
}()
