package app

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"matchbooth/data"
	"matchbooth/data/record"
	"matchbooth/kiosk/session"
	"matchbooth/ui/desk"
	"matchbooth/ui/page"
	"matchbooth/ui/work/figures"
	"matchbooth/ui/work/handover"
)

// overBooth is a booth over a real folder in which three people signed up, one of whom did not agree to the hand-over, and
// with one stick plugged in. Its desk stands open at the page.
func overBooth(t *testing.T, at session.DeskPage) (b *Booth, s *data.Store, stick string, now *time.Time) {
	t.Helper()
	b, s, now = overStore(t)
	for i := range 3 {
		up := record.SignUp{At: *now, Lang: "zh", Source: "screen", Reachability: 2, Fields: map[string]record.Field{"name": {Text: canary}, "phone": {Text: "13900000417"}}}
		if i < 2 {
			up.Consents = []record.Consent{{ID: "handover", Lang: "zh"}}
		}
		if _, err := s.SignUp(t.Context(), up); err != nil {
			t.Fatal(err)
		}
	}
	stick = t.TempDir()
	b.sticks = func() []handover.Place { return []handover.Place{{Dir: stick, Name: "ENROL"}} }
	b.Data, b.Store = s.Dir(), s
	b.desk = b.deskOver(s)
	on(b, now, session.Event{Kind: session.OpenDesk, Arg: string(at)})
	if err := b.desk.Unlock(t.Context(), []byte("practice"), "LM"); err != nil {
		t.Fatal(err)
	}
	b.shown = ""
	b.show()
	return b, s, stick, now
}

// says is all that stands on a page.
func says(pg *page.Page) string {
	var out strings.Builder
	walk(pg.Root, fyne.NewPos(0, 0), func(o fyne.CanvasObject, _ page.Box, _ bool) {
		if x, ok := o.(*canvas.Text); ok {
			out.WriteString(page.Plain(x.Text))
		}
	})
	return out.String()
}

func filesIn(t *testing.T, dir string) []os.DirEntry {
	t.Helper()
	list, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// One touch writes what the choices say to the stick: a closed workbook with those who agreed. Its passphrase is shown
// once, survives a touch beside it, and is nowhere once the desk locks.
func TestHandingOverAtTheDesk(t *testing.T) {
	b, _, stick, now := overBooth(t, session.DeskHandover)
	touchOn(t, b, "desk.give")
	files := filesIn(t, stick)
	if len(files) != 1 || !strings.HasSuffix(files[0].Name(), ".xlsx") {
		t.Fatalf("on the stick: %v", files)
	}
	text := says(b.page)
	if !strings.Contains(text, "2 位写好了") || !strings.Contains(text, "可以拔了") || !strings.Contains(text, "只显示这一次") {
		t.Errorf("it says %s", text)
	}
	phrase := ""
	walk(b.page.Root, fyne.NewPos(0, 0), func(o fyne.CanvasObject, _ page.Box, _ bool) {
		if x, ok := o.(*canvas.Text); ok && len(strings.Fields(x.Text)) >= 5 && strings.ToLower(x.Text) == x.Text {
			phrase = strings.Join(strings.Fields(x.Text)[:3], " ")
		}
	})
	if phrase == "" || heldOf(b, phrase) == "" {
		t.Fatalf("no passphrase stands on the page: %s", text)
	}
	touchOn(t, b, "desk.give.where.1")
	if !strings.Contains(says(b.page), phrase) {
		t.Error("a touch lost the passphrase")
	}
	old := b.page
	on(b, now, ev(session.CloseDesk))
	for what, v := range map[string]any{"booth": b, "page": old} {
		if way := heldOf(v, phrase); way != "" {
			t.Errorf("the passphrase is left in the %s: %s", what, way)
		}
		if way := held(v); way != "" {
			t.Errorf("a name is left in the %s: %s", what, way)
		}
	}
}

// What is no public key is refused with its sentence, and a private one does not stay in the window.
func TestAWrongKeyIsRefused(t *testing.T) {
	b, _, stick, _ := overBooth(t, session.DeskHandover)
	touchOn(t, b, "desk.give.closed.1")
	for typed, want := range map[string]string{"": "不是 age 公钥", "age1nonsense": "不是 age 公钥", "AGE-SECRET-KEY-1CANARYCANARY": "这是私钥"} {
		typeInto(t, b, "recipient", typed)
		touchOn(t, b, "desk.give")
		if text := says(b.page); !strings.Contains(text, want) || len(filesIn(t, stick)) > 0 {
			t.Errorf("%q: it says %s", typed, text)
		}
		if strings.Contains(typed, "SECRET") && heldOf(b, "CANARYCANARY") != "" {
			t.Error("the private key stays")
		}
	}
	typeInto(t, b, "recipient", "")
	written(t, b.page, "recipient", "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p")
	touchOn(t, b, "desk.give.format.csv")
	touchOn(t, b, "desk.give")
	if files := filesIn(t, stick); len(files) != 1 || !strings.HasSuffix(files[0].Name(), ".csv.age") {
		t.Errorf("on the stick: %v", files)
	}
}

// Each of the four formats can be written open, to this computer, whose plain files are then named and deleted by holding.
func TestOpenFilesAreNamedAndDeleted(t *testing.T) {
	b, _, _, now := overBooth(t, session.DeskHandover)
	touchOn(t, b, "desk.give.closed.2")
	touchOn(t, b, "desk.give.where.1")
	for _, format := range []string{"xlsx", "csv", "vcf", "json"} {
		*now = now.Add(2 * time.Second)
		touchOn(t, b, "desk.give.format."+format)
		touchOn(t, b, "desk.give")
	}
	on(b, now, session.Event{Kind: session.DeskGo, Arg: string(session.DeskToday)}, session.Event{Kind: session.DeskGo, Arg: string(session.DeskHandover)})
	if n := len(filesIn(t, b.desk.Folder())); n != 4 {
		t.Fatalf("%d files", n)
	}
	if len(b.page.Holds) != 1 {
		t.Fatalf("%d buttons to hold; it says %s", len(b.page.Holds), says(b.page))
	}
	b.page.Holds[0].OnAct()
	if n := len(filesIn(t, b.desk.Folder())); n != 0 || !strings.Contains(says(b.page), "删掉了 4 个文件") {
		t.Errorf("%d files left; it says %s", n, says(b.page))
	}
}

// countedDesk counts how often it was asked for the figures.
type countedDesk struct {
	fakeDesk
	today, day int
}

func (d *countedDesk) Today(ctx context.Context) (figures.Today, figures.Day, error) {
	d.today++
	return d.fakeDesk.Today(ctx)
}

func (d *countedDesk) Day(ctx context.Context, paper *int) (figures.Day, error) {
	d.day++
	return d.fakeDesk.Day(ctx, paper)
}

// Figures that stand on the screen are counted again once a minute, not with every tick.
func TestFiguresAreCountedOnceAMinute(t *testing.T) {
	pack, texts := fixtures()
	for _, at := range []session.DeskPage{session.DeskToday, session.DeskDay} {
		d := &countedDesk{fakeDesk: fakeDesk{open: true}}
		w := desk.Work{Desk: d}
		prepare(&w)
		pg := drawPage(page.Context{Pack: pack, State: session.State{Screen: session.Desk, DeskPage: at, Lang: "zh"}, T: texts.In("zh"),
			Size: fyne.NewSize(1280, 800), Now: noon, Still: true, Inline: true, Send: func(session.Event) {}}, w)
		for s := range 150 {
			tick(pg, noon.Add(time.Duration(s)*time.Second))
		}
		if n := d.today + d.day; n != 3 {
			t.Errorf("%s: counted %d times in 150 seconds", at, n)
		}
	}
}

// Closing the day locks the desk, and the audit says with how many differences.
func TestClosingTheDayLocksTheDesk(t *testing.T) {
	b, s, stick, now := overBooth(t, session.DeskDay)
	touchOn(t, b, "desk.paper.more") // none
	touchOn(t, b, "desk.paper.more") // one, and nobody typed it
	if text := says(b.page); !strings.Contains(text, "还有 1 张纸质表没录") || !strings.Contains(text, "还差 4 处，先收摊") {
		t.Errorf("it says %s", text)
	}
	touchOn(t, b, "desk.report")
	touchOn(t, b, "desk.report.0")
	if files := filesIn(t, stick); len(files) != 1 || !strings.HasSuffix(files[0].Name(), ".pdf") || !strings.Contains(says(b.page), "可以拔了") {
		t.Errorf("the report: %v; it says %s", files, says(b.page))
	}
	touchOn(t, b, "desk.report.whole")
	*now = now.Add(time.Second)
	touchOn(t, b, "desk.report.1")
	if files := filesIn(t, b.desk.Folder()); len(files) != 1 {
		t.Errorf("the report of the event: %v; it says %s", files, says(b.page))
	}
	touchOn(t, b, "desk.report")
	*now = now.Add(time.Second)
	touchOn(t, b, "desk.todo.hand_over")
	if b.state.DeskPage != session.DeskHandover {
		t.Errorf("the button leads to %s", b.state.DeskPage)
	}
	on(b, now, session.Event{Kind: session.DeskGo, Arg: string(session.DeskDay)})
	*now = now.Add(time.Second)
	touchOn(t, b, "desk.day.close")
	acts, err := s.AuditLog(t.Context())
	if err != nil || acts[len(acts)-1].What != "day closed with 4 open" || acts[len(acts)-1].Who != "LM" {
		t.Errorf("%v: %+v", err, acts[len(acts)-1])
	}
	if b.desk.Opened() != nil || b.state.Screen == session.Desk {
		t.Error("the desk stays open")
	}
}

// A locked desk shows what needs no key, and says of the rest that it does.
func TestTodayShowsWithoutAKeyWhatNeedsNone(t *testing.T) {
	b, _, _, now := overBooth(t, session.DeskToday)
	open := says(b.page)
	if !strings.Contains(open, "看了谁的故事后登记") || strings.Contains(open, "要有口令") {
		t.Errorf("open: %s", open)
	}
	on(b, now, ev(session.CloseDesk), session.Event{Kind: session.OpenDesk, Arg: string(session.DeskToday)})
	if text := says(b.page); !strings.Contains(text, "登记3") || !strings.Contains(text, "要有口令才数得出") || strings.Contains(text, "含纸质") {
		t.Errorf("locked: %s", text)
	}
}

// A stick that was pulled out after it was chosen gets nothing: neither the export nor the report lands in its empty folder.
func TestNothingIsWrittenWhereAStickWas(t *testing.T) {
	b, _, stick, now := overBooth(t, session.DeskHandover)
	plugged := true
	b.sticks = func() []handover.Place {
		if plugged {
			return []handover.Place{{Dir: stick, Name: "ENROL"}}
		}
		return nil
	}
	b.shown = ""
	b.show()
	plugged = false
	touchOn(t, b, "desk.give")
	if text := says(b.page); len(filesIn(t, stick)) > 0 || !strings.Contains(text, "U 盘不在了") {
		t.Errorf("it says %s", text)
	}
	plugged = true
	on(b, now, session.Event{Kind: session.DeskGo, Arg: string(session.DeskDay)})
	touchOn(t, b, "desk.report")
	plugged = false
	touchOn(t, b, "desk.report.0")
	if text := says(b.page); len(filesIn(t, stick)) > 0 || !strings.Contains(text, "U 盘不在了") {
		t.Errorf("it says %s", text)
	}
}

// A folder can be typed: one inside the booth is refused, and so is half a path and one that is not there.
func TestATypedFolder(t *testing.T) {
	b, _, _, now := overBooth(t, session.DeskHandover)
	touchOn(t, b, "desk.give.where.2")
	out := t.TempDir()
	for _, c := range []struct{ folder, want string }{
		{"", "请填完整的路径"}, {"exports", "请填完整的路径"}, {b.Data, "自己的数据文件夹里"}, {filepath.Join(out, "nowhere"), "请看文件夹在不在"}, {out, "2 位写好了"},
	} {
		*now = now.Add(time.Second)
		typeInto(t, b, "folder", "")
		written(t, b.page, "folder", c.folder)
		touchOn(t, b, "desk.give")
		if text := says(b.page); !strings.Contains(text, c.want) {
			t.Errorf("%q: it says %s", c.folder, text)
		}
	}
	if n := len(filesIn(t, out)); n != 1 {
		t.Errorf("%d files", n)
	}
}

// The same by keys alone: choose, write, go through what the day lacks, count the forms, write the report.
func TestTheDayAndTheHandOverByKeys(t *testing.T) {
	b, _, stick, now := overBooth(t, session.DeskHandover)
	press := func(keys ...fyne.KeyName) {
		for _, k := range keys {
			*now = now.Add(time.Second)
			b.key(k, 0)
		}
	}
	press(fyne.KeyRight, fyne.KeyDown, fyne.KeyRight, fyne.KeyRight) // ourselves, open
	press(fyne.KeyReturn)
	if text := says(b.page); len(filesIn(t, stick)) != 1 || !strings.Contains(text, "3 位写好了") {
		t.Errorf("it says %s", text)
	}
	press(fyne.KeyF8)
	if b.state.DeskPage != session.DeskDay {
		t.Fatalf("on %s", b.state.DeskPage)
	}
	b.key("", '+')
	b.key("", '+')
	if text := says(b.page); !strings.Contains(text, "纸质表数了 1 张") {
		t.Errorf("it says %s", text)
	}
	press(fyne.KeyUp, fyne.KeyUp, fyne.KeyReturn)     // the report
	press(fyne.KeyDown, fyne.KeyDown, fyne.KeyReturn) // closing, then the first place
	if len(filesIn(t, stick)) != 2 {
		t.Errorf("no report; it says %s", says(b.page))
	}
	press(fyne.KeyEscape, fyne.KeyDown, fyne.KeyDown)
	if strings.Contains(says(b.page), "写到哪") {
		t.Error("Esc does not leave the report")
	}
}
