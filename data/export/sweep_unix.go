//go:build unix

package export

import (
	"os"

	"golang.org/x/sys/unix"
)

// lock marks a temporary file as in use, as long as it is open.
func lock(f *os.File) { _ = unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB) }

// sweep removes the temporary files that a power cut or a kill left in a folder: they may contain people in plain text.
// What another export is writing is locked and stays. Best effort.
func sweep(dir string) {
	for _, path := range unfinished(dir) {
		f, err := os.OpenFile(path, os.O_RDWR, 0)
		if err != nil {
			continue
		}
		if unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB) == nil {
			_ = os.Remove(path)
		}
		f.Close()
	}
}
