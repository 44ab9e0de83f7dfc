package data

import (
	"context"
	"crypto/ed25519"
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"

	"matchbooth/data/entry"
	"matchbooth/data/internal/db"
	"matchbooth/data/internal/folder"
	"matchbooth/data/internal/keys"
	"matchbooth/data/seal"
)

// loadSettings reads the settings the folder was made with.
func (s *Store) loadSettings(ctx context.Context) error {
	meta, err := db.AllMeta(ctx, s.db)
	if err != nil {
		return fmt.Errorf("reading the settings: %w", folder.Explain(err))
	}
	if err := s.readSettings(meta); err != nil {
		return err
	}
	changed, err := s.finishRing(ctx)
	if err != nil {
		return fmt.Errorf("reading the settings: %w", folder.Explain(err))
	}
	if changed {
		if meta, err = db.AllMeta(ctx, s.db); err != nil {
			return fmt.Errorf("reading the settings: %w", folder.Explain(err))
		}
		if err := s.readSettings(meta); err != nil {
			return err
		}
	}
	if err := s.loadAttempts(ctx); err != nil {
		return fmt.Errorf("reading the settings: %w", folder.Explain(err))
	}
	return s.compareKeys()
}

// readSettings adopts settings. Nothing is adopted before everything has been read: a failed Reopen must leave the PIN as
// it was.
func (s *Store) readSettings(meta map[string]string) error {
	salt, err := base64.StdEncoding.DecodeString(meta[db.MetaSalt])
	mode, event := meta[db.MetaMode], meta[db.MetaEvent]
	if mode != keys.ModePractice && mode != keys.ModeLive || event == "" || err != nil || len(salt) < 16 {
		return fmt.Errorf("%w: the settings in %s are not readable", folder.ErrDamaged, folder.DB)
	}
	set, err := db.HeldKeys(meta)
	if err != nil {
		return err
	}
	recipients, err := seal.NewRecipients(set.Recipients()...)
	if err != nil {
		return fmt.Errorf("%w: the recipients in %s are not readable", folder.ErrDamaged, folder.DB)
	}
	s.mode, s.event, s.pinHash, s.salt, s.recipients, s.set = mode, event, meta[db.MetaPIN], salt, recipients, set
	s.keysFault = meta[db.MetaKeysFault]
	return nil
}

// errKeysFile: keys.toml exists but cannot be parsed.
var errKeysFile = errors.New("damaged " + folder.Keys)

// compareKeys writes keys.toml again if it is missing or cannot be parsed. One that parses but has other keys is not
// overwritten: somebody changed it, or the store.
func (s *Store) compareKeys() error {
	err := s.compareKeysOnly()
	what := "missing"
	switch {
	case errors.Is(err, errKeysFile):
		what = "damaged"
	case !errors.Is(err, fs.ErrNotExist):
		return err
	}
	if err := s.writeRing(keys.MustRing(s.set)); err != nil {
		return err
	}
	s.note("%s was %s and was written again.", folder.Keys, what)
	return nil
}

// loadKeys reads the booth's signing key, or starts a new one if it is gone or the folder came to another computer.
func (s *Store) loadKeys(ctx context.Context) error {
	if err := s.loadKnown(ctx); err != nil {
		return err
	}
	mark := folder.MachineMark(s.salt)
	was, _, err := db.GetMeta(ctx, s.db, db.MetaMachine)
	if err != nil {
		return fmt.Errorf("reading the settings: %w", folder.Explain(err))
	}
	key, err := keys.ReadBoothKey(s.dir)
	why := ""
	switch {
	case errors.Is(err, fs.ErrNotExist) && s.restoring:
		why = restoredKey
	case errors.Is(err, fs.ErrNotExist):
		why = folder.BoothKey + " was missing"
	case errors.Is(err, keys.ErrBoothKey):
		why = folder.BoothKey + " was damaged"
	case err != nil:
		return err
	case s.known[entry.BoothID(key.Public().(ed25519.PublicKey))] == nil:
		why = folder.BoothKey + " was not this folder's"
	case was != "" && mark != "" && was != mark:
		why = "The folder came to another computer"
	}
	if why != "" {
		if key, err = s.startKey(ctx, why); err != nil {
			return err
		}
	}
	if was != mark && mark != "" {
		if err := db.SetMeta(ctx, s.db, db.MetaMachine, mark); err != nil {
			return fmt.Errorf("keeping the settings: %w", folder.Explain(err))
		}
	}
	s.key = key
	s.booth = entry.BoothID(key.Public().(ed25519.PublicKey))
	return nil
}

// restoredKey is why a restored booth has a new key: backups leave the key out, since two booths must not sign with one.
const restoredKey = "The folder was restored, and no backup has a booth's key"

// startKey makes the booth go on under a new signing key.
func (s *Store) startKey(ctx context.Context, why string) (ed25519.PrivateKey, error) {
	key, file, err := keys.NewBoothKey()
	if err != nil {
		return nil, err
	}
	public := key.Public().(ed25519.PublicKey)
	// The store gets the key first: a key file that the store does not know would be replaced again.
	if err := db.AddBooth(ctx, s.db, public); err != nil {
		return nil, fmt.Errorf("starting a new booth key: %w", folder.Explain(err))
	}
	if err := folder.WriteFile(s.dir, folder.BoothKey, file); err != nil {
		return nil, err
	}
	if err := s.loadKnown(ctx); err != nil {
		return nil, err
	}
	s.note("%s: this booth goes on under a new signing key, as booth %s.", why, entry.BoothID(public))
	return key, nil
}

// leaveDistrusted starts a new key if the desk has said that this booth's is in wrong hands: sign-ups under the old one
// would not count. What was signed earlier stays as the desk has decided.
func (s *Store) leaveDistrusted(ctx context.Context) error {
	if _, ok := s.trust.Distrusted[s.booth]; !ok {
		return nil
	}
	key, err := s.startKey(ctx, "The desk does not believe this booth's key any more")
	if err != nil {
		return err
	}
	s.key, s.booth = key, entry.BoothID(key.Public().(ed25519.PublicKey))
	return s.loadTrust(ctx)
}

func (s *Store) loadKnown(ctx context.Context) error {
	known, err := s.db.BoothKeys(ctx)
	if err != nil {
		return fmt.Errorf("reading the known booths: %w", folder.Explain(err))
	}
	s.known = known
	if m := s.mirror.Load(); m != nil {
		m.SetKnown(known)
	}
	return nil
}

// count sets what appending needs to know.
func (s *Store) count(ctx context.Context) error {
	var err error
	if s.seq, s.tick, err = s.db.Numbers(ctx, s.known, s.booth); err != nil {
		return fmt.Errorf("counting entries: %w", folder.Explain(err))
	}
	rows, err := s.db.QueryContext(ctx, "SELECT person FROM entry UNION SELECT person FROM conflict")
	if err != nil {
		return fmt.Errorf("counting entries: %w", folder.Explain(err))
	}
	defer rows.Close()
	s.codes = map[entry.ReceiptCode]codeHolder{}
	for rows.Next() {
		var person string
		if err := rows.Scan(&person); err != nil {
			return fmt.Errorf("counting entries: %w", folder.Explain(err))
		}
		if c := entry.CodeOf(person); s.codes[c] < 255 {
			s.codes[c]++
		}
	}
	return rows.Err()
}

// Opening inspects everything before it may write anything. Closing a connection that can write would move the -wal into
// a damaged booth.db, and what a rescue could have read would be gone; so the first connection is read-only.

// inspect reads the whole store, and says what has to be repaired before it counts. It changes nothing. [ErrDamaged],
// [ErrNotBooth] or [ErrNewer] if the store cannot be used.
func (s *Store) inspect(ctx context.Context) (*repair, error) {
	path := filepath.Join(s.dir, folder.DB)
	if err := db.CheckHeader(path); errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%w: %s is missing", folder.ErrDamaged, folder.DB)
	} else if errors.Is(err, folder.ErrDamaged) || errors.Is(err, folder.ErrNotBooth) {
		return nil, err
	} else if err != nil {
		return nil, fmt.Errorf("opening %s: %w", folder.DB, folder.Explain(err))
	}
	if err := db.ListedShort(s.dir); errors.Is(err, db.ErrList) && !errors.Is(err, db.ErrStats) {
		return nil, db.ErrTables // somebody else's folder, who wants to have it opened
	}
	d, err := db.OpenReading(ctx, s.dir)
	if err != nil {
		return nil, db.Unreadable(err)
	}
	defer d.Close()
	if err := d.OwnPages(ctx); err != nil {
		return nil, db.Unreadable(err)
	}
	m, meta, err := readAndCheckSettings(ctx, d, s.dir)
	if err != nil {
		return nil, db.Unreadable(err)
	}
	probe := &Store{dir: s.dir}
	if err := probe.readSettings(m.over(meta)); err != nil {
		return nil, err
	}
	if _, changing := meta[db.MetaRingNext]; !changing {
		if err := probe.compareKeysOnly(); err != nil && !errors.Is(err, errKeysFile) && !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
	}
	// A -wal that cannot be read was reported above; what it lost is no reason not to go on.
	if what, err := db.WALDamage(filepath.Join(s.dir, folder.WAL)); err == nil && what != "" {
		m.notes = append(m.notes, db.WALNote(what))
	}
	return m, nil
}

// readAndCheckSettings reads the settings and finds out what has changed in them.
func readAndCheckSettings(ctx context.Context, d *db.DB, dir string) (*repair, map[string]string, error) {
	meta, err := db.AllMeta(ctx, d)
	if err != nil {
		return nil, nil, err
	}
	known, err := d.BoothKeys(ctx)
	if err != nil {
		return nil, nil, err
	}
	corrupt, err := db.CorruptBooths(ctx, d)
	if err != nil {
		return nil, nil, err
	}
	c, copyErr := db.ReadSettingsCopy(dir)
	m, err := checkSettings(meta, known, corrupt, c, copyErr)
	if err == nil && copyErr == nil && len(c.Statements) > 0 {
		err = unsaid(ctx, d, m, c)
	}
	return m, meta, err
}
