package data

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"
)

// A booth that was stolen can erase its own people, at every other booth that merges it. So an erasure from elsewhere
// that the desk has not signed hides at once, and takes away only after some time in which the desk can still say that
// the booth is not to be believed. Whoever was hidden is shown again then.

// WaitBeforeEmptying is how long that is, counted from when the erasure came here.
const WaitBeforeEmptying = 14 * 24 * time.Hour

// waited reads which erasures have emptied after waiting.
func waited(ctx context.Context, x rower) (map[short]bool, error) {
	rows, err := x.QueryContext(ctx, "SELECT line FROM waiting WHERE done = 1")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	done := map[short]bool{}
	for rows.Next() {
		var line []byte
		if err := rows.Scan(&line); err != nil {
			return nil, err
		}
		if len(line) == len(short{}) {
			done[short(line)] = true
		}
	}
	return done, rows.Err()
}

// sweep remembers the erasures that begin to wait, and empties what those cover that have waited. It says whether it
// emptied anybody. A clock that was set back lets them wait longer, one that was set forward less.
func (s *Store) sweep(ctx context.Context) (emptied bool, err error) {
	now := hour(s.clock())
	var tombs []*entry
	if err := eachErasure(ctx, s.db, func(e *entry) { tombs = append(tombs, e) }); err != nil {
		return false, fmt.Errorf("looking for erasures that wait: %w", explain(err))
	}
	home, failed := s.trust.homesIn(ctx, s.db)
	var due, fresh []*entry
	for _, e := range tombs {
		if s.trust.empties(e) && !s.trust.emptiesAll(e, home) {
			continue
		}
		if s.trust.empties(e) {
			// Done when it was written, or when it came; since then the desk may have said something, or more have come.
			var left bool
			if err := s.db.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM "+bothTables+" WHERE person = ? AND sealed IS NOT NULL)", e.Person).Scan(&left); err != nil {
				return false, fmt.Errorf("looking for erasures that wait: %w", explain(err))
			}
			if left {
				due = append(due, e)
			}
			continue
		}
		if s.trust.of(e, home) != stands {
			continue
		}
		mark := e.rank()
		var since int64
		switch err := s.db.QueryRowContext(ctx, "SELECT since FROM waiting WHERE line = ?", mark[:]).Scan(&since); {
		case err != nil && !errors.Is(err, sql.ErrNoRows):
			return false, fmt.Errorf("looking for erasures that wait: %w", explain(err))
		case err != nil:
			fresh = append(fresh, e)
		case now-since >= int64(WaitBeforeEmptying/time.Hour):
			due = append(due, e)
		}
	}
	if err := failed(); err != nil {
		return false, fmt.Errorf("looking for erasures that wait: %w", explain(err))
	}
	if len(due)+len(fresh) == 0 {
		return false, nil
	}
	s.moved++
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return false, s.breaks(fmt.Errorf("erasing: %w", err))
	}
	defer tx.Rollback()
	for _, e := range fresh {
		mark := e.rank()
		if _, err := tx.ExecContext(ctx, "INSERT INTO waiting (line, since, done) VALUES (?, ?, 0)", mark[:], now); err != nil {
			return false, s.breaks(fmt.Errorf("erasing: %w", err))
		}
	}
	for _, e := range due {
		mark := e.rank()
		n, err := s.trust.emptyBy(ctx, tx, e, home)
		if err == nil {
			_, err = tx.ExecContext(ctx, "INSERT INTO waiting (line, since, done) VALUES (?, ?, 1) ON CONFLICT (line) DO UPDATE SET done = 1", mark[:], now)
		}
		if err != nil {
			return false, s.breaks(fmt.Errorf("erasing: %w", err))
		}
		emptied = emptied || n > 0
	}
	if emptied {
		if err := setMeta(ctx, tx, metaScrub, "1"); err != nil {
			return false, s.breaks(fmt.Errorf("erasing: %w", err))
		}
	}
	if err := s.fail("sweep commit"); err != nil {
		return false, s.breaks(err)
	}
	if err := tx.Commit(); err != nil {
		return false, s.breaks(fmt.Errorf("erasing: %w", err))
	}
	for _, e := range due {
		s.trust.done[e.rank()] = true
	}
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

// emptyBy empties what an erasure covers: all that was ever said about the person, or, where several booths say that the
// person is theirs, what the one that erases has written.
func (t *trust) emptyBy(ctx context.Context, x execer, e *entry, home homes) (int64, error) {
	if len(home(e.Person)) < 2 || t.emptiesAll(e, home) {
		return emptyPerson(ctx, x, e.Person)
	}
	var n int64
	for _, b := range append([]string{e.Booth}, t.succeeds[e.Booth]...) {
		for _, table := range []string{"entry", "conflict"} {
			r, err := x.ExecContext(ctx, "UPDATE "+table+" SET sealed = NULL WHERE sealed IS NOT NULL AND person = ? AND booth = ?", e.Person, b)
			if err != nil {
				return n, err
			}
			k, err := r.RowsAffected()
			if err != nil {
				return n, err
			}
			n += k
		}
	}
	return n, nil
}
