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

// made are the facts of a made-up day: two booths, some forms on paper, and, unless it is even, a second copy that is
// behind, a booth that has not come, and people whom nobody has checked or handed over.
func made(open, even bool) figures.Facts {
	from, to := figures.DayOf(noon)
	f := figures.Facts{From: from, To: to, Now: noon.Add(4 * time.Hour), Booth: "3f2a", Mirror: data.MirrorState{Dir: "/media/BOOTH-2"}}
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

func (d *fakeDesk) Report(context.Context, work.Reporting) (string, error) {
	return "/media/BOOTH-2/report.pdf", d.err
}
func (d *fakeDesk) CloseDay(context.Context, int) error { return d.err }
func (d *fakeDesk) Folder() string                      { return "exports" }
func (d *fakeDesk) Survey(_ context.Context, to string) (handover.Survey, error) {
	if to == handover.Us {
		return handover.Survey{All: 86, New: 86}, nil
	}
	return handover.Survey{All: 75, New: 23, Kept: 11, Gone: 2}, nil
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
