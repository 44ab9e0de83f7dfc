// Package rescue recovers from a damaged data folder, or from a folder with second copies, whatever can still be read
// and is intact, and fills a new folder with it. It also says what is wrong with a folder that does not open
// ([Examine]).
package rescue

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"matchbooth/data/entry"
	"matchbooth/data/internal/audit"
	"matchbooth/data/internal/build"
	"matchbooth/data/internal/db"
	"matchbooth/data/internal/folder"
	"matchbooth/data/internal/mirror"
	"matchbooth/data/internal/packs"
	"matchbooth/data/internal/terms"
	"matchbooth/data/internal/trust"
	"matchbooth/data/keyset"
	"matchbooth/data/outside"
)

// Report says what a rescue carried over. Nothing in it names a person.
type Report struct {
	Entries     int            `json:"entries"`
	Persons     int            `json:"persons"` // living ones
	FromStore   int            `json:"from_store"`
	FromJournal int            `json:"from_journal"` // and not from the store
	Damaged     int            `json:"damaged"`      // entries, rows and stretches of which no intact copy was found
	Unsigned    int            `json:"unsigned"`     // carried over although no known booth has signed them: verify names them
	Missing     []string       `json:"missing"`      // gaps in the booths' running numbers
	Notes       []string       `json:"notes"`
	KeySet      keyset.SetInfo `json:"key_set"` // which the new folder seals to: compare its six words with the paper
}

// Look opens the new folder as a booth would, which writes its journal from the store, and reports what is in it.
type Look func(ctx context.Context, dir string) (Looked, error)

// Looked is what Look found in the new folder.
type Looked struct {
	Missing          []string // running numbers that no entry has
	KeySet           keyset.SetInfo
	Entries, Persons int
}

// CarryOver rescues from into to, a new folder; see data.Rescue.
func CarryOver(from, to string, by audit.Author, look Look) (Report, error) {
	ctx := context.Background()
	if err := folder.Vacant(to); err != nil {
		return Report{}, err
	}
	if folder.Inside(to, from) || folder.Inside(from, to) {
		return Report{}, fmt.Errorf("rescuing: %w", ErrInside)
	}
	work, err := os.MkdirTemp(filepath.Dir(filepath.Clean(to)), ".rescue-")
	if err != nil {
		return Report{}, fmt.Errorf("rescuing: %w", folder.Explain(err))
	}
	defer os.RemoveAll(work)
	r := newRescue()
	defer r.close()
	if err := r.gather(ctx, from, work); err != nil {
		return Report{}, fmt.Errorf("rescuing %s: %w", filepath.Base(from), err)
	}
	if err := r.build(ctx, to, by, look); err != nil {
		return r.sum, fmt.Errorf("rescuing into %s: %w", filepath.Base(to), err)
	}
	return r.sum, nil
}

// found is the best copy of one line. Its sealed part is not in memory but in the spool.
type found struct {
	*entry.Entry
	content        bool     // an intact sealed part was found
	missing        bool     // a copy without one was found
	seen           []seenIn // the second copies that have it
	desks          [][]byte // other signatures found in place of the desk's
	part           part
	store, journal bool // some store had it, some journal
}

// seenIn is a second copy in which a line was found, and whether it had its content there.
type seenIn struct {
	copy    int // see rescue.copyNow
	content bool
}

// rescue is one run.
type rescue struct {
	sum    Report
	lines  map[entry.Hash]*found // by hash
	known  entry.Booths
	meta   map[string]string
	copied db.Settings       // the second copy of the settings
	files  map[string][]byte // small files that are carried over as they are
	tables []tableRow
	kept   int64                 // bytes of tables
	acts   map[int64]salvagedAct // lines of the audit, by number
	sets   []foundSet            // key sets found in files
	badSet string                // a file whose set is not as it was signed
	pack   string                // its name in from
	packs  []string              // names of versions of the pack beside a second copy
	from   *outside.Folder       // what is rescued, or the folder of a lone file
	spool  *spool
	failed error // an error of our own disk
	aliens int   // lines that no known booth has signed
	over   int   // lines that were left out because there were too many

	said     []entry.Statement // found next to second copies of the journal; their Event is not set yet
	saidRoom int               // bytes of their bodies

	event   string
	desk    ed25519.PublicKey // of the key set that was chosen; nil if it is not signed
	copies  map[string]int    // numbers of the second copies, by the booth whose journal they are
	copyNow int               // the second copy that is being read, from 1; 0 for another file
	emptied []entry.Hash      // erasures that have emptied although the old folder does not say so

	lostActs bool // some line of the audit could not be read
}

func (r *rescue) close() {
	r.spool.close()
	if r.from != nil {
		r.from.Close()
	}
}

func newRescue() *rescue {
	return &rescue{lines: map[entry.Hash]*found{}, known: entry.Booths{}, meta: map[string]string{}, files: map[string][]byte{}, acts: map[int64]salvagedAct{}, copies: map[string]int{}}
}

// tableRow is a row of one of the tables other than those of entries.
type tableRow struct {
	table  string
	insert string
	values []any
}

func (r *rescue) note(format string, args ...any) {
	r.sum.Notes = append(r.sum.Notes, fmt.Sprintf(format, args...))
}

// trust returns whom the old folder trusted, as far as that was found.
func (r *rescue) trust() *trust.Trust {
	t := &trust.Trust{Known: r.known, Own: map[string]bool{}, Live: map[string]bool{}, Done: map[entry.Hash]bool{}, Asked: map[entry.Hash]bool{}, Ours: map[entry.Hash]bool{}}
	for _, id := range strings.Fields(r.meta[db.MetaOwnBooths]) {
		t.Own[id], t.Live[id] = true, true
	}
	t.Desk = r.desk
	if key, err := base64.StdEncoding.DecodeString(r.meta[db.MetaDesk]); err == nil && len(key) > 0 {
		t.Desk = key
	}
	var list []entry.Statement
	for _, row := range r.tables {
		switch row.table {
		case "statement":
			kind, ok1 := row.values[1].(string)
			serial, ok2 := row.values[2].(int64)
			body, ok3 := row.values[3].(string)
			sig, ok4 := row.values[4].([]byte)
			if ok1 && ok2 && ok3 && ok4 {
				list = append(list, entry.Statement{Event: r.event, Kind: kind, Serial: serial, Body: body, Sig: sig})
			}
		case "waiting":
			line, ok := row.values[0].([]byte)
			how, _ := row.values[2].(int64)
			if of := map[int64]map[entry.Hash]bool{trust.WaitsDone: t.Done, trust.WaitsNever: t.Asked, trust.WaitsOwn: t.Ours}[how]; ok && of != nil && len(line) == len(entry.Hash{}) {
				of[entry.Hash(line)] = true
			}
		}
	}
	t.Judge(append(list, r.statements()...))
	if self := r.meta[db.MetaSelf]; self != "" {
		t.Live = map[string]bool{self: true}
	}
	return t
}

// pairs returns who is one person, from all lines that were found.
func (r *rescue) pairs(t *trust.Trust) entry.Pairs {
	var joins []*entry.Entry
	for _, f := range r.lines {
		if f.Partner != "" {
			joins = append(joins, f.Entry)
		}
	}
	return t.PairsOf(joins)
}

// copiedPerson is a person in one of the second copies.
type copiedPerson struct {
	copy   int
	person string
}

// choose decides what is carried over: lines are verified ones, and others if no verified one has their place; rest are
// verified lines whose place is taken.
func (r *rescue) choose() (lines, rest []*found) {
	erased, tr, noted := map[string]bool{}, r.trust(), r.meta[db.MetaOwnBooths] != ""
	genuine := make(map[*found]bool, len(r.lines)) // checking a signature is slow: not at every comparison
	at := map[string][]string{}
	hollow := map[string]bool{}      // persons with an emptied line
	spoken := map[string]bool{}      // persons with an erasure, if only as a claim: it explains content that is gone
	empty := map[copiedPerson]bool{} // whether a second copy that has lines of a person has none with its content
	for _, f := range r.lines {
		genuine[f] = r.known.Verified(f.Entry)
		for _, sig := range f.desks {
			if e := *f.Entry; !tr.AtDesk(&e) {
				if e.Desk = sig; tr.AtDesk(&e) {
					f.Desk = sig
				}
			}
		}
		hollow[f.Person] = hollow[f.Person] || genuine[f] && f.missing
		for _, in := range f.seen {
			if at := (copiedPerson{in.copy, f.Person}); genuine[f] && f.Kind != entry.KindErasure {
				was, known := empty[at]
				empty[at] = !in.content && (was || !known)
			}
		}
		if genuine[f] {
			at = tr.HomeOf(at, f.Entry)
			spoken[f.Person] = spoken[f.Person] || f.Kind == entry.KindErasure
		}
	}
	home := func(person string) []string { return at[person] }
	pairs := r.pairs(tr)
	pairs.Close(spoken)
	for _, f := range r.lines {
		// If the folder's own booths are not noted, it is an older one, in which every erasure emptied, or a second
		// copy. An erasure that waits, or does not count, has left all of the person there. If there are second copies,
		// it has emptied in one that has the erasure and no content of the person: a line that never had any was not
		// emptied.
		emptied := len(r.copies) == 0 && hollow[f.Person] || slices.ContainsFunc(f.seen, func(in seenIn) bool { return empty[copiedPerson{in.copy, f.Person}] })
		old := !noted && f.Kind == entry.KindErasure && genuine[f] && emptied &&
			(!entry.IsBound(f.Person) || r.copies[f.Booth] > 0 || tr.AtHome(f.Entry, trust.NobodysHomes))
		if old {
			r.emptied = append(r.emptied, f.Hash())
		}
		if old || tr.EmptiesAll(f.Entry, home) {
			erased[f.Person] = true
		}
	}
	pairs.Close(erased)
	all := slices.Collect(maps.Values(r.lines))
	slices.SortFunc(all, func(a, b *found) int {
		x, y := a.Hash(), b.Hash()
		g, h := genuine[a], genuine[b]
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
		genuine := genuine[f]
		if erased[f.Person] {
			f.content = false
		}
		number := f.Booth + "/" + strconv.FormatInt(f.Seq, 10)
		if ids[f.ID] || numbers[number] {
			if genuine {
				rest = append(rest, f)
			}
			continue // an unverified one is a changed copy of a line that is there
		}
		ids[f.ID], numbers[number] = true, true
		if f.Kind != entry.KindErasure && !f.content && !spoken[f.Person] {
			r.sum.Damaged++ // the line is carried over, so that verify names it
		}
		if !genuine {
			r.sum.Unsigned++
		}
		if f.store {
			r.sum.FromStore++
		} else {
			r.sum.FromJournal++
		}
		lines = append(lines, f)
	}
	slices.SortFunc(lines, func(a, b *found) int { return a.Compare(b.Entry) })
	return lines, rest
}

// plan makes the plan of the new folder from what is left of the old one's settings.
func (r *rescue) plan() (build.Plan, error) {
	p := build.Plan{Mode: r.meta[db.MetaMode], Event: r.meta[db.MetaEvent], Digest: r.meta["event_digest"], PINHash: r.meta[db.MetaPIN], Own: r.meta[db.MetaOwnBooths], Self: r.meta[db.MetaSelf], Noted: true}
	p.Retention, _ = strconv.Atoi(r.meta[terms.MetaDays])
	p.Terms, p.Longest = r.meta[terms.MetaTerms], r.meta[terms.MetaLongest]
	if salt, err := base64.StdEncoding.DecodeString(r.meta[db.MetaSalt]); err == nil && len(salt) >= 16 && p.Own != "" {
		p.Salt = salt // an older folder drops the salt it derived the ids of imported people with, see renewSalt
	}
	p.Weak = r.meta[db.MetaWeak] == build.WeakYes && r.files[folder.EventKey] != nil
	p.Made, _ = time.Parse(time.RFC3339, r.meta[db.MetaMade])
	set, err := r.keySet()
	if err != nil {
		return p, err
	}
	if p.Mode != keyset.ModeLive && p.Mode != keyset.ModePractice || p.Event == "" {
		p.Mode, p.Event = set.Mode, set.Event
	}
	if p.Mode != keyset.ModeLive && p.Mode != keyset.ModePractice || p.Event == "" {
		return p, fmt.Errorf("%w: neither %s nor %s says which event this was", folder.ErrDamaged, folder.DB, folder.Keys)
	}
	if set.Signed() && (p.Mode != set.Mode || p.Event != set.Event) {
		return p, fmt.Errorf("%w: the signed key set is that of a different event from %s", folder.ErrDamaged, folder.DB)
	}
	if !set.Signed() && (set.Mode != p.Mode || set.Event != p.Event) {
		other := *set // which lost its mode and event
		other.Mode, other.Event = p.Mode, p.Event
		set = &other
	}
	p.Set, p.Keys = set, r.carriedKeys(set)
	if p.PINHash == "" {
		p.PIN = build.PracticePIN
		if p.Mode == keyset.ModeLive {
			p.PIN = newPIN()
			r.note("The PIN was lost: nobody can leave kiosk mode in the new folder. Export from it, or merge it into another booth.")
		}
	}
	return p, nil
}

// build makes the new folder and fills it.
func (r *rescue) build(ctx context.Context, to string, by audit.Author, look Look) error {
	p, err := r.plan()
	if err != nil {
		return err
	}
	r.event, r.desk = p.Event, p.Set.Desk
	lines, rest := r.choose()
	p.More = func(db *db.DB) error { return r.insertAll(ctx, db, by, p, lines, rest) }
	if err := p.Make(to, by); err != nil {
		return err
	}
	if r.pack != "" {
		if err := folder.CopyPack(r.from, r.pack, filepath.Join(to, r.pack)); err != nil {
			r.note("The event pack could not be copied: give it with --event.")
		}
	}
	if err := packs.CopyOut(ctx, r.from, to, to); err != nil {
		return folder.Explain(err)
	}
	if err := r.takePacks(to); err != nil {
		return err
	}
	seen, err := look(ctx, to)
	if err != nil {
		return err
	}
	r.sum.Missing, r.sum.KeySet, r.sum.Entries, r.sum.Persons = seen.Missing, seen.KeySet, seen.Entries, seen.Persons
	return nil
}

// takePacks takes over the versions of the event pack that lie beside a second copy, each if it is the file that the desk
// has named, and says where the settings come from if they were lost.
func (r *rescue) takePacks(to string) error {
	t := r.trust()
	sums := t.PackFiles()
	for _, name := range r.packs {
		digest := mirror.PackOf(name)
		if sums[digest] == "" || packs.Has(to, digest) {
			continue // somebody else's, or here already
		}
		content, err := r.from.Read(name, packs.MaxZip)
		if sum := sha256.Sum256(content); err != nil || hex.EncodeToString(sum[:]) != sums[digest] {
			r.note("%s is damaged.", name)
			continue
		}
		if err := packs.Save(to, digest, content); err != nil {
			return err
		}
	}
	n := len(t.Packs)
	switch {
	case r.meta[db.MetaMode] != "":
	case n > 0 && packs.Has(to, t.Packs[n-1].Digest):
		r.note("The settings were lost, and with them the retention period; both come from the event pack again, which came along.")
	default:
		r.note("The settings were lost, and with them the retention period; both come from the event pack again: put a copy of it into the new folder, named pack.")
	}
	return nil
}

// insertAll fills the new store in one transaction.
func (r *rescue) insertAll(ctx context.Context, d *db.DB, by audit.Author, p build.Plan, lines, rest []*found) error {
	tx, err := d.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	for _, key := range r.known {
		if err := db.AddBooth(ctx, tx, key); err != nil {
			return err
		}
	}
	for _, t := range []struct {
		table string
		list  []*found
	}{{"entry", lines}, {"conflict", rest}} {
		for _, f := range t.list {
			e := *f.Entry
			if f.content {
				if e.Sealed, err = r.spool.get(f.part); err != nil {
					return err
				}
			}
			if err := db.InsertEntry(ctx, tx, t.table, &e); err != nil {
				return err
			}
		}
	}
	for key, value := range r.meta {
		if !strings.HasPrefix(key, db.MetaOwn) {
			if err := db.SetMeta(ctx, tx, key, value); err != nil {
				return err
			}
		}
	}
	for _, st := range r.statements() {
		if err := trust.InsertStatement(ctx, tx, st); err != nil {
			return err
		}
	}
	for _, mark := range r.emptied {
		if _, err := tx.ExecContext(ctx, "INSERT INTO waiting (line, since, done) VALUES (?, ?, ?) ON CONFLICT DO NOTHING", mark[:], entry.Hour(by.Now()), trust.WaitsDone); err != nil {
			return err
		}
	}
	lost, err := r.insertHandovers(ctx, tx, p)
	if err != nil {
		return err
	}
	for _, row := range r.tables {
		if row.table == "exported" || row.table == "handover" {
			continue
		}
		if _, err := tx.ExecContext(ctx, row.insert, row.values...); err != nil {
			lost++ // damage has left values in the row that no table accepts
		}
	}
	if lost > 0 {
		r.note("Of the counts, the audit and the exports, rows were not readable: %d.", lost)
	}
	people := map[string]bool{}
	for _, f := range lines {
		if f.Kind == entry.KindSignUp && f.content {
			people[f.Person] = true
		}
	}
	if err := r.insertAudit(ctx, tx, by, r.pairs(r.trust()).Count(people)); err != nil {
		return err
	}
	return tx.Commit()
}

// ErrInside is returned because a rescue never writes into the folder it reads.
var ErrInside = errors.New("the new folder must be outside the old one")
