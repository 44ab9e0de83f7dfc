package event

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
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

// mainFile is the file that makes a folder a pack.
const mainFile = "event.toml"

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
	full    bool              // a limit was exceeded: stop
}

func newGather(fs *faults) *gather {
	return &gather{set: fileSet{}, faults: fs, folded: map[string]string{}}
}

// accept reports whether an entry with this name is allowed at all. Litter that file managers
// leave behind is silently ignored; everything else that is rejected is a fault.
func (g *gather) accept(name string) bool {
	if g.full {
		return false
	}
	g.entries++
	if g.entries > maxEntries {
		g.full = true
		g.faults.add(mainFile, 1, "remove what the event does not need", "the pack has more than %d files and folders", maxEntries)
		return false
	}
	if what, instead := badName(name); what != "" {
		g.faults.add(name, 1, instead, "%s", what)
		return false
	}
	if litter(name) {
		return false
	}
	low := strings.ToLower(name)
	if old, ok := g.folded[low]; ok {
		g.faults.add(name, 1, "keep one of them", "the file is in the pack twice (%s)", clean(old, 80))
		return false
	}
	g.folded[low] = name
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
		g.faults.add(name, 1, "make it smaller", "the %s is larger than %d MB", kind, limit>>20)
		return nil
	}
	g.total += int64(len(data))
	if g.total > maxTotal {
		g.full = true
		g.faults.add(mainFile, 1, "make the pictures smaller", "the pack is larger than %d MB", maxTotal>>20)
		return nil
	}
	g.set[name] = data
	return nil
}

// walk gathers the files of a file system without following links.
func (g *gather) walk(fsys fs.FS) error {
	return fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return fmt.Errorf("reading the pack: %w", err)
		}
		if name == "." {
			return nil
		}
		if !g.accept(name) {
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

// badName returns what is wrong with the name of an entry: it would lead out of the pack, or could
// not be stored on every system that runs a booth. It returns "" if the name is fine.
func badName(name string) (what, instead string) {
	switch {
	case !utf8.ValidString(name):
		return "the file name is not UTF-8", "name it with letters, digits and hyphens"
	case strings.Contains(name, `\`):
		return "a backslash in the file name", "pack it again with / between folders"
	case strings.HasPrefix(name, "/"):
		return "the path is absolute", "pack it again from inside the folder"
	case len(name) > 200:
		return "the path is too long", "use at most 200 characters"
	case strings.Count(name, "/") > maxDepth:
		return "too many folders inside one another", "keep to the folders of docs/event-pack.md"
	}
	for _, r := range name {
		if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) {
			return "an invisible character in the file name", "name it with letters, digits and hyphens"
		}
	}
	for part := range strings.SplitSeq(name, "/") {
		switch {
		case part == "..":
			return "the path leads out of the pack", "pack it again from inside the folder"
		case part == "" || part == ".":
			return "an empty part in the path", "pack it again from inside the folder"
		case strings.ContainsAny(part, `<>:"|?*`):
			return "a character in the file name that not every system allows", "name it with letters, digits and hyphens"
		case strings.HasSuffix(part, ".") || strings.HasSuffix(part, " "):
			return "the file name ends with a dot or a space", "take it away"
		case deviceName(part):
			return "the file name is that of a device on Windows", "give it another name"
		}
	}
	return "", ""
}

// deviceName reports whether Windows would take the name for a device, whatever its extension:
// https://learn.microsoft.com/windows/win32/fileio/naming-a-file
func deviceName(part string) bool {
	base, _, _ := strings.Cut(part, ".")
	base = strings.ToUpper(strings.TrimRight(base, " "))
	switch base {
	case "CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$":
		return true
	}
	for _, dev := range []string{"COM", "LPT"} {
		if n, ok := strings.CutPrefix(base, dev); ok && utf8.RuneCountInString(n) == 1 && strings.Contains("0123456789¹²³", n) {
			return true
		}
	}
	return false
}

// litter reports whether a file was left behind by a system, not put there by anybody.
func litter(name string) bool {
	for part := range strings.SplitSeq(name, "/") {
		if part == "__MACOSX" || strings.HasPrefix(part, ".") || strings.EqualFold(part, "Thumbs.db") || strings.EqualFold(part, "desktop.ini") {
			return true
		}
	}
	return false
}

// isPicture reports whether a file is a picture, judging by its extension.
func isPicture(name string) bool {
	switch strings.ToLower(path.Ext(name)) {
	case ".png", ".jpg", ".jpeg", ".svg":
		return true
	}
	return false
}
