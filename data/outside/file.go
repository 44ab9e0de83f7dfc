package outside

import (
	"io/fs"
	"os"
	"path/filepath"
)

// Given resolves a path that a person gave: a link at its end is followed if it is on a disk of ours, and [ErrLink] if
// not. Nothing there is opened.
func Given(path string) (string, error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return "", err
	}
	info, err := os.Lstat(abs)
	if err != nil {
		return "", err
	}
	if info.Mode()&(fs.ModeSymlink|fs.ModeIrregular) == 0 {
		return abs, nil
	}
	if !ourDisk(filepath.Dir(abs)) {
		return "", &fs.PathError{Op: "open", Path: path, Err: ErrLink}
	}
	return filepath.EvalSymlinks(abs)
}

// OpenOrdinary opens the regular file at a path of our own for reading, wherever links lead: a pipe or a device there is
// [ErrKind], and is not waited for.
func OpenOrdinary(path string, most int64) (*os.File, error) {
	file, err := os.OpenFile(path, os.O_RDONLY|noWait, 0)
	if err != nil {
		return nil, err
	}
	info, err := file.Stat()
	if err == nil && !info.Mode().IsRegular() {
		err = &fs.PathError{Op: "open", Path: path, Err: ErrKind}
	}
	if err != nil {
		file.Close()
		return nil, err
	}
	return bounded(file, most)
}

// ReadOrdinary reads the file at a path of our own. See [OpenOrdinary].
func ReadOrdinary(path string, most int64) ([]byte, error) {
	file, err := OpenOrdinary(path, most)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return readAll(file, path, most)
}

// OpenFile opens the regular file at path, of at most most bytes, for reading: a backup, a table. The path was given by a
// person, so a link at its end is followed, if it is on a disk of ours; a pipe or a device is [ErrKind].
func OpenFile(path string, most int64) (*os.File, error) {
	abs, err := Given(path)
	if err != nil {
		return nil, err
	}
	info, err := os.Lstat(abs)
	if err != nil {
		return nil, err
	}
	if err := straight(abs); err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, &fs.PathError{Op: "open", Path: path, Err: ErrKind}
	}
	file, err := os.OpenFile(abs, os.O_RDONLY|noWait, 0)
	if err != nil {
		return nil, err
	}
	now, err := file.Stat()
	if err == nil && (!now.Mode().IsRegular() || !os.SameFile(info, now)) {
		err = &fs.PathError{Op: "open", Path: path, Err: ErrKind}
	}
	if err != nil {
		file.Close()
		return nil, err
	}
	return bounded(file, most)
}

// ReadFile reads the regular file at path, of at most most bytes. See [OpenFile].
func ReadFile(path string, most int64) ([]byte, error) {
	file, err := OpenFile(path, most)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return readAll(file, path, most)
}
