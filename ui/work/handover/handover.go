// Package handover writes opened sign-ups to a file for somebody: the one sequence behind the desk's export and the
// command. What it writes is on the store's list of exports, or it is not there.
package handover

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"

	"matchbooth/data"
	"matchbooth/data/entry"
	"matchbooth/data/export"
	"matchbooth/data/record"
	"matchbooth/kiosk/event"
	"matchbooth/ui/work/intake"
)

// The recipients that an export may be for.
const (
	Us       = "us"       // everybody, with everything
	Registry = "registry" // who agreed to it, with the columns that they agreed to
)

// Store is what a handover needs of the store; *data.Store is one.
type Store interface {
	Fingerprints() []string
	ErasedSinceExport(ctx context.Context, key data.Opener, to string) (codes []entry.ReceiptCode, unread int, err error)
	MarkExported(ctx context.Context, format, to string, codes []entry.ReceiptCode) error
}

// Opened is what a key has opened, with all that [data.Store.Records] named.
type Opened struct {
	Key     data.Opener
	Records []record.Record
	Faults  []record.Fault
}

// Order says what is to be written, and where.
type Order struct {
	Pack   *event.Pack
	Lang   string   // of headings and names of columns
	Format string   // xlsx, csv, vcf or json
	For    string   // Us or Registry
	Path   string   // of the new file
	To     []string // age recipients that the file is sealed to; none: it is plain text
	Data   string   // the data folder, which remembers the place until the file is whole

	// Begin is called before the first byte is written, and what it returns once the export is listed, or has failed: in
	// between it goes on to its end, since people in plain text of whom no list knows are worse than a late stop. nil where
	// nothing is to be done.
	Begin    func() (end func(), err error)
	Progress func(done, total int) // nil for nobody
}

// Done is what was written.
type Done struct {
	export.Result
	Gone   int // receipt codes of people who were erased since an earlier export
	Unread int // lists of earlier exports that did not open: whoever was erased of them may be missing
}

// ErrInBooth refuses a file in a data folder, other than in its exports.
var ErrInBooth = errors.New("the file would lie in a data folder")

// OtherKey refuses a key that is none of the folder's and has opened nobody: a file with nobody in it would count as the
// one that told its reader of the erased.
type OtherKey struct {
	Fingerprint string
	Lines       int // that did not open
}

// Error implements error.
func (o OtherKey) Error() string {
	return fmt.Sprintf("the key %s opens none of the %d entries here", o.Fingerprint, o.Lines)
}

// Write writes the file, reads it back, and puts it on the store's list of exports; where that fails it takes the file
// back. [OtherKey], [ErrInBooth], [export.ErrExists], or what the store and the disk say.
func Write(ctx context.Context, s Store, from Opened, o Order) (Done, error) {
	if len(from.Records) == 0 && len(from.Faults) > 0 && from.Key != nil && !slices.Contains(s.Fingerprints(), from.Key.Fingerprint()) {
		return Done{}, OtherKey{from.Key.Fingerprint(), len(from.Faults)}
	}
	if data.InBooth(o.Path) {
		return Done{}, ErrInBooth
	}
	doc := intake.Doc(o.Pack, o.Lang)
	doc.Records = from.Records
	var done Done
	var err error
	if doc.Erased, done.Unread, err = s.ErasedSinceExport(ctx, from.Key, o.For); err != nil {
		return Done{}, err
	}
	if o.For == Registry {
		doc = export.Restrict(doc, intake.Handover(o.Pack), o.Pack.Registry.Columns)
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
	ctx = context.WithoutCancel(ctx)
	whole := export.Announce(o.Data, o.Path)
	done.Result, err = export.ToFile(o.Path, o.Format, doc, o.To, o.Progress)
	whole()
	if err != nil {
		return Done{}, err
	}
	codes := make([]entry.ReceiptCode, len(doc.Records))
	for i, r := range doc.Records {
		codes[i] = r.Code
	}
	if err := s.MarkExported(ctx, o.Format, o.For, codes); err != nil {
		done.Withdraw()
		return Done{}, err
	}
	done.Gone = len(doc.Erased)
	return done, nil
}

// Format prints how many were opened, and nobody.
func (o Opened) Format(f fmt.State, _ rune) {
	fmt.Fprintf(f, "%d opened records, %d faults", len(o.Records), len(o.Faults))
}

// LogValue logs the same.
func (o Opened) LogValue() slog.Value { return slog.StringValue(fmt.Sprint(o)) }
