package event

import (
	"archive/zip"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
)

// zip gathers the files of a zip. A single folder around everything is stripped, since file
// managers pack it that way.
func (g *gather) zip(name string) error {
	info, err := os.Stat(name) // before opening it: opening a pipe would block for ever
	if err != nil {
		return fmt.Errorf("opening the pack: %w", err)
	}
	if !info.Mode().IsRegular() {
		return fmt.Errorf("opening the pack: %s is neither a folder nor a .zip file", info.Name())
	}
	f, err := os.Open(name)
	if err != nil {
		return fmt.Errorf("opening the pack: %w", err)
	}
	defer f.Close()
	if info, err = f.Stat(); err != nil {
		return fmt.Errorf("opening the pack: %w", err)
	}
	if !info.Mode().IsRegular() {
		return fmt.Errorf("opening the pack: %s is neither a folder nor a .zip file", info.Name())
	}
	if info.Size() > maxTotal {
		g.only(info.Name(), "make the pictures smaller", "the zip is larger than %d MB", maxTotal>>20)
		return nil
	}
	list := &listReader{r: f, left: maxZipList}
	r, err := zip.NewReader(list, info.Size())
	list.whole = true // what is unpacked has limits of its own
	if list.left < 0 {
		g.only(mainFile, "remove what the event does not need", "the pack has more than %d files and folders", maxEntries)
		return nil
	}
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		g.only(info.Name(), "name the folder that holds event.toml, or pack it again as .zip", "this is not a zip file that can be read%s", otherArchive(f))
		return nil
	}
	names := zipNames(r.File)
	for _, name := range names {
		if strings.Contains(name, `\`) && !litter(name) {
			g.backslashed(name)
			return nil
		}
	}
	if g.misplaced(names); g.full {
		return nil
	}
	around := folderAround(names)
	for i, e := range r.File {
		g.zipEntry(e, strings.TrimPrefix(names[i], around))
		if g.full {
			break
		}
	}
	return nil
}

// otherArchive names the kind of file that was given in place of a zip, if its first bytes tell.
func otherArchive(r io.ReaderAt) Phrase {
	head := make([]byte, 6)
	r.ReadAt(head, 0)
	for sign, kind := range map[string]string{"Rar!": "a .rar", "7z\xBC\xAF\x27\x1C": "a .7z", "\x1F\x8B": "a .gz", "\xFD7zXZ": "an .xz"} {
		if strings.HasPrefix(string(head), sign) {
			return Say(" (it is %s file)", Say(kind))
		}
	}
	return Say("")
}

// maxZipList limits what is read to get a zip's list of files, in bytes: a million empty entries would fit into the
// limit of a whole pack, but not into a small computer's memory.
const maxZipList = 1 << 20

// listReader fails when more than left bytes of the list are read, and reads anything once whole is set.
type listReader struct {
	r     io.ReaderAt
	left  int
	whole bool
}

func (l *listReader) ReadAt(b []byte, at int64) (int, error) {
	if !l.whole {
		if l.left -= len(b); l.left < 0 {
			return 0, errors.New("the list of files is too long")
		}
	}
	return l.r.ReadAt(b, at)
}

// folderAround returns the folder, with a slash, that holds event.toml, if everything else is in there too; else "".
// What it is called does not matter: nothing is ever written there.
func folderAround(names []string) string {
	dir, main := mainIn(names, mainFile)
	if strings.Count(main, "/") > maxAround {
		return ""
	}
	return dir
}

// mainIn returns the file of a zip that is called base and lies in the fewest folders, and the folder around it, with a
// slash, or "" for none. Main is "" if there is no such file, or something lies outside its folder.
func mainIn(names []string, base string) (around, main string) {
	for _, name := range names {
		if name == base {
			return "", base
		}
		dir, ok := strings.CutSuffix(name, "/"+base)
		if ok && !litter(dir) && plainPath(dir) && (main == "" || strings.Count(name, "/") < strings.Count(main, "/")) {
			around, main = dir+"/", name
		}
	}
	for _, other := range names {
		// The folders that lie around it may be entries of their own; so may ./
		if other != "" && !strings.HasPrefix(other, around) && !strings.HasPrefix(around, strings.TrimSuffix(other, "/")+"/") && !litter(other) {
			return "", ""
		}
	}
	return around, main
}

// plainPath reports whether a path leads down from where it begins, step by step.
func plainPath(name string) bool {
	for part := range strings.SplitSeq(name, "/") {
		if part == "" || part == "." || part == ".." || strings.ContainsRune(part, ':') {
			return false
		}
	}
	return true
}

// zipEntry reads one entry, or adds a fault that says why not. Name is its path in the pack.
func (g *gather) zipEntry(e *zip.File, name string) {
	isDir := strings.HasSuffix(name, "/") || name == ""
	name = strings.TrimSuffix(name, "/")
	if isDir && (name == "" || name == ".") {
		return // the folder around everything
	}
	if !g.accept(name, isDir || e.Mode().IsDir()) {
		return
	}
	mode := e.Mode()
	switch {
	case mode&fs.ModeSymlink != 0:
		g.faults.add(name, 1, "put the file itself there", "this is a symbolic link")
		return
	case isDir || mode.IsDir():
		return
	case !mode.IsRegular():
		g.faults.add(name, 1, "remove it", "this is not an ordinary file")
		return
	case e.Flags&1 != 0:
		g.faults.add(name, 1, "pack it again without a password", "this file is encrypted")
		return
	case e.UncompressedSize64 > 1<<20 && e.UncompressedSize64/maxRatio > e.CompressedSize64:
		g.faults.add(name, 1, "put an ordinary file there", "this file would unpack to more than %d times its size", maxRatio)
		return
	}
	r, err := e.Open()
	if errors.Is(err, zip.ErrAlgorithm) {
		g.faults.add(name, 1, "pack the folder again as .zip with the usual method, Deflate", "this file is compressed in a way that only few programs can undo")
		return
	}
	if err == nil {
		err = g.read(name, r) // counts the bytes itself: what the header claims proves nothing
		r.Close()
	}
	if err != nil {
		g.faults.add(name, 1, "pack the folder again as .zip", "this file in the zip is damaged")
	}
}
