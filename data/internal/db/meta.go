package db

import (
	"context"
	"crypto/ed25519"
	"database/sql"
	"errors"

	"matchbooth/data/entry"
)

// What the store itself keeps in meta; [Store.SetMeta] refuses the prefix.
const (
	MetaOwn        = "store."
	MetaMode       = MetaOwn + "mode"
	MetaEvent      = MetaOwn + "event"
	MetaRecipients = MetaOwn + "recipients"
	MetaSalt       = MetaOwn + "salt"            // for the ids that SignUpOnce derives, and for machine
	MetaMachine    = MetaOwn + "machine"         // see MachineMark
	MetaPIN        = MetaOwn + "pin"             // Argon2id, see internal/lockout/pin.go
	MetaMade       = MetaOwn + "made"            // when the folder was made, RFC 3339
	MetaAdded      = MetaOwn + "added"           // what is known about added recipients, JSON
	MetaKeySet     = MetaOwn + "keyset"          // the signed key set, as in keys.toml
	MetaDesk       = MetaOwn + "desk"            // the public key of the desk that signs it, base64
	MetaKeysFault  = MetaOwn + "keys_fault"      // why nobody can sign up under the key set
	MetaRingNext   = MetaOwn + "keys_next"       // present while keys.toml and the recipients change, see data/keyset.go
	MetaScrub      = MetaOwn + "scrub"           // present while an erasure still has files to clean
	MetaMirror     = MetaOwn + "mirror"          // where the journal's copy was last
	MetaOwnBooths  = MetaOwn + "own"             // the fingerprints of all keys that this folder's booth has ever had
	MetaSelf       = MetaOwn + "self"            // the one of these for which noteOwnLines of data.Store last ran
	MetaWeak       = MetaOwn + "weak_passphrase" // see data/words/strength.go
	MetaCopies     = MetaOwn + "copies"          // JSON, see data/mirror.go
)

// RowQueryer is the connection or a transaction.
type RowQueryer interface {
	QueryRowContext(context.Context, string, ...any) *sql.Row
}

// GetMeta reads a setting; false if there is none.
func GetMeta(ctx context.Context, q RowQueryer, key string) (string, bool, error) {
	var v string
	err := q.QueryRowContext(ctx, "SELECT value FROM meta WHERE key = ?", key).Scan(&v)
	if errors.Is(err, sql.ErrNoRows) {
		return "", false, nil
	}
	return v, err == nil, err
}

// metaWriter is the connection or a transaction.
type metaWriter interface {
	Execer
	RowsQueryer
}

// UpsertMeta inserts or replaces a setting.
const UpsertMeta = "INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value"

// SetMeta writes a setting and updates the digest of all of them.
func SetMeta(ctx context.Context, x metaWriter, key, value string) error {
	return changeMeta(ctx, x, key, UpsertMeta, key, value)
}

// DropMeta removes a setting and updates the digest.
func DropMeta(ctx context.Context, x metaWriter, key string) error {
	return changeMeta(ctx, x, key, "DELETE FROM meta WHERE key = ?", key)
}

// changeMeta changes a setting and the digest together.
func changeMeta(ctx context.Context, x metaWriter, key, statement string, args ...any) error {
	if Passing(key) {
		_, err := x.ExecContext(ctx, statement, args...)
		return err
	}
	if db, ok := x.(*DB); ok {
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
	return WriteSum(ctx, x)
}

// AddBooth adds a booth to the known ones, by its signing key.
func AddBooth(ctx context.Context, x Execer, key ed25519.PublicKey) error {
	_, err := x.ExecContext(ctx, "INSERT INTO booth (id, key) VALUES (?, ?) ON CONFLICT DO NOTHING", entry.BoothID(key), []byte(key))
	return err
}

// The keys of the attempt counters; see [lockout.Attempts].
const (
	MetaTriesPIN        = MetaOwn + "tries_pin"
	MetaTriesPassphrase = MetaOwn + "tries_passphrase"
	MetaTriesErase      = MetaOwn + "tries_erase"
)

// MetaKeyFile has the digest of event-key.age; two of them, separated by a space, while a new file is about to replace
// the old one, because a power cut may leave either.
const MetaKeyFile = MetaOwn + "key_file"
