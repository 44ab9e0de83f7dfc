package data

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"encoding/base64"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"matchbooth/data/seal"
)

// RescueReport says what a rescue brought over. Nothing in it names a person.
type RescueReport struct {
	Entries     int      `json:"entries"`
	Persons     int      `json:"persons"` // living ones
	FromStore   int      `json:"from_store"`
	FromJournal int      `json:"from_journal"` // and not from the store
	Damaged     int      `json:"damaged"`      // entries, rows and stretches of which no whole copy was found
	Unsigned    int      `json:"unsigned"`     // carried over although no known booth has signed them: verify names them
	Missing     []string `json:"missing"`      // gaps in the booths' running numbers
	Notes       []string `json:"notes"`
}

// Rescue carries every whole sealed entry that is found in a damaged data folder, in a folder with second copies of the
// journal, or in a lone journal or booth.db, into the new folder to; with the settings, public keys, counts and the
// locked private key as far as they are readable. It needs no passphrase, changes nothing in from, and starts a new
// booth key. An entry is whole when its digest fits and a known booth has signed it; one signed by nobody known is
// carried over and counted apart. Who was erased stays erased. [ErrDamaged] where not even the event's public keys
// are left: without them nothing could be sealed any more.
func Rescue(from, to string, opt Options) (RescueReport, error) {
	ctx := context.Background()
	if err := vacant(to); err != nil {
		return RescueReport{}, err
	}
	if inside(to, from) || inside(from, to) {
		return RescueReport{}, fmt.Errorf("rescuing: %w", ErrInside)
	}
	work, err := os.MkdirTemp(filepath.Dir(filepath.Clean(to)), ".rescue-")
	if err != nil {
		return RescueReport{}, fmt.Errorf("rescuing: %w", explain(err))
	}
	defer os.RemoveAll(work)
	r := newRescue()
	if err := r.gather(ctx, from, work); err != nil {
		return RescueReport{}, fmt.Errorf("rescuing %s: %w", filepath.Base(from), err)
	}
	if err := r.build(ctx, to, opt); err != nil {
		return r.sum, fmt.Errorf("rescuing into %s: %w", filepath.Base(to), err)
	}
	return r.sum, nil
}

// inside says whether path lies in dir or is it.
func inside(path, dir string) bool {
	a, err1 := filepath.Abs(path)
	b, err2 := filepath.Abs(dir)
	rel, err3 := filepath.Rel(b, a)
	return err1 == nil && err2 == nil && err3 == nil && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator))
}

// found is one line, in its best copy.
type found struct {
	*entry
	store, journal bool // some store had it, some journal
}

// rescue is one run.
type rescue struct {
	sum    RescueReport
	lines  map[short]*found // by rank
	known  booths
	meta   map[string]string
	copied settings          // of the settings
	files  map[string][]byte // small files that are carried over as they are
	tables []tableRow
	pack   string
}

func newRescue() *rescue {
	return &rescue{lines: map[short]*found{}, known: booths{}, meta: map[string]string{}, files: map[string][]byte{}}
}

// tableRow is a row of one of the tables beside the entries.
type tableRow struct {
	insert string
	values []any
}

func (r *rescue) note(format string, args ...any) {
	r.sum.Notes = append(r.sum.Notes, fmt.Sprintf(format, args...))
}

// gather reads everything that can be read.
func (r *rescue) gather(ctx context.Context, from, work string) error {
	info, err := os.Stat(from)
	if err != nil {
		return explain(err)
	}
	var stores, journals []string
	if info.IsDir() {
		lock, err := holdSource(from)
		if err != nil {
			return err
		}
		defer lock.Close()
		list, err := os.ReadDir(from)
		if err != nil {
			return explain(err)
		}
		for _, e := range list {
			name, path := e.Name(), filepath.Join(from, e.Name())
			switch {
			case e.Type()&(os.ModeNamedPipe|os.ModeSocket|os.ModeDevice) != 0:
				r.note("%s is no file.", name) // and may have no end
			case name == dbName:
				stores = append(stores, path)
			case name == journalName, name == journalNewName, strings.HasPrefix(name, journalName+"-"):
				journals = append(journals, path)
			case name == eventKeyName, name == recoveryKeyName, name == keysName:
				r.keepFile(path, name)
			case strings.HasPrefix(name, "keys-") && strings.HasSuffix(name, ".toml"):
				r.keepFile(path, keysName)
			case strings.HasPrefix(name, "booths-"):
				r.learn(path)
			case name == boothKeyName:
				if key, err := readBoothKey(from); err == nil {
					public := key.Public().(ed25519.PublicKey)
					r.known[boothID(public)] = public
				} else {
					r.note("%s is damaged.", boothKeyName)
				}
			case name == settingsName:
				if r.copied, err = readSettingsCopy(from); err != nil {
					r.note("%s is damaged.", settingsName)
				}
				for id, key := range r.copied.Booths {
					r.known[id] = key
				}
			case name == "pack", name == "pack.zip":
				r.pack = path
			}
		}
	} else if !info.Mode().IsRegular() {
		return fmt.Errorf("%w: it is neither a folder nor a file", ErrDamaged)
	} else if filepath.Ext(from) == ".db" {
		stores = append(stores, from)
	} else {
		journals = append(journals, from)
	}
	for n, path := range stores {
		// With its -wal first, and without it as well: a damaged -wal can hide rows, and so can a damaged page.
		wal := true
		for _, with := range []bool{true, false} {
			dir := filepath.Join(work, fmt.Sprintf("%d-%t", n, with))
			if err := os.Mkdir(dir, 0o700); err != nil {
				return explain(err)
			}
			if err := copyFile(path, filepath.Join(dir, dbName)); err != nil {
				r.note("%s could not be read to its end.", dbName)
			}
			if with {
				if err := copyFile(path+"-wal", filepath.Join(dir, walName)); errors.Is(err, os.ErrNotExist) {
					wal = false
					continue
				}
				if what, err := walDamage(filepath.Join(dir, walName)); err == nil && what != "" {
					r.note("%s", walNote(what))
				}
			}
			r.readStore(ctx, dir, with || !wal)
		}
	}
	if r.meta[metaSum] != sumOf(r.meta) && r.copied.Meta != nil {
		if len(r.meta) > 0 {
			r.note("The settings in %s had changed on the disk; the ones in %s were taken.", dbName, settingsName)
		}
		r.meta = r.copied.Meta
	}
	for _, path := range journals {
		scan, err := scanJournal(path, func(e *entry) error {
			r.keep(e, false)
			return nil
		})
		if err != nil {
			r.note("%s could not be read to its end.", filepath.Base(path))
		}
		if scan.damaged > 0 || scan.torn {
			r.note("%s has damaged stretches; what lies between them was read.", filepath.Base(path))
		}
	}
	// A journal that was cut between two lines looks whole, but an entry stands in both files before it counts as saved.
	short := 0
	for _, f := range r.lines {
		if f.store && !f.journal {
			short++
		}
	}
	if len(journals) > 0 && short > 0 {
		r.note("The journal lacks %s that %s has; it may lack others too.", entries(short), dbName)
	}
	return nil
}

// keepFile remembers a small file. The first of a name counts.
func (r *rescue) keepFile(path, name string) {
	b, err := os.ReadFile(path)
	if err != nil {
		r.note("%s could not be read.", name)
		return
	}
	if _, ok := r.files[name]; !ok {
		r.files[name] = b
	}
}

// learn reads the public keys that stand beside a second copy of the journal: in each line an id, a space and the key
// in base64, as [mirror] writes them. A line whose key is not the one its id names is passed over.
func (r *rescue) learn(path string) {
	b, err := os.ReadFile(path)
	if err != nil {
		r.note("%s could not be read.", filepath.Base(path))
		return
	}
	for line := range strings.Lines(string(b)) {
		id, text, _ := strings.Cut(strings.TrimSpace(line), " ")
		if key, err := base64.StdEncoding.DecodeString(text); err == nil && len(key) == ed25519.PublicKeySize && boothID(key) == id {
			r.known[id] = key
		}
	}
}

// keep takes one copy of a line; a whole one with its content is the best.
func (r *rescue) keep(e *entry, store bool) {
	if e.ID == "" || e.Person == "" || len(e.Digest) != len(noSealed) || len(e.Sig) != ed25519.SignatureSize {
		return // no line of ours any more
	}
	if !e.whole() {
		e.Sealed = nil
	}
	have, ok := r.lines[e.rank()]
	if !ok {
		r.lines[e.rank()] = &found{entry: e, store: store, journal: !store}
		return
	}
	have.store, have.journal = have.store || store, have.journal || !store
	if have.Sealed == nil {
		have.Sealed = e.Sealed
	}
}

// settle decides what is carried over: genuine lines, and the others where nothing genuine has their place.
func (r *rescue) settle() (lines, rest []*entry) {
	erased := map[string]bool{}
	for _, f := range r.lines {
		if f.Kind == kindErasure && r.known.genuine(f.entry) {
			erased[f.Person] = true
		}
	}
	all := slices.Collect(maps.Values(r.lines))
	slices.SortFunc(all, func(a, b *found) int {
		x, y := a.rank(), b.rank()
		g, h := r.known.genuine(a.entry), r.known.genuine(b.entry)
		if g != h {
			if g {
				return -1
			}
			return 1
		}
		return bytes.Compare(x[:], y[:])
	})
	ids, numbers := map[string]bool{}, map[string]bool{}
	for _, f := range all {
		genuine := r.known.genuine(f.entry)
		if erased[f.Person] {
			f.Sealed = nil
		}
		number := f.Booth + "/" + strconv.FormatInt(f.Seq, 10)
		if ids[f.ID] || numbers[number] {
			if genuine {
				rest = append(rest, f.entry)
			}
			continue // else a changed copy of a line that is there
		}
		ids[f.ID], numbers[number] = true, true
		if f.Kind != kindErasure && f.Sealed == nil && !erased[f.Person] {
			r.sum.Damaged++ // the line stays, so that it is named
		}
		if !genuine {
			r.sum.Unsigned++
		}
		if f.store {
			r.sum.FromStore++
		} else {
			r.sum.FromJournal++
		}
		lines = append(lines, f.entry)
	}
	slices.SortFunc(lines, (*entry).before)
	return lines, rest
}

// plan makes the new folder's plan of what is left of the old one's settings.
func (r *rescue) plan() (plan, error) {
	p := plan{mode: r.meta[metaMode], event: r.meta[metaEvent], digest: r.meta["event_digest"], pinHash: r.meta[metaPIN]}
	p.retention, _ = strconv.Atoi(r.meta["retention_days"])
	if salt, err := base64.StdEncoding.DecodeString(r.meta[metaSalt]); err == nil && len(salt) >= 16 {
		p.salt = salt
	}
	fromStore, errStore := seal.NewRecipients(strings.Split(r.meta[metaRecipients], "\n")...)
	public, fromFile, errFile := parseKeys(string(r.files[keysName]))
	p.made, _ = time.Parse(time.RFC3339, r.meta[metaMade])
	p.added = addedIn(r.meta)
	switch {
	case errStore == nil && errFile == nil && announced(r.meta, ring{fromFile.Strings(), public.Added}):
		p.recipients, p.added = fromFile, public.Added
	case errStore == nil && errFile == nil && !slices.Equal(fromStore.Strings(), fromFile.Strings()):
		return p, fmt.Errorf("%w: the keys in %s are not the ones in %s, so one of the files was changed: take the wrong one away", ErrDamaged, keysName, dbName)
	case errStore == nil:
		p.recipients = fromStore
	case errFile == nil:
		p.recipients, p.added = fromFile, public.Added
		p.mode, p.event = public.Mode, public.Event
	default:
		return p, fmt.Errorf("%w: neither %s nor %s has the event's public keys: put keys.toml of another booth of the event beside them", ErrDamaged, dbName, keysName)
	}
	if p.mode != ModeLive && p.mode != ModePractice || p.event == "" {
		if errFile != nil {
			return p, fmt.Errorf("%w: neither %s nor %s says which event this was", ErrDamaged, dbName, keysName)
		}
		p.mode, p.event = public.Mode, public.Event
	}
	for _, name := range []string{eventKeyName, recoveryKeyName} {
		if b, ok := r.files[name]; ok {
			p.keys = append(p.keys, keyFile{name, b})
		}
	}
	if p.pinHash == "" {
		p.pin = PracticePIN
		if p.mode == ModeLive {
			p.pin = newPIN()
			r.note("The PIN was lost: nobody can leave kiosk mode in the new folder. Export from it, or merge it into another booth.")
		}
	}
	if r.meta[metaMode] == "" {
		r.note("The settings were lost, and with them the retention period; both come from the event pack again: put a copy of it into the new folder, named pack.")
	}
	return p, nil
}

// build makes the new folder and fills it.
func (r *rescue) build(ctx context.Context, to string, opt Options) error {
	p, err := r.plan()
	if err != nil {
		return err
	}
	lines, rest := r.settle()
	p.more = func(db *database) error { return r.pour(ctx, db, lines, rest) }
	if err := p.make(to, opt); err != nil {
		return err
	}
	if r.pack != "" {
		if err := copyTree(r.pack, filepath.Join(to, filepath.Base(r.pack))); err != nil {
			r.note("The event pack could not be copied: give it with --event.")
		}
	}
	s, err := Open(to, opt) // writes the journal from the store, and looks at all of it
	if err != nil {
		return err
	}
	defer s.Close()
	if r.sum.Missing, err = s.db.gaps(ctx); err != nil {
		return err
	}
	st, err := s.Status(ctx)
	if err != nil {
		return err
	}
	r.sum.Entries, r.sum.Persons = st.Entries, st.Signups
	return s.Close()
}

// pour fills the new store in one transaction.
func (r *rescue) pour(ctx context.Context, db *database, lines, rest []*entry) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	for _, key := range r.known {
		if err := addBooth(ctx, tx, key); err != nil {
			return err
		}
	}
	for _, t := range []struct {
		table string
		list  []*entry
	}{{"entry", lines}, {"conflict", rest}} {
		for _, e := range t.list {
			if err := insertEntry(ctx, tx, t.table, e); err != nil {
				return err
			}
		}
	}
	for key, value := range r.meta {
		if !strings.HasPrefix(key, metaOwn) {
			if err := setMeta(ctx, tx, key, value); err != nil {
				return err
			}
		}
	}
	lost := 0
	for _, row := range r.tables {
		if _, err := tx.ExecContext(ctx, row.insert, row.values...); err != nil {
			lost++ // a row that damage has left values in that no table takes
		}
	}
	if lost > 0 {
		r.note("Of the counts, the audit and the exports, rows were not readable: %d.", lost)
	}
	return tx.Commit()
}
