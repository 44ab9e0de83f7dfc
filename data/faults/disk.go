package faults

import (
	"bytes"
	"path"
	"sort"
	"strings"
)

// Tree is the content of a folder: slash-separated names below it, and the content of files. A folder's name ends in a
// slash.
type Tree map[string][]byte

// node is a file or a folder as it is on the disk, and what was done to it since its last sync.
type node struct {
	folder  bool
	durable []byte           // a file's content on the disk
	pending []*change        // what was written since
	size    int64            // including all of that
	names   map[string]*node // a folder's names, as programs see them
	saved   map[string]*node // the names on the disk
	moves   []*move          // what leads from saved to names
}

// change is a write, or a truncation if data is nil.
type change struct {
	at   int64
	data []byte
	done bool // the call has ended, so that a sync covers it
	lost bool // the sync that should have made it durable failed: it will never be
}

// move adds a name (to), or removes one (n is nil), or both at once: a rename.
type move struct {
	name string
	n    *node
	from *node // the folder a rename took it from, and its name there
	was  string
}

func newFolder() *node {
	return &node{folder: true, names: map[string]*node{}, saved: map[string]*node{}}
}

// apply applies one change to a content.
func (c *change) apply(b []byte) []byte {
	end := c.at + int64(len(c.data))
	if c.data == nil {
		if c.at < int64(len(b)) {
			return b[:c.at]
		}
	}
	if end > int64(len(b)) {
		b = append(b, make([]byte, end-int64(len(b)))...)
	}
	copy(b[c.at:], c.data)
	return b
}

// content returns what a program reads from the file.
func (n *node) content() []byte {
	b := bytes.Clone(n.durable)
	for _, c := range n.pending {
		b = c.apply(b)
	}
	return b
}

// change adds a change that has begun.
func (n *node) change(at int64, data []byte) *change {
	c := &change{at: at, data: data}
	n.pending = append(n.pending, c)
	n.resize()
	return c
}

// drop removes a change whose call failed.
func (n *node) drop(c *change) {
	for i, p := range n.pending {
		if p == c {
			n.pending = append(n.pending[:i:i], n.pending[i+1:]...)
			break
		}
	}
	n.resize()
}

func (n *node) resize() {
	n.size = int64(len(n.durable))
	for _, c := range n.pending {
		if c.data == nil {
			n.size = c.at
		} else {
			n.size = max(n.size, c.at+int64(len(c.data)))
		}
	}
}

// covered returns what a sync that begins now will make durable.
func (n *node) covered() (changes []*change, moves []*move) {
	for _, c := range n.pending {
		if c.done && !c.lost {
			changes = append(changes, c)
		}
	}
	return changes, append(moves, n.moves...)
}

// sync makes durable what was covered.
func (n *node) sync(changes []*change, moves []*move) {
	is := map[*change]bool{}
	for _, c := range changes {
		is[c] = true
	}
	var left []*change
	for _, c := range n.pending {
		if is[c] {
			n.durable = c.apply(n.durable)
		} else {
			left = append(left, c)
		}
	}
	n.pending = left
	n.resize()
	moved := map[*move]bool{}
	for _, m := range moves {
		moved[m] = true
	}
	var stay []*move
	for _, m := range n.moves {
		if moved[m] {
			m.apply(n, func(f *node) map[string]*node { return f.saved })
		} else {
			stay = append(stay, m)
		}
	}
	n.moves = stay
}

// apply applies a move in folder to, to the names that of selects.
func (m *move) apply(to *node, of func(*node) map[string]*node) {
	if m.from != nil && of(m.from)[m.was] == m.n {
		delete(of(m.from), m.was)
	}
	if m.n == nil {
		delete(of(to), m.name)
	} else {
		of(to)[m.name] = m.n
	}
}

// move records a move and shows it to programs.
func (n *node) move(m *move) {
	m.apply(n, func(f *node) map[string]*node { return f.names })
	n.moves = append(n.moves, m)
}

// disk is everything below one folder.
type disk struct {
	root string
	top  *node
}

// newDisk starts with a folder that is completely durable.
func newDisk(root string, start Tree) *disk {
	d := &disk{root: path.Clean(root), top: newFolder()}
	names := make([]string, 0, len(start))
	for name := range start {
		names = append(names, name)
	}
	sort.Strings(names)
	for _, name := range names {
		at := d.top
		parts := strings.Split(strings.TrimSuffix(name, "/"), "/")
		for i, part := range parts {
			next := at.names[part]
			if next == nil {
				if i < len(parts)-1 || strings.HasSuffix(name, "/") {
					next = newFolder()
				} else {
					next = &node{durable: bytes.Clone(start[name]), size: int64(len(start[name]))}
				}
				at.names[part], at.saved[part] = next, next
			}
			at = next
		}
	}
	return d
}

// find returns the folder a path is in and its last name; ok is false for what is outside of root or whose folder does
// not exist. For root itself the name is empty.
func (d *disk) find(p string) (folder *node, name string, ok bool) {
	p = path.Clean(p)
	if p == d.root {
		return d.top, "", true
	}
	rest, ok := strings.CutPrefix(p, d.root+"/")
	if !ok {
		return nil, "", false
	}
	parts := strings.Split(rest, "/")
	at := d.top
	for _, part := range parts[:len(parts)-1] {
		at = at.names[part]
		if at == nil || !at.folder {
			return nil, "", false
		}
	}
	return at, parts[len(parts)-1], true
}

// unsynced counts what a power cut could lose.
func (d *disk) unsynced() (changes, moves int) {
	d.each(d.top, map[*node]bool{}, func(n *node) {
		changes += len(n.pending)
		moves += len(n.moves)
	})
	return changes, moves
}

// each visits every file and folder that is in either view once.
func (d *disk) each(n *node, seen map[*node]bool, visit func(*node)) {
	if n == nil || seen[n] {
		return
	}
	seen[n] = true
	visit(n)
	for _, names := range []map[string]*node{n.names, n.saved} {
		for _, k := range sorted(names) {
			d.each(names[k], seen, visit)
		}
	}
}

func sorted(names map[string]*node) []string {
	out := make([]string, 0, len(names))
	for k := range names {
		out = append(out, k)
	}
	sort.Strings(out)
	return out
}
