package event

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"reflect"
	"regexp"
	"slices"
	"strings"
)

// Load reads and checks the pack at path, a folder or a .zip file. It returns either the pack or
// all faults found, sorted by file and line, never both. The error is for what is not the
// pack's fault: a path that does not exist or cannot be read.
func Load(path string) (*Pack, []Fault, error) {
	src, list, err := Read(path)
	return src.pack(), list, err
}

// Read is Load with what the files say, text by text.
func Read(path string) (*Source, []Fault, error) {
	src, list, err := ReadPartly(path)
	if len(list) > 0 {
		src = nil
	}
	return src, list, err
}

// ReadPartly is Read for looking at a pack that is still being written: with faults, it returns what could be read as well.
// Of such a pack any text, list or file may be missing, and nothing was checked to fit; it is never used for a booth. The
// source is nil where event.toml is missing or is no TOML.
func ReadPartly(path string) (*Source, []Fault, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, nil, fmt.Errorf("opening the pack: %w", err)
	}
	fs := &faults{}
	g := newGather(fs)
	if info.IsDir() {
		root, err := os.OpenRoot(path) // nothing outside can be reached, even if files are swapped meanwhile
		if err != nil {
			return nil, nil, fmt.Errorf("opening the pack: %w", err)
		}
		defer root.Close()
		if err := g.walk(root.FS()); err != nil {
			return nil, nil, err
		}
	} else if err := g.zip(path); err != nil {
		return nil, nil, err
	}
	src, list := g.partly()
	return src, list, nil
}

// LoadFS is Load for a file system, such as the built-in pack.
func LoadFS(fsys fs.FS) (*Pack, []Fault, error) {
	src, list, err := ReadFS(fsys)
	return src.pack(), list, err
}

// ReadFS is Read for a file system.
func ReadFS(fsys fs.FS) (*Source, []Fault, error) {
	fs := &faults{}
	g := newGather(fs)
	if err := g.walk(fsys); err != nil {
		return nil, nil, err
	}
	src, list := g.build()
	return src, list, nil
}

// Source is a pack and what its files say: for those who compare the two, or mend the files. A booth needs the pack only.
type Source struct {
	Pack  *Pack
	Texts []Written // in the order of the files

	lines map[string]int
}

// Written is one text as it stands in a file, before anything is filled in.
type Written struct {
	File string
	Line int    // of its beginning
	Path string // of a text in event.toml or in a story's front matter, such as "risks[2].source"; "" of Markdown in a file
	Lang Lang   // "" of what has none, such as a link
	Text string

	leaf leaf
}

// LineOf returns the line in which a part of the text stands.
func (w Written) LineOf(part string) int { return w.leaf.lineOf(part) }

// LineAt returns the line in which an offset of the text stands.
func (w Written) LineAt(off int) int { return w.leaf.lineAt(min(off, len(w.Text))) }

// Line returns the line of a path in event.toml, such as "handler.phone", or of the nearest table around it.
func (s *Source) Line(path string) int {
	d := decoder{lines: s.lines}
	return d.at(path)
}

// pack returns the pack, nil if there is none.
func (s *Source) pack() *Pack {
	if s == nil {
		return nil
	}
	return s.Pack
}

// source returns what the builder has read.
func (b *builder) source() *Source {
	s := &Source{Pack: b.p, lines: b.main.lines}
	for _, l := range b.leaves {
		s.Texts = append(s.Texts, Written{File: l.file, Line: l.line, Path: l.name, Lang: l.lang, Text: l.text, leaf: l})
	}
	return s
}

// build builds the pack of what was gathered, or returns its faults.
func (g *gather) build() (*Source, []Fault) {
	src, list := g.partly()
	if len(list) > 0 {
		src = nil
	}
	return src, list
}

// partly is build that returns as much as can be read.
func (g *gather) partly() (*Source, []Fault) {
	if g.alone {
		return nil, g.faults.sorted()
	}
	src := build(g.set, g.faults)
	return src, g.faults.sorted()
}

// Archive returns the files of the pack at path, a folder or a .zip file, as a zip file of their own: without what systems
// left there, without a folder around, uncompressed and without times, so that one pack is always the same file. For path ""
// it is the pack in fsys, such as the built-in one. What is packed is not checked beyond that; digest is the pack's.
func Archive(path string, fsys fs.FS) (content []byte, digest string, err error) {
	fs := &faults{}
	g := newGather(fs)
	if path != "" {
		info, err := os.Stat(path)
		if err != nil {
			return nil, "", fmt.Errorf("opening the pack: %w", err)
		}
		if fsys = nil; info.IsDir() {
			root, err := os.OpenRoot(path)
			if err != nil {
				return nil, "", fmt.Errorf("opening the pack: %w", err)
			}
			defer root.Close()
			fsys = root.FS()
		}
	}
	if fsys != nil {
		err = g.walk(fsys)
	} else {
		err = g.zip(path)
	}
	if err != nil {
		return nil, "", err
	}
	if len(fs.list) > 0 {
		return nil, "", fmt.Errorf("reading the pack: %s", fs.sorted()[0])
	}
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, name := range slices.Sorted(maps.Keys(g.set)) {
		w, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Store})
		if err != nil {
			return nil, "", err
		}
		if _, err := w.Write(g.set[name]); err != nil {
			return nil, "", err
		}
	}
	if err := z.Close(); err != nil {
		return nil, "", err
	}
	if out.Len() > maxTotal {
		return nil, "", fmt.Errorf("reading the pack: as one file it is larger than %d MB: make the pictures smaller", maxTotal>>20)
	}
	return out.Bytes(), g.set.digest(), nil
}

// CopyFolder copies the files of a pack's folder into a new folder: what systems left there stays behind, and a folder
// around the pack too. The copy has the pack's digest. A file that is there already is an error.
func CopyFolder(from, to string) error {
	fs := &faults{}
	g := newGather(fs)
	root, err := os.OpenRoot(from)
	if err != nil {
		return fmt.Errorf("opening the pack: %w", err)
	}
	defer root.Close()
	if err := g.walk(root.FS()); err != nil {
		return err
	}
	if len(fs.list) > 0 {
		return fmt.Errorf("reading the pack: %s", fs.sorted()[0])
	}
	if err := os.MkdirAll(to, 0o700); err != nil {
		return err
	}
	target, err := os.OpenRoot(to)
	if err != nil {
		return err
	}
	defer target.Close()
	for _, name := range slices.Sorted(maps.Keys(g.set)) {
		if err := target.MkdirAll(path.Dir(name), 0o700); err != nil {
			return err
		}
		f, err := target.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
		if err != nil {
			return err
		}
		_, err = f.Write(g.set[name])
		if err = errors.Join(err, f.Close()); err != nil {
			return err
		}
	}
	return nil
}

// builder builds a pack from its files.
type builder struct {
	set    fileSet
	faults *faults
	p      *Pack
	main   decoder // of event.toml; the checks use its line numbers
	leaves []leaf
	used   map[string]bool // files that the pack uses
	texts  map[string][]byte
}

// build reads every file, then checks the whole; the faults are added to fs. It returns what could be read in any case, nil
// without an event.toml that is TOML.
func build(set fileSet, fs *faults) *Source {
	b := &builder{set: set, faults: fs, p: &Pack{Digest: set.digest()}, used: map[string]bool{}, texts: map[string][]byte{}}
	if _, ok := set[mainFile]; !ok {
		b.noMain()
		return nil
	}
	b.readTexts()
	if b.texts[mainFile] == nil { // what the others lack without it says nothing
		return nil
	}
	b.readMain()
	b.readConsents()
	b.p.Notice = b.readPage("notice")
	b.p.Decide = b.readPage("decide")
	b.p.Parents = b.readPage("parents")
	b.readStories()
	b.readArt()
	if b.main.whole { // else what could not be read would be reported as missing
		b.unused()
		b.check()
	}
	b.fill()
	if !b.main.whole {
		return nil
	}
	return b.source()
}

// text returns a text file that the pack needs. ok is false if it is missing (a fault,
// reported where the file is called for) or was unreadable (already reported).
func (b *builder) text(name, calledIn string, line int, what string) ([]byte, bool) {
	b.used[name] = true
	data, ok := b.texts[name]
	if !ok {
		b.faults.add(calledIn, line, Say("write %s", clean(name, 80)), "the file %s is missing%s", clean(name, 80), Say(what))
		return nil, false
	}
	return data, data != nil
}

// readMain reads event.toml.
func (b *builder) readMain() {
	b.main = newDecoder(mainFile, b.faults, &b.leaves)
	data, ok := b.text(mainFile, mainFile, 1, "")
	if !ok {
		return
	}
	root, whole := parseTOML(mainFile, 0, data, b.faults)
	b.main.whole = whole
	b.main.table(root, "", reflect.ValueOf(b.p).Elem(), "", "stories")
	var ids []string
	if n := root.kids["stories"]; n != nil {
		var sink []leaf // ids are not texts
		d := b.main
		d.leaves = &sink
		d.list(n, "stories", reflect.ValueOf(&ids).Elem(), "stories", "")
	}
	for _, id := range ids {
		b.p.Stories = append(b.p.Stories, Story{ID: id})
	}
}

// idForm is the syntax of an id, which is used as a file name, a column and a word in exports.
var idForm = regexp.MustCompile(`^[a-z][a-z0-9]*([_-][a-z0-9]+)*$`)

// goodID reports whether an id is valid as the name of a file and a column.
func goodID(id string) bool { return len(id) <= 40 && idForm.MatchString(id) }

// readConsents reads the full text of each consent.
func (b *builder) readConsents() {
	for i := range b.p.Consents {
		c := &b.p.Consents[i]
		if !goodID(c.ID) {
			continue // a fault of check
		}
		c.Body = Text{}
		for _, l := range Langs {
			name := fmt.Sprintf("consents/%s.%s.md", c.ID, l)
			line := b.main.at(fmt.Sprintf("consents[%d].id", i))
			if data, ok := b.text(name, mainFile, line, ": every consent has its whole text"); ok {
				b.body(name, string(data), 1, 1, l, c.Body)
			}
		}
	}
}

// body stores Markdown that begins on a line of a file into a Text. If it is empty, the fault is
// reported at the line head.
func (b *builder) body(name, md string, head, line int, l Lang, into Text) {
	lead := len(md) - len(strings.TrimLeft(md, "\n"))
	line += lead
	md = strings.TrimSpace(md[lead:])
	if md == "" {
		b.faults.add(name, head, "write it", "there is no text here")
	}
	into[l] = md
	b.leaves = append(b.leaves, leaf{file: name, line: line, raw: md, text: md, lang: l, md: true, set: func(s string) { into[l] = s }})
}

// readPage reads pages/<id>.<lang>.md in all languages: a title line and the text.
func (b *builder) readPage(id string) Page {
	p := Page{Title: Text{}, Body: Text{}}
	for _, l := range Langs {
		name := fmt.Sprintf("pages/%s.%s.md", id, l)
		data, ok := b.text(name, mainFile, 1, "")
		if !ok {
			continue
		}
		first, rest, _ := strings.Cut(string(data), "\n")
		title, ok := strings.CutPrefix(first, "# ")
		title = strings.TrimSpace(title)
		if !ok || title == "" {
			b.faults.add(name, 1, `begin with a line "# Title"`, "the first line is not a title")
			continue
		}
		p.Title[l] = title
		b.leaves = append(b.leaves, leaf{file: name, line: 1, raw: title, text: title, lang: l, set: func(s string) { p.Title[l] = s }})
		b.body(name, rest, 1, 2, l, p.Body)
	}
	return p
}

// unused reports files that nothing in the pack uses; usually the name has a typing error.
func (b *builder) unused() {
	for _, name := range slices.Sorted(maps.Keys(b.set)) {
		dir, file := path.Split(name)
		known := b.used[name]
		var instead string
		switch dir {
		case "":
			known = known || strings.HasPrefix(strings.ToUpper(file), "README") || strings.HasPrefix(strings.ToUpper(file), "LICENSE") || path.Ext(file) == ".txt"
			instead = "keep to event.toml, consents/, pages/, stories/ and art/, or remove it"
		case "art/":
			known = known || isPicture(name) || path.Ext(file) == ".txt"
			instead = "use .png, .jpg or .svg, or remove it"
			if kind := foreign[strings.ToLower(path.Ext(file))]; kind != "" {
				b.faults.add(name, 1, Say("%s, or remove it", saveAs(kind)), "the pack has no use for this file: it is %s", Say(kind))
				continue
			}
		case "stories/":
			instead = "add its id to stories in event.toml, or remove it; names are <id>.zh.md and <id>.en.md"
		case "consents/":
			instead = "add it to [[consents]] in event.toml, or remove it; names are <id>.zh.md and <id>.en.md"
		case "pages/":
			instead = "keep to notice, decide and parents, each as .zh.md and .en.md, or remove it"
		default:
			instead = "keep to event.toml, consents/, pages/, stories/ and art/, or remove it"
		}
		if !known {
			b.faults.add(name, 1, instead, "the pack has no use for this file")
		}
	}
}
