package text

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/go-text/typesetting/font"
	"golang.org/x/text/encoding/htmlindex"

	"matchbooth/assets"
	"matchbooth/assets/lang"
)

// What is held here is held for every language that is found, so that whoever adds one learns from the tests what it still lacks.

// lacks reports whether a language says of itself that it may lack a text.
func lacks(l *lang.Language, key string) bool {
	return slices.ContainsFunc(l.Lacks, func(prefix string) bool { return strings.HasPrefix(key, prefix) })
}

func TestEveryLanguageSaysEverything(t *testing.T) {
	c := load(t)
	for _, l := range lang.All() {
		have := c.Keys(l.Tag)
		if len(have) < 100 {
			t.Errorf("%s has %d texts", l.Tag, len(have))
		}
		for _, key := range c.Keys("en") {
			if _, is := slices.BinarySearch(have, key); !is && !lacks(l, key) {
				t.Errorf("%s is missing in %s: write it, or name it under lacks in assets/lang/%s.toml", key, l.Name, l.Tag)
			}
		}
		for _, key := range have {
			if _, is := slices.BinarySearch(c.Keys("en"), key); !is {
				t.Errorf("%s stands in %s and nowhere else", key, l.Name)
			}
		}
	}
}

func TestEveryLanguageHasTheSamePlaceholders(t *testing.T) {
	c := load(t)
	for _, l := range lang.All() {
		for _, key := range c.Keys(l.Tag) {
			if got, want := placeholders(raw(c, l.Tag, key)), placeholders(raw(c, "en", key)); !slices.Equal(got, want) {
				t.Errorf("%s: %s wants %v, English %v", key, l.Name, got, want)
			}
		}
	}
}

// What a language lacks is said in the one that it names, and every page can ask in which that is.
func TestWhatALanguageLacksIsSaidInAnother(t *testing.T) {
	c := load(t)
	n := 0
	for _, l := range lang.All() {
		p := c.In(l.Tag)
		for _, key := range c.Keys("en") {
			if _, own := c.has(l.Tag, key); own {
				if p.Says(key) != l.Tag {
					t.Fatalf("%s: %s is said in %s", l.Tag, key, p.Says(key))
				}
				continue
			}
			n++
			if l.Texts == "" || p.Says(key) != l.Texts || p.S(key) != c.In(l.Texts).S(key) {
				t.Errorf("%s lacks %s, and says %q in %q", l.Tag, key, p.S(key), p.Says(key))
			}
		}
	}
	if n == 0 {
		t.Skip("no language lacks anything: this test has nothing to hold")
	}
	if got := c.In("ja").S("no.such.key"); !strings.Contains(got, "no.such.key") {
		t.Errorf("a key that nobody has: %q", got)
	}
}

// Every character of every text, and of the names on the switch, is in both weights of the typeface, in the form that is drawn.
func TestEveryTextHasGlyphs(t *testing.T) {
	c := load(t)
	for _, isBold := range []bool{false, true} {
		face, err := font.ParseTTF(bytes.NewReader(assets.Font(isBold)))
		if err != nil {
			t.Fatal(err)
		}
		for _, l := range lang.All() {
			look := func(where, s string) {
				for _, r := range l.Draw(s) {
					if glyph, ok := face.NominalGlyph(r); r >= ' ' && (!ok || glyph == 0) {
						t.Errorf("%s, bold %v: %s has %q (%U), which the typeface lacks", l.Tag, isBold, where, r, assets.Character(r))
					}
				}
			}
			look("its name", l.Name+l.Short)
			for _, key := range c.Keys(l.Tag) {
				look(key, raw(c, l.Tag, key))
			}
		}
	}
}

// A language that has forms of its own has them for every Han character that its texts use: one that the typeface was not cut for
// would stand among the others in its Chinese form.
func TestEveryTextHasItsOwnForms(t *testing.T) {
	c := load(t)
	for _, l := range lang.All() {
		if l.Font.Face == "" || l.Font.Plane == 0 {
			continue
		}
		code, err := htmlindex.Get(strings.ReplaceAll(l.Font.Codec, "_", "-"))
		if err != nil {
			t.Fatalf("%s: %v", l.Tag, err)
		}
		cut := func(r rune) bool {
			raw, err := code.NewEncoder().String(string(r))
			row := 0
			if err == nil && len(raw) == 2 {
				row = int(raw[0]) - 0xA0
			}
			return row >= l.Font.Rows[0] && row <= l.Font.Rows[1]
		}
		for _, key := range c.Keys(l.Tag) {
			for _, r := range strings.ReplaceAll(raw(c, l.Tag, key), "髓缘", "") { // the product's name is Chinese everywhere
				if unicode.Is(unicode.Han, r) && !cut(r) {
					t.Errorf("%s: %s has %q, which is outside of what its typeface is cut for", l.Tag, key, r)
				}
			}
		}
		if len([]rune(assets.Forms(l.Tag))) == 0 {
			t.Errorf("%s has no forms: run make fonts", l.Tag)
		}
		for _, r := range assets.Forms(l.Tag) {
			if own := []rune(l.Shape(string(r))); len(own) != 1 || own[0]&0xFFFF != r || own[0]>>16 != rune(l.Font.Plane) || assets.Usual(string(own)) != string(r) {
				t.Errorf("%s: %q is drawn as %q", l.Tag, r, string(own))
			}
		}
	}
}
