package app

import (
	"context"
	"fmt"
	"time"

	"matchbooth/data"
	"matchbooth/data/entry"
	"matchbooth/data/record"
	"matchbooth/ui/desk"
	"matchbooth/ui/page"
	"matchbooth/ui/work/figures"
	"matchbooth/ui/work/handover"
	work "matchbooth/ui/work/session"
)

// figuresAt is when the figures of the pictures are counted.
var figuresAt = noon.Add(4 * time.Hour)

// made are the facts of a made-up day: two booths, some forms on paper, and, unless it is even, a second copy that is
// behind, a booth that has not come, and people whom nobody has checked or handed over.
func made(open, even bool) figures.Facts {
	from, to := figures.DayOf(noon)
	f := figures.Facts{From: from, To: to, Now: figuresAt, Booth: "3f2a", Mirror: data.MirrorState{Dir: "/media/BOOTH-2"}}
	f.Tallies = map[string]int{"started": 312, "screen:conditions": 168, "screen:form": 109, "screen:saved": 86, "outcome:all_true": 101, "outcome:unsure": 12, "outcome:passing": 7, "lang:zh": 280, "lang:en": 32}
	o := &figures.Opened{Handover: "handover", HandedOver: map[string]map[entry.ReceiptCode]bool{handover.Registry: {}}}
	pack, _ := fixtures()
	hours := []int{5, 9, 15, 24, 11, 12, 7, 5}
	n := 0
	for h, many := range hours {
		for range many {
			a := data.Arrival{Person: fmt.Sprint("p", n), Booth: []string{"3f2a", "91c0"}[n%8/5], Hour: from.Unix()/3600 + 9 + int64(h),
				State: data.Stored, Mirrored: even || n%29 != 7, Checked: even || n%12 != 3}
			if n%44 == 43 {
				a.State = data.Erased
			}
			f.Arrivals = append(f.Arrivals, a)
			n++
			if a.State == data.Erased {
				continue
			}
			r := record.Record{Person: a.Person, Booth: a.Booth, Code: entry.CodeOf(a.Person)}
			r.At, r.Lang, r.Reachability, r.Source = noon, []string{"zh", "en"}[n%12/11], 1+n*n%4, figures.Screen
			if n%20 == 1 {
				r.Source = figures.Paper
			}
			if s := n * 7 % 3; s < 2 {
				r.Story = pack.Stories[s].ID
			}
			if n%8 > 0 {
				r.Consents = []record.Consent{{ID: "handover"}}
				o.HandedOver[handover.Registry][r.Code] = even || n%9 != 1
			}
			o.Records = append(o.Records, r)
		}
	}
	if !even {
		f.Booths = []data.Heard{{Booth: "77d0", Belongs: true, Last: from.Unix()/3600 - 30}}
	}
	if open {
		f.Opened = o
	}
	return f
}

func (d *fakeDesk) Today(context.Context) (figures.Today, figures.Day, error) {
	f := made(d.open, d.even)
	t := f.Today()
	if d.open {
		t.Due(5)
	}
	return t, f.Day(nil), nil
}

func (d *fakeDesk) Day(_ context.Context, paper *int) (figures.Day, error) {
	f := made(d.open, d.even)
	return f.Day(paper), nil
}

func (d *fakeDesk) Came(context.Context) (figures.Came, error) {
	return figures.Came{SignedUp: 86, Checked: 79, Sampled: 61, After: []figures.Reached{{Days: 7, N: 58, Of: 74}, {Days: 30, N: 22, Of: 31}, {Days: 365, N: 1, Of: 3}}}, d.err
}

func (d *fakeDesk) Report(context.Context, work.Reporting) (string, error) {
	return "/media/BOOTH-2/report.pdf", d.err
}
func (d *fakeDesk) CloseDay(context.Context, int) error { return d.err }
func (d *fakeDesk) Folder() string                      { return "exports" }

func (d *fakeDesk) OpenFiles() []work.OpenFile { return d.left }

func (d *fakeDesk) Settle(context.Context, string, bool) error { return d.err }

func (d *fakeDesk) Survey(_ context.Context, to, person string) (handover.Survey, error) {
	if person != "" {
		return handover.Survey{All: 1, New: 1, Gone: 2}, nil
	}
	if to == handover.Us {
		return handover.Survey{All: 86, New: 86}, nil
	}
	return handover.Survey{All: 75, New: 23, Has: 52, Kept: 11, Gone: 2}, nil
}

func (d *fakeDesk) HandOver(_ context.Context, of work.Handing, _ func(int, int)) (work.Handed, error) {
	if d.err != nil {
		return work.Handed{}, d.err
	}
	out := work.Handed{Path: of.Folder + "/matchbooth-20270521-120000." + of.Format, Rows: 75, Gone: 2}
	if of.Phrase {
		out.Phrase = "amber kettle mosaic tulip orbit lantern"
	}
	return out, nil
}

func (d *fakeDesk) DueList(_ context.Context, of work.Listing, _ func(int, int)) (work.Handed, error) {
	if of.Print {
		return work.Handed{Path: of.Folder + "/matchbooth-calls-20270521-120000.pdf", Rows: 5}, d.err
	}
	return work.Handed{Path: of.Folder + "/matchbooth-calls-20270521-120000.xlsx", Rows: 5, Phrase: "amber kettle mosaic tulip orbit lantern"}, d.err
}

// Audit is a made-up audit of two days.
func (d *fakeDesk) Audit(context.Context) (work.Audit, error) {
	acts := []string{
		"setup", "desk opened", "check", "record shown", "correction", "export xlsx for registry", "import: 3 here already, 1 refused", "merge from booth 91c0",
		"backup", "day closed with 2 open", "desk opened", "erasure", "contact", "join", "report written", "export pdf for calls", "desk not opened: wrong passphrase", "check",
	}
	about := map[string]int{"check": 1, "record shown": 1, "correction": 1, "export xlsx for registry": 75, acts[6]: 14, "backup": 86, "erasure": 1, "contact": 1, "join": 2, "export pdf for calls": 5}
	a := work.Audit{Head: data.AuditHead{Lines: len(acts) * 3, Sum: "9f2c41d07ab35e6688120cfe4b7d93a15520e8c6f1749d0b3ac86e57d2f4910b"}}
	for i := range len(acts) * 3 {
		what := acts[len(acts)-1-i%len(acts)]
		who := []string{"LQ", "HM", "LQ"}[i*i%7%3]
		switch what {
		case "setup", "backup":
			who = ""
		case "erasure":
			who = data.Visitor
		}
		a.Lines = append(a.Lines, data.Audited{At: noon.Add(-time.Duration(i/2) * time.Hour).Truncate(time.Hour), Who: who, What: what, Persons: about[what]})
	}
	if d.broken {
		a.Faults = []record.Fault{{What: "line 41 of the audit was changed, or one before it was taken out"},
			{What: "the second copy has a different audit from the one here, so lines of it were changed or lost; once that is cleared up, take the file booths.list off the copy"}}
	}
	return a, d.err
}

// prepare gives a stage what is plugged in.
func prepare(w *desk.Work) {
	if w.Kept == nil {
		w.Kept = &desk.Kept{}
	}
	w.Sticks = func() []handover.Place {
		return []handover.Place{{Dir: "/media/BOOTH-2", Name: "BOOTH-2", Free: 14.2e9, Known: true}, {Dir: "/media/ENROL", Name: "ENROL", Free: 3.1e9, Known: true}}
	}
}

// tapped touches what has the id.
func tapped(pg *page.Page, id string) {
	for _, x := range pg.Buttons {
		if x.ID == id {
			x.OnTap()
			return
		}
	}
}
