package app

import (
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"matchbooth/kiosk/session"
	"matchbooth/ui/page"
	"matchbooth/ui/touch"
	"matchbooth/ui/touch/field"
)

// marked is the button that shows that the tab key is at it, nil for none; more than one is an error.
func marked(t *testing.T, b *Booth) *touch.Button {
	t.Helper()
	var out *touch.Button
	for _, x := range b.page.Buttons {
		if x.Marked() && out != nil {
			t.Fatalf("the keys are at %s and at %s", out.ID, x.ID)
		} else if x.Marked() {
			out = x
		}
	}
	return out
}

// tabTo presses the tab key until it is at a button.
func tabTo(t *testing.T, b *Booth, now *time.Time, id string) {
	t.Helper()
	var at []string
	for range 80 {
		if m := marked(t, b); m != nil && m.ID == id {
			return
		} else if m != nil {
			at = append(at, m.ID)
		}
		presses(b, now, fyne.KeyTab)
	}
	t.Fatalf("the tab key does not come to %s: %v", id, at)
}

// By keys alone somebody is erased: the arrow keys come to the button last, Enter opens the panel, and there it has to be
// pressed anew; the repeat of a key that stays down erases nobody.
func TestErasingByKeys(t *testing.T) {
	b, s, now, ids := openDesk(t)
	on(b, now, session.Event{Kind: session.DeskGo, Arg: string(session.DeskOne), Arg2: ids[0]})
	downTo(t, b, now, "desk.one.erase")
	presses(b, now, fyne.KeyReturn)
	if len(b.page.Holds) != 1 || len(b.page.Fields) > 0 || !strings.Contains(reads(b), b.says("desk.erase.never")) {
		t.Fatalf("the panel is not open: %s", reads(b))
	}
	touch.Alone(func() { presses(b, now, fyne.KeyReturn) })
	if b.desk.Opened().Place(ids[0]) < 0 {
		t.Fatal("a key that stays down has erased somebody")
	}
	presses(b, now, fyne.KeyReturn)
	if b.desk.Opened().Place(ids[0]) >= 0 || audited(t, s, "erasure") != 1 {
		t.Errorf("holding Enter does not erase: %s", reads(b))
	}
}

// The chips on the panel of a correction are chosen by keys: the reason, and the answer where it is one of several.
func TestChipsByKeys(t *testing.T) {
	b, _, now, ids := openDesk(t)
	b.state.Duty.Desk = true // where the booth's own keys do not come up by themselves
	on(b, now, session.Event{Kind: session.DeskGo, Arg: string(session.DeskOne), Arg2: ids[1]})
	downTo(t, b, now, "desk.row.contact1")
	presses(b, now, fyne.KeyReturn)
	types(b, now, "Li Na", fyne.KeyTab)
	types(b, now, "13100006630", fyne.KeyTab)
	tabTo(t, b, now, "desk.answer."+b.Pack.Field("contact1").Options[1].ID)
	presses(b, now, fyne.KeyReturn)
	tabTo(t, b, now, "desk.reason.said")
	presses(b, now, fyne.KeyReturn)
	tabTo(t, b, now, "desk.one.save")
	presses(b, now, fyne.KeyReturn)
	r := personOf(t, b, ids[1])
	p := r.Fields["contact1"].Person
	if p == nil || p.Name != "Li Na" || p.Relation != b.Pack.Field("contact1").Options[1].ID {
		t.Fatalf("not corrected: %s", reads(b))
	}
	if string(r.History[0].Reason) != b.texts.In(b.state.Lang).S("desk.reason.said") {
		t.Error("the reason is not the one that was chosen")
	}
}

// Whatever can be touched on a page of the desk, the tab key comes to it, once in a round; only lists that the arrow keys go
// through are left out. Where it is is seen, also in high contrast and after the page was drawn anew.
func TestTabComesToEverything(t *testing.T) {
	b, _, now, ids := openDesk(t)
	for _, at := range []session.DeskPage{session.DeskToday, session.DeskPeople, session.DeskOne, session.DeskCheck, session.DeskDoubles, session.DeskMerge, session.DeskHandover, session.DeskDay, session.DeskAudit, session.DeskPrint} {
		on(b, now, session.Event{Kind: session.DeskGo, Arg: string(at), Arg2: ids[2]})
		seen := map[string]int{}
		for range 200 {
			presses(b, now, fyne.KeyTab)
			if m := marked(t, b); m != nil {
				seen[m.ID]++
				if seen[m.ID] > 1 {
					break
				}
			}
		}
		for _, x := range b.page.Buttons {
			if x.OnTap != nil && x.Visible() && !x.Disabled() && x.ID != "" && seen[x.ID] == 0 && !inRows(b.page, x) {
				t.Errorf("%s: the tab key does not come to %s", at, x.ID)
			}
		}
		if m := marked(t, b); m != nil {
			b.shown = ""
			b.show()
			if again := marked(t, b); again == nil || again.ID != m.ID {
				t.Errorf("%s: drawn anew, the keys are not at %s any more", at, m.ID)
			}
		}
		presses(b, now, fyne.KeyPageDown, fyne.KeyF2)
		if m := marked(t, b); m != nil && at != session.DeskPeople {
			t.Errorf("%s: on the next page the keys are at %s", at, m.ID)
		}
	}
}

// inRows says whether a button is a row of a list of thousands.
func inRows(p *page.Page, x *touch.Button) bool {
	for _, s := range p.Scrollers {
		if c, ok := s.Content().(*fyne.Container); s.Reuses() && ok && slices.Contains(c.Objects, fyne.CanvasObject(x)) {
			return true
		}
	}
	return false
}

// Open files of earlier exports are deleted by keys, and the field of a folder is left by the arrow keys.
func TestHandingOverByKeysAlone(t *testing.T) {
	b, _, _, now := overBooth(t, session.DeskHandover)
	presses(b, now, fyne.KeyDown, fyne.KeyRight, fyne.KeyRight, fyne.KeyDown, fyne.KeyRight) // open, on this computer
	presses(b, now, fyne.KeyReturn)
	if n := len(filesIn(t, b.desk.Folder())); n != 1 {
		t.Fatalf("%d files: %s", n, says(b.page))
	}
	presses(b, now, fyne.KeyRight) // a folder that is typed
	types(b, now, "/nowhere")
	if f := typedIn(t, b, "folder"); f.Text() != "/nowhere" {
		t.Fatalf("typed: %q", f.Text())
	}
	presses(b, now, fyne.KeyLeft, fyne.KeyRight) // within what was typed
	typedIn(t, b, "folder")
	presses(b, now, fyne.KeyLeft, fyne.KeyLeft)
	if f := typedIn(t, b, "folder"); f.Caret() != len("/nowhere")-2 {
		t.Errorf("the caret is at %d", f.Caret())
	}
	presses(b, now, fyne.KeyUp, fyne.KeyLeft) // another row: a file that is closed by a key, whose field has none
	if !strings.Contains(says(b.page), "age") {
		t.Errorf("the arrows stay in the field: %s", says(b.page))
	}
	presses(b, now, fyne.KeyDown)
	b.keys.input.Take(typedIn(t, b, "folder"))
	presses(b, now, slices.Repeat([]fyne.KeyName{fyne.KeyLeft}, len("/nowhere")+1)...)
	if slices.ContainsFunc(b.page.Fields, func(f *field.Field) bool { return f.Text() == "/nowhere" }) {
		t.Error("the arrow at its end does not lead out of the field")
	}
	for range 80 {
		if len(b.page.Holds) != 1 {
			t.Fatalf("%d to hold: %s", len(b.page.Holds), says(b.page))
		}
		if b.page.Holds[0].Marked() {
			break
		}
		presses(b, now, fyne.KeyTab)
	}
	presses(b, now, fyne.KeyReturn)
	if n := len(filesIn(t, b.desk.Folder())); n != 0 {
		t.Errorf("%d files are left: %s", n, says(b.page))
	}
}

// What other booths say about people is answered by keys.
func TestClaimsAreAnsweredByKeys(t *testing.T) {
	b, s, _, now := overBooth(t, session.DeskMerge)
	d := &claimed{Store: s, do: func() {}}
	b.Store, b.desk = d, b.deskOver(d)
	if err := b.desk.Unlock(t.Context(), []byte("practice"), "LM"); err != nil {
		t.Fatal(err)
	}
	fresh(b)
	for i, id := range []string{"desk.merge.accept.0", "desk.merge.refuse.0"} {
		tabTo(t, b, now, id)
		presses(b, now, fyne.KeyReturn)
		if d.answers != i+1 {
			t.Errorf("%s: %d answers were written", id, d.answers)
		}
	}
}

// A copy on a stick that anybody can read is still known once the desk was locked: closing the day asks for it, until it is
// deleted or was handed over, by finger and by keys.
func TestOpenCopiesAreAskedForWhenTheDayIsClosed(t *testing.T) {
	b, _, stick, now := overBooth(t, session.DeskHandover)
	presses(b, now, fyne.KeyDown, fyne.KeyRight, fyne.KeyRight) // open, on the stick
	for range 2 {
		*now = now.Add(2 * time.Second)
		presses(b, now, fyne.KeyReturn)
	}
	files := filesIn(t, stick)
	if len(files) != 2 {
		t.Fatalf("on the stick: %v: %s", files, says(b.page))
	}
	on(b, now, ev(session.CloseDesk))
	on(b, now, session.Event{Kind: session.OpenDesk}, session.Event{Kind: session.DeskGo, Arg: string(session.DeskDay)})
	if err := b.desk.Unlock(t.Context(), []byte("practice"), "LM"); err != nil {
		t.Fatal(err)
	}
	fresh(b)
	for _, f := range files {
		if !strings.Contains(says(b.page), f.Name()) {
			t.Fatalf("%s is not asked for: %s", f.Name(), says(b.page))
		}
	}
	tabTo(t, b, now, "desk.open.given.0")
	presses(b, now, fyne.KeyReturn)
	if text := says(b.page); strings.Contains(text, files[0].Name()) == strings.Contains(text, files[1].Name()) || len(filesIn(t, stick)) != 2 {
		t.Errorf("one is settled, and both stay on the stick: %s", text)
	}
	if len(b.page.Holds) != 1 {
		t.Fatalf("%d to hold", len(b.page.Holds))
	}
	b.page.Holds[0].OnAct()
	if text := says(b.page); strings.Contains(text, files[0].Name()) || strings.Contains(text, files[1].Name()) || len(filesIn(t, stick)) != 1 {
		t.Errorf("the other is deleted: %s", text)
	}
}
