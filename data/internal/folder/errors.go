package folder

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"syscall"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// What can be wrong with a data folder; test for these with errors.Is. The errors that wrap them are one sentence with a
// next step.
var (
	ErrLocked     = errors.New("the booth is open: close it or use its desk")
	ErrNotBooth   = errors.New("not a booth's data folder")
	ErrNewer      = errors.New("the data folder was written by a newer version of this program: use that version")
	ErrDamaged    = errors.New("the data folder is damaged")
	ErrPassphrase = errors.New("the passphrase is wrong")
	// ErrDiskFull: there is no room for what was to be written. Nothing that was called saved is lost.
	ErrDiskFull = errors.New("the disk is full")
)

// Explain adds the next step to errors of the disk and of SQLite if people can do something about them.
func Explain(err error) error {
	if err == nil {
		return nil
	}
	if strings.Contains(err.Error(), "\n") {
		err = oneLine{err}
	}
	var se *sqlite.Error
	if errors.As(err, &se) {
		switch se.Code() & 0xff {
		case sqlite3.SQLITE_FULL:
			return fmt.Errorf("%w: make room and try again (%w)", ErrDiskFull, err)
		case sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM:
			return fmt.Errorf("the data folder cannot be written: check its owner and permissions (%w)", err)
		case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
			return fmt.Errorf("%w (%w)", ErrLocked, err)
		case sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB:
			return fmt.Errorf("%w: %w", ErrDamaged, err)
		case sqlite3.SQLITE_IOERR:
			return fmt.Errorf("the disk does not read or write: copy the data folder to another one (%w)", err)
		}
		return err
	}
	switch {
	case errors.Is(err, syscall.ENOSPC):
		return fmt.Errorf("%w: make room and try again (%w)", ErrDiskFull, err)
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS):
		return fmt.Errorf("the data folder cannot be written: check its owner and permissions (%w)", err)
	case errors.Is(err, syscall.EIO):
		return fmt.Errorf("the disk does not read or write: copy the data folder to another one (%w)", err)
	}
	return err
}

// oneLine prints several joined errors as one line.
type oneLine struct{ error }

func (o oneLine) Error() string { return strings.ReplaceAll(o.error.Error(), "\n", "; ") }

func (o oneLine) Unwrap() error { return o.error }
