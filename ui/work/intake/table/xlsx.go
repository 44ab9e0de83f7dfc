package table

import (
	"bytes"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"
)

// maxUnzipped limits what a workbook may unpack to, in bytes. It is also the limit above which the library would write
// parts of it into temporary files, where people's data must not lie.
const maxUnzipped = 512 << 20

// readXLSX reads one sheet of a workbook, as Excel, WPS and LibreOffice write it. Macros are ignored; formulas count as
// what they showed last. A text is the text, a number is what is stored and not what is shown (a phone number shown as
// 1.38E+10 is still whole), a date is 2026-05-21.
// Cells are guarded as in csv (see export.UnescapeFormula).
func readXLSX(file []byte, sheet string) (t Table, err error) {
	t.Kind = XLSX
	defer func() {
		if r := recover(); r != nil { // the library has panicked on damaged workbooks
			t, err = Table{Kind: XLSX}, fmt.Errorf("%w: it cannot be read", ErrDamaged)
		}
	}()
	book, err := excelize.OpenReader(bytes.NewReader(file), excelize.Options{UnzipSizeLimit: maxUnzipped, UnzipXMLSizeLimit: maxUnzipped})
	if err != nil {
		return t, errors.Join(ErrDamaged, err)
	}
	defer book.Close()
	t.Sheets = book.GetSheetList()
	if len(t.Sheets) == 0 {
		return t, ErrEmpty
	}
	t.Sheet = first(book, t.Sheets)
	if sheet != "" {
		at := slices.IndexFunc(t.Sheets, func(s string) bool { return strings.EqualFold(strings.TrimSpace(s), strings.TrimSpace(sheet)) })
		if at < 0 {
			return t, ErrSheet
		}
		t.Sheet = t.Sheets[at]
	}

	stored, err := book.GetRows(t.Sheet, excelize.Options{RawCellValue: true})
	if err != nil {
		return t, errors.Join(ErrDamaged, err)
	}
	shown, err := book.GetRows(t.Sheet)
	if err != nil {
		return t, errors.Join(ErrDamaged, err)
	}
	dates := newDates(book)
	t.From1904 = dates.from
	ours := false
	if props, err := book.GetDocProps(); err == nil {
		ours = props.Creator == creator
	}
	width := 0 // a sheet does not hold the empty cells at the end of a row
	for _, raw := range stored {
		width = max(width, min(len(raw), MaxColumns))
	}
	for i, raw := range stored {
		raw = raw[:min(len(raw), MaxColumns)]
		cells := make([]string, width)
		for j, cell := range raw {
			cells[j] = cell
			if i < len(shown) && j < len(shown[i]) {
				cells[j] = dates.cell(t.Sheet, i, j, cell, shown[i][j])
			}
			cells[j] = unformula(cells[j])
			if ours {
				cells[j] = guard(cells[j])
			}
		}
		if empty(cells) {
			continue
		}
		if len(t.Rows) > MaxRows { // a header more
			return t, ErrManyRows
		}
		t.Rows = append(t.Rows, Row{Line: i + 1, Cells: cells})
		if visible, err := book.GetRowVisible(t.Sheet, i+1); err == nil && !visible {
			t.Hidden++
		}
	}
	if merged, err := book.GetMergeCells(t.Sheet); err == nil {
		t.Merged = len(merged)
	}
	return t, nil
}

// creator is the author of the workbooks that the program writes (data/export).
const creator = "Matchbooth"

// guard puts an apostrophe before one with which the text begins. Whoever takes a cell takes one off: it is there where
// a csv was made into a workbook, and where somebody has typed it to keep a number whole. In our own workbooks the
// texts are as they are.
func guard(cell string) string {
	if strings.HasPrefix(cell, "'") {
		return "'" + cell
	}
	return cell
}

// first returns the first sheet that somebody sees and that has something in it.
func first(book *excelize.File, sheets []string) string {
	seen := ""
	for _, s := range sheets {
		if visible, err := book.GetSheetVisible(s); err != nil || !visible {
			continue
		}
		if seen == "" {
			seen = s
		}
		if rows, err := book.Rows(s); err == nil {
			full := false
			for rows.Next() && !full {
				cells, err := rows.Columns()
				full = err == nil && !empty(cells)
			}
			_ = rows.Close()
			if full {
				return s
			}
		}
	}
	if seen == "" {
		return sheets[0]
	}
	return seen
}

// dates tells numbers that are shown as dates from others.
type dates struct {
	book  *excelize.File
	from  bool // days are counted from 1904, as on old Macs
	style map[int]bool

	yearless  map[int]bool // styles that show a day and no year, as a spreadsheet does with what it takes for one
	lastStyle int
}

func newDates(book *excelize.File) *dates {
	d := &dates{book: book, style: map[int]bool{}, yearless: map[int]bool{}}
	if props, err := book.GetWorkbookProps(); err == nil && props.Date1904 != nil {
		d.from = *props.Date1904
	}
	return d
}

// lastDay is the number of 31 December 9999, the last day of a spreadsheet. Telephone numbers are larger.
const lastDay = 2958466

// cell returns the value of a cell at a row and a column counted from 0: what is stored, except for days and for yes and
// no, which are stored as numbers.
func (d *dates) cell(sheet string, row, column int, stored, shown string) string {
	n, err := strconv.ParseFloat(stored, 64)
	if err != nil || n < 0 || n >= lastDay {
		return stored
	}
	name, err := excelize.CoordinatesToCellName(column+1, row+1)
	if err != nil {
		return stored
	}
	if shown != stored {
		if kind, err := d.book.GetCellType(sheet, name); err == nil && kind == excelize.CellTypeBool {
			return shown
		}
	}
	if n < 1 || !d.shownAsDate(sheet, name) {
		return stored
	}
	at, err := excelize.ExcelDateToTime(n, d.from)
	if err != nil {
		return stored
	}
	at = at.Round(time.Second)
	if d.yearless[d.lastStyle] {
		return at.Format("2-Jan") // what somebody saw; the year is that of the day on which it was typed
	}
	if at.Hour()+at.Minute()+at.Second() == 0 {
		return at.Format(time.DateOnly)
	}
	return at.Format(time.DateTime)
}

// shownAsDate reports whether the format of a cell shows days.
func (d *dates) shownAsDate(sheet, cell string) bool {
	id, err := d.book.GetCellStyle(sheet, cell)
	if err != nil {
		return false
	}
	d.lastStyle = id
	if is, known := d.style[id]; known {
		return is
	}
	style, err := d.book.GetStyle(id)
	is := err == nil && (dateNumber(style.NumFmt) || style.CustomNumFmt != nil && dateCode(*style.CustomNumFmt))
	d.style[id] = is
	if is {
		code := ""
		if style.CustomNumFmt != nil {
			code = *style.CustomNumFmt
		}
		d.yearless[id] = style.NumFmt == 16 || style.NumFmt == 58 || code != "" && !strings.ContainsAny(strings.ToLower(asides.ReplaceAllString(code, "")), "yeg")
	}
	return is
}

// asides are what a number format says beside the number: texts, colours, languages.
var asides = regexp.MustCompile(`"[^"]*"|\[[^\]]*\]|\\.`)

// dateNumber reports whether a built-in number format shows days: ECMA-376 part 1, 18.8.30, with those that the Chinese,
// Japanese and Korean versions of Excel have (27 to 36, 50 to 58).
func dateNumber(id int) bool {
	return id >= 14 && id <= 17 || id == 22 || id >= 27 && id <= 31 || id == 36 || id >= 50 && id <= 58
}

// dateCode reports whether a number format that somebody has written shows a year or a day, outside quotes, brackets and
// escaped signs.
func dateCode(code string) bool {
	quoted, bracket, escaped := false, false, false
	for _, r := range strings.ToLower(code) {
		switch {
		case escaped:
			escaped = false
		case r == '\\' || r == '_' || r == '*':
			escaped = true
		case r == '"':
			quoted = !quoted
		case quoted:
		case r == '[':
			bracket = true
		case r == ']':
			bracket = false
		case bracket:
		case r == 'y' || r == 'd':
			return true
		case r == ';': // what follows is for other signs
			return false
		}
	}
	return false
}
