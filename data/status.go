package data

import (
	"context"
	"errors"
	"fmt"
	"time"

	"matchbooth/data/entry"
	"matchbooth/data/internal/db"
	"matchbooth/data/internal/folder"
	"matchbooth/data/internal/trust"
)

// Status is what can be told without a key.
type Status struct {
	Mode    string `json:"mode"`
	Event   string `json:"event"`
	Booth   string `json:"booth"`
	Signups int    `json:"signups"`  // living persons
	Erased  int    `json:"erased"`   // persons
	Entries int    `json:"entries"`  // all lines
	LastSeq int64  `json:"last_seq"` // of this booth
}

// Status counts.
func (s *Store) Status(ctx context.Context) (Status, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.db == nil {
		return Status{}, errors.New("counting: the store is closed")
	}
	st := Status{Mode: s.mode, Event: s.event, Booth: s.booth, LastSeq: s.seq}
	if err := tell(ctx, s.db, s.trust, &st); err != nil {
		return Status{}, fmt.Errorf("counting: %w", folder.Explain(err))
	}
	return st, nil
}

// SignedUpSince counts who signed up here, and is still here, in the hours from the one that a moment lies in.
func (s *Store) SignedUpSince(ctx context.Context, from time.Time) (n int, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.db == nil {
		return 0, errors.New("counting: the store is closed")
	}
	err = s.db.QueryRowContext(ctx, "SELECT count(*) FROM entry WHERE kind = ? AND booth = ? AND hour >= ? AND sealed IS NOT NULL",
		entry.KindSignUp, s.booth, entry.Hour(from)).Scan(&n)
	if err != nil {
		return 0, fmt.Errorf("counting: %w", folder.Explain(err))
	}
	return n, nil
}

// tell fills in the counts.
func tell(ctx context.Context, d *db.DB, t *trust.Trust, st *Status) error {
	hidden, err := t.GoneIn(ctx, d)
	if err != nil {
		return err
	}
	st.Erased = len(hidden.All)
	if err := d.QueryRowContext(ctx, "SELECT count(*) FROM entry").Scan(&st.Entries); err != nil {
		return err
	}
	persons := map[string]bool{}
	living := func(e *entry.Entry) {
		if !hidden.Person(e.Person) && t.Known.Verified(e) && t.OfSigned(e, trust.NobodysHomes) == trust.Stands {
			persons[e.Person] = true
		}
	}
	rows, err := d.QueryContext(ctx, "SELECT DISTINCT person, booth FROM entry WHERE kind = 'signup'")
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var person, booth string
		if err := rows.Scan(&person, &booth); err != nil {
			return err
		}
		if _, doubted := t.Distrusted[booth]; !doubted && !hidden.Person(person) {
			persons[person] = true
		}
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil {
		return err
	}
	for booth := range t.Distrusted { // of these some count and others do not
		if err := db.EachEntry(ctx, d, living, "booth = ? AND kind = ?", booth, entry.KindSignUp); err != nil {
			return err
		}
	}
	more, err := d.Counting(ctx, t.Known)
	if err != nil {
		return err
	}
	for _, e := range more {
		st.Entries++
		if e.Kind == entry.KindSignUp {
			living(e)
		}
	}
	st.Signups = len(persons)
	return nil
}
