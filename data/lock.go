package data

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// errHeld says that another open file holds the lock.
var errHeld = errors.New("held")

// lockFolder takes the folder for this process; [ErrLocked] when somebody has it. The lock goes with the returned
// file: closing it, or the end of the process however it comes, gives the folder back. The file itself stays, since
// removing it would let two processes lock two different files.
func lockFolder(dir string) (*os.File, error) {
	f, err := os.OpenFile(filepath.Join(dir, lockName), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("locking the data folder: %w", explain(err))
	}
	if err := lockFile(f); err != nil {
		f.Close()
		if errors.Is(err, errHeld) {
			return nil, ErrLocked
		}
		return nil, fmt.Errorf("locking the data folder: %w", explain(err))
	}
	// Whoever fails to make a folder takes its lock away with everything else: then this one locks nobody out.
	mine, err := f.Stat()
	if there, e := os.Stat(filepath.Join(dir, lockName)); err != nil || e != nil || !os.SameFile(mine, there) {
		f.Close()
		return nil, ErrLocked
	}
	return f, nil
}
