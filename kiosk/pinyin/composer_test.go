package pinyin

import (
	"slices"
	"strings"
	"testing"
)

func TestChoosingTheFirstCharactersKeepsTheRest(t *testing.T) {
	d := load(t)
	c := compose(d, Options{Names: true}, "ouyangnana")
	if got := c.Shown(); got != "ou yang na na" {
		t.Errorf("shown is %q", got)
	}
	at := slices.Index(texts(c, 10), "欧阳")
	if at < 0 {
		t.Fatalf("欧阳 is not among %v", texts(c, 10))
	}
	if page, _ := c.Candidates(at, 1); page[0].Keys != 6 {
		t.Errorf("欧阳 uses up %d keys, want 6", page[0].Keys)
	}
	if got := c.Choose(at); got != "" {
		t.Fatalf("choosing a part gave %q", got)
	}
	if got := c.Shown(); got != "欧阳na na" {
		t.Errorf("shown is %q, want 欧阳na na", got)
	}
	if got := c.Raw(); got != "欧阳nana" {
		t.Errorf("raw is %q, want 欧阳nana", got)
	}
	if got := texts(c, 1)[0]; got != "娜娜" {
		t.Errorf("then first comes %s, want 娜娜", got)
	}
	if got := c.Choose(0); got != "欧阳娜娜" || !c.Empty() {
		t.Errorf("choosing the rest gave %q and left %q", got, c.Raw())
	}
}

func TestBackspaceGoesBackAsTelephonesDo(t *testing.T) {
	d := load(t)
	c := compose(d, Options{Names: true}, "ouyangnan")
	c.Choose(slices.Index(texts(c, 10), "欧阳"))
	for _, want := range []string{"ouyangnan", "ouyangna", "ouyangn"} {
		if !c.Backspace() || c.Raw() != want {
			t.Fatalf("raw is %q, want %q", c.Raw(), want)
		}
	}
	// Letters typed after a choice go before the choice does.
	c.Choose(slices.Index(texts(c, 10), "欧阳"))
	c.Key('a')
	for _, want := range []string{"欧阳n", "ouyangn", "ouyang"} {
		if !c.Backspace() || c.Raw() != want {
			t.Fatalf("raw is %q, want %q", c.Raw(), want)
		}
	}
	for range 6 {
		c.Backspace()
	}
	if !c.Empty() || c.Backspace() {
		t.Errorf("left: %q", c.Raw())
	}
}

func TestApostrophes(t *testing.T) {
	d := load(t)
	c := d.Compose(Options{})
	if c.Key('\'') {
		t.Error("an apostrophe was taken where nothing is composed")
	}
	for _, r := range "xi''an'" {
		if !c.Key(r) {
			t.Errorf("%c was not taken", r)
		}
	}
	if got := c.Shown(); got != "xi'an'" {
		t.Errorf("shown is %q, want xi'an'", got)
	}
	if got := c.Raw(); got != "xian" {
		t.Errorf("raw is %q", got)
	}
	page, _ := c.Candidates(0, 1)
	if page[0] != (Candidate{"西安", 6}) {
		t.Errorf("first comes %+v", page[0])
	}
	c.Backspace()
	c.Backspace()
	if got := c.Shown(); got != "xi'a" {
		t.Errorf("shown is %q, want xi'a", got)
	}
	c.Backspace()
	c.Backspace()
	if got := c.Shown(); got != "xi" {
		t.Errorf("shown is %q, want xi", got)
	}
}

func TestKeysThatAreNotTaken(t *testing.T) {
	d := load(t)
	for _, o := range everyOptions() {
		c := d.Compose(o)
		for _, r := range "01 .,-·é张ß\x00\u200b😀" {
			if c.Key(r) {
				t.Errorf("%+v: %q was taken", o, r)
			}
		}
		if c.Key('7') != o.Nine {
			t.Errorf("%+v: 7 was taken or not, wrongly", o)
		}
		c.Clear()
		for i := range 30 {
			if got, want := c.Key('a'), i < 24; got != want {
				t.Fatalf("%+v: key %d taken is %v", o, i+1, got)
			}
		}
	}
}

// Letters that are no Pinyin stop nothing and are kept.
func TestLettersThatMeanNothingAreKept(t *testing.T) {
	d := load(t)
	for _, tt := range []struct{ keys, want string }{
		{"uuu", "uuu"},
		{"iv", "iv"},
		{"u", "u"},
		{"nihaoi", "你好i"},
		{"unihao", "u你好"},
		{"u'i", "ui"},
		{"women'i", "我们i"},
	} {
		for _, names := range []bool{false, true} {
			c := compose(d, Options{}, tt.keys)
			if names {
				c = compose(d, Options{Names: true}, tt.keys)
			}
			got := c.Confirm()
			if !c.Empty() || !names && got != tt.want || strings.Trim(got, "uiv") == "" && got != tt.want {
				t.Errorf("%s confirmed is %q, want %q", tt.keys, got, tt.want)
			}
		}
	}
}

func TestReadingsOfNineKeys(t *testing.T) {
	d := load(t)
	c := d.Compose(Options{Nine: true})
	if got := c.Syllables(); len(got) != 0 {
		t.Errorf("readings of nothing: %v", got)
	}
	c.Key('6')
	c.Key('4')
	if got := c.Syllables(); !slices.Equal(got, []string{"ni", "mi", "o", "n", "m"}) {
		t.Errorf("readings of 64: %v", got)
	}
	for _, r := range "426" {
		c.Key(r)
	}
	if got := c.Shown(); got != "ni hao" {
		t.Errorf("64426 is shown as %q", got)
	}
	c.ChooseSyllable(slices.Index(c.Syllables(), "mi"))
	if got := c.Shown(); !strings.HasPrefix(got, "mi ") {
		t.Errorf("after choosing mi: %q", got)
	}
	for _, text := range texts(c, 30) {
		first := []rune(text)[0]
		if !d.readAs(string(first), "mi") {
			t.Errorf("after choosing mi: %s", text)
		}
	}
	if got := c.Syllables(); !slices.Contains(got, "gao") || !slices.Contains(got, "hao") || slices.Contains(got, "mi") {
		t.Errorf("readings of the second syllable: %v", got)
	}
	c.ChooseSyllable(slices.Index(c.Syllables(), "gao"))
	if got := texts(c, 1)[0]; got != "米高" {
		t.Errorf("mi gao: first comes %s", got)
	}
	if got := c.Syllables(); len(got) != 0 {
		t.Errorf("readings when all are decided: %v", got)
	}
	c.ChooseSyllable(0) // there is none: changes nothing
	if got := c.Shown(); got != "mi gao" {
		t.Errorf("shown is %q", got)
	}
	c.Backspace()
	c.Backspace()
	if got := c.Shown(); got != "ni hao" {
		t.Errorf("after taking both back: %q", got)
	}
	c.Backspace()
	if got := c.Raw(); len(got) != 4 {
		t.Errorf("after one more: %q", got)
	}
}

// A syllable that was decided ends there: xi and an are not xian again. An apostrophe ends
// one for the readings too.
func TestADecidedSyllableEnds(t *testing.T) {
	d := load(t)
	c := compose(d, Options{Nine: true}, "xian")
	c.ChooseSyllable(slices.Index(c.Syllables(), "xi"))
	if got := c.Shown(); got != "xi an" {
		t.Errorf("shown is %q, want xi an", got)
	}
	c.ChooseSyllable(slices.Index(c.Syllables(), "an"))
	if got := texts(c, 30); c.Shown() != "xi an" || got[0] != "西安" || slices.Contains(got, "先") {
		t.Errorf("after deciding xi and an: %q offers %v", c.Shown(), got)
	}
	if got := compose(d, Options{Nine: true}, "m'igao").Syllables(); slices.ContainsFunc(got, func(s string) bool { return len(s) > 1 }) {
		t.Errorf("readings of one key and an apostrophe: %v", got)
	}
}

// The first reading that 9 keys offer is the one that is shown, after a choice as well.
func TestTheReadingShownIsOfferedFirst(t *testing.T) {
	d := load(t)
	for keys, first := range map[string]string{"caokeng": "版", "borenai": "安", "nihao": "你"} {
		c := compose(d, Options{Nine: true}, keys)
		for chosen := ""; ; chosen = first {
			shown := strings.TrimPrefix(c.Shown(), chosen)
			if got := c.Syllables(); got[0] != strings.Fields(shown)[0] {
				t.Errorf("%s, shown as %q: first comes %v", keys, c.Shown(), got)
			}
			if chosen != "" {
				break
			}
			c.Choose(slices.Index(texts(c, 10), first))
		}
	}
}

// readAs reports whether the dictionary has the character with that reading.
func (d *Dict) readAs(text, reading string) bool {
	syl := slices.Index(d.syllables, reading)
	for w := d.first[syl]; w < d.first[syl+1]; w++ {
		if d.text(w) == text {
			return true
		}
	}
	return false
}

// Letters that mean nothing are one candidate, up to where Pinyin begins.
func TestLettersThatMeanNothingAreOffered(t *testing.T) {
	d := load(t)
	for keys, want := range map[string]string{"u": "u", "uuu": "uuu", "uinihao": "ui", "u'i": "ui"} {
		if got := texts(compose(d, Options{}, keys), 1); len(got) != 1 || got[0] != want {
			t.Errorf("%s offers %q, want %q", keys, got, want)
		}
	}
}

// A composition may have 64 keys in all, however many have their characters.
func TestALongCompositionEnds(t *testing.T) {
	c := load(t).Compose(Options{})
	taken := 0
	for range 30 { // of the 32 choices that such a composition has
		for c.Key(rune("ba"[taken%2])) {
			taken++
		}
		page, _ := c.Candidates(0, 200)
		c.Choose(slices.IndexFunc(page, func(p Candidate) bool { return p.Keys == 2 }))
	}
	if taken != 64 {
		t.Errorf("%d keys were taken", taken)
	}
}

func TestCandidatesThatDoNotExist(t *testing.T) {
	d := load(t)
	c := compose(d, Options{}, "lv")
	if page, more := c.Candidates(100_000, 10); len(page) != 0 || more {
		t.Errorf("beyond the end: %v, more is %v", page, more)
	}
	for _, i := range []int{-1, 100_000} {
		if got := c.Choose(i); got != "" || c.Raw() != "lv" {
			t.Errorf("choosing %d gave %q and left %q", i, got, c.Raw())
		}
	}
	if page, _ := c.Candidates(-1, 10); page != nil {
		t.Errorf("before the beginning: %v", page)
	}
	if page, more := c.Candidates(0, 0); page != nil || more {
		t.Errorf("none asked for: %v, more is %v", page, more)
	}
	all, more := c.Candidates(0, 100_000)
	if len(all) == 0 || more {
		t.Fatalf("%d candidates, and more is %v", len(all), more)
	}
	if _, more := c.Candidates(0, len(all)); more {
		t.Error("there are more than all")
	}
	if page, more := c.Candidates(0, len(all)-1); !more || len(page) != len(all)-1 {
		t.Error("there are no more than all but one")
	}
	if got := c.Choose(len(all)); got != "" || c.Raw() != "lv" {
		t.Errorf("choosing one behind the last gave %q and left %q", got, c.Raw())
	}
	if got, want := compose(d, Options{}, "lv").Choose(3), all[3].Text; got != want {
		t.Errorf("choosing the fourth before any were shown gave %q, want %s", got, want)
	}
	c.ChooseSyllable(0) // 26 keys have none
	if got := c.Confirm(); got != texts(compose(d, Options{}, "lv"), 1)[0] {
		t.Errorf("confirmed: %q", got)
	}
}
