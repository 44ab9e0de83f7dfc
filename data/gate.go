package data

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"strconv"
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

// Delays after wrong PINs: none for the first pinFree, then 2 s, doubled each time, to five minutes.
const (
	pinFree     = 2
	pinMostWait = 5 * time.Minute
)

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
	sum := argon2.IDKey([]byte(pin), salt, pinPasses, pinMemory, 1, pinBytes)
	enc := base64.RawStdEncoding.EncodeToString
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=1$%s$%s", argon2.Version, pinMemory, pinPasses, enc(salt), enc(sum)), nil
}

// pinHash is a PIN's hash taken apart.
type pinHash struct {
	memory, passes uint32 // KiB, number
	salt, sum      []byte
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
		h.memory < pinMemory || h.memory > 4*pinMemory || h.passes < pinPasses || h.passes > 4*pinPasses {
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

// pinWait is the delay after a number of wrong PINs in a row.
func pinWait(fails int) time.Duration {
	if fails <= pinFree {
		return 0
	}
	if fails-pinFree > 9 {
		return pinMostWait
	}
	return min(pinMostWait, time.Second<<(fails-pinFree))
}

// CheckPIN tries a PIN. While a delay runs, nothing is looked at and wait says how long it still is; after a wrong PIN
// wait is the delay that begins. Delays are kept on disk before the PIN is looked at, so that pulling the plug gives
// no further try. A store that has stopped after a failed write still takes the PIN: volunteers must be able to leave
// kiosk mode.
func (s *Store) CheckPIN(pin string) (ok bool, wait time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	ctx := context.Background()
	now := s.clock()
	if left := s.pinUntil.Sub(now); left > 0 {
		// A clock that was set back must not lock everybody out for years.
		if most := pinWait(max(s.pinFails, pinFree+1)); left > most {
			left = most
			s.pinUntil = now.Add(most)
		}
		return false, left
	}
	s.pinFails++
	wait = pinWait(s.pinFails)
	s.pinUntil = now.Add(wait)
	s.keepPINDelay(ctx)
	if !matchPIN(s.pinHash, pin) {
		return false, wait
	}
	s.pinFails, s.pinUntil = 0, time.Time{}
	s.keepPINDelay(ctx)
	return true, 0
}

// keepPINDelay writes the delay down. Where that fails it still holds in memory.
func (s *Store) keepPINDelay(ctx context.Context) {
	if s.db == nil || s.broken != nil {
		return
	}
	until := int64(0)
	if !s.pinUntil.IsZero() {
		until = s.pinUntil.Add(time.Second - 1).Unix()
	}
	err := setMeta(ctx, s.db, metaPINFails, strconv.Itoa(s.pinFails))
	if err == nil {
		err = setMeta(ctx, s.db, metaPINUntil, strconv.FormatInt(until, 10))
	}
	if err != nil {
		s.breaks(err)
	}
}

// loadPINDelay reads what keepPINDelay wrote.
func (s *Store) loadPINDelay(ctx context.Context) error {
	for _, m := range []struct {
		key string
		to  func(int64)
	}{
		{metaPINFails, func(n int64) { s.pinFails = max(s.pinFails, int(min(n, 1000))) }},
		{metaPINUntil, func(n int64) {
			if n > 0 {
				s.pinUntil = time.Unix(n, 0)
			}
		}},
	} {
		v, ok, err := getMeta(ctx, s.db, m.key)
		if err != nil {
			return err
		}
		if n, err := strconv.ParseInt(v, 10, 64); ok && err == nil {
			m.to(n)
		}
	}
	return nil
}
