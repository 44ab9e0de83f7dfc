package data

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"strings"

	"matchbooth/data/entry"
	"matchbooth/data/internal/db"
	"matchbooth/data/internal/folder"
	"matchbooth/data/internal/trust"
)

// Settings in meta are not signed as entries are, and a flipped bit in them would be believed: another retention
// period, a PIN that nobody has. So the settings have a digest, in meta itself, and a second copy, in a file of its own
// with its digest, together with the public keys of the known booths. What a start finds changed is restored from the
// copy. The copy is written at the end of each start and of each change, and counts only if the store's own settings do
// not match their digest.

// saveSettings writes the second copy if it is not up to date.
func (s *Store) saveSettings(ctx context.Context) error {
	meta, err := db.AllMeta(ctx, s.db)
	if err != nil {
		return err
	}
	maps.DeleteFunc(meta, func(key, _ string) bool { return db.Passing(key) })
	c := db.Settings{Meta: meta, Booths: map[string][]byte{}}
	for id, key := range s.known {
		c.Booths[id] = key
	}
	list, err := trust.StatementsIn(ctx, s.db, s.event, s.deskNow())
	if err != nil {
		return err
	}
	for _, m := range list {
		c.Statements = append(c.Statements, db.KeptStatement{Kind: m.Kind, Serial: m.Serial, Body: m.Body, Sig: m.Sig})
	}
	content, err := c.Encode()
	if err != nil {
		return err
	}
	if have, err := folder.Read(filepath.Join(s.dir, folder.Settings), db.MaxSettings); err == nil && bytes.Equal(have, content) {
		return nil
	}
	return folder.WriteFile(s.dir, folder.Settings, content)
}

// repair is what an inspection of the settings found to be done.
type repair struct {
	set     map[string]string
	drop    []string
	booths  entry.Booths
	corrupt []string          // ids in table booth whose key does not belong to them
	sum     bool              // the digest has to be written
	said    []entry.Statement // statements that only the copy has
	notes   []string
}

// checkSettings compares the settings and booth keys of a store with their digest and the second copy.
func checkSettings(meta map[string]string, known entry.Booths, corrupt []string, c db.Settings, copyErr error) (*repair, error) {
	m := &repair{set: map[string]string{}, booths: entry.Booths{}, corrupt: corrupt}
	sum, has := meta[db.MetaSum]
	whole := has && sum == db.SettingsSum(meta)
	switch {
	case whole:
	case copyErr == nil:
		for key, value := range c.Meta {
			if have, ok := meta[key]; !ok || have != value {
				m.set[key] = value
			}
		}
		for key := range meta {
			if _, ok := c.Meta[key]; !ok && !db.Passing(key) {
				m.drop = append(m.drop, key)
			}
		}
		m.sum = true
		if n := len(m.set) + len(m.drop); n > 0 {
			m.notes = append(m.notes, fmt.Sprintf("In the store settings had changed on the disk (%d); brought back from %s.", n, folder.Settings))
		} else {
			m.notes = append(m.notes, "In the store the digest of the settings had changed on the disk; written again.")
		}
	case !has && errors.Is(copyErr, os.ErrNotExist) && meta[db.MetaKeySet] == "" && meta[db.MetaDesk] == "":
		m.sum = true // a folder from before there were digests, and long before there were signed keys
	default:
		return nil, fmt.Errorf("%w: the settings in %s are not what was kept, and there is no whole %s", folder.ErrDamaged, folder.DB, folder.Settings)
	}
	if copyErr == nil {
		if err := checkKeySet(meta, whole, c); err != nil {
			return nil, err
		}
		for id, key := range c.Booths {
			if _, ok := known[id]; !ok {
				m.booths[id] = key
			}
		}
	} else if errors.Is(copyErr, db.ErrSettingsCopy) {
		m.notes = append(m.notes, folder.Settings+" was damaged; written again from the store.")
	}
	if n := len(m.booths); n > 0 {
		m.notes = append(m.notes, fmt.Sprintf("The store lacked the public keys of known booths (%d); brought back from %s.", n, folder.Settings))
	}
	if n := len(corrupt); n > 0 && copyErr != nil {
		m.notes = append(m.notes, fmt.Sprintf("The store has damaged public keys of booths (%d): their entries do not count until they are merged again.", n))
	}
	return m, nil
}

// empty reports whether there is nothing to repair.
func (m *repair) empty() bool {
	return len(m.set)+len(m.drop)+len(m.booths)+len(m.corrupt)+len(m.said)+len(m.notes) == 0 && !m.sum
}

// over returns the settings as they will be.
func (m *repair) over(meta map[string]string) map[string]string {
	out := maps.Clone(meta)
	maps.Copy(out, m.set)
	for _, key := range m.drop {
		delete(out, key)
	}
	return out
}

// apply restores what was corrupted.
func (m *repair) apply(ctx context.Context, d *db.DB) error {
	if len(m.set)+len(m.drop)+len(m.booths)+len(m.said) == 0 && !m.sum {
		return nil
	}
	tx, err := d.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	for key, value := range m.set {
		if err := db.SetMeta(ctx, tx, key, value); err != nil {
			return err
		}
	}
	for _, key := range m.drop {
		if err := db.DropMeta(ctx, tx, key); err != nil {
			return err
		}
	}
	if len(m.booths) > 0 {
		for _, id := range m.corrupt {
			if _, err := tx.ExecContext(ctx, "DELETE FROM booth WHERE id = ?", id); err != nil {
				return err
			}
		}
	}
	for _, key := range m.booths {
		if err := db.AddBooth(ctx, tx, key); err != nil {
			return err
		}
	}
	for _, st := range m.said {
		if err := trust.InsertStatement(ctx, tx, st); err != nil {
			return err
		}
	}
	if err := db.WriteSum(ctx, tx); err != nil {
		return err
	}
	return tx.Commit()
}

// Meta returns a setting of the folder: "event_digest" and "retention_days" as given at set-up, and what [Store.SetMeta]
// saved.
func (s *Store) Meta(key string) (string, bool) {
	if g := s.early.Load(); g != nil {
		if strings.HasPrefix(key, db.MetaOwn) {
			return "", false
		}
		v, ok := g.meta[key]
		return v, ok
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.db == nil || strings.HasPrefix(key, db.MetaOwn) {
		return "", false
	}
	v, ok, err := db.GetMeta(context.Background(), s.db, key)
	return v, ok && err == nil
}

// SetMeta saves a setting. Never personal data: it is not sealed.
func (s *Store) SetMeta(key, value string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if strings.HasPrefix(key, db.MetaOwn) {
		return fmt.Errorf("the setting %q belongs to the store", key)
	}
	if err := s.sound(); err != nil {
		return err
	}
	if err := db.SetMeta(context.Background(), s.db, key, value); err != nil {
		return s.breaks(fmt.Errorf("keeping a setting: %w", err))
	}
	if !db.Passing(key) {
		_ = s.saveSettings(context.Background()) // if that fails, the next start does
	}
	return nil
}

// Outline is what a data folder says of its booth without being opened: from the second copy of the settings, which a
// booth writes whenever they change. Nothing is locked or written, and nobody's data is in it.
type Outline struct {
	dir   string
	meta  map[string]string
	trust *trust.Trust
}

// Newer reports whether the store in a folder says that a newer version of the program wrote it, also while a booth has it
// open.
func Newer(dir string) bool {
	have, known := db.HeadVersion(filepath.Join(dir, folder.DB))
	return have > known && have < 1<<16 // more is no version but damage
}

// ReadOutline reads the outline of a data folder, also while a booth has it open. The error is fs.ErrNotExist if the folder
// has none, and [ErrDamaged] if it is not as it was written.
func ReadOutline(dir string) (*Outline, error) {
	c, err := db.ReadSettingsCopy(dir)
	if errors.Is(err, db.ErrSettingsCopy) {
		return nil, fmt.Errorf("%w: %w", folder.ErrDamaged, err)
	}
	if err != nil {
		return nil, err
	}
	set, err := db.HeldKeys(c.Meta)
	if err != nil {
		return nil, err
	}
	t := &trust.Trust{Desk: set.Desk}
	if set.Signed() {
		var list []entry.Statement
		for _, k := range c.Statements {
			list = append(list, entry.Statement{Event: c.Meta[db.MetaEvent], Kind: k.Kind, Serial: k.Serial, Body: k.Body, Sig: k.Sig})
		}
		t.Judge(list) // those that the desk has signed
	}
	return &Outline{dir: dir, meta: c.Meta, trust: t}, nil
}

// Mode is as [Store.Mode].
func (o *Outline) Mode() string { return o.meta[db.MetaMode] }

// Event is as [Store.Event].
func (o *Outline) Event() string { return o.meta[db.MetaEvent] }

// Meta is as [Store.Meta].
func (o *Outline) Meta(key string) (string, bool) {
	if strings.HasPrefix(key, db.MetaOwn) {
		return "", false
	}
	v, ok := o.meta[key]
	return v, ok
}

// Packs is as [Store.Packs].
func (o *Outline) Packs() []PackVersion { return packVersions(o.dir, o.trust) }
