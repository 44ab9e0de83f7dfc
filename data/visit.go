package data

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"time"

	"matchbooth/data/entry"
	"matchbooth/data/internal/audit"
	"matchbooth/data/internal/folder"
)

// What a visitor did is counted without a name, but whoever has the disk sees what was written when, and next to what: a
// count right after a sign-up tells how that person answered the conditions. So counts are gathered in memory and written
// for five visitors or more at once:
//
//   - Visitors who signed up and those who did not are gathered separately: among five of whom four only looked around,
//     everything counted after the conditions would belong to the one who left a receipt code.
//   - One transaction, sorted by name, under the hour or the day in which it is written, with nothing else in it. Of any
//     two states of the disk, the later one has the sums of at least five more visitors of a kind, or the same counts.
//   - Fewer stay in memory. No timer writes them, and they are lost when the program ends: at most four of each kind.
//   - What could not be written is dropped. If it were tried again together with the next visitor, the two attempts would
//     differ by that one.
//   - Then the -wal is emptied, so that it keeps no trace of the steps in between.
//
// What all five have in common is still known of each of them.

// tallyBatch gathers the counts of visitors of one kind.
type tallyBatch struct {
	visitors int
	counts   map[string]int
}

func (p *tallyBatch) add(counts map[string]int) {
	if p.counts == nil {
		p.counts = map[string]int{}
	}
	p.visitors++
	for name, n := range counts {
		p.counts[name] += n
	}
}

// drain empties the batch if it has enough visitors.
func (p *tallyBatch) drain() map[string]int {
	if p.visitors < TalliesTogether && !folder.Weaken.Singly {
		return nil
	}
	out := p.counts
	*p = tallyBatch{}
	return out
}

// gathered is what was counted and not written yet.
type gathered struct {
	signed, others tallyBatch
	written        time.Time
}

// Visit counts what one visitor did, once the visitor has gone: how often they did what, by names in ASCII like
// "screen:home" and "story:dandan"; signedUp says that a sign-up of this visitor was saved. It writes only once
// [TalliesTogether] visitors of the kind have come together. A booth need not stop for its error: sign-ups go on, and the
// counts that could not be written are lost.
//
// It gives way to callers that wait for something to be saved, so call it where waiting does no harm.
func (s *Store) Visit(ctx context.Context, counts map[string]int, signedUp bool) error {
	for name, n := range counts {
		if !audit.Label.MatchString(name) || n < 1 || n > 1000 {
			return errors.New("counting: not a name or a number for a count")
		}
	}
	wrote, err := s.countIn(ctx, counts, signedUp)
	if wrote && err == nil {
		err = s.emptyWAL(ctx)
	}
	if err != nil {
		return fmt.Errorf("counting: %w", folder.Explain(err))
	}
	return nil
}

// countIn adds a visitor to the batch, and writes the batch when it is full.
func (s *Store) countIn(ctx context.Context, counts map[string]int, signedUp bool) (wrote bool, err error) {
	s.giveWay()
	s.mu.Lock()
	defer s.mu.Unlock()
	into := &s.counts.others
	if signedUp {
		into = &s.counts.signed
	}
	into.add(counts)
	if err := s.sound(); err != nil {
		return false, err // nothing was tried: they are written with the next visitor
	}
	sums := into.drain()
	if sums == nil {
		return false, nil
	}
	now := s.clock()
	if err := s.writeCounts(context.WithoutCancel(ctx), sums, now); err != nil {
		// SQLite should have rolled back; if it has not, the next sign-up would be written into the transaction and
		// never committed.
		if err := s.idle(ctx); err != nil {
			return false, s.breaks(err)
		}
		return false, err
	}
	s.counts.written = now
	return true, s.fail("counts written")
}

// writeCounts writes all of it in one transaction.
func (s *Store) writeCounts(ctx context.Context, sums map[string]int, now time.Time) error {
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	y, m, d := now.Date()
	day := entry.Hour(time.Date(y, m, d, 0, 0, 0, 0, now.Location()))
	for _, name := range slices.Sorted(maps.Keys(sums)) {
		at := entry.Hour(now)
		if strings.HasPrefix(name, TallyByDay) {
			at = day
		}
		if _, err := tx.ExecContext(ctx, "INSERT INTO tally (name, hour, count) VALUES (?, ?, ?) ON CONFLICT (name, hour) DO UPDATE SET count = count + excluded.count",
			name, at, sums[name]); err != nil {
			return err
		}
	}
	if err := s.fail("counts commit"); err != nil {
		return err
	}
	return tx.Commit()
}

// idle makes sure that no transaction is open.
func (s *Store) idle(ctx context.Context) error {
	tx, err := s.db.BeginTx(context.WithoutCancel(ctx), nil)
	if err != nil {
		return err
	}
	return tx.Rollback()
}

// emptyWAL moves the -wal into booth.db and empties it, at a moment when nobody waits.
func (s *Store) emptyWAL(ctx context.Context) error {
	s.giveWay()
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.sound(); err != nil {
		return err
	}
	return s.checkpoint(context.WithoutCancel(ctx))
}

// hurry says that somebody waits for something to be saved, until done is called.
func (s *Store) hurry() (done func()) {
	s.saving.Add(1)
	return func() { s.saving.Add(-1) }
}

// giveWay waits until nobody does.
func (s *Store) giveWay() {
	for s.saving.Load() > 0 {
		time.Sleep(5 * time.Millisecond)
	}
}

// TallyByDay is the prefix of counts that are kept by the day and returned only from [TalliesTogether] up: the outcomes
// of the conditions, where a single one would be somebody's.
const TallyByDay = "outcome:"

// TalliesTogether is the least number of visitors whose counts reach the disk together. See [Store.Visit].
const TalliesTogether = 5

// Tallies returns the sums over all hours of the counts on the disk.
func (s *Store) Tallies(ctx context.Context) (map[string]int, error) {
	return s.TalliesSince(ctx, time.Time{})
}

// TalliesSince is [Store.TalliesBetween] with no end; the zero time gives all of them.
func (s *Store) TalliesSince(ctx context.Context, from time.Time) (map[string]int, error) {
	return s.TalliesBetween(ctx, from, time.Time{})
}

// TalliesBetween returns the sums from the hour of one moment up to the hour of another, which is not included; the zero
// time stands for no limit. Visitors since [Store.CountedUntil] are not included. A count by the day is included only for
// days on which it has reached [TalliesTogether], also in a sum over several: else two sums whose spans differ by a day
// would tell what neither may.
func (s *Store) TalliesBetween(ctx context.Context, from, to time.Time) (map[string]int, error) {
	least, most := int64(math.MinInt64), int64(math.MaxInt64)
	if !from.IsZero() {
		least = entry.Hour(from)
	}
	if !to.IsZero() {
		most = entry.Hour(to)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.db == nil {
		return nil, errors.New("reading the counts: the store is closed")
	}
	rows, err := s.db.QueryContext(ctx, "SELECT name, sum(count) FROM tally WHERE hour >= ? AND hour < ? AND (count >= ? OR substr(name, 1, ?) <> ?) GROUP BY name",
		least, most, TalliesTogether, len(TallyByDay), TallyByDay)
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
		out[name] = n
	}
	return out, rows.Err()
}

// CountedUntil returns up to when visitors are included in the counts: when counts were last written. After a start only
// the hour is known, because the disk has no more. The zero time if nobody has been counted yet.
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
