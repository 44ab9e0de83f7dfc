package record

import (
	"fmt"
	"reflect"
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
