package db

import (
	"context"
	"database/sql"

	"matchbooth/data/entry"
)

// EmptyWhere empties the sealed parts of matching lines, in both tables.
func EmptyWhere(ctx context.Context, x Execer, where string, args ...any) (n int64, err error) {
	for _, table := range []string{"conflict", "entry"} {
		r, err := x.ExecContext(ctx, "UPDATE "+table+" SET sealed = NULL WHERE sealed IS NOT NULL AND "+where, args...)
		if err != nil {
			return n, err
		}
		k, err := r.RowsAffected()
		if err != nil {
			return n, err
		}
		n += k
	}
	return n, nil
}

// Changer is the connection or a transaction.
type Changer interface {
	Execer
	Querier
}

// Querier is the connection or a transaction.
type Querier interface {
	QueryContext(context.Context, string, ...any) (*sql.Rows, error)
}

// EachErasure yields every erasure, including those among the conflicts.
func EachErasure(ctx context.Context, x Querier, each func(*entry.Entry)) error {
	return EachEntry(ctx, x, each, "kind = ?", entry.KindErasure)
}

// EachJoin yields every line that names a partner, including those among the conflicts.
func EachJoin(ctx context.Context, x Querier, each func(*entry.Entry)) error {
	return EachEntry(ctx, x, each, "partner IS NOT NULL")
}

// JoinsOf returns the lines that name a partner and are about this person, on either side.
func JoinsOf(ctx context.Context, x Querier, person string) (joins []*entry.Entry, err error) {
	err = EachEntry(ctx, x, func(e *entry.Entry) { joins = append(joins, e) }, "partner = ?1 OR (person = ?1 AND partner IS NOT NULL)", person)
	return joins, err
}

// ErasuresOf returns the erasures of one person, including those in conflict.
func ErasuresOf(ctx context.Context, x Querier, person string) (erasures []*entry.Entry, err error) {
	err = EachEntry(ctx, x, func(e *entry.Entry) { erasures = append(erasures, e) }, "person = ? AND kind = ?", person, entry.KindErasure)
	return erasures, err
}

// EachEntry yields the entries that satisfy the condition, including those in conflict, in no particular order.
func EachEntry(ctx context.Context, x Querier, each func(*entry.Entry), where string, args ...any) error {
	rows, err := x.QueryContext(ctx, "SELECT "+EntryColumns+" FROM "+BothTables+" WHERE "+where, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		e, err := ScanEntry(rows)
		if err != nil {
			return err
		}
		each(e)
	}
	return rows.Err()
}
