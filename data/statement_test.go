package data

import (
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// Statements stand in the store and in the second copy of the settings: what one lacks comes back from the other, and a
// rescue brings them along.
func TestStatementsAreKeptTwice(t *testing.T) {
	r := newRig(t)
	ctx := t.Context()
	p, forged := r.signUp(r.b, "甲"), r.signUp(r.b, "假")
	merged(t, r.c, asItLies(t, r.b.Dir()))
	if err := r.c.Distrust(ctx, r.desk, r.b.BoothID(), 2); err != nil {
		t.Fatal(err)
	}
	want := map[string]string{p.Person: "甲"}
	if got := r.names(r.c); !maps.Equal(got, want) {
		t.Fatalf("%v", got)
	}
	if _, err := r.c.db.ExecContext(ctx, "DELETE FROM statement"); err != nil {
		t.Fatal(err)
	}
	if err := r.c.Reopen(); err != nil {
		t.Fatal(err)
	}
	if said := r.c.Repaired(); len(said) != 1 || !strings.Contains(said[0], "lacked statements of the desk (1)") {
		t.Errorf("%q", said)
	}
	if got := r.names(r.c); !maps.Equal(got, want) {
		t.Errorf("brought back: %v", got)
	}
	if err := os.Remove(filepath.Join(r.c.Dir(), settingsName)); err != nil {
		t.Fatal(err)
	}
	if err := r.c.Reopen(); err != nil || len(r.c.Repaired()) > 0 {
		t.Fatal(err, r.c.Repaired())
	}
	dir := r.c.Dir()
	r.c.Close()
	for _, lost := range []string{"", dbName, journalName} {
		from, to := copyFolder(t, dir), filepath.Join(t.TempDir(), "rescued")
		if lost != "" {
			if err := os.Remove(filepath.Join(from, lost)); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := Rescue(from, to, Options{}); err != nil {
			t.Fatal(err)
		}
		if got := r.names(reopen(t, to)); !maps.Equal(got, want) {
			t.Errorf("rescued without %q: %v, with %s", lost, got, forged.Person)
		}
	}
}

// Statements come to the same in whatever order they arrive, and however often.
func TestStatementsComeToTheSameInAnyOrder(t *testing.T) {
	desk, err := deskOf(generated(t))
	if err != nil {
		t.Fatal(err)
	}
	other, err := deskOf(generated(t))
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(rt *rapid.T) {
		booth := rapid.SampledFrom([]string{"a", "b", "c"})
		var list []statement
		for range rapid.IntRange(0, 12).Draw(rt, "statements") {
			m := statement{Event: "e", Serial: int64(rapid.IntRange(1, 4).Draw(rt, "serial"))}
			m.Kind = rapid.SampledFrom([]string{saysDistrust, saysTrust, saysSucceeds, saysAccept, saysRefuse, saysDays, "another"}).Draw(rt, "kind")
			m.Body = rapid.SampledFrom([]string{
				`{"booth":"` + booth.Draw(rt, "booth") + `","from":` + rapid.SampledFrom([]string{"1", "7"}).Draw(rt, "from") + `,"old":"` + booth.Draw(rt, "old") + `"}`,
				`{"lines":["000102030405060708090a0b0c0d0e0f"]}`, `{"first":"2027-05-21","last":"2027-05-22"}`, `{"first":"2027-06-21","last":"2027-06-22"}`, `{"first":"2027-05-21"}`, `{`, `[]`}).Draw(rt, "body")
			by := desk
			if rapid.IntRange(0, 4).Draw(rt, "by") == 0 {
				by = other
			}
			if m.Sig, err = by.sign(m.signed()); err != nil {
				rt.Fatal(err)
			}
			list = append(list, m)
		}
		one, two := &trust{desk: desk.Public()}, &trust{desk: desk.Public()}
		one.judge(list)
		again := rapid.Permutation(slices.Concat(list, list)).Draw(rt, "order")
		two.judge(again)
		same := reflect.DeepEqual(one.distrusted, two.distrusted) && maps.Equal(one.accepted, two.accepted) && maps.Equal(one.days, two.days) && len(one.succeeds) == len(two.succeeds)
		for b, olds := range one.succeeds {
			x, y := slices.Sorted(slices.Values(olds)), slices.Sorted(slices.Values(two.succeeds[b]))
			same = same && slices.Equal(x, y) && !slices.Contains(x, b)
		}
		if !same {
			rt.Fatalf("%+v and %+v", one, two)
		}
		// Nobody but the desk is heard.
		three := &trust{desk: desk.Public()}
		three.judge(slices.DeleteFunc(slices.Clone(list), func(m statement) bool { return m.by(other.Public()) }))
		if !reflect.DeepEqual(one.distrusted, three.distrusted) || !maps.Equal(one.accepted, three.accepted) {
			rt.Fatalf("a stranger was heard: %+v, %+v", one, three)
		}
	})
}
