package store

import (
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"path/filepath"
	"testing"

	"matchbooth/data/entry"
	"matchbooth/data/wire"
)

// engines are what the contract is asked of; at is where an empty store can be opened.
var engines = []struct {
	name string
	at   func(t testing.TB) string
}{
	{"sqlite", func(t testing.TB) string { return filepath.Join(t.TempDir(), "hub.db") }},
	{"postgres", postgresDatabase},
}

// contract runs a test on every engine.
func contract(t *testing.T, test func(t *testing.T, s *Store)) {
	contractAt(t, func(t *testing.T, at string) { test(t, opened(t, at)) })
}

func contractAt(t *testing.T, test func(t *testing.T, at string)) {
	for _, e := range engines {
		t.Run(e.name, func(t *testing.T) { test(t, e.at(t)) })
	}
}

func opened(t *testing.T, at string) *Store {
	t.Helper()
	s, err := Open(t.Context(), at)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

const (
	theEvent = "an-event"
	theHour  = 500000
)

// booth is one that writes lines.
type booth struct {
	key  ed25519.PrivateKey
	id   string
	seq  int64
	desk ed25519.PrivateKey // signs too, where there is one
}

func newBooth(n int) *booth {
	seed := sha256.Sum256(fmt.Appendf(nil, "booth %d", n))
	key := ed25519.NewKeyFromSeed(seed[:])
	return &booth{key: key, id: entry.BoothID(key.Public().(ed25519.PublicKey))}
}

func (b *booth) public() ed25519.PublicKey { return b.key.Public().(ed25519.PublicKey) }

// person is somebody who signed up at a booth.
type person struct {
	id    string
	nonce []byte
}

func (b *booth) person(n int) person {
	nonce := binary.BigEndian.AppendUint64(make([]byte, 8), uint64(n)+1)
	return person{entry.PersonID(b.public(), nonce), nonce}
}

// line writes the next line of the booth.
func (b *booth) line(kind string, p person, sealed string) wire.Line {
	b.seq++
	e := entry.Entry{ID: entry.ID(b.public(), b.seq), Person: p.id, Kind: kind, Booth: b.id, Seq: b.seq, Tick: b.seq, Hour: theHour, Nonce: p.nonce}
	if sealed != "" {
		e.Sealed = []byte(sealed)
	}
	return b.sign(e)
}

func (b *booth) sign(e entry.Entry) wire.Line {
	sum := sha256.Sum256(e.Sealed)
	e.Digest = sum[:]
	e.Sig = ed25519.Sign(b.key, e.SignedBytes())
	if b.desk != nil {
		e.Desk = ed25519.Sign(b.desk, e.SignedBytes())
	}
	return wire.LineOf(&e)
}

func (b *booth) caller() Caller {
	return Caller{Event: theEvent, Booth: b.id, Key: b.public(), Nonce: wire.NewNonce(), Hour: theHour, Now: theHour}
}

// allowed opens a store where these booths may speak.
func allow(t *testing.T, s *Store, booths ...*booth) {
	t.Helper()
	for _, b := range booths {
		if err := s.Allow(t.Context(), theEvent, b.id); err != nil {
			t.Fatal(err)
		}
	}
}

func put(t *testing.T, s *Store, b *booth, lines ...wire.Line) wire.Receipt {
	t.Helper()
	batch := wire.Batch{Batch: "a batch", Lines: lines}
	batch.Batch = fmt.Sprintf("batch-%s-%d", lines[0].ID, len(lines))
	if err := batch.Check(); err != nil {
		t.Fatal(err)
	}
	r, err := s.Put(t.Context(), b.caller(), batch)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// all reads every page of a query.
func all(t *testing.T, s *Store, b *booth, q wire.Query) (lines []wire.Line) {
	t.Helper()
	for pages := 0; ; pages++ {
		if err := q.Check(); err != nil {
			t.Fatal(err)
		}
		p, err := s.Since(t.Context(), b.caller(), q)
		if err != nil {
			t.Fatal(err)
		}
		lines = append(lines, p.Lines...)
		if p.Next == nil {
			return lines
		}
		if len(p.Lines) == 0 || pages > 10000 {
			t.Fatal("a page without lines that is not the last")
		}
		q.After = p.Next
	}
}

// sealedOf is the sealed part that the store hands out of a line.
func sealedOf(t *testing.T, s *Store, b *booth, id string) string {
	t.Helper()
	for _, l := range all(t, s, b, wire.Query{}) {
		if l.ID == id {
			return string(l.Sealed)
		}
	}
	t.Fatalf("%s is not there", id)
	return ""
}

// held is the sealed part that the store holds of a line, hidden or not.
func held(t *testing.T, s *Store, id string) (sealed string) {
	t.Helper()
	if err := s.engine.transact(context.Background(), func(ctx context.Context, ask asker) error {
		got, err := ask(ctx, find("SELECT sealed FROM line WHERE id = $1", id))
		if err == nil && len(got[0].rows) == 1 {
			sealed = string(blob(got[0].rows[0][0]))
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return sealed
}

func stats(t *testing.T, s *Store) Stats {
	t.Helper()
	n, err := s.Stats(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return n
}
