package data

import (
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"matchbooth/data/entry"
	"matchbooth/data/record"
)

// What the desk writes is about anybody, and is the same at every booth that it reaches.
func TestTheDeskWritesAboutAnybody(t *testing.T) {
	r := newRig(t)
	ctx := t.Context()
	p, twice, other := r.signUp(r.a, "甲"), r.signUp(r.a, "甲又"), r.signUp(r.b, "乙")
	b := r.stolen(p)
	at, err := b.AtDesk(r.desk)
	if err != nil {
		t.Fatal(err)
	}
	given := record.Consent{ID: "handover", SHA256: "x", Lang: "zh", At: eventDay}
	for _, err := range []error{
		at.ChangeConsents(ctx, p.Person, record.ConsentChange{At: eventDay, Initials: "LM", Given: []record.Consent{given, {ID: "news", At: eventDay}}}),
		at.ChangeConsents(ctx, p.Person, record.ConsentChange{At: eventDay, Initials: "LM", Withdrawn: []string{"news", "nothing"}}),
		at.AddContact(ctx, p.Person, record.Contact{At: eventDay, Initials: "LM", Channel: "call", Outcome: "reached", Note: "晚上再打"}),
		at.AddContact(ctx, p.Person, record.Contact{At: eventDay.Add(time.Hour), Initials: "LM", Channel: "call", Outcome: "no_answer"}),
		at.Join(ctx, twice.Person, record.Join{At: eventDay, Initials: "LM", Into: p.Person}),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := at.Join(ctx, p.Person, record.Join{Into: p.Person}); !errors.Is(err, ErrSelf) {
		t.Error(err)
	}
	for _, err := range []error{
		at.Join(ctx, p.Person, record.Join{Into: entry.RandomID()}),
		at.AddContact(ctx, entry.RandomID(), record.Contact{}),
		at.ChangeConsents(ctx, entry.RandomID(), record.ConsentChange{}),
	} {
		if !errors.Is(err, ErrNobody) {
			t.Error(err)
		}
	}
	for _, s := range []*Store{r.a, r.c} {
		merged(t, s, asItLies(t, b.Dir()))
		list, faults, err := s.Records(ctx, r.key(), nil)
		if err != nil || len(faults) > 0 || len(list) != 2 {
			t.Fatalf("%d records, %v, %v", len(list), faults, err)
		}
		i := slices.IndexFunc(list, func(x record.Record) bool { return x.Person == p.Person })
		if i < 0 {
			t.Fatal("not there")
		}
		got := list[i]
		var ids []string
		for _, c := range got.Consents {
			ids = append(ids, c.ID)
		}
		if !slices.Contains(ids, "handover") || slices.Contains(ids, "news") {
			t.Errorf("consents %v", ids)
		}
		if len(got.Contacts) != 2 || got.Contacts[0].Note != "晚上再打" || got.Contacts[1].Outcome != "no_answer" {
			t.Errorf("contacts: %d", len(got.Contacts))
		}
		if !slices.Equal(got.Joined, []entry.ReceiptCode{twice.Code}) {
			t.Errorf("joined %v", got.Joined)
		}
		sound(t, s)
	}
	// Whoever erases one of the two, without a key, erases both.
	if _, err := r.a.Erase(ctx, p.Code); err != nil {
		t.Fatal(err)
	}
	if got := r.names(r.a); !maps.Equal(got, map[string]string{other.Person: "乙"}) {
		t.Errorf("%v", got)
	}
	sound(t, r.a)
}

// Joins that go round in a circle, or to somebody who is not here, take nobody away: of those who are one, one stays.
func TestJoinsTakeNobodyAway(t *testing.T) {
	rec := func(p string) record.Record { return record.Record{Person: p, Code: entry.CodeOf(p)} }
	a, b, c := rec("a"), rec("b"), rec("c")
	for _, x := range []struct {
		name string
		into [][2]string // in this order; "-" before the second undoes
		want []string
	}{
		{"nobody", nil, []string{"a", "b", "c"}},
		{"one", [][2]string{{"a", "b"}}, []string{"b", "c"}},
		{"in a row", [][2]string{{"a", "b"}, {"b", "c"}}, []string{"c"}},
		{"one into two", [][2]string{{"a", "b"}, {"a", "c"}}, []string{"c"}},
		{"a circle", [][2]string{{"a", "b"}, {"b", "c"}, {"c", "a"}}, []string{"c"}},
		{"there and back", [][2]string{{"a", "b"}, {"b", "a"}}, []string{"a", "c"}},
		{"into a circle", [][2]string{{"c", "a"}, {"a", "b"}, {"b", "a"}}, []string{"a"}},
		{"to somebody who is gone", [][2]string{{"a", "z"}}, []string{"a", "b", "c"}},
		{"both to somebody who is gone", [][2]string{{"b", "z"}, {"a", "z"}}, []string{"a", "c"}},
		{"undone", [][2]string{{"a", "b"}, {"a", "-b"}}, []string{"a", "b", "c"}},
		{"undone the other way round", [][2]string{{"a", "b"}, {"b", "-a"}}, []string{"a", "b", "c"}},
		{"undone and joined again", [][2]string{{"a", "b"}, {"a", "-b"}, {"b", "a"}}, []string{"a", "c"}},
		{"the middle of a row undone", [][2]string{{"a", "b"}, {"b", "c"}, {"c", "-b"}}, []string{"b", "c"}},
	} {
		var got []string
		for _, r := range record.Merge([]record.Record{a, b, c}, tiesOf(x.into)) {
			got = append(got, r.Person)
		}
		if !slices.Equal(got, x.want) {
			t.Errorf("%s: %v, want %v", x.name, got, x.want)
		}
	}
}

// tiesOf makes joins in this order.
func tiesOf(into [][2]string) (out []entry.Tie) {
	for i, p := range into {
		to, undo := strings.CutPrefix(p[1], "-")
		out = append(out, entry.Tie{Line: &entry.Entry{Person: p[0], Tick: int64(i + 1)}, Into: to, Undo: undo})
	}
	return out
}
