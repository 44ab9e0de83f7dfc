package app

import (
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"matchbooth/kiosk/session"
)

// A page is drawn again for every field of the state but those that are listed, however they are changed.
func TestEveryFieldOfTheStateIsSeenOrListed(t *testing.T) {
	size := fyne.NewSize(1280, 800)
	before := session.State{Screen: session.Staff} // which shows the booth's duty too
	listed := maps.Clone(unseen)
	fields := reflect.TypeFor[session.State]()
	for i := range fields.NumField() {
		name := fields.Field(i).Name
		after := before
		field := reflect.ValueOf(&after).Elem().Field(i)
		change(t, name, field)
		if drawn := picture(after, size) != picture(before, size); drawn != (unseen[name] == "") {
			t.Errorf("%s changed; drawn again: %t, listed as unseen: %q", name, drawn, unseen[name])
		}
		delete(listed, name)
	}
	for name := range listed {
		t.Errorf("%s is listed and no field of the state", name)
	}
	if picture(before, size) == picture(before, fyne.NewSize(1280, 801)) {
		t.Error("a page is not drawn again for another size of the window")
	}
}

// change gives a field another value than it has.
func change(t *testing.T, name string, v reflect.Value) {
	t.Helper()
	was := v.Interface()
	switch v.Kind() {
	case reflect.String:
		v.SetString(v.String() + "x")
	case reflect.Bool:
		v.SetBool(!v.Bool())
	case reflect.Int:
		v.SetInt(v.Int() + 1)
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[time.Time]() {
			v.Set(reflect.ValueOf(time.Unix(1, 0)))
		} else {
			change(t, name, v.Field(0))
		}
	default:
		full(v, 3)
	}
	if reflect.DeepEqual(was, v.Interface()) {
		t.Fatalf("%s was not changed: the test proves nothing", name)
	}
}

// Within a struct or a list every part counts: the booth's fault, the key of the second problem.
func TestThePartsOfAFieldAreSeen(t *testing.T) {
	size := fyne.NewSize(1280, 800)
	a := session.State{Screen: session.Closed, Duty: session.Duty{Fault: session.FaultDisk}}
	b := a
	b.Duty.Code = session.CodeDisk
	if picture(a, size) == picture(b, size) {
		t.Error("the code of a fault is not seen")
	}
	a.Screen, b.Screen = session.Home, session.Home
	if picture(a, size) != picture(b, size) {
		t.Error("a fault takes the page away from under a visitor's finger")
	}
}

// Time that passes and a touch beside everything draw no page again.
func TestTimeAndTouchesDrawNothingAgain(t *testing.T) {
	b, _, now := booth(t)
	for _, e := range []session.Event{
		ev(session.Touch), ev(session.Start), ev(session.Go, "notice"), ev(session.NoticeRead), ev(session.WantSignUp), ev(session.AnswerAll), answer("name", "王喆"),
	} {
		on(b, now, e)
		stands := b.page
		if on(b, now, ev(session.Tick), ev(session.Touch), ev(session.Tick)); b.page != stands {
			t.Errorf("%s was drawn again", b.state.Screen)
		}
	}
}

// readsLive are listed fields that a page may read all the same: it shows them as they are when it is drawn, and what
// changes them later changes what is shown by itself. Since also says which dot of the numbers is the one, for as long as they stand.
var readsLive = []string{"Answers", "Figure", "Search", "Found", "Since"}

// What a screen reads of the state is no field for which it is not drawn again.
func TestNoScreenReadsWhatItIsNotDrawnAgainFor(t *testing.T) {
	read := regexp.MustCompile(`\bb\.State\.([A-Z]\w*)`)
	found := map[string]bool{}
	for _, room := range []string{"../visit", "../desk", "../page"} {
		files, err := filepath.Glob(filepath.Join(room, "*.go"))
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range files {
			src, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range read.FindAllStringSubmatch(string(src), -1) {
				found[m[1]] = true
				if why := unseen[m[1]]; why != "" && !slices.Contains(readsLive, m[1]) {
					t.Errorf("%s reads %s, for which no page is drawn again: %s", name, m[1], why)
				}
			}
		}
	}
	if len(found) < 12 {
		t.Errorf("only %d fields are read: the pattern looks past them", len(found))
	}
}
