package data

import (
	"errors"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"matchbooth/data/entry"
	"matchbooth/data/internal/db"
	"matchbooth/data/internal/folder"
	"matchbooth/data/internal/keys"
	"matchbooth/data/internal/trust"
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
	if err := os.Remove(filepath.Join(r.c.Dir(), folder.Settings)); err != nil {
		t.Fatal(err)
	}
	if err := r.c.Reopen(); err != nil || len(r.c.Repaired()) > 0 {
		t.Fatal(err, r.c.Repaired())
	}
	dir := r.c.Dir()
	r.c.Close()
	for _, lost := range []string{"", folder.DB, folder.Journal} {
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
	desk, err := keys.DeskOf(generated(t))
	if err != nil {
		t.Fatal(err)
	}
	other, err := keys.DeskOf(generated(t))
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(rt *rapid.T) {
		booth := rapid.SampledFrom([]string{"a", "b", "c"})
		var list []entry.Statement
		for range rapid.IntRange(0, 12).Draw(rt, "statements") {
			m := entry.Statement{Event: "e", Serial: int64(rapid.IntRange(1, 4).Draw(rt, "serial"))}
			m.Kind = rapid.SampledFrom([]string{entry.SaysDistrust, entry.SaysTrust, entry.SaysSucceeds, entry.SaysAccept, entry.SaysRefuse, entry.SaysDays, entry.SaysPack, "another"}).Draw(rt, "kind")
			m.Body = rapid.SampledFrom([]string{
				`{"booth":"` + booth.Draw(rt, "booth") + `","from":` + rapid.SampledFrom([]string{"1", "7"}).Draw(rt, "from") + `,"old":"` + booth.Draw(rt, "old") + `"}`,
				`{"lines":["000102030405060708090a0b0c0d0e0f"]}`, packBody(rapid.SampledFrom([]string{"1", "2", "3"}).Draw(rt, "pack"), rapid.IntRange(0, 90).Draw(rt, "days")), `{"first":"2027-05-21","last":"2027-05-22"}`, `{"first":"2027-06-21","last":"2027-06-22"}`, `{"first":"2027-05-21"}`, `{`, `[]`}).Draw(rt, "body")
			by := desk
			if rapid.IntRange(0, 4).Draw(rt, "by") == 0 {
				by = other
			}
			if m.Sig, err = by.Sign(m.Signed()); err != nil {
				rt.Fatal(err)
			}
			list = append(list, m)
		}
		one, two := &trust.Trust{Desk: desk.Public()}, &trust.Trust{Desk: desk.Public()}
		one.Judge(list)
		again := rapid.Permutation(slices.Concat(list, list)).Draw(rt, "order")
		two.Judge(again)
		same := reflect.DeepEqual(one.Distrusted, two.Distrusted) && maps.Equal(one.Accepted, two.Accepted) && maps.Equal(one.Days, two.Days) && reflect.DeepEqual(one.Packs, two.Packs) && len(one.Succeeds) == len(two.Succeeds)
		for b, olds := range one.Succeeds {
			x, y := slices.Sorted(slices.Values(olds)), slices.Sorted(slices.Values(two.Succeeds[b]))
			same = same && slices.Equal(x, y) && !slices.Contains(x, b)
		}
		if !same {
			rt.Fatalf("%+v and %+v", one, two)
		}
		// Nobody but the desk is heard.
		three := &trust.Trust{Desk: desk.Public()}
		three.Judge(slices.DeleteFunc(slices.Clone(list), func(m entry.Statement) bool { return m.By(other.Public()) }))
		if !reflect.DeepEqual(one.Distrusted, three.Distrusted) || !reflect.DeepEqual(one.Packs, three.Packs) || !maps.Equal(one.Accepted, three.Accepted) {
			rt.Fatalf("a stranger was heard: %+v, %+v", one, three)
		}
	})
}

// A booth that the desk has named is merged without a question, wherever the word has come, and in the same merge as the
// word. Only the desk names one, and what is not believed of it stays so.
func TestANamedBoothIsMergedUnasked(t *testing.T) {
	r := newRig(t)
	ctx := t.Context()
	p := r.signUp(r.b, "甲")
	asked := 0
	ask := MergeOptions{Accept: func(string, int) bool { asked++; return false }}
	for _, no := range []string{"", "x", strings.Repeat("0", 31), strings.Repeat("A", 32), strings.Repeat("0", 34)} {
		if err := r.a.Belongs(ctx, r.desk, no); !errors.Is(err, ErrBoothID) {
			t.Errorf("%q: %v", no, err)
		}
	}
	// A stranger names it: that is no word.
	said := entry.Statement{Event: r.c.event, Kind: entry.SaysBelongs, Serial: 1, Body: `{"booth":"` + r.b.BoothID() + `"}`, Sig: make([]byte, 64)}
	from := asItLies(t, r.b.Dir())
	db, err := db.Open(ctx, from)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(trust.InsertStatement(ctx, db, said), db.Close()); err != nil {
		t.Fatal(err)
	}
	if rep, err := r.c.Merge(ctx, from, ask); err != nil || asked != 1 || len(rep.Refused) != 1 || rep.Added != 0 {
		t.Errorf("a stranger's word: asked %d times, %+v, %v", asked, rep, err)
	}
	// The desk says so at a booth that does not know it yet.
	if err := r.a.Belongs(ctx, r.desk, r.b.BoothID()); err != nil {
		t.Fatal(err)
	}
	asked = 0
	if rep, err := r.a.Merge(ctx, asItLies(t, r.b.Dir()), ask); err != nil || asked != 0 || rep.Added != 1 || !rep.Booths[0].Named {
		t.Errorf("the desk's word: asked %d times, %+v, %v", asked, rep, err)
	}
	r.signUp(r.a, "乙")
	accept := MergeOptions{Accept: func(booth string, _ int) bool { asked++; return booth == r.a.BoothID() }}
	if rep, err := r.c.Merge(ctx, asItLies(t, r.a.Dir()), accept); err != nil || asked != 1 || rep.Added != 2 {
		t.Errorf("in the same merge: asked %d times, %+v, %v", asked, rep, err)
	}
	if err := r.c.Distrust(ctx, r.desk, r.b.BoothID(), 1); err != nil {
		t.Fatal(err)
	}
	if got := r.names(r.c); got[p.Person] != "" || len(got) != 1 {
		t.Errorf("named, and not believed: %v", got)
	}
}

// What a later version lets the desk say is kept, carried on and rescued by this one, and changes nothing here.
func TestStatementsOfLaterVersionsAreCarriedOn(t *testing.T) {
	r := newRig(t)
	ctx := t.Context()
	p := r.signUp(r.c, "甲")
	if err := r.c.say(ctx, r.desk, "pack", entry.Body{Booth: r.c.BoothID(), First: "2030-01-01", Lines: []string{strings.Repeat("0", 64)}}); err != nil {
		t.Fatal(err)
	}
	merged(t, r.a, asItLies(t, r.c.Dir()))
	dir := r.a.Dir()
	r.a.Close()
	to := filepath.Join(t.TempDir(), "rescued")
	if _, err := Rescue(dir, to, Options{}); err != nil {
		t.Fatal(err)
	}
	for name, s := range map[string]*Store{"merged": reopen(t, dir), "rescued": reopen(t, to)} {
		var kinds []string
		if err := s.db.EachText(ctx, func(kind string) { kinds = append(kinds, kind) }, "SELECT kind FROM statement"); err != nil || !slices.Equal(kinds, []string{"pack"}) {
			t.Errorf("%s: %q, %v", name, kinds, err)
		}
		if got := r.names(s); !maps.Equal(got, map[string]string{p.Person: "甲"}) {
			t.Errorf("%s: %v", name, got)
		}
	}
}
