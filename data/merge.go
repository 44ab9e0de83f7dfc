package data

import (
	"cmp"
	"context"
	"crypto/ed25519"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"path/filepath"
	"slices"

	"matchbooth/data/entry"
	"matchbooth/data/internal/db"
	"matchbooth/data/internal/folder"
	"matchbooth/data/internal/trust"
	"matchbooth/data/keyset"
	"matchbooth/data/record"
)

// Merge adds the entries of another booth of the same event: a data folder that nobody has open, a booth.db (with its
// -wal beside it), or a backup. The result is the union of both, whatever the order and however often; a person erased on
// either side is erased. The source is copied first and never written to. One transaction adds all of it or nothing; the
// journal has it, fsynced, before Merge returns. [ErrOther] for another event or mode, [ErrOtherKeys], [ErrOtherDesk],
// [ErrDamaged], [ErrNewer], [ErrLocked] or [ErrNotBooth] for a source that cannot be merged.
//
// People can sign up while it copies, reads and asks; the transaction at the end makes them wait, a second or so for
// thousands of entries.
func (s *Store) Merge(ctx context.Context, path string, opt MergeOptions) (MergeReport, error) {
	s.mergeMu.Lock()
	defer s.mergeMu.Unlock()
	m, err := s.beginMerge(ctx, path, opt)
	if err != nil {
		return MergeReport{}, fmt.Errorf("merging %s: %w", filepath.Base(path), err)
	}
	defer m.src.close()
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.ready(ctx); err != nil {
		return MergeReport{}, err
	}
	if err := m.readLines(ctx); err != nil {
		return MergeReport{}, err
	}
	if err := m.adoptKeys(context.WithoutCancel(ctx)); err != nil {
		return m.report(), err
	}
	m.sum.Packs, _ = s.takePacks(m.src.dir) // what could not be kept is named as missing, see [Store.Packs]
	return m.report(), nil
}

// beginMerge copies the source, reads it once, and asks. The caller holds mergeMu, and closes the merge's source.
func (s *Store) beginMerge(ctx context.Context, path string, opt MergeOptions) (*merge, error) {
	s.mu.Lock()
	err := s.ready(ctx)
	m := &merge{s: s, mode: s.mode, event: s.event, set: s.set, keys: maps.Clone(s.known), progress: opt.Progress}
	if err == nil {
		m.desk, m.belongs = s.trust.Desk, s.trust.Belongs
	}
	s.mu.Unlock()
	if err != nil {
		return nil, err
	}
	if m.src, err = m.openSource(ctx, path); err != nil {
		return nil, err
	}
	if err := m.readBooths(ctx, opt.Accept); err != nil {
		m.src.close()
		return nil, err
	}
	m.offerKeys(opt.Keys)
	return m, nil
}

// merge is one run of Merge.
type merge struct {
	s           *Store
	mode, event string
	set         *keyset.Set
	offer       *keyset.Set       // a newer one from the source
	there       map[string]string // its settings
	desk        ed25519.PublicKey
	belongs     map[string]bool // booths the desk has confirmed, as far as known here
	src         *source
	keys        entry.Booths // known here, or accepted in this run
	erasures    []*entry.Entry
	signups     []*entry.Entry // those made before there were nonces
	joins       []*entry.Entry // lines that name a partner
	refused     map[string]bool
	newly       map[string]bool // persons with an erasure or a join among the new entries
	erased      map[string]bool // by a verified erasure on either side, or one of who is the same person
	pairs       entry.Pairs     // who is one person, as far as both sides tell
	booths      map[string]*MergedBooth
	sum         MergeReport
	damaged     map[entry.Hash]string // ids of damaged lines, by hash, of which no intact copy has come
	emptied     bool                  // something here was erased by an erasure from the source
	filled      bool                  // a line without its content here has it again
	people      map[string]int        // number of sign-ups added, by booth
	clashes     []*entry.Entry        // new lines in conflict with others
	lines       []mergedLine          // to be read back, and written to the journal
	place       map[entry.Hash]int    // index in lines, by hash
	touched     map[string]bool       // persons about whom there is a new line, or one with its content again
	after       *trust.Trust          // what will be believed once the lines are here

	progress    func(done, total int) // may be nil
	done, total int                   // lines read and added, of twice as many as the source has
}

// step shows the progress now and then, and returns the error of a merge that was canceled.
func (m *merge) step(ctx context.Context) error {
	if m.done++; m.progress != nil && m.done%256 == 0 {
		m.progress(min(m.done, m.total), m.total)
	}
	return ctx.Err()
}

// mergedLine is what is kept in memory of a line during the transaction: with the sealed parts of a large source the
// booth would run out of memory.
type mergedLine struct {
	id     string
	sig    []byte
	hash   entry.Hash
	sealed bool
}

// readBooths reads the source once: who signed there, and who was erased.
func (m *merge) readBooths(ctx context.Context, accept func(string, int) bool) error {
	counts := map[string]int{}
	lines, err := m.src.db.CountLines(ctx)
	if err != nil {
		return folder.Explain(err)
	}
	m.total = 2 * lines
	if err := m.src.each(ctx, func(e *entry.Entry) error {
		counts[e.Booth]++
		switch {
		case e.Kind == entry.KindErasure:
			e.Sealed = nil // an erasure has none; all of them are kept in memory
			m.erasures = append(m.erasures, e)
		case e.Kind == entry.KindSignUp && len(e.Nonce) == 0:
			m.signups = append(m.signups, withoutSealed(e))
		case e.Partner != "" && e.NumbersPossible() && e.Intact(): // others will not be added
			m.joins = append(m.joins, withoutSealed(e))
		}
		return m.step(ctx)
	}); err != nil {
		return err
	}
	m.booths, m.refused = map[string]*MergedBooth{}, map[string]bool{}
	there := &trust.Trust{Desk: m.desk}
	there.Judge(m.src.statements)
	for _, id := range slices.Sorted(maps.Keys(counts)) {
		key, ok := m.src.keys[id]
		if m.keys[id] != nil || !ok {
			continue // entries of an unknown booth without a key count as forged
		}
		named := m.belongs[id] || there.Belongs[id]
		if !named && (accept == nil || !accept(id, counts[id])) {
			m.refused[id] = true
			m.sum.Refused = append(m.sum.Refused, id)
			continue
		}
		m.keys[id] = key
		m.booths[id] = &MergedBooth{ID: id, New: true, Named: named}
	}
	return nil
}

// readLines adds everything in one transaction, and then updates the files. It can be canceled until the transaction
// has everything; nothing is here then.
func (m *merge) readLines(cancel context.Context) error {
	s := m.s
	ctx := context.WithoutCancel(cancel)
	s.moved++
	tx, err := m.begin(ctx)
	if err != nil {
		return s.breaks(fmt.Errorf("merging: %w", err))
	}
	defer tx.Rollback()
	err = m.insertAll(cancel, tx)
	if stopped := cancel.Err(); err != nil && stopped != nil && errors.Is(err, stopped) {
		if err := tx.Rollback(); err != nil {
			return s.breaks(fmt.Errorf("merging: %w", err))
		}
		return fmt.Errorf("merging: %w", stopped)
	}
	if err == nil {
		err = s.writeActs(ctx, tx, m.acts()...)
	}
	if err == nil {
		err = s.fail("merge commit")
	}
	if err == nil {
		err = tx.Commit()
	}
	if err != nil {
		return s.breaks(fmt.Errorf("merging: %w", err))
	}
	// From here on the entries are in the store; what follows updates the journal and the store's memory.
	if err := s.loadKnown(ctx); err != nil {
		return s.breaks(err)
	}
	if err := s.loadTrust(ctx); err != nil {
		return s.breaks(err)
	}
	_ = s.saveSettings(ctx) // if that fails, the next start does
	s.audited(ctx)
	if err := m.insert(ctx); err != nil {
		return s.breaks(err)
	}
	before := s.codes
	if err := s.count(ctx); err != nil {
		return s.breaks(err)
	}
	if err := m.open(ctx, s.db, s.trust, before, s.codes); err != nil {
		return s.breaks(err)
	}
	if m.emptied || m.filled {
		if err := s.forgetInJournal(ctx); err != nil {
			return s.breaks(err)
		}
	}
	if m.emptied {
		if err := s.scrub(ctx); err != nil {
			return s.breaks(err)
		}
	}
	return s.sweepAll(ctx)
}

// begin begins the transaction. The caller holds the lock.
func (m *merge) begin(ctx context.Context) (*sql.Tx, error) {
	maps.Copy(m.keys, m.s.known) // they may have changed while somebody was asked
	m.damaged, m.place, m.people = map[entry.Hash]string{}, map[entry.Hash]int{}, map[string]int{}
	m.newly, m.touched = map[string]bool{}, map[string]bool{}
	if err := m.judge(ctx); err != nil {
		return nil, err
	}
	return m.s.db.BeginTx(ctx, nil)
}

// judge works out who is emptied by the erasures on both sides. It uses what will be known afterwards, including the
// statements and sign-ups that come now, so that the order of arrival does not matter. Booths that come with this merge
// are not this folder's own: only the desk's word empties at once.
func (m *merge) judge(ctx context.Context) error {
	s := m.s
	said, err := trust.StatementsIn(ctx, s.db, s.event, s.trust.Desk)
	if err != nil {
		return err
	}
	t := s.trust.With(m.keys)
	t.Judge(append(said, m.src.statements...))
	here, failed := t.HomesIn(ctx, s.db)
	there := map[string][]string{}
	for _, e := range m.signups {
		if t.Known.Verified(e) {
			there = t.HomeOf(there, e)
		}
	}
	home := func(person string) []string {
		at := slices.Concat(here(person), there[person])
		slices.Sort(at)
		return slices.Compact(at)
	}
	erasures, joins := slices.Clone(m.erasures), slices.Clone(m.joins)
	if err := db.EachErasure(ctx, s.db, func(e *entry.Entry) { erasures = append(erasures, e) }); err != nil {
		return err
	}
	if err := db.EachJoin(ctx, s.db, func(e *entry.Entry) { joins = append(joins, withoutSealed(e)) }); err != nil {
		return err
	}
	m.pairs = t.PairsOf(joins)
	m.erased = t.Emptied(erasures, home, m.pairs)
	m.after = t
	return failed()
}

// insert reads every new line back, past SQLite's cache, and writes it to the journal.
func (m *merge) insert(ctx context.Context) error {
	s := m.s
	if _, err := s.db.ExecContext(ctx, "PRAGMA shrink_memory"); err != nil {
		return fmt.Errorf("reading back: %w", err)
	}
	all := db.Prepare(s.db)
	defer all.Close()
	for part := range slices.Chunk(m.lines, 500) {
		var back []*entry.Entry
		for _, l := range part {
			e, err := find(ctx, all, l)
			if err != nil {
				return fmt.Errorf("reading back: %w", err)
			}
			back = append(back, e)
		}
		if m.emptied || m.filled {
			continue // the journal will be rewritten
		}
		if err := s.journal.Append(back...); err != nil {
			return err
		}
	}
	return nil
}

// find reads one line back from its table, and compares it with what was written.
func find(ctx context.Context, x db.Querier, l mergedLine) (*entry.Entry, error) {
	rows, err := x.QueryContext(ctx, "SELECT "+db.EntryColumns+" FROM entry WHERE id = ?1 AND sig = ?2 UNION ALL SELECT "+db.EntryColumns+" FROM conflict WHERE id = ?1 AND sig = ?2", l.id, l.sig)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		e, err := db.ScanEntry(rows)
		if err != nil {
			return nil, err
		}
		if e.Hash() == l.hash && e.Intact() && (e.Sealed != nil) == l.sealed {
			return e, nil
		}
	}
	return nil, cmp.Or(rows.Err(), errors.New("the disk returned something else than was written: use another disk"))
}

// insertAll is the body of the transaction. It stops when its context is canceled; the statements within do not.
func (m *merge) insertAll(cancel context.Context, tx *sql.Tx) error {
	ctx := context.WithoutCancel(cancel)
	all := db.Prepare(tx)
	defer all.Close()
	for id, b := range m.booths {
		if b.New {
			if err := db.AddBooth(ctx, tx, m.keys[id]); err != nil {
				return err
			}
		}
	}
	seen := map[entry.Hash]bool{} // a line may be in both the source's store and its journal
	if err := m.src.each(ctx, func(e *entry.Entry) error {
		if err := m.step(cancel); err != nil || m.refused[e.Booth] {
			return err
		}
		return m.mergeEntry(ctx, all, e, seen)
	}); err != nil {
		return err
	}
	if _, err := db.ChooseEntries(ctx, tx, m.keys, m.clashes); err != nil {
		return err
	}
	if err := m.learnTerms(ctx, tx); err != nil {
		return err
	}
	for _, st := range m.src.statements {
		if err := m.readStatement(ctx, tx, st); err != nil {
			return err
		}
	}
	for _, id := range slices.Sorted(maps.Values(m.damaged)) {
		m.sum.Damaged++
		m.sum.Faults = append(m.sum.Faults, record.Fault{Entry: id, What: record.FaultDigest})
	}
	m.pairs.Close(m.newly)
	emptied := map[string]bool{}
	for person := range m.erased {
		n, err := trust.EmptyPerson(ctx, tx, m.keys, person)
		if err != nil {
			return err
		}
		if n > 0 {
			emptied[person] = true
		}
		m.emptied = m.emptied || n > 0 || m.newly[person] // second copies may have entries that are not here
	}
	m.sum.Erasures = m.pairs.Count(emptied)
	if m.emptied {
		return db.SetMeta(ctx, tx, db.MetaScrub, "1")
	}
	return nil
}

// readStatement adds a statement the desk has signed. While the desk's key is not known here, it is kept unchecked.
func (m *merge) readStatement(ctx context.Context, tx *sql.Tx, st entry.Statement) error {
	if m.s.trust.Desk != nil && !st.By(m.s.trust.Desk) {
		return nil
	}
	var n, room int
	if err := tx.QueryRowContext(ctx, "SELECT count(*), coalesce(sum(length(body)), 0) FROM statement").Scan(&n, &room); err != nil || n >= db.MaxStatements {
		return err
	}
	if m.s.trust.Desk == nil && room+len(st.Body) > db.MaxStatementBytes {
		return nil
	}
	return trust.InsertStatement(ctx, tx, st)
}

// mergeEntry adds one line.
func (m *merge) mergeEntry(ctx context.Context, tx *db.Prepared, e *entry.Entry, seen map[entry.Hash]bool) error {
	mark := e.Hash()
	switch {
	case !m.keys.Verified(e):
		if !seen[mark] {
			m.sum.Forged++
			m.sum.Faults = append(m.sum.Faults, record.Fault{Entry: e.ID, What: record.FaultForged})
		}
		seen[mark] = true
		return nil
	case !e.NumbersPossible():
		if !seen[mark] {
			m.sum.Forged++
			m.sum.Faults = append(m.sum.Faults, record.Fault{Entry: e.ID, What: record.FaultNumber})
		}
		seen[mark] = true
		return nil
	case !e.Intact():
		if !seen[mark] {
			m.damaged[mark] = e.ID
		}
		return nil
	}
	if trust := m.s.trust; trust.Desk != nil && !trust.AtDesk(e) {
		e.Desk = nil // not the desk's signature: anybody can write something there
	}
	if m.erased[e.Person] {
		e.Sealed = nil // it never reaches a file of this folder
	}
	b := m.booths[e.Booth]
	if b == nil {
		b = &MergedBooth{ID: e.Booth}
		m.booths[e.Booth] = b
	}
	delete(m.damaged, mark)
	same, rivals, err := db.Beside(ctx, tx, e)
	if err != nil {
		return err
	}
	if same != nil {
		if e.Sealed != nil && (same.Sealed == nil || !same.Intact()) {
			// The line here lacks its content, and nobody erased it; the one that came is intact.
			for _, table := range []string{"entry", "conflict"} {
				if _, err := tx.ExecContext(ctx, "UPDATE "+table+" SET sealed = ? WHERE id = ? AND sig = ? AND digest = ?", e.Sealed, e.ID, e.Sig, e.Digest); err != nil {
					return err
				}
			}
			m.remember(mergedLine{e.ID, e.Sig, mark, true})
			m.filled, m.touched[e.Person] = true, true
		}
		if trust := m.s.trust; trust.AtDesk(e) && !trust.AtDesk(same) {
			// The line here lacked the desk's signature.
			for _, table := range []string{"entry", "conflict"} {
				if _, err := tx.ExecContext(ctx, "UPDATE "+table+" SET desk = ? WHERE id = ? AND sig = ? AND digest = ?", e.Desk, e.ID, e.Sig, e.Digest); err != nil {
					return err
				}
			}
			m.filled, m.touched[e.Person] = true, true
		}
		if !seen[mark] {
			b.Known++
			m.sum.Known++
		}
		seen[mark] = true
		return nil
	}
	seen[mark] = true
	table := "entry"
	if rivals {
		table = "conflict" // until all have come
		clash := *e
		clash.Sealed = nil
		m.clashes = append(m.clashes, &clash)
	}
	if err := db.InsertEntry(ctx, tx, table, e); err != nil {
		return err
	}
	b.Added++
	m.sum.Added++
	m.touched[e.Person] = true
	switch e.Kind {
	case entry.KindSignUp:
		m.people[e.Booth]++
	case entry.KindErasure, entry.KindJoin:
		m.newly[e.Person] = true
	}
	if rivals {
		m.sum.Conflicts++
		m.sum.Faults = append(m.sum.Faults, record.Fault{Entry: e.ID, What: record.FaultConflict})
	}
	m.remember(mergedLine{e.ID, e.Sig, mark, e.Sealed != nil})
	return nil
}

// remember notes a line to be read back at the end. One whose content the other folder lacks in its store but has in its
// journal comes twice: the last one counts.
func (m *merge) remember(l mergedLine) {
	if i, ok := m.place[l.hash]; ok {
		m.lines[i] = l
		return
	}
	m.place[l.hash] = len(m.lines)
	m.lines = append(m.lines, l)
}
