package session

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
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

// A day of random visitors and volunteers: nothing is left of anybody, the booth always comes back to
// what its duty says, and the counters add up.
func TestADayAddsUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, s, now := testPack(), New(), noon
		started, finished, abandoned, langs := 0, 0, 0, 0
		run := func(e Event) {
			before := s
			var fx []Effect
			s, fx = Step(p, s, e, now)
			for _, f := range fx {
				if f.Kind != DoTally {
					continue
				}
				switch {
				case f.Arg == TallyStarted:
					started++
				case f.Arg == TallyFinished:
					finished++
				case f.Arg == TallyAbandoned:
					abandoned++
				case strings.HasPrefix(f.Arg, "lang:"):
					langs++
				}
			}
			if resting[s.Screen] && s.Overlay == NoOverlay && s.Screen != s.Duty.Screen() {
				t.Fatalf("%s: %q stands where %q should", e.Kind, s.Screen, s.Duty.Screen())
			}
			if resting[s.Screen] && !resting[before.Screen] {
				if !reflect.DeepEqual(s, nobody(s.Duty)) {
					t.Fatalf("%s: something is left of somebody", e.Kind)
				}
			}
			for _, f := range fx {
				if f.Kind == DoSave {
					now = now.Add(time.Second)
					s, _ = Step(p, s, Event{Kind: SaveDone, Arg: canaryCode, Arg2: canaryID}, now)
				}
			}
		}
		for range rapid.IntRange(3, 12).Draw(t, "people") {
			if rapid.IntRange(0, 3).Draw(t, "who") == 0 { // a volunteer
				for _, e := range []Event{{Kind: AskGate}, {Kind: GateOK},
					{Kind: rapid.SampledFrom([]Kind{SetPaused, SetOut, OpenDesk, Touch}).Draw(t, "does"), N: rapid.IntRange(0, 1).Draw(t, "on")},
					{Kind: CloseStaff}, {Kind: CloseDesk}} {
					now = now.Add(time.Second)
					run(e)
				}
			}
			for range rapid.IntRange(0, 60).Draw(t, "steps") {
				now = now.Add(time.Duration(rapid.SampledFrom([]int{300, 700, 1000, 1000, 2500, 70_000}).Draw(t, "ms")) * time.Millisecond)
				run(randomEvent(t, s))
			}
			for range int((idleDesk + leastWarn) / time.Second) { // and walks away
				now = now.Add(time.Second)
				run(Event{Kind: Tick})
			}
			if !resting[s.Screen] {
				t.Fatalf("nobody there, and still on %q", s.Screen)
			}
		}
		if started != langs || finished+abandoned > started {
			t.Fatalf("%d started, %d ended; %d finished and %d left midway", started, langs, finished, abandoned)
		}
	})
}
