package data

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"fmt"
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
	"matchbooth/data/internal/journal"
	"matchbooth/data/internal/keys"
)

// A line may stand in a file whole, with its sealed part gone, or with another one than was signed.
const (
	lineWhole = iota
	lineHollow
	lineRotten
)

// universe draws lines of three booths that clash in every way: few ids, few numbers, few persons.
func universe(rt *rapid.T, keys []ed25519.PrivateKey) (lines []*entry.Entry, forged map[*entry.Entry]bool) {
	forged = map[*entry.Entry]bool{}
	seen := map[entry.Hash]bool{}
	for range rapid.IntRange(1, 14).Draw(rt, "lines") {
		key := keys[rapid.IntRange(0, len(keys)-1).Draw(rt, "key")]
		e := &entry.Entry{
			ID:     fmt.Sprintf("id-%d", rapid.IntRange(0, 7).Draw(rt, "id")),
			Person: fmt.Sprintf("person-%d", rapid.IntRange(0, 3).Draw(rt, "person")),
			Kind:   rapid.SampledFrom([]string{entry.KindSignUp, entry.KindSignUp, entry.KindCheck, entry.KindErasure}).Draw(rt, "kind"),
			Booth:  entry.BoothID(key.Public().(ed25519.PublicKey)),
			Seq:    int64(rapid.IntRange(1, 5).Draw(rt, "seq")),
			Tick:   int64(rapid.IntRange(1, 5).Draw(rt, "tick")),
			Hour:   500000,
		}
		if e.Kind != entry.KindErasure {
			// Two persons never have the same ciphertext: it is encrypted with a fresh key.
			e.Sealed = fmt.Appendf(nil, "%s %s %d", e.ID, e.Person, rapid.IntRange(0, 1).Draw(rt, "content"))
		}
		sum := sha256.Sum256(e.Sealed)
		e.Digest = sum[:]
		e.Sig = ed25519.Sign(key, e.SignedBytes())
		bad := rapid.IntRange(0, 9).Draw(rt, "forged") == 0
		if bad {
			e.Sig[5] ^= 1
		}
		if !seen[e.Hash()] {
			seen[e.Hash()] = true
			forged[e] = bad
			lines = append(lines, e)
		}
	}
	return lines, forged
}

// fileOf writes lines into the copy of a booth's folder, in the states they are in there.
func fileOf(t *testing.T, dir string, keys []ed25519.PrivateKey, lines []*entry.Entry, state map[*entry.Entry]int) error {
	d, err := db.Open(t.Context(), dir)
	if err != nil {
		return err
	}
	defer d.Close()
	tx, err := d.BeginTx(t.Context(), nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	for _, key := range keys {
		if err := db.AddBooth(t.Context(), tx, key.Public().(ed25519.PublicKey)); err != nil {
			return err
		}
	}
	taken := map[string]bool{}
	for _, e := range lines {
		c := *e
		switch {
		case e.Sealed == nil:
		case state[e] == lineHollow:
			c.Sealed = nil
		case state[e] == lineRotten:
			c.Sealed = append(bytes.Clone(e.Sealed), 'x')
		}
		table, number := "entry", fmt.Sprint(e.Booth, e.Seq)
		if taken[e.ID] || taken[number] {
			table = "conflict"
		} else {
			taken[e.ID], taken[number] = true, true
		}
		if err := db.InsertEntry(t.Context(), tx, table, &c); err != nil {
			return err
		}
	}
	return tx.Commit()
}

// The union of any files is the same in every order of merging, however often, with restarts in between; and it is
// what a simple model says: every genuine line of which a copy was not damaged, with its content where some copy had
// it. The erasures among them are by other booths, and take nothing away at once.
func TestMergingIsTheUnionOfLines(t *testing.T) {
	home := filepath.Join(t.TempDir(), "home")
	if err := CreateLive(home, liveSetup(), Options{}); err != nil {
		t.Fatal(err)
	}
	var ks []ed25519.PrivateKey
	for range 3 {
		key, _, err := keys.NewBoothKey()
		if err != nil {
			t.Fatal(err)
		}
		ks = append(ks, key)
	}
	checks(t, 12)
	rapid.Check(t, func(rt *rapid.T) {
		must := func(err error) {
			if err != nil {
				rt.Helper()
				rt.Fatal(err)
			}
		}
		root, err := os.MkdirTemp(t.TempDir(), "union")
		must(err)
		defer os.RemoveAll(root)
		lines, forged := universe(rt, ks)
		want := map[entry.Hash]string{}
		var files []string
		type copied struct {
			*entry.Entry
			state int
		}
		var copies []copied
		for i := range rapid.IntRange(1, 4).Draw(rt, "files") {
			dir := filepath.Join(root, fmt.Sprint("from", i))
			must(os.CopyFS(dir, os.DirFS(home)))
			var mine []*entry.Entry
			state := map[*entry.Entry]int{}
			for _, j := range rapid.Permutation(indices(lines)).Draw(rt, "order in file") {
				if e := lines[j]; rapid.Bool().Draw(rt, "in") {
					mine = append(mine, e)
					state[e] = rapid.SampledFrom([]int{lineWhole, lineWhole, lineHollow, lineRotten}).Draw(rt, "state")
					copies = append(copies, copied{e, state[e]})
				}
			}
			must(fileOf(t, dir, ks, mine, state))
			files = append(files, dir)
		}
		for _, c := range copies {
			if forged[c.Entry] || c.Sealed != nil && c.state == lineRotten {
				continue
			}
			if content := c.Sealed != nil && c.state == lineWhole; content || want[c.Hash()] == "" {
				want[c.Hash()] = fmt.Sprint(content)
			}
		}
		var firstPlaces, firstStatus any
		for n := range 2 {
			to := filepath.Join(root, fmt.Sprint("to", n))
			must(os.CopyFS(to, os.DirFS(home)))
			s, err := Open(to, Options{})
			must(err)
			defer s.Close()
			order := slices.Concat(indices(files), rapid.SliceOfN(rapid.IntRange(0, len(files)-1), 0, 3).Draw(rt, "again"))
			for _, i := range rapid.Permutation(order).Draw(rt, "order") {
				_, err := s.Merge(t.Context(), files[i], MergeOptions{Accept: everybody})
				must(err)
				if rapid.IntRange(0, 3).Draw(rt, "restart") == 0 {
					must(s.Reopen())
					for _, said := range s.Repaired() {
						if !strings.Contains(said, "gap") {
							rt.Fatalf("a restart said %q", said)
						}
					}
				}
			}
			places, got := map[entry.Hash]string{}, map[entry.Hash]string{}
			for _, table := range []string{"entry", "conflict"} {
				must(s.db.EachEntry(t.Context(), table, &s.mu, func(e *entry.Entry) error {
					if places[e.Hash()] != "" {
						rt.Fatalf("a line stands twice: %s", e.ID)
					}
					places[e.Hash()], got[e.Hash()] = table, fmt.Sprint(e.Sealed != nil)
					return nil
				}))
			}
			if !reflect.DeepEqual(got, want) {
				rt.Fatalf("there are %v, not %v", got, want)
			}
			inJournal := map[entry.Hash]string{}
			_, err = journal.Scan(filepath.Join(to, folder.Journal), func(e *entry.Entry) error {
				if content := fmt.Sprint(e.Sealed != nil); content == "true" || inJournal[e.Hash()] == "" {
					inJournal[e.Hash()] = content
				}
				return nil
			})
			must(err)
			if !reflect.DeepEqual(inJournal, want) {
				rt.Fatalf("the journal has %v, not %v", inJournal, want)
			}
			st := status(t, s)
			if n == 0 {
				firstPlaces, firstStatus = places, st
				continue
			}
			if !reflect.DeepEqual(firstPlaces, any(places)) || firstStatus != any(st) {
				rt.Fatalf("two orders give different stores: %v %v, %v %v", firstPlaces, places, firstStatus, st)
			}
		}
	})
}

func indices[T any](list []T) (out []int) {
	for i := range list {
		out = append(out, i)
	}
	return out
}
