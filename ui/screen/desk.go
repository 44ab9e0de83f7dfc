package screen

import (
	"context"
	"fmt"
	"time"

	"matchbooth/data/record"
)

// Desk is what the volunteers' corner can do. The window implements it over the store; methods
// that take a context may take seconds and are called off the interface's goroutine.
type Desk interface {
	// Count gives the number of living sign-ups, without a passphrase.
	Count(ctx context.Context) (int, error)
	// Unlock opens the records; data.ErrPassphrase where the passphrase is wrong, a Wait where the
	// next one has to wait as well.
	Unlock(ctx context.Context, passphrase []byte) error
	// Opened gives what Unlock opened, nil while locked.
	Opened() *Opened
	// Export writes a file of the format into the folder and gives its path. With an Unread the file is written all the
	// same.
	Export(ctx context.Context, format, forWhom, folder string, progress func(done, total int)) (string, error)
	// Folder is the default place of exports.
	Folder() string
	// AddCheck adds a volunteer check to a sign-up; needs no key.
	AddCheck(ctx context.Context, person string, c record.Check) error
}

// Wait is the error of a passphrase that came too soon after wrong ones, or was wrong itself and has
// to be waited for: how long.
type Wait time.Duration

// Error implements error.
func (w Wait) Error() string { return "the next passphrase has to wait " + time.Duration(w).String() }

// Unread is the error of an export that was written although so many lists of earlier ones could not be opened: who was in
// them and was erased since may not be named.
type Unread int

// Error implements error.
func (u Unread) Error() string {
	return fmt.Sprintf("lists of earlier exports that do not open: %d", int(u))
}

// Opened are the opened sign-ups, oldest first.
type Opened struct {
	Records []record.Record
	Damaged int            // sealed lines that could not be opened
	Faults  []record.Fault // all that was named
}
