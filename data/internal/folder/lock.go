package folder

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// ErrHeld: another open file holds the lock.
var ErrHeld = errors.New("held")

// Held is a lock that is held. The end of the process, however it comes, releases it as well.
type Held struct{ f *os.File }

// Close releases the lock. Closing the file alone would do so only once nobody else has it open any more: a process that
// is being started has everything that we have until it becomes another program, which may be after the next Lock.
func (h *Held) Close() error { return errors.Join(unlockFile(h.f), h.f.Close()) }

// Lock locks the folder for this process; [ErrLocked] if it is locked already. The file itself stays, because removing it
// would let two processes lock two different files.
func Lock(dir string) (*Held, error) {
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
	// A failed making of the folder removes its lock with everything else: then this lock would lock nobody out.
	mine, err := f.Stat()
	if there, e := os.Stat(filepath.Join(dir, LockName)); err != nil || e != nil || !os.SameFile(mine, there) {
		(&Held{f}).Close()
		return nil, ErrLocked
	}
	return &Held{f}, nil
}
