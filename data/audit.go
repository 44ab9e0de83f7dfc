package data

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// Audit writes down that somebody opened, exported or erased, with the time. ASCII, like
// "export xlsx for registry, 12 people"; never personal data.
func (s *Store) Audit(ctx context.Context, what string) error {
	if !labels.MatchString(what) {
		return errors.New("writing the audit: not a line for it")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.sound(); err != nil {
		return err
	}
	_, err := s.db.ExecContext(context.WithoutCancel(ctx), "INSERT INTO audit (at, what) VALUES (?, ?)", s.clock().Unix(), what)
	if err != nil {
		return s.breaks(fmt.Errorf("writing the audit: %w", err))
	}
	return nil
}

// Audited is one line of the audit.
type Audited struct {
	At   time.Time
	What string
}

// AuditLog gives the audit, oldest first.
func (s *Store) AuditLog(ctx context.Context) ([]Audited, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.db == nil {
		return nil, errors.New("reading the audit: the store is closed")
	}
	rows, err := s.db.QueryContext(ctx, "SELECT at, what FROM audit ORDER BY n")
	if err != nil {
		return nil, fmt.Errorf("reading the audit: %w", explain(err))
	}
	defer rows.Close()
	var out []Audited
	for rows.Next() {
		var at int64
		var a Audited
		if err := rows.Scan(&at, &a.What); err != nil {
			return nil, fmt.Errorf("reading the audit: %w", explain(err))
		}
		a.At = time.Unix(at, 0).UTC()
		out = append(out, a)
	}
	return out, rows.Err()
}
