package data

import (
	"crypto/ed25519"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/pelletier/go-toml/v2"

	"matchbooth/data/outside"
	"matchbooth/data/seal"
)

// publicKeys is the content of keys.toml: all that a further booth of the same event needs, and nothing secret.
type publicKeys struct {
	Format     int        `toml:"format"`
	Mode       string     `toml:"mode"`
	Event      string     `toml:"event"`
	Recipients []string   `toml:"recipients"`
	Added      []addedKey `toml:"added,omitempty"` // what is known of the third and later recipients; format 2
}

// The formats of keys.toml: the second has names of added keys, and is written only where there are some.
const (
	keysFormat      = 1
	keysFormatAdded = 2
)

const keysHead = `# The public keys this event's sign-ups are sealed to. Nothing in here is secret and nothing in here opens a record.
# Another booth of the same event is set up with a copy of this file: matchbooth setup --keys keys.toml …
`

func (k publicKeys) encode() ([]byte, error) {
	k.Format = keysFormat
	if len(k.Added) > 0 {
		k.Format = keysFormatAdded
	}
	b, err := toml.Marshal(k)
	if err != nil {
		return nil, fmt.Errorf("writing %s: %w", keysName, err)
	}
	return append([]byte(keysHead), b...), nil
}

// parseKeys reads a keys.toml, strictly.
func parseKeys(text string) (publicKeys, seal.Recipients, error) {
	var k publicKeys
	dec := toml.NewDecoder(strings.NewReader(text)).DisallowUnknownFields()
	if err := dec.Decode(&k); err != nil {
		return k, seal.Recipients{}, fmt.Errorf("reading %s: %w", keysName, err)
	}
	if k.Format < keysFormat || k.Format > keysFormatAdded || (len(k.Added) > 0) != (k.Format == keysFormatAdded) {
		return k, seal.Recipients{}, fmt.Errorf("reading %s: format %d, this program knows %d to %d", keysName, k.Format, keysFormat, keysFormatAdded)
	}
	for _, a := range k.Added {
		if !keyName(a.Name) || len(a.Fingerprint) != 16 {
			return k, seal.Recipients{}, fmt.Errorf("reading %s: an added key without a proper name or fingerprint", keysName)
		}
	}
	r, err := seal.NewRecipients(k.Recipients...)
	if err != nil {
		return k, r, fmt.Errorf("reading %s: %w", keysName, err)
	}
	return k, r, nil
}

// newBoothKey makes the booth's signing key and the file that keeps it.
func newBoothKey() (ed25519.PrivateKey, []byte, error) {
	_, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return nil, nil, fmt.Errorf("making %s: %w", boothKeyName, err)
	}
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return nil, nil, fmt.Errorf("making %s: %w", boothKeyName, err)
	}
	return key, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}), nil
}

// errBoothKey says that booth.key is there but unreadable.
var errBoothKey = errors.New("damaged " + boothKeyName)

func readBoothKey(dir string) (ed25519.PrivateKey, error) {
	b, err := os.ReadFile(filepath.Join(dir, boothKeyName))
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", boothKeyName, explain(err))
	}
	return parseBoothKey(b)
}

func parseBoothKey(b []byte) (ed25519.PrivateKey, error) {
	block, _ := pem.Decode(b)
	if block == nil {
		return nil, errBoothKey
	}
	any, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		return nil, errBoothKey
	}
	key, ok := any.(ed25519.PrivateKey)
	if !ok {
		return nil, errBoothKey
	}
	return key, nil
}

// Opener is an opened private key of the event. It opens what was sealed to it, and nothing stays in it afterwards
// but the key: drop it when the desk locks itself.
type Opener interface {
	// Open decrypts one sealed entry.
	Open(sealed []byte) ([]byte, error)
	// Fingerprint names the key; it is among [Store.Fingerprints] when it belongs to this folder.
	Fingerprint() string
	// Close drops the key, as far as Go allows; after it Open fails. Call it when the desk locks itself.
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

// OpenKeyFile opens a copy of event-key.age that lives elsewhere, on a stick say. [ErrPassphrase] for a wrong one.
func OpenKeyFile(path string, passphrase []byte) (Opener, error) {
	file, err := outside.ReadFile(path, smallMost)
	if err != nil {
		return nil, fmt.Errorf("reading the key file: %w", err)
	}
	return asOpener(unlockFile(filepath.Base(path), file, passphrase))
}

// unlockFile opens a key file's content; name is for the error.
func unlockFile(name string, file, passphrase []byte) (*seal.Identity, error) {
	id, err := seal.Unlock(file, passphrase)
	if errors.Is(err, seal.ErrPassphrase) {
		return nil, ErrPassphrase
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return id, nil
}

// asOpener keeps a nil key from becoming an opener that is not nil.
func asOpener(id *seal.Identity, err error) (Opener, error) {
	if err != nil {
		return nil, err
	}
	return id, nil
}
