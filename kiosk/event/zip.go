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
		g.faults.add(info.Name(), 1, "make the pictures smaller", "the zip is larger than %d MB", maxTotal>>20)
		return nil
	}
	list := &listReader{r: f, left: maxZipList}
	r, err := zip.NewReader(list, info.Size())
	list.whole = true // what is unpacked has limits of its own
	if list.left < 0 {
		g.faults.add(mainFile, 1, "remove what the event does not need", "the pack has more than %d files and folders", maxEntries)
		return nil
	}
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		g.faults.add(info.Name(), 1, "name the folder that holds event.toml, or pack it again as .zip", "this is not a zip file that can be read")
		return nil
	}
	around := folderAround(r.File)
	for _, e := range r.File {
		g.zipEntry(e, around)
		if g.full {
			break
		}
	}
	return nil
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

// folderAround returns the folder, with a slash, that contains the zip's event.toml if everything
// else is in there too; else "".
func folderAround(entries []*zip.File) string {
	for _, e := range entries {
		dir, ok := strings.CutSuffix(e.Name, "/"+mainFile)
		if !ok || strings.ContainsAny(dir, `/\:`) || dir == "" || dir == ".." || dir == "." {
			continue
		}
		for _, o := range entries {
			if !strings.HasPrefix(o.Name, dir+"/") && !litter(strings.TrimSuffix(o.Name, "/")) {
				return ""
			}
		}
		return dir + "/"
	}
	return ""
}

// zipEntry reads one entry, or adds a fault that says why not.
func (g *gather) zipEntry(e *zip.File, around string) {
	name := strings.TrimPrefix(e.Name, around)
	isDir := strings.HasSuffix(name, "/")
	if name = strings.TrimSuffix(name, "/"); name == "" && isDir {
		return // the folder around
	}
	if !g.accept(name) {
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
	if err == nil {
		err = g.read(name, r) // counts the bytes itself: what the header claims proves nothing
		r.Close()
	}
	if err != nil {
		g.faults.add(name, 1, "pack the folder again as .zip", "this file in the zip is damaged")
	}
}
