package event

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// The limits of a pack. They are far above what an event needs and far below what would strain
// a small computer.
const (
	maxText    = 2 << 20  // bytes of one text file
	maxPicture = 16 << 20 // bytes of one picture
	maxTotal   = 64 << 20 // bytes of all files, unpacked
	maxEntries = 500      // files and folders
	maxPixels  = 40e6     // width × height of a picture
	maxRatio   = 200      // unpacked size to packed size, for zip entries above 1 MB
	maxDepth   = 3        // nested folders
)

// MainFile is the file that makes a folder a pack.
const MainFile = "event.toml"

const mainFile = MainFile

// fileSet is the contents of a pack's files by slash path, within the limits.
type fileSet map[string][]byte

// digest returns the SHA-256, in hex, over all files: for each, in order of the paths, the path, a
// zero byte, the length as 8 bytes big-endian, and the contents. A pack has the same digest as
// a folder and as a zip.
func (set fileSet) digest() string {
	h := sha256.New()
	for _, name := range slices.Sorted(maps.Keys(set)) {
		io.WriteString(h, name)
		h.Write([]byte{0})
		var n [8]byte
		binary.BigEndian.PutUint64(n[:], uint64(len(set[name])))
		h.Write(n[:])
		h.Write(set[name])
	}
	return hex.EncodeToString(h.Sum(nil))
}

// gather fills a fileSet and enforces the limits.
type gather struct {
	set     fileSet
	faults  *faults
	entries int
	total   int64
	folded  map[string]string // lower-case path → path
	folders map[string]bool   // paths that are folders, which a zip may name more than once
	full    bool              // a limit was exceeded, or the whole is not to be read: stop
	alone   bool              // what is wrong with the whole hides everything else: check no further
}

func newGather(fs *faults) *gather {
	return &gather{set: fileSet{}, faults: fs, folded: map[string]string{}, folders: map[string]bool{}}
}

// only adds the one fault that explains all others, and stops reading.
func (g *gather) only(file string, instead any, what string, args ...any) {
	g.faults.list, g.faults.seen = nil, nil
	g.faults.add(file, 1, instead, what, args...)
	g.full, g.alone = true, true
}

// backslashed adds the fault of a pack whose folders were joined by backslashes: every file of it would be missing.
func (g *gather) backslashed(name string) {
	g.only(name, `pack the folder again with Windows' own "Compressed (zipped) folder", 7-Zip or zip -r, or name the folder itself`,
		"a backslash in the file name: the tool that packed this wrote backslashes between folders, so that no file is where it belongs")
}

// accept reports whether an entry with this name is allowed at all. Litter that file managers
// leave behind is silently ignored; everything else that is rejected is a fault.
func (g *gather) accept(name string, folder bool) bool {
	if g.full {
		return false
	}
	left := litterAt(name)
	if left > 0 && left < strings.Count(name, "/")+1 {
		return false // inside something that is left out whole
	}
	if g.entries++; g.entries > maxEntries {
		g.full = true
		g.faults.add(mainFile, 1, "remove what the event does not need", "the pack has more than %d files and folders", maxEntries)
		return false
	}
	if left > 0 {
		return false
	}
	if strings.Contains(name, `\`) {
		g.backslashed(name)
		return false
	}
	if what, instead := badName(name); what != "" {
		g.faults.add(name, 1, instead, "%s", Say(what))
		return false
	}
	if folder && g.folders[name] {
		return false
	}
	low := strings.ToLower(norm.NFC.String(name))
	if old, ok := g.folded[low]; ok {
		g.faults.add(name, 1, "keep one of them", "the file is in the pack twice (%s)", clean(old, 80))
		return false
	}
	g.folded[low], g.folders[name] = name, folder
	return true
}

// read reads one file, never more of it than its limit, whatever its header claims.
func (g *gather) read(name string, r io.Reader) error {
	limit, kind := int64(maxText), "text"
	if isPicture(name) {
		limit, kind = maxPicture, "picture"
	}
	data, err := io.ReadAll(io.LimitReader(r, limit+1))
	if err != nil {
		return err
	}
	if int64(len(data)) > limit {
		g.faults.add(name, 1, "make it smaller", "the %s is larger than %d MB", Say(kind), limit>>20)
		return nil
	}
	g.total += int64(len(data))
	if g.total > maxTotal {
		g.full = true
		g.faults.add(mainFile, 1, "make the pictures smaller", "the pack is larger than %d MB", maxTotal>>20)
		return nil
	}
	// macOS writes an é as e and an accent; the pack's texts name the file as it is typed.
	g.set[norm.NFC.String(name)] = data
	return nil
}

// walk gathers the files of a file system without following links. A single folder around everything is entered:
// unpacking a zip often leaves one.
func (g *gather) walk(fsys fs.FS) error {
	if g.misplaced(down(fsys)); g.full {
		return nil
	}
	fsys, err := entered(fsys)
	if err != nil {
		return fmt.Errorf("reading the pack: %w", err)
	}
	return fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil && (name == "." || !litter(name)) { // lost+found, for one, may not be read
			return fmt.Errorf("reading the pack: %w", err)
		}
		if name == "." {
			return nil
		}
		if !g.accept(name, d.IsDir()) {
			if g.full {
				return fs.SkipAll
			}
			if d.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		switch {
		case d.IsDir():
			return nil
		case d.Type()&fs.ModeSymlink != 0:
			g.faults.add(name, 1, "put the file itself there", "this is a symbolic link")
			return nil
		case !d.Type().IsRegular():
			g.faults.add(name, 1, "remove it", "this is not an ordinary file")
			return nil
		}
		f, err := fsys.Open(name)
		if err != nil {
			return fmt.Errorf("reading the pack: %w", err)
		}
		defer f.Close()
		// What was a regular file in the listing may have become something else since.
		if info, err := f.Stat(); err != nil || !info.Mode().IsRegular() {
			g.faults.add(name, 1, "remove it", "this is not an ordinary file")
			return nil
		}
		if err := g.read(name, f); err != nil {
			return fmt.Errorf("reading the pack: %s: %w", clean(name, 80), err)
		}
		return nil
	})
}

// maxAround is how many folders may lie around a pack, one in another.
const maxAround = 2

// entered returns the folder that holds event.toml, if nothing but folders lies around it.
func entered(fsys fs.FS) (fs.FS, error) {
	for at, depth := fsys, 0; ; depth++ {
		list, err := fs.ReadDir(at, ".")
		if err != nil {
			if depth == 0 {
				return nil, err
			}
			return fsys, nil // the walk names what cannot be read
		}
		var only fs.DirEntry
		n := 0
		for _, e := range list {
			if e.Name() == mainFile {
				return at, nil
			}
			if !litter(e.Name()) {
				only = e
				n++
			}
		}
		if n != 1 || !only.IsDir() || depth == maxAround {
			return fsys, nil
		}
		if at, err = fs.Sub(at, only.Name()); err != nil {
			return fsys, nil
		}
	}
}
