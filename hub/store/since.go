package store

import (
	"context"
	"crypto/ed25519"
	"slices"
	"strings"

	"matchbooth/data/entry"
	"matchbooth/data/wire"
)

// prefixed are the columns of a line, of the table that has this name.
func prefixed(table string) string {
	return table + "." + strings.ReplaceAll(columns, ", ", ", "+table+".")
}

// shown are the columns of a line as they are handed out: what an erasure hides, even one that still waits, has no
// sealed part.
func shown() string {
	return strings.TrimSuffix(prefixed("l"), ", l.sealed") + `, CASE WHEN EXISTS (
		SELECT 1 FROM erased g LEFT JOIN booth b ON b.event = g.event AND b.id = g.signer
		WHERE g.event = l.event AND g.person = l.person AND (g.covers = '' OR g.covers = l.booth)
		AND (g.state = 'done' OR g.state = 'waits' AND COALESCE(b.state, '') <> 'distrusted')) THEN NULL ELSE l.sealed END`
}

// most is how many booths are asked for at once while none of them has anything new.
const most = 128

// Since returns lines that the asker has not, in the order of booth, running number and id. [wire.Query.Check] must have
// passed. Lines of booths that are distrusted are handed out too: the desk decides what it believes.
func (s *Store) Since(ctx context.Context, c Caller, q wire.Query) (wire.Page, error) {
	limit := q.Limit
	if limit == 0 || limit > wire.MaxLines {
		limit = wire.MaxLines
	}
	var page wire.Page
	err := s.engine.transact(ctx, func(ctx context.Context, ask asker) error {
		page = wire.Page{Lines: []wire.Line{}}
		if err := admit(ctx, ask, c); err != nil {
			return err
		}
		got, err := ask(ctx, find("SELECT id, key FROM booth WHERE event = $1 ORDER BY id", c.Event))
		if err != nil {
			return err
		}
		r := reading{c: c, q: q, ask: ask, limit: limit, page: &page}
		booths := got[0].rows
		if q.After != nil {
			booths = slices.DeleteFunc(booths, func(b []any) bool { return text(b[0]) < q.After.Booth })
		}
		keys := map[string][]byte{}
		for _, b := range booths {
			keys[text(b[0])] = blob(b[1])
		}
		for at, n := 0, 1; at < len(booths) && !r.full; {
			part := booths[at:min(at+n, len(booths))]
			found, err := r.read(ctx, part)
			if err != nil {
				return err
			}
			at += len(part)
			if n = min(2*n, most); found {
				n = 1
			}
		}
		named := map[string]bool{}
		for _, l := range page.Lines {
			if k := keys[l.Booth]; k != nil && !named[l.Booth] {
				named[l.Booth] = true
				page.Keys = append(page.Keys, k)
			}
		}
		return nil
	})
	return page, err
}

// reading is one try of reading a page.
type reading struct {
	c     Caller
	q     wire.Query
	ask   asker
	limit int
	page  *wire.Page
	bytes int
	full  bool
}

// read adds the lines of some booths, and says whether there were any.
func (r *reading) read(ctx context.Context, booths [][]any) (found bool, err error) {
	room := int64(r.limit - len(r.page.Lines) + 1) // one more, to know whether it is the last page
	var steps []step
	for _, b := range booths {
		booth, seq, id, hash := text(b[0]), int64(0), "", []byte{}
		if a := r.q.After; a != nil && a.Booth == booth {
			seq, id, hash = a.Seq, a.ID, a.Hash
		}
		if r.q.Apart {
			steps = append(steps, find("SELECT "+shown()+", l.hash FROM apart l WHERE l.event = $1 AND l.booth = $2 AND (l.seq, l.id, l.hash) > ($3, $4, $5) ORDER BY l.seq, l.id, l.hash LIMIT $6",
				r.c.Event, booth, seq, id, hash, room))
			continue
		}
		if have := r.q.Have[booth]; have > seq || id == "" {
			seq, id = have+1, ""
		}
		steps = append(steps, find("SELECT "+shown()+" FROM line l WHERE l.event = $1 AND l.booth = $2 AND (l.seq, l.id) > ($3, $4) ORDER BY l.seq, l.id LIMIT $5",
			r.c.Event, booth, seq, id, room))
	}
	got, err := r.ask(ctx, steps...)
	if err != nil {
		return false, err
	}
	for _, g := range got {
		for _, row := range g.rows {
			found = true
			l := scan(row)
			if len(r.page.Lines) == r.limit || r.bytes > 0 && r.bytes+len(l.Sealed) > wire.MaxPage {
				last := r.page.Lines[len(r.page.Lines)-1]
				r.full = true
				r.page.Next = &wire.Place{Booth: last.Booth, Seq: last.Seq, ID: last.ID}
				if r.q.Apart {
					r.page.Next.Hash = hashOf(&last)
				}
				return true, nil
			}
			r.bytes += len(l.Sealed)
			r.page.Lines = append(r.page.Lines, l)
		}
	}
	return found, nil
}

// Fault is something that Verify found.
type Fault struct {
	Event string `json:"event"`
	ID    string `json:"id"`
	What  string `json:"what"` // one of the Line… codes
}

// Verify reads every line, also those kept apart, and tells each that does not match its digest or its signature. It
// returns how many lines it read. While it runs, the hub goes on.
func (s *Store) Verify(ctx context.Context, tell func(Fault)) (n int, err error) {
	if err := s.engine.check(ctx); err != nil {
		return 0, err
	}
	for _, table := range []string{"line", "apart"} {
		event, id, hash := "", "", []byte{}
		for {
			var got []result
			if err := s.engine.transact(ctx, func(ctx context.Context, ask asker) (err error) {
				after, names := "(l.event, l.id) > ($1, $2)", "l.event, l.id"
				args := []any{event, id}
				if table == "apart" {
					after, names = "(l.event, l.id, l.hash) > ($1, $2, $3)", "l.event, l.id, l.hash"
					args = append(args, hash)
				}
				got, err = ask(ctx, find("SELECT "+prefixed("l")+", l.event, b.key FROM "+table+" l LEFT JOIN booth b ON b.event = l.event AND b.id = l.booth WHERE "+
					after+" ORDER BY "+names+" LIMIT 200", args...))
				return err
			}); err != nil {
				return n, err
			}
			for _, r := range got[0].rows {
				l := scan(r)
				n++
				event, id, hash = text(r[13]), l.ID, hashOf(&l)
				switch key := blob(r[14]); {
				case !l.Whole().Intact():
					tell(Fault{event, l.ID, wire.LineDamaged})
				case len(key) != ed25519.PublicKeySize, !(entry.Booths{l.Booth: key}).Verified(&l.Entry):
					tell(Fault{event, l.ID, wire.LineSignature})
				}
			}
			if len(got[0].rows) < 200 {
				break
			}
		}
	}
	return n, nil
}
