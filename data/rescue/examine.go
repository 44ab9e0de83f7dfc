package rescue

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"matchbooth/data/entry"
	"matchbooth/data/internal/db"
	"matchbooth/data/internal/folder"
	"matchbooth/data/internal/journal"
	"matchbooth/data/internal/keys"
	"matchbooth/data/keyset"
	"matchbooth/data/outside"
	"matchbooth/data/seal"
)

// Examination is what can be found out about a folder that does not open.
type Examination struct {
	Faults []string // what is damaged, file by file
	Whole  int      // entries of which an intact, signed copy is left somewhere in the folder
	Lost   int      // entries of which only the line is left, without its content
	Gaps   []string // running numbers that no entry has
}

// Examine inspects every file of a data folder without opening it as a booth and without changing anything: for folders
// that data.Open refuses. It needs no key. It works on copies in the system's folder for temporary files; they hold
// nothing that is not sealed, and are removed.
func Examine(dir string) (Examination, error) {
	var x Examination
	name := func(format string, args ...any) { x.Faults = append(x.Faults, fmt.Sprintf(format, args...)) }
	work, err := os.MkdirTemp("", "matchbooth-verify-")
	if err != nil {
		return x, fmt.Errorf("examining: %w", folder.Explain(err))
	}
	defer os.RemoveAll(work)

	d := filepath.Join(dir, folder.DB)
	switch err := db.CheckHeader(d); {
	case errors.Is(err, os.ErrNotExist):
		name("%s is missing", folder.DB)
	case err != nil:
		name("%v", err)
	default:
		lines, own := pagesOf(d, filepath.Join(work, "pages"))
		if !own {
			name("the tables in %s are not this program's", folder.DB)
		}
		for _, line := range lines {
			name("%s: %s", folder.DB, line)
		}
	}
	if b, err := outside.ReadFile(filepath.Join(dir, folder.Keys), folder.MaxSmall); err != nil {
		name("%s cannot be read", folder.Keys)
	} else if _, err := keyset.Parse(string(b)); errors.Is(err, keyset.ErrKeysSignature) {
		name("the key set in %s is not as the desk signed it", folder.Keys)
	} else if err != nil {
		name("%s is damaged", folder.Keys)
	}
	if what, err := db.WALDamage(filepath.Join(dir, folder.WAL)); err != nil {
		name("%s cannot be read to its end", folder.WAL)
	} else if what != "" {
		name("%s: %s", folder.WAL, what)
	}
	if _, err := db.ReadSettingsCopy(dir); errors.Is(err, db.ErrSettingsCopy) {
		name("%v", err)
	}
	if _, err := keys.ReadBoothKey(dir); err != nil {
		name("%s is missing or damaged; a new one will be made", folder.BoothKey)
	}
	if b, err := outside.ReadFile(filepath.Join(dir, folder.EventKey), folder.MaxSmall); err == nil {
		if _, ok := seal.Work(b); !ok {
			name("%s is damaged: use another copy, or the recovery key", folder.EventKey)
		}
	}
	scan, err := journal.Scan(filepath.Join(dir, folder.Journal), func(*entry.Entry) error { return nil })
	switch {
	case errors.Is(err, os.ErrNotExist):
		name("the journal is missing")
	case err != nil:
		name("the journal cannot be read to its end")
	case scan.Damaged > 0 || scan.Torn:
		name("the journal has damaged stretches")
	}

	r := newRescue()
	defer r.close()
	if err := r.gather(context.Background(), dir, work); err != nil {
		return x, fmt.Errorf("examining: %w", err)
	}
	// The public keys decide whose lines count; without the store they may be gone, and then signatures cannot be
	// checked.
	lines, _ := r.choose()
	x.Lost, x.Whole = r.sum.Damaged, len(lines)-r.sum.Damaged-r.sum.Unsigned
	x.Gaps = gapsOf(lines)
	if len(r.known) == 0 {
		x.Whole = len(lines) - r.sum.Damaged
	}
	return x, nil
}

// pagesOf has SQLite check all pages of a copy of the database, made in work, if its tables are our own.
func pagesOf(path, work string) (faults []string, own bool) {
	if err := os.Mkdir(work, 0o700); err != nil {
		return []string{"could not be looked at"}, true
	}
	from, err := outside.OpenFolder(filepath.Dir(path))
	if err != nil {
		return []string{"could not be looked at"}, true
	}
	defer from.Close()
	if err := folder.CopyBooth(context.Background(), from, filepath.Base(path), work, ""); err != nil {
		return []string{"cannot be read to its end"}, true
	}
	ctx, cancel := db.Patience(context.Background(), work)
	defer cancel()
	d, err := db.OpenForeign(ctx, work)
	if err != nil {
		if errors.Is(err, db.ErrTables) {
			return nil, false
		}
		return []string{"it does not open: " + lastOf(err)}, true
	}
	defer d.Close()
	version, err := d.Version(ctx)
	if err == nil {
		err = d.OwnSchemaOf(ctx, version)
	}
	if errors.Is(err, db.ErrTables) {
		return nil, false
	}
	if err != nil {
		return []string{"it does not open: " + lastOf(err)}, true
	}
	if err := d.EachText(ctx, func(line string) {
		if line != "ok" {
			faults = append(faults, line)
		}
	}, "PRAGMA integrity_check(20)"); errors.Is(err, context.DeadlineExceeded) {
		faults = append(faults, "it was made so that looking at it does not end")
	} else if err != nil {
		faults = append(faults, lastOf(err))
	}
	return faults, true
}

// lastOf returns the text of an error's innermost cause.
func lastOf(err error) string {
	for {
		next := errors.Unwrap(err)
		if next == nil {
			return err.Error()
		}
		err = next
	}
}

// gapsOf says of which booths running numbers are missing among lines, and how many.
func gapsOf(lines []*found) (out []string) {
	most, have := map[string]int64{}, map[string]int64{}
	for _, e := range lines {
		most[e.Booth] = max(most[e.Booth], e.Seq)
		have[e.Booth]++
	}
	for booth, n := range most {
		if n > have[booth] {
			out = append(out, fmt.Sprintf("Of booth %s, %s are missing: its running numbers have a gap.", booth, db.Entries(int(n-have[booth]))))
		}
	}
	return out
}
