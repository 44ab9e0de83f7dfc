package db

import (
	"context"

	"matchbooth/data/entry"
)

// Running numbers and ticks are chosen by whoever signed them. One near the largest number would leave none for later
// lines, and if this booth continued from it, everything it writes later would look impossible elsewhere. So there are
// two limits: others' numbers are believed up to one, and move ours only up to another one far below it.
const (

	// MaxAhead is how far our own numbers may be ahead of the number of lines here: lines get lost, and booths that were
	// merged into others bring their ticks.
	MaxAhead = 1 << 31
)

// Numbers returns the last running number of a booth, and the highest tick of all, from which it continues; lines in
// conflict are included, because a line that was replaced keeps its number. However often lines with the highest numbers
// are merged, ours stay below MaxAhead plus the number of lines here.
func (d *DB) Numbers(ctx context.Context, known entry.Booths, booth string) (seq, tick int64, err error) {
	var most int64
	if err := d.QueryRowContext(ctx, "SELECT ? + count(*) FROM "+BothTables, MaxAhead).Scan(&most); err != nil {
		return 0, 0, err
	}
	if err := d.QueryRowContext(ctx, "SELECT coalesce(max(tick), 0) FROM entry WHERE tick <= ?", most).Scan(&tick); err != nil {
		return 0, 0, err
	}
	if err := d.QueryRowContext(ctx, "SELECT coalesce(max(seq), 0) FROM entry WHERE booth = ? AND seq <= ?", booth, most).Scan(&seq); err != nil {
		return 0, 0, err
	}
	more, err := d.Counting(ctx, known)
	for _, e := range more {
		if e.Tick <= most {
			tick = max(tick, e.Tick)
		}
		if e.Booth == booth && e.Seq <= most {
			seq = max(seq, e.Seq)
		}
	}
	return seq, tick, err
}
