package data

import (
	"context"
	"maps"
	"os"
	"reflect"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"matchbooth/data/entry"
	"matchbooth/data/internal/db"
)

// thefts runs one of the tests below many times.
func thefts(t *testing.T, n int, do func(*theft)) {
	t.Helper()
	root, err := fastDir()
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(root)
	checks(t, n)
	sum := map[string]int{}
	rapid.Check(t, func(rt *rapid.T) {
		w := newTheft(rt, root, sum)
		defer w.close()
		// While all three are honest.
		for range rapid.IntRange(3, 8).Draw(rt, "before") {
			s := rapid.SampledFrom([]*Store{w.a, w.d, w.b}).Draw(rt, "at")
			w.honestly(s)
			if rapid.Bool().Draw(rt, "snapshot") {
				w.snapshot(s)
			}
		}
		for _, s := range []*Store{w.a, w.d, w.b} {
			w.signUp(s, "honest")
		}
		w.merge(w.b, w.snapshot(w.a))
		w.merge(w.b, w.snapshot(w.d))
		w.merge(w.a, w.snapshot(w.b))
		w.snapshot(w.a)
		do(w)
	})
	for _, what := range slices.Sorted(maps.Keys(sum)) {
		t.Logf("%6d %s", sum[what], what)
	}
}

// steal has the thief write into b's folder for a while, and the honest booths take it in and go on.
func (w *theft) steal(from int64) {
	for range rapid.IntRange(1, 4).Draw(w.T, "rounds") {
		for range rapid.IntRange(1, 6).Draw(w.T, "lines") {
			w.forge(from)
		}
		if rapid.Bool().Draw(w.T, "tampers") {
			w.tamper()
		}
		w.snapshot(w.b)
		s := rapid.SampledFrom([]*Store{w.a, w.d}).Draw(w.T, "at")
		w.merge(s, w.sources[len(w.sources)-1])
		for range rapid.IntRange(0, 3).Draw(w.T, "then") {
			w.honestly(s)
		}
		w.snapshot(s)
		w.now = w.now.Add(time.Duration(rapid.IntRange(0, 40).Draw(w.T, "hours")) * time.Hour)
	}
}

// A booth's key and whole folder in the hands of somebody who signs what he likes change nothing of what is said
// anywhere about those who signed up at another booth, however much time passes: a folder shows of them what it would
// show if nothing of his had come. Of somebody with an id from before there were nonces it may show what he says beside
// that.
func TestAStolenBoothChangesNothing(t *testing.T) {
	if testing.Short() {
		t.Skip("takes long, and starts nothing that runs at the same time")
	}
	thefts(t, 15, func(w *theft) {
		w.steal(1)
		if rapid.IntRange(0, 2).Draw(w.T, "accepts") == 0 {
			w.accept(w.a)
			w.snapshot(w.a)
		}
		later := time.Duration(rapid.SampledFrom([]int{0, 15, 40}).Draw(w.T, "days")) * 24 * time.Hour
		for _, s := range []*Store{w.a, w.d} {
			with, without := w.hub(), w.hub()
			w.merge(with, w.copyOf(s.Dir()))
			w.merge(without, w.without(s.Dir()))
			if rapid.Bool().Draw(w.T, "once more") {
				w.merge(with, w.copyOf(w.b.Dir()))
				w.merge(without, w.without(w.b.Dir()))
			}
			w.now = w.now.Add(later)
			for _, h := range []*Store{with, without, s} {
				w.must(h.Reopen())
			}
			home := func(person string) bool { return w.isHonest(person) && w.signedUpAt(without, person, s) }
			want := w.view(without, w.isHonest)
			w.unharmed("at a hub", w.view(with, w.isHonest), want)
			w.unharmed("at home", w.view(s, home), w.view(without, home))
			for person, texts := range want {
				if partsOfAll(w, with, person) < len(texts) {
					w.Fatalf("%s has lost its content", person)
				}
			}
			w.must(with.Close())
			w.must(without.Close())
		}
	})
}

// unharmed says that everybody is shown as is wanted; of those with old ids something else too.
func (w *theft) unharmed(where string, got, want map[string][]string) {
	w.Helper()
	for person := range w.honest {
		if entry.IsBound(person) || len(want[person]) == 0 && len(got[person]) == 0 {
			if !slices.Equal(got[person], want[person]) {
				w.Fatalf("%s, %s is %v, want %v", where, person, got[person], want[person])
			}
			continue
		}
		for _, text := range want[person] {
			if !slices.Contains(got[person], text) {
				w.Fatalf("%s, %s (from before) is %v, want %v", where, person, got[person], want[person])
			}
		}
	}
}

func (w *theft) signedUpAt(s *Store, person string, at *Store) (here bool) {
	w.must(db.EachEntry(context.Background(), s.db, func(e *entry.Entry) { here = here || e.Booth == at.booth }, "person = ? AND kind = ?", person, entry.KindSignUp))
	return here
}

func partsOfAll(w *theft, s *Store, person string) (n int) {
	w.must(s.db.QueryRowContext(context.Background(), "SELECT count(*) FROM "+db.BothTables+" WHERE person = ? AND sealed IS NOT NULL", person).Scan(&n))
	return n
}

// accept has the desk accept some claims, or refuse them; whom they are about the thief may change.
func (w *theft) accept(s *Store) {
	claims, err := s.Claims(context.Background())
	w.must(err)
	if len(claims) == 0 {
		return
	}
	some := rapid.SliceOfNDistinct(rapid.SampledFrom(claims), 1, -1, func(c Claim) string { return c.Line }).Draw(w.T, "claims")
	for _, c := range some {
		about := []string{c.Person}
		w.must(s.db.EachText(context.Background(), func(partner string) { about = append(about, partner) }, "SELECT partner FROM "+db.BothTables+" WHERE id = ? AND partner IS NOT NULL", c.Entry))
		for _, person := range about {
			if w.yes[person] = true; w.tied[person] { // what counts for one of them may count for all of them
				maps.Copy(w.yes, w.tied)
			}
		}
	}
	w.sum["judged claims"] += len(some)
	if rapid.IntRange(0, 3).Draw(w.T, "refuses") == 0 {
		w.must(s.RefuseClaims(context.Background(), w.desk, some))
		return
	}
	w.must(s.AcceptClaims(context.Background(), w.desk, some))
}

// A distrusted booth's later lines never count, whatever numbers they have, and those that it has erased within two
// weeks are there again.
func TestADistrustedBoothIsNotHeard(t *testing.T) {
	if testing.Short() {
		t.Skip("takes long, and starts nothing that runs at the same time")
	}
	thefts(t, 15, func(w *theft) {
		ctx := context.Background()
		w.thief = w.thief[:1] // a booth that he makes up is asked about, and not taken
		last := w.b.seq
		atThief := func(person string) bool { return !w.honest[person] }
		honest := w.hub()
		defer honest.Close()
		for _, from := range w.sources {
			w.merge(honest, from)
		}
		w.steal(last + 1) // eight days at most
		if err := w.a.Distrust(ctx, w.desk, w.b.booth, last+1); err != nil {
			w.Fatal(err)
		}
		w.snapshot(w.a)
		w.now = w.now.Add(time.Duration(rapid.SampledFrom([]int{0, 3, 20}).Draw(w.T, "days")) * 24 * time.Hour)
		hub := w.hub()
		defer hub.Close()
		all := []*Store{w.a, hub, honest}
		for _, from := range w.sources {
			for _, s := range all {
				w.merge(s, from)
			}
		}
		var before []map[string][]string
		for _, s := range all {
			w.must(s.Reopen())
			before = append(before, w.view(s, atThief))
		}
		w.same("who has seen it honest", before[2], before[1])
		for range rapid.IntRange(1, 8).Draw(w.T, "later") {
			w.forge(1)
		}
		w.now = w.now.Add(time.Duration(rapid.SampledFrom([]int{0, 20}).Draw(w.T, "more days")) * 24 * time.Hour)
		for i, s := range all {
			w.merge(s, w.copyOf(w.b.Dir()))
			w.now = w.now.Add(20 * 24 * time.Hour)
			w.must(s.Reopen())
			w.same("later", w.view(s, atThief), before[i])
		}
	})
}

// Folders that have merged the same, in whatever order, however often and with starts between, believe the same.
func TestBelievingDoesNotDependOnOrder(t *testing.T) {
	if testing.Short() {
		t.Skip("takes long, and starts nothing that runs at the same time")
	}
	thefts(t, 15, func(w *theft) {
		ctx := context.Background()
		w.steal(1)
		for range rapid.IntRange(1, 4).Draw(w.T, "statements") {
			s := rapid.SampledFrom([]*Store{w.a, w.d}).Draw(w.T, "desk at")
			list, err := s.Booths(ctx)
			w.must(err)
			booth := rapid.SampledFrom(list).Draw(w.T, "about")
			switch rapid.IntRange(0, 4).Draw(w.T, "says") {
			case 0:
				w.must(s.Distrust(ctx, w.desk, booth.ID, rapid.Int64Range(1, booth.Last+2).Draw(w.T, "number")))
			case 1:
				w.must(s.Believe(ctx, w.desk, booth.ID))
			case 2:
				if other := rapid.SampledFrom(list).Draw(w.T, "old"); other.ID != booth.ID {
					w.must(s.Succeed(ctx, w.desk, other.ID, booth.ID))
				}
			default:
				w.accept(s)
			}
			w.snapshot(s)
		}
		type seen struct {
			records, faults, status, booths, statements any
		}
		look := func(s *Store) seen {
			records, faults, err := s.Records(ctx, w.key, nil)
			w.must(err)
			st, err := s.Status(ctx)
			w.must(err)
			booths, err := s.Booths(ctx)
			w.must(err)
			var ids []string
			w.must(s.db.EachText(ctx, func(id string) { ids = append(ids, id) }, "SELECT id FROM statement ORDER BY id"))
			return seen{records, faults, st, booths, ids}
		}
		var hubs []*Store
		for range 2 {
			s := w.hub()
			defer s.Close()
			hubs = append(hubs, s)
			order := slices.Concat(indices(w.sources), rapid.SliceOfN(rapid.IntRange(0, len(w.sources)-1), 0, 3).Draw(w.T, "again"))
			for _, i := range rapid.Permutation(order).Draw(w.T, "order") {
				w.merge(s, w.sources[i])
				if rapid.IntRange(0, 5).Draw(w.T, "restart") == 0 {
					w.must(s.Reopen())
				}
			}
		}
		// Whom an accepted erasure has emptied before the desk took its yes back, or said that the booth is not to be
		// believed, comes back with the next merge and not by itself. So does who was emptied as one person with somebody
		// before that was known to be a mistake.
		if len(w.yes)+len(w.tied) > 0 {
			for _, s := range hubs {
				for _, from := range w.sources {
					w.merge(s, from)
				}
			}
		}
		for _, later := range []int{0, 15, 1} {
			w.now = w.now.Add(time.Duration(later) * 24 * time.Hour)
			var first seen
			for i, s := range hubs {
				if later > 0 {
					w.must(s.Reopen())
				}
				if now := look(s); i == 0 {
					first = now
				} else if !reflect.DeepEqual(first, now) {
					w.Fatalf("after %d days two orders come to something else:\n%+v\n%+v", later, first, now)
				}
			}
		}
	})
}
