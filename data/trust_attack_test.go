package data

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"matchbooth/data/entry"
	"matchbooth/data/internal/db"
	"matchbooth/data/internal/keys"
	"matchbooth/data/internal/trust"
	"matchbooth/data/record"
)

// What the model of a theft found, or a reading while it was written: each is a way in which whoever has a booth's folder
// could have changed what is said of others, or by which two folders came to something else.

// forged is a line as whoever has a booth's key writes it; with no content it is hollow, as after an erasure.
func forged(t testing.TB, s *Store, e entry.Entry, content string) *entry.Entry {
	t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	e.Booth, e.Hour, e.Digest = s.booth, entry.Hour(s.clock()), entry.EmptyDigest[:]
	if e.Seq == 0 {
		e.Seq = s.seq + 1
	}
	if e.Tick == 0 {
		e.Tick = s.tick + 1
	}
	if e.ID == "" {
		e.ID = entry.RandomID()
		if e.Nonce != nil {
			e.ID = entry.ID(s.key.Public().(ed25519.PublicKey), e.Seq)
		}
	}
	if content != "" {
		plain, err := entry.Envelope{V: entry.EnvelopeVersion, Event: s.event, Person: e.Person, Entry: e.ID, Kind: e.Kind, Body: json.RawMessage(content)}.Pack()
		if err != nil {
			t.Fatal(err)
		}
		if e.Sealed, err = s.recipients.Seal(plain); err != nil {
			t.Fatal(err)
		}
	}
	if e.Sealed != nil {
		sum := sha256.Sum256(e.Sealed)
		e.Digest = sum[:]
	}
	e.Sig = ed25519.Sign(s.key, e.SignedBytes())
	return &e
}

// places has a folder keep lines whatever stands there, as a merge would.
func places(t testing.TB, s *Store, list ...*entry.Entry) {
	t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, e := range list {
		tx, err := s.db.BeginTx(t.Context(), nil)
		if err != nil {
			t.Fatal(err)
		}
		defer tx.Rollback()
		if err := errors.Join(putLine(t.Context(), tx, s.known, e), tx.Commit()); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.count(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// Compare signs somebody up as it was done before there were nonces.
func (r *rig) before(s *Store, name string) *entry.Entry {
	r.t.Helper()
	return addOld(r.t, s, entry.RandomID(), entry.KindSignUp, []byte(`{"fields":{"name":"`+name+`"}}`))
}

// take merges what a folder is now.
func (r *rig) take(into *Store, from ...*Store) {
	r.t.Helper()
	for _, s := range from {
		merged(r.t, into, asItLies(r.t, s.Dir()))
	}
}

// A sign-up without content, or with the victim's own sealed part, makes a booth somebody's second home and no more: its
// corrections do not come into the victim's record.
func TestASecondHomeDoesNotSpeakForTheFirst(t *testing.T) {
	unraced(t)
	for _, how := range []string{"hollow", "copied", "own"} {
		t.Run(how, func(t *testing.T) {
			r := newRig(t)
			v := r.before(r.a, "真")
			r.take(r.b, r.a)
			e := entry.Entry{Person: v.Person, Kind: entry.KindSignUp}
			switch how {
			case "hollow":
				places(t, r.b, forged(t, r.b, e, ""))
			case "copied":
				e.ID, e.Sealed = v.ID, v.Sealed
				places(t, r.b, forged(t, r.b, e, ""))
			case "own":
				places(t, r.b, forged(t, r.b, e, `{"fields":{"name":"假"}}`))
			}
			if err := r.b.Correct(t.Context(), v.Person, named("坏")); err != nil {
				t.Fatal(err)
			}
			for _, s := range []*Store{r.c, r.a} {
				r.take(s, r.b, r.a)
				got := slices.Sorted(maps.Values(r.names(s)))
				if !slices.Contains(got, "真") {
					t.Errorf("the victim is %v", got)
				}
				_, faults := allOf(t, r, s)
				if named := strings.Contains(faults, record.FaultCopied); named != (how == "copied") {
					t.Errorf("who has copied the other one's is not named: %s", faults)
				}
			}
			// What the desk says is about both.
			at, err := r.a.AtDesk(r.desk)
			if err != nil {
				t.Fatal(err)
			}
			if err := at.Correct(t.Context(), v.Person, named("改")); err != nil {
				t.Fatal(err)
			}
			r.take(r.c, r.a)
			if got := slices.Sorted(maps.Values(r.names(r.c))); !slices.Contains(got, "改") || slices.Contains(got, "真") {
				t.Errorf("the desk's word: %v", got)
			}
		})
	}
}

// allOf gives the names and the faults of a folder.
func allOf(t testing.TB, r *rig, s *Store) (people int, faults string) {
	t.Helper()
	key, err := r.a.Unlock(liveSetup().Passphrase)
	if err != nil {
		t.Fatal(err)
	}
	list, named, err := s.Records(t.Context(), key, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range named {
		faults += f.String() + "\n"
	}
	return len(list), faults
}

// A second home's erasure keeps nobody from correcting and checking the victim, and takes nothing away, also where the
// folder is rescued; both homes' erasures hide, and count; a home that is not believed is none.
func TestErasuresOfTwoHomes(t *testing.T) {
	r := newRig(t)
	ctx := t.Context()
	v := r.before(r.a, "真")
	r.take(r.b, r.a)
	places(t, r.b, forged(t, r.b, entry.Entry{Person: v.Person, Kind: entry.KindSignUp}, `{"fields":{"name":"假"}}`))
	places(t, r.b, forged(t, r.b, entry.Entry{Person: v.Person, Kind: entry.KindErasure}, ""))
	r.take(r.c, r.a, r.b)
	r.take(r.a, r.b)
	for _, s := range []*Store{r.c, r.a} {
		if err := s.Correct(ctx, v.Person, named("真")); err != nil {
			t.Errorf("the victim cannot be corrected any more: %v", err)
		}
	}
	r.now = r.now.Add(trust.WaitBeforeEmptying + time.Hour)
	for range 2 { // it comes again with each merge
		if err := r.c.Reopen(); err != nil {
			t.Fatal(err)
		}
		var forgery int
		if err := r.c.db.QueryRowContext(ctx, "SELECT count(*) FROM "+db.BothTables+" WHERE person = ? AND booth = ? AND sealed IS NOT NULL", v.Person, r.b.BoothID()).Scan(&forgery); err != nil {
			t.Fatal(err)
		}
		if got := r.names(r.c); !maps.Equal(got, map[string]string{v.Person: "真"}) || forgery > 0 {
			t.Errorf("%v, and %d parts that were to be emptied", got, forgery)
		}
		r.take(r.c, r.a, r.b)
	}
	to := filepath.Join(t.TempDir(), "rescued")
	if err := r.c.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := Rescue(r.c.Dir(), to, Options{}); err != nil {
		t.Fatal(err)
	}
	if got := r.names(reopen(t, to)); !maps.Equal(got, map[string]string{v.Person: "真"}) {
		t.Errorf("rescued: %v", got)
	}

	hub := another(t, r.a)
	knowDesk(t, hub, r.desk)
	if err := r.a.ErasePerson(ctx, v.Person); err != nil {
		t.Fatal(err)
	}
	r.take(hub, r.b, r.a)
	if st := status(t, hub); st.Signups != 0 || st.Erased != 1 || len(r.names(hub)) > 0 {
		t.Errorf("erased at both: %+v", st)
	}
	second := another(t, r.a)
	knowDesk(t, second, r.desk)
	r.take(second, r.a)
	if err := r.a.Distrust(ctx, r.desk, r.b.BoothID(), 1); err != nil {
		t.Fatal(err)
	}
	r.take(second, r.b, r.a)
	if st := status(t, second); st.Signups != 0 || st.Erased != 1 || len(r.names(second)) > 0 {
		t.Errorf("erased at the only home that is believed: %+v", st)
	}
}

// Whose line was put into conflict by one with its id does not lose its content with the people of whoever did it.
func TestNobodyIsEmptiedWithSomebodyElse(t *testing.T) {
	r := newRig(t)
	v := r.before(r.a, "真")
	r.take(r.b, r.a)
	var rival *entry.Entry
	for n := int64(1); ; n++ { // takes the victim's place
		rival = forged(t, r.b, entry.Entry{ID: v.ID, Person: entry.RandomID(), Kind: entry.KindSignUp, Tick: n}, "")
		if mine, its := rival.Hash(), v.Hash(); bytes.Compare(mine[:], its[:]) < 0 {
			break
		}
	}
	places(t, r.b, rival)
	mine := entry.RandomID()
	places(t, r.b, forged(t, r.b, entry.Entry{Person: mine, Kind: entry.KindSignUp, Sealed: v.Sealed}, ""))
	places(t, r.b, forged(t, r.b, entry.Entry{Person: mine, Kind: entry.KindErasure}, ""))
	for _, s := range []*Store{r.c, r.a} {
		r.take(s, r.b, r.a)
	}
	r.now = r.now.Add(trust.WaitBeforeEmptying + time.Hour)
	for _, s := range []*Store{r.c, r.a} {
		if err := s.Reopen(); err != nil {
			t.Fatal(err)
		}
		if got := r.names(s)[v.Person]; got != "真" || partsOf(t, s, v.Person) == 0 {
			t.Errorf("the victim is %q", got)
		}
	}
	// The booth goes on from its own last number, and nobody calls the line in conflict lost.
	if err := r.a.Correct(t.Context(), v.Person, named("真")); err != nil {
		t.Fatal(err)
	}
	faults, err := r.a.Verify(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range faults {
		if strings.Contains(f.What, "gap") && strings.Contains(f.What, r.a.BoothID()) {
			t.Errorf("%v", f)
		}
	}
	var twice int
	if err := r.a.db.QueryRowContext(t.Context(), "SELECT count(*) - count(DISTINCT seq) FROM "+db.BothTables+" WHERE booth = ?", r.a.BoothID()).Scan(&twice); err != nil || twice > 0 {
		t.Errorf("%d running numbers were used twice: %v", twice, err)
	}
}

// An erasure that the desk has accepted and then refused empties nobody any more, and whoever comes after both does not
// see a difference: the statements that come with a merge count for what it empties.
func TestARefusedErasureEmptiesNobodyAnyMore(t *testing.T) {
	r := newRig(t)
	ctx := t.Context()
	p := r.signUp(r.a, "甲")
	b := r.stolen(p)
	r.take(r.c, r.a)
	if err := b.ErasePerson(ctx, p.Person); err != nil {
		t.Fatal(err)
	}
	r.take(r.a, b)
	claims, err := r.a.Claims(ctx)
	if err != nil || len(claims) != 1 {
		t.Fatal(claims, err)
	}
	full := asItLies(t, r.c.Dir())
	if err := r.a.AcceptClaims(ctx, r.desk, claims); err != nil {
		t.Fatal(err)
	}
	r.take(r.c, r.a)
	if partsOf(t, r.c, p.Person) > 0 {
		t.Error("accepted, and still there")
	}
	// A folder that has the yes before the claim, and gets the no together with it.
	late := another(t, r.a)
	knowDesk(t, late, r.desk)
	merged(t, late, full)
	for _, st := range mustStatements(t, r.a, r.desk) {
		if err := trust.InsertStatement(ctx, late.db, st); err != nil {
			t.Fatal(err)
		}
	}
	if err := late.Reopen(); err != nil {
		t.Fatal(err)
	}
	if err := r.a.RefuseClaims(ctx, r.desk, claims); err != nil {
		t.Fatal(err)
	}
	r.take(late, r.a)
	if got := r.names(late); !maps.Equal(got, map[string]string{p.Person: "甲"}) {
		t.Errorf("the no came with the claim: %v", got)
	}
	r.take(r.c, r.a)
	merged(t, r.c, full)
	if err := r.c.Reopen(); err != nil {
		t.Fatal(err)
	}
	if got := r.names(r.c); !maps.Equal(got, map[string]string{p.Person: "甲"}) {
		t.Errorf("after the no a copy does not bring the person back: %v", got)
	}
}

func mustStatements(t testing.TB, s *Store, desk *keys.Desk) []entry.Statement {
	t.Helper()
	list, err := trust.StatementsIn(t.Context(), s.db, s.event, desk.Public())
	if err != nil {
		t.Fatal(err)
	}
	return list
}
