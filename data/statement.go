package data

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"database/sql"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"matchbooth/data/entry"
	"matchbooth/data/internal/audit"
	"matchbooth/data/internal/db"
	"matchbooth/data/internal/folder"
	"matchbooth/data/internal/keys"
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
		st := trust.Statement{Event: c.Meta[db.MetaEvent], Kind: k.Kind, Serial: k.Serial, Body: k.Body, Sig: k.Sig}
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
func (s *Store) say(ctx context.Context, desk *keys.Desk, kind string, what trust.Body, acts ...audit.Act) error {
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
	m := trust.Statement{Event: s.event, Kind: kind, Body: string(body)}
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

func (s *Store) saveStatement(ctx context.Context, m trust.Statement, acts []audit.Act) error {
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
