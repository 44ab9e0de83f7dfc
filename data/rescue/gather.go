package rescue

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"matchbooth/data/entry"
	"matchbooth/data/internal/db"
	"matchbooth/data/internal/folder"
	"matchbooth/data/internal/journal"
	"matchbooth/data/internal/keys"
	"matchbooth/data/internal/mirror"
	"matchbooth/data/outside"
)

// Limits on a folder that is rescued: it may be on a card that a stranger had in hand. Variables for tests.
var (
	maxNames        = 10_000    // names in it
	maxSmall  int64 = 64 << 10  // bytes of a key file or a list of keys
	maxLines        = 1_000_000 // in total; each takes some 500 bytes of memory
	maxDesks        = 4         // signatures of the desk for one line
	MaxAliens       = 20_000    // lines that no known booth has signed, if any booths are known
)

// gather reads everything that can be read.
func (r *rescue) gather(ctx context.Context, from, work string) (err error) {
	if r.spool, err = newSpool(work); err != nil {
		return err
	}
	stores, journals, done, err := r.open(from)
	if err != nil {
		return err
	}
	defer done()
	for n, name := range stores {
		if err := r.gatherStore(ctx, name, filepath.Join(work, fmt.Sprint(n))); err != nil {
			return err
		}
	}
	if r.meta[db.MetaSum] != db.SettingsSum(r.meta) && r.copied.Meta != nil {
		if len(r.meta) > 0 {
			r.note("The settings in %s had changed on the disk; the ones in %s were taken.", folder.DB, folder.Settings)
		}
		r.meta = r.copied.Meta
	}
	for _, name := range journals {
		if err := r.gatherJournal(name); err != nil {
			return err
		}
	}
	if r.over > 0 {
		r.note("There were more lines than a rescue takes; left out: %d.", r.over)
	}
	if len(journals) > 0 {
		r.noteShortJournal()
	}
	return nil
}

// open opens what is to be rescued, which may be a folder or a single file, and lists the files with entries in it.
// done releases the folder's lock.
func (r *rescue) open(from string) (stores, journals []string, done func(), err error) {
	path, err := outside.Given(from)
	if err != nil {
		return nil, nil, nil, folder.Explain(err)
	}
	info, err := os.Lstat(path)
	if err != nil {
		return nil, nil, nil, folder.Explain(err)
	}
	dir := path
	if !info.IsDir() {
		dir = filepath.Dir(path)
	}
	if r.from, err = outside.OpenFolder(dir); err != nil {
		return nil, nil, nil, folder.Explain(err)
	}
	done = func() {}
	switch {
	case info.IsDir():
		lock, err := folder.LockSource(r.from)
		if err != nil {
			return nil, nil, nil, err
		}
		if stores, journals, err = r.sort(); err != nil {
			lock.Close()
			return nil, nil, nil, err
		}
		done = func() { lock.Close() }
	case !info.Mode().IsRegular():
		return nil, nil, nil, fmt.Errorf("%w: it is neither a folder nor a file", folder.ErrDamaged)
	case filepath.Ext(path) == ".db":
		stores = append(stores, filepath.Base(path))
	default:
		journals = append(journals, filepath.Base(path))
	}
	return stores, journals, done, nil
}

// noteShortJournal adds a note if the journal lacks entries that the store has. A journal that was cut between two
// lines looks intact, but an entry is in both files before it counts as saved.
func (r *rescue) noteShortJournal() {
	short := 0
	for _, f := range r.lines {
		if f.store && !f.journal {
			short++
		}
	}
	if short > 0 {
		r.note("The journal lacks %s that %s has; it may lack others too.", db.Entries(short), folder.DB)
	}
}

// sort reads the small files of the folder and lists those that hold entries, to be read later: the keys have to be
// known first, because they decide whose lines count.
func (r *rescue) sort() (stores, journals []string, err error) {
	names, err := r.from.Names(maxNames)
	if errors.Is(err, outside.ErrLarge) {
		return nil, nil, fmt.Errorf("%w: there are too many files in the folder: give one with the booth's files only", folder.ErrDamaged)
	}
	if err != nil {
		return nil, nil, folder.Explain(err)
	}
	for _, name := range names {
		if name == folder.Pack {
			r.pack = name
			continue
		}
		if _, err := r.from.Stat(name); errors.Is(err, outside.ErrKind) {
			if r.wants(name) {
				r.note("%s is not a file.", name) // it may be endless, or somebody else's
			}
			continue
		}
		switch {
		case name == folder.DB:
			stores = append(stores, name)
		case name == folder.Journal, name == folder.JournalNew, strings.HasPrefix(name, folder.Journal+"-"):
			journals = append(journals, name)
			if booth := boothOfCopy(name); booth != "" && r.copies[booth] == 0 {
				r.copies[booth] = len(r.copies) + 1
			}
		case name == folder.EventKey, name == folder.EventRecovery, name == folder.RecoveryKey:
			r.addFile(name, name)
		case name == folder.Keys, strings.HasPrefix(name, "keys-") && strings.HasSuffix(name, ".toml"):
			r.addSet(name)
		case strings.HasPrefix(name, "booths-"):
			r.readBoothKeys(name)
		case strings.HasPrefix(name, mirror.StatementsPrefix):
			r.readStatements(name)
		case name == folder.BoothKey:
			r.readBoothKey()
		case name == folder.Settings:
			r.readSettings()
		case name == folder.PackZip:
			r.pack = name
		case mirror.PackOf(name) != "":
			r.packs = append(r.packs, name)
		}
	}
	return stores, journals, nil
}

// readBoothKey adds the folder's own booth to the known ones. Its signing key is not carried over.
func (r *rescue) readBoothKey() {
	b, err := r.from.Read(folder.BoothKey, maxSmall)
	if err == nil {
		var key ed25519.PrivateKey
		if key, err = keys.ParseBoothKey(b); err == nil {
			public := key.Public().(ed25519.PublicKey)
			r.known[entry.BoothID(public)] = public
		}
	}
	if err != nil {
		r.note("%s is damaged.", folder.BoothKey)
	}
}

// readSettings reads the second copy of the settings, and adds the booths in it to the known ones.
func (r *rescue) readSettings() {
	b, err := r.from.Read(folder.Settings, db.MaxSettings)
	if err == nil {
		r.copied, err = db.ParseSettingsCopy(b)
	}
	if err != nil {
		r.note("%s is damaged.", folder.Settings)
	}
	for id, key := range r.copied.Booths {
		r.known[id] = key
	}
}

// wants says whether a rescue reads files of this name.
func (r *rescue) wants(name string) bool {
	switch name {
	case folder.DB, folder.Journal, folder.JournalNew, folder.EventKey, folder.EventRecovery, folder.RecoveryKey, folder.Keys, folder.BoothKey, folder.Settings, folder.PackZip:
		return true
	}
	return strings.HasPrefix(name, folder.Journal+"-") || strings.HasPrefix(name, "booths-") || strings.HasPrefix(name, "keys-") || strings.HasPrefix(name, mirror.StatementsPrefix) || mirror.PackOf(name) != ""
}

// gatherStore reads a copy of a store first with its -wal, then without it: a damaged -wal can hide rows, and so can a
// damaged page.
func (r *rescue) gatherStore(ctx context.Context, name, work string) error {
	wal := true
	for _, with := range []bool{true, false} {
		dir := fmt.Sprintf("%s-%t", work, with)
		if err := os.Mkdir(dir, 0o700); err != nil {
			return folder.Explain(err)
		}
		if err := folder.CopyOut(context.WithoutCancel(ctx), r.from, name, filepath.Join(dir, folder.DB), folder.MaxSource); errors.Is(err, syscall.ENOSPC) {
			return folder.Explain(err) // our own disk is full: what cannot be copied is not lost
		} else if err != nil {
			r.note("%s could not be read to its end.", folder.DB)
		}
		if with {
			if err := folder.CopyOut(context.WithoutCancel(ctx), r.from, name+"-wal", filepath.Join(dir, folder.WAL), folder.MaxSource); errors.Is(err, fs.ErrNotExist) {
				wal = false
				continue
			}
			if what, err := db.WALDamage(filepath.Join(dir, folder.WAL)); err == nil && what != "" {
				r.note("%s", db.WALNote(what))
			}
		}
		r.readStore(ctx, dir, with || !wal)
		if r.failed != nil {
			return r.failed
		}
	}
	return nil
}

// gatherJournal reads a journal or a second copy of one.
func (r *rescue) gatherJournal(name string) error {
	r.copyNow = r.copies[boothOfCopy(name)]
	var scan journal.Scanned
	f, err := r.from.Open(name, folder.MaxSource)
	if err == nil {
		defer f.Close()
		info, e := f.Stat()
		if e != nil {
			return folder.Explain(e)
		}
		scan, err = journal.ScanLines(f, info.Size()+journal.MaxWork, func(e *entry.Entry) error {
			r.addLine(e, false)
			return r.failed
		})
	}
	if r.failed != nil {
		return r.failed
	}
	if err != nil {
		r.note("%s could not be read to its end.", name)
	}
	if scan.Damaged > 0 || scan.Torn {
		r.note("%s has damaged stretches; what lies between them was read.", name)
	}
	return nil
}

// boothOfCopy returns the booth of whose journal the file is a second copy, or "" if it is none.
func boothOfCopy(name string) string {
	booth, ok := strings.CutPrefix(name, folder.Journal+"-")
	if !ok {
		return ""
	}
	return strings.TrimSuffix(booth, mirror.MoreSuffix)
}

// sawIn notes that a line was found in the second copy that is being read. If that copy has the line both with and
// without its content, it counts as having the content.
func (r *rescue) sawIn(f *found, e *entry.Entry) {
	content := e.Sealed != nil && e.Intact()
	for i, in := range f.seen {
		if in.copy == r.copyNow {
			f.seen[i].content = in.content || content
			return
		}
	}
	f.seen = append(f.seen, seenIn{r.copyNow, content})
}

// addFile reads a small file into memory. The first one of a name counts.
func (r *rescue) addFile(from, name string) {
	b, err := r.from.Read(from, maxSmall)
	if err != nil {
		r.note("%s could not be read.", name)
		return
	}
	if _, ok := r.files[name]; !ok {
		r.files[name] = b
	}
}

// readBoothKeys reads the public keys stored next to a second copy of the journal.
func (r *rescue) readBoothKeys(name string) {
	b, err := r.from.Read(name, maxSmall)
	if err != nil {
		r.note("%s could not be read.", name)
		return
	}
	maps.Copy(r.known, mirror.ParseBoothList(b))
}

// addLine adds one copy of a line; an intact one with its content is the best. An error of our own disk is kept in
// r.failed.
func (r *rescue) addLine(e *entry.Entry, store bool) {
	if e.ID == "" || e.Person == "" || len(e.Digest) != len(entry.EmptyDigest) || len(e.Sig) != ed25519.SignatureSize {
		return // not a line of ours, or not any more
	}
	hash := e.Hash()
	f, ok := r.lines[hash]
	if !ok {
		// Lines are kept in memory, and anybody with a text editor can write millions.
		alien := len(r.known) > 0 && !r.known.Verified(e)
		if alien && r.aliens >= MaxAliens || len(r.lines) >= maxLines {
			r.over++
			return
		}
		if alien {
			r.aliens++
		}
		f = &found{Entry: e}
		r.lines[hash] = f
	}
	f.store, f.journal = f.store || store, f.journal || !store
	if !store && r.copyNow > 0 {
		r.sawIn(f, e)
	}
	f.missing = f.missing || e.Sealed == nil && e.Kind != entry.KindErasure
	// No other signature covers the desk's, so a copy may have anything in its place: choose finds the valid one.
	if len(e.Desk) == ed25519.SignatureSize && !bytes.Equal(e.Desk, f.Desk) && len(f.desks) < maxDesks {
		f.desks = append(f.desks, e.Desk)
	}
	if !f.content && e.Sealed != nil && e.Intact() && r.failed == nil {
		f.part, r.failed = r.spool.put(e.Sealed)
		f.content = r.failed == nil
	}
	f.Sealed = nil
	e.Sealed = nil
}
