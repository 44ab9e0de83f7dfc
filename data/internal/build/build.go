// Package build makes a data folder: its keys, its first settings and an empty journal, so that a crash in between leaves
// a folder that holds nobody's data and is begun again.
package build

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
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

	"matchbooth/data/entry"
	"matchbooth/data/internal/audit"
	"matchbooth/data/internal/db"
	"matchbooth/data/internal/folder"
	"matchbooth/data/internal/journal"
	"matchbooth/data/internal/keys"
	"matchbooth/data/internal/lockout"
	"matchbooth/data/internal/terms"
	"matchbooth/data/internal/trust"
	"matchbooth/data/keyset"
	"matchbooth/data/seal"
)

// What opens every practice booth.
const (
	PracticePassphrase = "practice"
	PracticePIN        = "5210"
)

// Plan describes a folder about to be made.
type Plan struct {
	Mode, Event, Digest string
	From, To            string // the event's days
	Retention           int
	Terms, Longest      string // of consents, see data/internal/terms
	PIN                 string
	Weak                bool // its passphrase is easy to guess
	Set                 *keyset.Set
	Made                time.Time
	Act                 audit.Act // for the audit; if empty, that is left to more
	Keys                []folder.File
	Gate                func(dir string) error // tried before the folder counts as made
	HandOver            func() error           // the last step before that

	// For a rescue: what is left of the old folder's settings, and what goes into the new store.
	Salt    []byte
	PINHash string
	Own     string // the booth's keys so far; "" if they are not known
	Self    string // the last of them, see noteOwnLines of data.Store
	Noted   bool   // the new one is noted with them, so that nothing from before counts as this folder's own
	More    func(*db.DB) error
}

// Sign makes the plan's key set: the event's key and the recovery key, signed by the desk, with the files that keep the
// event's key for the recovery key.
func (p *Plan) Sign(event *seal.Identity, recovery string) error {
	desk, err := keys.DeskOf(event)
	if err != nil {
		return err
	}
	defer desk.Close()
	p.Set = keyset.NewSet(p.Mode, p.Event, []string{event.Recipient(), recovery}, nil, p.Made)
	if err := p.Set.Sign(desk, 1); err != nil {
		return err
	}
	event.Bind()
	file, err := keys.SealForRecovery(event, recovery)
	if err != nil {
		return err
	}
	p.Keys = append(p.Keys, folder.File{Name: folder.EventRecovery, Content: file})
	return nil
}

// Make builds the folder in place. The file "making" is in it from before the first file until after the last: a folder
// that has it contains nobody's data and is started over.
func (p Plan) Make(dir string, by audit.Author) (err error) {
	if p.Event == "" {
		return errors.New("a booth needs an event")
	}
	if err := audit.CheckWho(by.By); err != nil {
		return err
	}
	if p.Made.IsZero() {
		p.Made = by.Now()
	}
	if err := folder.Vacant(dir); err != nil {
		return err
	}
	_, err = os.Lstat(dir)
	existed := err == nil
	if err := folder.Make(dir); err != nil {
		return fmt.Errorf("making the data folder: %w", folder.Explain(err))
	}
	lock, err := folder.Lock(dir)
	if err != nil {
		return err
	}
	defer lock.Close()
	if err := folder.Vacant(dir); err != nil { // again, now that nobody else can start here
		return err
	}
	// An existing folder may be open to others. On file systems without permissions this fails, and nothing can be done
	// about it.
	_ = os.Chmod(dir, 0o700) //nolint:gosec // G302: a folder: without x nobody could enter it
	if err := folder.WriteFile(dir, folder.Making, nil); err != nil {
		return err
	}
	if err := clearMade(dir); err != nil {
		return err
	}
	key, file, err := keys.NewBoothKey()
	if err != nil {
		return err
	}
	public, err := p.Set.Encode()
	if err != nil {
		return err
	}
	for _, f := range append(p.Keys, folder.File{Name: folder.BoothKey, Content: file}, folder.File{Name: folder.Keys, Content: public}) {
		if err := folder.WriteFile(dir, f.Name, f.Content); err != nil {
			return err
		}
	}
	if p.Gate != nil {
		if err := p.Gate(dir); err != nil {
			return err
		}
	}
	if err := p.fill(dir, key.Public().(ed25519.PublicKey), by); err != nil {
		return err
	}
	if err := journal.Rewrite(dir, func(func(*entry.Entry) error) error { return nil }, folder.NoFail); err != nil {
		return err
	}
	if p.HandOver != nil {
		if err := p.HandOver(); err != nil {
			// Somebody stopped, or the key could not be written down: nothing of this booth is left, its keys least of all.
			// What cannot be removed is started over the next time.
			if clearMade(dir) == nil && os.Remove(filepath.Join(dir, folder.Making)) == nil && !existed {
				_ = os.Remove(filepath.Join(dir, folder.LockName))
				_ = os.Remove(dir)
			}
			return err
		}
	}
	if err := os.Remove(filepath.Join(dir, folder.Making)); err != nil {
		return fmt.Errorf("finishing the data folder: %w", folder.Explain(err))
	}
	if err := folder.SyncDir(dir); err != nil {
		return fmt.Errorf("finishing the data folder: %w", folder.Explain(err))
	}
	return nil
}

// made are the files that Make makes, but for the one that marks a folder as half-made.
var made = []string{
	folder.DB, folder.WAL, folder.Rollback, folder.SHM, folder.Journal, folder.JournalNew, folder.BoothKey, folder.EventKey, folder.EventKeyNew, folder.EventRecovery,
	folder.RecoveryKey, folder.Keys, folder.Settings,
}

// clearMade empties a half-made folder.
func clearMade(dir string) error {
	for _, name := range made {
		if err := os.Remove(filepath.Join(dir, name)); err != nil && !errors.Is(err, os.ErrNotExist) {
			return fmt.Errorf("clearing a half-made folder: %w", folder.Explain(err))
		}
	}
	return nil
}

// fill makes booth.db with its first settings and closes it, so that everything is in the one file.
func (p Plan) fill(dir string, key ed25519.PublicKey, by audit.Author) (err error) {
	ctx := context.Background()
	d, err := db.Create(ctx, dir)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, d.Close()) }()
	salt := p.Salt
	if salt == nil {
		salt = make([]byte, 16)
		rand.Read(salt)
	}
	pin := p.PINHash
	if pin == "" {
		if pin, err = lockout.HashPIN(p.PIN); err != nil {
			return err
		}
	}
	tx, err := d.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("making %s: %w", folder.DB, folder.Explain(err))
	}
	defer tx.Rollback()
	r, err := p.Set.Ring()
	if err != nil {
		return fmt.Errorf("making %s: %w", folder.DB, err)
	}
	keys, err := db.RingSettings(r)
	if err != nil {
		return fmt.Errorf("making %s: %w", folder.DB, err)
	}
	own := p.Own
	if p.Noted {
		own = strings.TrimSpace(own + "\n" + entry.BoothID(key))
	}
	settings := []struct{ key, value string }{
		{db.MetaMade, p.Made.UTC().Format(time.RFC3339)},
		{db.MetaMode, p.Mode},
		{db.MetaEvent, p.Event},
		{db.MetaSalt, base64.StdEncoding.EncodeToString(salt)},
		{db.MetaPIN, pin},
		{db.MetaMachine, folder.MachineMark(salt)},
		{"event_digest", p.Digest},
		{terms.MetaDays, strconv.Itoa(p.Retention)},
		{terms.MetaTerms, p.Terms},
		{terms.MetaLongest, p.Longest},
		{db.MetaOwnBooths, own},
		{db.MetaSelf, p.Self},
		{trust.MetaEventFrom, p.From},
		{trust.MetaEventTo, p.To},
	}
	if p.Weak {
		settings = append(settings, struct{ key, value string }{db.MetaWeak, WeakYes})
	}
	for _, key := range slices.Sorted(maps.Keys(keys)) {
		settings = append(settings, struct{ key, value string }{key, keys[key]})
	}
	for _, m := range settings {
		if m.value == "" && slices.Contains([]string{trust.MetaEventFrom, trust.MetaEventTo, db.MetaOwnBooths, db.MetaSelf, terms.MetaTerms, terms.MetaLongest}, m.key) {
			continue
		}
		if err := db.SetMeta(ctx, tx, m.key, m.value); err != nil {
			return fmt.Errorf("making %s: %w", folder.DB, folder.Explain(err))
		}
	}
	if err := db.AddBooth(ctx, tx, key); err != nil {
		return fmt.Errorf("making %s: %w", folder.DB, folder.Explain(err))
	}
	if p.Act.What != "" {
		if err := audit.Insert(ctx, tx, by, p.Act); err != nil {
			return fmt.Errorf("making %s: %w", folder.DB, folder.Explain(err))
		}
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("making %s: %w", folder.DB, folder.Explain(err))
	}
	if p.More != nil {
		if err := p.More(d); err != nil {
			return fmt.Errorf("filling %s: %w", folder.DB, folder.Explain(err))
		}
	}
	if err := d.Checkpoint(ctx); err != nil {
		return fmt.Errorf("making %s: %w", folder.DB, folder.Explain(err))
	}
	return nil
}

// WeakYes is the value of MetaWeak if the passphrase is weak; otherwise MetaWeak is not set.
const WeakYes = "1"
