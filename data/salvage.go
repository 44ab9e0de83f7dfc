package data

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"math/big"
	"net/url"
	"os"
	"path/filepath"
	"strings"
)

// salvageStep is how many rows are read at once while nothing is wrong.
const salvageStep = 128

// readStore reads what SQLite still gives of the copy in dir: rows by their numbers, around pages that are damaged.
// count says that what cannot be read is worth a note: it is not the second look at the same store.
func (r *rescue) readStore(ctx context.Context, dir string, count bool) {
	if err := ofd(); err != nil {
		r.note("%s could not be opened.", dbName)
		return
	}
	path, err := filepath.Abs(filepath.Join(dir, dbName)) // the new folder may have been named from where we are
	if err != nil {
		r.note("%s could not be opened.", dbName)
		return
	}
	path = filepath.ToSlash(path)
	if !strings.HasPrefix(path, "/") {
		path = "/" + path // a drive letter
	}
	pool, err := sql.Open("sqlite", (&url.URL{Scheme: "file", Path: path, RawQuery: "mode=rw&_defensive=1&_pragma=cell_size_check(1)&_pragma=trusted_schema(0)"}).String())
	if err != nil {
		r.note("%s could not be opened.", dbName)
		return
	}
	defer pool.Close()
	pool.SetMaxOpenConns(1)
	if err := r.readSettings(ctx, pool); err != nil && count {
		r.note("The settings in %s could not all be read.", dbName)
	}
	lost := 0
	for _, table := range []string{"entry", "conflict"} {
		var most int64
		if err := pool.QueryRowContext(ctx, "SELECT coalesce(max(n), 0) FROM "+table).Scan(&most); err != nil {
			info, e := os.Stat(filepath.Join(dir, dbName))
			if e != nil || table == "conflict" {
				continue
			}
			most = info.Size() / 512 // more rows than the file can hold
		}
		for from := int64(1); from <= most; from += salvageStep {
			lost += r.readRows(ctx, pool, table, from, min(most, from+salvageStep-1))
		}
	}
	if lost > 0 && count {
		r.note("In %s, rows could not be read; the journal was asked for them.", dbName)
	}
	for _, t := range []struct {
		name string
		cols int
	}{{"tally", 3}, {"exported", 2}, {"purge", 4}} {
		if err := r.readTable(ctx, pool, t.name, t.cols); err != nil && count {
			r.note("The table %s in %s could not all be read.", t.name, dbName)
		}
	}
	if err := r.readAudit(ctx, pool); err != nil && count {
		r.note("The table %s in %s could not all be read.", "audit", dbName)
	}
}

// readRows reads rows by number, halving the stretch where something cannot be read.
func (r *rescue) readRows(ctx context.Context, pool *sql.DB, table string, from, to int64) (lost int) {
	rows, err := pool.QueryContext(ctx, "SELECT "+entryColumns+" FROM "+table+" WHERE n BETWEEN ? AND ?", from, to)
	if err == nil {
		for rows.Next() {
			e, scanErr := scanEntry(rows)
			if scanErr != nil {
				err = scanErr
				continue
			}
			r.keep(e, true)
		}
		err = errors.Join(err, rows.Err(), rows.Close())
	}
	if err == nil {
		return 0
	}
	if from == to {
		return 1
	}
	middle := (from + to) / 2
	return r.readRows(ctx, pool, table, from, middle) + r.readRows(ctx, pool, table, middle+1, to)
}

// readSettings reads meta and the known booths.
func (r *rescue) readSettings(ctx context.Context, pool *sql.DB) error {
	rows, err := pool.QueryContext(ctx, "SELECT key, value FROM meta")
	if err != nil {
		return err
	}
	for rows.Next() {
		var k, v string
		if err := rows.Scan(&k, &v); err == nil {
			if _, ok := r.meta[k]; !ok {
				r.meta[k] = v
			}
		}
	}
	err = errors.Join(rows.Err(), rows.Close())
	keys, err2 := pool.QueryContext(ctx, "SELECT id, key FROM booth")
	if err2 != nil {
		return errors.Join(err, err2)
	}
	for keys.Next() {
		var id string
		var key []byte
		if err := keys.Scan(&id, &key); err == nil && len(key) == ed25519.PublicKeySize && boothID(key) == id {
			r.known[id] = key
		}
	}
	return errors.Join(err, keys.Err(), keys.Close())
}

// readTable reads one of the small tables; rows that two copies have are taken once.
func (r *rescue) readTable(ctx context.Context, pool *sql.DB, name string, cols int) error {
	rows, err := pool.QueryContext(ctx, "SELECT * FROM "+name)
	if err != nil {
		return err
	}
	insert := "INSERT INTO " + name + " VALUES (?" + strings.Repeat(",?", cols-1) + ") ON CONFLICT DO NOTHING"
	for rows.Next() {
		values, to := make([]any, cols), make([]any, cols)
		for i := range values {
			to[i] = &values[i]
		}
		if rows.Scan(to...) == nil {
			r.tables = append(r.tables, tableRow{insert, values})
		}
	}
	return errors.Join(rows.Err(), rows.Close())
}

// newPIN draws a PIN that nobody knows.
func newPIN() string {
	n, err := rand.Int(rand.Reader, big.NewInt(1e12))
	if err != nil {
		panic(err) // never, by its documentation
	}
	return fmt.Sprintf("%012d", n)
}
