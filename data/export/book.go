package export

import (
	"archive/zip"
	"bufio"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"
)

// sheet is one sheet of a workbook: a frozen header, and rows of text. A row may be
// shorter than the header, and an empty text is no cell.
type sheet struct {
	name    string
	header  []string
	rows    [][]string
	widths  []float64
	wrap    bool   // long texts are broken into lines
	counted bool   // its rows are the people that progress counts
	print   string // set up to be printed, A4 landscape, as wide as the page, the header row and this line on each page; "" for no set-up
}

// The parts of a workbook that are written here. The library that has made the
// others writes cells into the sheet itself (inline strings), which phones show as
// blank, or holds all sheets in memory as objects.
const (
	stringsPart = "xl/sharedStrings.xml"
	aboutPart   = "docProps/core.xml"
	typesPart   = "[Content_Types].xml"
	mainSpace   = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
)

// maxRows is how many rows a sheet has at most, a limit of the file format.
const maxRows = 1 << 20

// writeBook writes a workbook of sheets: with the range of every sheet at its head,
// by which streaming readers go, and every text once in a table of strings. What
// else belongs to a workbook, styles and lists of parts, comes from a library.
func writeBook(w io.Writer, title string, all []sheet, progress func(done, total int)) error {
	shell, look, err := emptyBook(all)
	if err != nil {
		return err
	}
	z := zip.NewWriter(w)
	// The list of parts first: by it, programs tell a workbook from another zip.
	for _, first := range []bool{true, false} {
		for _, part := range shell.File {
			if (part.Name == typesPart) == first && part.Name != stringsPart && part.Name != aboutPart && !isSheet(part.Name) {
				if err := z.Copy(part); err != nil {
					return err
				}
			}
		}
	}
	about, err := z.Create(aboutPart)
	if err != nil {
		return err
	}
	if err := writeAbout(about, title); err != nil {
		return err
	}
	texts := &texts{ids: map[string]int{}}
	for i, s := range all {
		if len(s.rows) >= maxRows {
			return fmt.Errorf("%s: %w", s.name, errRows)
		}
		part, err := z.Create(sheetPart(i))
		if err != nil {
			return err
		}
		bw := bufio.NewWriterSize(part, 1<<16)
		if err := s.write(bw, texts, look, i == 0, progress); err != nil {
			return fmt.Errorf("%s: %w", s.name, err)
		}
		if err := bw.Flush(); err != nil {
			return err
		}
	}
	part, err := z.Create(stringsPart)
	if err != nil {
		return err
	}
	if err := texts.write(part); err != nil {
		return err
	}
	return z.Close()
}

// writeAbout writes what a workbook says of itself. The library's own writes names without their prefix, at which other
// readers stop, and its template names another author.
func writeAbout(w io.Writer, title string) error {
	if _, err := io.WriteString(w, xml.Header+`<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" `+
		`xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>`); err != nil {
		return err
	}
	if err := xml.EscapeText(w, []byte(title)); err != nil {
		return err
	}
	_, err := io.WriteString(w, `</dc:title><dc:creator>Matchbooth</dc:creator></cp:coreProperties>`)
	return err
}

var errRows = errors.New("more rows than a sheet holds: export as csv")

func isSheet(name string) bool { return strings.HasPrefix(name, "xl/worksheets/sheet") }

func sheetPart(i int) string { return fmt.Sprintf("xl/worksheets/sheet%d.xml", i+1) }

// look are the numbers of the styles.
type look struct{ text, wrapped, head int }

// emptyBook returns a workbook with empty sheets of these names, and its styles.
func emptyBook(all []sheet) (*zip.Reader, look, error) {
	f := excelize.NewFile()
	defer f.Close()
	var l look
	var err error
	style := func(s excelize.Style) (id int) {
		s.NumFmt = 49 // the built-in format "@", text: what somebody types stays text too
		if err == nil {
			id, err = f.NewStyle(&s)
		}
		return id
	}
	broken := &excelize.Alignment{WrapText: true, Vertical: "top"}
	l.text = style(excelize.Style{})
	l.wrapped = style(excelize.Style{Alignment: broken})
	l.head = style(excelize.Style{
		Font: &excelize.Font{Bold: true}, Alignment: broken,
		Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"F3EBDD"}},
	})
	for i, s := range all {
		if err == nil && i == 0 {
			err = f.SetSheetName(f.GetSheetName(0), s.name)
		} else if err == nil {
			_, err = f.NewSheet(s.name)
		}
		if err == nil && s.print != "" {
			err = f.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", RefersTo: "'" + strings.ReplaceAll(s.name, "'", "''") + "'!$1:$1", Scope: s.name})
		}
		if err == nil { // one text, so that the table of strings is among the parts
			err = f.SetCellStr(s.name, "A1", s.name)
		}
	}
	if err != nil {
		return nil, l, err
	}
	b, err := f.WriteToBuffer()
	if err != nil {
		return nil, l, err
	}
	z, err := zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil {
		return nil, l, err
	}
	have := map[string]bool{}
	for _, part := range z.File {
		have[part.Name] = true
	}
	for i := range all {
		if !have[sheetPart(i)] || !have[stringsPart] || !have[typesPart] || !have[aboutPart] {
			return nil, l, errors.New("the library names the parts of a workbook in another way")
		}
	}
	return z, l, nil
}

// write writes the sheet. Errors of the writer stay in it until it is flushed.
func (s sheet) write(w *bufio.Writer, t *texts, l look, first bool, progress func(done, total int)) error {
	columns := make([]string, len(s.header))
	for i := range columns {
		name, err := excelize.ColumnNumberToName(i + 1)
		if err != nil {
			return err
		}
		columns[i] = name
	}
	whole := "A1:" + columns[len(columns)-1] + strconv.Itoa(len(s.rows)+1)
	body := l.text
	if s.wrap {
		body = l.wrapped
	}
	fmt.Fprintf(w, xml.Header+`<worksheet xmlns=%q>`, mainSpace)
	if s.print != "" {
		w.WriteString(`<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>`)
	}
	fmt.Fprintf(w, `<dimension ref=%q/><sheetViews><sheetView`, whole)
	if first {
		w.WriteString(` tabSelected="1"`)
	}
	w.WriteString(` workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>` +
		`<selection pane="bottomLeft" activeCell="A2" sqref="A2"/></sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"/><cols>`)
	for i, width := range s.widths {
		fmt.Fprintf(w, `<col min="%d" max="%d" width="%g" style="%d" customWidth="1"/>`, i+1, i+1, width, body)
	}
	w.WriteString(`</cols><sheetData>`)
	s.row(w, t, columns, 1, s.header, l.head)
	for i, row := range s.rows {
		if s.counted && i%everyRecords == 0 {
			progress(i, len(s.rows))
		}
		s.row(w, t, columns, i+2, row, body)
	}
	w.WriteString(`</sheetData>`)
	if s.print != "" { // paper 9 is A4 (ECMA-376 part 1, section 18.3.1.63); margins are in inches
		w.WriteString(`<printOptions gridLines="1"/><pageMargins left="0.5" right="0.5" top="0.7" bottom="0.6" header="0.3" footer="0.3"/>` +
			`<pageSetup paperSize="9" orientation="landscape" fitToWidth="1" fitToHeight="0"/><headerFooter><oddHeader>&amp;L`)
		line := []rune(strings.ReplaceAll(s.print, "&", "&&")) // an ampersand is a command there
		if err := xml.EscapeText(w, []byte(string(line[:min(len(line), 200)]))); err != nil {
			return err
		}
		w.WriteString(`</oddHeader><oddFooter>&amp;R&amp;P / &amp;N</oddFooter></headerFooter>`)
	}
	// Phone numbers as text are meant; without this every one has a green corner.
	fmt.Fprintf(w, `<ignoredErrors><ignoredError sqref=%q numberStoredAsText="1"/></ignoredErrors></worksheet>`, whole)
	return nil
}

func (s sheet) row(w *bufio.Writer, t *texts, columns []string, n int, row []string, style int) {
	number, look := strconv.Itoa(n), strconv.Itoa(style)
	w.WriteString(`<row r="`)
	w.WriteString(number)
	w.WriteString(`">`)
	for i, text := range row {
		if text == "" {
			continue
		}
		w.WriteString(`<c r="`)
		w.WriteString(columns[i])
		w.WriteString(number)
		w.WriteString(`" s="`)
		w.WriteString(look)
		w.WriteString(`" t="s"><v>`)
		w.WriteString(strconv.Itoa(t.id(text)))
		w.WriteString(`</v></c>`)
	}
	w.WriteString(`</row>`)
}

// texts is the table of strings of a workbook: each text once, in the order in which
// they occur.
type texts struct {
	ids  map[string]int
	all  []string
	uses int
}

func (t *texts) id(s string) int {
	t.uses++
	id, known := t.ids[s]
	if !known {
		id = len(t.all)
		t.ids[s], t.all = id, append(t.all, s)
	}
	return id
}

// escapeLike matches an underscore that begins what a workbook takes for a character
// by its number, such as "_x0041_" for "A". The one that ends it may begin another.
var escapeLike = regexp.MustCompile(`_[xX][0-9a-fA-F]{4}_`)

// bookText returns a text so that a workbook gives it back unchanged: an underscore
// that would begin a character's number becomes the number of an underscore
// (ECMA-376 part 1, section 22.9.2.19, ST_Xstring).
func bookText(s string) string {
	if !strings.Contains(s, "_x") && !strings.Contains(s, "_X") {
		return s
	}
	var b strings.Builder
	for {
		at := escapeLike.FindStringIndex(s)
		if at == nil {
			b.WriteString(s)
			return b.String()
		}
		b.WriteString(s[:at[0]] + "_x005F_")
		s = s[at[0]+1:]
	}
}

func (t *texts) write(w io.Writer) error {
	bw := bufio.NewWriterSize(w, 1<<16)
	fmt.Fprintf(bw, xml.Header+`<sst xmlns=%q count="%d" uniqueCount="%d">`, mainSpace, t.uses, len(t.all))
	for _, s := range t.all {
		// Blanks at either end, and line breaks, are dropped by some readers without being told to keep them.
		if strings.TrimSpace(s) == s && !strings.ContainsAny(s, "\n\r\t") {
			bw.WriteString("<si><t>")
		} else {
			bw.WriteString(`<si><t xml:space="preserve">`)
		}
		if err := xml.EscapeText(bw, []byte(bookText(s))); err != nil {
			return err
		}
		bw.WriteString("</t></si>")
	}
	bw.WriteString("</sst>")
	return bw.Flush()
}
