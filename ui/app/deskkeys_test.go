package app

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"golang.org/x/text/encoding/simplifiedchinese"

	"matchbooth/data/record"
	"matchbooth/kiosk/session"
	"matchbooth/ui/desk"
	"matchbooth/ui/page"
)

// presses presses keys of the physical keyboard one after the other: the field has them first, if there is one.
func presses(b *Booth, now *time.Time, keys ...fyne.KeyName) {
	for _, k := range keys {
		*now = now.Add(time.Second)
		if b.keys.input.Field() != nil {
			b.keys.input.Key(k)
		} else {
			b.key(k, 0)
		}
	}
}

// downTo presses the arrow key until it is at something of a person's page.
func downTo(t *testing.T, b *Booth, now *time.Time, id string) {
	t.Helper()
	for range 40 {
		if b.atDesk.One.At == id {
			return
		}
		presses(b, now, fyne.KeyDown)
	}
	t.Fatalf("the arrow keys do not come to %s", id)
}

// By keys alone: an answer is corrected with a reason, Esc leads out of where something is typed, a consent is withdrawn, and
// the person is led to their check.
func TestOnePersonByKeysAlone(t *testing.T) {
	b, _, now, ids := openDesk(t)
	b.state.Duty.Desk = true // a desk alone, where the booth's own keys do not come up by themselves
	types(b, now, "15200008820", fyne.KeyReturn)
	if b.state.DeskPerson != ids[1] {
		t.Fatal("Enter does not open who was found")
	}
	downTo(t, b, now, "desk.row.phone")
	presses(b, now, fyne.KeyReturn)
	typedIn(t, b, "phone")
	presses(b, now, fyne.KeyEscape)
	if len(b.page.Fields) > 0 {
		t.Fatal("Esc does not lead out of a field")
	}
	presses(b, now, fyne.KeyReturn)
	for range "15200008820" {
		presses(b, now, fyne.KeyBackspace)
	}
	types(b, now, "13800000418", fyne.KeyTab)
	types(b, now, "said so", fyne.KeyReturn)
	r := personOf(t, b, ids[1])
	if r.Fields["phone"].Text != "13800000418" || len(r.History) != 1 || r.History[0].Reason != "said so" {
		t.Fatalf("not corrected, or not with what was typed: %s", reads(b))
	}

	downTo(t, b, now, "desk.row.consent.handover")
	presses(b, now, fyne.KeyReturn)
	b.keys.input.Take(typedIn(t, b, "reason"))
	types(b, now, "changed their mind", fyne.KeyReturn)
	if slices.ContainsFunc(personOf(t, b, ids[1]).Consents, func(c record.Consent) bool { return c.ID == "handover" }) {
		t.Errorf("Enter does not withdraw: %s", reads(b))
	}
	downTo(t, b, now, "desk.one.check")
	presses(b, now, fyne.KeyReturn)
	if b.state.DeskPage != session.DeskCheck || b.state.DeskPerson != ids[1] {
		t.Error("the keys do not lead to the check of this person")
	}
	presses(b, now, fyne.KeyF9)
	if b.desk.Opened() != nil {
		t.Error("F9 does not lock")
	}
}

// Where a kit is asked for its field has the keys; the arrows and Esc still go from person to person.
func TestTheKitsFieldLeavesThePagesKeys(t *testing.T) {
	b, _, now := deskOverStore(t, session.DeskCheck, signedUp(deskDay, 0, "赵可心", "18800003356"), signedUp(deskDay, 0, "何苗", "13100006630"))
	tapOn(t, b, now, "desk.check.yes")
	tapOn(t, b, now, "desk.check.yes")
	if f := b.keys.input.Field(); f == nil || f.ID != "kit" {
		t.Fatal("the kit is not asked for")
	}
	presses(b, now, fyne.KeyDown)
	if f := b.keys.input.Field(); f != nil {
		t.Error("the arrow does not lead to the next person")
	}
}

// A booth that is not known is agreed to by Space, also where its folder was typed; what is typed then is looked at anew.
func TestAnUnknownBoothByKeys(t *testing.T) {
	b, _, now := booth(t)
	here, there := twoBooths(t, b, now)
	if _, err := there.SignUp(t.Context(), signedUp(*now, 0, canary, "13900000417")); err != nil {
		t.Fatal(err)
	}
	if err := there.Close(); err != nil {
		t.Fatal(err)
	}
	openedOver(t, b, now, here, here, filepath.Dir(there.Dir()), session.DeskMerge)
	presses(b, now, fyne.KeyReturn)
	ticks := func(want bool, say string) {
		t.Helper()
		if (on1(b, "desk.merge") != nil) != want {
			t.Fatalf("%s: %s", say, says(b.page))
		}
	}
	ticks(false, "nobody agreed, and it can be merged")
	b.key("", ' ')
	ticks(true, "Space does not agree")
	b.key("", ' ')
	ticks(false, "Space does not take it back")

	presses(b, now, fyne.KeyDown, fyne.KeyReturn) // a folder that is not in the list
	types(b, now, there.Dir(), fyne.KeyReturn)
	ticks(false, "nobody agreed, and what was typed can be merged")
	types(b, now, " ")
	ticks(true, "Space does not agree to what was typed")
	if f := typedIn(t, b, "source"); f.Text() != there.Dir() {
		t.Errorf("Space was typed: %q", f.Text())
	}
	types(b, now, "x")
	ticks(false, "another folder was typed, and the one before can be merged")
	presses(b, now, fyne.KeyBackspace, fyne.KeyReturn)
	types(b, now, " ", fyne.KeyReturn)
	if n := len(b.desk.Opened().Records); n != 1 {
		t.Fatalf("%d people are here: %s", n, says(b.page))
	}
	if strings.Contains(says(b.page), there.Dir()) {
		t.Error("the field stays once it is merged")
	}
}

// A list whose encoding was guessed is read in another one by the arrow keys.
func TestAnotherEncodingByKeys(t *testing.T) {
	b, _, stick, now := overBooth(t, session.DeskMerge)
	rows, err := simplifiedchinese.GB18030.NewEncoder().String("name,phone,consents,signed_at\n张珂,13800000417,notice,2027-05-20\n")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(stick, "forms.csv"), []byte(rows), 0o600); err != nil {
		t.Fatal(err)
	}
	fresh(b)
	presses(b, now, fyne.KeyReturn)
	if text := says(b.page); !strings.Contains(text, "GB18030 读") {
		t.Fatalf("it says %s", text)
	}
	presses(b, now, fyne.KeyRight)
	if text := says(b.page); strings.Contains(text, "GB18030 读") {
		t.Errorf("it is still read in the same: %s", text)
	}
	presses(b, now, fyne.KeyLeft)
	if text := says(b.page); !strings.Contains(text, "GB18030 读") || on1(b, "desk.merge") == nil {
		t.Errorf("it does not go back: %s", text)
	}
}

// What has to be compared before a merge may be further down on its card: the keys reach that too.
func TestTheCardOfAMergeScrollsByKeys(t *testing.T) {
	pack, texts := fixtures()
	st := session.New()
	st.Screen, st.DeskPage, st.Lang = session.Desk, session.DeskMerge, "en"
	w := desk.Work{Desk: &fakeDesk{open: true, even: true}}
	prepare(&w)
	c := page.Context{Pack: pack, State: st, T: texts.In("en"), Size: fyne.NewSize(1024, 600), Now: noon, Still: true, Inline: true, Send: func(session.Event) {}}
	var pg *page.Page
	w.Redraw = func() { pg = drawPage(c, w) }
	w.Redraw()
	w.Redraw()
	tapped(pg, "desk.merge.source.0")
	if len(pg.Scrollers) == 0 {
		t.Fatal("all of it fits")
	}
	pg.Keys(fyne.KeyPageDown, 0)
	if s := pg.Scrollers[len(pg.Scrollers)-1]; s.Offset() == 0 {
		t.Error("PageDown does not scroll")
	}
}
