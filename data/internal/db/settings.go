package db

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
	"path/filepath"
	"slices"

	"matchbooth/data/entry"
	"matchbooth/data/internal/folder"
)

// MaxSettings limits how much of booth.settings is read; most of it are statements. In bytes; a variable for tests.
var MaxSettings int64 = 32 << 20

// MetaSum has the digest of all other settings except the passing ones.
const MetaSum = MetaOwn + "sum"

// Passing says whether a setting changes often and may be lost.
func Passing(key string) bool {
	switch key {
	case MetaSum, MetaScrub, MetaRingNext, MetaTriesPIN, MetaTriesPassphrase, MetaTriesErase, MetaMirror, MetaCopies, MetaKeyFile:
		return true
	}
	return false
}

// SettingsSum returns the digest of the settings that are not passing.
func SettingsSum(meta map[string]string) string {
	h := sha256.New()
	h.Write([]byte("matchbooth-settings-1\n"))
	for _, key := range slices.Sorted(maps.Keys(meta)) {
		if Passing(key) {
			continue
		}
		for _, s := range []string{key, meta[key]} {
			h.Write(binary.BigEndian.AppendUint64(nil, uint64(len(s))))
			h.Write([]byte(s))
		}
	}
	return hex.EncodeToString(h.Sum(nil))
}

// AllMeta reads all settings.
func AllMeta(ctx context.Context, q RowsQueryer) (map[string]string, error) {
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

// RowsQueryer is the connection or a transaction.
type RowsQueryer interface {
	QueryContext(context.Context, string, ...any) (*sql.Rows, error)
}

// Settings is the content of the second copy.
type Settings struct {
	Meta       map[string]string `json:"meta"`
	Booths     map[string][]byte `json:"booths"`
	Statements []KeptStatement   `json:"statements,omitempty"`
}

// Encode returns the second copy as written: a line of JSON, and a line with its digest.
func (c Settings) Encode() ([]byte, error) {
	b, err := json.Marshal(c)
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(b)
	return fmt.Appendf(nil, "%s\n%x\n", b, sum), nil
}

// ErrSettingsCopy: booth.settings is not as it was written.
var ErrSettingsCopy = errors.New(folder.Settings + " is damaged")

// ReadSettingsCopy reads the second copy of a folder.
func ReadSettingsCopy(dir string) (Settings, error) {
	b, err := folder.Read(filepath.Join(dir, folder.Settings), MaxSettings)
	if folder.Strange(err) {
		return Settings{}, ErrSettingsCopy
	}
	if err != nil {
		return Settings{}, err
	}
	return ParseSettingsCopy(b)
}

// ParseSettingsCopy parses the content of booth.settings; [ErrSettingsCopy] if it is not as it was written.
func ParseSettingsCopy(b []byte) (Settings, error) {
	var c Settings
	line, rest, _ := bytes.Cut(b, []byte("\n"))
	sum := sha256.Sum256(line)
	if string(rest) != hex.EncodeToString(sum[:])+"\n" || json.Unmarshal(line, &c) != nil || c.Meta == nil {
		return Settings{}, ErrSettingsCopy
	}
	for id, key := range c.Booths {
		if len(key) != ed25519.PublicKeySize || entry.BoothID(key) != id {
			return Settings{}, ErrSettingsCopy
		}
	}
	return c, nil
}

// WriteSum updates the digest of the settings.
func WriteSum(ctx context.Context, x metaWriter) error {
	meta, err := AllMeta(ctx, x)
	if err != nil {
		return err
	}
	_, err = x.ExecContext(ctx, UpsertMeta, MetaSum, SettingsSum(meta))
	return err
}

// CorruptBooths lists the ids in table booth whose key belongs to another id.
func CorruptBooths(ctx context.Context, q RowsQueryer) ([]string, error) {
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
