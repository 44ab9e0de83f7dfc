package seal

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"filippo.io/age"
)

// ErrNotForKey says that something is sealed, but not to this key.
var ErrNotForKey = errors.New("sealed to another key")

// Identity is an opened private key. It prints as [redacted].
type Identity struct {
	key *age.HybridIdentity
}

// Generate makes a new private key.
func Generate() (*Identity, error) {
	k, err := age.GenerateHybridIdentity()
	if err != nil {
		return nil, fmt.Errorf("making a key: %w", err)
	}
	return &Identity{key: k}, nil
}

// ParseIdentity reads a private key of the form AGE-SECRET-KEY-PQ-1….
func ParseIdentity(s string) (*Identity, error) {
	k, err := age.ParseHybridIdentity(strings.TrimSpace(s))
	if err != nil {
		// age's own text may quote what it was given, and that may be a private key.
		return nil, errors.New("not a private key of the form AGE-SECRET-KEY-PQ-1…")
	}
	return &Identity{key: k}, nil
}

// ReadIdentity reads an age identity file: one key among comments (#) and empty lines.
func ReadIdentity(r io.Reader) (*Identity, error) {
	const most = 1 << 16
	raw, err := io.ReadAll(io.LimitReader(r, most))
	if err != nil {
		return nil, err
	}
	if strings.HasPrefix(string(raw), "age-encryption.org/") {
		return nil, errors.New("this key file is locked: open it with its passphrase")
	}
	var id *Identity
	for line := range strings.Lines(string(raw)) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		if id != nil {
			return nil, errors.New("more than one key in the identity file: give one")
		}
		if id, err = ParseIdentity(line); err != nil {
			return nil, err
		}
	}
	if id == nil {
		return nil, errors.New("no private key in the identity file")
	}
	return id, nil
}

// OpenIdentityFile reads the age identity file at path.
func OpenIdentityFile(path string) (*Identity, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	id, err := ReadIdentity(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return id, nil
}

// Open decrypts a binary age file. [ErrNotForKey] where it is sealed to others only.
func (i *Identity) Open(sealed []byte) ([]byte, error) {
	plain, err := open(sealed, i.key)
	var none *age.NoIdentityMatchError
	if errors.As(err, &none) {
		return nil, ErrNotForKey
	}
	if err != nil {
		return nil, fmt.Errorf("opening: %w", err)
	}
	return plain, nil
}

// Recipient is the public key that belongs to this one.
func (i *Identity) Recipient() string { return i.key.Recipient().String() }

// Fingerprint names the key by its public half, see [Fingerprint].
func (i *Identity) Fingerprint() string { return Fingerprint(i.Recipient()) }

// Secret is the private key as text. Whoever has it opens every record: show it once, and never log it.
func (i *Identity) Secret() string { return i.key.String() }

// Format prints [redacted] under every verb.
func (i *Identity) Format(f fmt.State, _ rune) { io.WriteString(f, "[redacted]") }
