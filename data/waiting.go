package data

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"matchbooth/data/entry"
	"matchbooth/data/internal/folder"
)

// A booth that was stolen can erase its own people, at every other booth that merges it. So an erasure from elsewhere
// that the desk has not signed hides at once, and takes away only after some time in which the desk can still say that
// the booth is not to be believed. Whoever was hidden is shown again then.

// WaitBeforeEmptying is how long that is, counted from when the erasure came here.
const WaitBeforeEmptying = 14 * 24 * time.Hour

// What stands at an erasure in the table waiting.
const (
	waitsStill = 0
	waitsDone  = 1 // emptied, after it has waited
	waitsNever = 2 // written here, for somebody who asked here
	waitsOwn   = 3 // no erasure need be: a line of this folder's own under an earlier key, see settleOwn
)

// waited reads which erasures have emptied after waiting, which were written here, and which lines are this folder's own
// under an earlier key.
func waited(ctx context.Context, x rower) (done, asked, ours map[entry.Hash]bool, err error) {
	rows, err := x.QueryContext(ctx, "SELECT line, done FROM waiting WHERE done <> ?", waitsStill)
	if err != nil {
		return nil, nil, nil, err
	}
	defer rows.Close()
	of := map[int64]map[entry.Hash]bool{waitsDone: {}, waitsNever: {}, waitsOwn: {}}
	for rows.Next() {
		var line []byte
		var how int64
		if err := rows.Scan(&line, &how); err != nil {
			return nil, nil, nil, err
		}
		if of[how] != nil && len(line) == len(entry.Hash{}) {
			of[how][entry.Hash(line)] = true
		}
	}
	return of[waitsDone], of[waitsNever], of[waitsOwn], rows.Err()
}

// noteAsked remembers that an erasure was written here.
func noteAsked(ctx context.Context, x execer, tomb *entry.Entry) error {
	mark := tomb.Hash()
	_, err := x.ExecContext(ctx, "INSERT INTO waiting (line, since, done) VALUES (?, ?, ?) ON CONFLICT (line) DO UPDATE SET done = excluded.done", mark[:], tomb.Hour, waitsNever)
	return err
}

// sweep remembers the erasures that begin to wait, and empties what those cover that have waited. It says whether it
// emptied anybody. A clock that was set back lets them wait longer, one that was set forward less; what began to wait
// under a clock that was ahead waits from now.
func (s *Store) sweep(ctx context.Context) (emptied bool, err error) {
	now := entry.Hour(s.clock())
	var tombs []*entry.Entry
	if err := eachErasure(ctx, s.db, func(e *entry.Entry) { tombs = append(tombs, e) }); err != nil {
		return false, fmt.Errorf("looking for erasures that wait: %w", folder.Explain(err))
	}
	home, failed := s.trust.homesIn(ctx, s.db)
	var due, again, fresh, ahead []*entry.Entry
	for _, e := range tombs {
		if s.trust.empties(e) {
			// Done when it was written, or when it came; since then the desk may have said something, or more have come.
			left, err := s.trust.leaves(ctx, s.db, e, home)
			if err != nil {
				return false, fmt.Errorf("looking for erasures that wait: %w", folder.Explain(err))
			}
			if left {
				again = append(again, e)
			}
			continue
		}
		if s.trust.of(e, home) != stands {
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
		case now-since >= int64(WaitBeforeEmptying/time.Hour):
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
		n, err := s.trust.emptyBy(ctx, tx, e, home)
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
	t := *s.trust
	t.done = maps.Clone(t.done)
	for _, e := range due {
		t.done[e.Hash()] = true
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

// covers are the lines that an erasure covers, as a condition: all that was ever said about the person, or, where
// several booths say that the person is theirs, what the one that erases has written.
func (t *trust) covers(e *entry.Entry, home homes) (where string, args []any) {
	if !t.oneOfSeveral(e, home) {
		return "person = ?", []any{e.Person}
	}
	args = []any{e.Person}
	for _, b := range t.speaksFor(e.Booth) {
		args = append(args, b)
	}
	return "person = ? AND booth IN (?" + strings.Repeat(", ?", len(args)-2) + ")", args
}

// leaves says whether something is here of what an erasure covers.
func (t *trust) leaves(ctx context.Context, x queryer, e *entry.Entry, home homes) (left bool, err error) {
	where, args := t.covers(e, home)
	err = x.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM "+bothTables+" WHERE sealed IS NOT NULL AND "+where+")", args...).Scan(&left)
	return left, err
}

// emptyBy empties what an erasure covers.
func (t *trust) emptyBy(ctx context.Context, x changer, e *entry.Entry, home homes) (int64, error) {
	if !t.oneOfSeveral(e, home) {
		return emptyPerson(ctx, x, t.known, e.Person)
	}
	where, args := t.covers(e, home)
	return emptyWhere(ctx, x, where, args...)
}
