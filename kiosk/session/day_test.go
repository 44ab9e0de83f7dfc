package session

import (
	"reflect"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// endsWell are the screens where a session may end without a save and yet not be abandoned. They are
// named here once more, so that the table's own list is looked at from outside.
var endsWell = []Screen{Think, Way, BirthDate, Official, Already}

// day is a booth under random people, with everything counted that must hold of it.
type day struct {
	*rapid.T
	s      State
	now    time.Time
	real   time.Duration // that has passed, whatever the clock was set to
	warned time.Duration // when the warning came up
	shown  Duty          // what volunteers set last
	ends   struct{ started, finished, abandoned, well, wiped int }
}

// later lets time pass, and may set the clock besides.
func (d *day) later(by, jump time.Duration) {
	d.real += by
	d.now = d.now.Add(by + jump)
	if jump > 0 {
		d.real += jump // to the booth it has passed
	}
}

func (d *day) run(e Event) {
	before := d.s
	next, fx := Step(testPack(), d.s, e, d.now)
	d.s = next
	begun, ended := 0, 0
	for i, f := range fx {
		switch f.Kind {
		case DoTally:
			switch f.Arg {
			case TallyStarted:
				begun++
			case TallyFinished:
				d.ends.finished++
				ended++
			case TallyAbandoned:
				d.ends.abandoned++
				ended++
			case TallyLang(before.Lang):
				d.ends.wiped++
			}
		case DoDuty:
			d.shown = next.Duty
		case DoWipe:
			if i != len(fx)-1 {
				d.Fatal("something is done after the wipe")
			}
			if e.Kind != OpenDesk && !reflect.DeepEqual(next, nobody(next.Duty)) {
				d.Fatalf("%s: the wipe left something", e.Kind)
			}
		}
	}
	d.ends.started += begun
	if !before.Started.IsZero() && next.Started.IsZero() && ended == 0 {
		if !slices.Contains(endsWell, before.Screen) && (len(before.Trail) == 0 || !slices.Contains(endsWell, before.Trail[0])) {
			d.Fatalf("%s on %q ended a session that nobody counts", e.Kind, before.Screen)
		}
		d.ends.well++
	}
	if begun+ended > 1 {
		d.Fatalf("%s counts %d beginnings and %d ends", e.Kind, begun, ended)
	}
	d.holds(before, e)
}

// holds checks what is true of every step.
func (d *day) holds(before State, e Event) {
	s := d.s
	inside := !s.Started.IsZero()
	if nobody := resting[s.Screen] || s.Screen == Staff || s.Screen == Desk || s.Screen == Keeping || s.Screen == Forgotten || s.Screen == About; inside == nobody {
		d.Fatalf("%s: on %q, and a session runs: %v", e.Kind, s.Screen, inside)
	}
	if resting[s.Screen] && !s.awake() && s.Screen != s.Duty.Screen() {
		d.Fatalf("%s: %q stands where %q should", e.Kind, s.Screen, s.Duty.Screen())
	}
	if before.Started.IsZero() && inside && !before.Duty.Open() {
		d.Fatalf("%s began a session on a booth that is closed", e.Kind)
	}
	back := before.Screen == Keeping && before.KeepingOf == Staff || before.Screen == About
	if s.Screen == Staff && before.Screen != Staff && !back && (before.Overlay != Gate || e.Kind != GateOK) {
		d.Fatalf("%s on %q leads to the volunteers' menu", e.Kind, before.Screen)
	}
	if s.Screen != Staff && (s.Duty.Paused != before.Duty.Paused || s.Duty.Out != before.Duty.Out) {
		d.Fatalf("%s on %q sets the booth's duty", e.Kind, before.Screen)
	}
	if s.Duty.Paused != d.shown.Paused || s.Duty.Out != d.shown.Out {
		d.Fatal("what volunteers set last is not what holds")
	}
	if (e.Kind == DutyIs || e.Kind == NightIs) && !before.Started.IsZero() && s.Started.IsZero() {
		if before.Overlay != IdleWarning && before.waiting() != waitTake {
			d.Fatal("a change of duty threw a visitor out")
		}
	}
	switch { // the warning stands for 20 s at least, unless somebody answers it
	case s.Overlay == IdleWarning && before.Overlay != IdleWarning:
		d.warned = d.real
	case before.Overlay == IdleWarning && s.Screen != before.Screen && e.Kind != Finish && d.real-d.warned < leastWarn:
		d.Fatalf("the warning stood for %v, then %s", d.real-d.warned, e.Kind)
	}
	for _, w := range words(s) {
		if isIn(canaries, w) && !inside {
			d.Fatalf("%s: %q knows something of a visitor", e.Kind, s.Screen)
		}
	}
}

// store answers a running save.
func (d *day) store(fails bool) {
	for range 2 {
		if d.s.Saving {
			d.later(time.Second, 0)
			if fails {
				d.run(Event{Kind: SaveError, Arg: canaryKey})
				return
			}
			d.run(Event{Kind: SaveDone, Arg: canaryCode, Arg2: canaryID})
		}
	}
}

// visitor draws somebody who goes the way as far as they like, with anything in between.
func (d *day) visitor() {
	for range rapid.IntRange(0, 45).Draw(d.T, "steps") {
		ms := rapid.SampledFrom([]int{150, 700, 1000, 1000, 1000, 2500, 2500, 25_000, 70_000}).Draw(d.T, "ms")
		jump := rapid.SampledFrom([]time.Duration{0, 0, 0, 0, 0, 0, 0, 0, 0, -time.Hour, 30 * time.Second}).Draw(d.T, "jump")
		d.later(time.Duration(ms)*time.Millisecond, jump)
		if d.s.Screen == Decide && rapid.IntRange(0, 3).Draw(d.T, "thinks") == 0 {
			d.run(Event{Kind: WantThink})
		} else if on := forward[d.s.Screen]; on != nil && d.s.Overlay == NoOverlay && rapid.IntRange(0, 9).Draw(d.T, "on") < 8 {
			for _, e := range on[:rapid.IntRange(1, len(on)).Draw(d.T, "far")] {
				d.later(700*time.Millisecond, 0)
				d.run(e)
			}
		} else {
			d.run(randomEvent(d.T, d.s))
		}
		if rapid.IntRange(0, 5).Draw(d.T, "store") > 0 {
			d.store(rapid.IntRange(0, 3).Draw(d.T, "fails") == 0)
		}
		if rapid.IntRange(0, 19).Draw(d.T, "watch") == 0 {
			d.watch()
		}
	}
}

// watch is what the computer says meanwhile.
func (d *day) watch() {
	d.run(rapid.SampledFrom([]Event{
		{Kind: DutyIs}, {Kind: DutyIs}, {Kind: DutyIs, Arg: FaultDisk, Arg2: "MB-31"},
		{Kind: DutyIs, Arg: FaultStore, Arg2: "MB-22"}, {Kind: NightIs, N: 1}, {Kind: NightIs}, {Kind: NightIs},
	}).Draw(d.T, "duty"))
}

// volunteer comes to the corner, knows the PIN or does not, and may walk away at every step.
func (d *day) volunteer() {
	way := []Event{{Kind: AskGate}, {Kind: Touch}}
	if rapid.IntRange(0, 3).Draw(d.T, "knows") > 0 {
		way = append(way, Event{Kind: GateOK})
		for range rapid.IntRange(0, 3).Draw(d.T, "does") {
			way = append(way, Event{
				Kind: rapid.SampledFrom([]Kind{SetPaused, SetOut, SetLang, OpenKeeping, CloseKeeping, Leave, AskNext, Start, Go}).Draw(d.T, "what"),
				Arg:  rapid.SampledFrom([]string{"en", "home"}).Draw(d.T, "arg"),
				N:    rapid.SampledFrom([]int{0, 0, 1}).Draw(d.T, "n"),
			})
		}
		way = append(way, rapid.SampledFrom([]Event{{Kind: CloseStaff}, {Kind: OpenDesk}, {Kind: OpenKeeping}}).Draw(d.T, "then"), Event{Kind: CloseDesk})
	} else {
		way = append(way, Event{Kind: KeepOn})
	}
	for _, e := range way[:rapid.IntRange(1, len(way)).Draw(d.T, "until")] {
		d.later(time.Second, 0)
		d.run(e)
	}
}

// alone lets time pass until nothing runs out any more, a tick a second, and nothing else.
func (d *day) alone() {
	for range int((idleDesk + leastWarn) / time.Second) {
		d.later(time.Second, 0)
		d.run(Event{Kind: Tick})
	}
}

// A day of random visitors and volunteers under a watch and a clock that do as they like: nothing is
// left of anybody, the booth comes home by time alone, and the counters add up exactly.
func TestADayAddsUp(t *testing.T) {
	var all struct{ people, finished, abandoned, well, closed int }
	rapid.Check(t, func(t *rapid.T) {
		d := &day{T: t, s: New(), now: noon}
		for range rapid.IntRange(3, 12).Draw(t, "people") {
			if rapid.IntRange(0, 3).Draw(t, "who") == 0 {
				d.volunteer()
			} else {
				d.visitor()
			}
			if rapid.IntRange(0, 2).Draw(t, "gone") > 0 { // else the next one comes before the time is up
				d.store(false)
				d.alone()
				if !reflect.DeepEqual(d.s, nobody(d.s.Duty)) {
					t.Fatalf("nobody there, and still on %q under %q", d.s.Screen, d.s.Overlay)
				}
				if !d.s.Duty.Open() {
					all.closed++
				}
			}
		}
		d.store(false)
		d.alone()
		e := d.ends
		if e.started != e.finished+e.abandoned+e.well || e.wiped != e.started {
			t.Fatalf("%d started; %d finished, %d abandoned, %d ended well, %d wiped", e.started, e.finished, e.abandoned, e.well, e.wiped)
		}
		all.people += e.started
		all.finished += e.finished
		all.abandoned += e.abandoned
		all.well += e.well
	})
	t.Logf("%+v", all)
	if all.finished == 0 || all.abandoned == 0 || all.well == 0 || all.closed == 0 {
		t.Errorf("too little happened to prove anything: %+v", all)
	}
}

// TestHomeByTimeAlone: from every screen under every overlay, with something in every place, ticks
// lead to what stands while nobody is there; only a running save is waited for. Before there is a booth there is no such
// screen: see TestSettingUpWaitsForAsLongAsItTakes.
func TestHomeByTimeAlone(t *testing.T) {
	for _, duty := range []Duty{{}, {Paused: true}, {Out: true}, {Fault: FaultStore, Code: "MB-22"}, {Night: true}} {
		for _, sc := range allScreens {
			for _, o := range allOverlays {
				if sc == SettingUp && o == NoOverlay {
					continue
				}
				v := arrive(t)
				v.s = full(sc, o)
				v.s.Duty = duty
				for end := v.now.Add(idleDesk + 2*leastWarn); v.now.Before(end); {
					v.now = v.now.Add(5 * time.Second)
					v.s, _ = Step(v.p, v.s, Event{Kind: Tick}, v.now)
				}
				if !reflect.DeepEqual(v.s, nobody(duty)) {
					t.Errorf("%+v: from %q under %q it comes to %q under %q", duty, sc, o, v.s.Screen, v.s.Overlay)
				}
			}
		}
		v := arrive(t).toSaving()
		v.s.Duty = duty
		v.waits(time.Hour).on(Saving).do(SaveError, canaryKey).waits(idleForm + leastWarn).stands(duty.Screen())
	}
}

// TestAThirdStrayTapEndsNoTakeHome: taps on the finish button that follow each other like those of a
// hurried finger bring the question and nothing more, if its buttons come to lie under the finger.
func TestAThirdStrayTapEndsNoTakeHome(t *testing.T) {
	for _, gap := range []time.Duration{0, 80 * time.Millisecond, 150 * time.Millisecond, 190 * time.Millisecond} {
		v := arrive(t).toTakeHome()
		at := v.now.Add(endInert)
		for i, k := range []Kind{AskEnd, Finish, Finish} {
			v.s, _ = Step(v.p, v.s, Event{Kind: k, Echo: true}, at.Add(time.Duration(i)*gap))
		}
		v.on(TakeHome).under(EndTakeHome)
		if v.s.Code != canaryCode {
			t.Error("the code is gone")
		}
	}
}

// TestNextPersonAsks: wherever it can be tapped, what was typed is there until the answer.
func TestNextPersonAsks(t *testing.T) {
	for _, sc := range allScreens {
		s := full(sc, NoOverlay)
		s.Code = ""
		got, fx := Step(testPack(), s, Event{Kind: AskNext}, noon.Add(time.Second))
		if got.Screen != sc || len(fx) > 0 || len(got.Answers) != len(s.Answers) {
			t.Errorf("on %q it does not ask", sc)
		}
		if asks := table[sc][AskNext] != nil; asks != (got.Overlay == NextPerson) {
			t.Errorf("on %q the overlay is %q", sc, got.Overlay)
		}
		if got, fx = Step(testPack(), got, Event{Kind: KeepOn}, noon.Add(2*time.Second)); got.Overlay != NoOverlay || len(fx) > 0 {
			t.Errorf("on %q going on is not going on", sc)
		}
	}
}
