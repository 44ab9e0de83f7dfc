package touch

import (
	"strconv"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// Block is one block of a text: a paragraph, a heading, an item of a list, a quotation, an image.
type Block struct {
	Spans   []Span // for an image, its alternative text
	Heading bool
	Level   int    // for a heading, 1 (highest) to 6 (lowest); else 0
	Item    string // the bullet or number of a list item, " " for further blocks of the same item, else ""
	Depth   int    // nesting depth of a list item: 1 in a list, 2 in a list in one; else 0
	Quote   bool
	Image   string // an image's destination, for the caller to resolve; else ""
}

// Markdown parses the CommonMark that the texts are written in. Emphasis becomes bold, strong
// emphasis bold in the accent colour; links and addresses show only their text, since nothing can
// be opened at a booth; code is set as plain text with its line ends; an image becomes a block of
// its own, and nothing is fetched for it; raw HTML is dropped; tables and rules are not supported.
//
// Stock rich text breaks its lines as stock labels do, fetches images over the network, and has
// no accent.
func Markdown(src string) []Block {
	r := reader{raw: []byte(src)}
	r.blocks(goldmark.DefaultParser().Parse(text.NewReader(r.raw)), Block{})
	return r.out
}

// reader walks a text's syntax tree.
type reader struct {
	raw []byte
	out []Block
}

// blocks reads the children of n. Like holds what their blocks have in common.
func (r *reader) blocks(n ast.Node, like Block) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		before := len(r.out)
		switch v := c.(type) {
		case *ast.Paragraph, *ast.TextBlock:
			r.flow(c, like, false)
		case *ast.Heading:
			h := like
			h.Heading, h.Level = true, v.Level
			r.flow(c, h, true)
		case *ast.List:
			r.list(v, like)
		case *ast.Blockquote:
			q := like
			q.Quote = true
			r.blocks(v, q)
		case *ast.CodeBlock, *ast.FencedCodeBlock:
			if code := strings.TrimRight(string(c.Lines().Value(r.raw)), "\n"); code != "" {
				b := like
				b.Spans = []Span{{Text: code}}
				r.out = append(r.out, b)
			}
		}
		if like.Item != "" && len(r.out) > before {
			like.Item = " " // further blocks of an item keep its indent but not its mark
		}
	}
}

func (r *reader) list(l *ast.List, like Block) {
	like.Depth++
	i := l.Start
	for li := l.FirstChild(); li != nil; li = li.NextSibling() {
		like.Item = "•"
		if l.IsOrdered() {
			like.Item = strconv.Itoa(i) + "."
			i++
		}
		r.blocks(li, like)
	}
}

// flow reads running text; an image splits it.
func (r *reader) flow(n ast.Node, like Block, bold bool) {
	f := flow{raw: r.raw}
	f.read(n, Span{Bold: bold})
	for _, b := range f.done() {
		b.Heading, b.Level, b.Item, b.Depth, b.Quote = like.Heading, like.Level, like.Item, like.Depth, like.Quote
		if b.Image != "" {
			b.Heading, b.Level = false, 0
		}
		r.out = append(r.out, b)
		if like.Item != "" {
			like.Item = " "
		}
	}
}

// flow is the running text read so far.
type flow struct {
	raw    []byte
	spans  []Span
	blocks []Block
}

func (f *flow) read(n ast.Node, style Span) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		switch v := c.(type) {
		case *ast.Text:
			s := string(v.Segment.Value(f.raw))
			if !v.IsRaw() {
				s = said(s)
			}
			if v.HardLineBreak() {
				s += "\n"
			} else if v.SoftLineBreak() && !f.joins(s) {
				s += " "
			}
			f.add(s, style)
		case *ast.String:
			f.add(string(v.Value), style)
		case *ast.AutoLink:
			f.add(string(v.Label(f.raw)), style)
		case *ast.Image:
			if len(v.Destination) == 0 {
				f.read(v, style)
				continue
			}
			alt := flow{raw: f.raw}
			alt.read(v, Span{})
			f.part()
			f.blocks = append(f.blocks, Block{Spans: alt.spans, Image: string(v.Destination)})
		case *ast.Emphasis:
			strong := style
			strong.Bold, strong.Accent = true, style.Accent || v.Level >= 2
			f.read(v, strong)
		case *ast.RawHTML:
		default:
			f.read(c, style)
		}
	}
}

// add appends text in a style and merges it into the previous span if the style is the same.
func (f *flow) add(s string, style Span) {
	if n := len(f.spans); n > 0 && f.spans[n-1].Bold == style.Bold && f.spans[n-1].Accent == style.Accent {
		f.spans[n-1].Text += s
		return
	}
	style.Text = s
	f.spans = append(f.spans, style)
}

// part ends the current paragraph, if there is anything in it.
func (f *flow) part() {
	for _, s := range f.spans {
		if strings.TrimSpace(s.Text) != "" {
			f.spans[0].Text = strings.TrimLeft(f.spans[0].Text, " ")
			f.blocks = append(f.blocks, Block{Spans: f.spans})
			break
		}
	}
	f.spans = nil
}

func (f *flow) done() []Block {
	f.part()
	return f.blocks
}

// said resolves Markdown's escapes and entities.
func said(s string) string {
	var b strings.Builder
	for {
		i := strings.IndexByte(s, '\\')
		escape := i >= 0 && i+1 < len(s) && util.IsPunct(s[i+1])
		switch {
		case i < 0:
			b.Write(entities(s))
			return b.String()
		case escape:
			b.Write(entities(s[:i]))
			b.WriteByte(s[i+1])
			s = s[i+2:]
		default:
			b.Write(entities(s[:i+1]))
			s = s[i+1:]
		}
	}
}

func entities(s string) []byte {
	return util.ResolveEntityNames(util.ResolveNumericReferences([]byte(s)))
}

// joins reports whether a line end after what was read is not a space: Chinese lines join without
// one.
func (f *flow) joins(s string) bool {
	for i := len(f.spans) - 1; i >= 0 && s == ""; i-- {
		s = f.spans[i].Text
	}
	return lastRune(strings.TrimRight(s, " ")) >= 0x2E80
}
