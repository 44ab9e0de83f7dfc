package session

import (
	"fmt"
	"log/slog"
	"reflect"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"matchbooth/kiosk/event"
	"matchbooth/kiosk/form"
)

var allScreens = []Screen{
	Attract, Home, Stories, Story, How, Numbers, Worries, Parents, Notice, Decide, Conditions, Ways, Way,
	BirthDate, Form, ReadBack, Consent, Official, Saving, Saved, TakeHome, MoreCodes, Check, Think, Already, Desk,
	Keeping, Pause, Closed, Night, Staff, Forgotten, SettingUp, About,
}

var allOverlays = []Overlay{NoOverlay, IdleWarning, NextPerson, EndTakeHome, NotToday, PIN, Gate, NewPIN, FullText}

var allKinds = []Kind{
	Tick, Touch, Start, Go, Back, SetLang, SetLarge, SetContrast, OpenStory, ToStation, NextStation, NoticeRead,
	WantSignUp, WantThink, AnswerAll, AnswerNot, AnswerUnsure, PickWay, WayOn, BirthGiven, SetAnswer, CannotFind, NextStep,
	EditStep, ReadBackOK, Agree, Disagree, SaveDone, SaveError, SaveAgain, Erase, EraseDone, AskNext, AskNotToday,
	AskEnd, AskPIN, PINOK, CheckDone, KeepOn, MoreTime, Finish, OpenDesk, CloseDesk, OpenKeeping, CloseKeeping,
	AskGate, GateOK, CloseStaff, SetPaused, SetOut, Leave, DutyIs, NightIs, AskNewPIN, OpenForgotten, CloseForgotten, OpenAbout, CloseAbout,
	FoundOne, SearchAgain, AskFullText,
}

func TestTheTableKnowsEveryScreen(t *testing.T) {
	if len(table) != len(allScreens) {
		t.Errorf("%d screens in the table, %d known to the tests", len(table), len(allScreens))
	}
	used := map[Kind]bool{Tick: true}
	for k := range everywhere {
		used[k] = true
	}
	for k := range ofTheBooth {
		used[k] = true
	}
	for _, m := range overlays {
		for k := range m {
			used[k] = true
		}
	}
	for _, sc := range allScreens {
		if _, ok := table[sc]; !ok {
			t.Errorf("screen %q is not in the table", sc)
		}
		for k := range table[sc] {
			used[k] = true
		}
	}
	for _, k := range allKinds {
		if !used[k] {
			t.Errorf("nothing takes the event %q", k)
		}
	}
	for _, o := range allOverlays[1:] {
		if overlays[o] == nil {
			t.Errorf("overlay %q takes nothing", o)
		}
	}
}

// full is a State with something in every place, however unlikely.
func full(sc Screen, o Overlay) State {
	return State{
		Screen: sc, Overlay: o, Lang: "en", Large: true, Contrast: true,
		StoryID: "one", Station: 7, LastStory: "two", HowPage: 9, Figure: 3, Search: 2, Found: "found", Answered: "not", Outcome: "under_age",
		Flags: []string{"family"}, FormStep: 5, FromReview: true,
		Answers:  form.Answers{"name": {Text: canaryName}, "contact": canaryContact},
		Problems: []form.Problem{{Field: "name", Key: "problem.x", Args: map[string]any{"Max": 3}}},
		ReadBack: true, ConsentAt: 8, Consents: []ConsentGiven{{ID: "notice"}, {ID: "gone"}}, Refused: []string{"handover"},
		Compared: Compared{Name: canaryName, Phone: canaryPhone}, ComeBack: "2030-01-01", Erased: "wait", SaveFailed: canaryKey,
		Trail: []Screen{Home, Stories}, Reached: []Screen{Home},
		Since: noon, Changed: noon, Seen: noon, Touched: noon, WarnedAt: noon, Started: noon,
	}
}

// TestEveryEventOnEveryScreen: nothing panics, nothing is changed in place, and what comes out is a
// State that the table knows.
func TestEveryEventOnEveryScreen(t *testing.T) {
	if testing.Short() {
		t.Skip("long, and nothing runs at the same time: not with the race detector")
	}
	args := []string{"", "one", "zh", "notice", "under_age", "name", "home", "2010-11-12", "\x00"}
	packs := []*event.Pack{testPack(), {}, nil}
	for _, sc := range append([]Screen{"", "nowhere"}, allScreens...) {
		for _, o := range append([]Overlay{"nothing"}, allOverlays...) {
			for _, k := range append([]Kind{"", "nonsense"}, allKinds...) {
				for i, arg := range args {
					p := packs[i%len(packs)]
					for _, s := range []State{full(sc, o), {Screen: sc, Overlay: o}} {
						times := []time.Time{noon.Add(time.Second)}
						if arg == "" {
							times = append(times, noon, noon.Add(time.Hour), time.Time{})
						}
						for _, now := range times {
							e := Event{Kind: k, Arg: arg, N: i*i*i - 5, Value: form.Value{Text: form.Text(arg)}}
							keep := s.clone()
							got, _ := Step(p, s, e, now)
							if !reflect.DeepEqual(s, keep) {
								t.Fatalf("%s on %s changed the state it was given", k, sc)
							}
							if _, ok := table[got.Screen]; !ok {
								t.Fatalf("%s on %s leads to %q", k, sc, got.Screen)
							}
							Remaining(got, p, now)
						}
					}
				}
			}
		}
	}
}

func TestNothingIsSharedWithWhatCameBefore(t *testing.T) {
	s := full(Form, NoOverlay)
	s.FormStep = 0
	got, _ := Step(testPack(), s, Event{Kind: Touch}, noon.Add(time.Second))
	got.Answers["name"] = form.Value{Text: "changed"}
	got.Problems[0].Args["Max"] = "changed"
	for _, list := range [][]string{got.Flags, got.Refused} {
		list[0] = "changed"
	}
	got.Consents[0].ID, got.Trail[0], got.Reached[0] = "changed", "changed", "changed"
	for _, w := range words(s) {
		if w == "changed" {
			t.Fatal("the two states share something changeable")
		}
	}
}

func TestAStateNeverPrintsItsVisitor(t *testing.T) {
	v := arrive(t).toTakeHome()
	things := []any{full(Form, NoOverlay), v.s, &v.s, []State{v.s}, v.fx,
		Event{Kind: BirthGiven, Arg: canaryBirth}, Event{Kind: SaveDone, Arg: canaryCode, Arg2: canaryID},
		Effect{Kind: DoErase, Arg: canaryCode}, map[string]any{"s": full(Form, NoOverlay)}}
	var b strings.Builder
	log := slog.New(slog.NewJSONHandler(&b, nil))
	for _, x := range things {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
			fmt.Fprintf(&b, verb, x)
		}
	}
	log.Info("x", "state", v.s, "event", things[5], "effect", things[7])
	for _, c := range canaries {
		if c != canaryKey && strings.Contains(b.String(), c) {
			t.Errorf("printed: %s", c)
		}
	}
	if !strings.Contains(b.String(), "[redacted]") {
		t.Error("nothing says that something was left out")
	}
}

// forward are events that lead on, so that random visitors get anywhere.
var forward = map[Screen][]Event{
	Attract:    {{Kind: Start}},
	Home:       {{Kind: Go, Arg: "notice"}, {Kind: OpenStory, Arg: "one"}},
	Story:      {{Kind: NextStation}},
	Notice:     {{Kind: NoticeRead}},
	Decide:     {{Kind: WantSignUp}},
	Conditions: {{Kind: AnswerAll}, {Kind: AnswerNot}, {Kind: AnswerUnsure}},
	Ways:       {{Kind: PickWay, Arg: "family"}, {Kind: PickWay, Arg: "under_age"}},
	Way:        {{Kind: WayOn}},
	Form: {
		{Kind: SetAnswer, Arg: "name", Value: form.Value{Text: canaryName}},
		{Kind: SetAnswer, Arg: "phone", Value: form.Value{Text: canaryPhone}},
		{Kind: NextStep}, {Kind: NextStep},
	},
	ReadBack: {{Kind: ReadBackOK}},
	Consent:  {{Kind: Agree}},
	Official: {{Kind: Agree}},
	Saved:    {{Kind: Go, Arg: "takehome"}},
	TakeHome: {{Kind: AskEnd}, {Kind: AskPIN}},
}

// randomEvent draws what the visitor, the volunteer or the store might do on the screen, mostly
// what is possible there, sometimes anything.
func randomEvent(t *rapid.T, s State) Event {
	kinds := allKinds
	if on := forward[s.Screen]; on != nil && s.Overlay == NoOverlay && rapid.Bool().Draw(t, "forward") {
		return rapid.SampledFrom(on).Draw(t, "on")
	}
	if rapid.SampledFrom([]bool{true, true, true, true, true, false}).Draw(t, "sensible") {
		var here []Kind
		m := table[s.Screen]
		if s.Overlay != NoOverlay {
			m = overlays[s.Overlay]
		}
		for _, k := range allKinds { // in a fixed order, which a map has not
			if m[k] != nil || everywhere[k] != nil {
				here = append(here, k)
			}
		}
		kinds = here
	}
	e := Event{Kind: rapid.SampledFrom(kinds).Draw(t, "kind"), N: rapid.IntRange(-1, 4).Draw(t, "n")}
	switch e.Kind {
	case Go:
		e.Arg = string(rapid.SampledFrom(allScreens).Draw(t, "screen"))
	case SetLang:
		e.Arg = rapid.SampledFrom([]string{"zh", "en", "fr"}).Draw(t, "lang")
	case Start, OpenStory:
		e.Arg = rapid.SampledFrom([]string{"", "one", "two", "three"}).Draw(t, "story")
	case PickWay:
		e.Arg = rapid.SampledFrom([]string{"under_age", "passing", "registered", "family", "unsure", "none"}).Draw(t, "way")
	case BirthGiven:
		e.Arg = canaryBirth
	case SetAnswer:
		e.Arg = rapid.SampledFrom([]string{"name", "phone", "wechat", "contact"}).Draw(t, "field")
		e.Value = map[string]form.Value{
			"name": {Text: canaryName}, "phone": {Text: canaryPhone}, "wechat": {Text: canaryChat}, "contact": canaryContact,
		}[e.Arg]
	case CannotFind:
		e.Arg = rapid.SampledFrom([]string{"name", "contact.name", "nothing"}).Draw(t, "missing")
	case SaveDone:
		e.Arg, e.Arg2 = canaryCode, canaryID
	case SaveError:
		e.Arg = canaryKey
	case Erase:
		e.Arg = canaryCode
	case EraseDone:
		e.Arg = rapid.SampledFrom([]string{"done", "wait", "failed"}).Draw(t, "erased")
	}
	return e
}

// nobody is the state of a booth with this duty, and nobody at it.
func nobody(d Duty) State {
	s := New()
	s.Duty, s.Screen = d, d.Screen()
	return s
}

// TestRandomVisitors: whatever people do, whenever they do it, in whatever order.
func TestRandomVisitors(t *testing.T) {
	reached := map[Screen]int{}
	rapid.Check(t, func(t *rapid.T) {
		p, s, now := testPack(), New(), noon
		running, saves, done := false, 0, 0
		run := func(e Event) {
			before, keep := s, s.clone()
			next, fx := Step(p, s, e, now)
			if !reflect.DeepEqual(before, keep) {
				t.Fatalf("%s changed the state it was given", e.Kind)
			}
			wiped := false
			for _, f := range fx {
				switch f.Kind {
				case DoSave:
					if running {
						t.Fatal("two saves at once")
					}
					running, saves = true, saves+1
					for _, c := range p.Consents {
						if c.Required && !has(next.Consents, c.ID) {
							t.Fatalf("saved without %s", c.ID)
						}
					}
					for i, g := range next.Consents {
						if has(next.Consents[:i], g.ID) || isIn(next.Refused, g.ID) {
							t.Fatalf("%s given twice, or given and refused", g.ID)
						}
					}
					if next.Outcome == "" || !next.ReadBack || len(next.Problems) > 0 {
						t.Fatal("saved without an outcome, a read-back, or with problems")
					}
					for _, f := range p.Fields {
						if _, ok := next.Answers[f.ID]; f.Required && !ok {
							t.Fatalf("saved without %s", f.ID)
						}
					}
				case DoWipe:
					wiped = true
				case DoTally:
					for _, c := range canaries {
						if strings.Contains(f.Arg, c) {
							t.Fatal("a counter names the visitor")
						}
					}
				}
			}
			if e.Kind == SaveDone && running {
				running, done = false, done+1
				if next.Screen != Saved || next.Code == "" {
					t.Fatal("saved, and not shown")
				}
			}
			if e.Kind == SaveError && running {
				running = false
				if len(next.Answers) != len(s.Answers) || len(next.Consents) != len(s.Consents) {
					t.Fatal("a failed save lost something")
				}
			}
			if next.Saving != running {
				t.Fatal("the state and the store disagree about a running save")
			}
			passphrase := before.Overlay == Gate && e.Kind == OpenDesk && next.Screen == Desk // which opens nothing by itself
			if !next.Duty.Open() && resting[before.Screen] && !resting[next.Screen] && next.Screen != Staff && !passphrase {
				t.Fatalf("on a booth that is closed %s leads to %q", e.Kind, next.Screen)
			}
			if next.Duty != before.Duty && next.Screen != before.Screen && !resting[before.Screen] {
				t.Fatalf("%s took the visitor from %q to %q", e.Kind, before.Screen, next.Screen)
			}
			if wiped && e.Kind != OpenDesk {
				if !reflect.DeepEqual(next, nobody(next.Duty)) {
					t.Fatal("the wipe left something")
				}
			}
			for _, w := range words(next) {
				if w == canaryBirth {
					t.Fatal("the date of birth was kept")
				}
				if isIn(canaries, w) && (next.Screen == Home || next.Screen == Attract || next.Screen == Desk) {
					t.Fatal("something of the visitor is left at home")
				}
			}
			if kept := next; next.Code != "" {
				kept.Compared = Compared{}
				for _, w := range words(kept) {
					if isIn([]string{canaryName, canaryPhone, canaryChat, canaryMum, canaryTel}, w) {
						t.Fatal("answers were kept after the save")
					}
				}
			}
			if w := next.Compared; w != (Compared{}) && (next.Code == "" || next.Checked || w.Name != canaryName || w.Phone != canaryPhone) {
				t.Fatal("more is left than the name and the number, or for longer than until they were checked")
			}
			if len(next.Trail) > len(allScreens) {
				t.Fatal("the trail grows")
			}
			reached[next.Screen]++
			s = next
		}

		for range rapid.IntRange(40, 200).Draw(t, "events") {
			rare := rapid.SampledFrom([]int{700, 700, 700, 61_000, -3_600_000}).Draw(t, "rare")
			now = now.Add(time.Duration(rapid.SampledFrom([]int{500, 500, 1000, 1000, 1000, 3000, 3000, 3000, 100, 1, 30_000, rare}).Draw(t, "ms")) * time.Millisecond)
			run(randomEvent(t, s))
		}
		// They all walk away. A save that runs ends some time; then it takes a warning at most.
		if running {
			run(Event{Kind: SaveDone, Arg: canaryCode, Arg2: canaryID})
		}
		for range int((idleDesk + leastWarn) / time.Second) {
			now = now.Add(time.Second)
			run(Event{Kind: Tick})
		}
		if !reflect.DeepEqual(s, nobody(s.Duty)) {
			t.Fatalf("nobody there, and still on %q under %q", s.Screen, s.Overlay)
		}
	})
	for _, sc := range []Screen{Notice, Conditions, Form} { // else the test would prove little
		if reached[sc] == 0 {
			t.Errorf("no random visitor came to %q", sc)
		}
	}
}

// TestWipesAfterAWholeWay starts random visitors late on the way, where chance rarely comes.
func TestWipesAfterAWholeWay(t *testing.T) {
	starts := []func(*visitor) *visitor{
		(*visitor).toForm, (*visitor).toReadBack, (*visitor).toConsents, (*visitor).toSaving, (*visitor).toTakeHome,
		func(v *visitor) *visitor { return v.toSaving().do(SaveError, canaryKey) },
		func(v *visitor) *visitor { return v.toConsents().do(Agree).do(Disagree).do(Agree).on(Official) },
		func(v *visitor) *visitor { return v.toConsents().do(Disagree).on(Think) },
		func(v *visitor) *visitor { return v.toTakeHome().do(AskPIN).do(PINOK).on(Check) },
		func(v *visitor) *visitor {
			return v.toConditions().do(AnswerNot).do(PickWay, "under_age").do(WayOn).do(BirthGiven, canaryBirth)
		},
	}
	rapid.Check(t, func(rt *rapid.T) {
		v := rapid.SampledFrom(starts).Draw(rt, "start")(arrive(t))
		if !v.s.Saving && !holdsCanary(v.s) && v.s.Screen != BirthDate && v.s.Screen != Form {
			rt.Fatal("the search for canaries does not find those that are there")
		}
		fx := v.fx
		for range rapid.IntRange(0, 40).Draw(rt, "events") {
			v.now = v.now.Add(time.Duration(rapid.SampledFrom([]int{100, 1000, 5000, 20_000}).Draw(rt, "ms")) * time.Millisecond)
			var more []Effect
			v.s, more = Step(v.p, v.s, randomEvent(rt, v.s), v.now)
			fx = append(fx, more...)
		}
		if v.s.Saving {
			v.s, _ = Step(v.p, v.s, Event{Kind: SaveDone, Arg: canaryCode, Arg2: canaryID}, v.now)
		}
		for range int((idleDesk + leastWarn) / time.Second) {
			v.now = v.now.Add(time.Second)
			v.s, _ = Step(v.p, v.s, Event{Kind: Tick}, v.now)
		}
		if !reflect.DeepEqual(v.s, nobody(v.s.Duty)) || holdsCanary(v.s) {
			rt.Fatalf("left on %q", v.s.Screen)
		}
	})
}

func holdsCanary(s State) bool {
	for _, w := range words(s) {
		if isIn(canaries, w) {
			return true
		}
	}
	return false
}

func isIn(list []string, w string) bool {
	for _, c := range list {
		if strings.Contains(w, c) {
			return true
		}
	}
	return false
}

func has(given []ConsentGiven, id string) bool {
	for _, g := range given {
		if g.ID == id {
			return true
		}
	}
	return false
}
