package session

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

	"matchbooth/assets/text"
	"matchbooth/data"
	"matchbooth/data/record"
	"matchbooth/data/words"
	"matchbooth/ui/work/copy"
	"matchbooth/ui/work/handover"
)

// Giving is what the desk can hand over, and to whom.
type Giving interface {
	// HandOver writes a file into the folder. If the error is an Unread the file has been written all the same. A context that
	// is canceled stops it, and no file is left. The error is data.ErrNobody if the person whom it is about was erased
	// meanwhile, handover.ErrNothing if they did not agree, or one of those of handover.Write or copy.Write.
	HandOver(ctx context.Context, of Handing, progress func(done, total int)) (Handed, error)
	// DueList writes who is due to be called or written to, as HandOver writes a file. It is on the list of exports as well.
	DueList(ctx context.Context, of Listing, progress func(done, total int)) (Handed, error)
	// Survey counts what a recipient, one of those in handover, would get of one person, or of everybody for "".
	Survey(ctx context.Context, to, person string) (handover.Survey, error)
	// Folder returns the folder for exports on this computer.
	Folder() string
	// OpenFiles returns the files with people in them that anybody can read and that lie elsewhere, the oldest first: those that
	// were neither deleted nor handed over since. They are known while the desk is locked too.
	OpenFiles() []OpenFile
	// Settle says that such a file was handed over, or deletes it, and forgets it.
	Settle(ctx context.Context, path string, handed bool) error
}

// Handing says what to hand over.
type Handing struct {
	For    string // handover.Us, handover.Registry or handover.Person
	Person string // only this one, "" for everybody; a copy for a person is always of one
	Format string // xlsx, csv, vcf or json; of a copy pdf or json
	Phrase bool   // a workbook that opens with a passphrase made for it
	Lang   string // "zh" or "en": of who hands over, and tells that passphrase
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

// ErrErasedMeanwhile: the person was erased while a file with them alone was written, and the file is gone too.
var ErrErasedMeanwhile = fmt.Errorf("%w any more: erased while the file was written", data.ErrNobody)

// HandOver implements [Giving]: it writes a new file under its own name, never over an old one.
func (d *Session) HandOver(ctx context.Context, of Handing, progress func(done, total int)) (Handed, error) {
	// A separate copy, which a lock in the meantime does not clear.
	from, ok := d.records()
	defer clear(from.Records)
	if !ok {
		return Handed{}, fmt.Errorf("exporting: %w", data.ErrPassphrase)
	}
	var still func() error
	if of.Person != "" || of.For == handover.Person {
		one, err := d.still(ctx, from, of.Person)
		if err != nil {
			return Handed{}, err
		}
		// Somebody may erase them while it is written, at this desk or by their receipt code: then no file may stay of which
		// whoever erases knows nothing.
		still = func() error {
			if _, err := d.still(context.WithoutCancel(ctx), from, of.Person); errors.Is(err, data.ErrNobody) {
				return ErrErasedMeanwhile
			} else if err != nil {
				return err
			}
			return nil
		}
		if of.For == handover.Person {
			return d.copy(ctx, one, of, still)
		}
	}
	o := handover.Order{
		Pack: d.pack, Format: of.Format, For: of.For, Person: of.Person, Data: d.data, New: of.New, Progress: progress, Stop: true, Still: still,
		Path:  filepath.Join(of.Folder, fmt.Sprintf("matchbooth-%s-%s.%s", d.pack.ID, d.clock().Format("20060102-150405"), of.Format)),
		Begin: func() (func(), error) { return func() {}, d.makeFolder(of.Folder) },
	}
	if of.To != "" {
		o.To, o.Path = []string{of.To}, o.Path+".age"
	}
	if of.Phrase {
		o.Phrase = words.Told(of.Lang)
	}
	done, err := handover.Write(data.As(ctx, d.By()), d.store, from, o)
	out := Handed{Path: done.Path, Rows: done.Rows, Gone: done.Gone}
	if err != nil {
		return out, err
	}
	if o.Phrase == "" && len(o.To) == 0 {
		d.wroteOpen(done.Path, done.Rows)
	}
	out.Phrase = record.Text(o.Phrase)
	if done.Unread > 0 {
		err = Unread(done.Unread)
	}
	return out, err
}

// still returns the record of a person who is here, and was not erased since the desk was opened. The error is
// data.ErrNobody if they are not.
func (d *Session) still(ctx context.Context, from handover.Opened, person string) (record.Record, error) {
	at := slices.IndexFunc(from.Records, func(r record.Record) bool { return r.Person == person || slices.Contains(r.Parts, person) })
	if at < 0 {
		return record.Record{}, data.ErrNobody
	}
	now, _, err := d.store.RecordsOf(ctx, from.Key, person)
	if err != nil {
		return record.Record{}, err
	}
	if len(now) == 0 {
		return record.Record{}, data.ErrNobody
	}
	return from.Records[at], nil
}

// copy writes a copy for a person, in the language in which they signed up.
func (d *Session) copy(ctx context.Context, r record.Record, of Handing, still func() error) (Handed, error) {
	texts, err := text.Load()
	if err != nil {
		return Handed{}, err
	}
	now := d.clock()
	o := copy.Order{Pack: d.pack, In: texts.In(r.Lang), Data: d.data, Made: now, Still: still, End: d.endOf(r.Person),
		Path: filepath.Join(of.Folder, handover.CopyName+now.Format("20060102-150405")+"."+of.Format)}
	if of.To != "" {
		o.To, o.Path = []string{of.To}, o.Path+".age"
	}
	if data.InBooth(o.Path) {
		return Handed{}, handover.ErrInBooth
	}
	if err := d.makeFolder(of.Folder); err != nil {
		return Handed{}, err
	}
	done, err := copy.Write(data.As(ctx, d.By()), d.store, r, o)
	if err == nil && len(o.To) == 0 {
		d.wroteOpen(done.Path, done.Rows)
	}
	return Handed{Path: done.Path, Rows: done.Rows}, err
}

// endOf returns when somebody is erased, the zero value if nobody knows.
func (d *Session) endOf(person string) data.End {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.opened == nil {
		return data.End{}
	}
	return d.opened.Ends[person]
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
func (d *Session) Survey(ctx context.Context, to, person string) (handover.Survey, error) {
	from, ok := d.records()
	defer clear(from.Records)
	if !ok {
		return handover.Survey{}, ErrLeft
	}
	return handover.SurveyOf(ctx, d.store, from, d.pack, to, person)
}
