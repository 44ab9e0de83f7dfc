package data

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"path/filepath"
	"runtime"
	"strings"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"matchbooth/data/internal/folder"
)

// Opening looks at everything before it may write anything. A connection that writes would move the -wal into a
// damaged booth.db as soon as it is closed, and what a rescue could have read would be gone; so the first one only
// reads.

// openReading opens booth.db of a folder, with its -wal, so that SQLite cannot write to either, and makes no file. The
// caller holds the folder's lock: SQLite takes none.
func openReading(ctx context.Context, dir string) (*database, error) {
	if err := ofd(); err != nil {
		return nil, err
	}
	path, err := filepath.Abs(filepath.Join(dir, folder.DB))
	if err != nil {
		return nil, err
	}
	path = filepath.ToSlash(path)
	if !strings.HasPrefix(path, "/") {
		path = "/" + path // a drive letter
	}
	// With exclusive locking the index of the -wal is kept in memory. A file that is open for reading cannot be locked
	// for writing, so there is no lock.
	q := url.Values{"mode": {"ro"}, "_defensive": {"1"}, "_dqs": {"0"}, "_pragma": {"locking_mode(EXCLUSIVE)", "trusted_schema(OFF)", "cell_size_check(ON)"}}
	q.Set("vfs", "unix-none")
	if runtime.GOOS == "windows" {
		q.Set("vfs", "win32-none")
	}
	pool, err := sql.Open("sqlite", (&url.URL{Scheme: "file", Path: path, RawQuery: q.Encode()}).String())
	if err != nil {
		return nil, err
	}
	pool.SetMaxOpenConns(1)
	conn, err := pool.Conn(ctx)
	if err != nil {
		pool.Close()
		return nil, err
	}
	return &database{pool: pool, Conn: conn}, nil
}

// look reads all of the store, and says what is to be mended before it counts. It changes nothing. [ErrDamaged],
// [ErrNotBooth] or [ErrNewer] where the store cannot be used.
func (s *Store) look(ctx context.Context) (*mending, error) {
	path := filepath.Join(s.dir, folder.DB)
	if err := looksSound(path); errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%w: %s is missing", folder.ErrDamaged, folder.DB)
	} else if errors.Is(err, folder.ErrDamaged) || errors.Is(err, folder.ErrNotBooth) {
		return nil, err
	} else if err != nil {
		return nil, fmt.Errorf("opening %s: %w", folder.DB, folder.Explain(err))
	}
	if err := listedShort(s.dir); errors.Is(err, errList) && !errors.Is(err, errStats) {
		return nil, errTables // the folder of somebody else, who wants it opened
	}
	db, err := openReading(ctx, s.dir)
	if err != nil {
		return nil, unreadable(err)
	}
	defer db.Close()
	if err := db.ownPages(ctx); err != nil {
		return nil, unreadable(err)
	}
	m, meta, err := weighSettings(ctx, db, s.dir)
	if err != nil {
		return nil, unreadable(err)
	}
	probe := &Store{dir: s.dir}
	if err := probe.takeSettings(m.over(meta)); err != nil {
		return nil, err
	}
	if _, changing := meta[metaRingNext]; !changing {
		if err := probe.compareKeysOnly(); err != nil && !errors.Is(err, errKeysFile) && !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
	}
	// That it cannot be read has been found above; what it lost is no reason not to go on.
	if what, err := walDamage(filepath.Join(s.dir, folder.WAL)); err == nil && what != "" {
		m.notes = append(m.notes, walNote(what))
	}
	return m, nil
}

// ownPages checks the pages, the version and the tables.
func (d *database) ownPages(ctx context.Context) error {
	var version int
	if err := d.QueryRowContext(ctx, "PRAGMA user_version").Scan(&version); err != nil {
		return err
	}
	if version > len(migrations) {
		return folder.ErrNewer
	}
	// The tables come first: to look at the pages of one that is not ours may never end.
	if err := d.ownSchemaOf(ctx, version); err != nil {
		return err
	}
	var first string
	if err := d.QueryRowContext(ctx, "PRAGMA integrity_check(1)").Scan(&first); err != nil {
		return err
	}
	if first != "ok" {
		return fmt.Errorf("%w: pages of %s are corrupt (%s)", folder.ErrDamaged, folder.DB, strings.TrimPrefix(strings.ReplaceAll(first, "\n", " "), "*** in database main *** "))
	}
	if version < handoverVersion {
		return nil
	}
	// That check follows the pages of a long value without reading the last one, and nothing else reads these before they
	// are needed. Entries are read when store and journal are compared.
	var n int
	return d.QueryRowContext(ctx, "SELECT count(hex(sealed)) FROM handover NOT INDEXED").Scan(&n)
}

// weighSettings reads the settings and says what has changed in them.
func weighSettings(ctx context.Context, d *database, dir string) (*mending, map[string]string, error) {
	meta, err := allMeta(ctx, d)
	if err != nil {
		return nil, nil, err
	}
	known, err := d.boothKeys(ctx)
	if err != nil {
		return nil, nil, err
	}
	rotten, err := rottenBooths(ctx, d)
	if err != nil {
		return nil, nil, err
	}
	c, copyErr := readSettingsCopy(dir)
	m, err := weigh(meta, known, rotten, c, copyErr)
	if err == nil && copyErr == nil && len(c.Statements) > 0 {
		err = unsaid(ctx, d, m, c)
	}
	return m, meta, err
}

// unreadable says that a store which SQLite cannot read is damaged, whatever SQLite calls it; a disk that does not
// answer and a file that may not be read are something else.
func unreadable(err error) error {
	var se *sqlite.Error
	if !errors.As(err, &se) {
		return err
	}
	switch se.Code() {
	case sqlite3.SQLITE_IOERR_SHORT_READ:
		return fmt.Errorf("%w: %s is cut short", folder.ErrDamaged, folder.DB)
	}
	switch se.Code() & 0xff {
	case sqlite3.SQLITE_IOERR, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH, sqlite3.SQLITE_NOMEM, sqlite3.SQLITE_INTERRUPT, sqlite3.SQLITE_BUSY:
		return fmt.Errorf("reading %s: %w", folder.DB, folder.Explain(err))
	}
	return fmt.Errorf("%w: %s cannot be read (%s)", folder.ErrDamaged, folder.DB, se.Error())
}
