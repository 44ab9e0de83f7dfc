package session

import (
	"context"
	"fmt"
	"path/filepath"

	"matchbooth/assets/text"
	"matchbooth/data"
	"matchbooth/data/record"
	"matchbooth/data/words"
	"matchbooth/ui/work/calls"
	"matchbooth/ui/work/handover"
)

// Listing says how to write the list of who is due, and where to.
type Listing struct {
	Print  bool // pages to print, which whoever finds them can read; else a workbook that opens with a passphrase made for it
	Folder string
	Say    text.Printer // the language of its words
}

// DueList implements [Giving].
func (d *Session) DueList(ctx context.Context, of Listing, progress func(done, total int)) (Handed, error) {
	from, ok := d.records()
	defer clear(from.Records)
	if !ok {
		return Handed{}, fmt.Errorf("writing the list of calls: %w", data.ErrPassphrase)
	}
	now, ending := d.clock(), "xlsx"
	o := calls.Order{Pack: d.pack, On: now, In: of.Say, Data: d.data, Progress: progress, Stop: true,
		Begin: func() (func(), error) { return func() {}, d.makeFolder(of.Folder) }}
	if of.Print {
		ending = "pdf"
	} else {
		o.Phrase = words.Told(of.Say.Lang) // as for an export
	}
	o.Path = filepath.Join(of.Folder, fmt.Sprintf("%s%s-%s.%s", handover.CallsName, d.pack.ID, now.Format("20060102-150405"), ending))
	done, err := calls.Write(data.As(ctx, d.By()), d.store, from, o)
	out := Handed{Path: done.Path, Rows: done.Rows, Gone: done.Gone}
	if err != nil {
		return out, err
	}
	if o.Phrase == "" {
		d.wroteOpen(done.Path, done.Rows)
	}
	out.Phrase = record.Text(o.Phrase)
	if done.Unread > 0 {
		err = Unread(done.Unread)
	}
	return out, err
}
