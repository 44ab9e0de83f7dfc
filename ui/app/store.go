package app

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"syscall"
	"time"

	"matchbooth/data"
	"matchbooth/data/entry"
	"matchbooth/data/record"
	"matchbooth/kiosk/event"
	"matchbooth/kiosk/session"
	"matchbooth/ui/screen"
	"matchbooth/ui/work/handover"
)

// Store is what the window needs of the store; *data.Store is one.
type Store interface {
	deskStore
	Mode() string
	Close() error
	Meta(key string) (string, bool)
	SetMeta(key, value string) error
	TalliesSince(ctx context.Context, from time.Time) (map[string]int, error)
	CountedUntil(context.Context) (time.Time, error)
	SignedUpSince(ctx context.Context, from time.Time) (int, error)
	SignUpOnce(ctx context.Context, key []byte, up record.SignUp) (data.Saved, bool, error)
	Broken() error // not nil after a failed write, until Reopen
	Reopen() error
	TryErase(context.Context, entry.ReceiptCode) (wait time.Duration, err error)
	CheckPIN(pin string) (bool, time.Duration)
	Visit(ctx context.Context, counts map[string]int, signedUp bool) error
	Mirror() data.MirrorState // never waits for a disk
	KeySet(context.Context) (data.KeySet, error)
	Retention(ctx context.Context, today time.Time) (data.Retention, error)
	Purge(ctx context.Context, today time.Time) (data.PurgeRecord, error)
	Purges(context.Context) ([]data.PurgeRecord, error)
}

// deskStore is what a volunteers' session needs of the store.
type deskStore interface {
	handover.Store
	Status(context.Context) (data.Status, error)
	TryPassphrase([]byte) (key data.Opener, wait time.Duration, err error)
	Records(context.Context, data.Opener, func(done, total int)) ([]record.Record, []record.Fault, error)
	AddCheckAs(ctx context.Context, key data.Opener, person string, c record.Check) error
}

// saveProblem names the sentence for an error of the store, never the error itself.
func saveProblem(err error) string {
	if errors.Is(err, data.ErrDiskFull) || errors.Is(err, syscall.ENOSPC) {
		return "save.full"
	}
	if errors.Is(err, data.ErrKeySet) {
		return "save.keys"
	}
	return "save.failed"
}

// eraseTakes is how long the answer to a code takes, or a multiple of it: forgetting somebody is more
// work than finding nobody, and the time must not tell which it was.
const eraseTakes = 3 * time.Second

// erase gives the answer for the screen: the same, and after the same time, whether the code was known
// or not.
func (b *Booth) erase(ctx context.Context, code string) string {
	begun := time.Now()
	rc, err := entry.ParseReceiptCode(code)
	if err != nil {
		return session.ErasedFailed // its check digit is wrong, which anybody can work out
	}
	wait, err := b.Store.TryErase(ctx, rc)
	if wait > 0 {
		return session.ErasedWait
	}
	b.pause(eraseTakes - time.Since(begun)%eraseTakes)
	if err != nil && !errors.Is(err, data.ErrCodeUnknown) {
		return session.ErasedFailed
	}
	return session.ErasedDone
}

// desk is the volunteers' work over the store: what their passphrase opened, until the desk locks.
type desk struct {
	store deskStore
	pack  *event.Pack
	data  string // the data folder
	keyed func() // called when the event's key was opened: it may have signed the keys; nil for nobody

	mu     sync.Mutex
	turn   int // how often it was locked: what was begun before a lock is not opened after it
	key    data.Opener
	opened *screen.Opened
}

// newDesk makes a locked desk over the store of a data folder. It calls keyed when the event's key was opened, which may have
// signed the keys; nil for nobody.
func newDesk(store deskStore, pack *event.Pack, dataFolder string, keyed func()) *desk {
	return &desk{store: store, pack: pack, data: dataFolder, keyed: keyed}
}

// errLeft says that the desk was left while it was being opened.
var errLeft = errors.New("the desk was left before it was open")

// Unlock implements screen.Desk. The store holds wrong passphrases back.
func (d *desk) Unlock(ctx context.Context, passphrase []byte) error {
	defer clear(passphrase)
	turn := d.now()
	key, wait, err := d.store.TryPassphrase(passphrase)
	if wait > 0 {
		return screen.Wait(wait)
	}
	if err != nil {
		return err
	}
	if d.keyed != nil {
		d.keyed()
	}
	opened, err := d.read(ctx, key)
	if err == nil && !d.open(turn, key, opened) {
		err = errLeft
	}
	if err != nil {
		drop(key, opened)
	}
	return err
}

// read opens all sign-ups.
func (d *desk) read(ctx context.Context, key data.Opener) (*screen.Opened, error) {
	recs, faults, err := d.store.Records(ctx, key, nil)
	if err != nil {
		return nil, err
	}
	damaged := 0
	for _, f := range faults {
		if !f.Aside() {
			damaged++
		}
	}
	return &screen.Opened{Records: recs, Damaged: damaged, Faults: faults}, nil
}

// reread opens all sign-ups anew, where the desk is open, and gives what empties the list that was open before.
func (d *desk) reread(ctx context.Context) (empty func(), err error) {
	turn := d.now()
	d.mu.Lock()
	key, before := d.key, d.opened
	d.mu.Unlock()
	empty = func() { drop(nil, before) }
	if before == nil {
		return empty, nil
	}
	opened, err := d.read(ctx, key)
	if err != nil {
		return empty, err
	}
	if !d.open(turn, key, opened) {
		drop(nil, opened)
		return empty, errLeft
	}
	return empty, nil
}

// now is the turn that what is begun belongs to.
func (d *desk) now() int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.turn
}

// open keeps what was opened in the turn, unless the desk was locked since.
func (d *desk) open(turn int, key data.Opener, opened *screen.Opened) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.turn != turn {
		return false
	}
	d.key, d.opened = key, opened
	return true
}

// drop forgets a key and what it opened: whoever still holds the list finds it empty.
func drop(key data.Opener, opened *screen.Opened) {
	if key != nil {
		key.Close()
	}
	if opened != nil {
		clear(opened.Records)
		opened.Records = nil
	}
}

// Export implements screen.Desk: a new file of its own name, never over an old one.
func (d *desk) Export(ctx context.Context, format, forWhom, folder string, progress func(done, total int)) (string, error) {
	// A copy of its own, which a lock meanwhile does not empty under it.
	from, ok := d.records()
	defer clear(from.Records)
	if !ok {
		return "", fmt.Errorf("exporting: %w", data.ErrPassphrase)
	}
	path := filepath.Join(folder, fmt.Sprintf("matchbooth-%s-%s.%s", d.pack.ID, time.Now().Format("20060102-150405"), format))
	done, err := handover.Write(ctx, d.store, from, handover.Order{
		Pack: d.pack, Lang: "zh", Format: format, For: forWhom, Path: path, Data: d.data, Progress: progress,
		Begin: func() (func(), error) { return func() {}, os.MkdirAll(folder, 0o700) },
	})
	if err == nil && done.Unread > 0 {
		err = screen.Unread(done.Unread)
	}
	return done.Path, err
}

// Opened implements screen.Desk.
func (d *desk) Opened() *screen.Opened {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.opened
}

// records is a copy of the opened list, with the key that opened it; false where the desk is locked.
func (d *desk) records() (handover.Opened, bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.opened == nil {
		return handover.Opened{}, false
	}
	return handover.Opened{Key: d.key, Records: slices.Clone(d.opened.Records), Faults: d.opened.Faults}, true
}

// Count implements screen.Desk.
func (d *desk) Count(ctx context.Context) (int, error) {
	s, err := d.store.Status(ctx)
	return s.Signups, err
}

// Folder implements screen.Desk.
func (d *desk) Folder() string { return filepath.Join(d.data, "exports") }

// AddCheck implements screen.Desk.
func (d *desk) AddCheck(ctx context.Context, person string, c record.Check) error {
	d.mu.Lock()
	key := d.key
	d.mu.Unlock()
	return d.store.AddCheckAs(ctx, key, person, c)
}

// Lock forgets the key and everything it opened.
func (d *desk) Lock() {
	d.mu.Lock()
	defer d.mu.Unlock()
	drop(d.key, d.opened)
	d.key, d.opened = nil, nil
	d.turn++
}
