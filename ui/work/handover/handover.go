// Package handover writes opened sign-ups to a file for a recipient: the one sequence behind the desk's export and the
// command's. Whatever it writes is on the store's list of exports, or does not exist.
package handover

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"slices"
	"time"

	"matchbooth/data"
	"matchbooth/data/entry"
	"matchbooth/data/export"
	"matchbooth/data/record"
	"matchbooth/kiosk/event"
	"matchbooth/ui/work/intake"
)

// The possible recipients of an export.
const (
	Us       = "us"       // everybody, with everything
	Registry = "registry" // those who agreed to it, with the columns that they agreed to
	Person   = "person"   // one of them, with all that is kept about them: what package copy writes
)

// Store is what a handover needs of the store; *data.Store is one.
type Store interface {
	Fingerprints() []string
	ErasedSinceExport(ctx context.Context, key data.Opener, to string) (codes []entry.ReceiptCode, unread int, err error)
	MarkExported(ctx context.Context, format, to string, codes []entry.ReceiptCode, back ...entry.ReceiptCode) error
	MarkGiven(ctx context.Context, format, to string, codes []entry.ReceiptCode, marks map[entry.ReceiptCode]string, back ...entry.ReceiptCode) error
	Given(ctx context.Context, key data.Opener, to string) (marks map[entry.ReceiptCode]string, unread int, err error)
	Meta(key string) (string, bool)
}

// MetaLang is the key of the setting with the language in which the booth begins, chosen at the desk; see
// [data.Store.Meta].
const MetaLang = "booth.lang"

// Lang returns the language of an export where nobody asked for one: that in which the booth begins, else the first of
// its pack.
func Lang(s Store) string {
	if l, _ := s.Meta(MetaLang); slices.Contains(event.Langs, event.Lang(l)) {
		return l
	}
	return string(event.Langs[0])
}

// Opened is what a key has opened, with everything that [data.Store.Records] reported.
type Opened struct {
	Key     data.Opener
	Records []record.Record
	Faults  []record.Fault
	Ends    map[string]data.End // when they are erased, by person; for ourselves alone
}

// Order says what to write, and where.
type Order struct {
	Pack   *event.Pack
	Lang   string   // language of headers and explanations; "" for that of [Lang]
	Format string   // xlsx, csv, vcf or json
	For    string   // Us or Registry
	Path   string   // of the new file
	To     []string // age recipients to encrypt the file to; none: it is plain text
	Phrase string   // a workbook opens with this; "" leaves it open
	Data   string   // the data folder, which remembers the path until the file is complete
	Person string   // only this one of them; "" for all. The codes of who was erased since go along all the same
	New    bool     // only those whom the recipient does not have yet, or not as they are now

	// Still is asked once the file is whole: an error, as of the one person in it who was erased meanwhile, has it destroyed.
	// May be nil.
	Still func() error
	// Stop lets a context that is canceled while the file is written stop that, and leave no file. Without it the file is
	// written to its end.
	Stop bool
	// Begin is called before the first byte is written, and the function it returns once the export is listed, or has
	// failed. In between, the export must run to its end, since people's data in plain text that no list knows of is worse
	// than a late stop. Begin may be nil.
	Begin    func() (end func(), err error)
	Progress func(done, total int) // may be nil
}

// Done describes what was written.
type Done struct {
	export.Result
	Gone   int // receipt codes of people erased since an earlier export
	Unread int // lists of earlier exports that could not be opened: people in them who were erased may be missing
}

// ErrInBooth rejects a path in a data folder, other than in its exports folder.
var ErrInBooth = errors.New("the file would be inside a data folder")

// ErrNothing refuses to write a file in which nobody would be, nor the code of anybody erased.
var ErrNothing = errors.New("there is nobody new to hand over")

// OtherKey rejects a key that is not one of the folder's and has opened nobody: an empty file would count as the one that
// told its recipient who was erased.
type OtherKey struct {
	Fingerprint string
	Lines       int // that could not be opened
}

// Error implements error.
func (o OtherKey) Error() string {
	return fmt.Sprintf("the key %s opens none of the %d entries here", o.Fingerprint, o.Lines)
}

// MayGo returns why what was opened may not be written to a new file of that path: [OtherKey], [ErrInBooth], or nil.
func (o Opened) MayGo(s Store, path string) error {
	switch {
	case len(o.Records) == 0 && len(o.Faults) > 0 && o.Key != nil && !slices.Contains(s.Fingerprints(), o.Key.Fingerprint()):
		return OtherKey{o.Key.Fingerprint(), len(o.Faults)}
	case data.InBooth(path):
		return ErrInBooth
	}
	return nil
}

// Write writes the file, reads it back, and puts it on the store's list of exports; if that fails it removes the file
// again. The error is [OtherKey], [ErrInBooth], [ErrNothing], [export.ErrExists], that of the context, or one of the store's or the disk's.
func Write(ctx context.Context, s Store, from Opened, o Order) (Done, error) {
	if err := from.MayGo(s, o.Path); err != nil {
		return Done{}, err
	}
	if o.Lang == "" {
		o.Lang = Lang(s)
	}
	doc := intake.Doc(o.Pack, o.Lang)
	doc.Records, doc.Zone, doc.Password = from.Records, time.Local, o.Phrase
	doc.KeptUntil = Until(from.Ends)
	var done Done
	var err error
	if doc.Erased, done.Unread, err = s.ErasedSinceExport(ctx, from.Key, o.For); err != nil {
		return Done{}, err
	}
	has, _, err := s.Given(ctx, from.Key, o.For)
	if err != nil {
		return Done{}, err
	}
	var back []entry.ReceiptCode
	if o.For == Registry {
		back = withdrawn(from.Records, intake.Handover(o.Pack), has)
		doc.Erased = append(doc.Erased, back...)
		slices.Sort(doc.Erased)
		doc = export.Restrict(doc, intake.Handover(o.Pack), o.Pack.Registry.ColumnIDs())
		doc.Titles = intake.Titles(o.Pack)
	}
	if o.Person != "" {
		if doc.Records = only(doc.Records, o.Person); len(doc.Records) == 0 {
			return Done{}, ErrNothing
		}
	}
	if o.New {
		if err := onlyNew(&doc, has, shared(from.Records)); err != nil {
			return Done{}, err
		}
	}
	if err := ctx.Err(); err != nil {
		return Done{}, err
	}
	if o.Begin != nil {
		end, err := o.Begin()
		if err != nil {
			return Done{}, err
		}
		defer end()
	}
	if o.Stop {
		doc.Stop = ctx.Err
	}
	until := ctx
	ctx = context.WithoutCancel(ctx)
	whole := export.Announce(o.Data, o.Path)
	done.Result, err = export.ToFile(o.Path, o.Format, doc, o.To, o.Progress)
	whole()
	if err != nil {
		return Done{}, err
	}
	if err := until.Err(); o.Stop && err != nil {
		done.Withdraw()
		return Done{}, err
	}
	if o.Still != nil {
		if err := o.Still(); err != nil {
			return Done{}, errors.Join(err, Shred([]string{done.Path}), remove(done.Erased))
		}
	}
	codes := make([]entry.ReceiptCode, len(doc.Records))
	for i, r := range doc.Records {
		codes[i] = r.Code
	}
	if err := s.MarkGiven(ctx, o.Format, o.For, codes, doc.Marks(), back...); err != nil {
		done.Withdraw()
		return Done{}, err
	}
	done.Gone = len(doc.Erased)
	return done, nil
}

// Until returns the ends as an export has them; nil if there are none.
func Until(ends map[string]data.End) map[string]time.Time {
	if len(ends) == 0 {
		return nil
	}
	out := make(map[string]time.Time, len(ends))
	for person, end := range ends {
		out[person] = end.At
	}
	return out
}

// remove removes a file, or none for "".
func remove(path string) error {
	if path == "" {
		return nil
	}
	return os.Remove(path)
}

// Format implements fmt.Formatter: it prints how many sign-ups were opened, and nothing about anybody.
func (o Opened) Format(f fmt.State, _ rune) {
	fmt.Fprintf(f, "%d opened records, %d faults", len(o.Records), len(o.Faults))
}

// LogValue implements slog.LogValuer: it logs the same.
func (o Opened) LogValue() slog.Value { return slog.StringValue(fmt.Sprint(o)) }
