package store

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"matchbooth/data/entry"
	"matchbooth/data/wire"
)

func TestWhatIsSavedIsHandedOutAgain(t *testing.T) {
	contractAt(t, func(t *testing.T, at string) {
		s := opened(t, at)
		a, b := newBooth(1), newBooth(2)
		allow(t, s, a, b)
		one, two := a.line(entry.KindSignUp, a.person(1), "sealed one"), a.line(entry.KindCheck, a.person(1), "sealed two")
		r := put(t, s, a, one, two)
		if len(r.Saved) != 2 || len(r.Apart)+len(r.Refused) != 0 || r.Receipt == "" || r.Hour != theHour {
			t.Fatalf("the receipt: %+v", r)
		}
		s.Close()
		s = opened(t, at)
		p, err := s.Since(t.Context(), b.caller(), wire.Query{})
		if err != nil {
			t.Fatal(err)
		}
		if len(p.Lines) != 2 || p.Next != nil || len(p.Keys) != 1 || entry.BoothID(p.Keys[0]) != a.id {
			t.Fatalf("%d lines, %d keys, next %v", len(p.Lines), len(p.Keys), p.Next)
		}
		for i, want := range []wire.Line{one, two} {
			got := p.Lines[i]
			if !got.Same(&want.Entry) || string(got.Sealed) != string(want.Sealed) || !(entry.Booths{a.id: p.Keys[0]}).Verified(&got.Entry) || !got.Whole().Intact() {
				t.Errorf("line %d came back as another", i)
			}
		}
	})
}

func TestALineIsSavedOnce(t *testing.T) {
	contract(t, func(t *testing.T, s *Store) {
		a := newBooth(1)
		allow(t, s, a)
		l := a.line(entry.KindSignUp, a.person(1), "sealed")
		first, second := put(t, s, a, l), put(t, s, a, l)
		if len(first.Saved) != 1 || len(second.Saved) != 1 || first.Receipt == second.Receipt {
			t.Errorf("first %+v, second %+v", first, second)
		}
		if n := stats(t, s); n.Entries != 1 || n.Apart != 0 || n.Receipts != 2 {
			t.Errorf("%+v: every acknowledged batch writes a receipt of its own, and the line is there once", n)
		}
	})
}

func TestOtherBytesAreKeptApart(t *testing.T) {
	contract(t, func(t *testing.T, s *Store) {
		a := newBooth(1)
		allow(t, s, a)
		l := a.line(entry.KindSignUp, a.person(1), "sealed")
		put(t, s, a, l)
		a.seq--
		other := a.line(entry.KindSignUp, a.person(2), "others")
		for range 2 {
			if r := put(t, s, a, other); len(r.Apart) != 1 || r.Apart[0] != l.ID || len(r.Saved) != 0 {
				t.Fatalf("%+v", r)
			}
		}
		if got := all(t, s, a, wire.Query{}); len(got) != 1 || string(got[0].Sealed) != "sealed" {
			t.Errorf("the first is not what it was: %+v", got)
		}
		if got := all(t, s, a, wire.Query{Apart: true}); len(got) != 1 || string(got[0].Sealed) != "others" {
			t.Errorf("the other was not kept apart: %+v", got)
		}
		// A desk's signature is among the bytes too: with it taken off, a line is another.
		a.desk = newBooth(99).key
		signed := a.line(entry.KindCheck, a.person(1), "checked")
		bare := signed
		bare.Desk = nil
		if r := put(t, s, a, bare); len(r.Saved) != 1 {
			t.Fatalf("%+v", r)
		}
		if r := put(t, s, a, signed); len(r.Apart) != 1 {
			t.Errorf("a line with the desk's signature was lost behind one without: %+v", r)
		}
	})
}

func TestWhatCannotBeALineIsRefusedAlone(t *testing.T) {
	contract(t, func(t *testing.T, s *Store) {
		a, stranger := newBooth(1), newBooth(2)
		allow(t, s, a)
		good := a.line(entry.KindSignUp, a.person(1), "sealed")
		damaged := a.line(entry.KindSignUp, a.person(2), "sealed")
		damaged.Sealed = []byte("sealeD")
		forged := a.line(entry.KindSignUp, a.person(3), "sealed")
		forged.Tick++
		others := a.line(entry.KindSignUp, stranger.person(4), "sealed") // a sign-up of somebody whose id another booth makes
		form := a.line(entry.KindSignUp, a.person(5), "sealed")
		form.Seq = 0
		foreign := stranger.line(entry.KindSignUp, stranger.person(6), "sealed")
		full := a.line(entry.KindErasure, a.person(7), "not empty")
		r := put(t, s, a, damaged, forged, good, others, form, foreign, full)
		if len(r.Saved) != 1 || r.Saved[0] != good.ID {
			t.Errorf("saved: %v", r.Saved)
		}
		want := map[string]string{damaged.ID: wire.LineDamaged, forged.ID: wire.LineSignature, others.ID: wire.LineSignature, form.ID: wire.LineForm, foreign.ID: wire.LineBooth, full.ID: wire.LineForm}
		for _, no := range r.Refused {
			if want[no.ID] != no.Code {
				t.Errorf("%s is refused as %s, not %s", no.ID, no.Code, want[no.ID])
			}
			delete(want, no.ID)
		}
		if len(want) > 0 {
			t.Errorf("not refused: %v", want)
		}
		if n := stats(t, s); n.Entries != 1 {
			t.Errorf("%+v", n)
		}
	})
}

// Sixty-four at once with one line, half of them with other bytes under its id: one is saved, the other kept apart.
func TestManyAtOnceSaveOnce(t *testing.T) {
	contract(t, func(t *testing.T, s *Store) {
		a := newBooth(1)
		allow(t, s, a)
		l := a.line(entry.KindSignUp, a.person(1), "sealed")
		a.seq--
		other := a.line(entry.KindSignUp, a.person(2), "others")
		var all sync.WaitGroup
		kept := make([]wire.Receipt, 64)
		for i := range kept {
			mine := l
			if i%2 == 1 {
				mine = other
			}
			all.Go(func() {
				for range 50 {
					r, err := s.Put(context.Background(), a.caller(), wire.Batch{Batch: "one", Lines: []wire.Line{mine}})
					if err == nil {
						kept[i] = r
						return
					}
					if !errors.Is(err, ErrBusy) {
						t.Error(err)
						return
					}
				}
			})
		}
		all.Wait()
		saved := map[int]int{}
		for i, r := range kept {
			if len(r.Saved)+len(r.Apart) != 1 {
				t.Errorf("%d was never told: %+v", i, r)
			}
			saved[i%2] += len(r.Saved)
		}
		if saved[0]+saved[1] != 32 || saved[0]*saved[1] != 0 {
			t.Errorf("saved was said of both: %v", saved)
		}
		if n := stats(t, s); n.Entries != 1 || n.Apart != 1 || n.Receipts != 64 {
			t.Errorf("%+v", n)
		}
	})
}

func TestARequestCountsOnce(t *testing.T) {
	contract(t, func(t *testing.T, s *Store) {
		a := newBooth(1)
		allow(t, s, a)
		c := a.caller()
		if _, err := s.Put(t.Context(), c, wire.Batch{Batch: "one", Lines: []wire.Line{a.line(entry.KindSignUp, a.person(1), "x")}}); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Put(t.Context(), c, wire.Batch{Batch: "two", Lines: []wire.Line{a.line(entry.KindSignUp, a.person(2), "y")}}); !errors.Is(err, ErrReplay) {
			t.Errorf("a second request with the nonce of the first: %v", err)
		}
		if _, err := s.Since(t.Context(), c, wire.Query{}); !errors.Is(err, ErrReplay) {
			t.Errorf("a query with the nonce of a batch: %v", err)
		}
		if n := stats(t, s); n.Entries != 1 || n.Receipts != 1 {
			t.Errorf("%+v", n)
		}
		// As long as its hour is taken, the nonce is remembered; then it is forgotten.
		for _, at := range []struct {
			hour int64
			want error
		}{{theHour + wire.HourWindow, ErrReplay}, {theHour + 3*wire.HourWindow, nil}} {
			if _, err := s.Tidy(t.Context(), at.hour); err != nil {
				t.Fatal(err)
			}
			if _, err := s.Since(t.Context(), c, wire.Query{}); !errors.Is(err, at.want) {
				t.Errorf("hour %d: %v", at.hour-theHour, err)
			}
		}
	})
}

func TestOnlyAllowedBoothsSpeak(t *testing.T) {
	contract(t, func(t *testing.T, s *Store) {
		a, b := newBooth(1), newBooth(2)
		allow(t, s, a)
		early := b.line(entry.KindSignUp, b.person(1), "x")
		try := func(what string, by *booth, want error) {
			t.Helper()
			if _, err := s.Put(t.Context(), by.caller(), wire.Batch{Batch: "one", Lines: []wire.Line{early}}); !errors.Is(err, want) {
				t.Errorf("%s puts: %v", what, err)
			}
			if _, err := s.Since(t.Context(), by.caller(), wire.Query{}); !errors.Is(err, want) {
				t.Errorf("%s asks: %v", what, err)
			}
			if is, err := s.Known(t.Context(), theEvent, by.id); err != nil || is != (want == nil) {
				t.Errorf("%s is known: %v, %v", what, is, err)
			}
		}
		try("a stranger", b, ErrNotAllowed)
		if n := stats(t, s); n.Entries+n.Receipts != 0 {
			t.Errorf("%+v", n)
		}
		elsewhere := a.caller()
		elsewhere.Event = "another-event"
		if _, err := s.Since(t.Context(), elsewhere, wire.Query{}); !errors.Is(err, ErrNotAllowed) {
			t.Errorf("a booth of one event at another: %v", err)
		}
		allow(t, s, b)
		try("an allowed one", b, nil)
		if err := s.Revoke(t.Context(), theEvent, b.id, false); err != nil {
			t.Fatal(err)
		}
		try("a revoked one", b, ErrNotAllowed)
		if r := put(t, s, a, b.line(entry.KindCheck, b.person(1), "y")); len(r.Saved) != 1 {
			t.Errorf("a line of a revoked booth, brought by another: %+v", r)
		}
		if err := s.Revoke(t.Context(), theEvent, b.id, true); err != nil {
			t.Fatal(err)
		}
		if r := put(t, s, a, b.line(entry.KindCheck, b.person(1), "z")); len(r.Refused) != 1 || r.Refused[0].Code != wire.LineBooth {
			t.Errorf("a line of a distrusted booth, brought by another: %+v", r)
		}
		allow(t, s, b)
		try("one that is allowed again", b, nil)
		if err := s.Revoke(t.Context(), theEvent, newBooth(3).id, false); !errors.Is(err, ErrNoBooth) {
			t.Errorf("revoking a stranger: %v", err)
		}
	})
}

// A booth's key may come with another booth's batch, if its fingerprint is allowed.
func TestLinesOfOthersAreTakenWithTheirKey(t *testing.T) {
	contract(t, func(t *testing.T, s *Store) {
		a, b := newBooth(1), newBooth(2)
		allow(t, s, a, b)
		l := b.line(entry.KindSignUp, b.person(1), "x")
		if r := put(t, s, a, l); len(r.Refused) != 1 || r.Refused[0].Code != wire.LineBooth {
			t.Errorf("without its key: %+v", r)
		}
		r, err := s.Put(t.Context(), a.caller(), wire.Batch{Batch: "with", Keys: [][]byte{newBooth(3).public(), b.public()}, Lines: []wire.Line{l}})
		if err != nil || len(r.Saved) != 1 {
			t.Errorf("with its key: %+v, %v", r, err)
		}
		if r := put(t, s, a, b.line(entry.KindSignUp, b.person(2), "y")); len(r.Saved) != 1 {
			t.Errorf("once its key is known: %+v", r)
		}
	})
}

func TestPagesHaveEveryLineOnce(t *testing.T) {
	contract(t, func(t *testing.T, s *Store) {
		desk := newBooth(0)
		allow(t, s, desk)
		want := map[string]bool{}
		have := map[string]int64{}
		for n := 1; n <= 30; n++ {
			b := newBooth(n)
			allow(t, s, b)
			if n%7 == 0 {
				continue // has nothing
			}
			var lines []wire.Line
			for range n % 5 * 3 {
				l := b.line(entry.KindSignUp, b.person(int(b.seq)), fmt.Sprint("sealed ", n))
				if b.seq == 4 {
					continue // a gap
				}
				lines = append(lines, l)
				if n%3 != 0 || b.seq > 2 {
					want[l.ID] = true
				}
			}
			if n%3 == 0 {
				have[b.id] = 2
			}
			if len(lines) > 0 {
				put(t, s, b, lines...)
			}
		}
		for _, limit := range []int{0, 1, 7} {
			seen := map[string]bool{}
			var last wire.Line
			for _, l := range all(t, s, desk, wire.Query{Have: have, Limit: limit}) {
				if seen[l.ID] || !want[l.ID] {
					t.Errorf("limit %d: number %d of %s again, or unasked", limit, l.Seq, l.Booth)
				}
				if l.Booth < last.Booth || l.Booth == last.Booth && l.Seq <= last.Seq {
					t.Errorf("limit %d: out of order", limit)
				}
				seen[l.ID], last = true, l
			}
			if len(seen) != len(want) {
				t.Errorf("limit %d: %d lines of %d", limit, len(seen), len(want))
			}
		}
	})
}

func TestAPageIsNoLargerThanItsLimit(t *testing.T) {
	contract(t, func(t *testing.T, s *Store) {
		a := newBooth(1)
		allow(t, s, a)
		for n := range 6 {
			put(t, s, a, a.line(entry.KindSignUp, a.person(n), strings.Repeat("x", wire.MaxSealed)))
		}
		p, err := s.Since(t.Context(), a.caller(), wire.Query{})
		if err != nil || len(p.Lines) != wire.MaxPage/wire.MaxSealed || p.Next == nil {
			t.Fatalf("%d lines, next %v, %v", len(p.Lines), p.Next, err)
		}
		if got := all(t, s, a, wire.Query{}); len(got) != 6 {
			t.Errorf("%d lines", len(got))
		}
	})
}

// Who asked may be gone: what was begun is ended, and asking again finds it.
func TestACommitOutlivesTheRequest(t *testing.T) {
	contract(t, func(t *testing.T, s *Store) {
		a := newBooth(1)
		allow(t, s, a)
		l := a.line(entry.KindSignUp, a.person(1), "sealed")
		ctx, cancel := context.WithCancel(t.Context())
		err := s.engine.transact(ctx, func(ctx context.Context, ask asker) error {
			if err := admit(ctx, ask, a.caller()); err != nil {
				return err
			}
			cancel()
			_, err := ask(ctx, change(insertLine, append([]any{theEvent}, values(&l)...)...))
			return err
		})
		if err != nil && !errors.Is(err, ErrUnknown) {
			t.Fatalf("the request was over in the middle: %v", err)
		}
		for wait := 0; stats(t, s).Entries != 1; wait++ {
			if wait == 500 {
				t.Fatal("what was begun was not ended")
			}
			time.Sleep(20 * time.Millisecond)
		}
		if r := put(t, s, a, l); len(r.Saved) != 1 || stats(t, s).Entries != 1 {
			t.Errorf("sent again: %+v", r)
		}
	})
}

func TestVerifyNamesWhatChanged(t *testing.T) {
	contract(t, func(t *testing.T, s *Store) {
		a := newBooth(1)
		allow(t, s, a)
		var lines []wire.Line
		for n := range 450 {
			lines = append(lines, a.line(entry.KindSignUp, a.person(n), fmt.Sprint("sealed ", n)))
		}
		put(t, s, a, lines...)
		a.seq = 0
		put(t, s, a, a.line(entry.KindSignUp, a.person(1000), "apart"))
		found := map[string]string{}
		verify := func() int {
			clear(found)
			n, err := s.Verify(t.Context(), func(f Fault) { found[f.ID] = f.What })
			if err != nil {
				t.Fatal(err)
			}
			return n
		}
		if n := verify(); n != 451 || len(found) != 0 {
			t.Fatalf("%d lines, faults %v", n, found)
		}
		if err := s.engine.transact(t.Context(), func(ctx context.Context, ask asker) error {
			_, err := ask(ctx,
				change("UPDATE line SET sealed = $2 WHERE id = $1", lines[3].ID, []byte("rotten")),
				change("UPDATE line SET tick = tick + 1 WHERE id = $1", lines[444].ID),
				change("UPDATE apart SET tick = tick + 1 WHERE id = $1", lines[0].ID))
			return err
		}); err != nil {
			t.Fatal(err)
		}
		verify()
		if len(found) != 3 || found[lines[3].ID] != wire.LineDamaged || found[lines[444].ID] != wire.LineSignature || found[lines[0].ID] != wire.LineSignature {
			t.Errorf("found %v", found)
		}
	})
}

func TestADatabaseOfAnotherVersionIsLeftAlone(t *testing.T) {
	for version, want := range map[string]error{"1": ErrOlder, "3": ErrNewer} {
		contractAt(t, func(t *testing.T, at string) {
			s := opened(t, at)
			if err := s.engine.transact(t.Context(), func(ctx context.Context, ask asker) error {
				_, err := ask(ctx, change("UPDATE meta SET value = $1 WHERE name = 'version'", version))
				return err
			}); err != nil {
				t.Fatal(err)
			}
			s.Close()
			if _, err := Open(t.Context(), at); !errors.Is(err, want) {
				t.Errorf("%s was opened: %v", version, err)
			}
		})
	}
}

func TestBoothsAreListed(t *testing.T) {
	contract(t, func(t *testing.T, s *Store) {
		a, b := newBooth(1), newBooth(2)
		allow(t, s, a, b)
		put(t, s, a, a.line(entry.KindSignUp, a.person(1), "x"), a.line(entry.KindSignUp, a.person(2), "y"))
		list, err := s.Booths(t.Context())
		if err != nil || len(list) != 2 {
			t.Fatalf("%v, %v", list, err)
		}
		for _, is := range list {
			want := Booth{Event: theEvent, ID: b.id, State: Allowed}
			if is.ID == a.id {
				want = Booth{Event: theEvent, ID: a.id, State: Allowed, Spoke: true, Lines: 2, Last: 2}
			}
			if is != want {
				t.Errorf("%+v, not %+v", is, want)
			}
		}
		if n := stats(t, s); n.Events != 1 || n.Booths != 2 {
			t.Errorf("%+v", n)
		}
	})
}
