package data

import (
	"context"
	"testing"

	"matchbooth/data/entry"
	"matchbooth/data/internal/db"
	"matchbooth/data/record"
)

// tenThousand makes a folder with 10,000 people, without syncing each.
func tenThousand(b *testing.B) *Store {
	b.Helper()
	s := practice(b)
	body, err := record.Body(someone())
	if err != nil {
		b.Fatal(err)
	}
	ctx := context.Background()
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		b.Fatal(err)
	}
	for range 10_000 {
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
	return s
}

// BenchmarkOpen10000 decrypts and folds 10,000 sign-ups, on all cores.
func BenchmarkOpen10000(b *testing.B) {
	s := tenThousand(b)
	key := unlock(b, s)
	for b.Loop() {
		list, faults, err := s.Records(context.Background(), key, nil)
		if err != nil || len(list) != 10_000 || len(faults) > 0 {
			b.Fatal(len(list), len(faults), err)
		}
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
