package session

import (
	"reflect"
	"testing"
	"time"
)

func (v *visitor) staff() *visitor {
	v.t.Helper()
	return v.do(AskGate).under(Gate).do(GateOK).on(Staff)
}

func (v *visitor) fault(f, code string) *visitor { v.t.Helper(); return v.do(DutyIs, f, code) }

// stands checks that nobody is at the booth, and that nothing but its duty is known.
func (v *visitor) stands(sc Screen) *visitor {
	v.t.Helper()
	v.on(sc)
	if !reflect.DeepEqual(v.s, nobody(v.s.Duty)) {
		v.t.Fatalf("on %q something is left of somebody", sc)
	}
	return v
}

func TestWhatStandsWhileNobodyIsThere(t *testing.T) {
	for _, c := range []struct {
		duty Duty
		want Screen
	}{
		{Duty{}, Attract},
		{Duty{Night: true}, Night},
		{Duty{Paused: true}, Pause},
		{Duty{Paused: true, Night: true}, Pause},
		{Duty{Out: true, Paused: true, Night: true}, Closed},
		{Duty{Fault: FaultDisk, Paused: true}, Closed},
	} {
		if got := c.duty.Screen(); got != c.want || c.duty.Open() != (c.want == Attract) {
			t.Errorf("%+v: %q, open %v", c.duty, got, c.duty.Open())
		}
	}
}

func TestVolunteersPauseTheBoothAndGoOn(t *testing.T) {
	v := arrive(t).staff().at(1, SetPaused).counted(DoDuty, "", 1).on(Staff).do(CloseStaff).stands(Pause)
	v.do(Start).do(OpenStory, "one").do(OpenDesk).do(Go, string(Notice)).on(Pause)
	v.staff().at(0, SetPaused).do(CloseStaff).stands(Attract)
	v.do(Start).on(Home)
}

// Where a PIN has to wait, the passphrase is asked for instead; the booth's duty stays as it is.
func TestTheGateLeadsToTheDesk(t *testing.T) {
	arrive(t).do(AskGate).under(Gate).do(OpenDesk).on(Desk).do(CloseDesk).stands(Attract)
	arrive(t).fault(FaultDisk, "MB-31").do(AskGate).do(OpenDesk).on(Desk).do(CloseDesk).stands(Closed)
}

func TestTheGateClosesByItselfAndByCancel(t *testing.T) {
	for _, sc := range []Duty{{}, {Paused: true}, {Out: true}, {Night: true}} {
		v := arrive(t)
		v.s = nobody(sc)
		v.do(AskGate).under(Gate).waits(19 * time.Second).under(Gate).waits(time.Second).stands(sc.Screen())
		v.do(AskGate).do(Touch).waits(19 * time.Second).under(Gate).do(KeepOn).stands(sc.Screen())
		v.do(GateOK).stands(sc.Screen()) // no PIN was asked for
	}
}

func TestTheVolunteersMenuClosesByItself(t *testing.T) {
	arrive(t).staff().waits(59 * time.Second).on(Staff).waits(time.Second).stands(Attract)
}

func TestTheGateIsNowhereElse(t *testing.T) {
	for _, sc := range allScreens {
		if resting[sc] {
			continue
		}
		s, _ := Step(testPack(), full(sc, NoOverlay), Event{Kind: AskGate}, noon.Add(time.Second))
		if s.Overlay == Gate {
			t.Errorf("the gate opens on %q", sc)
		}
	}
}

func TestLeavingIsAskedOfTheWorldOutside(t *testing.T) {
	arrive(t).staff().do(Leave).counted(DoLeave, "", 1)
	arrive(t).do(Leave).do(Start).do(Leave).counted(DoLeave, "", 0)
}

// A booth that has to stop does so between two visitors, never under one.
func TestNoVisitorIsCutShort(t *testing.T) {
	for name, come := range map[string]func(*visitor) *visitor{
		"reading":    func(v *visitor) *visitor { return v.do(Start) },
		"the form":   (*visitor).toForm,
		"consents":   (*visitor).toConsents,
		"saving":     (*visitor).toSaving,
		"take-home":  (*visitor).toTakeHome,
		"volunteers": (*visitor).staff,
	} {
		t.Run(name, func(t *testing.T) {
			v := come(arrive(t))
			was := v.s.clone()
			v.fault(FaultDisk, "MB-31").at(1, NightIs)
			if v.s.Duty != (Duty{Fault: FaultDisk, Code: "MB-31", Night: true}) {
				t.Fatalf("duty %+v", v.s.Duty)
			}
			got := v.s.clone()
			got.Duty, got.Seen = was.Duty, was.Seen
			if !reflect.DeepEqual(got, was) {
				t.Error("the visitor noticed")
			}
			if v.s.Screen == Saving {
				v.do(SaveDone, canaryCode, canaryID)
			}
			v.waits(idleDesk + leastWarn).stands(Closed)
			v.fault("", "").stands(Night).at(0, NightIs).stands(Attract)
		})
	}
}

func TestOnlyFaultsThatAreKnownAreTaken(t *testing.T) {
	v := arrive(t).fault(canaryName, "MB-11").fault(FaultDisk, canaryName).stands(Attract)
	if v.s.Duty != (Duty{}) {
		t.Errorf("%+v", v.s.Duty)
	}
}

func TestTheDeskIsOpenedFromTheMenu(t *testing.T) {
	arrive(t).staff().at(1, SetOut).do(OpenDesk).on(Desk).do(CloseDesk).stands(Closed)
}

// A booth whose visitors start in English stays so when only its duty changes.
func TestTheLanguageOfTheBoothOutlivesItsDuty(t *testing.T) {
	v := arrive(t)
	v.s.Lang = "en" // as the window sets it after each wipe
	v.at(1, NightIs).on(Night).at(0, NightIs).on(Attract).fault(FaultDisk, "MB-31").on(Closed)
	if v.s.Lang != "en" {
		t.Errorf("it is %q now", v.s.Lang)
	}
}

// Whoever has chosen a language is somebody already: the screen stays, but nothing begins on it.
func TestABoothThatClosesUnderAHandStartsNothing(t *testing.T) {
	for _, e := range []Event{{Kind: DutyIs, Arg: FaultBattery, Arg2: "MB-32"}, {Kind: NightIs, N: 1}} {
		v := arrive(t).do(SetLang, "en").event(e).on(Attract).do(OpenStory, "one").on(Attract)
		want := v.s.Duty.Screen()
		v.do(Start, "one").on(want).counted(DoTally, TallyStarted, 0)
		if v.s.Lang != "en" || !v.s.Started.IsZero() {
			t.Error("not told in the language chosen, or a session began")
		}
		v.waits(idleReading).stands(want)
		arrive(t).do(SetLang, "en").event(e).waits(idleReading).stands(want)
	}
}

func TestAVolunteerAtThePINPadIsNotInterrupted(t *testing.T) {
	v := arrive(t).do(AskGate).fault(FaultDisk, "MB-31").under(Gate).on(Attract).do(GateOK).on(Staff).do(CloseStaff).stands(Closed)
	v.do(AskGate).fault("", "").under(Gate).on(Closed).do(KeepOn).stands(Attract)
}

// How the data is kept is shown from the desk and from the menu, and leads back there; nothing of it is
// counted, and left alone it ends like they do.
func TestKeepingLeadsBackWhereItWasOpened(t *testing.T) {
	v := arrive(t).staff().do(OpenKeeping).on(Keeping)
	if v.s.AtDesk() {
		t.Error("opened from the menu it counts as the desk")
	}
	v.do(CloseKeeping).on(Staff).do(OpenDesk).on(Desk).do(OpenKeeping).on(Keeping)
	if !v.s.AtDesk() {
		t.Error("opened from the desk it does not count as the desk")
	}
	v.do(CloseKeeping).on(Desk).do(OpenKeeping).on(Keeping)
	v.counted(DoTally, TallyScreen(Keeping), 0).counted(DoTally, TallyScreen(Desk), 0)
	v.waits(5*time.Minute - time.Second).on(Keeping).waits(time.Second).stands(Attract)
	for _, sc := range allScreens {
		if sc != Desk && sc != Staff && sc != Keeping && table[sc][OpenKeeping] != nil {
			t.Errorf("%q leads to how the data is kept", sc)
		}
	}
}

// Setting a new passphrase belongs to the page that it was opened from, locks by itself, and counts as no visit.
func TestAForgottenPassphraseLeadsBackToDataAndKeys(t *testing.T) {
	v := arrive(t).staff().do(OpenKeeping).on(Keeping).do(OpenForgotten).on(Forgotten)
	if v.s.AtDesk() {
		t.Error("the desk is open")
	}
	v.do(CloseForgotten).on(Keeping).do(CloseKeeping).on(Staff)
	v.do(OpenDesk).on(Desk).do(OpenKeeping).on(Keeping).do(OpenForgotten).on(Forgotten)
	if !v.s.AtDesk() {
		t.Error("the desk was left")
	}
	v.counted(DoTally, TallyScreen(Forgotten), 0)
	v.waits(5*time.Minute - time.Second).on(Forgotten).waits(time.Second).stands(Attract)
}

// What the program is can be read from the menu alone, opens nothing, counts as no visit, and ends by itself.
func TestWhatTheProgramIsLeadsBackToTheMenu(t *testing.T) {
	v := arrive(t).staff().do(OpenAbout).on(About)
	if v.s.AtDesk() {
		t.Error("the desk is open")
	}
	v.do(CloseAbout).on(Staff).do(OpenAbout).on(About)
	v.counted(DoTally, TallyScreen(About), 0)
	v.waits(5*time.Minute - time.Second).on(About).waits(time.Second).stands(Attract)
	for _, sc := range allScreens {
		if sc != Staff && table[sc][OpenAbout] != nil {
			t.Errorf("%q leads to what the program is", sc)
		}
	}
}

// A PIN can be changed on the volunteers' screen alone, and the pad goes with it.
func TestANewPINIsAskedForOnTheStaffScreenOnly(t *testing.T) {
	for sc := range table {
		if sc != Staff && table[sc][AskNewPIN] != nil {
			t.Errorf("it can be asked for on %q", sc)
		}
	}
	v := arrive(t).staff().do(AskNewPIN)
	if v.s.Overlay != NewPIN {
		t.Fatalf("over the screen is %q", v.s.Overlay)
	}
	v.do(OpenDesk).on(Staff) // nothing behind it is touched
	v.do(KeepOn).on(Staff).do(AskNewPIN).waits(time.Hour).stands(Attract)
}
