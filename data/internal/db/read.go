package db

import (
	"context"
	"crypto/ed25519"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"net/url"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"matchbooth/data/entry"
	"matchbooth/data/internal/folder"
)

// NoLock is for Open, when nobody else can see the database yet.
type NoLock struct{}

// Lock does nothing.
func (NoLock) Lock() {}

// Unlock does nothing.
func (NoLock) Unlock() {}

// OpenReading opens booth.db of a folder, with its -wal, such that SQLite can write to neither and creates no file. The
// caller holds the folder's lock: SQLite takes none.
func OpenReading(ctx context.Context, dir string) (*DB, error) {
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
	// With exclusive locking the index of the -wal is kept in memory. A file opened read-only cannot be locked for
	// writing, so there is no lock.
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
	return &DB{pool: pool, Conn: conn}, nil
}

// OwnPages checks pages, version and tables.
func (d *DB) OwnPages(ctx context.Context) error {
	var version int
	if err := d.QueryRowContext(ctx, "PRAGMA user_version").Scan(&version); err != nil {
		return err
	}
	if version > len(Migrations) {
		return folder.ErrNewer
	}
	// The tables come first: checking the pages of a table that is not ours may never end.
	if err := d.OwnSchemaOf(ctx, version); err != nil {
		return err
	}
	var first string
	if err := d.QueryRowContext(ctx, "PRAGMA integrity_check(1)").Scan(&first); err != nil {
		return err
	}
	if first != "ok" {
		return fmt.Errorf("%w: pages of %s are corrupt (%s)", folder.ErrDamaged, folder.DB, strings.TrimPrefix(strings.ReplaceAll(first, "\n", " "), "*** in database main *** "))
	}
	if version < HandoverVersion {
		return nil
	}
	// That check follows the pages of a long value without reading the last one, and nothing else reads these until they
	// are needed. Entries are read when store and journal are compared.
	var n int
	return d.QueryRowContext(ctx, "SELECT count(hex(sealed)) FROM handover NOT INDEXED").Scan(&n)
}

// Unreadable says that a store which SQLite cannot read is damaged, whatever SQLite calls it; a disk that does not answer
// and a file without permission to read are something else.
func Unreadable(err error) error {
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

// BoothKeys reads the known booths. A key that does not match its fingerprint is damaged or forged, and left out.
func (d *DB) BoothKeys(ctx context.Context) (entry.Booths, error) {
	rows, err := d.QueryContext(ctx, "SELECT id, key FROM booth")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	known := entry.Booths{}
	for rows.Next() {
		var id string
		var key []byte
		if err := rows.Scan(&id, &key); err != nil {
			return nil, err
		}
		if len(key) == ed25519.PublicKeySize && entry.BoothID(key) == id {
			known[id] = key
		}
	}
	return known, rows.Err()
}

// Gaps names the booths whose running numbers are not 1, 2, 3 …: each missing one is a lost entry. A line in conflict is
// not lost.
func Gaps(ctx context.Context, d *DB, known entry.Booths) ([]string, error) {
	fault := func(err error) ([]string, error) { return nil, fmt.Errorf("looking for gaps: %w", folder.Explain(err)) }
	rows, err := d.QueryContext(ctx, "SELECT booth, min(seq), max(seq), count(*) FROM entry GROUP BY booth")
	if err != nil {
		return fault(err)
	}
	defer rows.Close()
	type span struct{ first, last, count int64 }
	have := map[string]span{}
	for rows.Next() {
		var booth string
		var n span
		if err := rows.Scan(&booth, &n.first, &n.last, &n.count); err != nil {
			return fault(err)
		}
		have[booth] = n
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil {
		return fault(err)
	}
	more, err := d.Counting(ctx, known)
	if err != nil {
		return fault(err)
	}
	counted := map[string]bool{}
	for _, e := range more {
		var stands bool
		if err := d.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM entry WHERE booth = ? AND seq = ?)", e.Booth, e.Seq).Scan(&stands); err != nil {
			return fault(err)
		}
		if number := fmt.Sprint(e.Booth, " ", e.Seq); !stands && !counted[number] {
			counted[number] = true
			n, ok := have[e.Booth]
			if !ok {
				n.first = e.Seq
			}
			have[e.Booth] = span{min(n.first, e.Seq), max(n.last, e.Seq), n.count + 1}
		}
	}
	var out []string
	for _, booth := range slices.Sorted(maps.Keys(have)) {
		if n := have[booth]; n.last != n.count || n.first != 1 {
			out = append(out, fmt.Sprintf("Of booth %s, %s are missing: its running numbers have a gap.", booth, Entries(int(n.last-n.count))))
		}
	}
	return out, nil
}

// Entries is a count of entries in words, for use within a sentence.
func Entries(n int) string {
	if n == 1 {
		return "1 entry"
	}
	return fmt.Sprintf("%d entries", n)
}
