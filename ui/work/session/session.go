package session

import (
	"context"
	"errors"
	"maps"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"matchbooth/data"
	"matchbooth/data/record"
	"matchbooth/kiosk/event"
	"matchbooth/ui/work/calls"
	"matchbooth/ui/work/figures"
	"matchbooth/ui/work/handover"
	"matchbooth/ui/work/inbox"
	"matchbooth/ui/work/paper"
	"matchbooth/ui/work/people"
)

// Store is what a volunteers' session needs from the store.
type Store interface {
	handover.Store
	figures.Store
	paper.Store
	Mode() string
	SetMeta(key, value string) error
	AuditLog(ctx context.Context) ([]data.Audited, error)
	AuditHead(ctx context.Context) (data.AuditHead, error)
	AuditFaults(ctx context.Context) ([]record.Fault, error)
	Status(context.Context) (data.Status, error)
	TryPassphrase(context.Context, []byte) (key data.Opener, wait time.Duration, err error)
	Records(context.Context, data.Opener, func(done, total int)) ([]record.Record, []record.Fault, error)
	AddCheckAs(ctx context.Context, key data.Opener, person string, c record.Check) error
	RecordsOf(ctx context.Context, key data.Opener, person string) ([]record.Record, []record.Fault, error)
	Ends(ctx context.Context, records []record.Record, today time.Time) (map[string]data.End, error)
	DeskOf(data.Opener) (*data.Desk, error)
	AtDesk(*data.Desk) (data.AtDesk, error)
	PreviewMerge(ctx context.Context, path string, key data.Opener, opt data.MergeOptions) (data.MergePreview, error)
	Merge(ctx context.Context, path string, opt data.MergeOptions) (data.MergeReport, error)
	Claims(context.Context) ([]data.Claim, error)
	AcceptClaims(context.Context, *data.Desk, []data.Claim) error
	RefuseClaims(context.Context, *data.Desk, []data.Claim) error
}

// Session is the volunteers' work over the store: what their passphrase opened, until the desk is locked.
type Session struct {
	store Store
	pack  *event.Pack
	data  string // the data folder
	clock func() time.Time
	keyed func() // called when the event's key was opened, which may have signed the key set; may be nil

	onUI func(func()) // see EmptyOn
	box  *inbox.Box   // what people have sent from their phones
	hub  fromHub      // what came from the hub; see FetchFrom

	files   sync.Mutex // held while the files that anybody can read are remembered
	writing sync.Mutex // held while something is changed: one at a time

	mu     sync.Mutex
	turn   int // number of locks: what was begun before a lock must not be opened after it
	key    data.Opener
	opened *Opened
	shown  map[string]bool // persons whose values were looked at since it was opened
	by     string          // initials of who opened it; stay when it is locked, so that they need not be typed again
}

// New returns a locked session over the store of a data folder. The clock says what day it is, for who is to be called. It calls keyed when the event's key was opened, which may
// have signed the key set; keyed may be nil.
func New(store Store, pack *event.Pack, dataFolder string, clock func() time.Time, keyed func()) *Session {
	return &Session{store: store, pack: pack, data: dataFolder, clock: clock, keyed: keyed, box: inbox.Open(dataFolder), onUI: func(f func()) { f() }}
}

// EmptyOn has lists that were read anew emptied by run, which calls what it is given on the goroutine that draws: a page may
// be drawing one of them. Without it they are emptied at once. It must be called before the desk is opened.
func (d *Session) EmptyOn(run func(func())) { d.onUI = run }

// ErrLeft means that the desk was left while it was being opened.
var ErrLeft = errors.New("the desk was left before it was open")

// ErrStale means that a change was written, and that the person could not be read anew.
var ErrStale = errors.New("the change is saved, but could not be read again: lock the desk and open it again")

// Unlock implements [Desk]. The store enforces the delays after wrong passphrases.
func (d *Session) Unlock(ctx context.Context, passphrase []byte, by string) error {
	defer clear(passphrase)
	return d.unlock(ctx, by, func(ctx context.Context) (data.Opener, time.Duration, error) {
		return d.store.TryPassphrase(ctx, passphrase)
	})
}

// unlock opens the desk with the key that try opens.
func (d *Session) unlock(ctx context.Context, by string, try func(context.Context) (data.Opener, time.Duration, error)) error {
	turn := d.now()
	ctx = data.As(ctx, by)
	key, wait, err := try(ctx)
	if wait > 0 {
		return Wait(wait)
	}
	if err != nil {
		return err
	}
	if d.keyed != nil {
		d.keyed()
	}
	opened, err := d.read(ctx, key)
	if err == nil && !d.open(turn, key, opened) {
		err = ErrLeft
	}
	if err != nil {
		drop(key, opened)
		return err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.by = by
	return nil
}

// By implements [Desk].
func (d *Session) By() string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.by
}

// read opens all sign-ups with the key.
func (d *Session) read(ctx context.Context, key data.Opener) (*Opened, error) {
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
	return d.listed(ctx, recs, damaged, faults)
}

// listed makes what was opened ready to be searched, by the day it is now.
func (d *Session) listed(ctx context.Context, recs []record.Record, damaged int, faults []record.Fault) (*Opened, error) {
	o := &Opened{Records: recs, Damaged: damaged, Faults: faults}
	var err error
	if o.Ends, err = d.store.Ends(ctx, recs, d.clock()); err != nil {
		return nil, err
	}
	if d.pack == nil {
		return o, nil
	}
	o.Due = calls.Due(d.pack, recs, d.clock())
	due := map[string]bool{}
	for _, c := range o.Due {
		due[c.Person] = true
	}
	o.List = people.New(d.pack, recs, people.Options{Due: func(r record.Record) bool { return due[r.Person] }})
	return o, nil
}

// Judged calls do with what is opened, for a purge that asks what each agreed to; with nothing while the desk is locked.
// No change is written meanwhile.
func (d *Session) Judged(do func(data.Judging) error) error {
	d.writing.Lock()
	defer d.writing.Unlock()
	from, ok := d.records()
	if !ok {
		return do(data.Judging{})
	}
	defer clear(from.Records)
	d.mu.Lock()
	key := d.key
	d.mu.Unlock()
	return do(data.Judging{Records: from.Records, Faults: from.Faults, Key: key})
}

// Reread opens all sign-ups again if the desk is open, and returns a function that clears the previous list.
func (d *Session) Reread(ctx context.Context) (empty func(), err error) {
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
		return empty, ErrLeft
	}
	return empty, nil
}

// now returns the turn that an operation begun now belongs to.
func (d *Session) now() int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.turn
}

// open stores what was opened in the turn, unless the desk has been locked since.
func (d *Session) open(turn int, key data.Opener, opened *Opened) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.turn != turn {
		return false
	}
	d.key, d.opened = key, opened
	return true
}

// drop discards a key and what it opened: anyone who still holds the list finds it empty.
func drop(key data.Opener, opened *Opened) {
	if key != nil {
		key.Close()
	}
	if opened != nil {
		clear(opened.Records)
		clear(opened.Due)
		clear(opened.Ends)
		opened.Records, opened.Due, opened.Ends = nil, nil, nil
		if opened.List != nil {
			opened.List.Clear()
		}
	}
}

// Opened implements [Desk].
func (d *Session) Opened() *Opened {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.opened
}

// records returns a copy of the opened list and the key that opened it; false if the desk is locked.
func (d *Session) records() (handover.Opened, bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.opened == nil {
		return handover.Opened{}, false
	}
	return handover.Opened{Key: d.key, Records: slices.Clone(d.opened.Records), Faults: d.opened.Faults, Ends: maps.Clone(d.opened.Ends)}, true
}

// Count implements [Desk].
func (d *Session) Count(ctx context.Context) (int, error) {
	s, err := d.store.Status(ctx)
	return s.Signups, err
}

// Folder implements [Giving].
func (d *Session) Folder() string { return filepath.Join(d.data, "exports") }

// AddCheck implements [Desk].
func (d *Session) AddCheck(ctx context.Context, person string, c record.Check) error {
	d.mu.Lock()
	key := d.key
	d.mu.Unlock()
	ctx = data.As(ctx, c.Initials)
	return d.store.AddCheckAs(ctx, key, person, c)
}

// Lock discards the key and everything it opened.
func (d *Session) Lock() {
	d.mu.Lock()
	defer d.mu.Unlock()
	drop(d.key, d.opened)
	d.box.Forget()
	d.key, d.opened, d.shown = nil, nil, nil
	d.turn++
}
