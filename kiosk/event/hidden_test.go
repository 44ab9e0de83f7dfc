package event

import (
	"testing"
	"unicode"
)

func TestWhatNobodySeesIsFound(t *testing.T) {
	for name, s := range map[string]string{
		"zero width space": "a\u200bb", "joiner": "👩\u200d⚕", "non-joiner": "a\u200cb", "word joiner": "\u2060", "soft hyphen": "a\u00adb",
		"byte order mark": "\ufeffa", "left to right": "\u200e", "override": "\u202e", "isolate": "\u2066", "Arabic letter mark": "\u061c",
		"tag": "\U000e0061", "variation selector": "♥\ufe0f", "ideographic variation": "葛\U000e0100", "Hangul filler": "\u3164", "half-width filler": "\uffa0",
		"grapheme joiner": "a\u034f", "Mongolian": "\u180e", "blank Braille": "\u2800", "line separator": "a\u2028b", "private": "\ue000",
		"stroke": "n\u0335ot", "long stroke": "n\u0336", "slash": "不\u0338", "enclosing circle": "不\u20e0", "keycap": "1\ufe0f\u20e3",
		"mark alone": "\u0301", "mark after a line end": "a\n\u0301", "stacked": "e\u0301\u0336", "behind a Han character": "同\u0301意", "Hebrew point": "\u05b0",
	} {
		if _, _, what := hidden(s); what == "" {
			t.Errorf("%s is not found in %+q", name, s)
		}
	}
	for name, s := range map[string]string{
		"Chinese": "「你好」，《同意》——……　全角", "English": "“It’s” – naïve… ½ × 5 °C", "é whole": "caf\u00e9", "é in two": "cafe\u0301", "ǘ in three": "lu\u0308\u0301",
		"Vietnamese": "Nguye\u0302\u0303n", "blanks": "a\u00a0b\u2009c\u3000d", "an emoji": "👍❤", "Å": "A\u030a", "nothing": "",
	} {
		if off, r, what := hidden(s); what != "" {
			t.Errorf("%s: %s (%U) at %d of %+q", name, what, r, off, s)
		}
	}
	// All of Cf, as of this Unicode.
	for r := rune(1); r <= unicode.MaxRune; r++ {
		if unicode.Is(unicode.Cf, r) {
			if _, _, what := hidden("a" + string(r) + "b"); what == "" {
				t.Errorf("%U is let through", r)
			}
		}
	}
}

func TestEachHiddenCharacterIsNamed(t *testing.T) {
	n := 0
	hiddenAll("n\u0336o\u0336t\u0336 e\u0301\u200b", func(int, Phrase) { n++ })
	if n != 4 {
		t.Errorf("%d", n)
	}
}
