package field

import (
	"strings"
	"testing"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

func TestBackspaceTakesWholeCharacters(t *testing.T) {
	test.NewTempApp(t)
	for name, c := range map[string]string{
		"family":               "👨\u200d👩\u200d👧",
		"flag":                 "🇨🇳",
		"flag of Scotland":     "🏴\U000E0067\U000E0062\U000E0073\U000E0063\U000E0074\U000E007F",
		"skin tone":            "👍🏽",
		"profession":           "👩🏽\u200d⚕\ufe0f",
		"heart on fire":        "❤\ufe0f\u200d🔥",
		"keycap":               "1\ufe0f\u20e3",
		"accents":              "e\u0302\u0301",
		"Vietnamese":           "ệ",
		"Hangul jamo":          "\u1112\u1161\u11ab",
		"Devanagari":           "की",
		"ideographic variant":  "葛\U000E0100",
		"Han beyond the plane": "𠮷",
	} {
		for how, put := range map[string]func(f *Field){
			"typed": func(f *Field) { typed(f, c) }, "pasted": func(f *Field) { f.in.Paste(c) },
		} {
			f := field("王b")
			f.move(1)
			put(f)
			if f.Text() != "王"+c+"b" || f.line.caret != 2 {
				t.Errorf("%s, %s: holds %+q, caret %d", name, how, f.Text(), f.line.caret)
			}
			keys(f, fyne.KeyLeft, fyne.KeyRight, fyne.KeyBackspace)
			if f.Text() != "王b" || f.line.caret != 1 {
				t.Errorf("%s, %s: Backspace leaves %+q, caret %d", name, how, f.Text(), f.line.caret)
			}
			put(f)
			keys(f, fyne.KeyLeft, fyne.KeyDelete)
			if f.Text() != "王b" {
				t.Errorf("%s, %s: Delete leaves %+q", name, how, f.Text())
			}
		}
	}
}

func TestFlagsAreTakenOneByOne(t *testing.T) {
	test.NewTempApp(t)
	f := field("🇨🇳🇩🇪🇫🇷")
	keys(f, fyne.KeyLeft, fyne.KeyBackspace)
	if f.Text() != "🇨🇳🇫🇷" {
		t.Errorf("it holds %q", f.Text())
	}
}

// badInput is what no person types; each is put behind "a" and before "b".
var badInput = []struct{ name, in, want string }{
	{"invalid UTF-8", "\xff\xfe\xc3\x28\xed\xa0\x80\xf8\x88\x80\x80\x80", "("},
	{"replacement", "\ufffd\ufffd", ""},
	{"beyond Unicode", "\xf4\x90\x80\x80", ""},
	{"noncharacters", "\ufffe\uffff\ufdd0\U0001ffff", ""},
	{"controls", "\x00\x01\x08\x1b[31m\x7f\u0085\r\n\t", "[31m"},
	{"line ends", "\u2028\u2029", ""},
	{"bidi", "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c", ""},
	{"zero width", strings.Repeat("\u200b\u2060\ufeff\u00ad", 1000), ""},
	{"joiners", strings.Repeat("\u200d", 1000), "\u200d"},
	{"joiners and not", strings.Repeat("\u200d\u200c", 1000), "\u200d"},
	{"selectors", strings.Repeat("\ufe0f", 1000), "\ufe0f"},
	{"marks", strings.Repeat("\u0301", 1000), strings.Repeat("\u0301", marksOnOne)},
	{"marks and joiners", strings.Repeat("\u0301\u200d", 1000), strings.Repeat("\u0301\u200d", marksOnOne)},
	{"marks and selectors", strings.Repeat("\u0301\ufe0f", 1000), strings.Repeat("\u0301\ufe0f", marksOnOne)},
	{"tags alone", strings.Repeat("\U000E0061", 1000), ""},
	{"tags on a flag", "🏴" + strings.Repeat("\U000E0061", 1000), "🏴" + strings.Repeat("\U000E0061", 9)},
	{"blank letters", "\u3164\u115f\u1160\uffa0\u034f\u2800", ""},
}

func TestBadInputLeavesTheFieldSane(t *testing.T) {
	test.NewTempApp(t)
	for _, c := range badInput {
		f := field("ab")
		f.move(1)
		f.in.Paste(c.in)
		if want := "a" + c.want + "b"; f.Text() != want {
			t.Errorf("%s pasted: holds %+q, not %+q", c.name, f.Text(), want)
		}
		f = field("ab")
		f.move(1)
		typed(f, c.in) // what a range over broken text gives, and each mark for itself
		if want := "a" + c.want + "b"; f.Text() != want {
			t.Errorf("%s typed: holds %+q, not %+q", c.name, f.Text(), want)
		}
		f = field("ab")
		f.Compose(c.in)
		if !utf8.ValidString(f.compose) || utf8.RuneCountInString(f.compose) > composeRunes {
			t.Errorf("%s composed: %+q", c.name, f.compose)
		}
	}
	f := field("ab")
	for _, r := range []rune{-1, 0xD800, 0xDFFF, 0x110000, 1<<31 - 1, utf8.RuneError, 0} {
		f.in.Rune(r)
	}
	if f.Text() != "ab" {
		t.Errorf("runes that are none left %+q", f.Text())
	}
	f = field("")
	f.in.Paste(strings.Repeat("\u0301", 1000))
	if f.Text() != "" {
		t.Errorf("marks on nothing left %+q", f.Text())
	}
}

func TestFloodsAreCutAtTheLimit(t *testing.T) {
	test.NewTempApp(t)
	for name, s := range map[string]string{
		"10 MB":              strings.Repeat("x", 10<<20),
		"10 MB of rubbish":   strings.Repeat("\xff", 10<<20),
		"emoji":              strings.Repeat("👨\u200d👩\u200d👧", 10000),
		"one joined emoji":   "👨" + strings.Repeat("\u200d👨", 10000),
		"flags":              strings.Repeat("🇨🇳", 10000),
		"wide characters":    strings.Repeat("龘", 4096),
		"widest characters":  strings.Repeat("﷽", 4096),
		"jamo without end":   strings.Repeat("\u1100", 10000),
		"letters with marks": strings.Repeat("e\u0301\u0302", 10000),
	} {
		f := field("")
		f.Resize(fyne.NewSize(300, 60))
		r := test.WidgetRenderer(f)
		f.in.Paste(s)
		got := f.Text()
		if !utf8.ValidString(got) || utf8.RuneCountInString(got) > defaultRunes {
			t.Errorf("%s: %d runes", name, utf8.RuneCountInString(got))
		}
		if name != "10 MB of rubbish" && utf8.RuneCountInString(got) < defaultRunes-clusterRunes {
			t.Errorf("%s: only %d runes are kept", name, utf8.RuneCountInString(got))
		}
		drawn := 0
		for _, run := range f.runs {
			drawn += len([]rune(run.Text))
		}
		if drawn > 40*chunkChars*2 {
			t.Errorf("%s: %d runes are drawn for a field of 300", name, drawn)
		}
		r.Layout(f.Size())
		if x := f.bar.Position().X; x < 0 || x+caretWidth > f.clip.Size().Width+.01 {
			t.Errorf("%s: the caret is at %.0f", name, x)
		}
		keys(f, fyne.KeyHome, fyne.KeyDelete, fyne.KeyEnd, fyne.KeyBackspace)
		if !utf8.ValidString(f.Text()) {
			t.Errorf("%s: broken by editing", name)
		}
	}
}
