package data

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"

	"matchbooth/data/internal/db"
	"matchbooth/data/internal/folder"
)

// Opening looks at everything before it may write anything. A connection that writes would move the -wal into a
// damaged booth.db as soon as it is closed, and what a rescue could have read would be gone; so the first one only
// reads.

// look reads all of the store, and says what is to be mended before it counts. It changes nothing. [ErrDamaged],
// [ErrNotBooth] or [ErrNewer] where the store cannot be used.
func (s *Store) look(ctx context.Context) (*mending, error) {
	path := filepath.Join(s.dir, folder.DB)
	if err := db.LooksIntact(path); errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%w: %s is missing", folder.ErrDamaged, folder.DB)
	} else if errors.Is(err, folder.ErrDamaged) || errors.Is(err, folder.ErrNotBooth) {
		return nil, err
	} else if err != nil {
		return nil, fmt.Errorf("opening %s: %w", folder.DB, folder.Explain(err))
	}
	if err := db.ListedShort(s.dir); errors.Is(err, db.ErrList) && !errors.Is(err, db.ErrStats) {
		return nil, db.ErrTables // the folder of somebody else, who wants it opened
	}
	d, err := db.OpenReading(ctx, s.dir)
	if err != nil {
		return nil, db.Unreadable(err)
	}
	defer d.Close()
	if err := d.OwnPages(ctx); err != nil {
		return nil, db.Unreadable(err)
	}
	m, meta, err := weighSettings(ctx, d, s.dir)
	if err != nil {
		return nil, db.Unreadable(err)
	}
	probe := &Store{dir: s.dir}
	if err := probe.takeSettings(m.over(meta)); err != nil {
		return nil, err
	}
	if _, changing := meta[db.MetaRingNext]; !changing {
		if err := probe.compareKeysOnly(); err != nil && !errors.Is(err, errKeysFile) && !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
	}
	// That it cannot be read has been found above; what it lost is no reason not to go on.
	if what, err := db.WALDamage(filepath.Join(s.dir, folder.WAL)); err == nil && what != "" {
		m.notes = append(m.notes, db.WALNote(what))
	}
	return m, nil
}

// weighSettings reads the settings and says what has changed in them.
func weighSettings(ctx context.Context, d *db.DB, dir string) (*mending, map[string]string, error) {
	meta, err := db.AllMeta(ctx, d)
	if err != nil {
		return nil, nil, err
	}
	known, err := d.BoothKeys(ctx)
	if err != nil {
		return nil, nil, err
	}
	rotten, err := db.RottenBooths(ctx, d)
	if err != nil {
		return nil, nil, err
	}
	c, copyErr := db.ReadSettingsCopy(dir)
	m, err := weigh(meta, known, rotten, c, copyErr)
	if err == nil && copyErr == nil && len(c.Statements) > 0 {
		err = unsaid(ctx, d, m, c)
	}
	return m, meta, err
}
