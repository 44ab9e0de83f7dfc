package store

import (
	"context"
	"crypto/ed25519"
	"errors"
	"sync"
	"testing"

	"matchbooth/data/entry"
	"matchbooth/data/wire"
)

func TestAnErasureHidesAtOnceAndEmptiesAfterTwoWeeks(t *testing.T) {
	contract(t, func(t *testing.T, s *Store) {
		a := newBooth(1)
		allow(t, s, a)
		gone, stays := a.line(entry.KindSignUp, a.person(1), "gone"), a.line(entry.KindSignUp, a.person(2), "stays")
		erasure := a.line(entry.KindErasure, a.person(1), "")
		put(t, s, a, gone, stays, erasure)
		if sealedOf(t, s, a, gone.ID) != "" || held(t, s, gone.ID) == "" {
			t.Error("it does not hide, or emptied at once")
		}
		tidy := func(hour int64, want int) {
			t.Helper()
			if n, err := s.Tidy(t.Context(), hour); n != want || err != nil {
				t.Errorf("%d carried out, not %d: %v", n, want, err)
			}
		}
		tidy(theHour+ErasureWaits-1, 0)
		if held(t, s, gone.ID) == "" {
			t.Error("emptied before its time")
		}
		tidy(theHour+ErasureWaits, 1)
		if held(t, s, gone.ID) != "" || sealedOf(t, s, a, stays.ID) != "stays" {
			t.Error("not emptied, or somebody else")
		}
		// Nothing comes back: not the line, and not another of the same person.
		if r := put(t, s, a, gone, a.line(entry.KindCheck, a.person(1), "late")); len(r.Saved) != 2 {
			t.Errorf("%+v", r)
		}
		a.seq = 0
		if r := put(t, s, a, a.line(entry.KindCheck, a.person(1), "late and apart")); len(r.Apart) != 1 {
			t.Errorf("%+v", r)
		}
		for _, apart := range []bool{false, true} {
			for _, l := range all(t, s, a, wire.Query{Apart: apart}) {
				if l.Person == a.person(1).id && l.Sealed != nil {
					t.Errorf("a line of the erased person came back: %s", l.Kind)
				}
			}
		}
		if n := stats(t, s); n.Waiting != 0 || n.Erasures != 1 || n.Emptied != 2 {
			t.Errorf("%+v", n)
		}
	})
}

func TestADistrustedBoothErasesNobody(t *testing.T) {
	contract(t, func(t *testing.T, s *Store) {
		a, desk := newBooth(1), newBooth(2)
		allow(t, s, a, desk)
		l := a.line(entry.KindSignUp, a.person(1), "sealed")
		put(t, s, a, l, a.line(entry.KindErasure, a.person(1), ""))
		if err := s.Revoke(t.Context(), theEvent, a.id, true); err != nil {
			t.Fatal(err)
		}
		if sealedOf(t, s, desk, l.ID) != "sealed" {
			t.Error("an erasure of a distrusted booth hides")
		}
		if n, err := s.Tidy(t.Context(), theHour+10*ErasureWaits); n != 0 || err != nil {
			t.Errorf("%d carried out: %v", n, err)
		}
		if err := s.Revoke(t.Context(), theEvent, a.id, false); err != nil {
			t.Fatal(err)
		}
		if sealedOf(t, s, desk, l.ID) != "" {
			t.Error("an erasure of a booth that was only revoked does not hide")
		}
	})
}

// What a booth says of somebody who signed up elsewhere does nothing, until the desk says so too.
func TestTheDeskErasesAnybodyAtOnce(t *testing.T) {
	desk := newBooth(99).key
	contract(t, func(t *testing.T, s *Store) {
		a, b := newBooth(1), newBooth(2)
		allow(t, s, a, b)
		first, second, third := a.line(entry.KindSignUp, a.person(1), "one"), a.line(entry.KindSignUp, a.person(2), "two"), a.line(entry.KindSignUp, a.person(3), "three")
		put(t, s, a, first, second, third)
		claim := b.line(entry.KindErasure, a.person(1), "")
		b.desk = desk
		said := b.line(entry.KindErasure, a.person(2), "")
		put(t, s, b, claim, said)
		if sealedOf(t, s, a, first.ID) != "one" || sealedOf(t, s, a, second.ID) != "two" {
			t.Error("a booth erased another one's people, while the desk's key is not known")
		}
		if n := stats(t, s); n.Claims != 2 {
			t.Errorf("%+v", n)
		}
		if err := s.SetDesk(t.Context(), theEvent, desk.Public().(ed25519.PublicKey)); err != nil {
			t.Fatal(err)
		}
		if held(t, s, first.ID) != "one" || held(t, s, second.ID) != "" {
			t.Error("what the desk had signed was not carried out once its key was known, or what it had not was")
		}
		put(t, s, b, b.line(entry.KindErasure, a.person(3), ""))
		if held(t, s, third.ID) != "" {
			t.Error("what the desk signed was not carried out at once")
		}
		if r := put(t, s, a, third); len(r.Saved) != 1 || held(t, s, third.ID) != "" {
			t.Error("an erased line came back")
		}
		b.desk = newBooth(98).key // says it is the desk
		put(t, s, b, b.line(entry.KindErasure, a.person(1), ""))
		if sealedOf(t, s, a, first.ID) != "one" {
			t.Error("somebody else than the desk erased")
		}
		if err := s.SetDesk(t.Context(), theEvent, newBooth(98).public()); !errors.Is(err, ErrDesk) {
			t.Errorf("another desk's key replaced the first: %v", err)
		}
	})
}

// Somebody whose id is from before ids were made of a booth's key could be named by anybody: a booth speaks of its own
// lines only.
func TestAnOldIdIsErasedByItsOwnBooth(t *testing.T) {
	contract(t, func(t *testing.T, s *Store) {
		a, b := newBooth(1), newBooth(2)
		allow(t, s, a, b)
		old := func(by *booth, kind, sealed string) wire.Line {
			by.seq++
			e := entry.Entry{ID: entry.RandomID(), Person: "11111111-1111-4111-8111-111111111111", Kind: kind, Booth: by.id, Seq: by.seq, Tick: by.seq, Hour: theHour}
			if sealed != "" {
				e.Sealed = []byte(sealed)
			}
			return by.sign(e)
		}
		mine := old(a, entry.KindSignUp, "sealed")
		put(t, s, a, mine)
		put(t, s, b, old(b, entry.KindErasure, ""))
		if sealedOf(t, s, a, mine.ID) != "sealed" {
			t.Error("another booth hid it")
		}
		put(t, s, a, old(a, entry.KindErasure, ""))
		if sealedOf(t, s, a, mine.ID) != "" {
			t.Error("its own booth did not")
		}
		if _, err := s.Tidy(t.Context(), theHour+ErasureWaits); err != nil || held(t, s, mine.ID) != "" {
			t.Errorf("not emptied: %v", err)
		}
	})
}

func TestAnErasureMayComeFirst(t *testing.T) {
	contract(t, func(t *testing.T, s *Store) {
		a := newBooth(1)
		allow(t, s, a)
		l, erasure := a.line(entry.KindSignUp, a.person(1), "sealed"), a.line(entry.KindErasure, a.person(1), "")
		put(t, s, a, erasure)
		if err := s.Erase(t.Context(), theEvent, erasure.ID); err != nil {
			t.Fatal(err)
		}
		if r := put(t, s, a, l); len(r.Saved) != 1 || held(t, s, l.ID) != "" {
			t.Errorf("%+v, held %q", r, held(t, s, l.ID))
		}
	})
}

// A line that came without its content is filled by a booth that still has it, unless its person is erased.
func TestAnEmptyLineIsFilled(t *testing.T) {
	contract(t, func(t *testing.T, s *Store) {
		a := newBooth(1)
		allow(t, s, a)
		l := a.line(entry.KindSignUp, a.person(1), "sealed")
		bare := l
		bare.Sealed = nil
		put(t, s, a, bare)
		put(t, s, a, l)
		if sealedOf(t, s, a, l.ID) != "sealed" {
			t.Error("not filled")
		}
		if put(t, s, a, bare); sealedOf(t, s, a, l.ID) != "sealed" {
			t.Error("emptied by a line without content")
		}
	})
}

// A line and the erasure of its person at the same moment, by two callers: in whatever order they are committed, nothing
// stays.
func TestALineAndItsErasureAtOnce(t *testing.T) {
	desk := newBooth(99).key
	contract(t, func(t *testing.T, s *Store) {
		a, b := newBooth(1), newBooth(2)
		b.desk = desk
		allow(t, s, a, b)
		if err := s.SetDesk(t.Context(), theEvent, desk.Public().(ed25519.PublicKey)); err != nil {
			t.Fatal(err)
		}
		for n := range 40 {
			l, erasure := a.line(entry.KindSignUp, a.person(n), "sealed"), b.line(entry.KindErasure, a.person(n), "")
			var both sync.WaitGroup
			for by, line := range map[*booth]wire.Line{a: l, b: erasure} {
				both.Go(func() {
					for range 50 {
						_, err := s.Put(context.Background(), by.caller(), wire.Batch{Batch: line.ID, Lines: []wire.Line{line}})
						if err == nil {
							return
						}
						if !errors.Is(err, ErrBusy) {
							t.Error(err)
						}
					}
					t.Error("never saved")
				})
			}
			both.Wait()
			if got := held(t, s, l.ID); got != "" {
				t.Fatalf("round %d: a line of an erased person stayed", n)
			}
		}
	})
}
