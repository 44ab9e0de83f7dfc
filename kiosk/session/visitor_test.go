package session

import (
	"fmt"
	"reflect"
	"slices"
	"testing"
	"time"

	"matchbooth/kiosk/event"
	"matchbooth/kiosk/form"
)

// noon is when every test visitor comes.
var noon = time.Date(2027, 5, 21, 12, 0, 0, 0, time.UTC)

func both(s string) event.Text { return event.Text{event.ZH: "中" + s, event.EN: s} }

// testPack asks for little, and has one of everything that the way turns on.
func testPack() *event.Pack {
	return &event.Pack{
		ID:         "test",
		Conditions: []event.Condition{{ID: "age", Kind: event.KindAge, MinAge: 18, MaxAge: 45}},
		Ways: []event.Way{
			{Outcome: "under_age", Then: event.ThenDate, ForNot: true},
			{Outcome: "passing", Then: event.ThenEnd, ForNot: true},
			{Outcome: "registered", Then: event.ThenUpdate, ForNot: true},
			{Outcome: "family", Then: event.ThenForm, Flag: true, ForNot: true, ForUnsure: true},
			{Outcome: "unsure", Then: event.ThenForm, Flag: true, ForUnsure: true},
		},
		Steps: []event.Step{{ID: "who"}, {ID: "reach"}, {ID: "later"}},
		Fields: []event.Field{
			{ID: "name", Step: "who", Kind: "name", Required: true},
			{ID: "phone", Step: "reach", Kind: "phone", Required: true, Channel: "own"},
			{ID: "wechat", Step: "reach", Kind: "text"},
			{ID: "contact", Step: "later", Kind: "person", Options: []event.Option{{ID: "parent"}}},
		},
		Consents: []event.Consent{
			{ID: "notice", Kind: "notice", Required: true, Sentence: both("notice")},
			{ID: "terms", Kind: "consent", Required: true, Sentence: both("terms")},
			{ID: "handover", Kind: "consent", Handover: true, Sentence: both("handover")},
			{ID: "followup", Kind: "consent", Sentence: both("followup")},
		},
		Stories: []event.Story{
			{ID: "one", Stations: make([]event.Station, 3)},
			{ID: "two", Stations: make([]event.Station, 2)},
		},
		Stages: make([]event.Stage, 3),
	}
}

// visitor walks through the booth, a second for each thing done.
type visitor struct {
	t   testing.TB
	p   *event.Pack
	s   State
	now time.Time
	fx  []Effect
}

func arrive(t testing.TB) *visitor { return &visitor{t: t, p: testPack(), s: New(), now: noon} }

func (v *visitor) event(e Event) *visitor {
	v.t.Helper()
	v.now = v.now.Add(time.Second)
	before, keep := v.s, v.s.clone()
	var fx []Effect
	v.s, fx = Step(v.p, v.s, e, v.now)
	if !reflect.DeepEqual(before, keep) {
		v.t.Fatalf("%s changed the state it was given", e.Kind)
	}
	v.fx = append(v.fx, fx...)
	return v
}

func (v *visitor) do(k Kind, arg ...string) *visitor {
	v.t.Helper()
	e := Event{Kind: k}
	if len(arg) > 0 {
		e.Arg = arg[0]
	}
	if len(arg) > 1 {
		e.Arg2 = arg[1]
	}
	return v.event(e)
}

func (v *visitor) goTo(sc Screen) *visitor { v.t.Helper(); return v.do(Go, string(sc)) }

func (v *visitor) at(n int, k Kind) *visitor { v.t.Helper(); return v.event(Event{Kind: k, N: n}) }

func (v *visitor) types(field, text string) *visitor {
	v.t.Helper()
	return v.event(Event{Kind: SetAnswer, Arg: field, Value: form.Value{Text: form.Text(text)}})
}

// waits lets ticks pass, one a second, as the window sends them.
func (v *visitor) waits(d time.Duration) *visitor {
	v.t.Helper()
	for end := v.now.Add(d); v.now.Before(end); {
		v.do(Tick)
	}
	return v
}

func (v *visitor) on(sc Screen) *visitor {
	v.t.Helper()
	if v.s.Screen != sc {
		v.t.Fatalf("on screen %q, want %q", v.s.Screen, sc)
	}
	return v
}

func (v *visitor) under(o Overlay) *visitor {
	v.t.Helper()
	if v.s.Overlay != o {
		v.t.Fatalf("under overlay %q, want %q", v.s.Overlay, o)
	}
	return v
}

func (v *visitor) wiped() *visitor {
	v.t.Helper()
	if !reflect.DeepEqual(v.s, New()) {
		v.t.Fatalf("not wiped: on %q", v.s.Screen)
	}
	if n := len(v.fx); n == 0 || v.fx[n-1].Kind != DoWipe {
		v.t.Fatal("the world outside was not told to wipe")
	}
	return v
}

// count is how often an effect was given.
func (v *visitor) count(k EffectKind, arg string) (n int) {
	for _, f := range v.fx {
		if f.Kind == k && f.Arg == arg {
			n++
		}
	}
	return n
}

func (v *visitor) counted(k EffectKind, arg string, want int) *visitor {
	v.t.Helper()
	if n := v.count(k, arg); n != want {
		v.t.Fatalf("effect %s %q given %d times, want %d", k, arg, n, want)
	}
	return v
}

func (v *visitor) given(ids ...string) *visitor {
	v.t.Helper()
	var got []string
	for _, c := range v.s.Consents {
		got = append(got, c.ID)
	}
	if !slices.Equal(got, ids) {
		v.t.Fatalf("consents given: %v, want %v", got, ids)
	}
	return v
}

// Stretches of the way, each from the one before.
func (v *visitor) toConditions() *visitor {
	v.t.Helper()
	return v.do(Start).goTo(Notice).do(NoticeRead).do(WantSignUp).on(Conditions)
}

func (v *visitor) toForm() *visitor { v.t.Helper(); return v.toConditions().do(AnswerAll).on(Form) }

const (
	canaryName  = "李喆翰"
	canaryPhone = "13912345678"
	canaryChat  = "canary_wechat"
	canaryMum   = "王秀兰"
	canaryTel   = "13698765432"
	canaryCode  = "CANA-RYCD-9"
	canaryID    = "canary-person-id"
	canaryBirth = "2010-11-12"
	canaryKey   = "save.canary"
)

var canaryContact = form.Value{Person: form.Person{Name: canaryMum, Relation: "parent", Phone: canaryTel, WillTell: true}}

func (v *visitor) toReadBack() *visitor {
	v.t.Helper()
	v.toForm().types("name", canaryName).do(NextStep)
	v.types("phone", canaryPhone).types("wechat", canaryChat).do(NextStep)
	return v.event(Event{Kind: SetAnswer, Arg: "contact", Value: canaryContact}).do(NextStep).on(ReadBack)
}

func (v *visitor) toConsents() *visitor {
	v.t.Helper()
	return v.toReadBack().do(ReadBackOK).on(Consent)
}

func (v *visitor) toSaving() *visitor {
	v.t.Helper()
	return v.toConsents().do(Agree).do(Agree).do(Agree).on(Saving)
}

func (v *visitor) toTakeHome() *visitor {
	v.t.Helper()
	return v.toSaving().do(SaveDone, canaryCode, canaryID).on(Saved).goTo(TakeHome).on(TakeHome)
}

// canaries are all words that belong to the test visitor.
var canaries = []string{canaryName, canaryPhone, canaryChat, canaryMum, canaryTel, canaryCode, canaryID, canaryBirth, canaryKey}

// words collects every string that can be reached from a value.
func words(x any) (out []string) {
	var walk func(reflect.Value)
	walk = func(v reflect.Value) {
		switch v.Kind() {
		case reflect.String:
			out = append(out, v.String())
		case reflect.Struct:
			for i := range v.NumField() {
				walk(v.Field(i))
			}
		case reflect.Slice:
			full := v.Slice(0, v.Cap()) // also what lies behind the end
			for i := range full.Len() {
				walk(full.Index(i))
			}
		case reflect.Array:
			for i := range v.Len() {
				walk(v.Index(i))
			}
		case reflect.Map:
			for it := v.MapRange(); it.Next(); {
				walk(it.Key())
				walk(it.Value())
			}
		case reflect.Interface, reflect.Pointer:
			if !v.IsNil() {
				walk(v.Elem())
			}
		case reflect.Bool, reflect.Int, reflect.Int64, reflect.Uint64, reflect.Float64:
		default:
			panic(fmt.Sprintf("words: a kind not thought of: %s", v.Kind()))
		}
	}
	walk(reflect.ValueOf(x))
	return out
}
