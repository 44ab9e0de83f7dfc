package db

import (
	"bytes"
	"cmp"
	"context"
	"database/sql"
	"errors"
	"slices"
	"strings"

	"matchbooth/data/entry"
)

// Two lines cannot both be in the table entry if they share an id, or a booth's running number. That happens when a
// folder was copied and used in two places under one key, or when a disk changed a row. Both are kept: one in entry,
// the other in conflict. Which goes where is decided by the lines alone, so that the same files merged in any order
// give the same store; it has no other effect: a conflict that a known booth has signed is somebody who was told
// "saved", or a line that another booth has tried to replace, and counts like every entry.

// BothTables is the union of entry and conflict, for use as a table in a query.
const BothTables = "(SELECT " + EntryColumns + " FROM entry UNION ALL SELECT " + EntryColumns + " FROM conflict)"

// Beside returns the line itself if it is here already; otherwise it says whether any line here is in conflict with it:
// has its id or its running number.
func Beside(ctx context.Context, x Querier, e *entry.Entry) (same *entry.Entry, rivals bool, err error) {
	if err := EachEntry(ctx, x, func(o *entry.Entry) {
		if o.Same(e) {
			same = o
		}
	}, "id = ? AND sig = ?", e.ID, e.Sig); err != nil || same != nil {
		return same, false, err
	}
	rows, err := x.QueryContext(ctx, "SELECT EXISTS (SELECT 1 FROM entry WHERE id = ?1 OR (booth = ?2 AND seq = ?3)) OR EXISTS (SELECT 1 FROM conflict WHERE id = ?1 OR (booth = ?2 AND seq = ?3))",
		e.ID, e.Booth, e.Seq)
	if err != nil {
		return nil, false, err
	}
	defer rows.Close()
	if rows.Next() {
		err = rows.Scan(&rivals)
	}
	return nil, rivals, cmp.Or(err, rows.Err())
}

// rival is a line as stored, without its sealed part.
type rival struct {
	*entry.Entry
	table string
	n     int64
}

// withoutSealed are the [EntryColumns] with NULL in place of the sealed part.
var withoutSealed = strings.Replace(EntryColumns, " sealed,", " NULL,", 1)

// rivalsOf returns a line that is here with everything in conflict with it, or with one of those. Each id and each number
// is queried once: there may be thousands.
func rivalsOf(ctx context.Context, tx *sql.Tx, e *entry.Entry) (all []rival, err error) {
	ids, numbers, seen := map[string]bool{}, map[lineNumber]bool{}, map[lineAt]bool{}
	for todo := []*entry.Entry{e}; len(todo) > 0; todo = todo[1:] {
		x := todo[0]
		number := lineNumber{x.Booth, x.Seq}
		if ids[x.ID] && numbers[number] {
			continue
		}
		ids[x.ID], numbers[number] = true, true
		for _, table := range []string{"entry", "conflict"} {
			rows, err := tx.QueryContext(ctx, "SELECT "+withoutSealed+", n FROM "+table+" WHERE id = ? OR (booth = ? AND seq = ?)", x.ID, x.Booth, x.Seq)
			if err != nil {
				return nil, err
			}
			for rows.Next() {
				r := rival{new(entry.Entry), table, 0}
				if err := rows.Scan(Into(r.Entry, &r.n)...); err != nil {
					rows.Close()
					return nil, err
				}
				if at := (lineAt{table, r.n}); !seen[at] {
					seen[at] = true
					all = append(all, r)
					todo = append(todo, r.Entry)
				}
			}
			if err := errors.Join(rows.Err(), rows.Close()); err != nil {
				return nil, err
			}
		}
	}
	return all, nil
}

type (
	lineNumber struct {
		booth string
		seq   int64
	}
	lineAt struct {
		table string
		n     int64
	}
)

// ChooseEntries decides again, among new lines that were in conflict with others, and those others, which of them go into
// entry: in order of their hashes, each that shares neither id nor running number with one chosen before. The others are
// conflicts. Lines that no known booth has signed come last. It is called once for all new lines, and returns the hashes
// of those in entry.
func ChooseEntries(ctx context.Context, tx *sql.Tx, known entry.Booths, came []*entry.Entry) (chosen map[entry.Hash]bool, err error) {
	chosen = map[entry.Hash]bool{}
	done := map[entry.Hash]bool{}
	for _, e := range came {
		if done[e.Hash()] {
			continue
		}
		all, err := rivalsOf(ctx, tx, e)
		if err != nil {
			return nil, err
		}
		hashes, forged := make(map[*entry.Entry]entry.Hash, len(all)), make(map[*entry.Entry]int, len(all))
		for _, r := range all {
			hashes[r.Entry] = r.Hash()
			done[hashes[r.Entry]] = true
			if !known.Verified(r.Entry) {
				forged[r.Entry] = 1
			}
		}
		slices.SortFunc(all, func(a, b rival) int {
			x, y := hashes[a.Entry], hashes[b.Entry]
			return cmp.Or(cmp.Compare(forged[a.Entry], forged[b.Entry]), bytes.Compare(x[:], y[:]))
		})
		var up, down []rival
		ids, numbers := map[string]bool{}, map[lineNumber]bool{}
		for _, r := range all {
			number := lineNumber{r.Booth, r.Seq}
			stands := !ids[r.ID] && !numbers[number]
			if stands {
				ids[r.ID], numbers[number] = true, true
				chosen[hashes[r.Entry]] = true
			}
			switch {
			case stands && r.table == "conflict":
				up = append(up, r)
			case !stands && r.table == "entry":
				down = append(down, r)
			}
		}
		for _, r := range append(down, up...) { // first make room
			to := map[string]string{"entry": "conflict", "conflict": "entry"}[r.table]
			if _, err := tx.ExecContext(ctx, "INSERT INTO "+to+" ("+EntryColumns+") SELECT "+EntryColumns+" FROM "+r.table+" WHERE n = ?", r.n); err != nil {
				return nil, err
			}
			if _, err := tx.ExecContext(ctx, "DELETE FROM "+r.table+" WHERE n = ?", r.n); err != nil {
				return nil, err
			}
		}
	}
	return chosen, nil
}

// Counting returns the conflicts that count: signed by a known booth. There are usually none, so this costs one query of
// an empty table.
func (d *DB) Counting(ctx context.Context, known entry.Booths) ([]*entry.Entry, error) {
	rows, err := d.QueryContext(ctx, "SELECT "+EntryColumns+" FROM conflict")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list []*entry.Entry
	for rows.Next() {
		e, err := ScanEntry(rows)
		if err != nil {
			return nil, err
		}
		if known.Verified(e) {
			list = append(list, e)
		}
	}
	slices.SortFunc(list, func(a, b *entry.Entry) int {
		x, y := a.Hash(), b.Hash()
		return cmp.Or(cmp.Compare(a.ID, b.ID), bytes.Compare(x[:], y[:]))
	})
	return list, rows.Err()
}
