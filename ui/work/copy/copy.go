// Package copy gives a person what is kept about them: everything they answered and agreed to, what volunteers checked and
// noted, and who has it, as a page to read or as JSON. It is one person's right (PIPL Art. 45), so nothing about anybody
// else is in it but whom they named themselves.
package copy

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"path/filepath"
	"strings"
	"time"

	"matchbooth/assets/text"
	"matchbooth/data/entry"
	"matchbooth/data/export"
	"matchbooth/data/record"
	"matchbooth/kiosk/event"
	"matchbooth/ui/work/handover"
	"matchbooth/ui/work/intake"
)

// Recipient is who has the copies, in the store's list of exports.
const Recipient = "person"

// ErrFormat: a copy is a PDF or JSON.
var ErrFormat = errors.New("a copy is a .pdf or a .json file")

// Order says what to write, and where.
type Order struct {
	Pack *event.Pack
	In   text.Printer // the language of the page
	Path string       // of the new file: .pdf or .json
	To   []string     // age recipients to encrypt the file to; none: it is plain text
	Data string       // the data folder, which remembers the path until the file is complete
	Made time.Time
}

// Write writes a copy of one record to a new file, reads it back, and puts it on the store's list of exports; if that
// fails it removes the file again. Its errors are [ErrFormat] and those of [handover.Write].
func Write(ctx context.Context, s handover.Store, r record.Record, o Order) (export.Result, error) {
	format := strings.ToLower(strings.TrimPrefix(filepath.Ext(o.Path), "."))
	var write func(io.Writer) error
	switch format {
	case "pdf":
		write = func(w io.Writer) error { return WritePDF(w, o.In, o.Pack, r, o.Made) }
	case "json":
		write = func(w io.Writer) error {
			doc := intake.Doc(o.Pack, o.In.Lang)
			enc := json.NewEncoder(w)
			enc.SetEscapeHTML(false)
			enc.SetIndent("", "  ")
			return enc.Encode(doc.Person(r, export.Extra{}))
		}
	default:
		return export.Result{}, ErrFormat
	}
	if err := (handover.Opened{Records: []record.Record{r}}).MayGo(s, o.Path); err != nil {
		return export.Result{}, err
	}
	if err := ctx.Err(); err != nil {
		return export.Result{}, err
	}
	ctx = context.WithoutCancel(ctx)
	whole := export.Announce(o.Data, o.Path)
	done, err := export.OneToFile(o.Path, write, o.To)
	whole()
	if err != nil {
		return export.Result{}, err
	}
	if err := s.MarkExported(ctx, format, Recipient, []entry.ReceiptCode{r.Code}); err != nil {
		done.Withdraw()
		return export.Result{}, err
	}
	return done, nil
}
