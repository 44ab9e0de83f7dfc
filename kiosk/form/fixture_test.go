package form

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"matchbooth/kiosk/event"
)

var (
	now = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	ctx = Context{Now: now}
)

var relations = []event.Option{
	{ID: "parent", Label: event.Text{event.ZH: "父母", event.EN: "Parent"}},
	{ID: "friend", Label: event.Text{event.ZH: "朋友", event.EN: "Friend"}},
}

// asked is a form with every kind of field, cut into steps as the built-in one is.
func asked() []event.Field {
	return []event.Field{
		{ID: "name", Step: "who", Kind: "name", Required: true},
		{ID: "campus", Step: "who", Kind: "choice", Options: []event.Option{
			{ID: "huangpu", Label: event.Text{event.ZH: "黄浦", event.EN: "Huangpu"}},
			{ID: "other", Label: event.Text{event.ZH: "其他", event.EN: "Other"}}}},
		{ID: "resident", Step: "who", Kind: "resident_id"},
		{ID: "phone", Step: "reach", Kind: "phone", Required: true, Channel: "own"},
		{ID: "wechat", Step: "reach", Kind: "text", SameAs: "phone", Channel: "second", MaxLen: 40},
		{ID: "email", Step: "reach", Kind: "email", Channel: "second", School: []string{"sjtu.edu.cn", "edu.cn"}},
		{ID: "contact1", Step: "people", Kind: "person", Channel: "other", Options: relations},
		{ID: "contact2", Step: "people", Kind: "person", Channel: "other", Options: relations},
		{ID: "graduation", Step: "after", Kind: "month"},
		{ID: "born", Step: "after", Kind: "date"},
		{ID: "home_phone", Step: "after", Kind: "phone", Channel: "second"},
	}
}

// kinds are one field of each kind, by kind.
func kinds() map[string]event.Field {
	m := map[string]event.Field{}
	for _, f := range asked() {
		f.Required = false
		m[f.Kind] = f
	}
	return m
}

func step(id string) (fields []event.Field) {
	for _, f := range asked() {
		if f.Step == id {
			fields = append(fields, f)
		}
	}
	return fields
}

func text(s string) Value { return Value{Text: Text(s)} }

func person(name, relation, phone string) Value {
	return Value{Person: Person{Name: Name(name), Relation: relation, Phone: Phone(phone)}}
}

// full is a form that is right in every field.
func full() Answers {
	return Answers{
		"name": text("欧阳娜娜"), "campus": text("huangpu"), "resident": text("11010519491231002X"),
		"phone": text("13912340417"), "wechat": text("wx_ouyang"), "email": text("ouyang@example.org"),
		"contact1": person("欧阳建国", "parent", "13700000001"), "contact2": person("李雷", "friend", "13700000002"),
		"graduation": text("2027-06"), "born": text("2004-02-29"), "home_phone": text("+862163846590"),
	}
}

// one is a case of a kind: what is typed, and what becomes of it or the key of the problem.
type one struct{ in, want, key string }

// checkEach runs the cases of a kind; whatever is taken must be taken again unchanged.
func checkEach(t *testing.T, f event.Field, cases []one) {
	t.Helper()
	for _, c := range cases {
		got, problems, _ := check(f, text(c.in), ctx)
		if c.key != "" {
			if len(problems) != 1 || problems[0].Key != c.key || problems[0].Field != f.ID {
				t.Errorf("%.60q: problems %v, want %s", c.in, problems, c.key)
			}
			if got != text(c.in) {
				t.Errorf("%.60q: what was typed is lost", c.in)
			}
			continue
		}
		if problems != nil || string(got.Text) != c.want {
			t.Errorf("%.60q becomes %.60q with %v, want %.60q", c.in, got.Text, problems, c.want)
			continue
		}
		if again, problems, _ := check(f, got, ctx); problems != nil || again != got {
			t.Errorf("%.60q: checked again, %.60q becomes %.60q with %v", c.in, got.Text, again.Text, problems)
		}
	}
}

// keysOf says problems in one line: field.part:key, sorted.
func keysOf(problems []Problem) string {
	said := map[string]bool{}
	for _, p := range problems {
		s := p.Field
		if p.Part != "" {
			s += "." + p.Part
		}
		said[s+":"+strings.TrimPrefix(p.Key, "problem.")] = true
	}
	return strings.Join(slices.Sorted(maps.Keys(said)), " ")
}
