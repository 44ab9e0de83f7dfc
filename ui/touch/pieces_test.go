package touch

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
)

func TestHanAndLatinArePartedByAThinSpace(t *testing.T) {
	house(t)
	const size = 20
	for _, c := range []struct{ text, want string }{ // _ is a thin space
		{"保存90天", "保存_90_天"},
		{"保存 90 天", "保存 90 天"},
		{"A型血", "A_型血"},
		{"CD34阳性", "CD34_阳性"},
		{"（90）天", "（90）天"},
		{"约90%的人", "约_90%的人"},
		{"王Zoë说", "王_Zoë_说"},
		{"α粒子", "α_粒子"},
		{"第９天", "第９天"}, // full-width forms have their own room
		{"中文，English。中文", "中文，English。中文"},
		{"“HLA”配型", "“HLA”配型"},
		{"好👍的", "好👍的"},
		{"English only", "English only"},
	} {
		draw := func(p Paragraph) (s string, width float32) {
			for _, span := range p.Lines[0] {
				if span.Gap > 0 {
					s += "_"
					if span.Gap != size*thin {
						t.Errorf("%q: a gap of %.1f", c.text, span.Gap)
					}
				}
				s += span.Text
			}
			o := p.Objects(10, 0)
			return s, o[len(o)-1].Position().X + o[len(o)-1].Size().Width - 10
		}
		with, wide := draw(SetText(c.text, Type{Size: size, Space: true}, 1000))
		if with != c.want {
			t.Errorf("%q is set as %q, not %q", c.text, with, c.want)
		}
		without, narrow := draw(SetText(c.text, Type{Size: size}, 1000))
		if without != c.text {
			t.Errorf("%q is set as %q although it was not asked for", c.text, without)
		}
		if gaps := float32(strings.Count(c.want, "_")) * size * thin; math.Abs(float64(wide-narrow-gaps)) > 1.5 {
			t.Errorf("%q is %.1f wide with its spaces and %.1f without", c.text, wide, narrow)
		}
	}
}

func TestAThinSpaceIsAdvanceAndIsNotAtTheEndsOfLines(t *testing.T) {
	house(t)
	const size = 20
	spans := []Span{{Text: "共"}, {Text: "1,300", Bold: true}, {Text: "名"}}
	p := Set(spans, Type{Size: size, Space: true}, 1000)
	o := p.Objects(0, 0)
	for i := 1; i < len(o); i++ {
		if d := o[i].Position().X - o[i-1].Position().X - o[i-1].Size().Width; d != size*thin {
			t.Errorf("before %q there are %.1f dp", o[i].(*canvas.Text).Text, d)
		}
	}
	right := Set(spans, Type{Size: size, Space: true, Align: fyne.TextAlignTrailing}, 300).Objects(0, 0)
	if last := right[len(right)-1]; math.Abs(float64(last.Position().X+last.Size().Width-300)) > 0.1 {
		t.Errorf("set to the right it ends at %.1f of 300", last.Position().X+last.Size().Width)
	}
	p = Set(spans, Type{Size: size, Space: true}, Measure("1,300", size, true)+1)
	for _, l := range p.Lines {
		if len(l) != 1 || l[0].Gap != 0 {
			t.Errorf("a line of one piece has a gap: %+v", p.Lines)
		}
	}
	if len(p.Lines) != 3 {
		t.Errorf("it takes %d lines", len(p.Lines))
	}
}

// BenchmarkBreak sets a page of 2,000 characters, mixed as packs have it: warm is what is set
// again or at another size of type that was there before, cold has never been measured.
func BenchmarkBreak(b *testing.B) {
	test.NewTempApp(b).Settings().SetTheme(face{test.Theme()})
	const para = "捐献造血干细胞，不等于登记：登记只需要填一张表、留8到10毫升血样。配型相合后，会有工作人员在90天内联系你（见https://www.cmdp.org.cn/）；Most donors are called back only once, 大约1,300人里有一位。"
	var text []rune
	for len(text) < 2000 {
		text = append(text, []rune(para)...)
	}
	spans := []Span{{Text: string(text[:2000])}}
	size := float32(20)
	for _, space := range []bool{false, true} {
		b.Run(fmt.Sprintf("warm/space=%v", space), func(b *testing.B) {
			for b.Loop() {
				Set(spans, Type{Size: 20, Space: space}, 700)
			}
		})
	}
	b.Run("cold", func(b *testing.B) {
		for b.Loop() {
			size += 0.001 // the toolkit remembers what it has measured for a minute
			Set(spans, Type{Size: size}, 700)
		}
	})
}

// The name of an institution stands on one line wherever a line is as wide as it.
func TestNamesAreNotParted(t *testing.T) {
	names := []string{"中华骨髓库", "上海分库", "中国造血干细胞捐献者资料库"}
	text := "把你的姓名交给中国造血干细胞捐献者资料库（中华骨髓库）上海分库，由中华骨髓库联系你；换了号码，请告诉上海分库。"
	house(t)
	parted := func() (n int) {
		for w := float32(20 * 13); w < 20*30; w += 7 {
			p := SetText(text, Type{Size: 20, Space: true}, w)
			var said string
			for _, line := range p.Lines {
				for _, s := range line {
					said += s.Text
				}
				said += "\n"
			}
			if strings.ReplaceAll(said, "\n", "") != text {
				t.Fatalf("at %v dp it says %q", w, said)
			}
			whole := 0
			for _, name := range names {
				whole += strings.Count(said, name)
			}
			n += 5 - whole
		}
		return n
	}
	KeepNames(nil)
	if parted() == 0 {
		t.Error("nothing is parted before the names are known: this text shows nothing")
	}
	KeepNames(names)
	defer KeepNames(nil)
	if n := parted(); n > 0 {
		t.Errorf("%d names are parted", n)
	}
	if p := SetText("中国造血干细胞捐献者资料库", Type{Size: 20}, 100); len(p.Lines) < 3 {
		t.Errorf("a name wider than its line has %d lines", len(p.Lines))
	}
}
