package people

import (
	"context"
	"errors"
	"fmt"
	"io"

	"matchbooth/data"
	"matchbooth/data/entry"
	"matchbooth/data/export"
	"matchbooth/data/record"
)

// importBatch is how many rows are saved together: the disk is synced once for all of them. An interruption loses no
// more than these, and the same file can be imported again.
const importBatch = 32

// importing is an import in progress: what was saved, and the rows that wait to be.
type importing struct {
	c            *Call
	s            *data.Store
	verbose      bool
	shown        func(done, total int) // shows the progress; nil without a terminal
	total        int
	done         int // rows processed
	saved, again int
	flagged      int    // of those saved, how many look like somebody who is here
	nameField    string // id of the field with the name
	codes        []export.CodeRow
	living       map[entry.ReceiptCode]bool // who was here before

	rows  []importedRow
	keyed []data.Keyed
}

// Format implements fmt.Formatter: it prints the progress, and nothing about the people in the rows that wait.
func (r *importing) Format(f fmt.State, _ rune) {
	fmt.Fprintf(f, "an import of %d rows, of which %d were looked at", r.total, r.done)
}

// importedRow is a row that waits: to be saved, by the next element of keyed, or, with a code, to be reported as
// present already.
type importedRow struct {
	line    int
	code    entry.ReceiptCode
	name    string
	flagged bool
}

// Format implements fmt.Formatter: it holds a name.
func (r importedRow) Format(f fmt.State, _ rune) { io.WriteString(f, "[redacted]") }

// already adds a row whose person is here already.
func (r *importing) already(line int, code entry.ReceiptCode, up record.SignUp) error {
	r.rows = append(r.rows, importedRow{line: line, code: code, name: r.name(up)})
	return r.flushFull()
}

// name returns the name in a sign-up.
func (r *importing) name(up record.SignUp) string { return string(up.Fields[r.nameField].Text) }

// save adds a row to be saved; flagged says that it looks like somebody who is here.
func (r *importing) save(line int, key []byte, up record.SignUp, flagged bool) error {
	r.rows = append(r.rows, importedRow{line: line, name: r.name(up), flagged: flagged})
	r.keyed = append(r.keyed, data.Keyed{Key: key, SignUp: up})
	return r.flushFull()
}

func (r *importing) flushFull() error {
	if len(r.keyed) < importBatch && len(r.rows) < 8*importBatch {
		return nil
	}
	return r.flush()
}

// flush saves the rows that wait, and says what became of each, in the order of the file.
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
		if word == "saved" || r.living[code] { // an erased person's code is of no use to anybody
			r.codes = append(r.codes, export.CodeRow{Name: row.name, Code: code.String()})
		}
		if word == "saved" {
			r.saved++
			if row.flagged {
				r.flagged++
			}
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

// refused counts a row that will not be saved.
func (r *importing) refused() { r.done++ }

// stopped returns the error of an import that the user interrupted: rows that wait are not saved.
func (r *importing) stopped(err error) error {
	return r.c.Fail(err, "import.stopped", "Saved", r.saved, "Left", r.total-r.done)
}

// broken returns the error for a failure at a line. What was saved stays; the rest of the file can be imported again.
func (r *importing) broken(line int, err error) error {
	if errors.Is(err, context.Canceled) {
		return r.stopped(err)
	}
	return r.c.Fail(err, "import.broken", "Saved", r.saved, "Line", line, "What", r.c.Explain(err))
}
