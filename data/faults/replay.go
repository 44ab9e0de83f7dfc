package faults

import (
	"fmt"
	"io"
	"os"
	"path"
	"strings"
)

// Point is a moment at which the power may fail.
type Point struct {
	N    int      // counts the points, from 1
	Why  string   // "before fsync journal", "after …", "said …", "end"
	Said []string // every line printed so far, oldest first
	disk *disk
}

// Unsynced counts the changes of files and of names that a power cut at this point could lose.
func (p Point) Unsynced() (changes, names int) { return p.disk.unsynced() }

// Replay reads the log that [Record] made of a program working below root, whose content at its start is given, and
// visits the point before and after each sync, each printed line, and the end. The program must use absolute paths, and
// print each line with one call to its standard output.
func Replay(log io.Reader, root string, start Tree, visit func(Point) error) error {
	r := &replay{disk: newDisk(root, start), fds: map[int64]*file{}, visit: visit}
	if err := parse(log, r.begin, r.end); err != nil {
		return err
	}
	return r.point("end")
}

// file is what an open file descriptor stands for.
type file struct {
	n       *node
	name    string
	at      int64
	appends bool
}

type replay struct {
	disk  *disk
	fds   map[int64]*file
	said  []string
	part  string // of a line without an end yet
	n     int
	visit func(Point) error
}

func (r *replay) point(why string) error {
	r.n++
	return r.visit(Point{N: r.n, Why: why, Said: r.said, disk: r.disk})
}

// begin handles what may already be happening when a call begins: the bytes of a write, the printing of a line.
func (r *replay) begin(c *call) error {
	switch c.name {
	case "write", "writev", "pwrite64", "pwritev", "pwritev2":
		return r.write(c)
	case "ftruncate":
		if f := r.file(c, 0); f != nil {
			c.state = f.n.change(number(c.args[1]), nil)
		}
	case "fsync", "fdatasync":
		f := r.file(c, 0)
		if f == nil {
			return nil
		}
		if err := r.point("before " + c.name + " " + f.name); err != nil {
			return err
		}
		changes, moves := f.n.covered()
		c.state = &covered{changes, moves}
	case "close":
		delete(r.fds, number(c.args[0]))
	}
	return nil
}

type covered struct {
	changes []*change
	moves   []*move
}

func (r *replay) file(c *call, arg int) *file {
	if len(c.args) <= arg {
		return nil
	}
	return r.fds[number(c.args[arg])]
}

func (r *replay) write(c *call) error {
	if len(c.args) < 2 {
		return fmt.Errorf("%s without arguments", c.name)
	}
	fd := number(c.args[0])
	f := r.fds[fd]
	if f == nil && fd != 1 {
		return nil
	}
	data, err := texts(c.args[1])
	if err != nil {
		return err
	}
	if f == nil {
		return r.say(string(data))
	}
	if data == nil {
		data = []byte{}
	}
	at := f.at
	switch {
	case strings.HasPrefix(c.name, "pwrite"):
		at = number(c.args[3])
	case f.appends:
		at = f.n.size
		fallthrough
	default:
		f.at = at + int64(len(data))
	}
	c.state = f.n.change(at, data)
	return nil
}

// say handles printed text. A line counts from the moment its printing began: somebody may have read it.
func (r *replay) say(text string) error {
	r.part += text
	for {
		line, rest, ok := strings.Cut(r.part, "\n")
		if !ok {
			return nil
		}
		r.part = rest
		r.said = append(r.said, line)
		if err := r.point("said " + line); err != nil {
			return err
		}
	}
}

// end handles what a call has done once it has ended.
func (r *replay) end(c *call) error {
	if strings.Contains(c.result, "(INJECTED)") && c.ret >= 0 {
		return fmt.Errorf("%s: a call that lies cannot be replayed", c.name)
	}
	if ch, ok := c.state.(*change); ok {
		return r.changed(c, ch)
	}
	if c.ret < 0 {
		if s, ok := c.state.(*covered); ok {
			for _, ch := range s.changes {
				ch.lost = true
			}
		}
		return nil
	}
	switch c.name {
	case "open", "creat":
		return r.open(c, c.args[0], strings.Join(c.args[1:], ","))
	case "openat":
		p, err := r.at(c, 0)
		if err != nil {
			return err
		}
		return r.opened(c.ret, p, c.args[2])
	case "dup", "dup2", "dup3":
		if f := r.file(c, 0); f != nil {
			r.fds[c.ret] = f
		}
	case "lseek":
		if f := r.file(c, 0); f != nil {
			f.at = c.ret
		}
	case "fsync", "fdatasync":
		if s, ok := c.state.(*covered); ok {
			f := r.file(c, 0)
			if f == nil {
				return nil
			}
			f.n.sync(s.changes, s.moves)
			return r.point("after " + c.name + " " + f.name)
		}
	case "rename":
		return r.rename(c, 0, 1, true)
	case "renameat", "renameat2":
		return r.rename(c, 0, 2, false)
	case "unlink", "rmdir":
		return r.unlink(c, true)
	case "unlinkat":
		return r.unlink(c, false)
	case "mkdir":
		return r.mkdir(c, true)
	case "mkdirat":
		return r.mkdir(c, false)
	case "copy_file_range", "sendfile":
		return r.copied(c)
	case "truncate", "fallocate", "link", "linkat", "symlink", "symlinkat":
		for _, a := range c.args {
			if p, err := texts(a); err == nil && p != nil && r.inside(string(p)) {
				return fmt.Errorf("%s cannot be replayed", c.name)
			}
		}
		if r.file(c, 0) != nil {
			return fmt.Errorf("%s cannot be replayed", c.name)
		}
	}
	return nil
}

func (r *replay) inside(p string) bool {
	_, _, ok := r.disk.find(p)
	return ok
}

// changed completes a change when its call has ended.
func (r *replay) changed(c *call, ch *change) error {
	f := r.file(c, 0)
	if f == nil {
		return nil // closed meanwhile by another thread
	}
	if c.ret < 0 {
		f.n.drop(ch)
		return nil
	}
	if ch.data != nil && c.ret < int64(len(ch.data)) {
		ch.data = ch.data[:c.ret]
		f.n.resize()
	}
	ch.done = true
	return nil
}

// at returns the path of an argument pair (folder descriptor, name).
func (r *replay) at(c *call, arg int) (string, error) {
	name, err := texts(c.args[arg+1])
	if err != nil {
		return "", err
	}
	p := string(name)
	if path.IsAbs(p) {
		return p, nil
	}
	if f := r.file(c, arg); f != nil {
		return path.Join(f.name, p), nil
	}
	return p, nil // relative to the working directory or to a folder outside of root: not ours
}

func (r *replay) open(c *call, name, flags string) error {
	p, err := texts(name)
	if err != nil {
		return err
	}
	if c.name == "creat" {
		flags = "O_CREAT|O_TRUNC"
	}
	return r.opened(c.ret, string(p), flags)
}

func (r *replay) opened(fd int64, p, flags string) error {
	delete(r.fds, fd)
	folder, name, ok := r.disk.find(p)
	if !ok {
		return nil
	}
	n := folder
	if name != "" {
		n = folder.names[name]
	}
	if n == nil {
		if !strings.Contains(flags, "O_CREAT") {
			return fmt.Errorf("%s was opened but is not in the record", p)
		}
		n = &node{}
		folder.move(&move{name: name, n: n})
	} else if strings.Contains(flags, "O_TRUNC") && n.size > 0 {
		n.change(0, nil).done = true
	}
	r.fds[fd] = &file{n: n, name: path.Clean(p), appends: strings.Contains(flags, "O_APPEND")}
	return nil
}

// path returns a path argument, with or without a folder descriptor before it.
func (r *replay) path(c *call, arg int, plain bool) (string, error) {
	if plain {
		b, err := texts(c.args[arg])
		return string(b), err
	}
	return r.at(c, arg)
}

func (r *replay) rename(c *call, a, b int, plain bool) error {
	from, err := r.path(c, a, plain)
	if err != nil {
		return err
	}
	to, err := r.path(c, b, plain)
	if err != nil {
		return err
	}
	out, was, ok1 := r.disk.find(from)
	in, name, ok2 := r.disk.find(to)
	if !ok1 && !ok2 {
		return nil
	}
	if !ok1 || !ok2 || out.names[was] == nil || strings.Contains(c.args[len(c.args)-1], "EXCHANGE") {
		return fmt.Errorf("renaming %s to %s cannot be replayed", from, to)
	}
	in.move(&move{name: name, n: out.names[was], from: out, was: was})
	return nil
}

func (r *replay) unlink(c *call, plain bool) error {
	p, err := r.path(c, 0, plain)
	if err != nil {
		return err
	}
	if folder, name, ok := r.disk.find(p); ok && name != "" {
		folder.move(&move{name: name})
	}
	return nil
}

func (r *replay) mkdir(c *call, plain bool) error {
	p, err := r.path(c, 0, plain)
	if err != nil {
		return err
	}
	if folder, name, ok := r.disk.find(p); ok && name != "" {
		folder.move(&move{name: name, n: newFolder()})
	}
	return nil
}

// copied handles what the kernel copied from file to file.
func (r *replay) copied(c *call) error {
	in, out := r.file(c, 0), r.file(c, 2)
	if c.name == "sendfile" {
		in, out = r.file(c, 1), r.file(c, 0)
	}
	if out == nil {
		if in != nil {
			in.at += c.ret
		}
		return nil
	}
	if in == nil || c.ret == 0 {
		if c.ret == 0 {
			return nil
		}
		return fmt.Errorf("%s from outside cannot be replayed", c.name)
	}
	for i, a := range c.args { // only the files' own positions are supported
		if strings.HasPrefix(a, "[") {
			return fmt.Errorf("%s with a position of its own (argument %d) cannot be replayed", c.name, i)
		}
	}
	b := in.n.content()
	if in.at+c.ret > int64(len(b)) {
		return fmt.Errorf("%s copied more than there is in the record", c.name)
	}
	out.n.change(out.at, b[in.at:in.at+c.ret]).done = true
	in.at += c.ret
	out.at += c.ret
	return nil
}

// Snapshot reads a folder.
func Snapshot(dir string) (Tree, error) {
	t := Tree{}
	return t, read(dir, "", t)
}

func read(dir, below string, t Tree) error {
	list, err := os.ReadDir(path.Join(dir, below))
	if err != nil {
		return err
	}
	for _, e := range list {
		name := path.Join(below, e.Name())
		if e.IsDir() {
			t[name+"/"] = nil
			if err := read(dir, name, t); err != nil {
				return err
			}
			continue
		}
		b, err := os.ReadFile(path.Join(dir, name))
		if err != nil {
			return err
		}
		t[name] = b
	}
	return nil
}
