package data

import (
	"fmt"
	"reflect"
	"testing"

	"pgregory.net/rapid"
)

// A fold must not depend on the order in which entries come, nor on how often each comes: merging is set union.
func TestFoldDoesNotDependOnOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list := []opened{}
		n := rapid.IntRange(1, 8).Draw(t, "n")
		for i := range n {
			e := &entry{
				ID: fmt.Sprintf("id%d", i), Person: "p",
				Booth: rapid.SampledFrom([]string{"a", "b"}).Draw(t, "booth"),
				Seq:   int64(rapid.IntRange(1, 4).Draw(t, "seq")),
				Tick:  int64(rapid.IntRange(1, 4).Draw(t, "tick")),
				Kind:  rapid.SampledFrom([]string{kindSignUp, kindCorrection, kindCorrection, kindCheck, kindContact, kindErasure}).Draw(t, "kind"),
			}
			var body any
			switch e.Kind {
			case kindSignUp:
				body = SignUp{Lang: e.ID, Fields: map[string]Field{"name": {Text: Text(e.ID)}, "phone": {Text: "0"}}}
			case kindCorrection:
				f := &Field{Text: Text(e.ID)}
				if rapid.Bool().Draw(t, "removes") {
					f = nil
				}
				body = Correction{Fields: map[string]*Field{rapid.SampledFrom([]string{"name", "phone"}).Draw(t, "field"): f}}
			case kindCheck:
				body = Check{Initials: e.ID}
			}
			b := []byte("null")
			if body != nil {
				var err error
				if b, err = plainBody(body); err != nil {
					t.Fatal(err)
				}
			}
			list = append(list, opened{e, b})
		}
		want, wantFaults, wantOK := fold(list)
		shuffled := rapid.Permutation(append(list, list[:rapid.IntRange(0, n).Draw(t, "again")]...)).Draw(t, "order")
		got, gotFaults, gotOK := fold(shuffled)
		if gotOK != wantOK || !reflect.DeepEqual(got, want) || !reflect.DeepEqual(gotFaults, wantFaults) {
			t.Fatal("another order gives another record")
		}
		for _, e := range list {
			if e.Kind == kindErasure && gotOK {
				t.Fatal("an erased person is back")
			}
		}
	})
}

func TestCorrectionsReplaceFieldsInOrder(t *testing.T) {
	s := practice(t)
	p := signUp(t, s).Person
	for _, c := range []Correction{
		{Fields: map[string]*Field{"phone": {Text: "13900000001"}, "email": nil}},
		{Fields: map[string]*Field{"phone": {Text: "13900000002"}}},
	} {
		if err := s.Correct(t.Context(), p, c); err != nil {
			t.Fatal(err)
		}
	}
	r := records(t, s)[0]
	if r.Fields["phone"].Text != "13900000002" {
		t.Error("the last correction of the phone does not count")
	}
	if _, ok := r.Fields["email"]; ok {
		t.Error("the address that was taken away is still there")
	}
	if r.Fields["name"].Text != Text(canaries[0]) {
		t.Error("a field nobody corrected changed")
	}
}
