package data

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"matchbooth/data/entry"
	"matchbooth/data/internal/db"
	"matchbooth/data/internal/folder"
	"matchbooth/data/internal/journal"
	"matchbooth/data/internal/trust"
	"matchbooth/data/outside"
)

// mirror keeps a second copy of the journal in a folder on another disk: a card, a stick. It works behind the store's
// back: the journal tells it how far it has come, and a goroutine copies what is missing, so that no sign-up waits for
// the second disk, however slow or dead that is. Until a line is fsynced there it counts as behind.
//
// The copy is the journal byte for byte, in a file named for the booth, so that several booths may share a folder:
//
//	journal-BOOTH        the journal
//	journal-BOOTH-more   lines that were found there and are not in the journal: a rescue reads both
//	keys-BOOTH.toml      the public keys of the event
//	booths-BOOTH         the booths' public signing keys, a line each: id, space, base64; and how far the audit has
//	                     come, which programs of before pass over: "audit", lines, SHA-256
//	statements-BOOTH     what the desk has said, where it has said something, see statementcopy.go
//	matchbooth-copy.id   names the stick: one that was erased from is not taken for another one in the same place
//
// The folder may vanish and come back, be full, be write-protected, hang, or be another stick. Before anything is
// written the copy is held against the journal; what is not its beginning is written anew beside it and renamed, and
// no line that only the copy has, and that a booth has signed, is thrown away. Files are open only while something is
// written, so that a stick can be taken out when nothing is.
//
// The stick is somebody else's: it is opened by package outside, once for each pass, and what no booth would leave there
// (a link, a pipe, a file of absurd size) makes the booth go on without it and say so.
type mirror struct {
	s                *Store // for the list of copies, see mirrorlist.go; never waited for
	dir, data, booth string
	fail             func(step string) error
	clock            Clock

	wake   chan struct{} // there is something to do
	ending chan struct{} // finish and end
	stop   chan struct{} // end now
	done   chan struct{}
	asks   chan ask
	// running is under the store's lock.
	running bool
	src     sync.Mutex // held while the journal is replaced, and while a piece of it is read

	mu     sync.Mutex
	gen    int   // which writing of the journal
	moving bool  // it was replaced, and the new one is not known yet
	size   int64 // of the journal, fsynced
	lines  int   // in it
	there  int   // of these, fsynced in the copy
	aim    int   // how many the present pass brings there
	since  time.Time
	later  time.Time // of the first line that came after the present pass began
	known  entry.Booths
	trust  *trust.Trust
	fault  MirrorFault
	looked bool      // a first pass has come to an end
	busy   time.Time // when the present step on the other disk began, by the real clock; zero between passes
	same   bool      // the copy lies on the disk of the folder itself
	extra  int
	audit  db.AuditHead // how far the store's audit has come

	otherAudit bool // the stick knows another one
	// The goroutine's own.
	at    *outside.Folder // while a pass lasts
	have  copyOf
	stick string
	sides map[string]side
	told  toldText
	held  string // the line about another audit that stays on the stick
}

// Patience of the mirror. Variables for tests.
var (
	mirrorPause = 50 * time.Millisecond // after a sign-up, before the second disk is touched
	mirrorRetry = time.Second           // while behind
	mirrorLook  = 5 * time.Second       // while nothing is to be done: is the stick still there?
	mirrorHangs = 3 * time.Second       // a step that takes longer hangs
	mirrorLast  = 2 * time.Second       // how long Close waits for the last lines
)

// What is believed of a stick. Beyond it the folder counts as somebody else's, and is left alone ([MirrorForeign]).
// Variables for tests.
var (
	mirrorIDMost    int64 = 64       // bytes of matchbooth-copy.id
	mirrorSideMost  int64 = 64 << 10 // bytes of a list of keys
	mirrorFileMost  int64 = 1 << 30  // bytes of a file of lines, beyond four times the journal
	mirrorScanMost  int64 = 64 << 20 // bytes read for lines that have no end, beyond the size of the file
	mirrorMoreMost  int64 = 1 << 30  // bytes of lines that only the copy has
	mirrorMoreLines       = 500_000  // of them; each takes some 60 bytes of memory
)

// mirrorTurns lets only one goroutine of this process work on a copy: one that hung with its stick may wake up when the
// next one is there.
var mirrorTurns = struct {
	sync.Mutex
	last map[string]chan struct{}
}{last: map[string]chan struct{}{}}

// mirrorName is the copy's file.
func mirrorName(booth string) string { return "journal-" + booth }

func (m *mirror) path() string { return filepath.Join(m.dir, mirrorName(m.booth)) }

// mirrorDir is the folder for the copy: what was asked for, or what was last used.
func (s *Store) mirrorDir(ctx context.Context) (string, error) {
	if s.opt.Mirror != "" {
		return filepath.Abs(s.opt.Mirror)
	}
	if !s.opt.MirrorAgain {
		return "", nil
	}
	dir, _, err := db.GetMeta(ctx, s.db, db.MetaMirror)
	return dir, err
}

// CheckMirror refuses a folder for the second copy that would be none: one inside the data folder, or another booth's.
// A folder that is not there at the moment is none of that.
func CheckMirror(data, dir string) error {
	real := func(p string) string {
		if a, err := filepath.Abs(p); err == nil {
			p = a
		}
		if r, err := filepath.EvalSymlinks(p); err == nil {
			p = r
		}
		return p
	}
	rel, err := filepath.Rel(real(data), real(dir))
	if err == nil && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator)) {
		return fmt.Errorf("%w: it lies inside the data folder: take one on another disk", ErrMirrorFolder)
	}
	if info, err := os.Lstat(dir); err == nil && info.Mode()&(os.ModeSymlink|os.ModeIrregular) != 0 {
		return fmt.Errorf("%w: it is a link: give the folder itself", ErrMirrorFolder)
	}
	if info, err := os.Stat(dir); err == nil && !info.IsDir() {
		return fmt.Errorf("%w: it is a file: give a folder", ErrMirrorFolder)
	}
	if _, err := os.Stat(filepath.Join(dir, folder.DB)); err == nil {
		return fmt.Errorf("%w: it is a booth's data folder: take another one", ErrMirrorFolder)
	}
	return nil
}

// checkMirrorSoon is CheckMirror for a disk that may hang: then there is nothing to be refused.
func checkMirrorSoon(data, dir string) error {
	got := make(chan error, 1)
	go func() { got <- CheckMirror(data, dir) }()
	t := time.NewTimer(mirrorLast)
	defer t.Stop()
	select {
	case err := <-got:
		return err
	case <-t.C:
		return nil
	}
}

// NoMirror forgets the folder of the second copy: [Options.MirrorAgain] finds none any more. What is there stays there,
// and an erasure still has to reach it.
func (s *Store) NoMirror() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.sound(); err != nil {
		return err
	}
	if err := db.DropMeta(context.Background(), s.db, db.MetaMirror); err != nil {
		return s.breaks(fmt.Errorf("keeping a setting: %w", err))
	}
	return nil
}

// ErrMirrorFolder: the folder cannot hold the journal's second copy.
var ErrMirrorFolder = errors.New("the folder cannot hold the second copy")

// openMirror makes the mirror ready; it begins to work at startMirror. With erased, what was erased may still stand in
// every copy there has ever been.
func (s *Store) openMirror(ctx context.Context, erased bool) error {
	if err := s.loadCopies(ctx, erased); err != nil {
		return err
	}
	dir, err := s.mirrorDir(ctx)
	if err != nil || dir == "" {
		return err
	}
	if err := checkMirrorSoon(s.dir, dir); err != nil {
		if s.opt.Mirror != "" {
			return err
		}
		// It was fine the last time. The booth opens all the same, but nobody should go on trusting in a copy.
		s.note("There is no second copy now: %s, where it was the last time, cannot hold one any more. Give another folder with --mirror.", dir)
		return nil
	}
	if err := db.SetMeta(ctx, s.db, db.MetaMirror, dir); err != nil {
		return err
	}
	audit, err := db.ReadAuditHead(ctx, s.db)
	if err != nil {
		return err
	}
	s.mirror.Store(&mirror{
		s: s, dir: dir, data: s.dir, booth: s.booth, fail: s.fail, clock: s.clock, known: s.known, trust: s.trust, audit: audit,
		wake: make(chan struct{}, 1), ending: make(chan struct{}), stop: make(chan struct{}), done: make(chan struct{}), asks: make(chan ask),
	})
	return nil
}

// startMirror begins to copy. It is the last thing that opening does: from here on the mirror may use the store.
func (s *Store) startMirror() {
	m := s.mirror.Load()
	if m == nil {
		return
	}
	m.renewed(s.journal)
	m.mu.Lock()
	m.known, m.trust = s.known, s.trust
	m.mu.Unlock()
	mirrorTurns.Lock()
	before := mirrorTurns.last[m.path()]
	mirrorTurns.last[m.path()] = m.done
	mirrorTurns.Unlock()
	m.running = true
	go m.run(before)
}

// renewed takes over a journal that was opened or replaced: nothing of it is known to be in the copy.
func (m *mirror) renewed(j *journal.Journal) {
	m.mu.Lock()
	m.gen++
	m.moving = false
	m.size, m.lines, m.there = j.Size, j.Lines, 0
	m.since, m.later = time.Time{}, time.Time{}
	if m.lines > 0 {
		m.since = m.clock()
	}
	m.mu.Unlock()
	j.Grew = m.grown
	m.nudge()
}

// grown is told by the journal what it has fsynced. It does not wait for anything.
func (m *mirror) grown(size int64, lines int) {
	m.mu.Lock()
	now := m.clock()
	if m.lines == m.there {
		m.since = now
	}
	if m.later.IsZero() {
		m.later = now
	}
	m.size, m.lines = size, lines
	m.mu.Unlock()
	m.nudge()
}

func (m *mirror) nudge() {
	select {
	case m.wake <- struct{}{}:
	default:
	}
}

// replaceJournal keeps the mirror from reading while the journal is replaced, and from taking the new one for the old
// until it is told of it.
func (s *Store) replaceJournal(replace func() error) error {
	m := s.mirror.Load()
	if m == nil {
		return replace()
	}
	m.src.Lock()
	defer m.src.Unlock()
	err := replace()
	if err == nil {
		m.mu.Lock()
		m.gen++
		m.moving = true
		m.mu.Unlock()
	}
	return err
}

// remirror has the copy written anew after an erasure. Until that is done it is listed as pending, on every stick.
func (s *Store) remirror(ctx context.Context) error {
	if err := s.loadCopies(ctx, true); err != nil {
		return err
	}
	if m := s.mirror.Load(); m != nil {
		m.renewed(s.journal)
	}
	return nil
}

// shutMirror lets the mirror finish, for [mirrorLast] at most. A goroutine whose disk hangs is left behind: it does
// nothing more when it wakes up.
func (s *Store) shutMirror() {
	m := s.mirror.Load()
	if m == nil || !m.running {
		return
	}
	m.running = false
	close(m.ending)
	defer close(m.stop)
	patience := time.NewTimer(mirrorLast)
	defer patience.Stop()
	for {
		select {
		case a := <-m.asks:
			a.got <- m.answer(a.do)
		case <-m.done:
			return
		case <-patience.C:
			return
		}
	}
}

// Mirror says how the second copy stands. It never waits for a disk, nor for the store.
func (s *Store) Mirror() MirrorState {
	st := MirrorState{Pending: s.stale.Load() > 0}
	m := s.mirror.Load()
	if m == nil {
		return st
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	st.Dir, st.Behind, st.Extra, st.SameDisk, st.Fault = m.dir, m.lines-m.there, m.extra, m.same, m.fault
	st.OtherAudit = m.otherAudit
	if st.Behind > 0 {
		st.Since = m.since
	}
	if !m.busy.IsZero() && time.Since(m.busy) > mirrorHangs {
		st.Fault = MirrorHangs
	}
	st.Err = st.Fault.Sentence()
	return st
}

// MirrorSettled waits until the second copy has caught up, or cannot, or the time is over, and says how it stands.
func (s *Store) MirrorSettled(ctx context.Context) MirrorState {
	for {
		st := s.Mirror()
		m := s.mirror.Load()
		if m == nil || st.Fault != "" || ctx.Err() != nil {
			return st
		}
		m.mu.Lock()
		looked := m.looked
		m.mu.Unlock()
		if looked && st.Behind == 0 && !s.staleHere(m) {
			return s.Mirror()
		}
		select {
		case <-m.done:
			return s.Mirror()
		case <-ctx.Done():
		case <-time.After(5 * time.Millisecond):
		}
	}
}
