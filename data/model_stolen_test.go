package data

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"time"

	"pgregory.net/rapid"

	"matchbooth/data/entry"
	"matchbooth/data/internal/db"
	"matchbooth/data/internal/folder"
	"matchbooth/data/internal/journal"
	"matchbooth/data/internal/keys"
	"matchbooth/data/internal/trust"
	"matchbooth/data/record"
)

// theft is an event with two honest booths, a and d, and one, b, whose whole folder came into somebody's hands. The desk
// works at a and d. What is asked of it is in model_stolen_run_test.go.
type theft struct {
	*rapid.T
	root    string
	made    int
	now     time.Time
	key     keys.Opener
	desk    *keys.Desk
	a, d, b *Store
	honest  map[string]bool // persons who signed up at an honest booth
	known   map[string]Saved
	thief   []ed25519.PrivateKey // b's key, and another one that he has made
	yes     map[string]bool      // persons of whom the desk has accepted what the thief claims
	tied    map[string]bool      // persons whom the desk has joined with somebody
	sources []string             // copies of folders, of all ages
	seqs    map[string]int64     // the last running number of each of the thief's keys
	sum     map[string]int
}

func newTheft(t *rapid.T, root string, sum map[string]int) *theft {
	w := &theft{T: t, root: filepath.Join(root, fmt.Sprint("t", sum["thefts"])), now: time.Date(2027, 5, 21, 9, 0, 0, 0, time.UTC),
		honest: map[string]bool{}, known: map[string]Saved{}, yes: map[string]bool{}, tied: map[string]bool{}, seqs: map[string]int64{}, sum: sum}
	sum["thefts"]++
	made, err := templates()
	w.must(err)
	key, err := modelKey()
	w.must(err)
	w.key = key
	w.desk, err = modelDesk(made[0])
	w.must(err)
	w.a, w.b, w.d = w.open(w.copyOf(made[0])), w.open(w.copyOf(made[1])), w.open(w.copyOf(made[2]))
	_, other, err := keys.NewBoothKey()
	w.must(err)
	more, err := keys.ParseBoothKey(other)
	w.must(err)
	w.thief = []ed25519.PrivateKey{w.b.key, more}
	return w
}

func (w *theft) must(err error) {
	if err != nil {
		w.Helper()
		w.Fatal(err)
	}
}

func (w *theft) close() {
	for _, s := range []*Store{w.a, w.d, w.b} {
		s.Close()
	}
	os.RemoveAll(w.root)
}

func (w *theft) copyOf(dir string) string {
	w.made++
	to := filepath.Join(w.root, fmt.Sprint(w.made))
	w.must(os.CopyFS(to, os.DirFS(dir)))
	return to
}

func (w *theft) open(dir string) *Store {
	s, err := Open(dir, Options{Clock: func() time.Time { return w.now }})
	w.must(err)
	return s
}

// hub is a new folder that nobody signs up at.
func (w *theft) hub() *Store {
	made, err := templates()
	w.must(err)
	return w.open(w.copyOf(made[3]))
}

func (w *theft) merge(s *Store, from string) {
	_, err := s.Merge(context.Background(), from, MergeOptions{Accept: everybody})
	w.must(err)
}

// snapshot keeps a copy of a folder for the merges to come.
func (w *theft) snapshot(s *Store) string {
	dir := w.copyOf(s.Dir())
	w.sources = append(w.sources, dir)
	return dir
}

// without makes a copy of a folder without anything that the thief has signed.
func (w *theft) without(dir string) string {
	ctx := context.Background()
	dir = w.copyOf(dir)
	db, err := db.Open(ctx, dir)
	w.must(err)
	thief := map[string]bool{}
	for _, key := range w.thief {
		booth := entry.BoothID(key.Public().(ed25519.PublicKey))
		thief[booth] = true
		for _, table := range []string{"entry", "conflict"} {
			_, err := db.ExecContext(ctx, "DELETE FROM "+table+" WHERE booth = ?", booth)
			w.must(err)
		}
	}
	w.must(db.Close())
	var left []*entry.Entry
	_, err = journal.Scan(filepath.Join(dir, folder.Journal), func(e *entry.Entry) error {
		if !thief[e.Booth] {
			left = append(left, e)
		}
		return nil
	})
	w.must(err)
	w.must(journal.Rewrite(dir, func(write func(*entry.Entry) error) error {
		for _, e := range left {
			w.must(write(e))
		}
		return nil
	}, folder.NoFail))
	return dir
}

// view is what a folder shows, by person: each record as text, sorted. Which booth a record is shown under is left out:
// somebody who has the same answers may be named for it.
func (w *theft) view(s *Store, who func(person string) bool) map[string][]string {
	list, _, err := s.Records(context.Background(), w.key, nil)
	w.must(err)
	out := map[string][]string{}
	for _, r := range list {
		if who(r.Person) {
			fields := map[string]any{}
			for id, f := range r.Fields {
				fields[id] = f.Plain()
			}
			var checks []any
			for _, c := range r.Checks {
				checks = append(checks, c.Plain())
			}
			text, err := json.Marshal([]any{fields, checks, r.Flags})
			w.must(err)
			out[r.Person] = append(out[r.Person], string(text))
		}
	}
	for _, texts := range out {
		slices.Sort(texts)
	}
	return out
}

func (w *theft) isHonest(person string) bool { return w.honest[person] && !w.yes[person] }
func (w *theft) signUp(s *Store, name string) {
	p := record.SignUp{At: w.now, Lang: "zh", Source: "screen", Outcome: "all_true", Fields: map[string]record.Field{"name": {Text: record.Text(name)}}}
	if rapid.IntRange(0, 2).Draw(w.T, "from before") == 0 {
		e := w.sealed(s, &entry.Entry{ID: entry.RandomID(), Person: entry.RandomID(), Kind: entry.KindSignUp}, p)
		s.mu.Lock()
		defer s.mu.Unlock()
		w.must(db.InsertEntry(context.Background(), s.db, "entry", e))
		w.must(s.journal.Append(e))
		w.must(s.count(context.Background()))
		w.honest[e.Person], w.known[e.Person] = s != w.b, Saved{entry.CodeOf(e.Person), e.Person}
		return
	}
	saved, err := s.SignUp(context.Background(), p)
	w.must(err)
	w.honest[saved.Person], w.known[saved.Person] = s != w.b, saved
}

// sealed finishes a line of a booth as the program writes it.
func (w *theft) sealed(s *Store, e *entry.Entry, what any) *entry.Entry {
	body, err := record.Body(what)
	w.must(err)
	plain, err := entry.Envelope{V: entry.EnvelopeVersion, Event: s.event, Person: e.Person, Entry: e.ID, Kind: e.Kind, Body: body}.Pack()
	w.must(err)
	e.Sealed, err = s.recipients.Seal(plain)
	w.must(err)
	sum := sha256.Sum256(e.Sealed)
	e.Booth, e.Seq, e.Tick, e.Hour, e.Digest = s.booth, s.seq+1, s.tick+1, entry.Hour(w.now), sum[:]
	e.Sig = ed25519.Sign(s.key, e.SignedBytes())
	return e
}

// honestly does something at a booth as a volunteer or a visitor does.
func (w *theft) honestly(s *Store) {
	ctx := context.Background()
	name := fmt.Sprint("honest ", rapid.IntRange(0, 99).Draw(w.T, "name"))
	what := rapid.SampledFrom([]string{"sign up", "sign up", "correct", "correct", "check", "erase", "desk corrects", "desk erases", "desk joins", "merge", "reopen"}).Draw(w.T, "honestly")
	w.sum["honest: "+what]++
	living := slices.Sorted(maps.Keys(w.view(s, func(string) bool { return true })))
	if len(living) == 0 {
		what = "sign up"
	}
	person := ""
	if what != "sign up" {
		person = rapid.SampledFrom(living).Draw(w.T, "person")
	}
	// The desk writes where the thief is not: there he could only leave it away.
	at, err := s.AtDesk(w.desk)
	w.must(err)
	switch what {
	case "sign up":
		w.signUp(s, name)
	case "correct":
		w.must(s.Correct(ctx, person, record.Correction{At: w.now, Fields: map[string]*record.Field{"name": {Text: record.Text(name)}}}))
	case "check":
		w.must(s.AddCheck(ctx, person, record.Check{At: w.now, Kit: name}))
	case "erase":
		if len(living) < 3 {
			return
		}
		w.must(s.ErasePerson(ctx, person))
		if left := w.view(s, func(p string) bool { return p == person }); len(left) > 0 {
			w.Fatalf("erased here, and still there: %v", left)
		}
	case "desk corrects":
		if s == w.b { // what the desk says there counts, and is taken out with the thief's lines
			return
		}
		w.must(at.Correct(ctx, person, record.Correction{At: w.now, Fields: map[string]*record.Field{"name": {Text: record.Text(name)}}}))
	case "desk erases":
		if len(living) < 3 || s == w.b {
			return
		}
		w.must(at.Erase(ctx, person))
	case "desk joins": // whom nobody can claim: their ids are of their booth's key
		living = slices.DeleteFunc(living, func(p string) bool { return !w.honest[p] || !entry.IsBound(p) })
		if len(living) < 2 || s == w.b {
			return
		}
		two := rapid.Permutation(living).Draw(w.T, "two")
		person, with := two[0], two[1]
		w.sum["honest: two joined"]++
		w.tied[person], w.tied[with] = true, true
		w.must(at.Join(ctx, person, record.Join{At: w.now, Into: with, Undo: rapid.IntRange(0, 3).Draw(w.T, "undone") == 0}))
	case "merge":
		if len(w.sources) > 0 {
			w.merge(s, rapid.SampledFrom(w.sources).Draw(w.T, "from"))
		}
	case "reopen":
		w.must(s.Reopen())
		for _, said := range s.Repaired() {
			if !strings.Contains(said, "gap") || strings.Contains(said, "booth "+s.booth) {
				w.Fatalf("a start said %q", said)
			}
		}
	}
}

// victims are the lines of others that the thief has seen.
func (w *theft) victims() (out []*entry.Entry) {
	for _, s := range []*Store{w.a, w.d, w.b} {
		w.must(db.EachEntry(context.Background(), s.db, func(e *entry.Entry) { out = append(out, e) }, "1"))
	}
	slices.SortFunc(out, func(a, b *entry.Entry) int { return a.Compare(b) })
	return out
}

// forge writes a line as the thief likes it: from is the lowest running number that he uses.
func (w *theft) forge(from int64) {
	key := rapid.SampledFrom(w.thief).Draw(w.T, "key")
	public := key.Public().(ed25519.PublicKey)
	booth := entry.BoothID(public)
	all := w.victims()
	victim := rapid.SampledFrom(all).Draw(w.T, "victim")
	last := max(w.seqs[booth], from-1)
	if booth == w.b.booth {
		last = max(last, w.b.seq)
	}
	old := rapid.Bool().Draw(w.T, "as before")
	e := &entry.Entry{Booth: booth, Kind: rapid.SampledFrom([]string{entry.KindSignUp, entry.KindSignUp, entry.KindCorrection, entry.KindCheck, entry.KindErasure, entry.KindErasure, entry.KindContact, entry.KindJoin, entry.KindJoin, entry.KindUnjoin, "odd"}).Draw(w.T, "kind"),
		Seq:  rapid.SampledFrom([]int64{last + 1, last + 1, last + 1, last + 3, max(from, last), from, 1 << 32, 1<<32 + 1, 0, -1, math.MaxInt64}).Draw(w.T, "number"),
		Tick: rapid.SampledFrom([]int64{1, 2, w.b.tick + 1, w.b.tick + 1, w.b.tick + 50, 1 << 32, math.MaxInt64, -7}).Draw(w.T, "tick"),
		Hour: rapid.SampledFrom([]int64{entry.Hour(w.now), entry.Hour(w.now), 0, 1, entry.Hour(w.now) + 500000, math.MinInt64, math.MaxInt64}).Draw(w.T, "hour")}
	if e.Seq < from && from > 1 {
		e.Seq = from
	}
	e.ID = rapid.SampledFrom([]string{entry.ID(public, e.Seq), entry.ID(public, e.Seq), victim.ID, entry.RandomID(), "x"}).Draw(w.T, "id")
	if old {
		e.ID = rapid.SampledFrom([]string{entry.RandomID(), victim.ID, victim.ID, entry.ID(public, e.Seq)}).Draw(w.T, "old id")
	}
	nonce := entry.NewNonce()
	switch rapid.IntRange(0, 4).Draw(w.T, "person") {
	case 0:
		e.Person, e.Nonce = entry.PersonID(public, nonce), nonce
	case 1:
		e.Person, e.Nonce = entry.RandomID(), entry.NoNonce
	default:
		e.Person, e.Nonce = victim.Person, victim.Nonce
		if len(e.Nonce) == 0 {
			e.Nonce = entry.NoNonce
		}
		if rapid.IntRange(0, 4).Draw(w.T, "nonce") == 0 {
			e.Nonce = rapid.SampledFrom([][]byte{nonce, entry.NoNonce, nonce[:15], bytes.Repeat(nonce, 3)}).Draw(w.T, "which")
		}
	}
	if old {
		e.Nonce = nil
	}
	if joins := e.Kind == entry.KindJoin || e.Kind == entry.KindUnjoin; joins || rapid.IntRange(0, 9).Draw(w.T, "names somebody") == 0 {
		e.Partner = rapid.SampledFrom([]string{rapid.SampledFrom(all).Draw(w.T, "partner").Person, e.Person, ""}).Draw(w.T, "named")
	}
	e.Digest = entry.EmptyDigest[:]
	switch content := rapid.SampledFrom([]string{"own", "own", "own", "victim's", "garbage", "none", "not there"}).Draw(w.T, "content"); {
	case content == "victim's" && victim.Sealed != nil:
		e.Sealed = victim.Sealed
		if old && victim.Kind == e.Kind {
			e.ID, e.Person = victim.ID, victim.Person // else it does not open
		}
	case content == "garbage":
		e.Sealed = []byte("garbage")
	case content == "none", e.Kind == entry.KindErasure && content == "own":
	default:
		body := map[string][]byte{
			entry.KindSignUp:     []byte(`{"fields":{"name":"forged"}}`),
			entry.KindCorrection: []byte(`{"fields":{"name":"forged","phone":"1"}}`),
			entry.KindCheck:      []byte(`{"initials":"FORGED"}`),
		}[e.Kind]
		if body == nil {
			body = []byte(`[]`)
		}
		plain, err := entry.Envelope{V: entry.EnvelopeVersion, Event: w.b.event, Person: e.Person, Entry: e.ID, Kind: e.Kind, Body: body}.Pack()
		w.must(err)
		e.Sealed, err = w.b.recipients.Seal(plain)
		w.must(err)
		sum := sha256.Sum256(e.Sealed)
		if e.Digest = sum[:]; content == "not there" {
			e.Sealed = nil
		}
	}
	if e.Sealed != nil {
		sum := sha256.Sum256(e.Sealed)
		e.Digest = sum[:]
	}
	e.Desk = rapid.SampledFrom([][]byte{nil, nil, bytes.Repeat([]byte{7}, 64), victim.Desk, []byte("x")}).Draw(w.T, "desk")
	// A line that takes a victim's id takes its place where it comes first, and so he tries until it does.
	for n := 0; ; n++ {
		e.Sig = ed25519.Sign(key, e.SignedBytes())
		mine, its := e.Hash(), victim.Hash()
		if e.ID != victim.ID || n > 40 || bytes.Compare(mine[:], its[:]) < 0 {
			break
		}
		e.Hour++
	}
	if e.NumbersPossible() && e.Seq < 1<<31 {
		w.seqs[booth] = max(w.seqs[booth], e.Seq)
	}
	w.keep(e)
	w.sum["forged lines"]++
}

// keep writes a line into b's folder, around everything that the program looks at.
func (w *theft) keep(e *entry.Entry) {
	ctx := context.Background()
	w.b.mu.Lock()
	defer w.b.mu.Unlock()
	tx, err := w.b.db.BeginTx(ctx, nil)
	w.must(err)
	defer tx.Rollback()
	for _, key := range w.thief {
		w.must(db.AddBooth(ctx, tx, key.Public().(ed25519.PublicKey)))
	}
	w.must(putLine(ctx, tx, w.b.known, e))
	w.must(tx.Commit())
}

// tamper changes what b's folder has of others, and adds statements that the desk has not signed.
func (w *theft) tamper() {
	ctx := context.Background()
	victim := rapid.SampledFrom(w.victims()).Draw(w.T, "tampered")
	do := func(query string, args ...any) {
		_, err := w.b.db.ExecContext(ctx, query, args...)
		w.must(err)
	}
	what := rapid.SampledFrom([]string{"empty", "strip", "junk", "lose", "rot", "statement", "statement", "no journal"}).Draw(w.T, "tamper")
	w.sum["tampered: "+what]++
	switch what {
	case "empty":
		do("UPDATE entry SET sealed = NULL WHERE id = ?", victim.ID)
	case "strip":
		do("UPDATE entry SET desk = NULL WHERE id = ?", victim.ID)
	case "junk":
		do("UPDATE entry SET desk = ? WHERE id = ?", bytes.Repeat([]byte{9}, 64), victim.ID)
	case "lose":
		do("DELETE FROM entry WHERE id = ?", victim.ID)
	case "rot":
		do("UPDATE entry SET sealed = ? WHERE id = ? AND sealed IS NOT NULL", []byte("rot"), victim.ID)
	case "no journal":
		w.must(os.Truncate(filepath.Join(w.b.dir, folder.Journal), 0))
	case "statement":
		mark := victim.Hash()
		body, err := json.Marshal(entry.Body{Booth: rapid.SampledFrom([]string{w.a.booth, w.b.booth}).Draw(w.T, "about"), From: 1, Old: w.a.booth, Lines: []string{hex.EncodeToString(mark[:])}})
		w.must(err)
		m := entry.Statement{Event: w.b.event, Kind: rapid.SampledFrom([]string{entry.SaysDistrust, entry.SaysTrust, entry.SaysSucceeds, entry.SaysAccept, entry.SaysRefuse}).Draw(w.T, "says"),
			Serial: rapid.SampledFrom([]int64{1, 5, math.MaxInt64}).Draw(w.T, "serial"), Body: string(body)}
		m.Sig = ed25519.Sign(rapid.SampledFrom(w.thief).Draw(w.T, "signs"), m.Signed())
		w.must(trust.InsertStatement(ctx, w.b.db, m))
	}
}

// same compares two views of persons.
func (w *theft) same(what string, got, want map[string][]string) {
	w.Helper()
	if !reflect.DeepEqual(got, want) {
		w.Fatalf("%s: %v, want %v", what, got, want)
	}
}
