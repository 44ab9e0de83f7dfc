package export

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"matchbooth/data/entry"
	"matchbooth/data/record"
)

// writeXLSX writes a workbook: the people, with a frozen header; what the columns
// and the consents mean; and, if there are any, the receipt codes of erased
// people and the values that fit into no cell. Every cell is text, because Excel
// keeps 15 digits of a number and would calculate a phone number that begins with
// "+"; a text cell is never a formula.
func writeXLSX(w io.Writer, d Doc, progress func(done, total int)) error {
	// Beyond 16 MB the library would move a sheet to a temporary file, in plain
	// text. A directory where no file can be created makes it keep the sheet in memory.
	f := excelize.NewFile(excelize.Options{TmpDir: filepath.Join(os.DevNull, "none")})
	defer f.Close()
	b := book{File: f, words: wordsIn(d.Lang)}
	if err := b.styles(); err != nil {
		return err
	}
	if err := b.people(d, progress); err != nil {
		return fmt.Errorf("sheet of people: %w", err)
	}
	if err := b.explain(d); err != nil {
		return fmt.Errorf("sheet of explanations: %w", err)
	}
	if len(d.Erased) > 0 {
		if err := b.erased(d.Erased); err != nil {
			return fmt.Errorf("sheet of erased receipt codes: %w", err)
		}
	}
	if err := b.longSheet(); err != nil {
		return fmt.Errorf("sheet of long values: %w", err)
	}
	_, err := f.WriteTo(w)
	return err
}

// book is a workbook being written.
type book struct {
	*excelize.File
	words      words
	text, head int     // style ids
	moved      []moved // what fits into no cell
}

func (b *book) styles() (err error) {
	const asText = 49 // the built-in number format "@"
	if b.text, err = b.NewStyle(&excelize.Style{NumFmt: asText}); err != nil {
		return err
	}
	b.head, err = b.NewStyle(&excelize.Style{
		NumFmt: asText,
		Font:   &excelize.Font{Bold: true},
		Fill:   excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"F3EBDD"}},
	})
	return err
}

// surrogate matches a text that reads as the escape of half a character, such as
// "_xD800_". Workbooks cannot represent it: the library would drop it silently.
var surrogate = regexp.MustCompile(`_(x[dD][89a-fA-F][0-9a-fA-F]{2}_)`)

// sheet streams one sheet: a frozen header, then the rows that more returns until
// it returns nil.
func (b *book) sheet(name string, header []string, widths []float64, more func() []string) error {
	sw, err := b.NewStreamWriter(name)
	if err != nil {
		return err
	}
	for i, width := range widths {
		if err := sw.SetColWidth(i+1, i+1, width); err != nil {
			return err
		}
	}
	if err := sw.SetPanes(&excelize.Panes{
		Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft",
		Selection: []excelize.Selection{{SQRef: "A2", ActiveCell: "A2", Pane: "bottomLeft"}},
	}); err != nil {
		return err
	}
	style, row := b.head, header
	for n := 1; row != nil; n++ {
		cells := make([]any, len(row))
		for i, s := range row {
			if s != "" {
				s = b.fitting(row[0], header[i], s) //nolint:gosec // G602: row is not empty: i counts it
				cells[i] = excelize.Cell{StyleID: style, Value: surrogate.ReplaceAllString(s, "＿$1")}
			}
		}
		if err := sw.SetRow(fmt.Sprintf("A%d", n), cells); err != nil {
			return err
		}
		style, row = b.text, more()
	}
	return sw.Flush()
}

func (b *book) people(d Doc, progress func(done, total int)) error {
	if err := b.SetSheetName("Sheet1", b.words.people); err != nil {
		return err
	}
	header := d.Headers()
	proof := d.has("consents")
	if proof {
		header = append(header, "consent_texts")
	}
	widths := make([]float64, len(header))
	for i, h := range header {
		widths[i] = width(h)
	}
	// The first records determine the column widths; a long text does not make a
	// column wider than the screen.
	for _, r := range d.Records[:min(len(d.Records), 200)] {
		for i, s := range d.row(r) {
			widths[i] = max(widths[i], min(width(s), 40))
		}
	}
	i := -1
	return b.sheet(b.words.people, header, widths, func() []string {
		if i++; i >= len(d.Records) {
			return nil
		}
		if i%everyRecords == 0 {
			progress(i, len(d.Records))
		}
		row := d.row(d.Records[i])
		if proof {
			row = append(row, consentTexts(d.Records[i].Consents))
		}
		return row
	})
}

// consentTexts says which text was agreed to, in which language and when, one
// consent a line.
func consentTexts(all []record.Consent) string {
	lines := make([]string, len(all))
	for i, c := range all {
		lines[i] = fmt.Sprintf("%s %s %s sha256=%s", c.ID, c.Lang, SignedAt(c.At), c.SHA256)
	}
	return strings.Join(lines, "\n")
}

func (b *book) explain(d Doc) error {
	if _, err := b.NewSheet(b.words.explain); err != nil {
		return err
	}
	var rows [][]string
	add := func(row ...string) { rows = append(rows, row) }
	for _, c := range d.Columns {
		if c.Kind != "person" {
			add(c.ID, in(c.Label, d.Lang), c.note(d.Lang))
			continue
		}
		for _, p := range personParts {
			note := in(c.Help, d.Lang)
			if p == "relation" {
				note = c.note(d.Lang)
			}
			add(c.ID+"_"+p, in(c.Label, d.Lang)+" · "+b.words.parts[p], note)
		}
	}
	for _, f := range AllFacts {
		if d.has(f) {
			add(f, b.words.facts[f][0], b.words.facts[f][1])
		}
	}
	if d.has("consents") {
		add("consent_texts", b.words.facts["consent_texts"][0], b.words.facts["consent_texts"][1])
	}
	for _, c := range d.Consents {
		var hashes []string
		for _, lang := range []string{"zh", "en"} {
			if h := c.SHA256[lang]; h != "" {
				hashes = append(hashes, lang+" sha256="+h)
			}
		}
		add("consents: "+c.ID, in(c.Sentence, d.Lang), strings.Join(hashes, "\n"))
	}
	if t := in(d.Title, d.Lang); t != "" {
		add("event: "+d.Event, t, "")
	}
	i := -1
	return b.sheet(b.words.explain, b.words.header, []float64{24, 36, 80}, func() []string {
		if i++; i >= len(rows) {
			return nil
		}
		return rows[i]
	})
}

// note explains a column: its help, and the answers by id.
func (c Column) note(lang string) string {
	lines := []string{}
	if h := in(c.Help, lang); h != "" {
		lines = append(lines, h)
	}
	for _, o := range c.Options {
		lines = append(lines, o.ID+" = "+in(o.Label, lang))
	}
	return strings.Join(lines, "\n")
}

func (b *book) erased(codes []entry.ReceiptCode) error {
	if _, err := b.NewSheet(b.words.erased); err != nil {
		return err
	}
	i := -1
	return b.sheet(b.words.erased, []string{"code"}, []float64{16}, func() []string {
		if i++; i >= len(codes) {
			return nil
		}
		return []string{plain(codes[i])}
	})
}

// width returns the room that a text needs, in Excel's unit (a digit of the
// default font): a Han character takes two.
func width(s string) float64 {
	if i := strings.IndexByte(s, '\n'); i >= 0 {
		s = s[:i]
	}
	w := 2.0
	for _, r := range s {
		w++
		if utf8.RuneLen(r) > 2 {
			w++
		}
	}
	return w
}
