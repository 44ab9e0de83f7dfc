package store

import (
	"bytes"
	"context"

	"matchbooth/data/entry"
	"matchbooth/data/wire"
)

// Say saves statements of the desk, each once, in one transaction with the receipt. [wire.Saying.Check] must have passed.
// While the desk's key is not known they are kept unread, within the limits of [entry].
func (s *Store) Say(ctx context.Context, c Caller, m wire.Saying) (wire.Receipt, error) {
	var last *putting
	err := s.engine.transact(ctx, func(ctx context.Context, ask asker) error {
		p := newPutting(c, ask, m.Batch)
		if err := admit(ctx, ask, c); err != nil {
			return err
		}
		if err := p.say(ctx, m.Statements); err != nil {
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

// say saves those of the statements that can be kept.
func (p *putting) say(ctx context.Context, list []wire.Statement) error {
	steps := []step{
		find("SELECT desk FROM event WHERE id = $1", p.c.Event),
		find("SELECT COUNT(*), COALESCE(SUM(LENGTH(body)), 0) FROM statement WHERE event = $1", p.c.Event),
	}
	ids := make([]string, len(list))
	for i := range list {
		ids[i] = list[i].Whole(p.c.Event).ID()
		steps = append(steps, find("SELECT sig FROM statement WHERE event = $1 AND serial = $2 AND id = $3", p.c.Event, list[i].Serial, ids[i]))
	}
	got, err := p.ask(ctx, steps...)
	if err != nil {
		return err
	}
	if len(got[0].rows) == 1 {
		p.desk = blob(got[0].rows[0][0])
	}
	n, bytesHere := number(got[1].rows[0][0]), number(got[1].rows[0][1])
	steps = nil
	for i := range list {
		m := &list[i]
		here := false
		for _, r := range got[2+i].rows {
			here = here || bytes.Equal(blob(r[0]), m.Sig)
		}
		refuse := m.Refuse()
		switch {
		case refuse != "" || here:
		case p.desk != nil && !m.Whole(p.c.Event).By(p.desk):
			refuse = wire.LineSignature
		case n >= entry.MaxStatements, p.desk == nil && bytesHere+int64(len(m.Body)) > entry.MaxStatementBytes:
			refuse = wire.LineFull
		default:
			n, bytesHere = n+1, bytesHere+int64(len(m.Body))
			steps = append(steps, change("INSERT INTO statement (event, serial, id, kind, body, sig) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING",
				p.c.Event, m.Serial, ids[i], m.Kind, m.Body, m.Sig))
		}
		if refuse != "" {
			p.r.Refused = append(p.r.Refused, wire.Refused{ID: ids[i], Code: refuse})
			continue
		}
		p.r.Saved = append(p.r.Saved, ids[i])
	}
	if len(steps) == 0 {
		return nil
	}
	if _, err = p.ask(ctx, steps...); err == nil {
		p.emptied, err = settle(ctx, p.ask, p.c.Event, p.c.Now, nil)
	}
	return err
}

// Said returns what the desk has said and the asker does not know, in the order of serial and id. [wire.Asking.Check] must
// have passed.
func (s *Store) Said(ctx context.Context, c Caller, a wire.Asking) (wire.Said, error) {
	known := map[string]bool{}
	for _, id := range a.Known {
		known[id] = true
	}
	var page wire.Said
	err := s.engine.transact(ctx, func(ctx context.Context, ask asker) error {
		page = wire.Said{Statements: []wire.Statement{}}
		if err := admit(ctx, ask, c); err != nil {
			return err
		}
		got, err := ask(ctx, find("SELECT serial, id, sig, LENGTH(body) FROM statement WHERE event = $1 ORDER BY serial, id, sig", c.Event))
		if err != nil {
			return err
		}
		var steps []step
		var last wire.SaidHere
		room := int64(entry.MaxStatement)
		for _, r := range got[0].rows {
			at := wire.SaidHere{Serial: number(r[0]), ID: text(r[1])}
			if known[at.ID] || a.After != nil && at.Compare(*a.After) <= 0 {
				continue
			}
			// Those of one id stay on one page: while nobody can tell whose they are, there may be several.
			if room -= number(r[3]); at != last && len(steps) > 0 && (room < 0 || len(steps) >= wire.MaxStatements) {
				page.Next = &last
				break
			}
			last = at
			steps = append(steps, find("SELECT kind, serial, body, sig FROM statement WHERE event = $1 AND serial = $2 AND id = $3 AND sig = $4", c.Event, at.Serial, at.ID, blob(r[2])))
		}
		if got, err = ask(ctx, steps...); err != nil {
			return err
		}
		for _, g := range got {
			for _, r := range g.rows {
				page.Statements = append(page.Statements, wire.Statement{Kind: text(r[0]), Serial: number(r[1]), Body: blob(r[2]), Sig: blob(r[3])})
			}
		}
		return nil
	})
	return page, err
}

// statementsOfDesk reads what the desk with this key has said, and has what somebody else has written there deleted.
func statementsOfDesk(ctx context.Context, ask asker, event string, desk []byte) (list []entry.Statement, err error) {
	got, err := ask(ctx, find("SELECT kind, serial, body, sig, id FROM statement WHERE event = $1", event))
	if err != nil {
		return nil, err
	}
	var strange []step
	for _, r := range got[0].rows {
		m := entry.Statement{Event: event, Kind: text(r[0]), Serial: number(r[1]), Body: string(blob(r[2])), Sig: blob(r[3])}
		if m.By(desk) && m.ID() == text(r[4]) {
			list = append(list, m)
			continue
		}
		strange = append(strange, change("DELETE FROM statement WHERE event = $1 AND serial = $2 AND id = $3 AND sig = $4", event, m.Serial, text(r[4]), m.Sig))
	}
	if len(strange) > 0 {
		_, err = ask(ctx, strange...)
	}
	return list, err
}
