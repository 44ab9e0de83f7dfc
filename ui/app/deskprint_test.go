package app

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"matchbooth/kiosk/session"
	"matchbooth/ui/work/handover"
	work "matchbooth/ui/work/session"
)

func (d *fakeDesk) Holes() int    { return 12 }
func (d *fakeDesk) OwnCards() int { return 0 }
func (d *fakeDesk) Print(_ context.Context, of work.ToPrint, _ func(done, total int)) (work.Printed, error) {
	return work.Printed{Folder: of.Folder + "/matchbooth-print-love-to-medicine-521", Files: []string{
		"poster-zh.pdf", "poster-zh.png", "poster-en.pdf", "poster-en.png", "cards-zh.pdf", "cards-zh.png", "cards-en.pdf", "cards-en.png",
		"form-zh.pdf", "form-zh-1.png", "form-zh-2.png", "form-en.pdf", "form-en-1.png", "form-en-2.png", "table-zh.xlsx", "table-en.xlsx", "queue-zh.pdf", "queue-en.pdf",
	}}, d.err
}

// printOverStore is the desk of a practice booth at the page of today, with one stick plugged in and nobody's passphrase.
func printOverStore(t *testing.T) (b *Booth, stick string, now *time.Time) {
	t.Helper()
	b, s, now := deskOverStore(t, session.DeskToday, signedUp(deskDay, 8, canary, "15200008820"))
	on(b, now, ev(session.CloseDesk), ev(session.OpenDesk))
	stick = t.TempDir()
	b.Data = s.Dir()
	b.sticks = func() []handover.Place { return []handover.Place{{Dir: stick, Name: "ENROL"}} }
	return b, stick, now
}

// From the page of today, without the passphrase, the sheets that were chosen come onto the stick, in a new folder each time,
// and the page says where. Nobody who signed up is in them.
func TestTheDeskPrintsForTheBooth(t *testing.T) {
	b, stick, now := printOverStore(t)
	next := func(id string) {
		t.Helper()
		*now = now.Add(2 * time.Second)
		touchOn(t, b, id)
	}
	if b.desk.Opened() != nil {
		t.Fatal("the desk is open")
	}
	next("desk.today.print")
	if b.state.DeskPage != session.DeskPrint {
		t.Fatalf("on %s", b.state.DeskPage)
	}
	for _, i := range []string{"1", "1", "2", "3", "6"} { // all but the table and the queue numbers: the larger poster goes where the smaller comes
		next("desk.print.what." + i)
	}
	next("desk.print.lang.2")
	next("desk.print")
	folder := filepath.Join(stick, "matchbooth-print-"+b.Pack.ID)
	names := func(dir string) (out []string) {
		for _, f := range filesIn(t, dir) {
			out = append(out, f.Name())
		}
		return out
	}
	if got := names(folder); !slices.Equal(got, []string{"queue-en.pdf", "table-en.xlsx"}) {
		t.Fatalf("%v; it says %s", got, says(b.page))
	}
	if text := says(b.page); !strings.Contains(text, "2 个文件写好了") || !strings.Contains(text, "matchbooth-print") || !strings.Contains(text, "可以拔了") {
		t.Errorf("it says %s", text)
	}
	*now = now.Add(2 * time.Second)
	b.key("", '6')
	next("desk.print")
	if got := names(folder + "-2"); !slices.Equal(got, []string{"table-en.xlsx"}) || len(names(folder)) != 2 {
		t.Errorf("%v", got)
	}
	for _, f := range names(folder) {
		if raw, err := os.ReadFile(filepath.Join(folder, f)); err != nil || strings.Contains(string(raw), canary) {
			t.Errorf("%s: %v", f, err)
		}
	}
	// Nothing chosen, and a stick that was pulled out.
	next("desk.print.what.4")
	next("desk.print")
	if text := says(b.page); !strings.Contains(text, "还没选") {
		t.Errorf("it says %s", text)
	}
	next("desk.print.what.4")
	b.sticks = func() []handover.Place { return nil }
	b.shown = ""
	b.show()
	next("desk.print")
	if text := says(b.page); !strings.Contains(text, "U 盘不在了") {
		t.Errorf("it says %s", text)
	}
	if got := names(stick); len(got) != 2 {
		t.Errorf("%v", got)
	}
}
