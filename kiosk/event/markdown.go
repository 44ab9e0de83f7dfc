package event

import (
	"bytes"
	"net/url"
	"path"
	"strings"
	"unicode"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// maxMarkdown is the maximum size of one Markdown text in bytes: about thirty printed pages.
const maxMarkdown = 100_000

// markdown finds what would not be displayed as its author expects: HTML, a code block that is
// never closed, links that are not https, pictures that are not in the pack.
func (b *builder) markdown(l leaf) {
	if len(l.text) > maxMarkdown {
		b.faults.add(l.file, l.line, Say("keep to %d bytes", maxMarkdown), "a text longer than anybody reads")
		return // no need to parse it
	}
	src := []byte(l.text)
	block := l.line
	ast.Walk(goldmark.DefaultParser().Parse(text.NewReader(src)), func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		if n.Type() == ast.TypeBlock && n.Lines().Len() > 0 {
			block = l.lineAt(n.Lines().At(0).Start)
		}
		switch n := n.(type) {
		case *ast.Text:
			// No other check sees characters written as &#8203; or &shy;.
			if raw := n.Segment.Value(src); bytes.IndexByte(raw, '&') >= 0 {
				named := util.ResolveEntityNames(util.ResolveNumericReferences(raw))
				if strings.IndexFunc(string(named), unicode.IsControl) >= 0 && !bytes.ContainsFunc(raw, unicode.IsControl) {
					b.faults.add(l.file, l.lineAt(n.Segment.Start), "take it out", "a control character")
				}
				if string(named) != string(raw) {
					hiddenAll(string(named), func(_ int, what Phrase) { b.faults.add(l.file, l.lineAt(n.Segment.Start), "take it out", "%s", what) })
				}
			}
		case *ast.HTMLBlock:
			b.faults.add(l.file, block, "write Markdown", "HTML, which is not shown")
		case *ast.RawHTML:
			b.faults.add(l.file, l.lineAt(n.Segments.At(0).Start), "write Markdown", "HTML, which is not shown")
		case *ast.Link:
			if dest := string(n.Destination); !goodDestination(dest) {
				b.faults.add(l.file, lineIn(l, dest, block), "write https://…", "a link to %s", quote(dest))
			}
		case *ast.AutoLink:
			if dest := string(n.URL(src)); n.AutoLinkType == ast.AutoLinkURL && !goodDestination(dest) {
				b.faults.add(l.file, lineIn(l, dest, block), "write https://…", "a link to %s", quote(dest))
			}
		case *ast.Image:
			name := path.Clean(strings.TrimPrefix(string(n.Destination), "../"))
			if _, ok := b.set[name]; !ok || path.Dir(name) != "art" || !isPicture(name) {
				b.faults.add(l.file, lineIn(l, string(n.Destination), block), "put it into art/ and write art/name.png", "the picture %s is not in the pack", quote(string(n.Destination)))
			}
		case *ast.FencedCodeBlock:
			b.fence(l, n, src, block)
		}
		return ast.WalkContinue, nil
	})
}

// fence finds a code block that is never closed and has therefore swallowed the rest of the text.
func (b *builder) fence(l leaf, n *ast.FencedCodeBlock, src []byte, block int) {
	end := 0
	if k := n.Lines().Len(); k > 0 {
		end = n.Lines().At(k - 1).Stop
	}
	rest := strings.TrimSpace(string(src[end:]))
	if !strings.HasPrefix(rest, "```") && !strings.HasPrefix(rest, "~~~") {
		b.faults.add(l.file, block-1, "close it with a line ```", "a block of code that never ends")
	}
}

// lineIn returns the line of a part of the text, or the line of its block if it is not found.
func lineIn(l leaf, part string, block int) int {
	if part != "" && strings.Contains(l.raw, part) {
		return l.lineOf(part)
	}
	return block
}

// goodDestination reports whether a text may contain a link to dest.
func goodDestination(dest string) bool {
	u, err := url.Parse(strings.NewReplacer("{", "", "}", "", "[[", "", "]]", "").Replace(dest))
	if err != nil {
		return false
	}
	switch u.Scheme {
	case "https":
		return u.Host != ""
	case "mailto", "tel":
		return u.Opaque != ""
	}
	return false
}
