// Package mirror keeps the second copy of the journal in a folder on another disk: a card, a stick. All it needs from the
// store is one small interface, see [Store].
package mirror

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

// Mirror keeps a second copy of the journal in a folder on another disk: a card, a stick. It works in the background: the
// journal tells it how far it has come, and a goroutine copies what is missing, so that no sign-up waits for the second
// disk, however slow or dead that is. Until a line is fsynced there it counts as behind.
//
// The copy is the journal byte for byte, in a file named for the booth, so that several booths may share a folder:
//
//	journal-BOOTH        the journal
//	journal-BOOTH-more   lines that were found there and are not in the journal: a rescue reads both
//	keys-BOOTH.toml      the public keys of the event
//	booths-BOOTH         the booths' public signing keys, a line each: id, space, base64; and the head of the audit,
//	                     in a line that older programs skip: "audit", lines, SHA-256
//	statements-BOOTH     what the desk has said, if it has said anything, see statementcopy.go
//	pack-DIGEST.zip      the versions of the event pack, once it was changed, see packs.go
//	matchbooth-copy.id   the stick's id: a stick that was erased from is not confused with another one in its place
//
// The folder may disappear and come back, be full, be write-protected, hang, or be another stick. Before anything is
// written the copy is compared with the journal; if it is not a prefix of the journal, a new one is written beside it and
// renamed, and no line that only the copy has, and that a booth has signed, is lost. Files are open only while being
// written, so that a stick can be pulled out when nothing is.
//
// The stick is somebody else's: it is opened by package outside, once for each pass, and if it contains what no booth
// would leave there (a link, a pipe, a file of absurd size), the booth goes on without it and says so.
type Mirror struct {
	store            Store // never waited for
	Dir, data, booth string
	event            string
	fail             func(step string) error
	clock            func() time.Time

	wake   chan struct{} // there is something to do
	ending chan struct{} // catch up, then end
	stop   chan struct{} // end immediately
	done   chan struct{}
	asks   chan ask
	// running is guarded by the store's lock.
	running bool
	src     sync.Mutex // held while the journal is replaced, and while a piece of it is read

	mu     sync.Mutex
	gen    int   // counts the rewritings of the journal
	moving bool  // it was replaced, and the new one is not known yet
	size   int64 // of the journal, fsynced
	lines  int   // in it
	there  int   // of these, fsynced in the copy
	aim    int   // how many the current pass will bring there
	since  time.Time
	later  time.Time // when the first line came after the current pass began
	known  entry.Booths
	trust  *trust.Trust
	fault  Fault
	looked bool      // a first pass has ended
	busy   time.Time // when the current step on the other disk began, by the real clock; zero between passes
	same   bool      // the copy is on the data folder's own disk
	extra  int
	audit  db.AuditHead // the head of the store's audit

	otherAudit bool // the stick has another one
	// Used by the goroutine only.
	at         *outside.Folder // during a pass
	have       copyOf
	stick      string
	sides      map[string]side
	statements statementText
	held       string // the line about another audit that stays on the stick
}

// The mirror's waiting times and time limits. Variables for tests.
var (
	Pause      = 50 * time.Millisecond // after a sign-up, before touching the second disk
	Retry      = time.Second           // while behind
	Look       = 5 * time.Second       // while there is nothing to do: is the stick still there?
	HangsAfter = 3 * time.Second       // a step that takes longer hangs
	Last       = 2 * time.Second       // how long Close waits for the last lines
)

// The limits of a stick. Beyond them the folder counts as somebody else's, and is left alone ([Foreign]). Variables for
// tests.
var (
	MaxID        int64 = 64       // bytes of matchbooth-copy.id
	MaxSide      int64 = 64 << 10 // bytes of a list of keys
	MaxFile      int64 = 1 << 30  // bytes of a file of lines, beyond four times the journal
	MaxScan      int64 = 64 << 20 // bytes read for lines without an end, beyond the size of the file
	MaxMore      int64 = 1 << 30  // bytes of lines that only the copy has
	MaxMoreLines       = 500_000  // of them; each takes about 60 bytes of memory
)

// mirrorTurns lets only one goroutine of this process work on a copy: one that hung with its stick may wake up when the
// next one is already working.
var mirrorTurns = struct {
	sync.Mutex
	last map[string]chan struct{}
}{last: map[string]chan struct{}{}}

// FileName returns the name of the copy.
func FileName(booth string) string { return "journal-" + booth }

// Path returns the path of the copy.
func (m *Mirror) Path() string { return filepath.Join(m.Dir, FileName(m.booth)) }

// Check refuses a folder that is unsuitable for the second copy: one inside the data folder, or another booth's. A folder
// that is missing at the moment is not refused.
func Check(data, dir string) error {
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
		return fmt.Errorf("%w: it is inside the data folder: choose one on another disk", ErrFolder)
	}
	if info, err := os.Lstat(dir); err == nil && info.Mode()&(os.ModeSymlink|os.ModeIrregular) != 0 {
		return fmt.Errorf("%w: it is a link: give the folder itself", ErrFolder)
	}
	if info, err := os.Stat(dir); err == nil && !info.IsDir() {
		return fmt.Errorf("%w: it is a file: give a folder", ErrFolder)
	}
	if _, err := os.Stat(filepath.Join(dir, folder.DB)); err == nil {
		return fmt.Errorf("%w: it is a booth's data folder: take another one", ErrFolder)
	}
	return nil
}

// CheckSoon is Check for a disk that may hang: then it refuses nothing.
func CheckSoon(data, dir string) error {
	got := make(chan error, 1)
	go func() { got <- Check(data, dir) }()
	t := time.NewTimer(Last)
	defer t.Stop()
	select {
	case err := <-got:
		return err
	case <-t.C:
		return nil
	}
}

// ErrFolder: the folder cannot hold the journal's second copy.
var ErrFolder = errors.New("the folder cannot hold the second copy")

// Renewed tells the mirror that the journal was opened or replaced: nothing of it is known to be in the copy.
func (m *Mirror) Renewed(j *journal.Journal) {
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
	m.Nudge()
}

// grown is called by the journal with what it has fsynced. It does not wait for anything.
func (m *Mirror) grown(size int64, lines int) {
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
	m.Nudge()
}

// Nudge makes the mirror start a pass soon.
func (m *Mirror) Nudge() {
	select {
	case m.wake <- struct{}{}:
	default:
	}
}

// Options are for making a mirror.
type Options struct {
	Dir, Data, Booth, Event string
	Fail                    func(step string) error
	Clock                   func() time.Time
	Known                   entry.Booths
	Trust                   *trust.Trust
	Audit                   db.AuditHead
}

// New makes a mirror; Start starts it.
func New(store Store, o Options) *Mirror {
	return &Mirror{
		store: store, Dir: o.Dir, data: o.Data, booth: o.Booth, event: o.Event, fail: o.Fail, clock: o.Clock, known: o.Known, trust: o.Trust, audit: o.Audit,
		wake: make(chan struct{}, 1), ending: make(chan struct{}), stop: make(chan struct{}), done: make(chan struct{}), asks: make(chan ask),
	}
}

// Start starts copying the journal. From here on the mirror may use the store.
func (m *Mirror) Start(j *journal.Journal, known entry.Booths, t *trust.Trust) {
	m.Renewed(j)
	m.mu.Lock()
	m.known, m.trust = known, t
	m.mu.Unlock()
	mirrorTurns.Lock()
	before := mirrorTurns.last[m.Path()]
	mirrorTurns.last[m.Path()] = m.done
	mirrorTurns.Unlock()
	m.running = true
	go m.run(before)
}

// WhileReplaced keeps the mirror from reading while the journal is replaced, and from confusing the new one with the old
// one until it is told about it.
func (m *Mirror) WhileReplaced(replace func() error) error {
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

// Finish lets the mirror catch up for at most [Last]. A goroutine whose disk hangs is abandoned: it does nothing more
// when it wakes up. The caller holds the store's lock.
func (m *Mirror) Finish() {
	if !m.running {
		return
	}
	m.running = false
	close(m.ending)
	defer close(m.stop)
	patience := time.NewTimer(Last)
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

// State fills in the state of the copy, except whether an erasure is pending. It never waits for a disk.
func (m *Mirror) State(st State) State {
	m.mu.Lock()
	defer m.mu.Unlock()
	st.Dir, st.Behind, st.Extra, st.SameDisk, st.Fault = m.Dir, m.lines-m.there, m.extra, m.same, m.fault
	st.OtherAudit = m.otherAudit
	if st.Behind > 0 {
		st.Since = m.since
	}
	if !m.busy.IsZero() && time.Since(m.busy) > HangsAfter {
		st.Fault = Hangs
	}
	st.Err = st.Fault.Sentence()
	return st
}

// Reached returns how many lines of the journal are fsynced in the copy, the first of the journal, and how many the
// journal has. It never waits for a disk.
func (m *Mirror) Reached() (there, lines int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.there, m.lines
}

// PassedOnce says whether a first pass has ended.
func (m *Mirror) PassedOnce() bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.looked
}

// Ended returns a channel that is closed once the mirror has stopped.
func (m *Mirror) Ended() <-chan struct{} { return m.done }

// SetAudit sets the head of the store's audit.
func (m *Mirror) SetAudit(head db.AuditHead) {
	m.mu.Lock()
	m.audit = head
	m.mu.Unlock()
	m.Nudge()
}

// KnowsOtherAudit says whether the copy has a head of an audit that the store's audit does not pass through.
func (m *Mirror) KnowsOtherAudit() bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.otherAudit
}

// SetKnown sets which booths are known.
func (m *Mirror) SetKnown(known entry.Booths) {
	m.mu.Lock()
	m.known = known
	m.mu.Unlock()
	m.Nudge()
}

// SetTrust sets the folder's trust.
func (m *Mirror) SetTrust(t *trust.Trust) {
	m.mu.Lock()
	m.trust = t
	m.mu.Unlock()
}
