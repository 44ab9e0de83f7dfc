package data

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"time"

	"matchbooth/data/entry"
	"matchbooth/data/internal/db"
	"matchbooth/data/internal/folder"
	"matchbooth/data/internal/journal"
	"matchbooth/data/internal/trust"
	"matchbooth/data/record"
)

// Verify checks everything that can be checked without a key: the pages of the database, its settings, each entry's
// digest and signature, gaps in the running numbers, entries without content that nobody erased, conflicts, the chain
// of the audit and what the second copy knows about it, and whether the journal has the same entries. An empty list
// means all is well. It changes nothing.
func (s *Store) Verify(ctx context.Context) ([]record.Fault, error) {
	s.mu.Lock()
	if s.db == nil {
		s.mu.Unlock()
		return nil, errors.New("verifying: the store is closed")
	}
	d, trust := s.db, s.trust
	known := trust.Known
	var faults []record.Fault
	dir := func(what string) { faults = append(faults, record.Fault{What: what}) }
	if s.broken != nil {
		dir("the store has stopped after a failed write: " + s.broken.Error())
	}
	if err := d.EachText(ctx, func(line string) {
		if line != "ok" {
			dir(folder.DB + ": " + line)
		}
	}, "PRAGMA integrity_check(20)"); err != nil {
		dir(fmt.Sprintf("%s: %v", folder.DB, folder.Explain(err)))
	}
	if err := d.ReadPragmas(ctx); err != nil {
		dir(err.Error())
	}
	if err := s.compareKeysOnly(); err != nil {
		dir(err.Error())
	}
	if why := s.keysDoubt(); why != "" {
		dir(why)
	}
	if f := s.keyFileFault(ctx); f != "" {
		dir(f)
	}
	for _, f := range s.mirrorFaults() {
		dir(f)
	}
	faults = append(faults, s.auditFaults(ctx)...)
	gaps, err := db.Gaps(ctx, d, known)
	s.mu.Unlock()
	if err != nil {
		return nil, fmt.Errorf("verifying: %w", err)
	}
	for _, g := range gaps {
		dir(g)
	}

	lines := map[entry.Hash]summary{}
	erased, hidden := map[string]bool{}, map[string]bool{} // emptied, and erased at all
	var empty, joins []*entry.Entry
	err = d.EachEntry(ctx, "entry", &s.mu, func(e *entry.Entry) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		genuine := known.Verified(e)
		switch {
		case !genuine:
			faults = append(faults, record.Fault{Entry: e.ID, What: record.FaultForged})
		case !e.Intact():
			faults = append(faults, record.Fault{Entry: e.ID, What: record.FaultDigest})
		case e.Kind == entry.KindErasure:
			erased[e.Person] = erased[e.Person] || trust.Empties(e)
			hidden[e.Person] = true
		case e.Sealed == nil:
			empty = append(empty, e)
		}
		lines[entry.HashOf([]byte(e.ID))] = summarize(e)
		if e.Partner != "" {
			joins = append(joins, withoutSealed(e))
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("verifying: %w", err)
	}
	rivals := map[entry.Hash]bool{}
	err = d.EachEntry(ctx, "conflict", &s.mu, func(e *entry.Entry) error {
		rivals[e.Hash()] = true
		if known.Verified(e) && e.Kind == entry.KindErasure {
			erased[e.Person] = erased[e.Person] || trust.Empties(e)
			hidden[e.Person] = true
		}
		if e.Partner != "" {
			joins = append(joins, withoutSealed(e))
		}
		faults = append(faults, record.Fault{Entry: e.ID, What: record.FaultConflict})
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("verifying: %w", err)
	}
	pairs := trust.PairsOf(joins)
	pairs.Close(erased)
	pairs.Close(hidden)
	for _, e := range empty {
		if !hidden[e.Person] {
			faults = append(faults, record.Fault{Entry: e.ID, What: record.FaultEmptied})
		}
	}
	more, err := s.verifyJournal(ctx, lines, rivals, erased)
	return append(faults, more...), err
}

// withoutSealed is a copy of the line for keeping many in memory.
func withoutSealed(e *entry.Entry) *entry.Entry {
	line := *e
	line.Sealed = nil
	return &line
}

// verifyJournal compares the journal with the lines of the store. What is appended while it reads is in neither of the
// two lists and not reported.
func (s *Store) verifyJournal(ctx context.Context, lines map[entry.Hash]summary, rivals map[entry.Hash]bool, erased map[string]bool) ([]record.Fault, error) {
	var faults []record.Fault
	s.mu.Lock() // so that no line is half written
	defer s.mu.Unlock()
	scan, err := journal.Scan(filepath.Join(s.dir, folder.Journal), func(e *entry.Entry) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		id := entry.HashOf([]byte(e.ID))
		have, ok := lines[id]
		sum := summarize(e)
		switch {
		case rivals[e.Hash()] && have.line != sum.line:
			if e.Sealed != nil && erased[e.Person] {
				faults = append(faults, record.Fault{Entry: e.ID, What: "erased in the store, but the journal still holds it: open the folder again to finish the erasure"})
			}
			return nil
		case !ok:
			var n int
			if err := s.db.QueryRowContext(ctx, "SELECT count(*) FROM entry WHERE id = ?", e.ID).Scan(&n); err != nil {
				return err
			}
			if n == 0 {
				faults = append(faults, record.Fault{Entry: e.ID, What: "is in the journal but not in the store: open the folder again to bring it back"})
			}
		case have.line != sum.line:
			faults = append(faults, record.Fault{Entry: e.ID, What: "differs between the journal and the store"})
		case e.Sealed != nil && erased[e.Person]:
			faults = append(faults, record.Fault{Entry: e.ID, What: "erased in the store, but the journal still holds it: open the folder again to finish the erasure"})
		case sum.sealed != have.sealed && !erased[e.Person]:
			faults = append(faults, record.Fault{Entry: e.ID, What: "its sealed part is whole only in one of journal and store: open the folder again to bring it back"})
		}
		have.seen = true
		lines[id] = have
		return nil
	})
	if errors.Is(err, fs.ErrNotExist) {
		return append(faults, record.Fault{What: "the journal is missing: open the folder again to write it from the store"}), nil
	}
	if err != nil {
		return faults, fmt.Errorf("verifying the journal: %w", folder.Explain(err))
	}
	if scan.Damaged > 0 || scan.Torn {
		faults = append(faults, record.Fault{What: "the journal has damaged stretches"})
	}
	missing := 0
	for _, sum := range lines {
		if !sum.seen {
			missing++
		}
	}
	if missing > 0 {
		faults = append(faults, record.Fault{What: fmt.Sprintf("the journal lacks %s of the store: open the folder again to bring them back", db.Entries(missing))})
	}
	return faults, nil
}

// Status is what is known without a key.
type Status struct {
	Mode    string `json:"mode"`
	Event   string `json:"event"`
	Booth   string `json:"booth"`
	Signups int    `json:"signups"`  // persons who are not erased; sign-ups that the desk has joined are one
	Erased  int    `json:"erased"`   // persons, counted so too
	Entries int    `json:"entries"`  // all lines
	LastSeq int64  `json:"last_seq"` // of this booth
}

// Status counts what is in the folder.
func (s *Store) Status(ctx context.Context) (Status, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.db == nil {
		return Status{}, errors.New("counting: the store is closed")
	}
	st := Status{Mode: s.mode, Event: s.event, Booth: s.booth, LastSeq: s.seq}
	if err := readStatus(ctx, s.db, s.trust, &st); err != nil {
		return Status{}, fmt.Errorf("counting: %w", folder.Explain(err))
	}
	return st, nil
}

// SignedUpSince counts who signed up here, and is still here, from the hour of the given moment on.
func (s *Store) SignedUpSince(ctx context.Context, from time.Time) (n int, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.db == nil {
		return 0, errors.New("counting: the store is closed")
	}
	persons := map[string]bool{}
	if err := s.db.EachText(ctx, func(person string) { persons[person] = true }, "SELECT person FROM entry WHERE kind = ? AND booth = ? AND hour >= ? AND sealed IS NOT NULL",
		entry.KindSignUp, s.booth, entry.Hour(from)); err != nil {
		return 0, fmt.Errorf("counting: %w", folder.Explain(err))
	}
	pairs, err := s.trust.PairsIn(ctx, s.db)
	if err != nil {
		return 0, fmt.Errorf("counting: %w", folder.Explain(err))
	}
	return pairs.Count(persons), nil
}

// readStatus sets the counts.
func readStatus(ctx context.Context, d *db.DB, t *trust.Trust, st *Status) error {
	hidden, err := t.GoneIn(ctx, d)
	if err != nil {
		return err
	}
	pairs, err := t.PairsIn(ctx, d)
	if err != nil {
		return err
	}
	st.Erased = pairs.Count(hidden.All)
	if err := d.QueryRowContext(ctx, "SELECT count(*) FROM entry").Scan(&st.Entries); err != nil {
		return err
	}
	persons := map[string]bool{}
	living := func(e *entry.Entry) {
		if !hidden.Person(e.Person) && t.Known.Verified(e) && t.OfSigned(e, trust.NobodysHomes) == trust.Stands {
			persons[e.Person] = true
		}
	}
	rows, err := d.QueryContext(ctx, "SELECT DISTINCT person, booth FROM entry WHERE kind = 'signup'")
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var person, booth string
		if err := rows.Scan(&person, &booth); err != nil {
			return err
		}
		if _, doubted := t.Distrusted[booth]; !doubted && !hidden.Person(person) {
			persons[person] = true
		}
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil {
		return err
	}
	for booth := range t.Distrusted { // some of its entries count and others do not
		if err := db.EachEntry(ctx, d, living, "booth = ? AND kind = ?", booth, entry.KindSignUp); err != nil {
			return err
		}
	}
	more, err := d.Counting(ctx, t.Known)
	if err != nil {
		return err
	}
	for _, e := range more {
		st.Entries++
		if e.Kind == entry.KindSignUp {
			living(e)
		}
	}
	st.Signups = pairs.Count(persons)
	return nil
}
