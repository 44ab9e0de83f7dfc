package event

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"
)

// The limits of a drawing. maxDrawn counts elements after every <use> has been followed.
const (
	maxElements = 20_000
	maxDrawn    = 100_000
	maxNested   = 64
)

// svgElement is what counting the elements of a drawing needs to know about each.
type svgElement struct {
	kids []*svgElement
	use  string // id that a <use> refers to
	line int
	cost int  // elements drawn; 0 before it is counted
	open bool // being counted: meeting it again means a cycle
}

// svg rejects drawings that do more than draw: scripts, events, entities, styles and links that
// lead out of the file, and <use> elements that form cycles or multiply without end.
func (b *builder) svg(name string, data []byte) {
	d := xml.NewDecoder(bytes.NewReader(bytes.TrimPrefix(data, []byte("\xEF\xBB\xBF"))))
	bad := func(line int, instead any, what string, args ...any) {
		b.faults.add(name, line, instead, what, args...)
	}
	byID := map[string]*svgElement{}
	root := &svgElement{line: 1}
	stack := []*svgElement{root}
	for count := 0; ; {
		t, err := d.RawToken()
		line, _ := d.InputPos()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			bad(line, "export it again as plain SVG in UTF-8", "not a valid SVG")
			return
		}
		switch t := t.(type) {
		case xml.Directive:
			bad(line, "remove the line <!…>", "a document type or entity in the drawing")
			return
		case xml.ProcInst:
			if t.Target != "xml" {
				bad(line, "remove it", "a <?%s instruction in the drawing", clean(t.Target, 30))
			}
		case xml.CharData:
			if text := string(t); unsafeStyle(text) {
				bad(line, "remove it", "a style that leads out of the drawing")
			}
		case xml.StartElement:
			if count++; count > maxElements || len(stack) > maxNested {
				bad(line, "make it simpler", "more than %d elements, or more than %d inside one another", maxElements, maxNested)
				return
			}
			e := &svgElement{line: line}
			top := stack[len(stack)-1]
			if len(stack) == 1 && (!strings.EqualFold(t.Name.Local, "svg") || len(top.kids) > 0) {
				bad(line, "put an SVG there", "the file is not an SVG drawing")
				return
			}
			switch strings.ToLower(t.Name.Local) {
			case "script", "foreignobject", "iframe", "embed", "object", "audio", "video", "handler", "listener", "image", "feimage", "animate", "set", "animatetransform", "animatemotion":
				bad(line, "remove it: a drawing only draws", "<%s> in the drawing", clean(t.Name.Local, 30))
			}
			for _, a := range t.Attr {
				b.svgAttr(name, line, t.Name.Local, a, e, byID)
			}
			top.kids = append(top.kids, e)
			stack = append(stack, e)
		case xml.EndElement:
			if len(stack) == 1 {
				bad(line, "export it again as plain SVG", "not a valid SVG")
				return
			}
			stack = stack[:len(stack)-1]
		}
	}
	if len(root.kids) == 0 || len(stack) > 1 {
		bad(1, "export it again as plain SVG", "the file is not an SVG drawing")
		return
	}
	if n := root.count(byID, 0); n > maxDrawn {
		bad(1, "draw it without <use> inside <use>", "the drawing multiplies itself without end")
	}
}

// svgAttr checks one attribute.
func (b *builder) svgAttr(name string, line int, element string, a xml.Attr, e *svgElement, byID map[string]*svgElement) {
	key := strings.ToLower(a.Name.Local)
	v := strings.TrimSpace(a.Value)
	switch {
	case a.Name.Space == "xmlns" || key == "xmlns":
	case strings.HasPrefix(key, "on"):
		b.faults.add(name, line, "remove it: a drawing only draws", "the script attribute %s", clean(key, 30))
	case key == "id":
		byID[v] = e
	case key == "href" || key == "src":
		if !strings.HasPrefix(v, "#") {
			b.faults.add(name, line, "refer to parts of the drawing only, as #id", "a link that leads out of the drawing")
		} else if strings.EqualFold(element, "use") {
			e.use = v[1:]
		}
	case unsafeStyle(v):
		b.faults.add(name, line, "refer to parts of the drawing only, as url(#id)", "a style that leads out of the drawing")
	}
}

// unsafeStyle reports url(…) of anything but a part of the drawing, @import and the like. CSS
// can hide words with backslashes, so those are rejected too where a url could be.
func unsafeStyle(s string) bool {
	low := strings.ToLower(s)
	if strings.Contains(low, "@import") || strings.Contains(low, "expression(") || strings.Contains(low, "javascript:") {
		return true
	}
	if strings.Contains(s, `\`) && strings.ContainsAny(s, "({@") {
		return true
	}
	for rest := low; ; {
		_, after, ok := strings.Cut(rest, "url(")
		if !ok {
			return false
		}
		if !strings.HasPrefix(strings.TrimLeft(after, " \t\n\r'\""), "#") {
			return true
		}
		rest = after
	}
}

// count returns how many elements are drawn once every <use> has been followed; if there is a
// cycle, more than maxDrawn.
func (e *svgElement) count(byID map[string]*svgElement, depth int) int {
	if e.open || depth > 10*maxNested {
		return maxDrawn + 1
	}
	if e.cost > 0 {
		return e.cost
	}
	e.open = true
	n := 1
	for _, k := range e.kids {
		n = min(n+k.count(byID, depth+1), maxDrawn+1)
	}
	if target := byID[e.use]; e.use != "" && target != nil {
		n = min(n+target.count(byID, depth+1), maxDrawn+1)
	}
	e.open = false
	e.cost = n
	return n
}
