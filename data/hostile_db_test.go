//go:build linux

package data

import (
	"bytes"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"matchbooth/data/entry"
	"matchbooth/data/internal/archive"
	"matchbooth/data/internal/db"
	"matchbooth/data/internal/folder"
	"matchbooth/data/internal/journal"
	"matchbooth/data/rescue"
)

// hostileStore changes the booth.db of a folder as somebody would who has all of SQLite at hand.
type hostileStore func(t *testing.T, dir string)

// bare opens booth.db as any program would, without our protections.
func bare(t *testing.T, dir string) *sql.DB {
	t.Helper()
	pool, err := sql.Open("sqlite", "file:"+filepath.Join(dir, folder.DB)+"?_pragma=locking_mode(EXCLUSIVE)")
	if err != nil {
		t.Fatal(err)
	}
	pool.SetMaxOpenConns(1)
	return pool
}

// run runs statements.
func run(statements ...string) hostileStore {
	return func(t *testing.T, dir string) {
		t.Helper()
		pool := bare(t, dir)
		defer pool.Close()
		for _, q := range statements {
			if _, err := pool.Exec(q); err != nil {
				t.Fatalf("%.100s: %v", q, err)
			}
		}
	}
}

// endless gives n = 1, 2, 3 … for ever.
const endless = "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r) "

// inPlaceOf gives what may stand in the place of each of our tables.
func inPlaceOf(all map[string]hostileStore, t db.ForeignTable) {
	table, names := t.Name, []string{"n"}
	for _, c := range t.Cols {
		if c.Name != "n" {
			names = append(names, c.Name)
		}
	}
	each := func(form string) string {
		out := "n"
		for _, c := range names[1:] {
			out += ", " + fmt.Sprintf(form, c)
		}
		return out
	}
	drop, view := "DROP TABLE "+table, "CREATE VIEW "+table+" AS "
	all[table+": a view without an end"] = run(drop, view+endless+"SELECT "+each("CAST(n AS TEXT) AS %s")+" FROM r")
	all[table+": a view that never comes to its first row"] = run(drop, view+endless+"SELECT "+each("'x' AS %s")+" FROM r WHERE n < 0")
	all[table+": a view of 1.9 GB"] = run(drop, view+"SELECT "+each("zeroblob(475000000) AS %s")+" FROM (SELECT 1 AS n UNION SELECT 2 UNION SELECT 3 UNION SELECT 4)")
	all[table+": a table that computes a column"] = run(drop, "CREATE TABLE "+table+" ("+strings.Join(names, ", ")+", large BLOB AS (zeroblob(900000000)))",
		"INSERT INTO "+table+" (n) VALUES (1)")
	all[table+": a virtual table"] = run(drop, "CREATE VIRTUAL TABLE "+table+" USING fts5("+strings.Join(names, ", ")+")")
}

// onPages changes the pages of a store that nobody has open; root is the page on which a table begins.
func onPages(table string, change func(b []byte, root int) []byte) hostileStore {
	return func(t *testing.T, dir string) {
		t.Helper()
		root := 1
		pool := bare(t, dir)
		err := pool.QueryRow("SELECT rootpage FROM sqlite_schema WHERE name = ?", table).Scan(&root)
		if err := errors.Join(err, pool.Close()); err != nil && !errors.Is(err, sql.ErrNoRows) {
			t.Fatal(err)
		}
		edit(t, filepath.Join(dir, folder.DB), func(b []byte) []byte {
			b = change(b, root)
			binary.BigEndian.PutUint32(b[28:], uint32(len(b)/4096))
			return b
		})
	}
}

// branch makes a page that leads so many times to one other.
func branch(page []byte, to, times int) {
	first := 0
	if bytes.HasPrefix(page, []byte("SQLite")) {
		first = 100
	}
	clear(page[first:])
	page[first] = 5
	at := len(page)
	for i := range times - 1 {
		at -= 6
		binary.BigEndian.PutUint32(page[at:], uint32(to))
		page[at+4], page[at+5] = byte(0x80|i>>7), byte(i&0x7f)
		binary.BigEndian.PutUint16(page[first+12+2*i:], uint16(at))
	}
	binary.BigEndian.PutUint16(page[first+3:], uint16(times-1))
	binary.BigEndian.PutUint16(page[first+5:], uint16(at))
	binary.BigEndian.PutUint32(page[first+8:], uint32(to))
}

// mirrors lets a table begin with pages that lead to each other, each a hundred times to the next one: eight of them
// make more rows than there are grains of sand. The last is the page that the table was, or, of the list of tables,
// another one.
func mirrors(b []byte, root int) []byte {
	const levels, size = 8, 4096
	count := len(b) / size
	b = append(b, make([]byte, levels*size)...)
	page := func(n int) []byte { return b[(n-1)*size : n*size] }
	last := page(count + levels)
	if copy(last, page(root)); root == 1 {
		copy(last, page(2))
	}
	branch(page(root), count+1, 100)
	for i := 1; i < levels; i++ {
		branch(page(count+i), count+i+1, 100)
	}
	return b
}

// aPerson has a row in the place of a sign-up, with one column of its own.
func aPerson(column, value string) string {
	values := map[string]string{"id": "'x'", "person": "'x'", "kind": "'signup'", "booth": "'x'", "seq": "1", "tick": "1", "hour": "500000", "sealed": "x'00'", "digest": "zeroblob(32)", "sig": "zeroblob(64)"}
	values[column] = value
	names := slices.Sorted(maps.Keys(values))
	list := make([]string, len(names))
	for i, n := range names {
		list[i] = values[n]
	}
	return "INSERT INTO entry (" + strings.Join(names, ", ") + ") VALUES (" + strings.Join(list, ", ") + ")"
}

// hostileStores are all of them.
func hostileStores() map[string]hostileStore {
	many := []string{"PRAGMA synchronous = OFF"}
	for i := range 200 {
		many = append(many, fmt.Sprintf("CREATE TABLE t%d (x)", i))
	}
	rows := func(n int, form string) string {
		return "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r LIMIT " + strconv.Itoa(n) + ") INSERT INTO " + form + " FROM r"
	}
	all := map[string]hostileStore{
		"a trigger that empties":  run("CREATE TRIGGER t AFTER INSERT ON entry BEGIN DELETE FROM entry; END"),
		"a table beside them":     run("CREATE TABLE entry2 (n INTEGER PRIMARY KEY)"),
		"a view beside them":      run("CREATE VIEW v AS " + endless + "SELECT n FROM r"),
		"an index that computes":  run("CREATE INDEX i ON meta (length(value || hex(zeroblob(9))))"),
		"an index on some rows":   run("CREATE INDEX i ON entry (person) WHERE kind = 'none'"),
		"figures for the planner": run("ANALYZE", rows(100_000, "sqlite_stat1 SELECT 'entry', 'entry_person', '1000000 1'")),
		"samples for the planner": run("ANALYZE", rows(100_000, "sqlite_stat4 SELECT 'entry', 'entry_person', '1', '1', '1', zeroblob(1000)")),
		"200 tables":              run(many...),
		"a table of 3 MB of text": run("CREATE TABLE t (x DEFAULT '" + strings.Repeat("x", 3<<20) + "')"),
		"UTF-16": func(t *testing.T, dir string) {
			edit(t, filepath.Join(dir, folder.DB), func(b []byte) []byte { b[59] = 2; return b })
		},
		"a page that holds itself":  onPages("entry", func(b []byte, root int) []byte { branch(b[(root-1)*4096:root*4096], root, 50); return b }),
		"pages that go round":       onPages("entry", mirrors),
		"pages of meta that do":     onPages("meta", mirrors),
		"pages of tally that do":    onPages("tally", mirrors),
		"a list that goes round":    onPages("", mirrors),
		"a list that holds itself":  onPages("", func(b []byte, _ int) []byte { branch(b[:4096], 1, 50); return b }),
		"150 MB in sealed":          run(aPerson("sealed", "zeroblob(150000000)")),
		"60 MB in an id":            run(aPerson("id", "CAST(replace(hex(zeroblob(30000000)), '0', 'x') AS TEXT)")),
		"60 MB in a person":         run(aPerson("person", "CAST(replace(hex(zeroblob(30000000)), '0', 'x') AS TEXT)")),
		"60 MB in a setting":        run("INSERT INTO meta VALUES ('x', hex(zeroblob(30000000)))"),
		"a kind of 33 bytes":        run(aPerson("kind", "'"+strings.Repeat("x", 33)+"'")),
		"20,000 settings":           run(rows(20_000, "meta SELECT 'k' || n, 'x'")),
		"20,000 booths":             run(rows(20_000, "booth SELECT 'k' || n, zeroblob(32)")),
		"40 settings of a megabyte": run(rows(40, "meta SELECT 'k' || n, hex(zeroblob(500000))")),
		"a number below all":        run(aPerson("n", "-5")),
		"a number without an end":   run(aPerson("n", "9223372036854775807")),
	}
	for _, t := range db.ForeignTables {
		if t.In(len(db.Migrations)) {
			inPlaceOf(all, t)
		}
	}
	return all
}

// modestly fails when something takes long, or much memory of the whole process: SQLite's own is not Go's. Under the
// race detector only what is done is looked at.
func modestly(t *testing.T, do func()) {
	t.Helper()
	if raced {
		do()
		return
	}
	debug.FreeOSMemory()
	if err := os.WriteFile("/proc/self/clear_refs", []byte("5"), 0); err != nil {
		t.Log("the peak is that of all tests:", err)
	}
	before, start := resident(t, "VmRSS"), time.Now()
	do()
	if took := time.Since(start); took > 20*time.Second {
		t.Errorf("it took %v", took)
	}
	if more := resident(t, "VmHWM") - before; more > 120<<10 {
		t.Errorf("it took %d MB more", more>>10)
	}
}

// resident is a line of the process's state, in KiB.
func resident(t *testing.T, what string) int {
	t.Helper()
	b, err := os.ReadFile("/proc/self/status")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(b), what+":")
	n, err := strconv.Atoi(strings.Fields(rest)[0])
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// Whatever a booth.db is made of, merging it, opening it and restoring it are refused in one sentence, soon, and the
// booth is as it was. A rescue ends too, says what it did not read, and brings over whom the journal has.
func TestHostileStores(t *testing.T) {
	unraced(t)
	a, b := pairOfBooths(t)
	signUp(t, a)
	person := signUp(t, b)
	good, _ := backUp(t, b)
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	names, parts := zipParts(t, good)
	delete(parts, archive.ManifestName)
	was := status(t, a)
	n := 0
	for what, change := range hostileStores() {
		if n++; raced && n%8 > 0 {
			continue // what it looks at is the same in all of them
		}
		t.Run(what, func(t *testing.T) {
			dir := copyFolder(t, b.Dir())
			change(t, dir)
			// The twin of it all: the same folder with the store as it was merges, see the end.
			modestly(t, func() {
				_, err := a.Merge(t.Context(), dir, MergeOptions{Accept: everybody})
				oneSentence(t, "merging", err)
			})
			if _, err := os.Stat(filepath.Join(a.Dir(), mergingName)); !errors.Is(err, os.ErrNotExist) {
				t.Errorf("the copy stayed: %v", err)
			}
			if now := status(t, a); now != was {
				t.Errorf("the booth was %+v and is %+v", was, now)
			}
			to := filepath.Join(t.TempDir(), "rescued")
			var r rescue.Report
			modestly(t, func() {
				var err error
				if r, err = Rescue(dir, to, Options{}); err != nil {
					t.Fatal(err)
				}
			})
			s := reopen(t, to)
			if found, err := s.Erase(t.Context(), person.Code); err != nil || !found {
				t.Errorf("nobody came, %v: %+v", err, r)
			}
			if len(r.Notes)+r.Unsigned == 0 && !harmless[what] {
				t.Errorf("nothing was said: %+v", r)
			}
			modestly(t, func() {
				if x, err := rescue.Examine(dir); err != nil || x.Whole+x.Lost != 1 {
					t.Errorf("examined: %+v, %v", x, err)
				}
			})
			db, err := os.ReadFile(filepath.Join(dir, folder.DB))
			if err != nil {
				t.Fatal(err)
			}
			changed := maps.Clone(parts)
			changed[folder.DB] = db
			path := rezip(t, names, changed, nil)
			db, changed = nil, nil
			modestly(t, func() { refused(t, path, folder.ErrDamaged) })
		})
	}
	sound(t, a)
	if r := merged(t, a, b.Dir()); r.Added != 1 {
		t.Errorf("the folder as it was: %+v", r)
	}
}

// harmless are those that a rescue reads without harm: it brings over every row, and what is beside them does nothing.
var harmless = map[string]bool{
	"a trigger that empties": true, "a table beside them": true, "a view beside them": true, "an index that computes": true,
	"an index on some rows": true, "pages that go round": true,
}

// The -wal beside a store is part of it: one that makes a table a view is seen before anything is asked of that table. A
// rescue reads the store without it too.
func TestHostileWAL(t *testing.T) {
	a, b := pairOfBooths(t)
	person := signUp(t, b)
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	for _, table := range []string{"entry", "meta", "booth"} {
		dir := copyFolder(t, b.Dir())
		if err := os.Remove(filepath.Join(dir, folder.Journal)); err != nil {
			t.Fatal(err)
		}
		pool := bare(t, dir)
		for _, q := range []string{
			"PRAGMA wal_autocheckpoint = 0", "DROP TABLE " + table,
			"CREATE VIEW " + table + " AS " + endless + "SELECT n, 'x' AS key, 'x' AS value, 'x' AS id FROM r",
		} {
			if _, err := pool.Exec(q); err != nil {
				t.Fatal(err)
			}
		}
		cut := copyFolder(t, dir) // as a power cut leaves it
		if err := pool.Close(); err != nil {
			t.Fatal(err)
		}
		if info, err := os.Stat(filepath.Join(cut, folder.WAL)); err != nil || info.Size() < 4096 {
			t.Fatal("the change is not in the -wal", err)
		}
		modestly(t, func() {
			_, err := a.Merge(t.Context(), cut, MergeOptions{Accept: everybody})
			oneSentence(t, "merging", err)
			_, err = Open(copyFolder(t, cut), Options{})
			oneSentence(t, "opening", err)
			s, r := rescued(t, cut)
			if found, err := s.Erase(t.Context(), person.Code); err != nil || !found {
				t.Errorf("nobody came from the store below the -wal, %v: %+v", err, r)
			}
			if !slices.Contains(r.Notes, "The table "+table+" in booth.db is missing or not this program's: it was not read.") {
				t.Errorf("%q", r.Notes)
			}
		})
	}
	sound(t, a)
}

// Where a table beside the entries is not ours, the entries come all the same, from the store alone. A lone store of
// which nothing can be believed gives nobody, and says so.
func TestRescueOfWhatIsOurs(t *testing.T) {
	_, b := pairOfBooths(t)
	person := signUp(t, b)
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"tally: a view of 1.9 GB", "audit: a view without an end", "handover: a virtual table", "a trigger that empties", "an index that computes"} {
		dir := copyFolder(t, b.Dir())
		if err := os.Remove(filepath.Join(dir, folder.Journal)); err != nil {
			t.Fatal(err)
		}
		hostileStores()[name](t, dir)
		to := filepath.Join(t.TempDir(), "rescued")
		r, err := Rescue(filepath.Join(dir, folder.DB), to, Options{})
		if err != nil {
			t.Fatal(err)
		}
		if found, err := reopen(t, to).Erase(t.Context(), person.Code); err != nil || !found {
			t.Errorf("%s: nobody came, %v: %+v", name, err, r)
		}
	}
	for _, name := range []string{"200 tables", "a list that goes round"} {
		dir := copyFolder(t, b.Dir())
		hostileStores()[name](t, dir)
		_, err := Rescue(filepath.Join(dir, folder.DB), filepath.Join(t.TempDir(), "new"), Options{})
		oneSentence(t, name, err)
	}
}

// Numbers of versions that are none are refused; where an older program has made the store, nothing is missing.
func TestForeignVersions(t *testing.T) {
	a, b := pairOfBooths(t)
	if _, err := signUpOld(b, someone()); err != nil {
		t.Fatal(err)
	}
	good, _ := backUp(t, b)
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	names, parts := zipParts(t, good)
	delete(parts, archive.ManifestName)
	backup := func(dir string) string {
		db, err := os.ReadFile(filepath.Join(dir, folder.DB))
		if err != nil {
			t.Fatal(err)
		}
		keys, err := os.ReadFile(filepath.Join(dir, folder.Keys))
		if err != nil {
			t.Fatal(err)
		}
		changed := maps.Clone(parts)
		changed[folder.DB], changed[folder.Keys] = db, keys
		return rezip(t, names, changed, nil)
	}
	for version, want := range map[string]error{"2147483647": folder.ErrNewer, "-1": folder.ErrDamaged, "-2147483648": folder.ErrDamaged, "0": folder.ErrDamaged, "1": folder.ErrDamaged} {
		dir := copyFolder(t, b.Dir())
		run("PRAGMA user_version = "+version)(t, dir)
		if _, err := a.Merge(t.Context(), dir, MergeOptions{Accept: everybody}); !errors.Is(err, want) {
			t.Errorf("version %s: merging: %v", version, err)
		}
		refused(t, backup(dir), want)
		if s, r := rescued(t, dir); status(t, s).Signups != 1 {
			t.Errorf("version %s: nobody was rescued: %+v", version, r)
		}
	}
	old := copyFolder(t, b.Dir())
	if err := downgrade(old, 1); err != nil {
		t.Fatal(err)
	}
	before := contents(t, old)
	if r := merged(t, a, old); r.Added != 1 {
		t.Errorf("%+v", r)
	}
	for name, was := range before {
		if now, err := os.ReadFile(name); err != nil || !bytes.Equal(now, was) {
			t.Errorf("merging changed %s", filepath.Base(name))
		}
	}
	if s, r := rescued(t, old); status(t, s).Signups != 1 || len(r.Notes) > 0 {
		t.Errorf("%+v", r)
	}
	if info, err := Restore(backup(old), filepath.Join(t.TempDir(), "new"), Options{}); err != nil || info.Persons != 1 {
		t.Errorf("%+v, %v", info, err)
	}
	sound(t, a)
}

// What takes longer than any booth's store is given up, and that is said.
func TestForeignStoresHaveATime(t *testing.T) {
	a, b := pairOfBooths(t)
	person := signUp(t, b)
	good, _ := backUp(t, b)
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	defer func(d time.Duration) { db.ForeignTime = d }(db.ForeignTime)
	db.ForeignTime = time.Nanosecond
	_, err := a.Merge(t.Context(), b.Dir(), MergeOptions{Accept: everybody})
	if oneSentence(t, "merging", err); err == nil || !strings.Contains(err.Error(), "takes longer") {
		t.Error(err)
	}
	refused(t, good, folder.ErrDamaged)
	s, r := rescued(t, b.Dir())
	if found, err := s.Erase(t.Context(), person.Code); err != nil || !found {
		t.Errorf("nobody came from the journal, %v: %+v", err, r)
	}
	if !slices.ContainsFunc(r.Notes, func(n string) bool { return strings.Contains(n, "took longer") }) {
		t.Errorf("%q", r.Notes)
	}
	sound(t, a)
}

// A journal that was made so that reading it does not end, or has too many lines, is no booth's either.
func TestHostileJournals(t *testing.T) {
	defer func(n int, work int64) { sourceLines, journal.MaxWork = n, work }(sourceLines, journal.MaxWork)
	sourceLines, journal.MaxWork = 1000, 1<<20
	a, b := pairOfBooths(t)
	signUp(t, b)
	good, _ := backUp(t, b)
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	names, parts := zipParts(t, good)
	delete(parts, archive.ManifestName)
	e := &entry.Entry{ID: "x", Person: "x", Kind: entry.KindSignUp, Booth: "x", Seq: 1, Tick: 1, Hour: 500000, Digest: make([]byte, 32), Sig: make([]byte, 64)}
	for what, content := range map[string][]byte{
		"beginnings": bytes.Repeat(binary.BigEndian.AppendUint32(bytes.Clone(journal.Mark), 1<<18), 1<<17),
		"lines":      bytes.Repeat(journal.Encode(e), 1001),
	} {
		dir := copyFolder(t, b.Dir())
		if err := os.WriteFile(filepath.Join(dir, folder.Journal), content, 0o600); err != nil {
			t.Fatal(err)
		}
		changed := maps.Clone(parts)
		changed[folder.Journal] = content
		path := rezip(t, names, changed, nil)
		modestly(t, func() {
			_, err := a.Merge(t.Context(), dir, MergeOptions{Accept: everybody})
			oneSentence(t, what, err)
			refused(t, path, folder.ErrDamaged)
		})
	}
	sound(t, a)
}

// oneSentence expects an error that says that the store is damaged.
func oneSentence(t *testing.T, what string, err error) {
	t.Helper()
	if !errors.Is(err, folder.ErrDamaged) {
		t.Errorf("%s: %v", what, err)
	} else if strings.Contains(err.Error(), "\n") || strings.Contains(err.Error(), "context deadline") {
		t.Errorf("%s: %q", what, err)
	}
}
