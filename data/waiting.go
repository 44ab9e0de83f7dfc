package data

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"matchbooth/data/entry"
	"matchbooth/data/internal/db"
	"matchbooth/data/internal/folder"
	"matchbooth/data/internal/trust"
)

// A booth that was stolen can erase its own people, at every other booth that merges it. So an erasure from elsewhere
// that the desk has not signed hides at once, and takes away only after some time in which the desk can still say that
// the booth is not to be believed. Whoever was hidden is shown again then.

// sweep remembers the erasures that begin to wait, and empties what those cover that have waited. It says whether it
// emptied anybody. A clock that was set back lets them wait longer, one that was set forward less; what began to wait
// under a clock that was ahead waits from now.
func (s *Store) sweep(ctx context.Context) (emptied bool, err error) {
	now := entry.Hour(s.clock())
	var tombs []*entry.Entry
	if err := db.EachErasure(ctx, s.db, func(e *entry.Entry) { tombs = append(tombs, e) }); err != nil {
		return false, fmt.Errorf("looking for erasures that wait: %w", folder.Explain(err))
	}
	home, failed := s.trust.HomesIn(ctx, s.db)
	var due, again, fresh, ahead []*entry.Entry
	for _, e := range tombs {
		if s.trust.Empties(e) {
			// Done when it was written, or when it came; since then the desk may have said something, or more have come.
			left, err := s.trust.Leaves(ctx, s.db, e, home)
			if err != nil {
				return false, fmt.Errorf("looking for erasures that wait: %w", folder.Explain(err))
			}
			if left {
				again = append(again, e)
			}
			continue
		}
		if s.trust.Of(e, home) != trust.Stands {
			continue
		}
		mark := e.Hash()
		var since int64
		switch err := s.db.QueryRowContext(ctx, "SELECT since FROM waiting WHERE line = ?", mark[:]).Scan(&since); {
		case err != nil && !errors.Is(err, sql.ErrNoRows):
			return false, fmt.Errorf("looking for erasures that wait: %w", folder.Explain(err))
		case err != nil:
			fresh = append(fresh, e)
		case since > now:
			ahead = append(ahead, e)
		case now-since >= int64(trust.WaitBeforeEmptying/time.Hour):
			due = append(due, e)
		}
	}
	if err := failed(); err != nil {
		return false, fmt.Errorf("looking for erasures that wait: %w", folder.Explain(err))
	}
	if len(due)+len(again)+len(fresh)+len(ahead) == 0 {
		return false, nil
	}
	s.moved++
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return false, s.breaks(fmt.Errorf("erasing: %w", err))
	}
	defer tx.Rollback()
	for _, e := range fresh {
		mark := e.Hash()
		if _, err := tx.ExecContext(ctx, "INSERT INTO waiting (line, since, done) VALUES (?, ?, 0)", mark[:], now); err != nil {
			return false, s.breaks(fmt.Errorf("erasing: %w", err))
		}
	}
	for _, e := range ahead {
		mark := e.Hash()
		if _, err := tx.ExecContext(ctx, "UPDATE waiting SET since = ? WHERE line = ?", now, mark[:]); err != nil {
			return false, s.breaks(fmt.Errorf("erasing: %w", err))
		}
	}
	for i, e := range slices.Concat(due, again) {
		n, err := s.trust.EmptyBy(ctx, tx, e, home)
		if err == nil && i < len(due) { // what the desk has accepted has not waited, and it may take that back
			mark := e.Hash()
			_, err = tx.ExecContext(ctx, "UPDATE waiting SET done = 1 WHERE line = ?", mark[:])
		}
		if err != nil {
			return false, s.breaks(fmt.Errorf("erasing: %w", err))
		}
		emptied = emptied || n > 0 || i < len(due) // second copies may have what is not here
	}
	if emptied {
		if err := db.SetMeta(ctx, tx, db.MetaScrub, "1"); err != nil {
			return false, s.breaks(fmt.Errorf("erasing: %w", err))
		}
	}
	if err := s.fail("sweep commit"); err != nil {
		return false, s.breaks(err)
	}
	if err := tx.Commit(); err != nil {
		return false, s.breaks(fmt.Errorf("erasing: %w", err))
	}
	t := *s.trust
	t.Done = maps.Clone(t.Done)
	for _, e := range due {
		t.Done[e.Hash()] = true
	}
	s.goBy(&t)
	return emptied, nil
}

// sweepAll is sweep, with the files cleaned after it.
func (s *Store) sweepAll(ctx context.Context) error {
	emptied, err := s.sweep(ctx)
	if err != nil || !emptied {
		return err
	}
	if err := s.forgetInJournal(ctx); err != nil {
		return s.breaks(err)
	}
	if err := s.scrub(ctx); err != nil {
		return s.breaks(err)
	}
	return nil
}
