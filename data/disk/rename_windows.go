package disk

import (
	"errors"
	"os"
	"time"

	"golang.org/x/sys/windows"
)

// patience is how long Rename tries on Windows.
const patience = 3 * time.Second

// Rename gives a file its name, over an older file. Windows does not replace a file that somebody has open, be it a virus
// scanner or an indexer that looks at it for a moment: so it is tried again, for three seconds.
func Rename(old, path string) error {
	for wait, end := time.Millisecond, time.Now().Add(patience); ; wait = min(2*wait, 100*time.Millisecond) {
		err := os.Rename(old, path)
		held := errors.Is(err, windows.ERROR_ACCESS_DENIED) || errors.Is(err, windows.ERROR_SHARING_VIOLATION) || errors.Is(err, windows.ERROR_LOCK_VIOLATION)
		if !held || time.Now().After(end) {
			return err
		}
		time.Sleep(wait)
	}
}
