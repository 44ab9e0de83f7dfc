package app

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"matchbooth/data"
	"matchbooth/data/record"
	"matchbooth/kiosk/session"
	"matchbooth/ui/desk"
	"matchbooth/ui/page"
	"matchbooth/ui/work/handover"
)

// agreeing are those at the opened desk who agree to the hand-over or do not.
func agreeing(b *Booth, agree bool) (out []record.Record) {
	for _, r := range b.desk.Opened().Records {
		if agree == slices.ContainsFunc(r.Consents, func(c record.Consent) bool { return c.ID == "handover" }) {
			out = append(out, r)
		}
	}
	return out
}

// exported are the lines of the audit about exports, with who made them.
func exported(t *testing.T, s *data.Store) (out []string) {
	t.Helper()
	lines, err := s.AuditLog(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range lines {
		if strings.HasPrefix(l.What, "export ") {
			out = append(out, l.Who+" "+l.What)
		}
	}
	return out
}

// Three taps from the receipt code to a copy on the stick: the code, the button, the button. The audit says who wrote it;
// holding deletes the plain file where it was written.
func TestACopyForThePersonInThreeTaps(t *testing.T) {
	b, s, stick, now := overBooth(t, session.DeskPeople)
	who := agreeing(b, false)[0]
	types(b, now, who.Code.String(), fyne.KeyReturn)
	tapOn(t, b, now, "desk.one.copy")
	if text := says(b.page); strings.Contains(text, canary) || !strings.Contains(text, who.Code.String()) {
		t.Errorf("before anything is written it says %s", text)
	}
	tapOn(t, b, now, "desk.give")
	files := filesIn(t, stick)
	if len(files) != 1 || !strings.HasSuffix(files[0].Name(), ".pdf") || strings.Contains(files[0].Name(), string(who.Code)) {
		t.Fatalf("on the stick: %v; it says %s", files, says(b.page))
	}
	if raw, err := os.ReadFile(filepath.Join(stick, files[0].Name())); err != nil || !strings.HasPrefix(string(raw), "%PDF") {
		t.Errorf("the file is no page: %v", err)
	}
	if text := says(b.page); !strings.Contains(text, "写好了") || !strings.Contains(text, "可以拔了") || !strings.Contains(text, "当面给") {
		t.Errorf("it says %s", text)
	}
	if got := exported(t, s); !slices.Equal(got, []string{"LM export pdf for person"}) {
		t.Errorf("the audit says %q", got)
	}
	b.shown = "" // as the window does once it has looked what lies there
	b.show()
	holdOn(t, b, "desk.give.shred")
	if n := len(filesIn(t, stick)); n != 0 || !strings.Contains(says(b.page), "删掉了 1 个文件") {
		t.Errorf("%d files are left; it says %s", n, says(b.page))
	}
	// By keys alone there is a way back to the person.
	*now = now.Add(time.Second)
	b.key(fyne.KeyEscape, 0)
	if b.state.DeskPage != session.DeskOne || b.state.DeskPerson != who.Person {
		t.Errorf("Esc leads to %s", b.state.DeskPage)
	}
}

// The copy has this person and nobody else, and can be closed to a key.
func TestACopyIsOfOnePersonAlone(t *testing.T) {
	b, _, stick, now := overBooth(t, session.DeskPeople)
	all := b.desk.Opened().Records
	on(b, now, session.Event{Kind: session.DeskGo, Arg: string(session.DeskHandover), Arg2: all[1].Person})
	tapOn(t, b, now, "desk.give.format.json")
	tapOn(t, b, now, "desk.give")
	files := filesIn(t, stick)
	raw, err := os.ReadFile(filepath.Join(stick, files[0].Name()))
	if err != nil || !strings.Contains(string(raw), strings.ReplaceAll(string(all[1].Code), "-", "")) || strings.Contains(string(raw), strings.ReplaceAll(string(all[0].Code), "-", "")) {
		t.Errorf("it is not the person's alone: %v", err)
	}
	tapOn(t, b, now, "desk.give.closed.1")
	typeInto(t, b, "recipient", "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p")
	tapOn(t, b, now, "desk.give")
	if files = filesIn(t, stick); len(files) != 2 || !slices.ContainsFunc(files, func(f os.DirEntry) bool { return strings.HasSuffix(f.Name(), ".json.age") }) {
		t.Errorf("on the stick: %v; it says %s", files, says(b.page))
	}
	// What is on this computer is counted with the exports that have to be deleted there.
	tapOn(t, b, now, "desk.give.closed.0")
	tapOn(t, b, now, "desk.give.format.pdf")
	tapOn(t, b, now, "desk.give.where.1")
	tapOn(t, b, now, "desk.give")
	on(b, now, session.Event{Kind: session.DeskGo, Arg: string(session.DeskHandover)})
	if text := says(b.page); !strings.Contains(text, "还有 2 个导出的文件没加密") || strings.Contains(text, all[1].Code.String()) {
		t.Errorf("for everybody it says %s", text)
	}
}

// Nothing is written, and the page says what to do: the stick is gone, the person is, there is no room.
func TestWhyNoCopyWasWritten(t *testing.T) {
	b, s, stick, now := overBooth(t, session.DeskPeople)
	who := b.desk.Opened().Records[0]
	plugged := true
	b.sticks = func() []handover.Place {
		if plugged {
			return []handover.Place{{Dir: stick, Name: "ENROL"}}
		}
		return nil
	}
	on(b, now, session.Event{Kind: session.DeskGo, Arg: string(session.DeskHandover), Arg2: who.Person})
	plugged = false
	tapOn(t, b, now, "desk.give")
	if text := says(b.page); !strings.Contains(text, "U 盘不在了") {
		t.Errorf("pulled out: %s", text)
	}
	plugged = true
	on(b, now, session.Event{Kind: session.DeskGo, Arg: string(session.DeskOne), Arg2: who.Person},
		session.Event{Kind: session.DeskGo, Arg: string(session.DeskHandover), Arg2: who.Person})
	if found, err := s.Erase(t.Context(), who.Code); err != nil || !found {
		t.Fatal(found, err)
	}
	tapOn(t, b, now, "desk.give")
	if text := says(b.page); !strings.Contains(text, "这一位刚才删除了") {
		t.Errorf("erased: %s", text)
	}
	if len(filesIn(t, stick)) > 0 || len(exported(t, s)) > 0 {
		t.Error("something was written all the same")
	}
	pack, texts := fixtures()
	st := session.New()
	st.Screen, st.DeskPage, st.DeskPerson = session.Desk, session.DeskHandover, "p11"
	w := desk.Work{Desk: &fakeDesk{open: true, err: &os.PathError{Op: "write", Path: "x", Err: syscall.ENOSPC}}}
	prepare(&w)
	c := page.Context{Pack: pack, State: st, T: texts.In("zh"), Size: fyne.NewSize(1280, 800), Now: noon, Still: true, Inline: true, Send: func(session.Event) {}}
	var pg *page.Page
	w.Redraw = func() { pg = drawPage(c, w) }
	w.Redraw()
	w.Redraw()
	tapped(pg, "desk.give")
	if text := says(pg); !strings.Contains(text, "放不下了") {
		t.Errorf("no room: %s", text)
	}
}

// On the page for everybody the third choice leads to the list, where the person is found.
func TestToGiveSomebodyACopyTheyAreFoundFirst(t *testing.T) {
	b, _, stick, now := overBooth(t, session.DeskHandover)
	tapOn(t, b, now, "desk.give.whom.2")
	if text := says(b.page); !strings.Contains(text, "扫回执码") {
		t.Errorf("it says %s", text)
	}
	tapOn(t, b, now, "desk.give")
	if b.state.DeskPage != session.DeskPeople || len(filesIn(t, stick)) > 0 {
		t.Errorf("it leads to %s", b.state.DeskPage)
	}
}

// One person alone goes to the registry if they agreed, closed as anybody is, and counts as handed over; somebody who did not
// agree does not go, and the page says why.
func TestOnePersonIsHandedOver(t *testing.T) {
	b, s, stick, now := overBooth(t, session.DeskPeople)
	who, other, refused := agreeing(b, true)[0], agreeing(b, true)[1], agreeing(b, false)[0]
	on(b, now, session.Event{Kind: session.DeskGo, Arg: string(session.DeskHandover), Arg2: refused.Person})
	if text := says(b.page); !strings.Contains(text, "这一位没有同意转交") {
		t.Errorf("who did not agree: %s", text)
	}
	tapOn(t, b, now, "desk.give.whom.1")
	tapOn(t, b, now, "desk.give")
	if text := says(b.page); len(filesIn(t, stick)) > 0 || !strings.Contains(text, "没有同意转交，给不了骨髓库") {
		t.Errorf("who did not agree: %s", text)
	}
	on(b, now, session.Event{Kind: session.DeskGo, Arg: string(session.DeskHandover), Arg2: who.Person})
	tapOn(t, b, now, "desk.give.whom.1")
	tapOn(t, b, now, "desk.give")
	if text := says(b.page); !strings.Contains(text, "1 位写好了") || !strings.Contains(text, "只显示这一次") {
		t.Errorf("it says %s", text)
	}
	tapOn(t, b, now, "desk.give.closed.2")
	tapOn(t, b, now, "desk.give.format.csv")
	tapOn(t, b, now, "desk.give")
	found := false
	for _, f := range filesIn(t, stick) {
		if raw, err := os.ReadFile(filepath.Join(stick, f.Name())); err == nil && strings.HasSuffix(f.Name(), ".csv") {
			plain := func(r record.Record) string { return strings.ReplaceAll(string(r.Code), "-", "") }
			found = strings.Contains(string(raw), plain(who))
			if strings.Contains(string(raw), plain(other)) {
				t.Error("somebody else is in the file")
			}
		}
	}
	if got := exported(t, s); !found || !slices.Equal(got, []string{"LM export xlsx for registry", "LM export csv for registry"}) {
		t.Errorf("in the file: %t; the audit says %q", found, got)
	}
	on(b, now, session.Event{Kind: session.DeskGo, Arg: string(session.DeskHandover)})
	if text := says(b.page); !strings.Contains(text, "已经给过 1 位") || !strings.Contains(text, "只写新的 1 位") {
		t.Errorf("afterwards: %s", text)
	}
}
