package record

import (
	"bytes"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"matchbooth/data/entry"
)

// A fold must not depend on the order in which entries come, nor on how often each comes: merging is set union.
func TestFoldDoesNotDependOnOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list := []Opened{}
		n := rapid.IntRange(1, 8).Draw(t, "n")
		for i := range n {
			e := &entry.Entry{
				ID: fmt.Sprintf("id%d", i), Person: "p",
				Booth: rapid.SampledFrom([]string{"a", "b"}).Draw(t, "booth"),
				Seq:   int64(rapid.IntRange(1, 4).Draw(t, "seq")),
				Tick:  int64(rapid.IntRange(1, 4).Draw(t, "tick")),
				Kind:  rapid.SampledFrom([]string{entry.KindSignUp, entry.KindCorrection, entry.KindCorrection, entry.KindCheck, entry.KindContact, entry.KindErasure}).Draw(t, "kind"),
			}
			var body any
			switch e.Kind {
			case entry.KindSignUp:
				body = SignUp{Lang: e.ID, Fields: map[string]Field{"name": {Text: Text(e.ID)}, "phone": {Text: "0"}}}
			case entry.KindCorrection:
				f := &Field{Text: Text(e.ID)}
				if rapid.Bool().Draw(t, "removes") {
					f = nil
				}
				body = Correction{Fields: map[string]*Field{rapid.SampledFrom([]string{"name", "phone"}).Draw(t, "field"): f}}
			case entry.KindCheck:
				body = Check{Initials: e.ID}
			}
			b := []byte("null")
			if body != nil {
				var err error
				if b, err = Body(body); err != nil {
					t.Fatal(err)
				}
			}
			list = append(list, Opened{e, b})
		}
		want, wantFaults, wantOK := Fold(list)
		shuffled := rapid.Permutation(append(list, list[:rapid.IntRange(0, n).Draw(t, "again")]...)).Draw(t, "order")
		got, gotFaults, gotOK := Fold(shuffled)
		if gotOK != wantOK || !reflect.DeepEqual(got, want) || !reflect.DeepEqual(gotFaults, wantFaults) {
			t.Fatal("another order gives another record")
		}
		for _, e := range list {
			if e.Kind == entry.KindErasure && gotOK {
				t.Fatal("an erased person is back")
			}
		}
	})
}

// TestFoldOfOnePerson follows a person through everything that can be said of one.
func TestFoldOfOnePerson(t *testing.T) {
	tick := int64(0)
	line := func(kind string, body any) Opened {
		t.Helper()
		tick++
		raw, isRaw := body.([]byte)
		if !isRaw {
			var err error
			if raw, err = Body(body); err != nil {
				t.Fatal(err)
			}
		}
		return Opened{&entry.Entry{ID: fmt.Sprintf("line %d", tick), Person: "p", Booth: "a", Seq: tick, Tick: tick, Kind: kind}, raw}
	}
	named := func(o Opened, partner string) Opened { o.Partner = partner; return o }
	name := func(s string) map[string]*Field { return map[string]*Field{"name": {Text: Text(s)}} }
	list := []Opened{
		line(entry.KindSignUp, []byte(`{"fields":7}`)), // cannot be read: the next one counts
		line(entry.KindSignUp, SignUp{Lang: "zh"}),
		line(entry.KindSignUp, SignUp{Lang: "en"}),
		line(entry.KindCorrection, Correction{Fields: name("first")}), // a sign-up without fields gets some
		line(entry.KindCorrection, []byte(`[]`)),
		line(entry.KindCorrection, Correction{Fields: name("second")}),
		line(entry.KindCorrection, Correction{Fields: map[string]*Field{"phone": {Text: "1"}}}),
		line(entry.KindCorrection, Correction{Fields: map[string]*Field{"phone": nil}}),
		line(entry.KindCheck, []byte(`""`)),
		line(entry.KindCheck, Check{Initials: "LM"}),
		line(entry.KindContact, []byte(`1`)),
		line(entry.KindContact, Contact{}),
		line(entry.KindJoin, []byte(`1`)),
		line(entry.KindJoin, Join{Into: "q"}), // from before partners stood in the clear
		named(line(entry.KindJoin, Join{Into: "q"}), "q"),
		named(line(entry.KindJoin, Join{Into: "q"}), "r"),             // somebody else inside
		named(line(entry.KindJoin, Join{Into: "r", Undo: true}), "r"), // an undoing inside
		named(line(entry.KindUnjoin, Join{Into: "r"}), "r"),           // none inside
		named(line(entry.KindUnjoin, Join{Into: "q", Undo: true}), "q"),
		line(entry.KindConsent, []byte(`1`)),
	}
	r, faults, ok := Fold(list)
	joins := 0
	for _, h := range r.History {
		if h.Kind == entry.KindJoin && h.Join != nil {
			joins++
		}
	}
	if !ok || r.Lang != "zh" || string(r.Fields["name"].Text) != "second" || len(r.Fields) != 1 || len(r.Checks) != 1 || r.Checks[0].Initials != "LM" ||
		len(r.Contacts) != 1 || len(r.inside) != 1 || r.inside[0].Into != "q" || joins != 3 || r.Person != "p" || r.Code != entry.CodeOf("p") || r.Booth != "a" {
		t.Errorf("living %t, %d fields, %d checks, %d contacts, %d joins", ok, len(r.Fields), len(r.Checks), len(r.Contacts), joins)
	}
	var at []string
	for _, f := range faults {
		at = append(at, f.Entry)
	}
	if want := []string{"line 1", "line 3", "line 5", "line 9", "line 11", "line 13", "line 16", "line 17", "line 18", "line 20"}; !reflect.DeepEqual(at, want) {
		t.Errorf("faults of %v, want %v", at, want)
	}
	if _, faults, ok := Fold(list[:1]); ok || len(faults) != 1 {
		t.Errorf("nothing but an unreadable sign-up: living %t, %d faults", ok, len(faults))
	}
	if _, _, ok := Fold(append(list, line(entry.KindErasure, []byte("null")))); ok {
		t.Error("an erased person is back")
	}
}

func TestAFieldIsATextOrAPerson(t *testing.T) {
	for raw, want := range map[string]string{
		`"a"`: "a", `{"name":"n","phone":"1"}`: "person n", `""`: "", `null`: "!", `7`: "!", `[]`: "!", `{"name":7}`: "!", `true`: "!",
	} {
		f := Field{Text: "before"}
		got := ""
		switch err := f.UnmarshalJSON([]byte(raw)); {
		case err != nil:
			got = "!"
		case f.Person != nil:
			got = "person " + string(f.Person.Name)
		default:
			got = string(f.Text)
		}
		if got != want {
			t.Errorf("%s is read as %q, want %q", raw, got, want)
		}
	}
	if err := new(Field).UnmarshalJSON(nil); err == nil {
		t.Error("nothing was read as a field")
	}
}

// What is sealed has no "null" where there are no fields, and the fields in full where there are.
func TestBodyOfASignUp(t *testing.T) {
	for _, test := range []struct {
		up   SignUp
		want bool
	}{{SignUp{}, false}, {SignUp{Fields: map[string]Field{}}, true}} {
		b, err := Body(test.up)
		if err != nil {
			t.Fatal(err)
		}
		if got := bytes.Contains(b, []byte(`"fields":{}`)); got != test.want {
			t.Errorf("%s", b)
		}
	}
}

// Who has a record of their own is who is one person by what lines say in the clear: of everybody whom erasing one would
// erase exactly one record stays, whatever was joined, undone or joined the other way round, and nothing done for the
// others is lost.
func TestRecordsAreWhoIsErasedTogether(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		people := []string{"a", "b", "c", "d"}
		var list []Record
		for i, p := range people[:rapid.IntRange(1, 4).Draw(t, "here")] { // of others there are joins only
			list = append(list, Record{Person: p, Code: entry.CodeOf(p), Checks: []Check{{Kit: fmt.Sprint(i)}}})
		}
		var ties []entry.Tie
		for i := range rapid.IntRange(0, 8).Draw(t, "joins") {
			e := &entry.Entry{ID: fmt.Sprint(i), Person: rapid.SampledFrom(people).Draw(t, "who"), Partner: rapid.SampledFrom(people).Draw(t, "into"),
				Kind: rapid.SampledFrom([]string{entry.KindJoin, entry.KindJoin, entry.KindUnjoin}).Draw(t, "kind"), Tick: int64(rapid.IntRange(1, 3).Draw(t, "tick"))}
			tie, _ := e.Tie()
			ties = append(ties, tie)
		}
		pairs := entry.PairsOf(ties)
		shown, kits := map[string]bool{}, 0
		for _, r := range Merge(list, rapid.Permutation(ties).Draw(t, "order")) {
			if first := pairs.First(r.Person); shown[first] {
				t.Fatalf("%s is shown twice", first)
			} else {
				shown[first] = true
			}
			for _, p := range append(r.Parts, r.Person) {
				if pairs.First(p) != pairs.First(r.Person) {
					t.Fatalf("%s is shown with %s", p, r.Person)
				}
			}
			kits += len(r.Checks)
		}
		if kits != len(list) {
			t.Fatalf("%d checks of %d", kits, len(list))
		}
		for _, r := range list {
			if !shown[pairs.First(r.Person)] {
				t.Fatalf("%s is gone", r.Person)
			}
		}
	})
}

// The secret of a code is that of the first sign-up, whatever is changed afterwards; whoever is joined brings theirs along, so
// that either code leads to the person.
func TestASecretStaysWithItsPerson(t *testing.T) {
	own, other := NewFollowUp(), NewFollowUp()
	line := func(person, kind string, seq int64, what any) Opened {
		body, err := Body(what)
		if err != nil {
			t.Fatal(err)
		}
		return Opened{Entry: &entry.Entry{ID: kind + person, Person: person, Kind: kind, Booth: "b", Seq: seq, Tick: seq}, Body: body}
	}
	phone := &Field{Text: "13800000000"}
	r, faults, ok := Fold([]Opened{
		line("p", entry.KindSignUp, 1, SignUp{Lang: "zh", FollowUp: own}),
		line("p", entry.KindCorrection, 2, Correction{Fields: map[string]*Field{"phone": phone}}),
		line("p", entry.KindConsent, 3, ConsentChange{}),
		line("p", entry.KindSignUp, 4, SignUp{Lang: "en", FollowUp: NewFollowUp()}),
	})
	if !ok || len(faults) != 1 || r.FollowUp != own || len(r.FollowUps()) != 1 {
		t.Errorf("%v, %d faults, the own secret: %v", ok, len(faults), r.FollowUp == own)
	}
	r.add([]Record{{SignUp: SignUp{FollowUp: other}}, {}})
	if all := r.FollowUps(); len(all) != 2 || all[0] != own || all[1] != other {
		t.Errorf("%d secrets of two", len(all))
	}
	if body, err := Body(SignUp{Lang: "zh"}); err != nil || strings.Contains(string(body), "followup") {
		t.Error("without a hub something else is sealed than before")
	}
	if len((Record{}).FollowUps()) != 0 {
		t.Error("nobody's secret")
	}
}
