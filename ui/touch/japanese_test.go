package touch

import (
	"strings"
	"testing"
	"unicode/utf8"

	"matchbooth/assets"
	"matchbooth/assets/lang"
	"matchbooth/assets/text"
)

// No line of a Japanese text begins with a mark that closes, with small Kana or with what lengthens the one before it, and
// none ends with a mark that opens (JIS X 4051), however narrow the paragraph; and nothing is lost.
func TestJapaneseLinesBeginAndEndWell(t *testing.T) {
	house(t)
	texts, err := text.Load()
	if err != nil {
		t.Fatal(err)
	}
	ja, n := lang.Of("ja"), 0
	for _, key := range texts.Keys("ja") {
		s := ja.Draw(texts.In("ja").S(key))
		if strings.Contains(s, "\n") {
			continue
		}
		for _, width := range []float32{120, 200, 333, 520} {
			p := SetText(s, Type{Size: 20, Space: true}, width)
			whole := ""
			for i, line := range p.Lines {
				said := ""
				for _, span := range line {
					said += span.Text
				}
				whole += said
				said = assets.Usual(strings.TrimSpace(said))
				first, _ := utf8.DecodeRuneInString(said)
				last, _ := utf8.DecodeLastRuneInString(said)
				if i > 0 && !p.Torn && strings.ContainsRune("。、，！？：；）」』】…・%"+smallKana, first) {
					t.Errorf("%s at %v: line %d begins with %c: %s", key, width, i+1, first, said)
				}
				if i < len(p.Lines)-1 && !p.Torn && strings.ContainsRune("（「『【", last) {
					t.Errorf("%s at %v: line %d ends with %c: %s", key, width, i+1, last, said)
				}
				n++
			}
			if strip := strings.NewReplacer(" ", "", "\u00a0", ""); strip.Replace(whole) != strip.Replace(s) {
				t.Errorf("%s at %v: set as %q", key, width, whole)
			}
		}
	}
	if n < 5000 {
		t.Errorf("only %d lines", n)
	}
}

func TestJapaneseLinesEndBetweenPhrases(t *testing.T) {
	house(t)
	for s, want := range map[string]string{
		"この端末から登録が完全に消えます。":     "この端末から登録が完全に\n消えます。",
		"スタッフを呼んで、もう一度お試しください。": "スタッフを呼んで、\nもう一度お試しください。",
	} {
		p := SetText(lang.Of("ja").Draw(s), Type{Size: 20, Space: true}, 20*12.5)
		var lines []string
		for _, line := range p.Lines {
			said := ""
			for _, span := range line {
				said += span.Text
			}
			lines = append(lines, assets.Usual(said))
		}
		if got := strings.Join(lines, "\n"); got != want {
			t.Errorf("%q, not %q", got, want)
		}
	}
}

// Drawn in their own forms, Japanese ！？： stand in the middle of their square: nothing is taken from them where two marks meet,
// as it is in Chinese, where their right half is empty.
func TestMarksInTheMiddleKeepTheirSquare(t *testing.T) {
	house(t)
	wide := func(s string) float32 { return SetText(s, Type{Size: 20, Space: true}, 2000).Wide() }
	if zh, ja := wide("好：「好」"), wide(lang.Of("ja").Draw("好：「好」")); ja != zh+10 {
		t.Errorf("Chinese is %v wide, Japanese %v", zh, ja)
	}
}
