package session

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"matchbooth/data"
	"matchbooth/data/seal"
	"matchbooth/ui/work/handover"
)

// Keyring is what volunteers can do about the event's key, at a desk that is locked.
type Keyring interface {
	// HasKey says whether the event's key is in the data folder. An event's further booths are without it.
	HasKey() bool
	// UnlockFile is Unlock with a copy of event-key.age from a stick. The error may also be seal.ErrNotForKey: it is another
	// event's.
	UnlockFile(ctx context.Context, path string, passphrase []byte, by string) error
	// Recovers returns the fingerprint of the recovery key with which a new passphrase can be set here, "" if none can.
	Recovers() string
	// Recover sets a new passphrase with the recovery key; see data.Store.RecoverDesk for its errors. The desk stays locked.
	Recover(ctx context.Context, key *seal.Identity, passphrase []byte, by string) error
}

// keyStore is a store whose key can be elsewhere, or get a new passphrase.
type keyStore interface {
	HasEventKey() bool
	TryKeyFile(ctx context.Context, path string, passphrase []byte) (key data.Opener, wait time.Duration, err error)
	KeySet(context.Context) (data.KeySet, error)
	HasEventRecovery() bool
	RecoverDeskAs(ctx context.Context, recovery data.Opener, passphrase []byte, weak bool) error
}

// HasKey implements [Keyring]. A store that does not say has it.
func (d *Session) HasKey() bool {
	s, is := d.store.(keyStore)
	return !is || s.HasEventKey()
}

// UnlockFile implements [Keyring].
func (d *Session) UnlockFile(ctx context.Context, path string, passphrase []byte, by string) error {
	defer clear(passphrase)
	s, is := d.store.(keyStore)
	if !is {
		return fmt.Errorf("opening a key file: %w", data.ErrNoKey)
	}
	return d.unlock(ctx, by, func(ctx context.Context) (data.Opener, time.Duration, error) {
		return s.TryKeyFile(ctx, path, passphrase)
	})
}

// Recovers implements [Keyring].
func (d *Session) Recovers() string {
	s, is := d.store.(keyStore)
	if !is || d.store.Mode() != data.ModeLive || !s.HasEventRecovery() {
		return ""
	}
	set, err := s.KeySet(context.Background())
	if err != nil || len(set.Keys) < 2 {
		return ""
	}
	return set.Keys[1].Fingerprint
}

// Recover implements [Keyring].
func (d *Session) Recover(ctx context.Context, key *seal.Identity, passphrase []byte, by string) error {
	defer clear(passphrase)
	s, is := d.store.(keyStore)
	if !is {
		return fmt.Errorf("recovering the desk: %w", data.ErrNoRecovery)
	}
	return s.RecoverDeskAs(data.As(ctx, by), key, passphrase, false)
}

// KeyFile is a copy of event-key.age on a stick.
type KeyFile struct {
	Path  string
	Stick string // the stick's name
}

// keyFileName is what the file is called in the folder of the first booth.
const keyFileName = "event-key.age"

// mostKeyFiles is how many copies are offered.
const mostKeyFiles = 4

// KeyFiles finds copies of event-key.age on sticks: at the top, or in a folder there. It only looks at names: whose key is in
// a file is known once a passphrase has opened it.
func KeyFiles(sticks []handover.Place) (out []KeyFile) {
	for _, stick := range sticks {
		below, _ := os.ReadDir(stick.Dir)
		at := []string{filepath.Join(stick.Dir, keyFileName)}
		for _, f := range below {
			if f.IsDir() {
				at = append(at, filepath.Join(stick.Dir, f.Name(), keyFileName))
			}
		}
		for _, path := range at {
			if info, err := os.Lstat(path); err == nil && info.Mode().IsRegular() && len(out) < mostKeyFiles {
				out = append(out, KeyFile{path, stick.Name})
			}
		}
	}
	return out
}
