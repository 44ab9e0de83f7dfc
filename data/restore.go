package data

import (
	"archive/zip"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"matchbooth/data/outside"
)

// RestoreInfo says what a restore brought back.
type RestoreInfo struct {
	Entries int      `json:"entries"`
	Persons int      `json:"persons"` // living ones
	Booth   string   `json:"booth"`   // the new booth's id
	Notes   []string `json:"notes"`   // what opening said, and what is not as it should be; without personal data
}

// Restore makes a data folder out of a backup, in a missing or empty folder. The booth goes on under a new signing key.
// Every part is held against the backup's manifest, the store is opened and verified, and only then does the folder
// count as a booth; after an error nothing of it is left. Needs no key. [ErrBackup] for a file that is no whole backup,
// [ErrDamaged], [ErrNewer] or [ErrNotBooth] for one whose store cannot be used.
func Restore(backup, dir string, opt Options) (info RestoreInfo, err error) {
	fault := func(err error) (RestoreInfo, error) {
		return RestoreInfo{}, fmt.Errorf("restoring: %w", explain(err))
	}
	if err := vacant(dir); err != nil {
		return fault(err)
	}
	f, err := outside.OpenFile(backup, backupMost)
	if err != nil {
		return fault(err)
	}
	defer f.Close()
	z, err := openBackup(f)
	if err != nil {
		return fault(err)
	}
	_, err = os.Lstat(dir)
	fresh := errors.Is(err, fs.ErrNotExist)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fault(err)
	}
	lock, err := lockFolder(dir)
	if err != nil {
		return fault(err)
	}
	defer func() {
		lock.Close()
		if err != nil {
			clearHalfMade(dir)
			_ = os.Remove(filepath.Join(dir, makingName))
			_ = os.Remove(filepath.Join(dir, lockName))
			if fresh {
				_ = os.Remove(dir)
			}
		}
	}()
	if err := vacant(dir); err != nil { // once more, now that nobody else can
		return fault(err)
	}
	_ = os.Chmod(dir, 0o700) // #nosec G302 -- a folder: without x nobody could enter it
	if err := writeFile(dir, makingName, nil); err != nil {
		return fault(err)
	}
	clearHalfMade(dir)
	for _, p := range z.parts {
		if err := z.unpack(p, dir); err != nil {
			return fault(err)
		}
	}
	if info, err = settleIn(dir, opt, lock); err != nil {
		return fault(err)
	}
	if err := os.Remove(filepath.Join(dir, makingName)); err != nil {
		return fault(err)
	}
	if err := errors.Join(syncDir(dir), syncDir(filepath.Dir(filepath.Clean(dir)))); err != nil {
		return fault(err)
	}
	return info, nil
}

// unpack writes one part to its place. The advice and the manifest stay in the backup.
func (b *openedBackup) unpack(p *zip.File, dir string) error {
	if p.Name == adviceName {
		return nil
	}
	path := filepath.Join(dir, filepath.FromSlash(p.Name))
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	err = b.copyPart(p, f)
	if err == nil {
		err = f.Sync()
	}
	return errors.Join(err, f.Close(), syncDir(filepath.Dir(path)))
}

// clearHalfMade takes away what a restore that did not come to its end has written.
func clearHalfMade(dir string) {
	for _, name := range []string{
		dbName, walName, rollbackName, shmName, journalName, journalNewName, boothKeyName, eventKeyName, eventRecoveryName, recoveryKeyName,
		keysName, packZipName, settingsName, boothKeyName + ".new", keysName + ".new",
	} {
		_ = os.Remove(filepath.Join(dir, name))
	}
	for _, name := range []string{packName, mergingName, backingName} {
		_ = os.RemoveAll(filepath.Join(dir, name))
	}
}

// settleIn opens the unpacked folder, which is locked and not a booth yet, as any folder is opened, and looks at all of
// it. It starts the new booth key.
func settleIn(dir string, opt Options, lock *os.File) (info RestoreInfo, err error) {
	ctx := context.Background()
	if err := looksSound(filepath.Join(dir, dbName)); err != nil {
		return info, err
	}
	db, err := openDatabase(ctx, dir)
	if err != nil {
		return info, err
	}
	err = db.ownSchema(ctx)
	if err == nil {
		// The stick of the old computer may be something else here: it is named anew. What was erased and may still
		// be on it stays listed.
		err = dropMeta(ctx, db, metaMirror)
	}
	if err = errors.Join(err, db.Close()); err != nil {
		return info, err
	}
	s := &Store{dir: dir, opt: opt, clock: opt.Clock, lock: lock, fail: noFail, told: map[string][]ReceiptCode{}}
	if s.clock == nil {
		s.clock = time.Now
	}
	if err := s.load(ctx); errors.Is(err, ErrDamaged) {
		return info, damagedBackup("its store is damaged")
	} else if err != nil {
		return info, err
	}
	defer func() { err = errors.Join(err, s.shut()) }()
	info.Notes = append(info.Notes, s.repaired...)
	faults, err := s.Verify(ctx)
	if err != nil {
		return info, err
	}
	for _, f := range faults {
		info.Notes = append(info.Notes, strings.TrimPrefix(f.Entry+": "+f.What, ": "))
	}
	st, err := s.Status(ctx)
	if err != nil {
		return info, err
	}
	info.Entries, info.Persons, info.Booth = st.Entries, st.Signups, s.booth
	return info, nil
}

// ownSchema refuses a store whose tables are not the ones that this program makes: a trigger in it could drop entries
// as they come in.
func (d *database) ownSchema(ctx context.Context) error {
	return d.ownSchemaOf(ctx, len(migrations))
}

// ownSchemaOf is ownSchema for a store that has had so many migrations.
func (d *database) ownSchemaOf(ctx context.Context, version int) error {
	const read = "SELECT type || ' ' || name || ' ' || tbl_name || ' ' || coalesce(sql, '') FROM sqlite_schema WHERE name NOT LIKE 'sqlite_stat%' ORDER BY 1"
	var have, want []string
	if err := d.eachText(ctx, func(t string) { have = append(have, t) }, read); err != nil {
		return err
	}
	pool, err := sql.Open("sqlite", ":memory:")
	if err != nil {
		return err
	}
	defer pool.Close()
	pool.SetMaxOpenConns(1)
	conn, err := pool.Conn(ctx)
	if err != nil {
		return err
	}
	fresh := &database{pool: pool, Conn: conn}
	defer fresh.Close()
	if err := fresh.migrateTo(ctx, version); err != nil {
		return err
	}
	if err := fresh.eachText(ctx, func(t string) { want = append(want, t) }, read); err != nil {
		return err
	}
	if !slices.Equal(have, want) {
		return fmt.Errorf("%w: the tables in %s are not this program's", ErrDamaged, dbName)
	}
	return nil
}
