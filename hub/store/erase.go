package store

import (
	"context"
	"crypto/ed25519"
	"slices"

	"matchbooth/data/wire"
)

// ErasureWaits is how many hours an erasure that the desk has not signed only hides, before it empties: a stolen booth
// could otherwise erase everybody who signed up there.
const ErasureWaits = 14 * 24

// ReceiptsStay is how many hours receipts are kept.
const ReceiptsStay = 30 * 24

// The states of an erasure.
const (
	stateClaim = "claim" // of a booth, about somebody who did not sign up there: nothing, until the desk says so too
	stateDoubt = "doubt" // the desk does not believe the booth
	stateWaits = "waits" // of the booth where they signed up: hides at once
	stateDone  = "done"
)

// empty takes the content of a person's lines.
func empty(event, person, covers string) []step {
	return []step{
		change("UPDATE line SET sealed = NULL WHERE event = $1 AND person = $2 AND ($3 = '' OR booth = $3) AND sealed IS NOT NULL", event, person, covers),
		change("UPDATE apart SET sealed = NULL WHERE event = $1 AND person = $2 AND ($3 = '' OR booth = $3) AND sealed IS NOT NULL", event, person, covers),
	}
}

// SetDesk tells the hub the desk's public key of an event. What the desk has signed counts from now on, also what is here
// already; statements of others are deleted. A key that is known is not replaced.
func (s *Store) SetDesk(ctx context.Context, event string, desk ed25519.PublicKey) error {
	err := s.engine.transact(ctx, func(ctx context.Context, ask asker) error {
		_, err := setDesk(ctx, ask, event, desk)
		return err
	})
	if err != nil {
		return err
	}
	return s.engine.scrub(ctx)
}

func setDesk(ctx context.Context, ask asker, event string, desk ed25519.PublicKey) (emptied bool, err error) {
	got, err := ask(ctx,
		change("INSERT INTO event (id, desk) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET desk = COALESCE(event.desk, excluded.desk)", event, []byte(desk)),
		find("SELECT desk FROM event WHERE id = $1", event))
	if err != nil {
		return false, err
	}
	if !slices.Equal(blob(got[1].rows[0][0]), desk) {
		return false, ErrDesk
	}
	return settle(ctx, ask, event, 0, nil) // every erasure that is here has its hour
}

// Erase carries out one erasure that waits, whose line is here, before its time.
func (s *Store) Erase(ctx context.Context, event, line string) error {
	_, err := s.carryOut(ctx, "event = $1 AND line = $2", event, line)
	return err
}

// Tidy carries out the erasures whose time has come, and forgets old nonces and receipts. now is the hub's hour. It
// returns how many erasures were carried out.
func (s *Store) Tidy(ctx context.Context, now int64) (int, error) {
	if err := s.engine.transact(ctx, func(ctx context.Context, ask asker) error {
		_, err := ask(ctx,
			change("DELETE FROM nonce WHERE hour < $1", now-2*wire.HourWindow),
			change("DELETE FROM receipt WHERE hour < $1", now-ReceiptsStay))
		return err
	}); err != nil {
		return 0, err
	}
	return s.carryOut(ctx, "due <= $1 AND NOT EXISTS (SELECT 1 FROM booth b WHERE b.event = erased.event AND b.id = erased.signer AND b.state = 'distrusted')", now)
}

// carryOut carries out those of the waiting erasures that a condition names, some at a time.
func (s *Store) carryOut(ctx context.Context, where string, args ...any) (n int, err error) {
	for more := true; more; {
		now, rows := 0, 0
		if err := s.engine.transact(ctx, func(ctx context.Context, ask asker) error {
			now = 0
			got, err := ask(ctx, find("SELECT event, mark, person, covers, about FROM erased WHERE state = 'waits' AND "+where+" ORDER BY event, mark LIMIT 100", args...))
			if err != nil {
				return err
			}
			var steps []step
			for _, r := range got[0].rows {
				event, person, covers := text(r[0]), text(r[2]), text(r[3])
				steps = append(steps, change("UPDATE erased SET state = 'done', waited = 1 WHERE event = $1 AND mark = $2 AND person = $3 AND covers = $4", event, blob(r[1]), person, covers))
				steps = append(steps, empty(event, person, covers)...)
				if person == text(r[4]) {
					now++
				}
			}
			if rows = len(got[0].rows); rows > 0 {
				_, err = ask(ctx, steps...)
			}
			return err
		}); err != nil {
			return n, err
		}
		n += now
		more = rows == 100
	}
	// Also where nothing was carried out now: what was emptied while another process read may still be in the files.
	return n, s.engine.scrub(ctx)
}
