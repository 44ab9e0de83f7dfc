package trust

import (
	"context"
	"strings"
	"time"

	"matchbooth/data/entry"
	"matchbooth/data/internal/db"
)

// WaitBeforeEmptying is how long an erasure from elsewhere waits, counted from its arrival here.
const WaitBeforeEmptying = 14 * 24 * time.Hour

// The values of column done in table waiting.
const (
	waitsStill = 0
	WaitsDone  = 1 // emptied, after it has waited
	WaitsNever = 2 // written here, for somebody who asked here
	WaitsOwn   = 3 // not an erasure as such: a line of this folder's own under an earlier key, see data.Store's noteOwnLines
)

// waited reads which erasures have emptied after waiting, which were written here, and which lines are this folder's own
// under an earlier key.
func waited(ctx context.Context, x db.Querier) (done, asked, ours map[entry.Hash]bool, err error) {
	rows, err := x.QueryContext(ctx, "SELECT line, done FROM waiting WHERE done <> ?", waitsStill)
	if err != nil {
		return nil, nil, nil, err
	}
	defer rows.Close()
	of := map[int64]map[entry.Hash]bool{WaitsDone: {}, WaitsNever: {}, WaitsOwn: {}}
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
	return of[WaitsDone], of[WaitsNever], of[WaitsOwn], rows.Err()
}

// NoteAsked records that an erasure was written here.
func NoteAsked(ctx context.Context, x db.Execer, erasure *entry.Entry) error {
	line := erasure.Hash()
	_, err := x.ExecContext(ctx, "INSERT INTO waiting (line, since, done) VALUES (?, ?, ?) ON CONFLICT (line) DO UPDATE SET done = excluded.done", line[:], erasure.Hour, WaitsNever)
	return err
}

// covers returns the lines that an erasure covers, as a condition: everything ever said about the person or, if several
// booths claim the person's sign-up, what the one that erases has written.
func (t *Trust) covers(e *entry.Entry, home Homes) (where string, args []any) {
	if !t.OneOfSeveral(e, home) {
		return "person = ?", []any{e.Person}
	}
	args = []any{e.Person}
	for _, b := range t.SpeaksFor(e.Booth) {
		args = append(args, b)
	}
	return "person = ? AND booth IN (?" + strings.Repeat(", ?", len(args)-2) + ")", args
}

// Leaves says whether anything that an erasure covers still has content here.
func (t *Trust) Leaves(ctx context.Context, x db.RowQueryer, e *entry.Entry, home Homes) (left bool, err error) {
	where, args := t.covers(e, home)
	err = x.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM "+db.BothTables+" WHERE sealed IS NOT NULL AND "+where+")", args...).Scan(&left)
	return left, err
}

// EmptyBy empties what an erasure covers.
func (t *Trust) EmptyBy(ctx context.Context, x db.Changer, e *entry.Entry, home Homes) (int64, error) {
	if !t.OneOfSeveral(e, home) {
		return EmptyPerson(ctx, x, t.Known, e.Person)
	}
	where, args := t.covers(e, home)
	return db.EmptyWhere(ctx, x, where, args...)
}
