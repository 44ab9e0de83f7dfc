package data

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"matchbooth/data/entry"
	"matchbooth/data/internal/folder"
)

// What stands in meta is not signed as entries are, and a flipped bit in it would be believed: another number of days
// that sign-ups are kept, a PIN that nobody has. So the settings have a digest, in meta itself, and a second copy, in a
// file of its own with its digest, together with the public keys of the known booths. What a start finds changed is
// brought back from the copy. The copy is written at the end of each start and of each change, and counts only where
// the store's own settings do not fit their digest.

// metaSum has the digest of all other settings but those of passing.
const metaSum = metaOwn + "sum"

// passing are settings that change often and may be lost.
func passing(key string) bool {
	switch key {
	case metaSum, metaScrub, metaRingNext, metaTriesPIN, metaTriesPassphrase, metaTriesErase, metaMirror, metaCopies, metaKeyFile:
		return true
	}
	return false
}

// sumOf is the digest of the settings that do not pass.
func sumOf(meta map[string]string) string {
	h := sha256.New()
	h.Write([]byte("matchbooth-settings-1\n"))
	for _, key := range slices.Sorted(maps.Keys(meta)) {
		if passing(key) {
			continue
		}
		for _, s := range []string{key, meta[key]} {
			h.Write(binary.BigEndian.AppendUint64(nil, uint64(len(s))))
			h.Write([]byte(s))
		}
	}
	return hex.EncodeToString(h.Sum(nil))
}

// allMeta reads all settings.
func allMeta(ctx context.Context, q rowsQueryer) (map[string]string, error) {
	rows, err := q.QueryContext(ctx, "SELECT key, value FROM meta")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	meta := map[string]string{}
	for rows.Next() {
		var key, value string
		if err := rows.Scan(&key, &value); err != nil {
			return nil, err
		}
		meta[key] = value
	}
	return meta, rows.Err()
}

// rowsQueryer is the connection or a transaction.
type rowsQueryer interface {
	QueryContext(context.Context, string, ...any) (*sql.Rows, error)
}

// settings are what the second copy holds.
type settings struct {
	Meta       map[string]string `json:"meta"`
	Booths     map[string][]byte `json:"booths"`
	Statements []keptStatement   `json:"statements,omitempty"`
}

// encode gives the content of the second copy: a line of JSON, and a line with its digest.
func (c settings) encode() ([]byte, error) {
	b, err := json.Marshal(c)
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(b)
	return fmt.Appendf(nil, "%s\n%x\n", b, sum), nil
}

var errSettingsCopy = errors.New(folder.Settings + " is damaged")

// readSettingsCopy reads the second copy of a folder.
func readSettingsCopy(dir string) (settings, error) {
	b, err := folder.Read(filepath.Join(dir, folder.Settings), settingsMost)
	if folder.Strange(err) {
		return settings{}, errSettingsCopy
	}
	if err != nil {
		return settings{}, err
	}
	return parseSettingsCopy(b)
}

func parseSettingsCopy(b []byte) (settings, error) {
	var c settings
	line, rest, _ := bytes.Cut(b, []byte("\n"))
	sum := sha256.Sum256(line)
	if string(rest) != hex.EncodeToString(sum[:])+"\n" || json.Unmarshal(line, &c) != nil || c.Meta == nil {
		return settings{}, errSettingsCopy
	}
	for id, key := range c.Booths {
		if len(key) != ed25519.PublicKeySize || entry.BoothID(key) != id {
			return settings{}, errSettingsCopy
		}
	}
	return c, nil
}

// keepSettings writes the second copy where it is not as it should be.
func (s *Store) keepSettings(ctx context.Context) error {
	meta, err := allMeta(ctx, s.db)
	if err != nil {
		return err
	}
	maps.DeleteFunc(meta, func(key, _ string) bool { return passing(key) })
	c := settings{Meta: meta, Booths: map[string][]byte{}}
	for id, key := range s.known {
		c.Booths[id] = key
	}
	list, err := statementsIn(ctx, s.db, s.event, s.deskNow())
	if err != nil {
		return err
	}
	for _, m := range list {
		c.Statements = append(c.Statements, keptStatement{m.Kind, m.Serial, m.Body, m.Sig})
	}
	content, err := c.encode()
	if err != nil {
		return err
	}
	if have, err := folder.Read(filepath.Join(s.dir, folder.Settings), settingsMost); err == nil && bytes.Equal(have, content) {
		return nil
	}
	return folder.WriteFile(s.dir, folder.Settings, content)
}

// mending is what a look at the settings found to be done.
type mending struct {
	set    map[string]string
	drop   []string
	booths entry.Booths
	rotten []string    // ids in table booth whose key is not theirs
	sum    bool        // the digest is to be written
	said   []statement // that only the copy has
	notes  []string
}

// weigh holds the settings and booth keys of a store against their digest and the second copy.
func weigh(meta map[string]string, known entry.Booths, rotten []string, c settings, copyErr error) (*mending, error) {
	m := &mending{set: map[string]string{}, booths: entry.Booths{}, rotten: rotten}
	sum, has := meta[metaSum]
	whole := has && sum == sumOf(meta)
	switch {
	case whole:
	case copyErr == nil:
		for key, value := range c.Meta {
			if have, ok := meta[key]; !ok || have != value {
				m.set[key] = value
			}
		}
		for key := range meta {
			if _, ok := c.Meta[key]; !ok && !passing(key) {
				m.drop = append(m.drop, key)
			}
		}
		m.sum = true
		if n := len(m.set) + len(m.drop); n > 0 {
			m.notes = append(m.notes, fmt.Sprintf("In the store settings had changed on the disk (%d); brought back from %s.", n, folder.Settings))
		} else {
			m.notes = append(m.notes, "In the store the digest of the settings had changed on the disk; written again.")
		}
	case !has && errors.Is(copyErr, os.ErrNotExist) && meta[metaKeySet] == "" && meta[metaDesk] == "":
		m.sum = true // a folder from before there were digests, and long before there were signed keys
	default:
		return nil, fmt.Errorf("%w: the settings in %s are not what was kept, and there is no whole %s", folder.ErrDamaged, folder.DB, folder.Settings)
	}
	if copyErr == nil {
		if err := weighKeys(meta, whole, c); err != nil {
			return nil, err
		}
		for id, key := range c.Booths {
			if _, ok := known[id]; !ok {
				m.booths[id] = key
			}
		}
	} else if errors.Is(copyErr, errSettingsCopy) {
		m.notes = append(m.notes, folder.Settings+" was damaged; written again from the store.")
	}
	if n := len(m.booths); n > 0 {
		m.notes = append(m.notes, fmt.Sprintf("The store lacked the public keys of known booths (%d); brought back from %s.", n, folder.Settings))
	}
	if n := len(rotten); n > 0 && copyErr != nil {
		m.notes = append(m.notes, fmt.Sprintf("The store has damaged public keys of booths (%d): their entries do not count until they are merged again.", n))
	}
	return m, nil
}

// over gives the settings as they will be.
func (m *mending) over(meta map[string]string) map[string]string {
	out := maps.Clone(meta)
	maps.Copy(out, m.set)
	for _, key := range m.drop {
		delete(out, key)
	}
	return out
}

// apply brings back what rot took.
func (m *mending) apply(ctx context.Context, db *database) error {
	if len(m.set)+len(m.drop)+len(m.booths)+len(m.said) == 0 && !m.sum {
		return nil
	}
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	for key, value := range m.set {
		if err := setMeta(ctx, tx, key, value); err != nil {
			return err
		}
	}
	for _, key := range m.drop {
		if err := dropMeta(ctx, tx, key); err != nil {
			return err
		}
	}
	if len(m.booths) > 0 {
		for _, id := range m.rotten {
			if _, err := tx.ExecContext(ctx, "DELETE FROM booth WHERE id = ?", id); err != nil {
				return err
			}
		}
	}
	for _, key := range m.booths {
		if err := addBooth(ctx, tx, key); err != nil {
			return err
		}
	}
	for _, st := range m.said {
		if err := insertStatement(ctx, tx, st); err != nil {
			return err
		}
	}
	if err := writeSum(ctx, tx); err != nil {
		return err
	}
	return tx.Commit()
}

// writeSum brings the digest of the settings up to date.
func writeSum(ctx context.Context, x metaWriter) error {
	meta, err := allMeta(ctx, x)
	if err != nil {
		return err
	}
	_, err = x.ExecContext(ctx, upsertMeta, metaSum, sumOf(meta))
	return err
}

// rottenBooths lists the ids in table booth whose key is another one's.
func rottenBooths(ctx context.Context, q rowsQueryer) ([]string, error) {
	rows, err := q.QueryContext(ctx, "SELECT id, key FROM booth")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []string
	for rows.Next() {
		var id string
		var key []byte
		if err := rows.Scan(&id, &key); err != nil {
			return nil, err
		}
		if len(key) != ed25519.PublicKeySize || entry.BoothID(key) != id {
			out = append(out, id)
		}
	}
	return out, rows.Err()
}
