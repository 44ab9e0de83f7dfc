package people

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"matchbooth/data"
	"matchbooth/data/entry"
	"matchbooth/data/record"
	"matchbooth/kiosk/event"
	"matchbooth/ui/cli/call"
	"matchbooth/ui/work/hub"
	"matchbooth/ui/work/intake"
	"matchbooth/ui/work/intake/table"
	"matchbooth/ui/work/paper"
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
	call.Spoken
	Verbose        bool   `short:"v" help:"${help_verbose}"`
	Yes            bool   `help:"${help_yes_import}"`
	Encoding       string `placeholder:"utf-8|gb18030|big5|windows-1252" help:"${help_encoding}"`
	Sheet          string `placeholder:"NAME" help:"${help_sheet}"`
	CodesOut       string `placeholder:"FILE" help:"${help_codes_out}"`
	Imported       string `placeholder:"FILE" help:"${help_imported}"`
	PassphraseFile string `placeholder:"F" help:"${help_passphrase_import}"`
	File           string `arg:"" name:"file" help:"${help_file}"`
}

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
	if err := k.agreed(c, t, pack); err != nil {
		return err
	}
	memory, seen, err := k.remembered(c, s, pack)
	if err != nil {
		return err
	}
	shown := c.Progress("import.progress")
	if k.Verbose {
		shown = nil
	}
	where, _ := hub.PageOf(pack, s)
	run := paper.Import{
		Draw:  where.Draw,
		Store: s, Pack: pack, Typed: t, Memory: memory, Seen: seen, Back: k.Yes, Say: c.S, Join: c.Clauses, Progress: shown,
		Unsure: func(line int, what []string) { c.Note("import.unsure", "Line", line, "What", c.Clauses(what)) },
	}
	if k.Verbose {
		run.Became = func(fresh bool, code entry.ReceiptCode) error {
			word := map[bool]string{true: "saved", false: "already"}[fresh]
			if _, err := fmt.Fprintln(c.Stdout, word, code.String()); err != nil {
				return fmt.Errorf("writing to stdout: %w", err)
			}
			return nil
		}
	}
	done, err := run.Run(c.Ctx)
	if err != nil {
		return c.importFault(err)
	}
	if err := s.Close(); err != nil {
		return err
	}
	c.Print("import.done", "Saved", done.Saved, "Again", done.Again, "Refused", len(done.Refused))
	if done.Flagged > 0 {
		c.Note("import.twice", "N", done.Flagged)
	}
	// The rows that were refused are written down first: nobody has them otherwise.
	var path string
	if n := len(done.Refused); n > 0 {
		if path, err = t.WriteRefused(k.File, done.Refused, c.S); err != nil {
			return c.Fail(err, "import.norefused", "N", n, "What", c.Explain(err))
		}
	}
	if codes != nil {
		if err := c.writeCodes(codes, done.Codes); err != nil {
			return c.Fail(err, "import.codes.lost", "Path", k.CodesOut)
		}
		c.Print("import.codes", "N", len(done.Codes), "Path", k.CodesOut)
	}
	if n := len(done.Refused); n > 0 {
		return c.Fail(nil, "import.refused", "N", n, "Path", path)
	}
	return nil
}

// importFault says why an import ended, and what was saved before it did.
func (c *Call) importFault(err error) error {
	var stopped paper.Stopped
	var broken paper.Broken
	switch {
	case errors.As(err, &stopped):
		return c.Fail(stopped.Cause, "import.stopped", "Saved", stopped.Saved, "Left", stopped.Left)
	case errors.As(err, &broken):
		return c.Fail(broken.Cause, "import.broken", "Saved", broken.Saved, "Line", broken.Line, "What", c.Explain(broken.Cause))
	}
	return err
}

// read reads the rows of a table against the pack.
func (k *ImportCmd) read(c *Call, tab table.Table, pack *event.Pack) (paper.Typed, error) {
	_, asked := c.Terminal() // whoever sits there is shown what could be read otherwise
	t, faults := paper.Read(tab, pack, paper.Reading{Now: time.Now(), Say: c.S, Join: c.Clauses, Confirmed: k.Yes, Shown: asked, Sure: k.Encoding != ""})
	c.noteTable(k.File, t)
	if faults.Any() {
		return t, c.headerFault(k.File, faults, t.Paper.Wanted())
	}
	if len(t.Rows) == 0 {
		return t, c.Fail(nil, "import.empty", "Path", k.File)
	}
	return t, nil
}

// remembered returns what tells rows that were imported before, and, if the passphrase was given, who is here.
func (k *ImportCmd) remembered(c *Call, s *data.Store, pack *event.Pack) (paper.Memory, *intake.Seen, error) {
	seen := intake.NewSeen(pack)
	beside := k.Imported
	if beside == "" {
		beside = paper.Beside(k.File)
	}
	memory, found, err := paper.Recall(beside)
	older := 0 // people from before there were keys next to files
	if err == nil && !found {
		older, err = s.Older(c.Ctx)
	}
	switch {
	case errors.Is(err, paper.ErrMemoryDamaged):
		err = c.Fail(nil, "import.memory.damaged", "Path", beside)
	case errors.Is(err, paper.ErrMemoryUnread):
		err = c.Fail(err, "import.memory.unread", "Path", beside)
	case err != nil:
	case k.PassphraseFile != "":
		memory.Older = map[string]entry.ReceiptCode{}
		err = k.who(c, s, func(r record.Record) {
			seen.Add(r.SignUp)
			if older > 0 {
				memory.Older[string(intake.Key(r.SignUp))] = r.Code
			}
		})
	case older > 0:
		err = k.noOlder(c, older)
	}
	if err != nil {
		return memory, seen, err
	}
	if !found {
		err = memory.Remember(func(path string, content []byte) error {
			n, err := c.Claim(path, "import.memory.unwritten")
			if err != nil {
				return err
			}
			if err := n.Put(content); err != nil {
				n.Drop()
				return c.Fail(err, "import.memory.unwritten", "Path", path)
			}
			return nil
		})
		if err != nil {
			return memory, seen, err
		}
	}
	memory.Neighbours(k.File)
	return memory, seen, nil
}

// who opens the folder with the passphrase that was given, and tells everybody who is here. Without it nobody may learn
// by importing who is.
func (k *ImportCmd) who(c *Call, s *data.Store, tell func(record.Record)) error {
	key, err := c.Opener(s, k.PassphraseFile, "", "")
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

// noOlder asks for confirmation if this booth has people from before there were keys next to files: rows that were
// imported then can be told from new ones only with the passphrase, and only those of people who are still there.
func (k *ImportCmd) noOlder(c *Call, n int) error {
	c.Note("import.older", "N", n, "Path", filepath.Base(k.File))
	if k.Yes || c.Confirm("import.older.ask") {
		return nil
	}
	return c.Fail(nil, "import.older.no")
}
