package disk

import (
	"errors"
	"os"

	"golang.org/x/sys/unix"
)

// RenameNew renames a file and fails with fs.ErrExist if the new name is taken, atomically if the file system can do
// that.
func RenameNew(old, path string) error {
	err := unix.Renameat2(unix.AT_FDCWD, old, unix.AT_FDCWD, path, unix.RENAME_NOREPLACE)
	switch {
	case err == nil:
		return nil
	case errors.Is(err, unix.EINVAL), errors.Is(err, unix.ENOSYS), errors.Is(err, unix.ENOTSUP):
		return claim(old, path) // a file system that cannot, such as FUSE or exFAT
	default:
		return &os.LinkError{Op: "rename", Old: old, New: path, Err: err}
	}
}

// DropCache asks the system to drop its cached copy of a synced file, so that reading it back reads the medium. Best
// effort.
func DropCache(f *os.File) {
	_ = unix.Fadvise(int(f.Fd()), 0, 0, unix.FADV_DONTNEED)
}
