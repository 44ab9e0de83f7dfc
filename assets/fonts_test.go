package assets

import (
	"bytes"
	_ "embed"
	"strings"
	"testing"
	"unicode"

	"github.com/go-text/typesetting/font"
	"golang.org/x/text/encoding/simplifiedchinese"
)

//go:embed fonts/tongyong8105.txt
var tongyong string

// weights opens both embedded fonts.
func weights(t *testing.T) map[string]*font.Face {
	t.Helper()
	faces := map[string]*font.Face{}
	for name, isBold := range map[string]bool{"regular": false, "bold": true} {
		face, err := font.ParseTTF(bytes.NewReader(Font(isBold)))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		faces[name] = face
	}
	return faces
}

// covers fails the test for every character that either weight cannot draw.
func covers(t *testing.T, chars []rune) {
	t.Helper()
	for name, face := range weights(t) {
		var missing []string
		for _, r := range chars {
			if glyph, ok := face.NominalGlyph(r); !ok || glyph == 0 {
				missing = append(missing, string(r))
			}
		}
		if len(missing) > 0 {
			t.Errorf("%s has no glyph for %d of %d characters: %.200s", name, len(missing), len(chars), strings.Join(missing, " "))
		}
	}
}

func TestFontsCoverGBK(t *testing.T) {
	var chars []rune
	decoder := simplifiedchinese.GBK.NewDecoder()
	for lead := 0x81; lead <= 0xFE; lead++ {
		for trail := 0x40; trail <= 0xFE; trail++ {
			text, err := decoder.Bytes([]byte{byte(lead), byte(trail)})
			if err != nil {
				continue
			}
			r := []rune(string(text))
			if len(r) != 1 || r[0] == unicode.ReplacementChar || unicode.Is(unicode.Co, r[0]) {
				continue // unassigned, or assigned to private use
			}
			if r[0] == '≒' {
				continue // never drawn by Noto Sans CJK; no name or text of ours needs it
			}
			chars = append(chars, r[0])
		}
	}
	if len(chars) < 21_700 {
		t.Fatalf("only %d characters of GBK were tried", len(chars))
	}
	covers(t, chars)
}

func TestFontsCoverTheTableOfGeneralStandardCharacters(t *testing.T) {
	seen := map[rune]bool{}
	for line := range strings.Lines(tongyong) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		for _, r := range strings.TrimSpace(line) {
			seen[r] = true
		}
	}
	if len(seen) != 8105 {
		t.Fatalf("the table holds %d distinct characters, want 8105", len(seen))
	}
	var chars []rune
	for r := range seen {
		chars = append(chars, r)
	}
	covers(t, chars)
}

func TestFontsCoverCharactersOfNamesAskedFor(t *testing.T) {
	covers(t, []rune("𠮷𬭎㛃喆堃镕龦㐂㵘㸚・"))
}

// GB 18030 makes Extension A mandatory; 17 of its characters nobody can type.
func TestFontsCoverExtensionA(t *testing.T) {
	const untyped = "㐃㐧㓀㔔㔖㝳㞢㪲㪳㫇㫈㬺㱐䍏䎞䙻䜳"
	var chars []rune
	for r := rune(0x3400); r <= 0x4DB5; r++ {
		if !strings.ContainsRune(untyped, r) {
			chars = append(chars, r)
		}
	}
	covers(t, chars)
}

func TestFontsCoverLatinAndMarks(t *testing.T) {
	var chars []rune
	for _, span := range [][2]rune{{0x20, 0x7E}, {0xA0, 0x24F}, {0x1E00, 0x1EFF}, {0xFF01, 0xFF5E}, {'①', '⑳'}} {
		for r := span[0]; r <= span[1]; r++ {
			chars = append(chars, r)
		}
	}
	covers(t, chars)
	covers(t, []rune("əʻʼ"))                                          // Azerbaijani, Hawaiian, Uzbek
	covers(t, []rune("āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňǹ"))                 // Pinyin
	covers(t, []rune("ẠạẢảẤấẦầẮắẶặẸẹẾếỆệỊịỌọỐốỘộỚớỢợỤụỨứỰựỲỳƠơƯưĐđ")) // Vietnamese
	covers(t, []rune("\ue018\ue019\ue01c\ue01d\ue026\ue0b7"))         // for English, see ui/page
	covers(t, []rune("–—‘’“”…·•‹›×÷°′″€£¥‰←↑→↓✓●○■□▲△▼▽◆◇★☆"))
}

// The marks that English is set with are narrow; those of Chinese are as wide as a character, with the half empty that the
// typesetter takes away.
func TestMarksAreAsWideAsTheirLanguage(t *testing.T) {
	for name, face := range weights(t) {
		wide := func(r rune) float32 {
			glyph, _ := face.NominalGlyph(r)
			return face.HorizontalAdvance(glyph) / face.HorizontalAdvance(mustGlyph(t, face, '中'))
		}
		for _, r := range "\ue018\ue019\ue01c\ue01d\ue0b7" {
			if w := wide(r); w <= 0 || w > 0.6 {
				t.Errorf("%s: %U is %.2f em wide", name, r, w)
			}
		}
		for _, r := range "。，、；：！？）》”’（《“‘" {
			glyph := mustGlyph(t, face, r)
			box, ok := face.GlyphExtents(glyph)
			em := face.HorizontalAdvance(glyph)
			left, right := box.XBearing, box.XBearing+box.Width
			if !ok || wide(r) != 1 || strings.ContainsRune("（《“‘", r) && left < em/2 || !strings.ContainsRune("（《“‘", r) && right > em/2 {
				t.Errorf("%s: %c is %.2f em wide, with ink from %.0f to %.0f of %.0f", name, r, wide(r), left, right, em)
			}
		}
	}
}

func mustGlyph(t *testing.T, face *font.Face, r rune) font.GID {
	t.Helper()
	glyph, ok := face.NominalGlyph(r)
	if !ok {
		t.Fatalf("no %c", r)
	}
	return glyph
}

func TestFontsAreNotTheSameFileTwice(t *testing.T) {
	if bytes.Equal(Font(false), Font(true)) {
		t.Error("regular and bold are the same bytes")
	}
}
