package data

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"matchbooth/data/entry"
	"matchbooth/data/internal/archive"
	"matchbooth/data/internal/db"
	"matchbooth/data/internal/folder"
	"matchbooth/data/internal/journal"
	"matchbooth/data/internal/keys"
	"matchbooth/data/internal/trust"
	"matchbooth/data/outside"
)

// source is an opened copy of what is merged.
type source struct {
	dir  string // temporary, in the data folder; "" once removed
	db   *db.DB
	keys entry.Booths

	statements []trust.Statement
}

func (s *source) close() {
	if s.db != nil {
		s.db.Close()
	}
	os.RemoveAll(s.dir)
}

// sourceLines is how many lines the journal of a merged source may have. Variable for tests.
var sourceLines = 2_000_000

// each yields all lines: those of the store, and those that only its journal has.
func (s *source) each(ctx context.Context, each func(*entry.Entry) error) error {
	have := map[entry.Hash]bool{}
	for _, table := range []string{"entry", "conflict"} {
		if err := s.db.Stream(ctx, table, func(e *entry.Entry) error {
			if e.Intact() && (e.Sealed != nil || e.Kind == entry.KindErasure) {
				have[e.Hash()] = true
			}
			return each(e)
		}); err != nil {
			return err
		}
	}
	err := scanForeign(filepath.Join(s.dir, folder.Journal), func(e *entry.Entry) error {
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

// scanForeign is Scan for the copy of a journal from outside: one crafted so that reading it never ends, or with more
// lines than any booth has, is damaged.
func scanForeign(path string, each func(*entry.Entry) error) error {
	f, err := folder.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return folder.Explain(err)
	}
	lines := 0
	_, err = journal.ScanLines(f, info.Size()+journal.MaxWork, func(e *entry.Entry) error {
		if lines++; lines > sourceLines {
			return fmt.Errorf("%w: the journal has more lines than any booth's", folder.ErrDamaged)
		}
		return each(e)
	})
	if errors.Is(err, journal.ErrWork) {
		return fmt.Errorf("%w: the journal was made so that reading it does not end", folder.ErrDamaged)
	}
	return err
}

// mergingName is the folder for a merge's copy; if a killed run left one behind, the next start removes it.
const mergingName = "merging"

// openSource copies what is to be merged, and opens the copy.
func (m *merge) openSource(ctx context.Context, path string) (_ *source, err error) {
	s := m.s
	if a, err1 := os.Stat(path); err1 == nil {
		for _, own := range []string{s.dir, filepath.Join(s.dir, folder.DB)} {
			if b, err2 := os.Stat(own); err2 == nil && os.SameFile(a, b) {
				return nil, ErrOwn
			}
		}
	}
	src := &source{dir: filepath.Join(s.dir, mergingName), keys: entry.Booths{}}
	if err := os.RemoveAll(src.dir); err != nil {
		return nil, folder.Explain(err)
	}
	if err := os.Mkdir(src.dir, 0o700); err != nil {
		return nil, folder.Explain(err)
	}
	defer func() {
		if err != nil {
			src.close()
		}
	}()
	if err := copySource(path, src.dir); err != nil {
		return nil, err
	}
	if src.db, err = db.OpenCopied(ctx, src.dir); err != nil {
		if errors.Is(err, folder.ErrDamaged) {
			err = fmt.Errorf("%w: rescue it first", err)
		}
		return nil, folder.Explain(err)
	}
	var mode, event, to string
	for _, g := range []struct {
		key string
		to  *string
	}{{db.MetaMode, &mode}, {db.MetaEvent, &event}, {db.MetaRecipients, &to}} {
		if *g.to, _, err = db.GetMeta(ctx, src.db, g.key); err != nil {
			return nil, folder.Explain(err)
		}
	}
	switch {
	case event != m.event:
		return nil, fmt.Errorf("%w (%q, this booth has %q)", keys.ErrOther, event, m.event)
	case mode != m.mode:
		return nil, fmt.Errorf("%w: a %s booth is never merged into a %s one", keys.ErrOther, mode, m.mode)
	case !slices.ContainsFunc(strings.Split(to, "\n"), func(r string) bool { return slices.Contains(m.set.Recipients(), r) }):
		return nil, keys.ErrOtherKeys
	}
	if err := m.readKeys(ctx, src); err != nil {
		return nil, err
	}
	if src.keys, err = src.db.BoothKeys(ctx); err != nil {
		return nil, folder.Explain(err)
	}
	if src.statements, err = trust.StatementsIn(ctx, src.db, event, m.desk); err != nil {
		return nil, folder.Explain(err)
	}
	return src, nil
}

// copySource copies what a merge needs of a data folder, a booth.db or a backup.
func copySource(path, to string) error {
	path, err := outside.Given(path)
	if err != nil {
		return folder.Explain(err)
	}
	info, err := os.Lstat(path)
	if err != nil {
		return folder.Explain(err)
	}
	if !info.IsDir() && strings.EqualFold(filepath.Ext(path), ".zip") {
		return archive.CopyStore(path, to)
	}
	dir, db, journal := path, folder.DB, folder.Journal
	if !info.IsDir() {
		if !info.Mode().IsRegular() {
			return fmt.Errorf("%w: it is not a file", folder.ErrNotBooth)
		}
		dir, db, journal = filepath.Dir(path), filepath.Base(path), ""
	}
	from, err := outside.OpenFolder(dir)
	if err != nil {
		return folder.Explain(err)
	}
	defer from.Close()
	if info.IsDir() {
		if inner := archive.StoreIn(from); inner != from { // unpacked with a folder around
			defer inner.Close()
			from = inner
		}
		lock, err := folder.LockSource(from)
		if err != nil {
			return err
		}
		defer lock.Close()
	}
	return folder.CopyBooth(from, db, to, journal)
}
