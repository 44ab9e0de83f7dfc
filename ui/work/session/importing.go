package session

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"strings"

	"matchbooth/assets/text"
	"matchbooth/data"
	"matchbooth/data/entry"
	"matchbooth/data/export"
	"matchbooth/data/record"
	"matchbooth/kiosk/form"
	"matchbooth/ui/work/handover"
	"matchbooth/ui/work/hub"
	"matchbooth/ui/work/intake"
	"matchbooth/ui/work/intake/table"
	"matchbooth/ui/work/paper"
)

// Importing is what the desk takes over from files of typed paper forms.
type Importing interface {
	// LookAt says what importing a file would do. It changes nothing. Its errors are those of Import.
	LookAt(ctx context.Context, path string, how Typing) (Forms, error)
	// Import saves the rows of a file that can be, and writes the others beside it, each with why. The error is a BadHeader,
	// one that paper.Why knows, handover.ErrInBooth for a file in a booth's folder, paper.ErrMemoryDamaged or
	// paper.ErrMemoryUnread, ErrNoMemory, ErrChanged, a paper.Stopped or paper.Broken, ErrNoRefused, ErrLeft, or ErrStale; what Imported
	// says was saved is saved in each of these cases.
	Import(ctx context.Context, path string, how Typing, progress func(done, total int)) (Imported, error)
}

// Typing says how to read a file of typed forms.
type Typing struct {
	Encoding string // one of table.Encodings; "" guesses
	Say      text.Printer
	Looked   string // the Sum of what somebody has looked at, for an Import of nothing else; "" takes what is there
}

// Forms is what is in a file of typed paper forms.
type Forms struct {
	paper.Look
	Columns []intake.Column
	Names   []record.Text // of the first rows, masked: whether the encoding is right shows in them

	Encoding, Sheet string        // as it was read; "" of a workbook and of other files
	Doubts          []table.Doubt // about the encoding
	Sheets          int           // sheets in the workbook
	Hidden          int           // rows that are hidden, and read
	Merged          int           // cells that are merged
	Sum             string        // differs where anything in the file does
}

// Format implements fmt.Formatter: columns of a file without a header hold a person.
func (f Forms) Format(s fmt.State, _ rune) {
	_, _ = fmt.Fprintf(s, "session.Forms{%v %s}", f.Look, record.Redacted)
}

// Imported is what came of an import.
type Imported struct {
	Saved, Again, Refused int
	Flagged               int    // of those saved, how many look like somebody who is here
	Path                  string // where the refused rows are; "" if there are none
}

// BadHeader is the error for a file whose columns cannot be told, perhaps because it is in another encoding.
type BadHeader struct {
	intake.HeaderFaults
	Encoding string // in which it was read; "" of a workbook
}

// Error implements error.
func (BadHeader) Error() string { return "the header of the file is not right" }

// Why nothing, or not everything, was imported.
var (
	ErrChanged   = errors.New("the file is not as it was looked at")
	ErrNoMemory  = errors.New("nothing can be written beside the file, so that its rows could not be told the next time")
	ErrNoRefused = errors.New("the rows that were refused could not be written beside the file")
)

// previewNames is how many names are shown of a file.
const previewNames = 3

// LookAt implements [Importing].
func (d *Session) LookAt(ctx context.Context, path string, how Typing) (Forms, error) {
	m, _, err := d.typed(ctx, path, how)
	if err != nil {
		return Forms{}, err
	}
	look, err := m.Look(ctx)
	if err != nil {
		return Forms{}, err
	}
	t := m.Typed
	f := Forms{Look: look, Columns: t.Paper.Columns, Encoding: t.Encoding, Doubts: t.Doubts, Sheets: len(t.Sheets), Hidden: t.Hidden, Merged: t.Merged, Sum: sumOf(t.Table)}
	if len(t.Sheets) > 1 {
		f.Sheet = t.Sheet
	}
	for _, row := range t.Rows {
		if name := d.named(row.Up); name != "" && len(f.Names) < previewNames {
			f.Names = append(f.Names, record.Text(form.Mask("name", name)))
		}
	}
	return f, nil
}

// named returns the name in a sign-up, "" if it has none.
func (d *Session) named(up record.SignUp) string {
	for _, f := range d.pack.Fields {
		if f.Kind == "name" {
			return string(up.Fields[f.ID].Text)
		}
	}
	return ""
}

// Import implements [Importing].
func (d *Session) Import(ctx context.Context, path string, how Typing, progress func(done, total int)) (Imported, error) {
	d.writing.Lock()
	defer d.writing.Unlock()
	m, found, err := d.typed(ctx, path, how)
	if err != nil {
		return Imported{}, err
	}
	if how.Looked != "" && how.Looked != sumOf(m.Typed.Table) {
		return Imported{}, ErrChanged // what could be read otherwise in it was shown to nobody
	}
	if !found {
		if err := m.Memory.Remember(newFile); err != nil {
			return Imported{}, fmt.Errorf("%w: %w", ErrNoMemory, err)
		}
	}
	m.Progress = progress
	done, err := m.Run(data.As(ctx, d.By()))
	out := Imported{Saved: done.Saved, Again: done.Again, Refused: len(done.Refused), Flagged: done.Flagged}
	if err == nil && out.Refused > 0 {
		if out.Path, err = m.Typed.WriteRefused(path, done.Refused, m.Say); err != nil {
			err = fmt.Errorf("%w: %w", ErrNoRefused, err)
		}
	}
	if out.Saved > 0 {
		err = errors.Join(err, d.afresh(context.WithoutCancel(ctx)))
	}
	return out, err
}

// sumOf tells one file from another by what was read in it.
func sumOf(t table.Table) string {
	h := sha256.New()
	for _, row := range t.Rows {
		_, _ = fmt.Fprintf(h, "%d %q\n", row.Line, row.Cells)
	}
	return string(h.Sum(nil))
}

// newFile writes a file that was not there, syncs it, and reads it back.
func newFile(path string, content []byte) error {
	_, _, err := export.NewFile(path, func(w io.Writer) error {
		_, err := w.Write(content)
		return err
	})
	return err
}

// typed reads a file for an import. found says whether it has been imported before.
func (d *Session) typed(ctx context.Context, path string, how Typing) (m *paper.Import, found bool, err error) {
	from, ok := d.records()
	defer clear(from.Records)
	if !ok {
		return nil, false, ErrLeft
	}
	if data.InBooth(path) {
		return nil, false, handover.ErrInBooth
	}
	tab, err := paper.Table(path, table.Options{Encoding: how.Encoding})
	if err != nil {
		return nil, false, err
	}
	say := func(key string, args ...any) string {
		if key == "cli.row.erased" {
			key = "desk.forms.erased" // there is no option to say otherwise
		}
		return how.Say.S(key, args...)
	}
	join := func(clauses []string) string { return strings.Join(clauses, how.Say.S("punct.list")) }
	t, faults := paper.Read(tab, d.pack, paper.Reading{Now: d.clock(), Say: say, Lang: how.Say.Lang, Join: join, Shown: true, Sure: how.Encoding != ""})
	if faults.Any() {
		return nil, false, BadHeader{faults, t.Encoding}
	}
	if len(t.Rows) == 0 {
		return nil, false, table.ErrEmpty
	}
	where, _ := hub.PageOf(d.pack, d.store)
	m = &paper.Import{Draw: where.Draw, Store: d.store, Pack: d.pack, Typed: t, Seen: intake.NewSeen(d.pack), Say: say, Join: join}
	if m.Memory, found, err = paper.Recall(paper.Beside(path)); err != nil {
		return nil, false, err
	}
	m.Memory.Neighbours(path)
	older, err := d.store.Older(ctx)
	if err != nil {
		return nil, false, err
	}
	m.Memory.Older = map[string]entry.ReceiptCode{}
	for _, r := range from.Records {
		m.Seen.Add(r.SignUp)
		if older > 0 {
			m.Memory.Older[string(intake.Key(r.SignUp))] = r.Code
		}
	}
	return m, found, nil
}
