package app

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"matchbooth/data"
	"matchbooth/data/record"
	"matchbooth/kiosk/session"
	"matchbooth/ui/page"
	"matchbooth/ui/touch/field"
)

// openDesk is a desk over a real folder with people who do not exist, open at the list.
func openDesk(t *testing.T) (b *Booth, s *data.Store, now *time.Time, ids []string) {
	t.Helper()
	b, s, now = overStore(t)
	for i, p := range []struct{ name, phone string }{{"张珂", "13800000417"}, {"周克文", "15200008820"}, {"王喆", "18800003356"}, {"王哲", "18800003356"}} {
		up := record.SignUp{At: now.UTC().Add(time.Duration(i) * time.Minute), Lang: "zh", Fields: map[string]record.Field{"name": {Text: record.Text(p.name)}, "phone": {Text: record.Text(p.phone)}}}
		for _, k := range b.Pack.Consents {
			up.Consents = append(up.Consents, record.Consent{ID: k.ID, SHA256: k.SHA256("zh"), Lang: "zh", At: up.At})
		}
		saved, err := s.SignUp(t.Context(), up)
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, saved.Person)
	}
	b.Store, b.desk = s, b.deskOver(s)
	on(b, now, toPeople)
	typeInto(t, b, "initials", "LQ")
	typeInto(t, b, "passphrase", "practice")
	tapOn(t, b, now, "desk.open")
	if b.desk.Opened() == nil {
		t.Fatal("the desk is not open")
	}
	return b, s, now, ids
}

// tapOn touches a button, a second after what was before.
func tapOn(t *testing.T, b *Booth, now *time.Time, id string) {
	t.Helper()
	*now = now.Add(time.Second)
	touchOn(t, b, id)
}

// types types as a physical keyboard does, also a scanner.
func types(b *Booth, now *time.Time, s string, keys ...fyne.KeyName) {
	*now = now.Add(time.Second)
	for _, r := range s {
		b.keys.input.Rune(r)
	}
	for _, k := range keys {
		b.keys.input.Key(k)
	}
}

// reads are all texts of the page that stands.
func reads(b *Booth) string {
	var out strings.Builder
	walkIn(b.page.Root, fyne.NewPos(0, 0), false, func(o fyne.CanvasObject, _ page.Box, _ bool) {
		if x, ok := o.(*canvas.Text); ok {
			out.WriteString(x.Text + "\n")
		}
	})
	return strings.Join(strings.Fields(out.String()), "")
}

func (b *Booth) says(key string, args ...any) string {
	return strings.Join(strings.Fields(b.texts.In(b.state.Lang).S(key, args...)), "")
}

func personOf(t *testing.T, b *Booth, id string) record.Record {
	t.Helper()
	o := b.desk.Opened()
	at := o.Place(id)
	if at < 0 {
		t.Fatal("nobody is there")
	}
	return o.Records[at]
}

func audited(t *testing.T, s *data.Store, what string) (n int) {
	t.Helper()
	lines, err := s.AuditLog(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range lines {
		if l.What == what {
			n++
		}
	}
	return n
}

func typedIn(t *testing.T, b *Booth, id string) *field.Field {
	t.Helper()
	i := slices.IndexFunc(b.page.Fields, func(f *field.Field) bool { return f.ID == id })
	if i < 0 {
		t.Fatalf("there is no field %s", id)
	}
	return b.page.Fields[i]
}

func enters(t *testing.T, b *Booth, id, s string) {
	t.Helper()
	f := typedIn(t, b, id)
	b.keys.input.Take(f)
	f.Clear()
	f.Insert(s)
}

func TestTheListIsFilteredWhileSomebodyTypes(t *testing.T) {
	b, _, now, _ := openDesk(t)
	if got := reads(b); strings.Contains(got, "张珂") || strings.Contains(got, "13800000417") {
		t.Error("somebody is shown before anybody asked")
	}
	types(b, now, "zk")
	if got := reads(b); !strings.Contains(got, b.says("desk.people.found", "N", 2)) {
		t.Errorf("zk: %s", got)
	}
	types(b, now, "qqq")
	if got := reads(b); !strings.Contains(got, b.says("desk.people.nobody")) {
		t.Error("who is not found is not said")
	}
	types(b, now, "", fyne.KeyEscape)
	if f := typedIn(t, b, "desk.search"); f.Text() != "" || !strings.Contains(reads(b), b.says("desk.people.found", "N", 4)) {
		t.Error("Esc does not empty the search")
	}
	tapOn(t, b, now, "desk.only.doubles")
	if !strings.Contains(reads(b), b.says("desk.people.found", "N", 2)) {
		t.Error("a chip does not narrow the list")
	}
	tapOn(t, b, now, "desk.only.doubles")
	if !strings.Contains(reads(b), b.says("desk.people.found", "N", 4)) {
		t.Error("touched once more it still does")
	}
}

// A scanner types a receipt code and ends with Enter: the one who was found is opened, with the way back to what was
// looked for.
func TestAScannedCodeOpensThePerson(t *testing.T) {
	b, s, now, ids := openDesk(t)
	types(b, now, personOf(t, b, ids[1]).Code.String(), fyne.KeyReturn)
	if b.state.DeskPage != session.DeskOne || b.state.DeskPerson != ids[1] {
		t.Fatalf("on %s", b.state.DeskPage)
	}
	if got := reads(b); strings.Contains(got, "周克文") || strings.Contains(got, "15200008820") {
		t.Error("the page is not masked")
	}
	for range 3 {
		tapOn(t, b, now, "desk.one.show")
	}
	if got := reads(b); !strings.Contains(got, "周克文") || !strings.Contains(got, "15200008820") {
		t.Error("the page is masked all the same")
	}
	if n := audited(t, s, "record shown"); n != 1 {
		t.Errorf("it is in the audit %d times", n)
	}
	*now = now.Add(time.Second)
	b.key(fyne.KeyEscape, 0)
	if b.state.DeskPage != session.DeskPeople || !strings.Contains(reads(b), b.says("desk.people.found", "N", 1)) {
		t.Error("Esc does not lead back to what was found")
	}
	types(b, now, "", fyne.KeyReturn)
	if got := reads(b); strings.Contains(got, "周克文") {
		t.Error("opened again, the page is not masked")
	}
}

// Opened again after the lid was closed, the desk is at the person who stood there, masked.
func TestADeskThatSleptReturnsToItsPage(t *testing.T) {
	b, s, now, ids := openDesk(t)
	on(b, now, session.Event{Kind: session.DeskGo, Arg: string(session.DeskOne), Arg2: ids[1]})
	tapOn(t, b, now, "desk.one.show")
	*now = now.Add(time.Hour)
	b.Send(ev(session.Tick))
	if b.desk.Opened() != nil || strings.Contains(reads(b), "周克文") {
		t.Fatal("the desk stands open")
	}
	on(b, now, ev(session.OpenDesk))
	typeInto(t, b, "initials", "LQ")
	typeInto(t, b, "passphrase", "practice")
	tapOn(t, b, now, "desk.open")
	if b.state.DeskPage != session.DeskOne || b.state.DeskPerson != ids[1] || b.desk.Opened() == nil {
		t.Errorf("opened again at %s", b.state.DeskPage)
	}
	if got := reads(b); strings.Contains(got, "周克文") || audited(t, s, "record shown") != 1 {
		t.Error("the page is not masked")
	}
}

func TestTheListByKeysAlone(t *testing.T) {
	b, s, now, ids := openDesk(t)
	types(b, now, "zk", fyne.KeyReturn)
	if b.state.DeskPage != session.DeskPeople || !b.atDesk.InList {
		t.Fatal("Enter with several found does not lead into the list")
	}
	types(b, now, " ")
	if got := reads(b); !strings.Contains(got, "周克文") || strings.Contains(got, "张珂") {
		t.Error("a space shows not the one whom the keys are on, or more")
	}
	types(b, now, "", fyne.KeyDown)
	if got := reads(b); strings.Contains(got, "周克文") || audited(t, s, "record shown") != 1 {
		t.Error("one row on, the one before is still shown")
	}
	types(b, now, "", fyne.KeyReturn)
	if b.state.DeskPerson != ids[0] {
		t.Error("Enter does not open the row that the keys are on")
	}
	*now = now.Add(time.Second)
	b.key(fyne.KeyEscape, 0)
	types(b, now, "", fyne.KeyUp, fyne.KeyUp)
	types(b, now, " w")
	if f := typedIn(t, b, "desk.search"); f.Text() != "zk w" {
		t.Errorf("back in the search a space is typed: %q", f.Text())
	}
}

func TestACorrectionNeedsAReasonAndIsSeenAtOnce(t *testing.T) {
	b, s, now, ids := openDesk(t)
	on(b, now, session.Event{Kind: session.DeskGo, Arg: string(session.DeskOne), Arg2: ids[0]})
	tapOn(t, b, now, "desk.row.phone")
	enters(t, b, "phone", "1380000")
	tapOn(t, b, now, "desk.one.save")
	if got := reads(b); !strings.Contains(got, b.says("change.reason.none")) || !strings.Contains(got, b.says("problem.phone.digits")) {
		t.Errorf("what is wrong is not said: %s", got)
	}
	enters(t, b, "phone", "13800000418")
	tapOn(t, b, now, "desk.reason.new")
	tapOn(t, b, now, "desk.one.save")
	r := personOf(t, b, ids[0])
	if r.Fields["phone"].Text != "13800000418" || len(r.History) != 1 || r.History[0].By != "LQ" || string(r.History[0].Reason) != b.texts.In("zh").S("desk.reason.new") {
		t.Error("the correction is not what was typed, or nobody's")
	}
	if got := reads(b); !strings.Contains(got, "13800000418") || !strings.Contains(got, b.says("desk.one.corrected")) {
		t.Errorf("the page does not say so: %s", got)
	}
	if audited(t, s, "record shown") != 1 {
		t.Error("who corrects sees the value, which is not in the audit")
	}
	tapOn(t, b, now, "desk.row.contact1")
	enters(t, b, "contact1_name", "张海")
	enters(t, b, "contact1_phone", "13900002204")
	tapOn(t, b, now, "desk.answer.parent")
	enters(t, b, "reason", "本人补的")
	tapOn(t, b, now, "desk.one.save")
	if p := personOf(t, b, ids[0]).Fields["contact1"].Person; p == nil || p.Phone != "13900002204" || p.Relation != "parent" {
		t.Error("somebody who was added is not there")
	}
}

func TestConsentIsWithdrawnAndGivenAgain(t *testing.T) {
	b, _, now, ids := openDesk(t)
	on(b, now, session.Event{Kind: session.DeskGo, Arg: string(session.DeskOne), Arg2: ids[0]})
	has := func() bool {
		return slices.ContainsFunc(personOf(t, b, ids[0]).Consents, func(c record.Consent) bool { return c.ID == "handover" })
	}
	tapOn(t, b, now, "desk.row.consent.handover")
	tapOn(t, b, now, "desk.one.save")
	if !has() || !strings.Contains(reads(b), b.says("change.reason.none")) {
		t.Error("it was withdrawn without a reason, or that was not said")
	}
	tapOn(t, b, now, "desk.reason.mind")
	tapOn(t, b, now, "desk.one.save")
	if has() {
		t.Fatal("it was not withdrawn")
	}
	tapOn(t, b, now, "desk.row.consent.handover")
	tapOn(t, b, now, "desk.reason.said")
	tapOn(t, b, now, "desk.one.save")
	if !has() {
		t.Error("it was not given")
	}
	tapOn(t, b, now, "desk.row.consent.notice")
	if slices.ContainsFunc(controls(b.page), func(c control) bool { return c.id == "desk.one.save" }) {
		t.Error("what cannot be withdrawn has a button for it")
	}
}

func TestTwoAreJoinedPartedAndErased(t *testing.T) {
	b, _, now, ids := openDesk(t)
	on(b, now, session.Event{Kind: session.DeskGo, Arg: string(session.DeskOne), Arg2: ids[3]})
	tapOn(t, b, now, "desk.one.join")
	tapOn(t, b, now, "desk.row.other."+ids[2]) // the program takes them for one: the same number
	tapOn(t, b, now, "desk.one.save")
	if o := b.desk.Opened(); len(o.Records) != 3 || o.Place(ids[3]) != o.Place(ids[2]) {
		t.Fatal("they are not one person")
	}
	tapOn(t, b, now, "desk.one.join")
	tapOn(t, b, now, "desk.row.part."+ids[3])
	if len(b.desk.Opened().Records) != 4 {
		t.Fatal("they were not parted")
	}
	on(b, now, session.Event{Kind: session.DeskGo, Arg: string(session.DeskOne), Arg2: ids[3]})
	tapOn(t, b, now, "desk.one.erase")
	if len(b.page.Holds) != 1 || !strings.Contains(reads(b), b.says("desk.erase.never")) {
		t.Fatal("nothing to hold, or not what it means")
	}
	*now = now.Add(time.Second)
	b.page.Holds[0].OnAct()
	if o := b.desk.Opened(); len(o.Records) != 3 || o.Place(ids[3]) >= 0 {
		t.Fatal("they were not erased")
	}
	if b.state.DeskPage != session.DeskPeople || !strings.Contains(reads(b), b.says("desk.erase.done")) {
		t.Error("the list does not say so")
	}
	on(b, now, session.Event{Kind: session.DeskGo, Arg: string(session.DeskOne), Arg2: ids[3]})
	if !strings.Contains(reads(b), b.says("desk.one.nobody")) {
		t.Error("the page of somebody who is gone does not say so")
	}
}

// What was typed on a panel goes with the lock, as everything does.
func TestWhatWasTypedAtTheDeskGoesWithTheLock(t *testing.T) {
	for name, way := range map[string][]string{
		"list":    nil,
		"correct": {"desk.row.name"},
		"consent": {"desk.row.consent.handover"},
		"join":    {"desk.one.join"},
	} {
		t.Run(name, func(t *testing.T) {
			b, _, now, ids := openDesk(t)
			into := "desk.search"
			if way != nil {
				on(b, now, session.Event{Kind: session.DeskGo, Arg: string(session.DeskOne), Arg2: ids[0]})
				into = map[string]string{"correct": "name", "consent": "reason", "join": "desk.other"}[name]
			}
			for _, id := range way {
				tapOn(t, b, now, id)
			}
			enters(t, b, into, canary)
			old := b.page
			if held(b.atDesk) == "" {
				t.Fatal("the walk finds nothing")
			}
			on(b, now, ev(session.CloseDesk))
			for what, v := range map[string]any{"booth": b, "page": old} {
				if way := held(v); way != "" {
					t.Errorf("a canary is left in the %s: %s", what, way)
				}
			}
		})
	}
}

// Where the event's key is elsewhere, the desk says what to bring.
func TestADeskWithoutTheEventsKeySaysWhatToBring(t *testing.T) {
	b, store, now := booth(t)
	p := &keyless{people{memory: store}}
	b.Store, b.desk = p, b.deskOver(p)
	on(b, now, toPeople)
	typeInto(t, b, "initials", "LQ")
	typeInto(t, b, "passphrase", "x")
	tapOn(t, b, now, "desk.open")
	if !strings.Contains(reads(b), b.says("desk.nokey")) {
		t.Error(reads(b))
	}
	typeInto(t, b, "initials", "L Q 1 ?!")
	typeInto(t, b, "passphrase", "x")
	tapOn(t, b, now, "desk.open")
	if !strings.Contains(reads(b), b.says("desk.initials.wrong")) {
		t.Error("wrong initials are not said")
	}
}

type keyless struct{ people }

func (*keyless) TryPassphrase(context.Context, []byte) (data.Opener, time.Duration, error) {
	return nil, 0, data.ErrNoKey
}

// On every page of the desk the tab key goes from field to field, then through all that can be touched, and round to the fields.
func TestTabGoesFromFieldToField(t *testing.T) {
	b, _, now, ids := openDesk(t)
	on(b, now, session.Event{Kind: session.DeskGo, Arg: string(session.DeskOne), Arg2: ids[0]})
	tapOn(t, b, now, "desk.row.contact1")
	var round []string
	between := 0
	for len(round) < 4 && between < 100 {
		if f := b.keys.input.Field(); f != nil {
			round = append(round, f.ID)
		} else {
			between++
		}
		presses(b, now, fyne.KeyTab)
	}
	if got := strings.Join(round, " "); got != "contact1_name contact1_phone reason contact1_name" || between < 5 {
		t.Errorf("round: %s, with %d others between", got, between)
	}
	on(b, now, ev(session.CloseDesk), toPeople)
	was := b.keys.input.Field()
	b.keys.input.Key(fyne.KeyTab)
	if b.keys.input.Field() == was {
		t.Error("where the desk is opened it stays")
	}
}

// Where the row does not show what was typed, it says where that stands.
func TestTheListSaysByWhatSomebodyWasFound(t *testing.T) {
	b, _, now, ids := openDesk(t)
	said := func() int { return strings.Count(reads(b), b.says("desk.by.code")) }
	before := said()
	types(b, now, personOf(t, b, ids[1]).Code.String())
	if said() != before+1 {
		t.Error("found by the receipt code, which is not said")
	}
	types(b, now, "", fyne.KeyEscape)
	types(b, now, "0417")
	if said() != before {
		t.Error("found by the number, and something else is said")
	}
}

// hurried is a store at which somebody goes on before what they changed is written.
type hurried struct {
	*data.Store
	during func()
}

func (h *hurried) AtDesk(d *data.Desk) (data.AtDesk, error) {
	if h.during != nil {
		h.during()
	}
	return h.Store.AtDesk(d)
}

// Who goes on to the list while a change is being written finds everybody there, and who saves twice writes once.
func TestWhoGoesOnWhileAChangeIsWrittenFindsTheList(t *testing.T) {
	b, s, now, ids := openDesk(t)
	h := &hurried{Store: s}
	b.lock()
	b.desk = b.deskOver(h)
	if err := b.desk.Unlock(t.Context(), []byte("practice"), "LQ"); err != nil {
		t.Fatal(err)
	}
	on(b, now, session.Event{Kind: session.DeskGo, Arg: string(session.DeskOne), Arg2: ids[0]})
	tapOn(t, b, now, "desk.row.phone")
	enters(t, b, "phone", "13800000418")
	tapOn(t, b, now, "desk.reason.new")
	h.during = func() {
		h.during = nil
		tapOn(t, b, now, "desk.one.save") // once more
		on(b, now, session.Event{Kind: session.DeskGo, Arg: string(session.DeskPeople)})
	}
	tapOn(t, b, now, "desk.one.save")
	if r := personOf(t, b, ids[0]); r.Fields["phone"].Text != "13800000418" || len(r.History) != 1 {
		t.Errorf("it was written %d times", len(r.History))
	}
	if got := reads(b); b.state.DeskPage != session.DeskPeople || !strings.Contains(got, "张") || !strings.Contains(got, "0418") {
		t.Error("the list shows what there was before, or nobody")
	}
}
