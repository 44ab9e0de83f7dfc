package data

import (
	"testing"

	"matchbooth/data/record"
)

func TestCorrectionsReplaceFieldsInOrder(t *testing.T) {
	s := practice(t)
	p := signUp(t, s).Person
	for _, c := range []record.Correction{
		{Fields: map[string]*record.Field{"phone": {Text: "13900000001"}, "email": nil}},
		{Fields: map[string]*record.Field{"phone": {Text: "13900000002"}}},
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
	if r.Fields["name"].Text != record.Text(canaries[0]) {
		t.Error("a field nobody corrected changed")
	}
}
