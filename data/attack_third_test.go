package data

import (
	"context"
	"crypto/ed25519"
	"crypto/sha512"
	"errors"
	"fmt"
	"maps"
	"math/big"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"matchbooth/data/entry"
	"matchbooth/data/internal/db"
	"matchbooth/data/internal/journal"
	"matchbooth/data/internal/trust"
	"matchbooth/data/record"
)

// The third attack, 2026-11-29: what a stolen booth can do with hours, with numbers, with signatures and with codes.

// cardOf is a second copy of a store's journal. The store is closed.
func cardOf(t *testing.T, r *rig, s *Store) (card string) {
	t.Helper()
	card = t.TempDir()
	cardAgain(t, r, s, card)
	return card
}

// Two desks say of one booth from which number on it is not believed, one of them where less was known: what both
// believe counts, in whatever order they come together.
func TestAWeakerDistrustTakesNothingBack(t *testing.T) {
	for _, cFirst := range []bool{true, false} {
		r := newRig(t)
		ctx := t.Context()
		p, q := r.signUp(r.b, "甲"), r.signUp(r.b, "乙")
		honest := asItLies(t, r.b.Dir())
		merged(t, r.c, honest)
		merged(t, r.a, honest)
		if err := r.c.Distrust(ctx, r.desk, r.b.BoothID(), 3); err != nil {
			t.Fatal(err)
		}
		mine := entry.NewNonce()
		nonce, _ := nonceOf(ctx, r.b.db, q.Person)
		merged(t, r.a, folderOf(t, r.b,
			signedLine(t, r.b, 3, 3, about{person: r.b.personFrom(mine), nonce: mine}, entry.KindSignUp, []byte(`{"fields":{"name":"假"}}`)),
			signedLine(t, r.b, 4, 4, about{person: q.Person, nonce: nonce}, entry.KindErasure, nil)))
		if err := r.a.MoveEvent(ctx, r.desk, r.now, r.now.Add(24*time.Hour)); err != nil { // so that what follows has a higher serial
			t.Fatal(err)
		}
		if err := r.a.Distrust(ctx, r.desk, r.b.BoothID(), 5); err != nil {
			t.Fatal(err)
		}
		first, second := r.c, r.a
		if !cFirst {
			first, second = r.a, r.c
		}
		merged(t, first, asItLies(t, second.Dir()))
		r.later(first, trust.WaitBeforeEmptying+48*time.Hour)
		if got, want := r.names(first), map[string]string{p.Person: "甲", q.Person: "乙"}; !maps.Equal(got, want) {
			t.Errorf("%t: %v, want %v", cFirst, got, want)
		}
		// Taken back, all of it counts again.
		if err := first.Believe(ctx, r.desk, r.b.BoothID()); err != nil {
			t.Fatal(err)
		}
		if got := r.names(first); len(got) != 2 || got[q.Person] != "" {
			t.Errorf("%t, believed again: %v", cFirst, got)
		}
	}
}

// An erasure that waits, or that is a claim, beside a line that never had a content: a rescue from the second copy takes
// neither for one that has emptied. Nor does the second copy itself, where the folder was taken back.
func TestALineWithoutContentMakesNoErasureFinal(t *testing.T) {
	r := newRig(t)
	victim := addOld(t, r.a, entry.RandomID(), entry.KindSignUp, []byte(`{"fields":{"name":"真"}}`))
	bound, own := r.signUp(r.a, "新"), r.signUp(r.b, "丁")
	nonceA, _ := nonceOf(t.Context(), r.a.db, bound.Person)
	nonceB, _ := nonceOf(t.Context(), r.b.db, own.Person)
	before := asItLies(t, r.c.Dir())
	merged(t, r.c, asItLies(t, r.a.Dir()))
	merged(t, r.c, asItLies(t, r.b.Dir()))
	var lines []*entry.Entry
	for i, who := range []about{{person: victim.Person, nonce: entry.NoNonce}, {person: own.Person, nonce: nonceB}, {person: bound.Person, nonce: nonceA}} {
		n := int64(2 + 3*i)
		lines = append(lines, signedLine(t, r.b, n, 50+n, who, entry.KindErasure, nil), signedLine(t, r.b, n+1, 51+n, who, entry.KindCheck, nil),
			signedLine(t, r.b, n+2, 52+n, who, entry.KindSignUp, nil))
	}
	evil := folderOf(t, r.b, lines...)
	merged(t, r.c, evil)
	dir := r.c.Dir()
	card := cardOf(t, r, r.c)
	to := filepath.Join(t.TempDir(), "rescued")
	if _, err := Rescue(card, to, Options{Clock: func() time.Time { return r.now }}); err != nil {
		t.Fatal(err)
	}
	s, err := Open(to, Options{Clock: func() time.Time { return r.now }})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for who, p := range map[string]string{"another booth's, drawn": victim.Person, "another booth's": bound.Person, "its own": own.Person} {
		if partsOf(t, s, p) == 0 {
			t.Errorf("rescued: %s was emptied", who)
		}
	}
	if err := errors.Join(os.RemoveAll(dir), os.CopyFS(dir, os.DirFS(before))); err != nil {
		t.Fatal(err)
	}
	s, err = Open(dir, Options{Clock: func() time.Time { return r.now }})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Merge(t.Context(), evil, MergeOptions{Accept: everybody}); err != nil {
		t.Fatal(err)
	}
	cardAgain(t, r, s, card)
	have := map[string]bool{}
	names, _ := filepath.Glob(filepath.Join(card, "journal-*"))
	for _, n := range names {
		if _, err := journal.Scan(n, func(e *entry.Entry) error {
			have[e.Person] = have[e.Person] || e.Sealed != nil
			return nil
		}); err != nil {
			t.Fatal(err)
		}
	}
	for who, p := range map[string]string{"another booth's, drawn": victim.Person, "another booth's": bound.Person, "its own": own.Person} {
		if !have[p] {
			t.Errorf("the card: %s was emptied", who)
		}
	}
}

// cardAgain opens a folder with a card, and closes it once the card has caught up.
func cardAgain(t *testing.T, r *rig, s *Store, card string) {
	t.Helper()
	dir := s.Dir()
	s.Close()
	m, err := Open(dir, Options{Mirror: card, Clock: func() time.Time { return r.now }})
	if err != nil {
		t.Fatal(err)
	}
	caughtUp(t, m)
	if err := m.Close(); err != nil {
		t.Fatal(err)
	}
}

// The desk's lines, signed once more in other bytes by whoever has the booth's key, are the same lines.
func TestALineSignedTwiceCountsOnce(t *testing.T) {
	r := newRig(t)
	ctx := t.Context()
	v := r.signUp(r.a, "甲")
	merged(t, r.b, asItLies(t, r.a.Dir()))
	at, err := r.b.AtDesk(r.desk)
	if err != nil {
		t.Fatal(err)
	}
	if err := at.AddContact(ctx, v.Person, record.Contact{Initials: "LM", Channel: "call", Outcome: "reached"}); err != nil {
		t.Fatal(err)
	}
	if err := at.AddCheck(ctx, v.Person, record.Check{Initials: "LM", Rang: true}); err != nil {
		t.Fatal(err)
	}
	merged(t, r.a, asItLies(t, r.b.Dir()))
	if err := r.a.Distrust(ctx, r.desk, r.b.BoothID(), 1); err != nil {
		t.Fatal(err)
	}
	var twins []*entry.Entry
	if err := db.EachEntry(ctx, r.b.db, func(e *entry.Entry) {
		x := *e
		x.Sig = signedAnew(r.b.key, e.SignedBytes())
		if !ed25519.Verify(r.b.key.Public().(ed25519.PublicKey), x.SignedBytes(), x.Sig) || slices.Equal(x.Sig, e.Sig) {
			t.Fatal("this is no other signature")
		}
		twins = append(twins, &x)
	}, "booth = ?", r.b.booth); err != nil {
		t.Fatal(err)
	}
	merged(t, r.a, folderOf(t, r.b, twins...))
	list, _, err := r.a.Records(ctx, r.key(), nil)
	if err != nil || len(list) != 1 || len(list[0].Contacts) != 1 || len(list[0].Checks) != 1 {
		t.Errorf("%d people, %v", len(list), err)
	}
}

// signedAnew signs as Ed25519 does, with another secret nonce than its own.
func signedAnew(key ed25519.PrivateKey, msg []byte) []byte {
	order, _ := new(big.Int).SetString("7237005577332262213973186563042994240857116359379907606001950938285454250989", 10)
	little := func(b []byte) *big.Int {
		b = slices.Clone(b)
		slices.Reverse(b)
		return new(big.Int).SetBytes(b)
	}
	scalar := func(seed []byte) *big.Int {
		h := sha512.Sum512(seed)
		h[0] &= 248
		h[31] &= 127
		h[31] |= 64
		return little(h[:32])
	}
	nonce := make([]byte, 32)
	point := ed25519.NewKeyFromSeed(nonce).Public().(ed25519.PublicKey)
	h := sha512.New()
	h.Write(point)
	h.Write(key.Public().(ed25519.PublicKey))
	h.Write(msg)
	s := new(big.Int).Mul(little(h.Sum(nil)), scalar(key.Seed()))
	s.Add(s, scalar(nonce)).Mod(s, order)
	b := s.FillBytes(make([]byte, 32))
	slices.Reverse(b)
	return append(slices.Clone(point), b...)
}

// A booth makes somebody up who has a living person's receipt code, and erases them: nobody is told that the living one
// was erased.
func TestAnErasedCodeSaysNothingOfWhoLivesUnderIt(t *testing.T) {
	if testing.Short() {
		t.Skip("takes long, and starts nothing that runs at the same time")
	}
	r := newRig(t)
	ctx := t.Context()
	ka, kb := r.a.key.Public().(ed25519.PublicKey), r.b.key.Public().(ed25519.PublicKey)
	have := map[entry.ReceiptCode][]byte{}
	var na, nx []byte
	for na == nil { // some million tries, since both are free
		n, m := entry.NewNonce(), entry.NewNonce()
		have[entry.CodeOf(entry.PersonID(ka, n))] = n
		if x, ok := have[entry.CodeOf(entry.PersonID(kb, m))]; ok {
			na, nx = x, m
		}
	}
	body, err := record.Body(someone())
	if err != nil {
		t.Fatal(err)
	}
	v, err := r.a.signUp(ctx, na, body)
	if err != nil {
		t.Fatal(err)
	}
	merged(t, r.c, asItLies(t, r.a.Dir()))
	if err := r.c.MarkExported(ctx, "csv", "registry", []entry.ReceiptCode{v.Code}); err != nil {
		t.Fatal(err)
	}
	x := about{person: entry.PersonID(kb, nx), nonce: nx}
	merged(t, r.c, folderOf(t, r.b, signedLine(t, r.b, 1, 7, x, entry.KindSignUp, body), signedLine(t, r.b, 2, 8, x, entry.KindErasure, nil)))
	if codes, _, err := r.c.ErasedSinceExport(ctx, r.key(), "registry"); err != nil || len(codes) > 0 {
		t.Errorf("told to be erased: %v, %v", codes, err)
	}
	if living, erased, err := r.c.Codes(ctx); err != nil || !living[v.Code] || erased[v.Code] {
		t.Errorf("living %t, erased %t, %v", living[v.Code], erased[v.Code], err)
	}
}

// Nor does it take out at once whoever had that code before an import: until it empties, both are named.
func TestAnErasureElsewhereHidesNobodyImportedAtOnce(t *testing.T) {
	r := newRig(t)
	ctx := t.Context()
	q := r.signUp(r.b, "甲")
	p := someone()
	p.Was = q.Code
	if _, err := r.a.SignUp(ctx, p); err != nil {
		t.Fatal(err)
	}
	merged(t, r.c, asItLies(t, r.a.Dir()))
	nonce, _ := nonceOf(ctx, r.b.db, q.Person)
	evil := folderOf(t, r.b, signedLine(t, r.b, 1, 40, about{person: q.Person, nonce: nonce}, entry.KindErasure, nil))
	for name, s := range map[string]*Store{"at home": r.a, "elsewhere": r.c} {
		merged(t, s, evil)
		if n, faults := allOf(t, r, s); n != 1 || !strings.Contains(faults, "which holds after fourteen days") {
			t.Errorf("%s: %d people, %s", name, n, faults)
		}
	}
	r.later(r.c, trust.WaitBeforeEmptying+time.Hour)
	if n, faults := allOf(t, r, r.c); n != 0 || !strings.Contains(faults, record.FaultErasedBefore) {
		t.Errorf("after fourteen days: %d people, %s", n, faults)
	}
}

// Of whom a booth has only spoken, or whose sealed part is gone, is not here already.
func TestOnlyWhoIsHereWholeIsHereAlready(t *testing.T) {
	r := newRig(t)
	ctx := t.Context()
	p := r.signUp(r.a, "甲")
	nonce, _ := nonceOf(ctx, r.a.db, p.Person)
	merged(t, r.c, folderOf(t, r.b, signedLine(t, r.b, 1, 5, about{person: p.Person, nonce: nonce}, entry.KindCheck, []byte(`{}`))))
	if living, _, err := r.c.Codes(ctx); err != nil || living[p.Code] {
		t.Errorf("only spoken of: living %t, %v", living[p.Code], err)
	}
	if living, _, err := r.a.Codes(ctx); err != nil || !living[p.Code] {
		t.Errorf("here: living %t, %v", living[p.Code], err)
	}
	if _, err := r.a.db.ExecContext(ctx, "UPDATE entry SET sealed = NULL"); err != nil {
		t.Fatal(err)
	}
	if living, erased, err := r.a.Codes(ctx); err != nil || living[p.Code] || erased[p.Code] {
		t.Errorf("without content: living %t, erased %t, %v", living[p.Code], erased[p.Code], err)
	}
}

// A booth that joins its own people into another's changes nothing there; the desk may.
func TestOnlyTheDeskJoins(t *testing.T) {
	r := newRig(t)
	ctx := t.Context()
	v, p := r.signUp(r.a, "甲"), r.signUp(r.b, "乙")
	nonce, _ := nonceOf(ctx, r.b.db, p.Person)
	merged(t, r.c, asItLies(t, r.a.Dir()))
	merged(t, r.c, asItLies(t, r.b.Dir()))
	body, _ := record.Body(record.Join{Initials: "X", Into: v.Person})
	rep := merged(t, r.c, folderOf(t, r.b, signedLine(t, r.b, 2, 9, about{person: p.Person, nonce: nonce}, entry.KindJoin, body)))
	if n, _ := allOf(t, r, r.c); n != 2 || rep.Claims != 1 {
		t.Errorf("%d people, %d claims", n, rep.Claims)
	}
	claims, err := r.c.Claims(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if err := r.c.AcceptClaims(ctx, r.desk, claims); err != nil {
		t.Fatal(err)
	}
	if n, _ := allOf(t, r, r.c); n != 1 {
		t.Errorf("the desk has accepted it: %d people", n)
	}
}

// Long rows of joins take no longer than a look at each, and circles and ends come out as they are.
func TestJoinsInARow(t *testing.T) {
	const n = 200_000
	list, into := make([]record.Record, n), [][2]string{}
	for i := range list {
		list[i].Person = entry.RandomID()
		list[i].Code = entry.CodeOf(list[i].Person)
		if i > 2 {
			into = append(into, [2]string{list[i].Person, list[i-1].Person})
		}
	}
	into = append(into, [2]string{list[0].Person, list[1].Person}, [2]string{list[1].Person, list[0].Person}) // a circle
	within, done := context.WithTimeout(t.Context(), time.Minute)
	defer done()
	var out []record.Record
	go func() { out = record.Merge(list, tiesOf(into)); done() }()
	<-within.Done()
	if len(out) != 2 || len(out[1].Joined) != n-3 || len(out[0].Joined) != 1 {
		t.Errorf("%d are left", len(out))
	}
}

// Whatever the desk says of booths, claims and days leaves a line in the audit, with how many people it was about.
func TestTheDesksStatementsAreAudited(t *testing.T) {
	r := newRig(t)
	ctx := t.Context()
	p, q := r.signUp(r.a, "甲"), r.signUp(r.a, "乙")
	b := r.stolen(p)
	if err := errors.Join(b.ErasePerson(ctx, p.Person), b.AddCheck(ctx, q.Person, record.Check{Rang: true})); err != nil {
		t.Fatal(err)
	}
	merged(t, r.c, asItLies(t, r.a.Dir()))
	merged(t, r.c, asItLies(t, b.Dir()))
	claims, err := r.c.Claims(ctx)
	if err != nil || len(claims) != 2 {
		t.Fatal(claims, err)
	}
	before, err := r.c.AuditLog(ctx)
	if err != nil {
		t.Fatal(err)
	}
	id := b.BoothID()
	if err := errors.Join(r.c.RefuseClaims(ctx, r.desk, claims), r.c.AcceptClaims(ctx, r.desk, claims), r.c.Distrust(ctx, r.desk, id, 1),
		r.c.Believe(ctx, r.desk, id), r.c.Succeed(ctx, r.desk, id, r.c.BoothID()), r.c.Belongs(ctx, r.desk, id),
		r.c.MoveEvent(ctx, r.desk, r.now, r.now)); err != nil {
		t.Fatal(err)
	}
	log, err := r.c.AuditLog(ctx)
	if err != nil {
		t.Fatal(err)
	}
	day := r.now.Format("2006-01-02")
	var got []string
	for _, l := range log[len(before):] {
		got = append(got, fmt.Sprint(l.What, " ", l.Persons))
	}
	want := []string{"claims refused 2", "claims accepted 1", "claims accepted: erasures 1", "booth " + id + " not believed from number 1 on 0",
		"booth " + id + " believed again 0", "booth " + r.c.BoothID() + " speaks for the people of " + id + " 0",
		"booth " + id + " named as one of the event 0", "event moved to " + day + " and " + day + " 0"}
	if !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	sound(t, r.c)
}

// Two copies of one booth's journal lie on a card, one from before the folder was restored: whoever was erased since stays
// erased in a rescue from the card.
func TestAnOlderCopyOnTheCardBringsNobodyBack(t *testing.T) {
	r := newRig(t)
	ctx := t.Context()
	p := r.signUp(r.a, "甲")
	r.signUp(r.a, "乙")
	zip := filepath.Join(t.TempDir(), "b.zip")
	if _, err := r.a.Backup(ctx, zip); err != nil {
		t.Fatal(err)
	}
	dir, card := r.a.Dir(), t.TempDir()
	kept := asItLies(t, dir)
	r.a.Close()
	s := openMirrored(t, dir, card)
	if err := s.AddCheck(ctx, p.Person, record.Check{Initials: "LM"}); err != nil {
		t.Fatal(err)
	}
	caughtUp(t, s)
	s.Close()
	to := filepath.Join(t.TempDir(), "restored")
	if _, err := Restore(zip, to, Options{}); err != nil {
		t.Fatal(err)
	}
	s = openMirrored(t, to, card)
	caughtUp(t, s)
	if ok, err := s.Erase(ctx, p.Code); !ok || err != nil {
		t.Fatal(ok, err)
	}
	caughtUp(t, s)
	s.Close()
	if err := errors.Join(os.RemoveAll(dir), os.CopyFS(dir, os.DirFS(kept))); err != nil { // it has the key
		t.Fatal(err)
	}
	staysErased(t, r, card, p.Person)
}

// Two booths have their copies on one card, and one of them has a line about the erased person that the other lacks.
func TestAnotherBoothsCopyBringsNobodyBack(t *testing.T) {
	for _, asked := range []bool{false, true} {
		t.Run(fmt.Sprint(asked), func(t *testing.T) {
			r := newRig(t)
			ctx := t.Context()
			card := t.TempDir()
			home, other := r.a, r.b
			p := r.signUp(home, "甲")
			merged(t, other, asItLies(t, home.Dir()))
			who := other // who adds a line the other lacks
			eraser := home
			if asked {
				who, eraser = home, other
			}
			if err := who.AddCheck(ctx, p.Person, record.Check{Initials: "LM"}); err != nil {
				t.Fatal(err)
			}
			kept := asItLies(t, r.a.Dir())
			if ok, err := eraser.Erase(ctx, p.Code); !ok || err != nil {
				t.Fatal(ok, err)
			}
			for _, s := range []*Store{who, eraser} {
				d := s.Dir()
				s.Close()
				m := openMirrored(t, d, card)
				caughtUp(t, m)
				m.Close()
			}
			if err := errors.Join(os.RemoveAll(r.a.Dir()), os.CopyFS(r.a.Dir(), os.DirFS(kept))); err != nil {
				t.Fatal(err)
			}
			staysErased(t, r, card, p.Person)
		})
	}
}

// staysErased rescues a card, and finds nothing of the person.
func staysErased(t *testing.T, r *rig, card, person string) {
	t.Helper()
	back, _ := rescued(t, card)
	if got := r.names(back); got[person] != "" || partsOf(t, back, person) > 0 {
		t.Errorf("back after the rescue: %v, parts %d", got, partsOf(t, back, person))
	}
}
