package data

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"database/sql"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"matchbooth/data/entry"
	"matchbooth/data/internal/audit"
	"matchbooth/data/internal/db"
	"matchbooth/data/internal/folder"
	"matchbooth/data/internal/keys"
	"matchbooth/data/internal/packs"
	"matchbooth/data/internal/trust"
)

// deskNow returns the desk's key as far as it is known.
func (s *Store) deskNow() ed25519.PublicKey {
	if s.trust == nil {
		return nil
	}
	return s.trust.Desk
}

// unsaid finds the statements that only the second copy of the settings has.
func unsaid(ctx context.Context, d *db.DB, m *repair, c db.Settings) error {
	var version int
	if err := d.QueryRowContext(ctx, "PRAGMA user_version").Scan(&version); err != nil || version < db.BoundVersion {
		return err
	}
	have := map[string]bool{}
	if err := d.EachText(ctx, func(id string) { have[id] = true }, "SELECT id FROM statement"); err != nil {
		return err
	}
	for _, k := range c.Statements {
		st := entry.Statement{Event: c.Meta[db.MetaEvent], Kind: k.Kind, Serial: k.Serial, Body: k.Body, Sig: k.Sig}
		if !have[st.ID()] {
			m.said = append(m.said, st)
		}
	}
	if n := len(m.said); n > 0 {
		m.notes = append(m.notes, fmt.Sprintf("The store lacked statements of the desk (%d); brought back from %s.", n, folder.Settings))
	}
	return nil
}

// loadTrust reads what the folder's trust is based on. The booth's key and the known booths must have been read.
func (s *Store) loadTrust(ctx context.Context) error {
	t, fresh, err := trust.Read(ctx, s.db, s.event, s.known)
	if err != nil {
		return err
	}
	dropped, err := trust.DropStrangers(ctx, s.db, s.event, t.Desk) // none of the ones t uses
	if err != nil {
		return fmt.Errorf("keeping the desk's statements: %w", folder.Explain(err))
	}
	if dropped > 0 {
		s.note("Statements that the desk has not signed, or that had changed on the disk, were dropped: %d.", dropped)
	}
	if !t.Own[s.booth] {
		t.Own[s.booth], t.Live[s.booth] = true, true
		if err := s.noteOwn(ctx, t, fresh); err != nil {
			return fmt.Errorf("keeping the settings: %w", folder.Explain(err))
		}
	}
	self, _, err := db.GetMeta(ctx, s.db, db.MetaSelf)
	if err != nil {
		return fmt.Errorf("reading the settings: %w", folder.Explain(err))
	}
	if self != "" { // the key before this one, until noteOwnLines has noted which lines are its own
		t.Live = map[string]bool{self: true, s.booth: true}
	}
	s.setTrust(t)
	if m := s.mirror.Load(); m != nil {
		m.Nudge()
	}
	return nil
}

// setTrust replaces the folder's trust. Readers meanwhile go on with the previous one, so a trust must not be changed
// once it is the store's.
func (s *Store) setTrust(t *trust.Trust) {
	s.trust = t
	if m := s.mirror.Load(); m != nil {
		m.SetTrust(t)
	}
}

// noteOwn saves the list of the folder's own keys. A folder from before this has emptied everything an erasure covered,
// whoever signed it: those erasures count as having waited.
func (s *Store) noteOwn(ctx context.Context, t *trust.Trust, fresh bool) error {
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if fresh {
		var erasures []*entry.Entry
		if err := db.EachErasure(ctx, tx, func(e *entry.Entry) { erasures = append(erasures, e) }); err != nil {
			return err
		}
		for _, e := range erasures {
			if !t.Known.Verified(e) || entry.IsBound(e.Person) && !t.AtHome(e, trust.NobodysHomes) {
				continue
			}
			mark := e.Hash()
			if _, err := tx.ExecContext(ctx, "INSERT INTO waiting (line, since, done) VALUES (?, ?, 1) ON CONFLICT DO NOTHING", mark[:], entry.Hour(s.clock())); err != nil {
				return err
			}
			t.Done[mark] = true
		}
	}
	if fresh {
		if err := s.renewSalt(ctx, tx); err != nil {
			return err
		}
	}
	if err := db.SetMeta(ctx, tx, db.MetaOwnBooths, strings.Join(slices.Sorted(maps.Keys(t.Own)), "\n")); err != nil {
		return err
	}
	return tx.Commit()
}

// noteOwnLines notes which lines under earlier keys are this folder's own, once store and journal are known to have all
// of them. Lines under such a key that come later come from elsewhere.
func (s *Store) noteOwnLines(ctx context.Context) error {
	self, _, err := db.GetMeta(ctx, s.db, db.MetaSelf)
	if err != nil || self == s.booth {
		return err
	}
	home, failed := s.trust.HomesIn(ctx, s.db)
	var list []entry.Hash
	for booth := range s.trust.Own {
		if booth == s.booth {
			continue
		}
		var lines []*entry.Entry
		if err := db.EachEntry(ctx, s.db, func(e *entry.Entry) {
			e.Sealed = nil
			lines = append(lines, e)
		}, "booth = ? AND kind <> ?", booth, entry.KindSignUp); err != nil {
			return err
		}
		for _, e := range lines {
			if s.trust.IsOwn(e) && (e.Kind == entry.KindErasure || !s.trust.AtHome(e, home)) && s.known.Verified(e) && !s.trust.Asked[e.Hash()] {
				list = append(list, e.Hash())
			}
		}
	}
	if err := failed(); err != nil {
		return err
	}
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	for _, mark := range list {
		if _, err := tx.ExecContext(ctx, "INSERT INTO waiting (line, since, done) VALUES (?, ?, ?) ON CONFLICT (line) DO UPDATE SET done = excluded.done", mark[:], entry.Hour(s.clock()), trust.WaitsOwn); err != nil {
			return err
		}
	}
	if err := db.SetMeta(ctx, tx, db.MetaSelf, s.booth); err != nil {
		return err
	}
	if err := tx.Commit(); err != nil {
		return err
	}
	return s.loadTrust(ctx)
}

// renewSalt replaces the salt from which older versions derived the ids of imported people: whoever has salt and folder
// could confirm that somebody was imported, erased or not. The ids stay. The computer's mark is made with the new salt.
func (s *Store) renewSalt(ctx context.Context, tx *sql.Tx) error {
	var any bool
	if err := tx.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM entry)").Scan(&any); err != nil || !any {
		return err
	}
	salt := make([]byte, 16)
	rand.Read(salt)
	for _, m := range []struct{ key, value string }{
		{db.MetaSalt, base64.StdEncoding.EncodeToString(salt)}, {db.MetaMachine, folder.MachineMark(salt)}, {db.MetaScrub, db.ScrubPages},
	} {
		if err := db.SetMeta(ctx, tx, m.key, m.value); err != nil {
			return err
		}
	}
	s.salt = salt
	return nil
}

// ErrDeskUnknown: the folder does not know the desk's public key yet. It gets it when the event's key is first opened
// here, or from a signed key set.
var ErrDeskUnknown = errors.New("this folder does not know the desk's key yet: open it once with the passphrase")

// say makes and saves a statement of the desk, with the audit's lines about it.
func (s *Store) say(ctx context.Context, desk *keys.Desk, kind string, what entry.Body, acts ...audit.Act) error {
	body, err := json.Marshal(what)
	if err != nil {
		return err
	}
	if len(body) > db.MaxStatement {
		return errors.New("too much for one statement")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.sound(); err != nil {
		return err
	}
	if !slices.Equal(s.trust.Desk, desk.Public()) {
		return ErrDeskUnknown
	}
	m := entry.Statement{Event: s.event, Kind: kind, Body: string(body)}
	said, err := trust.StatementsIn(ctx, s.db, s.event, s.trust.Desk)
	if err != nil {
		return fmt.Errorf("reading the desk's statements: %w", folder.Explain(err))
	}
	for _, o := range said {
		m.Serial = max(m.Serial, o.Serial)
	}
	m.Serial++
	if m.Sig, err = desk.Sign(m.Signed()); err != nil {
		return err
	}
	ctx = context.WithoutCancel(ctx)
	if err := s.fail("statement"); err != nil {
		return s.breaks(fmt.Errorf("keeping a statement: %w", err))
	}
	if err := s.saveStatement(ctx, m, acts); err != nil {
		return s.breaks(fmt.Errorf("keeping a statement: %w", err))
	}
	s.audited(ctx)
	if err := s.loadTrust(ctx); err != nil {
		return s.breaks(err)
	}
	_ = s.saveSettings(ctx) // else the next start does
	return s.sweepAll(ctx)
}

func (s *Store) saveStatement(ctx context.Context, m entry.Statement, acts []audit.Act) error {
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if err := trust.InsertStatement(ctx, tx, m); err != nil {
		return err
	}
	if err := s.writeActs(ctx, tx, acts...); err != nil {
		return err
	}
	return tx.Commit()
}

// PackVersion is one version of the event pack that the desk has named after setup.
type PackVersion struct {
	Digest string    `json:"digest"`
	Prev   string    `json:"prev"`  // the digest of the one before it
	Since  time.Time `json:"since"` // by the clock of the booth where the desk said so
	Here   bool      `json:"here"`  // its file is in this folder
	Days   int       `json:"days"`  // for how long it keeps a sign-up
	Rival  bool      `json:"rival"` // another booth changed the same pack without knowing of this
}

// Packs lists the versions of the event pack that the desk has named after setup, in order: the last one counts, here and
// at every booth that the statement reaches. Empty for a pack that was never changed.
func (s *Store) Packs() []PackVersion {
	if g := s.early.Load(); g != nil {
		return packVersions(s.dir, g.trust)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.trust == nil {
		return nil
	}
	return packVersions(s.dir, s.trust)
}

// packVersions lists the versions of the event pack that a trust has, with whether their files are in the folder.
func packVersions(dir string, t *trust.Trust) (out []PackVersion) {
	times := map[string]int{}
	for _, c := range t.Packs {
		times[c.Previous]++
	}
	for i, c := range t.Packs {
		// Whoever changed it again has seen both.
		rival := times[c.Previous] > 1 && i == len(t.Packs)-1
		out = append(out, PackVersion{c.Digest, c.Prev, c.Since, packs.Has(dir, c.Digest), c.Days, rival})
	}
	return out
}

// MovedTo returns the days that the desk has moved the event to, as 2006-01-02; "" if it has not.
func (s *Store) MovedTo() (first, last string) {
	if g := s.early.Load(); g != nil {
		return movedTo(g.trust)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return movedTo(s.trust)
}

func movedTo(t *trust.Trust) (first, last string) {
	if t == nil {
		return "", ""
	}
	return t.Days[trust.MetaEventFrom], t.Days[trust.MetaEventTo]
}

// PackFile returns where the file of a pack with this digest is in a data folder; see [Store.Packs].
func PackFile(dir, digest string) string { return packs.Path(dir, digest) }

// HasPack says whether the file of a pack with this digest is in a data folder; see [Store.Packs].
func HasPack(dir, digest string) bool { return packs.Has(dir, digest) }

// PackChange is a new version of the event pack, and the one before it, whose texts people were shown. The digests are
// 64 lower-case hexadecimal digits; what is in the files only the caller knows.
type PackChange struct {
	Digest, Prev string
	Zip, PrevZip []byte
	Days         int            // for how long it keeps a sign-up; longer than before has no effect
	Terms        map[string]int // as in [Setup]; a longer one holds for those who agree to it afterwards
}

// ChangePack has the event go on with another version of its pack, here and at every booth the statement reaches. Both
// files are on the disk before the statement is saved, which is one transaction: a crash at any point leaves the earlier
// pack, or the new one.
func (s *Store) ChangePack(ctx context.Context, desk *keys.Desk, c PackChange) error {
	s.mu.Lock()
	err := s.sound()
	if err == nil && !slices.Equal(s.trust.Desk, desk.Public()) {
		err = ErrDeskUnknown
	}
	if err == nil && (!trust.IsDigest(c.Digest) || !trust.IsDigest(c.Prev)) {
		err = errors.New("changing the event pack: a digest has 64 hexadecimal digits")
	}
	if err != nil {
		s.mu.Unlock()
		return err
	}
	what := entry.PackChange{Digest: c.Digest, Zip: sumOf(c.Zip), Prev: c.Prev, PrevZip: sumOf(c.PrevZip), Days: c.Days, Terms: c.Terms, Since: s.clock().UTC().Truncate(time.Second)}
	for _, st := range s.trust.Said {
		if st.Kind == entry.SaysPack {
			what.Previous = st.ID()
		}
	}
	named := s.trust.PackFiles()
	s.mu.Unlock()
	packs.Sweep(s.dir, named)
	for _, f := range []struct {
		step, digest string
		content      []byte
	}{{"pack before", c.Prev, c.PrevZip}, {"pack new", c.Digest, c.Zip}} {
		if f.content == nil {
			continue
		}
		if err := packs.Save(s.dir, f.digest, f.content); err != nil {
			return err
		}
		if err := s.fail(f.step); err != nil {
			return err
		}
	}
	return s.say(ctx, desk, entry.SaysPack, entry.Body{Pack: &what}, audit.Act{What: "event pack changed to " + c.Digest[:12], Persons: 0})
}

// AddPack keeps the file of a pack that the desk has named and that did not come with the statement. Whether the file has
// that pack, the caller has seen; nothing is said by it that the desk has not said.
func (s *Store) AddPack(digest string, zip []byte) error {
	s.mu.Lock()
	err := s.sound()
	named := err == nil && s.trust.PackFiles()[digest] != ""
	s.mu.Unlock()
	if err != nil {
		return err
	}
	if !named {
		return errors.New("keeping the event pack: the desk has not named it")
	}
	return packs.Save(s.dir, digest, zip)
}

// takePacks takes over the packs that the desk has named and that a merged source has.
func (s *Store) takePacks(from string) (int, error) {
	return packs.Take(from, s.dir, s.trust.PackFiles())
}

// sumOf returns the SHA-256 of a file in hexadecimal, "" for none.
func sumOf(content []byte) string {
	if content == nil {
		return ""
	}
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:])
}
