package data

import (
	"reflect"
	"testing"

	"matchbooth/data/record"
)

// What is read of one person is what reading everybody gives of them, whatever was said of them, joined or not.
func TestOnePersonIsReadAsAmongAll(t *testing.T) {
	r := newRig(t)
	ctx := t.Context()
	p, twice, other := r.signUp(r.a, "甲"), r.signUp(r.a, "甲又"), r.signUp(r.a, "乙")
	at, err := r.a.AtDesk(r.desk)
	if err != nil {
		t.Fatal(err)
	}
	same := func(what string, persons ...string) {
		t.Helper()
		all, _, err := r.a.Records(ctx, r.key(), nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, person := range persons {
			var want []record.Record
			for _, x := range all {
				if x.Person == person || len(x.Parts) == 1 && x.Parts[0] == person {
					want = append(want, x)
				}
			}
			got, _, err := r.a.RecordsOf(ctx, r.key(), person)
			if err != nil || len(got) != len(want) || len(got) > 0 && !reflect.DeepEqual(got, want) {
				t.Errorf("%s: %d records of one person and %d of them among all, or different ones, %v", what, len(got), len(want), err)
			}
		}
	}
	same("signed up", p.Person, twice.Person, other.Person)
	name := record.Field{Text: "甲改"}
	for _, err := range []error{
		at.Correct(ctx, p.Person, record.Correction{At: eventDay, Initials: "LM", Reason: "名字", Fields: map[string]*record.Field{"name": &name}}),
		at.AddCheck(ctx, twice.Person, record.Check{At: eventDay, Initials: "LM", Kit: "K1"}),
		at.Join(ctx, twice.Person, record.Join{At: eventDay, Initials: "LM", Into: p.Person}),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	same("joined", p.Person, twice.Person, other.Person)
	if err := at.Join(ctx, twice.Person, record.Join{At: eventDay, Initials: "LM", Into: p.Person, Undo: true}); err != nil {
		t.Fatal(err)
	}
	same("parted", p.Person, twice.Person)
	if _, err := r.a.Erase(ctx, other.Code); err != nil {
		t.Fatal(err)
	}
	same("erased", other.Person)
}
