package data

import (
	"bytes"
	"context"
	"crypto"
	"crypto/ed25519"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"matchbooth/data/entry"
	"matchbooth/data/internal/archive"
	"matchbooth/data/internal/db"
	"matchbooth/data/internal/folder"
	"matchbooth/data/internal/hubside"
	"matchbooth/data/internal/journal"
	"matchbooth/data/internal/packs"
	"matchbooth/data/internal/trust"
	"matchbooth/data/keyset"
	"matchbooth/data/outside"
)

// source is an opened copy of what is merged.
type source struct {
	dir  string // temporary, in the data folder; "" once removed
	db   *db.DB
	keys entry.Booths

	statements []entry.Statement
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
	if err := copySource(ctx, path, s.dir, src.dir); err != nil {
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
		return nil, fmt.Errorf("%w (%q, this booth has %q)", keyset.ErrOther, event, m.event)
	case mode != m.mode:
		return nil, fmt.Errorf("%w: a %s booth is never merged into a %s one", keyset.ErrOther, mode, m.mode)
	case !slices.ContainsFunc(strings.Split(to, "\n"), func(r string) bool { return slices.Contains(m.set.Recipients(), r) }):
		return nil, keyset.ErrOtherKeys
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

// copySource copies what a merge needs of a data folder, a booth.db or a backup, and the packs that our folder lacks, until
// the context is canceled.
func copySource(ctx context.Context, path, ours, to string) error {
	path, err := outside.Given(path)
	if err != nil {
		return folder.Explain(err)
	}
	info, err := os.Lstat(path)
	if err != nil {
		return folder.Explain(err)
	}
	if !info.IsDir() && strings.EqualFold(filepath.Ext(path), ".zip") {
		return archive.CopyStore(ctx, path, ours, to, db.LookAtHead)
	}
	dir, name, journal := path, folder.DB, folder.Journal
	if !info.IsDir() {
		if !info.Mode().IsRegular() {
			return fmt.Errorf("%w: it is not a file", folder.ErrNotBooth)
		}
		dir, name, journal = filepath.Dir(path), filepath.Base(path), ""
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
		if err := packs.CopyOut(ctx, from, ours, to); err != nil {
			return folder.Explain(err)
		}
	}
	if err := lookFirst(from, name); err != nil {
		return err
	}
	return folder.CopyBooth(ctx, from, name, to, journal)
}

// walLooked is the longest -wal that is read before it is copied, in bytes: booths begin a new one long before.
const walLooked = 64 << 20

// lookFirst refuses a store from outside that a look at its beginning shows to be no booth's.
func lookFirst(from *outside.Folder, name string) error {
	f, err := from.Open(name, folder.MaxSource)
	if err != nil {
		return nil // copying it says why
	}
	defer f.Close()
	wal, err := from.Open(name+"-wal", walLooked)
	if errors.Is(err, fs.ErrNotExist) {
		return db.LookFrom(f, nil)
	}
	if err != nil {
		return nil
	}
	defer wal.Close()
	return db.LookFrom(f, wal)
}

// What goes to a hub and comes from one. The store speaks to none: it hands lines to whoever sends them, signs requests, and
// makes a source of what was fetched.

// LinesAfter reads at most most lines after a place in the order in which they arrived here; see [hubside.Store.Lines].
func (s *Store) LinesAfter(ctx context.Context, from LinePlace, most int) (list []PlacedLine, again bool, err error) {
	side, err := s.hubSide()
	if err != nil {
		return nil, false, err
	}
	return side.Lines(ctx, from, most)
}

// Statements returns what the desk has said, as far as it is known here.
func (s *Store) Statements(ctx context.Context) ([]entry.Statement, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.sound(); err != nil {
		return nil, err
	}
	list, err := trust.StatementsIn(ctx, s.db, s.event, s.deskNow())
	if err != nil {
		return nil, folder.Explain(err)
	}
	return list, nil
}

// Unbroken returns, by booth, the highest running number below which none is missing here.
func (s *Store) Unbroken(ctx context.Context) (map[string]int64, error) {
	side, err := s.hubSide()
	if err != nil {
		return nil, err
	}
	return side.Unbroken(ctx)
}

func (s *Store) hubSide() (hubside.Store, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.sound(); err != nil {
		return hubside.Store{}, err
	}
	return hubside.Store{DB: s.db, Lock: &s.mu, GiveWay: s.giveWay, Moved: func() int { return s.moved }}, nil
}

// BoothKeys returns the public keys of the booths that are known here, by their ids.
func (s *Store) BoothKeys() map[string]ed25519.PublicKey {
	s.mu.Lock()
	defer s.mu.Unlock()
	return maps.Clone(s.known)
}

// RequestSigner returns who signs requests to a hub with this booth's key, as it is now, and nothing but requests.
func (s *Store) RequestSigner() (crypto.Signer, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.sound(); err != nil {
		return nil, err
	}
	return requestSigner{s.key}, nil
}

type requestSigner struct{ key ed25519.PrivateKey }

// Public implements [crypto.Signer].
func (r requestSigner) Public() crypto.PublicKey { return r.key.Public() }

// Sign implements [crypto.Signer].
func (r requestSigner) Sign(_ io.Reader, message []byte, opt crypto.SignerOpts) ([]byte, error) {
	if opt.HashFunc() != 0 || !bytes.HasPrefix(message, []byte(entry.RequestMark)) {
		return nil, errors.New("this is no request to a hub")
	}
	return ed25519.Sign(r.key, message), nil
}

// Format implements fmt.Formatter: it prints no key.
func (requestSigner) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, "[redacted]") }

// Fetching makes an empty source in the data folder for lines from a hub. Its path is then given to [Store.PreviewMerge] and
// [Store.Merge], as any other booth's is.
func (s *Store) Fetching(ctx context.Context) (*Fetched, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.ready(ctx); err != nil {
		return nil, err
	}
	meta, err := db.AllMeta(ctx, s.db)
	if err != nil {
		return nil, folder.Explain(err)
	}
	return hubside.NewFetched(ctx, s.dir, meta)
}
