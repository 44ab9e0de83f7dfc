package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"time"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// waits is how long a request waits for its turn, and for another process that writes. A variable for tests.
var waits = 10 * time.Second

// sqliteEngine is one connection to a file. Other processes may have the file open: allow and revoke, while the hub
// serves.
type sqliteEngine struct{ db *sql.DB }

// sqlitePragmas hold for the connection. FULL syncs the -wal at each commit; secure_delete overwrites what is emptied.
var sqlitePragmas = []string{
	"busy_timeout(10000)", "journal_mode(WAL)", "synchronous(FULL)", "secure_delete(ON)", "foreign_keys(ON)", "trusted_schema(OFF)",
	"cell_size_check(ON)", "journal_size_limit(1048576)",
}

func openSQLite(ctx context.Context, path string) (engine, error) {
	// SQLite would make it readable for everybody. One that is there is left alone: closing it here would drop the locks of
	// another connection of this process.
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o600)
	if err == nil {
		err = f.Close()
	} else if errors.Is(err, fs.ErrExist) {
		err = nil
	}
	if err != nil {
		return nil, err
	}
	dsn := url.URL{Scheme: "file", OmitHost: true, Path: path, RawQuery: url.Values{"_pragma": sqlitePragmas}.Encode()}
	db, err := sql.Open("sqlite", dsn.String())
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	e := &sqliteEngine{db}
	if err := e.transact(ctx, func(ctx context.Context, ask asker) error {
		got, err := ask(ctx, find("SELECT name FROM sqlite_schema WHERE name = 'meta'"))
		if err != nil {
			return err
		}
		return migrate(ctx, ask, len(got[0].rows) > 0, statementsOf(schema))
	}); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return e, nil
}

func (e *sqliteEngine) transact(ctx context.Context, do func(context.Context, asker) error) error {
	turn, cancel := context.WithTimeout(ctx, waits)
	defer cancel()
	conn, err := e.db.Conn(turn)
	if err != nil {
		return fault("waiting for the database", ErrBusy)
	}
	defer conn.Close()
	ctx = context.WithoutCancel(ctx) // who asked may be gone; what was begun is ended
	if _, err := conn.ExecContext(ctx, "BEGIN IMMEDIATE"); err != nil {
		return sqliteError("beginning", err)
	}
	ask := func(ctx context.Context, steps ...step) ([]result, error) { return askSQLite(ctx, conn, steps) }
	if err := do(ctx, ask); err != nil {
		end(ctx, conn)
		return err
	}
	if _, err := conn.ExecContext(ctx, "COMMIT"); err != nil {
		end(ctx, conn)
		if is, ok := errors.AsType[*sqlite.Error](err); ok && is.Code()&0xff == sqlite3.SQLITE_BUSY {
			return fault("committing", ErrBusy)
		}
		// The commit may be in the -wal already while what came after it failed.
		return fmt.Errorf("committing: %w: %w", ErrUnknown, err)
	}
	return nil
}

// end rolls back. A connection that cannot is thrown away.
func end(ctx context.Context, conn *sql.Conn) {
	if _, err := conn.ExecContext(ctx, "ROLLBACK"); err != nil {
		conn.Raw(func(any) error { return driver.ErrBadConn })
	}
}

// sqliteError says what an error means for who asked.
func sqliteError(doing string, err error) error {
	if is, ok := errors.AsType[*sqlite.Error](err); ok {
		switch is.Code() & 0xff {
		case sqlite3.SQLITE_FULL:
			return fault(doing, ErrFull)
		case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
			return fault(doing, ErrBusy)
		}
	}
	return fault(doing, err)
}

func askSQLite(ctx context.Context, conn *sql.Conn, steps []step) ([]result, error) {
	out := make([]result, len(steps))
	prepared := map[string]*sql.Stmt{}
	defer func() {
		for _, st := range prepared {
			st.Close()
		}
	}()
	for i, s := range steps {
		st := prepared[s.sql]
		if st == nil {
			var err error
			if st, err = conn.PrepareContext(ctx, s.sql); err != nil {
				return nil, sqliteError("preparing", err)
			}
			prepared[s.sql] = st
		}
		if !s.rows {
			res, err := st.ExecContext(ctx, s.args...)
			if err != nil {
				return nil, sqliteError("writing", err)
			}
			if out[i].changed, err = res.RowsAffected(); err != nil {
				return nil, fault("writing", err)
			}
			continue
		}
		rows, err := scanAll(ctx, st, s.args)
		if err != nil {
			return nil, sqliteError("reading", err)
		}
		out[i].rows = rows
	}
	return out, nil
}

func scanAll(ctx context.Context, st *sql.Stmt, args []any) (all [][]any, err error) {
	rows, err := st.QueryContext(ctx, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	names, err := rows.Columns()
	if err != nil {
		return nil, err
	}
	for rows.Next() {
		row, to := make([]any, len(names)), make([]any, len(names))
		for i := range row {
			to[i] = &row[i]
		}
		if err := rows.Scan(to...); err != nil {
			return nil, err
		}
		all = append(all, row)
	}
	return all, rows.Err()
}

// scrub moves what is in the -wal into the file, where emptied parts are zeros, and cuts the -wal off. While another
// process reads, some of the -wal stays until the next time.
func (e *sqliteEngine) scrub(ctx context.Context) error {
	_, err := e.db.ExecContext(context.WithoutCancel(ctx), "PRAGMA wal_checkpoint(TRUNCATE)")
	return err
}

// compact leaves no page that is not used; what was in them, secure_delete has overwritten already.
func (e *sqliteEngine) compact(ctx context.Context, _ []string) error {
	if _, err := e.db.ExecContext(context.WithoutCancel(ctx), "VACUUM"); err != nil {
		return sqliteError("making the file smaller", err)
	}
	return e.scrub(ctx)
}

func (e *sqliteEngine) check(ctx context.Context) error {
	var said string
	if err := e.db.QueryRowContext(ctx, "PRAGMA quick_check(1)").Scan(&said); err != nil {
		return fault("checking", err)
	}
	if said != "ok" {
		return ErrCorrupt
	}
	return nil
}

func (e *sqliteEngine) close() error { return e.db.Close() }
