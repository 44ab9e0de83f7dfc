package pinyin

import (
	"bytes"
	"maps"
	"os"
	"strings"
	"testing"
	"unicode"

	"github.com/go-text/typesetting/font"

	"matchbooth/assets"
)

// Every character of the dictionary can be had by typing its reading and paging,
// with 26 and with 9 keys, in a name and elsewhere, before and after a surname.
func TestEveryCharacterCanBeEnteredByItsReading(t *testing.T) {
	if testing.Short() {
		t.Skip("long, and nothing runs at the same time: not with the race detector")
	}
	d := load(t)
	for _, o := range everyOptions() {
		for _, before := range []string{"", "欧"} {
			if before != "" && !o.Names {
				continue // makes no difference
			}
			for syl, name := range d.syllables {
				c := compose(d, o, name)
				c.Before(before)
				offered := map[string]bool{}
				for from, more := 0, true; more; from += 10 {
					var page []Candidate
					page, more = c.Candidates(from, 10)
					for _, p := range page {
						if p.Keys == len(name) {
							offered[p.Text] = true
						}
					}
				}
				for w := d.first[syl]; w < d.first[syl+1]; w++ {
					if !offered[d.text(w)] {
						t.Fatalf("%+v after %q: %q does not offer %s", o, before, name, d.text(w))
					}
				}
			}
		}
	}
}

// missing are the characters of the typeface for which no source has a reading or parts
// that can be typed. They are no characters of the table of general standard characters.
const missing = 30

func TestCharactersOfTheTypefaceCanBeEntered(t *testing.T) {
	d := load(t)
	known := map[rune]bool{}
	for w := range d.first[len(d.syllables)] {
		known[[]rune(d.text(w))[0]] = true
	}
	read := maps.Clone(known)
	for _, c := range d.parts.made {
		known[c.char] = true
	}
	t.Logf("%d characters by their readings, %d more by their parts alone", len(read), len(known)-len(read))
	face, err := font.ParseTTF(bytes.NewReader(assets.Font(false)))
	if err != nil {
		t.Fatal(err)
	}
	var without []rune
	for _, r16 := range unicode.Han.R16 {
		for r := rune(r16.Lo); r <= rune(r16.Hi); r++ {
			if g, ok := face.NominalGlyph(r); ok && g != 0 && r >= 0x3400 && !known[r] {
				without = append(without, r)
			}
		}
	}
	for _, r32 := range unicode.Han.R32 {
		for r := rune(r32.Lo); r <= rune(r32.Hi); r++ {
			if g, ok := face.NominalGlyph(r); ok && g != 0 && !known[r] {
				without = append(without, r)
			}
		}
	}
	t.Logf("without a reading: %d: %s", len(without), string(without))
	if len(without) > missing {
		t.Errorf("%d characters of the typeface cannot be typed, want at most %d: %s", len(without), missing, string(without))
	}
	table, err := os.ReadFile("../../assets/fonts/tongyong8105.txt")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(table)) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		for _, r := range strings.TrimSpace(line) {
			if !read[r] {
				t.Errorf("%c of the table of general standard characters cannot be typed by a reading", r)
			}
		}
	}
}

// Whatever can be typed can be drawn, in both weights: a candidate is never an empty box.
func TestWhatCanBeTypedCanBeDrawn(t *testing.T) {
	d := load(t)
	typed := map[rune]bool{}
	for _, r := range string(d.words) {
		typed[r] = true
	}
	for _, s := range d.surnames {
		for _, r := range s.text {
			typed[r] = true
		}
	}
	for _, c := range d.parts.made {
		typed[c.char] = true
	}
	for _, bold := range []bool{false, true} {
		face, err := font.ParseTTF(bytes.NewReader(assets.Font(bold)))
		if err != nil {
			t.Fatal(err)
		}
		for r := range typed {
			if g, ok := face.NominalGlyph(r); !ok || g == 0 {
				t.Errorf("%c can be typed, and cannot be drawn (bold: %v)", r, bold)
			}
		}
	}
	if len(typed) < 20_000 {
		t.Errorf("only %d characters were tried", len(typed))
	}
}
