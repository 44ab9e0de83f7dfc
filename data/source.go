package data

import (
	"archive/zip"
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"matchbooth/data/entry"
	"matchbooth/data/outside"
)

// source is a copy of what is merged, opened.
type source struct {
	dir  string // temporary, in the data folder; "" once removed
	db   *database
	keys entry.Booths

	statements []statement
}

func (s *source) close() {
	if s.db != nil {
		s.db.Close()
	}
	os.RemoveAll(s.dir)
}

// sourceLines is how many lines a journal may have that is merged. Variable for tests.
var sourceLines = 2_000_000

// each gives all lines: those of the store, and those that only its journal has.
func (s *source) each(ctx context.Context, each func(*entry.Entry) error) error {
	have := map[entry.Hash]bool{}
	for _, table := range []string{"entry", "conflict"} {
		if err := s.db.stream(ctx, table, func(e *entry.Entry) error {
			if e.Intact() && (e.Sealed != nil || e.Kind == entry.KindErasure) {
				have[e.Hash()] = true
			}
			return each(e)
		}); err != nil {
			return err
		}
	}
	err := scanForeign(filepath.Join(s.dir, journalName), func(e *entry.Entry) error {
		if have[e.Hash()] {
			return nil
		}
		return each(e)
	})
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// scanForeign is scanJournal for the copy of a journal from outside: what was made so that reading it does not end, or
// has more lines than any booth's, is damaged.
func scanForeign(path string, each func(*entry.Entry) error) error {
	f, err := openOwn(path)
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return explain(err)
	}
	lines := 0
	_, err = scanLines(f, info.Size()+rescueScan, func(e *entry.Entry) error {
		if lines++; lines > sourceLines {
			return fmt.Errorf("%w: the journal has more lines than any booth's", ErrDamaged)
		}
		return each(e)
	})
	if errors.Is(err, errScanWork) {
		return fmt.Errorf("%w: the journal was made so that reading it does not end", ErrDamaged)
	}
	return err
}

// mergingName is the folder in which a merge keeps its copy; one that a kill left behind is removed at the next start.
const mergingName = "merging"

// openSource copies what is to be merged, and opens the copy.
func (m *merge) openSource(ctx context.Context, path string) (_ *source, err error) {
	s := m.s
	if a, err1 := os.Stat(path); err1 == nil {
		for _, own := range []string{s.dir, filepath.Join(s.dir, dbName)} {
			if b, err2 := os.Stat(own); err2 == nil && os.SameFile(a, b) {
				return nil, ErrOwn
			}
		}
	}
	src := &source{dir: filepath.Join(s.dir, mergingName), keys: entry.Booths{}}
	if err := os.RemoveAll(src.dir); err != nil {
		return nil, explain(err)
	}
	if err := os.Mkdir(src.dir, 0o700); err != nil {
		return nil, explain(err)
	}
	defer func() {
		if err != nil {
			src.close()
		}
	}()
	if err := copySource(path, src.dir); err != nil {
		return nil, err
	}
	if src.db, err = openCopied(ctx, src.dir); err != nil {
		if errors.Is(err, ErrDamaged) {
			err = fmt.Errorf("%w: rescue it first", err)
		}
		return nil, explain(err)
	}
	var mode, event, to string
	for _, g := range []struct {
		key string
		to  *string
	}{{metaMode, &mode}, {metaEvent, &event}, {metaRecipients, &to}} {
		if *g.to, _, err = getMeta(ctx, src.db, g.key); err != nil {
			return nil, explain(err)
		}
	}
	switch {
	case event != m.event:
		return nil, fmt.Errorf("%w (%q, this booth has %q)", ErrOther, event, m.event)
	case mode != m.mode:
		return nil, fmt.Errorf("%w: a %s booth is never merged into a %s one", ErrOther, mode, m.mode)
	case !slices.ContainsFunc(strings.Split(to, "\n"), func(r string) bool { return slices.Contains(m.set.recipients(), r) }):
		return nil, ErrOtherKeys
	}
	if err := m.meetKeys(ctx, src); err != nil {
		return nil, err
	}
	if src.keys, err = src.db.boothKeys(ctx); err != nil {
		return nil, explain(err)
	}
	if src.statements, err = statementsIn(ctx, src.db, event, m.desk); err != nil {
		return nil, explain(err)
	}
	return src, nil
}

// boothKeys reads the known booths. A key that does not fit its fingerprint is damaged or smuggled in, and left out.
func (d *database) boothKeys(ctx context.Context) (entry.Booths, error) {
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

// copySource copies what a merge needs of a data folder, a booth.db or a backup.
func copySource(path, to string) error {
	path, err := outside.Given(path)
	if err != nil {
		return explain(err)
	}
	info, err := os.Lstat(path)
	if err != nil {
		return explain(err)
	}
	if !info.IsDir() && strings.EqualFold(filepath.Ext(path), ".zip") {
		return copyZipped(path, to)
	}
	dir, db, journal := path, dbName, journalName
	if !info.IsDir() {
		if !info.Mode().IsRegular() {
			return fmt.Errorf("%w: it is no file", ErrNotBooth)
		}
		dir, db, journal = filepath.Dir(path), filepath.Base(path), ""
	}
	from, err := outside.OpenFolder(dir)
	if err != nil {
		return explain(err)
	}
	defer from.Close()
	if info.IsDir() {
		lock, err := holdSource(from)
		if err != nil {
			return err
		}
		defer lock.Close()
	}
	return copyBooth(from, db, to, journal)
}

// holdSource keeps another booth from opening the folder meanwhile. A folder that cannot be written, or that has no
// lock, is nobody's at the moment.
func holdSource(from *outside.Folder) (io.Closer, error) {
	f, err := from.OpenInPlace(lockName)
	if err != nil {
		return io.NopCloser(nil), nil
	}
	if err := lockFile(f); err != nil {
		f.Close()
		if errors.Is(err, errHeld) {
			return nil, ErrLocked
		}
		return io.NopCloser(nil), nil
	}
	return f, nil
}

// copyBooth copies a database with its -wal, and the journal where there is one. Links, devices and pipes are refused,
// and what is larger than any booth's.
func copyBooth(from *outside.Folder, db, to, journal string) error {
	if err := copyOut(from, db, filepath.Join(to, dbName), sourceMost); err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("%w: there is no %s", ErrNotBooth, dbName)
		}
		return notOurs(db, err)
	}
	for _, f := range []struct{ from, to string }{{db + "-wal", walName}, {journal, journalName}} {
		if f.from == "" {
			continue
		}
		if err := copyOut(from, f.from, filepath.Join(to, f.to), sourceMost); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return notOurs(f.from, err)
		}
	}
	return nil
}

// notOurs says of a file from outside why it is not taken.
func notOurs(name string, err error) error {
	switch {
	case errors.Is(err, outside.ErrKind), errors.Is(err, outside.ErrLink):
		return fmt.Errorf("%w: %s is no file", ErrNotBooth, name)
	case errors.Is(err, outside.ErrLarge):
		return fmt.Errorf("%w: %s is larger than any booth's", ErrDamaged, name)
	}
	return explain(err)
}

func writeAll(in io.Reader, to string) error {
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Close())
}

// sourceMost is the largest unpacked file that is believed of a backup: a million sign-ups.
const sourceMost = 8 << 30

// What is believed of a backup that somebody has packed again, and smaller: what is sealed cannot be made much smaller, and
// an empty booth.db is small. More than that was made to fill the disk.
const (
	packedMost  = 16       // times the size of the zip file
	packedLeast = 64 << 20 // bytes, however small the zip file is
)

// copyZipped takes the store and the journal out of a backup.
func copyZipped(path, to string) error {
	f, err := outside.OpenFile(path, backupMost)
	if err != nil {
		return notOurs(filepath.Base(path), err)
	}
	defer f.Close()
	z, err := outside.Zip(f, backupParts)
	if err != nil {
		return fmt.Errorf("%w: it is not a whole backup", ErrDamaged)
	}
	info, err := f.Stat()
	if err != nil {
		return explain(err)
	}
	room := min(max(packedMost*info.Size(), packedLeast), sourceMost)
	for _, name := range []string{dbName, journalName} {
		f, err := z.Open(name)
		if errors.Is(err, fs.ErrNotExist) && name == dbName {
			return fmt.Errorf("%w: there is no %s in it", ErrNotBooth, dbName)
		}
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err == nil {
			limited := &io.LimitedReader{R: f, N: room}
			err = errors.Join(writeAll(limited, filepath.Join(to, name)), f.Close())
			if limited.N <= 0 {
				return fmt.Errorf("%w: unpacked, %s in the backup is larger than any that was packed honestly", ErrDamaged, name)
			}
		}
		if err != nil {
			if errors.Is(err, zip.ErrChecksum) || errors.Is(err, zip.ErrFormat) || errors.Is(err, io.ErrUnexpectedEOF) {
				return fmt.Errorf("%w: %s in the backup is damaged", ErrDamaged, name)
			}
			return explain(err)
		}
	}
	return nil
}
