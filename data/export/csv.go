package export

import (
	"bufio"
	"io"
	"strings"

	"matchbooth/data/entry"
)

// BOM is the byte order mark without which Excel reads UTF-8 in the local code page.
const BOM = "\uFEFF"

// writeCSV writes a table with a header, CRLF line ends (RFC 4180) and escaped
// formulas. It does not use encoding/csv, which would rewrite line breaks inside
// values.
func writeCSV(w io.Writer, d Doc, progress func(done, total int)) error {
	bw := bufio.NewWriter(w)
	bw.WriteString(BOM)
	WriteRow(bw, d.Headers())
	places, spelled := d.places(), d.spelled()
	for i, r := range d.Records {
		row := d.row(places, spelled, r)
		for j := range row {
			row[j] = EscapeFormula(row[j])
		}
		WriteRow(bw, row)
		if i%everyRecords == 0 {
			progress(i, len(d.Records))
		}
	}
	return bw.Flush()
}

// writeErased writes the receipt codes of erased people as a table of one column.
func writeErased(w io.Writer, codes []entry.ReceiptCode) error {
	bw := bufio.NewWriter(w)
	bw.WriteString(BOM)
	WriteRow(bw, []string{"code"})
	for _, c := range codes {
		WriteRow(bw, []string{plain(c)})
	}
	return bw.Flush()
}

// WriteRow writes one record of a csv file. It does not escape formulas.
// Errors stay in the writer until Flush.
func WriteRow(bw *bufio.Writer, row []string) {
	for i, s := range row {
		if i > 0 {
			bw.WriteByte(',')
		}
		// A lone empty value would read as an empty line, so it is quoted.
		if strings.ContainsAny(s, ",;\t\"\r\n") || s != strings.TrimSpace(s) || s == "" && len(row) == 1 {
			bw.WriteByte('"')
			bw.WriteString(strings.ReplaceAll(s, `"`, `""`))
			bw.WriteByte('"')
			continue
		}
		bw.WriteString(s)
	}
	bw.WriteString("\r\n")
}
