package store

import (
	"crypto/ed25519"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"matchbooth/data/entry"
	"matchbooth/data/wire"
)

func wishOf(n int) wire.SealedWish {
	return wire.SealedWish{ID: fmt.Sprintf("0f9a4c1e-0000-4000-8000-%012d", n), Hour: theHour, Sealed: fmt.Appendf(nil, "sealed %d", n)}
}

func withPage(t *testing.T, s *Store) (desk *booth) {
	t.Helper()
	desk = newBooth(77)
	if err := s.SetPage(t.Context(), theEvent, []byte(`{"id":"an-event"}`)); err != nil {
		t.Fatal(err)
	}
	if err := s.SetDesk(t.Context(), theEvent, desk.public()); err != nil {
		t.Fatal(err)
	}
	return desk
}

func TestAWishIsKeptOnceUntilTheDeskHasIt(t *testing.T) {
	contractAt(t, func(t *testing.T, at string) {
		s := opened(t, at)
		desk, a, stranger := withPage(t, s), newBooth(1), newBooth(2)
		allow(t, s, a)
		for range 2 {
			if err := s.PutWish(t.Context(), theEvent, wishOf(1)); err != nil {
				t.Fatal(err)
			}
		}
		other := wishOf(1)
		other.Sealed = []byte("others")
		if err := s.PutWish(t.Context(), theEvent, other); err != nil {
			t.Fatal(err)
		}
		s.Close()
		s = opened(t, at)
		for _, who := range []*booth{a, desk} {
			p, err := s.Wishes(t.Context(), who.caller(), wire.WishQuery{})
			if err != nil || len(p.Wishes) != 1 || string(p.Wishes[0].Sealed) != "sealed 1" || p.Wishes[0].Hour != theHour || p.Next != "" {
				t.Fatalf("%+v, %v", p, err)
			}
		}
		done := wire.WishDone{Done: []string{wishOf(1).ID, wishOf(9).ID}}
		for _, who := range []*booth{a, stranger} {
			if err := s.WishesDone(t.Context(), who.caller(), done); !errors.Is(err, ErrNotAllowed) {
				t.Errorf("somebody else takes a wish away: %v", err)
			}
		}
		if _, err := s.Wishes(t.Context(), stranger.caller(), wire.WishQuery{}); !errors.Is(err, ErrNotAllowed) {
			t.Errorf("a stranger asks: %v", err)
		}
		once := desk.caller()
		if err := s.WishesDone(t.Context(), once, done); err != nil {
			t.Fatal(err)
		}
		if err := s.WishesDone(t.Context(), once, done); !errors.Is(err, ErrReplay) {
			t.Errorf("the same request again: %v", err)
		}
		if n := stats(t, s); n.Wishes != 0 {
			t.Errorf("%+v", n)
		}
	})
}

func TestWishesOfOneEventAreOfOneEvent(t *testing.T) {
	contract(t, func(t *testing.T, s *Store) {
		desk := withPage(t, s)
		if err := s.PutWish(t.Context(), "another", wishOf(1)); !errors.Is(err, ErrNotAllowed) {
			t.Errorf("an event without a page takes a wish: %v", err)
		}
		if err := s.SetPage(t.Context(), "another", []byte(`{}`)); err != nil {
			t.Fatal(err)
		}
		if err := s.PutWish(t.Context(), "another", wishOf(1)); err != nil {
			t.Fatal(err)
		}
		p, err := s.Wishes(t.Context(), desk.caller(), wire.WishQuery{})
		if err != nil || len(p.Wishes) != 0 {
			t.Errorf("%+v, %v", p, err)
		}
		c := desk.caller()
		c.Event = "another"
		if _, err := s.Wishes(t.Context(), c, wire.WishQuery{}); !errors.Is(err, ErrNotAllowed) {
			t.Errorf("the desk of one event asks for another's: %v", err)
		}
		if err := s.SetPage(t.Context(), "another", []byte(`{"new":1}`)); err != nil {
			t.Fatal(err)
		}
		all, err := s.Pages(t.Context())
		if err != nil || len(all) != 2 || string(all["another"]) != `{"new":1}` {
			t.Errorf("%s, %v", all, err)
		}
	})
}

func TestWishesComeInPages(t *testing.T) {
	contract(t, func(t *testing.T, s *Store) {
		desk := withPage(t, s)
		for n := range 7 {
			if err := s.PutWish(t.Context(), theEvent, wishOf(n)); err != nil {
				t.Fatal(err)
			}
		}
		seen, q := map[string]bool{}, wire.WishQuery{Limit: 3}
		for pages := 1; ; pages++ {
			p, err := s.Wishes(t.Context(), desk.caller(), q)
			if err != nil {
				t.Fatal(err)
			}
			for _, w := range p.Wishes {
				seen[w.ID] = true
			}
			if p.Next == "" {
				if pages != 3 || len(seen) != 7 {
					t.Errorf("%d pages, %d wishes", pages, len(seen))
				}
				return
			}
			q.After = p.Next
		}
	})
}

func TestAFullQueueTakesNoMore(t *testing.T) {
	contract(t, func(t *testing.T, s *Store) {
		desk := withPage(t, s)
		was := wishesStay
		wishesStay = 3
		defer func() { wishesStay = was }()
		for n := range 5 {
			if err := s.PutWish(t.Context(), theEvent, wishOf(n)); (err == nil) != (n < 3) || err != nil && !errors.Is(err, ErrBusy) {
				t.Errorf("%d: %v", n, err)
			}
		}
		if err := s.WishesDone(t.Context(), desk.caller(), wire.WishDone{Done: []string{wishOf(0).ID}}); err != nil {
			t.Fatal(err)
		}
		if err := s.PutWish(t.Context(), theEvent, wishOf(8)); err != nil {
			t.Errorf("no room once the desk has one: %v", err)
		}
	})
}

// After a lecture all phones send at once.
func TestManyPhonesAtOnce(t *testing.T) {
	contract(t, func(t *testing.T, s *Store) {
		withPage(t, s)
		var all sync.WaitGroup
		for n := range 100 {
			all.Go(func() {
				if err := s.PutWish(t.Context(), theEvent, wishOf(n%80)); err != nil {
					t.Errorf("%d: %v", n, err)
				}
			})
		}
		all.Wait()
		if n := stats(t, s); n.Wishes != 80 {
			t.Errorf("%+v", n)
		}
	})
}

// The desk's key is a voice for wishes only, and only the right one.
func TestTheDeskIsKnown(t *testing.T) {
	contract(t, func(t *testing.T, s *Store) {
		desk := withPage(t, s)
		for who, want := range map[string]bool{desk.id: true, newBooth(3).id: false, "": false, strings.Repeat("0", 32): false} {
			if is, err := s.Known(t.Context(), theEvent, who); err != nil || is != want {
				t.Errorf("%s: %v, %v", who, is, err)
			}
		}
		if isDesk(nil, entry.BoothID(nil)) || isDesk(make([]byte, ed25519.PublicKeySize-1), entry.BoothID(make([]byte, ed25519.PublicKeySize-1))) {
			t.Error("no key is a desk's")
		}
	})
}
