package touch

import (
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"
)

// Block is one block of a text: a paragraph, a heading, an item of a list, a quotation.
type Block struct {
	Spans   []Span
	Heading bool
	Item    string // the bullet or number of a list item, else ""
	Quote   bool
}

// Markdown reads the Markdown that packs are written in. Emphasis becomes bold, strong emphasis
// bold in the accent colour; links show their text only, since nothing can be opened at a booth;
// raw HTML is dropped.
func Markdown(src string) []Block {
	raw := []byte(src)
	doc := goldmark.DefaultParser().Parse(text.NewReader(raw))
	var out []Block
	var walk func(n ast.Node, item string, quote bool)
	walk = func(n ast.Node, item string, quote bool) {
		for c := n.FirstChild(); c != nil; c = c.NextSibling() {
			switch v := c.(type) {
			case *ast.Paragraph, *ast.TextBlock:
				out = append(out, Block{Spans: spans(c, raw, false, false), Item: item, Quote: quote})
				item = blank(item)
			case *ast.Heading:
				out = append(out, Block{Spans: spans(c, raw, true, false), Heading: true})
			case *ast.List:
				i := v.Start
				for li := v.FirstChild(); li != nil; li = li.NextSibling() {
					mark := "•"
					if v.IsOrdered() {
						mark = itoa(i) + "."
						i++
					}
					walk(li, mark, quote)
				}
			case *ast.Blockquote:
				walk(v, item, true)
			}
		}
	}
	walk(doc, "", false)
	return out
}

// blank keeps the indent of a list item's further paragraphs without its mark.
func blank(item string) string {
	if item == "" {
		return ""
	}
	return " "
}

func itoa(i int) string {
	if i < 10 {
		return string(rune('0' + i))
	}
	return itoa(i/10) + itoa(i%10)
}

func spans(n ast.Node, raw []byte, bold, accent bool) []Span {
	var out []Span
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		switch v := c.(type) {
		case *ast.Text:
			s := string(v.Segment.Value(raw))
			if v.HardLineBreak() {
				s += "\n"
			} else if v.SoftLineBreak() && !cjkEnd(s) {
				s += " "
			}
			out = append(out, Span{Text: s, Bold: bold, Accent: accent})
		case *ast.String:
			out = append(out, Span{Text: string(v.Value), Bold: bold, Accent: accent})
		case *ast.Emphasis:
			out = append(out, spans(c, raw, true, accent || v.Level >= 2)...)
		case *ast.RawHTML:
		default:
			out = append(out, spans(c, raw, bold, accent)...)
		}
	}
	return out
}

// cjkEnd tells whether a soft line end behind s is no space: Chinese lines join without one.
func cjkEnd(s string) bool {
	r := lastRune(strings.TrimRight(s, " "))
	return r >= 0x2E80
}
