// Package session is a volunteers' session at the desk: what their passphrase opened, until the desk locks and forgets it. It
// also says what their screens ask of the window. The visitor's screens never import it.
package session

import (
	"context"
	"fmt"
	"time"

	"matchbooth/data"
	"matchbooth/data/record"
	"matchbooth/kiosk/event"
)

// Desk is what volunteers can do at the desk; [Session] is one. Methods that take a context may take seconds and are called off the interface's goroutine.
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

// Tonight are the numbers of today; none is about a person.
type Tonight struct {
	Signups, Started, Finished, Left int
	Langs                            map[string]int
	Until                            time.Time // visitors who came later are not in them; zero where none is
}

// DataStatus tells how the data is kept. The window implements it over the store; methods that take a
// context may take seconds and are called off the interface's goroutine, the others never wait.
type DataStatus interface {
	// Mirror is how far the second copy is.
	Mirror() data.MirrorState
	// Keys are the keys that open what is sealed here, as one set; without a fingerprint where they are not known.
	Keys() KeySet
	// Retention says who is to be forgotten, and when, by today's date.
	Retention(ctx context.Context) (data.Retention, error)
	// Purge forgets everybody whose time is over; data.ErrClock where today's date is not believed.
	Purge(ctx context.Context) (data.PurgeRecord, error)
	// Purges are all earlier ones, the first one first.
	Purges(ctx context.Context) ([]data.PurgeRecord, error)
}

// copyPatience is how long entries may be on their way before anybody is asked to look.
const copyPatience = time.Minute

// CopyLate reports whether somebody has to look after the second copy: an entry is on its way for too
// long, an erasure cannot reach it, or it has what is missing here.
func CopyLate(c data.MirrorState, now time.Time) bool {
	if c.Dir == "" {
		return false
	}
	return c.Extra > 0 || c.Pending && c.Fault != "" || c.Behind > 0 && now.Sub(c.Since) > copyPatience
}

// Key is a key with its name for people: six words in each language, the same on paper.
type Key struct {
	data.KeyInfo
	Words map[event.Lang][]string
}

// KeySet is all keys together, with the set's own name for people.
type KeySet struct {
	data.KeySet
	Words map[event.Lang][]string
	Named []Key // the event's first, the recovery key, added ones
}

// Gate answers a PIN: whether it is right, else how long to wait and whether that is why.
type Gate interface {
	CheckPIN(pin string) (ok bool, wait time.Duration)
}

// Format implements fmt.Formatter: how many people there are, and nothing of them.
func (o Opened) Format(f fmt.State, _ rune) {
	fmt.Fprintf(f, "session.Opened{%d records [redacted]}", len(o.Records))
}
