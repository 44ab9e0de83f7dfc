package store

import (
	"context"
	"crypto/ed25519"

	"matchbooth/data/entry"
	"matchbooth/data/wire"
)

// wishesStay is how many wishes of an event wait for the desk at most: some 150 MB. Beyond it there is no room until the desk
// has fetched them. A variable for tests.
var wishesStay int64 = 20000

// isDesk says whether a fingerprint is that of the event's desk.
func isDesk(desk []byte, who string) bool {
	return len(desk) == ed25519.PublicKeySize && entry.BoothID(desk) == who
}

// PutWish keeps what a phone has sent. One that is here already, under its id, is left as it is and is no error: a phone
// sends again where it got no answer. ErrBusy says that the queue is full, ErrNotAllowed that the event has no page.
func (s *Store) PutWish(ctx context.Context, event string, w wire.SealedWish) error {
	// Not in the transaction that writes: counting there would make all phones that send at once conflict with each other.
	err := s.engine.transact(ctx, func(ctx context.Context, ask asker) error {
		got, err := ask(ctx,
			find("SELECT COUNT(*) FROM page WHERE event = $1", event),
			find("SELECT COUNT(*) FROM wish WHERE event = $1", event))
		switch {
		case err != nil:
			return err
		case number(got[0].rows[0][0]) == 0:
			return ErrNotAllowed
		case number(got[1].rows[0][0]) >= wishesStay:
			return ErrBusy
		}
		return nil
	})
	if err != nil {
		return err
	}
	return s.engine.transact(ctx, func(ctx context.Context, ask asker) error {
		_, err := ask(ctx, change("INSERT INTO wish (event, id, hour, sealed) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING", event, w.ID, w.Hour, w.Sealed))
		return err
	})
}

// admitForWishes is the first thing where wishes are asked for: a booth that may speak, or the desk. It says which.
func admitForWishes(ctx context.Context, ask asker, c Caller) (desk bool, err error) {
	got, err := ask(ctx, find("SELECT desk FROM event WHERE id = $1", c.Event))
	if err != nil {
		return false, err
	}
	if len(got[0].rows) == 0 || !isDesk(blob(got[0].rows[0][0]), c.Booth) {
		return false, admit(ctx, ask, c)
	}
	got, err = ask(ctx, change("INSERT INTO nonce (booth, nonce, hour) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING", c.Booth, c.Nonce, c.Hour))
	if err == nil && got[0].changed == 0 {
		err = ErrReplay
	}
	return true, err
}

// Wishes returns a page of wishes, by their ids. [wire.WishQuery.Check] must have passed.
func (s *Store) Wishes(ctx context.Context, c Caller, q wire.WishQuery) (p wire.WishPage, err error) {
	limit := q.Limit
	if limit == 0 || limit > wire.MaxWishes {
		limit = wire.MaxWishes
	}
	err = s.engine.transact(ctx, func(ctx context.Context, ask asker) error {
		p = wire.WishPage{Wishes: []wire.SealedWish{}}
		if _, err := admitForWishes(ctx, ask, c); err != nil {
			return err
		}
		got, err := ask(ctx, find("SELECT id, hour, sealed FROM wish WHERE event = $1 AND id > $2 ORDER BY id LIMIT $3", c.Event, q.After, int64(limit)+1))
		if err != nil {
			return err
		}
		size := 0
		for i, r := range got[0].rows {
			w := wire.SealedWish{ID: text(r[0]), Hour: number(r[1]), Sealed: blob(r[2])}
			if size += len(w.Sealed); i == limit || i > 0 && size > wire.MaxPage {
				p.Next = p.Wishes[i-1].ID
				return nil
			}
			p.Wishes = append(p.Wishes, w)
		}
		return nil
	})
	return p, err
}

// WishesDone deletes wishes for good, by the word of the desk alone: a booth that was stolen could otherwise make them
// disappear before anybody has read them. [wire.WishDone.Check] must have passed.
func (s *Store) WishesDone(ctx context.Context, c Caller, d wire.WishDone) error {
	err := s.engine.transact(ctx, func(ctx context.Context, ask asker) error {
		desk, err := admitForWishes(ctx, ask, c)
		if err != nil {
			return err
		}
		if !desk {
			return ErrNotAllowed
		}
		var steps []step
		for _, id := range d.Done {
			steps = append(steps, change("DELETE FROM wish WHERE event = $1 AND id = $2", c.Event, id))
		}
		_, err = ask(ctx, steps...)
		return err
	})
	if err != nil {
		return err
	}
	if err := s.engine.scrub(ctx); err != nil {
		return fault("scrubbing", ErrUnknown)
	}
	return nil
}

// SetPage tells the hub what the page of an event says. The JSON is [matchbooth/hub/page.Event]; whoever calls has checked it.
// A page that is there is replaced.
func (s *Store) SetPage(ctx context.Context, event string, says []byte) error {
	return s.engine.transact(ctx, func(ctx context.Context, ask asker) error {
		_, err := ask(ctx,
			change("INSERT INTO event (id) VALUES ($1) ON CONFLICT DO NOTHING", event),
			change("INSERT INTO page (event, says) VALUES ($1, $2) ON CONFLICT (event) DO UPDATE SET says = excluded.says", event, says))
		return err
	})
}

// Pages returns what the page of each event says, by the event's id.
func (s *Store) Pages(ctx context.Context) (all map[string][]byte, err error) {
	err = s.engine.transact(ctx, func(ctx context.Context, ask asker) error {
		all = map[string][]byte{}
		got, err := ask(ctx, find("SELECT event, says FROM page ORDER BY event"))
		if err != nil {
			return err
		}
		for _, r := range got[0].rows {
			all[text(r[0])] = blob(r[1])
		}
		return nil
	})
	return all, err
}
