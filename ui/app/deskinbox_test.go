package app

import (
	"context"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"matchbooth/assets/text"
	"matchbooth/data/record"
	"matchbooth/data/wire"
	"matchbooth/kiosk/session"
	"matchbooth/ui/desk"
	"matchbooth/ui/page"
	box "matchbooth/ui/work/inbox"
	work "matchbooth/ui/work/session"
)

// wishesOf are wishes of people who do not exist.
func wishesOf(o *work.Opened, stage string) []box.Wish {
	hour := noon.Unix() / 3600
	at := func(i int) string { return o.Records[i%len(o.Records)].Person }
	wish := func(id, kind string, days int64, sure bool, answers map[string]string, found ...string) box.Wish {
		return box.Wish{ID: id, Hour: hour - days*24, Found: found, Sure: sure, Said: wire.Wish{Wish: kind, Answers: answers}}
	}
	named := at(2)
	for _, r := range o.Records {
		if f, ok := r.Fields["contact1"]; ok && f.Person != nil {
			named = r.Person
		}
	}
	return []box.Wish{
		wish("w1", wire.WishNumber, 17, true, map[string]string{"phone": "139 1234 5678", "wechat": "same"}, at(0)),
		wish("w2", wire.WishForget, 12, true, nil, at(1)),
		wish("w3", wire.WishContact, 9, true, map[string]string{"who": "妈妈", "phone": "13700001111"}, named),
		wish("w4", wire.WishSame, 2, true, nil, at(3)),
		wish("w5", wire.WishGraduate, 1, false, map[string]string{"where": "成都", "month": "2028-07", "email": "a.b@example.org"}, at(4)),
		wish("w6", wire.WishSame, 0, false, nil, at(5), at(6)),
		{ID: "w7", Hour: hour - 24, Tray: box.Nobody},
		{ID: "w8", Hour: hour, Tray: box.Digits},
		{ID: "w9", Hour: hour, Tray: box.Shut, Mail: true},
	}
}

func (d *fakeDesk) Letters() work.Letters {
	return work.Letters{Shown: d.letters != "", Hub: d.letters != "", N: map[bool]int{true: 9}[d.letters != "" && d.letters != "desk-inbox-empty"]}
}

func (d *fakeDesk) Inbox(context.Context) ([]box.Wish, error) {
	if d.letters == "desk-inbox-empty" || d.letters == "" {
		return nil, d.err
	}
	return wishesOf(d.Opened(), d.letters), d.err
}

func (d *fakeDesk) FetchInbox(context.Context) (int, error) { return 2, d.err }

func (d *fakeDesk) Proposed(w box.Wish, person, column string, say text.Printer) (box.Proposal, error) {
	pack, _ := packAndTexts()
	o := d.Opened()
	return box.Propose(pack, o.Records[o.Place(person)], w, box.Decision{By: "LQ", Column: column, Reason: say.S("inbox.reason"), Now: noon})
}

func (d *fakeDesk) AcceptWish(_ context.Context, w box.Wish, person, _ string, _ text.Printer) error {
	d.decided = append(d.decided, "accept "+w.ID+" "+person)
	return d.err
}

func (d *fakeDesk) RefuseWish(_ context.Context, w box.Wish, person, reason string) error {
	d.decided = append(d.decided, "refuse "+w.ID+" "+person+" "+reason)
	return d.err
}

// inboxAt has a wish chosen, as for a picture.
func inboxAt(k *desk.Kept, stage string) {
	switch stage {
	case "desk-inbox-forget":
		k.Inbox.At = "w2"
	case "desk-inbox-which":
		k.Inbox.At, k.Inbox.Shown = "w3", true
	case "desk-inbox-two":
		k.Inbox.At = "w6"
	case "desk-inbox-shown":
		k.Inbox.At, k.Inbox.Shown = "w1", true
	case "desk-inbox-refuse":
		k.Inbox.At, k.Inbox.Refusing = "w2", true
	case "desk-inbox-tray":
		k.Inbox.At = "w8"
	}
}

// inboxStages are drawn after all others, so that their numbers stay.
var inboxStages = []string{"desk-inbox", "desk-inbox-shown", "desk-inbox-forget", "desk-inbox-which", "desk-inbox-two", "desk-inbox-refuse", "desk-inbox-tray", "desk-inbox-empty"}

// inboxPage draws the page with a fake desk, and draws it anew as the window does.
func inboxPage(d *fakeDesk) (w *desk.Work, at func() *page.Page) {
	pack, texts := fixtures()
	st := session.New()
	st.Screen, st.DeskPage, st.Lang = session.Desk, session.DeskInbox, "en"
	c := page.Context{Pack: pack, State: st, T: texts.In("en"), Size: fyne.Size{Width: 1280, Height: 800}, Now: noon, Still: true, Inline: true, Send: func(session.Event) {}}
	w = &desk.Work{Desk: d, Kept: &desk.Kept{}}
	var now *page.Page
	w.Redraw = func() { now = drawPage(c, *w) }
	w.Redraw()
	return w, func() *page.Page { return now }
}

func hasButton(pg *page.Page, id string) bool {
	for _, b := range pg.Buttons {
		if b.ID == id {
			return true
		}
	}
	return false
}

func TestWishesAreDecidedByFingerAndByKeys(t *testing.T) {
	d := &fakeDesk{open: true, crowd: deskCrowded(), letters: "desk-inbox"}
	_, pg := inboxPage(d)
	first := d.Opened().Records[0].Person
	tapped(pg(), "desk.inbox.accept")
	if len(d.decided) != 1 || d.decided[0] != "accept w1 "+first {
		t.Fatal(d.decided)
	}
	pg().Keys(fyne.KeyDown, 0) // the one who wants to be erased
	if hasButton(pg(), "desk.inbox.accept") {
		t.Error("an erasure is done with a tap")
	}
	pg().Keys(fyne.KeyReturn, 0)
	if len(d.decided) != 1 {
		t.Fatal("a key erases somebody", d.decided)
	}
	pg().Keys(fyne.KeyDelete, 0)
	tapped(pg(), "desk.inbox.refuse.do")
	if len(d.decided) != 1 {
		t.Error("refused without a reason")
	}
	tapped(pg(), "desk.inbox.why.ring")
	pg().Keys(fyne.KeyReturn, 0)
	if len(d.decided) != 2 || !strings.HasPrefix(d.decided[1], "refuse w2 ") || !strings.HasSuffix(d.decided[1], "Rang them: not from them") {
		t.Error(d.decided)
	}
}

func TestWhatIsNotCertainIsNotAccepted(t *testing.T) {
	d := &fakeDesk{open: true, crowd: deskCrowded(), letters: "desk-inbox"}
	w, pg := inboxPage(d)
	for _, id := range []string{"w6", "w7"} {
		w.Kept.Inbox.At = id
		w.Redraw()
		if hasButton(pg(), "desk.inbox.accept") {
			t.Errorf("%s can be accepted", id)
		}
	}
	w.Kept.Inbox.At = "w6"
	w.Redraw()
	second := d.Opened().Records[6].Person
	tapped(pg(), "desk.inbox.who."+second)
	tapped(pg(), "desk.inbox.accept")
	if len(d.decided) != 1 || d.decided[0] != "accept w6 "+second {
		t.Error(d.decided)
	}
	w.Kept.Inbox.At = "w7"
	w.Redraw()
	tapped(pg(), "desk.inbox.away")
	if len(d.decided) != 2 || !strings.HasPrefix(d.decided[1], "refuse w7  ") {
		t.Error(d.decided)
	}
}

// Nothing of anybody can be read before somebody has asked for it, which stands in the audit.
func TestWishesAreMaskedUntilTheyAreShown(t *testing.T) {
	d := &fakeDesk{open: true, crowd: deskCrowded(), letters: "desk-inbox"}
	_, pg := inboxPage(d)
	r := d.Opened().Records[0]
	secrets := []string{"139 1234 5678", "13912345678", string(r.Fields["name"].Text), string(r.Fields["phone"].Text)}
	for range 9 {
		for _, s := range secrets {
			if strings.Contains(pageSays(pg()), s) {
				t.Errorf("%s can be read", record.Redacted)
			}
		}
		pg().Keys(fyne.KeyDown, 0)
	}
	for range 9 {
		pg().Keys(fyne.KeyUp, 0)
	}
	pg().Keys("", ' ')
	if !strings.Contains(pageSays(pg()), "139 1234 5678") {
		t.Error("asked for, and not shown")
	}
	pg().Keys(fyne.KeyDown, 0)
	pg().Keys(fyne.KeyUp, 0)
	if strings.Contains(pageSays(pg()), "139 1234 5678") {
		t.Error("it stays shown")
	}
}
