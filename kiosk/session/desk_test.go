package session

import (
	"testing"
	"time"
)

// The desk alone waits for a touch for ever, turns to its pages, and after minutes without a sign of life is wiped, which
// locks it, and stays on its page.
func TestTheDeskAloneStaysOnItsPage(t *testing.T) {
	now := time.Date(2027, 5, 21, 12, 0, 0, 0, time.UTC)
	s := New()
	s.Duty.Desk = true
	s.Screen, s.DeskPage = s.Duty.Screen(), DeskToday
	step := func(after time.Duration, e Event) (wiped bool) {
		t.Helper()
		now = now.Add(after)
		var fx []Effect
		s, fx = Step(nil, s, e, now)
		for _, f := range fx {
			wiped = wiped || f.Kind == DoWipe
		}
		return wiped
	}
	if step(time.Hour, Event{Kind: Tick}) {
		t.Error("wiped although nobody was there")
	}
	step(time.Second, Event{Kind: DeskGo, Arg: string(DeskOne), Arg2: "0b9b1d6e-7a52-4c8e-9d3f-2f6a1c0e5b77"})
	if s.DeskPage != DeskOne {
		t.Fatalf("on %q", s.DeskPage)
	}
	if step(4*time.Minute, Event{Kind: Tick}) {
		t.Error("wiped after four minutes")
	}
	if !step(90*time.Second, Event{Kind: Tick}) || s.Screen != Desk || s.DeskPage != DeskOne || s.DeskPerson == "" {
		t.Errorf("after more than five minutes: %s, %q", s.Screen, s.DeskPage)
	}
	if step(time.Hour, Event{Kind: Tick}) {
		t.Error("wiped again")
	}
	step(time.Second, Event{Kind: SetLang, Arg: "en"})
	if !step(time.Second, Event{Kind: CloseDesk}) || s.Screen != Desk || s.Lang != "en" {
		t.Errorf("locked: %s, %s", s.Screen, s.Lang)
	}
}

// What the state cannot show is not gone to.
func TestTheDeskGoesToItsPagesOnly(t *testing.T) {
	now := time.Date(2027, 5, 21, 12, 0, 0, 0, time.UTC)
	s, _ := Step(nil, New(), Event{Kind: OpenDesk, Arg: "nowhere"}, now)
	if s.Screen != Desk || s.DeskPage != DeskToday {
		t.Errorf("opened at %q", s.DeskPage)
	}
	for _, e := range []Event{
		{Kind: DeskGo, Arg: "nowhere"}, {Kind: DeskGo, Arg: string(DeskOne)}, {Kind: DeskGo, Arg: string(DeskOne), Arg2: "张珂"},
	} {
		if s, _ = Step(nil, s, e, now.Add(time.Minute)); s.DeskPage != DeskToday || s.DeskPerson != "" {
			t.Errorf("%+v leads to %q, %q", e, s.DeskPage, s.DeskPerson)
		}
	}
}
