package event

import (
	"bytes"
	"regexp"
	"slices"

	"github.com/pelletier/go-toml/v2"
	"github.com/pelletier/go-toml/v2/unstable"
)

// kind is the kind of a TOML value, as far as packs need it, worded for messages.
type kind string

const (
	kindTable  kind = "a table"
	kindArray  kind = "a list"
	kindString kind = "a text"
	kindInt    kind = "a whole number"
	kindFloat  kind = "a number"
	kindBool   kind = "true or false"
	kindDate   kind = "a date"
	kindOther  kind = "a value of another kind"
)

// node is a TOML value with its line. The decoder of go-toml stops at the first type error and
// does not keep line numbers; this tree does, so that every fault of a file, including those
// of its meaning, can be reported with its line.
type node struct {
	kind  kind
	line  int
	text  string // scalars: the value, decoded
	raw   string // strings: as written, with quotes
	keys  []string
	kids  map[string]*node
	items []*node

	implied bool // a table created by a dotted header or key, which a header may still open
}

// newTable returns an empty table that begins on the line.
func newTable(line int) *node {
	return &node{kind: kindTable, line: line, kids: map[string]*node{}}
}

// put sets a key of a table.
func (n *node) put(key string, v *node) {
	n.keys = append(n.keys, key)
	n.kids[key] = v
}

// lineIndex finds the line of a byte offset.
type lineIndex []int

// newLineIndex records where the lines of the data begin.
func newLineIndex(data []byte) lineIndex {
	idx := lineIndex{0}
	for i, c := range data {
		if c == '\n' {
			idx = append(idx, i+1)
		}
	}
	return idx
}

// line returns the line, from 1, of an offset.
func (x lineIndex) line(off int) int {
	i, ok := slices.BinarySearch(x, off)
	if ok {
		return i + 1
	}
	return i
}

// maxKeyParts is the maximum number of parts of a dotted key; packs need two.
const maxKeyParts = 8

// treeBuilder turns expressions into a tree.
type treeBuilder struct {
	file   string
	base   int // added to every line: front matter begins on line 2 of its file
	idx    lineIndex
	faults *faults
}

// maxSyntax limits how often a broken document is parsed again to find further errors.
const maxSyntax = 20

// plainKey matches a line that sets one key, which can be left out without affecting others.
var plainKey = regexp.MustCompile(`^\s*[A-Za-z0-9_".-]+\s*=`)

// parseTOML builds the tree of a document whose first line is line base+1 of the file. It adds
// syntax errors and duplicate keys to fs. What could be parsed is returned nevertheless; whole is
// false if something could not, so that the caller does not report the rest as missing.
func parseTOML(file string, base int, data []byte, fs *faults) (root *node, whole bool) {
	data = slices.Clone(data)
	whole = true
	var mended map[int]bool
	if line, _ := syntax(data); line != 0 {
		data, mended = lookalikes(file, base, data, fs)
	}
	for range maxSyntax + len(mended) {
		line, what := syntax(data)
		if line == 0 {
			break
		}
		idx := newLineIndex(data)
		line = min(line, len(idx))
		start, end := idx[line-1], len(data)
		if line < len(idx) {
			end = idx[line] - 1
		}
		whole = false
		if !mended[line] {
			fs.add(file, base+line, asTOML(what, textLine(data, line)), "not valid TOML: %s", what)
		}
		// Go on without the line if that is likely to leave the rest as it was meant.
		if !plainKey.Match(data[start:end]) || bytes.Contains(data[start:end], []byte(`"""`)) {
			break
		}
		for i := start; i < end; i++ {
			data[i] = ' '
		}
	}
	b := &treeBuilder{file: file, base: base, idx: newLineIndex(data), faults: fs}
	root = newTable(base + 1)
	var p unstable.Parser
	p.Reset(data)
	at := root
	before := len(fs.list)
	for p.NextExpression() {
		e := p.Expression()
		switch e.Kind {
		case unstable.Table, unstable.ArrayTable:
			at = b.header(&p, root, e)
		case unstable.KeyValue:
			b.keyValue(&p, at, e)
		}
	}
	if !whole || len(fs.list) > before {
		return root, whole
	}
	// The library has the last word on what is valid; it also finds, for instance, a table that is
	// opened in two ways.
	var ignored map[string]any
	if err := toml.Unmarshal(data, &ignored); err != nil {
		line, what := explain(err, data)
		fs.add(file, base+line, asTOML(what, textLine(data, line)), "not valid TOML: %s", what)
		whole = false
	}
	return root, whole
}

// lineOf returns the line in the file of a node's raw bytes.
func (b *treeBuilder) lineOf(r unstable.Range) int {
	return b.base + b.idx.line(int(r.Offset))
}

// keyOf returns the parts of a key and the line of the first one.
func (b *treeBuilder) keyOf(it unstable.Iterator) (parts []string, line int) {
	for it.Next() {
		k := it.Node()
		if line == 0 {
			line = b.lineOf(k.Raw)
		}
		parts = append(parts, string(k.Data))
		if len(parts) > maxKeyParts {
			b.faults.add(b.file, line, "write shorter keys", "a key of more than %d parts", maxKeyParts)
			return nil, line
		}
	}
	return parts, line
}

// header opens the table that a [header] or [[header]] names.
func (b *treeBuilder) header(p *unstable.Parser, root *node, e *unstable.Node) *node {
	parts, line := b.keyOf(e.Key())
	lost := newTable(line) // collects what has no valid place
	if len(parts) == 0 {
		return lost
	}
	at := root
	for _, part := range parts[:len(parts)-1] {
		at = b.step(at, part, line)
		if at == nil {
			return lost
		}
	}
	last := parts[len(parts)-1]
	old := at.kids[last]
	if e.Kind == unstable.ArrayTable {
		if old == nil {
			old = &node{kind: kindArray, line: line}
			at.put(last, old)
		}
		if old.kind != kindArray {
			b.faults.add(b.file, line, Say("write [%s] once, or [[%s]] each time", last, last), "%s is a table and a list at once", quote(last))
			return lost
		}
		t := newTable(line)
		old.items = append(old.items, t)
		return t
	}
	switch {
	case old == nil:
		t := newTable(line)
		at.put(last, t)
		return t
	case old.kind == kindTable && old.implied:
		old.implied, old.line = false, line
		return old
	case old.kind == kindArray:
		b.faults.add(b.file, line, Say("write [[%s]]", last), "[%s] after [[%s]]", clean(last, 40), clean(last, 40))
	default:
		b.faults.add(b.file, line, "keep one of them", "%s is given a second time (first in line %d)", quote(last), old.line)
	}
	return lost
}

// step descends one part of a dotted key: into a table, or into the last table of a list.
func (b *treeBuilder) step(at *node, part string, line int) *node {
	next := at.kids[part]
	if next == nil {
		next = newTable(line)
		next.implied = true
		at.put(part, next)
	}
	if next.kind == kindArray && len(next.items) > 0 {
		next = next.items[len(next.items)-1]
	}
	if next.kind != kindTable {
		b.faults.add(b.file, line, "give it another name", "%s already has a value (line %d) and cannot hold further keys", quote(part), next.line)
		return nil
	}
	return next
}

// keyValue sets one key, dotted or not, in the table.
func (b *treeBuilder) keyValue(p *unstable.Parser, at *node, e *unstable.Node) {
	parts, line := b.keyOf(e.Key())
	if len(parts) == 0 {
		return
	}
	for _, part := range parts[:len(parts)-1] {
		if at = b.step(at, part, line); at == nil {
			return
		}
	}
	last := parts[len(parts)-1]
	if old := at.kids[last]; old != nil {
		b.faults.add(b.file, line, "keep one of them", "%s is given a second time (first in line %d)", quote(last), old.line)
		return
	}
	at.put(last, b.value(p, e.Value(), line))
}

// value turns a value into a node; line is the line of its key.
func (b *treeBuilder) value(p *unstable.Parser, v *unstable.Node, line int) *node {
	if v.Raw.Length > 0 {
		line = b.lineOf(v.Raw)
	}
	n := &node{line: line, text: string(v.Data)}
	switch v.Kind {
	case unstable.String:
		n.kind, n.raw = kindString, string(p.Raw(v.Raw))
	case unstable.Integer:
		n.kind = kindInt
	case unstable.Float:
		n.kind = kindFloat
	case unstable.Bool:
		n.kind = kindBool
	case unstable.LocalDate:
		n.kind = kindDate
	case unstable.Array:
		n.kind = kindArray
		for it := v.Children(); it.Next(); {
			if it.Node().Kind == unstable.Comment {
				continue
			}
			item := b.value(p, it.Node(), line)
			line = item.line // a list has no position of its own: go on from its last item
			n.items = append(n.items, item)
		}
	case unstable.InlineTable:
		n.kind, n.kids = kindTable, map[string]*node{}
		for it := v.Children(); it.Next(); {
			if it.Node().Kind == unstable.KeyValue {
				b.keyValue(p, n, it.Node())
			}
		}
	default:
		n.kind = kindOther
	}
	return n
}
