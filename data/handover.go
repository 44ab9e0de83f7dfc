package data

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"

	"matchbooth/data/entry"
	"matchbooth/data/internal/audit"
	"matchbooth/data/internal/db"
	"matchbooth/data/internal/folder"
	"matchbooth/data/internal/keys"
	"matchbooth/data/seal"
)

// ErasedSinceExport gives the receipt codes that a recipient ("us", "registry") has in hand from an earlier export and
// that were erased since: they go along with the next export, so that the recipient can erase them too. They count as
// told once [Store.MarkExported] follows. unread is how many lists of earlier exports for the recipient the key does not
// open, or that are not what was kept: who was in them and was erased may be missing, and somebody should be told.
func (s *Store) ErasedSinceExport(ctx context.Context, key keys.Opener, to string) (codes []entry.ReceiptCode, unread int, err error) {
	fault := func(err error) ([]entry.ReceiptCode, int, error) {
		return nil, 0, fmt.Errorf("looking for erased codes: %w", folder.Explain(err))
	}
	if key == nil {
		return fault(errors.New("no key given"))
	}
	has, unread, err := s.inHand(ctx, key, to)
	if err != nil {
		return fault(err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.db == nil {
		return fault(errors.New("the store is closed"))
	}
	hidden, err := s.trust.GoneIn(ctx, s.db)
	if err != nil {
		return fault(err)
	}
	asked := map[entry.ReceiptCode]bool{}
	for person := range hidden.All {
		if c := entry.CodeOf(person); has[c] {
			asked[c] = true
		}
	}
	living, err := s.livingCodes(ctx, hidden, asked)
	if err != nil {
		return fault(err)
	}
	for c := range asked {
		if !living[c] { // whoever has the same code and lives must not be struck off for another one
			codes = append(codes, c)
		}
	}
	slices.Sort(codes)
	s.announcedErased[to] = slices.Clone(codes)
	return codes, unread, nil
}

// inHand folds all lists into the codes that a recipient has. The store is held only while some are read: opening them
// takes a while, and people sign up meanwhile.
func (s *Store) inHand(ctx context.Context, key keys.Opener, to string) (has map[entry.ReceiptCode]bool, unread int, err error) {
	has = map[entry.ReceiptCode]bool{}
	for last := int64(math.MinInt64); ; {
		rows, err := s.someHandovers(ctx, last)
		if err != nil || len(rows) == 0 {
			return has, unread, err
		}
		for _, r := range rows {
			last = r.N
			h, err := db.OpenHandover(key, r.Sealed)
			switch {
			case errors.Is(err, seal.ErrClosed):
				return nil, 0, err
			case err != nil && r.To != to: // another's
			case err != nil, h.Event != s.Event(), h.Recipient != r.To:
				unread++
			case r.To == to:
				for _, c := range h.Told {
					delete(has, c)
				}
				for _, c := range h.Codes {
					has[c] = true
				}
			}
		}
	}
}

func (s *Store) someHandovers(ctx context.Context, after int64) (out []db.HandoverRow, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.db == nil {
		return nil, errors.New("the store is closed")
	}
	rows, err := s.db.QueryContext(ctx, "SELECT n, recipient, sealed FROM handover WHERE n > ? ORDER BY n LIMIT 16", after)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var r db.HandoverRow
		if err := rows.Scan(&r.N, &r.To, &r.Sealed); err != nil {
			return nil, err
		}
		out = append(out, r)
	}
	return out, rows.Err()
}

// MarkExported remembers that a recipient now has these codes, and that it was told the erased ones that the last
// ErasedSinceExport gave; the audit has the format of the file with it. Call it once the file is written and verified,
// and take the file back where it fails: then nothing is remembered, nor who was told of the erased.
func (s *Store) MarkExported(ctx context.Context, format, to string, codes []entry.ReceiptCode) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.sound(); err != nil {
		return err
	}
	ctx = context.WithoutCancel(ctx)
	fault := func(err error) error { return s.breaks(fmt.Errorf("remembering an export: %w", err)) }
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return fault(err)
	}
	defer tx.Rollback()
	if err := db.InsertHandovers(ctx, tx, s.recipients, s.event, to, codes, s.announcedErased[to]); err != nil {
		return fault(err)
	}
	if err := s.writeActs(ctx, tx, audit.Act{What: fmt.Sprintf("export %s for %s", format, to), Persons: len(codes)}); err != nil {
		return fault(err)
	}
	if err := tx.Commit(); err != nil {
		return fault(err)
	}
	delete(s.announcedErased, to)
	s.audited(ctx)
	return nil
}
