package people

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"time"

	"matchbooth/data"
	"matchbooth/data/entry"
	"matchbooth/data/export"
	"matchbooth/data/outside"
	"matchbooth/ui/cli/call"
)

// ImportCmd imports paper forms that were typed into a spreadsheet.
//
// Each row is handled on its own: it is checked as the screen checks, and saved or
// refused. Refused rows go to a new file with the reason in an additional column,
// which can be corrected and imported in turn. Importing the same row again adds
// nobody, not even somebody who was erased in between.
type ImportCmd struct {
	call.Folder
	Verbose        bool   `short:"v" help:"${help_verbose}"`
	Yes            bool   `help:"${help_yes_import}"`
	Imported       string `placeholder:"FILE" help:"${help_imported}"`
	PassphraseFile string `placeholder:"F" help:"${help_passphrase_import}"`
	File           string `arg:"" name:"file" help:"${help_file}"`
}

// Limits on a file, which is read into memory: bytes (100,000 rows are about 30 MB), rows, and columns.
const (
	maxImport  = 64 << 20
	maxRows    = 200_000
	maxColumns = 1000
)

func (k *ImportCmd) Run(c *Call) error {
	if err := c.Outside(k.File); err != nil { // the refused rows go next to it
		return err
	}
	tab, err := c.readTable(k.File)
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
	rd := reader{pack: pack, now: time.Now(), say: c.S, confirmed: k.Yes}
	if f := rd.readHeader(tab.Header); f.any() {
		return c.headerFault(k.File, f, rd.columns())
	}

	beside := k.Imported
	if beside == "" {
		beside = k.File + importedSuffix
	}
	memory, found, err := c.recall(beside)
	if err == nil && !found {
		if err = k.older(c, s, &memory); err == nil {
			err = c.remember(&memory, beside)
		}
	}
	if err != nil {
		return err
	}
	memory.neighbours(c, k.File, beside)
	living, erased, err := s.Codes(c.Ctx)
	if err != nil {
		return err
	}
	var refused [][]string
	run := importing{c: c, s: s, verbose: k.Verbose, shown: c.Progress("import.progress"), total: len(tab.Rows)}
	refuse := func(row tableRow, why string) {
		refused = append(refused, refusedRow(tab.Header, row, why))
		run.refused()
	}
	for _, row := range tab.Rows {
		if err := c.Ctx.Err(); err != nil {
			return run.stopped(err)
		}
		up, reasons := rd.read(row)
		if len(reasons) > 0 {
			refuse(row, strings.Join(reasons, "; "))
			continue
		}
		if len(rd.unsure) > 0 {
			c.Note("import.unsure", "Line", row.line, "What", strings.Join(rd.unsure, "; "))
		}
		// The row may come from an export: a person who is here is not added again, and one who was erased stays erased
		// unless the user says otherwise.
		back := false // was erased, and is added again because the user says so
		here := entry.ReceiptCode("")
		switch code := rd.code(row); {
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
				return run.broken(row.line, err)
			}
		}
		if here != "" {
			err = run.already(row.line, here)
		} else {
			err = run.save(row.line, memory.of(up), up)
		}
		if err != nil {
			return err
		}
	}
	if err := run.flush(); err != nil {
		return err
	}
	saved, again := run.saved, run.again
	if err := s.Audit(c.Ctx, fmt.Sprintf("import: %d here already, %d refused", again, len(refused)), saved); err != nil {
		return err
	}
	if err := s.Close(); err != nil {
		return err
	}
	c.Print("import.done", "Saved", saved, "Again", again, "Refused", len(refused))
	if len(refused) == 0 {
		return nil
	}
	path, err := writeRefused(k.File, tab.Header, refused)
	if err != nil {
		return c.Fail(err, "import.norefused", "N", len(refused), "What", c.Explain(err))
	}
	return c.Fail(nil, "import.refused", "N", len(refused), "Path", path)
}

// older asks for confirmation if this booth has people from before there were keys next to files: rows that were
// imported then can be told from new ones only with the passphrase, and only those of people who are still there.
func (k *ImportCmd) older(c *Call, s *data.Store, m *rowMemory) error {
	n, err := s.Older(c.Ctx)
	if err != nil || n == 0 {
		return err
	}
	if k.PassphraseFile != "" {
		key, err := c.Opener(s, k.PassphraseFile, "")
		if err != nil {
			return err
		}
		defer key.Close()
		records, _, err := s.Records(c.Ctx, key, nil)
		if err != nil {
			return err
		}
		m.older = map[string]entry.ReceiptCode{}
		for _, r := range records {
			m.older[string(keyOf(r.SignUp))] = r.Code
		}
		return nil
	}
	c.Note("import.older", "N", n, "Path", filepath.Base(k.File))
	if k.Yes || c.Confirm("import.older.ask") {
		return nil
	}
	return c.Fail(nil, "import.older.no")
}

// readTable reads the file and says so if it was not UTF-8.
func (c *Call) readTable(path string) (table, error) {
	f, err := outside.OpenFile(path, maxImport)
	if errors.Is(err, outside.ErrLarge) {
		return table{}, c.Fail(err, "import.large", "Path", path, "MB", maxImport>>20)
	}
	if err != nil {
		return table{}, c.Fail(err, "import.unreadable", "Path", path)
	}
	defer f.Close()
	file, err := io.ReadAll(io.LimitReader(f, maxImport+1))
	if err != nil {
		return table{}, c.Fail(err, "import.unreadable", "Path", path)
	}
	if len(file) > maxImport {
		return table{}, c.Fail(nil, "import.large", "Path", path, "MB", maxImport>>20)
	}
	tab, err := ParseTable(file)
	switch {
	case errors.Is(err, errManyRows):
		return table{}, c.Fail(err, "import.rows", "Path", path, "N", maxRows)
	case errors.Is(err, errEmptyTable):
		return tab, c.Fail(err, "import.empty", "Path", path)
	case err != nil:
		return tab, c.Fail(err, "import.nocsv", "Path", path)
	}
	if tab.gb {
		c.Note("import.gb", "Path", path)
	}
	return tab, nil
}

// headerFault returns an error that says everything that is wrong with the header.
func (c *Call) headerFault(path string, f columnFaults, want []string) error {
	var parts []string
	for _, p := range []struct {
		key   string
		names []string
	}{{"missing", f.missing}, {"twice", f.twice}, {"unknown", f.unknown}} {
		if len(p.names) > 0 {
			parts = append(parts, c.S("cli.import.columns."+p.key, "Names", strings.Join(p.names[:min(len(p.names), 20)], ", ")))
		}
	}
	return c.Fail(nil, "import.columns", "Path", path, "What", strings.Join(parts, ", "), "Want", strings.Join(want, ","))
}

// refusedRow returns a row as it was, with the reason in the column after the header's
// last (or in the column of that name, if the file has refused rows of an earlier import).
func refusedRow(header []string, row tableRow, reason string) []string {
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
		if h == reasonColumn {
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
		header = append(header[:len(header):len(header)], reasonColumn)
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
