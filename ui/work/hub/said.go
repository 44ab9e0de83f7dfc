package hub

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"log/slog"

	"matchbooth/data/entry"
	"matchbooth/data/wire"
)

// say sends what the desk has said and the hub has not confirmed since the program began: sent again it changes nothing, and
// it is little. What the hub refuses is not sent again before the next start.
func (p *Pusher) say(ctx context.Context) error {
	all, err := p.s.Statements(ctx)
	if err != nil {
		return err
	}
	var b wire.Saying
	var ids []string
	name, size := sha256.New(), 0
	send := func() error {
		if len(b.Statements) == 0 {
			return nil
		}
		client, err := p.speak()
		if err != nil {
			return err
		}
		b.Batch = hex.EncodeToString(name.Sum(nil)[:16])
		r, err := client.Say(ctx, p.s.Event(), b)
		if err != nil {
			return told(ctx, p.j, err)
		}
		if n := len(r.Refused); n > 0 {
			slog.Warn("the hub refused what the desk has said", "statements", n, "reason", r.Refused[0].Code)
		}
		for _, id := range ids {
			p.said[id] = true
		}
		b, ids, size = wire.Saying{}, nil, 0
		name.Reset()
		return nil
	}
	for i := range all {
		id := all[i].ID()
		m := wire.StatementOf(&all[i])
		if p.said[id] || m.Refuse() != "" {
			continue
		}
		if len(ids) == wire.MaxStatements || len(ids) > 0 && size+len(m.Body) > mostBytes {
			if err := send(); err != nil {
				return err
			}
		}
		b.Statements, ids, size = append(b.Statements, m), append(ids, id), size+len(m.Body)
		name.Write([]byte(id))
	}
	return send()
}

// hear fetches what the desk has said and is not known here.
func (p *Pulled) hear(ctx context.Context, s Store, client *wire.Client, j Joined) error {
	all, err := s.Statements(ctx)
	if err != nil {
		return err
	}
	ask := wire.Asking{}
	for i := range all {
		ask.Known = append(ask.Known, all[i].ID())
	}
	for {
		page, err := client.Said(ctx, s.Event(), ask)
		if err != nil {
			return told(ctx, j, err)
		}
		if page.Next != nil && (len(page.Statements) == 0 || ask.After != nil && page.Next.Compare(*ask.After) <= 0) {
			return ErrHub{Lies, wire.ErrAnswer}
		}
		var list []entry.Statement
		for i := range page.Statements {
			if m := &page.Statements[i]; m.Refuse() == "" {
				list = append(list, *m.Whole(s.Event()))
			}
		}
		if p.Said += len(list); p.Said > wire.MaxSaid {
			return ErrHub{Lies, fmt.Errorf("%w: more statements than an event has", wire.ErrAnswer)}
		}
		if len(list) > 0 {
			if p.from == nil {
				if p.from, err = s.Fetching(ctx); err != nil {
					return err
				}
			}
			if err := p.from.Say(ctx, list); err != nil {
				return err
			}
		}
		if page.Next == nil {
			return nil
		}
		ask.After = page.Next
	}
}
