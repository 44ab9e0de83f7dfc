package event

import (
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
)

// A pack without event.toml at its top has one cause, which may show in every file: the sentence about event.toml says
// it, and the others are left out.

// noMain adds the fault of a pack without event.toml; a file that was probably meant to be it is named.
func (b *builder) noMain() {
	for _, f := range b.faults.list {
		if strings.EqualFold(path.Base(f.File), mainFile) { // it is there, but was refused
			b.faults.list = []Fault{f}
			return
		}
	}
	for _, name := range slices.Sorted(maps.Keys(b.set)) {
		switch low := strings.ToLower(path.Base(name)); {
		case low == mainFile && path.Base(name) != mainFile:
			b.faults.add(name, 1, misspeltInstead, misspelt)
			return
		case low == mainFile:
			b.faults.add(name, 1, "put it at the top, beside the folders consents, pages and stories", "event.toml lies in a folder, and other files lie outside it")
			return
		case low == mainFile+".txt", low == "event.txt", low == "event.tml", low == "event.toml.toml", low == "event.toml.md":
			b.faults.add(name, 1, "call it event.toml; Windows hides the end of a name unless \"File name extensions\" is switched on", "the file event.toml is missing, but this one may be meant")
			return
		}
	}
	b.faults.add(mainFile, 1, "write event.toml, and keep it at the top of the folder", "the file event.toml is missing: this is not an event pack")
}

// What is said of EVENT.TOML: the systems of some booths take it for another file.
const (
	misspelt        = "the file event.toml is missing, but this one may be meant: its name has to be in small letters"
	misspeltInstead = "call it event.toml, all in small letters"
)

// misplaced finds out why event.toml is not where it belongs, if the whole pack lies with it: under a name in other
// letters, or in more folders than are entered. It adds that as the only fault.
func (g *gather) misplaced(names []string) {
	if _, name := mainIn(names, mainFile); name != "" {
		if n := strings.Count(name, "/"); n > maxAround {
			g.only(name, "pack the folder again that event.toml lies in, or name that folder", "event.toml lies in a folder that lies in others, %d folders in all", n)
		}
		return
	}
	for _, name := range names {
		if path.Base(name) == mainFile && !litter(name) {
			return
		}
	}
	for _, name := range names {
		if base := path.Base(name); strings.EqualFold(base, mainFile) {
			if _, name := mainIn(names, base); name != "" {
				g.only(name, misspeltInstead, misspelt)
				return
			}
		}
	}
}

// maxDown is how many folders that hold nothing but a folder are looked into, to say where a pack lies.
const maxDown = 20

// down returns the files of the first folder on the way down that has any, by their paths from the top; nil if there is
// none.
func down(fsys fs.FS) (names []string) {
	at := "."
	for range maxDown {
		list, err := fs.ReadDir(fsys, at)
		if err != nil {
			return nil
		}
		list = slices.DeleteFunc(list, func(e fs.DirEntry) bool { return litter(e.Name()) })
		if len(list) != 1 || !list[0].IsDir() {
			for _, e := range list {
				names = append(names, path.Join(at, e.Name()))
			}
			return names
		}
		at = path.Join(at, list[0].Name())
	}
	return nil
}
