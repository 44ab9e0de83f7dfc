package trust

import (
	"context"
	"crypto/ed25519"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"matchbooth/data/entry"
	"matchbooth/data/internal/db"
	"matchbooth/data/internal/folder"
)

// StatementsIn reads the statements of a store: those signed by the desk with this key or, while its key is not known,
// everything that may be one, within limits.
func StatementsIn(ctx context.Context, x db.Querier, event string, desk ed25519.PublicKey) ([]entry.Statement, error) {
	rows, err := x.QueryContext(ctx, "SELECT kind, serial, body, sig FROM statement WHERE length(body) <= ? AND length(kind) <= 32 AND length(sig) = 64 ORDER BY serial, id LIMIT ?", db.MaxStatement, db.MaxStatements)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []entry.Statement
	room := db.MaxStatementBytes
	for rows.Next() {
		m := entry.Statement{Event: event}
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
		m, id := entry.Statement{Event: event}, ""
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
func InsertStatement(ctx context.Context, x db.Execer, m entry.Statement) error {
	_, err := x.ExecContext(ctx, "INSERT INTO statement (id, kind, serial, body, sig) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING", m.ID(), m.Kind, m.Serial, m.Body, m.Sig)
	return err
}

// Judge works out the combined effect of the desk's statements. If two contradict each other, the one with the higher
// serial counts, then the one with the higher id, so that every order of arrival has the same result.
func (t *Trust) Judge(list []entry.Statement) {
	list = entry.Ordered(t.Desk, list)
	t.Word, t.Days, t.Packs = entry.WordOf(list), nil, nil
	for _, m := range list {
		var s entry.Body
		if m.Kind != entry.SaysDays && m.Kind != entry.SaysPack || json.Unmarshal([]byte(m.Body), &s) != nil {
			continue
		}
		if m.Kind == entry.SaysPack {
			if possible(s.Pack) {
				t.Packs = append(t.Packs, *s.Pack)
			}
			continue
		}
		if days := map[string]string{MetaEventFrom: s.First, MetaEventTo: s.Last}; SpanOf(days).Last != 0 {
			t.Days = days
		}
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
