package data

import (
	"context"
	"crypto/subtle"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"time"

	"matchbooth/data/entry"
	"matchbooth/data/internal/audit"
	"matchbooth/data/internal/db"
	"matchbooth/data/internal/folder"
	"matchbooth/data/internal/hubside"
	"matchbooth/data/internal/journal"
	"matchbooth/data/internal/keys"
	"matchbooth/data/internal/trust"
)

// personsOf finds everybody with this receipt code, erased people included.
func personsOf(ctx context.Context, x db.Querier, code entry.ReceiptCode) ([]string, error) {
	rows, err := x.QueryContext(ctx, "SELECT person FROM entry UNION SELECT person FROM conflict")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []string
	for rows.Next() {
		var p string
		if err := rows.Scan(&p); err != nil {
			return nil, err
		}
		// The time must reveal neither whether nor where a code is found: every one is compared, in full.
		if subtle.ConstantTimeCompare([]byte(entry.CodeOf(p)), []byte(code)) == 1 {
			out = append(out, p)
		}
	}
	return out, rows.Err()
}

// PersonsOf returns the ids of everybody with a receipt code, erased people included.
func (s *Store) PersonsOf(ctx context.Context, code entry.ReceiptCode) ([]string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.sound(); err != nil {
		return nil, err
	}
	all, err := personsOf(ctx, s.db, code)
	if err != nil {
		return nil, fmt.Errorf("looking for the receipt code: %w", folder.Explain(err))
	}
	return all, nil
}

// Erase erases one person: the sealed parts of all entries are emptied in place, in the store and in the journal, and a
// signed erasure is added, so that the person stays erased when an older copy comes back. What stays are lines without
// content and the receipt code. Sign-ups that the desk has joined are one person: each of them is erased so, in the same
// transaction. It needs no key.
//
// found is false, without an error, for a code nobody here has; what to tell the visitor then is up to the caller.
// Erasing again is no error. [ErrCodeAmbiguous] if two people share the code. If found is true and there is an error, the
// person is erased but a file could not be cleaned yet: the next opening finishes that.
func (s *Store) Erase(ctx context.Context, code entry.ReceiptCode) (found bool, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.sound(); err != nil {
		return false, err
	}
	persons, err := personsOf(ctx, s.db, code)
	if err != nil {
		return false, fmt.Errorf("looking for the receipt code: %w", folder.Explain(err))
	}
	switch {
	case len(persons) == 0:
		return false, nil
	case len(persons) > 1:
		// Who was joined with somebody is not another person.
		pairs, err := s.trust.PairsIn(ctx, s.db)
		if err != nil {
			return false, fmt.Errorf("looking for the receipt code: %w", folder.Explain(err))
		}
		if persons = pairs.Within(persons); len(persons) == 1 {
			break
		}
		// A code is short enough for somebody to find an id that has it by trying, so whoever signed up here comes before
		// anybody whose entries came from elsewhere.
		mine, err := s.mine(ctx, persons)
		if err != nil {
			return false, fmt.Errorf("looking for the receipt code: %w", folder.Explain(err))
		}
		if mine = pairs.Within(mine); len(mine) != 1 {
			return false, ErrCodeAmbiguous
		}
		persons = mine
	}
	return s.erase(context.WithoutCancel(ctx), persons[0], nil)
}

// ErasePerson is Erase by a person's id, for when several people have the same code. [ErrNobody] if nobody here has it.
func (s *Store) ErasePerson(ctx context.Context, person string) error {
	return s.erasePerson(ctx, person, nil)
}

func (s *Store) erasePerson(ctx context.Context, person string, desk *keys.Desk) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.sound(); err != nil {
		return err
	}
	have, err := s.has(ctx, person)
	if err != nil {
		return fmt.Errorf("erasing: %w", folder.Explain(err))
	}
	if !have {
		return ErrNobody
	}
	_, err = s.erase(context.WithoutCancel(ctx), person, desk)
	return err
}

// mine returns those of these persons who signed up at this booth, under any of its keys.
func (s *Store) mine(ctx context.Context, persons []string) (out []string, err error) {
	for _, person := range persons {
		here := false
		if err := db.EachEntry(ctx, s.db, func(e *entry.Entry) {
			here = here || s.trust.Own[e.Booth] && s.known.Verified(e)
		}, "person = ? AND kind = ?", person, entry.KindSignUp); err != nil {
			return nil, err
		}
		if here {
			out = append(out, person)
		}
	}
	return out, nil
}

// erasureEntry makes the entry that says that a person was erased.
func (s *Store) erasureEntry(ctx context.Context, x db.Querier, person string, desk *keys.Desk) (*entry.Entry, error) {
	nonce, err := nonceOf(ctx, x, person)
	if err != nil {
		return nil, err
	}
	return s.line(about{person: person, nonce: nonce}, entry.KindErasure, nil, desk)
}

func (s *Store) erase(ctx context.Context, person string, desk *keys.Desk) (found bool, err error) {
	pairs, err := s.trust.PairsAround(ctx, s.db, person)
	if err != nil {
		return false, fmt.Errorf("erasing: %w", folder.Explain(err))
	}
	persons, err := s.toErase(ctx, pairs.Of(person), desk)
	if err != nil {
		return false, fmt.Errorf("erasing: %w", folder.Explain(err))
	}
	if len(persons) == 0 {
		return true, nil
	}
	return s.forget(ctx, persons, 1, nil, desk)
}

// toErase returns those who need an erasure written here: they have a line, and no erasure of their own that empties.
func (s *Store) toErase(ctx context.Context, persons []string, desk *keys.Desk) (out []string, err error) {
	for _, person := range persons {
		have, err := s.has(ctx, person)
		if err != nil {
			return nil, err
		}
		// Whoever asks here wants more than an erasure that only hides.
		gone, err := s.emptied(ctx, person, desk != nil)
		if err != nil {
			return nil, err
		}
		if have && !gone {
			out = append(out, person)
		}
	}
	return out, nil
}

// forget erases these persons, who count as so many in the audit, and saves the record of a purge with that.
func (s *Store) forget(ctx context.Context, persons []string, count int, rec *PurgeRecord, desk *keys.Desk) (found bool, err error) {
	s.moved++
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return false, s.breaks(fmt.Errorf("erasing: %w", err))
	}
	defer tx.Rollback()
	seq, tick := s.seq, s.tick
	undo := func(err error) (bool, error) {
		s.seq, s.tick = seq, tick
		return false, s.breaks(fmt.Errorf("erasing: %w", err))
	}
	var erasures []*entry.Entry
	for _, person := range persons {
		erasure, err := s.erasureEntry(ctx, tx, person, desk)
		if err != nil {
			return undo(err)
		}
		if _, err := trust.EmptyPerson(ctx, tx, s.known, person); err != nil {
			return undo(err)
		}
		if err := db.InsertEntry(ctx, tx, "entry", erasure); err != nil {
			return undo(err)
		}
		if err := trust.NoteAsked(ctx, tx, erasure); err != nil {
			return undo(err)
		}
		s.seq, s.tick = erasure.Seq, erasure.Tick
		erasures = append(erasures, erasure)
	}
	done := audit.Act{What: "erasure", Persons: count}
	if rec != nil {
		done.What = "purge"
		if _, err := tx.ExecContext(ctx, "INSERT INTO purge (at, before, persons) VALUES (?, ?, ?)", rec.At.Unix(), entry.Hour(rec.Before), rec.Persons); err != nil {
			return undo(err)
		}
	}
	if err := s.writeActs(ctx, tx, done); err != nil {
		return undo(err)
	}
	if err := db.SetMeta(ctx, tx, db.MetaScrub, "1"); err != nil {
		return undo(err)
	}
	if err := s.fail("erase commit"); err != nil {
		return undo(err)
	}
	if err := tx.Commit(); err != nil {
		return undo(err)
	}
	// From here on the persons are erased; the rest cleans up the files.
	t := *s.trust
	t.Asked = maps.Clone(t.Asked)
	for _, erasure := range erasures {
		t.Asked[erasure.Hash()] = true
	}
	s.setTrust(&t)
	s.audited(ctx)
	if err := s.journal.Append(erasures...); err != nil {
		return true, s.breaks(err)
	}
	if err := s.forgetInJournal(ctx); err != nil {
		return true, s.breaks(err)
	}
	if err := s.scrub(ctx); err != nil {
		return true, s.breaks(err)
	}
	return true, nil
}

// forgetInJournal rewrites the journal from the store.
func (s *Store) forgetInJournal(ctx context.Context) error {
	if folder.Weaken.NoRewrite {
		return nil
	}
	if err := s.journal.Close(); err != nil {
		return err
	}
	s.journal = nil
	sc, err := s.rewriteFromStore(ctx)
	if err == nil {
		err = s.fail("journal replaced")
	}
	if err != nil {
		return err
	}
	j, err := journal.Open(filepath.Join(s.dir, folder.Journal), sc, s.fail)
	if err != nil {
		return err
	}
	s.journal = j
	return s.resync(ctx)
}

// scrub removes what SQLite leaves of emptied cells: secure_delete has overwritten them in the pages, the checkpoint
// empties the -wal, which still has the old pages, and vacuum leaves no unused page. The flag in meta is removed last.
func (s *Store) scrub(ctx context.Context) error {
	if folder.Weaken.NoScrub {
		return db.DropMeta(ctx, s.db, db.MetaScrub)
	}
	// What was fetched from a hub and is not merged yet may have what is erased here. It is fetched again.
	if err := os.RemoveAll(filepath.Join(s.dir, hubside.FetchedName)); err != nil {
		return fmt.Errorf("cleaning up after an erasure: %w", err)
	}
	if err := s.checkpoint(ctx); err != nil {
		return fmt.Errorf("cleaning up after an erasure: %w", err)
	}
	if _, err := s.db.ExecContext(ctx, "VACUUM"); err != nil {
		return fmt.Errorf("cleaning up after an erasure: %w", err)
	}
	if err := db.DropMeta(ctx, s.db, db.MetaScrub); err != nil {
		return fmt.Errorf("cleaning up after an erasure: %w", err)
	}
	if err := s.checkpoint(ctx); err != nil {
		return fmt.Errorf("cleaning up after an erasure: %w", err)
	}
	return nil
}

// erased says whether the person is hidden by erasures that count.
func (s *Store) erased(ctx context.Context, person string) (bool, error) {
	pairs, err := s.trust.PairsAround(ctx, s.db, person)
	if err != nil {
		return false, err
	}
	var erasures []*entry.Entry
	for _, id := range pairs.Of(person) {
		list, err := db.ErasuresOf(ctx, s.db, id)
		if err != nil {
			return false, err
		}
		erasures = append(erasures, list...)
	}
	home, failed := s.trust.HomesIn(ctx, s.db)
	return s.trust.GoneBy(erasures, home, pairs).Person(person), failed()
}

// emptied says whether the person has an erasure of their own that removes the content or, for the desk, one that the desk has signed.
func (s *Store) emptied(ctx context.Context, person string, byDesk bool) (bool, error) {
	erasures, err := db.ErasuresOf(ctx, s.db, person)
	if err != nil {
		return false, err
	}
	home, failed := s.trust.HomesIn(ctx, s.db)
	return slices.ContainsFunc(erasures, func(e *entry.Entry) bool {
		return s.trust.EmptiesAll(e, home) && (!byDesk || s.trust.AtDesk(e))
	}), failed()
}

// A stolen booth could erase its own people at every other booth that merges it. So an erasure from elsewhere that the
// desk has not signed hides at once, but removes the content only after a waiting time in which the desk can still say
// that the booth is not to be believed. Then the hidden people are shown again.

// sweep notes the erasures that begin to wait, and empties what is covered by those that have waited long enough. It says
// whether it emptied anybody. With a clock set back they wait longer, with one set forward less; those that began to wait
// under a clock that was ahead wait from now on.
func (s *Store) sweep(ctx context.Context) (emptied bool, err error) {
	now := entry.Hour(s.clock())
	var erasures []*entry.Entry
	if err := db.EachErasure(ctx, s.db, func(e *entry.Entry) { erasures = append(erasures, e) }); err != nil {
		return false, fmt.Errorf("looking for erasures that wait: %w", folder.Explain(err))
	}
	pairs, err := s.trust.PairsIn(ctx, s.db)
	if err != nil {
		return false, fmt.Errorf("looking for erasures that wait: %w", folder.Explain(err))
	}
	home, failed := s.trust.HomesIn(ctx, s.db)
	var due, again, fresh, ahead, emptying []*entry.Entry
	for _, e := range erasures {
		if s.trust.Empties(e) {
			emptying = append(emptying, e)
			// It was emptied when written or merged; since then the desk may have made a statement, or entries may have
			// been added.
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
	// Whoever is one person with somebody who is emptied goes too, also if the join came later than the erasure.
	joined, err := s.trust.LeftOf(ctx, s.db, append(emptying, due...), home, pairs)
	if err = errors.Join(err, failed()); err != nil {
		return false, fmt.Errorf("looking for erasures that wait: %w", folder.Explain(err))
	}
	if len(due)+len(again)+len(fresh)+len(ahead)+len(joined) == 0 {
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
		if err == nil && i < len(due) { // what the desk has accepted has not waited, and the desk may revoke that
			mark := e.Hash()
			_, err = tx.ExecContext(ctx, "UPDATE waiting SET done = 1 WHERE line = ?", mark[:])
		}
		if err != nil {
			return false, s.breaks(fmt.Errorf("erasing: %w", err))
		}
		emptied = emptied || n > 0 || i < len(due) // second copies may have entries that are not here
	}
	for _, person := range joined {
		n, err := trust.EmptyPerson(ctx, tx, s.known, person)
		if err != nil {
			return false, s.breaks(fmt.Errorf("erasing: %w", err))
		}
		emptied = emptied || n > 0
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
	s.setTrust(&t)
	return emptied, nil
}

// sweepAll is sweep, and cleans up the files after it.
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
