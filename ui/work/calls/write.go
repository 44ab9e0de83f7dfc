package calls

import (
	"context"
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

// Order says which list to write, and where.
type Order struct {
	Pack   *event.Pack
	On     time.Time    // an instant of its day, in the zone of the booth
	In     text.Printer // the language of its words
	Path   string       // of the new file
	To     []string     // age recipients to encrypt the file to; none: it is plain text
	Phrase string       // the workbook opens with this; "" leaves it open
	Data   string       // the data folder, which remembers the path until the file is complete

	// Begin is as in [handover.Order]; it may be nil.
	Begin func() (end func(), err error)
}

// Write writes the list of who is due to a new workbook, reads it back, and puts it on the store's list of exports; if that
// fails it removes the file again. Its errors are those of [handover.Write].
func Write(ctx context.Context, s handover.Store, from handover.Opened, o Order) (done handover.Done, err error) {
	if err := from.MayGo(s, o.Path); err != nil {
		return done, err
	}
	list := Due(o.Pack, from.Records, o.On)
	book := Workbook(o.Pack, list, o.On, o.In)
	book.Password = o.Phrase
	if book.Erased, done.Unread, err = s.ErasedSinceExport(ctx, from.Key, Recipient); err != nil {
		return handover.Done{}, err
	}
	if err := ctx.Err(); err != nil {
		return handover.Done{}, err
	}
	if o.Begin != nil {
		end, err := o.Begin()
		if err != nil {
			return handover.Done{}, err
		}
		defer end()
	}
	ctx = context.WithoutCancel(ctx)
	whole := export.Announce(o.Data, o.Path)
	done.Result, err = export.ListToFile(o.Path, book, o.To)
	whole()
	if err != nil {
		return handover.Done{}, err
	}
	codes := make([]entry.ReceiptCode, len(list))
	for i, c := range list {
		codes[i] = c.Code
	}
	if err := s.MarkExported(ctx, "xlsx", Recipient, codes); err != nil {
		done.Withdraw()
		return handover.Done{}, err
	}
	done.Gone = len(book.Erased)
	return done, nil
}
