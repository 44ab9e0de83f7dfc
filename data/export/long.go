package export

import (
	"fmt"
	"unicode/utf16"

	"matchbooth/data/entry"
	"matchbooth/data/record"
)

// maxCell is the most a cell of a spreadsheet holds, in UTF-16 units: a limit of the file format, beyond which the
// library that writes workbooks cuts silently, and Excel refuses to read or cuts.
const maxCell = 32767

// Long is a value that does not fit into any cell of a spreadsheet.
type Long struct {
	Code   entry.ReceiptCode // whose value
	Column string            // in which column
	Units  int               // its length in UTF-16 units
}

// longValues lists the values of a table in this format that fit into no cell. A workbook has them in full on a sheet of
// their own ([sheets.longSheet]), and a csv file in their place, where a spreadsheet shows only part of them.
func (d Doc) longValues(format string) (all []Long) {
	if format != "xlsx" && format != "csv" {
		return nil
	}
	places, spelled := d.places(), d.spelled()
	ids, row := d.Headers(), func(r record.Record) []string {
		values := d.row(places, spelled, r)
		for i := range values {
			values[i] = EscapeFormula(values[i])
		}
		return values
	}
	if format == "xlsx" {
		ids, row = d.bookColumns()
	}
	for _, r := range d.Records {
		if longest(r) <= maxCell { // spelling everybody twice would be most of the work
			continue
		}
		for i, s := range row(r) {
			if n := units(s); n > maxCell {
				all = append(all, Long{r.Code, ids[i], n})
			}
		}
	}
	return all
}

// longest returns a length in bytes that no cell of a record exceeds, however it is spelled: all of its texts together, and
// room for the times, the words and the signs between them.
func longest(r record.Record) int {
	const spelled = 160
	n := spelled + len(r.Outcome) + len(r.Story) + len(r.Source) + len(r.Lang) + len(r.Booth) + len(r.Event)
	for _, f := range r.Fields {
		n += len(f.Text)
		if f.Person != nil {
			n += len(f.Person.Name) + len(f.Person.Relation) + len(f.Person.Phone)
		}
	}
	for _, c := range r.Consents {
		n += spelled + len(c.ID) + len(c.SHA256) + len(c.Lang)
	}
	for _, c := range r.Checks {
		n += spelled + len(c.Kit) + len(c.Initials)
	}
	for _, flag := range r.Flags {
		n += len(flag) + 1
	}
	return n
}

// LongSheet returns the name of the sheet with the values that fit into no cell.
func LongSheet(lang string) string { return wordsIn(lang).long }

// units returns the length of a text as spreadsheets count it.
func units(s string) (n int) {
	if len(s) <= maxCell {
		return len(s) // an upper bound of its UTF-16 units, and it fits
	}
	for _, r := range s {
		n += utf16.RuneLen(r)
	}
	return n
}

// parts splits a text into pieces that each fit into a cell.
func parts(s string) (out []string) {
	from, n := 0, 0
	for i, r := range s {
		if w := utf16.RuneLen(r); n+w > maxCell {
			out = append(out, s[from:i])
			from, n = i, w
		} else {
			n += w
		}
	}
	return append(out, s[from:])
}

// moved is a value that is on the sheet of long values instead of in its place. row is
// its row's first value, which identifies it, and column its header.
type moved struct{ row, column, text string }

// longSheet has the values that fit into no cell, each in as many rows as it needs, in order: joined they are the stored
// value.
func (b *sheets) longSheet() {
	if len(b.moved) == 0 {
		return
	}
	s := sheet{name: b.words.long, header: b.words.longHeader, widths: []float64{18, 18, 8, 80}}
	for _, m := range b.moved {
		pieces := parts(m.text)
		for i, p := range pieces {
			s.rows = append(s.rows, []string{m.row, m.column, fmt.Sprintf("%d/%d", i+1, len(pieces)), p})
		}
	}
	b.add(s)
}
