package session

import (
	"errors"
	"path/filepath"
	"testing"
	"time"

	"matchbooth/data"
	"matchbooth/data/record"
	"matchbooth/ui/work/changes"
)

// What is changed at the desk is written in its name, and what is open afterwards has it, without everybody being opened
// again.
func TestChangesAreSeenAtOnce(t *testing.T) {
	ctx := t.Context()
	p := pack(t)
	dir := filepath.Join(t.TempDir(), "booth")
	if err := data.CreatePractice(dir, p.ID, data.Options{}); err != nil {
		t.Fatal(err)
	}
	s, err := data.Open(dir, data.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	up := func(name, phone string) string {
		t.Helper()
		saved, err := s.SignUp(ctx, record.SignUp{At: time.Now().UTC(), Lang: "zh", Fields: map[string]record.Field{"name": {Text: record.Text(name)}, "phone": {Text: record.Text(phone)}},
			Consents: []record.Consent{{ID: "handover", Lang: "zh"}}})
		if err != nil {
			t.Fatal(err)
		}
		return saved.Person
	}
	a, b, c := up("张珂", "13800000417"), up("周可文", "15200008820"), up("张珂", "13800000417")
	d := New(s, p, dir, time.Now, nil)
	if err := d.Correct(ctx, a, map[string]string{"phone": "13800000418"}, "typo"); !errors.Is(err, ErrLeft) {
		t.Errorf("locked: %v", err)
	}
	if err := d.Unlock(ctx, []byte(data.PracticePassphrase), "LQ"); err != nil {
		t.Fatal(err)
	}
	of := func(person string) record.Record {
		t.Helper()
		o := d.Opened()
		at := o.Place(person)
		if at < 0 {
			t.Fatal("nobody is there")
		}
		if o.List.Record(at).Person != o.Records[at].Person {
			t.Error("the list has somebody else in this place")
		}
		return o.Records[at]
	}
	var refused changes.Refused
	if err := d.Correct(ctx, a, map[string]string{"phone": "1380"}, "typo"); !errors.As(err, &refused) {
		t.Errorf("a short number: %v", err)
	}
	before := d.Opened()
	if err := d.Correct(ctx, a, map[string]string{"phone": "13800000418"}, "typo"); err != nil {
		t.Fatal(err)
	}
	if got := of(a); got.Fields["phone"].Text != "13800000418" || len(got.History) != 1 || got.History[0].By != "LQ" {
		t.Errorf("corrected: %d lines of history", len(got.History))
	}
	if len(before.Records) != 0 || before.List.Len() != 0 {
		t.Error("what was open before still holds somebody")
	}
	if err := d.Check(ctx, a, changes.Checking{Answers: map[string]bool{record.StepRang: true}, Kit: "K1"}); err != nil {
		t.Fatal(err)
	}
	if err := d.Check(ctx, b, changes.Checking{Kit: "k1"}); !errors.As(err, &refused) || !refused.Has("change.kit.other") {
		t.Errorf("somebody else's kit: %v", err)
	}
	if err := d.Consent(ctx, b, []string{"followup"}, []string{"handover"}, "said so", "zh"); err != nil {
		t.Fatal(err)
	}
	if got := of(b); len(got.Consents) != 1 || got.Consents[0].ID != "followup" {
		t.Errorf("%d consents", len(got.Consents))
	}
	if err := d.Contact(ctx, b, changes.Calling{Channel: "call", Outcome: "reached"}); err != nil || len(of(b).Contacts) != 1 {
		t.Errorf("contact: %v", err)
	}
	if err := d.Join(ctx, a, c); err != nil || len(d.Opened().Records) != 2 || of(c).Person != a {
		t.Fatalf("joined: %v, %d people", err, len(d.Opened().Records))
	}
	if err := d.Part(ctx, a, c); err != nil || len(d.Opened().Records) != 3 || of(c).Person != c {
		t.Fatalf("parted: %v, %d people", err, len(d.Opened().Records))
	}
	if err := d.Join(ctx, a, c); err != nil {
		t.Fatal(err)
	}
	if err := d.Erase(ctx, c); err != nil || len(d.Opened().Records) != 1 || d.Opened().Place(a) >= 0 {
		t.Errorf("erased: %v, %d people", err, len(d.Opened().Records))
	}
	if err := d.Correct(ctx, a, map[string]string{"phone": "13800000419"}, "typo"); !errors.Is(err, data.ErrNobody) {
		t.Errorf("somebody erased: %v", err)
	}
	all, _, err := s.Records(ctx, d.key, nil)
	if err != nil || len(all) != 1 {
		t.Errorf("in the store: %d, %v", len(all), err)
	}
}
