package folder

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// ErrHeld says that another open file holds the lock.
var ErrHeld = errors.New("held")

// Lock takes the folder for this process; [ErrLocked] when somebody has it. The lock goes with the returned
// file: closing it, or the end of the process however it comes, gives the folder back. The file itself stays, since
// removing it would let two processes lock two different files.
func Lock(dir string) (*os.File, error) {
	f, err := os.OpenFile(filepath.Join(dir, LockName), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("locking the data folder: %w", Explain(err))
	}
	if err := LockFile(f); err != nil {
		f.Close()
		if errors.Is(err, ErrHeld) {
			return nil, ErrLocked
		}
		return nil, fmt.Errorf("locking the data folder: %w", Explain(err))
	}
	// Whoever fails to make a folder takes its lock away with everything else: then this one locks nobody out.
	mine, err := f.Stat()
	if there, e := os.Stat(filepath.Join(dir, LockName)); err != nil || e != nil || !os.SameFile(mine, there) {
		f.Close()
		return nil, ErrLocked
	}
	return f, nil
}
