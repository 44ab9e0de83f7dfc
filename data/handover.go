package data

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"

	"matchbooth/data/entry"
	"matchbooth/data/internal/folder"
	"matchbooth/data/seal"
)

// handoverVersion is the migration that sealed the lists of exports.
const handoverVersion = 5

// handover is what one export has changed of what a recipient has in hand. Receipt codes are made of ids that stand
// open, so whoever reads one beside a recipient's name knows whose entry it is, and what that person agreed to: it is
// sealed to the event's keys.
type handover struct {
	V         int                 `json:"v"`
	Event     string              `json:"event"`
	Recipient string              `json:"recipient"` // once more, so that one moved to another recipient is found out
	Codes     []entry.ReceiptCode `json:"codes"`     // all that were in the file
	Told      []entry.ReceiptCode `json:"told"`      // erased ones that went along; they come before the codes
}

const handoverInside = 1 // the version of it

const (
	handoverCodes = 10_000 // in one row: 240 kB, where a value from outside may have 1 MiB
	handoverTold  = 300    // for so many there is always room
	handoverStep  = 4 << 10
	codeBytes     = len(`"7K4M92QXD",`)
)

// handovers splits a change into the rows that it takes. That is one, but for many people or where far more erased ones
// were told than people were in the file.
func handovers(event, to string, codes, told []entry.ReceiptCode) (out []handover) {
	add := func(codes, told []entry.ReceiptCode) {
		out = append(out, handover{handoverInside, event, to, codes, told})
	}
	first := codes[:min(len(codes), handoverCodes)]
	for len(told) > max(len(first), handoverTold) {
		add(nil, told[:handoverTold])
		told = told[handoverTold:]
	}
	add(first, told)
	for more := range slices.Chunk(codes[len(first):], handoverCodes) {
		add(more, nil)
	}
	return out
}

// pack gives the plaintext, filled up with blanks. How many people were in the file, the audit says too; but not how many
// of the erased ones the recipient had. So there is always room for as many of them as there are people, and the length
// depends on the people alone.
func (h handover) pack() ([]byte, error) {
	plain, err := json.Marshal(h)
	if err != nil {
		return nil, err
	}
	room := 200 + len(h.Event) + len(h.Recipient) + codeBytes*(len(h.Codes)+max(len(h.Codes), handoverTold))
	return entry.Pad(plain, room, handoverStep), nil
}

// insertHandovers keeps sealed rows of a change.
func insertHandovers(ctx context.Context, x execer, keys seal.Recipients, event, to string, codes, told []entry.ReceiptCode) error {
	for _, h := range handovers(event, to, codes, told) {
		plain, err := h.pack()
		if err != nil {
			return err
		}
		sealed, err := keys.Seal(plain)
		clear(plain)
		if err != nil {
			return err
		}
		if err := insertHandover(ctx, x, to, sealed); err != nil {
			return err
		}
	}
	return nil
}

func insertHandover(ctx context.Context, x execer, to string, sealed []byte) error {
	_, err := x.ExecContext(ctx, "INSERT INTO handover (recipient, sealed) VALUES (?, ?)", to, sealed)
	return err
}

// sealExported seals the lists of before, which stood open, and is part of the migration handoverVersion.
func sealExported(ctx context.Context, tx *sql.Tx) error {
	var to []string
	// There have only ever been two recipients; a store from outside may have any number.
	if err := eachText(ctx, tx, func(t string) { to = append(to, t) }, "SELECT DISTINCT recipient FROM exported ORDER BY 1 LIMIT 100"); err != nil {
		return err
	}
	if len(to) > 0 {
		meta, err := allMeta(ctx, tx)
		if err != nil {
			return err
		}
		keys, err := sealsTo(meta)
		for _, to := range to {
			if err != nil { // nothing is sealed to keys that may be somebody else's; that something is missing stays known
				if err := insertHandover(ctx, tx, to, []byte{}); err != nil {
					return err
				}
				continue
			}
			if err := sealList(ctx, tx, keys, meta[metaEvent], to); err != nil {
				return err
			}
		}
		if err := scrubLater(ctx, tx, meta); err != nil {
			return err
		}
	}
	_, err := tx.ExecContext(ctx, "DROP TABLE exported")
	return err
}

// sealsTo are the keys that settings seal to.
func sealsTo(meta map[string]string) (seal.Recipients, error) {
	set, err := heldKeys(meta)
	if err != nil {
		return seal.Recipients{}, err
	}
	return seal.NewRecipients(set.recipients()...)
}

// sealList seals what one recipient has. Some at a time: what is restored is somebody else's, and may have any number.
func sealList(ctx context.Context, tx *sql.Tx, keys seal.Recipients, event, to string) error {
	for last := ""; ; {
		var codes []entry.ReceiptCode
		if err := eachText(ctx, tx, func(t string) { codes = append(codes, entry.ReceiptCode(t)) },
			"SELECT code FROM exported WHERE recipient = ? AND code > ? ORDER BY code LIMIT ?", to, last, handoverCodes); err != nil {
			return err
		}
		if len(codes) == 0 {
			return nil
		}
		if err := insertHandovers(ctx, tx, keys, event, to, codes, nil); err != nil {
			return err
		}
		last = string(codes[len(codes)-1])
	}
}

// scrubLater has the next start clean the pages that the open list stood on. Where an erasure still has files to clean,
// that cleans them too.
func scrubLater(ctx context.Context, tx *sql.Tx, meta map[string]string) error {
	if meta[metaScrub] != "" {
		return nil
	}
	return setMeta(ctx, tx, metaScrub, scrubPages)
}

// ErasedSinceExport gives the receipt codes that a recipient ("us", "registry") has in hand from an earlier export and
// that were erased since: they go along with the next export, so that the recipient can erase them too. They count as
// told once [Store.MarkExported] follows. unread is how many lists of earlier exports for the recipient the key does not
// open, or that are not what was kept: who was in them and was erased may be missing, and somebody should be told.
func (s *Store) ErasedSinceExport(ctx context.Context, key Opener, to string) (codes []entry.ReceiptCode, unread int, err error) {
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
	hidden, err := s.trust.goneIn(ctx, s.db)
	if err != nil {
		return fault(err)
	}
	asked := map[entry.ReceiptCode]bool{}
	for person := range hidden.all {
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
	s.told[to] = slices.Clone(codes)
	return codes, unread, nil
}

// inHand folds all lists into the codes that a recipient has. The store is held only while some are read: opening them
// takes a while, and people sign up meanwhile.
func (s *Store) inHand(ctx context.Context, key Opener, to string) (has map[entry.ReceiptCode]bool, unread int, err error) {
	has = map[entry.ReceiptCode]bool{}
	for last := int64(math.MinInt64); ; {
		rows, err := s.someHandovers(ctx, last)
		if err != nil || len(rows) == 0 {
			return has, unread, err
		}
		for _, r := range rows {
			last = r.n
			h, err := openHandover(key, r.sealed)
			switch {
			case errors.Is(err, seal.ErrClosed):
				return nil, 0, err
			case err != nil && r.to != to: // another's
			case err != nil, h.Event != s.Event(), h.Recipient != r.to:
				unread++
			case r.to == to:
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

func openHandover(key Opener, sealed []byte) (h handover, err error) {
	plain, err := key.Open(sealed)
	if err != nil {
		return h, err
	}
	defer clear(plain)
	if json.Unmarshal(plain, &h) != nil || h.V != handoverInside {
		return h, entry.ErrContent
	}
	return h, nil
}

type handoverRow struct {
	n      int64
	to     string
	sealed []byte
}

func (s *Store) someHandovers(ctx context.Context, after int64) (out []handoverRow, err error) {
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
		var r handoverRow
		if err := rows.Scan(&r.n, &r.to, &r.sealed); err != nil {
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
	if err := insertHandovers(ctx, tx, s.recipients, s.event, to, codes, s.told[to]); err != nil {
		return fault(err)
	}
	if err := s.writeActs(ctx, tx, act{fmt.Sprintf("export %s for %s", format, to), len(codes)}); err != nil {
		return fault(err)
	}
	if err := tx.Commit(); err != nil {
		return fault(err)
	}
	delete(s.told, to)
	s.audited(ctx)
	return nil
}
