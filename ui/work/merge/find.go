package merge

import (
	"archive/zip"
	"cmp"
	"context"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"matchbooth/assets/text"
	"matchbooth/data"
	"matchbooth/data/export"
	"matchbooth/data/outside"
)

const (
	deepest    = 3       // levels of folders below a stick that are looked into
	mostNames  = 5000    // names that are looked at on one stick
	mostFound  = 50      // sources that are listed
	mostParts  = 10000   // parts of a zip file that are looked at
	largestZip = 4 << 30 // bytes; a backup has no photographs
)

// Root is a folder to look in, and the name of the stick that it is.
type Root struct {
	Dir, On string
	Deep    bool // look into the folders below as well
}

// Find lists what can be merged, imported or taken over below some folders, the newest first. own is the data folder of this booth,
// which is none of them. It follows no links, opens nothing but the heads of files and the properties of workbooks, and stops at limits: a stick may be
// full of photographs. What cannot be read is not listed. It asks the disk and may take seconds.
func Find(ctx context.Context, roots []Root, own string) []Source {
	f := &search{ctx: ctx}
	f.own, _ = os.Stat(own)
	for _, r := range roots {
		f.left, f.on = mostNames, text.OneLine(r.On)
		deep := 0
		if r.Deep {
			deep = deepest
		}
		f.folder(r.Dir, deep)
	}
	slices.SortStableFunc(f.found, func(a, b Source) int {
		return cmp.Or(cmp.Compare(b.Unix, a.Unix), strings.Compare(a.Path, b.Path))
	})
	return f.found[:min(len(f.found), mostFound)]
}

type search struct {
	ctx   context.Context
	own   os.FileInfo
	on    string
	left  int // names that may still be looked at
	found []Source
}

// folder looks into a folder, and deep levels below.
func (f *search) folder(dir string, deep int) {
	list, err := os.ReadDir(dir)
	if err != nil {
		return
	}
	for _, e := range list {
		if f.left--; f.left < 0 || f.ctx.Err() != nil {
			return
		}
		if strings.HasPrefix(e.Name(), ".") || strings.HasPrefix(e.Name(), "$") || strings.HasPrefix(e.Name(), "~") {
			continue // hidden, the bin, and the locks of a spreadsheet
		}
		at := filepath.Join(dir, e.Name())
		info, err := e.Info()
		if err != nil {
			continue
		}
		switch {
		case e.IsDir():
			if isBooth(at) {
				if f.own == nil || !os.SameFile(f.own, info) {
					f.add(at, Folder, info)
				}
			} else if IsPack(at) {
				f.add(at, Pack, info)
			} else if deep > 0 {
				f.folder(at, deep-1)
			}
		case info.Mode().IsRegular():
			if kind := kindOf(at, info.Size()); kind != "" {
				f.add(at, kind, info)
			}
		}
	}
}

func (f *search) add(at string, kind Kind, info fs.FileInfo) {
	changed := info.ModTime()
	if kind == Folder {
		if db, err := os.Stat(filepath.Join(at, storeName)); err == nil {
			changed = db.ModTime()
		}
	}
	s := Source{Path: at, Kind: kind, Name: text.OneLine(info.Name()), On: f.on, Unix: changed.Unix()}
	if kind != Folder {
		s.Size = info.Size()
	}
	f.found = append(f.found, s)
}

// isBooth says whether a folder is a booth's, with its store: one that holds keys only is not.
func isBooth(dir string) bool {
	state, err := data.IsBooth(dir)
	if err != nil || state != data.Booth {
		return false
	}
	info, err := os.Lstat(filepath.Join(dir, storeName))
	return err == nil && info.Mode().IsRegular()
}

// storeName is what a booth's store is called.
const storeName = "booth.db"

// kindOf says what a file is, by its name and its first bytes; "" for anything else.
func kindOf(path string, size int64) Kind {
	name := strings.ToLower(filepath.Base(path))
	switch filepath.Ext(name) {
	case ".db":
		if begins(path, size, "SQLite format 3\x00") {
			return Store
		}
	case ".zip":
		switch {
		case size > largestZip:
		case hasPart(path, storeName):
			return Backup
		case hasPart(path, packName):
			return Pack
		}
	default:
		if size > 0 && IsList(path) && !isCodes(path) {
			return List
		}
	}
	return ""
}

// IsList says whether a file is a list of typed paper forms, by its name.
func IsList(path string) bool {
	switch strings.ToLower(filepath.Ext(path)) {
	case ".xlsx", ".xls", ".et", ".ods", ".numbers", ".csv", ".tsv":
		return true
	}
	return false
}

// largestProps is how many bytes of a workbook's properties are read.
const largestProps = 64 << 10

// isCodes says whether a workbook is a list of receipt codes to be handed out: it holds people whose forms are typed already,
// and no answers.
func isCodes(file string) bool {
	f, err := outside.OpenFile(file, largestZip)
	if err != nil {
		return false
	}
	defer f.Close()
	z, err := outside.Zip(f, mostParts)
	if err != nil {
		return false
	}
	r, err := z.Open("docProps/core.xml")
	if err != nil {
		return false
	}
	defer r.Close()
	props, err := io.ReadAll(io.LimitReader(r, largestProps))
	return err == nil && strings.Contains(string(props), export.CodesMark)
}

// begins says whether a file begins with something.
func begins(path string, size int64, with string) bool {
	f, err := outside.OpenFile(path, size)
	if err != nil {
		return false
	}
	defer f.Close()
	head := make([]byte, len(with))
	_, err = io.ReadFull(f, head)
	return err == nil && string(head) == with
}

// packName is the file that makes a folder an event pack.
const packName = "event.toml"

// IsPack says whether a path is that of an event pack: a folder with event.toml, or a .zip file with one and no store.
func IsPack(at string) bool {
	info, err := os.Lstat(at)
	if err != nil {
		return false
	}
	if info.IsDir() {
		main, err := os.Lstat(filepath.Join(at, packName))
		return err == nil && main.Mode().IsRegular()
	}
	return info.Mode().IsRegular() && strings.EqualFold(filepath.Ext(at), ".zip") && kindOf(at, info.Size()) == Pack
}

// hasPart says whether a zip file has a file of this name in it, in whatever folder.
func hasPart(file, name string) bool {
	f, err := outside.OpenFile(file, largestZip)
	if err != nil {
		return false
	}
	defer f.Close()
	z, err := outside.Zip(f, mostParts)
	if err != nil {
		return false
	}
	return slices.ContainsFunc(z.File, func(x *zip.File) bool { return path.Base(x.Name) == name })
}
