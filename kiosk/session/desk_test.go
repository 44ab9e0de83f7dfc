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
	at := func(e Event) (wiped bool) {
		var fx []Effect
		s, fx = Step(nil, s, e, now)
		for _, f := range fx {
			wiped = wiped || f.Kind == DoWipe
		}
		return wiped
	}
	step := func(after time.Duration, e Event) (wiped bool) { // with the ticks of a window meanwhile
		t.Helper()
		for ; after > time.Second; after -= time.Second {
			now = now.Add(time.Second)
			wiped = at(Event{Kind: Tick}) || wiped
		}
		now = now.Add(after)
		return at(e) || wiped
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

// Where the lid was closed at the desk, it is locked before anything else happens, whatever comes first: a tick, a key or a
// tap. Opened again it is at its page. A clock that is set forward does the same; one that is set back, and a window that is
// slow for a moment, do not.
func TestTheDeskIsLockedWhenTheComputerHasSlept(t *testing.T) {
	begun := time.Date(2027, 5, 21, 12, 0, 0, 0, time.UTC)
	const person = "0b9b1d6e-7a52-4c8e-9d3f-2f6a1c0e5b77"
	one := Event{Kind: DeskGo, Arg: string(DeskOne), Arg2: person}
	at := func(first ...Event) State {
		s, _ := Step(nil, New(), Event{Kind: OpenDesk}, begun)
		for i, e := range append([]Event{one}, first...) {
			s, _ = Step(nil, s, e, begun.Add(time.Duration(i+1)*time.Second))
		}
		return s
	}
	alone := New()
	alone.Duty.Desk = true
	alone.Screen, alone.DeskPage = Desk, DeskToday
	alone, _ = Step(nil, alone, one, begun.Add(2*time.Second))
	gate, _ := Step(nil, New(), Event{Kind: AskGate}, begun.Add(2*time.Second))
	menu, _ := Step(nil, gate, Event{Kind: GateOK}, begun.Add(3*time.Second))
	visitor, _ := Step(nil, New(), Event{Kind: Start}, begun.Add(2*time.Second))
	for _, c := range []struct {
		what string
		s    State
		gap  time.Duration
		e    Event
		want bool
	}{
		{"a tick", at(), time.Hour, Event{Kind: Tick}, true},
		{"a key", at(), time.Hour, Event{Kind: KeyPress}, true},
		{"a tap on another page", at(), 31 * time.Second, Event{Kind: DeskGo, Arg: string(DeskPeople)}, true},
		{"a watch", at(), time.Hour, Event{Kind: NightIs, N: 1}, true},
		{"how the data is kept", at(Event{Kind: OpenKeeping}), time.Hour, Event{Kind: Tick}, true},
		{"a desk alone", alone, time.Hour, Event{Kind: Tick}, true},
		{"the menu", menu, 40 * time.Second, Event{Kind: Tick}, true},
		{"a slow window", at(), 20 * time.Second, Event{Kind: Tick}, false},
		{"a clock that is set back", at(), -time.Hour, Event{Kind: Tick}, false},
		{"a visitor", visitor, 100 * time.Second, Event{Kind: Tick}, false}, // has the warning first, or is not late yet
	} {
		next, fx := Step(nil, c.s, c.e, begun.Add(4*time.Second+c.gap))
		wiped := false
		for _, f := range fx {
			wiped = wiped || f.Kind == DoWipe
		}
		if wiped != c.want {
			t.Errorf("%s: locked: %t", c.what, wiped)
		}
		if c.s.Duty.Desk && (next.DeskPage != DeskOne || next.DeskPerson != person || !next.Touched.IsZero()) {
			t.Errorf("%s: at %q", c.what, next.DeskPage)
		}
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
		if s, _ = Step(nil, s, e, now.Add(time.Second)); s.DeskPage != DeskToday || s.DeskPerson != "" {
			t.Errorf("%+v leads to %q, %q", e, s.DeskPage, s.DeskPerson)
		}
	}
}

// The way to the desk past the PIN is remembered as such, and forgotten with it.
func TestADeskKnowsThatNoPINWasGiven(t *testing.T) {
	v := arrive(t).do(AskGate).under(Gate).do(OpenDesk).on(Desk)
	if !v.s.NoPIN {
		t.Error("past the PIN the desk takes it as given")
	}
	if v.do(DeskGo, string(DeskPrint)).do(OpenKeeping).do(CloseKeeping); !v.s.NoPIN {
		t.Error("on another page of the desk it is taken as given")
	}
	if v.do(CloseDesk).staff().do(OpenDesk).on(Desk); v.s.NoPIN {
		t.Error("the PIN was given")
	}
}
