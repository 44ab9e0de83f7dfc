// Package store keeps what booths send to a hub: sealed lines, which booths may speak, and what was erased. It can open
// nothing of it. The rules are written once (put.go, since.go, settle.go, erase.go, statement.go) over an engine that runs SQL in one
// transaction; there are two, SQLite and PostgreSQL, and one suite of tests for both.
package store

import (
	"context"
	"crypto/ed25519"
	_ "embed"
	"errors"
	"fmt"
	"strings"
)

// The errors of a store that a caller tells apart. All but ErrUnknown say that nothing was saved.
var (
	ErrNotAllowed = errors.New("this booth is not allowed at this event")
	ErrReplay     = errors.New("this request was sent before")
	ErrBusy       = errors.New("the database does not answer in time; nothing was saved")
	ErrFull       = errors.New("the disk of the database is full; nothing was saved")
	ErrUnknown    = errors.New("the database did not say whether this was saved")
	ErrNewer      = errors.New("the database is of a newer version of this program")
	ErrOlder      = errors.New("the database is of an early version of this program, from before any booth could send")
	ErrDesk       = errors.New("this event has another desk's key already")
	ErrCorrupt    = errors.New("the database file is damaged")
	ErrNoBooth    = errors.New("this booth was never allowed at this event")
)

// The states of a booth.
const (
	Allowed    = "allowed"
	Revoked    = "revoked"    // may not speak any more; its lines are taken from others, and its erasures are carried out
	Distrusted = "distrusted" // as revoked, and its lines are refused, and its erasures that still wait hide nobody
)

// Caller is who asks. Whoever verified the request fills it in.
type Caller struct {
	Event string
	Booth string
	Key   ed25519.PublicKey
	Nonce []byte
	Hour  int64 // that the request was signed with
	Now   int64 // by the hub's clock
}

// Store is what a hub keeps. Its methods may be called at the same time, and by several hubs on one database.
type Store struct {
	engine engine
}

// step is one statement. Values are $1, $2, … in both engines.
type step struct {
	sql  string
	args []any
	rows bool // it returns rows
}

// result is what a statement gave: the number of changed rows, or rows of int64, string, []byte and nil.
type result struct {
	changed int64
	rows    [][]any
}

// asker runs statements in the order given, in as few round trips as the engine can.
type asker func(ctx context.Context, steps ...step) ([]result, error)

// engine runs SQL.
type engine interface {
	// transact runs do in one serializable transaction and commits. do may run several times, and must begin anew each
	// time. The commit does not end with ctx. Its errors are those above, do's own, or faults.
	transact(ctx context.Context, do func(ctx context.Context, ask asker) error) error
	// scrub takes what was emptied out of the engine's files, as far as it can.
	scrub(ctx context.Context) error
	// compact takes deleted rows of these tables out of the engine's files, as far as it can.
	compact(ctx context.Context, tables []string) error
	// check asks the engine whether its files are sound.
	check(ctx context.Context) error
	close() error
}

func change(sql string, args ...any) step { return step{sql: sql, args: args} }
func find(sql string, args ...any) step   { return step{sql: sql, args: args, rows: true} }

// Open opens a store: an address that begins with postgres:// or postgresql://, or the path of a file for SQLite, which
// is made if it is not there.
func Open(ctx context.Context, at string) (*Store, error) {
	var e engine
	var err error
	if IsPostgres(at) {
		e, err = openPostgres(ctx, at)
	} else {
		e, err = openSQLite(ctx, at)
	}
	if err != nil {
		return nil, err
	}
	return &Store{e}, nil
}

// IsPostgres says whether Open takes this for an address of PostgreSQL.
func IsPostgres(at string) bool {
	return strings.HasPrefix(at, "postgres://") || strings.HasPrefix(at, "postgresql://")
}

// Close closes the store.
func (s *Store) Close() error { return s.engine.close() }

// Check asks the database whether its files are sound.
func (s *Store) Check(ctx context.Context) error { return s.engine.check(ctx) }

// Ping says whether the database answers.
func (s *Store) Ping(ctx context.Context) error {
	return s.engine.transact(ctx, func(ctx context.Context, ask asker) error {
		_, err := ask(ctx, find("SELECT value FROM meta WHERE name = 'version'"))
		return err
	})
}

//go:embed schema.sql
var schemaLines string

//go:embed wishes.sql
var schemaWishes string

var schema = schemaLines + schemaWishes

// schemaVersion is the version of the tables.
const schemaVersion = "2"

// migrate makes the tables where there are none. It runs in a transaction of the engine, which brings the statements in
// its own words. there says whether the table meta exists.
func migrate(ctx context.Context, ask asker, there bool, statements []string) error {
	if !there {
		for _, sql := range statements { // one by one: each is compiled against the tables of those before it
			if _, err := ask(ctx, change(sql)); err != nil {
				return err
			}
		}
		_, err := ask(ctx, change("INSERT INTO meta (name, value) VALUES ('version', $1)", schemaVersion))
		return err
	}
	got, err := ask(ctx, find("SELECT value FROM meta WHERE name = 'version'"))
	if err != nil {
		return err
	}
	switch {
	case len(got[0].rows) == 1 && got[0].rows[0][0] == schemaVersion:
		return nil
	case len(got[0].rows) == 1 && got[0].rows[0][0] == "1":
		return ErrOlder
	}
	return ErrNewer
}

// statementsOf parts a text of SQL that has no semicolon inside a statement.
func statementsOf(sql string) (out []string) {
	var plain strings.Builder
	for line := range strings.Lines(sql) {
		code, _, _ := strings.Cut(line, "--")
		plain.WriteString(strings.TrimRight(code, " \n") + "\n")
	}
	for part := range strings.SplitSeq(plain.String(), ";") {
		if part = strings.TrimSpace(part); part != "" {
			out = append(out, part)
		}
	}
	return out
}

// Allow lets a booth speak at an event; one that was revoked may speak again.
func (s *Store) Allow(ctx context.Context, event, booth string) error {
	return s.engine.transact(ctx, func(ctx context.Context, ask asker) error {
		_, err := ask(ctx,
			change("INSERT INTO event (id) VALUES ($1) ON CONFLICT DO NOTHING", event),
			change("INSERT INTO booth (event, id, state) VALUES ($1, $2, 'allowed') ON CONFLICT (event, id) DO UPDATE SET state = 'allowed'", event, booth))
		return err
	})
}

// Revoke keeps a booth from speaking. With distrust its lines are refused from everybody from now on, and those of its
// erasures that still wait neither hide nor empty anything.
func (s *Store) Revoke(ctx context.Context, event, booth string, distrust bool) error {
	state := Revoked
	if distrust {
		state = Distrusted
	}
	return s.engine.transact(ctx, func(ctx context.Context, ask asker) error {
		got, err := ask(ctx, change("UPDATE booth SET state = $3 WHERE event = $1 AND id = $2", event, booth, state))
		if err == nil && got[0].changed == 0 {
			err = ErrNoBooth
		}
		return err
	})
}

// Events returns the events that the hub knows, in order.
func (s *Store) Events(ctx context.Context) (list []string, err error) {
	err = s.engine.transact(ctx, func(ctx context.Context, ask asker) error {
		list = nil
		got, err := ask(ctx, find("SELECT id FROM event ORDER BY id"))
		if err != nil {
			return err
		}
		for _, r := range got[0].rows {
			list = append(list, text(r[0]))
		}
		return nil
	})
	return list, err
}

// Booth is a booth of an event.
type Booth struct {
	Event string `json:"event"`
	ID    string `json:"id"`
	State string `json:"state"`
	Spoke bool   `json:"spoke"` // its key is known
	Lines int64  `json:"lines"` // that it wrote, whoever sent them
	Last  int64  `json:"last"`  // the highest of their running numbers
}

// Booths returns all booths, in order.
func (s *Store) Booths(ctx context.Context) (list []Booth, err error) {
	err = s.engine.transact(ctx, func(ctx context.Context, ask asker) error {
		list = nil
		got, err := ask(ctx, find(`SELECT b.event, b.id, b.state, CASE WHEN b.key IS NULL THEN 0 ELSE 1 END,
			(SELECT COUNT(*) FROM line l WHERE l.event = b.event AND l.booth = b.id),
			(SELECT COALESCE(MAX(l.seq), 0) FROM line l WHERE l.event = b.event AND l.booth = b.id)
			FROM booth b ORDER BY b.event, b.id`))
		if err != nil {
			return err
		}
		for _, r := range got[0].rows {
			list = append(list, Booth{Event: text(r[0]), ID: text(r[1]), State: text(r[2]), Spoke: number(r[3]) == 1, Lines: number(r[4]), Last: number(r[5])})
		}
		return nil
	})
	return list, err
}

// Stats are counts of what is kept.
type Stats struct {
	Events   int64 `json:"events"`
	Booths   int64 `json:"booths"` // allowed ones
	Entries  int64 `json:"entries"`
	Emptied  int64 `json:"emptied"` // of them, without a sealed part and no erasures
	Apart    int64 `json:"apart"`
	Erasures int64 `json:"erasures"`
	Waiting  int64 `json:"waiting"` // of the erasures, those that only hide so far
	Claims   int64 `json:"claims"`  // of the erasures, those that do nothing until the desk says so too
	Receipts int64 `json:"receipts"`
	Said     int64 `json:"statements"` // of the desk
	Wishes   int64 `json:"wishes"`     // that phones have sent and the desk has not fetched for good
}

// Stats counts what is kept.
func (s *Store) Stats(ctx context.Context) (out Stats, err error) {
	counts := []struct {
		to  *int64
		sql string
	}{
		{&out.Events, "event"}, {&out.Booths, "booth WHERE state = 'allowed'"}, {&out.Entries, "line"},
		{&out.Emptied, "line WHERE sealed IS NULL AND kind <> 'erasure'"}, {&out.Apart, "apart"},
		{&out.Erasures, "line WHERE kind = 'erasure'"}, {&out.Waiting, "erased WHERE state = 'waits' AND person = about"},
		{&out.Claims, "erased WHERE state = 'claim' AND person = about"}, {&out.Receipts, "receipt"},
		{&out.Said, "statement"}, {&out.Wishes, "wish"},
	}
	err = s.engine.transact(ctx, func(ctx context.Context, ask asker) error {
		var steps []step
		for _, c := range counts {
			steps = append(steps, find("SELECT COUNT(*) FROM "+c.sql))
		}
		got, err := ask(ctx, steps...)
		if err != nil {
			return err
		}
		for i, c := range counts {
			*c.to = number(got[i].rows[0][0])
		}
		return nil
	})
	return out, err
}

func text(v any) string {
	s, _ := v.(string)
	return s
}

func number(v any) int64 {
	if n, ok := v.(int32); ok { // what PostgreSQL makes of a small constant
		return int64(n)
	}
	n, _ := v.(int64)
	return n
}

func blob(v any) []byte {
	b, _ := v.([]byte)
	return b
}

// orNull is NULL for no bytes.
func orNull(b []byte) any {
	if len(b) == 0 {
		return nil
	}
	return b
}

func textOrNull(s string) any {
	if s == "" {
		return nil
	}
	return s
}

// fault wraps an error that is none of those above. Drivers do not quote values in theirs, only names of ours.
func fault(doing string, err error) error { return fmt.Errorf("%s: %w", doing, err) }
