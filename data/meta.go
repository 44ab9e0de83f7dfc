package data

import (
	"context"
	"crypto/ed25519"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"matchbooth/data/entry"
)

// What the store itself keeps in meta; the prefix is closed to [Store.SetMeta].
const (
	metaOwn        = "store."
	metaMode       = metaOwn + "mode"
	metaEvent      = metaOwn + "event"
	metaRecipients = metaOwn + "recipients"
	metaSalt       = metaOwn + "salt"            // of the ids that SignUpOnce derives, and of machine
	metaMachine    = metaOwn + "machine"         // see MachineMark
	metaPIN        = metaOwn + "pin"             // Argon2id, see gate.go
	metaMade       = metaOwn + "made"            // when the folder was made, RFC 3339
	metaAdded      = metaOwn + "added"           // what is known of added recipients, JSON
	metaKeySet     = metaOwn + "keyset"          // the signed key set, as keys.toml has it
	metaDesk       = metaOwn + "desk"            // the public key of the desk that signs it, base64
	metaKeysFault  = metaOwn + "keys_fault"      // why nobody can sign up under the key set
	metaRingNext   = metaOwn + "keys_next"       // stands while keys.toml and the recipients change, see keyring.go
	metaScrub      = metaOwn + "scrub"           // stands while an erasure still has files to clean
	metaMirror     = metaOwn + "mirror"          // where the journal's copy was last
	metaOwnBooths  = metaOwn + "own"             // the fingerprints of all keys that this folder's booth has ever had
	metaSelf       = metaOwn + "self"            // of these, the one since which the lines under earlier ones are noted, see settleOwn
	metaWeak       = metaOwn + "weak_passphrase" // see strength.go
	metaCopies     = metaOwn + "copies"          // JSON, see mirrorlist.go
)

// queryer is the connection or a transaction.
type queryer interface {
	QueryRowContext(context.Context, string, ...any) *sql.Row
}

func getMeta(ctx context.Context, q queryer, key string) (string, bool, error) {
	var v string
	err := q.QueryRowContext(ctx, "SELECT value FROM meta WHERE key = ?", key).Scan(&v)
	if errors.Is(err, sql.ErrNoRows) {
		return "", false, nil
	}
	return v, err == nil, err
}

// metaWriter is the connection or a transaction.
type metaWriter interface {
	execer
	rowsQueryer
}

const upsertMeta = "INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value"

// setMeta keeps a setting, and with it the digest of all.
func setMeta(ctx context.Context, x metaWriter, key, value string) error {
	return changeMeta(ctx, x, key, upsertMeta, key, value)
}

func dropMeta(ctx context.Context, x metaWriter, key string) error {
	return changeMeta(ctx, x, key, "DELETE FROM meta WHERE key = ?", key)
}

// changeMeta changes a setting and the digest together.
func changeMeta(ctx context.Context, x metaWriter, key, statement string, args ...any) error {
	if passing(key) {
		_, err := x.ExecContext(ctx, statement, args...)
		return err
	}
	if db, ok := x.(*database); ok {
		tx, err := db.BeginTx(ctx, nil)
		if err != nil {
			return err
		}
		defer tx.Rollback()
		if err := changeMeta(ctx, tx, key, statement, args...); err != nil {
			return err
		}
		return tx.Commit()
	}
	if _, err := x.ExecContext(ctx, statement, args...); err != nil {
		return err
	}
	return writeSum(ctx, x)
}

func addBooth(ctx context.Context, x execer, key ed25519.PublicKey) error {
	_, err := x.ExecContext(ctx, "INSERT INTO booth (id, key) VALUES (?, ?) ON CONFLICT DO NOTHING", entry.BoothID(key), []byte(key))
	return err
}

// Meta reads a setting of the folder: "event_digest" and "retention_days" as given at set-up, and what
// [Store.SetMeta] kept.
func (s *Store) Meta(key string) (string, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.db == nil || strings.HasPrefix(key, metaOwn) {
		return "", false
	}
	v, ok, err := getMeta(context.Background(), s.db, key)
	return v, ok && err == nil
}

// SetMeta keeps a setting. Never personal data: it is not sealed.
func (s *Store) SetMeta(key, value string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if strings.HasPrefix(key, metaOwn) {
		return fmt.Errorf("the setting %q belongs to the store", key)
	}
	if err := s.sound(); err != nil {
		return err
	}
	if err := setMeta(context.Background(), s.db, key, value); err != nil {
		return s.breaks(fmt.Errorf("keeping a setting: %w", err))
	}
	if !passing(key) {
		_ = s.keepSettings(context.Background()) // else the next start does
	}
	return nil
}
