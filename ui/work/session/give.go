package session

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"matchbooth/data"
	"matchbooth/data/record"
	"matchbooth/data/words"
	"matchbooth/ui/work/handover"
)

// Giving is what the desk can hand over, and to whom.
type Giving interface {
	// HandOver writes a file into the folder. If the error is an Unread the file has been written all the same. A context that
	// is canceled stops it, and no file is left.
	HandOver(ctx context.Context, of Handing, progress func(done, total int)) (Handed, error)
	// Survey counts what a recipient, handover.Us or handover.Registry, would get.
	Survey(ctx context.Context, to string) (handover.Survey, error)
	// Folder returns the folder for exports on this computer.
	Folder() string
}

// Handing says what to hand over.
type Handing struct {
	For    string // handover.Us or handover.Registry
	Format string // xlsx, csv, vcf or json
	Phrase bool   // a workbook that opens with a passphrase made for it
	To     string // the age recipient that it is encrypted to; "" leaves it open
	Folder string
	New    bool // only those whom the recipient does not have yet
}

// Handed is what was handed over.
type Handed struct {
	Path   string
	Rows   int
	Gone   int         // receipt codes of people erased since an earlier export
	Phrase record.Text // opens the workbook, and is kept nowhere; "" if there is none
}

// Format implements fmt.Formatter: the passphrase is not printed.
func (h Handed) Format(f fmt.State, _ rune) {
	_, _ = io.WriteString(f, "session.Handed{"+record.Redacted+"}")
}

// HandOver implements [Giving]: it writes a new file under its own name, never over an old one.
func (d *Session) HandOver(ctx context.Context, of Handing, progress func(done, total int)) (Handed, error) {
	// A separate copy, which a lock in the meantime does not clear.
	from, ok := d.records()
	defer clear(from.Records)
	if !ok {
		return Handed{}, fmt.Errorf("exporting: %w", data.ErrPassphrase)
	}
	o := handover.Order{
		Pack: d.pack, Format: of.Format, For: of.For, Data: d.data, New: of.New, Progress: progress, Stop: true,
		Path:  filepath.Join(of.Folder, fmt.Sprintf("matchbooth-%s-%s.%s", d.pack.ID, d.clock().Format("20060102-150405"), of.Format)),
		Begin: func() (func(), error) { return func() {}, d.makeFolder(of.Folder) },
	}
	if of.To != "" {
		o.To, o.Path = []string{of.To}, o.Path+".age"
	}
	if of.Phrase {
		o.Phrase, _ = words.Passphrase("en") // no input method works where a spreadsheet asks for it
	}
	done, err := handover.Write(data.As(ctx, d.By()), d.store, from, o)
	out := Handed{Path: done.Path, Rows: done.Rows, Gone: done.Gone}
	if err != nil {
		return out, err
	}
	out.Phrase = record.Text(o.Phrase)
	if done.Unread > 0 {
		err = Unread(done.Unread)
	}
	return out, err
}

// makeFolder makes a folder of this computer's exports. Another one has to be there: where a stick was pulled out, its folder
// would lie on this computer's disk.
func (d *Session) makeFolder(dir string) error {
	if in, err := filepath.Rel(d.Folder(), dir); err != nil || !filepath.IsLocal(in) {
		return nil
	}
	return os.MkdirAll(dir, 0o700)
}

// Survey implements [Giving].
func (d *Session) Survey(ctx context.Context, to string) (handover.Survey, error) {
	from, ok := d.records()
	defer clear(from.Records)
	if !ok {
		return handover.Survey{}, ErrLeft
	}
	return handover.SurveyOf(ctx, d.store, from, d.pack, to)
}
