// Package db is everything that the store keeps in SQLite: opening, migrating and verifying booth.db and its -wal, the
// content of its tables, and reading a database that somebody else may have made.
package db

import (
	"bytes"
	"context"
	"database/sql"
	"embed"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"modernc.org/sqlite"

	"matchbooth/data/entry"
	"matchbooth/data/internal/folder"
)

// applicationID marks booth.db as ours in its header ("mbth").
const applicationID = 0x6d627468

//go:embed migrations/*.sql
var migrationFiles embed.FS

// Migrations are applied in the order of their numbers; user_version is how many have been.
var Migrations = func() []string {
	names, err := fs.Glob(migrationFiles, "migrations/*.sql")
	if err != nil {
		panic(err)
	}
	var out []string
	for _, n := range names {
		b, err := migrationFiles.ReadFile(n)
		if err != nil {
			panic(err)
		}
		out = append(out, string(b))
	}
	return out
}()

// migrationSteps are what a migration does in addition to its SQL, in the same transaction, by its number.
var migrationSteps = map[int]func(context.Context, *sql.Tx) error{auditVersion: chainOldAudit, HandoverVersion: sealExported}

// auditVersion is the migration that added the audit's chain.
const auditVersion = 4

// Pragmas are set for the one connection, and read back. Exclusive locking comes before WAL (see Open), so that
// no -shm file is made. FULL syncs the -wal at each commit.
var Pragmas = []struct{ Name, Value, Reads string }{
	{"locking_mode", "EXCLUSIVE", "exclusive"},
	{"journal_mode", "WAL", "wal"},
	{"synchronous", "FULL", "2"},
	{"secure_delete", "ON", "1"},
	{"foreign_keys", "ON", "1"},
	{"trusted_schema", "OFF", "0"},
	{"cell_size_check", "ON", "1"},
	{"journal_size_limit", "1048576", "1048576"},
}

// ofd switches SQLite to OFD locks, once and before the process opens its first database: with POSIX locks, closing any
// other descriptor of booth.db in this process would drop SQLite's lock. Outside Linux, locks do not have this fault, or
// the folder's own lock has to do.
var ofd = sync.OnceValue(func() error {
	_, err := sqlite.OFDLocking(true)
	if errors.Is(err, sqlite.ErrOFDLockingUnavailable) {
		return nil
	}
	return err
})

// DB is the one connection to booth.db.
type DB struct {
	pool *sql.DB
	*sql.Conn
	insert, SelectOne *sql.Stmt // for one entry
	AnyOf             *sql.Stmt // whether a person has any entry
}

// Close closes the prepared statements and the connection.
func (d *DB) Close() error {
	var errs []error
	for _, st := range []*sql.Stmt{d.insert, d.SelectOne, d.AnyOf} {
		if st != nil { // an open statement would keep the file, and its lock, open
			errs = append(errs, st.Close())
		}
	}
	return errors.Join(append(errs, d.Conn.Close(), d.pool.Close())...)
}

// prepare compiles the statements run for each sign-up.
func (d *DB) prepare(ctx context.Context) (err error) {
	if d.insert, err = d.PrepareContext(ctx, insertInto("entry")); err != nil {
		return err
	}
	if d.SelectOne, err = d.PrepareContext(ctx, "SELECT "+EntryColumns+" FROM entry WHERE id = ?"); err != nil {
		return err
	}
	d.AnyOf, err = d.PrepareContext(ctx, "SELECT EXISTS (SELECT 1 FROM entry WHERE person = ?1) OR EXISTS (SELECT 1 FROM conflict WHERE person = ?1)")
	return err
}

// CheckHeader reads the header of booth.db before SQLite may touch it: an empty file would silently become a new store,
// and a file of another program would be written to. It also makes sure that SQLite's files beside it are regular
// files: it would block on a pipe. The error says what is there.
func CheckHeader(path string) error {
	for _, name := range []string{folder.WAL, folder.SHM, folder.Rollback} {
		f, err := folder.Open(filepath.Join(filepath.Dir(path), name))
		if err == nil {
			err = f.Close()
		} else if errors.Is(err, fs.ErrNotExist) {
			err = nil
		}
		if err != nil {
			return err
		}
	}
	f, err := folder.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	var head [100]byte
	if n, err := io.ReadFull(f, head[:]); err != nil {
		if n == 0 {
			return fmt.Errorf("%w: %s is empty", folder.ErrDamaged, folder.DB)
		}
		return fmt.Errorf("%w: %s is cut short", folder.ErrDamaged, folder.DB)
	}
	return LookAtHead(head[:])
}

// HeadVersion returns the version that the first bytes of a store of ours name, and how many this program knows; 0 where they
// are not a store's of ours, or cannot be read. It takes no lock and opens no database.
func HeadVersion(path string) (have, known int) {
	f, err := folder.Open(path)
	if err != nil {
		return 0, len(Migrations)
	}
	defer f.Close()
	var head [100]byte
	if _, err := io.ReadFull(f, head[:]); err != nil || LookAtHead(head[:]) != nil {
		return 0, len(Migrations)
	}
	return int(binary.BigEndian.Uint32(head[60:64])), len(Migrations)
}

// LookAtHead checks the first 100 bytes of a store: [folder.ErrDamaged] if they are not a database's, [folder.ErrNotBooth] if
// they are another program's.
func LookAtHead(head []byte) error {
	if len(head) < 100 {
		return fmt.Errorf("%w: %s is cut short", folder.ErrDamaged, folder.DB)
	}
	if !bytes.HasPrefix(head, []byte("SQLite format 3\x00")) {
		return fmt.Errorf("%w: %s is not a database any more", folder.ErrDamaged, folder.DB)
	}
	if head[18] != head[19] || head[18] < 1 || head[18] > 2 {
		return fmt.Errorf("%w: the head of %s is not readable", folder.ErrDamaged, folder.DB)
	}
	if binary.BigEndian.Uint32(head[68:]) != applicationID {
		return fmt.Errorf("%w: %s belongs to another program", folder.ErrNotBooth, folder.DB)
	}
	return nil
}

// Open opens the existing file dir/booth.db, sets every pragma and reads each back, and migrates the schema to this
// program's version.
func Open(ctx context.Context, dir string) (*DB, error) {
	return OpenAfter(ctx, dir, func(context.Context, *DB) error { return nil })
}

// OpenAfter is Open, and calls first before migrating.
func OpenAfter(ctx context.Context, dir string, first func(context.Context, *DB) error) (*DB, error) {
	db, err := OpenPlain(ctx, dir)
	if err != nil {
		return nil, err
	}
	before := func(ctx context.Context) error { return first(ctx, db) }
	for _, step := range []func(context.Context) error{before, db.Migrate, db.ReadPragmas, db.prepare} {
		if err := step(ctx); err != nil {
			db.Close()
			return nil, fmt.Errorf("opening %s: %w", folder.DB, folder.Explain(err))
		}
	}
	return db, nil
}

// OpenPlain opens it and sets the pragmas, without migrating.
func OpenPlain(ctx context.Context, dir string) (*DB, error) {
	if err := ofd(); err != nil {
		return nil, fmt.Errorf("opening %s: %w", folder.DB, err)
	}
	path, err := filepath.Abs(filepath.Join(dir, folder.DB))
	if err != nil {
		return nil, fmt.Errorf("opening %s: %w", folder.DB, err)
	}
	path = filepath.ToSlash(path)
	if !strings.HasPrefix(path, "/") {
		path = "/" + path // a drive letter
	}
	q := url.Values{"mode": {"rw"}, "_txlock": {"immediate"}, "_defensive": {"1"}, "_dqs": {"0"}}
	for _, p := range Pragmas {
		if p.Name == "journal_mode" {
			// The driver sets the _pragma values in alphabetical order, and this one after all of them: the locking
			// mode must be set by then.
			q.Set("_journal_mode", p.Value)
			continue
		}
		q.Add("_pragma", p.Name+"("+p.Value+")")
	}
	dsn := (&url.URL{Scheme: "file", Path: path, RawQuery: q.Encode()}).String()
	pool, err := sql.Open("sqlite", dsn)
	if err != nil {
		return nil, fmt.Errorf("opening %s: %w", folder.DB, err)
	}
	pool.SetMaxOpenConns(1)
	conn, err := pool.Conn(ctx)
	if err != nil {
		pool.Close()
		return nil, fmt.Errorf("opening %s: %w", folder.DB, folder.Explain(err))
	}
	return &DB{pool: pool, Conn: conn}, nil
}

// ReadPragmas compares every setting with what was asked for: SQLite ignores a misspelt pragma, and some settings depend
// on the file.
func (d *DB) ReadPragmas(ctx context.Context) error {
	for _, p := range Pragmas {
		var got string
		if err := d.QueryRowContext(ctx, "PRAGMA "+p.Name).Scan(&got); err != nil {
			return fmt.Errorf("reading %s back: %w", p.Name, err)
		}
		if got != p.Reads {
			return fmt.Errorf("SQLite has %s = %s where %s was set: this folder's file system will not do, use a local disk", p.Name, got, p.Reads)
		}
	}
	// Defensive mode has no pragma of its own; refusing this one shows that it is on.
	if _, err := d.ExecContext(ctx, "PRAGMA writable_schema = ON"); err != nil {
		return err
	}
	var writable int
	if err := d.QueryRowContext(ctx, "PRAGMA writable_schema").Scan(&writable); err != nil {
		return err
	}
	if writable != 0 {
		return errors.New("SQLite's defensive mode is off")
	}
	return nil
}

// Migrate applies the migrations that the file lacks, each in one transaction with its number.
func (d *DB) Migrate(ctx context.Context) error {
	var have int
	if err := d.QueryRowContext(ctx, "PRAGMA user_version").Scan(&have); err != nil {
		return err
	}
	if have > len(Migrations) {
		return folder.ErrNewer
	}
	if have < 0 {
		return ErrTables
	}
	return d.MigrateTo(ctx, len(Migrations))
}

// MigrateTo applies the missing migrations up to a number.
func (d *DB) MigrateTo(ctx context.Context, last int) error {
	var have int
	if err := d.QueryRowContext(ctx, "PRAGMA user_version").Scan(&have); err != nil {
		return err
	}
	for i := have; i < last; i++ {
		tx, err := d.BeginTx(ctx, nil)
		if err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, Migrations[i]+fmt.Sprintf(";\nPRAGMA application_id = %d;\nPRAGMA user_version = %d;", applicationID, i+1))
		if step := migrationSteps[i+1]; err == nil && step != nil {
			err = step(ctx, tx)
		}
		if err == nil {
			err = tx.Commit()
		}
		if err != nil {
			tx.Rollback()
			return fmt.Errorf("migration %d: %w", i+1, err)
		}
	}
	return nil
}

// Create makes booth.db, which must not exist. The file is created here because of its permissions: SQLite would make it
// readable for everybody, and gives the -wal the same ones.
func Create(ctx context.Context, dir string) (*DB, error) {
	f, err := os.OpenFile(filepath.Join(dir, folder.DB), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, fmt.Errorf("making %s: %w", folder.DB, folder.Explain(err))
	}
	if err := f.Close(); err != nil {
		return nil, fmt.Errorf("making %s: %w", folder.DB, folder.Explain(err))
	}
	return Open(ctx, dir)
}

// Checkpoint moves the -wal into booth.db and empties it.
func (d *DB) Checkpoint(ctx context.Context) error {
	var busy, log, done int
	if err := d.QueryRowContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)").Scan(&busy, &log, &done); err != nil {
		return err
	}
	if busy != 0 {
		return errors.New("checkpoint: somebody is reading")
	}
	return nil
}

// EntryColumns are the columns that make up an entry, in the tables entry and conflict, in the order of [ScanEntry].
const EntryColumns = "id, person, kind, booth, seq, tick, hour, sealed, digest, sig, nonce, desk, partner"

const (
	// BoundVersion is the migration that added the nonces.
	BoundVersion = 3
	// PartnerVersion is the migration that added the partners of joins.
	PartnerVersion = 7
)

// scanner is *sql.Row or *sql.Rows.
type scanner interface{ Scan(...any) error }

// ScanEntry reads one row of [EntryColumns].
func ScanEntry(r scanner) (*entry.Entry, error) {
	e := new(entry.Entry)
	return e, r.Scan(Into(e)...)
}

// Into returns where to scan a row of [EntryColumns], and then what more it has.
func Into(e *entry.Entry, more ...any) []any {
	return append([]any{&e.ID, &e.Person, &e.Kind, &e.Booth, &e.Seq, &e.Tick, &e.Hour, &e.Sealed, &e.Digest, &e.Sig, &e.Nonce, &e.Desk, orEmpty{&e.Partner}}, more...)
}

// orEmpty scans a text that may be NULL.
type orEmpty struct{ to *string }

// Scan implements [sql.Scanner].
func (o orEmpty) Scan(v any) error {
	var text sql.NullString
	err := text.Scan(v)
	*o.to = text.String
	return err
}

// Execer is the connection or a transaction.
type Execer interface {
	ExecContext(context.Context, string, ...any) (sql.Result, error)
}

func insertInto(table string) string {
	return "INSERT INTO " + table + " (" + EntryColumns + ") VALUES (?" + strings.Repeat(",?", strings.Count(EntryColumns, ",")) + ")"
}

// columns returns the values for insertInto.
func columns(e *entry.Entry) []any {
	blob := func(b []byte) any { // nil, not an empty blob
		if len(b) == 0 {
			return nil
		}
		return b
	}
	var sealed any
	if e.Sealed != nil {
		sealed = e.Sealed
	}
	var partner any
	if e.Partner != "" {
		partner = e.Partner
	}
	return []any{e.ID, e.Person, e.Kind, e.Booth, e.Seq, e.Tick, e.Hour, sealed, e.Digest, e.Sig, blob(e.Nonce), blob(e.Desk), partner}
}

// InsertEntry adds an entry to the table entry or conflict.
func InsertEntry(ctx context.Context, x Execer, table string, e *entry.Entry) error {
	_, err := x.ExecContext(ctx, insertInto(table), columns(e)...)
	return err
}

// InsertOne adds an entry in a transaction of its own.
func (d *DB) InsertOne(ctx context.Context, e *entry.Entry) error {
	_, err := d.insert.ExecContext(ctx, columns(e)...)
	return err
}

// EachEntry reads all rows of a table in batches, so that a long read does not keep a visitor's sign-up waiting: lock is
// held only for each batch.
func (d *DB) EachEntry(ctx context.Context, table string, lock sync.Locker, each func(*entry.Entry) error) error {
	const batch = 200
	var last int64
	for {
		list, next, err := d.SomeEntries(ctx, table, last, batch, lock)
		if err != nil {
			return fmt.Errorf("reading entries: %w", folder.Explain(err))
		}
		for _, e := range list {
			if err := each(e); err != nil {
				return err
			}
		}
		if len(list) < batch {
			return nil
		}
		last = next
	}
}

// SomeEntries reads at most most entries after row number after, and returns them with the last row number. It holds
// lock meanwhile.
func (d *DB) SomeEntries(ctx context.Context, table string, after int64, most int, lock sync.Locker) (list []*entry.Entry, last int64, err error) {
	lock.Lock()
	defer lock.Unlock()
	rows, err := d.QueryContext(ctx, "SELECT "+EntryColumns+", n FROM "+table+" WHERE n > ? ORDER BY n LIMIT ?", after, most)
	if err != nil {
		return nil, 0, err
	}
	defer rows.Close()
	for rows.Next() {
		e := new(entry.Entry)
		if err := rows.Scan(Into(e, &last)...); err != nil {
			return nil, 0, err
		}
		list = append(list, e)
	}
	return list, last, rows.Err()
}

// eachText reads one text column.
func eachText(ctx context.Context, x Querier, each func(string), query string, args ...any) error {
	rows, err := x.QueryContext(ctx, query, args...)
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

// EachText reads one text column on the connection.
func (d *DB) EachText(ctx context.Context, each func(string), query string, args ...any) error {
	return eachText(ctx, d, each, query, args...)
}
