package touch

import (
	"math"
	"strings"
	"testing"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"github.com/go-text/typesetting/segmenter"
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

// broken sets spans into lines as a paragraph does.
func broken(spans []Span, size, width float32) [][]Span {
	lines, _ := column{size: size, width: width}.set(spans)
	return lines
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
	em := Measure("中", 20, false)
	for _, c := range []struct {
		text  string
		width float32
		want  string
	}{
		{"", 100, ""},
		{"捐献，不等于登记。", 2*em + 1, "捐|献，|不等|于登|记。"},
		{"他说（也许）可以", 3*em + 1, "他说|（也|许）|可以"},
		{"one two three", Measure("one two", 20, false) + 1, "one two|three"},
		{"first\nsecond", 1000, "first|second"},
	} {
		if got := strings.Join(plain(broken([]Span{{Text: c.text}}, 20, c.width)), "|"); got != c.want {
			t.Errorf("%q is set as %q, not %q", c.text, got, c.want)
		}
	}
}

func TestBreakKeepsNumbersAndAddressesWhole(t *testing.T) {
	house(t)
	for _, c := range []struct{ text, after, want string }{
		{"请拨打13900000417联系我们", "13900000417", "请拨打|13900000417|联系我们"},
		{"大约4.5厘米", "4.5厘", "大约|4.5|厘米"},
		{"共1,300名捐献者", "捐献者", "共|1,300|名捐|献者"},
		{"发到a@b.cn就好", "a@b.cn", "发到|a@b.cn|就好"},
		{"于2026-11-22完成", "2026-11-22", "于|2026-11-22|完成"},
		{"see e-mail now", "see e-", "see e-|mail|now"},
		{"a/b and/or c", "and/or", "a/b|and/or|c"},
		{"Müller-Lüdenscheidt", "Lüdenscheid", "Müller-|Lüdenscheid|t"},
		{"见https://a.cn/long/path?x=1吧", "long/path?x=1", "见|https://a.cn/|long/path?x=1|吧"},
		{"注射4–5天", "注射4–", "注射|4–5天"},
		{"abcdefghijkl", "abcd", "abcd|efghi|jkl"},
	} {
		width := Measure(c.after, 20, false) + 1
		if got := strings.Join(plain(broken([]Span{{Text: c.text}}, 20, width)), "|"); got != c.want {
			t.Errorf("%q as wide as %q is set as %q, not %q", c.text, c.after, got, c.want)
		}
	}
}

func TestNoParagraphEndsWithOneCharacter(t *testing.T) {
	house(t)
	for _, c := range []struct{ text, after, want string }{
		{"初步配型相合。", "初步配型相", "初步配型|相合。"},
		{"初步配型相合。\n再见", "初步配型相", "初步配型|相合。|再见"},
		{"初步配型\n好", "初步配型相", "初步配型|好"}, // nothing comes down over a line's end that was asked for
		{"大约三十 HLA 个", "大约三十 HLA ", "大约三十|HLA 个"},
		{"见 https://a.cn/b 吧", "见 https://a.cn/b", "见 https://a.cn/b|吧"},
		{"你好，捐献。", "你好，捐", "你好，|捐献。"},
		{"one two x", "one two", "one two|x"},
	} {
		width := Measure(c.after, 20, false) + 1
		if got := strings.Join(plain(broken([]Span{{Text: c.text}}, 20, width)), "|"); got != c.want {
			t.Errorf("%q as wide as %q is set as %q, not %q", c.text, c.after, got, c.want)
		}
	}
}

// Lines are those of the booth's own texts that used to end inside a word, leave a hole between two marks, or a short rest.
func TestWordsAndPhrasesStayWhole(t *testing.T) {
	house(t)
	for _, c := range []struct{ text, after, want string }{
		{"她在上海交大医学院读书，也想登记", "她在上海交大医", "她在上海交大|医学院读书，|也想登记"},
		{"如果初步配型相合，会再问你", "如果初步配型相", "如果初步配型|相合，会再问你"},
		{"采集一般要几小时就好了", "采集一般要几小", "采集一般要|几小时就好了"},
		{"少见，但都有过。先体检，不行就停。", "少见，但都有过。先体", "少见，但都有过。|先体检，不行就停。"},
		{"有一页写给他们：点“给爸妈看”就好", "有一页写给他们：点“给", "有一页写给他们：|点“给爸妈看”就好"},
		{"先和家里人一起慢慢商量", "先和家里人一起慢慢商", "先和家里人一起|慢慢商量"},
	} {
		width := Measure(c.after, 20, false) + 1
		if got := strings.Join(plain(broken([]Span{{Text: c.text}}, 20, width)), "|"); got != c.want {
			t.Errorf("%q as wide as %q is set as %q, not %q", c.text, c.after, got, c.want)
		}
	}
	bold := []Span{{Text: "五年以后电话又来了，"}, {Text: "他又一次答应了", Bold: true}, {Text: "，去采集。"}}
	for _, l := range broken(bold, 20, Measure("五年以后电话又来了，他又一次", 20, false)) {
		for _, s := range l {
			if s.Bold && s.Text != "他又一次答应了" {
				t.Errorf("a phrase in bold is parted: %q", s.Text)
			}
		}
	}
}

// A paragraph takes as many lines as if each were simply filled, and its last line is short only where no other way of setting
// it in so many is better.
func TestBestTakesNoMoreLines(t *testing.T) {
	house(t)
	rapid.Check(t, func(t *rapid.T) {
		text := words.Draw(t, "text")
		col := column{size: 20, width: float32(rapid.IntRange(60, 700).Draw(t, "width")), space: true}
		best, _ := col.set([]Span{{Text: text}})
		l := &liner{column: col}
		for _, g := range col.company(col.cut([]Span{{Text: text}})) {
			l.stretch(g)
		}
		if len(l.line) > 0 || len(l.done) == 0 {
			l.flush()
		}
		if len(best) > len(l.done) {
			t.Fatalf("%q, which can be set as %q", strings.Join(plain(best), "|"), strings.Join(plain(l.done), "|"))
		}
	})
}

// Between two full-width marks, and before one that opens a line, there is no hole.
func TestMarksMoveTogether(t *testing.T) {
	house(t)
	const size = 20
	rapid.Check(t, func(t *rapid.T) {
		marks := "。，、；：！？）》”’（《“‘"
		text := []rune(strings.Join(rapid.SliceOfN(rapid.SampledFrom(append(strings.Split(marks, ""), "登记", "你好", "学院", "HLA")), 1, 24).Draw(t, "words"), ""))
		at := 0
		for _, line := range broken([]Span{{Text: string(text)}}, size, size*9) {
			for i, s := range line {
				runes := []rune(s.Text)
				for j, r := range runes {
					begins := i == 0 && j == 0
					var want float32
					switch {
					case begins && strings.ContainsRune("（《“‘", r):
						want = -size * half
					case begins:
					case strings.ContainsRune("！？", r) && strings.ContainsRune("！？", text[at-1]):
					case strings.ContainsRune("（《“‘", text[at-1]) && strings.ContainsRune("（《“‘", r),
						strings.ContainsRune("。，、；：！？）》”’", text[at-1]) && strings.ContainsRune(marks, r):
						want = -size * half
					}
					var got float32
					if j == 0 {
						got = s.Gap
					}
					if got != want {
						t.Fatalf("before the %c of %q the advance is %.1f, not %.1f", r, string(text[max(0, at-1):at+1]), got, want)
					}
					at++
				}
			}
		}
	})
}

// English is set with narrow marks of the private use area; they keep to what they close or open like the usual ones.
func TestNarrowMarksStayWhereTheyBelong(t *testing.T) {
	house(t)
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(rapid.SampledFrom([]string{"said ", "\ue01c", "张克", "donor", "\ue01d ", "\ue019", " \ue0b7 ", "on", " ", "me", "\ue026 "}), 2, 20).Draw(t, "words"), "")
		lines := plain(broken([]Span{{Text: text}}, 20, 160))
		for i, l := range lines {
			r := []rune(l)
			if len(r) == 0 || len(r) < 3 && len(lines) > 1 {
				continue // what is kept together is wider than the line
			}
			if i > 0 && strings.ContainsRune("\ue019\ue01d\ue026\ue0b7", r[0]) && !strings.ContainsAny(lines[i-1], "\ue01c\ue019\ue01d\ue026\ue0b7") {
				t.Fatalf("%q: a line begins with %q", text, r[0])
			}
		}
	})
}

func TestNoSizeHangs(t *testing.T) {
	house(t)
	nan := float32(math.NaN())
	for _, size := range []float32{nan, 0, -3, float32(math.Inf(1))} {
		Fit([]Span{{Text: "登记 donor"}}, Type{Size: size}, 100, 40, 1)
	}
}

func TestAGroupIsFittedToOneSize(t *testing.T) {
	house(t)
	place := func(s string) Member { return Member{[]Span{{Text: s}}, 200, 40, 1} }
	got := FitGroup(Type{Size: 30}, place("short"), place("rather a long name"), place("中文"))
	alone := Fit(place("rather a long name").Spans, Type{Size: 30}, 200, 40, 1)
	for _, p := range got {
		if p.Type.Size != alone.Type.Size || len(p.Lines) != 1 {
			t.Errorf("set at %.1f in %d lines beside %.1f", p.Type.Size, len(p.Lines), alone.Type.Size)
		}
	}
	if alone.Type.Size >= 30 || alone.Type.Size < 18 {
		t.Errorf("fitted alone it is set at %.1f", alone.Type.Size)
	}
}

// words draws texts as packs and visitors have them: Chinese with its marks, English words,
// figures, addresses, emoji of several code points.
var words = rapid.Custom(func(t *rapid.T) string {
	return strings.Join(rapid.SliceOfN(rapid.SampledFrom([]string{
		"捐献", "造血干细胞", "两个陌生人", "，", "。", "、", "！", "？", "：", "；", "（", "）", "《", "》", "“", "”", "‘", "’", "…", "约", " ",
		"stem cells ", "donor", " registry ", "1,300", "2026-11-22", "HLA", "3.5 ", "e-mail ", "Guttenberg-Hohenzollern ", "you. ", "(example) ",
		"13900000417", "4.5", "a@b.cn", "https://www.cmdp.org.cn/a/b?c=d", "A型", "CD34+", "90天", "ü", "é", "Zoë ", "👍", "👨‍👩‍👧", "❤️", "\n", "—", "·", "5%", "－",
	}), 1, 40).Draw(t, "words"), "")
})

// Whatever is set in whatever width, with thin spaces or without: nothing is lost, no line is
// wider than it may be, no line begins with a closing mark or ends with an opening one, and no
// word, number or address is split. A rule may give only where what it keeps together is wider
// than the line.
func TestBreakHoldsTheRulesOfChineseLines(t *testing.T) {
	house(t)
	const size = 20
	em := Measure("中", size, false)
	rapid.Check(t, func(t *rapid.T) {
		text := []rune(words.Draw(t, "text"))
		width := float32(rapid.IntRange(30, 800).Draw(t, "tenths of an em")) * em / 20
		p := SetText(string(text), Type{Size: size, Space: rapid.Bool().Draw(t, "space")}, width)
		if p.Height != float32(len(p.Lines))*size*1.5 {
			t.Fatalf("%d lines are %.1f high", len(p.Lines), p.Height)
		}
		at, begun := 0, false
		for i, l := range plain(p.Lines) {
			line := []rune(l)
			from := at
			for at < len(text) && len(line) > 0 && unicode.IsSpace(text[at]) && !strings.HasPrefix(string(text[at:]), l) {
				at++
			}
			if at+len(line) > len(text) || string(text[at:at+len(line)]) != l {
				t.Fatalf("line %d is %q where the text goes on with %q", i, l, string(text[at:]))
			}
			if len(line) == 0 {
				continue
			}
			if begun && !strings.ContainsRune(string(text[from:at]), '\n') {
				checkParting(t, text, at, size, width)
			}
			begun = true
			at += len(line)
			var w float32
			for _, s := range p.Lines[i] {
				w += s.Gap + Measure(s.Text, size, s.Bold)
			}
			if w > width+0.5 && graphemes(l) > 1 {
				t.Fatalf("%q is %.1f wide in %.1f", l, w, width)
			}
		}
		if rest := strings.TrimSpace(string(text[at:])); rest != "" {
			t.Fatalf("%q is lost", rest)
		}
	})
}

const closing, opening = "。，、！？：；）》”’…", "（《“‘"

// checkParting holds the rules to a line that begins with text[i].
func checkParting(t *rapid.T, text []rune, i int, size, width float32) {
	last, next := text[i-1], text[i]
	mark := strings.ContainsRune(closing, next) || strings.ContainsRune(opening, last)
	word := wordly(last) && wordly(next) && !(last == '-' && unicode.IsLetter(next))
	if !mark && !word {
		return
	}
	// What the rules keep together around i.
	marks := func(r rune) bool {
		return strings.ContainsRune(neverFirst+neverLast, r) || unicode.IsSpace(r) && r != '\n'
	}
	from, to := i, i
	for from > 0 && marks(text[from-1]) {
		from--
	}
	from = max(0, from-1)
	const joiner = '\u200d'
	for from > 0 && (unicode.Is(unicode.Mn, text[from]) || text[from] == joiner || text[from-1] == joiner) {
		from--
	}
	for from > 0 && wordly(text[from]) && wordly(text[from-1]) {
		from--
	}
	for from > 0 && marks(text[from-1]) {
		from--
	}
	for to < len(text) && marks(text[to]) {
		to++
	}
	to = min(len(text), to+1)
	for to < len(text) && (unicode.Is(unicode.Mn, text[to]) || text[to] == joiner || text[to-1] == joiner) {
		to++
	}
	for to < len(text) && wordly(text[to-1]) && wordly(text[to]) {
		to++
	}
	for to < len(text) && marks(text[to]) {
		to++
	}
	if kept := string(text[from:to]); Measure(kept, size, false) <= width {
		t.Fatalf("a line of %.0f ends between %q and %q, within %q", width, last, next, kept)
	}
}

func wordly(r rune) bool { return ascii(r) || latinOrDigit(r) }

func graphemes(s string) (n int) {
	var seg segmenter.Segmenter
	seg.Init([]rune(s))
	for it := seg.GraphemeIterator(); it.Next(); {
		n++
	}
	return n
}

func TestAPieceWiderThanTheLineIsBrokenBetweenCharacters(t *testing.T) {
	test.NewTempApp(t)
	long := strings.Repeat("w", 60)
	for i, l := range plain(broken([]Span{{Text: long}}, 20, 200)) {
		if w := Measure(l, 20, false); w > 200 {
			t.Errorf("line %d is %.0f wide", i, w)
		}
	}
	if got := strings.Join(plain(broken([]Span{{Text: long}}, 20, 200)), ""); got != long {
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

// A word that is a little too long for its place is set smaller, not parted; what is never parted anyway stays as it is.
func TestFitPartsNoWordThatSmallerPrintHolds(t *testing.T) {
	test.NewTempApp(t)
	ty := Type{Size: 24}
	wide := Measure("Discomfort", 24, false)
	if p := Fit([]Span{{Text: "Discomfort and risks"}}, ty, wide*0.9, 400, 3); p.Torn || strings.Join(plain(p.Lines), "|") != "Discomfort|and risks" {
		t.Errorf("%q at %.1f", strings.Join(plain(p.Lines), "|"), p.Type.Size)
	}
	if p := Set([]Span{{Text: "Discomfort and risks"}}, ty, wide*0.9); !p.Torn {
		t.Error("a word was parted, and it is not said")
	}
	for _, s := range []string{"一二三四五六七八九十，一二三四五", "two words"} {
		if p := Set([]Span{{Text: s}}, ty, wide*0.9); p.Torn {
			t.Errorf("%q counts as parted", strings.Join(plain(p.Lines), "|"))
		}
	}
	if p := Fit([]Span{{Text: strings.Repeat("w", 60)}}, ty, wide, 40, 1); !p.Torn || p.Type.Size > 24*0.61 {
		t.Errorf("what nothing holds is set at %.1f", p.Type.Size)
	}
}

func TestStylesSurviveTheBreak(t *testing.T) {
	test.NewTempApp(t)
	lines := broken([]Span{{Text: "一二三四"}, {Text: "五六七八", Bold: true, Accent: true}, {Text: "。"}}, 20, 61)
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

// What is set evenly has a last line about as full as the others, in as few lines as before, and no line ends inside sign-up.
func TestEvenTextLeavesNoWordAlone(t *testing.T) {
	for _, s := range []string{"Write to the organiser with your receipt code and we will erase it.", "To erase your sign-up, give this code to a volunteer.", "两位本校捐献者，从报名到采集，一站一站地看。"} {
		for width := float32(180); width < 420; width += 11 {
			plain := SetText(s, Type{Size: 20}, width)
			even := SetText(s, Type{Size: 20, Even: true}, width)
			if len(even.Lines) != len(plain.Lines) {
				t.Errorf("%q at %.0f: %d lines, even %d", s, width, len(plain.Lines), len(even.Lines))
			}
			for _, l := range even.Lines[:len(even.Lines)-1] {
				if end := l[len(l)-1].Text; end[len(end)-1] == '-' && len(even.Lines) == 2 {
					t.Errorf("%q at %.0f is broken after %q", s, width, end)
				}
			}
			last := func(p Paragraph) float32 {
				p.Lines = p.Lines[len(p.Lines)-1:]
				return p.Wide()
			}
			if len(even.Lines) > 1 && last(even) < last(plain)-1 {
				t.Errorf("%q at %.0f: the last line is %.0f wide, even %.0f", s, width, last(plain), last(even))
			}
		}
	}
}
