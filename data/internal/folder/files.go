package folder

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"strings"

	"matchbooth/data/disk"
	"matchbooth/data/outside"
)

// MaxSmall limits how much is read of a small file: a key file, the advice in a backup, its manifest. In bytes.
const MaxSmall = 1 << 20

// Vacant refuses every folder that is neither missing nor empty.
func Vacant(dir string) error {
	state, err := IsBooth(dir)
	if err != nil {
		return err
	}
	switch state {
	case Booth:
		return fmt.Errorf("%s is a booth's data folder already: take another folder", dir)
	case Foreign:
		return fmt.Errorf("%w: there are other files in %s: take an empty folder", ErrNotBooth, dir)
	}
	return nil
}

// Read reads one of the folder's own small files. A pipe or a device in its place is not waited for, and a file of absurd
// size not read: see [Strange].
func Read(path string, most int64) ([]byte, error) {
	b, err := outside.ReadOrdinary(path, most)
	return b, strangeFile(path, err)
}

// Open opens one of the folder's own files for reading, with the checks of Read.
func Open(path string) (*os.File, error) {
	f, err := outside.OpenOrdinary(path, math.MaxInt64)
	return f, strangeFile(path, err)
}

func strangeFile(path string, err error) error {
	if Strange(err) {
		return fmt.Errorf("%w: %s is not a file that a booth has written (%w)", ErrDamaged, filepath.Base(path), err)
	}
	return err
}

// Strange says whether an error means that a file cannot be one the program has written, whatever its content.
func Strange(err error) bool {
	return errors.Is(err, outside.ErrKind) || errors.Is(err, outside.ErrLarge)
}

// WriteFile writes a small file so that it is either absent or complete and durable: a new file beside it, fsync, rename,
// fsync of the folder, and read-back.
func WriteFile(dir, name string, content []byte) error {
	path := filepath.Join(dir, name)
	tmp := path + ".new"
	if err := os.Remove(tmp); err != nil && !errors.Is(err, fs.ErrNotExist) { // whatever is there is not written into
		return fmt.Errorf("writing %s: %w", name, Explain(err))
	}
	f, err := os.OpenFile(tmp, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return fmt.Errorf("writing %s: %w", name, Explain(err))
	}
	_, err = f.Write(content)
	if err == nil {
		err = f.Sync()
	}
	if e := f.Close(); err == nil {
		err = e
	}
	if err == nil {
		err = disk.Rename(tmp, path)
	}
	if err == nil {
		err = SyncDir(dir)
	}
	if err != nil {
		os.Remove(tmp)
		return fmt.Errorf("writing %s: %w", name, Explain(err))
	}
	back, err := os.ReadFile(path)
	if err != nil {
		return fmt.Errorf("reading %s back: %w", name, Explain(err))
	}
	if !bytes.Equal(back, content) {
		return fmt.Errorf("reading %s back: the disk returned something else: use another disk", name)
	}
	return nil
}

// Make makes a folder, and the missing ones above it, and syncs their names: a folder without a durable name is gone
// after a power cut, with everything in it. A folder above that may not be read cannot be synced either, which is
// ignored.
func Make(dir string) error {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return err
	}
	var above []string
	for p := dir; ; p = filepath.Dir(p) {
		if _, err := os.Stat(p); err == nil || p == filepath.Dir(p) {
			break
		}
		above = append(above, filepath.Dir(p))
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	for _, p := range above {
		if err := SyncDir(p); err != nil && !errors.Is(err, fs.ErrPermission) {
			return err
		}
	}
	return nil
}

// Inside says whether path is dir or inside it.
func Inside(path, dir string) bool {
	a, err1 := filepath.Abs(path)
	b, err2 := filepath.Abs(dir)
	rel, err3 := filepath.Rel(b, a)
	return err1 == nil && err2 == nil && err3 == nil && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator))
}

// File is the content of a small file, and its name.
type File struct {
	Name    string
	Content []byte
}
