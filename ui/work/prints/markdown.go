package prints

import (
	"strconv"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"matchbooth/ui/work/prints/canvas"
)

// letter is a character of a paragraph with its weight.
type letter struct {
	r    rune
	bold bool
}

// paragraph is a part of a text in Markdown, as far as a printed page shows it.
type paragraph struct {
	letters []letter
	heading bool
	bullet  string // of an entry of a list: what stands before it
	inset   int    // how many lists it lies in
}

func (p paragraph) String() string {
	var b strings.Builder
	for _, l := range p.letters {
		b.WriteRune(l.r)
	}
	return b.String()
}

// parse reads a text of a pack, which has been checked: paragraphs, headings, lists, emphasis and links. The address of a
// link is written out, since paper cannot be tapped.
func parse(s string) (out []paragraph) {
	src := []byte(s)
	var walk func(n ast.Node, inset int, bullet string)
	walk = func(n ast.Node, inset int, bullet string) {
		switch n := n.(type) {
		case *ast.List:
			number := n.Start
			for item := n.FirstChild(); item != nil; item = item.NextSibling() {
				mark := "•"
				if n.IsOrdered() {
					mark = strconv.Itoa(number) + "."
					number++
				}
				for child := item.FirstChild(); child != nil; child = child.NextSibling() {
					walk(child, inset+1, mark)
					mark = ""
				}
			}
		case *ast.Heading, *ast.Paragraph, *ast.TextBlock:
			_, heading := n.(*ast.Heading)
			p := paragraph{heading: heading, bullet: bullet, inset: inset}
			p.inline(n, src, heading)
			out = append(out, p)
		case *ast.CodeBlock, *ast.FencedCodeBlock:
			p := paragraph{bullet: bullet, inset: inset}
			for i := range n.Lines().Len() {
				line := n.Lines().At(i)
				p.write(strings.TrimRight(string(line.Value(src)), "\n")+" ", false)
			}
			out = append(out, p)
		default:
			for child := n.FirstChild(); child != nil; child = child.NextSibling() {
				walk(child, inset, bullet)
			}
		}
	}
	walk(goldmark.DefaultParser().Parse(text.NewReader(src)), 0, "")
	return out
}

func (p *paragraph) write(s string, bold bool) {
	for _, r := range s {
		p.letters = append(p.letters, letter{r, bold})
	}
}

// inline reads what lies within a block.
func (p *paragraph) inline(n ast.Node, src []byte, bold bool) {
	for child := n.FirstChild(); child != nil; child = child.NextSibling() {
		switch c := child.(type) {
		case *ast.Text:
			p.write(plain(c.Segment.Value(src)), bold)
			if c.SoftLineBreak() || c.HardLineBreak() {
				p.breakLine()
			}
		case *ast.String:
			p.write(string(c.Value), bold)
		case *ast.Emphasis:
			p.inline(c, src, bold || c.Level > 1)
		case *ast.Link:
			before := len(p.letters)
			p.inline(c, src, bold)
			said := ""
			for _, l := range p.letters[before:] {
				said += string(l.r)
			}
			dest := string(c.Destination)
			if bare := strings.TrimPrefix(strings.TrimPrefix(dest, "mailto:"), "tel:"); bare != said {
				p.write(" ("+bare+")", bold)
			}
		case *ast.AutoLink:
			p.write(string(c.Label(src)), bold)
		default:
			p.inline(child, src, bold)
		}
	}
}

// breakLine is the end of a line in the source: a blank, but none between two characters of Chinese.
func (p *paragraph) breakLine() {
	if n := len(p.letters); n > 0 && p.letters[n-1].r < 0x2E80 {
		p.write(" ", false)
	}
}

// plain undoes the escapes of Markdown.
func plain(s []byte) string {
	return string(util.UnescapePunctuations(util.ResolveEntityNames(util.ResolveNumericReferences(s))))
}

// broken breaks a paragraph into lines of runs.
func (p paragraph) broken(w, size float64) (out [][]run) {
	some := false
	for _, l := range p.letters {
		some = some || l.bold
	}
	at := 0
	// Bold letters are a little wider: measured as if all were.
	for _, line := range canvas.Wrap(w, size, some, p.String()) {
		var runs []run
		x := 0.0
		for _, r := range line {
			for at < len(p.letters) && p.letters[at].r != r { // blanks where a line was broken
				at++
			}
			if at == len(p.letters) {
				break
			}
			if n := len(runs); n == 0 || runs[n-1].bold != p.letters[at].bold {
				if n > 0 {
					x += canvas.Width(size, runs[n-1].bold, runs[n-1].s)
				}
				runs = append(runs, run{x: x, bold: p.letters[at].bold})
			}
			runs[len(runs)-1].s += string(r)
			at++
		}
		out = append(out, runs)
	}
	return out
}

// markdown adds a text of the pack. A heading at its head that only repeats said is left out.
func (f *flow) markdown(x, w, size float64, s, said string) {
	const spacing = 1.5
	all := parse(s)
	for i, p := range all {
		if i == 0 && p.heading && p.String() == said {
			continue
		}
		in := float64(p.inset) * 4.6
		lines := p.broken(w-in, size)
		gap := 1.8
		if p.heading {
			gap = 3
		}
		if p.bullet != "" {
			gap = 1.1
			lines[0] = append([]run{{x: -3.6, s: p.bullet}}, lines[0]...)
		}
		f.lines(x+in, gap, size, spacing, f.pal.Ink, p.heading, lines)
	}
}
