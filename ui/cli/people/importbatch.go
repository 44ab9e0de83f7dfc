package people

import (
	"context"
	"errors"
	"fmt"

	"matchbooth/data"
	"matchbooth/data/entry"
	"matchbooth/data/record"
)

// importBatch is how many rows are saved together: the disk is flushed once for all of them. What is interrupted loses
// no more than these, and the same file can be imported again.
const importBatch = 32

// importing is a run of the import on its way: what was saved, and the rows that wait to be.
type importing struct {
	c            *Call
	s            *data.Store
	verbose      bool
	shown        func(done, total int) // nil where nobody looks
	total        int
	done         int // rows that were looked at
	saved, again int

	rows  []importedRow
	keyed []data.Keyed
}

// importedRow is one of those that wait: for its place in the list to be saved, or, with a code, to be told as here.
type importedRow struct {
	line int
	code entry.ReceiptCode
}

// already is a row whose person is here.
func (r *importing) already(line int, code entry.ReceiptCode) error {
	r.rows = append(r.rows, importedRow{line, code})
	return r.flushFull()
}

// save is a row to be saved.
func (r *importing) save(line int, key []byte, up record.SignUp) error {
	r.rows = append(r.rows, importedRow{line: line})
	r.keyed = append(r.keyed, data.Keyed{Key: key, SignUp: up})
	return r.flushFull()
}

func (r *importing) flushFull() error {
	if len(r.keyed) < importBatch && len(r.rows) < 8*importBatch {
		return nil
	}
	return r.flush()
}

// flush saves those who wait, and says what became of each row, in the order of the file.
func (r *importing) flush() error {
	if len(r.rows) == 0 {
		return nil
	}
	all, err := r.s.SignUpAll(r.c.Ctx, r.keyed)
	if err != nil {
		return r.broken(r.rows[0].line, err)
	}
	for _, row := range r.rows {
		word, code := "already", row.code
		if code == "" {
			code = all[0].Code
			if all[0].Fresh {
				word = "saved"
			}
			all = all[1:]
		}
		if word == "saved" {
			r.saved++
		} else {
			r.again++
		}
		if r.verbose {
			if _, err := fmt.Fprintln(r.c.Stdout, word, code.String()); err != nil {
				return fmt.Errorf("writing to stdout: %w", err)
			}
		}
	}
	r.done += len(r.rows)
	r.rows, r.keyed = r.rows[:0], r.keyed[:0]
	if r.shown != nil && !r.verbose {
		r.shown(r.done, r.total)
	}
	return nil
}

// refused counts a row that is not to be saved.
func (r *importing) refused() { r.done++ }

// stopped is the end by hand: whoever waits is not saved.
func (r *importing) stopped(err error) error {
	return r.c.Fail(err, "import.stopped", "Saved", r.saved, "Left", r.total-r.done)
}

// broken is an error on the way. What was saved stays; the rest of the file can be imported again.
func (r *importing) broken(line int, err error) error {
	if errors.Is(err, context.Canceled) {
		return r.stopped(err)
	}
	return r.c.Fail(err, "import.broken", "Saved", r.saved, "Line", line, "What", r.c.Explain(err))
}
