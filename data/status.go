package data

import (
	"context"
	"errors"
	"fmt"
	"time"
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
	if err := s.db.tell(ctx, s.known, &st); err != nil {
		return Status{}, fmt.Errorf("counting: %w", explain(err))
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
		kindSignUp, s.booth, hour(from)).Scan(&n)
	if err != nil {
		return 0, fmt.Errorf("counting: %w", explain(err))
	}
	return n, nil
}

// tell fills in the counts.
func (d *database) tell(ctx context.Context, known booths, st *Status) error {
	for _, q := range []struct {
		to  *int
		sql string
	}{
		{&st.Signups, "SELECT count(DISTINCT person) FROM entry WHERE kind = 'signup' AND person NOT IN (SELECT person FROM " + bothTables + " WHERE kind = 'erasure')"},
		{&st.Erased, "SELECT count(DISTINCT person) FROM " + bothTables + " WHERE kind = 'erasure'"},
		{&st.Entries, "SELECT count(*) FROM entry"},
	} {
		if err := d.QueryRowContext(ctx, q.sql).Scan(q.to); err != nil {
			return err
		}
	}
	more, err := d.counting(ctx, known)
	if err != nil {
		return err
	}
	persons := map[string]bool{}
	for _, e := range more {
		st.Entries++
		if e.Kind != kindSignUp || persons[e.Person] {
			continue
		}
		persons[e.Person] = true
		var here int
		if err := d.QueryRowContext(ctx, "SELECT (SELECT count(*) FROM entry WHERE person = ?1 AND kind = ?2) + (SELECT count(*) FROM "+bothTables+" WHERE person = ?1 AND kind = ?3)",
			e.Person, kindSignUp, kindErasure).Scan(&here); err != nil {
			return err
		}
		if here == 0 {
			st.Signups++
		}
	}
	return nil
}
