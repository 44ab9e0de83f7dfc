//go:build unix && !linux

package data

import (
	"errors"
	"os"

	"golang.org/x/sys/unix"
)

// lockFile takes a flock, which like Linux's OFD locks belongs to the open file.
func lockFile(f *os.File) error {
	err := unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB)
	if errors.Is(err, unix.EWOULDBLOCK) {
		return errHeld
	}
	return err
}
