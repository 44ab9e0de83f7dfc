package data

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"matchbooth/data/entry"
	"matchbooth/data/internal/archive"
	"matchbooth/data/internal/audit"
	"matchbooth/data/internal/db"
	"matchbooth/data/internal/folder"
	"matchbooth/data/internal/trust"
	"matchbooth/data/rescue"
)

// RestoreInfo says what a restore brought back.
type RestoreInfo struct {
	Entries int      `json:"entries"`
	Persons int      `json:"persons"` // not erased
	Booth   string   `json:"booth"`   // the new booth's id
	Notes   []string `json:"notes"`   // what opening reported, and what is not as it should be; without personal data
}

// Restore makes a data folder from a backup, in a missing or empty folder. The backup is the zip file, one that was
// unpacked and packed again, or the folder into which it was unpacked. The booth goes on under a new signing key.
// Every part is compared with the backup's manifest, the store is opened and verified, and only then does the folder
// count as a booth; after an error nothing is left of it. It needs no key. [ErrBackup] for a file that is not a
// complete backup, [ErrDamaged], [ErrNewer] or [ErrNotBooth] for one whose store cannot be used.
func Restore(backup, dir string, opt Options) (info RestoreInfo, err error) {
	fault := func(err error) (RestoreInfo, error) {
		return RestoreInfo{}, fmt.Errorf("restoring: %w", folder.Explain(err))
	}
	if err := folder.Vacant(dir); err != nil {
		return fault(err)
	}
	if err := audit.CheckWho(opt.By); err != nil {
		return fault(err)
	}
	z, err := archive.OpenPath(backup)
	if err != nil {
		return fault(err)
	}
	defer z.Close()
	_, err = os.Lstat(dir)
	fresh := errors.Is(err, fs.ErrNotExist)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fault(err)
	}
	lock, err := folder.Lock(dir)
	if err != nil {
		return fault(err)
	}
	ours := false // the folder's content is ours
	defer func() {
		if err != nil && ours { // while nobody else can start here
			clearHalfMade(dir)
			_ = os.Remove(filepath.Join(dir, folder.Making))
			_ = os.Remove(filepath.Join(dir, folder.LockName)) // on Windows it stays while it is open, and the folder with it
			if fresh {
				_ = os.Remove(dir)
			}
		}
		lock.Close()
	}()
	if err := folder.Vacant(dir); err != nil { // again, now that nobody else can start here
		return fault(err)
	}
	ours = true
	_ = os.Chmod(dir, 0o700) //nolint:gosec // G302: a folder: without x nobody could enter it
	if err := folder.WriteFile(dir, folder.Making, nil); err != nil {
		return fault(err)
	}
	clearHalfMade(dir)
	for _, p := range z.Parts {
		if err := z.Unpack(p, dir); err != nil {
			return fault(err)
		}
	}
	if info, err = adoptUnpacked(dir, opt, lock, z.Audit); err != nil {
		return fault(err)
	}
	if err := os.Remove(filepath.Join(dir, folder.Making)); err != nil {
		return fault(err)
	}
	if err := errors.Join(folder.SyncDir(dir), folder.SyncDir(filepath.Dir(filepath.Clean(dir)))); err != nil {
		return fault(err)
	}
	return info, nil
}

// clearHalfMade removes what an unfinished restore has written.
func clearHalfMade(dir string) {
	for _, name := range []string{
		folder.DB, folder.WAL, folder.Rollback, folder.SHM, folder.Journal, folder.JournalNew, folder.BoothKey, folder.EventKey, folder.EventRecovery, folder.RecoveryKey,
		folder.Keys, folder.PackZip, folder.Settings, folder.BoothKey + ".new", folder.Keys + ".new",
	} {
		_ = os.Remove(filepath.Join(dir, name))
	}
	for _, name := range []string{folder.Pack, folder.Packs, mergingName, backingName} {
		_ = os.RemoveAll(filepath.Join(dir, name))
	}
}

// adoptUnpacked opens the unpacked folder, which is locked and not a booth yet, as any folder is opened, and verifies all
// of it. It creates the new booth key.
func adoptUnpacked(dir string, opt Options, lock *folder.Held, audit db.AuditHead) (info RestoreInfo, err error) {
	ctx := context.Background()
	d, _, err := db.OpenSound(ctx, dir) // before anything writes to it or migrates it
	if err != nil {
		return info, err
	}
	if err := d.Close(); err != nil {
		return info, err
	}
	if err := scanForeign(filepath.Join(dir, folder.Journal), func(*entry.Entry) error { return nil }); err != nil {
		return info, err
	}
	if d, err = db.Open(ctx, dir); err != nil {
		return info, err
	}
	err = d.OwnSchema(ctx)
	auditPasses := []bool{true}
	if err == nil {
		_, auditPasses, err = db.WalkAudit(ctx, d, audit)
	}
	if err == nil {
		err = adoptRestored(ctx, d, opt)
	}
	if err = errors.Join(err, d.Close()); err != nil {
		return info, err
	}
	s := &Store{dir: dir, opt: opt, clock: opt.Clock, lock: lock, fail: folder.NoFail, restoring: true, announcedErased: map[string][]entry.ReceiptCode{}}
	if s.clock == nil {
		s.clock = time.Now
	}
	if err := s.load(ctx); errors.Is(err, folder.ErrDamaged) {
		return info, archive.Damaged("its store is damaged")
	} else if err != nil {
		return info, err
	}
	defer func() { err = errors.Join(err, s.shut()) }()
	info.Notes = append(info.Notes, s.repaired...)
	if !auditPasses[0] {
		info.Notes = append(info.Notes, faultOtherAudit)
	}
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

// adoptRestored makes an unpacked store this folder's, and records that in its audit.
func adoptRestored(ctx context.Context, d *db.DB, opt Options) error {
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
	tx, err := d.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	// The stick of the old computer may be something else here, so it has to be named again. What was erased and may
	// still be on it stays listed.
	if err := db.DropMeta(ctx, tx, db.MetaMirror); err != nil {
		return err
	}
	if err := audit.Insert(ctx, tx, opt.author(), audit.Act{What: "restored from a backup", Persons: st.Signups}); err != nil {
		return err
	}
	return tx.Commit()
}

// Rescue copies every intact sealed entry found in a damaged data folder, in a folder with second copies of the journal,
// or in a lone journal or booth.db, into the new folder to; with the settings, public keys, counts and the locked private
// key as far as they are readable. It needs no passphrase, changes nothing in from, and creates a new booth key. An entry
// is intact if its digest matches and a known booth has signed it; one whose signer is unknown is copied and counted
// separately. Erased people stay erased. [ErrDamaged] if not even the event's public keys are left: without them nothing
// could be sealed any more.
func Rescue(from, to string, opt Options) (rescue.Report, error) {
	return rescue.CarryOver(from, to, opt.author(), func(ctx context.Context, dir string) (out rescue.Looked, err error) {
		s, err := Open(dir, opt)
		if err != nil {
			return out, err
		}
		defer s.Close()
		if out.Missing, err = db.Gaps(ctx, s.db, s.known); err != nil {
			return out, err
		}
		st, err := s.Status(ctx)
		if err != nil {
			return out, err
		}
		if out.KeySet, err = s.KeySet(ctx); err != nil {
			return out, err
		}
		out.Entries, out.Persons = st.Entries, st.Signups
		return out, s.Close()
	})
}
