package calls

import (
	"context"
	"errors"
	"io"
	"path/filepath"
	"strings"
	"time"

	"matchbooth/assets/text"
	"matchbooth/data/entry"
	"matchbooth/data/export"
	"matchbooth/kiosk/event"
	"matchbooth/ui/work/handover"
)

// Recipient is who has the lists of calls, in the store's list of exports: whoever of them is erased later is named in the
// next one.
const Recipient = "calls"

// ErrFormat: a list is a workbook or a PDF, and only the workbook opens with a passphrase.
var ErrFormat = errors.New("a list of calls is a .xlsx file, or a .pdf file without a passphrase")

// Order says which list to write, and where.
type Order struct {
	Pack   *event.Pack
	On     time.Time    // an instant of its day, in the zone of the booth
	In     text.Printer // the language of its words
	Path   string       // of the new file: .xlsx, or .pdf to be printed; encrypted with .age after that
	To     []string     // age recipients to encrypt the file to; none: it is plain text
	Phrase string       // the workbook opens with this; "" leaves it open
	Data   string       // the data folder, which remembers the path until the file is complete

	// Begin, Stop and Progress are as in [handover.Order].
	Begin    func() (end func(), err error)
	Stop     bool
	Progress func(done, total int)
}

// Write writes the list of who is due to a new file, reads it back, and puts it on the store's list of exports; if that
// fails it removes the file again. Its errors are [ErrFormat] and those of [handover.Write].
func Write(ctx context.Context, s handover.Store, from handover.Opened, o Order) (done handover.Done, err error) {
	if err := from.MayGo(s, o.Path); err != nil {
		return done, err
	}
	format := strings.ToLower(strings.TrimPrefix(filepath.Ext(strings.TrimSuffix(o.Path, ".age")), "."))
	if format != "xlsx" && format != "pdf" || format == "pdf" && o.Phrase != "" {
		return done, ErrFormat
	}
	list := Due(o.Pack, from.Records, o.On)
	erased, unread, err := s.ErasedSinceExport(ctx, from.Key, Recipient)
	if err != nil {
		return done, err
	}
	if err := ctx.Err(); err != nil {
		return done, err
	}
	if o.Begin != nil {
		end, err := o.Begin()
		if err != nil {
			return done, err
		}
		defer end()
	}
	stopped := func() error { return nil }
	if o.Stop {
		stopped = ctx.Err
	}
	ctx = context.WithoutCancel(ctx)
	whole := export.Announce(o.Data, o.Path)
	var res export.Result
	if format == "pdf" {
		res, err = export.OneToFile(o.Path, func(w io.Writer) error { return writePaper(w, o, list, erased, stopped) }, o.To)
		res.Rows = len(list)
	} else {
		book := Workbook(o.Pack, list, o.On, o.In)
		book.Password, book.Erased = o.Phrase, erased
		res, err = export.ListToFile(o.Path, book, o.To)
	}
	whole()
	if err != nil {
		return done, err
	}
	if err := stopped(); err != nil {
		res.Withdraw()
		return done, err
	}
	codes := make([]entry.ReceiptCode, len(list))
	for i, c := range list {
		codes[i] = c.Code
	}
	if err := s.MarkExported(ctx, format, Recipient, codes); err != nil {
		res.Withdraw()
		return done, err
	}
	return handover.Done{Result: res, Gone: len(erased), Unread: unread}, nil
}
