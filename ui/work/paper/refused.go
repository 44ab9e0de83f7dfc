package paper

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"matchbooth/data/export"
	"matchbooth/ui/work/intake"
	"matchbooth/ui/work/intake/table"
)

// workbook reports whether a file is a workbook: its refused rows come back as one too.
func (t Typed) workbook() bool { return t.Encoding == "" }

// refusedRow returns a row as it was, with the reason in the column after the header's
// last (or in the column for it, if the file has refused rows of an earlier import).
func (t Typed) refusedRow(row table.Row, reason string) []string {
	at, width := t.reasonAt(), len(t.Paper.HeaderCells())
	out := make([]string, max(len(row.Cells), width))
	for i, cell := range row.Cells {
		out[i] = t.safe(cell)
	}
	if at < width {
		out[at] = reason
		return out
	}
	rest := append([]string{reason}, out[at:]...)
	return append(out[:at:at], rest...)
}

// safe returns a cell as it is written. In csv it is unescaped and escaped again, so that it is escaped just once: import
// removes one apostrophe. The cells of a workbook are text, and stay as they are.
func (t Typed) safe(cell string) string {
	if t.workbook() {
		return cell
	}
	return export.EscapeFormula(export.UnescapeFormula(cell))
}

// reasonAt is where the reason stands: in the column for it, else behind the last one.
func (t Typed) reasonAt() int {
	header := t.Paper.HeaderCells()
	if i := slices.IndexFunc(header, intake.IsReason); i >= 0 {
		return i
	}
	return len(header)
}

// WriteRefused writes the refused rows of people.csv to people.refused.csv next to it, or people.refused-2.csv and so on if
// there is one already, and returns the path. The rows of a workbook go to one, people.refused.xlsx, in which no spreadsheet
// eats a zero at the head of a number. say has the words of the catalogue.
func (t Typed) WriteRefused(file string, rows [][]string, say func(key string, args ...any) string) (string, error) {
	base, ext := strings.TrimSuffix(file, filepath.Ext(file))+".refused", ".csv"
	header := slices.Clone(t.Paper.HeaderCells())
	for i, cell := range header { // a column that is not read may be called anything
		header[i] = t.safe(cell)
	}
	reason := intake.ReasonColumn
	if t.workbook() {
		ext, reason = ".xlsx", say("cli.import.refused.reason")
	}
	if t.reasonAt() == len(header) {
		header = append(header, reason)
	}
	write := func(w io.Writer) error {
		bw := bufio.NewWriter(w)
		if t.workbook() {
			if err := export.WriteList(bw, say("cli.import.refused.sheet"), header, rows); err != nil {
				return err
			}
			return bw.Flush()
		}
		bw.WriteString(export.BOM)
		export.WriteRow(bw, header)
		for _, r := range rows {
			export.WriteRow(bw, r)
		}
		return bw.Flush()
	}
	for n := 1; ; n++ {
		path := base + ext
		if n > 1 {
			path = fmt.Sprintf("%s-%d%s", base, n, ext)
		}
		_, _, err := export.NewFile(path, write)
		if !errors.Is(err, export.ErrExists) || n == 1000 {
			return path, err
		}
	}
}
