package data

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"time"

	"golang.org/x/crypto/argon2"
)

// Argon2id for the PIN: OWASP's second choice (19 MiB, two passes, one lane), about 30 ms. A PIN has few values, so
// the hash mainly has to be no cheaper to try than the delays allow; whoever holds the disk can try them all, and a
// PIN opens no record.
const (
	pinMemory = 19 << 10 // KiB
	pinPasses = 2
	pinBytes  = 32
)

// pinWork is what a new PIN's hash asks for, and the least that is accepted of a hash that is read; tests lower it.
var pinWork = pinCost{memory: pinMemory, passes: pinPasses}

// pinCost is Argon2's: memory in KiB, and how often it is gone through.
type pinCost struct{ memory, passes uint32 }

// What is tried at the booth, and how it is held back. Somebody who never rests gets 129 PINs in a day of ten hours, and
// twelve an hour from then on: of four digits 1.3 % in a day, of six 0.013 %. Ten minutes of quiet forget one wrong try,
// an hour and a half all that hold back.
//
// Whoever opens the key with the passphrase is done with the PIN's delays too, so that nobody who plays with the pad keeps
// the volunteers out. The passphrase's own are therefore short: it has 60 bits, of which 120 guesses an hour find nothing, and
// a check takes a second by itself. A code to erase by is held back after right and wrong
// ones alike, for it is never told which one it was.
var (
	pinDelays        = delays{free: 2, first: 2 * time.Second, most: 5 * time.Minute, fade: 10 * time.Minute}
	passphraseDelays = delays{free: 2, first: 2 * time.Second, most: 30 * time.Second, fade: 10 * time.Minute}
	eraseDelays      = delays{free: 1, first: 10 * time.Second, most: 10 * time.Second, forget: 10 * time.Minute}
)

// unkeptWait is the least delay where it cannot be written down, for one that is only in memory is gone with the next
// start of the program.
const unkeptWait = 10 * time.Second

// Where meta keeps them; see throttle.kept.
const (
	metaTriesPIN        = metaOwn + "tries_pin"
	metaTriesPassphrase = metaOwn + "tries_passphrase"
	metaTriesErase      = metaOwn + "tries_erase"
)

// throttles are those of a store.
type throttles struct{ pin, passphrase, erase throttle }

func newTries() throttles {
	return throttles{pin: throttle{delays: pinDelays}, passphrase: throttle{delays: passphraseDelays}, erase: throttle{delays: eraseDelays}}
}

// checkPIN says whether a PIN is fit to be one.
func checkPIN(pin string) error {
	if len(pin) < 4 || len(pin) > 12 || strings.Trim(pin, "0123456789") != "" {
		return errors.New("a PIN has 4 to 12 digits")
	}
	return nil
}

func hashPIN(pin string) (string, error) {
	if err := checkPIN(pin); err != nil {
		return "", err
	}
	salt := make([]byte, 16)
	rand.Read(salt)
	sum := argon2.IDKey([]byte(pin), salt, pinWork.passes, pinWork.memory, 1, pinBytes)
	enc := base64.RawStdEncoding.EncodeToString
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=1$%s$%s", argon2.Version, pinWork.memory, pinWork.passes, enc(salt), enc(sum)), nil
}

// pinHash is a PIN's hash taken apart.
type pinHash struct {
	pinCost
	salt, sum []byte
}

// parsePIN reads what hashPIN wrote. Whoever can write to the store could ask for more work or a shorter sum; no more
// is done than four times what hashPIN asks for, and no sum is shorter than its.
func parsePIN(hash string) (h pinHash, ok bool) {
	part := strings.Split(hash, "$")
	if len(part) != 6 || part[0] != "" || part[1] != "argon2id" || part[2] != fmt.Sprintf("v=%d", argon2.Version) {
		return h, false
	}
	if _, err := fmt.Sscanf(part[3], "m=%d,t=%d,p=1", &h.memory, &h.passes); err != nil ||
		part[3] != fmt.Sprintf("m=%d,t=%d,p=1", h.memory, h.passes) ||
		h.memory < pinWork.memory || h.memory > 4*pinMemory || h.passes < pinWork.passes || h.passes > 4*pinPasses {
		return h, false
	}
	var err1, err2 error
	h.salt, err1 = base64.RawStdEncoding.DecodeString(part[4])
	h.sum, err2 = base64.RawStdEncoding.DecodeString(part[5])
	return h, err1 == nil && err2 == nil && len(h.salt) >= 16 && len(h.salt) <= 64 && len(h.sum) == pinBytes
}

func matchPIN(hash, pin string) bool {
	h, ok := parsePIN(hash)
	if !ok {
		return false
	}
	return subtle.ConstantTimeCompare(argon2.IDKey([]byte(pin), h.salt, h.passes, h.memory, 1, pinBytes), h.sum) == 1
}

// CheckPIN tries a PIN. While a delay runs, nothing is looked at and wait says how long it still is; after a wrong PIN
// wait is the delay that begins. Delays are kept on disk before the PIN is looked at, so that pulling the plug gives
// no further try; see [throttle] for what setting the clock does. A store that has stopped after a failed write still
// takes the PIN: volunteers must be able to leave kiosk mode.
func (s *Store) CheckPIN(pin string) (ok bool, wait time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	ctx := context.Background()
	wait, may := s.countTry(ctx, metaTriesPIN, &s.tries.pin)
	if !may || !s.match(s.pinHash, pin) {
		return false, wait
	}
	s.tries.pin.right()
	s.keepTries(ctx, metaTriesPIN, &s.tries.pin)
	return true, 0
}

// TryPassphrase is [Store.Unlock] for somebody who stands before the booth: wrong passphrases are followed by delays as
// wrong PINs are. The error is [ErrPassphrase] both after a wrong one and while a delay runs, when nothing is looked
// at; wait is what there still is to wait. After any other error wait is 0.
func (s *Store) TryPassphrase(passphrase []byte) (key Opener, wait time.Duration, err error) {
	ctx := context.Background()
	s.mu.Lock()
	if err := s.sound(); err != nil { // its records cannot be read either
		s.mu.Unlock()
		return nil, 0, err
	}
	wait, may := s.countTry(ctx, metaTriesPassphrase, &s.tries.passphrase)
	s.mu.Unlock()
	if !may {
		return nil, wait, ErrPassphrase
	}
	key, err = s.Unlock(passphrase) // takes a second: not under the lock, for visitors sign up meanwhile
	s.mu.Lock()
	defer s.mu.Unlock()
	if err != nil {
		if !errors.Is(err, ErrPassphrase) {
			return nil, 0, err
		}
		_ = s.writeDown(ctx, act{"desk not opened: wrong passphrase", 0}) // the store has stopped where that failed
		return nil, wait, err
	}
	s.tries.passphrase.right()
	// A desk that opens without a line in the audit stays closed.
	if err := s.keepTries(ctx, metaTriesPassphrase, &s.tries.passphrase, act{"desk opened", 0}); err != nil {
		key.Close()
		return nil, 0, err
	}
	return key, 0, nil
}

// TryErase is [Store.Erase] for somebody who stands before the booth: after each code, known or not, the next has to
// wait. With a wait other than 0 nothing was looked at. It does not say whether the code was known.
func (s *Store) TryErase(ctx context.Context, code ReceiptCode) (wait time.Duration, err error) {
	s.mu.Lock()
	if err := s.sound(); err != nil {
		s.mu.Unlock()
		return 0, err
	}
	wait, may := s.countTry(ctx, metaTriesErase, &s.tries.erase)
	s.mu.Unlock()
	if !may {
		return wait, nil
	}
	_, err = s.Erase(As(ctx, Visitor), code)
	return 0, err
}

// clearPINDelays forgets wrong PINs: somebody has opened the event's key.
func (s *Store) clearPINDelays(fingerprint string) {
	if !s.opens(fingerprint) {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.tries.pin.tries > 0 {
		s.tries.pin.right()
		_ = s.keepTries(context.Background(), metaTriesPIN, &s.tries.pin) // else it holds until the program ends
	}
}

// countTry counts a try and writes that down.
func (s *Store) countTry(ctx context.Context, key string, t *throttle) (wait time.Duration, may bool) {
	now := s.uptime()
	if wait, may = t.try(now); !may {
		return wait, false
	}
	if err := s.keepTries(ctx, key, t); err != nil {
		wait = t.longer(now, unkeptWait)
	}
	return wait, true
}

// keepTries writes a throttle down, with what the audit says of it. Where that fails it still holds in memory.
func (s *Store) keepTries(ctx context.Context, key string, t *throttle, acts ...act) error {
	if err := s.sound(); err != nil {
		return err
	}
	if err := s.fail("keep tries"); err != nil {
		return s.breaks(err)
	}
	ctx = context.WithoutCancel(ctx)
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return s.breaks(err)
	}
	defer tx.Rollback()
	if err = setMeta(ctx, tx, key, t.kept()); err == nil {
		err = s.writeActs(ctx, tx, acts...)
	}
	if err == nil {
		err = tx.Commit()
	}
	if err != nil {
		return s.breaks(err)
	}
	if len(acts) > 0 {
		s.audited(ctx)
	}
	return nil
}

// loadTries reads what keepTries wrote.
func (s *Store) loadTries(ctx context.Context) error {
	for key, t := range map[string]*throttle{
		metaTriesPIN: &s.tries.pin, metaTriesPassphrase: &s.tries.passphrase, metaTriesErase: &s.tries.erase,
	} {
		kept, _, err := getMeta(ctx, s.db, key)
		if err != nil {
			return err
		}
		t.load(kept)
	}
	return nil
}
