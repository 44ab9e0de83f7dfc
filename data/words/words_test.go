package words

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/sethvargo/go-diceware/diceware"
	"pgregory.net/rapid"

	"matchbooth/assets"
)

// Fingerprints stand on paper for years: a list that changed would make every one of them read as another key.
func TestListsAreFrozen(t *testing.T) {
	zh, en := assets.Words()
	for name, c := range map[string]struct{ list, digest string }{
		"zh": {zh, "49868c39539a79137c188888725465b9f1f61531d98e019c14f9b6c3c2c6bd67"},
		"en": {en, "c2716c08811106cf57a6c1ffa18795970d5127eb6d6d8e5d5b663d749804b56e"},
	} {
		if sum := sha256.Sum256([]byte(c.list)); hex.EncodeToString(sum[:]) != c.digest {
			t.Errorf("the list %s has changed: its digest is %x", name, sum)
		}
	}
}

func TestChineseWordsAreKnownByTheirPinyin(t *testing.T) {
	l := load()
	var pinyin []string
	for _, w := range l.zh {
		if utf8.RuneCountInString(w.text) != 2 {
			t.Errorf("%s has not two characters", w.text)
		}
		for _, r := range w.text {
			if !unicode.Is(unicode.Han, r) {
				t.Errorf("%s is not Chinese", w.text)
			}
		}
		if strings.Trim(w.pinyin, "abcdefghijklmnopqrstuwxyz") != "" {
			t.Errorf("%s has the Pinyin %q", w.text, w.pinyin)
		}
		pinyin = append(pinyin, w.pinyin)
	}
	prefixFree(t, pinyin)
	// Whatever else the list holds, it holds nothing of death, disease, politics, crime or obscenity.
	const refused = "死亡尸鬼魔葬丧棺坟墓癌病疾疫痛伤残疯毒炎药血党政军兵共争枪炸贼盗抢奸淫娼妓赌屎尿粪屁骂贱奴裸性欲狱囚犯罪警恨怒悲哀哭惨凶佛神教祭寺僧习蒋"
	for _, w := range l.zh {
		if strings.ContainsAny(w.text, refused) && w.text != "教室" && w.text != "教练" {
			t.Errorf("%s is not a word for this list", w.text)
		}
	}
}

func TestEnglishWordsAreShortAndApart(t *testing.T) {
	begins := map[string]string{}
	for _, w := range load().en {
		if len(w) < 3 || len(w) > 6 || strings.Trim(w, "abcdefghijklmnopqrstuvwxyz") != "" {
			t.Errorf("%q is no short word", w)
		}
		start := w[:min(4, len(w))]
		if other, ok := begins[start]; ok {
			t.Errorf("%s and %s begin alike", w, other)
		}
		begins[start] = w
	}
}

// prefixFree fails where a word begins another: said or typed without blanks, the two could be confused.
func prefixFree(t *testing.T, words []string) {
	t.Helper()
	words = slices.Clone(words)
	slices.Sort(words)
	for i := 1; i < len(words); i++ {
		if strings.HasPrefix(words[i], words[i-1]) {
			t.Errorf("%s begins %s", words[i-1], words[i])
		}
	}
}

func TestTheEFFListHasTheWordsThatTheBitsCountOn(t *testing.T) {
	var plain []string
	for n := range 7776 {
		dice := 0
		for place, rest := 1, n; place <= 10000; place, rest = place*10, rest/6 {
			dice += (rest%6 + 1) * place
		}
		if w := diceware.WordListEffLarge().WordAt(dice); !strings.Contains(w, "-") {
			plain = append(plain, w)
		}
	}
	if len(plain) != effWords {
		t.Errorf("%d words, the bits are counted from %d", len(plain), effWords)
	}
	prefixFree(t, plain)
}

func TestPassphrases(t *testing.T) {
	for lang, want := range map[string]int{"zh": 7, "en": 6, "": 6} {
		seen := map[string]bool{}
		for range 500 {
			phrase, bits := Passphrase(lang)
			if n := len(strings.Fields(phrase)); n != want || bits < 77 || bits > 78 || strings.Contains(phrase, "-") {
				t.Fatalf("%s: %d words, %v bits", lang, n, bits)
			}
			seen[Normal(phrase)] = true
		}
		if len(seen) != 500 {
			t.Errorf("%s: of 500 passphrases %d are different", lang, len(seen))
		}
	}
	// Over many draws every word comes up about as often: 7 × 6,000 draws of 2,048 words are 20.5 of each.
	count := map[string]int{}
	for range 6000 {
		phrase, _ := Passphrase("zh")
		for w := range strings.FieldsSeq(phrase) {
			count[w]++
		}
	}
	if len(count) != 2048 {
		t.Errorf("%d words of 2048 came up", len(count))
	}
	for w, n := range count {
		if n > 60 { // more than eight deviations
			t.Errorf("%s came up %d times", w, n)
		}
	}
}

func TestAPhraseTypedByAnotherHand(t *testing.T) {
	for _, same := range [][]string{
		{"correct horse battery", "Correct Horse Battery", " correct  horse\tbattery ", "correct-horse-battery", "correct—horse_battery",
			"ＣＯＲＲＥＣＴ　ｈｏｒｓｅ　ｂａｔｔｅｒｙ", "correcthorsebattery", "correct, horse, battery", "correct\u00a0horse\u200b battery"},
		{"大海 苹果 火车", "大海苹果火车", "大海、苹果、火车", "dahai pingguo huoche", "Da hai ping guo huo che", "dahaipingguohuoche", "大海pingguo火车", "大海，苹果，火车"},
		{"café", "cafe\u0301", "CAFÉ"},
	} {
		for _, typed := range same[1:] {
			if Normal(typed) != Normal(same[0]) {
				t.Errorf("%q becomes %q, %q becomes %q", typed, Normal(typed), same[0], Normal(same[0]))
			}
		}
	}
	for _, other := range []string{"correct horse batterie", "大海 苹果", "", "  "} {
		if Normal(other) == Normal("correct horse battery") {
			t.Errorf("%q counts as the same", other)
		}
	}
	for _, left := range []string{"", "  ", "---", "a\xff b", "practice"} {
		if Normal(left) != left {
			t.Errorf("%q becomes %q", left, Normal(left))
		}
	}
}

func TestNormalFormsAreNormal(t *testing.T) {
	words := load()
	rapid.Check(t, func(t *rapid.T) {
		phrase := rapid.OneOf(rapid.String(), rapid.Custom(func(t *rapid.T) string {
			w := rapid.SliceOfN(rapid.SampledFrom(words.zh), 1, 8).Draw(t, "words")
			out := ""
			for _, e := range w {
				out += rapid.SampledFrom([]string{"", " ", "-", "　"}).Draw(t, "blank") + rapid.SampledFrom([]string{e.text, e.pinyin}).Draw(t, "as")
			}
			return out
		})).Draw(t, "phrase")
		once := Normal(phrase)
		if again := Normal(once); again != once {
			t.Fatalf("%q becomes %q becomes %q", phrase, once, again)
		}
		if phrase != "" && once == "" {
			t.Fatalf("%q becomes nothing", phrase)
		}
	})
}

// Two different rows of words never have one normal form: the bits are all there.
func TestNoBitsAreLost(t *testing.T) {
	words := load()
	rapid.Check(t, func(t *rapid.T) {
		row := rapid.SliceOfN(rapid.SampledFrom(words.zh), zhWords, zhWords).Draw(t, "words")
		joined := ""
		for _, w := range row {
			joined += w.text
		}
		rest := Normal(joined)
		for i, w := range row { // reading from the left, only one word fits each time
			fits := 0
			for _, e := range words.zh {
				if strings.HasPrefix(rest, e.pinyin) {
					fits++
				}
			}
			if fits != 1 || !strings.HasPrefix(rest, w.pinyin) {
				t.Fatalf("word %d of %s: %d fit", i, joined, fits)
			}
			rest = rest[len(w.pinyin):]
		}
	})
}

func TestFingerprintsInWords(t *testing.T) {
	index := map[string]map[string]int{"zh": {}, "en": {}}
	for i := range 2048 {
		index["zh"][load().zh[i].text] = i
		index["en"][load().en[i]] = i
	}
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.Uint64().Draw(t, "fingerprint")
		hex16 := fmt.Sprintf("%016x", n)
		zh, en := Fingerprint(hex16, "zh"), Fingerprint(hex16, "en")
		if len(zh) != 6 || len(en) != 6 {
			t.Fatalf("%d and %d words", len(zh), len(en))
		}
		var back uint64
		for i := range 6 {
			at := index["zh"][zh[i]]
			if at != index["en"][en[i]] {
				t.Fatalf("word %d is another in each language", i)
			}
			if i == 5 {
				back = back<<9 | uint64(at)>>2
			} else {
				back = back<<11 | uint64(at)
			}
		}
		if back != n {
			t.Fatalf("%016x reads back as %016x", n, back)
		}
	})
	for _, c := range []struct{ hex, en string }{
		{"0000000000000000", "abacus abacus abacus abacus abacus abacus"},
		{"ffffffffffffffff", "zoom zoom zoom zoom zoom zippy"},
	} {
		if got := strings.Join(Fingerprint(c.hex, "en"), " "); got != c.en {
			t.Errorf("%s is %q, want %q", c.hex, got, c.en)
		}
	}
	for _, odd := range []string{"", "xyz", "0123", "0123456789abcdef00"} {
		if got := Fingerprint(odd, "zh"); len(got) != 1 || got[0] != odd {
			t.Errorf("%q became %v", odd, got)
		}
	}
}

func TestASetIsNamedByItsWords(t *testing.T) {
	const hex = "3f9a02c17be45d60"
	zh, en := Fingerprint(hex, "zh"), Fingerprint(hex, "en")
	for _, text := range []string{
		strings.Join(en, " "), strings.ToUpper(strings.Join(en, "-")), " " + strings.Join(en, "  ") + "\n", strings.Join(en, "·"),
		strings.Join(zh, ""), strings.Join(zh, "·"), strings.Join(zh, "、"), Normal(strings.Join(zh, "")), hex, "3F9A 02C1 7BE4 5D60",
	} {
		if !Names(text, hex) {
			t.Errorf("%q does not name it", text)
		}
	}
	swapped := append([]string{en[1], en[0]}, en[2:]...)
	for _, text := range []string{"", " · ", strings.Join(en[:5], " "), strings.Join(swapped, " "), strings.Join(en, " ") + " x", strings.Join(Fingerprint("3f9a02c17be45d61", "en"), " ")} {
		if Names(text, hex) {
			t.Errorf("%q names it", text)
		}
	}
}
