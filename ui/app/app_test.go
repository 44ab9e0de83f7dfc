package app

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"matchbooth/assets"
	"matchbooth/assets/text"
	"matchbooth/data"
	"matchbooth/data/entry"
	"matchbooth/data/record"
	"matchbooth/kiosk/event"
	"matchbooth/kiosk/form"
	"matchbooth/kiosk/session"
	"matchbooth/ui/launch"
	"matchbooth/ui/theme"
)

// memory is a store in memory that can be made to fail.
type memory struct {
	Store
	kept  map[string]record.SignUp // by key
	fail  error
	after bool // fails after it has kept

	broken   error
	reopened int
	meta     map[string]string
	second   data.MirrorState

	visits    []map[string]int
	signed    []bool // of them, who signed up
	uncounted error
	until     time.Time
}

func (*memory) KeySet(context.Context) (data.KeySet, error) { return data.KeySet{}, nil }

func (m *memory) Meta(key string) (string, bool) { v, ok := m.meta[key]; return v, ok }
func (m *memory) TalliesSince(context.Context, time.Time) (map[string]int, error) {
	return map[string]int{}, nil
}
func (m *memory) SetMeta(key, value string) error {
	if m.meta == nil {
		m.meta = map[string]string{}
	}
	m.meta[key] = value
	return nil
}

func (*memory) BoothID() string { return "3f2a" }
func (*memory) Arrivals(context.Context, time.Time, time.Time) ([]data.Arrival, error) {
	return nil, nil
}
func (*memory) TalliesBetween(context.Context, time.Time, time.Time) (map[string]int, error) {
	return map[string]int{}, nil
}
func (*memory) Gaps(context.Context) ([]data.Gap, int, error) { return nil, 0, nil }
func (*memory) Heard(context.Context, time.Time, time.Time) ([]data.Heard, error) {
	return nil, nil
}
func (*memory) Given(context.Context, data.Opener, string) (map[entry.ReceiptCode]string, int, error) {
	return nil, 0, nil
}
func (*memory) MarkGiven(context.Context, string, string, []entry.ReceiptCode, map[entry.ReceiptCode]string, ...entry.ReceiptCode) error {
	return nil
}
func (*memory) HandedOver(context.Context, data.Opener) (map[string]map[entry.ReceiptCode]bool, int, error) {
	return map[string]map[entry.ReceiptCode]bool{}, 0, nil
}
func (*memory) ErasedSinceExport(context.Context, data.Opener, string) ([]entry.ReceiptCode, int, error) {
	return nil, 0, nil
}
func (*memory) Audit(context.Context, string, int) error            { return nil }
func (*memory) AuditLog(context.Context) ([]data.Audited, error)    { return nil, nil }
func (*memory) AuditHead(context.Context) (data.AuditHead, error)   { return data.AuditHead{}, nil }
func (*memory) AuditFaults(context.Context) ([]record.Fault, error) { return nil, nil }

func (m *memory) RetentionBy(context.Context, time.Time, data.Judging) (data.Retention, error) {
	return data.Retention{}, nil
}
func (m *memory) Ends(context.Context, []record.Record, time.Time) (map[string]data.End, error) {
	return nil, nil
}
func (m *memory) Purges(context.Context) ([]data.PurgeRecord, error)    { return nil, nil }
func (m *memory) Mirror() data.MirrorState                              { return m.second }
func (m *memory) Mode() string                                          { return "practice" }
func (m *memory) CountedUntil(context.Context) (time.Time, error)       { return m.until, nil }
func (m *memory) SignedUpSince(context.Context, time.Time) (int, error) { return len(m.kept), nil }
func (m *memory) Visit(_ context.Context, counts map[string]int, signedUp bool) error {
	m.visits = append(m.visits, counts)
	m.signed = append(m.signed, signedUp)
	return m.uncounted
}
func (m *memory) Broken() error { return m.broken }
func (m *memory) Reopen() error { m.reopened++; m.broken = nil; return nil }
func (m *memory) SignUpOnce(_ context.Context, key []byte, up record.SignUp) (data.Saved, bool, error) {
	if m.broken != nil {
		return data.Saved{}, false, m.broken
	}
	if m.fail != nil {
		m.broken = m.fail
	}
	if m.fail != nil && !m.after {
		return data.Saved{}, false, m.fail
	}
	_, had := m.kept[string(key)]
	m.kept[string(key)] = up
	if m.fail != nil {
		return data.Saved{}, false, m.fail
	}
	return data.Saved{Code: "7K4M92QXD", Person: "p"}, !had, nil
}

// booth is a booth without a window, on a clock that the test moves.
func booth(t *testing.T) (*Booth, *memory, *time.Time) {
	t.Helper()
	a := test.NewTempApp(t)
	a.Settings().SetTheme(theme.Fyne{})
	pack, faults, err := event.LoadFS(assets.Event())
	if err != nil || len(faults) > 0 {
		t.Fatal(err, faults)
	}
	texts, err := text.Load()
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2027, 5, 21, 10, 0, 0, 0, time.UTC)
	store := &memory{kept: map[string]record.SignUp{}}
	b := newBooth(store, launch.Options{Pack: pack, Data: t.TempDir()}, texts, func() time.Time { return now })
	// What waits for the disk is done when the test says so (see settled).
	b.background = func(f func()) { waiting[b] = append(waiting[b], f) }
	b.onUI = func(f func()) { f() }
	b.inline = true
	t.Cleanup(func() { delete(waiting, b) })
	b.size = fyne.NewSize(1280, 800)
	b.show()
	return b, store, &now
}

// on lets a visitor do something and time pass.
func on(b *Booth, now *time.Time, events ...session.Event) {
	for _, e := range events {
		*now = now.Add(time.Second)
		b.Send(e)
	}
}

func ev(k session.Kind, arg ...string) session.Event {
	e := session.Event{Kind: k}
	if len(arg) > 0 {
		e.Arg = arg[0]
	}
	return e
}

func answer(id, text string) session.Event {
	return session.Event{Kind: session.SetAnswer, Arg: id, Value: form.Value{Text: form.Text(text)}}
}

func toSave(b *Booth, now *time.Time) {
	on(b, now, ev(session.Start), ev(session.Go, "notice"), ev(session.NoticeRead), ev(session.WantSignUp), ev(session.AnswerAll),
		answer("name", "欧阳娜娜"), ev(session.NextStep), answer("phone", "139 0000 0417"), ev(session.NextStep),
		ev(session.NextStep), ev(session.NextStep), ev(session.ReadBackOK), ev(session.Agree), ev(session.Agree))
}

// waiting is what a booth has to do away from the interface.
var waiting = map[*Booth][]func(){}

// settled lets the booth do what waits for the disk, and asks whether that led where it should.
func settled(t *testing.T, b *Booth, done func() bool) {
	t.Helper()
	for len(waiting[b]) > 0 {
		next := waiting[b][0]
		waiting[b] = waiting[b][1:]
		next()
	}
	if !done() {
		t.Fatalf("still on %s", b.state.Screen)
	}
}

func TestAVisitorIsKeptWithEverythingInItsPlace(t *testing.T) {
	b, store, now := booth(t)
	toSave(b, now)
	settled(t, b, func() bool { return b.state.Screen == session.Saved })
	if len(store.kept) != 1 {
		t.Fatalf("%d sign-ups kept", len(store.kept))
	}
	for _, up := range store.kept {
		if up.Fields["name"].Text != "欧阳娜娜" || up.Fields["phone"].Text != "13900000417" || up.Outcome != "all_true" || len(up.Consents) != 3 || up.Reachability != 1 {
			t.Errorf("name %t, phone %t, outcome %q, %d consents, reachability %d", up.Fields["name"].Text == "欧阳娜娜",
				up.Fields["phone"].Text == "13900000417", up.Outcome, len(up.Consents), up.Reachability)
		}
		for _, c := range up.Consents {
			want := b.Pack.Consent(c.ID).SHA256("zh")
			if c.SHA256 != want || c.Lang != "zh" {
				t.Errorf("consent %s is not the text that was shown", c.ID)
			}
		}
	}
}

// The store hears of a visitor once, with all that is counted, when the visitor has gone; and who signed up.
func TestAVisitorIsCountedWhenGone(t *testing.T) {
	b, store, now := booth(t)
	store.uncounted = errors.New("input/output error") // which stops nothing
	done := func() bool { return len(waiting[b]) == 0 }
	on(b, now, ev(session.Start), ev(session.Go, "stories"))
	settled(t, b, done)
	if len(store.visits) != 0 {
		t.Fatalf("counted while the visitor is there: %v", store.visits)
	}
	on(b, now, ev(session.AskNext), ev(session.Finish))
	settled(t, b, done)
	toSave(b, now)
	settled(t, b, func() bool { return b.state.Screen == session.Saved })
	if len(store.visits) != 1 || store.signed[0] {
		t.Fatalf("after one visitor: %v, signed up: %v", store.visits, store.signed)
	}
	for b.state.Screen != session.Attract { // left alone
		*now = now.Add(time.Minute)
		b.Send(ev(session.Tick))
	}
	settled(t, b, done)
	if len(store.visits) != 2 || !store.signed[1] {
		t.Fatalf("after two: %v, signed up: %v", store.visits, store.signed)
	}
	for i, want := range []map[string]int{
		{session.TallyStarted: 1, session.TallyAbandoned: 1, session.TallyScreen(session.Stories): 1, session.TallyOutcome("all_true"): 0},
		{session.TallyStarted: 1, session.TallyFinished: 1, session.TallyScreen(session.Stories): 0, session.TallyOutcome("all_true"): 1},
	} {
		for name, n := range want {
			if store.visits[i][name] != n {
				t.Errorf("visitor %d: %s is counted %d times, want %d", i, name, store.visits[i][name], n)
			}
		}
	}
	if !strings.HasPrefix(session.TallyOutcome("x"), data.TallyByDay) {
		t.Error("the store would keep outcomes by the hour")
	}
}

func TestAFailedSaveKeepsTheAnswersAndTryingAgainKeepsNobodyTwice(t *testing.T) {
	for _, after := range []bool{false, true} {
		t.Run(fmt.Sprintf("failed after keeping: %t", after), func(t *testing.T) {
			b, store, now := booth(t)
			store.fail, store.after = errors.New("input/output error"), after
			toSave(b, now)
			settled(t, b, func() bool { return b.state.SaveFailed != "" })
			if b.state.Answers["name"].Text != "欧阳娜娜" {
				t.Fatal("the answers are gone")
			}
			store.fail = nil
			*now = now.Add(2 * time.Second)
			b.Send(ev(session.SaveAgain))
			settled(t, b, func() bool { return b.state.Screen == session.Saved })
			if len(store.kept) != 1 {
				t.Errorf("kept %d times", len(store.kept))
			}
			if store.reopened != 1 {
				t.Errorf("the store was reopened %d times after its failed write", store.reopened)
			}
		})
	}
}

func TestTypingNeverTakesTheFieldAway(t *testing.T) {
	b, _, now := booth(t)
	on(b, now, ev(session.Start), ev(session.Go, "notice"), ev(session.NoticeRead), ev(session.WantSignUp), ev(session.AnswerAll), ev(session.NextStep))
	if len(b.state.Problems) == 0 {
		t.Fatal("an empty name was accepted")
	}
	page := b.page
	on(b, now, answer("name", "王"), answer("name", "王喆"))
	if b.page != page {
		t.Error("the page was drawn again under the typing hand")
	}
	on(b, now, ev(session.SetLang, "en"))
	if b.page == page || b.page.Fields[0].Text() != "王喆" {
		t.Error("what was typed did not survive the change of language")
	}
}

func TestNothingOfAVisitorIsLeftInTheWindowAfterTheWipe(t *testing.T) {
	b, _, now := booth(t)
	b.Lang = "en"
	on(b, now, ev(session.Start), ev(session.SetContrast), ev(session.Go, "notice"), ev(session.NoticeRead), ev(session.WantSignUp),
		ev(session.AnswerAll), answer("name", "Canary"), ev(session.AskNext), ev(session.Finish))
	if b.state.Screen != session.Attract || b.state.Lang != "en" || b.state.Contrast || b.once != nil {
		t.Fatalf("on %s, language %s", b.state.Screen, b.state.Lang)
	}
	for _, f := range b.page.Fields {
		if f.Text() != "" {
			t.Error("a field still holds something")
		}
	}
	if strings.Contains(fmt.Sprintf("%#v %+v", b.state, b.state), "Canary") {
		t.Error("the state still holds the name")
	}
}

// A known, an unknown and an erased code get the same answer after the same time; one that came too
// soon is told to wait, whatever it is.
func TestErasingByCodeNeverTells(t *testing.T) {
	b, _, _ := booth(t)
	var paused time.Duration
	b.pause = func(d time.Duration) { paused += d }
	ctx, code := context.Background(), string(entry.CodeOf("nobody"))
	for _, e := range []*eraser{{}, {err: data.ErrCodeUnknown}} {
		b.Store, paused = e, 0
		if got := b.erase(ctx, code); got != session.ErasedDone || paused <= eraseTakes/2 || paused > eraseTakes {
			t.Errorf("%v: %q after %v more", e.err, got, paused)
		}
	}
	b.Store, paused = &eraser{wait: 7 * time.Second}, 0
	if got := b.erase(ctx, code); got != session.ErasedWait || paused != 0 {
		t.Errorf("too soon: %q after %v more", got, paused)
	}
	b.Store = &eraser{err: errors.New("input/output error")}
	if got := b.erase(ctx, code); got != session.ErasedFailed {
		t.Errorf("a failing disk: %q", got)
	}
	e := &eraser{}
	b.Store = e
	if got := b.erase(ctx, code[:8]+"?"); got != session.ErasedFailed || e.asked != 0 {
		t.Errorf("a code that cannot be one: %q, asked for %d times", got, e.asked)
	}
}

type eraser struct {
	Store
	wait  time.Duration
	err   error
	asked int
}

func (e *eraser) TryErase(context.Context, entry.ReceiptCode) (time.Duration, error) {
	e.asked++
	return e.wait, e.err
}

func TestAPageThatShowsNothingOfAnybodyIsUsedAgain(t *testing.T) {
	b, _, now := booth(t)
	first := b.page
	on(b, now, ev(session.SetLang, "en"), ev(session.SetLang, "zh"))
	if b.page != first {
		t.Error("the first screen was built again")
	}
	on(b, now, ev(session.Start), ev(session.Go, "notice"), ev(session.NoticeRead), ev(session.WantSignUp), ev(session.AnswerAll))
	form := b.page
	on(b, now, ev(session.SetLang, "en"), ev(session.SetLang, "zh"))
	if b.page == form {
		t.Error("a page with fields was used again")
	}
	for range 30 {
		on(b, now, ev(session.SetLang, "en"), ev(session.SetLarge), ev(session.SetLang, "zh"), ev(session.SetContrast))
	}
	if len(b.kept) > keepPages {
		t.Errorf("%d pages are kept", len(b.kept))
	}
}
