package db

import (
	"context"

	"matchbooth/data/entry"
)

// Running numbers and ticks come from whoever signed them. One near the end of the numbers would leave none for those
// who come after, and one that this booth went on from would make all it writes later look impossible elsewhere. So
// there are two bounds: far below the one up to which others' numbers are believed lies the one up to which they move
// ours.
const (

	// MaxAhead is by how much our own numbers may be ahead of the lines that are here: lines get lost, and booths
	// that were merged into others bring their ticks.
	MaxAhead = 1 << 31
)

// Numbers gives the last running number of a booth, and the highest tick of all, that it goes on from: of lines in
// conflict too, for a line that somebody has taken the place of keeps its number. However often lines with the highest
// numbers are merged, ours stay below MaxAhead and the lines that are here.
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
