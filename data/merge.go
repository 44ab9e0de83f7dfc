package data

import (
	"bytes"
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
)

// ErrOther: what was given to be merged does not belong to this booth's event, or to its mode.
var ErrOther = errors.New("it belongs to another event")

// MergeOptions decide what a merge may take.
type MergeOptions struct {
	// Accept is asked once for each booth that is not known here yet, with the number of its entries. Whoever holds a
	// booth's signing key can forge for it, so a person should compare the id with that booth's own status. nil
	// accepts none.
	Accept func(booth string, entries int) bool
}

// MergedBooth is what came from one booth.
type MergedBooth struct {
	ID    string `json:"id"`
	New   bool   `json:"new"` // it was not known here before
	Added int    `json:"added"`
	Known int    `json:"known"` // entries that were here already
}

// MergeReport says what a merge did. Nothing in it names a person.
type MergeReport struct {
	Event     string        `json:"event"`
	Booths    []MergedBooth `json:"booths"`
	Added     int           `json:"added"`
	Known     int           `json:"known"`
	Conflicts int           `json:"conflicts"` // lines whose id or running number another line has; kept and named, not counted
	Damaged   int           `json:"damaged"`   // entries whose sealed part is not what was signed
	Forged    int           `json:"forged"`    // entries without a true signature of their booth
	Erasures  int           `json:"erasures"`  // persons forgotten here because they were erased there
	Ambiguous int           `json:"ambiguous"` // receipt codes that two persons share now
	Refused   []string      `json:"refused"`   // booths that were not accepted
	Faults    []Fault       `json:"-"`
}

// Merge takes over the entries of another booth of the same event: a data folder that nobody has open, a booth.db (its
// -wal beside it), or a backup. The result is the union of both, whatever the order and however often; a person erased
// on either side is erased. What is merged is copied first and never written to. One transaction takes all of it or
// nothing; the journal has it, fsynced, before Merge returns. [ErrOther] for another event or mode, [ErrDamaged],
// [ErrNewer], [ErrLocked] or [ErrNotBooth] for a file that cannot be read.
func (s *Store) Merge(ctx context.Context, path string, opt MergeOptions) (MergeReport, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.ready(ctx); err != nil {
		return MergeReport{}, err
	}
	src, err := s.openSource(ctx, path)
	if err != nil {
		return MergeReport{}, fmt.Errorf("merging %s: %w", filepath.Base(path), err)
	}
	defer src.close()
	m := &merge{s: s, src: src, keys: maps.Clone(s.known), erased: map[string]bool{}, booths: map[string]*MergedBooth{}}
	if err := m.meet(ctx, opt.Accept); err != nil {
		return MergeReport{}, fmt.Errorf("merging %s: %w", filepath.Base(path), err)
	}
	if err := m.take(context.WithoutCancel(ctx)); err != nil {
		return MergeReport{}, err
	}
	return m.report(), nil
}

// merge is one run.
type merge struct {
	s       *Store
	src     *source
	keys    booths          // known here, and accepted now
	erased  map[string]bool // by a genuine erasure on either side
	refused map[string]int
	booths  map[string]*MergedBooth
	sum     MergeReport
	emptied bool // something here was erased by an erasure from there
	persons []string
	tick    int64
	seq     int64
	lines   []*entry // for the journal
}

// meet reads the source once: who signed there, and who was erased.
func (m *merge) meet(ctx context.Context, accept func(string, int) bool) error {
	counts := map[string]int{}
	var tombs []*entry
	if err := m.src.each(ctx, func(e *entry) error {
		counts[e.Booth]++
		if e.Kind == kindErasure {
			tombs = append(tombs, e)
		}
		return ctx.Err()
	}); err != nil {
		return err
	}
	m.refused = map[string]int{}
	for _, id := range slices.Sorted(maps.Keys(counts)) {
		key, ok := m.src.keys[id]
		if m.keys[id] != nil || !ok {
			continue // what an unknown booth without a key has written counts as forged
		}
		if accept == nil || !accept(id, counts[id]) {
			m.refused[id] = counts[id]
			m.sum.Refused = append(m.sum.Refused, id)
			continue
		}
		m.keys[id] = key
		m.booths[id] = &MergedBooth{ID: id, New: true}
	}
	for _, e := range tombs {
		if m.keys.genuine(e) {
			m.erased[e.Person] = true
		}
	}
	return m.s.db.eachEntry(ctx, "entry", noLock{}, func(e *entry) error {
		if e.Kind == kindErasure && m.s.known.genuine(e) {
			m.erased[e.Person] = true
		}
		return nil
	})
}

// take brings everything over in one transaction, and then puts the files in order.
func (m *merge) take(ctx context.Context) error {
	s := m.s
	s.moved++
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return s.breaks(fmt.Errorf("merging: %w", err))
	}
	defer tx.Rollback()
	err = m.fill(ctx, tx)
	if err == nil {
		err = s.fail("merge commit")
	}
	if err == nil {
		err = tx.Commit()
	}
	if err != nil {
		return s.breaks(fmt.Errorf("merging: %w", err))
	}
	if err := m.readBack(ctx); err != nil {
		return s.breaks(err)
	}
	// From here on the entries are in the store; what follows gives the journal the same.
	s.tick, s.seq = max(s.tick, m.tick), max(s.seq, m.seq)
	if err := s.loadKnown(ctx); err != nil {
		return s.breaks(err)
	}
	for _, p := range m.persons {
		code := CodeOf(p)
		if s.codes[code] < 255 {
			s.codes[code]++
		}
		if s.codes[code] > 1 {
			m.sum.Ambiguous++
		}
	}
	if m.emptied {
		if err := s.forgetInJournal(ctx); err != nil {
			return s.breaks(err)
		}
		if err := s.scrub(ctx); err != nil {
			return s.breaks(err)
		}
		return nil
	}
	for part := range slices.Chunk(m.lines, 1000) {
		if err := s.journal.append(part...); err != nil {
			return s.breaks(err)
		}
	}
	return nil
}

// readBack reads every line that came in again, past SQLite's cache.
func (m *merge) readBack(ctx context.Context) error {
	if _, err := m.s.db.ExecContext(ctx, "PRAGMA shrink_memory"); err != nil {
		return fmt.Errorf("reading back: %w", err)
	}
	for _, e := range m.lines {
		var n int
		if err := m.s.db.QueryRowContext(ctx, "SELECT (SELECT count(*) FROM entry WHERE id = ?1 AND sig = ?2 AND sealed IS ?3) + (SELECT count(*) FROM conflict WHERE id = ?1 AND sig = ?2 AND sealed IS ?3)",
			e.ID, e.Sig, e.columns()[7]).Scan(&n); err != nil {
			return fmt.Errorf("reading back: %w", err)
		}
		if n != 1 {
			return errors.New("reading back: the disk returned something else than was written: use another disk")
		}
	}
	return nil
}

func (m *merge) fill(ctx context.Context, tx *sql.Tx) error {
	for id, b := range m.booths {
		if b.New {
			if err := addBooth(ctx, tx, m.keys[id]); err != nil {
				return err
			}
		}
	}
	seen := map[short]bool{} // a line may stand in the source's store and in its journal
	if err := m.src.each(ctx, func(e *entry) error {
		mark := shorten(append(e.signed(), e.Sig...))
		if seen[mark] && !e.whole() {
			return nil
		}
		ok, err := m.one(ctx, tx, e)
		if ok {
			seen[mark] = true
		}
		return err
	}); err != nil {
		return err
	}
	for _, f := range m.sum.Faults {
		if f.What == faultDigest {
			m.sum.Damaged++
		}
	}
	for person := range m.erased {
		n, err := emptyPerson(ctx, tx, person)
		if err != nil {
			return err
		}
		if n > 0 {
			m.emptied = true
			m.sum.Erasures++
		}
	}
	if m.emptied {
		return setMeta(ctx, tx, metaScrub, "1")
	}
	return nil
}

// one takes one line. It says whether the line, whole, is here now.
func (m *merge) one(ctx context.Context, tx *sql.Tx, e *entry) (bool, error) {
	if m.refused[e.Booth] > 0 {
		return false, nil
	}
	if !m.keys.genuine(e) {
		m.sum.Forged++
		m.sum.Faults = append(m.sum.Faults, Fault{e.ID, faultForged})
		return false, nil
	}
	b := m.booths[e.Booth]
	if b == nil {
		b = &MergedBooth{ID: e.Booth}
		m.booths[e.Booth] = b
	}
	if m.erased[e.Person] {
		e.Sealed = nil // it never reaches a file of this folder
	}
	if !e.whole() {
		m.sum.Faults = append(m.sum.Faults, Fault{e.ID, faultDigest})
		return false, nil
	}
	same, rivals, err := m.rivals(ctx, tx, e)
	if err != nil {
		return false, err
	}
	if same != nil {
		if same.Sealed == nil && e.Sealed != nil || !same.whole() {
			// The line is here without its content, and nobody erased it: what came is whole.
			for _, table := range []string{"entry", "conflict"} {
				if _, err := tx.ExecContext(ctx, "UPDATE "+table+" SET sealed = ? WHERE id = ? AND sig = ?", e.Sealed, e.ID, e.Sig); err != nil {
					return false, err
				}
			}
			m.lines = append(m.lines, e)
		}
		b.Known++
		m.sum.Known++
		return true, nil
	}
	var n int
	if err := tx.QueryRowContext(ctx, "SELECT count(*) FROM entry WHERE person = ?", e.Person).Scan(&n); err != nil {
		return false, err
	}
	if n == 0 {
		m.persons = append(m.persons, e.Person)
	}
	if err := m.place(ctx, tx, e, rivals); err != nil {
		return false, err
	}
	b.Added++
	m.sum.Added++
	m.sum.Conflicts += min(len(rivals), 1)
	m.lines = append(m.lines, e)
	m.tick = max(m.tick, e.Tick)
	if e.Booth == m.s.booth {
		m.seq = max(m.seq, e.Seq)
	}
	return true, nil
}

// rivals finds the line itself where it is here already, and everything that cannot stand beside it: whatever shares
// an id or a running number with it, or with one of those.
func (m *merge) rivals(ctx context.Context, tx *sql.Tx, e *entry) (same *entry, others []*entry, err error) {
	todo, seen := []*entry{e}, map[short]bool{}
	for len(todo) > 0 {
		x := todo[0]
		todo = todo[1:]
		rows, err := tx.QueryContext(ctx, "SELECT "+entryColumns+" FROM entry WHERE id = ?1 OR (booth = ?2 AND seq = ?3) UNION ALL SELECT "+
			entryColumns+" FROM conflict WHERE id = ?1 OR (booth = ?2 AND seq = ?3)", x.ID, x.Booth, x.Seq)
		if err != nil {
			return nil, nil, err
		}
		for rows.Next() {
			o, err := scanEntry(rows)
			if err != nil {
				rows.Close()
				return nil, nil, err
			}
			if o.sameLine(e) {
				same = o
				continue
			}
			if mark := o.rank(); !seen[mark] {
				seen[mark] = true
				others = append(others, o)
				todo = append(todo, o)
			}
		}
		if err := errors.Join(rows.Err(), rows.Close()); err != nil {
			return nil, nil, err
		}
	}
	return same, others, nil
}

// rank orders rivals: it depends on nothing but the line, so that every order of merging chooses the same.
func (e *entry) rank() short { return shorten(append(e.signed(), e.Sig...)) }

// place chooses anew among the line and its rivals which of them stand in the store: by rank, each that has neither id
// nor running number of one chosen before. The others are conflicts. Lines that no known booth has signed come last.
func (m *merge) place(ctx context.Context, tx *sql.Tx, e *entry, rivals []*entry) error {
	if len(rivals) == 0 {
		return insertEntry(ctx, tx, "entry", e)
	}
	all := append([]*entry{e}, rivals...)
	slices.SortFunc(all, func(a, b *entry) int {
		x, y := a.rank(), b.rank()
		forged := func(e *entry) int {
			if m.keys.genuine(e) {
				return 0
			}
			return 1
		}
		return cmp.Or(cmp.Compare(forged(a), forged(b)), bytes.Compare(x[:], y[:]))
	})
	for _, o := range rivals {
		for _, table := range []string{"entry", "conflict"} {
			if _, err := tx.ExecContext(ctx, "DELETE FROM "+table+" WHERE id = ? AND booth = ? AND seq = ? AND sig = ?", o.ID, o.Booth, o.Seq, o.Sig); err != nil {
				return err
			}
		}
	}
	type number struct {
		booth string
		seq   int64
	}
	ids, numbers := map[string]bool{}, map[number]bool{}
	for _, o := range all {
		table, n := "entry", number{o.Booth, o.Seq}
		if ids[o.ID] || numbers[n] {
			table = "conflict"
		} else {
			ids[o.ID], numbers[n] = true, true
		}
		if err := insertEntry(ctx, tx, table, o); err != nil {
			return err
		}
	}
	return nil
}

func (m *merge) report() MergeReport {
	r := m.sum
	r.Event = m.s.event
	for _, id := range slices.Sorted(maps.Keys(m.booths)) {
		r.Booths = append(r.Booths, *m.booths[id])
	}
	return r
}
