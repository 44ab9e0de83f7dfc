package data

import (
	"bytes"
	"cmp"
	"context"
	"database/sql"
	"errors"
	"slices"
)

// Two lines cannot both stand in the table entry when they share an id, or a booth's running number. That takes a
// folder that was copied and went on in two places under one key, or a disk that changed a row. Both are kept: one
// stands in entry, the other in conflict. Which one is decided by the lines alone, so that the same files merged in any
// order give the same store. Which one stands where decides nothing more: a conflict that a known booth has signed is
// somebody who was told "saved", or a line that another booth has tried to take the place of, and counts as every entry
// does.

// bothTables is what stands in entry and in conflict, as a table.
const bothTables = "(SELECT " + entryColumns + " FROM entry UNION ALL SELECT " + entryColumns + " FROM conflict)"

// rank orders rivals: it depends on nothing but the line, so that every order of merging chooses the same.
func (e *entry) rank() short { return shorten(append(e.signed(), e.Sig...)) }

// rivals finds the line itself where it is here already, and everything that cannot stand beside it: whatever shares
// an id or a running number with it, or with one of those.
func rivals(ctx context.Context, tx *sql.Tx, e *entry) (same *entry, others []*entry, err error) {
	todo, seen := []*entry{e}, map[short]bool{e.rank(): true}
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

// place chooses anew among the line and its rivals which of them stand in entry: by rank, each that has neither id nor
// running number of one chosen before. The others are conflicts. Lines that no known booth has signed come last. It
// says whether e itself stands in entry.
func place(ctx context.Context, tx *sql.Tx, known booths, e *entry, rivals []*entry) (stands bool, err error) {
	if len(rivals) == 0 {
		return true, insertEntry(ctx, tx, "entry", e)
	}
	all := append([]*entry{e}, rivals...)
	slices.SortFunc(all, func(a, b *entry) int {
		x, y := a.rank(), b.rank()
		forged := func(e *entry) int {
			if known.genuine(e) {
				return 0
			}
			return 1
		}
		return cmp.Or(cmp.Compare(forged(a), forged(b)), bytes.Compare(x[:], y[:]))
	})
	for _, o := range rivals {
		for _, table := range []string{"entry", "conflict"} {
			if _, err := tx.ExecContext(ctx, "DELETE FROM "+table+" WHERE id = ? AND booth = ? AND seq = ? AND sig = ? AND digest = ?", o.ID, o.Booth, o.Seq, o.Sig, o.Digest); err != nil {
				return false, err
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
			return false, err
		}
		stands = stands || o == e && table == "entry"
	}
	return stands, nil
}

// counting gives the conflicts that count: signed by a known booth. There are none as a rule, so this costs one look at
// an empty table.
func (d *database) counting(ctx context.Context, known booths) ([]*entry, error) {
	rows, err := d.QueryContext(ctx, "SELECT "+entryColumns+" FROM conflict")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list []*entry
	for rows.Next() {
		e, err := scanEntry(rows)
		if err != nil {
			return nil, err
		}
		if known.genuine(e) {
			list = append(list, e)
		}
	}
	slices.SortFunc(list, func(a, b *entry) int {
		x, y := a.rank(), b.rank()
		return cmp.Or(cmp.Compare(a.ID, b.ID), bytes.Compare(x[:], y[:]))
	})
	return list, rows.Err()
}
