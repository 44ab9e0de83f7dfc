package data

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"matchbooth/data/entry"
	"matchbooth/data/internal/db"
	"matchbooth/data/internal/folder"
	"matchbooth/data/internal/keys"
	"matchbooth/data/internal/terms"
	"matchbooth/data/record"
)

// threeYears is the longest term of these tests.
const threeYears = 1095

// termed is a live booth that keeps everybody for 90 days, and longer whoever agreed to "followup" or "news".
func termed(t testing.TB, now *time.Time) (*Store, keys.Opener) {
	t.Helper()
	set := liveSetup()
	dir, err := os.MkdirTemp(t.TempDir(), "booth") // a property test makes many
	if err != nil {
		t.Fatal(err)
	}
	set.RetentionDays, set.Terms = 90, map[string]int{"followup": threeYears, "news": 200}
	if err := CreateLive(dir, set, Options{}); err != nil {
		t.Fatal(err)
	}
	s, err := Open(dir, Options{Clock: func() time.Time { return *now }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	key, err := s.Unlock(set.Passphrase)
	if err != nil {
		t.Fatal(err)
	}
	return s, key
}

// agreeing signs somebody up who agrees to consents with these terms.
func agreeing(t testing.TB, s *Store, at time.Time, days map[string]int) Saved {
	t.Helper()
	up := someone()
	up.At = at
	for _, id := range slices.Sorted(maps.Keys(days)) {
		up.Consents = append(up.Consents, record.Consent{ID: id, SHA256: "ab", Lang: "zh", At: at, Days: days[id]})
	}
	saved, err := s.SignUp(t.Context(), up)
	if err != nil {
		t.Fatal(err)
	}
	return saved
}

// judging opens everybody for a purge.
func judging(t testing.TB, s *Store, key keys.Opener) Judging {
	t.Helper()
	list, faults, err := s.Records(t.Context(), key, nil)
	if err != nil {
		t.Fatal(err)
	}
	return Judging{Records: list, Faults: faults}
}

func atDesk(t testing.TB, s *Store, key keys.Opener) AtDesk {
	t.Helper()
	desk, err := s.DeskOf(key)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(desk.Close)
	at, err := s.AtDesk(desk)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

func living(t testing.TB, s *Store, key keys.Opener) (out []string) {
	t.Helper()
	for _, r := range judging(t, s, key).Records {
		out = append(out, r.Person)
	}
	slices.Sort(out)
	return out
}

// Without a key only who is past the longest term is forgotten, and the others are counted; with it each by their own.
func TestEachIsForgottenByTheirOwnConsents(t *testing.T) {
	now := eventDay
	s, key := termed(t, &now)
	plain := agreeing(t, s, now, nil)
	news := agreeing(t, s, now, map[string]int{"news": 200})
	long := agreeing(t, s, now, map[string]int{"news": 200, "followup": threeYears})
	left := agreeing(t, s, now, map[string]int{"followup": threeYears})
	told := agreeing(t, s, now, map[string]int{"followup": threeYears})
	at := atDesk(t, s, key)
	now = now.AddDate(0, 0, 10)
	for _, err := range []error{
		at.ChangeConsents(t.Context(), left.Person, record.ConsentChange{At: now, Initials: "LM", Withdrawn: []string{"followup"}}),
		at.AddContact(t.Context(), told.Person, record.Contact{At: now, Initials: "LM", Channel: "call", Outcome: record.Withdrew}),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	ends, err := s.Ends(t.Context(), judging(t, s, key).Records, now)
	if err != nil {
		t.Fatal(err)
	}
	for person, want := range map[string]End{
		plain.Person: {Days: 90}, news.Person: {Days: 200, Consent: "news"}, long.Person: {Days: threeYears, Consent: "followup"}, left.Person: {Days: 90}, told.Person: {Days: 90},
	} {
		want.At = eventDay.AddDate(0, 0, want.Days).Add(time.Hour)
		if got := ends[person]; got != want {
			t.Errorf("ends %v, want %v", got, want)
		}
	}
	look := func(days int, by Judging) Retention {
		t.Helper()
		r, err := s.RetentionBy(t.Context(), eventDay.AddDate(0, 0, days).Add(2*time.Hour), by)
		if err != nil || r.Clock != "" || r.Days != 90 || r.Longest != threeYears {
			t.Fatalf("%+v, %v", r, err)
		}
		return r
	}
	if r := look(89, Judging{}); r.Due != 0 || r.Unclear != 0 || r.DueSoon != 5 || !r.Next.Equal(eventDay.AddDate(0, 0, 90).Add(time.Hour)) {
		t.Errorf("before ninety days: %+v", r)
	}
	if r := look(90, Judging{}); r.Due != 0 || r.Unclear != 5 || r.DueSoon != 0 {
		t.Errorf("after ninety days, without a key: %+v", r)
	}
	if r := look(89, judging(t, s, key)); r.Due != 0 || r.Unclear != 0 || r.DueSoon != 3 {
		t.Errorf("before ninety days, with the key: %+v", r)
	}
	if r := look(90, judging(t, s, key)); r.Due != 3 || r.Unclear != 0 || !r.Next.Equal(eventDay.AddDate(0, 0, 200).Add(time.Hour)) {
		t.Errorf("after ninety days, with the key: %+v", r)
	}
	purge := func(days int, by Judging, persons int, leaves ...string) {
		t.Helper()
		rec, err := s.PurgeBy(t.Context(), eventDay.AddDate(0, 0, days).Add(2*time.Hour), by)
		slices.Sort(leaves)
		if got := living(t, s, key); err != nil || rec.Persons != persons || !slices.Equal(got, leaves) {
			t.Fatalf("day %d: %+v, %v, %d live", days, rec, err, len(got))
		}
	}
	purge(1000, Judging{}, 0, plain.Person, news.Person, long.Person, left.Person, told.Person)
	purge(90, judging(t, s, key), 3, news.Person, long.Person)
	purge(199, judging(t, s, key), 0, news.Person, long.Person)
	purge(200, judging(t, s, key), 1, long.Person)
	purge(threeYears-1, judging(t, s, key), 0, long.Person)
	purge(threeYears, Judging{}, 1)
	sound(t, s)
}

// No date of anybody's end stands in the clear: the open columns of two people who agreed to different things differ in
// nothing but what they always do.
func TestNoEndStandsInTheClear(t *testing.T) {
	now := eventDay
	s, _ := termed(t, &now)
	var sizes []int
	for _, days := range []map[string]int{nil, {"followup": threeYears}} {
		p := agreeing(t, s, now, days)
		if err := db.EachEntry(t.Context(), s.db, func(e *entry.Entry) { sizes = append(sizes, len(e.Sealed)) }, "person = ?", p.Person); err != nil {
			t.Fatal(err)
		}
	}
	if len(sizes) != 2 || sizes[0] != sizes[1] {
		t.Errorf("the sealed parts have %v bytes", sizes)
	}
}

// Whoever has a line that does not open, or was not among what was opened, is kept as long as anybody may be.
func TestWhoCannotBeJudgedIsKept(t *testing.T) {
	now := eventDay
	s, key := termed(t, &now)
	damaged, late := agreeing(t, s, now, nil), Saved{}
	atDesk(t, s, key)
	if _, err := s.db.ExecContext(t.Context(), "UPDATE entry SET sealed = ? WHERE person = ?", []byte("rot"), damaged.Person); err != nil {
		t.Fatal(err)
	}
	by := judging(t, s, key)
	if len(by.Faults) == 0 {
		t.Fatal("nothing is damaged")
	}
	late = agreeing(t, s, now, nil)
	if r, err := s.RetentionBy(t.Context(), eventDay.AddDate(0, 0, 100), by); err != nil || r.Due != 0 || r.Unclear != 2 {
		t.Errorf("%+v, %v", r, err)
	}
	if r, err := s.RetentionBy(t.Context(), eventDay.AddDate(0, 0, threeYears+1), by); err != nil || r.Due != 2 {
		t.Errorf("after the longest term: %+v, %v", r, err)
	}
	by = judging(t, s, key)
	if r, err := s.RetentionBy(t.Context(), eventDay.AddDate(0, 0, 100), by); err != nil || r.Due != 1 || r.Unclear != 1 {
		t.Errorf("with %s read: %+v, %v", late.Code, r, err)
	}
	// What they agreed to afterwards may be in the one line that does not open.
	if err := atDesk(t, s, key).ChangeConsents(t.Context(), late.Person, record.ConsentChange{At: now, Initials: "LM", Given: []record.Consent{{ID: "followup", At: now, Days: threeYears}}}); err != nil {
		t.Fatal(err)
	}
	if _, err := s.db.ExecContext(t.Context(), "UPDATE entry SET sealed = ? WHERE person = ? AND kind = 'consent'", []byte("rot"), late.Person); err != nil {
		t.Fatal(err)
	}
	by = judging(t, s, key)
	if r, err := s.RetentionBy(t.Context(), eventDay.AddDate(0, 0, 100), by); len(by.Records) != 1 || err != nil || r.Due != 0 || r.Unclear != 2 {
		t.Errorf("with a consent that does not open: %+v, %v", r, err)
	}
}

// Who signed up twice is one person: each sign-up keeps its own consents, both are forgotten together at the later end,
// and withdrawing under one ends the consent in both.
func TestTheEndOfWhoSignedUpTwice(t *testing.T) {
	for _, other := range []bool{false, true} { // whichever record stays
		now := eventDay
		s, key := termed(t, &now)
		first := agreeing(t, s, now, map[string]int{"followup": threeYears})
		now = now.AddDate(0, 0, 3)
		again := agreeing(t, s, now, map[string]int{"news": 200})
		from, into := first.Person, again.Person
		if other {
			from, into = into, from
		}
		at := atDesk(t, s, key)
		if err := at.Join(t.Context(), from, record.Join{At: now, Initials: "LM", Into: into}); err != nil {
			t.Fatal(err)
		}
		end := func() End {
			ends, err := s.Ends(t.Context(), judging(t, s, key).Records, now)
			if err != nil || len(ends) != 1 {
				t.Fatal(ends, err)
			}
			return ends[into]
		}
		if got := end(); got.Consent != "followup" || !got.At.Equal(eventDay.AddDate(0, 0, threeYears).Add(time.Hour)) {
			t.Errorf("both: %+v", got)
		}
		now = now.AddDate(0, 0, 1)
		if err := at.ChangeConsents(t.Context(), into, record.ConsentChange{At: now, Initials: "LM", Withdrawn: []string{"followup"}}); err != nil {
			t.Fatal(err)
		}
		if got := end(); got.Consent != "news" || !got.At.Equal(eventDay.AddDate(0, 0, 203).Add(time.Hour)) {
			t.Errorf("one withdrawn: %+v", got)
		}
		now = now.AddDate(0, 0, 1)
		given := record.Consent{ID: "followup", At: now, Days: threeYears}
		if err := at.ChangeConsents(t.Context(), into, record.ConsentChange{At: now, Initials: "LM", Given: []record.Consent{given}, Withdrawn: []string{"news"}}); err != nil {
			t.Fatal(err)
		}
		if got := end(); got.Consent != "followup" {
			t.Errorf("given again: %+v", got)
		}
	}
}

// Whatever people agree to, withdraw and give again: nobody is forgotten before the longest of what stands is over, and
// everybody right after; without a key never before. The booth is the same throughout: making one takes longest.
func TestNobodyIsForgottenEarlyNorLate(t *testing.T) {
	unraced(t)
	now := eventDay
	s, key := termed(t, &now)
	at := atDesk(t, s, key)
	term := map[string]int{"followup": threeYears, "news": 200, "plain": 0}
	ids := slices.Sorted(maps.Keys(term))
	stands, since := map[string]map[string]bool{}, map[string]time.Time{}
	rapid.Check(t, func(rt *rapid.T) {
		for range rapid.IntRange(1, 2).Draw(rt, "people") {
			now = now.Add(time.Duration(rapid.IntRange(0, 5).Draw(rt, "hours")) * time.Hour)
			days, has := map[string]int{}, map[string]bool{}
			for _, id := range ids {
				if rapid.Bool().Draw(rt, id) {
					days[id], has[id] = term[id], true
				}
			}
			p := agreeing(t, s, now, days).Person
			stands[p], since[p] = has, now.Truncate(time.Hour)
		}
		all := slices.Sorted(maps.Keys(stands))
		for range rapid.IntRange(0, 3).Draw(rt, "changes") {
			p, id := all[rapid.IntRange(0, len(all)-1).Draw(rt, "person")], rapid.SampledFrom(ids).Draw(rt, "consent")
			change := record.ConsentChange{At: now, Initials: "LM"}
			if stands[p][id] {
				change.Withdrawn = []string{id}
			} else {
				change.Given = []record.Consent{{ID: id, At: now, Days: term[id]}}
			}
			stands[p][id] = !stands[p][id]
			if err := at.ChangeConsents(t.Context(), p, change); err != nil {
				rt.Fatal(err)
			}
		}
		day := rapid.SampledFrom([]int{85, 90, 95, 150, 199, 200, 205, 1000, 1094, 1095, 1100}).Draw(rt, "day")
		today := eventDay.AddDate(0, 0, day).Add(time.Duration(rapid.IntRange(0, 99).Draw(rt, "hour")) * time.Hour)
		due, longest := []string{}, 0
		for _, p := range all {
			days := 90
			for id, is := range stands[p] {
				if is {
					days = max(days, term[id])
				}
			}
			if today.Truncate(time.Hour).After(since[p].AddDate(0, 0, days)) {
				due = append(due, p)
			}
			if today.Truncate(time.Hour).After(since[p].AddDate(0, 0, threeYears)) {
				longest++
			}
		}
		if r, err := s.RetentionOn(t.Context(), today); err != nil || r.Due != longest || r.Due+r.Unclear < len(due) {
			rt.Fatalf("without a key %+v, %v; want %d", r, err, longest)
		}
		by := judging(t, s, key)
		by.Date = true
		if r, err := s.RetentionBy(t.Context(), today, by); err != nil || r.Due != len(due) || r.Unclear != 0 {
			rt.Fatalf("with the key %+v, %v; want %d", r, err, len(due))
		}
		if rapid.IntRange(0, 3).Draw(rt, "purge") > 0 {
			return
		}
		rec, err := s.PurgeBy(t.Context(), today, by)
		for _, p := range due {
			delete(stands, p)
		}
		if err != nil && !errors.Is(err, ErrClock) || err == nil && rec.Persons != len(due) || !slices.Equal(living(t, s, key), slices.Sorted(maps.Keys(stands))) {
			rt.Fatalf("%+v, %v; want %d", rec, err, len(due))
		}
	})
}

// pairOfTerms is two booths of one event whose packs differ in their terms.
func pairOfTerms(t *testing.T, one, two map[string]int) (a, b *Store) {
	t.Helper()
	dirs := []string{filepath.Join(t.TempDir(), "one"), filepath.Join(t.TempDir(), "two")}
	set := liveSetup()
	set.RetentionDays, set.Terms = 90, one
	if err := CreateLive(dirs[0], set, Options{}); err != nil {
		t.Fatal(err)
	}
	shared, err := os.ReadFile(filepath.Join(dirs[0], folder.Keys))
	if err != nil {
		t.Fatal(err)
	}
	set.SharedKeys, set.Terms = string(shared), two
	if err := CreateLive(dirs[1], set, Options{}); err != nil {
		t.Fatal(err)
	}
	var out [2]*Store
	for i, dir := range dirs {
		if out[i], err = Open(dir, Options{Clock: func() time.Time { return eventDay }}); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { out[i].Close() })
	}
	return out[0], out[1]
}

// A booth that takes in people from one with a longer term forgets none of them early, with or without a key; where its
// own pack promises less, that counts, and the merge says so.
func TestMergingBoothsWithOtherTerms(t *testing.T) {
	for _, c := range []struct {
		about     string
		here      map[string]int
		days      int // of who signed up there
		longest   int
		says      string
		elsewhere map[string]int
	}{
		{"none here", nil, threeYears, threeYears, "has no term in the other", map[string]int{"followup": threeYears}},
		{"the same", map[string]int{"followup": threeYears}, threeYears, threeYears, "", map[string]int{"followup": threeYears}},
		{"a shorter one here", map[string]int{"followup": 365}, 365, threeYears, "other times there and here (1095, 365 days): here the shorter counts", map[string]int{"followup": threeYears}},
		{"a longer one here", map[string]int{"followup": 2000}, threeYears, 2000, "(1095, 2000 days)", map[string]int{"followup": threeYears}},
	} {
		t.Run(c.about, func(t *testing.T) {
			a, b := pairOfTerms(t, c.here, c.elsewhere)
			agreeing(t, b, eventDay, map[string]int{"followup": threeYears})
			dir := b.Dir()
			if err := b.Close(); err != nil {
				t.Fatal(err)
			}
			for range 2 { // again: the same
				r := merged(t, a, dir)
				if said := strings.Join(r.Terms, "\n"); !strings.Contains(said, c.says) || (said == "") != (c.says == "") {
					t.Errorf("said %q", said)
				}
			}
			key, err := a.Unlock(liveSetup().Passphrase)
			if err != nil {
				t.Fatal(err)
			}
			for day, want := range map[int][2]int{c.days - 1: {0, 0}, c.days + 1: {1, 0}, c.longest + 1: {1, 1}} {
				if c.days == c.longest && day == c.days+1 {
					want[1] = 1
				}
				today := eventDay.AddDate(0, 0, day)
				own, err1 := a.RetentionBy(t.Context(), today, judging(t, a, key))
				bare, err2 := a.Retention(t.Context(), today)
				if err1 != nil || err2 != nil || own.Due != want[0] || bare.Due != want[1] || bare.Longest != c.longest {
					t.Errorf("day %d: %d due with the key and %d without, of at most %d days", day, own.Due, bare.Due, bare.Longest)
				}
			}
		})
	}
}

// A booth of before, and one whose pack has no terms, forgets as ever; what cannot be a setting counts as none.
func TestFoldersWithoutTerms(t *testing.T) {
	for _, meta := range []map[string]string{
		{terms.MetaDays: "90"}, {terms.MetaDays: "90", terms.MetaTerms: "", terms.MetaLongest: ""}, {terms.MetaDays: "90", terms.MetaTerms: "7", terms.MetaLongest: "-5"},
		{terms.MetaDays: "90", terms.MetaTerms: `{"a":0,"b":-3,"":400,"c":99999}`, terms.MetaLongest: "90"},
	} {
		if r := terms.In(meta); r.Days != 90 || r.Longest != 90 {
			t.Errorf("%v: %+v", meta, r)
		}
	}
	if r := terms.In(map[string]string{terms.MetaDays: "90", terms.MetaLongest: "999999"}); r.Longest != record.MostDays {
		t.Errorf("%+v", r)
	}
	if got := terms.Parse(EncodeTerms(map[string]int{"a": 1, "b": 3650})); fmt.Sprint(got) != "map[a:1 b:3650]" {
		t.Error(got)
	}
}

// A folder that was restored or rescued keeps its terms, those learned from another booth too: else a purge without a key
// would forget people early.
func TestTermsSurviveABackupAndARescue(t *testing.T) {
	a, b := pairOfTerms(t, map[string]int{"news": 200}, map[string]int{"followup": threeYears})
	agreeing(t, b, eventDay, map[string]int{"followup": threeYears})
	dir := b.Dir()
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	merged(t, a, dir)
	zip, to := filepath.Join(t.TempDir(), "a.zip"), filepath.Join(t.TempDir(), "restored")
	if _, err := a.Backup(t.Context(), zip); err != nil {
		t.Fatal(err)
	}
	here := a.Dir()
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := Restore(zip, to, Options{}); err != nil {
		t.Fatal(err)
	}
	r, _ := rescued(t, here)
	for about, s := range map[string]*Store{"restored": reopen(t, to), "rescued": r} {
		got, err := s.Retention(t.Context(), eventDay.AddDate(0, 0, 300))
		if err != nil || got.Days != 90 || got.Longest != threeYears || got.Due != 0 || got.Unclear != 1 {
			t.Errorf("%s: %+v, %v", about, got, err)
		}
		if own, _ := s.Meta(MetaTerms); own != `{"news":200}` {
			t.Errorf("%s: its own terms are %q", about, own)
		}
	}
}

// A changed pack changes the terms with it: nobody is kept for longer than they were told, and whoever agrees to more from
// then on is kept as long, here and at every booth that the statement reaches.
func TestAChangedPackChangesTheTerms(t *testing.T) {
	now := eventDay
	s, key := termed(t, &now)
	early := agreeing(t, s, now, map[string]int{"followup": threeYears, "news": 200})
	news := agreeing(t, s, now, map[string]int{"news": 200})
	desk, err := s.DeskOf(key)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(desk.Close)
	for i, c := range []struct {
		days          int
		terms         map[string]int
		early, news   int
		consent, why  string
		plain, longer int
	}{
		{days: 90, terms: map[string]int{"followup": 730, "news": 200}, early: 730, consent: "followup", news: 200, why: "news", plain: 90, longer: threeYears},
		{days: 90, terms: map[string]int{"followup": 730}, early: 730, consent: "followup", news: 90, plain: 90, longer: threeYears},
		{days: 120, terms: map[string]int{"followup": 2000}, early: threeYears, consent: "followup", news: 90, plain: 90, longer: 2000},
		{days: 60, terms: nil, early: 60, news: 60, plain: 60, longer: 2000},
	} {
		change := packChange(strconv.Itoa(i), strconv.Itoa(i+1), c.days)
		change.Terms = c.terms
		if err := s.ChangePack(t.Context(), desk, change); err != nil {
			t.Fatal(err)
		}
		ends, err := s.Ends(t.Context(), judging(t, s, key).Records, now)
		if err != nil {
			t.Fatal(err)
		}
		if e := ends[early.Person]; e.Days != c.early || e.Consent != c.consent {
			t.Errorf("change %d: who had agreed to three years is kept for %+v", i, e)
		}
		if e := ends[news.Person]; e.Days != c.news || e.Consent != c.why {
			t.Errorf("change %d: who had agreed to news is kept for %+v", i, e)
		}
		r, err := s.RetentionBy(t.Context(), now, Judging{})
		if err != nil || r.Days != c.plain || r.Longest != c.longer {
			t.Errorf("change %d: %+v, %v", i, r, err)
		}
	}
}
