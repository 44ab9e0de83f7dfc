package words

import (
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// What people choose, by the side on which it falls.
func TestChosenPassphrasesAreJudged(t *testing.T) {
	for name, c := range map[string]struct {
		weak    []string
		notWeak []string
	}{
		"short ones and those of every list": {
			weak: []string{"", " ", "abc", "123456", "password123", "Tr0ub4dor&3", "correct horse", "correct horse battery staple", "to be or not to be that is the question", "it was the best of times", "jenniferlopez19690724", "Correct-Horse-Battery-Staple!", "practice", "iloveyou5201314"},
		},
		"rows on a keyboard, counting and one thing again and again": {
			weak: []string{"qwertyuiopasdfghjklzxcvbnm", "abcdefghijklmnopqrstuvwxyz", "12345678901234567890", strings.Repeat("a", 100), strings.Repeat("zhangwei", 9),
				"zhangwei1zhangwei2zhangwei3zhangwei4", strings.Repeat("爱", 60), strings.Repeat("我爱你", 20), strings.Repeat("любовь", 10), "password password password password password"},
		},
		"names and days": {
			weak: []string{"19900521zhangwei", "zhangwei19900521", "张伟1990年5月21日", "二〇二六年五月二十一日上午", "复旦大学医学院2026"},
		},
		"drawn by others": {
			notWeak: []string{"v9k2xq7plm4z3ht8", "V9K2xQ7pLm4Z3ht8Rw", "unfounded strainer plywood overdue cackle", "gxkqzwvjrtplmnb"},
		},
		"sentences": {
			weak:    []string{"the cat sat on the mat"},
			notWeak: []string{"seven tired violins crossed the frozen harbour", "我家楼下那只橘猫每天早上偷吃豆浆油条"},
		},
		"the same in Pinyin": {
			weak:    []string{"woaibeijingtiananmen", "kanxuezhongxinjuanzeng"}, // seven characters, and six
			notWeak: []string{"wojialouxianazhijumaomeitianzaoshangtouchi"},
		},
		"Chinese": {
			weak:    []string{"大海苹果火车", "我爱北京天安门"},
			notWeak: []string{"橘猫偷吃豆浆油条之后翻墙逃走", "橘猫 tou chi 豆浆油条之后 fan 墙逃走"},
		},
		"other scripts": {
			weak:    []string{"пароль", "любовь и мир", "สวัสดี", "さくら", "♥♥♥♥♥♥♥♥"},
			notWeak: []string{"семь усталых скрипок пересекли замёрзшую гавань", "疲れたバイオリンが七つ凍った港をゆっくり渡っていく"},
		},
	} {
		for _, p := range c.weak {
			if !Weak(p) {
				t.Errorf("%s: %q passes with %.1f bits", name, p, Bits(p))
			}
		}
		for _, p := range c.notWeak {
			if Weak(p) {
				t.Errorf("%s: %q is refused with %.1f bits", name, p, Bits(p))
			}
		}
	}
}

// The rules by which bits are counted, each where nothing else plays a part.
func TestBitsAreCountedAsSaid(t *testing.T) {
	var distinct strings.Builder
	for r := 'ж'; distinct.Len() < 2*200; r++ {
		distinct.WriteRune(r)
	}
	lower := []rune(Normal(distinct.String()))
	for _, c := range []struct {
		rule, phrase string
		want         float64
	}{
		{"nothing", "", 0},
		{"a character of Chinese", "橘猫偷吃", 4 * 5.5},
		{"a syllable of Korean", "안녕하세요", 5 * 5.5},
		{"a letter of another script", "любовь", 6 * 2},
		{"a number in Chinese", "二〇二六年", 5 * 2},
		{"a syllable", "jumao", 2 * 5.5},
		{"the longest syllable", "zhuang", 5.5},
		{"a syllable without initial", "ang", 5.5},
		{"a syllable that is a common English word", "an", 4},
		{"a syllable of two letters that is like no other", "er", 5.5},
		{"letters that are one syllable or two", "xian", 5.5},
		{"syllables among characters", "橘mao偷chi", 4 * 5.5},
		{"three that come again", "爱爱爱爱", 4 * 5.5},
		{"four that come again", "爱爱爱爱爱", 5.5 + 2*math.Log2(5)},
		{"a word that comes again", "любовьлюбовь", 6*2 + 2*math.Log2(12)},
		{"a word that comes again, with more behind it", "любовьлюбовь橘", 6*2 + 2*math.Log2(13) + 5.5},
		{"as many as are looked at", string(lower[:128]), 128 * 2},
		{"one more", string(lower[:129]), 128 * 2},
	} {
		if got := Bits(c.phrase); math.Abs(got-c.want) > 1e-9 {
			t.Errorf("%s: %q has %v bits, want %v", c.rule, c.phrase, got, c.want)
		}
	}
}

// Sixty bits are enough, and fewer are not.
func TestSixtyBitsAreEnough(t *testing.T) {
	const letters = "абвгдежзиклмнопрстуфхцчшщъыьэюя"
	thirty := string([]rune(letters)[:30])
	if Weak(thirty) || Bits(thirty) != 60 {
		t.Errorf("thirty letters have %v bits and are refused", Bits(thirty))
	}
	if short := string([]rune(letters)[:29]); !Weak(short) {
		t.Errorf("twenty-nine pass with %v bits", Bits(short))
	}
}

// Of seven words that are drawn five are different, or more.
func TestADrawnPhraseHasFiveDifferentWords(t *testing.T) {
	w := load().zh
	for different, ours := range map[int]bool{4: false, 5: true, 7: true} {
		phrase := ""
		for i := range 7 {
			phrase += w[i%different*100].text
		}
		if got := drawn(Normal(phrase)); got != ours {
			t.Errorf("seven words, %d different: taken for ours %v", different, got)
		}
	}
}

// A character is worth the same whether it is typed as itself or in Pinyin: a key opens by either.
func TestChineseAndItsPinyinAreWorthTheSame(t *testing.T) {
	list := load().zh
	rapid.Check(t, func(t *rapid.T) {
		var zh, pinyin string
		for _, w := range rapid.SliceOfN(rapid.SampledFrom(list), 1, 6).Draw(t, "words") {
			zh, pinyin = zh+w.text, pinyin+" "+w.pinyin
		}
		if a, b := Bits(zh), Bits(pinyin); a != b {
			t.Fatalf("%s has %v bits, %s %v", zh, a, pinyin, b)
		}
		if a, most := Bits(zh), float64(len([]rune(zh)))*ideographBits; a > most {
			t.Fatalf("%s has %v bits, more than %v", zh, a, most)
		}
	})
}

// What we draw ourselves passes, however it is typed.
func TestOurOwnPassphrasesAlwaysPass(t *testing.T) {
	for _, lang := range []string{"zh", "en"} {
		for range 2000 {
			phrase, _ := Passphrase(lang)
			for _, typed := range []string{phrase, strings.ToUpper(phrase), strings.ReplaceAll(phrase, " ", ""), strings.ReplaceAll(phrase, " ", "-"), Normal(phrase)} {
				if Weak(typed) || !drawn(Normal(typed)) {
					t.Fatalf("%q is refused with %v bits", typed, Bits(typed))
				}
			}
		}
	}
	// The same words by a hand that draws nothing.
	w := load().zh[7].text
	for _, p := range []string{strings.Repeat(w, 7), strings.Repeat("abacus", 6), strings.Repeat(w+load().zh[9].text, 4)} {
		if !Weak(p) {
			t.Errorf("%q passes with %v bits", p, Bits(p))
		}
	}
}

func TestBitsAreANumberAndNeverMoreForSayingItTwice(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := rapid.String().Draw(t, "phrase")
		b := Bits(p)
		if math.IsNaN(b) || math.IsInf(b, 0) || b < 0 {
			t.Fatalf("%q has %v bits", p, b)
		}
		// The normal form is what is judged: of A?~__, three characters are left, too few to count as a copy. A mark
		// with which p begins joins the letter before it, and then no p is said again. What repeats itself already is
		// worth less than its parts are, and is not doubled here.
		normal := Normal(p)
		all := []rune(normal)
		once, _ := withoutCopies(all)
		if n := len(all); n > 5 && n < 50 && len(once) == n && Normal(p+p) == normal+normal && !drawn(normal+normal) {
			// Two copies at most, and a letter: where p ends as it begins, the first may run from its end into the
			// second p, and stop before that is over.
			if twice := Bits(p + p); twice > b+2*2*math.Log2(float64(2*n))+7 {
				t.Fatalf("%q has %v bits, twice %v", p, b, twice)
			}
		}
	})
	if b := Bits(strings.Repeat("\U0001F600 x9", 100_000)); b > 1000 {
		t.Errorf("%v", b)
	}
}
