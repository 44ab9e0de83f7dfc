package app

import (
	"errors"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"matchbooth/kiosk/session"
	"matchbooth/ui/desk"
	"matchbooth/ui/page"
)

// Who did what is found under Close the day: the newest first, with whose hand it was, and a sentence that all of it is
// there. It names nobody who signed up.
func TestWhoDidWhatStandsAtTheDesk(t *testing.T) {
	b, s, now := deskOverStore(t, session.DeskDay, signedUp(deskDay, 0, canary, "15200008820"))
	for range 30 {
		if err := s.Audit(t.Context(), "report written", 0); err != nil {
			t.Fatal(err)
		}
	}
	if err := b.desk.CloseDay(t.Context(), 2); err != nil {
		t.Fatal(err)
	}
	*now = now.Add(2 * time.Second)
	touchOn(t, b, "desk.day.audit")
	if b.state.DeskPage != session.DeskAudit {
		t.Fatalf("on %s", b.state.DeskPage)
	}
	text := pageSays(b.page)
	newest, older := strings.Index(text, "收摊，还有 2 处没对上"), strings.Index(text, "生成了活动报告")
	if newest < 0 || older < newest || !strings.Contains(text, "LM") || !strings.Contains(text, "一行不少") || strings.Contains(text, canary) {
		t.Errorf("it says %s", text)
	}
	if strings.Contains(text, "设立练习台") {
		t.Fatal("all lines have room, so nothing is turned")
	}
	*now = now.Add(2 * time.Second)
	b.key(fyne.KeyEnd, 0)
	if text := pageSays(b.page); !strings.Contains(text, "设立练习台") || strings.Contains(text, "收摊，还有") {
		t.Errorf("at the end it says %s", text)
	}
	*now = now.Add(2 * time.Second)
	b.key(fyne.KeyEscape, 0)
	if b.state.DeskPage != session.DeskDay {
		t.Errorf("Esc leads to %s", b.state.DeskPage)
	}
	for _, k := range []fyne.KeyName{fyne.KeyUp, fyne.KeyUp, fyne.KeyUp, fyne.KeyUp, fyne.KeyReturn} { // closing, the report, the forms, who did what
		*now = now.Add(2 * time.Second)
		b.key(k, 0)
	}
	if b.state.DeskPage != session.DeskAudit {
		t.Errorf("by keys on %s", b.state.DeskPage)
	}
	*now = now.Add(2 * time.Second)
	on(b, now, ev(session.CloseDesk), session.Event{Kind: session.OpenDesk, Arg: string(session.DeskAudit)})
	if text := pageSays(b.page); strings.Contains(text, "生成了活动报告") || !strings.Contains(text, "口令") {
		t.Errorf("locked, it says %s", text)
	}
}

// Where lines are missing or were changed, the page says so before all else, and what to do.
func TestABrokenAuditIsSaidAtTheDesk(t *testing.T) {
	pack, texts := fixtures()
	for lang, want := range map[string][]string{
		"zh": {texts.In("zh").S("desk.audit.faults", "N", 2), "操作记录的第 41 行改过，或者它前面少了一行", "副本所知的操作记录与这里的不同"},
		"en": {texts.In("en").S("desk.audit.faults", "N", 2), "line 41 of the audit was changed, or one before it was taken out", "the second copy has a different audit"},
	} {
		st := session.New()
		st.Screen, st.DeskPage, st.Lang = session.Desk, session.DeskAudit, lang
		draw := func(d *fakeDesk) string {
			return strings.NewReplacer("\n", "", " ", "").Replace(pageSays(drawPage(page.Context{Pack: pack, State: st, T: texts.In(lang), Size: fyne.NewSize(1280, 800), Now: noon,
				Still: true, Inline: true, Send: func(session.Event) {}}, desk.Work{Desk: d})))
		}
		text := draw(&fakeDesk{open: true, broken: true})
		for _, s := range want {
			if !strings.Contains(text, strings.ReplaceAll(s, " ", "")) {
				t.Errorf("%q is not said: %s", s, text)
			}
		}
		whole := strings.ReplaceAll(texts.In(lang).S("desk.audit.whole"), " ", "")
		if strings.Contains(text, whole) || !strings.Contains(draw(&fakeDesk{open: true}), whole) {
			t.Errorf("%s: whole and broken are said alike", lang)
		}
		failed := strings.ReplaceAll(texts.In(lang).S("desk.audit.failed"), " ", "")
		if text := draw(&fakeDesk{open: true, err: errors.New("the disk is gone")}); !strings.Contains(text, failed) {
			t.Errorf("it says %s", text)
		}
	}
}
