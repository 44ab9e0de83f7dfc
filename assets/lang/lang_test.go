package lang

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"
	"unicode/utf8"
)

func TestEveryLanguageIsDescribedWhole(t *testing.T) {
	orders := map[int]string{}
	for _, l := range All() {
		if l.Name == "" || l.Date == "" || l.Comma == "" {
			t.Errorf("%s lacks its name, date or comma", l.Tag)
		}
		if n := utf8.RuneCountInString(l.Short); n < 1 || n > 3 {
			t.Errorf("%s: short is %q", l.Tag, l.Short)
		}
		if l.Script != Han && l.Script != Latin || l.Keys != Pinyin && l.Keys != Letters || l.Words != "zh" && l.Words != "en" {
			t.Errorf("%s: script %q, keys %q, words %q", l.Tag, l.Script, l.Keys, l.Words)
		}
		if len(l.Pack) == 0 || len(l.Lacks) > 0 && !Has(l.Texts) || l.Texts == l.Tag {
			t.Errorf("%s: pack %v, texts %q, lacks %v", l.Tag, l.Pack, l.Texts, l.Lacks)
		}
		for _, tag := range l.Pack {
			if !Has(tag) {
				t.Errorf("%s is shown packs in %q, which is no language here", l.Tag, tag)
			}
		}
		if l.Months != nil && len(l.Months) != 12 {
			t.Errorf("%s has %d months", l.Tag, len(l.Months))
		}
		if other, ok := orders[l.Order]; ok {
			t.Errorf("%s and %s have the same place on the switch", l.Tag, other)
		}
		orders[l.Order] = l.Tag
		if got := l.Day(time.Date(2027, 4, 9, 0, 0, 0, 0, time.UTC)); !strings.Contains(got, "2027") || strings.Contains(got, "2006") || strings.Contains(got, " ") {
			t.Errorf("%s writes a day as %q: it is torn apart, or not Go's 2 January 2006", l.Tag, got)
		}
	}
}

func TestLanguagesAreOfferedInTheirOrder(t *testing.T) {
	if got := Tags(); !slices.Equal(got[:2], []string{"zh", "en"}) {
		t.Errorf("the first two are %v", got)
	}
	at, seen := Tags()[0], map[string]bool{}
	for range Tags() {
		seen[at], at = true, After(at)
	}
	if len(seen) != len(Tags()) || at != Tags()[0] {
		t.Errorf("going round led to %v and ended at %s", seen, at)
	}
}

func TestSystemsAreSpokenTo(t *testing.T) {
	for name, want := range map[string]string{"zh_CN.UTF-8": "zh", "zh-Hans-CN": "zh", "ja_JP.UTF-8": "ja", "ja-JP": "ja", "en_GB": "en", "de_DE": "en", "C": "en", "": "en"} {
		if got := Spoken(name); got != want {
			t.Errorf("%q is spoken to in %s", name, got)
		}
	}
}

func TestJapaneseIsDrawnInItsOwnForms(t *testing.T) {
	if got := Of("ja").Draw("骨髄 · あ"); got != "\U000f9aa8\U000f9ac4·あ" && got != "\U000f9aa8髄·あ" {
		t.Errorf("drawn as %U", []rune(got))
	}
	if got := Of("zh").Draw("骨髓"); got != "骨髓" {
		t.Errorf("Chinese is drawn as %q", got)
	}
	if got := Of("en").Draw("“bone”"); got != "\ue01cbone\ue01d" {
		t.Errorf("English is drawn as %q", got)
	}
}

// A file that is wrong stops every build at its first test, and says which it is.
func TestAWrongFileIsNamed(t *testing.T) {
	for name, file := range map[string]string{"xx.toml": "nmae = \"X\"", "yy.toml": "name = "} {
		func() {
			defer func() {
				if said, _ := recover().(string); !strings.Contains(said, name) {
					t.Errorf("%s: %q", name, said)
				}
			}()
			read(fstest.MapFS{name: {Data: []byte(file)}})
		}()
	}
	// One more file is one more language.
	more := read(fstest.MapFS{"zh.toml": {Data: []byte("order = 1")}, "ko.toml": {Data: []byte("name = \"한국어\"\norder = 2")}})
	if len(more) != 2 || more[1].Tag != "ko" || more[1].Name != "한국어" || !slices.Equal(more[1].Locale, []string{"ko"}) {
		t.Errorf("read as %+v", more)
	}
}
