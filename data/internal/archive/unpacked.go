package archive

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"golang.org/x/text/unicode/norm"

	"matchbooth/data/internal/folder"
	"matchbooth/data/outside"
)

// OpenPath opens the backup at a path that a person gave: the zip file, the same packed again, or a folder into which it
// was unpacked, or that has that folder in it. The caller closes it.
func OpenPath(given string) (*Opened, error) {
	at, err := outside.Given(given)
	if err != nil {
		return nil, err
	}
	if info, err := os.Lstat(at); err == nil && info.IsDir() {
		return openFolder(at)
	}
	f, err := outside.OpenFile(at, MaxBackup)
	if err != nil {
		return nil, err
	}
	b, err := Open(f)
	if err != nil {
		f.Close()
		if _, e := os.Lstat(filepath.Join(filepath.Dir(at), ManifestName)); e == nil && BackupName(filepath.Base(at)) {
			return nil, Damaged("it is one part of a backup: give the folder that it is in")
		}
		return nil, err
	}
	return b, nil
}

// openFolder opens an unpacked backup. What lies in the folder beside the parts that the manifest names is not looked at.
func openFolder(dir string) (_ *Opened, err error) {
	t := &tree{folders: map[string]*outside.Folder{}}
	defer func() {
		if err != nil {
			t.Close()
		}
	}()
	if t.folders[""], err = outside.OpenFolder(dir); err != nil {
		return nil, err
	}
	if err := t.descend(); err != nil {
		return nil, err
	}
	b := &Opened{close: t.Close}
	if err := b.readManifest(func() (io.ReadCloser, error) { return t.folders[""].Open(ManifestName, folder.MaxSmall) }); err != nil {
		return nil, err
	}
	var sum int64
	for name := range b.sums {
		in, base, info, err := t.find(name)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return nil, Damaged("it lacks %s, which %s names", name, ManifestName)
		case errors.Is(err, outside.ErrKind), errors.Is(err, outside.ErrLink):
			return nil, Damaged("it has a part that is not a file")
		case err != nil:
			return nil, err
		case isSmall(name) && info.Size() > folder.MaxSmall:
			return nil, Damaged("%s is too large", name)
		}
		if sum += info.Size(); sum > MaxBackup {
			return nil, Damaged("it is larger than any backup")
		}
		size := info.Size()
		b.Parts = append(b.Parts, Part{name, size, func() (io.ReadCloser, error) { return in.Open(base, size) }})
	}
	return b, nil
}

// tree is an unpacked backup, with its folders as they are opened.
type tree struct {
	folders map[string]*outside.Folder // by their path in it, "" for itself
}

// Close closes all folders.
func (t *tree) Close() (err error) {
	for _, f := range t.folders {
		if f != nil {
			err = errors.Join(err, f.Close())
		}
	}
	t.folders = nil
	return err
}

// descend goes into the folder that has the manifest, if it is not in this one.
func (t *tree) descend() error {
	root := t.folders[""]
	if _, err := root.Stat(ManifestName); err == nil {
		return nil
	}
	inner, n, err := only(root, ManifestName)
	switch {
	case err != nil:
		return err
	case n == 0:
		return Damaged("it has no %s", ManifestName)
	case n > 1:
		return Damaged("there are several backups in it: give the folder of one")
	}
	t.folders[""] = inner
	return root.Close()
}

// only returns the one folder in a folder that has a file of this name; n is how many there are.
func only(in *outside.Folder, file string) (found *outside.Folder, n int, err error) {
	names, err := in.Names(MaxParts)
	if errors.Is(err, outside.ErrLarge) {
		return nil, 0, nil // no folder of a backup
	}
	if err != nil {
		return nil, 0, err
	}
	for _, name := range names {
		if litter(name) {
			continue
		}
		sub, err := in.Sub(name)
		if err != nil {
			continue // a file, or a folder that is not ours to read
		}
		if _, err := sub.Stat(file); err != nil {
			sub.Close()
			continue
		}
		if n++; n > 1 {
			sub.Close()
			continue
		}
		found = sub
	}
	if n > 1 {
		found.Close()
		found = nil
	}
	return found, n, nil
}

// StoreIn returns the folder that has booth.db: this one, or the only one in it that has. If there is none, or more, it
// is this one.
func StoreIn(from *outside.Folder) *outside.Folder {
	if _, err := from.Stat(folder.DB); !errors.Is(err, fs.ErrNotExist) {
		return from
	}
	if inner, n, err := only(from, folder.DB); err == nil && n == 1 {
		return inner
	}
	return from
}

// find finds a part by its name in the manifest: the folder that it is in, and its name there.
func (t *tree) find(name string) (in *outside.Folder, base string, info fs.FileInfo, err error) {
	dir, base := path.Split(name)
	in, at := t.folders[""], ""
	for element := range strings.SplitSeq(strings.TrimSuffix(dir, "/"), "/") {
		if element == "" {
			continue
		}
		at = path.Join(at, element)
		sub := t.folders[at]
		if sub == nil {
			if sub, err = in.Sub(element); errors.Is(err, fs.ErrNotExist) {
				sub, err = in.Sub(apart(in, element))
			}
			if err != nil {
				return nil, "", nil, err
			}
			t.folders[at] = sub
		}
		in = sub
	}
	if info, err = in.Stat(base); errors.Is(err, fs.ErrNotExist) {
		base = apart(in, base)
		info, err = in.Stat(base)
	}
	return in, base, info, err
}

// apart returns how a folder spells a name of which a file system has taken the composed characters apart.
func apart(in *outside.Folder, name string) string {
	names, err := in.Names(MaxParts)
	if err != nil {
		return name
	}
	for _, n := range names {
		if norm.NFC.String(n) == norm.NFC.String(name) {
			return n
		}
	}
	return name
}
