package merge

import (
	"fmt"
	"testing"

	"matchbooth/assets"
	"matchbooth/data"
	"matchbooth/data/record"
	"matchbooth/kiosk/event"
)

func pack(t *testing.T) *event.Pack {
	t.Helper()
	p, faults, err := event.LoadFS(assets.Event())
	if err != nil || len(faults) > 0 {
		t.Fatal(err, faults)
	}
	return p
}

func person(id, phone string, parts ...string) record.Record {
	return record.Record{Person: id, Parts: parts, SignUp: record.SignUp{Fields: map[string]record.Field{"phone": {Text: record.Text(phone)}}}}
}

func TestPlanOf(t *testing.T) {
	p := pack(t)
	here := []record.Record{person("a", "13900000001"), person("b", "13900000002"), person("c", "13900000003"), person("d", "13900000004", "e")}
	for _, x := range []struct {
		name string
		p    data.MergePreview
		want Plan
	}{
		{name: "nothing"},
		{name: "somebody new", p: data.MergePreview{Persons: []string{"x"}, Records: []record.Record{person("x", "13900000009")}}, want: Plan{New: 1}},
		{name: "new with a number that is here", p: data.MergePreview{Persons: []string{"x"}, Records: []record.Record{person("x", "13900000001")}},
			want: Plan{New: 1, Doubles: 1}},
		{name: "a line that says nothing new", p: data.MergePreview{Persons: []string{"a"}, Records: []record.Record{person("a", "13900000001")}}},
		{name: "a corrected number", p: data.MergePreview{Persons: []string{"a"}, Records: []record.Record{person("a", "13900000008")}}, want: Plan{Changed: 1}},
		{name: "corrected into a double", p: data.MergePreview{Persons: []string{"a"}, Records: []record.Record{person("a", "13900000002")}},
			want: Plan{Changed: 1, Doubles: 1}},
		{name: "erased", p: data.MergePreview{Persons: []string{"a"}}, want: Plan{Gone: 1}},
		{name: "erased who was never here", p: data.MergePreview{Persons: []string{"y"}}},
		{name: "erased, a pair", p: data.MergePreview{Persons: []string{"d", "e"}}, want: Plan{Gone: 1}},
		{name: "two joined into one", p: data.MergePreview{Persons: []string{"a", "b"}, Records: []record.Record{person("a", "13900000001", "b")}},
			want: Plan{Changed: 2}},
		{name: "one parted into two", p: data.MergePreview{Persons: []string{"d", "e"}, Records: []record.Record{person("d", "13900000004"), person("e", "13900000005")}},
			want: Plan{Changed: 1, New: 1}},
		{name: "new, joined with one who is here", p: data.MergePreview{Persons: []string{"a", "x"}, Records: []record.Record{person("x", "13900000001", "a")}},
			want: Plan{Changed: 1}},
	} {
		t.Run(x.name, func(t *testing.T) {
			got := PlanOf(p, here, x.p)
			if got.New != x.want.New || got.Changed != x.want.Changed || got.Gone != x.want.Gone || got.Doubles != x.want.Doubles {
				t.Errorf("%v, want %v", got, x.want)
			}
		})
	}
	if here[0].Person != "a" || len(here) != 4 {
		t.Error("planning changed what is here")
	}
}

// Nobody who is counted stands in a log.
func TestAPlanPrintsNobody(t *testing.T) {
	plan := Plan{MergePreview: data.MergePreview{Persons: []string{"canary"}, Records: []record.Record{person("canary", "13900000001")}}}
	s := Source{Path: "/media/x/canary", Name: "canary.csv"}
	for _, said := range []string{fmt.Sprint(plan), fmt.Sprintf("%+v", plan), fmt.Sprintf("%#v", s), fmt.Sprint(s)} {
		if contains(said, "canary", "139") {
			t.Error(said)
		}
	}
}
