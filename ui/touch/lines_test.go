package touch

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"pgregory.net/rapid"

	"matchbooth/assets"
)

var faces = map[bool]fyne.Resource{
	false: fyne.NewStaticResource("regular", assets.Font(false)), true: fyne.NewStaticResource("bold", assets.Font(true)),
}

// face is the theme of tests with the face that is shown, in which Chinese has its true widths.
type face struct{ fyne.Theme }

func (face) Font(s fyne.TextStyle) fyne.Resource {
	return faces[s.Bold]
}

func house(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(face{test.Theme()})
}

func plain(lines [][]Span) []string {
	out := make([]string, len(lines))
	for i, l := range lines {
		for _, s := range l {
			out[i] += s.Text
		}
	}
	return out
}

func TestBreakKnownTexts(t *testing.T) {
	house(t)
	em := measure("中", 20, false)
	for _, c := range []struct {
		text  string
		width float32
		want  string
	}{
		{"", 100, ""},
		{"捐献，不等于登记。", 2*em + 1, "捐|献，|不等|于登|记。"},
		{"他说（也许）可以", 3*em + 1, "他说|（也|许）可|以"},
		{"one two three", measure("one two", 20, false) + 1, "one two|three"},
		{"first\nsecond", 1000, "first|second"},
	} {
		if got := strings.Join(plain(Break([]Span{{Text: c.text}}, 20, c.width)), "|"); got != c.want {
			t.Errorf("%q is set as %q, not %q", c.text, got, c.want)
		}
	}
}

// words draws texts as packs have them: Chinese with its marks, English words, figures.
var words = rapid.Custom(func(t *rapid.T) string {
	return strings.Join(rapid.SliceOfN(rapid.SampledFrom([]string{
		"捐献", "造血干细胞", "两个陌生人", "，", "。", "、", "！", "？", "：", "；", "（", "）", "《", "》", "“", "”", "约", " ",
		"stem cells ", "donor", " registry ", "1,300", "2026-11-22", "HLA", "3.5 ", "e-mail ", "Guttenberg-Hohenzollern ", "you. ", "(example) ",
	}), 1, 40).Draw(t, "words"), "")
})

// Whatever is set in whatever width: nothing is lost, no line is wider than it may be unless it is
// one unbreakable piece, no line begins with a closing mark or ends with an opening one, and no
// English word is split unless it is wider than the line.
func TestBreakHoldsTheRulesOfChineseLines(t *testing.T) {
	house(t)
	const size = 20
	em := measure("中", size, false)
	rapid.Check(t, func(t *rapid.T) {
		text := words.Draw(t, "text")
		width := float32(rapid.IntRange(4, 40).Draw(t, "ems")) * em
		lines := plain(Break([]Span{{Text: text}}, size, width))
		bare := func(s string) string {
			return strings.Map(func(r rune) rune {
				if unicode.IsSpace(r) {
					return -1
				}
				return r
			}, s)
		}
		if got := bare(strings.Join(lines, "")); got != bare(text) {
			t.Fatalf("%q became %q", text, got)
		}
		// Only a piece that no line can hold may be parted.
		chopped := tooWide(text, size, width)
		for i, l := range lines {
			if l == "" {
				continue
			}
			first, _ := utf8.DecodeRuneInString(strings.TrimSpace(l))
			last, _ := utf8.DecodeLastRuneInString(strings.TrimSpace(l))
			if i > 0 && strings.ContainsRune("。，、！？：；）》”", first) && !chopped {
				t.Fatalf("line %d of %q at %.0f begins with %q", i, lines, width, first)
			}
			if i < len(lines)-1 && strings.ContainsRune("（《“", last) && !chopped {
				t.Fatalf("line %d of %q at %.0f ends with %q", i, lines, width, last)
			}
			if i+1 < len(lines) && lines[i+1] != "" && !chopped {
				next, _ := utf8.DecodeRuneInString(lines[i+1])
				if latin(last) && latin(next) && strings.Contains(text, string(last)+string(next)) && !strings.Contains(text, string(last)+" "+string(next)) {
					t.Fatalf("a word is split between %q and %q", l, lines[i+1])
				}
			}
			if measure(l, size, false) > width+0.5 && !chopped {
				t.Fatalf("%q is %.0f wide in %.0f", l, measure(l, size, false), width)
			}
		}
	})
}

func latin(r rune) bool { return r < 128 && (unicode.IsLetter(r) || unicode.IsDigit(r)) }

// tooWide tells whether the text has a piece that no line of this width can hold.
func tooWide(text string, size, width float32) bool {
	for _, g := range unbreakable(pieces([]Span{{Text: text}}, size)) {
		var w float32
		for i, p := range g {
			w += p.width
			if i < len(g)-1 {
				w += p.space
			}
		}
		if w > width {
			return true
		}
	}
	return false
}

func TestAPieceWiderThanTheLineIsBrokenBetweenCharacters(t *testing.T) {
	test.NewTempApp(t)
	long := strings.Repeat("w", 60)
	for i, l := range plain(Break([]Span{{Text: long}}, 20, 200)) {
		if w := measure(l, 20, false); w > 200 {
			t.Errorf("line %d is %.0f wide", i, w)
		}
	}
	if got := strings.Join(plain(Break([]Span{{Text: long}}, 20, 200)), ""); got != long {
		t.Error("characters were lost")
	}
}

func TestParagraphKnowsItsHeight(t *testing.T) {
	test.NewTempApp(t)
	p := SetText("捐献不等于登记，登记也不等于捐献。", Type{Size: 20, Lead: 1.5}, 100)
	if len(p.Lines) < 3 || p.Height != float32(len(p.Lines))*30 {
		t.Errorf("%d lines are %.0f high", len(p.Lines), p.Height)
	}
	for _, o := range p.Objects(10, 5) {
		if o.Position().X < 10 || o.Position().Y < 5 || o.Position().Y+o.Size().Height > 5+p.Height+5 {
			t.Errorf("a line lies at %v", o.Position())
		}
	}
	f := Fit([]Span{{Text: "two words and some more"}}, Type{Size: 40}, 200, 40, 1)
	if f.Type.Size >= 40 || f.Type.Size < 40*0.6-0.01 {
		t.Errorf("fitted to one line it is set at %.1f", f.Type.Size)
	}
	g := Fit([]Span{{Text: "short"}}, Type{Size: 40}, 400, 80, 1)
	if g.Type.Size != 40 || len(g.Lines) != 1 {
		t.Error("what fits is made smaller")
	}
}

func TestStylesSurviveTheBreak(t *testing.T) {
	test.NewTempApp(t)
	lines := Break([]Span{{Text: "一二三四"}, {Text: "五六七八", Bold: true, Accent: true}, {Text: "。"}}, 20, 61)
	var bold string
	for _, l := range lines {
		for _, s := range l {
			if s.Bold && s.Accent {
				bold += s.Text
			}
		}
	}
	if bold != "五六七八" {
		t.Errorf("bold is %q", bold)
	}
}

func TestMarkdownBecomesBlocks(t *testing.T) {
	got := Markdown("# Head\n\nOne *a* **b** line\ncontinues [link](http://x).\n\n- item\n- more\n\n3. three\n4. four\n\n> said\n\n<b>raw</b> text\n")
	var all []string
	for _, b := range got {
		s := b.Item + "|"
		for _, p := range b.Spans {
			switch {
			case p.Accent:
				s += "!" + p.Text + "!"
			case p.Bold:
				s += "*" + p.Text + "*"
			default:
				s += p.Text
			}
		}
		if b.Heading {
			s = "#" + s
		}
		if b.Quote {
			s = ">" + s
		}
		all = append(all, s)
	}
	want := []string{"#|*Head*", "|One *a* !b! line continues link.", "•|item", "•|more", "3.|three", "4.|four", ">|said"}
	for i, w := range want {
		if i >= len(all) || all[i] != w {
			t.Fatalf("block %d of %q is not %q", i, all, w)
		}
	}
}
