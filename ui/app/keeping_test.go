package app

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"matchbooth/data"
	"matchbooth/kiosk/event"
	"matchbooth/kiosk/session"
	"matchbooth/ui/desk"
	"matchbooth/ui/page"
	work "matchbooth/ui/work/session"
)

// kept builds a screen over the keeper, and gives what it says.
func kept(lang string, k *fakeKeeper, open bool, st session.State) (*page.Page, func() string) {
	pack, texts := fixtures()
	st.Lang = lang
	pg := drawPage(page.Context{
		Pack: pack, State: st, T: texts.In(lang), Size: fyne.NewSize(1280, 800), Now: noon, Still: true, Inline: true,
		Send: func(session.Event) {}, CopyLate: work.CopyLate(k.Mirror(), noon), Sealed: sealed(k.Keys()),
	}, desk.Work{Desk: &fakeDesk{open: open}, Status: k, StartLang: "zh"})
	return pg, func() string {
		var said strings.Builder
		walk(pg.Root, fyne.NewPos(0, 0), func(o fyne.CanvasObject, _ page.Box, _ bool) {
			if x, ok := o.(*canvas.Text); ok {
				said.WriteString(x.Text + " ")
			}
		})
		return strings.Join(strings.Fields(said.String()), " ")
	}
}

// sealed is what everybody may see of the keys.
func sealed(set work.KeySet) page.Sealed {
	if set.Fingerprint == "" {
		return page.Sealed{}
	}
	return page.Sealed{Keys: len(set.Named), Words: set.Words}
}

// tick lets a second pass on the page.
func tick(p *page.Page, now time.Time) {
	for _, live := range p.Live {
		live(now)
	}
}

var (
	fromStaff = session.State{Screen: session.Keeping, KeepingOf: session.Staff}
	fromDesk  = session.State{Screen: session.Keeping, KeepingOf: session.Desk}
)

// Every state of the second copy has its sentence, in both languages, on the menu, the desk and the
// page of its own.
func TestTheSecondCopyIsSaidInEveryState(t *testing.T) {
	const dir = "/media/stick"
	behind := func(n int, ago time.Duration, f data.MirrorFault) data.MirrorState {
		return data.MirrorState{Dir: dir, Behind: n, Since: noon.Add(-ago), Fault: f}
	}
	for _, c := range []struct {
		state  data.MirrorState
		en, zh string
		late   bool
	}{
		{data.MirrorState{}, "No second copy", "没有副本", false},
		{data.MirrorState{Pending: true}, "has not reached an earlier second copy", "还没写进以前的副本", false},
		{data.MirrorState{Dir: dir, SameDisk: true}, "up to date", "已同步", false},
		{data.MirrorState{Dir: dir}, "up to date", "已同步", false},
		{behind(2, 5*time.Second, ""), "2 on the way", "2 条正在写入", false},
		{behind(3, 115*time.Minute, data.MirrorAbsent), "3 entries not yet on the second copy (since 10:05): is the stick in?", "10:05 起有 3 条没写进副本，U 盘插着吗？", true},
		{behind(1, 5*time.Second, data.MirrorAbsent), "1 entry not yet", "有 1 条没写进", false},
		{behind(3, 26*time.Hour, ""), "since 05-20 10:00", "05-20 10:00 起", true},
		{behind(3, time.Hour, data.MirrorFull), "it is full", "那边满了", true},
		{behind(3, time.Hour, data.MirrorReadOnly), "write-protected", "写保护", true},
		{behind(3, time.Hour, data.MirrorIO), "its disk is failing", "读写出错", true},
		{behind(3, time.Hour, data.MirrorHangs), "does not answer", "没有反应", true},
		{behind(3, time.Hour, data.MirrorForeign), "something no booth wrote", "不是登记台写的东西", true},
		{data.MirrorState{Dir: dir, Fault: data.MirrorAbsent}, "cannot be written: is the stick in?", "写不进去，U 盘插着吗？", false},
		{data.MirrorState{Dir: dir, Pending: true, Fault: data.MirrorAbsent}, "An erasure has not reached", "有一次删除还没写进", true},
		{data.MirrorState{Dir: dir, Pending: true}, "An erasure has not reached", "有一次删除还没写进", false},
		{data.MirrorState{Dir: dir, Extra: 7}, "7 entries are on the second copy but missing here", "副本里有 7 条", true},
	} {
		if got := work.CopyLate(c.state, noon); got != c.late {
			t.Errorf("%+v: late is %t", c.state, got)
		}
		for lang, want := range map[string]string{"en": c.en, "zh": c.zh} {
			for _, st := range []session.State{fromStaff, {Screen: session.Desk}, {Screen: session.Staff}} {
				page, says := kept(lang, &fakeKeeper{copy: c.state}, true, st)
				tick(page, noon)
				if said := says(); !strings.Contains(squeezed(said), squeezed(want)) || strings.ContainsAny(said, "⟦⟧") {
					t.Errorf("%s, %s, %+v: it says %q", st.Screen, lang, c.state, said)
				}
			}
		}
	}
}

// squeezed leaves out what the breaking of lines adds and takes away.
func squeezed(s string) string { return strings.ReplaceAll(s, " ", "") }

// What is shown keeps up with the second copy while the page stands, and is drawn again only then.
func TestThePageKeepsUpWithTheSecondCopy(t *testing.T) {
	k := &fakeKeeper{copy: data.MirrorState{Dir: "/media/stick"}}
	for _, st := range []session.State{fromDesk, {Screen: session.Desk}, {Screen: session.Staff}} {
		k.copy.Behind, k.copy.Fault = 0, ""
		page, says := kept("en", k, false, st)
		tick(page, noon)
		if said := says(); !strings.Contains(said, "up to date") {
			t.Fatalf("%s: %q", st.Screen, said)
		}
		k.copy.Behind, k.copy.Since, k.copy.Fault = 4, noon, data.MirrorAbsent
		tick(page, noon.Add(time.Second))
		if said := says(); !strings.Contains(squeezed(said), "4entriesnotyet") || strings.Contains(said, "up to date") {
			t.Errorf("%s: pulled out, it says %q", st.Screen, said)
		}
	}
}

// Nobody is forgotten but at an open desk, when somebody is due, on a date that is believed.
func TestOnlyAnOpenDeskCanForget(t *testing.T) {
	due := data.Retention{Days: 90, Due: 12, Before: noon.AddDate(0, 0, -90)}
	soon := data.Retention{Days: 90, DueSoon: 12, Next: noon.AddDate(0, 0, 4)}
	odd := due
	odd.Clock = "the date lies before the newest entry"
	for _, c := range []struct {
		name  string
		due   data.Retention
		open  bool
		state session.State
		holds int
		says  string
	}{
		{"open", due, true, fromDesk, 1, "12 sign-ups from before 20 February 2027"},
		{"locked", due, false, fromDesk, 0, "Open the list at the desk"},
		{"from the menu", due, true, fromStaff, 0, "Open the list at the desk"},
		{"clock", odd, true, fromDesk, 0, "today is 21 May 2027. That cannot be right"},
		{"soon", soon, true, fromDesk, 0, "From 25 May 2027 on, 12 sign-ups have to be erased: export"},
		{"later", data.Retention{Days: 90, Next: noon.AddDate(0, 0, 40)}, true, fromDesk, 0, "before 30 June 2027"},
		{"nobody", data.Retention{Days: 90}, true, fromDesk, 0, "Nothing has to be erased."},
		{"never", data.Retention{}, true, fromDesk, 0, "No retention period"},
		{"each by their own", data.Retention{Days: 90, Longest: 1095, Due: 12}, true, fromDesk, 1, "12 sign-ups must be erased: the time that each agreed to is over."},
		{"sealed", data.Retention{Days: 90, Longest: 1095, Unclear: 12}, false, fromDesk, 0, "12 sign-ups are past the 90 days. Who agreed to longer is sealed: open the desk"},
		{"could not be read", data.Retention{Days: 90, Longest: 1095, Unclear: 12}, true, fromDesk, 0, "12 sign-ups past the 90 days could not be read whole, and stay until 1095 days are over."},
		{"soon, perhaps", data.Retention{Days: 90, Longest: 1095, DueSoon: 12, Next: noon.AddDate(0, 0, 4)}, false, fromDesk, 0, "From 25 May 2027 on, up to 12 sign-ups have to be erased"},
		{"soon, and known", data.Retention{Days: 90, Longest: 1095, DueSoon: 12, Next: noon.AddDate(0, 0, 4)}, true, fromDesk, 0, "From 25 May 2027 on, 12 sign-ups have to be erased"},
	} {
		page, says := kept("en", &fakeKeeper{due: c.due}, c.open, c.state)
		if said := says(); len(page.Holds) != c.holds || !strings.Contains(squeezed(said), squeezed(c.says)) {
			t.Errorf("%s: %d buttons to hold, and it says %q", c.name, len(page.Holds), said)
		}
		if c.state.KeepingOf == session.Desk {
			_, says := kept("en", &fakeKeeper{due: c.due}, c.open, session.State{Screen: session.Desk})
			if said := says(); c.open && !strings.Contains(squeezed(said), squeezed(c.says)) {
				t.Errorf("%s: the desk says %q", c.name, said)
			}
		}
	}
}

// Count and date come first; after it was held the page says what is left behind, and offers it no more.
func TestForgettingSaysWhatItLeavesBehind(t *testing.T) {
	k := &fakeKeeper{due: data.Retention{Days: 90, Due: 12, Before: noon.AddDate(0, 0, -90)}}
	rec := data.PurgeRecord{At: noon, Before: noon.AddDate(0, 0, -90), Persons: 12}
	times := 0
	k.purge = func() (data.PurgeRecord, error) {
		times++
		k.due.Due, k.purges = 0, append(k.purges, rec)
		return rec, nil
	}
	page, says := kept("en", k, true, fromDesk)
	hold := page.Holds[0]
	if !strings.Contains(hold.Text, "12") {
		t.Errorf("the button says %q", hold.Text)
	}
	hold.OnAct()
	said := says()
	for _, want := range []string{"Erased: 12 sign-ups from before 20 February 2027.", "21 May 2027: 12 sign-ups from before 20 February 2027"} {
		if !strings.Contains(squeezed(said), squeezed(want)) {
			t.Errorf("%q is missing in %q", want, said)
		}
	}
	if times != 1 || strings.Contains(said, "Hold:") {
		t.Errorf("forgotten %d times, then it says %q", times, said)
	}
	for _, c := range []struct {
		err  error
		says string
	}{{errors.New("input/output error"), "could not be erased"}, {data.ErrClock, "That cannot be right"}} {
		k.due.Due, k.due.Clock = 12, ""
		k.purge = func() (data.PurgeRecord, error) {
			if errors.Is(c.err, data.ErrClock) {
				k.due.Clock = "set back"
			}
			return data.PurgeRecord{}, c.err
		}
		page, says := kept("en", k, true, fromDesk)
		page.Holds[0].OnAct()
		if said := says(); !strings.Contains(squeezed(said), squeezed(c.says)) || strings.Contains(said, "input/output") {
			t.Errorf("%v: it says %q", c.err, said)
		}
	}
}

// The six words of all keys, and how many they are, stand on the menu, the desk and at the end of the notice; on the page
// of their own with every key, and with what is wrong.
func TestTheWordsOfTheKeysAreShown(t *testing.T) {
	for _, added := range []bool{false, true} {
		k := &fakeKeeper{added: added}
		for lang, count := range map[event.Lang]string{event.ZH: "把密钥", event.EN: " keys"} {
			count = fmt.Sprint(len(k.Keys().Named)) + map[bool]string{true: " ", false: ""}[lang == event.ZH] + count
			set := k.Keys().Words[lang]
			for _, st := range []session.State{fromStaff, {Screen: session.Desk}, {Screen: session.Staff}, {Screen: session.Notice}} {
				page, says := kept(string(lang), k, true, st)
				tick(page, noon)
				said := squeezed(says())
				if !strings.Contains(said, squeezed(count)) {
					t.Errorf("%s on %s: the number of keys is missing in %q", lang, st.Screen, said)
				}
				for _, w := range set {
					if !strings.Contains(said, squeezed(w)) {
						t.Errorf("%s on %s: %q is missing in %q", lang, st.Screen, w, said)
					}
				}
				if st.Screen != session.Keeping {
					continue
				}
				for _, one := range k.Keys().Named {
					if !strings.Contains(said, squeezed(one.Fingerprint)) {
						t.Errorf("%s: the key %s is missing in %q", lang, one.Fingerprint, said)
					}
				}
			}
		}
	}
	for want, k := range map[string]*fakeKeeper{
		"Not signed yet": {unsigned: true}, "Nobody can sign up": {keysFault: "x"}, "Compare the six words": {},
	} {
		_, says := kept("en", k, true, fromStaff)
		if said := squeezed(says()); !strings.Contains(said, squeezed(want)) {
			t.Errorf("%q is missing in %q", want, said)
		}
	}
}

// A folder that cannot be opened at start names the two commands that help, and only it does.
func TestAFolderThatDoesNotOpenNamesRescue(t *testing.T) {
	for _, lang := range []string{"zh", "en"} {
		for code, fault := range map[session.Code]string{"MB-21": session.FaultStore, "MB-22": session.FaultStore, "MB-11": session.FaultCrash} {
			_, says := kept(lang, &fakeKeeper{}, false, session.State{Screen: session.Closed, Duty: session.Duty{Fault: fault, Code: code}})
			said := says()
			names := strings.Contains(said, "verify") && strings.Contains(said, "rescue")
			if names != (code == "MB-21") {
				t.Errorf("%s, %s: it says %q", lang, code, said)
			}
		}
	}
}
