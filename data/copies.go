package data

import (
	"context"
	"encoding/json"
	"fmt"

	"matchbooth/data/internal/audit"
	"matchbooth/data/internal/db"
	"matchbooth/data/internal/folder"
	"matchbooth/data/internal/mirror"
)

// loadCopies reads the list; with erased, it marks all of them.
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
		return s.keepCopies(ctx, list)
	}
	s.tookCopies(list)
	return nil
}

func (s *Store) keepCopies(ctx context.Context, list []mirror.Copy, acts ...audit.Act) error {
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

func (s *Store) tookCopies(list []mirror.Copy) {
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
func (s *Store) listed() []mirror.Copy {
	if p := s.copies.Load(); p != nil {
		return *p
	}
	return nil
}

// staleHere says whether the stick in this folder, where the mirror works, is still to be cleaned. Others are out of its
// reach.
func (s *Store) staleHere(dir string) bool {
	for _, r := range s.listed() {
		if r.Stale && r.Dir == dir {
			return true
		}
	}
	return false
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
	if err := s.keepCopies(ctx, keep, audit.Act{What: "second copy struck off, erased or not", Persons: 0}); err != nil {
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
