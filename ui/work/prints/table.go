package prints

import (
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"matchbooth/kiosk/event"
	"matchbooth/kiosk/rules"
	"matchbooth/ui/work/intake"
)

// rowsToType is how many rows are set up to be typed into.
const rowsToType = 500

// table writes the workbook that the paper forms are typed into. All cells are text, so that no number is shortened and no day
// becomes another; what is chosen from has a list; the header and the row that shows how are locked, without a password.
func (s setting) table(w io.Writer) error {
	book := excelize.NewFile()
	defer book.Close()
	s.book = true
	sheetName, lists := s.S("prints.table.sheet"), s.S("prints.table.lists")
	b := &workbook{setting: s, File: book, sheet: sheetName, lists: lists}
	b.check(book.SetSheetName("Sheet1", sheetName))
	text, head, sample := b.styles()
	columns := intake.Headings(s.Pack, string(s.lang))
	last, err := excelize.ColumnNumberToName(len(columns))
	b.check(err)
	b.check(book.SetColStyle(sheetName, "A:"+last, text))
	for i, c := range columns {
		b.column(i+1, c)
	}
	b.check(book.SetCellStyle(sheetName, "A1", last+"1", head))
	b.check(book.SetCellStyle(sheetName, "A2", last+"2", sample))
	b.check(book.SetRowHeight(sheetName, 1, 48))
	b.check(book.SetPanes(sheetName, &excelize.Panes{Freeze: true, XSplit: 1, YSplit: 1, TopLeftCell: "B2", ActivePane: "bottomRight"}))
	if b.used > 0 {
		b.check(book.SetSheetVisible(lists, false))
	}
	b.check(book.ProtectSheet(sheetName, &excelize.SheetProtectionOptions{
		SelectLockedCells: true, SelectUnlockedCells: true, FormatColumns: true, FormatRows: true, InsertRows: true, DeleteRows: true, Sort: true, AutoFilter: true,
	}))
	if b.err != nil {
		return fmt.Errorf("making the table: %w", b.err)
	}
	_, err = book.WriteTo(w)
	return err
}

// workbook is a table being made; err is the first error.
type workbook struct {
	setting
	*excelize.File
	sheet, lists string
	used         int // columns of the sheet of lists
	err          error
}

func (b *workbook) check(err error) {
	if b.err == nil {
		b.err = err
	}
}

func (b *workbook) styles() (text, head, sample int) {
	const asText = 49 // the built-in format "@"
	make := func(s excelize.Style) int {
		s.NumFmt = asText
		id, err := b.NewStyle(&s)
		b.check(err)
		return id
	}
	text = make(excelize.Style{Protection: &excelize.Protection{Locked: false}})
	head = make(excelize.Style{
		Font: &excelize.Font{Bold: true}, Alignment: &excelize.Alignment{WrapText: true, Vertical: "top"},
		Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"F3EBDD"}}, Protection: &excelize.Protection{Locked: true},
	})
	sample = make(excelize.Style{Font: &excelize.Font{Italic: true, Color: "8F7B69"}, Protection: &excelize.Protection{Locked: true}})
	return text, head, sample
}

// column sets up a column: its header, what the row that shows how has in it, and what may be typed.
func (b *workbook) column(n int, c intake.Heading) {
	name, err := excelize.ColumnNumberToName(n)
	b.check(err)
	b.check(b.SetCellStr(b.sheet, name+"1", c.Word))
	shown, hint, choices := b.shows(c)
	b.check(b.SetCellStr(b.sheet, name+"2", shown))
	wide := 14.0
	for _, s := range append([]string{shown, c.Word}, choices...) {
		wide = min(max(wide, float64(len(s)+utf8.RuneCountInString(s))/2*0.62+4), 34)
	}
	b.check(b.SetColWidth(b.sheet, name, name, wide))
	for _, f := range b.Fields { // how the paper asks it
		if c.Column == f.ID || f.Kind == "person" && strings.HasPrefix(c.Column, f.ID+"_") {
			hint = strings.TrimSuffix(b.In(f.Label)+"\n"+hint, "\n")
			break
		}
	}
	if c.Column == "" && c.Consent == "" { // of the row that shows how alone: people are typed below it
		note := excelize.NewDataValidation(true)
		note.Sqref = name + "2"
		note.SetInput(cut(c.Word, 30), b.S("prints.table.sample.note"))
		b.check(b.AddDataValidation(b.sheet, note))
	}
	if hint == "" && len(choices) == 0 {
		return
	}
	rule := excelize.NewDataValidation(true)
	rule.Sqref = fmt.Sprintf("%s3:%s%d", name, name, rowsToType+2)
	if len(choices) > 0 {
		b.choose(rule, choices)
		rule.SetError(excelize.DataValidationErrorStyleStop, cut(c.Word, 30), b.S("prints.table.wrong"))
	}
	if hint != "" {
		rule.SetInput(cut(c.Word, 30), cut(hint, 250))
	}
	b.check(b.AddDataValidation(b.sheet, rule))
}

// choose gives a column a list to choose from: in the column itself where the file format has room for it there, else on a
// hidden sheet. Most tables need none, and import says nothing of other sheets.
func (b *workbook) choose(rule *excelize.DataValidation, choices []string) {
	const most = 250 // characters: a limit of the file format
	inline := strings.Join(choices, ",")
	if utf8.RuneCountInString(inline) <= most && strings.Count(inline, ",") == len(choices)-1 && !strings.ContainsAny(inline, `"&<>`) {
		b.check(rule.SetDropList(choices))
		return
	}
	if b.used == 0 {
		_, err := b.NewSheet(b.lists)
		b.check(err)
	}
	b.used++
	list, err := excelize.ColumnNumberToName(b.used)
	b.check(err)
	for i, choice := range choices {
		b.check(b.SetCellStr(b.lists, fmt.Sprintf("%s%d", list, i+1), choice))
	}
	rule.SetSqrefDropList(fmt.Sprintf("'%s'!$%s$1:$%s$%d", b.lists, list, list, len(choices)))
}

// cut shortens a text to so many characters: a limit of the file format.
func cut(s string, n int) string {
	if rs := []rune(s); len(rs) > n {
		return string(rs[:n-1]) + "…"
	}
	return s
}

// shows is what a column has in the row that shows how, what is said beside a cell, and what is chosen from.
func (b *workbook) shows(c intake.Heading) (shown, hint string, choices []string) {
	yes, no := b.S("prints.table.yes"), b.S("prints.table.no")
	day := string(b.Starts)
	var all []string
	switch {
	case c.Consent != "":
		k := b.Consent(c.Consent)
		shown := no // both answers are shown, so that neither is taken for the usual one
		if k.Required || k.Handover {
			shown = yes
		}
		return shown, b.S("prints.table.tick") + "\n" + b.In(k.Sentence), []string{yes, no}
	case c.Column == "":
		return b.S("prints.table.sample"), b.S("prints.table.number.note"), nil
	case c.Column == "signed_at":
		return day, b.S("prints.table.date", "Day", day), nil
	case c.Column == "outcome":
		// Whoever is not sure is spoken to. One who does not fulfil them has no row.
		all = []string{b.S("conditions.all")}
		if b.Way(rules.Unsure) != nil {
			all = append(all, b.S("conditions.unsure"))
		}
		return all[0], b.S("prints.table.conditions"), all
	case c.Column == "lang":
		return "", b.S("prints.table.lang"), []string{"zh", "en"}
	}
	for _, f := range b.Fields {
		part, is := strings.CutPrefix(c.Column, f.ID+"_")
		switch {
		case f.Kind == "person" && is && part == "relation":
			all := b.words(f.Options)
			return all[0], b.S("prints.table.choose"), all
		case f.Kind == "person" && is && part == "phone":
			return "13900000000", b.S("prints.table.phone"), nil
		case f.Kind == "person" && is && part == "name":
			return b.S("prints.table.sample.name"), "", nil
		case f.ID != c.Column:
			continue
		}
		switch f.Kind {
		case "name":
			return b.S("prints.table.sample.name"), "", nil
		case "phone":
			return "13800000000", b.S("prints.table.phone"), nil
		case "email":
			return "name@example.org", "", nil
		case "choice":
			all := b.words(f.Options)
			return all[0], b.S("prints.table.choose"), all
		case "date":
			return day, b.S("prints.table.date", "Day", day), nil
		case "month":
			return "2028-06", b.S("prints.table.month"), nil
		}
		return "", "", nil
	}
	return "", "", nil
}

func (b *workbook) words(options []event.Option) (out []string) {
	for _, o := range options {
		out = append(out, b.In(o.Label))
	}
	return out
}
