package keys

import (
	"crypto/ed25519"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"path/filepath"

	"matchbooth/data/internal/folder"
	"matchbooth/data/outside"
	"matchbooth/data/seal"
)

// NewBoothKey makes the booth's signing key and the content of its file.
func NewBoothKey() (ed25519.PrivateKey, []byte, error) {
	_, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return nil, nil, fmt.Errorf("making %s: %w", folder.BoothKey, err)
	}
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return nil, nil, fmt.Errorf("making %s: %w", folder.BoothKey, err)
	}
	return key, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}), nil
}

// ErrBoothKey: booth.key exists but is unreadable.
var ErrBoothKey = errors.New("damaged " + folder.BoothKey)

// ReadBoothKey reads the booth's signing key from its folder.
func ReadBoothKey(dir string) (ed25519.PrivateKey, error) {
	b, err := folder.Read(filepath.Join(dir, folder.BoothKey), folder.MaxSmall)
	if folder.Strange(err) {
		return nil, ErrBoothKey
	}
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", folder.BoothKey, folder.Explain(err))
	}
	return ParseBoothKey(b)
}

// ParseBoothKey parses the text of booth.key.
func ParseBoothKey(b []byte) (ed25519.PrivateKey, error) {
	block, _ := pem.Decode(b)
	if block == nil {
		return nil, ErrBoothKey
	}
	any, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		return nil, ErrBoothKey
	}
	key, ok := any.(ed25519.PrivateKey)
	if !ok {
		return nil, ErrBoothKey
	}
	return key, nil
}

// Opener is an opened private key of the event. It opens what was sealed to it, and holds nothing but the key afterwards:
// discard it when the desk locks itself.
type Opener interface {
	// Open decrypts one sealed entry.
	Open(sealed []byte) ([]byte, error)
	// Fingerprint identifies the key; it is among [Store.Fingerprints] if the key belongs to this folder.
	Fingerprint() string
	// Close discards the key, as far as Go allows; after it Open fails. Call it when the desk locks itself.
	Close()
}

// OpenIdentityFile reads a private key from an age identity file, such as the recovery key written down at set-up.
func OpenIdentityFile(path string) (Opener, error) {
	id, err := seal.OpenIdentityFile(path)
	if err != nil {
		return nil, fmt.Errorf("reading the identity file: %w", err)
	}
	return id, nil
}

// OpenKeyFile opens a copy of event-key.age kept elsewhere, on a stick for example. [ErrPassphrase] for a wrong
// passphrase.
func OpenKeyFile(path string, passphrase []byte) (Opener, error) {
	file, err := outside.ReadFile(path, folder.MaxSmall)
	if err != nil {
		return nil, fmt.Errorf("reading the key file: %w", err)
	}
	return asOpener(UnlockFile(filepath.Base(path), file, passphrase))
}

// UnlockFile opens the content of a key file; name is for errors.
func UnlockFile(name string, file, passphrase []byte) (*seal.Identity, error) {
	id, err := seal.Unlock(file, passphrase)
	if errors.Is(err, seal.ErrPassphrase) {
		return nil, folder.ErrPassphrase
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return id, nil
}

// asOpener keeps a nil key from becoming a non-nil Opener.
func asOpener(id *seal.Identity, err error) (Opener, error) {
	if err != nil {
		return nil, err
	}
	return id, nil
}
