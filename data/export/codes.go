package export

import (
	"io"

	"github.com/xuri/excelize/v2"
)

// CodeRow is a line of a list of receipt codes: what the person is called, and the code to hand over.
type CodeRow struct{ Name, Code string }

// WriteCodes writes a workbook with names and receipt codes, for handing the codes to people whose paper forms were
// typed. title names the sheet, name and code the columns.
func WriteCodes(w io.Writer, title, name, code string, rows []CodeRow) error {
	book := excelize.NewFile()
	defer book.Close()
	if err := book.SetSheetName("Sheet1", title); err != nil {
		return err
	}
	text, err := book.NewStyle(&excelize.Style{NumFmt: 49}) // text, so that no code is taken for a number
	if err != nil {
		return err
	}
	if err := book.SetColStyle(title, "A:B", text); err != nil {
		return err
	}
	if err := book.SetColWidth(title, "A", "B", 24); err != nil {
		return err
	}
	if err := book.SetSheetRow(title, "A1", &[]string{name, code}); err != nil {
		return err
	}
	for i, row := range rows {
		for j, value := range []string{row.Name, row.Code} {
			cell, err := excelize.CoordinatesToCellName(j+1, i+2)
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
