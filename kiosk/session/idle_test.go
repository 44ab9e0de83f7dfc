package session

import (
	"testing"
	"time"

	"matchbooth/kiosk/event"
)

func TestIdleTimes(t *testing.T) {
	tests := []struct {
		name        string
		come        func(*visitor) *visitor
		still, warn time.Duration
	}{
		{"home", func(v *visitor) *visitor { return v.do(Start) }, 120 * time.Second, 20 * time.Second},
		{"story", func(v *visitor) *visitor { return v.do(Start, "one") }, 120 * time.Second, 20 * time.Second},
		{"conditions", (*visitor).toConditions, 120 * time.Second, 20 * time.Second},
		{"form", (*visitor).toForm, 60 * time.Second, 20 * time.Second},
		{"conditions with answers behind", func(v *visitor) *visitor {
			return v.toForm().types("name", canaryName).do(Back).on(Conditions)
		}, 60 * time.Second, 20 * time.Second},
		{"consent", (*visitor).toConsents, 60 * time.Second, 20 * time.Second},
		{"save failed", func(v *visitor) *visitor { return v.toSaving().do(SaveError) }, 60 * time.Second, 20 * time.Second},
		{"already", func(v *visitor) *visitor { return v.do(Start).goTo(Already) }, 60 * time.Second, 20 * time.Second},
		{"next person asked", func(v *visitor) *visitor { return v.toForm().do(AskNext) }, 60 * time.Second, 20 * time.Second},
		{"check", func(v *visitor) *visitor { return v.toTakeHome().do(AskPIN).do(PINOK) }, 120 * time.Second, 20 * time.Second},
		{"saved", func(v *visitor) *visitor { return v.toSaving().do(SaveDone, "a", "b") }, 120 * time.Second, 0},
		{"take-home", (*visitor).toTakeHome, 120 * time.Second, 0},
		{"take-home, end asked", func(v *visitor) *visitor {
			return v.toTakeHome().waits(2 * time.Second).do(AskEnd).under(EndTakeHome)
		}, 120 * time.Second, 0},
		{"take-home, PIN asked", func(v *visitor) *visitor { return v.toTakeHome().do(AskPIN) }, 120 * time.Second, 0},
		{"parents beside the take-home", func(v *visitor) *visitor { return v.toTakeHome().goTo(Parents) }, 120 * time.Second, 0},
		{"attract in English", func(v *visitor) *visitor { return v.do(SetLang, "en") }, 120 * time.Second, 0},
		{"desk", func(v *visitor) *visitor { return v.do(OpenDesk) }, 5 * time.Minute, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			v := tt.come(arrive(t))
			screen, overlay := v.s.Screen, v.s.Overlay
			if got := Remaining(v.s, v.p, v.now); got != tt.still {
				t.Errorf("%v remaining at first, want %v", got, tt.still)
			}
			v.waits(tt.still - time.Second).on(screen).under(overlay)
			if got := Remaining(v.s, v.p, v.now); got != time.Second {
				t.Errorf("%v remaining a second before the end", got)
			}
			v.waits(time.Second)
			if tt.warn > 0 {
				v.on(screen).under(IdleWarning)
				if got := Remaining(v.s, v.p, v.now); got != tt.warn {
					t.Errorf("%v remaining under the warning, want %v", got, tt.warn)
				}
				v.do(Touch).under(IdleWarning) // a touch beside the button is not the visitor's word
				v.waits(tt.warn - 2*time.Second).under(IdleWarning)
				if got := Remaining(v.s, v.p, v.now); got != time.Second {
					t.Errorf("%v remaining under the warning a second before its end", got)
				}
				v.waits(time.Second)
			}
			v.wiped()
			if Remaining(v.s, v.p, v.now) != 0 {
				t.Error("the attract screen runs out")
			}
		})
	}
}

func TestMoreTime(t *testing.T) {
	v := arrive(t).toReadBack().waits(60 * time.Second).under(IdleWarning).waits(10 * time.Second).do(MoreTime)
	v.under(NoOverlay).on(ReadBack).waits(59 * time.Second).under(NoOverlay).waits(time.Second).under(IdleWarning)
	if v.s.Answers["name"].Text != canaryName {
		t.Error("the warning lost what was typed")
	}
	v.waits(15*time.Second).do(SetLang, "en").waits(19 * time.Second).under(IdleWarning) // time to read it again
	v.do(Finish).wiped()
}

func TestTouchesExtend(t *testing.T) {
	v := arrive(t).toTakeHome()
	for range 5 {
		v.waits(118 * time.Second).do(Touch)
	}
	v.on(TakeHome)
}

func TestThePackSaysTheTimes(t *testing.T) {
	v := arrive(t)
	v.p.Times = event.Times{IdleReading: 30, IdleForm: 10, Warning: 5, TakeHome: 40}
	v.do(Start).waits(30 * time.Second).under(IdleWarning).waits(18 * time.Second).under(IdleWarning) // never under 20 s
	v.do(MoreTime).goTo(Notice).do(NoticeRead).do(WantSignUp).do(AnswerAll).waits(10 * time.Second).under(IdleWarning)
}

func TestARunningSaveIsNeverCutShort(t *testing.T) {
	v := arrive(t).toSaving().waits(time.Hour).on(Saving).under(NoOverlay)
	if Remaining(v.s, v.p, v.now) != 0 {
		t.Error("a countdown on a running save")
	}
	v.do(SaveDone, canaryCode, canaryID).on(Saved).waits(100 * time.Second).on(Saved)
}

func TestTheClockSetBack(t *testing.T) {
	for _, back := range []time.Duration{time.Second, time.Hour, 24 * time.Hour, 57 * 365 * 24 * time.Hour} {
		v := arrive(t).toReadBack().waits(30 * time.Second)
		left := Remaining(v.s, v.p, v.now)
		v.now = v.now.Add(-back)
		v.do(Tick).on(ReadBack).under(NoOverlay)
		if got := Remaining(v.s, v.p, v.now); got > left || got < left-2*time.Second {
			t.Errorf("back %v: %v remaining, was %v", back, got, left)
		}
		v.waits(30 * time.Second).under(IdleWarning)
		v.now = v.now.Add(-back)
		v.waits(15 * time.Second).under(IdleWarning).waits(6 * time.Second).wiped()
	}
	v := arrive(t).toReadBack()
	v.now = time.Time{}
	v.s, _ = Step(v.p, v.s, Event{Kind: ReadBackOK, Echo: true}, v.now)
	v.on(ReadBack) // within settle of the screen, as nothing has passed
	v.do(ReadBackOK).on(Consent)
}

func TestTheClockSetForwardWarnsFirst(t *testing.T) {
	v := arrive(t).toReadBack()
	v.now = v.now.Add(24 * time.Hour)
	v.do(Touch).under(IdleWarning).on(ReadBack)
	if v.s.Answers["name"].Text != canaryName {
		t.Error("lost")
	}
}

func TestATapWhenTheTimeIsUpIsTheNextVisitors(t *testing.T) {
	v := arrive(t).toConsents()
	v.now = v.now.Add(60 * time.Second) // no tick came in between
	v.do(Agree).on(Consent).under(IdleWarning).given("notice")
	v = arrive(t).toTakeHome()
	v.now = v.now.Add(120 * time.Second)
	v.do(AskPIN).wiped()
}

func TestTheEndIsInertAtFirst(t *testing.T) {
	v := arrive(t).toTakeHome()
	entered := v.now
	for _, after := range []time.Duration{0, 500 * time.Millisecond, 1999 * time.Millisecond} {
		if s, _ := Step(v.p, v.s, Event{Kind: AskEnd}, entered.Add(after)); s.Overlay != NoOverlay {
			t.Errorf("the end was asked %v after the screen came up", after)
		}
	}
	if s, _ := Step(v.p, v.s, Event{Kind: AskEnd}, entered.Add(2*time.Second)); s.Overlay != EndTakeHome {
		t.Error("the end cannot be asked")
	}
}

// TestDoubleTaps: a second and third tap on the same place give nothing more, whatever comes to lie
// under the finger.
func TestDoubleTaps(t *testing.T) {
	tests := []struct {
		name string
		come func(*visitor) *visitor
		tap  Event
		want Screen
	}{
		{"start", func(v *visitor) *visitor { return v }, Event{Kind: Start}, Home},
		{"agree", (*visitor).toConsents, Event{Kind: Agree}, Consent},
		{"disagree", func(v *visitor) *visitor { return v.toConsents().do(Agree) }, Event{Kind: Disagree}, Consent},
		{"next", func(v *visitor) *visitor { return v.toForm().types("name", canaryName) }, Event{Kind: NextStep}, Form},
		{"read-back", (*visitor).toReadBack, Event{Kind: ReadBackOK}, Consent},
		{"back", (*visitor).toReadBack, Event{Kind: Back}, Form},
		{"story", func(v *visitor) *visitor { return v.do(Start, "one") }, Event{Kind: NextStation}, Story},
		{"save again", func(v *visitor) *visitor { return v.toSaving().do(SaveError) }, Event{Kind: SaveAgain}, Saving},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			v := tt.come(arrive(t))
			now := v.now.Add(time.Second)
			once, fx := Step(v.p, v.s, tt.tap, now)
			if once.Screen != tt.want {
				t.Fatalf("one tap leads to %q, want %q", once.Screen, tt.want)
			}
			thrice := once
			tt.tap.Echo = true
			for i := range 2 {
				var more []Effect
				thrice, more = Step(v.p, thrice, tt.tap, now.Add(time.Duration(i+1)*150*time.Millisecond))
				fx = append(fx, more...)
			}
			same := func(s State) [6]any {
				return [6]any{s.Screen, s.Overlay, s.FormStep, s.ConsentAt, s.Station, len(s.Consents)}
			}
			if same(once) != same(thrice) {
				t.Errorf("three taps did more than one")
			}
			saves := 0
			for _, f := range fx {
				if f.Kind == DoSave {
					saves++
				}
			}
			if tt.tap.Kind == SaveAgain && saves != 1 || tt.tap.Kind != SaveAgain && saves != 0 {
				t.Errorf("%d saves", saves)
			}
		})
	}
	t.Run("the last agree", func(t *testing.T) {
		v := arrive(t).toConsents().do(Agree).do(Agree)
		for range 3 { // even at the same moment
			var fx []Effect
			v.s, fx = Step(v.p, v.s, Event{Kind: Agree}, v.now.Add(time.Second))
			v.fx = append(v.fx, fx...)
		}
		v.on(Saving).counted(DoSave, "", 1)
	})
}

// alone sends what nobody has just done: the repeats of a key, or of a finger, that stays down.
func (v *visitor) alone(e Event) *visitor {
	e.Alone = true
	v.now = v.now.Add(50 * time.Millisecond)
	v.s, v.fx = Step(v.p, v.s, e, v.now)
	return v
}

func TestWhatStaysDownKeepsNothingOpen(t *testing.T) {
	for name, what := range map[string]struct {
		at   func(*visitor) *visitor
		e    Event
		then Overlay
		warn time.Duration
	}{
		"a letter in the form":   {(*visitor).toForm, Event{Kind: SetAnswer, Arg: "name"}, IdleWarning, 60 * time.Second},
		"a key on the read-back": {(*visitor).toReadBack, Event{Kind: KeyPress}, IdleWarning, 60 * time.Second},
		"a bag on the notice":    {func(v *visitor) *visitor { return v.do(Start).goTo(Notice) }, Event{Kind: Touch}, IdleWarning, 120 * time.Second},
	} {
		v := what.at(arrive(t))
		begun := v.now
		for v.s.Overlay == NoOverlay && v.now.Sub(begun) < 10*time.Minute {
			v.alone(what.e)
		}
		if v.s.Overlay != what.then || v.now.Sub(begun) < what.warn || v.now.Sub(begun) > what.warn+time.Second {
			t.Errorf("%s: after %v under %q", name, v.now.Sub(begun), v.s.Overlay)
		}
		for v.s.Screen != Attract && v.now.Sub(begun) < 10*time.Minute {
			v.alone(what.e)
		}
		v.wiped()
	}
	v := arrive(t).do(OpenDesk)
	begun := v.now
	for v.s.Screen == Desk && v.now.Sub(begun) < 20*time.Minute {
		v.alone(Event{Kind: KeyPress})
	}
	if v.s.Screen != Attract || v.now.Sub(begun) > idleDesk+time.Second {
		t.Errorf("the desk was open for %v", v.now.Sub(begun))
	}
}

func TestWhatStaysDownLeadsNowhere(t *testing.T) {
	v := arrive(t).toReadBack().waits(time.Second)
	v.alone(Event{Kind: ReadBackOK}).on(ReadBack)
	arrive(t).toConsents().waits(time.Second).alone(Event{Kind: Agree}).on(Consent).given("notice")
}

// Who answers the warning by keyboard must find the key (WCAG 2.2.1).
func TestAKeyGivesTheWarningItsTimeAgain(t *testing.T) {
	v := arrive(t).toReadBack().waits(60 * time.Second).under(IdleWarning)
	for range 5 {
		v.waits(18 * time.Second).do(KeyPress).under(IdleWarning)
	}
	if left := Remaining(v.s, v.p, v.now); left < 18*time.Second {
		t.Errorf("%v left", left)
	}
	v.waits(19 * time.Second).under(IdleWarning).waits(2 * time.Second).wiped()
}

// Whoever sets a booth up, or makes an event pack, may go and ask somebody: nothing is cleared meanwhile, from the first
// second of the window on.
func TestSettingUpWaitsForAsLongAsItTakes(t *testing.T) {
	s := New()
	s.Screen = SettingUp
	for _, after := range []time.Duration{time.Second, time.Hour, 2 * time.Hour} {
		next, effects := Step(testPack(), s, Event{Kind: Tick}, noon.Add(after))
		if next.Screen != SettingUp || next.Overlay != NoOverlay || len(effects) > 0 {
			t.Fatalf("after %v: %q under %q, %v", after, next.Screen, next.Overlay, effects)
		}
		s, _ = Step(testPack(), next, Event{Kind: Touch}, noon.Add(after))
	}
}
