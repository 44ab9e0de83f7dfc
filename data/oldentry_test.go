package data

import (
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"database/sql"
	"encoding/json"
	"testing"

	"matchbooth/data/entry"
	"matchbooth/data/internal/db"
)

// oldEntry is a line as the program wrote it before there were nonces, under the next numbers.
func oldEntry(t testing.TB, s *Store, person, kind string, body []byte) *entry.Entry {
	t.Helper()
	e := &entry.Entry{ID: entry.RandomID(), Person: person, Kind: kind, Booth: s.booth, Seq: s.seq + 1, Tick: s.tick + 1, Hour: entry.Hour(s.clock()), Digest: entry.EmptyDigest[:]}
	if body != nil {
		plain, err := json.Marshal(entry.Envelope{V: entry.EnvelopeVersion, Event: s.event, Person: person, Entry: e.ID, Kind: kind, Body: body})
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

// addOld keeps such a line.
func addOld(t testing.TB, s *Store, person, kind string, body []byte) *entry.Entry {
	t.Helper()
	e := oldEntry(t, s, person, kind, body)
	keepLine(t, s, e)
	return e
}

// keepLine has the store keep a line as it is.
func keepLine(t testing.TB, s *Store, e *entry.Entry) {
	t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := db.InsertEntry(t.Context(), s.db, "entry", e); err != nil {
		t.Fatal(err)
	}
	if err := s.journal.Append(e); err != nil {
		t.Fatal(err)
	}
	if err := s.count(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// putLine has a store keep a line whatever stands there, as a merge would.
func putLine(ctx context.Context, tx *sql.Tx, known entry.Booths, e *entry.Entry) error {
	same, rivals, err := db.Beside(ctx, tx, e)
	if err != nil || same != nil {
		return err
	}
	if !rivals {
		return db.InsertEntry(ctx, tx, "entry", e)
	}
	if err := db.InsertEntry(ctx, tx, "conflict", e); err != nil {
		return err
	}
	_, err = db.ChooseEntries(ctx, tx, known, []*entry.Entry{e})
	return err
}
