package data

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"reflect"
	"testing"

	"matchbooth/data/record"
)

// whole is everything that a store says of itself and of its people.
func whole(t *testing.T, s *Store, key Opener) any {
	t.Helper()
	st, err := s.Status(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	audit, err := s.AuditLog(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	list, faults, err := s.Records(t.Context(), key, nil)
	if err != nil {
		t.Fatal(err)
	}
	return []any{st, audit, list, faults}
}

// shut closes a store whose folder is merged next.
func shut(t *testing.T, s *Store) {
	t.Helper()
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestAPreviewSaysWhatTheMergeThenDoes(t *testing.T) {
	a, b := pairOfBooths(t)
	stays := signUp(t, a)
	there := signUp(t, b)
	gone := signUp(t, b)
	dir := b.Dir()
	shut(t, b)
	merged(t, a, dir) // from now on both know each other's people

	b = reopen(t, dir)
	if err := b.Correct(t.Context(), there.Person, record.Correction{Fields: map[string]*record.Field{"phone": {Text: "13912345678"}}, Reason: "typed wrong", Initials: "LM"}); err != nil {
		t.Fatal(err)
	}
	if _, err := b.Erase(t.Context(), gone.Code); err != nil {
		t.Fatal(err)
	}
	fresh := signUp(t, b)
	shut(t, b)

	key, err := a.Unlock(liveSetup().Passphrase)
	if err != nil {
		t.Fatal(err)
	}
	before := whole(t, a, key)
	p, err := a.PreviewMerge(t.Context(), dir, key, MergeOptions{Accept: everybody})
	if err != nil {
		t.Fatal(err)
	}
	if now := whole(t, a, key); !reflect.DeepEqual(before, now) {
		t.Fatal("a preview changed the store")
	}
	if files, _ := filepath.Glob(filepath.Join(a.Dir(), mergingName)); files != nil {
		t.Error("a preview left its copy of the source")
	}
	r := merged(t, a, dir)
	if !reflect.DeepEqual(p.MergeReport, r) {
		t.Errorf("the preview says %+v, the merge %+v", p.MergeReport, r)
	}
	after := map[string]record.Record{}
	list, _, err := a.Records(t.Context(), key, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range list {
		after[r.Person] = r
	}
	told := map[string]record.Record{}
	for _, r := range p.Records {
		told[r.Person] = r
	}
	for _, person := range p.Persons {
		if !reflect.DeepEqual(told[person], after[person]) {
			t.Error("the preview and the merge differ about a person")
		}
		delete(after, person)
	}
	if _, ok := after[stays.Person]; !ok || len(after) != 1 {
		t.Errorf("%d people are here of whom the preview knew nothing, want the one about whom nothing came", len(after))
	}
	if _, ok := told[gone.Person]; ok || len(told) != 2 || told[fresh.Person].Person == "" {
		t.Errorf("the preview has %d people, want the corrected and the new one", len(told))
	}
}

func TestAPreviewOfAnUnknownBoothAsks(t *testing.T) {
	a, b := pairOfBooths(t)
	signUp(t, b)
	dir := b.Dir()
	shut(t, b)
	p, err := a.PreviewMerge(t.Context(), dir, nil, MergeOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if len(p.Refused) != 1 || p.Added != 0 || p.Records != nil {
		t.Errorf("refused %v, added %d", p.Refused, p.Added)
	}
	if r := merged(t, a, dir); r.Added == 0 {
		t.Error("the booth that a preview refused could not be merged afterwards")
	}
}

// A merge that is canceled leaves nothing, wherever it was, and the store goes on.
func TestACanceledMergeLeavesNothing(t *testing.T) {
	a, b := pairOfBooths(t)
	const people = 3 * 256
	list := make([]Keyed, people)
	for i := range list {
		list[i] = Keyed{Key: fmt.Append(nil, i), SignUp: someone()}
	}
	if _, err := b.SignUpAll(t.Context(), list); err != nil {
		t.Fatal(err)
	}
	signUp(t, a)
	key, err := a.Unlock(liveSetup().Passphrase)
	if err != nil {
		t.Fatal(err)
	}
	dir := b.Dir()
	shut(t, b)
	before := whole(t, a, key)
	steps := 0
	merge := func(stopAt int) (MergeReport, error) {
		ctx, stop := context.WithCancel(t.Context())
		defer stop()
		n := 0
		return a.Merge(ctx, dir, MergeOptions{Accept: everybody, Progress: func(done, total int) {
			if n++; n == stopAt {
				stop()
			}
			steps = max(steps, n)
			if done > total || total != 2*people {
				t.Errorf("%d of %d lines", done, total)
			}
		}})
	}
	for at := 1; at <= 5; at++ {
		if _, err := merge(at); !errors.Is(err, context.Canceled) || errors.Is(err, ErrBroken) {
			t.Fatalf("stopped at step %d: %v", at, err)
		}
		if now := whole(t, a, key); !reflect.DeepEqual(before, now) {
			t.Fatalf("stopped at step %d, it left something", at)
		}
	}
	if r, err := merge(0); err != nil || r.Added != people || steps < 6 {
		t.Fatalf("added %d in %d steps, %v", r.Added, steps, err)
	}
	signUp(t, a)
}
