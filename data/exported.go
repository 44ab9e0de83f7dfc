package data

import (
	"context"
	"errors"
	"fmt"
	"slices"
)

// ErasedSinceExport gives the receipt codes that a recipient ("us", "registry") has in hand from an earlier export and
// that were erased since: they go along with the next export, so that the recipient can erase them too. They count as
// told once [Store.MarkExported] follows.
func (s *Store) ErasedSinceExport(ctx context.Context, to string) ([]ReceiptCode, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.db == nil {
		return nil, errors.New("looking for erased codes: the store is closed")
	}
	has := map[ReceiptCode]bool{}
	if err := s.db.eachText(ctx, func(t string) { has[ReceiptCode(t)] = true }, "SELECT code FROM exported WHERE recipient = ?", to); err != nil {
		return nil, fmt.Errorf("looking for erased codes: %w", explain(err))
	}
	var out []ReceiptCode
	hidden, err := s.trust.goneIn(ctx, s.db)
	for person := range hidden.all {
		if c := CodeOf(person); has[c] && !slices.Contains(out, c) {
			out = append(out, c)
		}
	}
	if err != nil {
		return nil, fmt.Errorf("looking for erased codes: %w", explain(err))
	}
	slices.Sort(out)
	s.told[to] = slices.Clone(out)
	return out, nil
}

// MarkExported remembers that a recipient now has these codes, and that it was told the erased ones that the last
// ErasedSinceExport gave; the audit has the format of the file with it. Call it once the file is written and verified,
// and take the file back where it fails: then nothing is remembered, nor who was told of the erased.
func (s *Store) MarkExported(ctx context.Context, format, to string, codes []ReceiptCode) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.sound(); err != nil {
		return err
	}
	ctx = context.WithoutCancel(ctx)
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return s.breaks(fmt.Errorf("remembering an export: %w", err))
	}
	defer tx.Rollback()
	for _, c := range s.told[to] {
		if _, err := tx.ExecContext(ctx, "DELETE FROM exported WHERE recipient = ? AND code = ?", to, string(c)); err != nil {
			return s.breaks(fmt.Errorf("remembering an export: %w", err))
		}
	}
	for _, c := range codes {
		if _, err := tx.ExecContext(ctx, "INSERT INTO exported (recipient, code) VALUES (?, ?) ON CONFLICT DO NOTHING", to, string(c)); err != nil {
			return s.breaks(fmt.Errorf("remembering an export: %w", err))
		}
	}
	if err := s.writeActs(ctx, tx, act{fmt.Sprintf("export %s for %s", format, to), len(codes)}); err != nil {
		return s.breaks(fmt.Errorf("remembering an export: %w", err))
	}
	if err := tx.Commit(); err != nil {
		return s.breaks(fmt.Errorf("remembering an export: %w", err))
	}
	delete(s.told, to)
	s.audited(ctx)
	return nil
}

// eachText reads one column of texts.
func (d *database) eachText(ctx context.Context, each func(string), query string, args ...any) error {
	rows, err := d.QueryContext(ctx, query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var t string
		if err := rows.Scan(&t); err != nil {
			return err
		}
		each(t)
	}
	return rows.Err()
}
