package prints

import (
	"strings"

	"matchbooth/data/entry"
	"matchbooth/data/export"
	"matchbooth/ui/work/intake/table"
	"matchbooth/ui/work/prints/canvas"
)

// Codes finds names and receipt codes in a table, as import writes it with --codes-out: whatever the columns are called, in each
// row one cell is a receipt code, and the first other one the name. bad are the lines below the header without a code.
func Codes(t table.Table) (rows []export.CodeRow, bad []int) {
	for i, row := range t.Rows {
		var found export.CodeRow
		for _, cell := range row.Cells {
			cell = strings.TrimSpace(export.UnescapeFormula(cell))
			code, err := entry.ParseReceiptCode(cell)
			switch {
			case err == nil && found.Code == "":
				found.Code = code.String()
			case cell != "" && found.Name == "":
				found.Name = cell
			}
		}
		switch {
		case found.Code != "":
			rows = append(rows, found)
		case i > 0:
			bad = append(bad, row.Line)
		}
	}
	return rows, bad
}

// WithoutOwn is on how many of the people's cards the code to the event's page is nobody's own: there the page asks for the
// receipt code. It is 0 where the event has no such page.
func WithoutOwn(o Order) (n int) {
	for _, row := range o.Codes {
		if o.Page != "" && o.Own[row.Code] == "" {
			n++
		}
	}
	return n
}

// ByHand is how many of the names hold a character that the typeface lacks: their cards have a gap to write it in.
func ByHand(rows []export.CodeRow) (n int) {
	for _, row := range rows {
		if len(canvas.Lacks(row.Name)) > 0 {
			n++
		}
	}
	return n
}
