package rescue

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"errors"
	"fmt"
	"math/big"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"matchbooth/data/entry"
	"matchbooth/data/internal/db"
	"matchbooth/data/internal/folder"
)

// salvageStep is the number of rows read at once while nothing is wrong.
const salvageStep = 128

// maxTables limits the bytes of the small tables, which are kept in memory. Variable for tests.
var maxTables int64 = 64 << 20

// salvage reads what SQLite can still read of one copy of a store.
type salvage struct {
	*rescue
	db    *db.DB
	count bool              // note what cannot be read: this is not the second reading of the same store
	own   map[string]string // the tables that exist and are our own, with their schema; only these are queried
	most  int64             // a row number that no undamaged store of this size exceeds
}

// readStore reads rows by number, around damaged pages. The file may have been crafted so that a rescue never ends, so
// each query is limited, and all of them together.
func (r *rescue) readStore(ctx context.Context, dir string, count bool) {
	s := &salvage{rescue: r, count: count}
	within, cancel := db.Patience(ctx, dir)
	defer cancel()
	defer func() {
		if within.Err() != nil {
			s.note("Reading %s took longer than any booth's would, and was given up.", folder.DB)
		}
	}()
	info, err := os.Stat(filepath.Join(dir, folder.DB))
	if err == nil {
		s.most = info.Size()/64 + 1000 // the smallest row has some two hundred bytes
		s.db, err = db.OpenForeign(within, dir)
	}
	if errors.Is(err, db.ErrTables) {
		s.note("The tables in %s are not this program's: nothing of it was read.", folder.DB)
		return
	}
	if err != nil {
		s.note("%s could not be opened.", folder.DB)
		return
	}
	defer s.db.Close()
	if err := s.compare(within); err != nil {
		s.note("The settings in %s could not all be read.", folder.DB)
		s.note("In %s, rows could not be read; the journal was asked for them.", folder.DB)
		return
	}
	if err := s.readSettings(within); err != nil {
		s.note("The settings in %s could not all be read.", folder.DB)
	}
	lost := 0
	for _, t := range db.ForeignTables {
		if s.own[t.Name] == "" {
			continue
		}
		switch t.Name {
		case "entry", "conflict":
			lost += s.readLines(within, t)
		case "meta", "booth":
		case "audit":
			if err := s.readEach(within, t.Name, s.addAct); err != nil {
				s.lostActs = true
				s.note("The table %s in %s could not all be read.", t.Name, folder.DB)
			}
		default:
			if err := s.readTable(within, t); err != nil {
				s.note("The table %s in %s could not all be read.", t.Name, folder.DB)
			}
		}
	}
	if lost > 0 {
		s.note("In %s, rows could not be read; the journal was asked for them.", folder.DB)
	}
}

func (s *salvage) note(format string, args ...any) {
	if s.count {
		s.rescue.note(format, args...)
	}
}

// compare finds the tables whose schema is ours to the letter. In place of one there may be an endless view, or a table
// with computed columns.
func (s *salvage) compare(ctx context.Context) error {
	const read = "SELECT type || ' ' || name || ' ' || tbl_name || ' ' || coalesce(sql, '') FROM sqlite_schema"
	have := map[string]bool{}
	if err := s.db.EachText(ctx, func(t string) { have[t] = true }, read); err != nil {
		return err
	}
	ours, newest := map[string]bool{}, map[string]bool{}
	for version := range len(db.Migrations) {
		list, err := db.TablesOf(ctx, version+1, read)
		if err != nil {
			return err
		}
		clear(newest)
		for _, t := range list {
			ours[t], newest[t] = true, true
		}
	}
	var version int
	_ = s.db.QueryRowContext(ctx, "PRAGMA user_version").Scan(&version) // if it is damaged, the version is not known
	s.own = map[string]string{}
	for _, t := range db.ForeignTables {
		prefix := "table " + t.Name + " " + t.Name + " "
		for text := range have {
			if ours[text] && strings.HasPrefix(text, prefix) {
				s.own[t.Name] = text
			}
		}
		known := version
		if version < 1 { // take it for the current version, unless it has the older list of exports
			known = len(db.Migrations)
			if s.own["exported"] != "" {
				known = db.HandoverVersion - 1
			}
		}
		if s.own[t.Name] == "" && t.In(known) {
			s.note("The table %s in %s is missing or not this program's: it was not read.", t.Name, folder.DB)
		}
	}
	return nil
}

// bounded returns the SQL expression for a value: NULL, without reading it, if it is longer than a booth's would be.
func bounded(v db.BoundedValue) string {
	return fmt.Sprintf("CASE WHEN octet_length(%s) <= %d THEN %[1]s END", v.Name, v.Most)
}

// asked returns the columns to select from a table, each with its limit; NULL for those that its version lacks.
func (s *salvage) asked(t db.ForeignTable) string {
	list := make([]string, len(t.Cols))
	for i, c := range t.Cols {
		if list[i] = "NULL"; c.Since == 0 || strings.Contains(s.own[t.Name], " "+c.Name+" ") {
			list[i] = bounded(c)
		}
	}
	return strings.Join(list, ", ")
}

// readLines reads a table of entries, and returns how many rows or stretches could not be read.
func (s *salvage) readLines(ctx context.Context, t db.ForeignTable) (lost int) {
	most := s.most
	var last int64
	if err := s.db.QueryRowContext(ctx, "SELECT coalesce(max(n), 0) FROM "+t.Name+" NOT INDEXED").Scan(&last); err == nil {
		most = min(most, last)
	}
	for from := int64(1); from <= most && s.failed == nil && ctx.Err() == nil; from += salvageStep {
		lost += s.readRows(ctx, t, from, min(most, from+salvageStep-1))
	}
	// Row numbers that no booth assigns are read in order, as far as possible.
	if _, err := s.readSome(ctx, t, "n < ?1 ORDER BY n LIMIT ?2", 1, salvageStep); err != nil {
		lost++
	}
	for at := most; last > at && s.failed == nil; {
		next, err := s.readSome(ctx, t, "n > ?1 ORDER BY n LIMIT ?2", at, salvageStep)
		if err != nil || next <= at {
			return lost + 1
		}
		at = next
	}
	if ctx.Err() != nil {
		lost++
	}
	return lost
}

// readRows reads the rows numbered from to to, halving the range if something in it cannot be read, and returns how
// many could not be read.
func (s *salvage) readRows(ctx context.Context, t db.ForeignTable, from, to int64) (lost int) {
	if ctx.Err() != nil {
		return 1
	}
	// An intact range never has more rows than numbers; one whose pages form a cycle does.
	_, err := s.readSome(ctx, t, "n BETWEEN ?1 AND ?2 ORDER BY n LIMIT ?2 - ?1 + 1", from, to)
	if err == nil {
		return 0
	}
	if from == to {
		return 1
	}
	middle := (from + to) / 2
	return s.readRows(ctx, t, from, middle) + s.readRows(ctx, t, middle+1, to)
}

// readSome reads the rows that match a condition and returns the number of the last one.
func (s *salvage) readSome(ctx context.Context, t db.ForeignTable, which string, args ...any) (last int64, err error) {
	rows, err := s.db.QueryContext(ctx, "SELECT "+s.asked(t)+", n FROM "+t.Name+" NOT INDEXED WHERE "+which, args...)
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	for rows.Next() && ctx.Err() == nil {
		e := new(entry.Entry)
		if e2 := rows.Scan(db.Into(e, &last)...); e2 != nil {
			err = e2
			continue
		}
		s.addLine(e, true)
	}
	return last, errors.Join(err, rows.Err())
}

// readSettings reads meta and the known booths.
func (s *salvage) readSettings(ctx context.Context) error {
	var bytes int64
	err := s.readEach(ctx, "meta", func(v []any) error {
		k, ok1 := v[0].(string)
		text, ok2 := v[1].(string)
		if bytes += int64(len(k) + len(text)); !ok1 || !ok2 || bytes > maxTables {
			return errMore
		}
		if _, have := s.meta[k]; !have {
			s.meta[k] = text
		}
		return nil
	})
	return errors.Join(err, s.readEach(ctx, "booth", func(v []any) error {
		id, ok1 := v[0].(string)
		key, ok2 := v[1].([]byte)
		if ok1 && ok2 && len(key) == ed25519.PublicKeySize && entry.BoothID(key) == id {
			s.known[id] = key
		}
		return nil
	}))
}

// errMore is returned if there is more than any booth has: rows, or bytes.
var errMore = errors.New("more than any booth has")

// readTable reads one of the small tables; rows that two copies have are inserted once.
func (s *salvage) readTable(ctx context.Context, t db.ForeignTable) error {
	names := make([]string, len(t.Cols))
	for i, c := range t.Cols {
		names[i] = c.Name
	}
	insert := "INSERT INTO " + t.Name + " (" + strings.Join(names, ", ") + ") VALUES (?" + strings.Repeat(",?", len(names)-1) + ") ON CONFLICT DO NOTHING"
	return s.readEach(ctx, t.Name, func(v []any) error {
		size := int64(200)
		for _, value := range v {
			switch value := value.(type) {
			case string:
				size += int64(len(value))
			case []byte:
				size += int64(len(value))
			}
		}
		if s.kept += size; s.kept > maxTables {
			return errMore
		}
		s.tables = append(s.tables, tableRow{t.Name, insert, v})
		return nil
	})
}

// readEach calls each for the rows of one of our tables, and fails with errMore if it has more than a booth may have.
// An error of each does not end the reading; the first one is returned.
func (s *salvage) readEach(ctx context.Context, name string, each func([]any) error) (err error) {
	if s.own[name] == "" {
		return nil // already noted
	}
	t := db.ForeignTables[slices.IndexFunc(db.ForeignTables, func(t db.ForeignTable) bool { return t.Name == name })]
	rows, err := s.db.QueryContext(ctx, "SELECT "+s.asked(t)+" FROM "+t.Name+" NOT INDEXED LIMIT ?", t.Rows+1)
	if err != nil {
		return err
	}
	defer rows.Close()
	n := int64(0)
	for rows.Next() {
		if n++; n > t.Rows {
			return errMore
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		values, to := make([]any, len(t.Cols)), make([]any, len(t.Cols))
		for i := range values {
			to[i] = &values[i]
		}
		if rows.Scan(to...) == nil {
			if e := each(values); err == nil {
				err = e // only the first: there may be millions
			}
		}
	}
	return errors.Join(err, rows.Err())
}

// newPIN draws a PIN that nobody knows.
func newPIN() string {
	n, err := rand.Int(rand.Reader, big.NewInt(1e12))
	if err != nil {
		panic(err) // never, by its documentation
	}
	return fmt.Sprintf("%012d", n)
}
