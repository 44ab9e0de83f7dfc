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

// ErasedSinceExport returns the receipt codes that a recipient ("us", "registry") has from an earlier export and that
// were erased since: they are sent with the next export, so that the recipient can erase them too. They count as
// announced once [Store.MarkExported] follows. unread is the number of lists of earlier exports to the recipient that the
// key does not open or that are not what was saved: erased people on them may be missing, and somebody should be told.
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
		c := entry.CodeOf(person)
		if _, given := has[c]; given {
			asked[c] = true
		}
	}
	living, err := s.livingCodes(ctx, hidden, asked)
	if err != nil {
		return fault(err)
	}
	for c := range asked {
		if !living[c] { // a living person with the same code must not be struck off for somebody else
			codes = append(codes, c)
		}
	}
	slices.Sort(codes)
	s.announcedErased[to] = slices.Clone(codes)
	return codes, unread, nil
}

// HandedOver returns the receipt codes that each recipient has from exports, by recipient. unread is the number of lists
// that the key does not open or that are not what was saved.
func (s *Store) HandedOver(ctx context.Context, key keys.Opener) (has map[string]map[entry.ReceiptCode]bool, unread int, err error) {
	fault := func(err error) (map[string]map[entry.ReceiptCode]bool, int, error) {
		return nil, 0, fmt.Errorf("reading what was handed over: %w", folder.Explain(err))
	}
	if key == nil {
		return fault(errors.New("no key given"))
	}
	to, err := s.recipientsOfExports(ctx)
	if err != nil {
		return fault(err)
	}
	has = map[string]map[entry.ReceiptCode]bool{}
	for _, to := range to {
		codes, bad, err := s.inHand(ctx, key, to)
		if err != nil {
			return fault(err)
		}
		has[to] = map[entry.ReceiptCode]bool{}
		for c := range codes {
			has[to][c] = true
		}
		unread += bad
	}
	return has, unread, nil
}

// Given returns the receipt codes that a recipient has from exports, each with the mark that [Store.MarkGiven] was told
// with it last: "" where there was none. unread is the number of lists that the key does not open or that are not what was
// saved.
func (s *Store) Given(ctx context.Context, key keys.Opener, to string) (marks map[entry.ReceiptCode]string, unread int, err error) {
	if key == nil {
		return nil, 0, errors.New("reading what was given: no key given")
	}
	if marks, unread, err = s.inHand(ctx, key, to); err != nil {
		return nil, 0, fmt.Errorf("reading what was given: %w", folder.Explain(err))
	}
	return marks, unread, nil
}

// recipientsOfExports are at most a hundred: there are a handful, but a store from outside may have any number.
func (s *Store) recipientsOfExports(ctx context.Context) (out []string, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.db == nil {
		return nil, errors.New("the store is closed")
	}
	rows, err := s.db.QueryContext(ctx, "SELECT DISTINCT recipient FROM handover ORDER BY 1 LIMIT 100")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var to string
		if err := rows.Scan(&to); err != nil {
			return nil, err
		}
		out = append(out, to)
	}
	return out, rows.Err()
}

// inHand folds all lists into the codes that a recipient has, with their marks. The store is locked only while some are read: opening them
// takes a while, and people sign up meanwhile.
func (s *Store) inHand(ctx context.Context, key keys.Opener, to string) (has map[entry.ReceiptCode]string, unread int, err error) {
	has = map[entry.ReceiptCode]string{}
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
			case err != nil && r.To != to: // somebody else's
			case err != nil, h.Event != s.Event(), h.Recipient != r.To:
				unread++
			case r.To == to:
				for _, c := range h.Told {
					delete(has, c)
				}
				for i, c := range h.Codes {
					has[c] = h.Mark(i)
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

// MarkExported saves that a recipient now has these codes, and that it was told of the erased ones from the last
// ErasedSinceExport; the file's format goes into the audit. Call it once the file is written and verified, and remove the
// file if it fails: then nothing is saved, not even that the erased ones were announced. back are the codes of people who
// took back their consent, of which the recipient was told as well.
func (s *Store) MarkExported(ctx context.Context, format, to string, codes []entry.ReceiptCode, back ...entry.ReceiptCode) error {
	return s.MarkGiven(ctx, format, to, codes, nil, back...)
}

// MarkGiven is [Store.MarkExported] with marks that stand for how the recipient has each of the people: they tell who has to
// be given again once something has changed, see [Store.Given]. A code that is not among them has none.
func (s *Store) MarkGiven(ctx context.Context, format, to string, codes []entry.ReceiptCode, marks map[entry.ReceiptCode]string, back ...entry.ReceiptCode) error {
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
	if err := db.InsertHandovers(ctx, tx, s.recipients, s.event, to, codes, append(slices.Clone(s.announcedErased[to]), back...), marks); err != nil {
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
