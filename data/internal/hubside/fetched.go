package hubside

import (
	"context"
	"crypto/ed25519"
	"fmt"
	"os"
	"path/filepath"

	"matchbooth/data/entry"
	"matchbooth/data/internal/db"
	"matchbooth/data/internal/folder"
	"matchbooth/data/internal/terms"
	"matchbooth/data/internal/trust"
)

// FetchedName is the folder, in the data folder, for what was fetched; the next start removes one that was left.
const FetchedName = "from-hub"

// Fetched is a store of its own for lines that a hub has handed out. A merge reads it as it reads any other booth's, and
// believes it no more: whether a line was signed, and by whom, is judged there.
type Fetched struct {
	dir string
	db  *db.DB
}

// kept are the settings that a merge compares: they are our own, as a hub has none.
var kept = []string{db.MetaMode, db.MetaEvent, db.MetaRecipients, db.MetaAdded, db.MetaKeySet, db.MetaDesk, terms.MetaDays, terms.MetaTerms, terms.MetaLongest}

// NewFetched makes an empty one in a data folder, with the settings of the store there.
func NewFetched(ctx context.Context, data string, meta map[string]string) (_ *Fetched, err error) {
	f := &Fetched{dir: filepath.Join(data, FetchedName)}
	defer func() {
		if err != nil {
			f.Remove()
			err = fmt.Errorf("making room for what comes from the hub: %w", folder.Explain(err))
		}
	}()
	if err := os.RemoveAll(f.dir); err != nil {
		return nil, err
	}
	if err := os.Mkdir(f.dir, 0o700); err != nil {
		return nil, err
	}
	if f.db, err = db.Create(ctx, f.dir); err != nil {
		return nil, err
	}
	tx, err := f.db.BeginTx(ctx, nil)
	if err != nil {
		return nil, err
	}
	defer tx.Rollback()
	for _, key := range kept {
		if v, ok := meta[key]; ok {
			if err := db.SetMeta(ctx, tx, key, v); err != nil {
				return nil, err
			}
		}
	}
	return f, tx.Commit()
}

// Path is the file to be merged.
func (f *Fetched) Path() string { return filepath.Join(f.dir, folder.DB) }

// Add adds lines and the public keys that came with them. What contradicts another line goes where such lines go; the same
// line twice is there once.
func (f *Fetched) Add(ctx context.Context, lines []*entry.Entry, keys []ed25519.PublicKey) error {
	tx, err := f.db.BeginTx(ctx, nil)
	if err != nil {
		return folder.Explain(err)
	}
	defer tx.Rollback()
	for _, k := range keys {
		if err := db.AddBooth(ctx, tx, k); err != nil {
			return folder.Explain(err)
		}
	}
	all := db.Prepare(tx)
	defer all.Close()
	for _, e := range lines {
		same, rivals, err := db.Beside(ctx, all, e)
		if err != nil {
			return folder.Explain(err)
		}
		if same != nil {
			continue
		}
		table := "entry"
		if rivals {
			table = "conflict"
		}
		if err := db.InsertEntry(ctx, all, table, e); err != nil {
			return folder.Explain(err)
		}
	}
	all.Close()
	if err := tx.Commit(); err != nil {
		return folder.Explain(err)
	}
	return nil
}

// Say adds what the desk has said. Whose word it is, is judged by the merge.
func (f *Fetched) Say(ctx context.Context, list []entry.Statement) error {
	tx, err := f.db.BeginTx(ctx, nil)
	if err != nil {
		return folder.Explain(err)
	}
	defer tx.Rollback()
	for _, st := range list {
		if err := trust.InsertStatement(ctx, tx, st); err != nil {
			return folder.Explain(err)
		}
	}
	if err := tx.Commit(); err != nil {
		return folder.Explain(err)
	}
	return nil
}

// Close closes the file, so that it can be merged.
func (f *Fetched) Close() error {
	if f.db == nil {
		return nil
	}
	err := f.db.Close()
	f.db = nil
	return err
}

// Remove closes and removes it.
func (f *Fetched) Remove() {
	_ = f.Close()
	_ = os.RemoveAll(f.dir)
}
