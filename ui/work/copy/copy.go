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
	"slices"
	"strings"
	"time"

	"matchbooth/assets/text"
	"matchbooth/data"
	"matchbooth/data/entry"
	"matchbooth/data/export"
	"matchbooth/data/record"
	"matchbooth/kiosk/event"
	"matchbooth/ui/work/handover"
	"matchbooth/ui/work/intake"
)

// Recipient is who has the copies, in the store's list of exports.
const Recipient = handover.Person

// ErrFormat: a copy is a PDF or JSON.
var ErrFormat = errors.New("a copy is a .pdf or a .json file")

// Order says what to write, and where.
type Order struct {
	Pack *event.Pack
	In   text.Printer // the language of the page
	Path string       // of the new file: .pdf or .json, with or without .age after it
	To   []string     // age recipients to encrypt the file to; none: it is plain text
	Data string       // the data folder, which remembers the path until the file is complete
	Made time.Time
	End  data.End // when the person is erased; zero if nobody knows
	// Still is asked once the file is whole: an error, as of somebody who was erased meanwhile, has it destroyed. May be nil.
	Still func() error
}

// Write writes a copy of one record to a new file, reads it back, and puts it on the store's list of exports; if that
// fails it removes the file again, as if the person is gone by then. Its errors are [ErrFormat] and those of [handover.Write].
func Write(ctx context.Context, s handover.Store, r record.Record, o Order) (export.Result, error) {
	format := strings.ToLower(strings.TrimPrefix(filepath.Ext(strings.TrimSuffix(o.Path, ".age")), "."))
	r = alone(r)
	var write func(io.Writer) error
	switch format {
	case "pdf":
		write = func(w io.Writer) error { return WritePDF(w, o.In, o.Pack, r, o.Made, o.End) }
	case "json":
		write = func(w io.Writer) error {
			doc := intake.Doc(o.Pack, o.In.Lang)
			if !o.End.At.IsZero() {
				doc.Zone, doc.KeptUntil = time.Local, map[string]time.Time{r.Person: o.End.At}
			}
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
	if o.Still != nil {
		if err := o.Still(); err != nil {
			return export.Result{}, errors.Join(err, handover.Shred([]string{done.Path}))
		}
	}
	if err := s.MarkExported(ctx, format, Recipient, []entry.ReceiptCode{r.Code}); err != nil {
		done.Withdraw()
		return export.Result{}, err
	}
	return done, nil
}

// alone is a record without what it says of others: that their number is somebody else's too, and the receipt codes of others. That a volunteer has told two sign-ups apart stands in the history of
// one of them: with the code of the other its reader could have that erased.
func alone(r record.Record) record.Record {
	mine := append([]string{r.Person}, r.Parts...)
	r.Flags = slices.DeleteFunc(slices.Clone(r.Flags), func(flag string) bool {
		return flag == intake.FlagSamePhone || flag == intake.FlagSameNumber
	})
	r.History = slices.Clone(r.History)
	for i, h := range r.History {
		if h.Join == nil {
			continue
		}
		if j := *h.Join; !slices.Contains(mine, j.Into) {
			j.Into = ""
			r.History[i].Join = &j
		}
		if h.Person != "" && !slices.Contains(mine, h.Person) {
			r.History[i].Person = ""
		}
	}
	return r
}
