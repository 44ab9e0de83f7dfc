package store

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"runtime"
	"sync"

	"matchbooth/data/entry"
	"matchbooth/data/wire"
)

// columns are those of a line, in the order of scan and of values.
const columns = "id, person, kind, booth, seq, tick, hour, digest, sig, nonce, desk, partner, sealed"

func values(l *wire.Line) []any {
	return []any{l.ID, l.Person, l.Kind, l.Booth, l.Seq, l.Tick, l.Hour, l.Digest, l.Sig, orNull(l.Nonce), orNull(l.Desk), textOrNull(l.Partner), orNull(l.Sealed)}
}

func scan(r []any) wire.Line {
	return wire.Line{Entry: entry.Entry{
		ID: text(r[0]), Person: text(r[1]), Kind: text(r[2]), Booth: text(r[3]), Seq: number(r[4]), Tick: number(r[5]), Hour: number(r[6]),
		Digest: blob(r[7]), Sig: blob(r[8]), Nonce: blob(r[9]), Desk: blob(r[10]), Partner: text(r[11]),
	}, Sealed: blob(r[12])}
}

// hashOf names a line among those that are kept apart: all of it but what is sealed, whose digest is in it.
func hashOf(l *wire.Line) []byte {
	h := entry.HashOf(append(append(l.SignedBytes(), l.Sig...), l.Desk...))
	return h[:]
}

// admit is the first thing in every transaction of a booth: it may speak, now, and has not sent this before.
func admit(ctx context.Context, ask asker, c Caller) error {
	got, err := ask(ctx,
		find("SELECT state FROM booth WHERE event = $1 AND id = $2", c.Event, c.Booth),
		change("INSERT INTO nonce (booth, nonce, hour) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING", c.Booth, c.Nonce, c.Hour),
		change("UPDATE booth SET key = $3 WHERE event = $1 AND id = $2 AND key IS NULL", c.Event, c.Booth, []byte(c.Key)))
	switch {
	case err != nil:
		return err
	case len(got[0].rows) == 0 || text(got[0].rows[0][0]) != Allowed:
		return ErrNotAllowed
	case got[1].changed == 0:
		return ErrReplay
	case got[2].changed == 0:
		return nil
	}
	_, err = settle(ctx, ask, c.Event, c.Now, nil) // its key may show whose people somebody speaks for
	return err
}

// Known says whether this booth may speak at this event; the desk may, with its own key. It saves reading what others
// send; what counts is asked again where something is done.
func (s *Store) Known(ctx context.Context, event, booth string) (is bool, err error) {
	err = s.engine.transact(ctx, func(ctx context.Context, ask asker) error {
		got, err := ask(ctx,
			find("SELECT state FROM booth WHERE event = $1 AND id = $2", event, booth),
			find("SELECT desk FROM event WHERE id = $1", event))
		is = err == nil && (len(got[0].rows) == 1 && text(got[0].rows[0][0]) == Allowed ||
			len(got[1].rows) == 1 && isDesk(blob(got[1].rows[0][0]), booth))
		return err
	})
	return is, err
}

// putting is one try of putting a batch.
type putting struct {
	c    Caller
	ask  asker
	keys map[string]ed25519.PublicKey // of the booths whose lines are taken
	desk ed25519.PublicKey
	r    wire.Receipt

	taken   []*wire.Line // that may be kept, in their order
	learnt  bool         // a booth's key was learnt
	emptied bool         // something was emptied
}

// Put saves a batch, each line once, in one transaction with its receipt. [wire.Batch.Check] must have passed.
func (s *Store) Put(ctx context.Context, c Caller, b wire.Batch) (wire.Receipt, error) {
	judged := judgements(c, &b)
	var last *putting
	err := s.engine.transact(ctx, func(ctx context.Context, ask asker) error {
		p := newPutting(c, ask, b.Batch)
		if err := admit(ctx, ask, c); err != nil {
			return err
		}
		if err := p.judge(ctx, &b, judged, brought(c, &b)); err != nil {
			return err
		}
		if err := p.save(ctx); err != nil {
			return err
		}
		last = p
		return p.receipt(ctx)
	})
	if err != nil {
		return wire.Receipt{}, err
	}
	return s.ended(ctx, last)
}

func newPutting(c Caller, ask asker, batch string) *putting {
	return &putting{c: c, ask: ask, keys: map[string]ed25519.PublicKey{},
		r: wire.Receipt{Batch: batch, Hour: c.Now, Saved: []string{}, Apart: []string{}, Refused: []wire.Refused{}}}
}

// ended cleans up after a batch that is committed, and returns its receipt.
func (s *Store) ended(ctx context.Context, p *putting) (wire.Receipt, error) {
	if p.emptied {
		if err := s.engine.scrub(ctx); err != nil {
			return wire.Receipt{}, fault("scrubbing", ErrUnknown)
		}
	}
	return p.r, nil
}

func (p *putting) refuse(l *wire.Line, code string) {
	p.r.Refused = append(p.r.Refused, wire.Refused{ID: l.ID, Code: code})
}

// brought are the keys that come with a batch, by their fingerprints. A fingerprint has one key: which of them count, the
// store says.
func brought(c Caller, b *wire.Batch) map[string]ed25519.PublicKey {
	keys := map[string]ed25519.PublicKey{c.Booth: c.Key}
	for _, k := range b.Keys {
		keys[entry.BoothID(k)] = k
	}
	return keys
}

// judgement is what is known of a line before the store is asked.
type judgement struct {
	refuse         string // for what
	verified, good bool   // the signature
}

// judgements look at lines and signatures, on all cores and before the transaction, which others wait for: they are
// half of the work.
func judgements(c Caller, b *wire.Batch) []judgement {
	out := make([]judgement, len(b.Lines))
	keys := brought(c, b)
	var all sync.WaitGroup
	for n := range min(runtime.GOMAXPROCS(0), len(b.Lines)) {
		all.Go(func() {
			for i := n; i < len(b.Lines); i += runtime.GOMAXPROCS(0) {
				l := &b.Lines[i]
				if out[i].refuse = l.Refuse(); out[i].refuse == "" && keys[l.Booth] != nil {
					out[i].verified, out[i].good = true, entry.Booths(keys).Verified(&l.Entry)
				}
			}
		})
	}
	all.Wait()
	return out
}

// judge sorts out the lines that cannot be kept.
func (p *putting) judge(ctx context.Context, b *wire.Batch, judged []judgement, brought map[string]ed25519.PublicKey) error {
	steps := []step{find("SELECT desk FROM event WHERE id = $1", p.c.Event)}
	asked := map[string]bool{}
	for i := range b.Lines {
		if id := b.Lines[i].Booth; !asked[id] && wire.IsBooth(id) {
			asked[id] = true
			steps = append(steps, find("SELECT id, key, state FROM booth WHERE event = $1 AND id = $2", p.c.Event, id))
		}
	}
	got, err := p.ask(ctx, steps...)
	if err != nil {
		return err
	}
	if len(got[0].rows) == 1 {
		p.desk = blob(got[0].rows[0][0])
	}
	var learnt []step
	for _, g := range got[1:] {
		for _, r := range g.rows {
			id, key := text(r[0]), ed25519.PublicKey(blob(r[1]))
			if text(r[2]) == Distrusted {
				continue
			}
			if key == nil && brought[id] != nil {
				key = brought[id]
				learnt = append(learnt, change("UPDATE booth SET key = $3 WHERE event = $1 AND id = $2 AND key IS NULL", p.c.Event, id, []byte(key)))
			}
			if key != nil {
				p.keys[id] = key
			}
		}
	}
	for i := range b.Lines {
		l, j := &b.Lines[i], &judged[i]
		if j.refuse != "" {
			p.refuse(l, j.refuse)
			continue
		}
		if p.keys[l.Booth] == nil {
			p.refuse(l, wire.LineBooth)
			continue
		}
		if !j.verified { // its key was here already; a further try does not verify again
			j.verified, j.good = true, entry.Booths(p.keys).Verified(&l.Entry)
		}
		if !j.good {
			p.refuse(l, wire.LineSignature)
			continue
		}
		p.taken = append(p.taken, l)
	}
	if p.learnt = p.learnt || len(learnt) > 0; len(learnt) > 0 {
		_, err = p.ask(ctx, learnt...)
	}
	return err
}

// covered is whether an erasure that is carried out covers a line with event, person and booth in these places.
func covered(event, person, booth string) string {
	return "EXISTS (SELECT 1 FROM erased g WHERE g.event = " + event + " AND g.person = " + person + " AND g.state = 'done' AND (g.covers = '' OR g.covers = " + booth + "))"
}

var (
	insertLine = "INSERT INTO line (event, " + columns + ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, CASE WHEN " +
		covered("$1", "$3", "$5") + " THEN NULL ELSE CAST($14 AS BLOB) END) ON CONFLICT DO NOTHING"
	insertApart = "INSERT INTO apart (event, " + columns + ", hash) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, CASE WHEN " +
		covered("$1", "$3", "$5") + " THEN NULL ELSE CAST($14 AS BLOB) END, $15) ON CONFLICT DO NOTHING"
	fillLine  = "UPDATE line SET sealed = $3 WHERE event = $1 AND id = $2 AND sealed IS NULL AND NOT " + covered("line.event", "line.person", "line.booth")
	fillApart = "UPDATE apart SET sealed = $6 WHERE event = $1 AND booth = $2 AND seq = $3 AND id = $4 AND hash = $5 AND sealed IS NULL AND NOT " + covered("apart.event", "apart.person", "apart.booth")
	likeLine  = "SELECT " + columns + " FROM line WHERE event = $1 AND (id = $2 OR booth = $3 AND seq = $4)"
)

// save saves the lines that are new, and keeps apart those that contradict what is here. Erasures and joins come first:
// whether the content of the others is taken depends on them, and not on the order in a batch.
func (p *putting) save(ctx context.Context) error {
	var deciding, others []*wire.Line
	for _, l := range p.taken {
		if decides(l) {
			deciding = append(deciding, l)
		} else {
			others = append(others, l)
		}
	}
	apart := map[string]bool{}
	if len(deciding) > 0 {
		if err := p.insert(ctx, deciding, apart); err != nil {
			return err
		}
	}
	if len(deciding) > 0 || p.learnt {
		var who []string
		for _, l := range deciding {
			who = append(who, l.Person)
		}
		if p.learnt {
			who = nil // a key may show whose people somebody speaks for: everybody
		}
		emptied, err := settle(ctx, p.ask, p.c.Event, p.c.Now, who)
		if err != nil {
			return err
		}
		p.emptied = p.emptied || emptied
	}
	if len(others) > 0 {
		if err := p.insert(ctx, others, apart); err != nil {
			return err
		}
	}
	if len(deciding) > 0 { // a join has content too, and may be of somebody who is erased
		if err := p.fill(ctx, deciding); err != nil {
			return err
		}
	}
	for _, l := range p.taken {
		if apart[l.ID] {
			p.r.Apart = append(p.r.Apart, l.ID)
		} else {
			p.r.Saved = append(p.r.Saved, l.ID)
		}
	}
	return nil
}

// insert saves lines, each in one of the two tables.
func (p *putting) insert(ctx context.Context, lines []*wire.Line, apart map[string]bool) error {
	var steps []step
	for _, l := range lines {
		steps = append(steps, change(insertLine, append([]any{p.c.Event}, values(l)...)...))
	}
	got, err := p.ask(ctx, steps...)
	if err != nil {
		return err
	}
	var old []*wire.Line
	steps = nil
	for i, l := range lines {
		if got[i].changed == 0 {
			old = append(old, l)
			steps = append(steps, find(likeLine, p.c.Event, l.ID, l.Booth, l.Seq))
		}
	}
	if len(old) == 0 {
		return nil
	}
	if got, err = p.ask(ctx, steps...); err != nil {
		return err
	}
	steps = nil
	for i, l := range old {
		same := false
		for _, r := range got[i].rows {
			if is := scan(r); is.Same(&l.Entry) && bytes.Equal(is.Desk, l.Desk) {
				same = true
				if is.Sealed == nil && l.Sealed != nil { // it came without before, from a booth that had lost or emptied it
					steps = append(steps, change(fillLine, p.c.Event, l.ID, l.Sealed))
				}
			}
		}
		if !same {
			apart[l.ID] = true
			steps = append(steps, change(insertApart, append(append([]any{p.c.Event}, values(l)...), hashOf(l))...))
			if l.Sealed != nil {
				steps = append(steps, change(fillApart, p.c.Event, l.Booth, l.Seq, l.ID, hashOf(l), l.Sealed))
			}
		}
	}
	if len(steps) == 0 {
		return nil
	}
	_, err = p.ask(ctx, steps...)
	return err
}

// fill gives lines their content that were saved without, because what covered them was worked out only afterwards.
func (p *putting) fill(ctx context.Context, lines []*wire.Line) error {
	var steps []step
	for _, l := range lines {
		if l.Sealed != nil {
			steps = append(steps, change(fillLine+" AND digest = $4", p.c.Event, l.ID, l.Sealed, l.Digest),
				change(fillApart, p.c.Event, l.Booth, l.Seq, l.ID, hashOf(l), l.Sealed))
		}
	}
	if len(steps) == 0 {
		return nil
	}
	_, err := p.ask(ctx, steps...)
	return err
}

// receipt writes the row that makes the commit of every acknowledged batch wait for a standby, and names the answer.
func (p *putting) receipt(ctx context.Context) error {
	id := make([]byte, 16)
	rand.Read(id) // never fails, by its documentation
	p.r.Receipt = hex.EncodeToString(id)
	h := sha256.New()
	for _, list := range [][]string{p.r.Saved, p.r.Apart} {
		for _, line := range list {
			h.Write([]byte(line + "\n"))
		}
	}
	_, err := p.ask(ctx, change("INSERT INTO receipt (id, event, batch, booth, lines, digest, hour) VALUES ($1, $2, $3, $4, $5, $6, $7)",
		id, p.c.Event, p.r.Batch, p.c.Booth, int64(len(p.r.Saved)+len(p.r.Apart)), h.Sum(nil), p.c.Now))
	return err
}
