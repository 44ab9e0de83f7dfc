package data

import (
	"context"
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"matchbooth/data/internal/folder"
	"matchbooth/data/keyset"
)

// pairOfBooths are two live booths of one event, and the passphrase that opens both.
func pairOfBooths(t testing.TB) (a, b *Store) {
	t.Helper()
	one, two := filepath.Join(t.TempDir(), "one"), filepath.Join(t.TempDir(), "two")
	set := liveSetup()
	if err := CreateLive(one, set, Options{}); err != nil {
		t.Fatal(err)
	}
	keys, err := os.ReadFile(filepath.Join(one, folder.Keys))
	if err != nil {
		t.Fatal(err)
	}
	set.SharedKeys = string(keys)
	if err := CreateLive(two, set, Options{}); err != nil {
		t.Fatal(err)
	}
	return reopen(t, one), reopen(t, two)
}

func everybody(string, int) bool { return true }

// merged takes a closed folder over.
func merged(t testing.TB, s *Store, from string) MergeReport {
	t.Helper()
	r, err := s.Merge(t.Context(), from, MergeOptions{Accept: everybody})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// persons are all who live in a store, sorted.
func persons(t testing.TB, s *Store) (out []string) {
	t.Helper()
	key, err := s.Unlock(liveSetup().Passphrase)
	if errors.Is(err, ErrNoKey) {
		t.Fatal("the folder has no key: look from the first booth")
	}
	if err != nil {
		t.Fatal(err)
	}
	list, faults, err := s.Records(t.Context(), key, nil)
	if err != nil || len(faults) > 0 {
		t.Fatal(faults, err)
	}
	for _, r := range list {
		out = append(out, r.Person)
	}
	slices.Sort(out)
	return out
}

func TestMergeIsUnion(t *testing.T) {
	a, b := pairOfBooths(t)
	var want []string
	for range 3 {
		want = append(want, signUp(t, a).Person, signUp(t, b).Person)
	}
	dir := b.Dir()
	if _, err := a.Merge(t.Context(), dir, MergeOptions{Accept: everybody}); !errors.Is(err, folder.ErrLocked) {
		t.Fatalf("an open booth was merged: %v", err)
	}
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	before := contents(t, dir)
	r, err := a.Merge(t.Context(), dir, MergeOptions{})
	if err != nil || r.Added != 0 || len(r.Refused) != 1 {
		t.Fatalf("an unknown booth that nobody accepted: %+v, %v", r, err)
	}
	r = merged(t, a, dir)
	if r.Added != 3 || len(r.Booths) != 1 || !r.Booths[0].New {
		t.Errorf("the first time: %+v", r)
	}
	if r = merged(t, a, dir); r.Added != 0 || r.Known != 3 {
		t.Errorf("again: %+v", r)
	}
	slices.Sort(want)
	if got := persons(t, a); !slices.Equal(got, want) {
		t.Errorf("%d persons, want %d", len(got), len(want))
	}
	for name, was := range before {
		if now := contents(t, dir)[name]; !slices.Equal(now, was) {
			t.Errorf("merging changed %s of the other booth", filepath.Base(name))
		}
	}
	sound(t, a)
	signUp(t, a)
	if err := a.Reopen(); err != nil {
		t.Fatal(err)
	}
	if got := a.Repaired(); len(got) > 0 {
		t.Errorf("after a merge the next start found: %q", got)
	}
	sound(t, a)
	if _, err := os.Stat(filepath.Join(a.Dir(), mergingName)); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the copy was left behind: %v", err)
	}
}

func TestMergeRefusesWhatDoesNotBelong(t *testing.T) {
	a, b := pairOfBooths(t)
	b.Close()
	trial := practice(t)
	trial.Close()
	set := liveSetup()
	set.Event = "another-event"
	other := filepath.Join(t.TempDir(), "other")
	if err := CreateLive(other, set, Options{}); err != nil {
		t.Fatal(err)
	}
	broken := copyFolder(t, b.Dir())
	if err := os.Truncate(filepath.Join(broken, folder.DB), 5000); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		path string
		want error
	}{
		"practice":      {trial.Dir(), keyset.ErrOther},
		"another event": {other, keyset.ErrOther},
		"damaged":       {broken, folder.ErrDamaged},
		"nothing there": {filepath.Join(t.TempDir(), "none"), os.ErrNotExist},
		"empty folder":  {t.TempDir(), folder.ErrNotBooth},
		"other file":    {filepath.Join(b.Dir(), folder.Keys), folder.ErrDamaged},
	} {
		if _, err := a.Merge(t.Context(), c.path, MergeOptions{Accept: everybody}); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := a.Merge(t.Context(), a.Dir(), MergeOptions{Accept: everybody}); err == nil {
		t.Error("a booth was merged into itself")
	}
	sound(t, a)
	signUp(t, a) // it still works
}

// Whatever was erased on one side is erased in both after a merge in either direction, and its ciphertext is in no file.
func TestErasedStaysErasedThroughMerging(t *testing.T) {
	a, b := pairOfBooths(t)
	gone := signUp(t, b)
	stays := signUp(t, b)
	sealed := sealedOf(t, b, gone.Person)
	b.Close()
	old := copyFolder(t, b.Dir()) // from before the erasure
	merged(t, a, old)
	if traces(t, a.Dir(), sealed) == 0 {
		t.Fatal("the search finds nothing even before the erasure")
	}
	if found, err := a.Erase(t.Context(), gone.Code); !found || err != nil {
		t.Fatal(found, err)
	}
	for range 2 {
		merged(t, a, old) // the old copy comes again
		if n := traces(t, a.Dir(), sealed); n > 0 {
			t.Fatalf("the old copy brought %d pieces back", n)
		}
		if got := persons(t, a); !slices.Equal(got, []string{stays.Person}) {
			t.Fatalf("living: %v", got)
		}
	}
	sound(t, a)
	a.Close()
	// At the booth where the person signed up, another booth's erasure is a claim.
	c := reopen(t, old)
	r := merged(t, c, a.Dir())
	if r.Erasures != 0 || r.Claims != 1 || len(persons(t, reopen(t, a.Dir()))) != 1 {
		t.Errorf("%+v", r)
	}
	sound(t, c)
	// The desk's word empties wherever it comes.
	a = reopen(t, copyFolder(t, a.Dir()))
	key, err := a.Unlock(liveSetup().Passphrase)
	if err != nil {
		t.Fatal(err)
	}
	desk, err := a.DeskOf(key)
	if err != nil {
		t.Fatal(err)
	}
	at, err := a.AtDesk(desk)
	if err != nil {
		t.Fatal(err)
	}
	if err := at.Erase(t.Context(), gone.Person); err != nil {
		t.Fatal(err)
	}
	knowDesk(t, c, desk)
	merged(t, c, asItLies(t, a.Dir()))
	if n := traces(t, old, sealed); n > 0 {
		t.Errorf("%d pieces are left where the desk's erasure was merged", n)
	}
	sound(t, c)
}

// Two copies of one folder that both went on under one key: their lines have the same numbers and other content. Both
// stay, are named, and every order of merging counts the same ones.
func TestMergedConflictsAreKeptWhateverTheOrder(t *testing.T) {
	a, b := pairOfBooths(t)
	signUp(t, b)
	b.Close()
	fork := copyFolder(t, b.Dir())
	for _, dir := range []string{b.Dir(), fork} {
		s := reopen(t, dir)
		for range 2 {
			signUp(t, s)
		}
		s.Close()
	}
	a.Close()
	var first []string
	for n, order := range [][]string{{b.Dir(), fork}, {fork, b.Dir()}, {fork, b.Dir(), fork}} {
		s := reopen(t, copyFolder(t, a.Dir()))
		conflicts := 0
		for _, dir := range order {
			conflicts += merged(t, s, dir).Conflicts
		}
		if conflicts != 2 {
			t.Errorf("order %d: %d conflicts", n, conflicts)
		}
		got := persons(t, s)
		if len(got) != 5 || status(t, s).Signups != 5 {
			t.Errorf("order %d: %d persons count, status says %d", n, len(got), status(t, s).Signups)
		}
		if first == nil {
			first = got
		} else if !slices.Equal(got, first) {
			t.Errorf("order %d counts others than the first", n)
		}
		for range 2 {
			faults, err := s.Verify(t.Context())
			if err != nil || len(faults) != 2 {
				t.Errorf("order %d: the conflicts are not named: %v, %v", n, faults, err)
			}
			if err := s.Reopen(); err != nil {
				t.Fatal(err)
			}
			if got := s.Repaired(); len(got) > 0 {
				t.Errorf("order %d: the next start found %q", n, got)
			}
		}
	}
}

// An interrupted merge took all or nothing, and the next start needs no help.
func TestInterruptedMerge(t *testing.T) {
	a, b := pairOfBooths(t)
	signUp(t, a)
	for range 3 {
		signUp(t, b)
	}
	b.Close()
	dir := a.Dir()
	a.Close()
	for _, step := range []string{"merge commit", "journal write", "journal sync"} {
		at := copyFolder(t, dir)
		s, err := openStore(at, Options{}, func(now string) error {
			if now == step {
				return errors.New("injected")
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.Merge(t.Context(), b.Dir(), MergeOptions{Accept: everybody}); !errors.Is(err, ErrBroken) {
			t.Errorf("%s: %v", step, err)
		}
		s.Close()
		s = reopen(t, at)
		sound(t, s)
		if n := status(t, s).Signups; n != 1 && n != 4 {
			t.Errorf("%s: %d sign-ups, neither all nor nothing", step, n)
		}
		merged(t, s, b.Dir())
		if n := status(t, s).Signups; n != 4 {
			t.Errorf("%s: %d sign-ups after another try", step, n)
		}
		s.Close()
	}
}

func TestPurge(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "booth")
	set := liveSetup()
	set.RetentionDays = 90
	if err := CreateLive(dir, set, Options{}); err != nil {
		t.Fatal(err)
	}
	first := time.Date(2026, 5, 21, 10, 0, 0, 0, time.UTC)
	now := first
	s, err := Open(dir, Options{Clock: func() time.Time { return now }})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	var sealed [][]byte
	for range 3 {
		sealed = append(sealed, sealedOf(t, s, signUp(t, s).Person)...)
	}
	now = first.AddDate(0, 0, 10)
	later := signUp(t, s)

	look := func(today time.Time) Retention {
		t.Helper()
		r, err := s.Retention(t.Context(), today)
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	for _, c := range []struct {
		today     time.Time
		due, soon int
		believed  bool
	}{
		{time.Unix(0, 0), 0, 0, false},
		{first, 0, 0, false}, // a day back in mid-event: before the newest entry
		{first.AddDate(0, 0, 11), 0, 0, true},
		{first.AddDate(0, 0, 84), 0, 3, true},
		{first.AddDate(0, 0, 90), 0, 3, true}, // ninety whole days are not over before the hour is
		{first.AddDate(0, 0, 90).Add(time.Hour), 3, 0, true},
		{first.AddDate(0, 0, 95), 3, 1, true},
		{first.AddDate(0, 0, 101), 4, 0, true},
		{first.AddDate(2, 0, 0), 4, 0, true},
		{time.Date(2038, 1, 19, 3, 14, 8, 0, time.UTC), 4, 0, false},
	} {
		if r := look(c.today); r.Due != c.due || r.DueSoon != c.soon || (r.Clock == "") != c.believed {
			t.Errorf("%s: %+v", day(c.today), r)
		}
		if !c.believed {
			if _, err := s.Purge(t.Context(), c.today); !errors.Is(err, ErrClock) {
				t.Errorf("%s: purged: %v", day(c.today), err)
			}
		}
	}
	if _, err := s.PurgeOn(t.Context(), time.Unix(0, 0)); !errors.Is(err, ErrClock) {
		t.Errorf("a date before the newest entry was taken: %v", err)
	}
	if st := status(t, s); st.Signups != 4 {
		t.Fatalf("a refused purge forgot somebody: %+v", st)
	}
	today := first.AddDate(0, 0, 95)
	rec, err := s.Purge(t.Context(), today)
	if err != nil || rec.Persons != 3 {
		t.Fatalf("%+v, %v", rec, err)
	}
	if n := traces(t, dir, sealed); n > 0 {
		t.Errorf("%d pieces of what was purged are left", n)
	}
	if got := persons(t, s); !slices.Equal(got, []string{later.Person}) {
		t.Errorf("living: %v", got)
	}
	sound(t, s)
	if rec, err = s.Purge(t.Context(), today); err != nil || rec.Persons != 0 {
		t.Errorf("a second time: %+v, %v", rec, err)
	}
	list, err := s.Purges(t.Context())
	if err != nil || len(list) != 1 || list[0].Persons != 3 || !list[0].At.Equal(today) {
		t.Errorf("records %+v, %v", list, err)
	}
	if rec, err = s.PurgeOn(t.Context(), time.Date(2038, 1, 1, 0, 0, 0, 0, time.UTC)); err != nil || rec.Persons != 1 {
		t.Errorf("on a date that a person gave: %+v, %v", rec, err)
	}
	if err := s.Reopen(); err != nil {
		t.Fatal(err)
	}
	sound(t, s)
}

func TestPracticeIsNeverPurged(t *testing.T) {
	s := practice(t)
	signUp(t, s)
	if r, err := s.Purge(context.Background(), time.Now().AddDate(rand.IntN(30), 0, 0)); err != nil || r.Persons != 0 {
		t.Errorf("%+v, %v", r, err)
	}
}
