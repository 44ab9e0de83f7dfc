package export

import (
	"fmt"
	"io"
	"log/slog"

	"matchbooth/data/entry"
)

// List is a table of people that is no export of sign-ups, such as whom to call: a workbook to read, to print and to
// write on. Every cell is text, so nothing in it is ever a formula.
type List struct {
	Lang     string              // of the names of the other sheets: "zh" or "en"
	Title    string              // of the file and of each printed page
	Sheet    string              // the name of the sheet, 31 characters at most
	Header   []string            // the first column says who a row is about, as a receipt code
	Rows     [][]string          // none longer than the header
	Erased   []entry.ReceiptCode // a sheet of its own: the recipient has them from an earlier list
	Password string              // the workbook opens with it; "" leaves it open
}

// ListToFile writes the list as a workbook to a new file, as [ToFile] does, encrypted for the age recipients in to if
// there are any. Its errors are those of ToFile.
func ListToFile(path string, l List, to []string) (Result, error) {
	res := Result{Path: path, Rows: len(l.Rows)}
	var err error
	res.Bytes, res.SHA256, err = writeSafely(path, wrapped(to, l.write))
	return res, err
}

// write writes the workbook: the list, the codes of the erased, and what fits into no cell.
func (l List) write(w io.Writer) error {
	b := sheets{d: Doc{Lang: l.Lang, Erased: l.Erased}, words: wordsIn(l.Lang)}
	s := sheet{name: l.Sheet, header: l.Header, wrap: true, print: l.Title}
	for i, h := range l.Header {
		room := width(h)
		for _, row := range l.Rows[:min(len(l.Rows), 200)] { // as in an export: the first ones say how wide
			if i < len(row) {
				room = max(room, width(row[i]))
			}
		}
		s.widths = append(s.widths, min(room, 36))
	}
	for _, row := range l.Rows {
		s.rows = append(s.rows, append([]string(nil), row...))
	}
	b.add(s)
	if len(l.Erased) > 0 {
		b.erased()
	}
	b.longSheet()
	write := func(w io.Writer) error { return writeBook(w, l.Title, b.all, func(int, int) {}) }
	if l.Password != "" {
		return writeClosed(w, l.Password, write)
	}
	return write(w)
}

// Format implements fmt.Formatter: it prints how many rows there are, and nothing of them.
func (l List) Format(f fmt.State, _ rune) { fmt.Fprintf(f, "a list of %d rows", len(l.Rows)) }

// LogValue implements slog.LogValuer: it logs the same.
func (l List) LogValue() slog.Value { return slog.StringValue(fmt.Sprint(l)) }

// OneToFile writes what write writes to a new file, as [ToFile] does: something about one person. Its errors are those of
// ToFile.
func OneToFile(path string, write func(io.Writer) error, to []string) (Result, error) {
	res := Result{Path: path, Rows: 1}
	var err error
	res.Bytes, res.SHA256, err = writeSafely(path, wrapped(to, write))
	return res, err
}
