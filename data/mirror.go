package data

import (
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
	store            mirrorStore // never waited for
	dir, data, booth string
	event            string
	fail             func(step string) error
	clock            func() time.Time

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

// ErrMirrorFolder: the folder cannot hold the journal's second copy.
var ErrMirrorFolder = errors.New("the folder cannot hold the second copy")

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

// mirrorOptions is what a mirror is made with.
type mirrorOptions struct {
	dir, data, booth, event string
	fail                    func(step string) error
	clock                   func() time.Time
	known                   entry.Booths
	trust                   *trust.Trust
	audit                   db.AuditHead
}

// newMirror makes a mirror ready; it begins to work at start.
func newMirror(store mirrorStore, o mirrorOptions) *mirror {
	return &mirror{
		store: store, dir: o.dir, data: o.data, booth: o.booth, event: o.event, fail: o.fail, clock: o.clock, known: o.known, trust: o.trust, audit: o.audit,
		wake: make(chan struct{}, 1), ending: make(chan struct{}), stop: make(chan struct{}), done: make(chan struct{}), asks: make(chan ask),
	}
}

// start begins to copy the journal. From here on the mirror may use the store.
func (m *mirror) start(j *journal.Journal, known entry.Booths, t *trust.Trust) {
	m.renewed(j)
	m.mu.Lock()
	m.known, m.trust = known, t
	m.mu.Unlock()
	mirrorTurns.Lock()
	before := mirrorTurns.last[m.path()]
	mirrorTurns.last[m.path()] = m.done
	mirrorTurns.Unlock()
	m.running = true
	go m.run(before)
}

// whileReplaced keeps the mirror from reading while the journal is replaced, and from taking the new one for the old
// until it is told of it.
func (m *mirror) whileReplaced(replace func() error) error {
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

// finish lets the mirror catch up, for [mirrorLast] at most. A goroutine whose disk hangs is left behind: it does
// nothing more when it wakes up. The caller holds the store's lock.
func (m *mirror) finish() {
	if !m.running {
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

// state says how the copy stands, all but whether an erasure is pending. It never waits for a disk.
func (m *mirror) state(st MirrorState) MirrorState {
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

// passedOnce says whether a first pass has come to an end.
func (m *mirror) passedOnce() bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.looked
}

// ended is closed once the mirror does nothing more.
func (m *mirror) ended() <-chan struct{} { return m.done }

// setAudit tells how far the store's audit has come.
func (m *mirror) setAudit(head db.AuditHead) {
	m.mu.Lock()
	m.audit = head
	m.mu.Unlock()
	m.nudge()
}

// knowsOtherAudit says whether the copy knows an audit by which the store's does not come.
func (m *mirror) knowsOtherAudit() bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.otherAudit
}

// setKnown tells which booths are known.
func (m *mirror) setKnown(known entry.Booths) {
	m.mu.Lock()
	m.known = known
	m.mu.Unlock()
	m.nudge()
}

// setTrust tells what the folder goes by.
func (m *mirror) setTrust(t *trust.Trust) {
	m.mu.Lock()
	m.trust = t
	m.mu.Unlock()
}
