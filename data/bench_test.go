package data

import (
	"context"
	"fmt"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"matchbooth/data/entry"
	"matchbooth/data/internal/db"
	"matchbooth/data/record"
)

// tenThousand makes a folder with 10,000 people, without syncing each.
func tenThousand(b *testing.B) *Store {
	b.Helper()
	s := practice(b)
	tenThousandIn(b, s)
	return s
}

func tenThousandIn(b *testing.B, s *Store) {
	b.Helper()
	manyIn(b, s, 10_000)
}

// manyIn adds so many people to a folder.
func manyIn(b *testing.B, s *Store, n int) {
	b.Helper()
	body, err := record.Body(someone())
	if err != nil {
		b.Fatal(err)
	}
	ctx := context.Background()
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		b.Fatal(err)
	}
	for range n {
		nonce := entry.NewNonce()
		who := about{person: s.personFrom(nonce), nonce: nonce}
		plain, err := entry.Envelope{V: entry.EnvelopeVersion, Event: s.event, Person: who.person, Entry: s.nextID(0), Kind: entry.KindSignUp, Body: body}.Pack()
		if err != nil {
			b.Fatal(err)
		}
		sealed, err := s.recipients.Seal(plain)
		if err != nil {
			b.Fatal(err)
		}
		e, err := s.line(who, entry.KindSignUp, sealed, nil)
		if err != nil {
			b.Fatal(err)
		}
		if err := db.InsertEntry(ctx, tx, "entry", e); err != nil {
			b.Fatal(err)
		}
		s.seq, s.tick = e.Seq, e.Tick
	}
	if err := tx.Commit(); err != nil {
		b.Fatal(err)
	}
	if err := s.Reopen(); err != nil { // writes the journal
		b.Fatal(err)
	}
}

// BenchmarkOpen10000 decrypts and folds 10,000 sign-ups, on all cores. The floor, in turn with it, checks the signatures
// and decrypts alone, on all cores, what was read before. cpu/floor compares the processor time of both: beside other work it is
// the steadier of the two.
func BenchmarkOpen10000(b *testing.B) {
	s := tenThousand(b)
	key := unlock(b, s)
	var lines []*entry.Entry
	if err := s.db.EachEntry(b.Context(), "entry", &s.mu, func(e *entry.Entry) error { lines = append(lines, e); return nil }); err != nil {
		b.Fatal(err)
	}
	var whole, floor, used, least time.Duration
	for b.Loop() {
		began, busy := time.Now(), processor()
		list, faults, err := s.Records(context.Background(), key, nil)
		if err != nil || len(list) != 10_000 || len(faults) > 0 {
			b.Fatal(len(list), len(faults), err)
		}
		whole, used = whole+time.Since(began), used+processor()-busy
		clear(list)
		began, busy = time.Now(), processor()
		openAlone(b, lines, key, s.known)
		floor, least = floor+time.Since(began), least+processor()-busy
	}
	b.ReportMetric(float64(whole.Milliseconds())/float64(b.N), "ms/open")
	b.ReportMetric(float64(whole)/float64(floor), "open/floor")
	if least > 0 {
		b.ReportMetric(float64(used)/float64(least), "cpu/floor")
	}
	b.ReportMetric(0, "ns/op") // of both: says nothing
}

// openAlone checks the signature of every line and decrypts it, on all cores, and does nothing with it.
func openAlone(b *testing.B, lines []*entry.Entry, key Opener, known entry.Booths) {
	var next atomic.Int64
	var all sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		all.Go(func() {
			for {
				i := int(next.Add(1)) - 1
				if i >= len(lines) {
					return
				}
				if !known.Verified(lines[i]) {
					b.Error("not signed")
				}
				if _, err := key.Open(lines[i].Sealed); err != nil {
					b.Error(err)
				}
			}
		})
	}
	all.Wait()
}

// BenchmarkAppend saves one more sign-up, in the median, in folders of 1 to 100,000.
func BenchmarkAppend(b *testing.B) {
	for n := 1; n <= 100_000; n *= 10 {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			s := practice(b)
			manyIn(b, s, n)
			var times []time.Duration
			for b.Loop() {
				began := time.Now()
				if _, err := s.SignUp(b.Context(), someone()); err != nil {
					b.Fatal(err)
				}
				times = append(times, time.Since(began))
			}
			slices.Sort(times)
			b.ReportMetric(float64(times[len(times)/2].Microseconds())/1000, "ms/append")
		})
	}
}

// BenchmarkStart10000 opens the folder of 10,000 sign-ups: pages, digests and journal are looked at.
func BenchmarkStart10000(b *testing.B) {
	s := tenThousand(b)
	if err := s.Close(); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		s, err := Open(s.Dir(), Options{})
		if err != nil {
			b.Fatal(err)
		}
		s.Close()
	}
}
