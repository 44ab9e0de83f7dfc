package data

import (
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"matchbooth/data/entry"
	"matchbooth/data/internal/audit"
	"matchbooth/data/internal/db"
	"matchbooth/data/internal/folder"
	"matchbooth/data/internal/hubside"
	"matchbooth/data/internal/journal"
	"matchbooth/data/internal/lockout"
	"matchbooth/data/internal/mirror"
	"matchbooth/data/internal/trust"
	"matchbooth/data/keyset"
	"matchbooth/data/seal"
)

// Clock returns the time; tests and simulated days use their own.
type Clock func() time.Time

// Options are for opening a folder. The zero value is good.
type Options struct {
	Clock Clock // nil: time.Now
	// Mirror is a folder on another disk that gets a copy of the journal, see [Store.Mirror]; "" for none.
	Mirror string
	// By names who works with the store, by initials, for the audit; see [As] and [CheckWho]. "" if nobody is named.
	By string
	// ReuseMirror uses the folder of the last time if Mirror is empty.
	ReuseMirror bool

	uptime func() lockout.Uptime // tests use their own
}

// author is who acts under these options.
func (o Options) author() audit.Author { return audit.Author{By: o.By, Now: o.now} }

// now is the time by the clock of the options.
func (o Options) now() time.Time {
	if o.Clock == nil {
		return time.Now()
	}
	return o.Clock()
}

// Store is an open data folder. It is safe for concurrent use.
type Store struct {
	dir    string
	opt    Options
	clock  Clock
	lock   *folder.Held
	fail   func(step string) error // failpoints for tests
	uptime func() lockout.Uptime   // the clock that delays run on
	match  func(hash, pin string) bool
	mirror atomic.Pointer[mirror.Mirror]
	copies atomic.Pointer[[]mirror.Copy] // every second copy there has ever been
	stale  atomic.Int32                  // how many of these may contain what was erased
	saving atomic.Int32                  // how many callers wait for something to be saved

	early   atomic.Pointer[glance] // what is answered from while the rest is read; nil otherwise
	wanted  sync.Once              // closes begin
	begin   chan struct{}          // closed when somebody waits for everything to be read
	opening chan struct{}          // closed once everything has been read, with openErr set before; nil after [Open]
	openErr error

	keyMu   sync.Mutex // guards event-key.age; locked before mu
	mergeMu sync.Mutex // one merge at a time: they share a folder; locked before mu

	newerKeys atomic.Pointer[string] // what the second copy knows about a newer key set

	backing sync.Mutex // one backup at a time; locked before mu

	mu         sync.Mutex // guards everything below, and the connection
	db         *db.DB
	dbFile     os.FileInfo // booth.db as it was opened
	journal    *journal.Journal
	moved      int   // counts changes other than appends: erasures, merges
	broken     error // why nothing is written until Reopen
	closed     bool
	repaired   []string
	mode       string
	event      string
	recipients seal.Recipients
	set        *keyset.Set // the set that recipients come from, and who signed it
	keysFault  string      // why nobody can sign up under the set, or ""
	key        ed25519.PrivateKey
	booth      string
	known      entry.Booths
	trust      *trust.Trust
	salt       []byte
	seq, tick  int64                            // the last ones used
	codes      map[entry.ReceiptCode]codeHolder // of everybody ever signed up here, erased or not
	inDoubt    *inDoubt
	pinHash    string
	attempts   allAttempts
	restoring  bool // this folder is being made from a backup, so that it has no signing key yet

	announcedErased map[string][]entry.ReceiptCode // erased codes returned by ErasedSinceExport
	counts          gathered                       // counts of visitors, not on the disk yet
	importing       bool                           // the audit has the start of an import
}

// codeHolder counts how many people have a code; more than one only after a merge.
type codeHolder uint8

// Open locks a folder for this process, until Close or the end of the process. It compares store and journal and restores
// what one lacks from the other; [Store.Repaired] says what was done. Its errors are [ErrLocked], [ErrNotBooth],
// [ErrNewer] or [ErrDamaged], wrapped in a sentence with a next step; a damaged or foreign booth.db is left as it is.
func Open(dir string, opt Options) (*Store, error) {
	return openStore(dir, opt, folder.NoFail)
}

func openStore(dir string, opt Options, fail func(string) error) (*Store, error) {
	s, err := lockStore(dir, opt, fail)
	if err != nil {
		return nil, err
	}
	if err := s.load(context.Background()); err != nil {
		s.lock.Close()
		return nil, err
	}
	return s, nil
}

// lockStore locks a folder and clears it; what is in it has not been looked at yet.
func lockStore(dir string, opt Options, fail func(string) error) (*Store, error) {
	if err := audit.CheckWho(opt.By); err != nil {
		return nil, err
	}
	state, err := folder.IsBooth(dir)
	if err != nil {
		return nil, err
	}
	switch state {
	case folder.Missing, folder.Empty:
		return nil, fmt.Errorf("%w: there is no booth in %s yet: set one up first", folder.ErrNotBooth, dir)
	case folder.Foreign:
		return nil, fmt.Errorf("%w: %s has other files in it: give the booth's folder", folder.ErrNotBooth, dir)
	}
	lock, err := folder.Lock(dir)
	if err != nil {
		return nil, err
	}
	s := &Store{dir: dir, opt: opt, clock: opt.Clock, lock: lock, fail: fail, announcedErased: map[string][]entry.ReceiptCode{}}
	s.uptime, s.match, s.attempts = opt.uptime, lockout.MatchPIN, newAttempts()
	if s.uptime == nil {
		s.uptime = lockout.SystemUptime
	}
	if s.clock == nil {
		s.clock = time.Now
	}
	if err := s.clear(); err != nil {
		lock.Close()
		return nil, err
	}
	return s, nil
}

// clear removes what an interrupted merge or backup left, and what was fetched and not merged.
func (s *Store) clear() error {
	for _, name := range []string{mergingName, backingName, hubside.FetchedName} {
		if err := os.RemoveAll(filepath.Join(s.dir, name)); err != nil {
			return fmt.Errorf("clearing what an interrupted merge or backup left: %w", folder.Explain(err))
		}
	}
	return nil
}

// load opens everything in the folder and reconciles store and journal.
func (s *Store) load(ctx context.Context) (err error) {
	mend, err := s.inspect(ctx)
	if err != nil {
		return s.unusable(err)
	}
	// The settings are repaired before the tables are migrated: a migration seals to the keys in the settings.
	if s.db, err = db.OpenAfter(ctx, s.dir, func(ctx context.Context, db *db.DB) error {
		if err := mend.apply(ctx, db); err != nil {
			return fmt.Errorf("mending the settings: %w", err)
		}
		return nil
	}); err != nil {
		s.db = nil
		return s.unusable(err)
	}
	defer func() {
		if err != nil {
			s.shut()
			err = s.unusable(err)
		}
	}()
	if s.dbFile, err = os.Stat(filepath.Join(s.dir, folder.DB)); err != nil {
		return folder.Explain(err)
	}
	if err := s.fail("looked"); err != nil {
		return err
	}
	for _, n := range mend.notes {
		s.note("%s", n)
	}
	if err := s.loadSettings(ctx); err != nil {
		return err
	}
	if err := s.loadKeys(ctx); err != nil {
		return err
	}
	// Left by a change of the passphrase that did not get to its rename: the old file counts.
	_ = os.Remove(filepath.Join(s.dir, folder.EventKeyNew))
	if f := s.keyFileFault(ctx); f != "" {
		s.note("%s.", f)
	}
	if err := s.loadTrust(ctx); err != nil {
		return err
	}
	if err := s.leaveDistrusted(ctx); err != nil {
		return err
	}
	if err := s.fail("settings taken"); err != nil {
		return err
	}
	if err := s.compare(ctx); err != nil {
		return err
	}
	if err := s.fail("compared"); err != nil {
		return err
	}
	if err := s.noteOwnLines(ctx); err != nil {
		return fmt.Errorf("keeping the settings: %w", folder.Explain(err))
	}
	if err := s.sweepAll(ctx); err != nil {
		return err
	}
	if err := s.count(ctx); err != nil {
		return err
	}
	// Without its second copy a folder works as well as before; the next start writes it.
	if err := s.saveSettings(ctx); err != nil {
		s.note("The second copy of the settings could not be written: %v.", err)
	}
	if s.broken == nil {
		s.saveKeyFileSum(ctx, false)
	}
	s.startMirror()
	return nil
}

// unusable adds the next step to an error about a damaged folder.
func (s *Store) unusable(err error) error {
	if !errors.Is(err, folder.ErrDamaged) && !errors.Is(err, folder.ErrNotBooth) || errors.Is(err, errUnchanged) {
		return err
	}
	kept := "it has no journal"
	if n := journal.MaxLines(s.dir); n >= 0 {
		kept = fmt.Sprintf("its journal still holds %d sealed entries", n)
	}
	return fmt.Errorf("%w; %w: copy the folder %s away as it is (%s), and run matchbooth rescue", err, errUnchanged, s.dir, kept)
}

// errUnchanged marks an error that already has its next step, so that it is not added twice.
var errUnchanged = errors.New("nothing in it was changed")

// note adds a sentence for Repaired.
func (s *Store) note(format string, args ...any) {
	s.repaired = append(s.repaired, fmt.Sprintf(format, args...))
}

// Repaired returns what opening restored or found wrong, in plain sentences without personal data. Empty if all was well.
func (s *Store) Repaired() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]string(nil), s.repaired...)
}

// Mode is [ModePractice] or [ModeLive].
func (s *Store) Mode() string {
	if g := s.early.Load(); g != nil {
		return g.mode
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.mode
}

// Event is the id of the event this folder belongs to.
func (s *Store) Event() string {
	if g := s.early.Load(); g != nil {
		return g.event
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.event
}

// BoothID is the fingerprint of the booth's signing key: 32 hexadecimal digits.
func (s *Store) BoothID() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.booth
}

// Dir is the data folder.
func (s *Store) Dir() string { return s.dir }

// Fingerprints returns the fingerprints of the keys that open what is sealed here, the event's key first.
func (s *Store) Fingerprints() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.recipients.Fingerprints()
}

// sound returns an error if the store is closed or stopped.
func (s *Store) sound() error {
	if s.broken != nil {
		return fmt.Errorf("%w (%w)", ErrBroken, s.broken)
	}
	if s.closed || s.db == nil {
		return errors.New("the store is closed")
	}
	return nil
}

// breaks stops the store after a failed write: what is on the disk is not known until it has been read again.
func (s *Store) breaks(err error) error {
	err = folder.Explain(err)
	if s.broken == nil {
		s.broken = err
	}
	return failedWrite{err}
}

// failedWrite reads as its cause and is [ErrBroken].
type failedWrite struct{ cause error }

func (f failedWrite) Error() string   { return f.cause.Error() }
func (f failedWrite) Unwrap() []error { return []error{ErrBroken, f.cause} }

// Broken returns why the store has stopped, or nil.
func (s *Store) Broken() error {
	if s.early.Load() != nil {
		return nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.broken
}

// Reopen closes and reopens all files, compares and restores as [Open] does, and accepts writes again if all is well. The
// folder stays locked throughout. A sign-up whose saving failed half-way is found again by the next SignUp of the same
// content, so that nobody is saved twice.
func (s *Store) Reopen() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return errors.New("the store is closed")
	}
	s.shut()
	s.repaired = nil
	if err := s.load(context.Background()); err != nil {
		s.broken = err
		return err
	}
	s.broken = nil
	return nil
}

// shut closes the files but keeps the lock.
func (s *Store) shut() error {
	var errs []error
	s.stopMirror()
	if s.journal != nil {
		errs = append(errs, s.journal.Close())
		s.journal = nil
	}
	if s.db != nil {
		_ = s.distrustWAL() // if it cannot be read, SQLite cannot copy it either
		errs = append(errs, s.db.Close())
		s.db = nil
	}
	return errors.Join(errs...)
}

// Close unlocks the folder. A second Close does nothing.
func (s *Store) Close() error {
	if s.opening != nil {
		s.wanted.Do(func() { close(s.begin) })
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return nil
	}
	s.closed = true
	err := s.shut()
	if err != nil {
		err = fmt.Errorf("closing the store: %w", folder.Explain(err))
	}
	return errors.Join(err, s.lock.Close())
}

// damagedWAL says whether the -wal lacks something that SQLite believes is in it, and the length up to which it is good.
func (s *Store) damagedWAL(ctx context.Context) (bad bool, length int64, err error) {
	var busy, believed, done int
	if err := s.db.QueryRowContext(ctx, "PRAGMA wal_checkpoint(NOOP)").Scan(&busy, &believed, &done); err != nil {
		return false, 0, err
	}
	if believed <= 0 {
		return false, 0, nil
	}
	f, err := folder.Open(filepath.Join(s.dir, folder.WAL))
	if err != nil {
		return false, 0, err
	}
	defer f.Close()
	frames, length, err := db.SoundWAL(f)
	return frames < believed, length, err
}

// checkpoint moves the -wal into booth.db and empties it, unless it is damaged.
func (s *Store) checkpoint(ctx context.Context) error {
	bad, _, err := s.damagedWAL(ctx)
	if err != nil {
		return fmt.Errorf("reading %s: %w", folder.WAL, err)
	}
	if bad {
		return errors.New("the disk returned something else than was written: use another disk")
	}
	return s.db.Checkpoint(ctx)
}

// distrustWAL keeps damaged pages of the -wal out of booth.db. SQLite trusts what it believes it has written: on closing,
// it would copy a page that never reached the disk, or has changed since, over a good one. So a damaged -wal is truncated
// before its first incomplete transaction, and that copying fails; the next opening finds everything before it in the
// -wal, and the rest in the journal.
func (s *Store) distrustWAL() error {
	bad, length, err := s.damagedWAL(context.Background())
	if err != nil || !bad {
		return err
	}
	path := filepath.Join(s.dir, folder.WAL)
	if err := os.Truncate(path, length); err != nil {
		return fmt.Errorf("cutting %s: %w", folder.WAL, folder.Explain(err))
	}
	return nil
}
