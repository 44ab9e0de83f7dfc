package data

import (
	"maps"
	"strings"
	"testing"
)

// A booth that learns that its key is in wrong hands goes on under a new one: whoever signs up from then on counts, here
// and wherever it is merged, while what the thief signs does not.
func TestADistrustedBoothGoesOnUnderANewKey(t *testing.T) {
	r := newRig(t)
	p := r.signUp(r.b, "甲")
	old := r.b.BoothID()
	if err := r.b.Distrust(t.Context(), r.desk, old, r.b.seq+1); err != nil {
		t.Fatal(err)
	}
	thief := asItLies(t, r.b.Dir())
	if err := r.b.Reopen(); err != nil {
		t.Fatal(err)
	}
	if said := r.b.Repaired(); len(said) != 1 || !strings.HasPrefix(said[0], "The desk does not believe this booth's key any more: ") || r.b.BoothID() == old {
		t.Fatalf("%q", said)
	}
	q := r.signUp(r.b, "乙")
	want := map[string]string{p.Person: "甲", q.Person: "乙"}
	if got := r.names(r.b); !maps.Equal(got, want) || status(t, r.b).Signups != 2 {
		t.Errorf("at home: %v", got)
	}
	merged(t, r.c, asItLies(t, r.b.Dir()))
	if got := r.names(r.c); !maps.Equal(got, want) {
		t.Errorf("elsewhere: %v", got)
	}
	// Its own people are still its own.
	if _, err := r.b.Erase(t.Context(), p.Code); err != nil || partsOf(t, r.b, p.Person) > 0 {
		t.Error(err)
	}
	if err := r.b.Reopen(); err != nil || len(r.b.Repaired()) > 0 {
		t.Errorf("%v, %q", err, r.b.Repaired())
	}
	sound(t, r.b)
	// The copy that the thief has learns it too, and its new key is nobody's.
	s := reopen(t, thief)
	signUp(t, s)
	rep, err := r.c.Merge(t.Context(), asItLies(t, thief), MergeOptions{})
	if err != nil || rep.Added != 0 || len(rep.Refused) != 1 {
		t.Errorf("%+v, %v", rep, err)
	}
}
