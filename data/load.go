package data

import (
	"context"
	"crypto/ed25519"
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"matchbooth/data/entry"
	"matchbooth/data/internal/db"
	"matchbooth/data/internal/folder"
	"matchbooth/data/internal/keys"
	"matchbooth/data/internal/trust"
	"matchbooth/data/keyset"
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
	if mode != keyset.ModePractice && mode != keyset.ModeLive || event == "" || err != nil || len(salt) < 16 {
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
	if err := s.writeRing(keyset.MustRing(s.set)); err != nil {
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
	s.codes, err = codesIn(ctx, s.db)
	return err
}

// codesIn counts who has each receipt code, of everybody ever signed up here, erased or not.
func codesIn(ctx context.Context, x db.Querier) (map[entry.ReceiptCode]codeHolder, error) {
	rows, err := x.QueryContext(ctx, "SELECT person FROM entry UNION SELECT person FROM conflict")
	if err != nil {
		return nil, fmt.Errorf("counting entries: %w", folder.Explain(err))
	}
	defer rows.Close()
	codes := map[entry.ReceiptCode]codeHolder{}
	for rows.Next() {
		var person string
		if err := rows.Scan(&person); err != nil {
			return nil, fmt.Errorf("counting entries: %w", folder.Explain(err))
		}
		if c := entry.CodeOf(person); codes[c] < 255 {
			codes[c]++
		}
	}
	return codes, rows.Err()
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

// OpenSoon is [Open] for a program that shows something meanwhile: it returns once the folder is locked and its settings
// have been read, which takes as long for a hundred thousand sign-ups as for none. [Store.Mode], Event, Meta, Packs,
// MovedTo, Mirror and Broken answer at once; everything else waits until all of it has been looked at, as Open does before
// it returns. [Store.Opened] has the error that Open would have returned: the store is of no use then, but for its Close.
// Reading begins with the first call of Opened, so that what is shown first has the processor for itself, or two seconds later.
// Where the settings need a repair, a journal of SQLite's is damaged or the tables are of an earlier version, it is Open.
func OpenSoon(dir string, opt Options) (*Store, error) { return openSoon(dir, opt, folder.NoFail) }

func openSoon(dir string, opt Options, fail func(string) error) (*Store, error) {
	s, err := lockStore(dir, opt, fail)
	if err != nil {
		return nil, err
	}
	g := s.glance(context.Background())
	if g == nil {
		if err := s.load(context.Background()); err != nil {
			s.lock.Close()
			return nil, err
		}
		return s, nil
	}
	s.begin, s.opening = make(chan struct{}), make(chan struct{})
	s.early.Store(g)
	s.mu.Lock() // until it has been read: whoever needs more than the glance waits here
	go func() {
		defer s.mu.Unlock()
		select {
		case <-s.begin:
		case <-time.After(unasked):
		}
		err := s.load(context.Background())
		if err == nil && !g.still(s) {
			err = errSettingsMoved
		}
		if err != nil {
			s.openErr, s.broken = err, err
		}
		s.early.Store(nil)
		close(s.opening)
	}()
	return s, nil
}

// unasked is when a store from [OpenSoon] is read although nobody has called [Store.Opened].
const unasked = 2 * time.Second

// errSettingsMoved: what was shown first is not what counts. The next start finds the settings as they are now.
var errSettingsMoved = errors.New("the settings of the booth were mended while it started: start it again")

// Opened waits until a store from [OpenSoon] has been read and compared, and returns why it cannot be used, or nil.
func (s *Store) Opened() error {
	if s.opening == nil {
		return nil
	}
	s.wanted.Do(func() { close(s.begin) })
	<-s.opening
	return s.openErr
}

// glance is what a folder says of itself before anything that grows with its sign-ups has been read.
type glance struct {
	mode, event string
	meta        map[string]string
	trust       *trust.Trust
}

// glance reads the settings through a connection that cannot write, and what the desk has said, which is signed. It returns
// nil if anything about them asks for more than reading; [Store.load] says what.
func (s *Store) glance(ctx context.Context) *glance {
	if db.CheckHeader(filepath.Join(s.dir, folder.DB)) != nil || db.ListedShort(s.dir) != nil {
		return nil
	}
	if what, err := db.WALDamage(filepath.Join(s.dir, folder.WAL)); err != nil || what != "" {
		return nil
	}
	d, err := db.OpenReading(ctx, s.dir)
	if err != nil {
		return nil
	}
	defer d.Close()
	var version int
	if err := d.QueryRowContext(ctx, "PRAGMA user_version").Scan(&version); err != nil || version != len(db.Migrations) {
		return nil
	}
	if d.OwnSchemaOf(ctx, version) != nil {
		return nil
	}
	m, meta, err := readAndCheckSettings(ctx, d, s.dir)
	if err != nil || !m.empty() {
		return nil
	}
	if _, changing := meta[db.MetaRingNext]; changing {
		return nil
	}
	probe := &Store{dir: s.dir}
	if probe.readSettings(meta) != nil || probe.compareKeysOnly() != nil {
		return nil
	}
	known, err := d.BoothKeys(ctx)
	if err != nil {
		return nil
	}
	t, _, err := trust.Read(ctx, d, probe.event, known)
	if err != nil {
		return nil
	}
	return &glance{probe.mode, probe.event, meta, t}
}

// still reports whether a store that has been read whole is what the glance said: the same booth with the same pack.
func (g *glance) still(s *Store) bool {
	if g.mode != s.mode || g.event != s.event || !slices.Equal(packVersions(s.dir, g.trust), packVersions(s.dir, s.trust)) {
		return false
	}
	meta, err := db.AllMeta(context.Background(), s.db)
	if err != nil {
		return false
	}
	for key, value := range g.meta {
		if now, ok := meta[key]; !strings.HasPrefix(key, db.MetaOwn) && !db.Passing(key) && (!ok || now != value) {
			return false
		}
	}
	return true
}
