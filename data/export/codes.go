package export

import (
	"io"

	"github.com/xuri/excelize/v2"
)

// CodeRow is a line of a list of receipt codes: what the person is called, and the code to hand over.
type CodeRow struct{ Name, Code string }

// CodesMark stands among the keywords of a workbook of [WriteCodes], where it survives being saved by a spreadsheet program:
// nobody's typed paper forms have it.
const CodesMark = "matchbooth-codes"

// WriteCodes writes a workbook with names and receipt codes, for handing the codes to people whose paper forms were
// typed. title names the sheet, name and code the columns.
func WriteCodes(w io.Writer, title, name, code string, rows []CodeRow) error {
	list := make([][]string, len(rows))
	for i, row := range rows {
		list[i] = []string{row.Name, row.Code}
	}
	return WriteList(w, title, []string{name, code}, list)
}

// WriteList writes a workbook with one sheet, called title, of rows under a header. Every cell is text, whatever is in it,
// so that no spreadsheet takes it for a number, a date or a formula.
func WriteList(w io.Writer, title string, header []string, rows [][]string) error {
	book := excelize.NewFile()
	defer book.Close()
	if err := book.SetSheetName("Sheet1", title); err != nil {
		return err
	}
	if err := book.SetDocProps(&excelize.DocProperties{Keywords: CodesMark}); err != nil {
		return err
	}
	text, err := book.NewStyle(&excelize.Style{NumFmt: 49}) // text, so that no code is taken for a number
	if err != nil {
		return err
	}
	wide := len(header)
	for _, row := range rows {
		wide = max(wide, len(row))
	}
	last, err := excelize.ColumnNumberToName(max(wide, 1))
	if err != nil {
		return err
	}
	if err := book.SetColStyle(title, "A:"+last, text); err != nil {
		return err
	}
	if err := book.SetColWidth(title, "A", last, 24); err != nil {
		return err
	}
	for i, row := range append([][]string{header}, rows...) {
		for j, value := range row {
			cell, err := excelize.CoordinatesToCellName(j+1, i+1)
			if err != nil {
				return err
			}
			if err := book.SetCellStr(title, cell, value); err != nil {
				return err
			}
		}
	}
	_, err = book.WriteTo(w)
	return err
}
