package disk

import (
	"errors"
	"os"
	"time"

	"golang.org/x/sys/windows"
)

// patience is how long Rename and RenameNew keep trying on Windows.
const patience = 3 * time.Second

// Rename renames a file, replacing an older one. Windows does not replace a file that somebody has open, such as a virus
// scanner or an indexer that reads it for a moment: so it tries again, for three seconds.
func Rename(old, path string) error {
	return patiently(func() error { return os.Rename(old, path) })
}

// RenameIn is Rename inside an opened folder, which no name leads out of.
func RenameIn(root *os.Root, old, name string) error {
	return patiently(func() error { return root.Rename(old, name) })
}

// RenameNew renames a file and fails with fs.ErrExist if the new name is taken, atomically. It keeps trying as Rename
// does.
func RenameNew(old, path string) error {
	from, err := windows.UTF16PtrFromString(old)
	if err != nil {
		return &os.LinkError{Op: "rename", Old: old, New: path, Err: err}
	}
	to, err := windows.UTF16PtrFromString(path)
	if err != nil {
		return &os.LinkError{Op: "rename", Old: old, New: path, Err: err}
	}
	return patiently(func() error {
		// Without MOVEFILE_REPLACE_EXISTING nothing is replaced; the other flag waits for the disk.
		if err := windows.MoveFileEx(from, to, windows.MOVEFILE_WRITE_THROUGH); err != nil {
			return &os.LinkError{Op: "rename", Old: old, New: path, Err: err}
		}
		return nil
	})
}

// patiently tries again while somebody else has the file open.
func patiently(rename func() error) error {
	for wait, end := time.Millisecond, time.Now().Add(patience); ; wait = min(2*wait, 100*time.Millisecond) {
		err := rename()
		held := errors.Is(err, windows.ERROR_ACCESS_DENIED) || errors.Is(err, windows.ERROR_SHARING_VIOLATION) || errors.Is(err, windows.ERROR_LOCK_VIOLATION)
		if !held || time.Now().After(end) {
			return err
		}
		time.Sleep(wait)
	}
}
