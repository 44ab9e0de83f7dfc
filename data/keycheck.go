package data

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
)

// A changed byte in event-key.age would be found out by the one who types the right passphrase, is told that it is
// wrong, and begins to doubt himself; years later, perhaps, when no other copy is left. So the store knows the file's
// digest: learnt when it is first seen, and again whenever a passphrase has opened it.

// metaKeyFile has the digest of event-key.age.
const metaKeyFile = metaOwn + "key_file"

const keyFileChanged = eventKeyName + " has changed on the disk: use another copy of it, or the recovery key"

// keyFileSum is the digest of event-key.age, "" where the file is not in the folder.
func keyFileSum(dir string) string {
	file, err := os.ReadFile(filepath.Join(dir, eventKeyName))
	if err != nil {
		return ""
	}
	sum := sha256.Sum256(file)
	return hex.EncodeToString(sum[:])
}

// keyFileFault says that event-key.age is not what it was, or "".
func (s *Store) keyFileFault(ctx context.Context) string {
	was, ok, err := getMeta(ctx, s.db, metaKeyFile)
	if sum := keyFileSum(s.dir); err == nil && ok && sum != "" && sum != was {
		return keyFileChanged
	}
	return ""
}

// learnKeyFile remembers the file as it is; anew says that it is known to be good.
func (s *Store) learnKeyFile(ctx context.Context, anew bool) {
	sum := keyFileSum(s.dir)
	if sum == "" || s.sound() != nil {
		return
	}
	if was, ok, err := getMeta(ctx, s.db, metaKeyFile); err != nil || was == sum || ok && !anew {
		return
	}
	_ = setMeta(ctx, s.db, metaKeyFile, sum) // else it is learnt the next time
}

// trustKeyFile remembers a file that a passphrase has just opened.
func (s *Store) trustKeyFile() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.learnKeyFile(context.Background(), true)
}
