package data

import (
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"matchbooth/data/entry"
	"matchbooth/data/internal/build"
	"matchbooth/data/internal/db"
	"matchbooth/data/internal/folder"
	"matchbooth/data/keyset"
	"matchbooth/data/record"
	"matchbooth/data/seal"
)

// signUpOld keeps a person as the program did before there were nonces.
func signUpOld(s *Store, p record.SignUp) (Saved, error) {
	body, err := record.Body(p)
	if err != nil {
		return Saved{}, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	e := &entry.Entry{ID: entry.RandomID(), Person: entry.RandomID(), Kind: entry.KindSignUp, Booth: s.booth, Seq: s.seq + 1, Tick: s.tick + 1, Hour: entry.Hour(s.clock())}
	plain, err := json.Marshal(entry.Envelope{V: entry.EnvelopeVersion, Event: s.event, Person: e.Person, Entry: e.ID, Kind: e.Kind, Body: body})
	if err != nil {
		return Saved{}, err
	}
	if e.Sealed, err = s.recipients.Seal(plain); err != nil {
		return Saved{}, err
	}
	sum := sha256.Sum256(e.Sealed)
	e.Digest = sum[:]
	e.Sig = ed25519.Sign(s.key, e.SignedBytes())
	if err := errors.Join(s.db.InsertOne(context.Background(), e), s.journal.Append(e)); err != nil {
		return Saved{}, err
	}
	s.seq, s.tick = e.Seq, e.Tick
	return Saved{entry.CodeOf(e.Person), e.Person}, nil
}

// downgrade makes the store of a closed folder one of an earlier version: its tables, and of its rows and settings what
// that version knew.
func downgrade(dir string, version int) error {
	ctx := context.Background()
	from := filepath.Join(dir, "now")
	if err := os.Mkdir(from, 0o700); err != nil {
		return err
	}
	defer os.RemoveAll(from)
	if err := os.Rename(filepath.Join(dir, folder.DB), filepath.Join(from, folder.DB)); err != nil {
		return err
	}
	all := db.Migrations
	db.Migrations = all[:version]
	defer func() { db.Migrations = all }()
	f, err := os.OpenFile(filepath.Join(dir, folder.DB), os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	f.Close()
	old, err := db.OpenPlain(ctx, dir)
	if err != nil {
		return err
	}
	defer old.Close()
	if err := old.MigrateTo(ctx, version); err != nil {
		return err
	}
	if _, err := old.ExecContext(ctx, "ATTACH ? AS now", filepath.Join(from, folder.DB)); err != nil {
		return err
	}
	var tables []string
	if err := old.EachText(ctx, func(t string) { tables = append(tables, t) }, "SELECT name FROM main.sqlite_schema WHERE type = 'table'"); err != nil {
		return err
	}
	for _, t := range tables {
		if t == "exported" && len(all) >= db.HandoverVersion {
			continue // what is sealed now nobody can put back
		}
		var columns []string
		if err := old.EachText(ctx, func(c string) { columns = append(columns, c) }, "SELECT name FROM pragma_table_info(?, 'main')", t); err != nil {
			return err
		}
		list := strings.Join(columns, ", ")
		if _, err := old.ExecContext(ctx, fmt.Sprintf("INSERT INTO main.%s (%s) SELECT %s FROM now.%s", t, list, list, t)); err != nil {
			return err
		}
	}
	if version < db.BoundVersion {
		if err := unsign(dir); err != nil {
			return err
		}
	}
	for _, key := range []string{db.MetaOwnBooths, db.MetaDesk, db.MetaKeySet, db.MetaKeyFile} {
		if err := db.DropMeta(ctx, old, key); err != nil {
			return err
		}
	}
	if _, err := old.ExecContext(ctx, "DETACH now"); err != nil {
		return err
	}
	if err := old.Checkpoint(ctx); err != nil {
		return err
	}
	return os.Remove(filepath.Join(dir, folder.Settings))
}

// unsign takes the key set of a folder back to what it was before it was signed.
func unsign(dir string) error {
	text, err := os.ReadFile(filepath.Join(dir, folder.Keys))
	if err != nil {
		return err
	}
	k, err := keyset.Parse(string(text))
	if err != nil {
		return err
	}
	old, err := keyset.NewSet(k.Mode, k.Event, k.Recipients(), k.Added(), time.Time{}).Encode()
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(dir, folder.Keys), old, 0o600); err != nil {
		return err
	}
	if err := os.Remove(filepath.Join(dir, folder.EventRecovery)); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	// The key file says that its set was signed; one from before does not.
	path := filepath.Join(dir, folder.EventKey)
	file, err := os.ReadFile(path)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	for _, phrase := range [][]byte{liveSetup().Passphrase, []byte(build.PracticePassphrase)} {
		id, err := seal.Unlock(file, phrase)
		if err != nil {
			continue
		}
		plain, err := seal.ParseIdentity(id.Secret())
		if err != nil {
			return err
		}
		if file, err = seal.Lock(plain, phrase, seal.WorkPractice); err != nil {
			return err
		}
		return os.WriteFile(path, file, 0o600)
	}
	return errors.New("no passphrase opens the key file")
}
