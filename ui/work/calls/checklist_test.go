package calls

import (
	"fmt"
	"testing"
	"time"

	"matchbooth/data/record"
	"matchbooth/kiosk/event"
)

func TestWhatIsMissingInACheck(t *testing.T) {
	own := testPack()
	own.Checks = []event.Check{{ID: event.CheckKit, Kind: event.CheckScan, Required: true}, {ID: "leaflet", Kind: event.CheckYesNo, Required: true}, {ID: event.CheckSample, Kind: event.CheckYesNo}}
	both := testPack()
	both.Checks = []event.Check{{ID: event.CheckRang, Kind: event.CheckYesNo, Required: true}, {ID: event.CheckIdentity, Kind: event.CheckYesNo, Required: true}}
	for _, c := range []struct {
		about  string
		p      *event.Pack
		checks []record.Check
		want   string
	}{
		{"the usual list", testPack(), nil, "[rang]"},
		{"nothing was checked", both, nil, "[rang identity]"},
		{"one of two", both, []record.Check{{Answers: map[string]bool{"rang": false}}}, "[identity]"},
		{"one at a time", both, []record.Check{{Answers: map[string]bool{"rang": true}}, {Answers: map[string]bool{"identity": false}}}, "[]"},
		{"a check from before there were answers", both, []record.Check{{Rang: true, Identity: true}}, "[]"},
		{"and one whose step that is false says nothing", both, []record.Check{{Rang: true}}, "[identity]"},
		{"steps of the pack", own, []record.Check{{Rang: true, Identity: true}}, "[kit leaflet]"},
		{"a kit", own, []record.Check{{Kit: "KIT-1"}, {Answers: map[string]bool{"leaflet": true}}}, "[]"},
	} {
		r := someone(func(r *record.Record) {
			for i, k := range c.checks {
				k.At = noon("2027-05-21").Add(time.Duration(i) * time.Minute)
				r.Checks = append(r.Checks, k)
			}
		})
		ids := []string{}
		for _, s := range Missing(c.p, r) {
			ids = append(ids, s.ID)
		}
		if got := fmt.Sprint(ids); got != c.want {
			t.Errorf("%s: %s, want %s", c.about, got, c.want)
		}
	}
}
