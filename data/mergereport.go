package data

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"path/filepath"
	"slices"

	"matchbooth/data/entry"
	"matchbooth/data/internal/audit"
	"matchbooth/data/internal/db"
	"matchbooth/data/internal/folder"
	"matchbooth/data/internal/keys"
	"matchbooth/data/internal/terms"
	"matchbooth/data/internal/trust"
	"matchbooth/data/keyset"
	"matchbooth/data/record"
)

// MergeOptions decide what a merge may add.
type MergeOptions struct {
	// Accept is asked once for each booth that is not known here yet and that the desk has not confirmed as one of the
	// event's ([Store.Belongs]), with the number of its entries. Whoever has a booth's signing key can forge its entries,
	// so a person should compare the id with that booth's own status. nil accepts none.
	Accept func(booth string, entries int) bool
	// Keys is asked if the other booth has a newer key set, signed by the desk that is known here, or if this folder has
	// no signed one: a person should compare its six words with the desk's. nil takes none.
	Keys func(KeyOffer) bool
	// Progress, if not nil, is called now and then with how many lines were looked at, of twice as many as there are: each
	// is read first, and added then.
	Progress func(done, total int)
}

// MergedBooth is what came from one booth.
type MergedBooth struct {
	ID    string `json:"id"`
	New   bool   `json:"new"`   // not known here before
	Named bool   `json:"named"` // nobody was asked: the desk has confirmed it as one of the event's
	Added int    `json:"added"`
	Known int    `json:"known"` // entries that were here already
	// Claims counts what this booth has said about people who signed up elsewhere and the desk has to judge, see
	// [Store.Claims].
	Claims int `json:"claims"`
}

// MergeReport says what a merge did. Nothing in it names a person.
type MergeReport struct {
	Event     string              `json:"event"`
	Booths    []MergedBooth       `json:"booths"`
	Added     int                 `json:"added"`
	Known     int                 `json:"known"`
	Conflicts int                 `json:"conflicts"`  // lines whose id or running number another line has; both are kept and count
	Damaged   int                 `json:"damaged"`    // entries whose sealed part is not what was signed
	Forged    int                 `json:"forged"`     // entries without a valid signature of their booth
	Erasures  int                 `json:"erasures"`   // persons erased here because they were erased there
	Claims    int                 `json:"claims"`     // in total, see [MergedBooth.Claims]
	Ambiguous int                 `json:"ambiguous"`  // receipt codes that two persons have now
	Codes     []entry.ReceiptCode `json:"codes"`      // these
	Refused   []string            `json:"refused"`    // booths that were not accepted
	Keys      []string            `json:"keys"`       // how the key set there differs
	Terms     []string            `json:"terms"`      // how long people are kept there, where it differs
	KeysTaken bool                `json:"keys_taken"` // it is now the set here
	KeysLeft  bool                `json:"keys_left"`  // it is newer, and was not accepted
	Packs     int                 `json:"packs"`      // versions of the event pack that came along, see [Store.Packs]
	Faults    []record.Fault      `json:"-"`
}

// MergePreview says what a merge would do.
type MergePreview struct {
	MergeReport
	// Persons are all about whom something new would be here, including whoever is one person with them.
	Persons []string `json:"-"`
	// Records are those of them who would be living, as they would be; nobody without a key.
	Records []record.Record `json:"-"`
}

// Format implements fmt.Formatter: it prints how many people there are, and nothing about them.
func (p MergePreview) Format(f fmt.State, _ rune) {
	fmt.Fprintf(f, "data.MergePreview{%d added, about %d persons [redacted]}", p.Added, len(p.Persons))
}

// PreviewMerge is a [Store.Merge] that changes nothing: what it adds is rolled back. With a key it also opens what is said
// about the people concerned. Its errors are those of Merge, and [seal.ErrClosed]. Nobody can sign up for as long as Merge
// would make them wait.
func (s *Store) PreviewMerge(ctx context.Context, path string, key keys.Opener, opt MergeOptions) (MergePreview, error) {
	s.mergeMu.Lock()
	defer s.mergeMu.Unlock()
	m, err := s.beginMerge(ctx, path, opt)
	if err != nil {
		return MergePreview{}, fmt.Errorf("merging %s: %w", filepath.Base(path), err)
	}
	defer m.src.close()
	lines, err := m.try(ctx)
	if err != nil {
		return MergePreview{}, fmt.Errorf("previewing a merge: %w", folder.Explain(err))
	}
	m.sum.KeysTaken = m.offer != nil
	p := MergePreview{MergeReport: m.report(), Persons: slices.Sorted(maps.Keys(m.touched))}
	if key == nil {
		return p, nil
	}
	o := opening{key: key, event: m.event, trust: m.after, at: map[string][]string{}, people: map[string][]record.Opened{}}
	if err := o.openAll(ctx, len(lines), nil, func(send func(*entry.Entry) error) error { return sendAll(lines, send) }); err != nil {
		return MergePreview{}, fmt.Errorf("previewing a merge: %w", err)
	}
	p.Records = o.fold()
	return p, nil
}

// try does what readLines does, up to the commit, and returns the lines about everybody concerned.
func (m *merge) try(ctx context.Context) (lines []*entry.Entry, err error) {
	s := m.s
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.ready(ctx); err != nil {
		return nil, err
	}
	tx, err := m.begin(context.WithoutCancel(ctx))
	if err != nil {
		return nil, err
	}
	defer func() {
		if back := tx.Rollback(); back != nil && err == nil {
			err = s.breaks(back)
		}
	}()
	if err := m.insertAll(ctx, tx); err != nil {
		return nil, err
	}
	ctx = context.WithoutCancel(ctx)
	codes, err := codesIn(ctx, tx)
	if err != nil {
		return nil, err
	}
	if err := m.open(ctx, tx, m.after, s.codes, codes); err != nil {
		return nil, err
	}
	m.pairs.Close(m.touched)
	for _, person := range slices.Sorted(maps.Keys(m.touched)) {
		if err := db.EachEntry(ctx, tx, func(e *entry.Entry) { lines = append(lines, e) }, "person = ?", person); err != nil {
			return nil, err
		}
	}
	return lines, nil
}

// KeyOffer is a newer key set found in what is merged.
type KeyOffer struct {
	Now, New    keyset.SetInfo
	Differences []string // in sentences
}

// open finds what somebody has to settle afterwards: receipt codes that two people have, and claims. It is told who had
// each code before, and who has it now.
func (m *merge) open(ctx context.Context, x db.Querier, believed *trust.Trust, before, now map[entry.ReceiptCode]codeHolder) error {
	for c, n := range now {
		if n < 2 || before[c] > 1 {
			continue
		}
		persons, err := personsOf(ctx, x, c)
		if err != nil {
			return fmt.Errorf("merging: %w", err)
		}
		if len(m.pairs.Within(persons)) > 1 { // who was joined with somebody is not another person
			m.sum.Codes = append(m.sum.Codes, c)
		}
	}
	slices.Sort(m.sum.Codes)
	m.sum.Ambiguous = len(m.sum.Codes)
	claims, err := claimsIn(ctx, x, believed)
	if err != nil {
		return err
	}
	for _, c := range claims {
		m.sum.Claims++
		if b := m.booths[c.Booth]; b != nil {
			b.Claims++
		}
	}
	return nil
}

// learnTerms notes the longest that anybody may have agreed to be kept there, so that a purge without a key erases nobody
// early, and names how the two booths' terms differ.
func (m *merge) learnTerms(ctx context.Context, tx *sql.Tx) error {
	here, err := db.AllMeta(ctx, tx)
	if err != nil {
		return err
	}
	m.sum.Terms = terms.Differences(here, m.there)
	if longest, more := terms.Learned(here, m.there); more {
		return db.SetMeta(ctx, tx, terms.MetaLongest, longest)
	}
	return nil
}

// readKeys compares the key set of what is merged with the one here, and names every difference.
func (m *merge) readKeys(ctx context.Context, src *source) error {
	meta, err := db.AllMeta(ctx, src.db)
	if err != nil {
		return folder.Explain(err)
	}
	theirs, err := db.HeldKeys(meta)
	if errors.Is(err, folder.ErrDamaged) {
		m.sum.Keys = append(m.sum.Keys, "The key set there is not as the desk signed it.")
		return nil // its entries are each signed
	}
	if err != nil {
		return err
	}
	m.there = meta
	m.sum.Keys = m.set.Differences(theirs)
	if m.set.Signed() && theirs.Signed() && !m.set.Desk.Equal(theirs.Desk) {
		return keyset.ErrOtherDesk
	}
	if m.set.Takes(theirs) == nil {
		m.offer = theirs
	}
	return nil
}

// offerKeys asks whether to take a newer set.
func (m *merge) offerKeys(accept func(KeyOffer) bool) {
	if m.offer == nil {
		return
	}
	if accept == nil || !accept(KeyOffer{m.set.Info(), m.offer.Info(), m.sum.Keys}) {
		m.offer, m.sum.KeysLeft = nil, true
	}
}

// adoptKeys adopts the newer set, after the entries. The caller holds the lock.
func (m *merge) adoptKeys(ctx context.Context) error {
	if m.offer == nil {
		return nil
	}
	if err := m.s.adoptSet(ctx, m.offer); err != nil {
		return fmt.Errorf("the entries were merged, the keys were not: %w", err)
	}
	m.sum.KeysTaken = true
	return nil
}

// acts returns the audit's lines about a merge: one for each booth with new entries, with how many of its sign-ups were
// new, and one for the people erased because of the merge.
func (m *merge) acts() (out []audit.Act) {
	for _, id := range slices.Sorted(maps.Keys(m.booths)) {
		if m.booths[id].Added > 0 {
			out = append(out, audit.Act{What: "merge from booth " + id, Persons: m.people[id]})
		}
	}
	if m.sum.Erasures > 0 {
		out = append(out, audit.Act{What: "merge: erased there, and here too", Persons: m.sum.Erasures})
	}
	if len(out) == 0 {
		out = append(out, audit.Act{What: "merge of what was here already", Persons: 0})
	}
	return out
}

// report returns the result of the merge.
func (m *merge) report() MergeReport {
	r := m.sum
	r.Event = m.event
	for _, id := range slices.Sorted(maps.Keys(m.booths)) {
		r.Booths = append(r.Booths, *m.booths[id])
	}
	return r
}
