package folder

import (
	"errors"
	"io"
	"os"

	"golang.org/x/sys/unix"
)

// LockFile takes an open file description lock. A POSIX lock would be lost as soon as anything in the process closed
// another descriptor of the file, and would not keep out a second Open in the same process.
func LockFile(f *os.File) error {
	err := unix.FcntlFlock(f.Fd(), unix.F_OFD_SETLK, &unix.Flock_t{Type: unix.F_WRLCK, Whence: io.SeekStart})
	if errors.Is(err, unix.EAGAIN) || errors.Is(err, unix.EACCES) {
		return ErrHeld
	}
	return err
}

func unlockFile(f *os.File) error {
	return unix.FcntlFlock(f.Fd(), unix.F_OFD_SETLK, &unix.Flock_t{Type: unix.F_UNLCK, Whence: io.SeekStart})
}
