package data

import (
	"encoding/json"
	"reflect"
	"testing"

	"matchbooth/data/entry"
	"matchbooth/data/internal/db"
	"matchbooth/data/wire"
)

// Every line that a booth writes, whatever its kind, can go to a hub and comes back as it was.
func TestABoothsLinesCanTravel(t *testing.T) {
	r := newRig(t)
	p, twice, gone := r.signUp(r.a, "甲"), r.signUp(r.a, "甲又"), r.signUp(r.a, "乙")
	r.joins(r.a, twice.Person, p.Person, false)
	r.joins(r.a, twice.Person, p.Person, true)
	at, err := r.a.AtDesk(r.desk)
	if err == nil {
		err = at.Erase(t.Context(), gone.Person)
	}
	if err != nil {
		t.Fatal(err)
	}
	kinds := map[string]int{}
	b := wire.Batch{Batch: "b"}
	var lines []*entry.Entry
	if err := db.EachEntry(t.Context(), r.a.db, func(e *entry.Entry) { lines = append(lines, e) }, "1 = 1"); err != nil {
		t.Fatal(err)
	}
	for _, e := range lines {
		kinds[e.Kind]++
		b.Lines = append(b.Lines, wire.LineOf(e))
	}
	if !wire.IsEvent(r.a.event) || b.Check() != nil {
		t.Errorf("the event %q, or the batch, is none: %v", r.a.event, b.Check())
	}
	text, err := json.Marshal(b)
	if err != nil {
		t.Fatal(err)
	}
	var back wire.Batch
	if err := wire.Decode(text, &back); err != nil {
		t.Fatal(err)
	}
	for i := range back.Lines {
		l, e := &back.Lines[i], lines[i]
		if code := l.Refuse(); code != "" || !r.a.known.Verified(l.Whole()) || !reflect.DeepEqual(l.Whole(), e) {
			t.Errorf("a %s is refused (%q), or came back as another", e.Kind, code)
		}
	}
	if kinds[entry.KindSignUp] != 3 || kinds[entry.KindJoin] != 1 || kinds[entry.KindUnjoin] != 1 || kinds[entry.KindErasure] == 0 {
		t.Errorf("%v", kinds)
	}
}
