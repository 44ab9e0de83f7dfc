package app

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"reflect"
	"strings"
	"testing"
	"time"

	"matchbooth/data/export"
	"matchbooth/data/record"
	"matchbooth/kiosk/form"
	"matchbooth/kiosk/pinyin"
	"matchbooth/kiosk/session"
	"matchbooth/ui/e2e/trail"
	"matchbooth/ui/touch/field"
	work "matchbooth/ui/work/session"
)

// full fills a value with the canary: every text in it, in maps, slices and behind pointers too.
// Names of screens and of kinds of events are nobody's and stay as they are.
func full(v reflect.Value, depth int) {
	switch v.Type() {
	case reflect.TypeFor[session.Screen](), reflect.TypeFor[session.Overlay](), reflect.TypeFor[session.Kind](), reflect.TypeFor[session.EffectKind](), reflect.TypeFor[time.Time]():
		return
	}
	if depth == 0 {
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString("Quillfeather 13887654321")
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Field(i).CanSet() {
				full(v.Field(i), depth-1)
			}
		}
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		full(v.Elem(), depth-1)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		full(v.Index(0), depth-1)
		full(v.Index(1), depth-1)
	case reflect.Map:
		key, elem := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
		full(key, depth-1)
		full(elem, depth-1)
		v.Set(reflect.MakeMap(v.Type()))
		v.SetMapIndex(key, elem)
	}
}

func filled[T any]() T {
	var v T
	full(reflect.ValueOf(&v).Elem(), 8)
	return v
}

// Whoever prints what a person typed, by whatever verb, wrapped in whatever, in a log or as an
// error, prints nothing of it; and nobody gets it as JSON who is not sealing or exporting.
func TestNobodyPrintsWhatAPersonTyped(t *testing.T) {
	b, _, now := booth(t)
	on(b, now, ev(session.Start), ev(session.Go, "notice"), ev(session.NoticeRead), ev(session.WantSignUp), ev(session.AnswerAll), answer("name", "Quillfeather"))
	field := field.New("name", "Quillfeather", 0, field.Style{}, nil)
	dict, err := pinyin.Default()
	if err != nil {
		t.Fatal(err)
	}
	composed := dict.Compose(pinyin.Options{})
	for _, r := range "quillfeather" {
		composed.Key(r)
	}
	state, event, effect, doc, shown := filled[session.State](), filled[session.Event](), filled[session.Effect](), filled[export.Doc](), b.context()
	state.Lang, event.Kind, effect.Kind, doc.Event, shown.State = "en", session.SetAnswer, session.DoErase, "521", filled[session.State]()
	shown.State.Lang = "en"
	values := []any{
		filled[record.Text](), filled[record.Name](), filled[record.Phone](), filled[record.Field](), filled[record.Person](), filled[record.SignUp](), filled[record.Correction](), filled[record.Check](), filled[record.Record](),
		filled[form.Text](), filled[form.Name](), filled[form.Phone](), filled[form.Value](), filled[form.Person](), filled[form.Answers](),
		state, event, effect, doc, filled[work.Opened](), shown, field, composed, b,
	}
	look := trail.New("Quillfeather", "13887654321")
	for _, v := range values {
		silent(t, look, v)
	}
	// What a panic or an error makes of them.
	for _, v := range values[:15] {
		if s, ok := v.(fmt.Stringer); ok && look.In("", []byte(s.String())) != nil {
			t.Errorf("%T.String tells", v)
		}
	}
	if look.In("", fmt.Append(nil, struct{ Name string }{"Quillfeather"})) == nil {
		t.Error("a value that is not silent is not noticed")
	}
}

// silent prints a value in every way there is but %p and %w: fmt takes those for mistakes where the
// value is neither a pointer nor an error, and asks it nothing; go vet refuses to let them pass.
func silent(t *testing.T, look *trail.Searcher, v any) {
	t.Helper()
	pointer := reflect.New(reflect.TypeOf(v))
	pointer.Elem().Set(reflect.ValueOf(v))
	nested := []any{
		v, pointer.Interface(), []any{v}, map[string]any{"v": v}, [1]any{v}, struct{ V any }{v}, &struct{ V any }{v}, struct{ V []any }{[]any{v}},
		fmt.Errorf("saving: %v", v), errors.Join(fmt.Errorf("%+v", v), fmt.Errorf("%#v", v)),
	}
	for i, n := range nested {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%t", "%o", "%e", "%c", "%U", "% x", "%20v", "%!", "%[2]v", "%"} {
			if err := look.In("", fmt.Appendf(nil, verb, n)); err != nil {
				t.Errorf("%T, nested the way %d, under %s: %v", v, i, verb, err)
			}
		}
		if err := look.In("", []byte(fmt.Sprint(n)+fmt.Sprintln(n))); err != nil {
			t.Errorf("%T, nested the way %d: %v", v, i, err)
		}
		if strings.Contains(fmt.Sprintf("%T", v), "field.") || strings.Contains(fmt.Sprintf("%T", v), "app.") {
			continue // no JSON can be made of widgets and functions
		}
		var out bytes.Buffer
		for _, h := range []slog.Handler{slog.NewTextHandler(&out, nil), slog.NewJSONHandler(&out, nil)} {
			slog.New(h).Info("x", "v", n, slog.Group("g", "v", n))
			slog.New(h).With("v", n).Info("x")
		}
		js, _ := json.Marshal(n)
		if err := look.In("", append(out.Bytes(), js...)); err != nil {
			t.Errorf("%T, nested the way %d, in a log or as JSON: %v", v, i, err)
		}
	}
}
