package touch

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"
)

// shown writes a block as one line: what it is, then its text with *bold* and !accent!.
func shown(b Block) string {
	var s strings.Builder
	if b.Heading {
		fmt.Fprintf(&s, "h%d ", b.Level)
	}
	if b.Quote {
		s.WriteString("> ")
	}
	if b.Depth > 0 {
		fmt.Fprintf(&s, "%d[%s] ", b.Depth, b.Item)
	}
	if b.Image != "" {
		fmt.Fprintf(&s, "(%s) ", b.Image)
	}
	for _, p := range b.Spans {
		switch {
		case p.Accent:
			s.WriteString("!" + p.Text + "!")
		case p.Bold:
			s.WriteString("*" + p.Text + "*")
		default:
			s.WriteString(p.Text)
		}
	}
	return s.String()
}

func TestMarkdownBecomesBlocks(t *testing.T) {
	for _, c := range []struct {
		src  string
		want []string
	}{
		{"# One\n\n## Two\n\nThree\n-----\n\n###### Six *more*", []string{"h1 *One*", "h2 *Two*", "h2 *Three*", "h6 *Six more*"}},
		{"One *a* **b** line\ncontinues [link](http://x).", []string{"One *a* !b! line continues link."}},
		{"***all***, **a *b* c**", []string{"!all!, !a b c!"}},
		{"- item\n- more\n\n3. three\n4. four", []string{"1[•] item", "1[•] more", "1[3.] three", "1[4.] four"}},
		{"1. a\n   - b\n     1. c\n   - d\n2. e", []string{"1[1.] a", "2[•] b", "3[1.] c", "2[•] d", "1[2.] e"}},
		{"- a\n\n  b\n\n  - c\n\n- d", []string{"1[•] a", "1[ ] b", "2[•] c", "1[•] d"}},
		{"98. a\n99. b\n100. c", []string{"1[98.] a", "1[99.] b", "1[100.] c"}},
		{"> said *so*\n>\n> - x\n>\n> # head\n\nafter", []string{"> said *so*", "> 1[•] x", "h1 > *head*", "after"}},
		{"![what it shows](pic.png)", []string{"(pic.png) what it shows"}},
		{"before ![a *b*](p.png) after", []string{"before ", "(p.png) a *b*", "after"}},
		{"- ![x](p.png) text", []string{"1[•] (p.png) x", "1[ ] text"}},
		{"run `go test` *now*", []string{"run go test *now*"}},
		{"`a\\*b &amp;`", []string{`a\*b &amp;`}},
		{"```\nline one\n  line two\n```", []string{"line one\n  line two"}},
		{"    indented\n    code", []string{"indented\ncode"}},
		{`2 \* 3 &lt; 7 &#20013; \&amp; a\b`, []string{`2 * 3 < 7 中 &amp; a\b`}},
		{"<https://a.cn/b> or <a@b.cn>", []string{"https://a.cn/b or a@b.cn"}},
		{"一行\n两行\n**三**\n四 two\nlines", []string{"一行两行!三!四 two lines"}},
		{"hard  \nbreak\\\nagain", []string{"hard\nbreak\nagain"}},
		{"<b>raw</b> text\n\n<div>dropped</div>\n\nkept", []string{"raw text", "kept"}},
		{"a\n\n---\n\nb", []string{"a", "b"}},
		{"", nil},
	} {
		var got []string
		for _, b := range Markdown(c.src) {
			got = append(got, shown(b))
		}
		if fmt.Sprintf("%q", got) != fmt.Sprintf("%q", c.want) {
			t.Errorf("%q\nbecomes %q\nnot     %q", c.src, got, c.want)
		}
	}
}

// Whatever is written, it is read without fail into blocks that make sense.
func FuzzMarkdown(f *testing.F) {
	for _, s := range []string{"# a\n- b\n  1. c\n> d", "![a](b) *c* **d**", "&amp;\\*&#0;", "- - - a", "> > >\n1) x\n\n   ![", "中文\n**字**\n"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, src string) {
		for _, b := range Markdown(src) {
			switch {
			case b.Heading != (b.Level >= 1 && b.Level <= 6):
				t.Errorf("a heading of level %d", b.Level)
			case (b.Item != "") != (b.Depth > 0):
				t.Errorf("an item %q of depth %d", b.Item, b.Depth)
			case len(b.Spans) == 0 && b.Image == "" && !b.Heading:
				t.Errorf("an empty block")
			}
			for _, s := range b.Spans {
				if utf8.ValidString(src) && !utf8.ValidString(s.Text) {
					t.Errorf("%q is torn", s.Text)
				}
			}
		}
	})
}
