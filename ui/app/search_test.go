package app

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"matchbooth/kiosk/event"
	"matchbooth/kiosk/session"
)

// searching is a booth at the search, to which the band on home leads.
func searching(t *testing.T) (*Booth, *time.Time) {
	t.Helper()
	b, _, now := booth(t)
	on(b, now, ev(session.Start))
	*now = now.Add(time.Second)
	button(t, b.page, "home.search").OnTap()
	if b.state.Screen != session.Numbers || !strings.Contains(pageSays(b.page), b.texts.In("zh").S("numbers.search")) {
		t.Fatalf("the band on home leads to %s: %s", b.state.Screen, pageSays(b.page))
	}
	return b, now
}

// What was found, and which figure was chosen, is still there in another language and in large print; a new search forgets
// it, and so does the next visitor.
func TestWhatWasFoundStaysThroughALanguage(t *testing.T) {
	b, now := searching(t)
	*now = now.Add(time.Second)
	button(t, b.page, "numbers.show").OnTap()
	zh, en := b.texts.In("zh"), b.texts.In("en")
	if b.state.Found != "shown" || !strings.Contains(pageSays(b.page), zh.S("numbers.shown.title")) {
		t.Fatalf("%q is found: %s", b.state.Found, pageSays(b.page))
	}
	on(b, now, ev(session.SetLang, "en"), ev(session.SetLarge))
	if !strings.Contains(pageSays(b.page), en.S("numbers.shown.title")) {
		t.Errorf("in English: %s", pageSays(b.page))
	}
	*now = now.Add(time.Second)
	button(t, b.page, "numbers.again").OnTap()
	if b.state.Found != "" || b.state.Search != 1 || !strings.Contains(pageSays(b.page), en.S("numbers.search")) {
		t.Errorf("again: %q, %d: %s", b.state.Found, b.state.Search, pageSays(b.page))
	}
	button(t, b.page, "numbers.reachable").OnTap()
	on(b, now, ev(session.SetLang, "zh"))
	if b.state.Figure != 3 || !strings.Contains(pageSays(b.page), b.Pack.Figures[3].Means.In(event.ZH)[:24]) {
		t.Errorf("figure %d after the language: %s", b.state.Figure, pageSays(b.page))
	}
	for _, x := range b.page.Buttons {
		if strings.HasPrefix(x.ID, "numbers.show") && x.Visible() {
			t.Error("a figure without a search offers one")
		}
	}
	on(b, now, ev(session.AskNext), ev(session.Finish), ev(session.Start), ev(session.Go, "numbers"))
	if b.state.Found != "" || b.state.Search != 0 || b.state.Figure != 0 || !strings.Contains(pageSays(b.page), zh.S("numbers.search")) {
		t.Errorf("the next visitor finds %+v", b.state)
	}
}

// Nobody fails: who has searched for ten seconds is shown the one. Who only reads is left alone, and being shown it is no
// sign of life.
func TestTheOneShowsItselfAfterTenSeconds(t *testing.T) {
	b, now := searching(t)
	live := func(seconds int) {
		for range seconds {
			*now = now.Add(time.Second)
			for _, l := range b.page.Live {
				l(*now)
			}
		}
	}
	live(30)
	if b.state.Found != "" {
		t.Fatal("it shows itself to somebody who reads")
	}
	touched := *now
	b.key(fyne.KeyUp, 0)
	live(9)
	if b.state.Found != "" {
		t.Fatal("it shows itself too early")
	}
	live(3)
	if b.state.Found != "shown" || !strings.Contains(pageSays(b.page), b.texts.In("zh").S("numbers.shown.title")) {
		t.Errorf("after ten seconds %q: %s", b.state.Found, pageSays(b.page))
	}
	if b.state.Touched.After(touched) {
		t.Error("that counts as a touch")
	}
}
