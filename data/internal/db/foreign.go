package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"matchbooth/data/entry"
	"matchbooth/data/internal/folder"
)

// A store from outside (to merge, to restore, to rescue, to inspect) may have been made by anybody. The cost of a query
// is up to the file: a view or a computed column can be endless, pages can link to each other in circles, and a value
// of a gigabyte takes a few bytes to write. So the copy we read is opened read-only; its tables are compared with ours
// before the first query on any of them; the length of values is checked before any is read; and queries have a time
// limit.

// ForeignTable is the limits of a table. Most are variables for tests.
type ForeignTable struct {
	Name  string
	since int            // the migration that created it
	Rows  int64          // at most
	bytes int64          // at most, of all values together, if something reads all of them into memory
	Cols  []BoundedValue // all that are read
}

// In says whether a store with version migrations applied has the table.
func (t ForeignTable) In(version int) bool {
	return t.since <= version && (t.Name != "exported" || version < HandoverVersion)
}

// BoundedValue is a column and the most bytes a value in it may have.
type BoundedValue struct {
	Name  string
	Most  int64
	Since int // the migration that added it, if later than the table's
}

const (
	number     = 20      // digits of an integer
	SealedMost = 1 << 20 // a sealed sign-up has about eight kilobytes
	// valueMost limits any value, in bytes, enforced by SQLite itself whatever the query, and a row in the list of tables.
	valueMost = 2 << 20
	sqlMost   = 64 << 10 // bytes of a statement in the list of tables
)

var (
	entryBounds = []BoundedValue{
		{"id", 64, 0}, {"person", 64, 0}, {"kind", 32, 0}, {"booth", 64, 0}, {"seq", number, 0}, {"tick", number, 0}, {"hour", number, 0},
		{"sealed", SealedMost, 0}, {"digest", 64, 0}, {"sig", 128, 0}, {"nonce", 64, BoundVersion}, {"desk", 128, BoundVersion}, {"partner", 64, PartnerVersion},
	}
	// ForeignTables are the limits of all tables that are read.
	ForeignTables = []ForeignTable{
		{"entry", 1, 2_000_000, 0, entryBounds},
		{"conflict", 1, 2_000_000, 0, entryBounds},
		{"booth", 1, 10_000, 0, []BoundedValue{{"id", 64, 0}, {"key", 64, 0}}},
		{"meta", 1, 10_000, 16 << 20, []BoundedValue{{"key", 256, 0}, {"value", 1 << 20, 0}}},
		{"tally", 1, 2_000_000, 0, []BoundedValue{{"name", 256, 0}, {"hour", number, 0}, {"count", number, 0}}},
		{"audit", 1, 2_000_000, 0, []BoundedValue{{"n", number, 0}, {"at", number, 0}, {"who", 64, auditVersion},
			{"what", 4 << 10, 0}, {"persons", number, auditVersion}, {"chain", 64, auditVersion}}},
		{"exported", 1, 10_000_000, 0, []BoundedValue{{"recipient", 1 << 10, 0}, {"code", 64, 0}}}, // see In
		{"handover", HandoverVersion, 100_000, 0, []BoundedValue{{"n", number, 0}, {"recipient", 1 << 10, 0}, {"sealed", SealedMost, 0}}},
		{"purge", 2, 100_000, 0, []BoundedValue{{"n", number, 0}, {"at", number, 0}, {"before", number, 0}, {"persons", number, 0}}},
		{"statement", BoundVersion, MaxStatements, 32 << 20, []BoundedValue{{"id", 64, 0}, {"kind", 32, 0}, {"serial", number, 0}, {"body", MaxStatement, 0}, {"sig", 64, 0}}},
		{"waiting", BoundVersion, 2_000_000, 0, []BoundedValue{{"line", 16, 0}, {"since", number, 0}, {"done", number, 0}}},
	}
	// The time limit for reading a store: ForeignTime, and a second more for every foreignSpeed bytes of it.
	ForeignTime  = time.Minute
	foreignSpeed = int64(8 << 20)
)

// errEndless: the store was crafted so that reading it takes very long.
var errEndless = fmt.Errorf("%w: reading %s takes longer than any booth's would", folder.ErrDamaged, folder.DB)

// Patience returns a context that ends when reading the store in dir has taken too long. Until a query has its first row,
// the driver checks the context every thousand steps of SQLite's virtual machine; further rows are counted.
func Patience(ctx context.Context, dir string) (context.Context, context.CancelFunc) {
	most := ForeignTime
	for _, name := range []string{folder.DB, folder.WAL} {
		if info, err := os.Stat(filepath.Join(dir, name)); err == nil {
			most += time.Duration(min(info.Size(), folder.MaxSource)/foreignSpeed) * time.Second
		}
	}
	return context.WithTimeout(ctx, most)
}

// OpenForeign opens the copy of a store from outside in dir read-only, without any comparison yet.
func OpenForeign(ctx context.Context, dir string) (*DB, error) {
	if err := ListedShort(dir); errors.Is(err, ErrList) {
		return nil, ErrTables
	} else if err != nil {
		return nil, err
	}
	db, err := OpenReading(ctx, dir)
	if err != nil {
		return nil, err
	}
	for id, most := range map[int]int{
		sqlite3.SQLITE_LIMIT_LENGTH: valueMost, sqlite3.SQLITE_LIMIT_SQL_LENGTH: sqlMost, sqlite3.SQLITE_LIMIT_COLUMN: 100,
		sqlite3.SQLITE_LIMIT_EXPR_DEPTH: 100, sqlite3.SQLITE_LIMIT_ATTACHED: 0,
	} {
		if _, err := sqlite.Limit(db.Conn, id, most); err != nil {
			db.Close()
			return nil, err
		}
	}
	return db, nil
}

// OpenSound opens the copy of a store from outside in dir, which must have been made by this program and be intact: then
// nothing in it has more rows or longer values than a booth's, and reading it comes to an end. An older version is not
// migrated. [ErrDamaged], [ErrNotBooth] or [ErrNewer] if it is not.
func OpenSound(ctx context.Context, dir string) (db *DB, version int, err error) {
	if err := CheckHeader(filepath.Join(dir, folder.DB)); err != nil {
		return nil, 0, err
	}
	if db, err = OpenForeign(ctx, dir); err != nil {
		return nil, 0, foreignFault(ctx, err)
	}
	within, cancel := Patience(ctx, dir)
	defer cancel()
	if version, err = db.soundForeign(within); err != nil {
		db.Close()
		return nil, 0, foreignFault(ctx, err)
	}
	return db, version, nil
}

// OpenCopied is OpenSound for a copy that may be changed: an older version is migrated to this one, once it is known to
// be a booth's.
func OpenCopied(ctx context.Context, dir string) (*DB, error) {
	db, version, err := OpenSound(ctx, dir)
	if err != nil || version == len(Migrations) {
		return db, err
	}
	if err := db.Close(); err != nil {
		return nil, err
	}
	// A merge has no use for the other booth's lists of exports, so they need not be sealed first.
	forget := func(ctx context.Context, db *DB) error {
		if version >= HandoverVersion {
			return nil
		}
		_, err := db.ExecContext(ctx, "DELETE FROM exported")
		return err
	}
	if db, err = OpenAfter(ctx, dir, forget); err != nil {
		return nil, err
	}
	if err := db.Close(); err != nil {
		return nil, err
	}
	return OpenForeign(ctx, dir)
}

// Stream yields all rows of a table, one at a time: many together can be large.
func (d *DB) Stream(ctx context.Context, table string, each func(*entry.Entry) error) error {
	rows, err := d.QueryContext(ctx, "SELECT "+EntryColumns+" FROM "+table+" NOT INDEXED ORDER BY n")
	if err != nil {
		return fmt.Errorf("reading entries: %w", folder.Explain(err))
	}
	defer rows.Close()
	for rows.Next() {
		e, err := ScanEntry(rows)
		if err == nil {
			err = each(e)
		}
		if err != nil {
			return err
		}
	}
	if err := rows.Err(); err != nil {
		return fmt.Errorf("reading entries: %w", folder.Explain(err))
	}
	return nil
}

// CountLines returns how many lines the store has, in both tables.
func (d *DB) CountLines(ctx context.Context) (n int, err error) {
	return n, d.QueryRowContext(ctx, "SELECT (SELECT count(*) FROM entry) + (SELECT count(*) FROM conflict)").Scan(&n)
}

// soundForeign does what [OpenSound] promises. The order matters: each step relies on the previous ones.
func (d *DB) soundForeign(ctx context.Context) (version int, err error) {
	if version, err = d.Version(ctx); err != nil {
		return 0, err
	}
	if err := d.sameTables(ctx, version, everything); err != nil {
		return 0, err
	}
	for _, t := range ForeignTables {
		if !t.In(version) {
			continue
		}
		var n int64
		if err := d.QueryRowContext(ctx, "SELECT count(*) FROM (SELECT 1 FROM "+t.Name+" NOT INDEXED LIMIT ?)", t.Rows+1).Scan(&n); err != nil {
			return 0, err
		}
		if n > t.Rows {
			return 0, fmt.Errorf("%w: the table %s in %s has more rows than any booth's", folder.ErrDamaged, t.Name, folder.DB)
		}
	}
	// After this no page is used twice, and every table comes to an end.
	var first string
	if err := d.QueryRowContext(ctx, "PRAGMA integrity_check(1)").Scan(&first); err != nil {
		return 0, err
	}
	if first != "ok" {
		return 0, fmt.Errorf("%w: pages of %s are corrupt", folder.ErrDamaged, folder.DB)
	}
	for _, t := range ForeignTables {
		if !t.In(version) {
			continue
		}
		if err := d.shortValues(ctx, t, version); err != nil {
			return 0, err
		}
	}
	numbered := []string{"entry", "conflict"}
	if version >= HandoverVersion {
		numbered = append(numbered, "handover")
	}
	for _, table := range numbered {
		var least, most int64
		if err := d.QueryRowContext(ctx, "SELECT coalesce(min(n), 1), coalesce(max(n), 1) FROM "+table+" NOT INDEXED").Scan(&least, &most); err != nil {
			return 0, err
		}
		if least < 1 || most > entry.MaxNumber { // nobody would look there, or nothing could follow
			return 0, fmt.Errorf("%w: the table %s in %s has numbers that no booth gives", folder.ErrDamaged, table, folder.DB)
		}
	}
	return version, nil
}

// Version returns how many migrations the store has had.
func (d *DB) Version(ctx context.Context) (int, error) {
	var version int
	if err := d.QueryRowContext(ctx, "PRAGMA user_version").Scan(&version); err != nil {
		return 0, err
	}
	switch {
	case version > len(Migrations):
		return 0, folder.ErrNewer
	case version < 1:
		return 0, ErrTables
	}
	return version, nil
}

// shortValues checks the length of a table's longest values. SQLite knows lengths without reading the values.
func (d *DB) shortValues(ctx context.Context, t ForeignTable, version int) error {
	ask, to := []string{}, []any{}
	most := make([]int64, len(t.Cols)+1)
	sum := make([]string, len(t.Cols))
	t.Cols = slices.DeleteFunc(slices.Clone(t.Cols), func(c BoundedValue) bool { return c.Since > version })
	most = most[:len(t.Cols)+1]
	sum = sum[:len(t.Cols)]
	for i, c := range t.Cols {
		ask = append(ask, fmt.Sprintf("coalesce(max(octet_length(%s)), 0)", c.Name))
		sum[i] = fmt.Sprintf("coalesce(sum(octet_length(%s)), 0)", c.Name)
		to = append(to, &most[i])
	}
	ask, to = append(ask, strings.Join(sum, " + ")), append(to, &most[len(t.Cols)])
	if err := d.QueryRowContext(ctx, "SELECT "+strings.Join(ask, ", ")+" FROM "+t.Name+" NOT INDEXED").Scan(to...); err != nil {
		return err
	}
	long := t.bytes > 0 && most[len(t.Cols)] > t.bytes
	for i, c := range t.Cols {
		long = long || most[i] > c.Most
	}
	if long {
		return fmt.Errorf("%w: the table %s in %s has longer values than any booth's", folder.ErrDamaged, t.Name, folder.DB)
	}
	return nil
}

// foreignFault says in one sentence what is wrong with a store from outside. ctx is the caller's own.
func foreignFault(ctx context.Context, err error) error {
	var se *sqlite.Error
	switch {
	case err == nil || ctx.Err() != nil:
		return err
	case errors.Is(err, context.DeadlineExceeded):
		return errEndless
	case errors.Is(err, errListRead):
		return fmt.Errorf("%w: pages of %s are corrupt", folder.ErrDamaged, folder.DB)
	case errors.As(err, &se) && se.Code()&0xff == sqlite3.SQLITE_TOOBIG:
		return fmt.Errorf("%w: %s has longer values than any booth's", folder.ErrDamaged, folder.DB)
	}
	return Unreadable(err)
}

// ErrTables: the tables are not the ones this program makes: a trigger could drop entries as they are inserted, and a
// view could be endless.
var ErrTables = fmt.Errorf("%w: the tables in %s are not this program's", folder.ErrDamaged, folder.DB)

// The queries by which lists of tables are compared. People may have run ANALYZE on their own store, but not on a
// foreign one.
const (
	everything = ""
	butStats   = " WHERE name NOT LIKE 'sqlite_stat%'"
)

// OwnSchema refuses a store of this version whose tables are not the ones this program makes.
func (d *DB) OwnSchema(ctx context.Context) error {
	return d.OwnSchemaOf(ctx, len(Migrations))
}

// OwnSchemaOf is OwnSchema for a store with version migrations applied.
func (d *DB) OwnSchemaOf(ctx context.Context, version int) error {
	return d.sameTables(ctx, version, butStats)
}

// sameTables compares everything in the list of tables: tables, indexes, views, triggers, and the statements that created
// them, to the letter.
func (d *DB) sameTables(ctx context.Context, version int, which string) error {
	read := "SELECT type || ' ' || name || ' ' || tbl_name || ' ' || coalesce(sql, '') FROM sqlite_schema" + which + " ORDER BY 1"
	var have []string
	if err := d.EachText(ctx, func(t string) { have = append(have, t) }, read); err != nil {
		return err
	}
	want, err := TablesOf(ctx, version, read)
	if err != nil {
		return err
	}
	if !slices.Equal(have, want) {
		return ErrTables
	}
	return nil
}

// TablesOf runs a query on a new store with version migrations applied. A rescue needs several of them, for each copy
// it finds.
func TablesOf(ctx context.Context, version int, query string) ([]string, error) {
	key := fmt.Sprint(version, query)
	if list, ok := tablesKnown.Load(key); ok {
		return list.([]string), nil
	}
	list, err := newTables(ctx, version, query)
	if err == nil {
		tablesKnown.Store(key, list)
	}
	return list, err
}

var tablesKnown sync.Map // the answers to TablesOf

func newTables(ctx context.Context, version int, query string) (list []string, err error) {
	pool, err := sql.Open("sqlite", ":memory:")
	if err != nil {
		return nil, err
	}
	defer pool.Close()
	pool.SetMaxOpenConns(1)
	conn, err := pool.Conn(ctx)
	if err != nil {
		return nil, err
	}
	fresh := &DB{pool: pool, Conn: conn}
	defer fresh.Close()
	if err := fresh.MigrateTo(ctx, version); err != nil {
		return nil, err
	}
	err = fresh.EachText(ctx, func(t string) { list = append(list, t) }, query)
	return list, err
}
