package calls

import (
	"fmt"
	"testing"
	"time"

	"matchbooth/data/record"
	"matchbooth/kiosk/event"
)

func TestWhatBecameOfPeople(t *testing.T) {
	all := []record.Record{
		someone(),
		someone(checked(record.StepRang, false)),
		someone(checked(record.StepSample, true), contact("2027-05-27 call reached")),          // too early for seven days
		someone(contact("2027-05-28 call reached"), contact("2027-06-20 visit sampled")),       // after seven and thirty
		someone(contact("2027-06-20 email registry_confirmed")),                                // after thirty is after seven
		someone(contact("2027-06-20 call no_answer"), contact("2028-05-22 call wrong_number")), // never reached
		someone(contact("2027-05-22 call reached"), contact("2028-05-20 call moved")),          // 365 days after, in a leap year
		someone(signed("2028-05-01 09:00")),
	}
	for on, want := range map[string]string{
		"2027-05-20": "{8 2 3 [{7 0 0} {30 0 0} {365 0 0}]}",
		"2027-05-28": "{8 2 3 [{7 7 1} {30 0 0} {365 0 0}]}",
		"2027-06-20": "{8 2 3 [{7 7 2} {30 7 2} {365 0 0}]}",
		"2028-05-20": "{8 2 3 [{7 8 3} {30 7 3} {365 7 1}]}",
	} {
		if got := fmt.Sprint(Followed(all, noon(on))); got != want {
			t.Errorf("on %s: %s, want %s", on, got, want)
		}
	}
	if got := fmt.Sprint(Followed(nil, noon("2027-05-28"))); got != "{0 0 0 [{7 0 0} {30 0 0} {365 0 0}]}" {
		t.Errorf("of nobody: %s", got)
	}
}

func TestWhoIsErasedBeforeTheLastContact(t *testing.T) {
	cut := func(retention int, all ...record.Record) string {
		var out []string
		for _, c := range Cut(testPack(), all, retention, shanghai) {
			out = append(out, fmt.Sprint(c.Plan.ID, " ", c.People))
		}
		return fmt.Sprint(out)
	}
	graduates := field("graduation", "2027-09") // called on 2 August, 73 days after
	for _, c := range []struct {
		about string
		days  int
		who   []record.Record
		want  string
	}{
		{"for ever", 0, []record.Record{someone(graduates)}, "[]"},
		{"years", 1095, []record.Record{someone(graduates)}, "[]"},
		{"a year and a day", 367, []record.Record{someone()}, "[]"}, // 2028 is a leap year
		{"a year", 366, []record.Record{someone(), someone()}, "[yearly 2]"},
		{"the days until the call", 73, []record.Record{someone(graduates)}, "[leaving 1 yearly 1]"},
		{"a day more", 74, []record.Record{someone(graduates)}, "[yearly 1]"},
		{"a week", 7, []record.Record{someone(graduates), someone()}, "[day7 2 leaving 1 yearly 2]"},
		{"a week, and some were called before", 7, []record.Record{someone(contact("2027-05-25 call reached day7")), someone()}, "[day7 1 yearly 2]"},
		{"who may not be called is not missed", 7, []record.Record{someone(func(r *record.Record) { r.Consents = nil }), someone(contact("2027-05-25 call withdrew"))}, "[]"},
	} {
		if got := cut(c.days, c.who...); got != c.want {
			t.Errorf("%s: %s, want %s", c.about, got, c.want)
		}
	}
	p := testPack()
	p.Contacts[2].Times = 2
	if got := Cut(p, []record.Record{someone()}, 500, shanghai); len(got) != 1 || got[0].Plan.ID != "yearly" {
		t.Errorf("the second of two times: %v", got)
	}
	if got := Due(p, []record.Record{someone(contact("2027-05-28 call reached day7"))}, noon("2031-05-21")); said(got) != "yearly since 2029-05-21"+byPhone {
		t.Errorf("the last of two times: %s", said(got))
	}
}

func TestDayIsACivilDay(t *testing.T) {
	if got := Day(time.Date(2027, 5, 21, 23, 30, 0, 0, time.UTC), shanghai); got != time.Date(2027, 5, 22, 0, 0, 0, 0, time.UTC) {
		t.Error(got)
	}
}

// kiosk and data know the steps of the check list by the same words, and neither knows the other.
func TestTheStepsHaveOneName(t *testing.T) {
	for known, kept := range map[string]string{event.CheckRang: record.StepRang, event.CheckIdentity: record.StepIdentity, event.CheckKit: record.StepKit, event.CheckSample: record.StepSample} {
		if known != kept {
			t.Errorf("the pack calls it %s, the record %s", known, kept)
		}
	}
}
