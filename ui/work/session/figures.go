package session

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"matchbooth/assets/text"
	"matchbooth/data"
	"matchbooth/data/export"
	"matchbooth/data/record"
	"matchbooth/ui/work/calls"
	"matchbooth/ui/work/figures"
	"matchbooth/ui/work/figures/report"
	"matchbooth/ui/work/handover"
	"matchbooth/ui/work/intake"
)

// Counting is what the desk counts of today. Nothing of it is about any one person. While the desk is locked it counts
// what needs no key, except where said.
type Counting interface {
	// Today counts the local day that it is now. The second value is the same day as a table by booth and source.
	Today(ctx context.Context) (figures.Today, figures.Day, error)
	// Day counts the same day as one that is being closed; paper is how many paper forms somebody has counted, nil if nobody
	// did.
	Day(ctx context.Context, paper *int) (figures.Day, error)
	// Came counts what came of everybody who signed up. The error is ErrLeft if the desk is locked.
	Came(ctx context.Context) (figures.Came, error)
	// Report writes the report of today, or of the whole event, to a new file in the folder and returns its path. It has no
	// names in it. The error is ErrLeft if the desk is locked.
	Report(ctx context.Context, of Reporting) (path string, err error)
	// CloseDay notes in the audit that the day was closed, and with how many differences. The error is ErrLeft if the desk is
	// locked.
	CloseDay(ctx context.Context, differences int) error
}

// Reporting says what to report, and where to.
type Reporting struct {
	Whole  bool // the event and not only today
	Say    text.Printer
	Folder string
}

// facts reads the facts of today, or of always, with what the key opens if the desk is open. done empties them.
func (d *Session) facts(ctx context.Context, whole bool) (f figures.Facts, due int, done func(), err error) {
	now := d.clock()
	from, to := figures.DayOf(now)
	if whole {
		from, to = figures.Always(now)
	}
	done = func() {}
	if f, err = figures.Read(ctx, d.store, from, to, now); err != nil {
		return f, 0, done, err
	}
	open, ok := d.records()
	if !ok {
		return f, 0, done, nil
	}
	done = func() { clear(open.Records) }
	if o := d.Opened(); o != nil {
		due = len(o.Due)
	}
	return f, due, done, f.Open(ctx, d.store, open.Key, open.Records, intake.Handover(d.pack), calls.Checked(d.pack))
}

// Today implements [Counting].
func (d *Session) Today(ctx context.Context) (figures.Today, figures.Day, error) {
	f, due, done, err := d.facts(ctx, false)
	defer done()
	if err != nil {
		return figures.Today{}, figures.Day{}, fmt.Errorf("counting the day: %w", err)
	}
	t := f.Today()
	if t.Open {
		t.Due(due)
	}
	return t, f.Day(nil), nil
}

// Day implements [Counting].
func (d *Session) Day(ctx context.Context, paper *int) (figures.Day, error) {
	f, _, done, err := d.facts(ctx, false)
	defer done()
	if err != nil {
		return figures.Day{}, fmt.Errorf("counting the day: %w", err)
	}
	return f.Day(paper), nil
}

// Came implements [Counting]. It asks the store nothing: what was opened is enough.
func (d *Session) Came(context.Context) (figures.Came, error) {
	open, ok := d.records()
	if !ok {
		return figures.Came{}, fmt.Errorf("counting what came of people: %w", ErrLeft)
	}
	defer clear(open.Records)
	return figures.Opened{Records: open.Records, Checked: calls.Checked(d.pack)}.Came(d.clock()), nil
}

// Report implements [Counting].
func (d *Session) Report(ctx context.Context, of Reporting) (string, error) {
	f, _, done, err := d.facts(ctx, of.Whole)
	defer done()
	if err != nil {
		return "", fmt.Errorf("counting for the report: %w", err)
	}
	if f.Opened == nil {
		return "", fmt.Errorf("writing the report: %w", ErrLeft)
	}
	content := report.Of(f, d.pack, of.Say.Lang)
	if !of.Whole {
		content.First, content.Last = f.From, f.From
		span := *f.Opened
		span.Records = ofSpan(f)
		content.Came = span.Came(f.Now)
	}
	content.Practice = content.Practice || d.store.Mode() == data.ModePractice
	var b bytes.Buffer
	if err := report.WritePDF(&b, of.Say, content); err != nil {
		return "", err
	}
	path := filepath.Join(of.Folder, fmt.Sprintf("matchbooth-report-%s-%s.pdf", d.pack.ID, d.clock().Format("20060102-150405")))
	if data.InBooth(path) {
		return "", handover.ErrInBooth
	}
	if err := d.makeFolder(of.Folder); err != nil {
		return "", fmt.Errorf("making the folder of the report: %w", err)
	}
	if _, _, err := export.NewFile(path, func(w io.Writer) error { _, err := w.Write(b.Bytes()); return err }); err != nil {
		return "", err
	}
	if err := d.store.Audit(data.As(ctx, d.By()), "report written", 0); err != nil {
		_ = os.Remove(path)
		return "", err
	}
	return path, nil
}

// ofSpan returns the records of those who arrived in the span of the facts.
func ofSpan(f figures.Facts) (list []record.Record) {
	here := map[string]bool{}
	for _, a := range f.Arrivals {
		here[a.Person] = a.State == data.Stored
	}
	for _, r := range f.Opened.Records {
		if here[r.Person] {
			list = append(list, r)
		}
	}
	return list
}

// CloseDay implements [Counting].
func (d *Session) CloseDay(ctx context.Context, differences int) error {
	if d.Opened() == nil {
		return fmt.Errorf("closing the day: %w", ErrLeft)
	}
	what := "day closed"
	if differences > 0 {
		what = fmt.Sprintf("day closed with %d open", differences)
	}
	return d.store.Audit(data.As(ctx, d.By()), what, 0)
}
