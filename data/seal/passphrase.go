package seal

import (
	"bytes"
	"errors"
	"fmt"
	"runtime/debug"

	"filippo.io/age"
)

// Work factors of scrypt, as powers of two. 18 is age's own default: about 1.5 s and 256 MiB on a small computer.
const (
	// WorkLive is for keys that guard people.
	WorkLive = 18
	// WorkPractice is for practice folders, whose passphrase everybody knows: no work would make it safer, so it
	// takes milliseconds and 1 MiB.
	WorkPractice = 10
	// WorkMost is the most that is accepted on opening: four times age's default, 1 GiB. A file that asks for more
	// was not written by this program, and would hang or exhaust the computer.
	WorkMost = 20
)

// ErrPassphrase says that a passphrase does not open a key file.
var ErrPassphrase = errors.New("the passphrase is wrong")

// ErrWork says that a key file asks for more work than [WorkMost].
var ErrWork = fmt.Errorf("the key file asks for an absurd work factor (more than %d): it is damaged or was made to stall this computer; use another copy, or the recovery key", WorkMost)

// Lock encrypts a private key under a passphrase, as an age file whose content is an age identity file.
func Lock(id *Identity, passphrase []byte, work int) ([]byte, error) {
	r, err := age.NewScryptRecipient(string(passphrase))
	if err != nil {
		return nil, err
	}
	r.SetWorkFactor(work)
	var out bytes.Buffer
	w, err := age.Encrypt(&out, r)
	if err != nil {
		return nil, fmt.Errorf("locking the key: %w", err)
	}
	fmt.Fprintf(w, "# public key: %s\n%s\n", id.Recipient(), id.Secret())
	if err := w.Close(); err != nil {
		return nil, fmt.Errorf("locking the key: %w", err)
	}
	giveBack(work)
	return out.Bytes(), nil
}

// Unlock opens what Lock wrote. [ErrPassphrase] for a wrong passphrase, [ErrWork] for an absurd work factor, which is
// refused before any work is done.
func Unlock(file, passphrase []byte) (*Identity, error) {
	sid, err := age.NewScryptIdentity(string(passphrase))
	if err != nil {
		return nil, ErrPassphrase // the empty one
	}
	probe := &capped{sid: sid}
	sid.SetMaxWorkFactor(WorkMost)
	plain, err := open(file, probe)
	giveBack(probe.work)
	var none *age.NoIdentityMatchError
	switch {
	case probe.absurd:
		return nil, ErrWork
	case errors.As(err, &none) && probe.tried:
		return nil, ErrPassphrase
	case err != nil:
		return nil, errors.New("the key file is damaged: use another copy, or the recovery key")
	}
	return ReadIdentity(bytes.NewReader(plain))
}

// capped looks at the work factor before the work is done: age tells an absurd one from other faults only in words.
type capped struct {
	sid    *age.ScryptIdentity
	work   int
	tried  bool
	absurd bool
}

func (c *capped) Unwrap(stanzas []*age.Stanza) ([]byte, error) {
	for _, s := range stanzas {
		if s.Type != "scrypt" || len(s.Args) != 2 {
			continue
		}
		var n int
		if _, err := fmt.Sscanf(s.Args[1], "%d", &n); err != nil || n < 1 {
			continue
		}
		if n > WorkMost {
			c.absurd = true
			return nil, ErrWork
		}
		c.work, c.tried = n, true
	}
	return c.sid.Unwrap(stanzas)
}

// giveBack returns scrypt's memory to the system at once: factor 18 leaves 256 MiB of garbage, on booths with 4 GB.
func giveBack(work int) {
	if work >= 16 {
		debug.FreeOSMemory()
	}
}
