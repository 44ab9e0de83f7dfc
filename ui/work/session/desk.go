// Package session is a volunteers' session at the desk: what their passphrase opened, until the desk is locked and forgets
// it. It also defines what their screens need from the window. The visitor's screens never import it.
package session

import (
	"context"
	"fmt"
	"slices"
	"time"

	"matchbooth/data"
	"matchbooth/data/record"
	"matchbooth/kiosk/event"
	"matchbooth/ui/work/calls"
	"matchbooth/ui/work/changes"
	"matchbooth/ui/work/hub"
	"matchbooth/ui/work/people"
)

// Desk is what volunteers can do at the desk; [Session] implements it. Methods that take a context may take seconds and
// must be called off the interface's goroutine.
type Desk interface {
	// Count returns the number of sign-ups not erased, without a passphrase.
	Count(ctx context.Context) (int, error)
	// Unlock opens the records. The error is data.ErrPassphrase if the passphrase is wrong, or a Wait if the next attempt
	// also has to wait.
	// Whatever is done until it is locked is kept under the initials by.
	Unlock(ctx context.Context, passphrase []byte, by string) error
	// By returns the initials of who opened the desk last, "" if nobody has.
	By() string
	// Opened returns what Unlock opened, nil while locked.
	Opened() *Opened
	// Shown notes in the audit that somebody's values are looked at unmasked: one line a person while the desk is open. It
	// must be noted before they are shown.
	Shown(ctx context.Context, person string) error
	// AddCheck adds a volunteer check to a sign-up; it needs no key.
	AddCheck(ctx context.Context, person string, c record.Check) error
	Changes
	Counting
	Giving
	Merging
	Importing
	Auditing
	Packing
	Printing
	Keyring
	Answering
}

// Changes is what volunteers can change at an opened desk. Each is written in the desk's name under the initials that it
// was opened with, and what Opened returns afterwards has it. The error is a changes.Refused with sentences for what cannot
// be written, data.ErrNobody if the person was erased meanwhile, ErrLeft if the desk is locked, or one of the store's.
type Changes interface {
	// Correct sets answers by column, as form.Columns names them; "" removes one.
	Correct(ctx context.Context, person string, set map[string]string, reason string) error
	// Consent notes what the person agrees to from now on, in the language in which it was read to them, and what no more.
	Consent(ctx context.Context, person string, give, withdraw []string, reason, lang string) error
	// Check notes what a volunteer has checked.
	Check(ctx context.Context, person string, said changes.Checking) error
	// Contact notes a call or message.
	Contact(ctx context.Context, person string, said changes.Calling) error
	// Join says that two sign-ups are one person's.
	Join(ctx context.Context, a, b string) error
	// Apart says that two sign-ups that look alike are not one person's: they are not offered as doubles again.
	Apart(ctx context.Context, a, b string) error
	// Part takes back that a sign-up, by its person or receipt code, was joined into this person.
	Part(ctx context.Context, person, part string) error
	// Erase forgets the person, and whoever is one person with them.
	Erase(ctx context.Context, person string) error
}

// Wait is the error for a passphrase that came too soon after wrong ones, or was wrong itself so that
// the next has to wait: how long.
type Wait time.Duration

// Error implements error.
func (w Wait) Error() string { return "the next passphrase has to wait " + time.Duration(w).String() }

// Unread is the error for an export that was written although this many lists of earlier exports could not be opened:
// people in them who have been erased since may not be named.
type Unread int

// Error implements error.
func (u Unread) Error() string {
	return fmt.Sprintf("lists of earlier exports that do not open: %d", int(u))
}

// Opened are the opened sign-ups, oldest first.
type Opened struct {
	Records []record.Record
	Damaged int            // sealed lines that could not be opened
	Faults  []record.Fault // everything that was reported
	List    *people.List   // the same people, to be searched; their places are those in Records
	Due     []calls.Call   // who is to be called or written to today

	// Ends are when people are erased at the latest, by person; nobody where people are kept for ever.
	Ends map[string]data.End
}

// Place returns where a person is in Records, also under the id of a sign-up that was joined into theirs; -1 if nowhere.
func (o *Opened) Place(person string) int {
	return slices.IndexFunc(o.Records, func(r record.Record) bool { return r.Person == person || slices.Contains(r.Parts, person) })
}

// Tonight holds today's numbers; none is about a person.
type Tonight struct {
	Signups, Started, Finished, Left int
	Langs                            map[string]int
	Until                            time.Time // visitors after this are not included; zero if none has been counted since midnight
}

// DataStatus reports how the data is stored. The window implements it over the store; methods that take a
// context may take seconds and must be called off the interface's goroutine, the others never block.
type DataStatus interface {
	// Mirror returns how far the second copy has got.
	Mirror() data.MirrorState
	// Hub returns how far the entries are at the hub; without a URL where none was joined.
	Hub() hub.State
	// SendAgain sends what the hub has refused once more, or everything. It writes to the disk.
	SendAgain(everything bool) error
	// Keys returns the keys that open what is sealed here, as one set; without a fingerprint if they are unknown.
	Keys() KeySet
	// Booth returns the id of this booth, which its six words come from.
	Booth() string
	// Retention returns who is due to be erased, and when, by today's date.
	Retention(ctx context.Context) (data.Retention, error)
	// Purge erases everybody whose retention period is over; the error is data.ErrClock if today's date is not trusted.
	Purge(ctx context.Context) (data.PurgeRecord, error)
	// Purges returns all earlier purges, oldest first.
	Purges(ctx context.Context) ([]data.PurgeRecord, error)
}

// copyPatience is how long entries may be pending before anybody is asked to check.
const copyPatience = time.Minute

// CopyLate reports whether somebody has to check the second copy: an entry has been pending for too
// long, an erasure cannot reach it, or it has something that is missing here.
func CopyLate(c data.MirrorState, now time.Time) bool {
	if c.Dir == "" {
		return false
	}
	return c.Extra > 0 || c.Pending && c.Fault != "" || c.Behind > 0 && now.Sub(c.Since) > copyPatience
}

// Key is a key with its human-readable name: six words in each language, the same as on paper.
type Key struct {
	data.KeyInfo
	Words map[event.Lang][]string
}

// KeySet is all keys together, with the set's own human-readable name.
type KeySet struct {
	data.KeySet
	Words map[event.Lang][]string
	Named []Key // the event's key first, then the recovery key, then added ones
}

// Gate checks a PIN: it reports whether it is right, and otherwise how long to wait before the next attempt.
type Gate interface {
	CheckPIN(pin string) (ok bool, wait time.Duration)
}

// PINChanger is a gate whose PIN can be changed; see [data.Store.ChangePIN].
type PINChanger interface {
	ChangePIN(ctx context.Context, pin string, days ...time.Time) error
}

// Format implements fmt.Formatter: it prints how many people there are, and nothing about them.
func (o Opened) Format(f fmt.State, _ rune) {
	fmt.Fprintf(f, "session.Opened{%d records [redacted]}", len(o.Records))
}
