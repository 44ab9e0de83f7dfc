package app

import (
	"fmt"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"matchbooth/data"
	"matchbooth/data/record"
	"matchbooth/kiosk/session"
	"matchbooth/ui/desk"
	"matchbooth/ui/page"
	"matchbooth/ui/work/handover"
)

// callsOverStore is an open desk over a real folder at the page of calls, with two people due, one who is not to be called,
// and one stick plugged in.
func callsOverStore(t *testing.T) (b *Booth, s *data.Store, stick string, now *time.Time) {
	t.Helper()
	silent := signedUp(deskDay, 8, "不联系", "13100006630")
	silent.Consents = nil
	b, s, now = deskOverStore(t, session.DeskCalls, signedUp(deskDay, 8, canary+" one", "15200008820"), signedUp(deskDay, 7, canary+" two", "17700005048"), silent)
	stick = t.TempDir()
	b.Data = s.Dir()
	b.sticks = func() []handover.Place { return []handover.Place{{Dir: stick, Name: "ENROL"}} }
	return b, s, stick, now
}

// The list of calls leaves the desk closed, with a passphrase that is shown once and gone with the lock, or open to be
// printed, and then the page says that it is to be destroyed. Both stand in the audit.
func TestTheListOfCallsLeavesTheDesk(t *testing.T) {
	b, s, stick, now := callsOverStore(t)
	next := func(id string) {
		t.Helper()
		*now = now.Add(2 * time.Second)
		touchOn(t, b, id)
	}
	next("desk.calls.to.list")
	if text := says(b.page); b.state.DeskPage != session.DeskList || !strings.Contains(text, "今天该联络 2 位") || strings.Contains(text, "撕碎") {
		t.Fatalf("on %s: %s", b.state.DeskPage, text)
	}
	next("desk.give")
	if text := says(b.page); len(filesIn(t, stick)) != 1 || !strings.Contains(text, "2 位写好了") || !strings.Contains(text, "可以拔了") || !strings.Contains(text, "只显示这一次") {
		t.Errorf("it says %s", text)
	}
	phrase := ""
	walk(b.page.Root, fyne.NewPos(0, 0), func(o fyne.CanvasObject, _ page.Box, _ bool) {
		if x, ok := o.(*canvas.Text); ok && len(strings.Fields(x.Text)) >= 5 && strings.Trim(x.Text, "0123456789 ") == "" {
			phrase = strings.Join(strings.Fields(x.Text)[:3], " ")
		}
	})
	if phrase == "" || heldOf(b, phrase) == "" {
		t.Fatal("no passphrase stands on the page")
	}
	next("desk.give.closed.1")
	if text := says(b.page); !strings.Contains(text, "把纸撕碎") {
		t.Errorf("nothing is said of destroying it: %s", text)
	}
	next("desk.give.where.1") // this computer
	next("desk.give")
	files := filesIn(t, b.desk.Folder())
	if len(files) != 1 || !strings.HasSuffix(files[0].Name(), ".pdf") {
		t.Fatalf("%v", files)
	}
	for _, to := range []session.DeskPage{session.DeskToday, session.DeskList} {
		*now = now.Add(2 * time.Second)
		on(b, now, session.Event{Kind: session.DeskGo, Arg: string(to)})
	}
	if len(b.page.Holds) != 1 || !strings.Contains(says(b.page), "还有 1 个") {
		t.Fatalf("the file that lies open is not named: %s", says(b.page))
	}
	b.page.Holds[0].OnAct()
	if n := len(filesIn(t, b.desk.Folder())); n != 0 {
		t.Errorf("%d files are left after deleting", n)
	}
	acts, err := s.AuditLog(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for i, what := range []string{"export xlsx for calls", "export pdf for calls"} {
		if a := acts[len(acts)-2+i]; a.What != what || a.Who != "LM" || a.Persons != 2 {
			t.Errorf("the audit has %+v", a)
		}
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

// The same by keys: L leads there, the arrows choose, Enter writes, Esc leads back.
func TestTheListOfCallsByKeys(t *testing.T) {
	b, _, stick, now := callsOverStore(t)
	press := func(keys ...fyne.KeyName) {
		for _, k := range keys {
			*now = now.Add(2 * time.Second)
			b.key(k, 0)
		}
	}
	*now = now.Add(2 * time.Second)
	b.key("", 'l')
	if b.state.DeskPage != session.DeskList {
		t.Fatalf("on %s", b.state.DeskPage)
	}
	press(fyne.KeyRight, fyne.KeyReturn)
	if files := filesIn(t, stick); len(files) != 1 || !strings.HasSuffix(files[0].Name(), ".pdf") {
		t.Fatalf("%v; it says %s", files, says(b.page))
	}
	press(fyne.KeyEscape)
	if b.state.DeskPage != session.DeskCalls {
		t.Errorf("Esc leads to %s", b.state.DeskPage)
	}
}

// What goes wrong is said with what to do, and leaves no file.
func TestAListThatIsNotWrittenSaysWhy(t *testing.T) {
	b, s, stick, now := callsOverStore(t)
	*now = now.Add(2 * time.Second)
	plugged := true
	sticks := b.sticks
	b.sticks = func() []handover.Place {
		if !plugged {
			return nil
		}
		return sticks()
	}
	touchOn(t, b, "desk.calls.to.list")
	plugged = false
	touchOn(t, b, "desk.give")
	if text := says(b.page); len(filesIn(t, stick)) > 0 || !strings.Contains(text, "U 盘不在了") {
		t.Errorf("pulled out: %s", text)
	}
	if acts, err := s.AuditLog(t.Context()); err != nil || strings.HasPrefix(acts[len(acts)-1].What, "export") {
		t.Errorf("it is noted as written: %v", err)
	}
	pack, texts := fixtures()
	for want, err := range map[string]error{
		"那里放不下了": fmt.Errorf("bringing it to the disk: %w", syscall.ENOSPC), "能不能写": os.ErrPermission, "自己的数据文件夹里": handover.ErrInBooth,
	} {
		st := session.New()
		st.Screen, st.DeskPage, st.Lang = session.Desk, session.DeskList, "zh"
		w := desk.Work{Desk: &fakeDesk{open: true, crowd: deskCrowded(), err: err}}
		prepare(&w)
		pg := drawPage(page.Context{Pack: pack, State: st, T: texts.In("zh"), Size: fyne.NewSize(1280, 800), Now: noon, Still: true, Inline: true, Send: func(session.Event) {}}, w)
		tapped(pg, "desk.give")
		if text := pageSays(pg); !strings.Contains(strings.ReplaceAll(text, "\n", ""), want) {
			t.Errorf("%v: it says %s", err, text)
		}
	}
}

// Nobody due is nobody to list; what came of everybody can be looked at all the same.
func TestNobodyDueIsNobodyToList(t *testing.T) {
	b, _, now := deskOverStore(t, session.DeskCalls, record.SignUp{At: deskDay, Lang: "zh", Fields: map[string]record.Field{"name": {Text: "赵可心"}}})
	if on1(b, "desk.calls.to.list") != nil || on1(b, "desk.on.results") == nil {
		t.Errorf("it says %s", says(b.page))
	}
	*now = now.Add(2 * time.Second)
	on(b, now, session.Event{Kind: session.DeskGo, Arg: string(session.DeskList)})
	if on1(b, "desk.give") != nil {
		t.Error("an empty list can be written")
	}
}
