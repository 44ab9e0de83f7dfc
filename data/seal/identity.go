package seal

import (
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"strings"
	"sync/atomic"

	"filippo.io/age"

	"matchbooth/data/typed"
)

// ErrNotForKey: something is sealed, but not to this key.
var ErrNotForKey = errors.New("sealed to another key")

// ErrClosed: the key was closed, because the desk has locked itself.
var ErrClosed = errors.New("the key was closed: open it again with the passphrase")

// Identity is an opened private key. It prints as [redacted]. It is safe for concurrent use.
type Identity struct {
	key    atomic.Pointer[age.HybridIdentity] // nil once closed
	public string
	bound  atomic.Bool
}

func newIdentity(k *age.HybridIdentity) *Identity {
	i := &Identity{public: k.Recipient().String()}
	i.key.Store(k)
	return i
}

// Close discards the private key: from then on Open fails with [ErrClosed] and Secret returns "", while the fingerprint
// stays known. An Open already running completes. Go offers no way to overwrite the memory, because age keeps the key
// in places of its own; but nothing of ours refers to it any more, and the garbage collector is run. A second Close
// does nothing.
func (i *Identity) Close() {
	if i.key.Swap(nil) != nil {
		runtime.GC()
	}
}

// Generate makes a new private key.
func Generate() (*Identity, error) {
	k, err := age.GenerateHybridIdentity()
	if err != nil {
		return nil, fmt.Errorf("making a key: %w", err)
	}
	return newIdentity(k), nil
}

// ErrNotKey: a text is no private key of the kind that events have, nor one with a slip.
var ErrNotKey = errors.New("not a private key of the form AGE-SECRET-KEY-PQ-1…")

// ParseIdentity parses a private key of the form AGE-SECRET-KEY-PQ-1…, also as typed from paper: see package typed for what
// is allowed for. The error is a [*typed.Slip] if it was mistyped, [ErrNotKey] if it is something else. A text that is
// right is never an error, whoever's key it is.
func ParseIdentity(s string) (*Identity, error) {
	chars, err := onPaper.Read(s)
	var slip *typed.Slip
	switch {
	case errors.As(err, &slip):
		return nil, slip
	case err != nil:
		return nil, ErrNotKey
	}
	k, err := age.ParseHybridIdentity(keyHead + chars)
	if err != nil {
		// age's own message may quote its input, which may be a private key.
		return nil, ErrNotKey
	}
	return newIdentity(k), nil
}

// ReadIdentity reads an age identity file: one key among comments (#) and empty lines, on one line or, as typed from paper,
// on several.
func ReadIdentity(r io.Reader) (*Identity, error) {
	const most = 1 << 16
	raw, err := io.ReadAll(io.LimitReader(r, most))
	if err != nil {
		return nil, err
	}
	if strings.HasPrefix(string(raw), "age-encryption.org/") {
		return nil, errors.New("this key file is locked: open it with its passphrase")
	}
	var key strings.Builder
	lines, keys, bound := 0, 0, false
	for line := range strings.Lines(string(raw)) {
		line = strings.TrimSpace(line)
		bound = bound || line == boundLine
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		lines++
		if onPaper.Is(line) {
			keys++
		}
		key.WriteString(line + "\n")
	}
	switch {
	case lines == 0:
		return nil, errors.New("no private key in the identity file")
	case keys > 1:
		return nil, errors.New("more than one key in the identity file: give one")
	}
	id, err := ParseIdentity(key.String())
	if err != nil {
		return nil, err
	}
	id.bound.Store(bound)
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

// Open decrypts a binary age file. [ErrNotForKey] if it is sealed to others only.
func (i *Identity) Open(sealed []byte) ([]byte, error) {
	key := i.key.Load()
	if key == nil {
		return nil, ErrClosed
	}
	plain, err := open(sealed, key)
	var none *age.NoIdentityMatchError
	if errors.As(err, &none) {
		return nil, ErrNotForKey
	}
	if err != nil {
		return nil, fmt.Errorf("opening: %w", err)
	}
	return plain, nil
}

// Recipient returns the public key.
func (i *Identity) Recipient() string { return i.public }

// Fingerprint identifies the key by its public half, see [Fingerprint].
func (i *Identity) Fingerprint() string { return Fingerprint(i.Recipient()) }

// Secret returns the private key as text, "" once closed. Whoever has it opens every record: show it once, and never
// log it.
func (i *Identity) Secret() string {
	if key := i.key.Load(); key != nil {
		return key.String()
	}
	return ""
}

// boundLine is in a locked key file if the event's key set has been signed. Nobody without the key can add or remove a
// line in there.
const boundLine = "# matchbooth: key set signed"

// Bind records in the key, and in every file it is locked into from now on, that its event's key set was signed.
func (i *Identity) Bind() { i.bound.Store(true) }

// Bound says whether the key's file has that record: then a folder of that key with an unsigned set was changed.
func (i *Identity) Bound() bool { return i.bound.Load() }

// IdentityText returns the key as an age identity file. Whoever has it opens every record.
func IdentityText(i *Identity) []byte {
	text := fmt.Appendf(nil, "# public key: %s\n", i.Recipient())
	if i.Bound() {
		text = append(text, boundLine+"\n"...)
	}
	return fmt.Appendf(text, "%s\n", i.Secret())
}

// Format prints [redacted] under every verb.
func (i *Identity) Format(f fmt.State, _ rune) { io.WriteString(f, "[redacted]") }
