// Package paper imports files of typed paper forms: it reads them against an event's pack, tells rows that were imported
// before from new ones, saves what can be, and writes down what was refused.
package paper

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"matchbooth/data/outside"
	"matchbooth/data/record"
	"matchbooth/kiosk/event"
	"matchbooth/ui/work/intake"
	"matchbooth/ui/work/intake/table"
)

// ErrUnreadable is why a file could not be read, other than what package table finds in it and outside.ErrLarge.
var ErrUnreadable = errors.New("the file cannot be read")

// Table reads a file of at most table.MaxFile bytes as rows of text. The error is outside.ErrLarge, ErrUnreadable with its
// cause, or one of package table's; with table.ErrSheet the table has the names of the sheets.
func Table(path string, opt table.Options) (table.Table, error) {
	f, err := outside.OpenFile(path, table.MaxFile)
	if errors.Is(err, outside.ErrLarge) {
		return table.Table{}, err
	}
	if err != nil {
		return table.Table{}, fmt.Errorf("%w: %w", ErrUnreadable, err)
	}
	defer f.Close()
	file, err := io.ReadAll(io.LimitReader(f, table.MaxFile+1))
	if err != nil {
		return table.Table{}, fmt.Errorf("%w: %w", ErrUnreadable, err)
	}
	if len(file) > table.MaxFile {
		return table.Table{}, outside.ErrLarge
	}
	return table.Read(file, opt)
}

// Typed is a file read against an event's pack.
type Typed struct {
	table.Table
	Paper *intake.Paper
	Rows  []Row
}

// Format implements fmt.Formatter: a file holds people.
func (Typed) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, record.Redacted) }

// Row is a row of a file, read.
type Row struct {
	table.Row
	Up      record.SignUp
	Reasons []string // why it is refused; none: it can be saved
	Unsure  []string // what in it could be read otherwise
}

// Format implements fmt.Formatter: a row holds a person.
func (Row) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, record.Redacted) }

// Reading says how to read rows.
type Reading struct {
	Now time.Time
	Say func(key string, args ...any) string // of the catalogue; reasons are in its words

	// Lang is the language in which reasons name columns and consents; "" for their ids. See [intake.Paper].
	Lang string

	// Confirmed says that somebody has compared what could be read otherwise with the paper. Shown says that somebody is
	// shown it before it is saved. Where neither holds, rows that could be read otherwise are refused if that matters.
	Confirmed, Shown bool
	Join             func(clauses []string) string // of several reasons
	Sure             bool                          // the encoding was given, and not guessed
}

// Read reads the rows of a table. Where the header has faults there are no rows.
func Read(tab table.Table, pack *event.Pack, how Reading) (Typed, intake.HeaderFaults) {
	t := Typed{Table: tab, Paper: intake.NewPaper(pack, how.Now, how.Say)}
	t.Paper.Confirmed, t.Paper.From1904, t.Paper.Lang = how.Confirmed, tab.From1904, how.Lang
	faults, rest := t.Paper.Header(tab.Rows)
	if faults.Any() {
		return t, faults
	}
	var taken []record.SignUp
	for _, row := range rest {
		up, reasons, unsure := t.Paper.Row(row)
		if len(reasons) == 0 && !how.Confirmed && !how.Shown && t.Paper.MustAsk(unsure) {
			reasons = []string{how.Join(intake.Said(unsure)) + how.Say("cli.row.unsure")}
		}
		if len(reasons) == 0 {
			taken = append(taken, up)
		}
		t.Rows = append(t.Rows, Row{row, up, reasons, intake.Said(unsure)})
	}
	if t.Encoding == "gb18030" && !how.Sure && len(t.Doubts) == 0 && intake.NoSurnames(pack, taken) {
		t.Doubts = append(t.Doubts, table.DoubtNonsense)
	}
	return t, faults
}

// EncodingName returns the name of an encoding as it is usually written; "" of a workbook, which has none.
func EncodingName(name string) string {
	switch name {
	case "":
		return ""
	case "big5":
		return "Big5"
	}
	return strings.Replace(strings.ToUpper(name), "WINDOWS", "Windows", 1)
}

// Why says why a file is not a table that can be read: the catalogue's key for it, after "cli.import.", and what the
// sentence needs beside the path and the names of sheets. The key is "" if err is nil.
func Why(err error) (key string, args []any) {
	args = []any{"N", table.MaxRows, "MB", table.MaxFile >> 20}
	for _, p := range []struct {
		is  error
		key string
	}{
		{outside.ErrLarge, "large"}, {ErrUnreadable, "unreadable"},
		{table.ErrManyRows, "rows"}, {table.ErrEmpty, "empty"}, {table.ErrOld, "old"}, {table.ErrLocked, "locked"}, {table.ErrODS, "ods"},
		{table.ErrHTML, "html"}, {table.ErrNumbers, "numbers"}, {table.ErrSheet, "sheet"}, {table.ErrEncoding, "encoding"},
		{table.ErrDamaged, "damaged"}, {err, "notable"},
	} {
		if err != nil && errors.Is(err, p.is) {
			return p.key, args
		}
	}
	return "", nil
}
