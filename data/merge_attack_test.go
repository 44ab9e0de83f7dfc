package data

import (
	"archive/zip"
	"context"
	"crypto/ed25519"
	"errors"
	"math"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"matchbooth/data/entry"
	"matchbooth/data/internal/archive"
	"matchbooth/data/internal/db"
	"matchbooth/data/internal/folder"
	"matchbooth/data/internal/keys"
	"matchbooth/data/internal/trust"
	"matchbooth/data/keyset"
)

// Two copies of a folder went on under one key; in one of them a person was erased, and the erasure has the number of
// another's sign-up. Wherever it stands, it holds: an old copy does not bring the person back, and the other one counts.
func TestErasureThatLostItsPlaceStillHolds(t *testing.T) {
	unraced(t)
	seen := map[bool]int{}
	for try := range 30 {
		a, b := pairOfBooths(t)
		gone := signUp(t, b)
		sealed := sealedOf(t, b, gone.Person)
		b.Close()
		old, fork := copyFolder(t, b.Dir()), copyFolder(t, b.Dir())
		f := reopen(t, fork)
		other := signUp(t, f)
		rest := sealedOf(t, f, other.Person)
		f.Close()
		b = reopen(t, b.Dir())
		if _, err := b.Erase(t.Context(), gone.Code); err != nil {
			t.Fatal(err)
		}
		b.Close()
		for _, dir := range []string{fork, b.Dir(), old} {
			merged(t, a, dir)
		}
		var aside bool
		if err := a.db.EachEntry(t.Context(), "conflict", &a.mu, func(e *entry.Entry) error {
			aside = aside || e.Kind == entry.KindErasure
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		seen[aside]++
		// The booth that erased is another one's: its word hides at once, and empties after two weeks.
		a.clock = func() time.Time { return time.Now().Add(trust.WaitBeforeEmptying + time.Hour) }
		if err := a.Reopen(); err != nil {
			t.Fatal(err)
		}
		for range 2 {
			if got := persons(t, a); !slices.Equal(got, []string{other.Person}) {
				t.Fatalf("living: %v, not %s", got, other.Person)
			}
			if st := status(t, a); st.Signups != 1 || st.Erased != 1 {
				t.Fatalf("%+v", st)
			}
			if n, where := haunts(t, sealed, rest, a.Dir()); n > 0 {
				t.Fatalf("the erased came back: %v", where)
			}
			if err := a.Reopen(); err != nil || len(a.Repaired()) > 0 {
				t.Fatalf("%v, %q", err, a.Repaired())
			}
			merged(t, a, old)
		}
		// Whoever lost the place can still be erased by the code.
		if found, err := a.Erase(t.Context(), other.Code); !found || err != nil || status(t, a).Signups != 0 {
			t.Fatal(found, err)
		}
		if try > 2 && seen[true] > 0 && seen[false] > 0 {
			return
		}
	}
	t.Errorf("only one of the two cases was met: %v", seen)
}

// While somebody is asked about an unknown booth, visitors sign up, and an erasure at that moment holds as well.
func TestAskingKeepsNobodyWaiting(t *testing.T) {
	a, b := pairOfBooths(t)
	gone := signUp(t, b)
	stays := signUp(t, b)
	b.Close()
	merged(t, a, b.Dir())
	fresh := thirdBooth(t, a)
	ctx, stop := context.WithTimeout(t.Context(), time.Minute)
	defer stop()
	var meanwhile Saved
	r, err := fresh.Merge(ctx, b.Dir(), MergeOptions{Accept: func(string, int) bool {
		var err error
		if meanwhile, err = fresh.SignUp(ctx, someone()); err != nil {
			t.Error(err)
		}
		status(t, fresh)
		return true
	}})
	if err != nil || r.Added != 2 {
		t.Fatal(r, err)
	}
	want := []string{gone.Person, stays.Person, meanwhile.Person}
	slices.Sort(want)
	if got := persons(t, fresh); !slices.Equal(got, want) {
		t.Errorf("%v, not %v", got, want)
	}
	sound(t, fresh)
}

// thirdBooth is another booth of a's event, empty, with the key of a beside it.
func thirdBooth(t *testing.T, a *Store) *Store {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "third")
	set := liveSetup()
	keys, err := os.ReadFile(filepath.Join(a.Dir(), folder.Keys))
	if err != nil {
		t.Fatal(err)
	}
	set.SharedKeys = string(keys)
	if err := CreateLive(dir, set, Options{}); err != nil {
		t.Fatal(err)
	}
	key, err := os.ReadFile(filepath.Join(a.Dir(), folder.EventKey))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, folder.EventKey), key, 0o600); err != nil {
		t.Fatal(err)
	}
	return reopen(t, dir)
}

// A folder as a power cut left it, with everything still in its -wal, merges whole, and no byte of it is changed; so do
// the database alone with its -wal, the folder without its -wal (the journal has what that had), and a backup.
func TestMergeTakesEveryKindOfSource(t *testing.T) {
	a, b := pairOfBooths(t)
	var want []string
	for range 3 {
		want = append(want, signUp(t, b).Person)
	}
	slices.Sort(want)
	cut := copyFolder(t, b.Dir()) // b is open: nothing was checkpointed
	if info, err := os.Stat(filepath.Join(cut, folder.WAL)); err != nil || info.Size() == 0 {
		t.Fatalf("the -wal is empty: %v", err)
	}
	backup := filepath.Join(t.TempDir(), "backup.zip")
	if _, err := b.Backup(t.Context(), backup); err != nil {
		t.Fatal(err)
	}
	noWAL := copyFolder(t, cut)
	if err := os.Remove(filepath.Join(noWAL, folder.WAL)); err != nil {
		t.Fatal(err)
	}
	for name, path := range map[string]string{"folder": cut, "database and -wal": filepath.Join(cut, folder.DB), "without its -wal": noWAL, "backup": backup} {
		t.Run(name, func(t *testing.T) {
			s := thirdBooth(t, a)
			before := contents(t, cut)
			if r := merged(t, s, path); r.Added != 3 || r.Damaged+r.Forged+r.Conflicts != 0 {
				t.Fatalf("%+v", r)
			}
			if got := persons(t, s); !slices.Equal(got, want) {
				t.Errorf("%v, not %v", got, want)
			}
			sound(t, s)
			after := contents(t, cut)
			if len(after) != len(before) {
				t.Error("merging left files beside the source")
			}
			for name, was := range before {
				if !slices.Equal(after[name], was) {
					t.Errorf("merging changed %s", filepath.Base(name))
				}
			}
		})
	}
	// A backup of which a byte was changed, or the end is missing, is refused, and nothing of it is taken.
	whole, err := os.ReadFile(backup)
	if err != nil {
		t.Fatal(err)
	}
	s := thirdBooth(t, a)
	for name, change := range map[string]func([]byte) []byte{
		"a changed byte": func(b []byte) []byte { b[len(b)/3] ^= 1; return b },
		"cut short":      func(b []byte) []byte { return b[:len(b)/2] },
		"empty":          func([]byte) []byte { return nil },
	} {
		path := filepath.Join(t.TempDir(), "bad.zip")
		if err := os.WriteFile(path, change(slices.Clone(whole)), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Merge(t.Context(), path, MergeOptions{Accept: everybody}); !errors.Is(err, folder.ErrDamaged) {
			t.Errorf("%s: %v", name, err)
		}
	}
	other := filepath.Join(t.TempDir(), "other.zip")
	f, err := os.Create(other)
	if err != nil {
		t.Fatal(err)
	}
	z := zip.NewWriter(f)
	if _, err := z.Create("../../" + folder.DB); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(z.Close(), f.Close()); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Merge(t.Context(), other, MergeOptions{Accept: everybody}); err == nil {
		t.Error("a zip with a path out of its folder was merged")
	}
	if n := status(t, s).Entries; n != 0 {
		t.Errorf("refused files left %d entries", n)
	}
}

// Whoever holds a booth's key can sign anything; numbers that would leave none for those who come after are refused,
// and so is a booth whose key does not fit its name.
func TestHostileLinesOfASource(t *testing.T) {
	a, b := pairOfBooths(t)
	signUp(t, b)
	key, id, dir := b.key, b.booth, b.Dir()
	b.Close()
	d, err := db.Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	stranger, _, err := keys.NewBoothKey()
	if err != nil {
		t.Fatal(err)
	}
	for i, n := range []struct{ seq, tick int64 }{{math.MaxInt64, 5}, {5, math.MaxInt64}, {-1, 6}, {6, 0}, {math.MinInt64, math.MinInt64}} {
		e := &entry.Entry{ID: entry.RandomID(), Person: entry.RandomID(), Kind: entry.KindErasure, Booth: id, Seq: n.seq, Tick: n.tick, Digest: entry.EmptyDigest[:]}
		e.Sig = ed25519.Sign(key, e.SignedBytes())
		if err := db.InsertEntry(t.Context(), d, "entry", e); err != nil {
			t.Fatal(i, err)
		}
	}
	// An unknown booth under the name of another, and one without a key.
	for _, name := range []string{"00000000000000000000000000000000", "11111111111111111111111111111111"} {
		e := &entry.Entry{ID: entry.RandomID(), Person: entry.RandomID(), Kind: entry.KindErasure, Booth: name, Seq: 1, Tick: 1, Digest: entry.EmptyDigest[:]}
		e.Sig = ed25519.Sign(stranger, e.SignedBytes())
		if err := db.InsertEntry(t.Context(), d, "entry", e); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := d.ExecContext(t.Context(), "INSERT INTO booth (id, key) VALUES (?, ?)", "00000000000000000000000000000000",
		[]byte(stranger.Public().(ed25519.PublicKey))); err != nil {
		t.Fatal(err)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	asked := 0
	r, err := a.Merge(t.Context(), dir, MergeOptions{Accept: func(booth string, _ int) bool {
		asked++
		return booth == id
	}})
	if err != nil || r.Added != 1 || r.Forged != 7 || len(r.Faults) != 7 || asked != 1 {
		t.Errorf("%+v, %v, asked %d times", r, err, asked)
	}
	signUp(t, a)
	if a.tick > 10 || a.seq > 10 {
		t.Errorf("the numbers jumped to %d, %d", a.seq, a.tick)
	}
	sound(t, a)
}

// A booth of this event that was set up without its keys is refused: what it sealed would never open here.
func TestMergeRefusesOtherKeys(t *testing.T) {
	a, _ := pairOfBooths(t)
	other, _ := pairOfBooths(t)
	signUp(t, other)
	other.Close()
	if _, err := a.Merge(t.Context(), other.Dir(), MergeOptions{Accept: everybody}); !errors.Is(err, keyset.ErrOtherKeys) {
		t.Error(err)
	}
	if n := status(t, a).Entries; n != 0 {
		t.Errorf("%d entries were taken", n)
	}
}

// Two persons whose receipt codes are the same meet only by a merge: the code is named, erases nobody, and both stay.
func TestMergeNamesSharedCodes(t *testing.T) {
	const one, two = "00007f45-0000-4000-8000-000000000000", "00008b60-0000-4000-8000-000000000000"
	if entry.CodeOf(one) != entry.CodeOf(two) {
		t.Fatal("the codes differ")
	}
	a, b := pairOfBooths(t)
	for s, person := range map[*Store]string{a: one, b: two} {
		addOld(t, s, person, entry.KindSignUp, []byte(`{"lang":"zh"}`))
	}
	c := another(t, a)
	b.Close()
	r := merged(t, a, b.Dir())
	if r.Ambiguous != 1 || !slices.Equal(r.Codes, []entry.ReceiptCode{entry.CodeOf(one)}) {
		t.Errorf("%+v", r)
	}
	merged(t, c, asItLies(t, a.Dir()))
	if found, err := c.Erase(t.Context(), entry.CodeOf(one)); found || !errors.Is(err, ErrCodeAmbiguous) {
		t.Error(found, err)
	}
	if err := c.ErasePerson(t.Context(), two); err != nil || status(t, c).Signups != 1 {
		t.Error(err, status(t, c))
	}
	if r := merged(t, a, b.Dir()); r.Ambiguous != 0 {
		t.Errorf("named again: %+v", r)
	}
	if got := persons(t, a); len(got) != 2 {
		t.Errorf("%v", got)
	}
	// Whoever signed up here comes before somebody from elsewhere.
	if found, err := a.Erase(t.Context(), entry.CodeOf(one)); !found || err != nil {
		t.Error(found, err)
	}
	if got := persons(t, a); !slices.Equal(got, []string{two}) {
		t.Errorf("%v", got)
	}
}

// Wherever a merge that brings an erasure is interrupted, the next start finishes it, or nothing of it has happened.
func TestInterruptedMergeOfAnErasure(t *testing.T) {
	for _, step := range []string{"merge commit", "journal rewrite sync"} {
		t.Run(step, func(t *testing.T) {
			failing := false
			x := newScene(t, func(at string) error {
				if failing && at == step {
					return errors.New("injected")
				}
				return nil
			})
			there := copyFolder(t, x.s.Dir())
			other := reopen(t, there)
			if found, err := other.Erase(t.Context(), x.gone.Code); !found || err != nil {
				t.Fatal(found, err)
			}
			other.Close()
			failing = true
			if _, err := x.s.Merge(t.Context(), there, MergeOptions{Accept: everybody}); !errors.Is(err, ErrBroken) {
				t.Fatalf("the failure was not noticed: %v", err)
			}
			dir := copyFolder(t, x.s.Dir()) // as the power left it
			s := reopen(t, dir)
			sound(t, s)
			want := 6
			if step == "merge commit" {
				want = 7
			}
			if n := status(t, s).Signups; n != want {
				t.Errorf("%d are left, not %d", n, want)
			}
			if n, where := haunts(t, x.sealed, x.rest, dir); (n > 0) != (want == 7) {
				t.Errorf("%d places after the next start: %v", n, where)
			}
		})
	}
}

// A backup carries what is set aside as well.
func TestBackupKeepsConflicts(t *testing.T) {
	a, b := pairOfBooths(t)
	b.Close()
	fork := copyFolder(t, b.Dir())
	for _, dir := range []string{b.Dir(), fork} {
		s := reopen(t, dir)
		signUp(t, s)
		s.Close()
		merged(t, a, dir)
	}
	want := persons(t, a)
	if len(want) != 2 {
		t.Fatalf("%d persons", len(want))
	}
	path, to := filepath.Join(t.TempDir(), "backup.zip"), filepath.Join(t.TempDir(), "restored")
	info, err := a.Backup(t.Context(), path)
	if err != nil || info.Persons != 2 || info.Entries != 2 {
		t.Fatalf("%+v, %v", info, err)
	}
	back, err := Restore(path, to, Options{})
	if err != nil || back.Persons != 2 {
		t.Fatalf("%+v, %v", back, err)
	}
	s := reopen(t, to)
	if got := persons(t, s); !slices.Equal(got, want) {
		t.Errorf("%v, not %v", got, want)
	}
}

// A backup that somebody packed again is taken; one that unpacks to a full disk is not, and nothing of it stays.
func TestABackupThatWouldFillTheDiskIsRefused(t *testing.T) {
	unraced(t)
	a, b := pairOfBooths(t)
	signUp(t, b)
	dir := b.Dir()
	b.Close()
	store, err := os.ReadFile(filepath.Join(dir, folder.DB))
	if err != nil {
		t.Fatal(err)
	}
	packed := func(journal int) string {
		path := filepath.Join(t.TempDir(), "packed.zip")
		f, err := os.Create(path)
		if err != nil {
			t.Fatal(err)
		}
		z := zip.NewWriter(f)
		for name, content := range map[string][]byte{folder.DB: store, folder.Journal: make([]byte, journal)} {
			w, err := z.Create(name) // deflated
			if err == nil {
				_, err = w.Write(content)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		if err := errors.Join(z.Close(), f.Close()); err != nil {
			t.Fatal(err)
		}
		return path
	}
	if _, err := a.Merge(t.Context(), packed(archive.PackedLeast), MergeOptions{Accept: everybody}); !errors.Is(err, folder.ErrDamaged) {
		t.Errorf("a journal of %d MB out of nothing: %v", archive.PackedLeast>>20, err)
	}
	if _, err := os.Stat(filepath.Join(a.Dir(), mergingName)); err == nil {
		t.Error("what was unpacked is left")
	}
	if n := status(t, a).Entries; n != 0 {
		t.Errorf("a refused file left %d entries", n)
	}
	if r := merged(t, a, packed(0)); r.Added != 1 {
		t.Errorf("packed again: %+v", r)
	}
}
