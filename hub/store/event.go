package store

import (
	"context"
	"errors"
	"fmt"

	"matchbooth/data/keyset"
)

// The errors about an event as a whole.
var (
	ErrNoEvent   = errors.New("the hub does not know this event")
	ErrUncleaned = errors.New("the event is gone, but the files of the database could not be cleaned of it")
)

// SetKeys tells the hub an event's key set, which its desk has signed, and the text of its keys.toml. What holds for a
// booth's folder holds here: another desk's, an older one, or another one of the same serial replaces nothing
// ([keyset.Set.Takes]); the same again is no error.
func (s *Store) SetKeys(ctx context.Context, set *keyset.Set, text string) error {
	err := s.engine.transact(ctx, func(ctx context.Context, ask asker) error {
		if _, err := setDesk(ctx, ask, set.Event, set.Desk); err != nil {
			return err
		}
		have, err := keysOf(ctx, ask, set.Event)
		if err != nil {
			return err
		}
		if have != nil {
			if err := have.Takes(set); errors.Is(err, keyset.ErrKeysHere) {
				return nil
			} else if err != nil {
				return err
			}
		}
		_, err = ask(ctx, change("UPDATE event SET keys = $2 WHERE id = $1", set.Event, text))
		return err
	})
	if err != nil {
		return err
	}
	return s.engine.scrub(ctx)
}

// Keys returns the key set of an event; nil if the hub has not been told.
func (s *Store) Keys(ctx context.Context, event string) (set *keyset.Set, err error) {
	err = s.engine.transact(ctx, func(ctx context.Context, ask asker) (err error) {
		set, err = keysOf(ctx, ask, event)
		return err
	})
	return set, err
}

func keysOf(ctx context.Context, ask asker, event string) (*keyset.Set, error) {
	got, err := ask(ctx, find("SELECT keys FROM event WHERE id = $1", event))
	if err != nil || len(got[0].rows) == 0 || text(got[0].rows[0][0]) == "" {
		return nil, err
	}
	set, err := keyset.Parse(text(got[0].rows[0][0]))
	if err != nil {
		return nil, fmt.Errorf("the event's keys in the database: %w", err)
	}
	return set, nil
}

// LinesOf counts the lines of an event, those kept apart included. [ErrNoEvent] if the hub does not know it.
func (s *Store) LinesOf(ctx context.Context, event string) (n int64, err error) {
	err = s.engine.transact(ctx, func(ctx context.Context, ask asker) error {
		got, err := ask(ctx, find("SELECT COUNT(*) FROM event WHERE id = $1", event),
			find("SELECT (SELECT COUNT(*) FROM line WHERE event = $1) + (SELECT COUNT(*) FROM apart WHERE event = $1)", event))
		if err != nil {
			return err
		}
		if number(got[0].rows[0][0]) == 0 {
			return ErrNoEvent
		}
		n = number(got[1].rows[0][0])
		return nil
	})
	return n, err
}

// ofEvent are the tables with rows of events. A test holds that none is missing.
var ofEvent = []string{"line", "apart", "statement", "erased", "receipt", "booth", "wish", "page"}

// EraseEvent removes everything of an event for good, and takes it out of the database's files as far as the engine can:
// SQLite overwrites it, PostgreSQL writes its tables anew, which others wait for. Backups and archives of the WAL keep it.
// [ErrUncleaned] where that could not be done now: the event is gone all the same.
func (s *Store) EraseEvent(ctx context.Context, event string) error {
	if err := s.engine.transact(ctx, func(ctx context.Context, ask asker) error {
		var steps []step
		for _, table := range ofEvent {
			steps = append(steps, change("DELETE FROM "+table+" WHERE event = $1", event))
		}
		_, err := ask(ctx, append(steps, change("DELETE FROM event WHERE id = $1", event))...)
		return err
	}); err != nil {
		return err
	}
	if err := s.engine.compact(ctx, append([]string{"event"}, ofEvent...)); err != nil {
		return fmt.Errorf("%w: %w", ErrUncleaned, err)
	}
	return nil
}
