package data

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math"
	"strings"
	"time"

	"matchbooth/data/entry"
	"matchbooth/data/internal/folder"
)

// TallyByDay begins the names of counts that are kept by the day and told only from [TalliesTogether] up: the outcomes
// of the conditions, of which a single one would be somebody's.
const TallyByDay = "outcome:"

// TalliesTogether is the least number of visitors whose counts reach the disk together. See [Store.Visit].
const TalliesTogether = 5

// Tallies gives the sums over all hours of what is on the disk.
func (s *Store) Tallies(ctx context.Context) (map[string]int, error) {
	return s.TalliesSince(ctx, time.Time{})
}

// TalliesSince gives the sums over the hours from the one that a moment lies in; the zero moment gives them all. The
// visitors since [Store.CountedUntil] are not in it, and a count by the day only where it has come to
// [TalliesTogether].
func (s *Store) TalliesSince(ctx context.Context, from time.Time) (map[string]int, error) {
	least := int64(math.MinInt64)
	if !from.IsZero() {
		least = entry.Hour(from)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.db == nil {
		return nil, errors.New("reading the counts: the store is closed")
	}
	rows, err := s.db.QueryContext(ctx, "SELECT name, sum(count) FROM tally WHERE hour >= ? GROUP BY name", least)
	if err != nil {
		return nil, fmt.Errorf("reading the counts: %w", folder.Explain(err))
	}
	defer rows.Close()
	out := map[string]int{}
	for rows.Next() {
		var name string
		var n int
		if err := rows.Scan(&name, &n); err != nil {
			return nil, fmt.Errorf("reading the counts: %w", folder.Explain(err))
		}
		if n >= TalliesTogether || !strings.HasPrefix(name, TallyByDay) {
			out[name] = n
		}
	}
	return out, rows.Err()
}

// CountedUntil says up to when visitors are in the counts: when counts were last written. After a start only the hour
// of that is known, for the disk has no more. The zero time where nobody has been counted yet.
func (s *Store) CountedUntil(ctx context.Context) (time.Time, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.counts.written.IsZero() {
		return s.counts.written, nil
	}
	if s.db == nil {
		return time.Time{}, errors.New("reading the counts: the store is closed")
	}
	var last sql.NullInt64
	err := s.db.QueryRowContext(ctx, "SELECT max(hour) FROM tally WHERE substr(name, 1, ?) <> ?", len(TallyByDay), TallyByDay).Scan(&last)
	if err != nil {
		return time.Time{}, fmt.Errorf("reading the counts: %w", folder.Explain(err))
	}
	if !last.Valid {
		return time.Time{}, nil
	}
	return time.Unix(last.Int64*3600, 0), nil
}
