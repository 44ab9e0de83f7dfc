package data

import (
	"errors"
	"os"

	"golang.org/x/sys/unix"
)

// dropCache asks the system to forget its copy of a file that was brought to the disk, so that reading back reads the
// medium. Best effort.
func dropCache(f *os.File) {
	_ = unix.Fadvise(int(f.Fd()), 0, 0, unix.FADV_DONTNEED) // #nosec G115 -- a descriptor
}

// renameNew gives a file its name and fails with fs.ErrExist when the name is taken, without a moment in between.
func renameNew(old, path string) error {
	err := unix.Renameat2(unix.AT_FDCWD, old, unix.AT_FDCWD, path, unix.RENAME_NOREPLACE)
	switch {
	case err == nil:
		return nil
	case errors.Is(err, unix.EINVAL), errors.Is(err, unix.ENOSYS), errors.Is(err, unix.ENOTSUP):
		return claimName(old, path) // a file system that cannot, such as FUSE or exFAT
	default:
		return &os.LinkError{Op: "rename", Old: old, New: path, Err: err}
	}
}
