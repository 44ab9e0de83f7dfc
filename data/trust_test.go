package data

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"matchbooth/data/entry"
	"matchbooth/data/internal/db"
	"matchbooth/data/internal/folder"
	"matchbooth/data/internal/keys"
	"matchbooth/data/internal/trust"
	"matchbooth/data/record"
	"matchbooth/data/seal"
)

// The bytes that ids are made of are on people's disks and paper: they never change.
func TestBoundIDsAreWhatTheyWere(t *testing.T) {
	key := ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize)).Public().(ed25519.PublicKey)
	nonce := []byte("0123456789abcdef")
	for _, c := range []struct{ what, got, want string }{
		{"booth", entry.BoothID(key), "139e3940e64b5491722088d9a0d74162"},
		{"person", entry.PersonID(key, nonce), "77bf96a4-3f06-842b-9fe5-a1307ee89a76"},
		{"entry", entry.ID(key, 7), "9a505a4f-bfbe-8384-bef8-b93d2b56cad7"},
	} {
		if c.got != c.want {
			t.Errorf("%s: %s, was %s", c.what, c.got, c.want)
		}
	}
	e := &entry.Entry{ID: entry.ID(key, 7), Person: entry.PersonID(key, nonce), Nonce: nonce, Kind: entry.KindSignUp, Booth: entry.BoothID(key), Seq: 7, Tick: 9, Hour: 494000, Digest: entry.EmptyDigest[:]}
	sum := sha256.Sum256(e.SignedBytes())
	if got := hex.EncodeToString(sum[:]); got != "569b70381dfa1d55cd0554bdd3b7445648fb501b3fc9c2b124b38d66065c0db4" {
		t.Errorf("signed bytes: %s", got)
	}
	m := entry.Statement{Event: "test-event", Kind: entry.SaysDistrust, Serial: 3, Body: `{"booth":"139e3940e64b5491722088d9a0d74162","from":7}`}
	if m.ID() != "eafd07b2c68c789b5429c93c24015518063a8d62f785cf19cee9b0e21332d1b7" {
		t.Errorf("statement: %s", m.ID())
	}
}

// The desk's key comes from the event's private key alone.
func TestTheDesksKeyIsWhatItWas(t *testing.T) {
	id, err := seal.ParseIdentity(recoveryOfNobody)
	if err != nil {
		t.Fatal(err)
	}
	desk, err := keys.DeskOf(id)
	if err != nil {
		t.Fatal(err)
	}
	if got := base64.StdEncoding.EncodeToString(desk.Public()); got != "E1BiXZwphs5iA1XS8+7AeFiXThYbPppUqWc06XV6MKE=" {
		t.Errorf("%s", got)
	}
	desk.Close()
	if _, err := desk.Sign([]byte("x")); err == nil {
		t.Error("a closed desk signs")
	}
}

// rig are booths of one event, each open, and the desk's key.
type rig struct {
	t    testing.TB
	a, b *Store // a has the event's key; b is the one that is stolen
	c    *Store // merges both
	desk *keys.Desk
	now  time.Time
}

func newRig(t testing.TB) *rig {
	t.Helper()
	r := &rig{t: t, now: eventDay}
	a, b := pairOfBooths(t)
	c := another(t, a)
	for _, s := range []*Store{a, b, c} {
		s.clock = func() time.Time { return r.now }
	}
	key, err := a.Unlock(liveSetup().Passphrase)
	if err != nil {
		t.Fatal(err)
	}
	if r.desk, err = a.DeskOf(key); err != nil {
		t.Fatal(err)
	}
	for _, s := range []*Store{b, c} {
		knowDesk(t, s, r.desk)
	}
	r.a, r.b, r.c = a, b, c
	return r
}

// names are the living persons of a store as the event's key shows them, with the names they have.
func (r *rig) names(s *Store) map[string]string {
	r.t.Helper()
	list, _, err := s.Records(r.t.Context(), r.key(), nil)
	if err != nil {
		r.t.Fatal(err)
	}
	out := map[string]string{}
	for _, p := range list {
		for out[p.Person] != "" {
			p.Person += "'"
		}
		out[p.Person] = string(p.Fields["name"].Text)
	}
	return out
}

// key opens what the booths have sealed.
func (r *rig) key() keys.Opener {
	r.t.Helper()
	key, err := keys.OpenKeyFile(filepath.Join(r.a.Dir(), folder.EventKey), liveSetup().Passphrase)
	if err != nil {
		r.t.Fatal(err)
	}
	return key
}

// partsOf counts the sealed parts that a store has of a person.
func partsOf(t testing.TB, s *Store, person string) (n int) {
	t.Helper()
	if err := s.db.QueryRowContext(t.Context(), "SELECT count(*) FROM "+db.BothTables+" WHERE person = ? AND sealed IS NOT NULL", person).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

func (r *rig) signUp(s *Store, name string) Saved {
	r.t.Helper()
	p := someone()
	p.Fields = map[string]record.Field{"name": {Text: record.Text(name)}}
	saved, err := s.SignUp(r.t.Context(), p)
	if err != nil {
		r.t.Fatal(err)
	}
	return saved
}

func named(name string) record.Correction {
	return record.Correction{At: eventDay, Fields: map[string]*record.Field{"name": {Text: record.Text(name)}}}
}

// A stolen booth's folder: it has merged the honest one, so that it knows the victim's ids, and signs what it likes.
func (r *rig) stolen(victim Saved) *Store {
	r.t.Helper()
	merged(r.t, r.b, asItLies(r.t, r.a.Dir()))
	return r.b
}

// A booth that was merged once can say nothing of another booth's people that counts: not correct, not check, not erase
// them. It is counted as claims, and the desk's yes makes it count.
func TestABoothSpeaksOnlyForItsOwnPeople(t *testing.T) {
	for _, old := range []bool{false, true} {
		r := newRig(t)
		ctx := t.Context()
		victim, other := r.signUp(r.a, "甲"), r.signUp(r.a, "乙")
		if old { // as they signed up before there were nonces
			e := addOld(t, r.a, entry.RandomID(), entry.KindSignUp, []byte(`{"fields":{"name":"丙"}}`))
			victim = Saved{entry.CodeOf(e.Person), e.Person}
		}
		before := r.names(r.a)
		b := r.stolen(victim)
		merged(t, r.c, asItLies(t, r.a.Dir()))
		merged(t, r.c, asItLies(t, b.Dir()))
		if err := b.Correct(ctx, victim.Person, named("坏")); err != nil {
			t.Fatal(err)
		}
		if err := b.AddCheck(ctx, other.Person, record.Check{At: eventDay, Initials: "X"}); err != nil {
			t.Fatal(err)
		}
		if err := b.ErasePerson(ctx, other.Person); err != nil {
			t.Fatal(err)
		}
		own := r.signUp(b, "丁") // its own people are its own
		for _, s := range []*Store{r.c, r.a} {
			rep := merged(t, s, asItLies(t, b.Dir()))
			want := maps.Clone(before)
			want[own.Person] = "丁"
			if got := r.names(s); !maps.Equal(got, want) {
				t.Errorf("old %v: %v, not %v", old, got, want)
			}
			if rep.Claims != 3 {
				t.Errorf("old %v: %d claims, not 3", old, rep.Claims)
			}
			if st := status(t, s); st.Signups != len(want) || st.Erased != 0 {
				t.Errorf("old %v: %+v", old, st)
			}
			sound(t, s)
			if err := s.Reopen(); err != nil || len(s.Repaired()) > 0 {
				t.Errorf("old %v: %v %q", old, err, s.Repaired())
			}
			s.clock = func() time.Time { return r.now }
			if got := r.names(s); !maps.Equal(got, want) {
				t.Errorf("old %v, opened again: %v", old, got)
			}
		}
		// After weeks nothing has changed, and the desk's yes changes it everywhere.
		r.now = r.now.Add(trust.WaitBeforeEmptying + 48*time.Hour)
		if err := r.c.Reopen(); err != nil {
			t.Fatal(err)
		}
		if got := r.names(r.c); len(got) != len(before)+1 {
			t.Errorf("old %v, weeks later: %v", old, got)
		}
		claims, err := r.c.Claims(ctx)
		if err != nil || len(claims) != 3 {
			t.Fatalf("%v, %v", claims, err)
		}
		if err := r.c.AcceptClaims(ctx, r.desk, claims); err != nil {
			t.Fatal(err)
		}
		merged(t, r.a, asItLies(t, r.c.Dir()))
		for _, s := range []*Store{r.c, r.a} {
			got := r.names(s)
			if _, ok := got[other.Person]; ok || got[victim.Person] != "坏" {
				t.Errorf("old %v, accepted: %v", old, got)
			}
			if left := partsOf(t, s, other.Person); left > 0 {
				t.Errorf("old %v: %d sealed parts are left of whom the desk has erased", old, left)
			}
			sound(t, s)
		}
	}
}

// Whoever asks at a booth is erased there at once, wherever he signed up; elsewhere once his own booth or the desk says so.
func TestErasingEmptiesHereAtOnce(t *testing.T) {
	r := newRig(t)
	p := r.signUp(r.a, "甲")
	b := r.stolen(p)
	if found, err := b.Erase(t.Context(), p.Code); !found || err != nil {
		t.Fatal(found, err)
	}
	if partsOf(t, b, p.Person) > 0 || len(r.names(b)) > 0 {
		t.Error("still there")
	}
	merged(t, b, asItLies(t, r.a.Dir()))
	if partsOf(t, b, p.Person) > 0 || len(r.names(b)) > 0 {
		t.Error("it came back with a merge")
	}
}

// The erasure by a person's own booth hides the person elsewhere at once, and empties after two weeks; meanwhile the
// desk can say that the booth is not to be believed, and the person is shown again. So with whatever else that booth
// has signed since, and with lines that come later.
func TestAStolenBoothsErasuresComeBack(t *testing.T) {
	for _, distrust := range []bool{true, false} {
		r := newRig(t)
		ctx := t.Context()
		p, q := r.signUp(r.b, "甲"), r.signUp(r.b, "乙")
		merged(t, r.c, asItLies(t, r.b.Dir()))
		last := r.b.seq
		if _, err := r.b.Erase(ctx, p.Code); err != nil {
			t.Fatal(err)
		}
		forged := r.signUp(r.b, "假")
		merged(t, r.c, asItLies(t, r.b.Dir()))
		if got := r.names(r.c); !maps.Equal(got, map[string]string{q.Person: "乙", forged.Person: "假"}) {
			t.Errorf("hidden at once: %v", got)
		}
		if st := status(t, r.c); st.Signups != 2 || st.Erased != 1 {
			t.Errorf("%+v", st)
		}
		if partsOf(t, r.c, p.Person) == 0 {
			t.Error("emptied at once")
		}
		sound(t, r.c)
		r.now = r.now.Add(trust.WaitBeforeEmptying - 2*time.Hour)
		if distrust {
			if err := r.c.Distrust(ctx, r.desk, r.b.BoothID(), last+1); err != nil {
				t.Fatal(err)
			}
		}
		later := r.signUp(r.b, "后")
		merged(t, r.c, asItLies(t, r.b.Dir()))
		r.now = r.now.Add(4 * time.Hour)
		if err := r.c.Reopen(); err != nil {
			t.Fatal(err)
		}
		want := map[string]string{p.Person: "甲", q.Person: "乙"}
		if !distrust {
			want = map[string]string{q.Person: "乙", forged.Person: "假", later.Person: "后"}
		}
		if got := r.names(r.c); !maps.Equal(got, want) {
			t.Errorf("distrusted %v: %v, not %v", distrust, got, want)
		}
		if left := partsOf(t, r.c, p.Person); (left > 0) != distrust {
			t.Errorf("distrusted %v: %d sealed parts are left", distrust, left)
		}
		if st := status(t, r.c); st.Signups != len(want) {
			t.Errorf("distrusted %v: %+v", distrust, st)
		}
		sound(t, r.c)
		// An older copy brings nobody back whom an erasure has emptied.
		merged(t, r.c, asItLies(t, r.b.Dir()))
		if left := partsOf(t, r.c, p.Person); (left > 0) != distrust {
			t.Errorf("distrusted %v, merged again: %d sealed parts are left", distrust, left)
		}
	}
}

// What the desk has signed at a booth counts, whatever becomes of the booth.
func TestTheDesksWordOutlivesItsBooth(t *testing.T) {
	r := newRig(t)
	ctx := t.Context()
	p := r.signUp(r.a, "甲")
	b := r.stolen(p)
	at, err := b.AtDesk(r.desk)
	if err != nil {
		t.Fatal(err)
	}
	if err := at.Correct(ctx, p.Person, named("改")); err != nil {
		t.Fatal(err)
	}
	if err := r.c.Distrust(ctx, r.desk, r.c.BoothID(), 1); err != nil {
		t.Fatal(err)
	}
	merged(t, r.c, asItLies(t, b.Dir()))
	if err := r.c.Distrust(ctx, r.desk, b.BoothID(), 1); err != nil {
		t.Fatal(err)
	}
	if got := r.names(r.c); !maps.Equal(got, map[string]string{p.Person: "改"}) {
		t.Errorf("%v", got)
	}
	// Nobody else's signature is the desk's.
	stranger, err := keys.DeskOf(generated(t))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.AtDesk(stranger); err == nil {
		t.Error("a stranger writes in the desk's name")
	}
	if err := b.Distrust(ctx, stranger, r.a.BoothID(), 1); err == nil {
		t.Error("a stranger makes statements")
	}
	m := entry.Statement{Event: b.Event(), Kind: entry.SaysDistrust, Serial: 99, Body: `{"booth":"` + r.a.BoothID() + `","from":1}`}
	m.Sig, _ = stranger.Sign(m.Signed())
	if err := trust.InsertStatement(ctx, b.db, m); err != nil {
		t.Fatal(err)
	}
	merged(t, r.c, asItLies(t, b.Dir()))
	if got := r.names(r.c); len(got) != 1 {
		t.Errorf("a stranger's statement was believed: %v", got)
	}
}

func generated(t testing.TB) *seal.Identity {
	t.Helper()
	id, err := seal.Generate()
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// A line with a victim's entry id, ground until it comes first, takes nobody's place: neither of the old ids, which were
// drawn, nor of the new ones.
func TestAGroundLineTakesNobodysPlace(t *testing.T) {
	unraced(t)
	for _, c := range []struct {
		name                        string
		old, samePerson, oldForgery bool
	}{
		{"the entry of somebody from before", true, false, true},
		{"entry and person from before", true, true, true},
		{"entry and person from before, signed as today", true, true, false},
		{"an entry of today", false, false, false},
		{"an entry of today, signed as before", false, false, true},
		{"entry and person of today", false, true, false},
		{"entry and person of today, signed as before", false, true, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := newRig(t)
			var victim *entry.Entry
			if c.old {
				victim = addOld(t, r.a, entry.RandomID(), entry.KindSignUp, []byte(`{"fields":{"name":"真"}}`))
			} else {
				p := r.signUp(r.a, "真")
				if err := db.EachEntry(t.Context(), r.a.db, func(e *entry.Entry) { victim = e }, "person = ?", p.Person); err != nil {
					t.Fatal(err)
				}
			}
			r.signUp(r.b, "己")
			for n := byte(0); ; n++ {
				e := oldEntry(t, r.b, entry.RandomID(), entry.KindSignUp, []byte(`{"fields":{"name":"假"}}`))
				e.ID = victim.ID
				if c.samePerson {
					e.Person = victim.Person
				}
				if !c.oldForgery {
					if e.Nonce = victim.Nonce; len(e.Nonce) == 0 || !c.samePerson {
						e.Nonce = entry.NewNonce()
					}
				}
				plain, err := json.Marshal(entry.Envelope{V: entry.EnvelopeVersion, Event: r.b.event, Person: e.Person, Entry: e.ID, Kind: e.Kind, Body: []byte(`{"fields":{"name":"假"}}`)})
				if err != nil {
					t.Fatal(err)
				}
				if e.Sealed, err = r.b.recipients.Seal(plain); err != nil {
					t.Fatal(err)
				}
				sum := sha256.Sum256(e.Sealed)
				e.Digest = sum[:]
				e.Sig = ed25519.Sign(r.b.key, e.SignedBytes())
				if mine, its := e.Hash(), victim.Hash(); slices.Compare(mine[:], its[:]) < 0 {
					keepLine(t, r.b, e)
					break
				}
			}
			for _, first := range []*Store{r.a, r.b} {
				s := another(t, r.a)
				for _, from := range []*Store{first, map[*Store]*Store{r.a: r.b, r.b: r.a}[first]} {
					merged(t, s, asItLies(t, from.Dir()))
				}
				got := r.names(s)
				if got[victim.Person] != "真" && got[victim.Person+"'"] != "真" {
					t.Errorf("the victim is gone: %v", got)
				}
				if !c.oldForgery || !c.old {
					if slices.Contains(slices.Collect(maps.Values(got)), "假") {
						t.Errorf("the forgery counts: %v", got)
					}
				}
			}
			merged(t, r.a, asItLies(t, r.b.Dir()))
			if got := r.names(r.a); !strings.Contains(strings.Join(slices.Collect(maps.Values(got)), " "), "真") {
				t.Errorf("at home the victim is gone: %v", got)
			}
			// Erasing the forged one leaves the victim.
			if _, err := r.b.Erase(t.Context(), entry.CodeOf(victim.Person)); err != nil {
				t.Log(err)
			}
			merged(t, r.a, asItLies(t, r.b.Dir()))
			r.now = r.now.Add(trust.WaitBeforeEmptying + 48*time.Hour)
			if err := r.a.Reopen(); err != nil {
				t.Fatal(err)
			}
			if got := r.names(r.a); !strings.Contains(strings.Join(slices.Collect(maps.Values(got)), " "), "真") {
				t.Errorf("the forged one's erasure took the victim: %v", got)
			}
		})
	}
}

// recoveryOfNobody is a key of the frozen folders; it opens nothing else.
const recoveryOfNobody = "AGE-SECRET-KEY-PQ-10RY0JL9XLVUUARZNT4HMGAVD45YF7624JE5J9DUFT3CRYYV3M6KSPDAKHS"
