// Package hubside is what the store hands to whoever sends its lines to a hub, and where lines from a hub are put until
// they are merged. It knows no network.
package hubside

import (
	"context"
	"fmt"
	"sync"

	"matchbooth/data/entry"
	"matchbooth/data/internal/db"
	"matchbooth/data/internal/folder"
)

// Store is the store as it is read here.
type Store struct {
	DB   *db.DB
	Lock sync.Locker
	// GiveWay waits until nobody waits for something to be saved; it is called without the lock, before each reading.
	GiveWay func()
	// Moved counts the changes other than appended lines: after one, places no longer count. Called with the lock.
	Moved func() int
}

// Place is a place in the order in which lines arrived here. The zero value is before the first.
type Place struct {
	moved           int
	entry, conflict int64 // the last rows that were read of both tables
	set             bool
}

// Line is a line, the place after it, and the row that it is.
type Line struct {
	*entry.Entry
	At  Place
	Row Row
}

// Row names a row for as long as no lines are moved.
type Row struct {
	conflict bool
	n        int64
}

// mostBytes is how much of sealed parts is read at once; a single one may have more.
const mostBytes = 3 << 20

// Lines reads at most most lines after a place, first those that stand and then those in conflict with them. There are
// none when it has reached the end. If lines were moved since the place was returned, it begins anew: again is true then.
// The lock is held for one reading only, of a few megabytes at most.
func (s Store) Lines(ctx context.Context, from Place, most int) (list []Line, again bool, err error) {
	s.GiveWay()
	s.Lock.Lock()
	defer s.Lock.Unlock()
	if moved := s.Moved(); !from.set || from.moved != moved {
		again = from.set
		from = Place{moved: moved, set: true}
	}
	size := 0
	for _, conflict := range []bool{false, true} {
		if most > len(list) && size < mostBytes {
			if list, err = s.read(ctx, conflict, &from, most, list, &size); err != nil {
				return nil, again, fmt.Errorf("reading entries: %w", folder.Explain(err))
			}
		}
	}
	return list, again, nil
}

// read reads lines of one table, and moves the place behind them.
func (s Store) read(ctx context.Context, conflict bool, at *Place, most int, list []Line, size *int) ([]Line, error) {
	table, last := "entry", &at.entry
	if conflict {
		table, last = "conflict", &at.conflict
	}
	rows, err := s.DB.QueryContext(ctx, "SELECT "+db.EntryColumns+", n FROM "+table+" WHERE n > ? ORDER BY n LIMIT ?", *last, most-len(list))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for *size < mostBytes && rows.Next() {
		l := Line{Entry: new(entry.Entry), Row: Row{conflict: conflict}}
		if err := rows.Scan(db.Into(l.Entry, &l.Row.n)...); err != nil {
			return nil, err
		}
		*last = l.Row.n
		l.At = *at
		*size += len(l.Sealed)
		list = append(list, l)
	}
	return list, rows.Err()
}

// Unbroken returns, by booth, the highest running number below which none is missing here. A booth of which the first line
// is missing is not in it.
func (s Store) Unbroken(ctx context.Context) (map[string]int64, error) {
	s.Lock.Lock()
	defer s.Lock.Unlock()
	rows, err := s.DB.QueryContext(ctx, `SELECT booth, max(seq) FROM (
		SELECT booth, seq, row_number() OVER (PARTITION BY booth ORDER BY seq) AS place FROM (SELECT booth, seq FROM entry UNION SELECT booth, seq FROM conflict)
		) WHERE seq = place GROUP BY booth`)
	if err != nil {
		return nil, fmt.Errorf("reading entries: %w", folder.Explain(err))
	}
	defer rows.Close()
	have := map[string]int64{}
	for rows.Next() {
		var booth string
		var n int64
		if err := rows.Scan(&booth, &n); err != nil {
			return nil, fmt.Errorf("reading entries: %w", folder.Explain(err))
		}
		have[booth] = n
	}
	return have, rows.Err()
}
