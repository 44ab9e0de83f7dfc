package data

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"matchbooth/data/entry"
	"matchbooth/data/internal/db"
	"matchbooth/data/internal/folder"
	"matchbooth/data/internal/journal"
	"matchbooth/data/internal/keys"
	"matchbooth/data/internal/mirror"
	"matchbooth/data/internal/trust"
	"matchbooth/data/record"
)

// The attacks of "Attacked again" in docs/reliability.md that got through, each with what holds it off now.

// signedLine is a line that whoever holds a store's signing key may make: under any number, about anybody.
func signedLine(t testing.TB, s *Store, seq, tick int64, who about, kind string, body []byte) *entry.Entry {
	t.Helper()
	e := &entry.Entry{ID: entry.ID(s.key.Public().(ed25519.PublicKey), seq), Person: who.person, Nonce: who.nonce, Partner: who.partner, Kind: kind, Booth: s.booth, Seq: seq, Tick: tick, Hour: entry.Hour(s.clock()), Digest: entry.EmptyDigest[:]}
	if len(e.Nonce) == 0 {
		e.ID = entry.RandomID() // as before there were nonces
	}
	if body != nil {
		plain, err := json.Marshal(entry.Envelope{V: entry.EnvelopeVersion, Event: s.event, Person: e.Person, Entry: e.ID, Kind: kind, Body: body})
		if err != nil {
			t.Fatal(err)
		}
		if e.Sealed, err = s.recipients.Seal(plain); err != nil {
			t.Fatal(err)
		}
		sum := sha256.Sum256(e.Sealed)
		e.Digest = sum[:]
	}
	e.Sig = ed25519.Sign(s.key, e.SignedBytes())
	return e
}

// resign signs a line again that was changed.
func resign(e *entry.Entry, s *Store) { e.Sig = ed25519.Sign(s.key, e.SignedBytes()) }

// folderOf is a copy of a store's folder that has these lines and no others.
func folderOf(t testing.TB, s *Store, lines ...*entry.Entry) string {
	t.Helper()
	dir := asItLies(t, s.Dir())
	if err := os.Remove(filepath.Join(dir, folder.Journal)); err != nil {
		t.Fatal(err)
	}
	d, err := db.Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	if _, err := d.ExecContext(t.Context(), "DELETE FROM entry"); err != nil {
		t.Fatal(err)
	}
	for _, e := range lines {
		if err := db.InsertEntry(t.Context(), d, "entry", e); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// later opens a store of the rig again so much later.
func (r *rig) later(s *Store, by time.Duration) {
	r.t.Helper()
	r.now = r.now.Add(by)
	if err := s.Reopen(); err != nil {
		r.t.Fatal(err)
	}
}

// Whoever holds the key of a booth that the desk does not believe from a number on signs lower numbers: those that lines
// have, and those that none has. Neither counts, whether it comes before or after the desk's word is known.
func TestADistrustedBoothSignsNoLowerNumbers(t *testing.T) {
	unraced(t)
	for _, wordFirst := range []bool{true, false} {
		r := newRig(t)
		ctx := t.Context()
		p, q := r.signUp(r.b, "甲"), r.signUp(r.b, "乙")
		merged(t, r.c, asItLies(t, r.b.Dir()))
		nonce, err := nonceOf(ctx, r.b.db, q.Person)
		if err != nil {
			t.Fatal(err)
		}
		mine := entry.NewNonce()
		hostile := folderOf(t, r.b,
			signedLine(t, r.b, 1, 1, about{person: r.b.personFrom(mine), nonce: mine}, entry.KindSignUp, []byte(`{"fields":{"name":"假"}}`)),
			signedLine(t, r.b, 2, 2, about{person: q.Person, nonce: nonce}, entry.KindErasure, nil),
			signedLine(t, r.b, 7, 7, about{person: q.Person, nonce: nonce}, entry.KindErasure, nil))
		if err := r.c.Distrust(ctx, r.desk, r.b.BoothID(), 10); err != nil {
			t.Fatal(err)
		}
		third := another(t, r.a)
		third.clock = r.c.clock
		knowDesk(t, third, r.desk)
		for _, dir := range map[bool][]string{true: {asItLies(t, r.c.Dir()), hostile}, false: {hostile, asItLies(t, r.c.Dir())}}[wordFirst] {
			merged(t, third, dir)
		}
		merged(t, r.c, hostile)
		want := map[string]string{p.Person: "甲", q.Person: "乙"}
		for _, s := range []*Store{r.c, third} {
			r.later(s, trust.WaitBeforeEmptying+48*time.Hour)
			if got := r.names(s); !maps.Equal(got, want) {
				t.Errorf("the word first %v: %v", wordFirst, got)
			}
			if st := status(t, s); st.Signups != 2 || st.Erased != 0 {
				t.Errorf("the word first %v: %+v", wordFirst, st)
			}
			if partsOf(t, s, q.Person) != 1 {
				t.Errorf("the word first %v: emptied", wordFirst)
			}
		}
		// Said again after these lines came, it does not take them in.
		if err := r.c.Distrust(ctx, r.desk, r.b.BoothID(), 11); err != nil {
			t.Fatal(err)
		}
		if got := r.names(r.c); !maps.Equal(got, want) {
			t.Errorf("said again: %v", got)
		}
		if err := r.c.Believe(ctx, r.desk, r.b.BoothID()); err != nil {
			t.Fatal(err)
		}
		if got := r.names(r.c); len(got) != 2 || got[q.Person] != "" {
			t.Errorf("believed again: %v", got)
		}
	}
}

// Ids from before are drawn, so a thief can sign the victim's own sealed answers as somebody who signed up at his booth.
// He corrects nobody by it, and keeps nobody alive who was erased: the desk is asked, and its word about the booth ends it.
func TestACopiedSignUpSpeaksForNobody(t *testing.T) {
	r := newRig(t)
	ctx := t.Context()
	victim := addOld(t, r.a, entry.RandomID(), entry.KindSignUp, []byte(`{"fields":{"name":"真"}}`))
	merged(t, r.c, asItLies(t, r.a.Dir()))
	copied := *victim
	copied.Booth, copied.Seq, copied.Tick = r.b.booth, 1, 1
	copied.Sig = ed25519.Sign(r.b.key, copied.SignedBytes())
	bad, err := record.Body(named("坏"))
	if err != nil {
		t.Fatal(err)
	}
	merged(t, r.c, folderOf(t, r.b, &copied, signedLine(t, r.b, 2, 99, about{person: victim.Person, nonce: nil}, entry.KindCorrection, bad)))
	got := slices.Sorted(maps.Values(r.names(r.c)))
	if !slices.Equal(got, []string{"坏", "真"}) {
		t.Errorf("one of two records is the victim's own: %v", got)
	}
	if _, err := r.a.Erase(ctx, entry.CodeOf(victim.Person)); err != nil {
		t.Fatal(err)
	}
	if rep := merged(t, r.c, asItLies(t, r.a.Dir())); rep.Claims != 1 {
		t.Errorf("%d claims: the desk is not asked which of two erasures is right", rep.Claims)
	}
	if err := r.c.Distrust(ctx, r.desk, r.b.BoothID(), 1); err != nil {
		t.Fatal(err)
	}
	r.later(r.c, trust.WaitBeforeEmptying+48*time.Hour)
	if got, st := r.names(r.c), status(t, r.c); len(got) > 0 || st.Signups != 0 || st.Erased != 1 {
		t.Errorf("erased at home: %v, %+v", got, st)
	}
	if partsOf(t, r.c, victim.Person) > 0 {
		t.Error("what the thief copied is left")
	}
}

// What a second copy has does not say which of its erasures only wait, or do not count. It shows in what is left.
func TestARescuedSecondCopyLosesNobodyWhoseErasureWaits(t *testing.T) {
	r := newRig(t)
	ctx := t.Context()
	victim := addOld(t, r.a, entry.RandomID(), entry.KindSignUp, []byte(`{"fields":{"name":"真"}}`))
	own, gone := r.signUp(r.b, "丁"), r.signUp(r.a, "去")
	merged(t, r.b, asItLies(t, r.a.Dir()))
	merged(t, r.c, asItLies(t, r.b.Dir()))
	for _, person := range []string{victim.Person, own.Person} {
		if err := r.b.ErasePerson(ctx, person); err != nil {
			t.Fatal(err)
		}
	}
	merged(t, r.c, asItLies(t, r.b.Dir()))
	if err := r.c.ErasePerson(ctx, gone.Person); err != nil {
		t.Fatal(err)
	}
	dir, stick := r.c.Dir(), t.TempDir()
	r.c.Close()
	s, err := Open(dir, Options{Mirror: stick, Clock: func() time.Time { return r.now }})
	if err != nil {
		t.Fatal(err)
	}
	within, cancel := context.WithTimeout(ctx, 20*time.Second)
	defer cancel()
	if st := s.WaitMirror(within); st.Behind > 0 {
		t.Fatalf("%+v", st)
	}
	s.Close()
	to := filepath.Join(t.TempDir(), "rescued")
	if _, err := Rescue(stick, to, Options{Clock: func() time.Time { return r.now }}); err != nil {
		t.Fatal(err)
	}
	if s, err = Open(to, Options{Clock: func() time.Time { return r.now }}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	for _, person := range []string{victim.Person, own.Person} {
		if partsOf(t, s, person) == 0 {
			t.Errorf("a person was emptied by an erasure that only waited: %v", person == own.Person)
		}
	}
	if got := r.names(s); got[victim.Person] != "真" {
		t.Errorf("%v", got)
	}
	// Who was emptied there stays so, also when an older copy comes.
	merged(t, s, asItLies(t, r.a.Dir()))
	if partsOf(t, s, gone.Person) > 0 {
		t.Error("somebody who was erased came back")
	}
}

// The desk's signature is covered by no other: whoever puts junk in its place in the copy that is read first takes
// nothing away, in a rescue or a merge.
func TestJunkInThePlaceOfTheDesksSignatureTakesNothingAway(t *testing.T) {
	r := newRig(t)
	p := r.signUp(r.a, "甲")
	b := r.stolen(p)
	at, err := b.AtDesk(r.desk)
	if err != nil {
		t.Fatal(err)
	}
	if err := at.Correct(t.Context(), p.Person, named("改")); err != nil {
		t.Fatal(err)
	}
	merged(t, r.c, asItLies(t, r.a.Dir()))
	merged(t, r.c, asItLies(t, b.Dir()))
	want := map[string]string{p.Person: "改"}
	for _, keyKnown := range []bool{true, false} { // in the settings, or in keys.toml alone
		dir := asItLies(t, r.c.Dir())
		var junk []byte
		if _, err := journal.Scan(filepath.Join(dir, folder.Journal), func(e *entry.Entry) error {
			if len(e.Desk) > 0 {
				e.Desk = bytes.Repeat([]byte{7}, ed25519.SignatureSize)
			}
			junk = append(junk, journal.Encode(e)...)
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		if err := os.Rename(filepath.Join(dir, folder.Journal), filepath.Join(dir, folder.Journal+"-2")); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, folder.Journal), junk, 0o600); err != nil {
			t.Fatal(err)
		}
		lost := []string{folder.DB, folder.WAL}
		if !keyKnown {
			lost = append(lost, folder.Settings)
		}
		for _, name := range lost {
			os.Remove(filepath.Join(dir, name))
		}
		if !keyKnown {
			list := mirror.EncodeBoothList(r.c.known)
			if err := os.WriteFile(filepath.Join(dir, "booths-x"), []byte(list), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		to := filepath.Join(t.TempDir(), "rescued")
		if _, err := Rescue(dir, to, Options{}); err != nil {
			t.Fatal(err)
		}
		if got := r.names(reopen(t, to)); !maps.Equal(got, want) {
			t.Errorf("key known %v: %v", keyKnown, got)
		}
	}
}

// A folder that does not know the desk's key yet keeps what may be the desk's word; strangers' words leave room for it.
func TestStrangersLeaveRoomForTheDesksWord(t *testing.T) {
	if testing.Short() {
		t.Skip("takes long, and starts nothing that runs at the same time")
	}
	r := newRig(t)
	ctx := t.Context()
	s := another(t, r.a)
	if err := db.DropMeta(ctx, s.db, db.MetaDesk); err != nil {
		t.Fatal(err)
	}
	if err := s.loadTrust(ctx); err != nil {
		t.Fatal(err)
	}
	stranger, err := keys.DeskOf(generated(t))
	if err != nil {
		t.Fatal(err)
	}
	tx, err := r.b.db.BeginTx(ctx, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := range db.MaxStatements {
		m := entry.Statement{Event: r.b.Event(), Kind: entry.SaysDistrust, Serial: int64(-i), Body: fmt.Sprintf(`{"booth":"%d","from":1}`, i)}
		m.Sig, _ = stranger.Sign(m.Signed())
		if err := trust.InsertStatement(ctx, tx, m); err != nil {
			t.Fatal(err)
		}
	}
	if err := tx.Commit(); err != nil {
		t.Fatal(err)
	}
	merged(t, s, asItLies(t, r.b.Dir()))
	r.signUp(r.b, "假")
	merged(t, r.c, asItLies(t, r.b.Dir()))
	if err := r.c.Distrust(ctx, r.desk, r.b.BoothID(), 1); err != nil {
		t.Fatal(err)
	}
	knowDesk(t, s, r.desk)
	merged(t, s, asItLies(t, r.c.Dir()))
	if got := r.names(s); len(got) > 0 {
		t.Errorf("the desk was not heard: %v", got)
	}
	if err := s.Reopen(); err != nil || len(s.Repaired()) > 0 {
		t.Error(err, s.Repaired())
	}
}

// However much the desk has said, the second copy of the settings can be rescued.
func TestManyStatementsOutliveTheStore(t *testing.T) {
	r := newRig(t)
	p := r.signUp(r.c, "甲")
	claims := make([]Claim, 32000)
	for i := range claims {
		claims[i].Line = fmt.Sprintf("%032x", i)
	}
	if err := r.c.AcceptClaims(t.Context(), r.desk, claims); err != nil {
		t.Fatal(err)
	}
	dir := asItLies(t, r.c.Dir())
	if err := os.WriteFile(filepath.Join(dir, folder.DB), []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	os.Remove(filepath.Join(dir, folder.WAL))
	to := filepath.Join(t.TempDir(), "rescued")
	rep, err := Rescue(dir, to, Options{})
	if err != nil {
		t.Fatal(err)
	}
	s := reopen(t, to)
	if days, _ := s.Meta("retention_days"); days == "" || days == "0" || len(s.trust.Accepted) != len(claims) {
		t.Errorf("retention %q, %d accepted: %q", days, len(s.trust.Accepted), rep.Notes)
	}
	if got := r.names(s); got[p.Person] != "甲" {
		t.Errorf("%v", got)
	}
}

// An erasure that came while the clock was decades ahead does not wait for decades.
func TestAnErasureUnderAClockAheadWaitsFromNow(t *testing.T) {
	r := newRig(t)
	p := r.signUp(r.b, "甲")
	merged(t, r.c, asItLies(t, r.b.Dir()))
	if _, err := r.b.Erase(t.Context(), p.Code); err != nil {
		t.Fatal(err)
	}
	was := r.now
	r.now = was.Add(70 * 365 * 24 * time.Hour)
	merged(t, r.c, asItLies(t, r.b.Dir()))
	r.now = was
	r.later(r.c, time.Hour)
	if partsOf(t, r.c, p.Person) != 1 {
		t.Error("emptied at once")
	}
	r.later(r.c, trust.WaitBeforeEmptying+time.Hour)
	if partsOf(t, r.c, p.Person) != 0 {
		t.Error("it still waits")
	}
}

// A restored folder goes on under a new key, and the old computer may be in strange hands: what comes under its key later
// is another booth's word. What the folder had said by then stays its own.
func TestTheKeyThatWasGivenUpIsAnotherBooths(t *testing.T) {
	r := newRig(t)
	ctx := t.Context()
	victim, gone, mine := r.signUp(r.b, "乙"), r.signUp(r.b, "去"), r.signUp(r.a, "甲")
	before := asItLies(t, r.b.Dir())
	merged(t, r.a, before)
	if err := r.a.ErasePerson(ctx, gone.Person); err != nil {
		t.Fatal(err)
	}
	if err := r.a.Correct(ctx, mine.Person, named("甲二")); err != nil {
		t.Fatal(err)
	}
	zip, to := filepath.Join(t.TempDir(), "b.zip"), filepath.Join(t.TempDir(), "restored")
	if _, err := r.a.Backup(ctx, zip); err != nil {
		t.Fatal(err)
	}
	if _, err := Restore(zip, to, Options{}); err != nil {
		t.Fatal(err)
	}
	s := reopen(t, to)
	s.clock = func() time.Time { return r.now }
	want := map[string]string{victim.Person: "乙", mine.Person: "甲二"}
	if got := r.names(s); !maps.Equal(got, want) {
		t.Fatalf("restored: %v", got)
	}
	if err := r.a.Correct(ctx, victim.Person, named("坏")); err != nil {
		t.Fatal(err)
	}
	if err := r.a.ErasePerson(ctx, victim.Person); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if rep := merged(t, s, asItLies(t, r.a.Dir())); rep.Claims != 2 {
			t.Errorf("%d claims", rep.Claims)
		}
		merged(t, s, before)
		if got := r.names(s); !maps.Equal(got, want) || partsOf(t, s, victim.Person) != 1 || partsOf(t, s, gone.Person) != 0 {
			t.Errorf("%v", got)
		}
		r.later(s, trust.WaitBeforeEmptying+48*time.Hour)
	}
	// So it is after a rescue of the restored folder.
	from, again := asItLies(t, to), filepath.Join(t.TempDir(), "rescued")
	if _, err := Rescue(from, again, Options{}); err != nil {
		t.Fatal(err)
	}
	if got := r.names(reopen(t, again)); !maps.Equal(got, want) {
		t.Errorf("rescued: %v", got)
	}
}

// With a sign-up of years ago for somebody whose id was drawn, a booth has nobody forgotten early; nor does what the desk
// does not believe.
func TestNobodyIsForgottenEarlyByAnotherBooth(t *testing.T) {
	r := newRig(t)
	victim := addOld(t, r.a, entry.RandomID(), entry.KindSignUp, []byte(`{"fields":{"name":"真"}}`))
	merged(t, r.c, asItLies(t, r.a.Dir()))
	e := signedLine(t, r.b, 1, 1, about{person: victim.Person, nonce: nil}, entry.KindSignUp, []byte(`{}`))
	e.Hour = trust.FirstHour + 1
	e.Sig = ed25519.Sign(r.b.key, e.SignedBytes())
	check := func(what string) {
		t.Helper()
		if got, err := r.c.RetentionOn(t.Context(), r.now); err != nil || got.Due != 0 {
			t.Errorf("%s: %+v, %v", what, got, err)
		}
	}
	check("before")
	merged(t, r.c, folderOf(t, r.b, e))
	check("said by a known booth")
	if err := r.c.Distrust(t.Context(), r.desk, r.b.BoothID(), 1); err != nil {
		t.Fatal(err)
	}
	check("not believed")
}
