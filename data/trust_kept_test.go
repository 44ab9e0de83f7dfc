package data

import (
	"bytes"
	"errors"
	"maps"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"matchbooth/data/entry"
	"matchbooth/data/internal/db"
	"matchbooth/data/internal/folder"
	"matchbooth/data/internal/journal"
	"matchbooth/data/internal/keys"
	"matchbooth/data/internal/trust"
)

// Whoever asked at a booth is erased there, whatever the desk thinks of the booth's key before or afterwards, and also
// when the disk fails between.
func TestWhoeverAskedHereStaysErasedHere(t *testing.T) {
	for _, when := range []string{"before", "afterwards"} {
		r := newRig(t)
		ctx := t.Context()
		p, q := r.signUp(r.a, "甲"), r.signUp(r.c, "乙")
		r.take(r.c, r.a)
		distrust := func() {
			if err := r.c.Distrust(ctx, r.desk, r.c.BoothID(), 2); err != nil {
				t.Fatal(err)
			}
		}
		if when == "before" {
			distrust()
		}
		for i, person := range []Saved{p, q} {
			if i == 0 {
				r.c.fail = func(step string) error {
					if step == "journal rewrite sync" {
						return errors.New("the test fails this")
					}
					return nil
				}
			}
			if _, err := r.c.Erase(ctx, person.Code); (err != nil) != (i == 0) {
				t.Fatal(err)
			}
			r.c.fail = folder.NoFail
			if err := r.c.Reopen(); err != nil {
				t.Fatal(err)
			}
		}
		if when == "afterwards" {
			distrust()
		}
		r.take(r.c, r.a)
		if err := r.c.Reopen(); err != nil {
			t.Fatal(err)
		}
		if got := r.names(r.c); len(got) > 0 || partsOf(t, r.c, p.Person)+partsOf(t, r.c, q.Person) > 0 {
			t.Errorf("%s: %v", when, got)
		}
		if st := status(t, r.c); st.Erased != 2 || st.Signups != 0 {
			t.Errorf("%s: %+v", when, st)
		}
	}
}

// Statements that nobody has signed for the desk fill no folder that does not know its key yet, nor use its numbers up.
func TestStrangersStatementsTakeNoRoom(t *testing.T) {
	unraced(t)
	r := newRig(t)
	ctx := t.Context()
	p := r.signUp(r.a, "甲")
	hub := another(t, r.a)
	stranger, err := keys.DeskOf(generated(t))
	if err != nil {
		t.Fatal(err)
	}
	for n := range 40 {
		m := entry.Statement{Event: r.b.event, Kind: entry.SaysDistrust, Serial: math.MaxInt64 - int64(n), Body: `{"booth":"` + r.a.BoothID() + `","from":1,"old":"` + strings.Repeat("x", 1<<19) + `"}`}
		m.Sig, _ = stranger.Sign(m.Signed())
		if err := trust.InsertStatement(ctx, r.b.db, m); err != nil {
			t.Fatal(err)
		}
	}
	// As a folder of before that nobody has opened yet.
	for _, key := range []string{db.MetaDesk, db.MetaKeySet} {
		if err := db.DropMeta(ctx, hub.db, key); err != nil {
			t.Fatal(err)
		}
	}
	if err := hub.loadTrust(ctx); err != nil || hub.trust.Desk != nil {
		t.Fatal(err)
	}
	r.take(hub, r.b, r.a)
	var size int
	count := func() (n int) {
		if err := hub.db.QueryRowContext(ctx, "SELECT count(*), coalesce(sum(length(body)), 0) FROM statement").Scan(&n, &size); err != nil {
			t.Fatal(err)
		}
		return n
	}
	if count(); size > db.MaxStatementBytes {
		t.Errorf("%d bytes of what nobody has signed", size)
	}
	knowDesk(t, hub, r.desk)
	if n := count(); n != 0 {
		t.Errorf("%d statements of a stranger stay", n)
	}
	if err := hub.Distrust(ctx, r.desk, hub.BoothID(), 1); err != nil {
		t.Fatal(err)
	}
	r.take(hub, r.b)
	if got := r.names(hub); count() != 1 || !maps.Equal(got, map[string]string{p.Person: "甲"}) {
		t.Errorf("%d statements, %v", count(), got)
	}
}

// An erasure is one whatever its booth has put where the content stands, with a key and without.
func TestAnErasureHasNoContent(t *testing.T) {
	r := newRig(t)
	p := r.signUp(r.b, "甲")
	e := forged(t, r.b, entry.Entry{Person: p.Person, Kind: entry.KindErasure, Nonce: nonceHere(t, r.b, p.Person), Sealed: []byte("no content")}, "")
	places(t, r.b, e)
	r.take(r.c, r.b)
	if st, got := status(t, r.c), r.names(r.c); st.Signups != 0 || st.Erased != 1 || len(got) > 0 {
		t.Errorf("%+v, %v", st, got)
	}
}

func nonceHere(t testing.TB, s *Store, person string) []byte {
	t.Helper()
	nonce, err := nonceOf(t.Context(), s.db, person)
	if err != nil {
		t.Fatal(err)
	}
	return nonce
}

// The desk's signature that the disk has lost comes back from the journal, and something else in its place is not kept.
func TestTheDesksSignatureIsKept(t *testing.T) {
	for _, where := range []string{"store", "journal", "other folder"} {
		r := newRig(t)
		ctx := t.Context()
		p := r.signUp(r.a, "甲")
		r.stolen(p)
		at, err := r.b.AtDesk(r.desk)
		if err != nil {
			t.Fatal(err)
		}
		if err := at.Correct(ctx, p.Person, named("改")); err != nil {
			t.Fatal(err)
		}
		s := r.c
		lose := func(x *Store) {
			if _, err := x.db.ExecContext(ctx, "UPDATE entry SET desk = ? WHERE desk IS NOT NULL", bytes.Repeat([]byte{7}, 64)); err != nil {
				t.Fatal(err)
			}
		}
		switch where {
		case "store":
			r.take(s, r.a, r.b)
			lose(s)
		case "journal":
			r.take(s, r.a, r.b)
			kept := asItLies(t, s.Dir())
			lose(s)
			s.mu.Lock()
			err := s.forgetInJournal(ctx) // the journal has what the store has
			s.mu.Unlock()
			if err == nil {
				err = s.Close()
			}
			if err != nil {
				t.Fatal(err)
			}
			for _, name := range []string{folder.DB, folder.WAL} {
				b, err := os.ReadFile(filepath.Join(kept, name))
				if err == nil {
					err = os.WriteFile(filepath.Join(s.Dir(), name), b, 0o600)
				}
				if err != nil && !errors.Is(err, os.ErrNotExist) {
					t.Fatal(err)
				}
			}
			s = reopen(t, s.Dir())
		case "other folder":
			good := asItLies(t, r.b.Dir())
			lose(r.b)
			r.take(s, r.a, r.b)
			if got := r.names(s); got[p.Person] != "甲" {
				t.Errorf("junk counts as the desk's: %v", got)
			}
			merged(t, s, good)
			r.take(s, r.b)
		}
		for range 2 {
			if err := s.Reopen(); err != nil {
				t.Fatal(err)
			}
		}
		if len(s.Repaired()) > 0 {
			t.Errorf("%s: a second start says %q", where, s.Repaired())
		}
		if got := r.names(s); got[p.Person] != "改" {
			t.Errorf("%s: %v", where, got)
		}
		inJournal := false
		if _, err := journal.Scan(filepath.Join(s.Dir(), folder.Journal), func(e *entry.Entry) error {
			inJournal = inJournal || s.trust.AtDesk(e)
			return nil
		}); err != nil || !inJournal {
			t.Errorf("%s: the journal lacks the desk's signature: %v", where, err)
		}
	}
}

// A folder whose store has lost the content of a line that its journal still has is merged as any other.
func TestMergingWhatOnlyTheJournalHasWhole(t *testing.T) {
	r := newRig(t)
	p := r.signUp(r.b, "甲")
	if _, err := r.b.db.ExecContext(t.Context(), "UPDATE entry SET sealed = NULL"); err != nil {
		t.Fatal(err)
	}
	r.take(r.c, r.b)
	if got := r.names(r.c); !maps.Equal(got, map[string]string{p.Person: "甲"}) {
		t.Errorf("%v", got)
	}
	sound(t, r.c)
}

// Whoever has a distrusted booth's key writes under numbers that were before as well; only what the desk had before it
// counts.
func TestADistrustedBoothCannotDateBack(t *testing.T) {
	r := newRig(t)
	ctx := t.Context()
	p, q := r.signUp(r.b, "甲"), r.signUp(r.b, "乙")
	r.take(r.c, r.b)
	if err := r.c.Distrust(ctx, r.desk, r.b.BoothID(), 50); err != nil {
		t.Fatal(err)
	}
	want := r.names(r.c)
	for seq := range int64(9) { // those that were used, and those that are free
		places(t, r.b, forged(t, r.b, entry.Entry{Person: p.Person, Kind: entry.KindErasure, Nonce: nonceHere(t, r.b, p.Person), Seq: seq + 1}, ""))
		places(t, r.b, forged(t, r.b, entry.Entry{Person: entry.RandomID(), Kind: entry.KindSignUp, Seq: seq + 1}, `{"fields":{"name":"假"}}`))
	}
	places(t, r.b, forged(t, r.b, entry.Entry{Person: q.Person, Kind: entry.KindCorrection, Nonce: nonceHere(t, r.b, q.Person), Seq: 2}, `{"fields":{"name":"假"}}`))
	other := another(t, r.a)
	knowDesk(t, other, r.desk)
	r.take(other, r.b, r.c)
	r.take(r.c, r.b)
	for _, s := range []*Store{r.c, other} {
		if got := r.names(s); !maps.Equal(got, want) {
			t.Errorf("%v, not %v", got, want)
		}
		if st := status(t, s); st.Signups != 2 || st.Erased != 0 {
			t.Errorf("%+v", st)
		}
	}
}
