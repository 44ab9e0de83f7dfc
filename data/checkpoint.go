package data

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"matchbooth/data/internal/db"
	"matchbooth/data/internal/folder"
)

// damagedWAL says whether the -wal lacks something that SQLite believes to be in it, and up to which length it is good.
func (s *Store) damagedWAL(ctx context.Context) (bad bool, length int64, err error) {
	var busy, believed, done int
	if err := s.db.QueryRowContext(ctx, "PRAGMA wal_checkpoint(NOOP)").Scan(&busy, &believed, &done); err != nil {
		return false, 0, err
	}
	if believed <= 0 {
		return false, 0, nil
	}
	f, err := folder.Open(filepath.Join(s.dir, folder.WAL))
	if err != nil {
		return false, 0, err
	}
	defer f.Close()
	frames, length, err := db.SoundWAL(f)
	return frames < believed, length, err
}

// checkpoint moves the -wal into booth.db and empties it, unless it is damaged.
func (s *Store) checkpoint(ctx context.Context) error {
	bad, _, err := s.damagedWAL(ctx)
	if err != nil {
		return fmt.Errorf("reading %s: %w", folder.WAL, err)
	}
	if bad {
		return errors.New("the disk returned something else than was written: use another disk")
	}
	return s.db.Checkpoint(ctx)
}

// distrustWAL keeps damaged pages of the -wal out of booth.db. SQLite trusts what it believes to have written: closing,
// it would copy a page that the disk never got, or has changed since, over a good one. So a damaged -wal is cut off
// before the first transaction that is not whole, and that copying fails; the next opening finds everything before it in
// the -wal, and the rest in the journal.
func (s *Store) distrustWAL() error {
	bad, length, err := s.damagedWAL(context.Background())
	if err != nil || !bad {
		return err
	}
	path := filepath.Join(s.dir, folder.WAL)
	if err := os.Truncate(path, length); err != nil {
		return fmt.Errorf("cutting %s: %w", folder.WAL, folder.Explain(err))
	}
	return nil
}
