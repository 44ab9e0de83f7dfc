package app

import (
	"context"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"matchbooth/data"
	"matchbooth/data/record"
	"matchbooth/kiosk/event"
	"matchbooth/kiosk/session"
	"matchbooth/ui/desk"
	"matchbooth/ui/page"
	"matchbooth/ui/touch"
)

// overStore is a booth over a real practice folder in which nobody has signed up yet, by the booth's clock.
func overStore(t *testing.T) (b *Booth, s *data.Store, now *time.Time) {
	t.Helper()
	b, _, now = booth(t)
	dir := filepath.Join(t.TempDir(), "booth")
	opt := data.Options{Clock: func() time.Time { return *now }}
	if err := data.CreatePractice(dir, b.Pack.ID, opt); err != nil {
		t.Fatal(err)
	}
	s, err := data.Open(dir, opt)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return b, s, now
}

// deskOverStore is an open desk over a real store with people in it, at a page of the desk.
func deskOverStore(t *testing.T, at session.DeskPage, people ...record.SignUp) (*Booth, *data.Store, *time.Time) {
	t.Helper()
	b, s, now := overStore(t)
	strict := *b.Pack // an event that wants a document seen as well
	strict.Checks = slices.Clone(b.Pack.CheckList())
	for i := range strict.Checks {
		strict.Checks[i].Required = strict.Checks[i].Required || strict.Checks[i].ID == event.CheckIdentity
	}
	b.Pack = &strict
	b.Store, b.desk = s, b.deskOver(s)
	for i, up := range people {
		once := make([]byte, 32)
		once[0] = byte(i + 1)
		if _, _, err := s.SignUpOnce(t.Context(), once, up); err != nil {
			t.Fatal(err)
		}
	}
	on(b, now, session.Event{Kind: session.OpenDesk, Arg: string(at)})
	if err := b.desk.Unlock(t.Context(), []byte("practice"), "LM"); err != nil {
		t.Fatal(err)
	}
	b.shown = ""
	b.show()
	return b, s, now
}

// signedUp is a made-up sign-up of some days ago.
func signedUp(now time.Time, days int, name, phone string) record.SignUp {
	return record.SignUp{At: now.AddDate(0, 0, -days), Lang: "zh", Fields: map[string]record.Field{"name": {Text: record.Text(name)}, "phone": {Text: record.Text(phone)}},
		Consents: []record.Consent{{ID: "followup", Lang: "zh", At: now.AddDate(0, 0, -days)}}}
}

var deskDay = time.Date(2027, 5, 21, 10, 0, 0, 0, time.UTC)

// stored are the records as a desk that is opened anew reads them, by name.
func stored(t *testing.T, s *data.Store) map[string]record.Record {
	t.Helper()
	key, _, err := s.TryPassphrase(context.Background(), []byte("practice"))
	if err != nil {
		t.Fatal(err)
	}
	defer key.Close()
	list, _, err := s.Records(context.Background(), key, nil)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]record.Record{}
	for _, r := range list {
		out[string(r.Fields["name"].Text)] = r
	}
	return out
}

// pageSays is everything that stands on a page, with the parts of controls.
func pageSays(pg *page.Page) string {
	var all strings.Builder
	walk(pg.Root, fyne.NewPos(0, 0), func(o fyne.CanvasObject, _ page.Box, _ bool) {
		if x, ok := o.(*canvas.Text); ok {
			all.WriteString(x.Text + "\n")
		}
	})
	return all.String()
}

func on1(b *Booth, id string) *touch.Button {
	for _, x := range b.page.Buttons {
		if x.ID == id {
			return x
		}
	}
	return nil
}

// scans types as a scanner does: quickly, with Enter at the end.
func scans(b *Booth, s string) {
	for _, r := range s {
		b.key("", r)
	}
	b.key(fyne.KeyReturn, 0)
}

func seconds(b *Booth, now *time.Time, n int) {
	for range n {
		*now = now.Add(time.Second)
		for _, live := range b.page.Live {
			live(*now)
		}
	}
}

// A check is written once every required step has an answer, with the kit that was scanned wherever the page stood; then the
// person leaves the queue, and the rail, the page's line and the list agree on who is left.
func TestACheckAtTheDeskEndsInTheStore(t *testing.T) {
	b, s, _ := deskOverStore(t, session.DeskCheck, signedUp(deskDay, 0, "赵可心", "18800003356"), signedUp(deskDay, 0, "何苗", "13100006630"))
	done := on1(b, "desk.check.done")
	if !done.Disabled() || !strings.Contains(done.Text, "2") {
		t.Errorf("the main button says %q", done.Text)
	}
	touchOn(t, b, "desk.check.yes") // it rang
	if done = on1(b, "desk.check.done"); !strings.Contains(done.Text, "1") {
		t.Errorf("after one answer the main button says %q", done.Text)
	}
	scans(b, "K-000131") // while the page asks for the card
	touchOn(t, b, "desk.check.yes")
	if done = on1(b, "desk.check.done"); done.Disabled() {
		t.Fatal("nothing is missing, and it cannot be done")
	}
	b.key(fyne.KeyReturn, 0)
	got := stored(t, s)["赵可心"]
	if len(got.Checks) != 1 || !got.Checks[0].Rang || !got.Checks[0].Identity || got.Checks[0].Kit != "K-000131" || got.Checks[0].Initials != "LM" {
		t.Errorf("%d checks", len(got.Checks))
	}
	if n := len(b.desk.Opened().Records); n != 2 || !strings.Contains(pageSays(b.page), "还有 1 位") || !strings.Contains(page.Plain(pageSays(b.page)), "赵·· 核对好了") {
		t.Errorf("it says %q", pageSays(b.page))
	}
	// The kit is taken now: the next one is told whose it is, and nothing is noted.
	scans(b, "k-000131")
	if text := pageSays(b.page); !strings.Contains(text, got.Code.String()) {
		t.Errorf("a kit twice: %q", text)
	}
	if on1(b, "desk.row.step.kit") == nil && strings.Contains(pageSays(b.page), "K-000131") {
		t.Error("the kit stands there as this person's")
	}
}

// A phone that did not ring is an answer, and the page says what to do.
func TestAPhoneThatDidNotRingIsSaid(t *testing.T) {
	b, s, _ := deskOverStore(t, session.DeskCheck, signedUp(deskDay, 0, "赵可心", "18800003356"))
	touchOn(t, b, "desk.check.no")
	if !strings.Contains(pageSays(b.page), b.texts.In("zh").S("desk.check.silent")[:12]) {
		t.Errorf("it says %q", pageSays(b.page))
	}
	touchOn(t, b, "desk.row.step.identity")
	touchOn(t, b, "desk.check.yes")
	touchOn(t, b, "desk.check.done")
	r := stored(t, s)["赵可心"]
	if yes, said := r.Checked(record.StepRang); yes || !said {
		t.Errorf("rang: %t, %t", yes, said)
	}
	if !strings.Contains(pageSays(b.page), "都核对过了") {
		t.Errorf("it says %q", pageSays(b.page))
	}
}

// Put off is at the end, with what was answered; a receipt code that is scanned leads to whose it is.
func TestTheQueueOfChecks(t *testing.T) {
	b, _, _ := deskOverStore(t, session.DeskCheck,
		signedUp(deskDay, 3, "周楷", "15900002615"), signedUp(deskDay.Add(-time.Hour), 0, "赵可心", "18800003356"), signedUp(deskDay, 0, "何苗", "13100006630"))
	front := func() string {
		for _, r := range b.desk.Opened().Records {
			if strings.Contains(pageSays(b.page), r.Code.String()) {
				return string(r.Fields["name"].Text)
			}
		}
		return ""
	}
	if front() != "赵可心" {
		t.Fatalf("%s is first, and not who came first today", front())
	}
	touchOn(t, b, "desk.check.yes")
	b.key(fyne.KeyEscape, 0)
	if front() != "何苗" {
		t.Fatalf("after putting off: %s", front())
	}
	b.key(fyne.KeyDown, 0)
	if front() != "周楷" {
		t.Errorf("arrow: %s", front())
	}
	for _, r := range b.desk.Opened().Records {
		if r.Fields["name"].Text == "赵可心" {
			scans(b, strings.ToLower(r.Code.String()))
		}
	}
	if front() != "赵可心" || !strings.Contains(on1(b, "desk.check.done").Text, "1") {
		t.Errorf("after the receipt code: %s, %q", front(), on1(b, "desk.check.done").Text)
	}
}

// One tap notes an outcome; for ten seconds it can be taken back, and nothing is written before.
func TestAnOutcomeCanBeTakenBackForTenSeconds(t *testing.T) {
	b, s, now := deskOverStore(t, session.DeskCalls, signedUp(deskDay, 8, "周凯文", "15200008820"), signedUp(deskDay, 7, "吴若曦", "17700005048"))
	contacts := func() int { return len(stored(t, s)["周凯文"].Contacts) }
	touchOn(t, b, "desk.calls.as.withdrew")
	seconds(b, now, 9)
	if contacts() != 0 {
		t.Fatal("written before its time")
	}
	touchOn(t, b, "desk.calls.takeback")
	seconds(b, now, 30)
	if contacts() != 0 || len(b.desk.Opened().Due) != 2 {
		t.Fatal("written although it was taken back")
	}
	touchOn(t, b, "desk.calls.as.no_answer")
	seconds(b, now, 11)
	r := stored(t, s)["周凯文"]
	if len(r.Contacts) != 1 || r.Contacts[0].Outcome != record.NoAnswer || r.Contacts[0].Plan != "day7" || r.Contacts[0].Channel != record.ChannelCall || r.Contacts[0].Initials != "LM" {
		t.Fatalf("%d contacts", len(r.Contacts))
	}
	if n := len(b.desk.Opened().Due); n != 1 || !strings.Contains(pageSays(b.page), "今天该联络 1 位") {
		t.Errorf("%d due; %q", n, pageSays(b.page))
	}
	if on1(b, "desk.calls.takeback") != nil {
		t.Error("what is written can be taken back")
	}
}

// Nothing that was tapped is lost: another page and a lock write it at once.
func TestAPendingOutcomeIsWrittenBeforeTheDeskLocks(t *testing.T) {
	for name, leave := range map[string]func(b *Booth, now *time.Time){
		"locked": func(b *Booth, now *time.Time) { on(b, now, ev(session.CloseDesk)) },
		"elsewhere": func(b *Booth, now *time.Time) {
			on(b, now, session.Event{Kind: session.DeskGo, Arg: string(session.DeskToday)})
		},
		"the next": func(b *Booth, _ *time.Time) { b.key("", '2') },
	} {
		t.Run(name, func(t *testing.T) {
			b, s, now := deskOverStore(t, session.DeskCalls, signedUp(deskDay, 8, "周凯文", "15200008820"), signedUp(deskDay, 7, "吴若曦", "17700005048"))
			b.key("", '1')
			leave(b, now)
			if got := stored(t, s)["周凯文"].Contacts; len(got) != 1 || got[0].Outcome != record.Reached {
				t.Errorf("%d contacts", len(got))
			}
		})
	}
}

// Whatever a page of the desk shows in full or remembers is gone after the lock, from the page that stood too.
func TestNothingOfTheWorkPagesIsLeft(t *testing.T) {
	for at, act := range map[session.DeskPage]func(t *testing.T, b *Booth){
		session.DeskCheck: func(t *testing.T, b *Booth) {
			touchOn(t, b, "desk.show")
			scans(b, canary+"-kit")
		},
		session.DeskCalls:   func(t *testing.T, b *Booth) { touchOn(t, b, "desk.calls.show") },
		session.DeskDoubles: func(t *testing.T, b *Booth) { touchOn(t, b, "desk.doubles.show") },
	} {
		t.Run(string(at), func(t *testing.T) {
			b, _, now := deskOverStore(t, at, signedUp(deskDay, 7, canary+" one", "15200008820"), signedUp(deskDay, 7, canary+" two", "15200008820"))
			act(t, b)
			pg, opened := b.page, b.desk.Opened()
			if held(pg) == "" {
				t.Fatal("the page does not show the name")
			}
			on(b, now, ev(session.CloseDesk))
			for what, v := range map[string]any{"page": pg, "page that stands": b.page, "desk": b.desk, "opened": opened, "remembered": &b.atDesk} {
				if way := held(v); way != "" {
					t.Errorf("a name is left in the %s: %s", what, way)
				}
			}
		})
	}
}

func holdOn(t *testing.T, b *Booth, id string) {
	t.Helper()
	for _, h := range b.page.Holds {
		if h.ID == id {
			h.OnAct()
			return
		}
	}
	t.Fatalf("there is nothing to hold named %s", id)
}

// Two sign-ups with one number are joined by holding, and parted again; or noted as two people, and not offered again: then
// erasing the one leaves the other.
func TestDoublesAreJoinedPartedAndLaidAside(t *testing.T) {
	first, second := signedUp(deskDay, 2, "周凯文", "15200008820"), signedUp(deskDay, 0, "周楷", "15200008820")
	b, s, _ := deskOverStore(t, session.DeskDoubles, first, second)
	if text := pageSays(b.page); strings.Contains(text, "凯文") || !strings.Contains(text, "同一个号码") {
		t.Fatalf("it says %q", text)
	}
	touchOn(t, b, "desk.doubles.show")
	if !strings.Contains(pageSays(b.page), "周凯文") {
		t.Error("it does not show who they are")
	}
	holdOn(t, b, "desk.doubles.one")
	if n := len(b.desk.Opened().Records); n != 1 || len(stored(t, s)) != 1 {
		t.Fatalf("%d people", n)
	}
	if strings.Contains(pageSays(b.page), "凯文") {
		t.Error("they are still shown")
	}
	if on1(b, "desk.doubles.part") == nil {
		t.Fatal("the last join cannot be taken back where it was made")
	}
	touchOn(t, b, "desk.doubles.part")
	if len(stored(t, s)) != 2 {
		t.Fatal("they are not parted")
	}

	b, s, now := deskOverStore(t, session.DeskDoubles, first, second)
	b.key(fyne.KeyDelete, 0)
	if n := len(b.desk.Opened().List.Doubles()); n != 0 || len(b.desk.Opened().Records) != 2 {
		t.Fatalf("%d doubles", n)
	}
	on(b, now, ev(session.CloseDesk), session.Event{Kind: session.OpenDesk, Arg: string(session.DeskDoubles)})
	if err := b.desk.Unlock(t.Context(), []byte("practice"), "LM"); err != nil {
		t.Fatal(err)
	}
	if len(b.desk.Opened().List.Doubles()) != 0 {
		t.Error("they are offered again at the next opening")
	}
	if err := b.desk.Erase(t.Context(), b.desk.Opened().Records[0].Person); err != nil {
		t.Fatal(err)
	}
	if got := stored(t, s); len(got) != 1 {
		t.Errorf("%d people are left after erasing one of two", len(got))
	}
}

// By keys alone: Enter asks, Esc leaves it, Enter twice joins.
func TestDoublesAreJoinedByKeys(t *testing.T) {
	b, s, _ := deskOverStore(t, session.DeskDoubles, signedUp(deskDay, 2, "周凯文", "15200008820"), signedUp(deskDay, 0, "周楷", "15200008820"))
	b.key(fyne.KeyReturn, 0)
	b.key(fyne.KeyEscape, 0)
	b.key(fyne.KeyReturn, 0)
	if len(stored(t, s)) != 2 {
		t.Fatal("joined by Enter once")
	}
	b.key(fyne.KeyReturn, 0)
	if len(stored(t, s)) != 1 {
		t.Fatal("not joined by Enter twice")
	}
}

// A kit of two people is settled where it is named: the one who holds another is scanned again.
func TestAKitOfTwoPeopleIsSettled(t *testing.T) {
	b, s, now := deskOverStore(t, session.DeskToday, signedUp(deskDay, 1, "吴若曦", "17700005048"), signedUp(deskDay, 1, "何苗", "13100006630"))
	for _, r := range stored(t, s) { // as two booths do that do not know of each other
		if err := s.AddCheck(t.Context(), r.Person, record.Check{At: *now, Rang: true, Identity: true, Kit: "K-7", Initials: "HM"}); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := b.desk.Reread(t.Context()); err != nil {
		t.Fatal(err)
	}
	on(b, now, session.Event{Kind: session.DeskGo, Arg: string(session.DeskDoubles)})
	if !strings.Contains(pageSays(b.page), "一个采样盒，几个人") {
		t.Fatalf("it says %q", pageSays(b.page))
	}
	*now = now.Add(20 * time.Second)
	touchOn(t, b, "desk.doubles.scan.0")
	scans(b, "K-0008")
	if !strings.Contains(pageSays(b.page), b.texts.In("zh").S("desk.check.replace")) {
		t.Fatalf("it says %q", pageSays(b.page))
	}
	touchOn(t, b, "desk.check.kit.skip") // use this one
	touchOn(t, b, "desk.check.done")
	if n := len(b.desk.Opened().List.KitClashes()); n != 0 {
		t.Errorf("%d clashes are left", n)
	}
	on(b, now, session.Event{Kind: session.DeskGo, Arg: string(session.DeskDoubles)})
	if !strings.Contains(pageSays(b.page), "采样盒也都对得上") {
		t.Errorf("it says %q", pageSays(b.page))
	}
}

// Where people are erased before the contact that is planned for them, the page of calls names it; elsewhere it names the keys.
func TestTheCallsNameAPlanThatComesTooLate(t *testing.T) {
	pack, texts := fixtures()
	for days, want := range map[int]bool{5: true, 0: false} {
		crowd := deskCrowded()
		for _, r := range crowd.Records {
			if days > 0 {
				crowd.Ends[r.Person] = data.End{At: r.At.AddDate(0, 0, days).Add(time.Hour), Days: days}
			}
		}
		st := session.New()
		st.Screen, st.DeskPage, st.Lang = session.Desk, session.DeskCalls, "en"
		pg := drawPage(page.Context{Pack: pack, State: st, T: texts.In("en"), Size: fyne.NewSize(1280, 800), Now: noon, Still: true, Inline: true,
			Send: func(session.Event) {}}, desk.Work{Desk: &fakeDesk{open: true, crowd: crowd}, Status: &fakeKeeper{}})
		if text := pageSays(pg); strings.Contains(text, "erased before") != want {
			t.Errorf("%d days: %q", days, text)
		}
	}
}
