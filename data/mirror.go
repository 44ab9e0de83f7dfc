package data

import (
	"context"
	"encoding/json"
	"fmt"
	"path/filepath"
	"time"

	"matchbooth/data/internal/audit"
	"matchbooth/data/internal/db"
	"matchbooth/data/internal/folder"
	"matchbooth/data/internal/mirror"
)

// storeSeen is the store as its mirror sees it; it implements [mirror.Store].
type storeSeen struct {
	s *Store
	m *mirror.Mirror
}

func (x *storeSeen) TryLock() bool { return x.s.mu.TryLock() }
func (x *storeSeen) Unlock()       { x.s.mu.Unlock() }
func (x *storeSeen) Usable() bool {
	return x.s.mirror.Load() == x.m && x.s.db != nil && x.s.broken == nil
}
func (x *storeSeen) Copies() []mirror.Copy { return x.s.listed() }
func (x *storeSeen) SaveCopies(ctx context.Context, list []mirror.Copy) error {
	return x.s.saveCopies(ctx, list)
}
func (x *storeSeen) AuditPasses(ctx context.Context, head db.AuditHead) (bool, error) {
	_, auditPasses, err := db.WalkAudit(ctx, x.s.db, head)
	return err == nil && auditPasses[0], err
}
func (x *storeSeen) NewerKeys(why *string) { x.s.newerKeys.Store(why) }

// mirrorDir returns the folder for the copy: the one asked for, or the one last used.
func (s *Store) mirrorDir(ctx context.Context) (string, error) {
	if s.opt.Mirror != "" {
		return filepath.Abs(s.opt.Mirror)
	}
	if !s.opt.ReuseMirror {
		return "", nil
	}
	dir, _, err := db.GetMeta(ctx, s.db, db.MetaMirror)
	return dir, err
}

// NoMirror forgets the folder of the second copy, so that [Options.ReuseMirror] finds none any more. The copy there is
// not removed, and an erasure still has to reach it.
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

// openMirror prepares the mirror; startMirror starts it. With erased, any copy there has ever been may still contain what
// was erased.
func (s *Store) openMirror(ctx context.Context, erased bool) error {
	if err := s.loadCopies(ctx, erased); err != nil {
		return err
	}
	dir, err := s.mirrorDir(ctx)
	if err != nil || dir == "" {
		return err
	}
	if err := mirror.CheckSoon(s.dir, dir); err != nil {
		if s.opt.Mirror != "" {
			return err
		}
		// It worked the last time. The booth opens all the same, but nobody should go on relying on a copy.
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
	seen := &storeSeen{s: s}
	seen.m = mirror.New(seen, mirror.Options{
		Dir: dir, Data: s.dir, Booth: s.booth, Event: s.event, Fail: s.fail, Clock: s.clock, Known: s.known, Trust: s.trust, Audit: audit,
	})
	s.mirror.Store(seen.m)
	return nil
}

// startMirror starts copying. It is the last step of opening: from here on the mirror may use the store.
func (s *Store) startMirror() {
	if m := s.mirror.Load(); m != nil {
		m.Start(s.journal, s.known, s.trust)
	}
}

// replaceJournal replaces the journal while the mirror is not reading it.
func (s *Store) replaceJournal(replace func() error) error {
	if m := s.mirror.Load(); m != nil {
		return m.WhileReplaced(replace)
	}
	return replace()
}

// resync has the copy rewritten after an erasure. Until that is done it is listed as pending, on every stick.
func (s *Store) resync(ctx context.Context) error {
	if err := s.loadCopies(ctx, true); err != nil {
		return err
	}
	if m := s.mirror.Load(); m != nil {
		m.Renewed(s.journal)
	}
	return nil
}

// stopMirror lets the mirror catch up for at most two seconds, and stops it.
func (s *Store) stopMirror() {
	if m := s.mirror.Load(); m != nil {
		m.Finish()
	}
}

// Mirror returns the state of the second copy. It never waits for a disk or for the store.
func (s *Store) Mirror() mirror.State {
	st := mirror.State{Pending: s.stale.Load() > 0}
	if m := s.mirror.Load(); m != nil {
		return m.State(st)
	}
	return st
}

// WaitMirror waits until the second copy has caught up, or cannot, or ctx is done, and returns its state.
func (s *Store) WaitMirror(ctx context.Context) mirror.State {
	for {
		st := s.Mirror()
		m := s.mirror.Load()
		if m == nil || st.Fault != "" || ctx.Err() != nil {
			return st
		}
		if m.PassedOnce() && st.Behind == 0 && !s.staleHere(m.Dir) {
			return s.Mirror()
		}
		select {
		case <-m.Ended():
			return s.Mirror()
		case <-ctx.Done():
		case <-time.After(5 * time.Millisecond):
		}
	}
}

// loadCopies reads the list; with erased, it marks all copies as pending.
func (s *Store) loadCopies(ctx context.Context, erased bool) error {
	text, _, err := db.GetMeta(ctx, s.db, db.MetaCopies)
	if err != nil {
		return err
	}
	var list []mirror.Copy
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
		return s.saveCopies(ctx, list)
	}
	s.setCopies(list)
	return nil
}

func (s *Store) saveCopies(ctx context.Context, list []mirror.Copy, acts ...audit.Act) error {
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
	s.setCopies(list)
	return nil
}

func (s *Store) setCopies(list []mirror.Copy) {
	stale := int32(0)
	for _, r := range list {
		if r.Stale {
			stale++
		}
	}
	s.copies.Store(&list)
	s.stale.Store(stale)
}

// listed returns the current list; it may be read without the store's lock and is never changed in place.
func (s *Store) listed() []mirror.Copy {
	if p := s.copies.Load(); p != nil {
		return *p
	}
	return nil
}

// staleHere says whether the stick in this folder, where the mirror works, still has to be cleaned. Others are out of its
// reach.
func (s *Store) staleHere(dir string) bool {
	for _, r := range s.listed() {
		if r.Stale && r.Dir == dir {
			return true
		}
	}
	return false
}

// Copy is one second copy that this folder has ever written to.
type Copy struct {
	Dir     string `json:"dir"` // where it was last seen
	Pending bool   `json:"pending"`
}

// Copies lists every second copy that this folder has ever written to, by folder.
func (s *Store) Copies() []Copy {
	var out []Copy
	for _, r := range s.listed() {
		out = append(out, Copy{r.Dir, r.Stale})
	}
	return out
}

// ForgetMirror removes a second copy, such as a lost or destroyed stick, from the list of those that an erasure must
// still reach. It returns how many copies in this folder were removed. If the list is full it removes all copies of
// this folder, also those that no erasure waits for.
func (s *Store) ForgetMirror(ctx context.Context, dir string) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.ready(ctx); err != nil {
		return 0, err
	}
	var keep []mirror.Copy
	n, full := 0, len(s.listed()) >= mirror.MaxCopies
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
	if err := s.saveCopies(ctx, keep, audit.Act{What: "second copy struck off, erased or not", Persons: 0}); err != nil {
		return 0, s.breaks(fmt.Errorf("forgetting a second copy: %w", err))
	}
	s.audited(ctx)
	return n, nil
}

// mirrorFaults is Verify's part about the copies.
func (s *Store) mirrorFaults() []string {
	var out []string
	for _, r := range s.listed() {
		if r.Stale {
			out = append(out, fmt.Sprintf("the journal's copy %s in %s may still hold what was erased: open the folder with it there", r.File, r.Dir))
		}
	}
	return out
}
