package seal

import (
	"bytes"
	"errors"
	"fmt"
	"runtime/debug"
	"strconv"

	"filippo.io/age"

	"matchbooth/data/words"
)

// Work factors of scrypt, as powers of two. 18 is age's own default: about 1.5 s and 256 MiB on a small computer.
const (
	// WorkLive is for keys that protect people.
	WorkLive = 18
	// WorkPractice is for practice folders, whose passphrase everybody knows: no amount of work would make it safer, so
	// it takes milliseconds and 1 MiB.
	WorkPractice = 10
	// WorkMost is the most that is accepted on opening: four times age's default, 1 GiB. A file that asks for more was
	// not written by this program, and would hang or exhaust the computer.
	WorkMost = 20
)

// ErrPassphrase: the passphrase does not open the key file.
var ErrPassphrase = errors.New("the passphrase is wrong")

// ErrWork: the key file asks for more work than [WorkMost].
var ErrWork = fmt.Errorf("the key file asks for an absurd work factor (more than %d): it is damaged or was made to stall this computer; use another copy, or the recovery key", WorkMost)

// Lock encrypts a private key under a passphrase, as an age file whose content is an age identity file. It uses the
// normal form of the phrase ([words.Normal]): the age command needs it typed that way, in lower case without blanks.
func Lock(id *Identity, passphrase []byte, work int) ([]byte, error) {
	if id.Secret() == "" {
		return nil, ErrClosed
	}
	if work < 1 || work > WorkMost {
		return nil, fmt.Errorf("locking the key: a work factor of %d is not between 1 and %d", work, WorkMost)
	}
	r, err := age.NewScryptRecipient(words.Normal(string(passphrase)))
	if err != nil {
		return nil, errors.New("locking the key: the passphrase is empty")
	}
	r.SetWorkFactor(work)
	var out bytes.Buffer
	w, err := age.Encrypt(&out, r)
	if err != nil {
		return nil, fmt.Errorf("locking the key: %w", err)
	}
	text := IdentityText(id)
	defer clear(text)
	if _, err := w.Write(text); err != nil {
		return nil, fmt.Errorf("locking the key: %w", err)
	}
	if err := w.Close(); err != nil {
		return nil, fmt.Errorf("locking the key: %w", err)
	}
	giveBack(work)
	return out.Bytes(), nil
}

// Unlock opens what Lock wrote, and key files made by the age command or before passphrases were normalised: it tries
// the normal form of the phrase and then, if that is different, the phrase as typed. A wrong one therefore costs the
// same work whatever is wrong with it. [ErrPassphrase] for a wrong passphrase, [ErrWork] for an absurd work factor,
// which is refused before any work is done.
func Unlock(file, passphrase []byte) (*Identity, error) {
	typed := string(passphrase)
	normal := words.Normal(typed)
	id, err := unlock(file, normal)
	if errors.Is(err, ErrPassphrase) && normal != typed {
		return unlock(file, typed)
	}
	return id, err
}

// unlock tries one phrase.
func unlock(file []byte, phrase string) (*Identity, error) {
	sid, err := age.NewScryptIdentity(phrase)
	if err != nil {
		return nil, ErrPassphrase // an empty one
	}
	probe := &capped{sid: sid}
	sid.SetMaxWorkFactor(WorkMost)
	plain, err := open(file, probe)
	giveBack(probe.work)
	defer clear(plain)
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

// Work reads the work factor of a key file, without doing any work; false if it has none that can be read.
func Work(file []byte) (int, bool) {
	look := &onlyLook{}
	_, _ = age.Decrypt(bytes.NewReader(file), look)
	return look.work, look.work > 0
}

// onlyLook reads the work factor and decrypts nothing.
type onlyLook struct{ work int }

func (l *onlyLook) Unwrap(stanzas []*age.Stanza) ([]byte, error) {
	if len(stanzas) == 1 {
		l.work = workOf(stanzas[0])
	}
	return nil, age.ErrIncorrectIdentity
}

// workOf returns the work factor of a stanza, 0 if it has none.
func workOf(s *age.Stanza) int {
	if s.Type != "scrypt" || len(s.Args) != 2 {
		return 0
	}
	n, err := strconv.Atoi(s.Args[1])
	if err != nil || n < 1 {
		return 0
	}
	return n
}

// capped checks the work factor before the work is done: age distinguishes an absurd one from other faults in words only.
type capped struct {
	sid    *age.ScryptIdentity
	work   int
	tried  bool
	absurd bool
}

func (c *capped) Unwrap(stanzas []*age.Stanza) ([]byte, error) {
	for _, s := range stanzas {
		n := workOf(s)
		if n == 0 {
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
