package store

import (
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"matchbooth/data/entry"
	"matchbooth/data/wire"
)

// says makes a statement of the desk.
func says(desk ed25519.PrivateKey, serial int64, kind, body string) wire.Statement {
	m := entry.Statement{Event: theEvent, Kind: kind, Serial: serial, Body: body}
	m.Sig = ed25519.Sign(desk, m.Signed())
	return wire.StatementOf(&m)
}

func idOf(m wire.Statement) string { return m.Whole(theEvent).ID() }

func say(t *testing.T, s *Store, b *booth, list ...wire.Statement) wire.Receipt {
	t.Helper()
	m := wire.Saying{Batch: "said", Statements: list}
	if err := m.Check(theEvent); err != nil {
		t.Fatal(err)
	}
	r, err := s.Say(t.Context(), b.caller(), m)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// allSaid reads every page.
func allSaid(t *testing.T, s *Store, b *booth, known ...string) (list []wire.Statement) {
	t.Helper()
	a := wire.Asking{Known: known}
	for range 1000 {
		p, err := s.Said(t.Context(), b.caller(), a)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, p.Statements...)
		if a.After = p.Next; p.Next == nil {
			return list
		}
	}
	t.Fatal("no page is the last")
	return nil
}

func TestWhatTheDeskSaidIsHandedOutAgain(t *testing.T) {
	desk := newBooth(99).key
	contractAt(t, func(t *testing.T, at string) {
		s := opened(t, at)
		a, b := newBooth(1), newBooth(2)
		allow(t, s, a, b)
		if err := s.SetDesk(t.Context(), theEvent, desk.Public().(ed25519.PublicKey)); err != nil {
			t.Fatal(err)
		}
		two, one := says(desk, 2, entry.SaysTrust, `{"booth":"x"}`), says(desk, 1, entry.SaysDistrust, `{"booth":"x","from":7}`)
		strange := says(newBooth(98).key, 3, entry.SaysTrust, "{}")
		form := says(desk, 4, "No kind", "{}")
		r := say(t, s, a, two, one, strange, form)
		if !slices.Equal(r.Saved, []string{idOf(two), idOf(one)}) || !slices.Equal(r.Refused, []wire.Refused{{ID: idOf(strange), Code: wire.LineSignature}, {ID: idOf(form), Code: wire.LineForm}}) {
			t.Errorf("%+v", r)
		}
		if r := say(t, s, b, one); len(r.Saved) != 1 || stats(t, s).Said != 2 || stats(t, s).Receipts != 2 {
			t.Errorf("sent again: %+v, %+v", r, stats(t, s))
		}
		s.Close()
		s = opened(t, at)
		got := allSaid(t, s, b)
		if len(got) != 2 || idOf(got[0]) != idOf(one) || idOf(got[1]) != idOf(two) || !got[0].Whole(theEvent).By(desk.Public().(ed25519.PublicKey)) {
			t.Errorf("%+v", got)
		}
		if got := allSaid(t, s, b, idOf(one)); len(got) != 1 || idOf(got[0]) != idOf(two) {
			t.Errorf("to one who knows the first: %+v", got)
		}
		// Another event's statement has another id and no signature here.
		elsewhere := a.caller()
		elsewhere.Event = "another"
		if _, err := s.Say(t.Context(), elsewhere, wire.Saying{Batch: "x", Statements: []wire.Statement{one}}); !errors.Is(err, ErrNotAllowed) {
			t.Error(err)
		}
	})
}

// While the desk's key is not known, what may be its word is kept, also beside somebody else's under the same id; once it
// is known, only the desk's stays.
func TestStatementsOfStrangersGoOnceTheDeskIsKnown(t *testing.T) {
	desk := newBooth(99).key
	contract(t, func(t *testing.T, s *Store) {
		a := newBooth(1)
		allow(t, s, a)
		real := says(desk, 1, entry.SaysDays, `{"first":"2027-05-20","last":"2027-05-21"}`)
		forged := real
		forged.Sig = slices.Clone(real.Sig)
		forged.Sig[3] ^= 1
		for _, m := range []wire.Statement{forged, real, says(newBooth(98).key, 9, entry.SaysBelongs, "{}")} {
			if r := say(t, s, a, m); len(r.Saved) != 1 {
				t.Fatalf("%+v", r)
			}
		}
		if got := allSaid(t, s, a); len(got) != 3 {
			t.Errorf("%d", len(got))
		}
		if err := s.SetDesk(t.Context(), theEvent, desk.Public().(ed25519.PublicKey)); err != nil {
			t.Fatal(err)
		}
		if got := allSaid(t, s, a); len(got) != 1 || !slices.Equal(got[0].Sig, real.Sig) {
			t.Errorf("%+v", got)
		}
		if r := say(t, s, a, forged); len(r.Refused) != 1 || r.Refused[0].Code != wire.LineSignature {
			t.Errorf("%+v", r)
		}
	})
}

// Pages are as large as they may be and no larger, and whoever is not the desk cannot fill the disk.
func TestStatementsHaveLimits(t *testing.T) {
	desk := newBooth(99).key
	contract(t, func(t *testing.T, s *Store) {
		a := newBooth(1)
		allow(t, s, a)
		large := func(n int64) wire.Statement {
			return says(desk, n, entry.SaysAccept, strings.Repeat("x", entry.MaxStatement-1))
		}
		say(t, s, a, large(1))
		say(t, s, a, large(2))
		if r := say(t, s, a, large(3)); len(r.Refused) != 1 || r.Refused[0].Code != wire.LineFull {
			t.Errorf("%+v", r.Refused)
		}
		if r := say(t, s, a, large(2)); len(r.Saved) != 1 {
			t.Errorf("one that is here was refused: %+v", r.Refused)
		}
		if err := s.SetDesk(t.Context(), theEvent, desk.Public().(ed25519.PublicKey)); err != nil {
			t.Fatal(err)
		}
		if r := say(t, s, a, large(3)); len(r.Saved) != 1 {
			t.Errorf("one of the desk was refused: %+v", r.Refused)
		}
		p, err := s.Said(t.Context(), a.caller(), wire.Asking{})
		if err != nil || len(p.Statements) != 1 || p.Next == nil {
			t.Fatalf("%d on a page, %v", len(p.Statements), err)
		}
		if got := allSaid(t, s, a); len(got) != 3 {
			t.Errorf("%d in all", len(got))
		}
	})
}

func TestManyStatementsComeInPages(t *testing.T) {
	desk := newBooth(99).key
	contract(t, func(t *testing.T, s *Store) {
		a := newBooth(1)
		allow(t, s, a)
		var ids []string
		for from := range 3 {
			var list []wire.Statement
			for n := range wire.MaxStatements {
				m := says(desk, int64(from*wire.MaxStatements+n), entry.SaysBelongs, fmt.Sprint(n))
				list, ids = append(list, m), append(ids, idOf(m))
			}
			say(t, s, a, list...)
		}
		if err := s.engine.transact(t.Context(), func(ctx context.Context, ask asker) error { // as if there were thousands more
			_, err := ask(ctx, change("DELETE FROM statement WHERE serial < 4"))
			return err
		}); err != nil {
			t.Fatal(err)
		}
		got := allSaid(t, s, a, ids[10:20]...)
		if len(got) != len(ids)-4-10 {
			t.Errorf("%d of %d", len(got), len(ids))
		}
	})
}

// Many callers at once with one statement: it is there once, and everybody is told so.
func TestOneStatementAtOnce(t *testing.T) {
	desk := newBooth(99).key
	contract(t, func(t *testing.T, s *Store) {
		a := newBooth(1)
		allow(t, s, a)
		m := says(desk, 1, entry.SaysBelongs, "{}")
		var all sync.WaitGroup
		for range 16 {
			all.Go(func() {
				for range 50 {
					r, err := s.Say(context.Background(), a.caller(), wire.Saying{Batch: "one", Statements: []wire.Statement{m}})
					if err == nil {
						if len(r.Saved) != 1 {
							t.Errorf("%+v", r)
						}
						return
					}
					if !errors.Is(err, ErrBusy) {
						t.Error(err)
						return
					}
				}
				t.Error("never saved")
			})
		}
		all.Wait()
		if n := stats(t, s); n.Said != 1 || n.Receipts != 16 {
			t.Errorf("%+v", n)
		}
	})
}
