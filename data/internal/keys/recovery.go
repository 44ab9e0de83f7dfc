package keys

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"matchbooth/data/internal/folder"
	"matchbooth/data/outside"
	"matchbooth/data/seal"
)

// ErrNoRecovery: the folder has no copy of the event's key sealed to the recovery key. Folders from before there were
// signed key sets get one when they are opened with the passphrase.
var ErrNoRecovery = errors.New("there is no " + folder.EventRecovery + " in the folder")

// OpenRecovery opens the event's key with the recovery key. It refuses a key that is not the event's.
func OpenRecovery(dir string, recovery Opener, fingerprint string) (*seal.Identity, error) {
	file, err := outside.ReadFile(filepath.Join(dir, folder.EventRecovery), folder.MaxSmall)
	if errors.Is(err, os.ErrNotExist) {
		return nil, ErrNoRecovery
	}
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", folder.EventRecovery, folder.Explain(err))
	}
	plain, err := recovery.Open(file)
	if err != nil {
		return nil, fmt.Errorf("opening %s: %w", folder.EventRecovery, err)
	}
	defer clear(plain)
	id, err := seal.ReadIdentity(bytes.NewReader(plain))
	if err != nil {
		return nil, fmt.Errorf("reading what is in %s: %w", folder.EventRecovery, err)
	}
	if id.Fingerprint() != fingerprint {
		id.Close()
		return nil, fmt.Errorf("%s holds a different key from the event's", folder.EventRecovery)
	}
	return id, nil
}

// OpensForRecovery tries out a file that was just written.
func OpensForRecovery(dir string, recovery Opener, fingerprint string) error {
	id, err := OpenRecovery(dir, recovery, fingerprint)
	if err != nil {
		return err
	}
	id.Close()
	return nil
}

// SealForRecovery returns the content of event-key.recovery.age.
func SealForRecovery(id *seal.Identity, recipient string) ([]byte, error) {
	var out bytes.Buffer
	w, err := seal.WrapTo(&out, recipient)
	if err != nil {
		return nil, err
	}
	text := seal.IdentityText(id)
	defer clear(text)
	if _, err := w.Write(text); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}
