package data

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"matchbooth/data/internal/db"
	"matchbooth/data/internal/folder"
)

// copyRecord is one second copy that this folder has ever written: which file on which stick. It is listed before the
// first line is written there, so that an erasure reaches all of them or says which it has not reached.
type copyRecord struct {
	Stick string `json:"stick"`           // matchbooth-copy.id there
	Dir   string `json:"dir"`             // where it was last seen
	File  string `json:"file"`            // in that folder
	Other bool   `json:"other,omitempty"` // it lies on another disk than the data folder
	Stale bool   `json:"stale,omitempty"` // it may hold what was erased
}

// mostCopies bounds the list. A card that has another name each time it is looked at would fill it without end; beyond
// this many no new one is written to, see [Store.ForgetMirror].
var mostCopies = 500 // a variable for tests

// loadCopies reads the list; with erased, it marks all of them.
func (s *Store) loadCopies(ctx context.Context, erased bool) error {
	text, _, err := db.GetMeta(ctx, s.db, db.MetaCopies)
	if err != nil {
		return err
	}
	var list []copyRecord
	if text != "" && json.Unmarshal([]byte(text), &list) != nil {
		return fmt.Errorf("%w: the list of second copies in %s is not readable", folder.ErrDamaged, folder.DB)
	}
	changed := false
	if erased {
		for i := range list {
			changed = changed || !list[i].Stale
			list[i].Stale = true
		}
	}
	if changed {
		return s.keepCopies(ctx, list)
	}
	s.tookCopies(list)
	return nil
}

func (s *Store) keepCopies(ctx context.Context, list []copyRecord, acts ...act) error {
	text, err := json.Marshal(list)
	if err != nil {
		return err
	}
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if err := db.SetMeta(ctx, tx, db.MetaCopies, string(text)); err != nil {
		return err
	}
	if err := s.writeActs(ctx, tx, acts...); err != nil {
		return err
	}
	if err := tx.Commit(); err != nil {
		return err
	}
	s.tookCopies(list)
	return nil
}

func (s *Store) tookCopies(list []copyRecord) {
	stale := int32(0)
	for _, r := range list {
		if r.Stale {
			stale++
		}
	}
	s.copies.Store(&list)
	s.stale.Store(stale)
}

// listed is the list as it stands; it may be read without the store's lock and is never changed in place.
func (s *Store) listed() []copyRecord {
	if p := s.copies.Load(); p != nil {
		return *p
	}
	return nil
}

// staleHere says whether the stick that the mirror works on is still to be cleaned. Others are out of its reach.
func (s *Store) staleHere(m *mirror) bool {
	for _, r := range s.listed() {
		if r.Stale && r.Dir == m.dir {
			return true
		}
	}
	return false
}

// errEnding says that the store closes and has no time for the mirror any more.
var errEnding = errors.New("the store closes")

// ask is something to be done under the store's lock.
type ask struct {
	do  func(*Store) error
	got chan error
}

// borrow runs something under the store's lock, without ever queueing for it: whoever closes the store holds the lock
// while it waits for the mirror, and does it then.
func (m *mirror) borrow(do func(*Store) error) error {
	m.idle(true) // it is not the other disk that is waited for
	defer m.idle(false)
	a := ask{do, make(chan error, 1)}
	for !m.s.mu.TryLock() {
		select {
		case m.asks <- a:
			return <-a.got
		case <-m.stop:
			return errEnding
		case <-time.After(2 * time.Millisecond):
		}
	}
	defer m.s.mu.Unlock()
	return m.answer(do)
}

// idle says that a step on the other disk pauses, or goes on.
func (m *mirror) idle(on bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.busy = time.Now(); on {
		m.busy = time.Time{}
	}
}

func (m *mirror) answer(do func(*Store) error) error {
	if m.s.mirror.Load() != m || m.s.db == nil || m.s.broken != nil {
		return errEnding
	}
	return do(m.s)
}

// onList says whether the copy on this stick is on the list: it may have been struck off.
func (m *mirror) onList(stick string) bool {
	return slices.ContainsFunc(m.s.listed(), func(r copyRecord) bool { return r.Stick == stick && r.File == mirrorName(m.booth) })
}

// list puts the copy on the list, where it is not yet.
func (m *mirror) list(stick string, other bool) error {
	is := func(r copyRecord) bool { return r.Stick == stick && r.File == mirrorName(m.booth) }
	for _, r := range m.s.listed() {
		if is(r) && r.Dir == m.dir && r.Other == other {
			return nil
		}
	}
	return m.borrow(func(s *Store) error {
		list := append([]copyRecord(nil), s.listed()...)
		for i, r := range list {
			if r.Stick == stick {
				list[i].Dir, list[i].Other = m.dir, other
			}
			if is(r) {
				return s.keepCopies(context.Background(), list)
			}
		}
		if len(list) >= mostCopies {
			return errMirrorAlien
		}
		list = append(list, copyRecord{Stick: stick, Dir: m.dir, File: mirrorName(m.booth), Other: other})
		return s.keepCopies(context.Background(), list)
	})
}

// clean takes the marks off the stick: nothing on it is older than the writing gen of the journal.
func (m *mirror) clean(stick string, gen int) error {
	return m.borrow(func(s *Store) error {
		m.mu.Lock()
		now := m.gen
		m.mu.Unlock()
		if now != gen {
			return errMirrorOlder
		}
		list := append([]copyRecord(nil), s.listed()...)
		for i, r := range list {
			if r.Stick == stick {
				list[i].Stale = false
			}
		}
		return s.keepCopies(context.Background(), list)
	})
}

// Copy is one second copy that this folder has ever written.
type Copy struct {
	Dir     string `json:"dir"` // where it was last seen
	Pending bool   `json:"pending"`
}

// Copies lists every second copy that this folder has ever written, by folder.
func (s *Store) Copies() []Copy {
	var out []Copy
	for _, r := range s.listed() {
		out = append(out, Copy{r.Dir, r.Stale})
	}
	return out
}

// ForgetMirror strikes a second copy off the list of those that an erasure must still reach: a stick that was lost, or
// destroyed. It says how many copies in this folder were struck off. Where the list is full it strikes off all of this
// folder, also those that no erasure waits for.
func (s *Store) ForgetMirror(ctx context.Context, dir string) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.ready(ctx); err != nil {
		return 0, err
	}
	var keep []copyRecord
	n, full := 0, len(s.listed()) >= mostCopies
	for _, r := range s.listed() {
		if r.Dir == dir && (r.Stale || full) {
			n++
			continue
		}
		keep = append(keep, r)
	}
	if n == 0 {
		return 0, nil
	}
	if err := s.keepCopies(ctx, keep, act{"second copy struck off, erased or not", 0}); err != nil {
		return 0, s.breaks(fmt.Errorf("forgetting a second copy: %w", err))
	}
	s.audited(ctx)
	return n, nil
}

// mirrorFaults is what Verify says about the copies.
func (s *Store) mirrorFaults() []string {
	var out []string
	for _, r := range s.listed() {
		if r.Stale {
			out = append(out, fmt.Sprintf("the journal's copy %s in %s may still hold what was erased: open the folder with it there", r.File, r.Dir))
		}
	}
	return out
}
