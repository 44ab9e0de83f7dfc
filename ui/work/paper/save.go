package paper

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"

	"matchbooth/data"
	"matchbooth/data/entry"
	"matchbooth/data/export"
	"matchbooth/data/record"
	"matchbooth/kiosk/event"
	"matchbooth/ui/work/intake"
)

// Store is what an import needs from the store.
type Store interface {
	Codes(ctx context.Context) (living, erased map[entry.ReceiptCode]bool, err error)
	Once(ctx context.Context, key []byte) (data.Saved, error)
	Older(ctx context.Context) (int, error)
	SignUpAll(ctx context.Context, list []data.Keyed) ([]data.KeyedSaved, error)
	Audit(ctx context.Context, what string, persons int) error
}

// batch is how many rows are saved together: the disk is synced once for all of them. An interruption loses no
// more than these, and the same file can be imported again.
const batch = 32

// Import is one import of a file.
type Import struct {
	Store  Store
	Pack   *event.Pack
	Typed  Typed
	Memory Memory
	Seen   *intake.Seen // who is here, as far as that may be known; it marks who looks like somebody in it

	Draw func() record.FollowUp               // the secret of whoever is new, where the event has a hub; nil: none
	Back bool                                 // people who were erased are added again
	Say  func(key string, args ...any) string // of the catalogue
	Join func(clauses []string) string        // of several reasons

	Progress func(done, total int)                       // of rows; nil: none
	Unsure   func(line int, what []string)               // a row is saved that could be read otherwise; nil: nobody is told
	Became   func(fresh bool, c entry.ReceiptCode) error // what a row became; nil: nobody is told

	done      int // rows processed
	result    Result
	nameField string
	living    map[entry.ReceiptCode]bool // who was here before
	rows      []waiting
	keyed     []data.Keyed
}

// Format implements fmt.Formatter: it prints the progress, and nothing about the people in the rows that wait.
func (m *Import) Format(f fmt.State, _ rune) {
	fmt.Fprintf(f, "an import of %d rows, of which %d were looked at", len(m.Typed.Rows), m.done)
}

// Result is what came of an import.
type Result struct {
	Saved, Again int
	Flagged      int              // of those saved, how many look like somebody who is here
	Refused      [][]string       // these rows as they were, each with why
	Codes        []export.CodeRow // of everybody in the file who is living
}

// Format implements fmt.Formatter: it holds people.
func (r Result) Format(f fmt.State, _ rune) {
	fmt.Fprintf(f, "paper.Result{%d saved, %d again, %d refused %s}", r.Saved, r.Again, len(r.Refused), record.Redacted)
}

// Stopped is the error of an import that was canceled: rows that wait are not saved, those before are.
type Stopped struct {
	Saved, Left int // rows saved, and rows not looked at
	Cause       error
}

func (s Stopped) Error() string { return "the import was stopped" }
func (s Stopped) Unwrap() error { return s.Cause }

// Broken is the error of an import that failed at a line. What was saved stays; the file can be imported again.
type Broken struct {
	Saved, Line int
	Cause       error
}

func (b Broken) Error() string { return fmt.Sprintf("the import failed at line %d", b.Line) }
func (b Broken) Unwrap() error { return b.Cause }

// waiting is a row that waits: to be saved, by the next element of keyed, or, with a code, to be reported as
// present already.
type waiting struct {
	line    int
	code    entry.ReceiptCode
	name    string
	flagged bool
}

// Format implements fmt.Formatter: it holds a name.
func (waiting) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, record.Redacted) }

// Run saves the rows that can be, and audits that. The error is [Stopped], [Broken] or one of the store's; whatever was
// saved before it stands in the result.
func (m *Import) Run(ctx context.Context) (Result, error) {
	m.nameField = nameField(m.Pack)
	if err := m.saveAll(ctx); err != nil {
		return m.result, err
	}
	return m.result, m.Store.Audit(ctx, fmt.Sprintf("import: %d here already, %d refused", m.result.Again, len(m.result.Refused)), m.result.Saved)
}

func (m *Import) saveAll(ctx context.Context) error {
	living, erased, err := m.Store.Codes(ctx)
	if err != nil {
		return err
	}
	m.living = living
	for _, row := range m.Typed.Rows {
		if err := ctx.Err(); err != nil {
			return m.stopped(err)
		}
		f, code, err := m.fate(ctx, row, living, erased)
		if err != nil {
			return m.broken(row.Line, err)
		}
		if f == refused || f == gone {
			why := m.Join(row.Reasons)
			if f == gone {
				why = m.Say("cli.row.erased")
			}
			m.result.Refused = append(m.result.Refused, m.Typed.refusedRow(row.Row, why))
			m.done++
			continue
		}
		if len(row.Unsure) > 0 && m.Unsure != nil {
			m.Unsure(row.Line, row.Unsure)
		}
		up := row.Up
		if f == elsewhere {
			up.Was = code
		}
		if f == here {
			err = m.already(ctx, row.Line, code, up)
		} else {
			flags := m.Seen.Flags(up)
			for _, flag := range flags {
				if !slices.Contains(up.Flags, flag) {
					up.Flags = append(slices.Clip(up.Flags), flag)
				}
			}
			err = m.save(ctx, row.Line, up, len(flags) > 0)
		}
		m.Seen.Add(up)
		if err != nil {
			return err
		}
	}
	return m.flush(ctx)
}

// fate is what becomes of a row.
type fate int

const (
	fresh     fate = iota // it is saved, unless the file's own key knows it
	refused               // it cannot be
	gone                  // its person was erased
	here                  // its person is here, under the code
	elsewhere             // it comes from an export of another booth, which gave the code
)

// fate says what becomes of a row. A row of an export has a code: a person who is here is not added again, and one who was
// erased stays erased unless somebody says otherwise.
func (m *Import) fate(ctx context.Context, row Row, living, erased map[entry.ReceiptCode]bool) (fate, entry.ReceiptCode, error) {
	if len(row.Reasons) > 0 {
		return refused, "", nil
	}
	next := fresh
	code := m.Typed.Paper.Code(row.Row)
	switch {
	case code == "":
	case erased[code] && !m.Back:
		return gone, code, nil
	case living[code]:
		return here, code, nil
	case erased[code]:
		return fresh, "", nil
	default:
		next = elsewhere
	}
	up := row.Up
	if next == elsewhere {
		up.Was = code
	}
	if known, err := m.Memory.known(ctx, m.Store, up); err != nil || known != "" {
		return here, known, err
	}
	return next, code, nil
}

// already adds a row whose person is here already.
func (m *Import) already(ctx context.Context, line int, code entry.ReceiptCode, up record.SignUp) error {
	m.rows = append(m.rows, waiting{line: line, code: code, name: m.name(up)})
	return m.flushFull(ctx)
}

// name returns the name in a sign-up.
func (m *Import) name(up record.SignUp) string { return string(up.Fields[m.nameField].Text) }

// save adds a row to be saved; flagged says that it looks like somebody who is here.
func (m *Import) save(ctx context.Context, line int, up record.SignUp, flagged bool) error {
	if m.Draw != nil {
		up.FollowUp = m.Draw()
	}
	m.rows = append(m.rows, waiting{line: line, name: m.name(up), flagged: flagged})
	m.keyed = append(m.keyed, data.Keyed{Key: m.Memory.of(up), SignUp: up})
	return m.flushFull(ctx)
}

func (m *Import) flushFull(ctx context.Context) error {
	if len(m.keyed) < batch && len(m.rows) < 8*batch {
		return nil
	}
	return m.flush(ctx)
}

// flush saves the rows that wait, and says what became of each, in the order of the file.
func (m *Import) flush(ctx context.Context) error {
	if len(m.rows) == 0 {
		return nil
	}
	all, err := m.Store.SignUpAll(ctx, m.keyed)
	if err != nil {
		return m.broken(m.rows[0].line, err)
	}
	r := &m.result
	for _, row := range m.rows {
		code, isFresh := row.code, false
		if code == "" {
			code, isFresh = all[0].Code, all[0].Fresh
			all = all[1:]
		}
		if isFresh || m.living[code] { // an erased person's code is of no use to anybody
			r.Codes = append(r.Codes, export.CodeRow{Name: row.name, Code: code.String()})
		}
		if isFresh {
			r.Saved++
			if row.flagged {
				r.Flagged++
			}
		} else {
			r.Again++
		}
		if m.Became != nil {
			if err := m.Became(isFresh, code); err != nil {
				return err
			}
		}
	}
	m.done += len(m.rows)
	m.rows, m.keyed = m.rows[:0], m.keyed[:0]
	if m.Progress != nil {
		m.Progress(m.done, len(m.Typed.Rows))
	}
	return nil
}

// stopped returns the error of an import that was canceled.
func (m *Import) stopped(err error) error {
	return Stopped{m.result.Saved, len(m.Typed.Rows) - m.done, err}
}

// broken returns the error for a failure at a line.
func (m *Import) broken(line int, err error) error {
	if errors.Is(err, context.Canceled) {
		return m.stopped(err)
	}
	return Broken{m.result.Saved, line, err}
}

// nameField returns the id of the field that holds a person's name, "" if none.
func nameField(p *event.Pack) string {
	for _, f := range p.Fields {
		if f.Kind == "name" {
			return f.ID
		}
	}
	return ""
}
