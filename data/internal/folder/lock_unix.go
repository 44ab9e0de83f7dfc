//go:build unix && !linux

package folder

import (
	"errors"
	"os"

	"golang.org/x/sys/unix"
)

// LockFile takes a flock, which belongs to the open file, as Linux's OFD locks do.
func LockFile(f *os.File) error {
	err := unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB)
	if errors.Is(err, unix.EWOULDBLOCK) {
		return ErrHeld
	}
	return err
}

func unlockFile(f *os.File) error { return unix.Flock(int(f.Fd()), unix.LOCK_UN) }
