package outside

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"matchbooth/data/disk"
)

// Why something from outside is not opened.
var (
	ErrKind  = errors.New("not an ordinary file")         // a link, a pipe, a socket, a device, a folder
	ErrLarge = errors.New("larger than it can be")        // more bytes or more names than the caller accepts
	ErrLink  = errors.New("a link leads away from there") // on the way to a folder or file
	ErrName  = errors.New("not a plain name")             // one with a separator in it
)

// Folder is an opened folder that somebody else can write to. It is not safe for concurrent use.
type Folder struct {
	root *os.Root
	dir  string
}

// OpenFolder opens the folder dir. The folder itself must not be a link, and the path to it must not lead over a link on
// another disk than the system's and the user's own ([ErrLink]): whoever made the card chose where such a link leads.
func OpenFolder(dir string) (*Folder, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	info, err := os.Lstat(dir)
	if err != nil {
		return nil, err
	}
	if info.Mode()&(fs.ModeSymlink|fs.ModeIrregular) != 0 {
		return nil, &fs.PathError{Op: "open", Path: dir, Err: ErrLink}
	}
	if !info.IsDir() {
		return nil, &fs.PathError{Op: "open", Path: dir, Err: ErrKind}
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	f := &Folder{root: root, dir: dir}
	// Checked after opening, on what was opened: a link that existed only while opening has led elsewhere.
	if err := f.straight(); err != nil {
		root.Close()
		return nil, err
	}
	return f, nil
}

// straight checks that the path still leads to the opened folder, and over no link that is not ours.
func (f *Folder) straight() error {
	if err := straight(f.dir); err != nil {
		return err
	}
	there, err := os.Lstat(f.dir)
	if err != nil {
		return err
	}
	mine, err := f.root.Stat(".")
	if err != nil {
		return err
	}
	if !os.SameFile(there, mine) {
		return &fs.PathError{Op: "open", Path: f.dir, Err: ErrLink}
	}
	return nil
}

// straight refuses links on disks that are not ours on the way to path, but not at its end.
func straight(path string) error {
	for at := filepath.Dir(path); at != filepath.Dir(at); at = filepath.Dir(at) {
		info, err := os.Lstat(at)
		if err != nil {
			return err
		}
		if info.Mode()&(fs.ModeSymlink|fs.ModeIrregular) != 0 && !ourDisk(filepath.Dir(at)) {
			return &fs.PathError{Op: "open", Path: at, Err: ErrLink}
		}
	}
	return nil
}

// Close closes the folder, so that its stick can be pulled out.
func (f *Folder) Close() error { return f.root.Close() }

// Within says whether the folder is the one at dir, under any name or mount, or inside it.
func (f *Folder) Within(dir string) bool {
	want, err := os.Stat(dir)
	if err != nil {
		return false
	}
	if mine, err := f.root.Stat("."); err == nil && os.SameFile(mine, want) {
		return true
	}
	path := f.dir
	if p, err := filepath.EvalSymlinks(path); err == nil {
		path = p
	}
	for at := path; at != filepath.Dir(at); at = filepath.Dir(at) {
		if info, err := os.Stat(at); err == nil && os.SameFile(info, want) {
			return true
		}
	}
	return false
}

// plain refuses every name that is not a name directly in the folder.
func plain(name string) error {
	if name == "" || name == "." || name == ".." || strings.ContainsAny(name, "/\\\x00") || !filepath.IsLocal(name) {
		return &fs.PathError{Op: "open", Path: name, Err: ErrName}
	}
	return nil
}

// Names lists what is in the folder, at most most names ([ErrLarge]), of whatever kind; in the order of the disk.
func (f *Folder) Names(most int) ([]string, error) {
	d, err := f.root.Open(".")
	if err != nil {
		return nil, err
	}
	defer d.Close()
	names, err := d.Readdirnames(most + 1)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	if len(names) > most {
		return nil, &fs.PathError{Op: "list", Path: f.dir, Err: ErrLarge}
	}
	return names, nil
}

// Stat inspects a regular file; [ErrKind] if the name has something else, fs.ErrNotExist if nothing has it.
func (f *Folder) Stat(name string) (fs.FileInfo, error) {
	if err := plain(name); err != nil {
		return nil, err
	}
	info, err := f.root.Lstat(name)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, &fs.PathError{Op: "open", Path: name, Err: ErrKind}
	}
	return info, nil
}

// Sub opens a folder inside the folder, which must not be a link.
func (f *Folder) Sub(name string) (*Folder, error) {
	if err := plain(name); err != nil {
		return nil, err
	}
	info, err := f.root.Lstat(name)
	if err != nil {
		return nil, err
	}
	if !info.IsDir() {
		return nil, &fs.PathError{Op: "open", Path: name, Err: ErrKind}
	}
	root, err := f.root.OpenRoot(name)
	if err != nil {
		return nil, err
	}
	now, err := root.Stat(".")
	if err == nil && !os.SameFile(info, now) {
		err = &fs.PathError{Op: "open", Path: name, Err: ErrKind}
	}
	if err != nil {
		root.Close()
		return nil, err
	}
	return &Folder{root: root, dir: filepath.Join(f.dir, name)}, nil
}

// Open opens a regular file of at most most bytes for reading.
func (f *Folder) Open(name string, most int64) (*os.File, error) {
	file, err := f.open(name, os.O_RDONLY)
	if err != nil {
		return nil, err
	}
	return bounded(file, most)
}

// OpenInPlace opens a regular file for reading and writing, if it has no other name; [ErrLink] if it has.
func (f *Folder) OpenInPlace(name string) (*os.File, error) {
	file, err := f.open(name, os.O_RDWR)
	if err != nil {
		return nil, err
	}
	info, err := file.Stat()
	if err == nil && otherNames(info) {
		err = &fs.PathError{Op: "open", Path: name, Err: ErrLink}
	}
	if err != nil {
		file.Close()
		return nil, err
	}
	return file, nil
}

// open opens what is a regular file before and after.
func (f *Folder) open(name string, flag int) (*os.File, error) {
	before, err := f.Stat(name)
	if err != nil {
		return nil, err
	}
	// If a pipe has taken the name since, opening it does not block.
	file, err := f.root.OpenFile(name, flag|noWait, 0)
	if err != nil {
		return nil, err
	}
	info, err := file.Stat()
	if err == nil && (!info.Mode().IsRegular() || !os.SameFile(before, info)) {
		err = &fs.PathError{Op: "open", Path: name, Err: ErrKind}
	}
	if err != nil {
		file.Close()
		return nil, err
	}
	return file, nil
}

func bounded(file *os.File, most int64) (*os.File, error) {
	info, err := file.Stat()
	if err == nil && info.Size() > most {
		err = &fs.PathError{Op: "open", Path: info.Name(), Err: ErrLarge}
	}
	if err != nil {
		file.Close()
		return nil, err
	}
	return file, nil
}

// Read reads a regular file of at most most bytes.
func (f *Folder) Read(name string, most int64) ([]byte, error) {
	file, err := f.Open(name, most)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return readAll(file, name, most)
}

// readAll reads to the end, which may have moved since the size was checked.
func readAll(r io.Reader, name string, most int64) ([]byte, error) {
	b, err := io.ReadAll(io.LimitReader(r, most+1))
	if err != nil {
		return nil, err
	}
	if int64(len(b)) > most {
		return nil, &fs.PathError{Op: "read", Path: name, Err: ErrLarge}
	}
	return b, nil
}

// Create removes what has the name, unless it is a folder, and creates a new file of mode 0600.
func (f *Folder) Create(name string) (*os.File, error) {
	if err := f.Remove(name); err != nil {
		return nil, err
	}
	return f.root.OpenFile(name, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
}

// Remove removes a name, but no folder; it is no error if nothing has the name.
func (f *Folder) Remove(name string) error {
	if err := plain(name); err != nil {
		return err
	}
	info, err := f.root.Lstat(name) // a write-protected disk refuses even to remove what does not exist
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	if info.IsDir() {
		return &fs.PathError{Op: "remove", Path: name, Err: ErrKind}
	}
	if err := f.root.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// Rename renames a file inside the folder, replacing a file that has the new name.
func (f *Folder) Rename(old, name string) error {
	for _, n := range []string{old, name} {
		if err := plain(n); err != nil {
			return err
		}
	}
	return disk.RenameIn(f.root, old, name)
}

// Sync syncs the folder's names.
func (f *Folder) Sync() error {
	d, err := f.root.Open(".")
	if err != nil {
		return err
	}
	defer d.Close()
	return disk.SyncOpenDir(d)
}

// Write writes a small file so that it is either absent or complete and durable: a new file beside it, sync, rename,
// sync of the folder, and read-back.
func (f *Folder) Write(name string, content []byte) error {
	tmp := name + ".new"
	err := f.write(tmp, content)
	if err == nil {
		err = f.Rename(tmp, name)
	}
	if err == nil {
		err = f.Sync()
	}
	if err != nil {
		_ = f.Remove(tmp)
		return fmt.Errorf("writing %s: %w", name, err)
	}
	back, err := f.Read(name, int64(len(content)))
	if err != nil {
		return fmt.Errorf("reading %s back: %w", name, err)
	}
	if !bytes.Equal(back, content) {
		return fmt.Errorf("reading %s back: the disk returned something else: use another disk", name)
	}
	return nil
}

func (f *Folder) write(name string, content []byte) error {
	file, err := f.Create(name)
	if err != nil {
		return err
	}
	_, err = file.Write(content)
	if err == nil {
		err = file.Sync()
	}
	return errors.Join(err, file.Close())
}
