package data

import (
	"context"
	"errors"
	"fmt"

	"matchbooth/data/entry"
	"matchbooth/data/internal/db"
	"matchbooth/data/internal/folder"
	"matchbooth/data/internal/keys"
	"matchbooth/data/record"
)

// RecordsOf is [Store.Records] for a person and whoever is one person with them: none if they are erased or not here, one
// otherwise, or several if booths say different things of them. It takes as long as opening their entries.
func (s *Store) RecordsOf(ctx context.Context, key keys.Opener, person string) ([]record.Record, []record.Fault, error) {
	if key == nil {
		return nil, nil, errors.New("opening records: no key given")
	}
	s.mu.Lock()
	if s.db == nil {
		s.mu.Unlock()
		return nil, nil, errors.New("opening records: the store is closed")
	}
	tr, event := s.trust, s.event
	var lines []*entry.Entry
	pairs, err := tr.PairsAround(ctx, s.db, person)
	if err == nil {
		for _, id := range pairs.Of(person) {
			if err == nil {
				err = db.EachEntry(ctx, s.db, func(e *entry.Entry) { lines = append(lines, e) }, "person = ?", id)
			}
		}
	}
	s.mu.Unlock()
	if err != nil {
		return nil, nil, fmt.Errorf("opening records: %w", folder.Explain(err))
	}
	o := opening{key: key, event: event, trust: tr, at: map[string][]string{}, people: map[string][]record.Opened{}}
	err = o.openAll(ctx, len(lines), nil, func(send func(*entry.Entry) error) error {
		for _, e := range lines {
			if err := send(e); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, nil, fmt.Errorf("opening records: %w", err)
	}
	return o.fold(), o.faults, nil
}
