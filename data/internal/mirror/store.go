package mirror

import (
	"context"
	"errors"
	"slices"
	"time"

	"matchbooth/data/internal/db"
)

// Store is what the mirror needs from the store whose journal it copies.
type Store interface {
	// TryLock takes the store's lock if it is free; Unlock releases it.
	TryLock() bool
	Unlock()
	// Usable says, under the lock, whether the store is open and sound, and this mirror is still its own.
	Usable() bool
	// Copies returns the list of all copies there have ever been. Without the lock; never changed in place.
	Copies() []Copy
	// SaveCopies saves the list, under the lock.
	SaveCopies(ctx context.Context, list []Copy) error
	// AuditPasses says, under the lock, whether the store's audit passes through the given head.
	AuditPasses(ctx context.Context, head db.AuditHead) (bool, error)
	// NewerKeys receives what the copy knows about a newer key set; nil for nothing. Without the lock.
	NewerKeys(why *string)
}

// Copy is one second copy that this folder has ever written to: which file on which stick. It is listed before the first
// line is written there, so that an erasure reaches all of them or says which it has not reached.
type Copy struct {
	Stick string `json:"stick"`           // matchbooth-copy.id there
	Dir   string `json:"dir"`             // where it was last seen
	File  string `json:"file"`            // in that folder
	Other bool   `json:"other,omitempty"` // it is on another disk than the data folder
	Stale bool   `json:"stale,omitempty"` // it may contain what was erased
}

// MaxCopies limits the list. A card that has another id each time would fill it endlessly; beyond this many, no new copy
// is written to, see [Store.ForgetMirror].
var MaxCopies = 500 // a variable for tests

// errEnding: the store is closing and has no more time for the mirror.
var errEnding = errors.New("the store closes")

// ask is something to be done under the store's lock.
type ask struct {
	do  func() error
	got chan error
}

// borrow runs something under the store's lock, without ever queueing for it: whoever closes the store holds the lock
// while waiting for the mirror, and runs it then.
func (m *Mirror) borrow(do func() error) error {
	m.idle(true) // this does not wait for the other disk
	defer m.idle(false)
	a := ask{do, make(chan error, 1)}
	for !m.store.TryLock() {
		select {
		case m.asks <- a:
			return <-a.got
		case <-m.stop:
			return errEnding
		case <-time.After(2 * time.Millisecond):
		}
	}
	defer m.store.Unlock()
	return m.answer(do)
}

// idle says that a step on the other disk pauses, or continues.
func (m *Mirror) idle(on bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.busy = time.Now(); on {
		m.busy = time.Time{}
	}
}

func (m *Mirror) answer(do func() error) error {
	if !m.store.Usable() {
		return errEnding
	}
	return do()
}

// onList says whether the copy on this stick is on the list: it may have been removed.
func (m *Mirror) onList(stick string) bool {
	return slices.ContainsFunc(m.store.Copies(), func(r Copy) bool { return r.Stick == stick && r.File == FileName(m.booth) })
}

// list adds the copy to the list, unless it is there already.
func (m *Mirror) list(stick string, other bool) error {
	is := func(r Copy) bool { return r.Stick == stick && r.File == FileName(m.booth) }
	for _, r := range m.store.Copies() {
		if is(r) && r.Dir == m.Dir && r.Other == other {
			return nil
		}
	}
	return m.borrow(func() error {
		list := append([]Copy(nil), m.store.Copies()...)
		for i, r := range list {
			if r.Stick == stick {
				list[i].Dir, list[i].Other = m.Dir, other
			}
			if is(r) {
				return m.store.SaveCopies(context.Background(), list)
			}
		}
		if len(list) >= MaxCopies {
			return errMirrorAlien
		}
		list = append(list, Copy{Stick: stick, Dir: m.Dir, File: FileName(m.booth), Other: other})
		return m.store.SaveCopies(context.Background(), list)
	})
}

// clean removes the stick's stale marks: nothing on it is older than rewriting gen of the journal.
func (m *Mirror) clean(stick string, gen int) error {
	return m.borrow(func() error {
		m.mu.Lock()
		now := m.gen
		m.mu.Unlock()
		if now != gen {
			return errMirrorOlder
		}
		list := append([]Copy(nil), m.store.Copies()...)
		for i, r := range list {
			if r.Stick == stick {
				list[i].Stale = false
			}
		}
		return m.store.SaveCopies(context.Background(), list)
	})
}
