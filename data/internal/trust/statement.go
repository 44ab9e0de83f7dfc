package trust

import (
	"cmp"
	"context"
	"crypto/ed25519"
	"crypto/sha256"
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
	"matchbooth/data/internal/db"
	"matchbooth/data/internal/folder"
)

// The kinds of statements.
const (
	SaysDistrust = "distrust" // a booth's lines from a running number on are not its own
	SaysTrust    = "trust"    // revokes an earlier distrust
	SaysSucceeds = "succeed"  // a booth also speaks for another one's people: a restored or rescued folder
	SaysAccept   = "accept"   // claims that count
	SaysRefuse   = "refuse"   // claims that do not count; revokes an earlier acceptance
	SaysBelongs  = "belong"   // a booth is one of the event's: its entries are merged without asking
	SaysDays     = "days"     // the event takes place on other days than the pack says
)

// Statement is something the desk has said, for all booths of the event. Statements are merged as a set; [Trust.Judge]
// works out their combined effect.
type Statement struct {
	Event  string
	Kind   string
	Serial int64
	Body   string // JSON of [Body]
	Sig    []byte
}

// Body is what a statement says. The kind decides which fields are used.
type Body struct {
	Booth string   `json:"booth,omitempty"`
	From  int64    `json:"from,omitempty"`  // distrust: the first running number
	Old   string   `json:"old,omitempty"`   // succeed: Booth speaks for this one
	First string   `json:"first,omitempty"` // days: the first and the last, as 2006-01-02
	Last  string   `json:"last,omitempty"`
	Lines []string `json:"lines,omitempty"` // distrust: those below From that count; accept, refuse: the claims
}

// Signed returns what the desk signs: "matchbooth-statement-1\n", the event, the kind and the body, each prefixed with
// its length in 4 bytes, big-endian, and the serial in 8.
func (m *Statement) Signed() []byte {
	b := []byte("matchbooth-statement-1\n")
	for _, s := range []string{m.Event, m.Kind, m.Body} {
		b = binary.BigEndian.AppendUint32(b, uint32(len(s))) //nolint:gosec // G115: bounded by MaxStatement
		b = append(b, s...)
	}
	return binary.BigEndian.AppendUint64(b, uint64(m.Serial)) //nolint:gosec // G115: the bits are what is signed
}

// ID identifies a statement: a digest of what the desk signs.
func (m *Statement) ID() string {
	sum := sha256.Sum256(m.Signed())
	return hex.EncodeToString(sum[:])
}

// By says whether the desk with this key signed it.
func (m *Statement) By(desk ed25519.PublicKey) bool {
	return len(desk) == ed25519.PublicKeySize && len(m.Sig) == ed25519.SignatureSize && ed25519.Verify(desk, m.Signed(), m.Sig)
}

// StatementsIn reads the statements of a store: those signed by the desk with this key or, while its key is not known,
// everything that may be one, within limits.
func StatementsIn(ctx context.Context, x db.Querier, event string, desk ed25519.PublicKey) ([]Statement, error) {
	rows, err := x.QueryContext(ctx, "SELECT kind, serial, body, sig FROM statement WHERE length(body) <= ? AND length(kind) <= 32 AND length(sig) = 64 ORDER BY serial, id LIMIT ?", db.MaxStatement, db.MaxStatements)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []Statement
	room := db.MaxStatementBytes
	for rows.Next() {
		m := Statement{Event: event}
		if err := rows.Scan(&m.Kind, &m.Serial, &m.Body, &m.Sig); err != nil {
			return nil, err
		}
		if desk != nil && !m.By(desk) {
			continue
		}
		if room -= len(m.Body); desk == nil && room < 0 {
			break
		}
		out = append(out, m)
	}
	return out, rows.Err()
}

// DropStrangers deletes statements that came while the desk's key was not known here, and that the desk has not signed:
// they would take up the room of genuine ones.
func DropStrangers(ctx context.Context, x *db.DB, event string, desk ed25519.PublicKey) (n int, err error) {
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
		m, id := Statement{Event: event}, ""
		if err := rows.Scan(&id, &m.Kind, &m.Serial, &m.Body, &m.Sig); err != nil {
			return 0, err
		}
		if id != m.ID() || !m.By(desk) {
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

// InsertStatement adds a statement; one that is here already stays as it is.
func InsertStatement(ctx context.Context, x db.Execer, m Statement) error {
	_, err := x.ExecContext(ctx, "INSERT INTO statement (id, kind, serial, body, sig) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING", m.ID(), m.Kind, m.Serial, m.Body, m.Sig)
	return err
}

// Judge works out the combined effect of the desk's statements. If two contradict each other, the one with the higher
// serial counts, then the one with the higher id, so that every order of arrival has the same result.
func (t *Trust) Judge(list []Statement) {
	t.Distrusted, t.Succeeds, t.Accepted, t.Belongs, t.Days = map[string]Doubt{}, map[string][]string{}, map[entry.Hash]bool{}, map[string]bool{}, nil
	list = slices.DeleteFunc(slices.Clone(list), func(m Statement) bool { return !m.By(t.Desk) })
	slices.SortFunc(list, func(a, b Statement) int {
		if a.Serial != b.Serial {
			return cmp.Compare(a.Serial, b.Serial)
		}
		return strings.Compare(a.ID(), b.ID())
	})
	for _, m := range list {
		var s Body
		if json.Unmarshal([]byte(m.Body), &s) != nil {
			continue
		}
		switch m.Kind {
		case SaysDistrust:
			d := Doubt{From: max(1, s.From)}
			if len(s.Lines) > 0 {
				d.keep = map[entry.Hash]bool{}
			}
			for _, line := range s.Lines {
				if b, err := hex.DecodeString(line); err == nil && len(b) == len(entry.Hash{}) {
					d.keep[entry.Hash(b)] = true
				}
			}
			if was, ok := t.Distrusted[s.Booth]; ok {
				d = was.and(d)
			}
			t.Distrusted[s.Booth] = d
		case SaysTrust:
			delete(t.Distrusted, s.Booth)
		case SaysSucceeds:
			if s.Old != s.Booth && !slices.Contains(t.Succeeds[s.Booth], s.Old) {
				t.Succeeds[s.Booth] = append(t.Succeeds[s.Booth], s.Old)
			}
		case SaysBelongs:
			t.Belongs[s.Booth] = true
		case SaysDays:
			if days := map[string]string{MetaEventFrom: s.First, MetaEventTo: s.Last}; SpanOf(days).Last != 0 {
				t.Days = days
			}
		case SaysAccept, SaysRefuse:
			for _, line := range s.Lines {
				if b, err := hex.DecodeString(line); err == nil && len(b) == len(entry.Hash{}) {
					t.Accepted[entry.Hash(b)] = m.Kind == SaysAccept
				}
			}
		}
	}
	// A successor's successor speaks for all before it.
	for _, b := range slices.Sorted(maps.Keys(t.Succeeds)) {
		all := slices.Clone(t.Succeeds[b])
		for i := 0; i < len(all); i++ {
			for _, older := range t.Succeeds[all[i]] {
				if older != b && !slices.Contains(all, older) {
					all = append(all, older)
				}
			}
		}
		t.Succeeds[b] = all
	}
}

// Read reads what a store's trust is based on. fresh says that the store has not noted its own booths yet: it is
// from before that was done, or was made just now.
func Read(ctx context.Context, x reader, event string, known entry.Booths) (t *Trust, fresh bool, err error) {
	t = &Trust{Known: known, Own: map[string]bool{}, Live: map[string]bool{}}
	text, noted, err := db.GetMeta(ctx, x, db.MetaOwnBooths)
	if err != nil {
		return nil, false, fmt.Errorf("reading the settings: %w", folder.Explain(err))
	}
	for _, id := range strings.Fields(text) {
		t.Own[id], t.Live[id] = true, true
	}
	if t.Desk, err = deskIn(ctx, x); err != nil {
		return nil, false, fmt.Errorf("reading the settings: %w", folder.Explain(err))
	}
	list, err := StatementsIn(ctx, x, event, t.Desk)
	if err != nil {
		return nil, false, fmt.Errorf("reading the desk's statements: %w", folder.Explain(err))
	}
	t.Said = list
	t.Judge(list)
	if t.Done, t.Asked, t.Ours, err = waited(ctx, x); err != nil {
		return nil, false, fmt.Errorf("reading the erasures that wait: %w", folder.Explain(err))
	}
	return t, !noted, nil
}

// reader is the connection or a transaction.
type reader interface {
	db.Querier
	db.RowQueryer
}

// deskIn reads the desk's public key; nil if it is not known.
func deskIn(ctx context.Context, q db.RowQueryer) (ed25519.PublicKey, error) {
	text, _, err := db.GetMeta(ctx, q, db.MetaDesk)
	if err != nil {
		return nil, err
	}
	if key, err := base64.StdEncoding.DecodeString(text); err == nil && len(key) == ed25519.PublicKeySize {
		return key, nil
	}
	return nil, nil
}
