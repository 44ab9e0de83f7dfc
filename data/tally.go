package data

import (
	"context"
	"errors"
	"fmt"
	"math"
	"regexp"
	"time"
)

// labels are names of counts and lines of the audit: one short line of printable ASCII, so that a name in Chinese that
// got here by mistake is refused.
var labels = regexp.MustCompile(`^[A-Za-z][ -~]{0,119}$`)

// Tally counts one more of something anonymous: a screen reached, a story opened. It is kept by the hour, and never
// tied to a person. Names are ASCII, like "story:dandan".
func (s *Store) Tally(ctx context.Context, name string) error {
	if !labels.MatchString(name) {
		return errors.New("counting: not a name for a count")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.sound(); err != nil {
		return err
	}
	_, err := s.db.ExecContext(context.WithoutCancel(ctx),
		"INSERT INTO tally (name, hour, count) VALUES (?, ?, 1) ON CONFLICT (name, hour) DO UPDATE SET count = count + 1", name, hour(s.clock()))
	if err != nil {
		return s.breaks(fmt.Errorf("counting: %w", err))
	}
	return nil
}

// Tallies gives the sums over all hours.
func (s *Store) Tallies(ctx context.Context) (map[string]int, error) {
	return s.TalliesSince(ctx, time.Time{})
}

// TalliesSince gives the sums over the hours from the one that a moment lies in; the zero moment
// gives them all.
func (s *Store) TalliesSince(ctx context.Context, from time.Time) (map[string]int, error) {
	least := int64(math.MinInt64)
	if !from.IsZero() {
		least = hour(from)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.db == nil {
		return nil, errors.New("reading the counts: the store is closed")
	}
	rows, err := s.db.QueryContext(ctx, "SELECT name, sum(count) FROM tally WHERE hour >= ? GROUP BY name", least)
	if err != nil {
		return nil, fmt.Errorf("reading the counts: %w", explain(err))
	}
	defer rows.Close()
	out := map[string]int{}
	for rows.Next() {
		var name string
		var n int
		if err := rows.Scan(&name, &n); err != nil {
			return nil, fmt.Errorf("reading the counts: %w", explain(err))
		}
		out[name] = n
	}
	return out, rows.Err()
}

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
