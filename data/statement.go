package data

import (
	"cmp"
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"database/sql"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"matchbooth/data/entry"
	"matchbooth/data/internal/folder"
)

// The kinds of statements.
const (
	saysDistrust = "distrust" // a booth's lines from a running number on are not its own
	saysTrust    = "trust"    // takes an earlier distrust back
	saysSucceeds = "succeed"  // a booth speaks for another one's people too: a restored or rescued folder
	saysAccept   = "accept"   // claims that count
	saysRefuse   = "refuse"   // claims that do not; takes an earlier acceptance back
	saysBelongs  = "belong"   // a booth is one of the event's: its entries are merged without a question
	saysDays     = "days"     // the event takes place on other days than the pack says
)

// statement is something that the desk has said, for all booths of the event. Statements are merged as a set; what they
// come to together is worked out in judge.
type statement struct {
	Event  string
	Kind   string
	Serial int64
	Body   string // JSON of says
	Sig    []byte
}

// says is what a statement says. Which fields there are goes by its kind.
type says struct {
	Booth string   `json:"booth,omitempty"`
	From  int64    `json:"from,omitempty"`  // distrust: the first running number
	Old   string   `json:"old,omitempty"`   // succeed: Booth speaks for this one
	First string   `json:"first,omitempty"` // days: the first and the last, as 2006-01-02
	Last  string   `json:"last,omitempty"`
	Lines []string `json:"lines,omitempty"` // distrust: those below From that count; accept, refuse: the claims
}

// What is believed of statements from elsewhere: the size in bytes of one, how many there are, and their size together.
const (
	statementMost  = 8 << 20 // a quarter of a million lines
	statementsMost = 10000
	statementsRoom = 16 << 20 // of all together, while nobody can tell whose they are
)

// SignedBytes is what the desk signs: "matchbooth-statement-1\n", the event, the kind and the body, each with its length
// before it in 4 bytes, big-endian, and the serial in 8.
func (m *statement) signed() []byte {
	b := []byte("matchbooth-statement-1\n")
	for _, s := range []string{m.Event, m.Kind, m.Body} {
		b = binary.BigEndian.AppendUint32(b, uint32(len(s))) //nolint:gosec // G115: bounded by statementMost
		b = append(b, s...)
	}
	return binary.BigEndian.AppendUint64(b, uint64(m.Serial)) //nolint:gosec // G115: the bits are what is signed
}

func (m *statement) id() string {
	sum := sha256.Sum256(m.signed())
	return hex.EncodeToString(sum[:])
}

// by says whether the desk with this key has signed it.
func (m *statement) by(desk ed25519.PublicKey) bool {
	return len(desk) == ed25519.PublicKeySize && len(m.Sig) == ed25519.SignatureSize && ed25519.Verify(desk, m.signed(), m.Sig)
}

// statementsIn reads the statements of a store: those that the desk with this key has signed, or, while its key is not
// known, whatever may be one, within bounds.
func statementsIn(ctx context.Context, x rower, event string, desk ed25519.PublicKey) ([]statement, error) {
	rows, err := x.QueryContext(ctx, "SELECT kind, serial, body, sig FROM statement WHERE length(body) <= ? AND length(kind) <= 32 AND length(sig) = 64 ORDER BY serial, id LIMIT ?", statementMost, statementsMost)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []statement
	room := statementsRoom
	for rows.Next() {
		m := statement{Event: event}
		if err := rows.Scan(&m.Kind, &m.Serial, &m.Body, &m.Sig); err != nil {
			return nil, err
		}
		if desk != nil && !m.by(desk) {
			continue
		}
		if room -= len(m.Body); desk == nil && room < 0 {
			break
		}
		out = append(out, m)
	}
	return out, rows.Err()
}

// deskNow is the desk's key so far as it is known.
func (s *Store) deskNow() ed25519.PublicKey {
	if s.trust == nil {
		return nil
	}
	return s.trust.desk
}

// keptStatement is a statement in the second copy of the settings: the journal has entries only.
type keptStatement struct {
	Kind   string `json:"kind"`
	Serial int64  `json:"serial"`
	Body   string `json:"body"`
	Sig    []byte `json:"sig"`
}

// unsaid finds the statements that only the second copy of the settings has.
func unsaid(ctx context.Context, d *database, m *mending, c settings) error {
	var version int
	if err := d.QueryRowContext(ctx, "PRAGMA user_version").Scan(&version); err != nil || version < boundVersion {
		return err
	}
	have := map[string]bool{}
	if err := d.eachText(ctx, func(id string) { have[id] = true }, "SELECT id FROM statement"); err != nil {
		return err
	}
	for _, k := range c.Statements {
		st := statement{Event: c.Meta[metaEvent], Kind: k.Kind, Serial: k.Serial, Body: k.Body, Sig: k.Sig}
		if !have[st.id()] {
			m.said = append(m.said, st)
		}
	}
	if n := len(m.said); n > 0 {
		m.notes = append(m.notes, fmt.Sprintf("The store lacked statements of the desk (%d); brought back from %s.", n, folder.Settings))
	}
	return nil
}

// dropStrangers takes away what came while the desk's key was not known here, and is not the desk's: it would take the
// room of what is.
func dropStrangers(ctx context.Context, x *database, event string, desk ed25519.PublicKey) (n int, err error) {
	if desk == nil {
		return 0, nil
	}
	rows, err := x.QueryContext(ctx, "SELECT id, kind, serial, body, sig FROM statement")
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	var strange []string
	for rows.Next() {
		m, id := statement{Event: event}, ""
		if err := rows.Scan(&id, &m.Kind, &m.Serial, &m.Body, &m.Sig); err != nil {
			return 0, err
		}
		if id != m.id() || !m.by(desk) {
			strange = append(strange, id)
		}
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil {
		return 0, err
	}
	for _, id := range strange {
		if _, err := x.ExecContext(ctx, "DELETE FROM statement WHERE id = ?", id); err != nil {
			return 0, err
		}
	}
	return len(strange), nil
}

func insertStatement(ctx context.Context, x execer, m statement) error {
	_, err := x.ExecContext(ctx, "INSERT INTO statement (id, kind, serial, body, sig) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING", m.id(), m.Kind, m.Serial, m.Body, m.Sig)
	return err
}

// judge works out what the desk's statements come to. Of two that contradict each other the one with the higher serial
// holds, then the one with the higher id, so that every order of arrival comes to the same.
func (t *trust) judge(list []statement) {
	t.distrusted, t.succeeds, t.accepted, t.belongs, t.days = map[string]doubt{}, map[string][]string{}, map[entry.Hash]bool{}, map[string]bool{}, nil
	list = slices.DeleteFunc(slices.Clone(list), func(m statement) bool { return !m.by(t.desk) })
	slices.SortFunc(list, func(a, b statement) int {
		if a.Serial != b.Serial {
			return cmp.Compare(a.Serial, b.Serial)
		}
		return strings.Compare(a.id(), b.id())
	})
	for _, m := range list {
		var s says
		if json.Unmarshal([]byte(m.Body), &s) != nil {
			continue
		}
		switch m.Kind {
		case saysDistrust:
			d := doubt{from: max(1, s.From)}
			if len(s.Lines) > 0 {
				d.keep = map[entry.Hash]bool{}
			}
			for _, line := range s.Lines {
				if b, err := hex.DecodeString(line); err == nil && len(b) == len(entry.Hash{}) {
					d.keep[entry.Hash(b)] = true
				}
			}
			if was, ok := t.distrusted[s.Booth]; ok {
				d = was.and(d)
			}
			t.distrusted[s.Booth] = d
		case saysTrust:
			delete(t.distrusted, s.Booth)
		case saysSucceeds:
			if s.Old != s.Booth && !slices.Contains(t.succeeds[s.Booth], s.Old) {
				t.succeeds[s.Booth] = append(t.succeeds[s.Booth], s.Old)
			}
		case saysBelongs:
			t.belongs[s.Booth] = true
		case saysDays:
			if days := map[string]string{MetaEventFrom: s.First, MetaEventTo: s.Last}; spanOf(days).last != 0 {
				t.days = days
			}
		case saysAccept, saysRefuse:
			for _, line := range s.Lines {
				if b, err := hex.DecodeString(line); err == nil && len(b) == len(entry.Hash{}) {
					t.accepted[entry.Hash(b)] = m.Kind == saysAccept
				}
			}
		}
	}
	// Whoever succeeds a successor speaks for all before it.
	for _, b := range slices.Sorted(maps.Keys(t.succeeds)) {
		all := slices.Clone(t.succeeds[b])
		for i := 0; i < len(all); i++ {
			for _, older := range t.succeeds[all[i]] {
				if older != b && !slices.Contains(all, older) {
					all = append(all, older)
				}
			}
		}
		t.succeeds[b] = all
	}
}

// readTrust reads what a store goes by. fresh says that it has not noted its own booths yet: it is from before, or was
// made just now.
func readTrust(ctx context.Context, x reader, event string, known entry.Booths) (t *trust, fresh bool, err error) {
	t = &trust{known: known, own: map[string]bool{}, live: map[string]bool{}}
	text, noted, err := getMeta(ctx, x, metaOwnBooths)
	if err != nil {
		return nil, false, fmt.Errorf("reading the settings: %w", folder.Explain(err))
	}
	for _, id := range strings.Fields(text) {
		t.own[id], t.live[id] = true, true
	}
	if t.desk, err = deskIn(ctx, x); err != nil {
		return nil, false, fmt.Errorf("reading the settings: %w", folder.Explain(err))
	}
	list, err := statementsIn(ctx, x, event, t.desk)
	if err != nil {
		return nil, false, fmt.Errorf("reading the desk's statements: %w", folder.Explain(err))
	}
	t.said = list
	t.judge(list)
	if t.done, t.asked, t.ours, err = waited(ctx, x); err != nil {
		return nil, false, fmt.Errorf("reading the erasures that wait: %w", folder.Explain(err))
	}
	return t, !noted, nil
}

// reader is the connection or a transaction.
type reader interface {
	rower
	queryer
}

// loadTrust reads what the folder goes by. It is called with the booth's key and the known booths read.
func (s *Store) loadTrust(ctx context.Context) error {
	t, fresh, err := readTrust(ctx, s.db, s.event, s.known)
	if err != nil {
		return err
	}
	dropped, err := dropStrangers(ctx, s.db, s.event, t.desk) // none of those that t goes by
	if err != nil {
		return fmt.Errorf("keeping the desk's statements: %w", folder.Explain(err))
	}
	if dropped > 0 {
		s.note("Statements that the desk has not signed, or that had changed on the disk, were dropped: %d.", dropped)
	}
	if !t.own[s.booth] {
		t.own[s.booth], t.live[s.booth] = true, true
		if err := s.noteOwn(ctx, t, fresh); err != nil {
			return fmt.Errorf("keeping the settings: %w", folder.Explain(err))
		}
	}
	self, _, err := getMeta(ctx, s.db, metaSelf)
	if err != nil {
		return fmt.Errorf("reading the settings: %w", folder.Explain(err))
	}
	if self != "" { // the key before this one, until settleOwn has noted what is its own
		t.live = map[string]bool{self: true, s.booth: true}
	}
	s.goBy(t)
	if m := s.mirror.Load(); m != nil {
		m.nudge()
	}
	return nil
}

// goBy changes what the folder goes by. Whoever reads meanwhile goes on with what was before, so nothing in a trust
// changes once it is the store's.
func (s *Store) goBy(t *trust) {
	s.trust = t
	if m := s.mirror.Load(); m != nil {
		m.mu.Lock()
		m.trust = t
		m.mu.Unlock()
	}
}

// noteOwn keeps the list of the folder's own keys. A folder from before has taken everything away that an erasure
// covered, whoever signed it: those have waited.
func (s *Store) noteOwn(ctx context.Context, t *trust, fresh bool) error {
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if fresh {
		var tombs []*entry.Entry
		if err := eachErasure(ctx, tx, func(e *entry.Entry) { tombs = append(tombs, e) }); err != nil {
			return err
		}
		for _, e := range tombs {
			if !t.known.Verified(e) || entry.IsBound(e.Person) && !t.atHome(e, nobodysHomes) {
				continue
			}
			mark := e.Hash()
			if _, err := tx.ExecContext(ctx, "INSERT INTO waiting (line, since, done) VALUES (?, ?, 1) ON CONFLICT DO NOTHING", mark[:], entry.Hour(s.clock())); err != nil {
				return err
			}
			t.done[mark] = true
		}
	}
	if fresh {
		if err := s.renewSalt(ctx, tx); err != nil {
			return err
		}
	}
	if err := setMeta(ctx, tx, metaOwnBooths, strings.Join(slices.Sorted(maps.Keys(t.own)), "\n")); err != nil {
		return err
	}
	return tx.Commit()
}

// settleOwn notes which lines under earlier keys are this folder's own, once store and journal are known to be all that
// there is of them. What comes under such a key later comes from elsewhere.
func (s *Store) settleOwn(ctx context.Context) error {
	self, _, err := getMeta(ctx, s.db, metaSelf)
	if err != nil || self == s.booth {
		return err
	}
	home, failed := s.trust.homesIn(ctx, s.db)
	var list []entry.Hash
	for booth := range s.trust.own {
		if booth == s.booth {
			continue
		}
		var lines []*entry.Entry
		if err := eachOf(ctx, s.db, func(e *entry.Entry) {
			e.Sealed = nil
			lines = append(lines, e)
		}, "booth = ? AND kind <> ?", booth, entry.KindSignUp); err != nil {
			return err
		}
		for _, e := range lines {
			if s.trust.isOwn(e) && (e.Kind == entry.KindErasure || !s.trust.atHome(e, home)) && s.known.Verified(e) && !s.trust.asked[e.Hash()] {
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
		if _, err := tx.ExecContext(ctx, "INSERT INTO waiting (line, since, done) VALUES (?, ?, ?) ON CONFLICT (line) DO UPDATE SET done = excluded.done", mark[:], entry.Hour(s.clock()), waitsOwn); err != nil {
			return err
		}
	}
	if err := setMeta(ctx, tx, metaSelf, s.booth); err != nil {
		return err
	}
	if err := tx.Commit(); err != nil {
		return err
	}
	return s.loadTrust(ctx)
}

// renewSalt takes away the salt with which a folder from before made ids of what it imported: whoever has both could
// confirm that somebody was imported, erased or not. The ids stay. The mark of the computer is made with the new one.
func (s *Store) renewSalt(ctx context.Context, tx *sql.Tx) error {
	var any bool
	if err := tx.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM entry)").Scan(&any); err != nil || !any {
		return err
	}
	salt := make([]byte, 16)
	rand.Read(salt)
	for _, m := range []struct{ key, value string }{
		{metaSalt, base64.StdEncoding.EncodeToString(salt)}, {metaMachine, folder.MachineMark(salt)}, {metaScrub, scrubPages},
	} {
		if err := setMeta(ctx, tx, m.key, m.value); err != nil {
			return err
		}
	}
	s.salt = salt
	return nil
}

// scrubPages stands in metaScrub where only the store's pages are to be cleaned, of a salt or of lists that stood open:
// nobody was erased, so that journal and second copy have nothing to forget.
const scrubPages = "salt"

// deskIn reads the desk's public key; nil where it is not known.
func deskIn(ctx context.Context, q queryer) (ed25519.PublicKey, error) {
	text, _, err := getMeta(ctx, q, metaDesk)
	if err != nil {
		return nil, err
	}
	if key, err := base64.StdEncoding.DecodeString(text); err == nil && len(key) == ed25519.PublicKeySize {
		return key, nil
	}
	return nil, nil
}

// ErrDeskUnknown: the folder does not know the desk's public key yet. It learns it when the event's key is first
// opened here, or from a signed key set.
var ErrDeskUnknown = errors.New("this folder does not know the desk's key yet: open it once with the passphrase")

// say keeps a statement of the desk, with the lines of the audit about it.
func (s *Store) say(ctx context.Context, desk *Desk, kind string, what says, acts ...act) error {
	body, err := json.Marshal(what)
	if err != nil {
		return err
	}
	if len(body) > statementMost {
		return errors.New("too much for one statement")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.sound(); err != nil {
		return err
	}
	if !slices.Equal(s.trust.desk, desk.Public()) {
		return ErrDeskUnknown
	}
	m := statement{Event: s.event, Kind: kind, Body: string(body)}
	said, err := statementsIn(ctx, s.db, s.event, s.trust.desk)
	if err != nil {
		return fmt.Errorf("reading the desk's statements: %w", folder.Explain(err))
	}
	for _, o := range said {
		m.Serial = max(m.Serial, o.Serial)
	}
	m.Serial++
	if m.Sig, err = desk.sign(m.signed()); err != nil {
		return err
	}
	ctx = context.WithoutCancel(ctx)
	if err := s.fail("statement"); err != nil {
		return s.breaks(fmt.Errorf("keeping a statement: %w", err))
	}
	if err := s.keepStatement(ctx, m, acts); err != nil {
		return s.breaks(fmt.Errorf("keeping a statement: %w", err))
	}
	s.audited(ctx)
	if err := s.loadTrust(ctx); err != nil {
		return s.breaks(err)
	}
	_ = s.keepSettings(ctx) // else the next start does
	return s.sweepAll(ctx)
}

func (s *Store) keepStatement(ctx context.Context, m statement, acts []act) error {
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if err := insertStatement(ctx, tx, m); err != nil {
		return err
	}
	if err := s.writeActs(ctx, tx, acts...); err != nil {
		return err
	}
	return tx.Commit()
}
