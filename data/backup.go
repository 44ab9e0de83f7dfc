package data

import (
	"bytes"
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"fmt"
	"hash"
	"os"
	"path/filepath"
	"strings"

	"matchbooth/data/disk"
	"matchbooth/data/entry"
	"matchbooth/data/internal/archive"
	"matchbooth/data/internal/audit"
	"matchbooth/data/internal/db"
	"matchbooth/data/internal/folder"
	"matchbooth/data/internal/journal"
	"matchbooth/data/internal/trust"
)

// BackupInfo describes a backup.
type BackupInfo struct {
	Entries int    `json:"entries"`
	Persons int    `json:"persons"` // not erased
	Bytes   int64  `json:"bytes"`   // size of the file
	SHA256  string `json:"sha256"`  // hexadecimal, of the file as read back
	Booth   string `json:"booth"`   // whose it is
	// The number of lines in the audit, and the digest of the last one; see [AuditHead].
	AuditLines int    `json:"audit_lines"`
	AuditSum   string `json:"audit_sha256"`
}

// A backup is a plain .zip without compression:
//
//	booth.db                 the store, written anew: none of its pages has ever held what was erased
//	journal                  the same entries, readable without SQLite
//	keys.toml                the public keys
//	event-key.age            the event's key under its passphrase, if the folder has it
//	recovery-key.age         practice only
//	pack/… or pack.zip       the event pack, if the folder has one
//	packs/….zip              its later versions, and the ones before them
//	RESTORE.txt              how to restore it, for somebody who finds it in ten years
//	MANIFEST                 the SHA-256 of each, as sha256sum writes and checks them; at the end, as a comment,
//	                         "# audit LINES SHA-256": the audit's length and last digest
//
// booth.key is left out: two booths must never sign with the same key.
const (
	backingName = "backing-up" // in the data folder; removed at the next start if a killed run left it
)

// errMoved: something other than an append happened while the store was copied.
var errMoved = errors.New("the store was changed meanwhile")

// Backup writes everything into one new file while sign-ups go on: the store's lock is held for short moments only. It
// never overwrites a file. The file gets its name only once it is complete, fsynced and read back from the disk, and the
// copy of the store in it has been opened and compared, entry by entry, with what was copied. It needs no key and opens
// no record. Nothing erased earlier is in it. [fs.ErrExist] if the path is taken.
func (s *Store) Backup(ctx context.Context, path string) (BackupInfo, error) {
	s.backing.Lock() // one at a time
	defer s.backing.Unlock()
	fault := func(err error) (BackupInfo, error) {
		return BackupInfo{}, fmt.Errorf("backing up: %w", folder.Explain(err))
	}
	if _, err := os.Lstat(path); err == nil {
		return fault(&os.PathError{Op: "backup", Path: path, Err: os.ErrExist})
	}
	work := filepath.Join(s.dir, backingName)
	var b *backup
	for try := 0; ; try++ {
		if err := os.RemoveAll(work); err != nil {
			return fault(err)
		}
		if err := os.Mkdir(work, 0o700); err != nil {
			return fault(err)
		}
		defer os.RemoveAll(work)
		b = &backup{s: s, dir: work, sum: sha256.New(), still: try > 1}
		err := b.copyStore(ctx)
		if errors.Is(err, errMoved) && try < 3 {
			continue
		}
		if err != nil {
			return fault(err)
		}
		break
	}
	if err := b.checkCopy(ctx); err != nil {
		return fault(err)
	}
	size, sum, err := archive.Write(ctx, path, archive.Content{
		Booth: b.info.Booth, Copy: work, Data: s.dir, Small: b.small, Audit: db.AuditHead{Lines: b.info.AuditLines, Sum: b.info.AuditSum},
		Clock: s.clock, Fail: s.fail, Named: b.writeDown,
	})
	if err != nil {
		return fault(err)
	}
	b.info.Bytes, b.info.SHA256 = size, sum
	return b.info, nil
}

// backup is one run of Backup.
type backup struct {
	s     *Store
	dir   string        // where the copy of the store is made
	sum   hash.Hash     // over the entries in their order
	still bool          // hold the lock throughout, because somebody erased or merged during both earlier attempts
	small []folder.File // small files, read at the same moment
	info  BackupInfo
}

// copyStore copies the rows into a new booth.db, and from there a new journal.
func (b *backup) copyStore(ctx context.Context) (err error) {
	s := b.s
	to, err := db.Create(ctx, b.dir)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, to.Close()) }()
	tx, err := to.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if b.still {
		s.mu.Lock()
		defer s.mu.Unlock()
	}
	lock := func() {
		if !b.still {
			s.mu.Lock()
		}
	}
	unlock := func() {
		if !b.still {
			s.mu.Unlock()
		}
	}
	lock()
	d, moved := s.db, s.moved
	b.info.Booth = s.booth
	unlock()
	if d == nil {
		return errors.New("the store is closed")
	}
	var last int64
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		lock()
		if s.db != d {
			unlock()
			return errors.New("the store was opened again meanwhile")
		}
		if s.moved != moved {
			unlock()
			return errMoved
		}
		list, next, err := d.SomeEntries(ctx, "entry", last, 200, db.NoLock{})
		if err == nil && len(list) < 200 {
			// Those were all. The rest is small, and must match what was just read.
			err = errors.Join(b.addEntries(ctx, tx, list), b.copyRest(ctx, d, tx), b.readSmall())
			unlock()
			if err != nil {
				return err
			}
			break
		}
		unlock()
		if err != nil {
			return err
		}
		if err := b.addEntries(ctx, tx, list); err != nil {
			return err
		}
		if err := s.fail("backup batch"); err != nil {
			return err
		}
		last = next
	}
	if err := s.fail("backup commit"); err != nil {
		return err
	}
	if err := tx.Commit(); err != nil {
		return err
	}
	return to.Checkpoint(ctx)
}

func (b *backup) addEntries(ctx context.Context, tx *sql.Tx, list []*entry.Entry) error {
	for _, e := range list {
		if err := db.InsertEntry(ctx, tx, "entry", e); err != nil {
			return err
		}
		b.feed(e)
		b.info.Entries++
	}
	return nil
}

// feed adds an entry to the digest: all of it, even if its own digest no longer matches.
func (b *backup) feed(e *entry.Entry) {
	sealed := sha256.Sum256(e.Sealed)
	rank := e.Hash()
	b.sum.Write(append(rank[:], sealed[:]...))
}

// copyRest copies all other tables, including the conflicts.
func (b *backup) copyRest(ctx context.Context, db *db.DB, tx *sql.Tx) error {
	var tables []string
	if err := db.EachText(ctx, func(t string) { tables = append(tables, t) },
		"SELECT name FROM sqlite_schema WHERE type = 'table' AND name <> 'entry' AND name NOT LIKE 'sqlite_%' ORDER BY name"); err != nil {
		return err
	}
	for _, table := range tables {
		if err := copyTable(ctx, db, tx, table); err != nil {
			return err
		}
	}
	return nil
}

// copyTable copies a table as it is, whichever columns it has.
func copyTable(ctx context.Context, db *db.DB, tx *sql.Tx, table string) error {
	rows, err := db.QueryContext(ctx, "SELECT * FROM "+table)
	if err != nil {
		return err
	}
	defer rows.Close()
	cols, err := rows.Columns()
	if err != nil {
		return err
	}
	insert := "INSERT INTO " + table + " (" + strings.Join(cols, ", ") + ") VALUES (?" + strings.Repeat(", ?", len(cols)-1) + ")"
	for rows.Next() {
		values, to := make([]any, len(cols)), make([]any, len(cols))
		for i := range values {
			to[i] = &values[i]
		}
		if err := rows.Scan(to...); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, insert, values...); err != nil {
			return err
		}
	}
	return rows.Err()
}

// readSmall reads the key files, at the same moment as the settings.
func (b *backup) readSmall() error {
	for _, name := range []string{folder.Keys, folder.EventKey, folder.EventRecovery, folder.RecoveryKey} {
		content, err := folder.Read(filepath.Join(b.s.dir, name), folder.MaxSmall)
		if errors.Is(err, os.ErrNotExist) && name != folder.Keys {
			continue
		}
		if err != nil {
			return err
		}
		b.small = append(b.small, folder.File{Name: name, Content: content})
	}
	return nil
}

// checkCopy opens the copy as the next booth would, checks every page and every entry of it, and writes the journal
// from it.
func (b *backup) checkCopy(ctx context.Context) (err error) {
	dropFile(filepath.Join(b.dir, folder.DB))
	d, err := db.Open(ctx, b.dir)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, d.Close()) }()
	var first string
	if err := d.QueryRowContext(ctx, "PRAGMA integrity_check(1)").Scan(&first); err != nil {
		return err
	}
	if first != "ok" {
		return errors.New("the copy of the store is damaged: use another disk")
	}
	want := b.sum.Sum(nil)
	b.sum.Reset()
	s := &Store{dir: b.dir, db: d, fail: folder.NoFail}
	if err := journal.Rewrite(b.dir, s.allLines(ctx), b.s.fail); err != nil {
		return err
	}
	n := 0
	if err := d.EachEntry(ctx, "entry", db.NoLock{}, func(e *entry.Entry) error {
		b.feed(e)
		n++
		return ctx.Err()
	}); err != nil {
		return err
	}
	if n != b.info.Entries || !bytes.Equal(want, b.sum.Sum(nil)) {
		return errors.New("the copy of the store is not what was copied: use another disk")
	}
	known, err := d.BoothKeys(ctx)
	if err != nil {
		return err
	}
	event, _, err := db.GetMeta(ctx, d, db.MetaEvent)
	if err != nil {
		return err
	}
	trust, _, err := trust.Read(ctx, d, event, known)
	if err != nil {
		return err
	}
	var st Status
	if err := readStatus(ctx, d, trust, &st); err != nil {
		return err
	}
	b.info.Entries, b.info.Persons = st.Entries, st.Signups
	head, err := db.ReadAuditHead(ctx, d)
	b.info.AuditLines, b.info.AuditSum = head.Lines, head.Sum
	return err
}

// writeDown records the backup in the booth's audit.
func (b *backup) writeDown(ctx context.Context) error {
	b.s.mu.Lock()
	defer b.s.mu.Unlock()
	return b.s.writeDown(ctx, audit.Act{What: "backup", Persons: b.info.Persons})
}

// dropFile drops a file from the page cache, so that the next read comes from the disk.
func dropFile(path string) {
	if f, err := os.Open(path); err == nil {
		disk.DropCache(f)
		f.Close()
	}
}
