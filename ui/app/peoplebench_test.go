package app

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/software"

	"matchbooth/data/entry"
	"matchbooth/data/record"
	"matchbooth/kiosk/session"
	"matchbooth/ui/desk"
	"matchbooth/ui/page"
	"matchbooth/ui/touch"
	worklist "matchbooth/ui/work/people"
	work "matchbooth/ui/work/session"
)

// crowdDesk is an open desk with many people.
type crowdDesk struct {
	fakeDesk
	o *work.Opened
}

func (d *crowdDesk) Opened() *work.Opened                { return d.o }
func (d *crowdDesk) Shown(context.Context, string) error { return nil }

// crowded is the list of n people who do not exist.
func crowded(n int) *page.Page {
	pack, texts := fixtures()
	few := deskPeople(pack)
	all := make([]record.Record, n)
	for i := range all {
		r := few[i%len(few)]
		r.Person, r.Code = fmt.Sprint("p", i), entry.CodeOf(fmt.Sprint(i))
		r.At = r.At.Add(-time.Duration(i) * time.Second)
		all[i] = r
	}
	o := &work.Opened{Records: all, List: worklist.New(pack, all, worklist.Options{})}
	st := session.New()
	st.Screen, st.DeskPage = session.Desk, session.DeskPeople
	c := page.Context{Pack: pack, State: st, T: texts.In("zh"), Size: fyne.NewSize(1280, 800), Now: noon, Practice: true, Still: true, Inline: true,
		Send: func(session.Event) {}}
	return drawPage(c, desk.Work{Desk: &crowdDesk{fakeDesk{open: true}, o}, Kept: &desk.Kept{}})
}

// BenchmarkScrollingTenThousand scrolls the list of ten thousand people as a quick finger does. What is measured is
// what the program does for a frame, without painting it: what is painted is one screen of rows, whatever there is to scroll.
func BenchmarkScrollingTenThousand(b *testing.B) {
	pg := crowded(10_000)
	var s *touch.Scroller
	for _, x := range pg.Scrollers {
		s = x
	}
	canvas := software.NewCanvas()
	canvas.SetPadded(false)
	canvas.SetContent(pg.Root)
	canvas.Resize(fyne.NewSize(1280, 800))
	var took []time.Duration
	y := float32(0)
	for i := 0; b.Loop(); i++ {
		y += float32(40 + i%7*50)
		if y > s.Reach() {
			y = 0
		}
		at := time.Now()
		s.ScrollTo(y)
		took = append(took, time.Since(at))
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)*95/100].Microseconds())/1000, "p95-ms")
	b.ReportMetric(float64(took[len(took)-1].Microseconds())/1000, "max-ms")
}
