package data

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"matchbooth/data/internal/db"
	"matchbooth/data/internal/folder"
	"matchbooth/data/seal"
)

// A changed byte in event-key.age would be found out by the one who types the right passphrase, is told that it is
// wrong, and begins to doubt himself; years later, perhaps, when no other copy is left. So the store knows the file's
// digest: learnt when it is first seen, and again whenever a passphrase has opened it.

const keyFileChanged = folder.EventKey + " has changed on the disk: use another copy of it, or the recovery key"

// keyFileSum is the digest of event-key.age, "" where the file is not in the folder.
func keyFileSum(dir string) string {
	file, err := folder.Read(filepath.Join(dir, folder.EventKey), folder.MaxSmall)
	if err != nil {
		return ""
	}
	sum := sha256.Sum256(file)
	return hex.EncodeToString(sum[:])
}

// keyFileFault says that event-key.age is not what it was, or "".
func (s *Store) keyFileFault(ctx context.Context) string {
	was, ok, err := db.GetMeta(ctx, s.db, db.MetaKeyFile)
	if sum := keyFileSum(s.dir); err == nil && ok && sum != "" && !slices.Contains(strings.Fields(was), sum) {
		return keyFileChanged
	}
	return ""
}

// expectKeyFile prepares for a file that is about to take the other's place.
func (s *Store) expectKeyFile(file []byte, fingerprint string) error {
	if !s.opens(fingerprint) {
		return nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	ctx := context.Background()
	if err := s.sound(); err != nil {
		return err
	}
	was, ok, err := db.GetMeta(ctx, s.db, db.MetaKeyFile)
	if err == nil && ok {
		sum := sha256.Sum256(file)
		err = db.SetMeta(ctx, s.db, db.MetaKeyFile, was+" "+hex.EncodeToString(sum[:]))
	}
	if err != nil {
		return s.breaks(fmt.Errorf("writing %s: %w", folder.EventKey, err))
	}
	return nil
}

// learnKeyFile remembers the file as it is; anew says that it is known to be good.
func (s *Store) learnKeyFile(ctx context.Context, anew bool) {
	sum := keyFileSum(s.dir)
	if sum == "" || s.sound() != nil {
		return
	}
	if was, ok, err := db.GetMeta(ctx, s.db, db.MetaKeyFile); err != nil || was == sum || ok && !anew {
		return
	}
	_ = db.SetMeta(ctx, s.db, db.MetaKeyFile, sum) // else it is learnt the next time
}

// trustKeyFile remembers a file that a passphrase has just opened, and what key was in it. Another booth's file, under the
// same passphrase, opens nothing here: it stays named as a changed one.
func (s *Store) trustKeyFile(id *seal.Identity) {
	if !s.opens(id.Fingerprint()) {
		return
	}
	s.signedAtFirst(id)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.learnKeyFile(context.Background(), true)
}

// opens says whether the key is one that sign-ups here are sealed to.
func (s *Store) opens(fingerprint string) bool { return slices.Contains(s.Fingerprints(), fingerprint) }
