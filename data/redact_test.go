package data

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"reflect"
	"strings"
	"testing"

	"matchbooth/data/entry"
	"matchbooth/data/record"
)

func TestPersonalValuesPrintNothing(t *testing.T) {
	p := someone()
	person := *p.Fields["contact1"].Person
	check := record.Check{Kit: canaries[3]}
	rec := record.Record{SignUp: p, Checks: []record.Check{check}}
	contact := record.Contact{Note: record.Text(canaries[0]), Outcome: canaries[3]}
	change, join := record.ConsentChange{Initials: canaries[3]}, record.Join{Into: canaries[3]}
	corr := record.Correction{Fields: map[string]*record.Field{"name": {Text: record.Text(canaries[0])}}}
	within := []any{record.Opened{Entry: &entry.Entry{}, Body: []byte(canaries[0])}, entry.Envelope{Body: []byte(canaries[0])}, p.Fields["contact1"].Plain(), check.Plain()}
	for _, v := range append(within, p, &p, p.Fields, p.Fields["name"], p.Fields["contact1"], person, &person, check, rec, &rec, []record.Record{rec}, corr, contact, &contact, change, join, record.Record{Contacts: []record.Contact{contact}}) {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
			out := fmt.Sprintf(verb, v)
			for _, c := range append(canaries, "13900001234", fmt.Sprintf("%x", canaries[0])) {
				if strings.Contains(out, c) {
					t.Errorf("%T under %s prints a personal value", v, verb)
				}
			}
		}
	}
	for _, v := range []any{p, p.Fields["name"], person, check, rec, corr, contact, change, join} {
		var text, js bytes.Buffer
		slog.New(slog.NewTextHandler(&text, nil)).Info("x", "v", v)
		slog.New(slog.NewJSONHandler(&js, nil)).Info("x", "v", v)
		for _, c := range canaries {
			if strings.Contains(text.String()+js.String(), c) {
				t.Errorf("%T in a log prints a personal value", v)
			}
		}
	}
}

func TestFieldsInJSON(t *testing.T) {
	p := someone()
	b, err := record.Body(p)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(b, []byte(`"name":"`+canaries[0]+`"`)) || !bytes.Contains(b, []byte(`"contact1":{"name":`)) {
		t.Error("fields are not a string and an object")
	}
	var back record.SignUp
	if err := json.Unmarshal(b, &back); err != nil || !reflect.DeepEqual(back, p) {
		t.Errorf("the sign-up does not come back equal: %v", err)
	}
	for _, bad := range []string{`{"fields":{"name":["` + canaries[0] + `"]}}`, `{"fields":{"c":{"name":5,"phone":"` + canaries[1] + `"}}}`} {
		err := json.Unmarshal([]byte(bad), &back)
		if err == nil {
			t.Errorf("%s was taken", bad[:12])
		} else if strings.Contains(err.Error(), canaries[0]) || strings.Contains(err.Error(), canaries[1]) {
			t.Error("the error quotes a personal value")
		}
	}
}
