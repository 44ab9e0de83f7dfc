package app

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"time"

	"matchbooth/data"
	"matchbooth/data/export"
	"matchbooth/kiosk/event"
	"matchbooth/kiosk/session"
	"matchbooth/ui/bridge"
	"matchbooth/ui/screen"
)

// Store is what the window needs of the store; *data.Store is one.
type Store interface {
	Mode() string
	Close() error
	Meta(key string) (string, bool)
	SetMeta(key, value string) error
	TalliesSince(ctx context.Context, from time.Time) (map[string]int, error)
	SignUpOnce(ctx context.Context, key []byte, up data.SignUp) (data.Saved, bool, error)
	Broken() error // not nil after a failed write, until Reopen
	Reopen() error
	AddCheck(ctx context.Context, person string, c data.Check) error
	TryErase(context.Context, data.ReceiptCode) (wait time.Duration, err error)
	CheckPIN(pin string) (bool, time.Duration)
	Tally(ctx context.Context, name string) error
	Audit(ctx context.Context, what string) error
	Status(context.Context) (data.Status, error)
	TryPassphrase([]byte) (key data.Opener, wait time.Duration, err error)
	Records(context.Context, data.Opener, func(done, total int)) ([]data.Record, []data.Fault, error)
	ErasedSinceExport(ctx context.Context, to string) ([]data.ReceiptCode, error)
	MarkExported(ctx context.Context, to string, codes []data.ReceiptCode) error
}

// saveProblem names the sentence for an error of the store, never the error itself.
func saveProblem(err error) string {
	if errors.Is(err, syscall.ENOSPC) || strings.Contains(err.Error(), "disk is full") {
		return "save.full"
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
	rc, err := data.ParseReceiptCode(code)
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

// desk is the volunteers' corner over the store.
type desk struct {
	store  Store
	pack   *event.Pack
	folder string

	mu     sync.Mutex
	key    data.Opener
	opened *screen.Opened
}

// Unlock implements screen.Desk. The store holds wrong passphrases back.
func (d *desk) Unlock(ctx context.Context, passphrase []byte) error {
	key, wait, err := d.store.TryPassphrase(passphrase)
	if wait > 0 {
		return screen.Wait(wait)
	}
	if err != nil {
		return err
	}
	recs, faults, err := d.store.Records(ctx, key, nil)
	if err != nil {
		return err
	}
	d.mu.Lock()
	d.key, d.opened = key, &screen.Opened{Records: recs, Damaged: len(faults)}
	d.mu.Unlock()
	return d.store.Audit(ctx, "desk opened")
}

// Export implements screen.Desk: a new file of its own name, never over an old one.
func (d *desk) Export(ctx context.Context, format, forWhom, folder string, progress func(done, total int)) (string, error) {
	opened := d.Opened()
	if opened == nil {
		return "", fmt.Errorf("exporting: %w", data.ErrPassphrase)
	}
	doc := bridge.Doc(d.pack, "zh")
	doc.Records = opened.Records
	var err error
	if doc.Erased, err = d.store.ErasedSinceExport(ctx, forWhom); err != nil {
		return "", err
	}
	if forWhom == "registry" {
		doc = export.Restrict(doc, bridge.Handover(d.pack), d.pack.Registry.Columns)
	}
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return "", err
	}
	name := fmt.Sprintf("matchbooth-%s-%s.%s", d.pack.ID, time.Now().Format("20060102-150405"), format)
	res, err := export.ToFile(filepath.Join(folder, name), format, doc, nil, progress)
	if err != nil {
		return "", err
	}
	codes := make([]data.ReceiptCode, len(doc.Records))
	for i, r := range doc.Records {
		codes[i] = r.Code
	}
	if err := d.store.MarkExported(ctx, forWhom, codes); err != nil {
		return "", err
	}
	return res.Path, d.store.Audit(ctx, fmt.Sprintf("export %s for %s: %d people", format, forWhom, res.Rows))
}

// Opened implements screen.Desk.
func (d *desk) Opened() *screen.Opened {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.opened
}

// Count implements screen.Desk.
func (d *desk) Count(ctx context.Context) (int, error) {
	s, err := d.store.Status(ctx)
	return s.Signups, err
}

// Folder implements screen.Desk.
func (d *desk) Folder() string { return d.folder }

// AddCheck implements screen.Desk.
func (d *desk) AddCheck(ctx context.Context, person string, c data.Check) error {
	return d.store.AddCheck(ctx, person, c)
}

// Lock forgets the key and everything it opened.
func (d *desk) Lock() {
	d.mu.Lock()
	d.key, d.opened = nil, nil
	d.mu.Unlock()
}
