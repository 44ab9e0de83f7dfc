package data

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"

	"matchbooth/data/entry"
	"matchbooth/data/internal/db"
	"matchbooth/data/internal/folder"
	"matchbooth/data/internal/journal"
	"matchbooth/data/internal/trust"
)

// Store and journal hold the same entries. They are compared by short digests, 60 bytes an entry, so that 100,000 of them
// take a few megabytes.
type (
	summary struct {
		line    entry.Hash // digest of everything but sealed
		sealed  bool       // present, and matches its digest
		corrupt bool       // present, and does not match its digest
		seen    bool
	}
)

func summarize(e *entry.Entry) summary {
	whole := e.Intact()
	return summary{
		line:    entry.HashOf(append(e.SignedBytes(), e.Sig...)),
		sealed:  e.Sealed != nil && whole,
		corrupt: !whole,
	}
}

// comparison is what was found, and then repaired.
type comparison struct {
	store  map[entry.Hash]summary // lines of both tables, by hash
	desk   map[entry.Hash]bool    // those of them that the desk has signed
	erased map[string]bool        // persons whom a verified erasure in either empties
	scan   journal.Scanned
	lost   bool // the journal is missing

	restore    []*entry.Entry // good lines of the journal that the store lacks
	refill     []*entry.Entry // the store has the line, but its sealed part is missing or corrupt
	resign     []*entry.Entry // the store has the line, but the desk's signature is missing or corrupt
	forged     int            // lines of the journal that no known booth has signed
	stale      bool           // the journal holds sealed parts of the erased
	incomplete int            // the journal has the line, but its sealed part or the desk's signature is missing or corrupt
	toAppend   int            // the store has it, the journal does not
}

// compare compares store and journal, restores each from the other, finishes an interrupted erasure, and leaves the
// journal open for appending.
func (s *Store) compare(ctx context.Context) error {
	path := filepath.Join(s.dir, folder.Journal)
	c := &comparison{store: map[entry.Hash]summary{}, desk: map[entry.Hash]bool{}, erased: map[string]bool{}}
	home, failed := s.trust.HomesIn(ctx, s.db)
	var erasures, joins []*entry.Entry  // of both
	noted := map[entry.Hash]string{}    // these, with the desk's signature
	note := func(e *entry.Entry) bool { // says whether the line was not noted yet
		mark := e.Hash()
		if sig, ok := noted[mark]; e.Partner == "" && e.Kind != entry.KindErasure || ok && sig == string(e.Desk) {
			return false
		}
		noted[mark] = string(e.Desk)
		if e.Partner != "" {
			joins = append(joins, withoutSealed(e))
		} else {
			erasures = append(erasures, withoutSealed(e))
		}
		return true
	}
	var err error
	for _, table := range []string{"entry", "conflict"} {
		if err := s.db.EachEntry(ctx, table, db.NoLock{}, func(e *entry.Entry) error {
			c.store[e.Hash()] = summarize(e)
			if s.trust.AtDesk(e) {
				c.desk[e.Hash()] = true
			}
			note(e)
			return nil
		}); err != nil {
			return db.Unreadable(err)
		}
	}
	// An erasure, or a join with somebody who is erased, may be in the journal only, after what it erases: then the
	// journal is read a second time.
	for again := true; again; {
		again = false
		c.erased = s.trust.Emptied(erasures, home, s.trust.PairsOf(joins))
		c.restore, c.refill, c.resign, c.forged, c.incomplete = nil, nil, nil, 0, 0
		c.scan, err = journal.Scan(path, func(e *entry.Entry) error {
			if note(e) {
				again = again || e.Partner != "" || s.trust.EmptiesAll(e, home)
			}
			c.compare(s.trust, e)
			return nil
		})
		if errors.Is(err, fs.ErrNotExist) {
			c.lost = true
		} else if err != nil {
			return err
		}
	}
	if err := failed(); err != nil {
		return err
	}
	for _, sum := range c.store {
		if !sum.seen {
			c.toAppend++
		}
	}
	emptied, err := s.repairStore(ctx, c)
	if err != nil {
		return err
	}
	return s.repairJournal(ctx, c, emptied)
}

// compare compares one line of the journal with the store.
func (c *comparison) compare(t *trust.Trust, e *entry.Entry) {
	sum := summarize(e)
	if have, ok := c.store[sum.line]; ok {
		have.seen = true
		c.store[sum.line] = have
		switch at := t.AtDesk(e); {
		case at && !c.desk[sum.line]:
			c.resign = append(c.resign, e)
		case !at && c.desk[sum.line]:
			c.incomplete++
		}
		switch {
		case c.erased[e.Person]:
			c.stale = c.stale || e.Sealed != nil
		case sum.sealed && !have.sealed:
			c.refill = append(c.refill, e)
		case have.sealed && !sum.sealed:
			c.incomplete++
		}
		return
	}
	if !t.Known.Verified(e) {
		c.forged++
		return
	}
	if c.erased[e.Person] {
		c.stale = c.stale || e.Sealed != nil
		e.Sealed = nil
	}
	c.restore = append(c.restore, e)
}

// repairStore adds to the store what only the journal has, and empties what an erasure covers. It says whether it emptied
// anything.
func (s *Store) repairStore(ctx context.Context, c *comparison) (emptied bool, err error) {
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return false, fmt.Errorf("restoring entries: %w", folder.Explain(err))
	}
	defer tx.Rollback()
	back, refused := 0, 0
	var clashes []*entry.Entry
	for _, e := range c.restore {
		same, rivals, err := db.Beside(ctx, tx, e)
		if err == nil && same == nil { // otherwise it is in the journal twice
			table := "entry"
			if rivals {
				table = "conflict" // until all have been added
				clashes = append(clashes, e)
			}
			err = db.InsertEntry(ctx, tx, table, e)
		}
		if err != nil {
			return false, fmt.Errorf("restoring an entry: %w", folder.Explain(err))
		}
		if same != nil || !rivals {
			back++
		}
	}
	chosen, err := db.ChooseEntries(ctx, tx, s.known, clashes)
	if err != nil {
		return false, fmt.Errorf("restoring an entry: %w", folder.Explain(err))
	}
	for _, e := range clashes {
		if chosen[e.Hash()] {
			back++
		} else {
			refused++
		}
	}
	for _, e := range c.refill {
		for _, table := range []string{"entry", "conflict"} {
			if _, err := tx.ExecContext(ctx, "UPDATE "+table+" SET sealed = ? WHERE id = ? AND sig = ? AND digest = ?", e.Sealed, e.ID, e.Sig, e.Digest); err != nil {
				return false, fmt.Errorf("restoring an entry: %w", folder.Explain(err))
			}
		}
	}
	for _, e := range c.resign {
		for _, table := range []string{"entry", "conflict"} {
			if _, err := tx.ExecContext(ctx, "UPDATE "+table+" SET desk = ? WHERE id = ? AND sig = ? AND digest = ?", e.Desk, e.ID, e.Sig, e.Digest); err != nil {
				return false, fmt.Errorf("restoring an entry: %w", folder.Explain(err))
			}
		}
	}
	for person := range c.erased {
		n, err := trust.EmptyPerson(ctx, tx, s.known, person)
		if err != nil {
			return false, fmt.Errorf("finishing an erasure: %w", folder.Explain(err))
		}
		emptied = emptied || n > 0
	}
	if emptied || c.stale {
		if err := db.SetMeta(ctx, tx, db.MetaScrub, "1"); err != nil {
			return false, fmt.Errorf("finishing an erasure: %w", folder.Explain(err))
		}
	}
	if err := s.fail("restore commit"); err != nil {
		return false, fmt.Errorf("restoring entries: %w", folder.Explain(err))
	}
	if err := tx.Commit(); err != nil {
		return false, fmt.Errorf("restoring entries: %w", folder.Explain(err))
	}
	if back > 0 {
		s.note("The store lacked %s; brought back from the journal.", db.Entries(back))
	}
	if len(c.refill) > 0 {
		s.note("In the store %s had changed on the disk; brought back from the journal.", db.Entries(len(c.refill)))
	}
	if len(c.resign) > 0 {
		s.note("In the store %s had lost the desk's signature; brought back from the journal.", db.Entries(len(c.resign)))
	}
	if refused > 0 {
		s.note("%s in the journal and in the store have the same number but different content; both are kept, see verify.", db.Entries(refused))
	}
	if c.forged > 0 {
		s.note("In the journal %s carry no signature of a known booth and were left out.", db.Entries(c.forged))
	}
	return emptied, nil
}

// repairJournal adds to the journal what only the store has, and opens it. A journal with damaged stretches, or with
// something in it that must be erased, is rewritten; but if numbers are missing everywhere, the damaged one is kept for
// somebody who can read more of it.
func (s *Store) repairJournal(ctx context.Context, c *comparison, emptied bool) error {
	path := filepath.Join(s.dir, folder.Journal)
	gaps, err := db.Gaps(ctx, s.db, s.known)
	if err != nil {
		return err
	}
	for _, g := range gaps {
		s.note("%s", g)
	}
	scrub, _, err := db.GetMeta(ctx, s.db, db.MetaScrub)
	if err != nil {
		return fmt.Errorf("reading the settings: %w", folder.Explain(err))
	}
	pages := scrub == db.ScrubPages
	if pages {
		scrub = ""
	}
	switch {
	case c.lost && len(c.store) > 0:
		s.note("The journal was missing; written again from the store, %s.", db.Entries(len(c.store)))
	case c.toAppend > 0:
		s.note("The journal lacked %s; brought back from the store.", db.Entries(c.toAppend))
	}
	if c.incomplete > 0 {
		s.note("In the journal %s had lost their content or the desk's signature; brought back from the store.", db.Entries(c.incomplete))
	}
	if c.scan.Damaged > 0 {
		s.note("The journal has damaged stretches: %d.", c.scan.Damaged)
	}
	anew := c.lost || emptied || scrub != "" || c.stale || c.incomplete > 0 || c.scan.Damaged > 0 && len(gaps) == 0
	if anew {
		if c.scan, err = s.rewriteFromStore(ctx); err != nil {
			return err
		}
	}
	if s.journal, err = journal.Open(path, c.scan, s.fail); err != nil {
		return err
	}
	if !anew && c.toAppend > 0 {
		err := s.allLines(ctx)(func(e *entry.Entry) error {
			if sum, ok := c.store[e.Hash()]; !ok || sum.seen {
				return nil
			}
			return s.journal.Append(e)
		})
		if err != nil {
			return err
		}
	}
	forgot := emptied || scrub != "" || c.stale
	if err := s.openMirror(ctx, forgot); err != nil {
		return fmt.Errorf("opening the journal's copy: %w", folder.Explain(err))
	}
	if forgot {
		s.note("An erasure that had been interrupted was finished.")
	}
	if forgot || pages {
		return s.scrub(ctx)
	}
	return nil
}

// rewriteFromStore rewrites the journal and returns how many lines it has now.
func (s *Store) rewriteFromStore(ctx context.Context) (journal.Scanned, error) {
	var sc journal.Scanned
	err := s.replaceJournal(func() error {
		return journal.Rewrite(s.dir, func(write func(*entry.Entry) error) error {
			return s.allLines(ctx)(func(e *entry.Entry) error { sc.Lines++; return write(e) })
		}, s.fail)
	})
	return sc, err
}

// allLines yields everything the store has, for rewriting the journal.
func (s *Store) allLines(ctx context.Context) func(func(*entry.Entry) error) error {
	return func(write func(*entry.Entry) error) error {
		if err := s.db.EachEntry(ctx, "entry", db.NoLock{}, write); err != nil {
			return err
		}
		return s.db.EachEntry(ctx, "conflict", db.NoLock{}, write)
	}
}
