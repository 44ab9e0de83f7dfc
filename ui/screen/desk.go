package screen

import (
	"context"

	"matchbooth/data"
)

// Desk is what the volunteers' corner can do. The window implements it over the store; methods
// may take seconds and are called off the interface's goroutine.
type Desk interface {
	// Unlock opens the records; data.ErrPassphrase where the passphrase is wrong.
	Unlock(ctx context.Context, passphrase []byte) error
	// Records gives the living sign-ups, newest first, and the number of damaged lines.
	Records(ctx context.Context) ([]data.Record, int, error)
	// Export writes a file of the format into the folder and gives its path.
	Export(ctx context.Context, format, forWhom, folder string, progress func(done, total int)) (string, error)
	// Folder is the default place of exports.
	Folder() string
	// Count gives the number of living sign-ups, without a passphrase.
	Count(ctx context.Context) (int, error)
	// Lock forgets the opened key.
	Lock()
}
