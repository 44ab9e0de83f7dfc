package store

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
)

// Variables for tests.
var (
	// patience is how long a caller is kept waiting. What was begun goes on without it.
	patience = 30 * time.Second
	// commitSlow is how long a commit may take before further batches are refused beforehand: it waits for a standby
	// that is not there.
	commitSlow = 5 * time.Second
	// tries is how often a transaction is tried that others have got in the way of.
	tries = 12
)

// postgresEngine is a pool of connections. Every transaction is SERIALIZABLE: an erasure and a line about the same
// person, sent by two booths to two hubs at once, must not miss each other.
type postgresEngine struct {
	pool *pgxpool.Pool

	mu      sync.Mutex
	commits map[int]time.Time // that are under way, since when
	next    int
	warned  map[*pgconn.PgConn]bool // connections on which the server has warned of something
	running sync.WaitGroup
}

// postgresSettings are set for each connection. None of them bounds how long a commit waits for a standby.
var postgresSettings = map[string]string{
	"statement_timeout": "30s", "lock_timeout": "10s", "idle_in_transaction_session_timeout": "60s", "client_encoding": "UTF8", "application_name": "matchbooth-hub",
}

// forPostgres writes a statement of SQLite as PostgreSQL wants it. Ids are compared byte by byte in both.
var forPostgres = strings.NewReplacer(" BLOB", " BYTEA", " INTEGER", " BIGINT", " TEXT", ` TEXT COLLATE "C"`, ") STRICT", ")")

func openPostgres(ctx context.Context, at string) (engine, error) {
	config, err := pgxpool.ParseConfig(at)
	if err != nil {
		return nil, errors.New("the address of the database cannot be read") // pgx would quote it
	}
	for name, value := range postgresSettings {
		if _, set := config.ConnConfig.RuntimeParams[name]; !set {
			config.ConnConfig.RuntimeParams[name] = value
		}
	}
	e := &postgresEngine{commits: map[int]time.Time{}, warned: map[*pgconn.PgConn]bool{}}
	config.ConnConfig.OnNotice = e.notice
	config.BeforeClose = func(c *pgx.Conn) {
		e.mu.Lock()
		defer e.mu.Unlock()
		delete(e.warned, c.PgConn())
	}
	if e.pool, err = pgxpool.NewWithConfig(ctx, config); err != nil {
		return nil, err
	}
	made := func() error {
		return e.transact(ctx, func(ctx context.Context, ask asker) error {
			got, err := ask(ctx, find("SELECT 1 FROM pg_catalog.pg_tables WHERE tablename = 'meta' AND schemaname = ANY (current_schemas(false))"))
			if err != nil {
				return err
			}
			var statements []string
			for _, sql := range statementsOf(schema) {
				statements = append(statements, forPostgres.Replace(sql))
			}
			return migrate(ctx, ask, len(got[0].rows) > 0, statements)
		})
	}
	err = made()
	if is, ok := errors.AsType[*pgconn.PgError](err); ok && (is.Code == "42P07" || is.Code == "23505") {
		err = made() // another hub has just made the tables
	}
	if err != nil {
		e.pool.Close()
		return nil, err
	}
	return e, nil
}

// notice hears what the server says besides. A commit that was cancelled while it waited for a standby succeeds with a
// warning, whose text may be in any language: any warning makes it unknown.
func (e *postgresEngine) notice(c *pgconn.PgConn, n *pgconn.Notice) {
	if n.SeverityUnlocalized != "WARNING" {
		return
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	e.warned[c] = true
}

// stalled says whether a commit has been waiting for so long that another one would wait too.
func (e *postgresEngine) stalled() bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	for _, since := range e.commits {
		if time.Since(since) > commitSlow {
			return true
		}
	}
	return false
}

func (e *postgresEngine) transact(ctx context.Context, do func(context.Context, asker) error) error {
	if e.stalled() {
		return fault("waiting for a standby", ErrBusy)
	}
	over, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	ended := make(chan error, 1)
	e.running.Add(1)
	go func() {
		defer e.running.Done()
		ended <- e.try(ctx, do)
	}()
	select {
	case err := <-ended:
		return err
	case <-over.Done():
		return fault("waiting for the database", ErrUnknown)
	}
}

// try runs a transaction until nobody gets in its way.
func (e *postgresEngine) try(ctx context.Context, do func(context.Context, asker) error) (err error) {
	for n := range tries {
		var again bool
		if again, err = e.once(ctx, do); !again {
			return err
		}
		time.Sleep(time.Duration(rand.Int64N(int64(5*time.Millisecond) << min(n, 6)))) //nolint:gosec // G404: it only spreads the tries
	}
	return fmt.Errorf("trying for the last time: %w: %w", ErrBusy, err)
}

// once runs a transaction once; again says that it has to be run again.
func (e *postgresEngine) once(ctx context.Context, do func(context.Context, asker) error) (again bool, err error) {
	turn, cancel := context.WithTimeout(ctx, waits)
	conn, err := e.pool.Acquire(turn)
	cancel()
	if err != nil {
		return false, fmt.Errorf("reaching the database: %w: %w", ErrBusy, err)
	}
	defer conn.Release()
	// pgx cancels what runs when its context ends, and a cancelled commit may be one that succeeded.
	ctx = context.WithoutCancel(ctx)
	tx, err := conn.BeginTx(ctx, pgx.TxOptions{IsoLevel: pgx.Serializable})
	if err != nil {
		return false, fmt.Errorf("beginning: %w: %w", ErrBusy, err)
	}
	if err := do(ctx, func(ctx context.Context, steps ...step) ([]result, error) { return askPostgres(ctx, tx, steps) }); err != nil {
		back, cancel := context.WithTimeout(ctx, waits)
		defer cancel()
		tx.Rollback(back) // a connection that cannot is closed by pgx
		return inTheWay(err), postgresError(err)
	}
	e.mu.Lock()
	at := e.next
	e.next++
	e.commits[at] = time.Now()
	delete(e.warned, conn.Conn().PgConn())
	e.mu.Unlock()
	err = tx.Commit(ctx)
	e.mu.Lock()
	delete(e.commits, at)
	warned := e.warned[conn.Conn().PgConn()]
	e.mu.Unlock()
	if err == nil && !warned {
		return false, nil
	}
	return judgeCommit(err)
}

// judgeCommit says what a commit means that was not simply done.
func judgeCommit(err error) (again bool, _ error) {
	if err == nil {
		return false, fault("committing with a warning", ErrUnknown)
	}
	is, ok := errors.AsType[*pgconn.PgError](err)
	switch {
	case errors.Is(err, pgx.ErrTxCommitRollback):
		return false, fmt.Errorf("committing: %w: %w", ErrBusy, err)
	case !ok, is.SeverityUnlocalized != "ERROR", is.Code == "40003", strings.HasPrefix(is.Code, "08"):
		// The connection broke, or the server went away, or says itself that it does not know.
		return false, fmt.Errorf("committing: %w: %w", ErrUnknown, err)
	case inTheWay(err):
		return true, err
	}
	return false, postgresError(err)
}

// inTheWay says whether a transaction was ended because of another one, and can simply be run again.
func inTheWay(err error) bool {
	is, ok := errors.AsType[*pgconn.PgError](err)
	return ok && (is.Code == "40001" || is.Code == "40P01")
}

// postgresError says what an error before the commit means for who asked: nothing was saved.
func postgresError(err error) error {
	is, ok := errors.AsType[*pgconn.PgError](err)
	switch {
	case ok && is.Code == "53100":
		return fmt.Errorf("%w: %w", ErrFull, err)
	case ok && (strings.HasPrefix(is.Code, "53") || strings.HasPrefix(is.Code, "57") || strings.HasPrefix(is.Code, "55") || strings.HasPrefix(is.Code, "08") || is.Code == "25006"):
		return fmt.Errorf("%w: %w", ErrBusy, err) // too many connections, shutting down, cancelled, a standby
	case ok:
		return err
	}
	if _, broken := errors.AsType[*brokenError](err); broken {
		return fmt.Errorf("%w: %w", ErrBusy, err)
	}
	return err
}

// brokenError is an error of the connection, in the middle of a transaction.
type brokenError struct{ error }

// Unwrap returns the error itself.
func (b *brokenError) Unwrap() error { return b.error }

func askPostgres(ctx context.Context, tx pgx.Tx, steps []step) ([]result, error) {
	out := make([]result, len(steps))
	batch := &pgx.Batch{}
	for _, s := range steps {
		batch.Queue(strings.ReplaceAll(s.sql, "AS BLOB", "AS BYTEA"), s.args...)
	}
	answers := tx.SendBatch(ctx, batch)
	for i, s := range steps {
		if !s.rows {
			tag, err := answers.Exec()
			if err != nil {
				answers.Close()
				return nil, asked(err)
			}
			out[i].changed = tag.RowsAffected()
			continue
		}
		rows, err := answers.Query()
		if err != nil {
			answers.Close()
			return nil, asked(err)
		}
		for rows.Next() {
			row, err := rows.Values()
			if err != nil {
				rows.Close()
				answers.Close()
				return nil, asked(err)
			}
			out[i].rows = append(out[i].rows, row)
		}
		if err := rows.Err(); err != nil {
			answers.Close()
			return nil, asked(err)
		}
	}
	if err := answers.Close(); err != nil {
		return nil, asked(err)
	}
	return out, nil
}

// asked marks an error that is not the server's answer.
func asked(err error) error {
	if _, ok := errors.AsType[*pgconn.PgError](err); ok {
		return err
	}
	return &brokenError{err}
}

// scrub does nothing: what PostgreSQL frees, its vacuum reuses, and what archives of its WAL keep, only their owner can
// take out.
func (e *postgresEngine) scrub(context.Context) error { return nil }

// compact writes the tables anew without what was deleted, which may take longer than a statement may otherwise.
func (e *postgresEngine) compact(ctx context.Context, tables []string) error {
	conn, err := e.pool.Acquire(ctx)
	if err != nil {
		return fmt.Errorf("reaching the database: %w: %w", ErrBusy, err)
	}
	defer conn.Release()
	ctx = context.WithoutCancel(ctx)
	if _, err := conn.Exec(ctx, "SET statement_timeout = 0"); err != nil {
		return postgresError(err)
	}
	defer conn.Exec(ctx, "RESET statement_timeout")
	for _, table := range tables {
		if _, err := conn.Exec(ctx, "VACUUM (FULL) "+table); err != nil {
			return postgresError(err)
		}
	}
	return nil
}

// check asks nothing: PostgreSQL has tools of its own.
func (e *postgresEngine) check(context.Context) error { return nil }

// close waits for what is under way, but not for ever: a commit may wait for a standby.
func (e *postgresEngine) close() error {
	ended := make(chan struct{})
	go func() {
		e.running.Wait()
		e.pool.Close()
		close(ended)
	}()
	select {
	case <-ended:
	case <-time.After(patience):
	}
	return nil
}
