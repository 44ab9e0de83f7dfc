package data

import (
	"encoding/binary"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"matchbooth/data/entry"
	"matchbooth/data/internal/folder"
	"matchbooth/data/record"
)

// window is how many bytes in a row count as a find.
const window = 32

// haunts counts the places in all files below the folders where 32 bytes in a row of the ciphertexts stand, at whatever
// offset. What the ciphertexts of the living have as well (the fixed parts of an age file) is no find.
func haunts(t testing.TB, gone, living [][]byte, dirs ...string) (found int, where []string) {
	t.Helper()
	type mark [window]byte
	marks := map[mark]bool{}
	for _, c := range gone {
		for i := 0; i+window <= len(c); i++ {
			marks[mark(c[i:])] = true
		}
	}
	for _, dir := range dirs { // an age file of nobody who signed up, which has the fixed parts too
		if b, err := os.ReadFile(filepath.Join(dir, folder.EventRecovery)); err == nil {
			living = append(slices.Clip(living), b)
		}
	}
	for _, c := range living {
		for i := 0; i+window <= len(c); i++ {
			delete(marks, mark(c[i:]))
		}
	}
	heads := map[uint64]bool{} // a quick first look
	for m := range marks {
		heads[binary.LittleEndian.Uint64(m[:])] = true
	}
	for _, dir := range dirs {
		err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			b, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			n := 0
			for i := 0; i+window <= len(b); i++ {
				if heads[binary.LittleEndian.Uint64(b[i:])] && marks[mark(b[i:])] {
					n++
				}
			}
			if n > 0 {
				found += n
				where = append(where, fmt.Sprintf("%s: %d", filepath.Base(path), n))
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return found, where
}

// allSealed are all ciphertexts of a store but those of some persons.
func allSealed(t testing.TB, s *Store, but map[string]bool) (out [][]byte) {
	t.Helper()
	err := s.db.EachEntry(t.Context(), "entry", &s.mu, func(e *entry.Entry) error {
		if e.Sealed != nil && !but[e.Person] {
			out = append(out, e.Sealed)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// scene is a booth with somebody to be forgotten.
type scene struct {
	s            *Store
	gone         Saved
	sealed, rest [][]byte
}

func newScene(t *testing.T, fail func(string) error) scene {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "booth")
	set := liveSetup()
	if err := CreateLive(dir, set, Options{}); err != nil {
		t.Fatal(err)
	}
	s, err := openStore(dir, Options{}, fail)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	for range 3 {
		signUp(t, s)
	}
	gone := signUp(t, s)
	for range 3 { // entries of several pages around it
		if err := s.AddCheck(t.Context(), gone.Person, record.Check{Initials: "LM"}); err != nil {
			t.Fatal(err)
		}
		signUp(t, s)
	}
	return scene{s: s, gone: gone, sealed: sealedOf(t, s, gone.Person), rest: allSealed(t, s, map[string]bool{gone.Person: true})}
}

// After every way of forgetting, no 32 bytes of the ciphertext stand in any file of the folder; and without any one
// of the steps that see to it, the same search finds them.
func TestForgottenCiphertextIsNowhere(t *testing.T) {
	ways := map[string]func(t *testing.T, x scene){
		"erased": func(t *testing.T, x scene) {
			if found, err := x.s.Erase(t.Context(), x.gone.Code); !found || err != nil {
				t.Fatal(found, err)
			}
		},
		"erased through a merge": func(t *testing.T, x scene) {
			if err := x.s.Close(); err != nil {
				t.Fatal(err)
			}
			other := reopen(t, copyFolder(t, x.s.Dir()))
			if _, err := other.Erase(t.Context(), x.gone.Code); err != nil {
				t.Fatal(err)
			}
			other.Close()
			s := reopen(t, x.s.Dir())
			merged(t, s, other.Dir())
		},
	}
	for name, way := range ways {
		t.Run(name, func(t *testing.T) {
			x := newScene(t, folder.NoFail)
			if n, _ := haunts(t, x.sealed, x.rest, x.s.Dir()); n < 5000 {
				t.Fatalf("the search finds only %d places of what is there", n)
			}
			way(t, x)
			if n, where := haunts(t, x.sealed, x.rest, x.s.Dir()); n > 0 {
				t.Errorf("%d places: %v", n, where)
			}
		})
	}
	t.Run("purged", func(t *testing.T) {
		x := newScene(t, folder.NoFail)
		everything := append(x.sealed, x.rest...)
		if rec, err := x.s.Purge(t.Context(), time.Now().AddDate(0, 0, 401)); err != nil || rec.Persons != 7 {
			t.Fatalf("%+v, %v", rec, err)
		}
		if n, where := haunts(t, everything, nil, x.s.Dir()); n > 0 {
			t.Errorf("%d places: %v", n, where)
		}
	})
	for name, take := range map[string]*bool{"without scrubbing": &folder.Weaken.NoScrub, "without a new journal": &folder.Weaken.NoRewrite} {
		t.Run(name, func(t *testing.T) {
			x := newScene(t, folder.NoFail)
			*take = true
			defer func() { *take = false }()
			if _, err := x.s.Erase(t.Context(), x.gone.Code); err != nil {
				t.Fatal(err)
			}
			if n, _ := haunts(t, x.sealed, x.rest, x.s.Dir()); n == 0 {
				t.Error("the search does not bite")
			}
		})
	}
}

// Nor in the second copy, nor in a backup made afterwards; also where the second copy was away meanwhile.
func TestForgottenCiphertextIsInNoCopy(t *testing.T) {
	x := newScene(t, folder.NoFail)
	if err := x.s.Close(); err != nil {
		t.Fatal(err)
	}
	root := t.TempDir()
	stick, away := filepath.Join(root, "stick"), filepath.Join(root, "away")
	if err := os.Mkdir(stick, 0o700); err != nil {
		t.Fatal(err)
	}
	s, err := Open(x.s.Dir(), Options{Mirror: stick})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	caughtUp := func() {
		t.Helper()
		for begun := time.Now(); ; time.Sleep(20 * time.Millisecond) {
			m := s.Mirror()
			if m.Behind == 0 && !m.Pending && m.Fault == "" {
				return
			}
			if time.Since(begun) > time.Minute {
				t.Fatalf("the second copy does not catch up: %+v", m)
			}
		}
	}
	caughtUp()
	if n, _ := haunts(t, x.sealed, x.rest, stick); n < 2000 {
		t.Fatalf("the second copy holds only %d places", n)
	}
	if err := os.Rename(stick, away); err != nil { // pulled out
		t.Fatal(err)
	}
	if found, err := s.Erase(t.Context(), x.gone.Code); !found || err != nil {
		t.Fatal(found, err)
	}
	if m := s.Mirror(); !m.Pending {
		t.Errorf("an absent second copy that holds what was erased is not pending: %+v", m)
	}
	if err := os.Rename(away, stick); err != nil { // put back in
		t.Fatal(err)
	}
	caughtUp()
	backups := filepath.Join(root, "backups")
	if err := os.Mkdir(backups, 0o700); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Backup(t.Context(), filepath.Join(backups, "b.zip")); err != nil {
		t.Fatal(err)
	}
	if n, where := haunts(t, x.sealed, x.rest, s.Dir(), stick, backups); n > 0 {
		t.Errorf("%d places: %v", n, where)
	}
}

// Wherever forgetting is interrupted, the next start finishes it.
func TestForgettingIsFinishedWhereverItStopped(t *testing.T) {
	for _, step := range []string{"erase commit", "journal write", "journal sync", "journal rewrite sync"} {
		t.Run(step, func(t *testing.T) {
			failing := false
			x := newScene(t, func(at string) error {
				if failing && at == step {
					return errors.New("injected")
				}
				return nil
			})
			failing = true
			found, err := x.s.Erase(t.Context(), x.gone.Code)
			if err == nil {
				t.Fatal("the failure was not noticed")
			}
			dir := copyFolder(t, x.s.Dir()) // as the power left it
			s := reopen(t, dir)
			sound(t, s)
			left := status(t, s).Signups
			if found && left != 6 || !found && left != 7 {
				t.Errorf("erased %t and %d are left", found, left)
			}
			if n, where := haunts(t, x.sealed, x.rest, dir); found && n > 0 {
				t.Errorf("%d places after the next start: %v", n, where)
			}
		})
	}
}

// checks sets how many cases a property gets that touches the disk; a hundred times as many in the long form.
func checks(t *testing.T, n int) {
	t.Helper()
	if os.Getenv("MATCHBOOTH_LONG") != "" {
		n *= 100
	}
	f := flag.Lookup("rapid.checks")
	was := f.Value.String()
	if was != f.DefValue {
		return // asked for on the command line
	}
	if err := flag.Set(f.Name, fmt.Sprint(n)); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { flag.Set(f.Name, was) })
}

// Whatever the order in which booths are merged, and however often, the same people are there in the end.
func TestMergingHasNoOrder(t *testing.T) {
	set := liveSetup()
	home := filepath.Join(t.TempDir(), "home")
	if err := CreateLive(home, set, Options{}); err != nil {
		t.Fatal(err)
	}
	keys, err := os.ReadFile(filepath.Join(home, folder.Keys))
	if err != nil {
		t.Fatal(err)
	}
	set.SharedKeys = string(keys)
	checks(t, 10)
	rapid.Check(t, func(rt *rapid.T) {
		root, err := os.MkdirTemp(t.TempDir(), "order")
		if err != nil {
			rt.Fatal(err)
		}
		defer os.RemoveAll(root)
		// A few booths; each a copy of one before it or a new one, so that some share a key and clash.
		var dirs []string
		for i := range rapid.IntRange(2, 4).Draw(rt, "booths") {
			dir := filepath.Join(root, fmt.Sprint(i))
			if i > 0 && rapid.Bool().Draw(rt, "copied") {
				from := dirs[rapid.IntRange(0, i-1).Draw(rt, "from")]
				if err := os.CopyFS(dir, os.DirFS(from)); err != nil {
					rt.Fatal(err)
				}
			} else if err := CreateLive(dir, set, Options{}); err != nil {
				rt.Fatal(err)
			}
			s, err := Open(dir, Options{})
			if err != nil {
				rt.Fatal(err)
			}
			var codes []entry.ReceiptCode
			for range rapid.IntRange(0, 3).Draw(rt, "people") {
				saved, err := s.SignUp(t.Context(), someone())
				if err != nil {
					rt.Fatal(err)
				}
				codes = append(codes, saved.Code)
			}
			if len(codes) > 0 && rapid.Bool().Draw(rt, "erases") {
				if _, err := s.Erase(t.Context(), codes[0]); err != nil {
					rt.Fatal(err)
				}
			}
			if err := s.Close(); err != nil {
				rt.Fatal(err)
			}
			dirs = append(dirs, dir)
		}
		var first any
		for n := range 2 {
			order := append(append([]string{}, dirs...), dirs[rand.IntN(len(dirs))]) // one of them twice
			rand.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
			to := filepath.Join(root, fmt.Sprintf("to%d", n))
			if err := os.CopyFS(to, os.DirFS(home)); err != nil {
				rt.Fatal(err)
			}
			s, err := Open(to, Options{})
			if err != nil {
				rt.Fatal(err)
			}
			for _, dir := range order {
				if _, err := s.Merge(t.Context(), dir, MergeOptions{Accept: everybody}); err != nil {
					rt.Fatal(err)
				}
			}
			// Lines with their place, and whether they have content.
			got := map[string]string{}
			for _, table := range []string{"entry", "conflict"} {
				if err := s.db.EachEntry(t.Context(), table, &s.mu, func(e *entry.Entry) error {
					got[fmt.Sprintf("%s %x", e.ID, e.Sig)] = fmt.Sprintf("%s %t", table, e.Sealed != nil)
					return nil
				}); err != nil {
					rt.Fatal(err)
				}
			}
			if err := s.Reopen(); err != nil || len(s.Repaired()) > 0 {
				rt.Fatalf("the next start: %v, %q", err, s.Repaired())
			}
			s.Close()
			if first == nil {
				first = got
			} else if !reflect.DeepEqual(first, any(got)) {
				rt.Fatalf("two orders give different stores:\n%v\n%v", first, got)
			}
		}
	})
}
