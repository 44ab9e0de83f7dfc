package people

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"matchbooth/data"
	"matchbooth/data/entry"
	"matchbooth/data/export"
	"matchbooth/data/record"
	"matchbooth/kiosk/event"
	"matchbooth/ui/cli/call"
	"matchbooth/ui/work/intake"
	"matchbooth/ui/work/intake/table"
)

// ImportCmd imports paper forms that were typed into a spreadsheet.
//
// Each row is handled on its own: it is checked as the screen checks, and saved or
// refused. Refused rows go to a new file with the reason in an additional column,
// which can be corrected and imported in turn. Importing the same row again adds
// nobody, not even somebody who was erased in between.
//
// At a terminal it shows first what it has understood, and asks. Elsewhere it goes on unless it had to guess.
type ImportCmd struct {
	call.Folder
	Verbose        bool   `short:"v" help:"${help_verbose}"`
	Yes            bool   `help:"${help_yes_import}"`
	Encoding       string `placeholder:"utf-8|gb18030|big5|windows-1252" help:"${help_encoding}"`
	Sheet          string `placeholder:"NAME" help:"${help_sheet}"`
	CodesOut       string `placeholder:"FILE" help:"${help_codes_out}"`
	Imported       string `placeholder:"FILE" help:"${help_imported}"`
	PassphraseFile string `placeholder:"F" help:"${help_passphrase_import}"`
	File           string `arg:"" name:"file" help:"${help_file}"`
}

// readRow is a row of the file, read.
type readRow struct {
	table.Row
	up      record.SignUp
	reasons []string // why it is refused
	unsure  []string // what in it could be read otherwise
}

// Format implements fmt.Formatter: rows hold people.
func (r readRow) Format(f fmt.State, _ rune) { io.WriteString(f, "[redacted]") }

// typed is the file of an import, read against the booth's pack.
type typed struct {
	table.Table
	paper *intake.Paper
	rows  []readRow
}

// Format implements fmt.Formatter.
func (t typed) Format(f fmt.State, _ rune) { io.WriteString(f, "[redacted]") }

func (k *ImportCmd) Run(c *Call) error {
	if err := c.Outside(k.File); err != nil { // the refused rows go next to it
		return err
	}
	tab, err := k.readTable(c)
	if err != nil {
		return err
	}
	// The user may have mistyped the folder's name, so ask: the people in the file would end up where everybody can
	// open them. A script cannot be asked and is taken at its word.
	s, dir, err := c.OpenOrPractice(k.Folder, "", "import.practice")
	if err != nil {
		return err
	}
	defer s.Close()
	pack, err := c.BoothPack(s, dir)
	if err != nil {
		return err
	}
	t, err := k.read(c, tab, pack)
	if err != nil {
		return err
	}
	if err := k.agreed(c, t); err != nil {
		return err
	}
	memory, seen, err := k.remembered(c, s, pack)
	if err != nil {
		return err
	}
	var codes *call.NewFile
	if k.CodesOut != "" {
		if !strings.EqualFold(filepath.Ext(k.CodesOut), ".xlsx") {
			return c.Fail(nil, "import.codes.name.xlsx", "Path", k.CodesOut)
		}
		if codes, err = c.Claim(k.CodesOut, "import.codes.unwritten"); err != nil {
			return err
		}
		defer codes.Drop()
	}
	run := importing{c: c, s: s, verbose: k.Verbose, shown: c.Progress("import.progress"), total: len(t.rows), nameField: nameField(pack)}
	refused, err := k.saveRows(c, s, t, &run, memory, seen)
	if err != nil {
		return err
	}
	if err := s.Audit(c.Ctx, fmt.Sprintf("import: %d here already, %d refused", run.again, len(refused)), run.saved); err != nil {
		return err
	}
	if err := s.Close(); err != nil {
		return err
	}
	c.Print("import.done", "Saved", run.saved, "Again", run.again, "Refused", len(refused))
	if run.flagged > 0 {
		c.Note("import.twice", "N", run.flagged)
	}
	// The rows that were refused are written down first: nobody has them otherwise.
	var path string
	if len(refused) > 0 {
		if path, err = writeRefused(k.File, t.paper.HeaderCells(), refused); err != nil {
			return c.Fail(err, "import.norefused", "N", len(refused), "What", c.Explain(err))
		}
	}
	if codes != nil {
		if err := c.writeCodes(codes, run.codes); err != nil {
			return c.Fail(err, "import.codes.lost", "Path", k.CodesOut)
		}
		c.Print("import.codes", "N", len(run.codes), "Path", k.CodesOut)
	}
	if len(refused) > 0 {
		return c.Fail(nil, "import.refused", "N", len(refused), "Path", path)
	}
	return nil
}

// read reads the rows of a table against the pack.
func (k *ImportCmd) read(c *Call, tab table.Table, pack *event.Pack) (typed, error) {
	t := typed{Table: tab, paper: intake.NewPaper(pack, time.Now(), c.S)}
	t.paper.Confirmed, t.paper.From1904 = k.Yes, tab.From1904
	faults, rest := t.paper.Header(tab.Rows)
	c.noteTable(k.File, t)
	if faults.Any() {
		return t, c.headerFault(k.File, faults, t.paper.Wanted())
	}
	if len(rest) == 0 {
		return t, c.Fail(nil, "import.empty", "Path", k.File)
	}
	_, asked := c.Terminal() // whoever sits there is shown what could be read otherwise
	var taken []record.SignUp
	for _, row := range rest {
		up, reasons, unsure := t.paper.Row(row)
		if len(reasons) == 0 && !k.Yes && !asked && t.paper.MustAsk(unsure) {
			reasons = []string{c.Clauses(intake.Said(unsure)) + c.S("cli.row.unsure")}
		}
		if len(reasons) == 0 {
			taken = append(taken, up)
		}
		t.rows = append(t.rows, readRow{row, up, reasons, intake.Said(unsure)})
	}
	if t.Encoding == "gb18030" && k.Encoding == "" && len(t.Doubts) == 0 && intake.NoSurnames(pack, taken) {
		t.Doubts = append(t.Doubts, table.DoubtNonsense)
	}
	return t, nil
}

// nameField returns the id of the field that holds a person's name, "" if none.
func nameField(p *event.Pack) string {
	for _, f := range p.Fields {
		if f.Kind == "name" {
			return f.ID
		}
	}
	return ""
}

// remembered returns what tells rows that were imported before, and, if the passphrase was given, who is here.
func (k *ImportCmd) remembered(c *Call, s *data.Store, pack *event.Pack) (rowMemory, *intake.Seen, error) {
	seen := intake.NewSeen(pack)
	beside := k.Imported
	if beside == "" {
		beside = k.File + importedSuffix
	}
	memory, found, err := c.recall(beside)
	older := 0 // people from before there were keys next to files
	if err == nil && !found {
		older, err = s.Older(c.Ctx)
	}
	switch {
	case err != nil:
	case k.PassphraseFile != "":
		memory.older = map[string]entry.ReceiptCode{}
		err = k.who(c, s, func(r record.Record) {
			seen.Add(r.SignUp)
			if older > 0 {
				memory.older[string(intake.Key(r.SignUp))] = r.Code
			}
		})
	case older > 0:
		err = k.noOlder(c, older)
	}
	if err != nil {
		return memory, seen, err
	}
	if !found {
		if err = c.remember(&memory, beside); err != nil {
			return memory, seen, err
		}
	}
	memory.neighbours(c, k.File, beside)
	return memory, seen, nil
}

// who opens the folder with the passphrase that was given, and tells everybody who is here. Without it nobody may learn
// by importing who is.
func (k *ImportCmd) who(c *Call, s *data.Store, tell func(record.Record)) error {
	key, err := c.Opener(s, k.PassphraseFile, "")
	if err != nil {
		return err
	}
	defer key.Close()
	records, _, err := s.Records(c.Ctx, key, nil)
	if err != nil {
		return err
	}
	for _, r := range records {
		tell(r)
	}
	return nil
}

// saveRows saves the rows that can be, and returns the others.
func (k *ImportCmd) saveRows(c *Call, s *data.Store, t typed, run *importing, memory rowMemory, seen *intake.Seen) (refused [][]string, err error) {
	living, erased, err := s.Codes(c.Ctx)
	if err != nil {
		return nil, err
	}
	run.living = living
	refuse := func(row readRow, why string) {
		refused = append(refused, refusedRow(t.paper.HeaderCells(), row.Row, why))
		run.refused()
	}
	for _, row := range t.rows {
		if err := c.Ctx.Err(); err != nil {
			return nil, run.stopped(err)
		}
		if len(row.reasons) > 0 {
			refuse(row, c.Clauses(row.reasons))
			continue
		}
		if len(row.unsure) > 0 {
			c.Note("import.unsure", "Line", row.Line, "What", c.Clauses(row.unsure))
		}
		// The row may come from an export: a person who is here is not added again, and one who was erased stays erased
		// unless the user says otherwise.
		up := row.up
		back := false // was erased, and is added again because the user says so
		here := entry.ReceiptCode("")
		switch code := t.paper.Code(row.Row); {
		case code == "":
		case erased[code] && !k.Yes:
			refuse(row, c.S("cli.row.erased"))
			continue
		case living[code]:
			here = code
		case erased[code]:
			back = true
		default:
			up.Was = code
		}
		if here == "" && !back {
			if here, err = memory.known(c.Ctx, s, up); err != nil {
				return nil, run.broken(row.Line, err)
			}
		}
		if here != "" {
			err = run.already(row.Line, here, up)
		} else {
			flags := seen.Flags(up)
			for _, flag := range flags {
				if !slices.Contains(up.Flags, flag) {
					up.Flags = append(slices.Clip(up.Flags), flag)
				}
			}
			err = run.save(row.Line, memory.of(up), up, len(flags) > 0)
		}
		seen.Add(up)
		if err != nil {
			return nil, err
		}
	}
	return refused, run.flush()
}

// noOlder asks for confirmation if this booth has people from before there were keys next to files: rows that were
// imported then can be told from new ones only with the passphrase, and only those of people who are still there.
func (k *ImportCmd) noOlder(c *Call, n int) error {
	c.Note("import.older", "N", n, "Path", filepath.Base(k.File))
	if k.Yes || c.Confirm("import.older.ask") {
		return nil
	}
	return c.Fail(nil, "import.older.no")
}

// refusedRow returns a row as it was, with the reason in the column after the header's
// last (or in the column of that name, if the file has refused rows of an earlier import).
func refusedRow(header []string, row table.Row, reason string) []string {
	at := reasonAt(header)
	out := make([]string, max(len(row.Cells), len(header)))
	for i, cell := range row.Cells {
		// Unescape and escape again, so that a cell is escaped just once: import removes one apostrophe.
		out[i] = export.EscapeFormula(export.UnescapeFormula(cell))
	}
	if at < len(header) {
		out[at] = reason
		return out
	}
	rest := append([]string{reason}, out[at:]...)
	return append(out[:at:at], rest...)
}

func reasonAt(header []string) int {
	for i, h := range header {
		if h == intake.ReasonColumn {
			return i
		}
	}
	return len(header)
}

// writeRefused writes people.refused.csv next to people.csv, or people.refused-2.csv
// and so on if there is one already.
func writeRefused(file string, header []string, rows [][]string) (string, error) {
	base := strings.TrimSuffix(file, filepath.Ext(file)) + ".refused"
	if reasonAt(header) == len(header) {
		header = append(header[:len(header):len(header)], intake.ReasonColumn)
	}
	for n := 1; ; n++ {
		path := base + ".csv"
		if n > 1 {
			path = fmt.Sprintf("%s-%d.csv", base, n)
		}
		_, _, err := export.NewFile(path, func(w io.Writer) error {
			bw := bufio.NewWriter(w)
			bw.WriteString(export.BOM)
			export.WriteRow(bw, header)
			for _, r := range rows {
				export.WriteRow(bw, r)
			}
			return bw.Flush()
		})
		if !errors.Is(err, export.ErrExists) || n == 1000 {
			return path, err
		}
	}
}
